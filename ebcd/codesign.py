"""Co-design: groups that take one priority each, their actions and what came of them.

The walk that the whole workbench is for ends here: an output goes back to an action, the action to
a priority, the priority to touchpoints, and these to what people said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from ebcd.errors import BadInput


class Status(StrEnum):
    """How far an action has come."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    STOPPED = "stopped"

    @property
    def label(self) -> str:
        return {
            "planned": "Planned",
            "under_way": "Under way",
            "done": "Done",
            "stopped": "Stopped",
        }[self.value]


@dataclass(frozen=True)
class CodesignGroup:
    """A group that works on one priority. `item`: the joint priority, or None."""

    id: int
    name: str
    aim: str = ""
    item: int | None = None
    split_from: int | None = None


@dataclass(frozen=True)
class Action:
    """What is done, who does it and by when. `measure`: how one will know that it worked."""

    id: int
    group: int
    what: str
    owner: str = ""
    due: date | None = None
    status: Status = Status.PLANNED
    measure: str = ""
    position: int = 0


@dataclass(frozen=True)
class Output:
    """What came of an action. `you_said`, `we_did`: the two lines for the celebration."""

    id: int
    action: int
    what: str
    delivered: date | None = None
    you_said: str = ""
    we_did: str = ""


def overdue(action: Action, today: date) -> bool:
    """Whether an action should have been finished before `today`."""
    open_still = action.status in (Status.PLANNED, Status.UNDER_WAY)
    return open_still and action.due is not None and action.due < today


def checked(words: str, what: str) -> str:
    """`words` trimmed. Raises BadInput where they are empty; `what` names the field."""
    words = words.strip()
    if not words:
        raise BadInput(f"{what} needs words: type them and save again.")
    return words


def progress(actions: Iterable[Action]) -> tuple[int, int]:
    """(done, all) of the actions that were not stopped."""
    counted = [action for action in actions if action.status is not Status.STOPPED]
    return sum(action.status is Status.DONE for action in counted), len(counted)


# --- Who is in which group: splitting a large one fairly ------------------------------------------


@dataclass(frozen=True)
class Member:
    """Somebody who signed up. `side`: patient, carer, family or staff. `group`: where they are."""

    id: int
    side: str
    group: int


MOST_PARTS = 8


def fair_split(members: Sequence[Member], groups: Sequence[int]) -> dict[int, int]:
    """Where each member goes, by id, so that the groups are alike and as few as can be move.

    `groups`: between which they are divided; whoever is in another has to move. Of each side
    (patients, carers, …) no group has more than one more than another, and neither of all together.
    Among equally good ways those stay who signed up first.

    >>> fair_split([Member(1, "carer", 7), Member(2, "carer", 7), Member(3, "staff", 7)], [7, 8])
    {1: 7, 2: 8, 3: 7}
    """
    sides = sorted({member.side for member in members})
    there = {side: Counter(m.group for m in members if m.side == side) for side in sides}
    targets = _targets(there, groups)
    placed: dict[int, int] = {}
    for side in sides:
        room = {group: targets[side, group] for group in groups}
        moving = []
        for member in (each for each in members if each.side == side):
            if room.get(member.group, 0):
                room[member.group] -= 1
                placed[member.id] = member.group
            else:
                moving.append(member.id)
        free = [group for group in groups for _each in range(room[group])]
        placed |= dict(zip(moving, free, strict=True))
    return {member.id: placed[member.id] for member in members}


def _targets(
    there: Mapping[str, Counter[int]], groups: Sequence[int]
) -> dict[tuple[str, int], int]:
    """How many of each side every group is to have.

    Every group has its side's share, rounded down. Those left over are dealt out so that most of
    them may stay where they are: a flow of the greatest gain from the sides to the groups.
    """
    least = {side: counts.total() // len(groups) for side, counts in there.items()}
    left = {side: counts.total() % len(groups) for side, counts in there.items()}
    share, more = divmod(sum(left.values()), len(groups))
    flow = _Flow()
    for side, counts in there.items():
        flow.add("from", ("side", side), left[side], 0)
        for group in groups:
            stays = counts[group] > least[side]
            flow.add(("side", side), ("group", group), 1, -1 if stays else 0)
    for group in groups:
        flow.add(("group", group), "to", share, -len(there) * len(groups) - 1)
        flow.add(("group", group), "to", 1 if more else 0, 0)
    sent = flow.sent("from", "to")
    return {
        (side, group): least[side] + sent.get((("side", side), ("group", group)), 0)
        for side in there
        for group in groups
    }


class _Flow:
    """As much as can flow, at the least cost: cheapest paths one after another (Ford, Fulkerson).

    Groups, sides and people of a study are few, so that this takes no time.
    """

    def __init__(self) -> None:
        self._edges: list[list[Any]] = []  # from, to, room left, cost; each next to its reverse

    def add(self, start: object, end: object, room: int, cost: int) -> None:
        self._edges += [[start, end, room, cost], [end, start, 0, -cost]]

    def sent(self, source: object, sink: object) -> dict[tuple[object, object], int]:
        """How much flows along each edge that was added."""
        while path := self._cheapest(source, sink):
            for number in path:
                self._edges[number][2] -= 1
                self._edges[number ^ 1][2] += 1
        flown: Counter[tuple[object, object]] = Counter()
        for number in range(0, len(self._edges), 2):
            start, end = self._edges[number][:2]
            flown[start, end] += self._edges[number + 1][2]
        return flown

    def _cheapest(self, source: object, sink: object) -> list[int]:
        """The edges of the cheapest path that still has room; none where there is no path."""
        cost: dict[object, int] = {source: 0}
        came: dict[object, int] = {}
        changed = True
        while changed:
            changed = False
            for number, (start, end, room, price) in enumerate(self._edges):
                if room and start in cost and cost[start] + price < cost.get(end, 1 << 30):
                    cost[end], came[end], changed = cost[start] + price, number, True
        path = []
        at = sink
        while at in came and at != source:
            path.append(came[at])
            at = self._edges[came[at]][0]
        return path
