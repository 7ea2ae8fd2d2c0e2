"""Keeping the data: backup, restore and check, for the server's administrator."""

from __future__ import annotations

from pathlib import Path

from ebcd.acts.access import Actor
from ebcd.acts.act import server_act
from ebcd.errors import BadInput, NotAllowed
from ebcd.store import archive, checks
from ebcd.store.workbench import Workbench


def back_up(workbench: Workbench, actor: Actor, target: Path) -> int:
    """Copy everything into one file; returns how many rows it holds."""
    if not actor.is_admin:
        raise NotAllowed("Only the server's administrator makes backups: ask them.")
    if target.exists():
        raise BadInput(f"{target} is there already: choose another name.")
    rows = archive.back_up(workbench.database, workbench.folder / "studies", target)
    with server_act(workbench, actor, "make a backup") as doing:
        doing.about(rows=rows)
    return rows


def restore(workbench: Workbench, actor: Actor, source: Path) -> int:
    """Fill this empty workbench from a backup; returns how many rows came back."""
    if not actor.is_admin:
        raise NotAllowed("Only the server's administrator restores backups: ask them.")
    rows = archive.restore(workbench.database, workbench.folder / "studies", source)
    with server_act(workbench, actor, "restore a backup") as doing:
        doing.about(rows=rows)
    return rows


def check(workbench: Workbench, actor: Actor) -> list[str]:
    """What is wrong with the data, one sentence a finding."""
    if not actor.is_admin:
        raise NotAllowed("Only the server's administrator checks the data: ask them.")
    with workbench.database.reading() as connection:
        return checks.problems(connection, workbench.folder / "studies")
