"""What an act changed in the film, row by row, so that it can be taken back exactly.

The film's tables are small: they are read before and after an act, and what differs is kept. It is
put back only where nothing of it was changed since, and where nothing else would go with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Date, Table, and_, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from ebcd.errors import Conflict
from ebcd.store import versions
from ebcd.store.tables import (
    Instant,
    chapter,
    clip,
    clip_approval,
    film_version,
    film_version_clip,
    log,
    storyboard,
    transcript,
    undo,
)

CHANGED = "change the film"
"""The kind of what is remembered."""

_TABLES: tuple[Table, ...] = (
    transcript,
    storyboard,
    chapter,
    clip,
    clip_approval,
    film_version,
    film_version_clip,
)
"""Each after those it points at."""
_ONLY = {transcript.name: ("id", "recording_id", "recording_offset_ms")}
"""Columns that belong to the film, of a table that has others."""

Row = Mapping[str, Any]
Rows = dict[str, dict[str, Row]]
"""Rows by table and key, fit for JSON."""


@dataclass(frozen=True)
class Undoable:
    """An act that can be taken back. `what`: as the log says it."""

    id: int
    what: str


def rows(connection: Connection, study_id: int) -> Rows:
    """The rows of the study's film."""
    found: Rows = {}
    for table in _TABLES:
        at = found[table.name] = {}
        columns = [table.c[name] for name in _ONLY.get(table.name, table.c.keys())]
        query = select(*columns).where(table.c.study_id == study_id)
        for found_row in connection.execute(query).mappings():
            row = {name: _plain(value) for name, value in found_row.items()}
            at[_key(table, row)] = row
    return found


def _key(table: Table, row: Row) -> str:
    return ",".join(str(row[column.name]) for column in table.primary_key.columns)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def changes(before: Rows, after: Rows) -> dict[str, list[Any]]:
    """[key, row before, row after] of each row that differs, by table; None where there is none."""
    made = {}
    for table in _TABLES:
        was, became = before[table.name], after[table.name]
        differing = [
            [key, was.get(key), became.get(key)]
            for key in {**was, **became}
            if was.get(key) != became.get(key)
        ]
        if differing:
            made[table.name] = differing
    return made


def take_back(connection: Connection, study_id: int, made: Mapping[str, list[Any]]) -> None:
    """Put the rows back as they were. Raises Conflict where any was changed since."""
    now = rows(connection, study_id)
    gone = Conflict("The film was changed since by somebody else: change it back by hand.")
    for name, listed in made.items():
        if any(now[name].get(key) != after for key, _before, after in listed):
            raise gone
    try:
        _put_back(connection, now, made)
    except IntegrityError:  # what a row points at is gone
        raise gone from None
    _nothing_else(now, rows(connection, study_id), made, gone)
    back = [before for _, before, _ in made.get(clip.name, ()) if before is not None]
    of = {row["transcript_id"] for row in back} - {None}
    versions.put_back_in(connection, study_id, of)


def _put_back(connection: Connection, now: Rows, made: Mapping[str, list[Any]]) -> None:
    for table in reversed(_TABLES):
        for key, before, _after in made.get(table.name, ()):
            if before is None:
                connection.execute(delete(table).where(_at(table, now[table.name][key])))
    for table in _TABLES:
        for _its_key, before, after in made.get(table.name, ()):
            if before is None:
                continue
            values = {name: _typed(table, name, value) for name, value in before.items()}
            if after is None:
                connection.execute(insert(table).values(values))
            else:
                connection.execute(update(table).where(_at(table, before)).values(values))


def _nothing_else(now: Rows, then: Rows, made: Mapping[str, list[Any]], gone: Conflict) -> None:
    """Raise `gone` where rows went along that the act had not made."""
    for name, listed in changes(now, then).items():
        if {key for key, _, _ in listed} - {key for key, _, _ in made.get(name, ())}:
            raise gone


def _at(table: Table, row: Row) -> Any:
    return and_(*(column == row[column.name] for column in table.primary_key.columns))


def _typed(table: Table, name: str, value: Any) -> Any:
    kind = table.c[name].type
    if value is None:
        return None
    if isinstance(kind, Instant):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value


def latest(
    connection: Connection, study_id: int, by_id: int | None, since: datetime
) -> Undoable | None:
    """The newest change of the film by this person since then that was not taken back."""
    row = connection.execute(
        select(undo.c.id, log.c.what)
        .join(log, log.c.id == undo.c.log_id)
        .where(
            undo.c.study_id == study_id,
            undo.c.kind == CHANGED,
            undo.c.by_id.is_(None) if by_id is None else undo.c.by_id == by_id,
            undo.c.undone_at.is_(None),
            undo.c.created_at >= since,
        )
        .order_by(undo.c.id.desc())
        .limit(1)
    ).first()
    return Undoable(row.id, row.what) if row else None
