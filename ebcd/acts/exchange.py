"""What comes in from other programs and what goes out to them.

An export is a document: the study keeps that it was made and who is quoted in it, so that a later
withdrawal can say where their words went.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from ebcd.acts import findings
from ebcd.acts.access import Actor, May
from ebcd.acts.act import act, look
from ebcd.acts.codebook import store_draft
from ebcd.acts.findings import Across
from ebcd.codebook import Code, Kind, path, tree
from ebcd.coding import Origin
from ebcd.errors import BadInput
from ebcd.exchange import codebook_table, long_form, word_tables
from ebcd.exchange import matrix as matrices
from ebcd.exchange.codebook_table import DraftCode
from ebcd.exchange.long_form import Memo, Quotation
from ebcd.exchange.passages_table import PassagesFile, Placed, Target, read_passages
from ebcd.exchange.tables import write_csv, write_xlsx
from ebcd.store import codebook, memos
from ebcd.store import exchange as store
from ebcd.store import findings as material
from ebcd.store.coding import NewCoding, add_codings
from ebcd.store.database import Connection
from ebcd.store.findings import Material
from ebcd.store.passages import Passage
from ebcd.store.workbench import Workbench
from ebcd.text import Span
from ebcd.times import long_date, now

Counts = Mapping[int, int]


@dataclass(frozen=True)
class Export:
    """A finished file. `name`: what it should be called; `media_type`: for a browser."""

    data: bytes
    name: str
    media_type: str


MEDIA_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "qdc": "application/xml",
    "qdpx": "application/zip",
}


@dataclass(frozen=True)
class Taken:
    """What an import of coded passages did.

    `codings`: newly stored. `already`: rows whose coding was there. `new_codes`: names of codes
    that were made for it. `problems`: one sentence for each row that wants a look.
    """

    codings: int
    already: int
    new_codes: tuple[str, ...]
    problems: tuple[str, ...]


def export(workbench: Workbench, actor: Actor, study_id: int, what: str, ending: str) -> Export:
    """One of codebook, quotations, memos and matrix, as csv, xlsx or docx.

    Raises BadInput for anything else.
    """
    makers: dict[str, Callable[[Connection, int, str], tuple[bytes, Counts]]] = {
        "codebook": _codebook,
        "quotations": _quotations,
        "memos": _memos,
    }
    if what == "matrix":
        return export_matrix(workbench, actor, study_id, Across.THEME, ending)
    if what not in makers or ending not in ("csv", "xlsx", "docx"):
        raise BadInput(
            f"There is no {what} as .{ending}: choose codebook, quotations, memos or matrix as "
            ".csv, .xlsx or .docx."
        )
    with act(workbench, actor, study_id, May.REPORT, f"export {what}") as doing:
        data, people = makers[what](doing.connection, study_id, ending)
        name = f"{what}.{ending}"
        document = store.record_document(
            doing.connection, study_id, what, name, data, actor.account_id, people
        )
        doing.about(document=document, ending=ending, passages=sum(people.values()))
    return Export(data, name, MEDIA_TYPES[ending])


def _codebook(connection: Connection, study_id: int, ending: str) -> tuple[bytes, Counts]:
    codes = codebook.codes(connection, study_id)
    if ending == "docx":
        name = store.study_name(connection, study_id)
        return word_tables.codebook_document(name, codes, _today()), {}
    return _table("Codebook", codebook_table.COLUMNS, _rows(codes), ending), {}


def _rows(codes: Sequence[Code]) -> list[list[object]]:
    return codebook_table.codebook_rows(codes)


def _quotations(connection: Connection, study_id: int, ending: str) -> tuple[bytes, Counts]:
    of = material.material(connection, study_id, 0)
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
    if passage.is_field_note:
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
        file = f"{made.title.lower().replace(' ', '-')}.{ending}"
        people = Counter(who for each in quoted for who in each.people)
        document = store.record_document(
            doing.connection, study_id, "matrix", file, data, actor.account_id, people
        )
        doing.about(document=document, ending=ending, passages=len(quoted))
    return Export(data, file, MEDIA_TYPES[ending])


def _table(
    title: str, headers: Sequence[str], rows: Sequence[Sequence[object]], ending: str
) -> bytes:
    return write_csv(headers, rows) if ending == "csv" else write_xlsx({title: (headers, rows)})


def _today() -> str:
    return long_date(now().date())


def look_at_passages(
    workbench: Workbench, actor: Actor, study_id: int, data: bytes, name: str
) -> PassagesFile:
    """Coded passages in a table, placed in the study's transcripts; nothing is stored."""
    with look(workbench, actor, study_id, May.CODE) as connection:
        there = store.named_transcripts(connection, study_id)
    if not there:
        raise BadInput(
            "There are no transcripts to place the passages in yet: import the transcripts first."
        )
    targets = [
        Target(each.id, each.version, (each.title, each.source_name), each.text) for each in there
    ]
    return read_passages(data, name, targets)


