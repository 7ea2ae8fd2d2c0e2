"""Tables: forgiving when read, safe when written."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebcd.errors import BadInput
from ebcd.exchange.tables import read_sheet, write_csv, write_xlsx

KNOWN = {"name": ("code name",), "definition": ("description",)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_is_read_in_any_usual_encoding_and_separator(encoding: str, separator: str) -> None:
    text = separator.join(["Code_Name", "Colour?", "DESCRIPTION"]) + "\r\n"
    text += separator.join(["Café", "x", "“Waiting” – long"]) + "\r\n\r\n"
    sheet = read_sheet(text.encode(encoding), "codes.csv", KNOWN)
    assert sheet.columns == {"name", "definition"}
    assert [(row.number, dict(row.cells)) for row in sheet.rows] == [
        (2, {"name": "Café", "definition": "“Waiting” – long"})
    ]


def test_an_excel_file_is_read_like_a_csv_file() -> None:
    data = write_xlsx({"Codes": (["name", "description"], [["Waiting", "=1+1"], ["Sleep", 3]])})
    sheet = read_sheet(data, "codes.xlsx", KNOWN)
    assert [row.get("definition") for row in sheet.rows] == ["=1+1", "3"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"colour,size\nred,3\n", "names none of the columns"),
        (b"PK\x03\x04 and then nothing", "cut short or damaged"),
        (bytes(range(256)) * 20, "not text"),
    ],
)
def test_a_file_that_is_no_table_gets_one_sentence(data: bytes, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        read_sheet(data, "codes.csv", KNOWN)


def test_a_word_file_under_an_excel_name_gets_one_sentence() -> None:
    from docx import Document

    written = io.BytesIO()
    Document().save(written)
    with pytest.raises(BadInput, match="cannot be opened"):
        read_sheet(written.getvalue(), "codes.xlsx", KNOWN)


@pytest.mark.parametrize("text", ["=1+1", "'=1+1", "''=1", "'tis", "- no"])
def test_an_apostrophe_before_a_formula_goes_and_comes(text: str) -> None:
    rows = read_sheet(write_csv(["name"], [[text]]), "x.csv", KNOWN).rows
    assert [row.get("name") for row in rows] == [text]


@pytest.mark.parametrize("cell", ["=1+1", "+44 20", "-5", "@SUM(A1)", "\tx", '=HYPERLINK("x")'])
def test_no_cell_is_taken_for_a_formula(cell: str) -> None:
    row = next(csv.reader(io.StringIO(write_csv([cell], []).decode("utf-8-sig"))))
    assert row[0].startswith("'")
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx({"S": (["a"], [[cell]])})))
    written = book.worksheets[0]["A2"]
    assert written.data_type == "s"
    assert str(written.value).startswith("'")


def test_a_sheet_title_that_excel_refuses_is_mended() -> None:
    data = write_xlsx({"Touchpoint × theme: all/every [one] of them": (["a"], [])})
    assert len(openpyxl.load_workbook(io.BytesIO(data)).sheetnames[0]) <= 31


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).map(str.strip))
def test_what_is_written_is_read_again(text: str) -> None:
    data = write_csv(["name"], [[text], ["end"]])
    values = [row.get("name") for row in read_sheet(data, "x.csv", KNOWN).rows]
    assert values == ([text] if text else []) + ["end"]


def test_a_number_stays_a_number() -> None:
    assert write_csv(["n"], [[-3]]).decode("utf-8-sig") == "n\r\n-3\r\n"
