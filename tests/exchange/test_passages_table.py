"""Coded passages from a table."""

from __future__ import annotations

import pytest

from ebcd.errors import BadInput
from ebcd.exchange.passages_table import Target, read_passages
from ebcd.text import Span

TARGETS = [
    Target(1, 11, ("Interview with P01", "p01_interview.docx"), "I waited three hours. I did."),
    Target(2, 12, ("Ward round", "ward.vtt"), "We were short of staff. Short of staff."),
    Target(3, 13, ("Ward round", "ward2.vtt"), "Nothing."),
]


def read(text: str):  # type: ignore[no-untyped-def]
    return read_passages(text.encode(), "coded.csv", TARGETS)


def test_rows_are_placed_by_title_by_file_and_by_file_without_ending() -> None:
    found = read(
        "document,quote,codes\n"
        "interview with p01,three hours,Waiting\n"
        "C:\\study\\P01_interview.docx,I waited,Waiting\n"
        "p01_interview,I did,Waiting; Anger\n"
    )
    assert found.problems == ()
    assert [(p.row, p.span, p.code) for p in found.placed] == [
        (2, Span(9, 20), "Waiting"),
        (3, Span(0, 8), "Waiting"),
        (4, Span(22, 27), "Waiting"),
        (4, Span(22, 27), "Anger"),
    ]
    assert found.placed[0].quote == "three hours"
    assert found.placed[0].version == 11


def test_positions_alone_are_enough_and_are_trimmed_to_words() -> None:
    found = read("transcript,start,end,code\nward.vtt,8,23,Staffing\n")
    assert [(p.span, p.quote) for p in found.placed] == [(Span(8, 23), "short of staff.")]


def test_positions_that_do_not_fit_the_words_only_say_where_to_look() -> None:
    found = read("transcript,start,end,quotation,code\nward.vtt,20,30,hort of staff,Staffing\n")
    assert [p.span for p in found.placed] == [Span(25, 38)]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Ward round,short,Staffing", "the name of 2 transcripts"),
        ("p01_interview,never said this at all,Waiting", "was not found"),
        ("p01_interview,I did,", "no code"),
    ],
)
def test_a_row_that_cannot_be_placed_is_reported_by_its_number(row: str, says: str) -> None:
    found = read(f"transcript,quotation,code\np01_interview,I did,Waiting\n{row}\n")
    assert len(found.placed) == 1
    assert len(found.problems) == 1
    assert found.problems[0].startswith("Row 3: ")
    assert says in found.problems[0]


def test_rows_of_a_transcript_that_is_not_there_share_a_sentence() -> None:
    found = read(
        "transcript,quotation,code\n"
        "nowhere.docx,I did,Waiting\n"
        "p01_interview,never said this at all,Waiting\n"
        "nowhere.docx,three,Waiting\n"
        "elsewhere,three,Waiting\n"
        ",three,Waiting\n"
    )
    assert [sentence.partition(":")[0] for sentence in found.problems] == [
        "2 rows (the first is row 2) name a transcript “nowhere.docx” that is not in the study",
        "Row 3",
        "Row 5 names a transcript “elsewhere” that is not in the study",
        "Row 6 names no transcript",
    ]


def test_a_quotation_that_stands_twice_is_placed_and_reported() -> None:
    found = read("transcript,quotation,code\nward.vtt,hort of staff,Staffing\n")
    assert len(found.placed) == 1
    assert "stands 2 times" in found.problems[0]


def test_missing_columns_are_named() -> None:
    with pytest.raises(BadInput, match=r"no column code and no column quotation"):
        read("transcript,memo\nx,y\n")
