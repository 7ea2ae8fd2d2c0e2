"""What is about to leave is looked through, whatever kind of file it is."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from docx import Document

from ebcd.assistant.identifiers import Clue
from ebcd.assistant.leaving import doubts, in_one_line, words_in_file
from ebcd.assistant.name_places import Named, Names
from ebcd.exchange.tables import write_csv, write_xlsx

KNOWN = Names([Named("Okafor", "Carter"), Named("Will", "Martin", everyday=True)])


def docx(*paragraphs: str) -> bytes:
    document = Document()
    for words in paragraphs:
        paragraph = document.add_paragraph()
        for letter in words:
            paragraph.add_run(letter)
    document.add_table(1, 1).cell(0, 0).text = "Okafor"
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def project() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "project.qde", '<Project name="Okafor &amp; co"><Note>fine</Note></Project>'
        )
        archive.writestr("sources/1.txt", "Mrs Okafor came.")
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        docx("Nothing", "Mrs Okafor sat."),
        write_csv(("quote",), [["Mrs Okafor sat."]]),
        write_xlsx({"Quotations": (("quote",), [["Mrs Okafor sat."]])}),
        project(),
        b"1\n00:00:01,000 --> 00:00:02,000\nMrs Okafor sat.\n",
        b'<fcpxml><clip name="Okafor"/></fcpxml>',
    ],
    ids=["docx", "csv", "xlsx", "qdpx", "srt", "fcpxml"],
)
def test_a_name_is_found_in_every_kind_of_file(data: bytes) -> None:
    found = doubts(words_in_file(data), KNOWN)
    assert {each.words for each in found} == {"Okafor"}
    assert {each.clue for each in found} == {None}


@pytest.mark.parametrize(
    ("said", "clue"),
    [
        ("My NHS number is 943 476 5919.", Clue.NHS_NUMBER),
        ("We live at SE1 7EH now.", Clue.POSTCODE),
        ("Ring 07700 900123 please.", Clue.PHONE),
        ("Write to n@example.org.", Clue.EMAIL),
        ("I was born on 12 May 1956.", Clue.BIRTH),
    ],
)
def test_numbers_that_give_somebody_away_are_found(said: str, clue: Clue) -> None:
    assert [each.clue for each in doubts([said], KNOWN)] == [clue]


@pytest.mark.parametrize(
    "said",
    ["Will you? I will.", "Made on 22 November 2026.", "P03, 00:12:44, 1200 of 3400 ms", "[Dr A]"],
)
def test_ordinary_lines_pass(said: str) -> None:
    assert doubts([said], KNOWN) == []


def test_a_doubt_shows_what_is_near_and_the_same_place_once() -> None:
    line = "word " * 40 + "Okafor " + "word " * 40
    found = doubts([line, line], KNOWN)
    assert len(found) == 1
    assert found[0].before.startswith("…")
    assert found[0].after.endswith("…")
    assert "«Okafor»" in in_one_line(found[0])
