"""Pairings: options compared two at a time.

Bradley–Terry turns "this rather than that" into strengths. Condorcet and Schulze check a ranking:
is there an option that beats every other in a pairing, and what order follows from the pairings?
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_MOST_STEPS = 2_000
_PRIOR = 0.5
"""Wins and losses lent to each option against an average one where strengths would be endless."""


def connected(wins: Floats) -> bool:
    """Whether every option is better than every other along some chain of wins in `wins` (m, m).

    Only then do Bradley–Terry strengths have finite values of their own (Ford 1957).
    """
    reach = wins > 0
    for via in range(len(wins)):
        reach = reach | (reach[:, via][:, None] & reach[via][None, :])
    np.fill_diagonal(reach, True)
    return bool(reach.all())


def bradley_terry(wins: Floats) -> Floats:
    """Strengths (r, m) that add up to 1, from `wins` (r, m, m): row preferred to column.

    Maximum likelihood by Hunter's minorisation (2004). Where the wins do not connect all options,
    each option is lent half a win and half a loss against an average one, so that a strength stays
    finite; see `connected`.
    """
    results = np.empty(wins.shape[:2])
    lend = np.array([0.0 if connected(one) else _PRIOR for one in wins])
    if not len(wins) or not wins.shape[1]:
        return results
    both = wins + wins.transpose(0, 2, 1)
    won = wins.sum(axis=2) + lend[:, None]
    strength = np.full(wins.shape[:2], 1.0 / wins.shape[1])
    for _ in range(_MOST_STEPS):
        pair = strength[:, :, None] + strength[:, None, :]
        mean = strength.mean(axis=1, keepdims=True)
        divisor = (both / pair).sum(axis=2) + 2 * lend[:, None] / (strength + mean)
        fresh = won / np.where(divisor > 0, divisor, 1.0)
        fresh /= np.maximum(fresh.sum(axis=1, keepdims=True), 1e-300)
        moved = np.abs(fresh - strength).max()
        strength = fresh
        if moved < 1e-12:
            break
    return strength


def preferences(merits: Floats) -> Floats:
    """(m, m): how many voters put the row's option above the column's.

    `merits` (n, m): more is better; equal says nothing.
    """
    return np.asarray((merits[:, :, None] > merits[:, None, :]).sum(axis=0), dtype=np.float64)


def condorcet_winner(preferred: Floats) -> int | None:
    """The option that beats every other in a pairing, or None. `preferred`: see `preferences`."""
    beats = preferred > preferred.T
    for option in range(len(preferred)):
        if beats[option].sum() == len(preferred) - 1:
            return option
    return None


def schulze_ranks(preferred: Floats) -> list[int]:
    """The rank of each option by the Schulze method with winning votes; equals share a rank.

    An option is above another if its strongest chain of wins to it is stronger than the way back
    (Schulze 2011).
    """
    paths = np.where(preferred > preferred.T, preferred, 0.0)
    for via in range(len(paths)):
        through = np.minimum(paths[:, via][:, None], paths[via][None, :])
        paths = np.maximum(paths, through)
    np.fill_diagonal(paths, 0.0)
    return [1 + int(count) for count in (paths < paths.T).sum(axis=1)]
