"""Order, running time and balance of the storyboard."""

import pytest

from ebcd.errors import NotFound
from ebcd.film.storyboard import CARD_MS, against_target, balance, moved
from ebcd.people import Group
from tests.film.boards import board, clip, person

P1, P2, S1 = person(1), person(2), person(3, group=Group.STAFF)
FILM = board(
    ("Diagnosis", (clip(1, (P1,)), clip(2, (P2,), (5, 25)))),
    ("Follow-up", (clip(3, (S1, P1), (0, 30)),)),
)


def order(film: object) -> list[list[int]]:
    return [[each.id for each in chapter.clips] for chapter in film.chapters]  # type: ignore[attr-defined]


def test_running_time_counts_clips_and_title_cards() -> None:
    assert FILM.length_ms == 10_000 + 20_000 + 30_000 + 2 * CARD_MS


def test_an_empty_chapter_has_no_card() -> None:
    assert board(("Nothing yet", ())).length_ms == 0


def test_a_clip_moves_down_within_its_chapter() -> None:
    assert order(moved(FILM, 1, 1)) == [[2, 1], [3]]


def test_a_clip_at_the_end_of_its_chapter_moves_to_the_start_of_the_next() -> None:
    assert order(moved(FILM, 2, 1)) == [[1], [2, 3]]


def test_a_clip_at_the_start_of_its_chapter_moves_to_the_end_of_the_one_before() -> None:
    assert order(moved(FILM, 3, -1)) == [[1, 2, 3], []]


def test_the_first_clip_moved_up_stays() -> None:
    assert order(moved(FILM, 1, -1)) == order(FILM)


def test_moving_a_clip_that_is_gone_says_so() -> None:
    with pytest.raises(NotFound, match="no longer in the storyboard"):
        moved(FILM, 99, 1)


def test_balance_gives_each_speaker_the_whole_clip_and_each_group_once() -> None:
    shares = balance(FILM)
    assert {share.name: share.ms for share in shares.people} == {
        "P01": 40_000,
        "P02": 20_000,
        "P03": 30_000,
    }
    assert {share.name: share.ms for share in shares.groups} == {"Patient": 60_000, "Staff": 30_000}


def test_whoever_is_missing_shows_with_nothing() -> None:
    shares = balance(FILM, [("P09", Group.CARER)])
    assert [(share.clips, share.ms) for share in shares.people if share.name == "P09"] == [(0, 0)]


def test_the_sentence_on_the_target_says_by_how_much() -> None:
    assert against_target(FILM) == "28 min 52 s short of the 30 min aimed at"
