"""Lists: from the long lists of patients and staff to the joint list.

Patients and staff each choose a shortlist from their long list at their own event; the joint list
is made of both. An item keeps where it came from and what happened to it: merged, reworded, set
aside with the reason, chosen with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ebcd.errors import BadInput

LONGEST_TITLE = 200


class ListName(StrEnum):
    """Which list an item stands on."""

    PATIENT_LONG = "patient_long"
    PATIENT_SHORT = "patient_short"
    STAFF_LONG = "staff_long"
    STAFF_SHORT = "staff_short"
    JOINT = "joint"

    @property
    def label(self) -> str:
        return {
            "patient_long": "Patients' long list",
            "patient_short": "Patients' shortlist",
            "staff_long": "Staff's long list",
            "staff_short": "Staff's shortlist",
            "joint": "Joint list",
        }[self.value]

    @property
    def forward(self) -> ListName | None:
        """The list that items of this one are taken to; None for the joint list."""
        return {
            ListName.PATIENT_LONG: ListName.PATIENT_SHORT,
            ListName.STAFF_LONG: ListName.STAFF_SHORT,
            ListName.PATIENT_SHORT: ListName.JOINT,
            ListName.STAFF_SHORT: ListName.JOINT,
        }.get(self)


class ItemState(StrEnum):
    """What became of an item."""

    LISTED = "listed"
    MERGED = "merged"
    SET_ASIDE = "set_aside"
    CHOSEN = "chosen"


class Outcome(StrEnum):
    """What talking about a list came to. Consensus comes first, voting second."""

    AGREED = "agreed"
    NEARLY = "nearly"
    OPEN = "open"

    @property
    def label(self) -> str:
        return {
            "agreed": "Everybody agreed",
            "nearly": "Nearly everybody agreed",
            "open": "No agreement: put it to a vote",
        }[self.value]


@dataclass(frozen=True)
class Talk:
    """What talking about a list came to. `event`: at which, or empty."""

    list: ListName
    outcome: Outcome
    notes: str
    event: str
    at: datetime


@dataclass(frozen=True)
class Item:
    """One priority on one list.

    `code`: the touchpoint or theme it came from, or None. `position`: its place on the list.
    `reason`: why it was set aside or chosen. `history`: what it was called before, oldest first.
    `origins`: ids of the items it was made of. `evidence`: uuids of the codings kept with it.
    """

    id: int
    list: ListName
    title: str
    description: str = ""
    position: int = 0
    state: ItemState = ItemState.LISTED
    reason: str = ""
    code: int | None = None
    event: int | None = None
    merged_into: int | None = None
    history: tuple[Mapping[str, str], ...] = ()
    origins: tuple[int, ...] = field(default=())
    evidence: tuple[str, ...] = field(default=())

    @property
    def stands(self) -> bool:
        """Whether it is still on its list."""
        return self.state in (ItemState.LISTED, ItemState.CHOSEN)


def checked_title(title: str) -> str:
    """`title` on one line. Raises BadInput where it is empty or too long."""
    title = " ".join(title.split())
    if not title:
        raise BadInput("A priority needs words: type them and save again.")
    if len(title) > LONGEST_TITLE:
        raise BadInput(
            f"These words have {len(title)} characters: shorten them to {LONGEST_TITLE} and put "
            "the rest into the description."
        )
    return title


def checked_reason(reason: str) -> str:
    """`reason` trimmed. Raises BadInput where it is empty."""
    reason = reason.strip()
    if not reason:
        raise BadInput("Say why: the report lists what was not chosen and the reason.")
    return reason


def check_merge(items: Iterable[Item]) -> None:
    """Raises BadInput unless these are two or more items standing on one list."""
    chosen = list(items)
    if len(chosen) < 2:
        raise BadInput("Choose at least two priorities to merge.")
    if len({item.list for item in chosen}) > 1:
        raise BadInput("Only priorities of one list can be merged: choose them from one list.")
    if not all(item.stands for item in chosen):
        raise BadInput("One of these was merged or set aside already: reload the page.")


def ancestry(item_id: int, by_id: Mapping[int, Item]) -> list[Item]:
    """Everything an item was made of, nearest first, without itself."""
    found: dict[int, Item] = {}
    edge = list(by_id[item_id].origins) if item_id in by_id else []
    while edge:
        here = edge.pop(0)
        if here in by_id and here not in found and here != item_id:
            found[here] = by_id[here]
            edge += by_id[here].origins
    return list(found.values())


def sides(item: Item, by_id: Mapping[int, Item]) -> set[str]:
    """Whose lists an item came from: patient, staff, or both.

    >>> joint = Item(2, ListName.JOINT, "Be believed", origins=(1,))
    >>> sides(joint, {1: Item(1, ListName.STAFF_SHORT, "Believe"), 2: joint})
    {'staff'}
    """
    lists = {each.list for each in (item, *ancestry(item.id, by_id))}
    return {name.value.split("_")[0] for name in lists if name is not ListName.JOINT}


def codes_of(item: Item, by_id: Mapping[int, Item]) -> list[int]:
    """The touchpoints and themes an item goes back to, nearest first."""
    own = [each.code for each in (item, *ancestry(item.id, by_id)) if each.code is not None]
    return list(dict.fromkeys(own))
