"""What to read next: the passages from which the model would learn most about all the others.

Ridge regression tells beforehand how much surer it would be of every other passage once one of
them is coded, whatever the code (Cohn, Ghahramani and Jordan 1996; Yu, Bi and Tresp 2006). The
passage that makes the whole surest comes first, the next one is what teaches most once that is
known: so they are like many others, unlike what is coded already and unlike each other. Others
count the more, the less the model can make up its mind about them, so that small talk, which it
knows to bear no code, does not come first.
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

    from ebcd.assistant.features import Features, Matrix

MOST_WEIGHED = 1500
"""Passages that are weighed: of more, as many are drawn by chance."""
NEARLY_SAME = 0.75
"""As a share of being the same: a passage so like one that was chosen is not asked for as well."""
FEWEST_WORDS = 8
LIKELIEST = 5


@dataclass(frozen=True)
class ToRead:
    """A passage to read next. `row`: its number. `worth`: from 0 to 1, 1 for the first.

    `unsure`: from 0 to 1, how undecided the model is about it.
    """

    row: int
    worth: float
    unsure: float


def to_read_next(model: Model, texts: Sequence[str], most: int = 12) -> list[ToRead]:
    """Of passages that nobody coded, those to read next, the most telling first."""
    rows = _drawn([at for at, text in enumerate(texts) if len(text.split()) >= FEWEST_WORDS])
    if not len(rows) or most < 1:
        return []
    features = model.reader.read([texts[row] for row in rows])
    unsure = _undecided(model.likely(features)).astype(np.float32)
    alike = likeness(features, features)
    unknown = _unknown(model, features, alike)
    chosen: list[ToRead] = []
    left = np.ones(len(rows), dtype=bool)
    first = 0.0
    for _turn in range(min(most, len(rows))):
        own = RIDGE + np.maximum(np.diag(unknown), 0)
        worth = np.where(left, np.einsum("i,ij,ij->j", unsure, unknown, unknown) / own, 0)
        at = int(worth.argmax())
        if worth[at] <= 0:
            break
        first = first or float(worth[at])
        chosen.append(
            ToRead(rows[at], round(float(worth[at]) / first, 4), round(float(unsure[at]), 4))
        )
        left &= alike[at] < NEARLY_SAME * alike[at, at]
        unknown -= np.outer(unknown[:, at], unknown[at] / own[at])
    return chosen


def _unknown(model: Model, features: Features, alike: Matrix) -> Matrix:
    """How the passages hang together beyond what the coded ones tell: shape (n, n)."""
    if model.learnt is None:
        return alike.copy()
    theirs = likeness(features, model.features)
    return np.asarray(alike - theirs @ model.learnt.solver @ theirs.T, dtype=np.float32)


def _drawn(rows: Sequence[int]) -> list[int]:
    if len(rows) <= MOST_WEIGHED:
        return list(rows)
    drawn = np.random.default_rng(0).permutation(len(rows))[:MOST_WEIGHED]
    return [rows[at] for at in np.sort(drawn).tolist()]


def _undecided(likely: Matrix) -> npt.NDArray[np.float64]:
    """How undecided: the mean entropy of each passage's likeliest codes, from 0 to 1."""
    top = np.sort(likely.astype(np.float64), axis=1)[:, ::-1][:, :LIKELIEST]
    top = np.clip(top, 1e-6, 1 - 1e-6)
    entropy = -(top * np.log2(top) + (1 - top) * np.log2(1 - top))
    return np.asarray(entropy.mean(axis=1))
