"""A short film and a long one from one storyboard."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ebcd.film.versions import Version, board_of, compared, moved_within
from tests.film.boards import board, clip, person

FILM = board(
    ("One", tuple(clip(n, (person(1),)) for n in (1, 2, 3))),
    ("Two", tuple(clip(n, (person(2),), (0, 20)) for n in (4, 5))),
)
SHORT = Version(7, "Short", 60_000)


def ids(of: object) -> list[list[int]]:
    return [[each.id for each in chapter.clips] for chapter in of.chapters]  # type: ignore[attr-defined]


def test_a_version_chooses_clips_in_its_own_order_within_chapters() -> None:
    made = board_of(FILM, SHORT, [5, 3, 1])
    assert ids(made) == [[3, 1], [5]]
    assert (made.title, made.target_ms) == ("Living with pain – Short", 60_000)
    assert made.length_ms == 48_000
    assert board_of(FILM, Version(0, "Film", 1), [5]) is FILM


@given(st.permutations([1, 2, 3, 4, 5]), st.sampled_from([1, 2, 3, 4, 5]), st.sampled_from([-1, 1]))
def test_moving_keeps_every_clip_in_its_chapter(order: list[int], which: int, by: int) -> None:
    before = board_of(FILM, SHORT, order)
    after = board_of(FILM, SHORT, moved_within(before, which, by))
    assert [sorted(each) for each in ids(after)] == [[1, 2, 3], [4, 5]]
    row = next(each for each in ids(before) if which in each)
    at = row.index(which)
    there = next(each for each in ids(after) if which in each).index(which)
    assert there == min(max(at + by, 0), len(row) - 1)


def test_two_versions_stand_side_by_side_clip_by_clip() -> None:
    rows = compared(FILM, board_of(FILM, SHORT, [3, 5]))
    assert [(row.clip.id, row.left, row.right) for row in rows] == [
        (1, 1, None), (2, 2, None), (3, 3, 1), (4, 4, None), (5, 5, 2),
    ]  # fmt: skip
    other = compared(board_of(FILM, SHORT, [1]), board_of(FILM, SHORT, [2]))
    assert [(row.clip.id, row.left, row.right) for row in other] == [(1, 1, None), (2, None, 1)]
