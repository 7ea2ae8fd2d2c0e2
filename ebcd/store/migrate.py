"""Bringing a database to the tables of this version of the program.

A SQLite file is backed up and migrated by itself at the start. A server database waits for
`ebcd migrate`, because others may be using it. Alembic is imported only where there is something to
migrate: a start with nothing to do is quicker by a tenth of a second.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect, text

from ebcd.errors import WorkbenchError
from ebcd.store import search
from ebcd.store.backup import copy_sqlite
from ebcd.store.database import Database
from ebcd.times import now


class NeedsMigration(WorkbenchError):
    """The database was made by another version of the program."""


_HERE = Path(__file__).parent / "migrations"


def newest() -> str:
    """The revision that this version of the program needs: the last file's number."""
    return max(file.name[:4] for file in (_HERE / "versions").glob("[0-9]*.py"))


def present(database: Database) -> str | None:
    """The revision that the database stands at; None where it is empty."""
    with database.reading() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        at = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return str(at) if at is not None else None


def migrate(database: Database) -> bool:
    """Bring the database to the newest tables. True if there was anything to do."""
    if present(database) == newest():
        return False
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_HERE))
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        search.rebuild(connection)
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
