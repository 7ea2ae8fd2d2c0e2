"""A show of hands: counted by the facilitator while a round is open, a result of its own."""

from __future__ import annotations

from collections.abc import Mapping

from ebcd.acts.access import Actor, May
from ebcd.acts.act import Act, act
from ebcd.errors import Conflict, NotFound
from ebcd.priorities import hands
from ebcd.priorities.hands import checked_hands
from ebcd.priorities.rounds import State, checked_group
from ebcd.store import rounds as store
from ebcd.store.rounds import Round
from ebcd.store.workbench import Workbench


def count_hands(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    round_id: int,
    group: str,
    present: int,
    heads: Mapping[str, int],
) -> None:
    """Keep how many people of a group are there and how many raised a hand for each option.

    Counted again, it takes the place of the count before. Raises BadInput where it cannot be,
    Conflict unless votes are taken.
    """
    with act(workbench, actor, study_id, May.EVENTS, "count a show of hands") as doing:
        found = _running(doing, round_id)
        checked_group(group, found.plan.groups)
        numbers = [option.number for option in store.options(doing.connection, round_id)]
        counted = checked_hands(group, present, heads, numbers)
        others = [each for each in found.hands if each.group != group]
        shown = sorted([*others, counted], key=lambda each: found.plan.groups.index(each.group))
        store.set_settings(doing.connection, found, hands=hands.kept(shown))
        doing.about(round=round_id, present=present)


def forget_hands(
    workbench: Workbench, actor: Actor, study_id: int, round_id: int, group: str
) -> None:
    """Take a group's show of hands out again, before the close."""
    with act(workbench, actor, study_id, May.EVENTS, "forget a show of hands") as doing:
        found = _running(doing, round_id)
        others = [each for each in found.hands if each.group != group]
        if len(others) == len(found.hands):
            raise NotFound("No hands were counted for this group: reload the page.")
        store.set_settings(doing.connection, found, hands=hands.kept(others))
        doing.about(round=round_id)


def _running(doing: Act, round_id: int) -> Round:
    found = store.by_id(doing.connection, doing.study_id, round_id, lock=True)
    if found.state not in (State.OPEN, State.PAUSED):
        raise Conflict("Hands are counted while a vote is open or paused: open it first.")
    return found
