"""A backup: the whole data folder in one file, whichever engine the database runs on.

The file is a ZIP: `manifest.json`, one JSON-lines file a table, and the studies' folders as they
are. It can be restored into SQLite or PostgreSQL. The links of open votes (hashes of tokens and
card codes) are left out, so that a backup never ties a phone to a ballot.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Date, Table, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from ebcd import __version__
from ebcd.errors import BadInput
from ebcd.store import search
from ebcd.store.cuts import SEGMENTS
from ebcd.store.database import Database
from ebcd.store.migrate import newest
from ebcd.store.tables import Instant, ballot, metadata, search_turn
from ebcd.times import now

_LEFT_OUT = {ballot.name: ("token_hash", "code_hash")}
_MADE_ANEW = (search_turn,)
"""Worked out from the other tables: not in the backup; a restore makes it again."""
_BATCH = 1000


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    left_out = _LEFT_OUT.get(table.name, ())
    order = list(table.primary_key.columns)
    for row in connection.execute(select(table).order_by(*order)).mappings():
        yield {name: None if name in left_out else _plain(value) for name, value in row.items()}


def back_up(database: Database, studies: Path, target: Path) -> int:
    """Write the backup to `target`; returns how many rows it holds. The file appears whole."""
    part = target.with_name(target.name + ".part")
    total = 0
    try:
        with part.open("xb") as raw:
            os.chmod(part, 0o600)
            with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
                total = _write(database, studies, archive)
        part.replace(target)
    except FileExistsError:
        raise BadInput(
            f"{part} is in the way of another backup: delete it and start again."
        ) from None
    except OSError as error:
        part.unlink(missing_ok=True)
        raise BadInput(
            f"The backup cannot be written to {target} ({error.strerror}): choose another place."
        ) from None
    return total


def _write(database: Database, studies: Path, archive: zipfile.ZipFile) -> int:
    total = 0
    with database.reading() as connection:
        for table in _kept():
            with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as file:
                for row in _rows(connection, table):
                    file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
                    total += 1
    manifest = {
        "program": "EBCD Workbench",
        "version": __version__,
        "tables": newest(),
        "made": now().isoformat(),
        "rows": total,
    }
    archive.writestr("manifest.json", json.dumps(manifest, indent=2))
    for path in sorted(studies.rglob("*")) if studies.exists() else ():
        if path.is_file() and path.parent.name != SEGMENTS and path.parent.parent.name != SEGMENTS:
            archive.write(path, f"studies/{path.relative_to(studies).as_posix()}")
    return total


def restore(database: Database, studies: Path, source: Path) -> int:
    """Fill an empty database and folder from a backup; returns how many rows came back.

    Raises BadInput where the file is no backup of this version, or the database is not empty.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            _check(archive, source)
            with database.writing() as connection:
                total = _fill(connection, archive)
                _unpack(archive, studies)
            return total
    except (
        OSError, zipfile.BadZipFile, LookupError, ValueError, TypeError, AttributeError, DBAPIError,
    ):  # fmt: skip
        raise BadInput(
            f"{source} is not a backup of EBCD Workbench, or it is damaged: choose another."
        ) from None


def _check(archive: zipfile.ZipFile, source: Path) -> None:
    manifest = json.loads(archive.read("manifest.json"))
    if manifest.get("program") != "EBCD Workbench":
        raise KeyError("program")
    if manifest.get("tables") != newest():
        raise BadInput(
            f"{source} was made by version {manifest.get('version')}: restore it with that version "
            "and let this one migrate the data folder."
        )


def _fill(connection: Connection, archive: zipfile.ZipFile) -> int:
    for table in _kept():
        if connection.execute(select(func.count()).select_from(table)).scalar_one():
            raise BadInput(
                "The data folder is not empty: restore into a new one with --data, so that nothing "
                "is overwritten."
            )
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA defer_foreign_keys=ON"))
    total = 0
    for table in _kept():
        with archive.open(f"tables/{table.name}.jsonl") as file:
            total += _fill_table(connection, table, file)
        if connection.dialect.name == "postgresql" and "id" in table.c:
            _continue_numbers(connection, table)
    search.rebuild(connection)
    return total


def _kept() -> list[Table]:
    """The tables that a backup holds, each after those it points at."""
    return [table for table in metadata.sorted_tables if table not in _MADE_ANEW]


def _fill_table(connection: Connection, table: Table, file: IO[bytes]) -> int:
    instants = {column.name for column in table.c if isinstance(column.type, Instant)}
    dates = {column.name for column in table.c if isinstance(column.type, Date)}
    own = {key.parent.name for key in table.foreign_keys if key.column.table is table}
    batch: list[dict[str, Any]] = []
    later: list[dict[str, Any]] = []
    total = 0

    def flush() -> None:
        if batch:
            connection.execute(insert(table), batch)
            batch.clear()

    for line in file:
        row = json.loads(line)
        for name in instants:
            row[name] = datetime.fromisoformat(row[name]) if row[name] else None
        for name in dates:
            row[name] = date.fromisoformat(row[name]) if row[name] else None
        links = {name: row[name] for name in own if row[name] is not None}
        if links:
            later.append({"id": row["id"], **links})
            row |= dict.fromkeys(links)
        batch.append(row)
        total += 1
        if len(batch) >= _BATCH:
            flush()
    flush()
    for row in later:
        connection.execute(
            table.update()
            .where(table.c.id == row["id"])
            .values({name: value for name, value in row.items() if name != "id"})
        )
    return total


def _continue_numbers(connection: Connection, table: Table) -> None:
    """Let PostgreSQL's counter go on behind the ids that came back."""
    sequence = connection.execute(
        text("SELECT pg_get_serial_sequence(:table, 'id')"), {"table": f'"{table.name}"'}
    ).scalar()
    if sequence:
        connection.execute(
            text(
                f'SELECT setval(:sequence, (SELECT coalesce(max(id), 0) + 1 FROM "{table.name}"), '
                "false)"
            ),
            {"sequence": sequence},
        )


def _unpack(archive: zipfile.ZipFile, studies: Path) -> None:
    root = studies.resolve()
    for name in archive.namelist():
        if not name.startswith("studies/") or name.endswith("/"):
            continue
        target = (studies / name.removeprefix("studies/")).resolve()
        if not target.is_relative_to(root):
            raise BadInput("The backup names a file outside its folder and is not restored.")
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with archive.open(name) as source, target.open("wb") as copy:
            while block := source.read(1 << 20):
                copy.write(block)
