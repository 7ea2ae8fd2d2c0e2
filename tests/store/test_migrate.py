"""The tables that the migrations make are the tables that the program knows."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from ebcd.errors import BadInput
from ebcd.store.database import Database
from ebcd.store.migrate import newest, present
from ebcd.store.tables import metadata
from ebcd.store.workbench import Workbench, open_workbench


def test_the_migrations_make_the_tables_of_this_version(workbench: Workbench) -> None:
    with workbench.database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, metadata)
    ours = [each for each in found if not _of_the_search(each)]
    assert ours == []
    assert present(workbench.database) == newest()


def _of_the_search(difference: object) -> bool:
    return "search" in str(difference)


def test_opening_twice_changes_nothing(tmp_path: Path) -> None:
    first = open_workbench(tmp_path)
    first.close()
    second = open_workbench(tmp_path)
    assert second.secret == first.secret
    assert not (tmp_path / "backups").exists()
    assert (tmp_path / "ebcd.sqlite").stat().st_mode & 0o077 == 0
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0
    second.close()


def test_an_address_that_is_no_database_is_refused() -> None:
    with pytest.raises(BadInput, match="PostgreSQL"):
        Database("mysql://somewhere/else")
