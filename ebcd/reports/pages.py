"""On which page each heading will stand, worked out before any program lays the document out.

A contents list needs page numbers when the file is opened, and a .docx has none of its own. Words
are measured with the widths of Helvetica, which are Arial's, and pages are filled as a word
processor fills them: headings stay with what follows, rows do not break, header rows come again.
The numbers are fields too, so whoever updates them gets what their own program makes of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

_WIDTHS = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 "
    "556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 "
    "722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 "
    "556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 "
    "260 334 584"
).split()
_WIDTH = {chr(32 + at): int(width) for at, width in enumerate(_WIDTHS)}
_WIDTH |= {"’": 222, "‘": 222, "“": 333, "”": 333, "–": 556, "—": 1000, "…": 1000, "·": 278}
_LINE = 1.15
"""Height of a line of Arial at single spacing, in its size."""
_EMU = 12_700


@dataclass(frozen=True)
class _Look:
    """How a style sets its paragraphs: points, and shares of a line."""

    size: float
    bold: bool
    before: float
    after: float
    line: float
    indent: float
    keep: bool
    close: bool


@dataclass(frozen=True)
class _Block:
    """Something that a page takes in whole, or line by line. Between two, the larger space counts.

    `lines`: heights in points. `before`, `after`: space around. `keep`: stays with the next block.
    `mark`: the heading's bookmark. `head`: height of the table's header row, for its rows.
    """

    lines: tuple[float, ...]
    before: float = 0.0
    after: float = 0.0
    keep: bool = False
    whole: bool = False
    mark: str = ""
    head: float = 0.0
    breaks: bool = False

    @property
    def height(self) -> float:
        return self.before + sum(self.lines)

    @property
    def least(self) -> float:
        """How much of it must find room on a page for it to begin there."""
        if self.whole or len(self.lines) < 4:
            return self.height
        return self.before + sum(self.lines[:2])


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """How wide `text` is in Arial of `size` points, in points."""
    share = sum(_WIDTH.get(sign, 556) for sign in text) / 1000
    return share * size * (1.06 if bold else 1.0)


def line_count(text: str, size: float, room: float, *, bold: bool = False) -> int:
    """Into how many lines `text` breaks where a line has `room` points.

    >>> line_count("one two three", 10, 1000), line_count("one two three", 10, 30)
    (1, 3)
    """
    lines = 0
    for part in text.split("\n"):
        lines += 1
        at = 0.0
        for word in part.split(" "):
            wide = width_of(word, size, bold=bold)
            if at and at + wide > room:
                lines, at = lines + 1, 0.0
            at += wide + width_of(" ", size, bold=bold)
    return lines


def pages(document: Document) -> dict[str, int]:
    """The page of each bookmarked heading, by the bookmark's name, from 1."""
    section = document.sections[0]
    high = (section.page_height or 0) - (section.top_margin or 0) - (section.bottom_margin or 0)
    wide = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    return _filled(list(_blocks(document, wide / _EMU)), high / _EMU)


def _filled(blocks: list[_Block], high: float) -> dict[str, int]:
    """Fill pages with the blocks; the page of each mark."""
    found: dict[str, int] = {}
    page, left, after = 1, high, 0.0
    for at, block in enumerate(blocks):
        gap = max(after, block.before)
        if left < high and gap - block.before + _needed(blocks, at) > left:
            page, left, gap = page + 1, high - block.head, 0.0
        if block.mark:
            found[block.mark] = page
        left -= 0 if left == high else gap
        for line in block.lines:
            if line > left + 0.5 and left < high:
                page, left = page + 1, high - block.head
            left -= line
        after = block.after
        if block.breaks:
            page, left, after = page + 1, high, 0.0
    return found


def _needed(blocks: list[_Block], at: int) -> float:
    """What must fit for the block to begin here: itself and all that it is kept with."""
    need = 0.0
    while blocks[at].keep and at + 1 < len(blocks):
        need += blocks[at].height + max(0.0, blocks[at].after - blocks[at + 1].before)
        at += 1
    return need + blocks[at].least


