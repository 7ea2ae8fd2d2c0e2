"""A show of hands: heads counted in the room, option by option and group by group.

It is a result of its own, shown beside the ballots and never added to them: hands go up in front
of everybody, and whoever raises one may have cast a ballot too. Small groups are joined all the
same, because the count stays in the file and in the report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ebcd.errors import BadInput
from ebcd.priorities.groups import EVERYBODY, LEAST, join_small

MOST_HEADS = 2_000


@dataclass(frozen=True)
class Hands:
    """What one group showed. `present`: people of it in the room. `heads`: by option's number."""

    group: str
    present: int
    heads: Mapping[str, int]


def checked_hands(
    group: str, present: int, heads: Mapping[str, int], numbers: Sequence[int]
) -> Hands:
    """The hands of one group. Raises BadInput where they are more than there are people."""
    if not 1 <= present <= MOST_HEADS:
        raise BadInput(f"Write how many people of the group are there, from 1 to {MOST_HEADS}.")
    known = {str(number) for number in numbers}
    for number, raised in heads.items():
        if number not in known:
            raise BadInput("One of the options is not in this vote: reload the page.")
        if not 0 <= raised <= present:
            raise BadInput(
                f"Option {number}: {raised} hands of {present} people cannot be. Count again, or "
                "correct how many are there."
            )
    return Hands(group, present, {str(number): heads.get(str(number), 0) for number in numbers})


def joined(shown: Sequence[Hands], ballots: Mapping[str, str] | None = None) -> list[Hands]:
    """The hands with groups under five joined, as ballots are; fewer than five in all stand for
    everybody, without the name of a group.

    `ballots`: for each group with ballots, the group these are shown in. What was joined there is
    joined here too, for hands of patients taken from ballots of patients and carers leave carers.
    """
    names = join_small({hands.group: hands.present for hands in shown}, already=ballots)
    few = sum(hands.present for hands in shown) < LEAST
    together: dict[str, Hands] = {}
    for hands in shown:
        name = EVERYBODY if few else names[hands.group]
        before = together.get(name, Hands(name, 0, {}))
        heads = {n: before.heads.get(n, 0) + raised for n, raised in hands.heads.items()}
        together[name] = Hands(name, before.present + hands.present, heads)
    return list(together.values())


def kept(shown: Sequence[Hands]) -> list[dict[str, Any]]:
    """Hands as they are kept with the round."""
    return [
        {"group": each.group, "present": each.present, "heads": dict(each.heads)} for each in shown
    ]


def read(values: Sequence[Mapping[str, Any]]) -> list[Hands]:
    """Hands as they were kept."""
    return [Hands(each["group"], each["present"], dict(each["heads"])) for each in values]
