"""Ties, and how they are broken as announced before the vote opened.

Equal options share a rank, shown as "3=". Only where an order is needed all the same: the option
with the highest support in its least supportive group comes first, then the one with more
supporters, then a lot, drawn with the seed that was recorded when the round was made.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np

from ebcd.priorities.scores import Floats, Votes

RULE = (
    "Equal options share their place. Where an order is needed: highest support in the least "
    "supportive group, then number of supporters, then a lot drawn with the recorded seed."
)


def lot(options: Sequence[str], seed: int) -> dict[str, int]:
    """Each option's place in the lot: it depends on the seed and the set of options alone."""
    drawn = sorted(options)
    random.Random(seed).shuffle(drawn)
    return {option: place for place, option in enumerate(drawn)}


def least_support(votes: Votes) -> Floats:
    """(m): the share of supporters in the group that supports the option least."""
    shares = [votes.marked[votes.group == g].mean(axis=0) for g in np.unique(votes.group)]
    return np.asarray(np.min(shares, axis=0), dtype=np.float64)


def break_order(votes: Votes, seed: int) -> list[int]:
    """The options' indices, the one that wins any tie first."""
    support, supporters = least_support(votes), votes.marked.sum(axis=0)
    drawn = lot(votes.options, seed)
    return sorted(
        range(len(votes.options)),
        key=lambda o: (-round(float(support[o]), 9), -int(supporters[o]), drawn[votes.options[o]]),
    )


def shown_rank(rank: int, tied: bool) -> str:
    """A rank for people.

    >>> shown_rank(3, True), shown_rank(1, False)
    ('3=', '1')
    """
    return f"{rank}=" if tied else str(rank)
