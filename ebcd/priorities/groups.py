"""Groups of voters, and how small ones are joined before anything is shown.

A group with fewer than five voters would give its members away, so it is joined with the next
smallest until every group shown has five. Patients, carers and families are joined among
themselves first. Nothing is left out and no voter stands in two groups, so that nothing under
five can be had by subtracting one published figure from another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ebcd.people import Group
from ebcd.words import _

LEAST = 5
"""The fewest voters a group that is shown may have."""

EVERYBODY = "everybody"
"""What a room of fewer than five is called: its groups are not named."""

TOGETHER = " + "
"""What stands between the names of groups that were joined."""

_ONE_SIDE = frozenset({Group.PATIENT.value, Group.CARER.value, Group.FAMILY.value})
_ORDER = [group.value for group in Group]
_Part = tuple[tuple[str, ...], int]


_SAID = {
    Group.PATIENT.value: "Patient or service user",
    Group.CARER.value: "Carer",
    Group.FAMILY.value: "Family member or friend",
    Group.STAFF.value: "Staff",
}


def group_label(group: str) -> str:
    """A group as people read it, joined groups one by one.

    >>> group_label("patient + staff")
    'Patient or service user + Staff'
    """
    return TOGETHER.join(_(_SAID.get(one, one)) for one in group.split(TOGETHER))


_MANY = {
    Group.PATIENT.value: "Patients",
    Group.CARER.value: "Carers",
    Group.FAMILY.value: "Family and friends",
    Group.STAFF.value: "Staff",
    EVERYBODY: "Everybody",
}


def group_name(group: str) -> str:
    """Whoever is in a group, joined groups one by one.

    >>> group_name("patient + carer")
    'Patients + Carers'
    """
    return TOGETHER.join(_(_MANY.get(one, one)) for one in group.split(TOGETHER))


def _place(name: str) -> tuple[int, str]:
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER), name)


def joined_name(groups: Iterable[str]) -> str:
    """What groups are called once they are one.

    >>> joined_name(["family", "patient"])
    'patient + family'
    """
    return TOGETHER.join(sorted((name or "no group" for name in groups), key=_place))


def join_small(
    counts: Mapping[str, int], least: int = LEAST, already: Mapping[str, str] | None = None
) -> dict[str, str]:
    """For each group with voters, the name of the group it is shown in.

    `counts`: voters by group. The smallest group under `least` is joined with the smallest other
    one, from its own side (patients, carers, families) where there is one, and so on until none is
    under `least` or all are one. `already`: how another count of the same people was joined, which
    is kept, so that nothing can be had by subtracting the one from the other.

    >>> join_small({"patient": 9, "carer": 3, "staff": 8})
    {'patient': 'patient + carer', 'carer': 'patient + carer', 'staff': 'staff'}
    """
    parts = _parts({name: count for name, count in counts.items() if count > 0}, already or {})
    while len(parts) > 1:
        parts.sort(key=lambda part: (part[1], [_place(name) for name in part[0]]))
        (names, count), rest = parts[0], parts[1:]
        if count >= least:
            break
        partner = _partner(names, rest)
        rest.remove(partner)
        joined = sorted((*names, *partner[0]), key=_place)
        parts = [(tuple(joined), count + partner[1]), *rest]
    shown = {name: joined_name(names) for names, _ in parts for name in names}
    return {name: shown[name] for name in sorted(shown, key=_place)}


def _parts(counts: Mapping[str, int], already: Mapping[str, str]) -> list[_Part]:
    """Each group with its count, those together that were joined already."""
    parts: dict[str, list[str]] = {}
    for name in counts:
        parts.setdefault(already.get(name, name), []).append(name)
    return [
        (tuple(sorted(names, key=_place)), sum(counts[name] for name in names))
        for names in parts.values()
    ]


def _partner(names: tuple[str, ...], rest: list[_Part]) -> _Part:
    """The part of `rest` (smallest first) that `names` is joined with."""
    if set(names) <= _ONE_SIDE:
        for part in rest:
            if set(part[0]) <= _ONE_SIDE:
                return part
    return rest[0]