def _blocks(document: Document, wide: float) -> Iterator[_Block]:
    looks: dict[str, _Look] = {}
    last = ""
    for child in document.element.body:
        if child.tag == qn("w:p"):
            paragraph = Paragraph(child, document)
            name = paragraph.style.name if paragraph.style is not None else "Normal"
            look = looks.setdefault(name or "Normal", _look(paragraph.style))
            yield _paragraph(paragraph, look, wide, close=look.close and name == last)
            last = name or ""
        elif child.tag == qn("w:tbl"):
            yield from _rows(Table(child, document), looks)
            last = ""


def _look(style: Any) -> _Look:
    chain = []
    while style is not None:
        chain.append(style)
        style = style.base_style

    def first(value: Any, otherwise: Any) -> Any:
        return next((got for each in chain if (got := value(each)) is not None), otherwise)

    def points(value: Any) -> float:
        return float(first(lambda each: value(each.paragraph_format), 0)) / _EMU

    line = first(lambda each: each.paragraph_format.line_spacing, 1.0)
    left = points(lambda form: form.left_indent) + points(lambda form: form.right_indent)
    close = any(each.element.find(f"{qn('w:pPr')}/{qn('w:contextualSpacing')}") is not None
                for each in chain)  # fmt: skip
    return _Look(
        float(first(lambda each: each.font.size, 139_700)) / _EMU,
        bool(first(lambda each: each.font.bold, False)),
        points(lambda form: form.space_before),
        points(lambda form: form.space_after),
        float(line) if isinstance(line, float) else 1.0,
        left,
        bool(first(lambda each: each.paragraph_format.keep_with_next, False)),
        close,
    )


def _text(paragraph: Paragraph) -> str:
    """The words, line breaks kept, what fields say of themselves left out."""
    signs = {qn("w:br"): "\n", qn("w:tab"): " "}
    parts = (
        each.text or "" if each.tag == qn("w:t") else signs[each.tag]
        for each in paragraph._p.xpath(".//w:r/w:t | .//w:r/w:br | .//w:r/w:tab")
    )
    return "".join(parts)


def _paragraph(paragraph: Paragraph, look: _Look, wide: float, *, close: bool) -> _Block:
    tall = look.size * _LINE * look.line
    form = paragraph.paragraph_format
    breaks = any(b.get(qn("w:type")) == "page" for b in paragraph._p.iter(qn("w:br")))
    count = line_count(_text(paragraph).rstrip("\n"), look.size, wide - look.indent, bold=look.bold)
    lines = [tall] * count
    pictures = [_tall(each) for each in paragraph._p.iter(qn("wp:extent"))]
    if pictures:
        lines = [max([*pictures, tall])]
    mark = next(paragraph._p.iter(qn("w:bookmarkStart")), None)
    keep = form.keep_with_next
    return _Block(
        tuple(lines),
        0.0 if close else look.before,
        look.after,
        look.keep if keep is None else keep,
        bool(form.keep_together) or look.keep,
        str(mark.get(qn("w:name"))) if mark is not None else "",
        breaks=breaks,
    )


def _tall(extent: Any) -> float:
    """The height of a picture, in points."""
    return int(extent.get("cy")) / _EMU


def _rows(table: Table, looks: dict[str, _Look]) -> Iterator[_Block]:
    """A block a row; each knows how tall the header is that comes again above it."""
    head = 0.0
    rows = [list(tr.tc_lst) for tr in table._tbl.tr_lst]
    for number, cells in enumerate(rows):
        tall = max(_cell(tc, table, looks) for tc in cells) + 4.5
        head = head or tall
        yield _Block((tall,), keep=number == 0, whole=True, head=0.0 if number == 0 else head)


def _cell(tc: Any, table: Table, looks: dict[str, _Look]) -> float:
    room = (tc.width or 0) / _EMU - 10
    tall = 0.0
    for p in tc.p_lst:
        paragraph = Paragraph(p, table._parent)
        name = paragraph.style.name if paragraph.style is not None else "Normal"
        look = looks.setdefault(name or "Normal", _look(paragraph.style))
        bold = any(run.bold for run in paragraph.runs)
        one = look.size * _LINE * look.line
        pictures = [_tall(each) for each in p.iter(qn("wp:extent"))]
        lines = line_count(_text(paragraph), look.size, room, bold=bold)
        tall += (max(pictures) if pictures else one * lines) + look.after
    return tall
