"""The log of a study: who did what to which rows, and when; never words, never votes.

What an undo needs lies in a table of its own, so that a withdrawal can erase it without breaking
the log.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, update

from ebcd.errors import Conflict
from ebcd.store.database import insert_row
from ebcd.store.tables import log, study, undo
from ebcd.times import now


@dataclass(frozen=True)
class Entry:
    """One line of the log."""

    id: int
    at: datetime
    who: str
    what: str
    about: Mapping[str, Any]


@dataclass(frozen=True)
class Remembered:
    """What one undo needs."""

    id: int
    kind: str
    memory: Any
    at: datetime


def append(
    connection: Connection,
    study_id: int | None,
    who_id: int | None,
    who: str,
    what: str,
    about: Mapping[str, Any],
) -> int:
    """Add a line to the log; returns its id."""
    return insert_row(
        connection,
        log,
        {
            "study_id": study_id,
            "at": now(),
            "who_id": who_id,
            "who": who,
            "what": what,
            "about": dict(about),
        },
    )


def hold(connection: Connection, study_id: int) -> None:
    """Let the acts of a study happen one after the other, as SQLite does by itself.

    Two people who delete the same code at once would each keep it for their undo.
    """
    connection.execute(
        select(study.c.id).where(study.c.id == study_id).with_for_update(key_share=True)
    )


def raise_revision(connection: Connection, study_id: int) -> int:
    """Count one more change of the study; returns the new revision."""
    return int(
        connection.execute(
            update(study)
            .where(study.c.id == study_id)
            .values(revision=study.c.revision + 1)
            .returning(study.c.revision)
        ).scalar_one()
    )


def recent(connection: Connection, study_id: int, most: int = 50) -> Sequence[Entry]:
    """The newest lines of a study's log, newest first."""
    rows = connection.execute(
        select(log).where(log.c.study_id == study_id).order_by(log.c.id.desc()).limit(most)
    )
    return [Entry(row.id, row.at, row.who, row.what, row.about) for row in rows]


def of_kind(connection: Connection, study_id: int, kinds: Sequence[str]) -> Sequence[Entry]:
    """The lines of a study's log on acts of these kinds, the oldest first."""
    rows = connection.execute(
        select(log).where(log.c.study_id == study_id, log.c.what.in_(kinds)).order_by(log.c.id)
    )
    return [Entry(row.id, row.at, row.who, row.what, row.about) for row in rows]


def remember(
    connection: Connection, study_id: int, log_id: int, by_id: int | None, kind: str, memory: Any
) -> int:
    """Keep what undoing an act needs; returns the id to undo it by."""
    return insert_row(
        connection,
        undo,
        {
            "study_id": study_id,
            "log_id": log_id,
            "by_id": by_id,
            "kind": kind,
            "memory": memory,
            "created_at": now(),
        },
    )


def remembered(connection: Connection, study_id: int, undo_id: int) -> Remembered | None:
    """What was kept under `undo_id` if it has not been undone yet."""
    row = connection.execute(
        select(undo).where(
            undo.c.id == undo_id, undo.c.study_id == study_id, undo.c.undone_at.is_(None)
        )
    ).first()
    return Remembered(row.id, row.kind, row.memory, row.created_at) if row else None


def mark_undone(connection: Connection, undo_id: int) -> None:
    """Note that this act was undone. Raises Conflict where somebody else has just undone it."""
    done = connection.execute(
        update(undo).where(undo.c.id == undo_id, undo.c.undone_at.is_(None)).values(undone_at=now())
    )
    if done.rowcount != 1:
        raise Conflict("Somebody else has just undone this: reload the page.")


def forget_undos(connection: Connection, study_id: int) -> None:
    """Erase what undo remembers in a study.

    The rows stay, empty and spent, so that no later act gets the number of an earlier one: a page
    that still offers to undo that would undo another.
    """
    connection.execute(
        update(undo)
        .where(undo.c.study_id == study_id)
        .values(memory={}, undone_at=func.coalesce(undo.c.undone_at, now()))
    )
