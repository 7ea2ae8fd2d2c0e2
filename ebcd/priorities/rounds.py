"""Rounds: one question put to the room, from its draft to the reveal.

Nothing of a result is shown before the close. Once a vote is in, neither that nor the vote's being
anonymous can be undone: options, dots and groups of a round that was opened stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ebcd.errors import BadInput, Conflict
from ebcd.people import Group
from ebcd.priorities.ballots import Method
from ebcd.words import _

MOST_OPTIONS = 60
MOST_DOTS = 100
MOST_PLACES = 10
MOST_PAIRS = 20
MOST_MINUTES = 180
FIRST_METHODS = (Method.DOTS, Method.APPROVAL)
"""The methods that stand first where a vote is prepared."""
MORE_METHODS = (Method.RANKED, Method.IMPACT_EFFORT, Method.PAIRWISE, Method.EQUAL_SHARES)
_MOST_OPTIONS_OF = {Method.IMPACT_EFFORT: 20, Method.PAIRWISE: 30}
"""Methods that ask too much of a voter with more options than this."""

Answers = dict[str, int]
"""One ballot's answers, by the marks on its page (text, for JSON); what is left empty is not in it.

Dots, approval, equal shares: the option's number → dots, or 1. Ranked: the option's number → its
place from 1. Impact and effort: `3i` and `3e` → 1 to 5, of option 3. Pairwise: `3-5`, the lower
number first → the number preferred. See `ebcd.priorities.answers`.
"""


class State(StrEnum):
    """Where a round stands."""

    DRAFT = "draft"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"
    REVEALED = "revealed"

    @property
    def label(self) -> str:
        return {
            "draft": "Being prepared",
            "open": "Open for votes",
            "paused": "Paused",
            "closed": "Closed, not yet revealed",
            "revealed": "Revealed",
        }[self.value]


class Way(StrEnum):
    """How a ballot came in."""

    PHONE = "phone"
    CARD = "card"
    PAPER = "paper"
    FILE = "file"


_MOST_MONEY = 1e12

_STEPS = {
    State.DRAFT: {State.OPEN},
    State.OPEN: {State.PAUSED, State.CLOSED},
    State.PAUSED: {State.OPEN, State.CLOSED},
    State.CLOSED: {State.REVEALED},
    State.REVEALED: set(),
}


@dataclass(frozen=True)
class Option:
    """One option of a round.

    `number`: from 1, the same on phone, paper and screen. `cost`: for equal shares, in the budget's
    unit.
    """

    number: int
    title: str
    description: str = ""
    quotation: str = ""
    cost: float | None = None


@dataclass(frozen=True)
class Plan:
    """What is decided before a round opens.

    `dots`: how many each voter has, for dots. `groups`: those offered, in order. `top`: how many
    options a voter ranks. `pairs`: the most pairs one voter compares. `budget`: for equal shares.
    `minutes`: of the timer that starts when the round opens, or None for no timer.
    """

    title: str
    method: Method
    question: str = ""
    dots: int = 5
    groups: tuple[str, ...] = tuple(group.value for group in Group)
    by_card_only: bool = False
    decides: bool = True
    top: int = 3
    pairs: int = 10
    budget: float | None = None
    minutes: int | None = None


def check_step(now: State, then: State) -> None:
    """Raises Conflict where a round cannot go from `now` to `then`."""
    if then not in _STEPS[now]:
        raise Conflict(
            f"This round is {now.label.lower()}, so it cannot become “{then.label.lower()}”: "
            "look at the page again, somebody may have moved it on."
        )


def checked_plan(plan: Plan, options: Sequence[Option]) -> Plan:
    """`plan` with its texts trimmed. Raises BadInput where it cannot be voted on."""
    title = " ".join(plan.title.split())
    if not title:
        raise BadInput("A round needs a name: type one, such as “Joint event, first vote”.")
    if not 2 <= len(options) <= MOST_OPTIONS:
        raise BadInput(
            f"A round needs 2 to {MOST_OPTIONS} options, not {len(options)}: change the choice."
        )
    if len({option.title for option in options}) < len(options):
        raise BadInput("Two options have the same words: reword one, so that people can tell.")
    if not plan.groups:
        raise BadInput("Choose at least one group that votes.")
    if plan.minutes is not None and not 1 <= plan.minutes <= MOST_MINUTES:
        raise BadInput(f"Set the timer to between 1 and {MOST_MINUTES} minutes, or leave it empty.")
    _check_method(plan, options)
    return replace(
        plan,
        title=title[:200],
        question=plan.question.strip(),
        groups=tuple(dict.fromkeys(plan.groups)),
    )


def _check_method(plan: Plan, options: Sequence[Option]) -> None:
    """Raises BadInput where what this method needs is missing or too much."""
    most = _MOST_OPTIONS_OF.get(plan.method, MOST_OPTIONS)
    if len(options) > most:
        raise BadInput(
            f"This method asks too much of people with {len(options)} options: choose {most} or "
            "fewer, or use dots."
        )
    if plan.method is Method.DOTS and not 1 <= plan.dots <= MOST_DOTS:
        raise BadInput(f"Give each voter between 1 and {MOST_DOTS} dots.")
    places = min(MOST_PLACES, len(options))
    if plan.method is Method.RANKED and not 1 <= plan.top <= places:
        raise BadInput(f"Let each voter rank between 1 and {places} of these options.")
    if plan.method is Method.PAIRWISE and not 1 <= plan.pairs <= MOST_PAIRS:
        raise BadInput(f"Let each voter compare between 1 and {MOST_PAIRS} pairs.")
    if plan.method is Method.EQUAL_SHARES:
        _check_money(plan, options)


def _check_money(plan: Plan, options: Sequence[Option]) -> None:
    if plan.budget is None or not 0 < plan.budget < _MOST_MONEY:
        raise BadInput("Equal shares needs a budget: write an amount above 0.")
    for option in options:
        if option.cost is None or not 0 < option.cost < _MOST_MONEY:
            raise BadInput(f"“{option.title}” has no cost: write an amount above 0 beside it.")


def checked_group(group: str, offered: Sequence[str]) -> str:
    """`group` if this round offers it. Raises BadInput where it does not."""
    if group not in offered:
        raise BadInput(_("Choose one of the groups on the page."))
    return group
