"""The contents list, filled in when the document is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement
from docx.text.paragraph import Paragraph

from ebcd.reports.fields import contents_entry


@dataclass(frozen=True)
class Entry:
    """A heading. `bookmark`: the mark round it."""

    text: str
    level: int
    bookmark: str
    paragraph: Paragraph


def fill(title: Paragraph, entries: Sequence[Entry]) -> None:
    after = title
    for entry in entries:
        if entry.level > 2:
            continue
        line = _after(after, f"toc {entry.level}")
        contents_entry(line, entry.text, entry.bookmark, "1")
        after = line


def _after(paragraph: Paragraph, style: str) -> Paragraph:
    made: Any = OxmlElement("w:p")
    paragraph._p.addnext(made)
    line = Paragraph(made, paragraph._parent)
    line.style = style
    return line
