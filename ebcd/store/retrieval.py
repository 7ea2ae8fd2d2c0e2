"""What retrieval asks of the database: people's attributes, and many codings at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from ebcd.store import versions
from ebcd.store.codebook_undo import frozen, put_row, repoint
from ebcd.store.database import insert_row
from ebcd.store.tables import (
    clip,
    coding,
    memo,
    participant,
    priority_evidence,
    suggestion,
)
from ebcd.times import now

Memory = dict[str, Any]
Place = tuple[int, int | None, int, int]
"""Where a coding is, whose it is: version, coder, start, end."""

ROLE = "role"
_AT_ONCE = 500
_BY_UUID = {"memo": memo, "clip": clip, "evidence": priority_evidence, "suggestion": suggestion}


def traits(connection: Connection, study_id: int) -> dict[int, dict[str, str]]:
    """What is recorded of each participant to compare by: attributes, and the role as `role`."""
    rows = connection.execute(
        select(participant.c.id, participant.c.role, participant.c.attributes).where(
            participant.c.study_id == study_id
        )
    )
    found = {}
    for row in rows:
        of = {str(name): str(value) for name, value in row.attributes.items() if str(value)}
        found[row.id] = of | ({ROLE: row.role} if row.role else {})
    return found


# --- Many codings at once -----------------------------------------------------------------------


def rows_of(
    connection: Connection, study_id: int, uuids: Iterable[str], code_id: int | None = None
) -> list[Memory]:
    """The rows of these codings, in order; `code_id` leaves out those under other codes."""
    found: list[Memory] = []
    for some in _some(uuids):
        query = select(coding).where(coding.c.study_id == study_id, coding.c.uuid.in_(some))
        if code_id is not None:
            query = query.where(coding.c.code_id == code_id)
        found += [dict(row._mapping) for row in connection.execute(query)]
    return sorted(found, key=lambda row: (row["transcript_id"], row["start"], row["id"]))


def places_under(
    connection: Connection, study_id: int, code_id: int, versions: Iterable[int]
) -> dict[Place, str]:
    """What these versions have under a code already: the uuid by place."""
    found: dict[Place, str] = {}
    for some in _some(versions):
        rows = connection.execute(
            select(coding).where(
                coding.c.study_id == study_id,
                coding.c.code_id == code_id,
                coding.c.version_id.in_(some),
            )
        )
        found |= {place(dict(row._mapping)): row.uuid for row in rows}
    return found


def place(row: Mapping[str, Any]) -> Place:
    return row["version_id"], row["coder_id"], row["start"], row["end"]


def give_code(
    connection: Connection, study_id: int, uuids: Iterable[str], old: int, new: int
) -> int:
    """Put codings that are under `old` under `new`; how many there were."""
    changed = 0
    for some in _some(uuids):
        done = connection.execute(
            update(coding)
            .where(coding.c.study_id == study_id, coding.c.code_id == old, coding.c.uuid.in_(some))
            .values(code_id=new)
        )
        changed += done.rowcount
    return changed


def add_rows(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store new codings from their columns."""
    if rows:
        connection.execute(insert(coding), [{"created_at": now(), **row} for row in rows])


def remove_rows(connection: Connection, study_id: int, uuids: Iterable[str]) -> int:
    """Remove codings and nothing else; how many were there."""
    removed = 0
    for some in _some(uuids):
        done = connection.execute(
            delete(coding).where(coding.c.study_id == study_id, coding.c.uuid.in_(some))
        )
        removed += done.rowcount
    return removed


def take_out(connection: Connection, study_id: int, rows: Sequence[Memory]) -> Memory:
    """Remove codings with the memos on them; what `put_back` takes, fit for JSON."""
    uuids = [row["uuid"] for row in rows]
    notes: list[Memory] = []
    for some in _some(uuids):
        about = (memo.c.study_id == study_id, memo.c.coding_uuid.in_(some))
        notes += [dict(row._mapping) for row in connection.execute(select(memo).where(*about))]
        connection.execute(delete(memo).where(*about))
    remove_rows(connection, study_id, uuids)
    return {"codings": [_plain(row) for row in rows], "memos": [_plain(row) for row in notes]}


def put_back(connection: Connection, study_id: int, memory: Memory) -> int:
    """Bring back what `take_out` removed; how many codings could not be.

    Where the transcript was corrected since, a coding comes back on the words as they are now.
    """
    rows = memory["codings"]
    known: dict[tuple[str, int], bool] = {}
    for row in rows:
        put_row(connection, coding, row, row["code_id"], known)
    back: set[str] = set()
    for some in _some([row["uuid"] for row in rows]):
        found = select(coding.c.uuid).where(coding.c.study_id == study_id, coding.c.uuid.in_(some))
        back.update(connection.execute(found).scalars())
    for row in memory["memos"]:
        if row["coding_uuid"] in back:
            put_row(connection, memo, row, 0, known)
    versions.put_back_in(connection, study_id, (row["transcript_id"] for row in rows))
    return len(rows) - len(back)


def join(connection: Connection, study_id: int, old: str, new: str) -> list[list[Any]]:
    """Let what hangs on the coding `old` hang on `new`; which rows those were."""
    return repoint(connection, study_id, old, new)


def part(connection: Connection, study_id: int, moved: Iterable[Sequence[Any]]) -> None:
    """Undo `join`."""
    for name, row_id, old in moved:
        table = _BY_UUID[name]
        connection.execute(
            update(table)
            .where(table.c.study_id == study_id, table.c.id == row_id)
            .values(coding_uuid=old)
        )


# --- Evidence and clips -------------------------------------------------------------------------


def add_evidence(
    connection: Connection, study_id: int, item_id: int, uuids: Iterable[str]
) -> list[int]:
    """Keep quotations with a priority; the new rows' ids."""
    return [
        insert_row(
            connection,
            priority_evidence,
            {"study_id": study_id, "item_id": item_id, "coding_uuid": uuid},
        )
        for uuid in uuids
    ]


def remove_evidence(connection: Connection, study_id: int, ids: Iterable[int]) -> int:
    """Let quotations go again; how many were still kept."""
    removed = 0
    for some in _some(ids):
        done = connection.execute(
            delete(priority_evidence).where(
                priority_evidence.c.study_id == study_id, priority_evidence.c.id.in_(some)
            )
        )
        removed += done.rowcount
    return removed


def _some(values: Iterable[Any]) -> Iterator[list[Any]]:
    """The values in lists that fit into one statement."""
    listed = list(values)
    for first in range(0, len(listed), _AT_ONCE):
        yield listed[first : first + _AT_ONCE]


def _plain(row: Mapping[str, Any]) -> Memory:
    return {name: frozen(value) for name, value in row.items()}
