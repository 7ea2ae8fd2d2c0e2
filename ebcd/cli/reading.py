"""What commands read: files named on the command line, and whoever gives the command."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

from ebcd.acts import accounts as account_acts
from ebcd.acts import study as study_acts
from ebcd.acts.access import Actor, command_line
from ebcd.errors import BadInput
from ebcd.exchange.tables import read_sheet
from ebcd.store import accounts
from ebcd.store.study import Study
from ebcd.store.workbench import Workbench, served_workbench


def file_bytes(path: Path) -> bytes:
    """The bytes of a file. Raises BadInput where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read ({error.strerror}): check its name.") from None


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises BadInput where it cannot be written."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise BadInput(f"{path} cannot be written ({error.strerror}): choose a place.") from None


def rows(
    path: Path, needed: Sequence[str], optional: Mapping[str, Sequence[str]] | None = None
) -> list[dict[str, str]]:
    """The rows of a CSV or XLSX file as column → text, for the columns that are known.

    Raises BadInput where a needed column is missing.
    """
    known: dict[str, Sequence[str]] = {name: (name,) for name in needed} | dict(optional or {})
    sheet = read_sheet(file_bytes(path), path.name, known)
    missing = [name for name in needed if name not in sheet.columns]
    if missing:
        raise BadInput(
            f"{path.name} has no column {' and no column '.join(missing)}: the first line must "
            f"name {', '.join(needed)}."
        )
    return [dict(row.cells) for row in sheet.rows]


def place(chosen: argparse.Namespace) -> tuple[Workbench, Actor]:
    """The workbench, and who acts: the administrator, or the user of `--as`."""
    workbench = served_workbench()
    if chosen.user is None:
        return workbench, command_line()
    with workbench.database.reading() as connection:
        account = accounts.by_name(connection, chosen.user)
    if account is None or account.disabled:
        raise BadInput(f"Nobody signs in as {chosen.user}: see “ebcd user list”.")
    return workbench, account_acts.actor_for(account)


def study_place(chosen: argparse.Namespace) -> tuple[Workbench, Actor, Study]:
    """The workbench, who acts, and the study of `--study`."""
    workbench, actor = place(chosen)
    return workbench, actor, study_acts.study_named(workbench, actor, chosen.study)
