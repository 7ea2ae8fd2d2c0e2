"""The codebook as a table."""

from __future__ import annotations

import pytest

from ebcd.codebook import Code, Kind, Pattern
from ebcd.errors import BadInput
from ebcd.exchange.codebook_table import COLUMNS, codebook_rows, read_codebook
from ebcd.exchange.tables import write_csv

FILE = """\
Type;Code;Parent;Description;Inclusion criteria;Color;Line pattern
Touchpoint;Waiting for the scan;Diagnosis;Time until the scan;letters, calls;#1F77B4;Dashed
journey stage;Diagnosis;;Being told;;;
Emotion words;Angry;;;;;
;Being believed;;;;notacolour;
dance;Shuffle;;;;;
;;;no name here;;;
theme;being believed;;;;;
"""


def test_headers_and_kinds_are_read_as_people_write_them() -> None:
    read = read_codebook(FILE.encode(), "codes.csv")
    assert [(c.kind, c.name, c.parent) for c in read.codes] == [
        (Kind.TOUCHPOINT, "Waiting for the scan", "Diagnosis"),
        (Kind.STAGE, "Diagnosis", ""),
        (Kind.EMOTION, "Angry", ""),
        (Kind.THEME, "Being believed", ""),
        (Kind.THEME, "Shuffle", ""),
    ]
    first = read.codes[0]
    assert (first.colour, first.pattern) == ("#1f77b4", Pattern.DASHED)
    assert (first.definition, first.include) == ("Time until the scan", "letters, calls")


def test_what_is_wrong_is_said_by_row() -> None:
    problems = read_codebook(FILE.encode(), "codes.csv").problems
    assert [problem.split(":")[0] for problem in problems] == ["Row 5", "Row 6", "Row 7", "Row 8"]


def test_a_table_without_names_gets_a_sentence() -> None:
    with pytest.raises(BadInput, match="no column “name”"):
        read_codebook(b"kind,definition\ntheme,x\n", "codes.csv")


def test_a_codebook_comes_back_as_it_went() -> None:
    codes = [
        Code(1, Kind.STAGE, "Diagnosis", definition="=told"),
        Code(2, Kind.TOUCHPOINT, "Letter, late", parent=1, include="a\nb", pattern=Pattern.WAVY),
        Code(3, Kind.THEME, "Trust", exclude="x", example="“y”", colour="#15803d"),
    ]
    read = read_codebook(write_csv(COLUMNS, codebook_rows(codes)), "codes.csv")
    assert read.problems == ()
    assert [(c.name, c.parent, c.definition, c.include, c.colour) for c in read.codes] == [
        ("Diagnosis", "", "=told", "", "#1f77b4"),
        ("Letter, late", "Diagnosis", "", "a\nb", "#1f77b4"),
        ("Trust", "", "", "", "#15803d"),
    ]
    assert read.codes[1].pattern is Pattern.WAVY
