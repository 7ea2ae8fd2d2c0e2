"""The connection to the database: SQLite in one file, or a PostgreSQL server.

A look is a read transaction, an act a write transaction. On SQLite a write takes the lock when it
begins, so that two acts queue instead of failing half-way.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError

from ebcd.errors import BadInput, NotSaved
from ebcd.text import xml_safe
from ebcd.words import _

__all__ = ["Connection", "Database", "insert_all_once", "insert_once", "insert_row", "sqlite_url"]

_BUSY_MS = 10_000
EMPTY_WAL_MS = 1_000
_TRIES = 3
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={_BUSY_MS}",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "cache_size=-32000",
)


def sqlite_url(path: Path) -> str:
    """The address of the SQLite file at `path`."""
    return f"sqlite+pysqlite:///{path}"


class Database:
    """One database, whichever engine it runs on."""

    def __init__(self, url: str) -> None:
        if url.startswith(("postgres://", "postgresql://")):
            url = "postgresql+psycopg://" + url.split("://", 1)[1]
        if not url.startswith(("sqlite+pysqlite://", "postgresql+psycopg://")):
            raise BadInput(
                "EBCD_DATABASE_URL is not a PostgreSQL address: write it as "
                "postgresql://user:password@host/database."
            )
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self.engine = self._engine()
        self._turn = Lock()

    def _engine(self) -> Engine:
        if self.is_sqlite:
            engine = create_engine(self.url, **_KEPT, pool_size=10, max_overflow=30)
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        else:
            engine = create_engine(
                self.url, **_KEPT, pool_pre_ping=True, pool_size=10, max_overflow=20
            )
        event.listen(engine, "before_cursor_execute", _plain_words, retval=True)
        return engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes: kept whole at the end, undone whole at an error.

        Raises NotSaved where the machine cannot keep it: no room on its disk, or too much at once.
        """
        try:
            with self._in_turn(), self.engine.connect() as raw:
                connection = raw.execution_options(ebcd_writes=True)
                with connection.begin():
                    yield connection
        except OperationalError as problem:
            sentence = _why_not_saved(problem.orig)
            if sentence is None:
                raise
            raise NotSaved(sentence) from None

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """Let writers of this process go one after another where SQLite has one place for them.

        SQLite lets who waits sleep and try again, longer each time, so that the unlucky starve; a
        lock wakes the next at once. Other processes are still waited for by SQLite itself.
        """
        waited = self.is_sqlite and self._turn.acquire(timeout=_BUSY_MS / 1000)
        try:
            yield
        finally:
            if waited:
                self._turn.release()

    def empty_wal(self) -> bool:
        """Write SQLite's side file into the database and empty it, so that nothing deleted is left.

        Somebody who reads keeps it from being emptied: tried a few times. False where it was not.
        """
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={EMPTY_WAL_MS}")
            try:
                for _ in range(_TRIES):
                    busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar()
                    if not busy:
                        return True
                return False
            finally:
                connection.exec_driver_sql(f"PRAGMA busy_timeout={_BUSY_MS}")

    def close(self) -> None:
        self.engine.dispose()


def _why_not_saved(problem: BaseException | None) -> str | None:
    """What to tell of an error of the engine that is the machine's and may pass."""
    code = getattr(problem, "sqlite_errorcode", 0) & 0xFF
    state = getattr(problem, "sqlstate", None)
    if code == sqlite3.SQLITE_FULL or state in ("53100", "53200"):
        return _(
            "Not saved: the disk of the server is full. Ask whoever runs the workbench to make "
            "room; then it can be saved."
        )
    if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
        return _(
            "Not saved: the server cannot write to its disk, which may be full. Ask whoever runs "
            "the workbench to look; then it can be saved."
        )
    if code == sqlite3.SQLITE_BUSY or state in ("40001", "40P01", "55P03"):
        return _("Not saved: too much is being saved at once. Wait a moment and try again.")
    return None


def _prepare_sqlite(raw: sqlite3.Connection, _record: object) -> None:
    raw.isolation_level = None
    cursor = raw.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("ebcd_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _plain_words(
    _connection: Connection, _cursor: Any, statement: str, given: Any, _context: Any, _many: bool
) -> tuple[str, Any]:
    """Leave out what no document can hold and PostgreSQL refuses: a line break pasted from a slide
    is such a sign.
    """
    return statement, _plain(given)


def _json(value: object) -> str:
    return json.dumps(_plain(value))


_KEPT: dict[str, Any] = {"hide_parameters": True, "json_serializer": _json}
"""How every engine keeps what it is given: no words in its errors, none that cannot be shown."""


def _plain(given: Any) -> Any:
    if isinstance(given, str):
        return xml_safe(given)
    if isinstance(given, dict):
        return {name: _plain(value) for name, value in given.items()}
    if type(given) in (list, tuple):
        return type(given)(_plain(value) for value in given)
    return given


def insert_row(connection: Connection, table: Table, values: Mapping[str, Any]) -> int:
    """Insert a row into a table with an `id`; returns the new id."""
    return int(connection.execute(table.insert().values(values).returning(table.c.id)).scalar_one())


def insert_all_once(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert rows of the same columns, but those whose unique key is there."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    if rows:
        statement = dialect.insert(table).on_conflict_do_nothing()
        connection.execute(statement, [dict(row) for row in rows])


def insert_once(connection: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert a row unless a row with the same unique key is there. True if it was inserted."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    done = connection.execute(
        dialect.insert(table).values(values).on_conflict_do_nothing(),
        execution_options={"preserve_rowcount": True},
    )
    return done.rowcount == 1
