"""What comes in from other programs and what goes out to them.

An export is a document: the study keeps that it was made and who is quoted in it, so that a later
withdrawal can say where their words went.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ebcd.acts import examples, findings, leaving, waiting
from ebcd.acts.access import Actor, May
from ebcd.acts.act import act
from ebcd.acts.exchange_project import project_of
from ebcd.acts.findings import Across
from ebcd.assistant.leaving import Doubt
from ebcd.codebook import Code, path
from ebcd.errors import BadInput
from ebcd.exchange import codebook_table, long_form, word_tables
from ebcd.exchange import matrix as matrices
from ebcd.exchange.codebook_table import CodebookFile
from ebcd.exchange.long_form import Memo, Quotation
from ebcd.exchange.refi_project import write_qdpx
from ebcd.exchange.refi_qda import read_qdc, write_qdc
from ebcd.exchange.tables import write_csv, write_xlsx
from ebcd.store import exchange as store
from ebcd.store import findings as material
from ebcd.store import memos
from ebcd.store.database import Connection
from ebcd.store.findings import Material
from ebcd.store.passages import Passage
from ebcd.store.workbench import Workbench
from ebcd.text import Span
from ebcd.times import long_date, now

Counts = Mapping[int, int]


@dataclass(frozen=True)
class Export:
    """A finished file. `name`: what it should be called; `media_type`: for a browser.

    `doubts`: passages in it that may still hold a name, let go knowingly.
    """

    data: bytes
    name: str
    media_type: str
    doubts: tuple[Doubt, ...] = ()


MEDIA_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "qdc": "application/xml",
    "qdpx": "application/zip",
}


def export(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    what: str,
    ending: str,
    *,
    knowingly: bool = False,
) -> Export:
    """One of codebook, quotations, memos and matrix, as csv, xlsx or docx.

    Raises BadInput for anything else, and MayNameSomebody where a name may be in it, unless it
    leaves `knowingly`.
    """
    what_may = ("csv", "xlsx", "docx", "qdc") if what == "codebook" else ("csv", "xlsx", "docx")
    makers: dict[str, Callable[[Connection, int, str], tuple[bytes, Counts]]] = {
        "codebook": _codebook,
        "quotations": _quotations,
        "memos": _memos,
    }
    if what == "project" and ending == "qdpx":
        return export_project(workbench, actor, study_id, knowingly=knowingly)
    if what == "matrix":
        return export_matrix(workbench, actor, study_id, Across.THEME, ending, knowingly=knowingly)
    if what not in makers or ending not in what_may:
        raise BadInput(
            f"There is no {what} as .{ending}: choose codebook, quotations, memos or matrix as "
            ".csv, .xlsx or .docx, the codebook as .qdc too, or the project as .qdpx."
        )
    with act(workbench, actor, study_id, May.REPORT, f"export {what}") as doing:
        data, people = makers[what](doing.connection, study_id, ending)
        found = leaving.checked(doing.connection, study_id, data, knowingly=knowingly)
        name = f"{what}.{ending}"
        document = store.record_document(
            doing.connection, study_id, what, name, data, actor.account_id, people
        )
        doing.about(
            document=document, ending=ending, passages=sum(people.values()), doubts=len(found)
        )
    return Export(data, name, MEDIA_TYPES[ending], found)


def write_export(
    workbench: Workbench, actor: Actor, study_id: int, what: str, out: Path
) -> dict[str, Any]:
    """Write an export to the file `out`, whose ending says how; what was written, for printing."""
    ending = out.suffix.lower().removeprefix(".")
    made = export(workbench, actor, study_id, what, ending, knowingly=True)
    try:
        out.write_bytes(made.data)
    except OSError as error:
        raise BadInput(
            f"{out} cannot be written ({error.strerror}): choose another place with --out."
        ) from None
    said = {"file": str(out), "what": what, "bytes": len(made.data)}
    return said | {
        "problems": waiting.problems(workbench, actor, study_id) + leaving.problems(made.doubts)
    }


def _codebook(connection: Connection, study_id: int, ending: str) -> tuple[bytes, Counts]:
    codes, people = examples.leaving(connection, study_id, material.material(connection, study_id))
    if ending == "qdc":
        return write_qdc(codes, str(study_id)), people
    if ending == "docx":
        name = store.study_name(connection, study_id)
        return word_tables.codebook_document(name, codes, _today()), people
    return _table("Codebook", codebook_table.COLUMNS, _rows(codes), ending), people


def _rows(codes: Sequence[Code]) -> list[list[object]]:
    return codebook_table.codebook_rows(codes)


def _quotations(connection: Connection, study_id: int, ending: str) -> tuple[bytes, Counts]:
    of = material.material(connection, study_id)
    may = [each for each in of.passages.values() if each.may_quote]
    people = Counter(who for each in may for who in each.people)
    listed = quotations(connection, study_id, of, may)
    if ending == "docx":
        name = store.study_name(connection, study_id)
        left_out = len(of.passages) - len(may)
        return word_tables.quotations_document(name, listed, left_out, _today()), people
    rows = long_form.quotation_rows(listed)
    return _table("Quotations", long_form.QUOTATION_COLUMNS, rows, ending), people


def quotations(
    connection: Connection, study_id: int, of: Material, passages: Sequence[Passage]
) -> list[Quotation]:
    """The passages in long form; whoever calls has left out those that may not leave."""
    by_id = {code.id: code for code in of.codes}
    notes = store.coding_memos(connection, study_id)
    roles = store.roles(connection, study_id)
    study = store.study_name(connection, study_id)
    return [
        Quotation(
            study,
            of.sources[each.transcript].title,
            tuple(of.participants[who].pseudonym for who in each.people),
            tuple(of.participants[who].group.value for who in each.people),
            tuple(roles[who] for who in each.people if roles[who]),
            _speakers(of, each),
            each.span,
            each.start_ms,
            each.quote,
            by_id[each.code].kind.value,
            path(by_id[each.code], by_id),
            "" if each.coder is None else of.coders.get(each.coder, ""),
            notes.get(each.uuid, ""),
        )
        for each in passages
    ]


def _speakers(of: Material, passage: Passage) -> tuple[str, ...]:
    """Who speaks in it, never by a label from the file, which may be somebody's name."""
    if passage.is_field_note or passage.is_comment:
        return ()
    said = dict.fromkeys(
        "Interviewer" if turn.participant is None else of.participants[turn.participant].pseudonym
        for turn in of.turns.get(passage.transcript, ())
        if turn.span.meets(passage.span)
    )
    return tuple(said)


