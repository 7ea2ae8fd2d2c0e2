"""Tables of free-text comments: which column is what, and what becomes of bad ones."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from ebcd.errors import BadInput
from ebcd.exchange.comments import (
    A_PART,
    LONGEST_PART,
    MOST_COMMENTS,
    Choice,
    Comment,
    comments,
    parts,
    read_table,
    suggested,
)

SURVEY = """ID,Site,Date,What could be better?,Rating
r1,North,2026-03-01,"Nobody rang, and I waited eleven weeks.",2
r2,South,2026-03-01,"The nurse sat down,
and listened.",5
r3,North,2026-03-02,   ,4
r4,South,2026-03-02,-,1
r5,North,2026-03-03,Parking! Always the parking.,2
"""


def test_the_longest_texts_are_the_comments_and_few_values_are_kept_beside_them() -> None:
    table = read_table(SURVEY.encode(), "survey.csv")
    choice = suggested(table)
    assert choice == Choice(text=3, number=0, kept=(1, 2, 4), headed=True)
    found = comments(table, choice)
    assert found.empty == 2
    assert found.column == "What could be better?"
    assert [each.row for each in found.comments] == [2, 3, 6]
    assert found.comments[1].text == "The nurse sat down, and listened."
    assert found.comments[1].label == "r2 · South · 2026-03-01 · 5"
    assert found.comments[0].attributes == {"Site": "North", "Date": "2026-03-01", "Rating": "2"}


def test_an_excel_file_is_read_like_a_csv_file() -> None:
    book = Workbook()
    for row in (["Ward", "Comment"], ["A", "The tea was cold again."], ["B", None], ["A", "Fine."]):
        book.active.append(row)  # type: ignore[union-attr]
    written = io.BytesIO()
    book.save(written)
    table = read_table(written.getvalue(), "ward.xlsx")
    found = comments(table, suggested(table))
    assert [each.text for each in found.comments] == ["The tea was cold again.", "Fine."]
    assert found.comments[0].label == "Row 2 · A"


def test_one_column_without_a_name_is_comments_from_its_first_row_on() -> None:
    text = "I waited for eleven weeks and nobody rang me at all.\nThe nurse was kind to me.\n"
    table = read_table(text.encode(), "comments.csv")
    choice = suggested(table)
    assert (choice.headed, choice.text, choice.kept) == (False, 0, ())
    assert [each.label for each in comments(table, choice).comments] == ["Row 1", "Row 2"]


def test_columns_without_or_with_the_same_names_are_told_apart() -> None:
    table = read_table(b"Q1,,Q1\nyes,no,a longer answer\n", "x.csv")
    assert table.names(headed=True) == ["Q1", "Column B", "Q1 (C)"]
    assert table.names(headed=False) == ["Column A", "Column B", "Column C"]


def test_thousands_of_comments_become_parts_of_a_thousand() -> None:
    many = [Comment(n, f"Row {n}", "It was fine.", {}) for n in range(2 * A_PART + 1)]
    assert [len(part) for part in parts(many)] == [A_PART, A_PART, 1]


def test_long_comments_make_shorter_parts() -> None:
    many = [Comment(n, f"Row {n}", "x" * 9_999, {}) for n in range(50)]
    lengths = [sum(len(each.text) + 1 for each in part) for part in parts(many)]
    assert max(lengths) <= LONGEST_PART
    assert sum(len(part) for part in parts(many)) == 50


def test_two_comments_of_one_number_stay_two() -> None:
    same = [Comment(2, "r1", "One.", {}), Comment(3, "R1", "Two.", {})]
    labels = [each.label for part in parts(same) for each in part]
    assert labels == ["r1", "R1 · row 3"]


def test_a_long_label_is_cut_and_fits_its_column() -> None:
    row = ",".join(["word " * 30] * 3)
    table = read_table(f"a,b,c\n{row}\n{row}x\n".encode(), "x.csv")
    found = comments(table, Choice(0, 1, (1, 2), True))
    assert all(len(each.label) <= 120 for part in parts(found.comments) for each in part)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b"\n\n,,\n", "is empty"),
        (b"PK\x03\x04 no spreadsheet", "cannot be opened"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(data: bytes, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        read_table(data, "x.csv")


def test_too_many_rows_are_refused_in_a_sentence() -> None:
    rows = b"Comment\n" + b"It was fine.\n" * (MOST_COMMENTS + 1)
    with pytest.raises(BadInput, match="split it"):
        read_table(rows, "x.csv")


def test_a_column_without_words_or_with_a_whole_transcript_is_refused() -> None:
    table = read_table(b"Comment,Long\n-,%s\n" % (b"word " * 5_000), "x.csv")
    with pytest.raises(BadInput, match="holds no comments"):
        comments(table, Choice(0, None, (), True))
    with pytest.raises(BadInput, match="no comment: choose another column"):
        comments(table, Choice(1, None, (), True))


def test_other_alphabets_and_accents_are_comments_too() -> None:
    table = read_table("Comment\nÇa va très bien 👩‍⚕️\nشكرا جزيلا\n".encode(), "x.csv")
    assert len(comments(table, suggested(table)).comments) == 2
