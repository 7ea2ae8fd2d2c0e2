"""The copy of the storyboard that goes with the film: for those who watch it.

It calls people as they chose, if at all, and says nothing of consent, notes or recordings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ebcd.film.showing import FOR
from ebcd.film.storyboard import CARD_MS, Chapter, Clip, ClipKind, Storyboard
from ebcd.people import Use
from ebcd.reports.document import Cell, Front, Paper, Picture, start
from ebcd.times import clock, duration


@dataclass(frozen=True)
class CopyTold:
    """What the copy is made from.

    `board`: as it goes out, without anybody's pseudonym. `showing`: for whom. `mark`: what it says
    of itself while the patients have not agreed. `stills`: a picture by clip id.
    """

    front: Front
    board: Storyboard
    showing: Use
    mark: str = ""
    stills: Mapping[int, bytes] | None = None


def film_copy_document(told: CopyTold) -> bytes:
    """The copy as a .docx."""
    paper = start(told.front, told.board.title)
    if told.mark:
        paper.paragraph(
            f"This copy is {told.mark}: they have not yet seen and agreed to the whole film.",
            bold_start="Not yet agreed.",
        )
    paper.paragraph(
        f"For {FOR[told.showing]}: {duration(told.board.length_ms)} in "
        f"{len(told.board.chapters)} chapters. Everybody in the film agreed to being shown, saw "
        "their clips before anybody else and approved them. People are called as they chose; some "
        "chose no name. Please do not copy it or pass it on."
    )
    at_ms = 0
    for chapter in told.board.chapters:
        at_ms = _chapter(paper, chapter, at_ms, told.stills or {})
    return paper.finish()


def _chapter(paper: Paper, chapter: Chapter, at_ms: int, stills: Mapping[int, bytes]) -> int:
    """One chapter's table; returns where the next one begins."""
    paper.heading(chapter.name)
    at_ms += CARD_MS
    pictured = any(clip.id in stills for clip in chapter.clips)
    rows: list[list[Cell]] = []
    for clip in chapter.clips:
        row: list[Cell] = [clock(at_ms), _who(clip), clip.words]
        if pictured:
            still = stills.get(clip.id)
            row.insert(
                1, Picture(still, f"Still at {clock(at_ms)}", 3.2) if still else "No picture"
            )
        rows.append(row)
        at_ms += clip.length_ms
    head = ["Starts", "Picture", "Who", "Words"] if pictured else ["Starts", "Who", "Words"]
    widths = [1.5, 3.7, 2.4, 9.0] if pictured else [1.5, 2.8, 12.0]
    paper.table(head, rows, caption=f"What is shown in “{chapter.name}”", widths=widths)
    return at_ms


def _who(clip: Clip) -> str:
    if clip.kind is ClipKind.CLIP:
        return clip.speakers or "No name"
    if clip.kind is ClipKind.ARCHIVE:
        return f"{clip.kind.label}\n{clip.taken_from}".strip()
    return clip.kind.label
