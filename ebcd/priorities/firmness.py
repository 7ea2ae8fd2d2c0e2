"""How firm a ranking is: how much it depends on who came.

Voters are drawn again, with replacement, within their groups, and the options ranked anew each
time. The middle 90 % of an option's ranks are its rank interval. It says nothing of people who
could not have come.
"""

from __future__ import annotations

import numpy as np

from ebcd.priorities.ballots import Method
from ebcd.priorities.scores import Ints, Votes, merit, positions, score

DRAWS = 2_000
_DRAWS_OF_PAIRS = 300
_INTERVAL = (5, 95)


def redrawn(group: Ints, draws: int, seed: int) -> Ints:
    """(draws, n): voters drawn again within their groups."""
    chance = np.random.default_rng(seed)
    picks = np.empty((draws, len(group)), dtype=np.int64)
    for index in np.unique(group):
        members = np.flatnonzero(group == index)
        picks[:, members] = chance.choice(members, size=(draws, len(members)))
    return picks


def rank_intervals(votes: Votes, observed: Ints, seed: int) -> list[tuple[int, int]] | None:
    """For each option the lowest and highest rank of its middle 90 %; None for a single voter.

    `observed` (m): the ranks as counted, which the interval always holds.
    """
    if len(votes.group) < 2:
        return None
    draws = _DRAWS_OF_PAIRS if votes.method is Method.PAIRWISE else DRAWS
    found = []
    at_once = max(1, 20_000_000 // max(1, len(votes.options) ** 2 + len(votes.group)))
    picks = redrawn(votes.group, draws, seed)
    for start in range(0, draws, at_once):
        part = picks[start : start + at_once]
        found.append(positions(merit(votes, score(votes, part))))
    low, high = np.percentile(
        np.concatenate(found), _INTERVAL, axis=0, method="inverted_cdf"
    ).astype(int)
    return [
        (min(int(a), int(rank)), max(int(b), int(rank)))
        for a, b, rank in zip(low, high, observed, strict=True)
    ]
