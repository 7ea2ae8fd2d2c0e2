"""A whole study as a REFI-QDA project (QDPX), for NVivo, ATLAS.ti, MAXQDA, QualCoder and others.

A transcript leaves as text, each turn after the pseudonym of who speaks. Words that may not leave
(marked “do not use”, or spoken by somebody who has not agreed to be quoted) are covered by
blocks of the same length, so that every position still holds. Positions are code points,
end-exclusive, lines end in LF, as the specification says.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from ebcd.codebook import Code, Kind
from ebcd.exchange.refi_qda import ORIGIN, add_codes, default_namespace, guid
from ebcd.text import Span, xml_safe

PROJECT = "urn:QDA-XML:project:1.0"
_COVER = "▒"


@dataclass(frozen=True)
class Line:
    """One turn. `speaker`: the pseudonym, “Interviewer”, or "" in a field note. `covered`: spans
    of the transcript's text that may not leave.
    """

    span: Span
    speaker: str
    covered: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Selection:
    """One coding that may leave. `coder`: the account's id or 0; `memo`: its memos, joined."""

    uuid: str
    span: Span
    code: int
    coder: int
    made_at: datetime
    memo: str = ""


@dataclass(frozen=True)
class Text:
    """A transcript or field note with its codings."""

    id: int
    title: str
    text: str
    lines: tuple[Line, ...]
    selections: tuple[Selection, ...]


@dataclass(frozen=True)
class Person:
    """A participant as a case. `sources`: ids of the transcripts they speak in."""

    id: int
    pseudonym: str
    group: str
    role: str
    sources: tuple[int, ...]


@dataclass(frozen=True)
class Project:
    """A study as it leaves. `key`: what makes its GUIDs its own. `users`: account id → name."""

    key: str
    name: str
    summary: str
    made_at: datetime
    codes: tuple[Code, ...]
    texts: tuple[Text, ...]
    people: tuple[Person, ...]
    users: tuple[tuple[int, str], ...]


def laid_out(text: Text) -> tuple[str, list[tuple[Span, int]]]:
    """The text with speakers and covers, and by how much each turn has moved."""
    pieces: list[str] = []
    shifts: list[tuple[Span, int]] = []
    by = 0
    for line in text.lines:
        words = list(text.text[line.span.start : line.span.end])
        for cover in line.covered:
            first = max(cover.start, line.span.start) - line.span.start
            last = min(cover.end, line.span.end) - line.span.start
            words[first:last] = [_COVER if not w.isspace() else w for w in words[first:last]]
        prefix = f"{line.speaker}: " if line.speaker else ""
        by += len(prefix)
        shifts.append((line.span, by))
        pieces.append(prefix + "".join(words))
    return "\n".join(pieces), shifts


def moved(span: Span, shifts: Sequence[tuple[Span, int]]) -> Span:
    """Where a passage stands once every turn has its speaker before it."""
    start = next((by for turn, by in shifts if span.start <= turn.end), 0)
    end = next((by for turn, by in shifts if span.end <= turn.end), start)
    return Span(span.start + start, span.end + end)


def write_qdpx(project: Project) -> bytes:
    """The project as a QDPX file."""
    root = etree.Element(
        f"{{{PROJECT}}}Project",
        nsmap=default_namespace(PROJECT),
        name=xml_safe(project.name),
        origin=ORIGIN,
        creationDateTime=_instant(project.made_at),
    )
    _users(root, project)
    if project.codes:
        book = _add(root, "CodeBook")
        add_codes(_add(book, "Codes"), project.codes, project.key, PROJECT)
    _variables(root, project)
    _cases(root, project)
    files = _sources(root, project)
    _notes(root, project)
    _sets(root, project)
    if project.summary:
        _add(root, "Description").text = xml_safe(project.summary)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "project.qde",
            etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True),
        )
        for name, data in files.items():
            archive.writestr(f"sources/{name}", data)
    return written.getvalue()


