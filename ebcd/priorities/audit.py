"""The audit of a round: what was done with it, when and by whom, and never who voted what.

Ballots are counted by the way they came, without their group, so that nothing can be worked out of
the two together. A paper ballot that was left out keeps its reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ebcd.priorities.rounds import Way
from ebcd.words import _, counted


@dataclass(frozen=True)
class Came:
    """How ballots came in. `ways`: those that were counted, by way. `voided`: the reason of each
    that was left out. `begun`: those that were begun and never confirmed, and so do not count.
    """

    ways: Mapping[str, int]
    voided: tuple[str, ...] = ()
    begun: int = 0


@dataclass(frozen=True)
class Step:
    """Something done with the round. `many`: of what, where there were several; else 0."""

    at: datetime
    who: str
    what: str
    many: int = 0


STEPS = {
    "prepare a round": "",
    "open a round": "",
    "pause a round": "",
    "close a round": "ballots",
    "reveal a round": "",
    "make ballot cards": "cards",
    "enter a paper ballot": "",
    "void a paper ballot": "",
    "put a file of ballots in": "ballots",
    "take a file of ballots out": "ballots",
    "count a show of hands": "present",
    "record what the group agreed": "",
}
"""What the log says of a round that belongs into its audit, and what it counts there."""


def step_name(what: str) -> str:
    """A step as people read it."""
    return {
        "prepare a round": _("Prepared"),
        "open a round": _("Opened for votes"),
        "pause a round": _("Paused"),
        "close a round": _("Closed for good, and counted"),
        "reveal a round": _("Result revealed"),
        "make ballot cards": _("Personal cards made"),
        "enter a paper ballot": _("Paper ballots typed in"),
        "void a paper ballot": _("Paper ballot left out"),
        "put a file of ballots in": _("File of ballots put in"),
        "take a file of ballots out": _("File of ballots taken out"),
        "count a show of hands": _("Hands of a group counted"),
        "record what the group agreed": _("What the group agreed was written down"),
    }[what]


def together(steps: Sequence[Step]) -> list[Step]:
    """The steps with paper ballots that one person typed one after another as one, counted."""
    found: list[Step] = []
    for step in steps:
        if step.what != "enter a paper ballot":
            found.append(step)
        elif found and (found[-1].what, found[-1].who) == (step.what, step.who):
            found[-1] = Step(found[-1].at, step.who, step.what, found[-1].many + 1)
        else:
            found.append(Step(step.at, step.who, step.what, 1))
    return found


def came_words(came: Came) -> list[str]:
    """How the ballots came in, and what was left out and why, in sentences."""
    names = {
        Way.PHONE: _("on phones {n}"),
        Way.CARD: _("with personal cards {n}"),
        Way.PAPER: _("on paper {n}"),
        Way.FILE: _("from a file {n}"),
    }
    ways = [words.format(n=came.ways[way]) for way, words in names.items() if came.ways.get(way)]
    said = [_("Ballots counted: {ways}.").format(ways=", ".join(ways))] if ways else []
    if came.voided:
        left_out = counted(
            len(came.voided), "{n} paper ballot was left out", "{n} paper ballots were left out"
        )
        said.append(f"{left_out}: {'; '.join(came.voided)}.")
    if came.begun:
        said.append(
            counted(
                came.begun,
                "{n} ballot was begun and never confirmed, so it does not count.",
                "{n} ballots were begun and never confirmed, so they do not count.",
            )
        )
    return said


def kept(came: Came) -> dict[str, Any]:
    """What is kept of it with the round."""
    return {"ways": dict(came.ways), "voided": list(came.voided), "begun": came.begun}


def read(value: Mapping[str, Any] | None) -> Came | None:
    """It as it was kept; None for a round that was closed before this was kept."""
    if value is None:
        return None
    return Came(dict(value["ways"]), tuple(value["voided"]), int(value["begun"]))
