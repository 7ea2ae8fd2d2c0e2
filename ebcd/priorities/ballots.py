"""Ballots: what each voter put down, read from rows and checked row by row.

A row is one voter's mark on one option. What cannot be counted is listed with its row number, and
the rest is counted. Rows are numbered from 0, without the header.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ebcd.errors import BadInput
from ebcd.text import normalise


class Method(StrEnum):
    """How a round is decided."""

    DOTS = "dots"
    APPROVAL = "approval"
    RANKED = "ranked"
    IMPACT_EFFORT = "impact-effort"
    PAIRWISE = "pairwise"
    EQUAL_SHARES = "equal-shares"


SCALE = (1, 5)
"""The lowest and the highest impact or effort a voter can give."""


@dataclass(frozen=True)
class Ballot:
    """One voter's vote.

    `group`: as the voter chose it, `""` where none was said. `marks`: by option, the dots given,
    1 for an approval, the rank, the utility for equal shares, or the impact. `efforts`: by option,
    for impact and effort alone. `pairs`: (preferred, other) of each pair compared.
    """

    voter: str
    group: str = ""
    marks: Mapping[str, float] = field(default_factory=dict)
    efforts: Mapping[str, float] = field(default_factory=dict)
    pairs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Problem:
    """A row that was not counted and why. `row`: from 0, or None for the whole file."""

    message: str
    row: int | None = None


@dataclass(frozen=True)
class Sheet:
    """All ballots of one round. `options`: in the order they are shown."""

    method: Method
    options: tuple[str, ...]
    ballots: tuple[Ballot, ...]
    problems: tuple[Problem, ...] = ()


@dataclass
class _Draft:
    """One voter's ballot while its rows are being read."""

    group: str
    marks: dict[str, float] = field(default_factory=dict)
    efforts: dict[str, float] = field(default_factory=dict)
    pairs: list[tuple[str, str]] = field(default_factory=list)


class _Unusable(Exception):
    """A row that cannot be counted; its text says why."""


def parse_method(name: str) -> Method:
    """The method called `name`. Raises BadInput where there is none."""
    try:
        return Method(name)
    except ValueError:
        known = ", ".join(Method)
        raise BadInput(f"There is no method “{name}”: choose one of {known}.") from None


def columns(method: Method) -> tuple[str, ...]:
    """The columns a file of ballots for `method` must have."""
    if method is Method.IMPACT_EFFORT:
        return ("voter", "group", "option", "impact", "effort")
    return ("voter", "group", "option", "value")


def read_rows(
    rows: Iterable[Mapping[str, object]], method: Method, options: Sequence[str] = ()
) -> Sheet:
    """The ballots that `rows` hold.

    `options`: the options that were on the ballot, so that one nobody chose is counted too; any
    other option found in the rows is added after them, in order of appearance. A row without an
    option is an empty ballot: its voter counts as having voted.
    Raises BadInput where a column is missing or no row can be counted.
    """
    drafts: dict[str, _Draft] = {}
    listed = dict.fromkeys(options)
    problems: list[Problem] = []
    number = -1
    for number, raw in enumerate(rows):
        if number == 0:
            _check_columns(raw, method)
        try:
            _read_row({key: _cell(raw, key) for key in columns(method)}, method, drafts, listed)
        except _Unusable as why:
            problems.append(Problem(str(why), number))
    if not drafts:
        raise BadInput(_nothing_to_count(number + 1, problems))
    ballots = tuple(
        Ballot(voter, draft.group, draft.marks, draft.efforts, tuple(draft.pairs))
        for voter, draft in drafts.items()
    )
    return Sheet(method, tuple(listed), ballots, tuple(problems))


def _nothing_to_count(rows: int, problems: Sequence[Problem]) -> str:
    if not rows:
        return "The file has no ballots in it: add one row for each voter and option."
    return f"None of the {rows} rows could be counted. The first: {problems[0].message}"


def _check_columns(row: Mapping[str, object], method: Method) -> None:
    needed = [name for name in columns(method) if name != "group"]
    missing = [name for name in needed if name not in row]
    if missing:
        raise BadInput(
            f"The file has no column “{missing[0]}”: for the method {method} it needs the columns "
            f"{', '.join(columns(method))}."
        )


def _cell(row: Mapping[str, object], key: str) -> str:
    value = row.get(key)
    return "" if value is None else normalise(str(value))


def _read_row(
    row: Mapping[str, str],
    method: Method,
    drafts: dict[str, _Draft],
    listed: dict[str, None],
) -> None:
    """Adds one row to its voter's draft. Raises _Unusable and changes nothing where it cannot."""
    voter, group, option = row["voter"], row["group"], row["option"]
    if not voter:
        raise _Unusable("This row has no voter: write who cast it, by any number or word.")
    draft = drafts.get(voter) or _Draft(group)
    if draft.group != group:
        raise _Unusable(
            f"Voter {voter} stands in the group “{group}” here and in “{draft.group}” before: "
            "only the rows of the first group count."
        )
    if option:
        _mark(row, method, draft, listed)
        listed.setdefault(option)
    drafts[voter] = draft


def _mark(row: Mapping[str, str], method: Method, draft: _Draft, listed: dict[str, None]) -> None:
    voter, option = row["voter"], row["option"]
    if method is Method.PAIRWISE:
        other = row["value"]
        if not other or other == option:
            raise _Unusable(
                f"Voter {voter} compares “{option}” with nothing: write the option that lost "
                "into the column value."
            )
        draft.pairs.append((option, other))
        listed.setdefault(option)
        listed.setdefault(other)
        return
    if option in draft.marks:
        raise _Unusable(
            f"Voter {voter} has “{option}” twice: the first row counts, this one does not."
        )
    if method is Method.IMPACT_EFFORT:
        impact, effort = _on_scale(row, "impact"), _on_scale(row, "effort")
        draft.marks[option], draft.efforts[option] = impact, effort
        return
    draft.marks[option] = _value(row["value"], method)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _on_scale(row: Mapping[str, str], name: str) -> float:
    number = _number(row[name])
    if number is None or not SCALE[0] <= number <= SCALE[1]:
        raise _Unusable(
            f"“{row[name]}” is no {name}: write a number from {SCALE[0]} to {SCALE[1]}."
        )
    return number


def _value(text: str, method: Method) -> float:
    number = _number(text)
    if method is Method.APPROVAL:
        if number not in (0, 1):
            raise _Unusable(f"“{text}” is no approval: write 1, or 0 for none.")
    elif method is Method.RANKED:
        if number is None or number < 1 or number != int(number):
            raise _Unusable(f"“{text}” is no rank: write a whole number from 1, the best.")
    elif method is Method.DOTS:
        if number is None or number < 0 or number != int(number):
            raise _Unusable(f"“{text}” is no number of dots: write a whole number from 0.")
    elif number is None or number < 0:
        raise _Unusable(f"“{text}” is no support: write 1 for an approval, or a number from 0.")
    return float(number or 0)
