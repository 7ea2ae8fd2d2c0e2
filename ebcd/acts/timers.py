"""The timer of a round: set, made longer or taken away by the facilitator; it closes nothing."""

from __future__ import annotations

from ebcd.acts.access import Actor, May
from ebcd.acts.act import act
from ebcd.errors import BadInput, Conflict
from ebcd.priorities import timer
from ebcd.priorities.rounds import MOST_MINUTES, State
from ebcd.priorities.timer import Timer
from ebcd.store import rounds as store
from ebcd.store.rounds import Round
from ebcd.store.workbench import Workbench
from ebcd.times import now


def seconds_left(found: Round) -> int | None:
    """What the timer of a round shows now; None where none runs."""
    return found.timer.seconds(now()) if found.timer else None


def add_minutes(
    workbench: Workbench, actor: Actor, study_id: int, round_id: int, minutes: int
) -> None:
    """Give the timer so many minutes more, or start it with them.

    Raises Conflict unless votes are taken, BadInput for a number that cannot be meant.
    """
    if not 1 <= minutes <= MOST_MINUTES:
        raise BadInput(f"Give between 1 and {MOST_MINUTES} minutes: type another number.")
    with act(workbench, actor, study_id, May.EVENTS, "set the timer of a round") as doing:
        found = _running(store.by_id(doing.connection, study_id, round_id, lock=True))
        clock = timer.longer(found.timer, minutes, now())
        if found.state is State.PAUSED:
            clock = Timer(left=clock.seconds(now()))
        store.set_settings(doing.connection, found, timer=timer.kept(clock))
        doing.about(round=round_id, minutes=minutes)


def take_away(workbench: Workbench, actor: Actor, study_id: int, round_id: int) -> None:
    """Show no time any more. Raises Conflict unless votes are taken."""
    with act(workbench, actor, study_id, May.EVENTS, "take the timer away") as doing:
        found = _running(store.by_id(doing.connection, study_id, round_id, lock=True))
        store.set_settings(doing.connection, found, timer=None)
        doing.about(round=round_id)


def _running(found: Round) -> Round:
    if found.state not in (State.OPEN, State.PAUSED):
        raise Conflict("A timer runs only while a vote is open: open it first.")
    return found
