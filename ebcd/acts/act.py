"""One act: permission, change and log in one transaction.

with act(workbench, actor, study_id, May.CODEBOOK, "rename a code") as doing:
    codebook.rename(doing.connection, study_id, code_id, name)
    doing.about(code=code_id)
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from ebcd.acts.access import Actor, May, check
from ebcd.errors import NotAllowed
from ebcd.store import blindfold, log
from ebcd.store.database import Connection
from ebcd.store.workbench import Workbench


@dataclass
class Act:
    """An act under way.

    `connection`: its transaction. `workbench`: where it happens. `undo_id`: after the act, what
    `undo` takes, if `remember` was called. `revision`: the study's revision after the act.
    """

    workbench: Workbench
    connection: Connection
    actor: Actor
    study_id: int
    undo_id: int | None = None
    revision: int | None = None
    _about: dict[str, Any] = field(default_factory=dict)
    _memory: tuple[str, Any] | None = None

    def about(self, **ids: Any) -> None:
        """What the log says of this act: ids, counts and states; never words."""
        self._about |= ids

    def remember(self, kind: str, memory: Any) -> None:
        """Keep (as JSON) what undoing this act needs, under the undo's `kind`."""
        self._memory = (kind, memory)


@contextmanager
def act(workbench: Workbench, actor: Actor, study_id: int, may: May, what: str) -> Iterator[Act]:
    """Open an act. Nothing of it stays if an error leaves the block."""
    with workbench.database.writing() as connection:
        log.hold(connection, study_id)
        check(connection, actor, study_id, may)
        blindfold.put_on(connection, study_id, actor.account_id)
        doing = Act(workbench, connection, actor, study_id)
        yield doing
        entry = log.append(connection, study_id, actor.account_id, actor.name, what, doing._about)
        if doing._memory is not None:
            kind, memory = doing._memory
            doing.undo_id = log.remember(
                connection, study_id, entry, actor.account_id, kind, memory
            )
        doing.revision = log.raise_revision(connection, study_id)


@contextmanager
def server_act(workbench: Workbench, actor: Actor, what: str) -> Iterator[Act]:
    """An act on the server itself (accounts, new studies), for its administrator."""
    with workbench.database.writing() as connection:
        if not actor.is_admin:
            raise NotAllowed("Only the server's administrator may do this: ask them.")
        doing = Act(workbench, connection, actor, 0)
        yield doing
        log.append(connection, None, actor.account_id, actor.name, what, doing._about)


@contextmanager
def look(
    workbench: Workbench, actor: Actor, study_id: int, may: May = May.READ
) -> Iterator[Connection]:
    """Open a read of the study, for whoever may."""
    with workbench.database.reading() as connection:
        check(connection, actor, study_id, may)
        blindfold.put_on(connection, study_id, actor.account_id)
        yield connection
