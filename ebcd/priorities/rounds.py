"""Rounds: one question put to the room, from its draft to the reveal.

Nothing of a result is shown before the close. Once a vote is in, neither that nor the vote's being
anonymous can be undone: options, dots and groups of a round that was opened stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ebcd.errors import BadInput, Conflict
from ebcd.people import Group
from ebcd.priorities.ballots import Method

MOST_OPTIONS = 60
MOST_DOTS = 100
ROUND_METHODS = (Method.DOTS, Method.APPROVAL)
"""The methods a round in the room can have; a file of ballots can be counted by all of them."""

Answers = dict[str, int]
"""One ballot's answers: the option's number (as text, for JSON) → dots, or 1 for an approval."""


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


_STEPS = {
    State.DRAFT: {State.OPEN},
    State.OPEN: {State.PAUSED, State.CLOSED},
    State.PAUSED: {State.OPEN, State.CLOSED},
    State.CLOSED: {State.REVEALED},
    State.REVEALED: set(),
}


@dataclass(frozen=True)
class Option:
    """One option of a round. `number`: from 1, the same on phone, paper and screen."""

    number: int
    title: str
    description: str = ""
    quotation: str = ""


@dataclass(frozen=True)
class Plan:
    """What is decided before a round opens.

    `dots`: how many each voter has, for dots. `groups`: those offered, in order.
    """

    title: str
    method: Method
    question: str = ""
    dots: int = 5
    groups: tuple[str, ...] = tuple(group.value for group in Group)
    by_card_only: bool = False
    decides: bool = True


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
    if plan.method not in ROUND_METHODS:
        raise BadInput("A round in the room uses dots or approval: choose one of them.")
    if not 2 <= len(options) <= MOST_OPTIONS:
        raise BadInput(
            f"A round needs 2 to {MOST_OPTIONS} options, not {len(options)}: change the choice."
        )
    if len({option.title for option in options}) < len(options):
        raise BadInput("Two options have the same words: reword one, so that people can tell.")
    if not 1 <= plan.dots <= MOST_DOTS:
        raise BadInput(f"Give each voter between 1 and {MOST_DOTS} dots.")
    if not plan.groups:
        raise BadInput("Choose at least one group that votes.")
    return Plan(
        title[:200],
        plan.method,
        plan.question.strip(),
        plan.dots,
        tuple(dict.fromkeys(plan.groups)),
        plan.by_card_only,
        plan.decides,
    )


def checked_answers(
    answers: Mapping[str, object], method: Method, dots: int, numbers: Iterable[int]
) -> Answers:
    """`answers` without what was left empty.

    Raises BadInput where an option is unknown, a figure is none, or too many dots are given.
    """
    known = {str(number) for number in numbers}
    most = 1 if method is Method.APPROVAL else dots
    kept: Answers = {}
    for number, value in answers.items():
        if number not in known:
            raise BadInput("One of the options is not on this ballot: reload the page.")
        given = _whole(value)
        if given is None or given < 0 or given > most:
            raise BadInput(f"Option {number}: give a whole number from 0 to {most}.")
        if given:
            kept[number] = given
    used = sum(kept.values())
    if method is Method.DOTS and used > dots:
        raise BadInput(
            f"You have {dots} dots and gave {used}: take {used - dots} back and try again."
        )
    return kept


def _whole(value: object) -> int | None:
    text = str(value).strip()
    if text == "":
        return 0
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def checked_group(group: str, offered: Sequence[str]) -> str:
    """`group` if this round offers it. Raises BadInput where it does not."""
    if group not in offered:
        raise BadInput("Choose one of the groups on the page.")
    return group


def rows(
    counted: Iterable[tuple[str, Mapping[str, int]]], titles: Mapping[str, str]
) -> Iterator[dict[str, str]]:
    """The rows of a results file that anybody can count again with `ebcd tally`.

    `counted`: (group as shown, answers) of each ballot, already shuffled. `titles`: by number.
    An empty ballot is a row without an option, so that it is counted as a voter.
    """
    for place, (group, answers) in enumerate(counted, start=1):
        voter = str(place)
        if not answers:
            yield {"voter": voter, "group": group, "option": "", "value": ""}
        for number in sorted(answers, key=int):
            yield {
                "voter": voter,
                "group": group,
                "option": titles[number],
                "value": str(answers[number]),
            }
