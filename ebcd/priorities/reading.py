"""Before deciding: what a result says besides its order, in plain words.

What was close, what all groups share, what one group put high and the room left behind, and where
the groups are far apart. The same words stand on the team's page, the projector, the phone and in
the report; the order decides nothing, the group does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ebcd.priorities.ballots import Method
from ebcd.priorities.groups import group_name
from ebcd.priorities.wording import where
from ebcd.words import _

Result = Mapping[str, Any]

_FAR = 2
"""Groups differ on an option from more than so many places on."""

_MOST_FAR = 3


def interval_words(line: Mapping[str, Any]) -> str:
    """Between which places an option lies in nine of ten rooms drawn again; a dash for one voter.

    >>> interval_words({"rank_interval": [2, 2]}), interval_words({"rank_interval": None})
    ('2', '–')
    """
    if line["rank_interval"] is None:
        return "–"
    low, high = line["rank_interval"]
    return str(low) if low == high else _("{low} to {high}").format(low=low, high=high)


def close_words(result: Result) -> list[str]:
    """How firm the first place is, and which options were close; nothing for a single voter."""
    known = [line for line in result["results"] if line["rank_interval"] is not None]
    if not known:
        return []
    first = known[0]
    lowest = max(line["rank_interval"][1] for line in known if line["rank"] == 1)
    close = [line["option"] for line in known[1:] if line["rank_interval"][0] <= lowest]
    if lowest == 1 and not close:
        return [_("First, whoever of this room had come: {option}.").format(option=first["option"])]
    listed = "; ".join([first["option"], *close])
    return [_("Close, so talk about them together: {options}.").format(options=listed)]


def group_words(method: Method, result: Result) -> list[str]:
    """What the groups share and where they part; nothing where there are no two to compare."""
    agreement = result["agreement"]
    if not agreement:
        return []
    shared = max(agreement.items(), key=lambda each: each[1]["consensus_per_group"])
    said = [_("Most shared by all groups: {option}.").format(option=shared[0])]
    said += [
        _("Do not lose {option}: among the first three of {groups}, not of the whole room.").format(
            option=option, groups=" / ".join(group_name(group) for group in line["kept"])
        )
        for option, line in agreement.items()
        if line["kept"]
    ]
    far = sorted(agreement.items(), key=lambda each: -each[1]["rank_gap"])
    said += [
        _("Groups differ on {option}: {places}.").format(
            option=option, places=_places(result, option)
        )
        for option, line in far[:_MOST_FAR]
        if line["rank_gap"] > _FAR
    ]
    return said + (_quadrants(result) if method is Method.IMPACT_EFFORT else [])


def _places(result: Result, option: str) -> str:
    """The place of an option in each group, the group that put it highest first."""
    line = next(each for each in result["results"] if each["option"] == option)
    own = sorted(line["groups"].items(), key=lambda each: int(each[1]["rank"]))
    return "; ".join(
        _("{group}: place {place}").format(
            group=group_name(group), place=f"{each['rank']}{'=' if each['tied'] else ''}"
        )
        for group, each in own
    )


def _quadrants(result: Result) -> list[str]:
    """The options that groups put into different quadrants."""
    said = []
    for line in result["results"]:
        places = {group: where(own) for group, own in line["groups"].items()}
        if len(set(places.values())) > 1:
            each = "; ".join(f"{group_name(group)}: {place}" for group, place in places.items())
            said.append(
                _("{option} is seen differently: {each}.").format(option=line["option"], each=each)
            )
    return said
