"""REFI-QDA: what we write, and what others write."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from ebcd.codebook import Code, Kind
from ebcd.errors import BadInput
from ebcd.exchange.refi_project import (
    PROJECT,
    Line,
    Person,
    Project,
    Selection,
    Text,
    laid_out,
    moved,
    write_qdpx,
)
from ebcd.exchange.refi_qda import CODEBOOK, read_qdc, write_qdc
from ebcd.text import Span

CODES = [
    Code(1, Kind.STAGE, "Diagnosis", definition="Being told\nor not"),
    Code(2, Kind.TOUCHPOINT, "Letter\x07 é", parent=1, include="a\nb", exclude="c", example="“d”"),
    Code(3, Kind.EMOTION, "Angry", colour="#be123c"),
]


def test_a_codebook_comes_back_with_kinds_tree_and_texts() -> None:
    read = read_qdc(write_qdc(CODES, "study"))
    assert read.problems == ()
    assert [(c.kind, c.name, c.parent, c.colour) for c in read.codes] == [
        (Kind.STAGE, "Diagnosis", "", "#1f77b4"),
        (Kind.TOUCHPOINT, "Letter é", "Diagnosis", "#1f77b4"),
        (Kind.EMOTION, "Angry", "", "#be123c"),
    ]
    letter = read.codes[1]
    assert read.codes[0].definition == "Being told\nor not"
    assert (letter.definition, letter.include, letter.exclude, letter.example) == (
        "", "a\nb", "c", "“d”"
    )  # fmt: skip


def test_every_guid_is_the_same_each_time_and_differs_between_studies() -> None:
    assert write_qdc(CODES, "study") == write_qdc(CODES, "study")
    assert write_qdc(CODES, "study") != write_qdc(CODES, "other")


def test_elements_stand_in_the_order_the_schema_asks_for() -> None:
    root = etree.fromstring(write_qdc(CODES, "study"))
    assert [child.tag for child in root] == [f"{{{CODEBOOK}}}Codes", f"{{{CODEBOOK}}}Sets"]
    code = root[0][0]
    assert [child.tag.rpartition("}")[2] for child in code] == ["Description", "Code"]
    assert set(code.attrib) == {"guid", "name", "isCodable", "color"}


OTHERS = """<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="urn:QDA-XML:codebook:0:4" origin="ATLAS.ti">
<Codes>
 <Code guid="{AAAAAAAA-0000-4000-8000-000000000001}" name="Trust" isCodable="true" color="#F00">
  <Description>What it is</Description>
  <Code guid="aaaaaaaa-0000-4000-8000-000000000002" name="Lost trust" isCodable="true"/>
 </Code>
 <Code guid="aaaaaaaa-0000-4000-8000-000000000003" name="" isCodable="true"/>
 <Code guid="aaaaaaaa-0000-4000-8000-000000000004" name="Anger" isCodable="true"/>
</Codes>
<Sets><Set guid="aaaaaaaa-0000-4000-8000-000000000009" name="Emotions">
 <MemberCode targetGUID="{AAAAAAAA-0000-4000-8000-000000000004}"/></Set></Sets>
</CodeBook>"""


@pytest.mark.parametrize("text", [OTHERS, OTHERS.split("<Sets>")[0] + "<Sets/></CodeBook>"])
def test_other_programs_dialects_are_read(text: str) -> None:
    read = read_qdc(text.encode())
    assert [(c.name, c.parent, c.colour) for c in read.codes[:2]] == [
        ("Trust", "", "#ff0000"),
        ("Lost trust", "Trust", None),
    ]
    assert read.codes[2].kind is (Kind.EMOTION if "MemberCode" in text else Kind.THEME)
    assert len(read.problems) == 1


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<Project/>", "not a REFI-QDA codebook"),
        (b"<CodeBook><Codes/></CodeBook>", "holds no codes"),
        (b"<CodeBook>", "cut short or damaged"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><CodeBook>&b;</CodeBook>', "entities"),
    ],
)
def test_what_is_no_codebook_gets_a_sentence(data: bytes, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        read_qdc(data)


def test_an_empty_codebook_cannot_be_written() -> None:
    with pytest.raises(BadInput, match="no codes to export"):
        write_qdc([], "study")


NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TEXT = Text(
    7,
    "One",
    "How?\nI waited 😀 long.\nbye",
    (
        Line(Span(0, 4), "Interviewer"),
        Line(Span(5, 21), "P01", (Span(16, 20),)),
        Line(Span(22, 25), ""),
    ),
    (Selection("u1", Span(0, 13), 2, 4, NOW, "why"), Selection("u2", Span(14, 15), 3, 0, NOW)),
)


def project_root(made: Project) -> tuple[etree._Element, zipfile.ZipFile]:
    archive = zipfile.ZipFile(io.BytesIO(write_qdpx(made)))
    return etree.fromstring(archive.read("project.qde")), archive


def whole() -> Project:
    return Project(
        "k", "Study", "sum", NOW, tuple(CODES), (TEXT,),
        (Person(1, "P01", "patient", "", (7,)),), ((4, "Ann"),),
    )  # fmt: skip


def test_a_selection_is_where_its_words_are_in_the_file_beside_it() -> None:
    root, archive = project_root(whole())
    source = root.find(f".//{{{PROJECT}}}TextSource")
    assert source is not None
    path = str(source.get("plainTextPath")).replace("internal://", "sources/")
    text = archive.read(path).decode()
    assert text == "Interviewer: How?\nP01: I waited 😀 ▒▒▒▒.\nbye"
    selections = source.findall(f"{{{PROJECT}}}PlainTextSelection")
    words = [
        text[int(s.get("startPosition", 0)) : int(s.get("endPosition", 0))] for s in selections
    ]
    assert words == ["Interviewer: How?\nP01: I waited"[13:], "😀"]


def test_a_project_keeps_the_schemas_order_and_every_reference_leads_somewhere() -> None:
    root, _archive = project_root(whole())
    assert [child.tag.rpartition("}")[2] for child in root] == [
        "Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Sets", "Description",
    ]  # fmt: skip
    there = {e.get("guid") for e in root.iter() if e.get("guid")}
    wanted = {e.get(name) for e in root.iter() for name in ("targetGUID", "creatingUser")} - {None}
    assert wanted <= there
    assert len(there) == len([e for e in root.iter() if e.get("guid")])


def test_what_is_empty_is_left_out() -> None:
    root, archive = project_root(Project("k", "Study", "", NOW, (), (), (), ()))
    assert [child.tag.rpartition("}")[2] for child in root] == ["Users"]
    assert archive.namelist() == ["project.qde"]


@given(st.lists(st.text("aé😀", min_size=1, max_size=6), min_size=1, max_size=5), st.data())
def test_a_moved_passage_holds_the_same_words(turns: list[str], data: st.DataObject) -> None:
    text = "\n".join(turns)
    at, lines = 0, []
    for turn in turns:
        lines.append(Line(Span(at, at + len(turn)), data.draw(st.sampled_from(["", "P1", "Int"]))))
        at += len(turn) + 1
    line = data.draw(st.sampled_from(lines))
    start = data.draw(st.integers(line.span.start, line.span.end - 1))
    end = data.draw(st.integers(start + 1, line.span.end))
    words, shifts = laid_out(Text(1, "t", text, tuple(lines), ()))
    there = moved(Span(start, end), shifts)
    assert words[there.start : there.end] == text[start:end]
