"""Learning codes from coded passages: kernel ridge regression, with every check out of fold.

Ridge regression on a kernel (Saunders and others 1998) learns all codes at once, and tells in
closed form what it would have said of each passage had that passage, or everything said by that
person, not been among the examples. So the weight of the codes' names and definitions, and the
score from which a suggestion is shown, are chosen on passages that the model has not seen.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from ebcd.assistant.features import Matrix

RIDGE = 0.4
"""How much the model holds back: chosen on two studies, and hardly matters from 0.2 to 0.8."""
PRIOR_WEIGHTS = (0.0, 0.3, 0.6)
USUAL_PRIOR = 0.6
MUST_GAIN = 0.01
"""What a weight must gain out of fold, in ranking quality, over the usual one to replace it."""
MOST_EXAMPLES = 3000
EARLY = 20
"""Coded passages below which nothing can be said of how good suggestions are."""


@dataclass(frozen=True)
class Learnt:
    """What was learnt from `n` passages about `k` codes.

    `weights`: shape (n, k); `level`: shape (k,), each code's base rate beyond the prior. `prior`:
    the weight of names and definitions. `unseen`: shape (n, k), what is said of each example from
    the others alone, nan where there is but one. `solver`: (n, n), the inverse that was learnt by.
    """

    weights: Matrix
    level: Matrix
    prior: float
    unseen: Matrix
    solver: Matrix

    def scores(self, alike: Matrix, resembles: Matrix) -> Matrix:
        """How likely each code is: `alike` (m, n) to the examples, `resembles` (m, k) the codes."""
        raw = alike @ self.weights + self.level + self.prior * resembles
        return np.asarray(raw, dtype=np.float32)


def chosen_examples(
    applied: npt.NDArray[np.float32], most: int = MOST_EXAMPLES
) -> npt.NDArray[np.int64]:
    """Row numbers of at most `most` passages to learn from: those with the rarest codes first.

    `applied`: shape (n, k), 1 where the passage bears the code.
    """
    if len(applied) <= most:
        return np.arange(len(applied))
    counts = np.maximum(applied.sum(axis=0), 1)
    rarity = (applied / counts).max(axis=1)
    shuffled = np.random.default_rng(0).permutation(len(applied))
    return np.sort(shuffled[np.argsort(-rarity[shuffled], kind="stable")][:most])


def learn(alike: Matrix, applied: Matrix, resembles: Matrix, groups: Sequence[Hashable]) -> Learnt:
    """Learn from `n` passages and `k` codes.

    `alike`: shape (n, n). `applied`: (n, k), 1 where a passage bears a code. `resembles`: (n, k).
    `groups`: who or where each passage is from; what is said of it unseen leaves its group out.
    """
    count, codes = applied.shape
    solver = _inverse(alike + np.float32(RIDGE) * np.eye(count, dtype=np.float32))
    rests = [applied - prior * resembles for prior in PRIOR_WEIGHTS]
    levels = [np.asarray(rest.sum(axis=0) / (count + 2), dtype=np.float32) for rest in rests]
    about = np.hstack([rest - level for rest, level in zip(rests, levels, strict=True)])
    weights: Matrix = np.asarray(solver @ about, dtype=np.float32)
    left = _left_out(solver, weights, _blocks(groups))
    tried = {}
    for at, (prior, level) in enumerate(zip(PRIOR_WEIGHTS, levels, strict=True)):
        those = slice(at * codes, (at + 1) * codes)
        unseen: Matrix = np.asarray(applied - left[:, those], dtype=np.float32)
        tried[prior] = Learnt(weights[:, those].copy(), level, prior, unseen, solver)
    return tried[_best_prior(tried, applied)]


def _inverse(matrix: Matrix) -> Matrix:
    """The inverse of a symmetric matrix: by Cholesky's way, half the work, where it is positive."""
    from scipy.linalg.lapack import spotrf, spotri

    lower, failed = spotrf(matrix, lower=True)
    if not failed:
        lower, failed = spotri(lower, lower=True)
    if failed:
        return np.asarray(np.linalg.inv(matrix), dtype=np.float32)
    inverse = np.tril(lower)
    inverse += np.tril(lower, -1).T
    return np.asarray(inverse, dtype=np.float32)


