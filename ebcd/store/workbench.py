"""The data folder: everything that a workbench knows, in one place.

ebcd.sqlite            the database (unless a PostgreSQL server is configured)
secret.key             signs the sign-in cookies
studies/<id>/          recordings, models and documents of one study
uploads/<id>/          recordings that are still coming
backups/               made before every migration and by `ebcd backup`
"""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import platformdirs

from ebcd.errors import BadInput
from ebcd.store.database import Database, sqlite_url
from ebcd.store.migrate import prepare
from ebcd.words import look_in


@dataclass(frozen=True)
class Workbench:
    """An open data folder.

    `secret`: 32 random bytes that sign cookies and tokens.
    """

    folder: Path
    database: Database
    secret: bytes

    def study_folder(self, study_id: int, *parts: str) -> Path:
        """The folder of one study (or a folder in it), made if it is not there yet."""
        folder = self.folder.joinpath("studies", str(study_id), *parts)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder

    def forget_study(self, study_id: int) -> None:
        """Delete the folder of a study with all that is in it."""
        for kept in ("studies", "uploads"):
            shutil.rmtree(self.folder / kept / str(study_id), ignore_errors=True)

    def forget_models(self, study_id: int) -> None:
        """Delete what was fitted on a study's words; it is fitted anew where it is asked for."""
        shutil.rmtree(self.folder / "studies" / str(study_id) / "models", ignore_errors=True)

    def close(self) -> None:
        self.database.close()


def open_workbench(folder: Path, url: str | None = None, *, ready: bool = True) -> Workbench:
    """Open the data folder, making it and its database where they are missing.

    `url`: a PostgreSQL address, or None for SQLite in the folder. `ready`: False leaves the tables
    as they are (for `ebcd migrate`). Raises BadInput where the folder cannot be written, and
    NeedsMigration where a server database is older than the program.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        secret = _secret(folder / "secret.key")
    except OSError as error:
        raise BadInput(
            f"The data folder {folder} cannot be used ({error.strerror}): choose another with "
            "--data or EBCD_DATA."
        ) from None
    database = Database(url or sqlite_url(folder / "ebcd.sqlite"))
    if ready:
        prepare(database, folder / "backups")
    if database.is_sqlite and (folder / "ebcd.sqlite").exists():
        os.chmod(folder / "ebcd.sqlite", 0o600)
    return Workbench(folder, database, secret)


def _secret(path: Path) -> bytes:
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(32))
    return path.read_bytes()


def default_folder() -> Path:
    """The data folder: EBCD_DATA, or the platform's folder for this user's data."""
    given = os.environ.get("EBCD_DATA")
    return Path(given) if given else platformdirs.user_data_path("ebcd-workbench")


@cache
def served_workbench() -> Workbench:
    """The one workbench that this server process serves, by EBCD_DATA and EBCD_DATABASE_URL."""
    look_in(default_folder() / "languages")
    return open_workbench(default_folder(), os.environ.get("EBCD_DATABASE_URL") or None)
