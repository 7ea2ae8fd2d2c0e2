"""Deleting and merging codes so that either can be undone.

Both take a code out of the codebook. What hung on it is kept as plain values: the rows that went
with it, and which rows pointed to it. Putting it back gives the code its old number where that is
still free, and another where it is not, with everything that hung on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Table, select, update

from ebcd.store import kept_queries, versions
from ebcd.store.codebook import delete_code
from ebcd.store.database import insert_once, insert_row
from ebcd.store.tables import (
    blind_passage,
    chapter,
    clip,
    code,
    coding,
    map_card,
    memo,
    priority_evidence,
    priority_item,
    suggestion,
)

Memory = dict[str, Any]
_GO = {
    "coding": coding,
    "memo": memo,
    "suggestion": suggestion,
    "evidence": priority_evidence,
    "blind": blind_passage,
}
_MOVE = (coding, memo, priority_evidence, blind_passage, chapter, map_card, priority_item)
_STAY = {"below": code, "chapter": chapter, "card": map_card, "item": priority_item}
_BY_UUID = {"memo": memo, "clip": clip, "evidence": priority_evidence, "suggestion": suggestion}


def take_out(connection: Connection, study_id: int, code_id: int) -> Memory:
    """Delete a code with its codings and memos; its children move up. What undoing needs."""
    memory = _snapshot(connection, study_id, code_id)
    parent = memory["code"]["parent_id"]
    connection.execute(update(code).where(code.c.parent_id == code_id).values(parent_id=parent))
    uuids = [row["uuid"] for row in memory["rows"]["coding"]]
    memory["rows"]["memo"] += _rows(
        connection, memo, memo.c.study_id == study_id, memo.c.coding_uuid.in_(uuids)
    )
    connection.execute(
        memo.delete().where(memo.c.study_id == study_id, memo.c.coding_uuid.in_(uuids))
    )
    delete_code(connection, study_id, code_id)
    return memory


def merge(connection: Connection, study_id: int, code_id: int, into_id: int) -> Memory:
    """Move everything of a code to another and delete it; a passage both bear by one coder is
    joined. What undoing needs.
    """
    memory = _snapshot(connection, study_id, code_id)
    kept = {
        (row.version_id, row.coder_id, row.start, row.end): row.uuid
        for row in connection.execute(
            select(coding).where(coding.c.study_id == study_id, coding.c.code_id == into_id)
        )
    }
    joined: list[tuple[str, str]] = []
    for row in memory["rows"]["coding"]:
        same = kept.get((row["version_id"], row["coder_id"], row["start"], row["end"]))
        if same is not None:
            joined.append((row["uuid"], same))
    memory |= {"into": into_id, "joined": joined, "moved_on": []}
    for old, new in joined:
        memory["moved_on"] += repoint(connection, study_id, old, new)
        connection.execute(
            coding.delete().where(coding.c.study_id == study_id, coding.c.uuid == old)
        )
    for table in _MOVE:
        connection.execute(
            update(table)
            .where(table.c.study_id == study_id, table.c.code_id == code_id)
            .values(code_id=into_id)
        )
    connection.execute(update(code).where(code.c.parent_id == code_id).values(parent_id=into_id))
    memory["queries"] = kept_queries.follow(connection, study_id, code_id, into_id)
    delete_code(connection, study_id, code_id)
    return memory


def _snapshot(connection: Connection, study_id: int, code_id: int) -> Memory:
    """The code's row, the rows that go with it and the ids of those that point to it."""
    rows = {
        name: _rows(connection, table, table.c.study_id == study_id, table.c.code_id == code_id)
        for name, table in _GO.items()
    }
    links = {
        name: list(
            connection.execute(
                select(table.c.id).where(
                    table.c.study_id == study_id,
                    (table.c.parent_id if name == "below" else table.c.code_id) == code_id,
                )
            ).scalars()
        )
        for name, table in _STAY.items()
    }
    found = _rows(connection, code, code.c.study_id == study_id, code.c.id == code_id)
    return {"code": found[0], "rows": rows, "links": links}


def put_back(connection: Connection, study_id: int, memory: Memory) -> int:
    """Undo `take_out` or `merge`; the code's id, which may be a new one."""
    values = dict(memory["code"])
    values["parent_id"] = _still_there(connection, code, values["parent_id"])
    values["name"] = _free_name(connection, study_id, values["kind"], values["name"])
    if _still_there(connection, code, values["id"]) is not None:
        del values["id"]
    code_id = insert_row(connection, code, thawed(code, values))
    if "into" in memory:
        _unmerge(connection, study_id, memory, code_id)
    else:
        _put_rows(connection, memory, code_id)
    for name, table in _STAY.items():
        column = "parent_id" if name == "below" else "code_id"
        connection.execute(
            update(table)
            .where(table.c.study_id == study_id, table.c.id.in_(memory["links"][name]))
            .values({column: code_id})
        )
    coded = (row["transcript_id"] for row in memory["rows"]["coding"])
    versions.put_back_in(connection, study_id, coded)
    return code_id


