"""Reconciling in the database: several coders' codings of one place become those agreed on.

A coding that stays keeps its number, so that memos, clips and evidence go on hanging on it; it is
now the team's, under the name of whoever settled it. What hung on a coding that goes is moved to
the one that stays. Everything can be put back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select, update

from ebcd.coding import Origin
from ebcd.store.codebook_undo import frozen, repoint, thawed
from ebcd.store.coding import NewCoding, Place, add_coding, code_is_there, words_at
from ebcd.store.database import insert_once
from ebcd.store.tables import clip, coding, memo, priority_evidence, suggestion, undo
from ebcd.text import Span

Memory = dict[str, Any]
UNDO = "reconcile"
_BY_UUID = {"clip": clip, "evidence": priority_evidence, "suggestion": suggestion, "memo": memo}


def reconcile(
    connection: Connection,
    study_id: int,
    where: Place,
    there: Sequence[str],
    agreed: Sequence[tuple[int, Span]],
    by_id: int | None,
) -> Memory:
    """Let the codings `there` (uuids) become those agreed on: a code and a passage each.

    Returns what putting back needs.
    """
    rows = _rows(connection, study_id, where, there)
    uuids = [row["uuid"] for row in rows]
    memory: Memory = {
        "rows": rows,
        "memos": _memos(connection, study_id, uuids),
        "added": [],
        "moved": [],
    }
    left = list(rows)
    stays: list[str] = []
    for code, span in agreed:
        row = _likest(left, code, span)
        if row is None:
            new = NewCoding(where.transcript_id, code, span, by_id, origin=Origin.RECONCILED)
            stays.append(add_coding(connection, study_id, new, where))
            memory["added"].append(stays[-1])
            continue
        left.remove(row)
        stays.append(row["uuid"])
        _change(connection, study_id, row["uuid"], where, code, span, by_id)
    for row in left:
        if stays:
            memory["moved"] += _move_on(connection, study_id, row["uuid"], stays[0])
        else:
            _forget_memos(connection, study_id, [row["uuid"]])
    _remove(connection, study_id, [row["uuid"] for row in left])
    memory["touched"] = [*dict.fromkeys([*uuids, *stays])]
    memory["read"] = {row["uuid"]: row["text"] for row in _memos(connection, study_id, stays)}
    return memory


def _rows(
    connection: Connection, study_id: int, where: Place, uuids: Iterable[str]
) -> list[Memory]:
    """Those of these codings that are still there, as JSON can hold them."""
    found = connection.execute(
        select(coding)
        .where(coding.c.study_id == study_id, coding.c.version_id == where.version_id)
        .where(coding.c.uuid.in_(list(uuids)))
        .order_by(coding.c.start, coding.c.id)
    )
    return [{key: frozen(value) for key, value in row._mapping.items()} for row in found]


def _likest(rows: Iterable[Memory], code: int, span: Span) -> Memory | None:
    """The coding of this code on this passage, else any of this code."""
    same = [row for row in rows if row["code_id"] == code]
    exact = (row for row in same if (row["start"], row["end"]) == (span.start, span.end))
    return next(exact, same[0] if same else None)


def _change(
    connection: Connection,
    study_id: int,
    uuid: str,
    where: Place,
    code: int,
    span: Span,
    by_id: int | None,
) -> None:
    connection.execute(
        update(coding)
        .where(coding.c.study_id == study_id, coding.c.uuid == uuid)
        .values(
            code_id=code,
            start=span.start,
            end=span.end,
            quote=words_at(connection, where.version_id, span),
            coder_id=by_id,
            origin=Origin.RECONCILED.value,
        )
    )


def _memos(connection: Connection, study_id: int, uuids: Sequence[str]) -> list[Memory]:
    rows = connection.execute(
        select(memo)
        .where(memo.c.study_id == study_id, memo.c.coding_uuid.in_(uuids))
        .order_by(memo.c.id)
    )
    return [{key: frozen(value) for key, value in row._mapping.items()} for row in rows]


def _move_on(connection: Connection, study_id: int, old: str, new: str) -> list[list[Any]]:
    """Let what hangs on `old` hang on `new`; two memos on a coding become one."""
    mine = _memos(connection, study_id, [old])
    there = _memos(connection, study_id, [new])
    if mine and there:
        words = "\n\n".join([there[0]["text"], *(each["text"] for each in mine)])
        connection.execute(update(memo).where(memo.c.id == there[0]["id"]).values(text=words))
        _forget_memos(connection, study_id, [old])
    return repoint(connection, study_id, old, new)


def _forget_memos(connection: Connection, study_id: int, uuids: Sequence[str]) -> None:
    connection.execute(
        delete(memo).where(memo.c.study_id == study_id, memo.c.coding_uuid.in_(uuids))
    )


def _remove(connection: Connection, study_id: int, uuids: Sequence[str]) -> None:
    connection.execute(
        delete(coding).where(coding.c.study_id == study_id, coding.c.uuid.in_(uuids))
    )


def put_back(connection: Connection, study_id: int, where: Place, memory: Memory) -> list[str]:
    """Undo `reconcile`; the uuids of the codings that changed.

    A coding whose code is gone does not come back; a memo reworded since keeps its new words.
    """
    _remove(connection, study_id, memory["added"])
    uuids = [row["uuid"] for row in memory["rows"]]
    for name, row_id, old in memory["moved"]:
        table = _BY_UUID[name]
        connection.execute(update(table).where(table.c.id == row_id).values(coding_uuid=old))
    _remove(connection, study_id, uuids)
    for row in memory["rows"]:
        if row["version_id"] == where.version_id and code_is_there(
            connection, study_id, row["code_id"]
        ):
            values = {name: value for name, value in row.items() if name != "id"}
            insert_once(connection, coding, thawed(coding, values))
    now = {row["uuid"]: row["text"] for row in _memos(connection, study_id, uuids)}
    were = [row["uuid"] for row in memory["memos"]]
    connection.execute(delete(memo).where(memo.c.study_id == study_id, memo.c.uuid.in_(were)))
    for row in memory["memos"]:
        values = {name: value for name, value in row.items() if name != "id"}
        said = now.get(row["uuid"])
        if said is not None and said != memory["read"].get(row["uuid"]):
            values["text"] = said
        insert_once(connection, memo, thawed(memo, values))
    return [*uuids, *memory["added"]]


def remembered(connection: Connection, study_id: int, act_uuid: str) -> tuple[int, Memory] | None:
    """The undo of one act of reconciling and what it needs; None where it is undone or erased."""
    row = connection.execute(
        select(undo.c.id, undo.c.memory).where(
            undo.c.study_id == study_id,
            undo.c.kind == UNDO,
            undo.c.undone_at.is_(None),
            undo.c.memory["act"].as_string() == act_uuid,
        )
    ).first()
    return (row.id, row.memory) if row else None
