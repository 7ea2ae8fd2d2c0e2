"""Favourite codes: those that a coder wants behind the first digits, on every machine."""

from __future__ import annotations

from ebcd.acts.access import Actor, May
from ebcd.acts.act import act
from ebcd.errors import BadInput, NotAllowed, NotFound
from ebcd.store import coding
from ebcd.store import favourites as store
from ebcd.store.workbench import Workbench

MOST = 9
"""As many as there are digits."""


def favour(
    workbench: Workbench, actor: Actor, study_id: int, code_id: int, *, on: bool
) -> list[int]:
    """Make a code a favourite of the one who asks, or not any more; all of theirs afterwards.

    Raises NotFound where the code is gone, BadInput where there is no digit left.
    """
    account_id = actor.account_id
    if account_id is None:
        raise NotAllowed("The command line has no favourites: sign in to keep some.")
    with act(workbench, actor, study_id, May.CODE, "choose favourite codes") as doing:
        connection = doing.connection
        if not on:
            store.remove(connection, study_id, account_id, code_id)
        elif not coding.code_is_there(connection, study_id, code_id):
            raise NotFound("This code was deleted by somebody else: choose another code.")
        else:
            store.add(connection, study_id, account_id, code_id)
            if store.count(connection, study_id, account_id) > MOST:
                raise BadInput(f"There are {MOST} favourites already: take one of them out first.")
        doing.about(code=code_id, on=on)
        return store.favourites(connection, study_id, account_id)