def import_passages(
    workbench: Workbench, actor: Actor, study_id: int, data: bytes, name: str
) -> Taken:
    """Store the codings of a table: codes that are missing are made, codings that are there stay.

    A coder whom the team does not know is the person who imports.
    """
    read = look_at_passages(workbench, actor, study_id, data, name)
    with act(workbench, actor, study_id, May.CODE, "import coded passages") as doing:
        connection = doing.connection
        codes, made = _codes_for(connection, study_id, read.placed)
        team = store.team(connection, study_id)
        known = store.codings_there(connection, study_id)
        new: list[NewCoding] = []
        notes: list[tuple[Placed, str]] = []
        for placed, code in zip(read.placed, codes, strict=True):
            coder = team.get(placed.coder.casefold(), actor.account_id)
            key = placed.version, code, coder or 0, placed.span.start, placed.span.end
            if key in known:
                continue
            known.add(key)
            uuid = str(uuid4())
            new.append(
                NewCoding(placed.transcript, code, placed.span, coder, "", Origin.IMPORT, uuid)
            )
            if placed.memo:
                notes.append((placed, uuid))
        add_codings(connection, study_id, new)
        for placed, uuid in notes:
            memos.add(connection, study_id, _memo(placed, uuid, actor))
        doing.about(codings=len(new), codes=len(made), rows=read.rows)
    return Taken(len(new), len(read.placed) - len(new), tuple(made), read.problems)


def _memo(placed: Placed, uuid: str, actor: Actor) -> dict[str, object]:
    return {
        "uuid": str(uuid4()),
        "about": memos.CODING,
        "transcript_id": placed.transcript,
        "coding_uuid": uuid,
        "text": placed.memo,
        "by_id": actor.account_id,
    }


def _codes_for(
    connection: Connection, study_id: int, placed: Sequence[Placed]
) -> tuple[list[int], list[str]]:
    """The code id of each row, codes made where they are missing, and the names of those."""
    there = codebook.codes(connection, study_id)
    made: list[str] = []
    ids: list[int] = []
    for row in placed:
        found = _find_code(there, row)
        if found is None:
            kind = codebook_table.kind_named(row.kind) or Kind.THEME
            draft = DraftCode(kind, row.code.split(" / ")[-1])
            found = store_draft(connection, study_id, draft, None, there)
            made.append(draft.name)
        ids.append(found)
    return ids, made


def _find_code(there: Sequence[Code], row: Placed) -> int | None:
    """The code that a row names, by path before name, of its kind if it says one."""
    by_id = {code.id: code for code in there}
    kind = codebook_table.kind_named(row.kind) if row.kind else None
    wanted = " / ".join(part.strip() for part in row.code.split("/")).casefold()
    listed = [code for _, code in tree(there) if kind in (None, code.kind)]
    for code in listed:
        if path(code, by_id).casefold() == wanted:
            return code.id
    last = wanted.rsplit(" / ", 1)[-1]
    for code in listed:
        if code.name.casefold() in (row.code.casefold(), last):
            return code.id
    return None


def renamed(export: Export, study: str) -> Export:
    """The export under a file name that says which study it is from."""
    plain = "-".join("".join(c if c.isalnum() else " " for c in study.lower()).split())[:60]
    return replace(export, name=f"{plain}-{export.name}" if plain else export.name)
