"""Learning at once: what one decision says about the other open suggestions, without a fit.

Adding one example to ridge regression changes the score of every other passage by a known amount:
its covariance with the new one, given all that was learnt from, times the surprise (Rasmussen and
Williams 2006, 2.2). The covariances of suggested passages are worked out with the fit, the largest
of each are kept, and a decision costs a few multiplications. The next fit replaces it all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ebcd.assistant.features import likeness
from ebcd.assistant.learning import RIDGE
from ebcd.assistant.suggestions import Model

if TYPE_CHECKING:
    import numpy.typing as npt

    from ebcd.assistant.features import Matrix

NEIGHBOURS = 60
"""Passages that a decision about one may move."""
MOST_PASSAGES = 1200
LEAST = 0.02
"""A smaller move of the log odds is not worth a write."""


@dataclass(frozen=True)
class Nearby:
    """Suggested passages, and which others a decision about each moves.

    `others`: shape (n, most), row numbers, the passage itself among them.
    `pulls`: (n, most), by how much a surprise of 1 moves the score of each. `slope`, `start`: the
    line that turns scores into log odds.
    """

    others: npt.NDArray[np.int32]
    pulls: Matrix
    slope: float
    start: float


def nearby(model: Model, texts: Sequence[str]) -> Nearby | None:
    """Which passages a decision about each of `texts` moves; None where nothing was learnt."""
    if model.learnt is None or not texts:
        return None
    features = model.reader.read(texts)
    ours = likeness(features, features)
    theirs = likeness(features, model.features)
    left = ours - theirs @ model.learnt.solver @ theirs.T
    own = np.maximum(np.diag(left), 1e-6)
    pulls = np.asarray(left / (RIDGE + own)[:, None], dtype=np.float32)
    most = min(NEIGHBOURS, len(texts))
    others = np.argsort(-pulls, axis=1, kind="stable")[:, :most]
    slope, start = model.line
    return Nearby(
        others.astype(np.int32),
        np.take_along_axis(pulls, others, axis=1).astype(np.float32),
        slope,
        start,
    )


def moves(nearby: Nearby, row: int, score: float, fits: bool) -> dict[int, float]:
    """By how much the log odds of other passages move, by row.

    `row`: the passage that was decided about; `score`: what its code had there; `fits`: whether
    the coder said that the code fits.
    """
    bounded = min(max(score, 1e-4), 1 - 1e-4)
    raw = (float(np.log(bounded / (1 - bounded))) - nearby.start) / nearby.slope
    surprise = (1.0 if fits else 0.0) - raw
    moved = nearby.slope * surprise * nearby.pulls[row]
    return {
        int(other): float(move)
        for other, move in zip(nearby.others[row].tolist(), moved.tolist(), strict=True)
        if other != row and abs(move) >= LEAST
    }


def moved(score: float, move: float) -> float:
    """A likelihood after its log odds moved.

    >>> moved(0.5, 0.0)
    0.5
    """
    bounded = min(max(score, 1e-6), 1 - 1e-6)
    odds = float(np.log(bounded / (1 - bounded))) + move
    return float(1 / (1 + np.exp(-odds)))
