"""Names that were chosen before each use had its own are kept for each use by the migration."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text

import ebcd.store
from ebcd.store.database import Connection, Database, sqlite_url

BEFORE = (
    "INSERT INTO study (id, name, created_at) VALUES (1, 'Pain', '2026-03-02')",
    'INSERT INTO participant (id, study_id, pseudonym, "group", attributes, film_name, '
    "withdrawn_on, created_at) VALUES "
    "(1, 1, 'P01', 'patient', '{}', '{\"film\": \"Rosa\"}', NULL, '2026-03-02'), "
    "(2, 1, 'P02', 'patient', '{}', '{}', NULL, '2026-03-02'), "
    "(3, 1, 'P03', 'patient', '{}', '{\"film\": \"Bo\"}', '2026-03-09', '2026-03-02')",
    "INSERT INTO consent (study_id, participant_id, use, state, on_date, created_at) "
    "VALUES (1, 1, 'film', 'granted', '2026-03-02', '2026-03-02')",
)


def _moved(connection: Connection, way: str, to: str) -> None:
    config = Config()
    folder = Path(ebcd.store.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    config.attributes["connection"] = connection
    getattr(command, way)(config, to)


def test_chosen_names_move_to_their_table_and_nothing_else_goes(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path / "ebcd.sqlite"))
    with database.writing() as connection:
        _moved(connection, "upgrade", "0002")
        for statement in BEFORE:
            connection.execute(text(statement))
    with database.writing() as connection:
        _moved(connection, "upgrade", "0003")
        chosen = connection.execute(
            text("SELECT participant_id, use, kind, name, on_date FROM film_name ORDER BY id")
        )
        assert [tuple(row) for row in chosen] == [
            (1, use, "first", "Rosa", None) for use in ("film", "captions", "beside")
        ]
        assert connection.scalar(text("SELECT count(*) FROM consent")) == 1
    with database.writing() as connection:
        _moved(connection, "downgrade", "0002")
        assert connection.scalar(text("SELECT count(*) FROM consent")) == 1
        assert connection.scalar(text("SELECT count(*) FROM participant")) == 3
    database.engine.dispose()
