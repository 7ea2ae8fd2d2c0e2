"""The contents list, filled in when the document is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from ebcd.reports.fields import contents_entry
from ebcd.reports.pages import pages

DEEPEST = 2


@dataclass(frozen=True)
class Entry:
    """A heading. `level`: from 1. `bookmark`: the mark round it."""

    text: str
    level: int
    bookmark: str


def fill(document: Document, title: Paragraph, entries: Sequence[Entry]) -> None:
    """Put a line for each heading of the first two levels below `title`, with its page.

    The list takes room itself, so the pages are worked out when it stands.
    """
    numbers: dict[str, Any] = {}
    after = title
    for entry in entries:
        if entry.level > DEEPEST:
            continue
        after = _after(after, f"toc {entry.level}")
        contents_entry(after, entry.text, entry.bookmark, "1")
        numbers[entry.bookmark] = list(after._p.iter(qn("w:t")))[-1]
    for bookmark, page in pages(document).items():
        if bookmark in numbers:
            numbers[bookmark].text = str(page)


def _after(paragraph: Paragraph, style: str) -> Paragraph:
    made: Any = OxmlElement("w:p")
    paragraph._p.addnext(made)
    line = Paragraph(made, paragraph._parent)
    line.style = style
    return line
