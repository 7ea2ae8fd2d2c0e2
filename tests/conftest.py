"""What every test may ask for: an empty workbench, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ebcd.acts.access import Actor, command_line
from ebcd.acts.study import create_study
from ebcd.store.workbench import Workbench, open_workbench
from tests.postgres import fresh_database, running_server


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server of our own, without a database's name."""
    with running_server() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def workbench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workbench]:
    """An empty workbench; each test that asks for it runs once on either engine."""
    url = None
    if request.param == "postgresql":
        url = fresh_database(request.getfixturevalue("postgres_server"))
    opened = open_workbench(tmp_path / "data", url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_workbench(tmp_path: Path) -> Iterator[Workbench]:
    """An empty workbench on SQLite alone, where the engine does not matter."""
    opened = open_workbench(tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def actor() -> Actor:
    """The server's administrator."""
    return command_line()


@pytest.fixture
def study_id(workbench: Workbench, actor: Actor) -> int:
    """An empty study in `workbench`."""
    return create_study(workbench, actor, "A study")
