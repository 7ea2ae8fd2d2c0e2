"""Bringing a database to the tables of this version of the program.

A SQLite file is backed up and migrated by itself at the start. A server database waits for
`ebcd migrate`, because others may be using it.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from ebcd.errors import WorkbenchError
from ebcd.store.backup import copy_sqlite
from ebcd.store.database import Database
from ebcd.times import now


class NeedsMigration(WorkbenchError):
    """The database was made by another version of the program."""


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    if connection is not None:
        config.attributes["connection"] = connection
    return config


def newest() -> str:
    """The revision that this version of the program needs."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None, "the package has at least one migration"
    return head


def present(database: Database) -> str | None:
    """The revision that the database stands at; None where it is empty."""
    with database.reading() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def migrate(database: Database) -> bool:
    """Bring the database to the newest tables. True if there was anything to do."""
    if present(database) == newest():
        return False
    with database.writing() as connection:
        command.upgrade(_config(connection), "head")
    return True


def prepare(database: Database, backups: Path) -> None:
    """Make the database ready at the start of the program.

    Raises NeedsMigration where a server database stands at older tables.
    """
    at = present(database)
    if at == newest():
        return
    if at is not None and not database.is_sqlite:
        raise NeedsMigration(
            "The database was made by an earlier version: back it up, run “ebcd migrate”, and "
            "start again."
        )
    if at is not None:
        backups.mkdir(parents=True, exist_ok=True)
        copy_sqlite(database, backups / f"before-migration-{now():%Y%m%d-%H%M%S}.sqlite")
    migrate(database)
