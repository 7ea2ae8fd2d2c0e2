"""The codebook in Word: every code with what belongs to it and what does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ebcd.codebook import Code, Kind
from ebcd.reports.document import Front, Paper, start

_ABOUT = {
    Kind.STAGE: "The steps of the pathway, in their order.",
    Kind.TOUCHPOINT: "Emotionally charged moments on the pathway, under the step they belong to.",
    Kind.THEME: "Patterns of meaning that come again across people and moments.",
    Kind.EMOTION: "What people felt at a touchpoint.",
}


@dataclass(frozen=True)
class Entry:
    """A code. `depth`: how far below the top. `example`: empty where it may not be shown.

    `codings`: how often it was used; `people`: by how many participants' words.
    """

    code: Code
    depth: int
    example: str
    codings: int
    people: int


@dataclass(frozen=True)
class CodebookTold:
    """What the document is made from. `approach`: sentences on how the team codes."""

    front: Front
    approach: str
    entries: Sequence[Entry]


def codebook_document(told: CodebookTold) -> bytes:
    """The codebook as a .docx."""
    paper = start(told.front, "Codebook", landscape=True)
    many = len(told.entries)
    paper.paragraph(
        f"{many} codes of four kinds. {told.approach} The last column says how many passages stand "
        "under a code and in how many people’s words."
    )
    paper.contents_here()
    for kind in Kind:
        listed = [entry for entry in told.entries if entry.code.kind is kind]
        if listed:
            _kind(paper, kind, listed)
    if not told.entries:
        paper.paragraph("The codebook is empty so far.")
    return paper.finish()


def _kind(paper: Paper, kind: Kind, entries: Sequence[Entry]) -> None:
    paper.heading(f"{kind.label}s")
    paper.paragraph(_ABOUT[kind])
    full = any(e.code.include or e.code.exclude or e.example for e in entries)
    head = ["Code", "Definition"]
    widths = [3.6, 6.0]
    if full:
        head += ["Include", "Exclude", "Example"]
        widths += [3.8, 3.8, 4.6]
    head.append("Used")
    widths.append(2.0)
    rows = []
    for entry in entries:
        cells = ["– " * entry.depth + entry.code.name, entry.code.definition]
        if full:
            cells += [entry.code.include, entry.code.exclude, entry.example]
        rows.append([*cells, f"{entry.codings}\n{_people(entry.people)}"])
    paper.table(head, rows, caption=f"{kind.label}s", widths=widths)


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"