def _add(parent: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{PROJECT}}}{tag}", attributes)


def _users(root: etree._Element, project: Project) -> None:
    users = _add(root, "Users")
    for account, name in (*project.users, (0, "EBCD Workbench")):
        _add(users, "User", guid=guid(project.key, "user", account), name=xml_safe(name))


def _variables(root: etree._Element, project: Project) -> None:
    if project.people:
        variables = _add(root, "Variables")
        for name in ("Group", "Role"):
            _add(
                variables, "Variable", guid=guid(project.key, "variable", name), name=name,
                typeOfVariable="Text",
            )  # fmt: skip


def _cases(root: etree._Element, project: Project) -> None:
    if not project.people:
        return
    cases = _add(root, "Cases")
    for person in project.people:
        case = _add(
            cases,
            "Case",
            guid=guid(project.key, "person", person.id),
            name=xml_safe(person.pseudonym),
        )
        for name, value in (("Group", person.group), ("Role", person.role)):
            if value:
                held = _add(case, "VariableValue")
                _add(held, "VariableRef", targetGUID=guid(project.key, "variable", name))
                _add(held, "TextValue").text = xml_safe(value)
        for source in person.sources:
            _add(case, "SourceRef", targetGUID=guid(project.key, "text", source))


def _sources(root: etree._Element, project: Project) -> dict[str, bytes]:
    """Write the sources; the files that go beside the project."""
    if not project.texts:
        return {}
    sources = _add(root, "Sources")
    files: dict[str, bytes] = {}
    for text in project.texts:
        number = guid(project.key, "text", text.id)
        words, shifts = laid_out(text)
        files[f"{number}.txt"] = words.encode()
        element = _add(
            sources, "TextSource", guid=number, name=xml_safe(text.title),
            plainTextPath=f"internal://{number}.txt",
        )  # fmt: skip
        for selection in text.selections:
            _selection(element, project, selection, moved(selection.span, shifts), words)
    return files


def _selection(
    source: etree._Element, project: Project, selection: Selection, span: Span, words: str
) -> None:
    user = guid(project.key, "user", selection.coder)
    element = _add(
        source,
        "PlainTextSelection",
        guid=guid(project.key, "selection", selection.uuid),
        name=xml_safe(" ".join(words[span.start : span.end].split()))[:200],
        startPosition=str(span.start),
        endPosition=str(span.end),
        creatingUser=user,
        creationDateTime=_instant(selection.made_at),
    )
    coding = _add(
        element,
        "Coding",
        guid=guid(project.key, "coding", selection.uuid),
        creatingUser=user,
        creationDateTime=_instant(selection.made_at),
    )
    _add(coding, "CodeRef", targetGUID=guid(project.key, "code", selection.code))
    if selection.memo:
        _add(coding, "NoteRef", targetGUID=guid(project.key, "note", selection.uuid))


def _notes(root: etree._Element, project: Project) -> None:
    noted = [each for text in project.texts for each in text.selections if each.memo]
    if noted:
        notes = _add(root, "Notes")
        for each in noted:
            note = _add(
                notes, "Note", guid=guid(project.key, "note", each.uuid), name="Memo",
                creatingUser=guid(project.key, "user", each.coder),
                creationDateTime=_instant(each.made_at),
            )  # fmt: skip
            _add(note, "PlainTextContent").text = xml_safe(each.memo)


def _sets(root: etree._Element, project: Project) -> None:
    kinds = [kind for kind in Kind if any(code.kind is kind for code in project.codes)]
    if kinds:
        sets = _add(root, "Sets")
        for kind in kinds:
            made = _add(sets, "Set", guid=guid(project.key, "kind", kind.value), name=kind.label)
            for code in project.codes:
                if code.kind is kind:
                    _add(made, "MemberCode", targetGUID=guid(project.key, "code", code.id))


def _instant(moment: datetime) -> str:
    """An instant as XML Schema writes it, in UTC."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
