"""The learning curve: how good suggestions were after a part of the coding, and whether more helps.

Each point learns from a part of the coded passages, drawn by chance, and is tried out of fold on
that part. The bar for showing is set on one half of it and tried on the other.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ebcd.assistant.learning import EARLY, bar, learn
from ebcd.assistant.suggestions import Ground, Model, aim

if TYPE_CHECKING:
    import numpy.typing as npt

    from ebcd.assistant.features import Matrix

PARTS = (0.25, 0.5, 0.75, 1.0)
DRAWS = 3
MANY = 800
"""With more passages than this in a part, one draw of it is steady enough."""
FEWEST_SHOWN = 10
"""Suggestions that would have been shown below which nothing is said of how many were right."""


@dataclass(frozen=True)
class Point:
    """How good it was after `passages`.

    `among_three`: the share of passages with a code of theirs among the first three; None where
    it is too early to say. `right`: of the suggestions that would have been shown, the share that
    the coder had made; None where too few would have been. `reached`: the share of passages that
    would have got one.
    """

    passages: int
    among_three: float | None
    right: float | None
    reached: float | None


def learning_curve(model: Model) -> tuple[Point, ...]:
    """The points after a quarter, a half, three quarters and all of the coding."""
    ground, learnt = model.ground, model.learnt
    if ground is None or learnt is None:
        return ()
    count = len(ground.groups)
    points = []
    for part in PARTS:
        size = round(part * count)
        if size < EARLY:
            points.append(Point(size, None, None, None))
        elif size == count:
            points.append(_mean(size, [_tried(learnt.unseen, model.applied, ground.groups, 0)]))
        else:
            draws = range(1 if size > MANY else DRAWS)
            points.append(
                _mean(size, [_drawn(ground, model.applied, size, seed) for seed in draws])
            )
    return tuple(points)


def _drawn(ground: Ground, applied: Matrix, size: int, seed: int) -> tuple[float, int, int, float]:
    """One draw of a part, learnt from and tried."""
    rows = np.sort(np.random.default_rng(seed).permutation(len(applied))[:size])
    groups = [ground.groups[row] for row in rows.tolist()]
    alike = ground.alike[np.ix_(rows, rows)]
    found = learn(alike, applied[rows], ground.resembles[rows], groups)
    return _tried(found.unseen, applied[rows], groups, seed)


def _tried(
    unseen: Matrix, applied: Matrix, groups: Sequence[Hashable], seed: int
) -> tuple[float, int, int, float]:
    """The share found among three, suggestions shown, those right, and the share reached."""
    bearing = applied.any(axis=1)
    if not bearing.any():
        return 0.0, 0, 0, 0.0
    best = np.argsort(-unseen[bearing], axis=1, kind="stable")[:, :3]
    among = np.take_along_axis(applied[bearing], best, axis=1).any(axis=1).mean()
    shown = right = 0
    reached = 0.0
    halves = _halves(groups, seed)
    for half in (halves, ~halves):
        heard = len({group for group, inside in zip(groups, half.tolist(), strict=True) if inside})
        lowest = bar(unseen[half], applied[half], aim(len(applied)), heard).score
        over = unseen[~half] >= lowest
        shown += int(over.sum())
        right += int((over & (applied[~half] > 0)).sum())
        reached += float(over.any(axis=1).sum())
    return float(among), shown, right, reached / len(applied)


def _halves(groups: Sequence[Hashable], seed: int) -> npt.NDArray[np.bool_]:
    """Which rows are in the first half: whole groups where there are enough of them."""
    rng = np.random.default_rng(seed)
    kinds = list(dict.fromkeys(groups))
    if len(kinds) < 4:
        return np.asarray(rng.permutation(len(groups)) < len(groups) // 2)
    first = set(rng.permutation(len(kinds))[: len(kinds) // 2].tolist())
    number = {group: at for at, group in enumerate(kinds)}
    return np.array([number[group] in first for group in groups])


def _mean(size: int, draws: Sequence[tuple[float, int, int, float]]) -> Point:
    among = float(np.mean([draw[0] for draw in draws]))
    shown = sum(draw[1] for draw in draws)
    right = sum(draw[2] for draw in draws)
    reached = float(np.mean([draw[3] for draw in draws]))
    enough = shown >= FEWEST_SHOWN * len(draws)
    return Point(
        size,
        round(among, 4),
        round(right / shown, 4) if enough else None,
        round(reached, 4),
    )
