"""Copies of the database and of a whole data folder."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url

from ebcd.store.database import Database


def sqlite_path(database: Database) -> Path:
    """The file that a SQLite database lies in."""
    name = make_url(database.url).database
    assert name, "a SQLite database of the workbench is always a file"
    return Path(name)


def copy_sqlite(database: Database, target: Path) -> None:
    """Copy a SQLite database to `target` while it may be in use, readable by its owner only."""
    target.touch(mode=0o600)
    os.chmod(target, 0o600)
    with (
        closing(sqlite3.connect(sqlite_path(database))) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
