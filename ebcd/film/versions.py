"""Two films from one storyboard: a long one and a short one, side by side.

The storyboard holds every clip and is the version “Film”. Another version chooses some of its
clips, in an order of its own within each chapter; a clip's in and out are the same in all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ebcd.film.storyboard import Clip, Storyboard

WHOLE = "Film"
"""What the version is called that holds the whole storyboard."""


@dataclass(frozen=True)
class Version:
    """A version of the film. `id`: 0 for the whole storyboard. `target_ms`: the length aimed at."""

    id: int
    name: str
    target_ms: int


def board_of(board: Storyboard, version: Version, chosen: Sequence[int]) -> Storyboard:
    """The storyboard of a version. `chosen`: the ids of its clips, in its order.

    Chapters stand in the storyboard's order; one without a clip of this version stays, empty, so
    that clips can be put into it.
    """
    if not version.id:
        return board
    place = {clip_id: at for at, clip_id in enumerate(chosen)}
    chapters = tuple(
        replace(
            chapter,
            clips=tuple(
                sorted(
                    (clip for clip in chapter.clips if clip.id in place),
                    key=lambda clip: place[clip.id],
                )
            ),
        )
        for chapter in board.chapters
    )
    title = f"{board.title} – {version.name}"
    return replace(board, title=title, chapters=chapters, target_ms=version.target_ms)


def moved_within(board: Storyboard, clip_id: int, step: int) -> list[int]:
    """The ids of a version's clips with one moved up (-1) or down (1) within its chapter."""
    ordered: list[int] = []
    for chapter in board.chapters:
        row = [clip.id for clip in chapter.clips]
        if clip_id in row:
            at = row.index(clip_id)
            row.insert(min(max(at + step, 0), len(row) - 1), row.pop(at))
        ordered += row
    return ordered


@dataclass(frozen=True)
class Row:
    """One clip in a comparison, with its number in either version; None where it is not in it."""

    chapter: str
    clip: Clip
    left: int | None
    right: int | None


def compared(left: Storyboard, right: Storyboard) -> list[Row]:
    """Every clip that is in either of two versions, in the order of the left one, then the rest.

    Chapter by chapter, so that what is in one only stands beside its neighbours.
    """
    numbers = [
        {clip.id: number for number, (_, clip) in enumerate(board.clips(), start=1)}
        for board in (left, right)
    ]
    rows = []
    for one, other in zip(left.chapters, right.chapters, strict=True):
        seen: dict[int, Clip] = {clip.id: clip for clip in (*one.clips, *other.clips)}
        rows += [
            Row(one.name, clip, numbers[0].get(clip_id), numbers[1].get(clip_id))
            for clip_id, clip in seen.items()
        ]
    return rows
