"""Coded passages from another program, placed in the study's transcripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4, uuid5

from ebcd.acts.access import Actor, May
from ebcd.acts.act import act, look
from ebcd.acts.codebook import store_draft
from ebcd.codebook import Code, Kind, path, tree
from ebcd.coding import Origin
from ebcd.errors import BadInput
from ebcd.exchange import codebook_table
from ebcd.exchange.codebook_table import DraftCode
from ebcd.exchange.passages_table import PassagesFile, Placed, Target, read_passages
from ebcd.store import codebook, memos
from ebcd.store import exchange as store
from ebcd.store.coding import NewCoding, add_codings
from ebcd.store.database import Connection
from ebcd.store.workbench import Workbench

_ROWS = UUID("6f1f1c52-6f0e-4f5b-9f0b-5b1a1c7d2e90")
"""Under which a row of a coder whom the team does not know gets its uuid, always the same one."""


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

    A coder whom the team does not know is the person who imports. Whoever imports the same rows a
    second time, they are stored once.
    """
    read = look_at_passages(workbench, actor, study_id, data, name)
    return store_placed(workbench, actor, study_id, read)


def store_placed(workbench: Workbench, actor: Actor, study_id: int, read: PassagesFile) -> Taken:
    """Store codings that have found their place."""
    with act(workbench, actor, study_id, May.CODE, "import coded passages") as doing:
        connection = doing.connection
        codes, made = _codes_for(connection, study_id, read.placed)
        team = store.team(connection, study_id)
        known = store.codings_there(connection, study_id)
        uuids = store.coding_uuids(connection, study_id)
        new: list[NewCoding] = []
        notes: list[tuple[Placed, str]] = []
        for placed, code in zip(read.placed, codes, strict=True):
            coder = team.get(placed.coder.casefold(), actor.account_id)
            key = placed.version, code, coder or 0, placed.span.start, placed.span.end
            uuid = str(uuid4())
            if placed.coder.casefold() not in team:
                uuid = _row_uuid(placed, code)
                if (placed.version, code, 0, placed.span.start, placed.span.end) in known:
                    continue
            if key in known or uuid in uuids:
                continue
            known.add(key)
            uuids.add(uuid)
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


def _row_uuid(placed: Placed, code: int) -> str:
    """The uuid of a coding by somebody whom the team does not know."""
    parts = placed.transcript, code, placed.span.start, placed.span.end, placed.coder.casefold()
    return str(uuid5(_ROWS, repr(parts)))


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