def _best_prior(tried: dict[float, Learnt], applied: Matrix) -> float:
    if len(applied) < EARLY:
        return USUAL_PRIOR
    quality = {prior: ranking_quality(found.unseen, applied) for prior, found in tried.items()}
    best = max(quality, key=lambda prior: quality[prior])
    return best if quality[best] > quality[USUAL_PRIOR] + MUST_GAIN else USUAL_PRIOR


def _blocks(groups: Sequence[Hashable]) -> list[npt.NDArray[np.int64]]:
    """The rows of each group; every row its own where there are too few groups to leave one out."""
    rows: dict[Hashable, list[int]] = {}
    for row, group in enumerate(groups):
        rows.setdefault(group, []).append(row)
    if len(rows) < 4 or max(map(len, rows.values())) > len(groups) // 2:
        return [np.array([row]) for row in range(len(groups))]
    return [np.array(block) for block in rows.values()]


def _left_out(solver: Matrix, weights: Matrix, blocks: list[npt.NDArray[np.int64]]) -> Matrix:
    """By how much each passage's truth exceeds what is said of it when its block is left out."""
    if all(len(block) == 1 for block in blocks):
        return np.asarray(weights / np.diag(solver)[:, None], dtype=np.float32)
    left = np.zeros_like(weights)
    for block in blocks:
        left[block] = np.linalg.solve(solver[np.ix_(block, block)], weights[block])
    return left


def ranking_quality(scores: Matrix, applied: Matrix) -> float:
    """Label-ranking average precision, 0 to 1 (Tsoumakas and others 2010); nan without codes."""
    bearing = applied.any(axis=1)
    if not bearing.any():
        return float("nan")
    scores, truth = scores[bearing], applied[bearing] > 0
    order = np.argsort(-scores, axis=1, kind="stable")
    hits = np.take_along_axis(truth, order, axis=1)
    precision = np.cumsum(hits, axis=1) / np.arange(1, truth.shape[1] + 1)
    return float(((precision * hits).sum(axis=1) / hits.sum(axis=1)).mean())


@dataclass(frozen=True)
class Bar:
    """The score from which a suggestion is shown, and what it led to out of fold.

    `score`: infinite where nothing may be shown. `precision`: of the suggestions shown, or None.
    `reached`: the share of passages that get one.
    """

    score: float
    precision: float | None
    reached: float


def bar(unseen: Matrix, applied: Matrix, aim: float, groups: int) -> Bar:
    """The lowest score at which suggestions are right `aim` of the time, aimed higher when young.

    `groups`: how many people or transcripts the passages are from. The precision of the first n
    suggestions is counted with a part of its deviation taken off, over suggestions and over
    groups, so that neither a lucky few nor a few transcripts that are alike lower the bar.
    """
    nothing = Bar(float("inf"), None, 0.0)
    if len(applied) < EARLY or not applied.any():
        return nothing
    order = np.argsort(-unseen, axis=None, kind="stable")
    hits = np.cumsum(applied.ravel()[order] > 0)
    shown = np.arange(1, len(order) + 1)
    cautious = (hits + 0.5) / (shown + 1)
    deviation = np.sqrt(cautious * (1 - cautious))
    cautious -= deviation * (CAUTION / np.sqrt(shown + 1) + CAUTION_OF_GROUPS / np.sqrt(groups))
    reaching = np.flatnonzero(cautious >= aim)
    if not len(reaching):
        return nothing
    last = int(reaching[-1])
    lowest = float(unseen.ravel()[order[last]])
    got = (unseen >= lowest).any(axis=1).mean()
    return Bar(lowest, float(hits[last] / shown[last]), float(got))


CAUTION, CAUTION_OF_GROUPS = 0.15, 0.3
"""Standard deviations taken off an out-of-fold precision."""
