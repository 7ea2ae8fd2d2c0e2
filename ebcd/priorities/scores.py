"""Scores: what each method makes of the ballots.

A method's votes are put into arrays once; after that any selection of voters can be scored, which
is how the whole room, one group and a thousand re-drawn rooms are all counted by the same code.
Letters: n voters, m options, r selections of voters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ebcd.priorities.ballots import Ballot, Method, Sheet
from ebcd.priorities.pairings import bradley_terry

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

JLA_PLACES = 10
"""In the James Lind Alliance's score a first place is worth ten points, a tenth place one."""

HIGH_IMPACT = 4
"""From this impact on, of 1 to 5, a voter is taken to support an option."""

MIDDLE = 3.0
"""The middle of the scale of impact and effort: the line between the quadrants."""


@dataclass(frozen=True)
class Votes:
    """The ballots of one round as arrays.

    `points` (n, m): what each voter gives each option; impact for impact and effort, NaN where
    not answered. `efforts` (n, m) or None. `wins` (n, m, m) or None: how often a voter preferred
    the row's option to the column's. `marked` (n, m): who supported what at all. `agreed` (n, m):
    who is taken to agree: whoever gave anything; ranked: placed it in the upper half; impact and
    effort: impact from 4 on; pairwise: preferred it more often than not. `group` (n): the index of
    each voter's shown group. `by_group`: whether groups count equally (the James Lind Alliance's
    way).
    """

    method: Method
    options: tuple[str, ...]
    points: Floats
    marked: NDArray[np.bool_]
    agreed: NDArray[np.bool_]
    group: Ints
    groups: tuple[str, ...]
    efforts: Floats | None = None
    wins: Floats | None = None
    by_group: bool = False

    @property
    def lowest_is_best(self) -> bool:
        """Whether the score is a sum of positions, of which the lowest is best."""
        return self.by_group


def votes(sheet: Sheet, shown_in: Mapping[str, str], equal_groups: bool = False) -> Votes:
    """The arrays of `sheet`. `shown_in`: for each group of a ballot, the group it is shown in."""
    groups = tuple(dict.fromkeys(shown_in.values()))
    group = np.array([groups.index(shown_in[b.group]) for b in sheet.ballots], dtype=np.int64)
    by_group = equal_groups and sheet.method is Method.RANKED
    marks = _matrix([ballot.marks for ballot in sheet.ballots], sheet.options)
    given = np.nan_to_num(marks) > 0
    points, efforts, wins, marked, agreed = np.nan_to_num(marks), None, None, given, given
    if sheet.method is Method.RANKED:
        places = _places(sheet.ballots, sheet.options)
        points = _jla_points(marks) if by_group else len(sheet.options) - places
        agreed = places <= (len(sheet.options) + 1) / 2
    elif sheet.method is Method.IMPACT_EFFORT:
        points = marks
        efforts = _matrix([ballot.efforts for ballot in sheet.ballots], sheet.options)
        marked = agreed = np.nan_to_num(marks) >= HIGH_IMPACT
    elif sheet.method is Method.PAIRWISE:
        wins = _wins(sheet.ballots, sheet.options)
        points = wins.sum(axis=2)
        marked, agreed = points > 0, points > wins.sum(axis=1)
    return Votes(
        sheet.method, sheet.options, points, marked, agreed, group, groups, efforts, wins, by_group
    )


def score(votes: Votes, picks: Ints) -> Floats:
    """The score of each option, (r, m), among the voters `picks` (r, k) points at.

    Dots, approvals, utilities and Borda points are added up. Impact and effort: the median impact
    less the median effort, NaN where nobody answered. Pairwise: Bradley–Terry strengths that add
    up to 1. With groups counted equally: the sum of the option's positions within the groups.
    """
    if votes.by_group:
        return _group_positions(votes, picks)
    if votes.method is Method.IMPACT_EFFORT:
        assert votes.efforts is not None
        return _medians(votes.points, picks) - _medians(votes.efforts, picks)
    weights = _weights(picks, len(votes.points))
    if votes.method is Method.PAIRWISE:
        assert votes.wins is not None
        n, m, _ = votes.wins.shape
        return bradley_terry((weights @ votes.wins.reshape(n, m * m)).reshape(-1, m, m))
    return np.asarray(weights @ votes.points, dtype=np.float64)


def merit(votes: Votes, scores: Floats) -> Floats:
    """`scores` turned so that more is better, NaN last, rounded so that equal means equal."""
    signed: Floats = -scores if votes.lowest_is_best else scores
    known = np.where(np.isnan(signed), -np.inf, signed)
    return np.asarray(np.round(known, 9), dtype=np.float64)


