"""A Word document, piece by piece, in the words of whoever writes a report.

A `Paper` takes headings, paragraphs, quotations, tables and pictures in order and hands back the
bytes of a .docx: real styles, a filled-in contents list, numbered captions, header rows that
repeat, alt text on each picture, and DRAFT on every page where it is one.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from ebcd.reports import contents
from ebcd.reports.fields import add_bookmark, add_field, element
from ebcd.reports.styles import header_and_footer, set_up
from ebcd.times import long_date


@dataclass(frozen=True)
class Quotation:
    """Words of a participant. `who`: pseudonym and group, as they stand under the words."""

    words: str
    who: str


@dataclass(frozen=True)
class Picture:
    """A picture inside a table cell. `alt`: what it shows, for who cannot see it."""

    png: bytes
    alt: str
    width_cm: float


Cell = str | Picture

_OPENING = re.compile(r'(^|[\s(\[—–-])["“]')


def within_quotes(words: str) -> str:
    """`words` as they stand inside double quotation marks: their own marks single.

    >>> within_quotes('And she said, "No." So I left.')
    'And she said, ‘No.’ So I left.'
    """
    return _OPENING.sub("\\1‘", words).translate({ord('"'): "’", ord("”"): "’", ord("“"): "‘"})


@dataclass(frozen=True)
class Front:
    """What every document says of itself.

    `study`: its name. `pathway`: the service it is about. `on`: the day it was made. `draft`: for
    the team only, DRAFT on every page.
    """

    study: str
    pathway: str
    on: date
    draft: bool = False
    language: str = "en-GB"


def start(front: Front, title: str, *, landscape: bool = False, scale: float = 1.0) -> Paper:
    """A new document of this study. `scale`: how much larger than usual its words are."""
    return Paper(
        title,
        study=front.study,
        on=front.on,
        subtitle=front.pathway,
        language=front.language,
        draft=front.draft,
        landscape=landscape,
        scale=scale,
    )


class Paper:
    """A document being written."""

    def __init__(
        self,
        title: str,
        *,
        study: str,
        on: date,
        subtitle: str = "",
        language: str = "en-GB",
        draft: bool = False,
        landscape: bool = False,
        scale: float = 1.0,
    ) -> None:
        self._document = docx.Document()
        self.width_cm = set_up(self._document, landscape=landscape, language=language, scale=scale)
        self._headings: list[contents.Entry] = []
        self._contents_at: Paragraph | None = None
        self._numbers: dict[str, int] = {}
        self._bookmarks = 0
        self._describe(title, study, on)
        header_and_footer(
            self._document,
            left=f"{study} – {title}",
            draft=draft,
            width_cm=self.width_cm,
            page_words=("Page", "of"),
        )
        self._document.add_paragraph(title, style="Title")
        self._document.add_paragraph(
            " · ".join(part for part in (study, subtitle, long_date(on)) if part), style="Subtitle"
        )

    def _describe(self, title: str, study: str, on: date) -> None:
        about = self._document.core_properties
        about.title, about.subject, about.author = title, study, study
        about.keywords, about.comments = "", ""
        about.last_modified_by = study
        about.created = about.modified = datetime(on.year, on.month, on.day, tzinfo=UTC)

    def heading(self, text: str, level: int = 1) -> None:
        paragraph = self._document.add_paragraph(text, style=f"Heading {level}")
        self._bookmarks += 1
        name = f"_Toc{self._bookmarks:06}"
        add_bookmark(paragraph, self._bookmarks, name)
        self._headings.append(contents.Entry(text, level, name))

    def paragraph(
        self, text: str, *, style: str = "Normal", bold_start: str = "", keep: bool = False
    ) -> None:
        """A paragraph; `bold_start` goes before `text` in bold. `keep`: on the next one's page."""
        paragraph = self._document.add_paragraph(style=style)
        paragraph.paragraph_format.keep_with_next = keep or None
        if bold_start:
            paragraph.add_run(bold_start + " ").bold = True
        paragraph.add_run(text)

    def note(self, text: str) -> None:
        """Small print."""
        self.paragraph(text, style="Note")

    def bullets(self, items: Iterable[str]) -> None:
        for item in items:
            self._document.add_paragraph(item, style="List Bullet")

    def quotation(self, quotation: Quotation) -> None:
        """Words in quotation marks, and below them whose they are."""
        paragraph = self._document.add_paragraph(style="Quote")
        paragraph.paragraph_format.keep_together = True
        paragraph.add_run(f"“{within_quotes(quotation.words)}”")
        paragraph.add_run().add_break()
        paragraph.add_run(f"— {quotation.who}").bold = True

    def contents_here(self) -> None:
        """Where the contents list goes once all headings are known."""
        self._contents_at = self._document.add_paragraph("Contents", style="TOC Heading")

    def page_break(self) -> None:
        self._document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def picture(
        self, png: bytes, *, alt: str, caption: str, width_cm: float, keep: bool = False
    ) -> None:
        """A picture with its alt text and, below it, a numbered caption.

        `keep`: on one page with what follows.
        """
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        _put_picture(paragraph, Picture(png, alt, min(width_cm, self.width_cm)))
        self._caption("Figure", caption).paragraph_format.keep_with_next = keep

    def _caption(self, kind: str, text: str) -> Paragraph:
        number = self._numbers[kind] = self._numbers.get(kind, 0) + 1
        before = self._document.paragraphs[-1] if kind == "Table" else None
        paragraph = self._document.add_paragraph(style="Caption")
        if before is not None and before._p.getnext() is paragraph._p and len(before.text) < 400:
            before.paragraph_format.keep_with_next = True
        paragraph.add_run(f"{kind} ")
        add_field(paragraph, f"SEQ {kind} \\* ARABIC", str(number))
        paragraph.add_run(f". {text}")
        return paragraph

    def table(
        self,
        head: Sequence[str],
        rows: Iterable[Sequence[Cell]],
        *,
        caption: str,
        widths: Sequence[float],
    ) -> None:
        """A captioned table. `widths`: shares of the text's width, column by column."""
        self._caption("Table", caption)
        made = self._document.add_table(rows=1, cols=len(head), style="Table Grid")
        made.alignment = WD_TABLE_ALIGNMENT.LEFT
        made.autofit = False
        columns = [(self.width_cm - 0.18) * share / sum(widths) for share in widths]
        _describe_table(made, caption)
        for cell, text in zip(made.rows[0].cells, head, strict=True):
            _fill(cell, text, bold=True)
            cell.paragraphs[0].paragraph_format.keep_with_next = True
            element("shd", cell._tc.get_or_add_tcPr(), val="clear", color="auto", fill="DCE6EC")
        _row_rules(made.rows[0]._tr, header=True)
        grid = made._tbl
        for values in rows:
            row = made.add_row()
            _row_rules(row._tr)
            for cell, value in zip(row.cells, values, strict=True):
                _fill(cell, value)
        for column, width in zip(made.columns, columns, strict=True):
            column.width = Cm(width)
        for tr in grid.tr_lst:
            for tc, width in zip(tr.tc_lst, columns, strict=True):
                tc.width = Cm(width)
        self._document.add_paragraph(style="Note").paragraph_format.space_after = Cm(0)

    def finish(self) -> bytes:
        """The finished .docx."""
        if self._contents_at is not None:
            contents.fill(self._document, self._contents_at, self._headings)
        out = io.BytesIO()
        self._document.save(out)
        return out.getvalue()