def _put_rows(connection: Connection, memory: Memory, code_id: int) -> None:
    """The rows that went with the code, as far as what they belong to is still there."""
    known: dict[tuple[str, int], bool] = {}
    for name, table in _GO.items():
        for row in memory["rows"].get(name, ()):
            put_row(connection, table, row, code_id, known)


def put_row(
    connection: Connection,
    table: Table,
    row: Memory,
    code_id: int,
    known: dict[tuple[str, int], bool],
) -> None:
    """Bring one row back under this code, as far as what it belongs to is still there."""
    values = {key: value for key, value in row.items() if key != "id"}
    if values.get("code_id") is not None:
        values["code_id"] = code_id
    for key in table.foreign_keys:
        column, other = key.parent, key.column.table
        value = values.get(column.name)
        if value is None:
            continue
        if (other.name, value) not in known:
            known[other.name, value] = _still_there(connection, other, value) is not None
        if not known[other.name, value]:
            if not column.nullable:
                return
            values[column.name] = None
    insert_once(connection, table, thawed(table, values))


def _unmerge(connection: Connection, study_id: int, memory: Memory, code_id: int) -> None:
    """Give the code back what went to another, as far as it is still there."""
    joined = {old for old, _new in memory["joined"]}
    for row in memory["rows"]["coding"]:
        if row["uuid"] in joined:
            values = {key: value for key, value in row.items() if key != "id"}
            insert_once(connection, coding, thawed(coding, values | {"code_id": code_id}))
    for row in memory["rows"]["suggestion"]:
        put_row(connection, suggestion, row, code_id, {})
    moved = [row["uuid"] for row in memory["rows"]["coding"] if row["uuid"] not in joined]
    connection.execute(
        update(coding)
        .where(coding.c.study_id == study_id, coding.c.uuid.in_(moved))
        .values(code_id=code_id)
    )
    for name in ("memo", "evidence", "blind"):
        table = _GO[name]
        ids = [row["id"] for row in memory["rows"].get(name, ())]
        connection.execute(
            update(table)
            .where(table.c.study_id == study_id, table.c.id.in_(ids))
            .values(code_id=code_id)
        )
    old_id = memory["code"]["id"]
    kept_queries.come_back(connection, study_id, memory.get("queries", ()), old_id, code_id)
    for name, row_id, old in memory["moved_on"]:
        table = _BY_UUID[name]
        connection.execute(
            update(table)
            .where(table.c.study_id == study_id, table.c.id == row_id)
            .values(coding_uuid=old)
        )


def repoint(connection: Connection, study_id: int, old: str, new: str) -> list[list[Any]]:
    """Let whatever hangs on the coding `old` hang on `new`; which rows those were."""
    moved: list[list[Any]] = []
    for name, table in _BY_UUID.items():
        here = (table.c.study_id == study_id, table.c.coding_uuid == old)
        ids = connection.execute(select(table.c.id).where(*here)).scalars()
        moved += [[name, row_id, old] for row_id in ids]
        connection.execute(update(table).where(*here).values(coding_uuid=new))
    return moved


def _rows(connection: Connection, table: Table, *conditions: Any) -> list[Memory]:
    rows = connection.execute(select(table).where(*conditions).order_by(table.c.id))
    return [{key: frozen(value) for key, value in row._mapping.items()} for row in rows]


def frozen(value: Any) -> Any:
    """A value as JSON can hold it."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def thawed(table: Table, values: Mapping[str, Any]) -> Memory:
    """The values of a row as its columns take them: instants from text."""
    return {
        key: datetime.fromisoformat(value) if key.endswith("_at") and value else value
        for key, value in values.items()
        if key in table.c
    }


def _still_there(connection: Connection, table: Table, row_id: int | None) -> int | None:
    if row_id is None:
        return None
    return connection.execute(select(table.c.id).where(table.c.id == row_id)).scalar_one_or_none()


def _free_name(connection: Connection, study_id: int, kind: str, name: str) -> str:
    """`name`, or `name (2)` and so on where another code has taken it meanwhile."""
    taken: Iterable[str] = connection.execute(
        select(code.c.name).where(code.c.study_id == study_id, code.c.kind == kind)
    ).scalars()
    names = set(taken)
    number, free = 1, name
    while free in names:
        number += 1
        free = f"{name[:110]} ({number})"
    return free