def positions(merits: Floats) -> Ints:
    """The rank of each option, (r, m): 1 plus how many do better, so that equals share a rank.

    >>> positions(np.array([[5.0, 7.0, 5.0]]))
    array([[2, 1, 2]])
    """
    better = merits[:, None, :] > merits[:, :, None]
    return np.asarray(better.sum(axis=2) + 1, dtype=np.int64)


def borda_points(places: Mapping[str, float], options: Sequence[str]) -> dict[str, float]:
    """One voter's Borda points: m - 1 for the first of m, 0 for the last.

    Equal ranks share the mean of the places they take, unranked options the mean of what is left.

    >>> borda_points({"a": 1, "b": 2}, ["a", "b", "c", "d"])
    {'a': 3.0, 'b': 2.0, 'c': 0.5, 'd': 0.5}
    """
    row = _places([Ballot("", "", places)], options)[0]
    return {option: float(len(options) - place) for option, place in zip(options, row, strict=True)}


def quadrant(impact: float, effort: float) -> str | None:
    """Where an option stands by its medians; None on the line or where nobody answered.

    >>> quadrant(4.5, 2.0)
    'do first'
    """
    if np.isnan(impact) or np.isnan(effort) or MIDDLE in (impact, effort):
        return None
    if impact > MIDDLE:
        return "do first" if effort < MIDDLE else "plan"
    return "if time allows" if effort < MIDDLE else "leave"


def _matrix(rows: Sequence[Mapping[str, float]], options: Sequence[str]) -> Floats:
    """(n, m): each voter's mark on each option, NaN where there is none."""
    return np.array(
        [[row.get(option, np.nan) for option in options] for row in rows], dtype=np.float64
    ).reshape(len(rows), len(options))


def _places(ballots: Sequence[Ballot], options: Sequence[str]) -> Floats:
    """(n, m): the place of each option from 1, equals and unranked ones on their mean place."""
    ranks = _matrix([ballot.marks for ballot in ballots], options)
    ranks = np.where(np.isnan(ranks), np.inf, ranks)
    before = (ranks[:, None, :] < ranks[:, :, None]).sum(axis=2)
    same = (ranks[:, None, :] == ranks[:, :, None]).sum(axis=2)
    return np.asarray(before + (same + 1) / 2, dtype=np.float64)


def _jla_points(ranks: Floats) -> Floats:
    """(n, m): 11 less the place for places 1 to 10; equals share the mean of their places."""
    filled = np.where(np.isnan(ranks), np.inf, ranks)
    before = (filled[:, None, :] < filled[:, :, None]).sum(axis=2)
    same = (filled[:, None, :] == filled[:, :, None]).sum(axis=2)
    worth = np.zeros(2 * ranks.shape[1] + JLA_PLACES + 2)
    worth[1 : JLA_PLACES + 1] = np.arange(JLA_PLACES, 0, -1)
    upto = np.cumsum(worth)
    shared = (upto[before + same] - upto[before]) / np.maximum(same, 1)
    return np.asarray(np.where(np.isnan(ranks), 0.0, shared), dtype=np.float64)


def _wins(ballots: Sequence[Ballot], options: Sequence[str]) -> Floats:
    index = {option: place for place, option in enumerate(options)}
    wins = np.zeros((len(ballots), len(options), len(options)))
    for voter, ballot in enumerate(ballots):
        for preferred, other in ballot.pairs:
            wins[voter, index[preferred], index[other]] += 1
    return wins


def _weights(picks: Ints, voters: int) -> Floats:
    """(r, n): how often each voter stands in each selection."""
    r = len(picks)
    flat = (picks + np.arange(r)[:, None] * voters).ravel()
    return np.bincount(flat, minlength=r * voters).reshape(r, voters).astype(np.float64)


def _group_positions(votes: Votes, picks: Ints) -> Floats:
    weights = _weights(picks, len(votes.points))
    total = np.zeros((len(picks), len(votes.options)))
    for index in np.unique(votes.group[picks[0]]):
        inside = votes.group == index
        total += positions(np.round(weights[:, inside] @ votes.points[inside], 9))
    return total


def _medians(marks: Floats, picks: Ints) -> Floats:
    """(r, m): the median mark of those who answered, a few selections at a time for memory."""
    at_once = max(1, 4_000_000 // max(1, picks.shape[1] * marks.shape[1]))
    parts = []
    for start in range(0, len(picks), at_once):
        part = np.sort(marks[picks[start : start + at_once]], axis=1)
        answered = (~np.isnan(part)).sum(axis=1)
        low, high = np.maximum(answered - 1, 0) // 2, answered // 2
        high = np.minimum(high, part.shape[1] - 1)
        middle = [np.take_along_axis(part, at[:, None, :], axis=1)[:, 0] for at in (low, high)]
        parts.append(np.where(answered > 0, (middle[0] + middle[1]) / 2, np.nan))
    return np.concatenate(parts)
