"""Word documents for the team, opened again to look at them."""

from __future__ import annotations

import io
from dataclasses import replace

from docx import Document

from ebcd.codebook import Code, Kind
from ebcd.exchange.long_form import Memo, Quotation
from ebcd.exchange.matrix import Matrix, MatrixCell, Quoted, long_rows, wide_headers, wide_rows
from ebcd.exchange.word_tables import (
    codebook_document,
    matrix_document,
    memos_document,
    quotations_document,
)
from ebcd.text import Span

MATRIX = Matrix(
    "Touchpoints by themes",
    ("Waiting",),
    tuple(f"Theme {at}" for at in range(10)),
    ((MatrixCell(3, 1, 5), *(MatrixCell() for _ in range(9))),),
    (MatrixCell(4, 2, 9),),
    ("Agree",),
    (Quoted("Waiting", "Theme 0", "P03", "patient", "Interview 3", "three hours\x07"),),
    withheld=2,
)


def text_of(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)


def test_a_codebook_lists_every_kind_with_real_headings() -> None:
    codes = [
        Code(1, Kind.STAGE, "Diagnosis", definition="Being told"),
        Code(2, Kind.TOUCHPOINT, "Letter", parent=1, exclude="phone calls"),
    ]
    document = Document(io.BytesIO(codebook_document("Pain", codes, "22 November 2026")))
    headings = [p.text for p in document.paragraphs if p.style and "Heading" in str(p.style.name)]
    assert headings == ["Journey stages", "Diagnosis", "Touchpoints", "Letter"]
    assert "Exclude: phone calls" in [p.text for p in document.paragraphs]


def test_quotations_say_who_and_where_and_how_many_are_left_out() -> None:
    quotation = Quotation(
        "Pain", "Interview 3", ("P03",), ("patient",), (), ("P",), Span(0, 5), 61_000,
        "Three hours", "touchpoint", "Diagnosis / Waiting", "AB", "look again",
    )  # fmt: skip
    twice = [quotation, replace(quotation, coder="CD")]
    text = text_of(quotations_document("Pain", twice, 1, "22 November 2026"))
    assert text.count("“Three hours”") == 1
    assert "“Three hours”" in text
    assert "P03, patient, Interview 3, 1:01" in text
    assert "1 passage is left out" in text
    assert "Memo: look again" in text


def test_memos_are_sorted_by_what_they_are_about() -> None:
    memo = Memo("code", "", "Waiting", None, "Why so long?", "Ann", "22 November 2026")
    assert "On the code" in text_of(memos_document("Pain", [memo], "22 November 2026"))
    assert "no memos yet" in text_of(memos_document("Pain", [], "22 November 2026"))


def test_a_wide_matrix_is_cut_into_tables_whose_header_repeats() -> None:
    document = Document(io.BytesIO(matrix_document("Pain", MATRIX, "22 November 2026")))
    assert [len(table.columns) for table in document.tables] == [9, 5, 2]
    assert document.tables[0].cell(1, 2).text == "3 / 1"
    assert document.tables[0].cell(1, 3).text == "–"
    assert all("tblHeader" in table.rows[0]._tr.xml for table in document.tables)
    assert "2 passages are left out" in "\n".join(p.text for p in document.paragraphs)


def test_the_wide_table_has_two_columns_a_theme_and_the_long_one_a_row_a_cell() -> None:
    assert len(wide_headers(MATRIX)) == len(wide_rows(MATRIX)[0]) == 24
    assert wide_rows(MATRIX)[0][:6] == ["Waiting", 4, 2, "Agree", 3, 1]
    assert long_rows(MATRIX) == [["Waiting", "Theme 0", 3, 1, 5, 0]]
