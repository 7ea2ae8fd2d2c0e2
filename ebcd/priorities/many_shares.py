"""Equal shares for approvals, tried for many shares at once.

“Add1” runs the method again for every share until the budget is spent, thousands of times where
the budget is large. Here a whole row of shares is run at once in ordinary figures, only to find the
share at which it ends; what is funded is then worked out anew in exact ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_CLOSE = 1e-9
"""Prices closer than this, in proportion, are taken to be equal."""

_CELLS = 600_000
"""How many figures one row of shares may take up at a time."""


@dataclass(frozen=True)
class Approvals:
    """Who approves what. `likes` (v, m): kinds of ballots by option, the winner of ties first.
    `many` (v): voters of each kind. `costs` (m).
    """

    likes: Flags
    many: Floats
    costs: Floats
    budget: float


def last_step(asked: Approvals, share: float, most: int) -> int | None:
    """How often 1 is added to `share` before the method ends; None where `most` is not enough.

    It ends with the share before the first that costs too much, or with the first that leaves
    nothing anybody likes to be bought with the rest of the budget.
    """
    liked = asked.likes.any(axis=0)
    at_once = max(1, _CELLS // max(1, asked.likes.size))
    for start in range(0, most, at_once):
        bought, spent = _run(asked, share + np.arange(start, start + at_once, dtype=np.float64))
        rest = asked.budget - spent
        too_much = rest < -_CLOSE * asked.budget
        could = (asked.costs <= rest[:, None] + _CLOSE * asked.budget) & liked & ~bought
        ends = too_much | ~could.any(axis=1)
        if ends.any():
            first = int(ends.argmax())
            return start + first - bool(too_much[first])
    return None


def _run(asked: Approvals, shares: Floats) -> tuple[Flags, Floats]:
    """What is bought with each share (k, m) and what it costs (k); it stops past the budget."""
    left = np.repeat(shares[:, None], len(asked.many), axis=1)
    bought = np.zeros((len(shares), len(asked.costs)), dtype=bool)
    spent = np.zeros(len(shares))
    going = np.arange(len(shares))
    while len(going):
        price = _prices(asked, left[going])
        price[bought[going]] = np.inf
        least = price.min(axis=1)
        choice = (price <= least[:, None] * (1 + _CLOSE)).argmax(axis=1)
        can = np.isfinite(least)
        going, choice, least = going[can], choice[can], least[can]
        pays = np.minimum(left[going], least[:, None]) * asked.likes[:, choice].T
        left[going] -= pays
        bought[going, choice] = True
        spent[going] += asked.costs[choice]
        going = going[spent[going] <= asked.budget * (1 + _CLOSE)]
    return bought, spent


def _prices(asked: Approvals, left: Floats) -> Floats:
    """(k, m): the price at which an option's supporters can pay for it; infinite if they cannot."""
    order = left.argsort(axis=1)
    funds = np.take_along_axis(left, order, axis=1)[:, :, None]
    weights = (asked.likes * asked.many[:, None])[order]
    before = weights.cumsum(axis=1) - weights
    paid = (funds * weights).cumsum(axis=1) - funds * weights
    others = weights.sum(axis=1, keepdims=True) - before
    reach = paid + funds * others >= asked.costs * (1 - _CLOSE)
    at = reach.argmax(axis=1)[:, None, :]
    owed = asked.costs - np.take_along_axis(paid, at, axis=1)[:, 0]
    by = np.take_along_axis(others, at, axis=1)[:, 0]
    can = reach.any(axis=1) & (by > 0)
    return np.where(can, owed / np.where(can, by, 1.0), np.inf)
