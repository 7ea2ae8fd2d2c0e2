"""Commands that keep the data: backup, restore, check, migrate."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from ebcd.acts import keeping
from ebcd.cli.reading import place
from ebcd.errors import BadInput
from ebcd.store.migrate import migrate
from ebcd.store.workbench import default_folder, open_workbench


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], every: argparse.ArgumentParser
) -> None:
    """Add this module's commands."""
    backup = commands.add_parser("backup", parents=[every], help="everything into one file")
    backup.add_argument("--out", type=Path, required=True, metavar="FILE")
    backup.set_defaults(run=_backup)
    restore = commands.add_parser("restore", parents=[every], help="a backup into a new folder")
    restore.add_argument("file", type=Path)
    restore.set_defaults(run=_restore)
    check = commands.add_parser("check", parents=[every], help="look the data over")
    check.set_defaults(run=_check)
    update = commands.add_parser("migrate", parents=[every], help="bring the tables up to date")
    update.set_defaults(run=_migrate)


def _backup(chosen: argparse.Namespace) -> dict[str, Any]:
    workbench, actor = place(chosen)
    return {"backup": str(chosen.out), "rows": keeping.back_up(workbench, actor, chosen.out)}


def _restore(chosen: argparse.Namespace) -> dict[str, Any]:
    workbench, actor = place(chosen)
    return {
        "restored": str(workbench.folder),
        "rows": keeping.restore(workbench, actor, chosen.file),
    }


def _check(chosen: argparse.Namespace) -> dict[str, Any]:
    workbench, actor = place(chosen)
    found = keeping.check(workbench, actor)
    if found and not chosen.json:
        raise BadInput("\n".join(found))
    return {"problems": found}


def _migrate(chosen: argparse.Namespace) -> dict[str, Any]:
    url = os.environ.get("EBCD_DATABASE_URL") or None
    workbench = open_workbench(default_folder(), url, ready=False)
    return {"migrated": migrate(workbench.database)}
