"""Projects from other programs, and our own coming back."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from ebcd.acts import codebook, exchange, findings, project_import
from ebcd.acts.access import Actor
from ebcd.acts.study import create_study
from ebcd.codebook import Kind
from ebcd.errors import BadInput
from ebcd.people import Group
from ebcd.store import exchange as store
from ebcd.store.workbench import Workbench
from tests.findings.small_study import SmallStudy

TEXT = "\ufeffInterviewer: How was it?\r\nP01: It was 😀 three hours, honestly.\r\nNobody came.\r\n"
G = "aaaaaaaa-0000-4000-8000-00000000000"


def nvivo(selections: str, text: str = TEXT, path: str = f"internal://{G}7.txt") -> bytes:
    """A project as a Windows program writes it: BOM, CRLF, UTF-16 positions, `Sources/`."""
    qde = f"""<?xml version="1.0" encoding="utf-8"?>
<Project name="Pain" origin="NVivo" xmlns="urn:QDA-XML:project:1.0">
<Users><User guid="{{{G}1}}" name="Ann"/></Users>
<CodeBook><Codes><Code guid="{G}2" name="Waiting" isCodable="true">
 <Code guid="{G}3" name="At the clinic" isCodable="true"/></Code></Codes></CodeBook>
<Cases><Case guid="{G}5" name="P01"/></Cases>
<Sources><TextSource guid="{G}6" name="P01 interview" plainTextPath="{path}">{selections}
</TextSource><PictureSource guid="{G}8" name="Photo"/></Sources>
<Notes><Note guid="{G}9" name="m"><PlainTextContent>why so long?</PlainTextContent></Note></Notes>
</Project>"""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("project.qde", qde)
        archive.writestr(f"Sources/{G.upper()}7.txt", text.encode())
    return made.getvalue()


def selection(words: str, code: str, name: str | None = None, note: str = "") -> str:
    """A selection of `words`, counted in UTF-16 units with CRLF as two and no BOM."""
    plain = TEXT.removeprefix("\ufeff")
    start = len(plain[: plain.index(words)].encode("utf-16-le")) // 2
    end = start + len(words.encode("utf-16-le")) // 2
    noted = f'<NoteRef targetGUID="{note}"/>' if note else ""
    return (
        f'<PlainTextSelection guid="{G}a" startPosition="{start}" endPosition="{end}" '
        f'name="{words if name is None else name}"><Coding guid="{G}b" creatingUser="{G}1">'
        f'<CodeRef targetGUID="{{{code}}}"/>{noted}</Coding></PlainTextSelection>'
    )


def words_coded(asking: tuple[Workbench, Actor, int]) -> dict[str, str]:
    of = findings.material(*asking)
    names = {code.id: code.name for code in of.codes}
    return {each.quote: names[each.code] for each in of.passages.values()}


@pytest.fixture
def asking(workbench: Workbench, actor: Actor, study_id: int) -> tuple[Workbench, Actor, int]:
    return workbench, actor, study_id


@pytest.mark.parametrize("name", [None, ""])
def test_a_windows_programs_positions_are_understood(
    asking: tuple[Workbench, Actor, int], name: str | None
) -> None:
    data = nvivo(
        selection("three hours", f"{G}2", name, f"{G}9") + selection("Nobody came", f"{G}3", name)
    )
    taken = project_import.import_project(*asking, data)
    assert (taken.texts, taken.codes, taken.codings) == (1, 2, 2)
    assert words_coded(asking) == {"three hours": "Waiting", "Nobody came": "At the clinic"}
    assert [problem.split(" ")[0] for problem in taken.problems] == ["“Photo”", "1"]
    with asking[0].database.reading() as connection:
        assert list(store.coding_memos(connection, asking[2]).values()) == ["why so long?"]
        (only,) = store.named_transcripts(connection, asking[2])
    assert only.title == "P01 interview"


def test_the_same_project_twice_adds_nothing(asking: tuple[Workbench, Actor, int]) -> None:
    data = nvivo(selection("three hours", f"{G}2"))
    project_import.import_project(*asking, data)
    again = project_import.import_project(*asking, data)
    assert (again.texts, again.codings, again.already) == (0, 0, 1)
    assert len(codebook.codes(*asking)) == 2


@pytest.mark.parametrize("path", ["absolute:///etc/passwd", "internal://nowhere.txt", ""])
def test_no_file_outside_the_project_is_opened(
    asking: tuple[Workbench, Actor, int], path: str
) -> None:
    taken = project_import.import_project(*asking, nvivo(selection("came", f"{G}2"), path=path))
    assert taken.texts == 0
    assert "has no plain text in the project" in taken.problems[0]


def test_what_is_no_project_gets_a_sentence(
    asking: tuple[Workbench, Actor, int], tmp_path: Path
) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(BadInput, match=r"no \.qde file"):
        project_import.import_project(*asking, made.getvalue())
    with pytest.raises(BadInput, match="cut short or damaged"):
        project_import.import_project(*asking, b"PK nothing")
    with pytest.raises(BadInput, match="cannot be read"):
        project_import.import_project_file(*asking, tmp_path / "nowhere.qdpx")


def test_a_study_comes_back_from_its_own_export(
    asking: tuple[Workbench, Actor, int], actor: Actor
) -> None:
    small = SmallStudy(asking[0], asking[2])
    ann = small.person("P01", Group.PATIENT)
    one = small.transcript("One", [(None, "How was it?"), (ann, "Long 😀 wait."), (None, "Oh?")])
    waiting = codebook.add_code(*asking, Kind.TOUCHPOINT, "Waiting", definition="time")
    small.code(one, waiting, "Long 😀 wait")
    small.code(one, waiting, "wait.\nOh?")
    made = exchange.export(*asking, "project", "qdpx")
    other = create_study(asking[0], actor, "Another study")
    there = asking[0], actor, other
    taken = project_import.import_project(*there, made.data)
    assert (taken.texts, taken.codings) == (1, 2)
    assert set(words_coded(there)) == {"Long 😀 wait", "wait.\nOh?"}
    (code,) = codebook.codes(*there)
    assert (code.kind, code.name, code.definition) == (Kind.TOUCHPOINT, "Waiting", "time")
