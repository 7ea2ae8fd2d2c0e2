"""Codebook, quotations, memos and matrix as Word documents for the team.

Plain working documents: a title, a line that says what it is, headings that Word can list, tables
whose header row repeats on every page. The reports that go out have their own chapter.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from itertools import groupby

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table

from ebcd.codebook import Code, Kind, tree
from ebcd.exchange.long_form import Memo, Quotation
from ebcd.exchange.matrix import Matrix, counted_cell
from ebcd.text import xml_safe
from ebcd.times import clock

_MOST_COLUMNS = 7
_FIRST = Cm(5)


def codebook_document(study: str, codes: Iterable[Code], made_on: str) -> bytes:
    """The codebook: a part a kind, a heading a code, its definition and what goes in and out."""
    document = _begin(f"Codebook: {study}", f"{study}, codebook of {made_on}")
    listed = tree(codes)
    for kind in Kind:
        of_kind = [(depth, code) for depth, code in listed if code.kind is kind]
        if not of_kind:
            continue
        document.add_heading(f"{kind.label}s", level=1)
        for depth, code in of_kind:
            document.add_heading(xml_safe(code.name), level=min(2 + depth, 4))
            _said(document, "Definition", code.definition)
            _said(document, "Include", code.include)
            _said(document, "Exclude", code.exclude)
            _said(document, "Example", code.example)
    return _bytes(document)


def quotations_document(
    study: str, quotations: Sequence[Quotation], left_out: int, made_on: str
) -> bytes:
    """The quotations by code, each with who said it and where; once, if several people coded it."""
    document = _begin(f"Quotations: {study}", f"{study}, quotations as of {made_on}")
    document.add_paragraph(_left_out(left_out))
    ordered = sorted(quotations, key=lambda q: (q.kind, q.code_path))
    for (_kind, code), of_code in groupby(ordered, key=lambda q: (q.kind, q.code_path)):
        document.add_heading(xml_safe(code), level=1)
        once = {(q.transcript, q.span): q for q in of_code}
        for quotation in once.values():
            document.add_paragraph(xml_safe(f"“{quotation.text}”"), style="Quote")
            source = ", ".join(part for part in _source(quotation) if part)
            document.add_paragraph(xml_safe(source)).paragraph_format.left_indent = Cm(1)
            _said(document, "Memo", quotation.memo)
    return _bytes(document)


def memos_document(study: str, memos: Sequence[Memo], made_on: str) -> bytes:
    """The memos, by what they are written on."""
    document = _begin(f"Memos: {study}", f"{study}, memos as of {made_on}")
    for about, of_kind in groupby(sorted(memos, key=lambda m: m.about), key=lambda m: m.about):
        document.add_heading(xml_safe(f"On the {about}" if about else "Memos"), level=1)
        for memo in of_kind:
            place = ", ".join(p for p in (memo.transcript, memo.code) if p)
            if place:
                document.add_heading(xml_safe(place), level=2)
            document.add_paragraph(xml_safe(memo.text))
            document.add_paragraph(xml_safe(f"{memo.author}, {memo.date}"))
    if not memos:
        document.add_paragraph("There are no memos yet.")
    return _bytes(document)


def matrix_document(study: str, matrix: Matrix, made_on: str) -> bytes:
    """The matrix in landscape, seven columns a table, with the quotations behind it."""
    document = _begin(f"{matrix.title}: {study}", f"{study}, findings as of {made_on}")
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2)
    document.add_paragraph(
        "Each cell counts people, not mentions: patients, carers and family / staff. Two codes "
        "meet where a passage under the one overlaps a passage under the other."
    )
    for first in range(0, max(len(matrix.columns), 1), _MOST_COLUMNS):
        part = slice(first, first + _MOST_COLUMNS)
        rows = [
            [name, counted_cell(total), *(counted_cell(cell) for cell in cells[part])]
            for name, total, cells in zip(matrix.rows, matrix.totals, matrix.cells, strict=True)
        ]
        _table(document, ["Touchpoint", "Anyone", *matrix.columns[part]], rows)
    document.add_heading("Patients and staff, touchpoint by touchpoint", level=1)
    _table(
        document,
        ["Touchpoint", "How the two sides stand to it"],
        [list(pair) for pair in zip(matrix.rows, matrix.standings, strict=True)],
    )
    document.add_heading("Quotations", level=1)
    document.add_paragraph(_left_out(matrix.withheld))
    for row, of_row in groupby(matrix.quotations, key=lambda q: q.row):
        document.add_heading(xml_safe(row), level=2)
        for quoted in of_row:
            document.add_paragraph(xml_safe(f"“{quoted.text}”"), style="Quote")
            source = f"{quoted.participants or 'Field note'}, {quoted.transcript}: {quoted.column}"
            document.add_paragraph(xml_safe(source)).paragraph_format.left_indent = Cm(1)
    return _bytes(document)


def _source(quotation: Quotation) -> tuple[str, ...]:
    who = "; ".join(quotation.participants) or "Field note"
    groups = "; ".join(dict.fromkeys(quotation.groups))
    time = "" if quotation.time_ms is None else clock(quotation.time_ms)
    return who, groups, quotation.transcript, time


def _left_out(count: int) -> str:
    if not count:
        return "Everybody quoted here has agreed to be quoted by pseudonym."
    what = "1 passage is" if count == 1 else f"{count:,} passages are"
    return (
        "Everybody quoted here has agreed to be quoted by pseudonym. "
        f"{what} left out because somebody in them has not."
    )


def _begin(title: str, footer: str) -> WordDocument:
    document = Document()
    document.core_properties.title = xml_safe(title)
    document.core_properties.author = "EBCD Workbench"
    document.core_properties.language = "en-GB"
    normal = document.styles["Normal"]
    normal.font.name = "Calibri"
    normal.font.size = Pt(11)
    document.add_heading(xml_safe(title), level=0)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.footer.paragraphs[0].text = xml_safe(footer)
    return document


def _said(document: WordDocument, label: str, text: str) -> None:
    if text:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{label}: ").bold = True
        paragraph.add_run(xml_safe(text))


def _table(
    document: WordDocument, headers: Sequence[str], rows: Sequence[Sequence[object]]
) -> None:
    table = document.add_table(rows=1, cols=len(headers), style="Table Grid")
    table.autofit = False
    for cell, header in zip(table.rows[0].cells, headers, strict=True):
        run = cell.paragraphs[0].add_run(xml_safe(header))
        run.bold = True
        run.font.color.rgb = RGBColor(0x1F, 0x29, 0x37)
    for row in rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = xml_safe(str(value))
    room = document.sections[0]
    margins = (room.left_margin or 0) + (room.right_margin or 0)
    whole = (room.page_width or Cm(21)) - margins
    first = min(_FIRST, whole // 2)
    others = (whole - first) // max(len(headers) - 1, 1)
    for at, column in enumerate(table.columns):
        column.width = others if at else first
    for row_cells in table.rows:
        for at, cell in enumerate(row_cells.cells):
            cell.width = others if at else first
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(9)
    _repeat_header(table)
    document.add_paragraph()


def _repeat_header(table: Table) -> None:
    properties = table.rows[0]._tr.get_or_add_trPr()
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    properties.append(mark)


def _bytes(document: WordDocument) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()