def _memos(connection: Connection, study_id: int, ending: str) -> tuple[bytes, Counts]:
    listed = [
        Memo(
            each.kind,
            each.title,
            each.code,
            Span(each.start, each.end) if each.start is not None and each.end is not None else None,
            each.text,
            each.by,
            long_date(each.changed_at.date()),
        )
        for each in memos.listed(connection, study_id, most=1_000_000)
        if each.usable
    ]
    if ending == "docx":
        name = store.study_name(connection, study_id)
        return word_tables.memos_document(name, listed, _today()), {}
    return _table("Memos", long_form.MEMO_COLUMNS, long_form.memo_rows(listed), ending), {}


def export_matrix(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    across: Across,
    ending: str,
    *,
    below: bool = False,
    knowingly: bool = False,
) -> Export:
    """The grid as csv (counts), xlsx (counts, long form, quotations) or docx."""
    if ending not in ("csv", "xlsx", "docx"):
        raise BadInput(f"There is no matrix as .{ending}: choose .csv, .xlsx or .docx.")
    made = findings.matrix(workbench, actor, study_id, across, below=below)
    with act(workbench, actor, study_id, May.REPORT, "export matrix") as doing:
        headers, rows = matrices.wide_headers(made), matrices.wide_rows(made)
        quoted = made.quotations if ending != "csv" else ()
        if ending == "csv":
            data = write_csv(headers, rows)
        elif ending == "xlsx":
            data = write_xlsx(
                {
                    made.title: (headers, rows),
                    "Long form": (matrices.LONG_COLUMNS, matrices.long_rows(made)),
                    "Quotations": (matrices.QUOTED_COLUMNS, matrices.quoted_rows(quoted)),
                }
            )
        else:
            name = store.study_name(doing.connection, study_id)
            data = word_tables.matrix_document(name, made, _today())
        found = leaving.checked(doing.connection, study_id, data, knowingly=knowingly)
        file = f"{made.title.lower().replace(' ', '-')}.{ending}"
        people = Counter(who for each in quoted for who in each.people)
        document = store.record_document(
            doing.connection, study_id, "matrix", file, data, actor.account_id, people
        )
        doing.about(document=document, ending=ending, passages=len(quoted), doubts=len(found))
    return Export(data, file, MEDIA_TYPES[ending], found)


def export_project(
    workbench: Workbench, actor: Actor, study_id: int, *, knowingly: bool = False
) -> Export:
    """The whole study as REFI-QDA; words that may not leave are covered."""
    with act(workbench, actor, study_id, May.REPORT, "export project") as doing:
        project, people = project_of(doing.connection, study_id)
        data = write_qdpx(project)
        found = leaving.checked(doing.connection, study_id, data, knowingly=knowingly)
        document = store.record_document(
            doing.connection, study_id, "project", "project.qdpx", data, actor.account_id, people
        )
        doing.about(document=document, passages=sum(people.values()), doubts=len(found))
    return Export(data, "project.qdpx", MEDIA_TYPES["qdpx"], found)


def _table(
    title: str, headers: Sequence[str], rows: Sequence[Sequence[object]], ending: str
) -> bytes:
    return write_csv(headers, rows) if ending == "csv" else write_xlsx({title: (headers, rows)})


def _today() -> str:
    return long_date(now().date())


def read_codebook_file(data: bytes, name: str) -> CodebookFile:
    """The codes of a CSV, Excel or QDC file; nothing is stored."""
    head = data[:400].lstrip(b"\xef\xbb\xbf \r\n\t")
    return read_qdc(data) if head.startswith(b"<") else codebook_table.read_codebook(data, name)
