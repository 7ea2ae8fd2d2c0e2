"""Taking back what was done to the film, one act after the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from ebcd.acts.access import Actor, May
from ebcd.acts.act import Act, act, look
from ebcd.errors import Conflict
from ebcd.store import film_undo as store
from ebcd.store import log
from ebcd.store.film_undo import Undoable
from ebcd.store.workbench import Workbench


@contextmanager
def changing(workbench: Workbench, actor: Actor, study_id: int, what: str) -> Iterator[Act]:
    """An act on the film that can be taken back."""
    with act(workbench, actor, study_id, May.FILM, what) as doing, remembered(doing):
        yield doing


@contextmanager
def remembered(doing: Act) -> Iterator[None]:
    """Remember what the block changes in the film, so that the act can be taken back."""
    before = store.rows(doing.connection, doing.study_id)
    yield
    made = store.changes(before, store.rows(doing.connection, doing.study_id))
    if made:
        doing.remember(store.CHANGED, made)


def undoable(workbench: Workbench, actor: Actor, study_id: int, since: datetime) -> Undoable | None:
    """What this person did last to the film since then, and can take back; None for nothing."""
    with look(workbench, actor, study_id, May.FILM) as connection:
        return store.latest(connection, study_id, actor.account_id, since)


def undo(workbench: Workbench, actor: Actor, study_id: int, undo_id: int) -> None:
    """Take one change of the film back.

    Raises Conflict where that was done already, or somebody changed the same since.
    """
    with act(workbench, actor, study_id, May.FILM, "take back a change of the film") as doing:
        kept = log.remembered(doing.connection, study_id, undo_id)
        if kept is None or kept.kind != store.CHANGED:
            raise Conflict("This was undone already, or can no longer be undone: reload the page.")
        store.take_back(doing.connection, study_id, kept.memory)
        log.mark_undone(doing.connection, undo_id)
        doing.about(tables=sorted(kept.memory))