def _row_rules(tr: Any, *, header: bool = False) -> None:
    """A row never breaks across pages; a header row comes again on each."""
    properties = tr.get_or_add_trPr()
    element("cantSplit", properties)
    if header:
        element("tblHeader", properties)


def _describe_table(table: Table, caption: str) -> None:
    properties = table._tbl.tblPr
    borders = element("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        element(side, borders, val="single", sz="4", space="0", color="A6A6A6")
    margins = element("tblCellMar")
    for side, width in (("top", "50"), ("left", "100"), ("bottom", "30"), ("right", "100")):
        element(side, margins, w=width, type="dxa")
    indent = element("tblInd", w="100", type="dxa")
    look: Any = properties.find(qn("w:tblLook"))
    for each in (indent, borders, *properties.findall(qn("w:tblLayout")), margins):
        look.addprevious(each)
    element("tblCaption", properties, val=caption)


def _fill(cell: _Cell, value: Cell, *, bold: bool = False) -> None:
    lines = value.split("\n") if isinstance(value, str) else [value]
    for number, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        # By its id: python-docx reads every style of the document to find one by its name.
        paragraph._p.style = "TableText"
        if isinstance(line, Picture):
            _put_picture(paragraph, line)
        else:
            paragraph.add_run(line).bold = bold or None


def _put_picture(paragraph: Paragraph, picture: Picture) -> None:
    shape = paragraph.add_run().add_picture(io.BytesIO(picture.png), width=Cm(picture.width_cm))
    shape._inline.docPr.set("descr", picture.alt)
    shape._inline.docPr.set("title", picture.alt[:60])
