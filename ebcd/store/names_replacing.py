"""Replacing names: a new version of each text, and the earlier ones put out of sight.

Where a name stands is known exactly, so whatever hangs on a text is carried exactly, however much
of its words was a name. Erasing writes the replacements into the earlier versions too; nothing of
the names is then left in the files of the database.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, delete, select, update

from ebcd.assistant.identifiers import Found
from ebcd.assistant.leaving import words_in_file
from ebcd.assistant.name_places import Names, Place, moved, replaced
from ebcd.store import names, search, versions
from ebcd.store.backup import sqlite_path
from ebcd.store.database import Database
from ebcd.store.tables import (
    blind_passage,
    clip,
    coding,
    memo,
    metadata,
    name_choice,
    name_found,
    name_key,
    transcript,
    transcript_version,
    withheld,
)
from ebcd.text import Span, sha256
from ebcd.transcripts.turns import Turn

_EXACT: tuple[Table, ...] = (coding, withheld, clip, memo, blind_passage)


def new_turns(turns: Sequence[Turn], places: Sequence[Place]) -> list[Turn]:
    """The turns with the places of their joined text replaced; times inside move along."""
    made = []
    at = 0
    for turn in turns:
        end = at + len(turn.text)
        mine = [
            replace(place, span=Span(place.span.start - at, place.span.end - at))
            for place in places
            if at <= place.span.start and place.span.end <= end
        ]
        marks = tuple((moved(offset, mine), ms) for offset, ms in turn.marks)
        made.append(replace(turn, text=replaced(turn.text, mine), marks=marks))
        at = end + 1
    return made


def replace_in(
    connection: Connection,
    study_id: int,
    of: names.Read,
    places: Sequence[Place],
    *,
    by_id: int | None,
    why: str,
) -> int:
    """Store a text's version with its places replaced; the id of the version.

    All that hung on the version goes along exactly. Earlier versions are for the lead alone then.
    """
    hung = _hanging(connection, of.version)
    turns = new_turns(versions.current_turns(connection, study_id, of.transcript), places)
    new = versions.add_version(
        connection, study_id, of.transcript, turns, by_id=by_id, why=why
    ).version_id
    text = versions.text_of(connection, new)
    for table, rows in hung.items():
        for row in rows:
            _carry(connection, table, row, new, text, places)
    uuids = [row["uuid"] for row in hung[withheld]]
    connection.execute(
        delete(withheld).where(withheld.c.version_id == new, withheld.c.stands_for.in_(uuids))
    )
    search.index_transcript(connection, of.transcript)
    earlier = set(names.versions_of(connection, [of.transcript])) - {new}
    names.hide_versions(connection, study_id, earlier)
    if of.finder:
        found = _found_after(of.found, places)
        names.keep_found(connection, study_id, new, of.finder, found)
    return new


def _hanging(connection: Connection, version_id: int) -> dict[Table, list[Mapping[str, Any]]]:
    """What hangs on a version, with its places as they are now."""
    held: dict[Table, list[Mapping[str, Any]]] = {}
    for table in _EXACT:
        at = table.c.version_id == version_id
        if table is memo:
            current = select(transcript.c.id).where(transcript.c.current_version_id == version_id)
            at |= memo.c.version_id.is_(None) & memo.c.transcript_id.in_(current)
        if table is withheld:
            at &= withheld.c.stands_for.is_(None)
        query = select(table).where(at, table.c.start.is_not(None), table.c.end.is_not(None))
        held[table] = [dict(row) for row in connection.execute(query).mappings()]
    return held


def _carry(
    connection: Connection,
    table: Table,
    row: Mapping[str, Any],
    version_id: int,
    text: str,
    places: Sequence[Place],
) -> None:
    start, end = moved(row["start"], places), moved(row["end"], places, end=True)
    values: dict[str, Any] = {"version_id": version_id, "start": start, "end": end}
    if "quote" in table.c:
        values["quote"] = text[start:end]
    if "changed_since" in table.c:
        values["changed_since"] = row["changed_since"]
    connection.execute(update(table).where(table.c.id == row["id"]).values(**values))


def _found_after(found: Sequence[Found], places: Sequence[Place]) -> list[Found]:
    """What else the net found, where it stands in the new text."""
    spans = [place.span for place in places]
    return [
        Found(Span(moved(each.span.start, places), moved(each.span.end, places)), each.clue)
        for each in found
        if not any(each.span.meets(span) for span in spans)
    ]


def erase_versions(connection: Connection, study_id: int, known: Names) -> int:
    """Write the replacements into every version that still holds names; how many those were."""
    hidden = names.hidden_versions(connection, study_id)
    for version_id in sorted(hidden):
        text = versions.text_of(connection, version_id)
        found = names.found_in(connection, version_id)
        places = known.places(text, [each.span for each in found])
        new = replaced(text, places)
        connection.execute(
            update(transcript_version)
            .where(transcript_version.c.id == version_id)
            .values(text=new, sha256=sha256(new), holds_names=False)
        )
        _move_all(connection, version_id, new, places)
        connection.execute(delete(name_found).where(name_found.c.version_id == version_id))
    return len(hidden)


def _move_all(connection: Connection, version_id: int, text: str, places: Sequence[Place]) -> None:
    """Let everything that points into a version point at the same words of its new text."""
    for table in metadata.sorted_tables:
        if not {"version_id", "start", "end", "id"} <= set(table.c.keys()):
            continue
        rows = connection.execute(
            select(table).where(table.c.version_id == version_id, table.c.start.is_not(None))
        )
        for row in rows.mappings().all():
            start, end = moved(row["start"], places), moved(row["end"], places, end=True)
            values: dict[str, Any] = {"start": start, "end": end}
            if "quote" in table.c:
                values["quote"] = text[start:end]
            if "marks" in table.c:
                inside = [
                    replace(p, span=Span(p.span.start - row["start"], p.span.end - row["start"]))
                    for p in places
                    if row["start"] <= p.span.start and p.span.end <= row["end"]
                ]
                values["marks"] = [[moved(offset, inside), ms] for offset, ms in row["marks"]]
            if any(values[name] != row[name] for name in values):
                connection.execute(update(table).where(table.c.id == row["id"]).values(**values))


def erase_key(connection: Connection, study_id: int) -> int:
    """Delete the key and the decisions about names; how many names were in it."""
    connection.execute(
        delete(name_choice).where(
            name_choice.c.study_id == study_id, name_choice.c.is_name.is_(True)
        )
    )
    return connection.execute(delete(name_key).where(name_key.c.study_id == study_id)).rowcount


def wipe(database: Database) -> None:
    """Make sure that what was overwritten is gone from the files, not only from the tables."""
    if database.is_sqlite:
        with closing(sqlite3.connect(sqlite_path(database), isolation_level=None)) as raw:
            raw.execute("PRAGMA busy_timeout=20000")
            raw.execute("VACUUM")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM FULL")


def forget_files(folder: Path, known: Names) -> int:
    """Delete the kept documents that hold a name; how many. They can be made again."""
    gone = 0
    for path in folder.iterdir():
        if path.is_file() and any(known.places(line) for line in words_in_file(path.read_bytes())):
            path.unlink()
            gone += 1
    return gone
