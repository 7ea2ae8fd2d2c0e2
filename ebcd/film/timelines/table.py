"""CSV: the storyboard as a table, for whoever plans in a spreadsheet.

A file leaves the workbench and cannot say DRAFT on a page, so give it the cleared storyboard: only
the Word draft shows a clip before it is approved.
"""

from __future__ import annotations

import csv
import io

from ebcd.film.approval import standing_answer
from ebcd.film.storyboard import Clip, Storyboard
from ebcd.text import safe_cell
from ebcd.times import clock

COLUMNS = (
    "number", "chapter", "kind", "speakers", "groups", "source", "in", "out", "in_ms", "out_ms",
    "duration_s", "words", "consent", "approval", "tone", "note",
)  # fmt: skip


def table(board: Storyboard) -> str:
    """Every clip of `board`, in order, one a row."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for number, (chapter, clip) in enumerate(board.clips(), start=1):
        consents = "yes" if all(person.consents for person in clip.people) else "no"
        writer.writerow(
            [
                number,
                safe_cell(chapter.name),
                clip.kind.value,
                safe_cell(clip.speakers),
                ", ".join(dict.fromkeys(person.group.value for person in clip.people)),
                safe_cell(clip.source),
                clock(clip.stretch.in_ms),
                clock(clip.stretch.out_ms),
                clip.stretch.in_ms,
                clip.stretch.out_ms,
                f"{clip.length_ms / 1000:.1f}",
                safe_cell(clip.words),
                consents,
                standing_answer(clip).label,
                clip.tone.value,
                safe_cell(" ".join(filter(None, (_disguise(clip), clip.note)))),
            ]
        )
    return out.getvalue()


def _disguise(clip: Clip) -> str:
    return f"{clip.disguise.label}." if clip.disguise else ""
