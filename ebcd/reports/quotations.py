"""Retrieved quotations as a Word document: what was asked, then the passages by their codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ebcd.reports.document import Front, Quotation, start


@dataclass(frozen=True)
class Quoted:
    """One passage. `codes`: their names, joined; `place`: where it stands; `memo`: what the team
    wrote on it, "" for nothing.
    """

    quotation: Quotation
    codes: str
    place: str
    memo: str


def quotations_document(front: Front, asked: str, quoted: Sequence[Quoted], left_out: int) -> bytes:
    """The passages under what they are coded with, in the order in which they first come."""
    paper = start(front, "Quotations")
    paper.paragraph(asked, bold_start="Asked:")
    paper.paragraph(_said(len(quoted), left_out))
    by_codes: dict[str, list[Quoted]] = {}
    for each in quoted:
        by_codes.setdefault(each.codes, []).append(each)
    for codes, those in by_codes.items():
        paper.heading(codes)
        for each in those:
            paper.quotation(each.quotation)
            paper.note(each.place)
            if each.memo:
                paper.paragraph(each.memo, bold_start="Memo:")
    return paper.finish()


def _said(quoted: int, left_out: int) -> str:
    passages = "1 passage" if quoted == 1 else f"{quoted:,} passages"
    said = f"{passages}. Everybody quoted here has agreed to be quoted by pseudonym."
    if left_out == 1:
        said += " 1 passage is left out because somebody in it has not."
    elif left_out:
        said += f" {left_out:,} passages are left out because somebody in them has not."
    return said
