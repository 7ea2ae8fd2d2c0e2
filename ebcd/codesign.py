"""Co-design: groups that take one priority each, their actions and what came of them.

The walk that the whole workbench is for ends here: an output goes back to an action, the action to
a priority, the priority to touchpoints, and these to what people said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

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
