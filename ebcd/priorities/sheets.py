"""Filled ballots as a table: one row a ballot, one column a mark, checked row by row.

A row that cannot be counted is named by its line with the reason, and the others are taken; nothing
is put right by guessing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ebcd.errors import BadInput
from ebcd.priorities.answers import EFFORT, IMPACT, checked_answers, every_pair, pair_key
from ebcd.priorities.ballots import Method
from ebcd.priorities.groups import group_label, group_name
from ebcd.priorities.rounds import Answers, Option, Plan

_TICKS = frozenset({"x", "✓", "✔", "yes", "y"})
_NUMBER = re.compile(r"\s*(\d{1,3})\b")
_PREFERRED = re.compile(r"(\d{1,3})\s*>\s*(\d{1,3})")
Line = tuple[int, Sequence[str]]


@dataclass(frozen=True)
class Filled:
    """A file of ballots as it was read.

    `ballots`: (line, group, answers) of those that count. `problems`: (line, why) of the others.
    `left_out`: the rows of the others as they stand, the head first, to be mended and sent again.
    """

    ballots: tuple[tuple[int, str, Answers], ...]
    problems: tuple[tuple[int, str], ...]
    left_out: tuple[tuple[str, ...], ...]


def head(plan: Plan, options: Sequence[Option]) -> tuple[str, ...]:
    """The head of an empty sheet for this round: the group, then a column for each mark."""
    if plan.method is Method.PAIRWISE:
        pairs = every_pair([option.number for option in options])
        marks = [f"Pair {n} (preferred > other)" for n in range(1, min(plan.pairs, len(pairs)) + 1)]
    elif plan.method is Method.IMPACT_EFFORT:
        marks = [f"{o.number}. {o.title}: {side}" for o in options for side in ("impact", "effort")]
    else:
        marks = [f"{option.number}. {option.title}" for option in options]
    return ("Group", *marks)


def read_sheet(lines: Sequence[Line], plan: Plan, options: Sequence[Option]) -> Filled:
    """The ballots in `lines` (line number, cells), whose first is the head.

    Raises BadInput where the head names neither group nor options, or no ballot follows.
    """
    full = [(number, [str(cell).strip() for cell in cells]) for number, cells in lines]
    full = [(number, cells) for number, cells in full if any(cells)]
    if not full:
        raise BadInput("The file is empty: fill in the sheet that can be saved here.")
    (_, names), *body = full
    columns = _columns(names, plan.method)
    groups = _groups(plan)
    numbers = [option.number for option in options]
    ballots, problems, left_out = [], [], [tuple(names)]
    for number, cells in body:
        try:
            group, answers = _ballot(cells, columns, groups, plan, numbers)
        except BadInput as problem:
            problems.append((number, str(problem)))
            left_out.append(tuple(cells))
        else:
            ballots.append((number, group, answers))
    if not body:
        raise BadInput("The file has no ballots below its head: add one row for each ballot.")
    return Filled(tuple(ballots), tuple(problems), tuple(left_out) if problems else ())


def _columns(names: Sequence[str], method: Method) -> dict[int, str]:
    """The mark of each column by its place; the group's column is "group"."""
    found: dict[int, str] = {}
    for place, name in enumerate(names):
        low, number = name.lower(), _NUMBER.match(name)
        if low in ("group", "groups"):
            found[place] = "group"
        elif method is Method.PAIRWISE and low.startswith("pair"):
            found[place] = "pair"
        elif number and method is Method.IMPACT_EFFORT:
            side = IMPACT if low.endswith("impact") else EFFORT if low.endswith("effort") else ""
            found[place] = number[1] + side
        elif number:
            found[place] = number[1]
    marks = [mark for mark in found.values() if mark not in ("group", "pair")]
    if "group" not in found.values() or len(found) < 2 or len(set(marks)) < len(marks):
        raise BadInput(
            "The first row of the file has to name the group and the options by number, each "
            "once: use the sheet that can be saved here."
        )
    return found


def _groups(plan: Plan) -> dict[str, str]:
    """Every way in which a group of this round may be written."""
    return {
        said.lower(): group
        for group in plan.groups
        for said in (group, group_label(group), group_name(group))
    }


def _ballot(
    cells: Sequence[str],
    columns: Mapping[int, str],
    groups: Mapping[str, str],
    plan: Plan,
    numbers: Sequence[int],
) -> tuple[str, Answers]:
    said: dict[str, str] = {}
    marks: dict[str, object] = {}
    for place, mark in columns.items():
        cell = cells[place] if place < len(cells) else ""
        if mark == "group":
            said["group"] = cell
        elif cell and mark == "pair":
            key, preferred = read_pair(cell)
            if key in marks:
                raise BadInput(f"“{cell}” compares a pair that stands there already.")
            marks[key] = preferred
        elif cell:
            marks[mark] = _value(cell, plan.method)
    group = groups.get(said["group"].lower())
    if group is None:
        known = ", ".join(group_label(each) for each in plan.groups)
        raise BadInput(f"“{said['group']}” is no group of this vote: write one of {known}.")
    answers = checked_answers(marks, plan, numbers)
    if not answers:
        raise BadInput("Nothing is marked: fill the row in, or take it out.")
    return group, answers


def read_pair(cell: str) -> tuple[str, int]:
    read = _PREFERRED.fullmatch(cell)
    if read is None or read[1] == read[2]:
        raise BadInput(f"“{cell}” is no pair: write the preferred number first, such as 3 > 5.")
    return pair_key(int(read[1]), int(read[2])), int(read[1])


def _value(cell: str, method: Method) -> str:
    """A tick counts as 1 where there is nothing but a tick to give; 2.0 is 2."""
    if method in (Method.APPROVAL, Method.EQUAL_SHARES) and cell.lower() in _TICKS:
        return "1"
    return cell.removesuffix(".0")
