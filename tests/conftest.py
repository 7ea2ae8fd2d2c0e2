"""What every test may ask for: an empty workbench, on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ebcd.acts.access import Actor, command_line
from ebcd.acts.study import create_study
from ebcd.store.workbench import Workbench, open_workbench
from tests.postgres import emptied, fresh_database, running_server


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server of our own, without a database's name."""
    with running_server() as address:
        yield address


@pytest.fixture(scope="session")
def prepared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that was opened once, so that tests copy it instead of migrating anew."""
    folder = tmp_path_factory.mktemp("prepared") / "data"
    open_workbench(folder).close()
    return folder


@pytest.fixture(scope="session")
def postgres_database(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database that was opened once; each test finds it empty."""
    address = fresh_database(postgres_server)
    open_workbench(tmp_path_factory.mktemp("prepared") / "data", address).close()
    return address


@pytest.fixture(params=["sqlite", "postgresql"])
def workbench(
    request: pytest.FixtureRequest, tmp_path: Path, prepared_folder: Path
) -> Iterator[Workbench]:
    """An empty workbench; each test that asks for it runs once on either engine."""
    url = None
    shutil.copytree(prepared_folder, tmp_path / "data")
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_database")
        emptied(url)
    opened = open_workbench(tmp_path / "data", url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_workbench(tmp_path: Path, prepared_folder: Path) -> Iterator[Workbench]:
    """An empty workbench on SQLite alone, where the engine does not matter."""
    shutil.copytree(prepared_folder, tmp_path / "data")
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
