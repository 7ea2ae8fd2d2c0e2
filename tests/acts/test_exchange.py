"""What goes out and what comes in."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from lxml import etree
from sqlalchemy import select

from ebcd.acts import accounts, codebook, exchange, exchange_import, findings
from ebcd.acts.access import Actor, Role, command_line
from ebcd.acts.findings import Across
from ebcd.codebook import Kind
from ebcd.errors import BadInput, NotFound
from ebcd.people import Group
from ebcd.store.tables import document, document_person
from ebcd.store.workbench import Workbench
from tests.findings.small_study import SmallStudy

Asking = tuple[Workbench, Actor, int]


@pytest.fixture
def asking(workbench: Workbench, actor: Actor, study_id: int) -> Asking:
    small = SmallStudy(workbench, study_id)
    asking = workbench, actor, study_id
    ann = small.person("P01", Group.PATIENT)
    sam = small.person("S01", Group.STAFF, quote=False)
    one = small.transcript(
        "Ann", [(None, "How was it?"), (ann, "=I waited and was cross."), (ann, "Not usable.")]
    )
    two = small.transcript("Sam", [(sam, "They wait and we were glad.")])
    waiting = codebook.add_code(*asking, Kind.TOUCHPOINT, "Waiting", definition="-long")
    cross = codebook.add_code(*asking, Kind.EMOTION, "Angry")
    for transcript, code, words in (
        (one, waiting, "=I waited and was cross"),
        (one, cross, "was cross"),
        (one, waiting, "Not usable"),
        (two, waiting, "They wait"),
        (two, cross, "They wait"),
    ):
        small.code(transcript, code, words)
    small.withhold(one, "usable")
    return asking


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_quotations_leave_only_with_consent_and_never_when_marked(asking: Asking) -> None:
    made = exchange.export(*asking, "quotations", "csv")
    found = rows(made.data)
    assert {row["participant"] for row in found} == {"P01"}
    assert [row["quotation"] for row in found] == ["'=I waited and was cross", "was cross"]
    assert (found[0]["speaker"], found[0]["time"], found[0]["code path"]) == (
        "P01", "0:10", "Waiting"
    )  # fmt: skip
    text = "\n".join(
        p.text
        for p in Document(
            io.BytesIO(exchange.export(*asking, "quotations", "docx").data)
        ).paragraphs
    )
    assert "Not usable" not in text
    assert "They wait" not in text
    assert "2 passages are left out" in text


def test_the_study_keeps_who_is_in_a_document(asking: Asking) -> None:
    exchange.export(*asking, "quotations", "xlsx")
    with asking[0].database.reading() as connection:
        kinds = connection.execute(select(document.c.kind)).scalars().all()
        people = connection.execute(select(document_person.c.passages)).scalars().all()
    assert (list(kinds), list(people)) == (["quotations"], [2])


def test_the_matrix_leaves_as_csv_excel_and_word(asking: Asking) -> None:
    made = rows(exchange.export_matrix(*asking, Across.EMOTION, "csv").data)
    assert made[0]["touchpoint"] == "Waiting"
    assert (made[0]["Angry (patients)"], made[0]["Angry (staff)"]) == ("1", "1")
    book = openpyxl.load_workbook(
        io.BytesIO(exchange.export_matrix(*asking, Across.EMOTION, "xlsx").data)
    )
    assert len(book.worksheets) == 3
    quoted = [row[2] for row in book["Quotations"].iter_rows(min_row=2, values_only=True)]
    assert quoted == ["P01"]
    word = exchange.export_matrix(*asking, Across.EMOTION, "docx")
    assert "1 passage is left out" in "\n".join(
        p.text for p in Document(io.BytesIO(word.data)).paragraphs
    )


def test_the_codebook_and_memos_leave(asking: Asking) -> None:
    assert rows(exchange.export(*asking, "codebook", "csv").data)[0]["definition"] == "'-long"
    assert rows(exchange.export(*asking, "memos", "csv").data) == []
    assert Document(io.BytesIO(exchange.export(*asking, "codebook", "docx").data)).paragraphs


@pytest.mark.parametrize(
    ("what", "ending"), [("codebook", "pdf"), ("votes", "csv"), ("matrix", "x")]
)
def test_what_cannot_be_written_gets_a_sentence(asking: Asking, what: str, ending: str) -> None:
    with pytest.raises(BadInput, match="choose"):
        exchange.export(*asking, what, ending)


CODED = """\
transcript,quotation,code,kind,coder,memo
Ann,i waited AND was cross,waiting,,nobody,why?
Ann.txt,was cross,Being heard,theme,,
Sam,They wait,Waiting,touchpoint,,
Nowhere,x,Waiting,,,
Sam,never said,Waiting,,,
"""


def test_coded_passages_come_in_once_with_their_memos(asking: Asking) -> None:
    taken = exchange_import.import_passages(*asking, CODED.encode(), "coded.csv")
    assert (taken.codings, taken.already, taken.new_codes) == (2, 1, ("Being heard",))
    assert [problem[:5] for problem in taken.problems] == ["Row 5", "Row 6"]
    again = exchange_import.import_passages(*asking, CODED.encode(), "coded.csv")
    assert (again.codings, again.already, again.new_codes) == (0, 3, ())
    memos = rows(exchange.export(*asking, "memos", "csv").data)
    assert [(m["memo"], m["code"], m["transcript"]) for m in memos] == [("why?", "Waiting", "Ann")]
    of = findings.material(*asking)
    assert len(of.passages) == 6


def test_rows_by_somebody_unknown_come_in_once_whoever_imports_them(asking: Asking) -> None:
    workbench, _actor, study_id = asking
    exchange_import.import_passages(*asking, CODED.encode(), "coded.csv")
    kim = Actor(accounts.add_account(workbench, command_line(), "kim"), "Kim")
    accounts.set_role(workbench, command_line(), study_id, "kim", Role.RESEARCHER)
    again = exchange_import.import_passages(workbench, kim, study_id, CODED.encode(), "coded.csv")
    assert (again.codings, again.already) == (0, 3)


def test_passages_need_transcripts_first(workbench: Workbench, actor: Actor, study_id: int) -> None:
    with pytest.raises(BadInput, match="import the transcripts first"):
        exchange_import.import_passages(workbench, actor, study_id, CODED.encode(), "coded.csv")


def test_a_stranger_exports_nothing(asking: Asking) -> None:
    with pytest.raises(NotFound):
        exchange.export(asking[0], Actor(None, "stranger"), asking[2], "quotations", "csv")


def test_a_codebook_leaves_as_qdc_and_comes_back(asking: Asking) -> None:
    made = exchange.export(*asking, "codebook", "qdc")
    read = exchange.read_codebook_file(made.data, made.name)
    assert [(code.kind, code.name) for code in read.codes] == [
        (Kind.TOUCHPOINT, "Waiting"),
        (Kind.EMOTION, "Angry"),
    ]


def test_a_project_covers_what_may_not_leave(asking: Asking) -> None:
    made = exchange.export(*asking, "project", "qdpx")
    archive = zipfile.ZipFile(io.BytesIO(made.data))
    texts = sorted(archive.read(name).decode() for name in archive.namelist() if "txt" in name)
    assert texts == [
        "Interviewer: How was it?\nP01: =I waited and was cross.\nP01: Not ▒▒▒▒▒▒.",
        "S01: ▒▒▒▒ ▒▒▒▒ ▒▒▒ ▒▒ ▒▒▒▒ ▒▒▒▒▒",
    ]
    root = etree.fromstring(archive.read("project.qde"))
    selections = [e for e in root.iter() if str(e.tag).endswith("}PlainTextSelection")]
    text = next(text for text in texts if "P01" in text)
    assert [
        text[int(e.get("startPosition", 0)) : int(e.get("endPosition", 0))] for e in selections
    ] == ["=I waited and was cross", "was cross"]


def test_an_export_is_written_to_a_file(asking: Asking, tmp_path: Path) -> None:
    told = exchange.write_export(*asking, "quotations", tmp_path / "Out.CSV")
    assert (tmp_path / "Out.CSV").stat().st_size == told["bytes"]
    with pytest.raises(BadInput, match="cannot be written"):
        exchange.write_export(*asking, "codebook", tmp_path / "nowhere" / "x.csv")
