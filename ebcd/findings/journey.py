"""The journey: touchpoints in pathway order, and how people felt at each.

What the emotional map of a feedback event starts from. Counts people, and keeps good and bad
apart: a moment with many of both is a moment with a range of views, which a mean would hide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ebcd.codebook import Code, Kind, tree
from ebcd.findings.feelings import Standing, feelings, standing
from ebcd.findings.grid import Grid


@dataclass(frozen=True)
class Felt:
    """How many people used one emotion word at one touchpoint."""

    emotion: int
    patients: int
    staff: int


@dataclass(frozen=True)
class Lane:
    """One side at one touchpoint, in people: who spoke of it, who felt good, bad or both."""

    people: int = 0
    good: int = 0
    bad: int = 0
    mixed: int = 0


@dataclass(frozen=True)
class Moment:
    """One touchpoint on the pathway.

    `stage`: the name of the journey stage above it, or "". `felt`: emotion words used at it, the
    most used first.
    """

    touchpoint: int
    name: str
    stage: str
    patients: Lane
    staff: Lane
    felt: tuple[Felt, ...]
    standing: Standing


def pathway(codes: Sequence[Code]) -> list[Code]:
    """The touchpoints in pathway order: by journey stage, then as the codebook lists them."""
    return [code for _depth, code in tree(codes) if code.kind is Kind.TOUCHPOINT]


def stage_of(code: Code, by_id: Mapping[int, Code]) -> str:
    """The name of the nearest journey stage above `code`, or ""."""
    seen: set[int] = set()
    at: Code | None = code
    while at is not None and at.id not in seen:
        seen.add(at.id)
        if at.kind is Kind.STAGE:
            return at.name
        at = by_id.get(at.parent) if at.parent is not None else None
    return ""


def journey(codes: Sequence[Code], emotions: Grid, signs: Mapping[int, int]) -> list[Moment]:
    """Every touchpoint of the grid `emotions` (touchpoint by emotion), in pathway order."""
    by_id = {code.id: code for code in codes}
    listed = set(emotions.rows)
    return [
        _moment(code, stage_of(code, by_id), emotions, signs)
        for code in pathway(codes)
        if code.id in listed
    ]


def _moment(code: Code, stage: str, emotions: Grid, signs: Mapping[int, int]) -> Moment:
    total = emotions.row_totals[code.id]
    felt = [
        Felt(column, len(cell.patients), len(cell.staff))
        for column in emotions.columns
        if (cell := emotions.cell(code.id, column)).people
    ]
    felt.sort(key=lambda f: -(f.patients + f.staff))
    return Moment(
        code.id,
        code.name,
        stage,
        _lane(total.patients, feelings(emotions, code.id, signs, total.patients)),
        _lane(total.staff, feelings(emotions, code.id, signs, total.staff)),
        tuple(felt),
        standing(emotions, code.id, signs),
    )


def _lane(people: frozenset[int], felt: Mapping[int, int]) -> Lane:
    signs = list(felt.values())
    return Lane(len(people), signs.count(1), signs.count(-1), signs.count(0))
