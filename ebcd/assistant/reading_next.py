"""What to read next: the passages from which the model would learn most.

A passage teaches much where the model cannot make up its mind (Lewis and Gale 1994), and where
many others are like it, so that what is learnt holds for them too (Settles and Craven 2008). Those
chosen are unlike each other, so that ten passages teach ten things.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ebcd.assistant.features import likeness
from ebcd.assistant.suggestions import Model

if TYPE_CHECKING:
    import numpy.typing as npt

    from ebcd.assistant.features import Matrix

MOST_WEIGHED = 1500
"""Passages that are weighed: of more, as many are drawn by chance."""
COMPARED = 400
"""Passages that each is held against to see how many others are like it."""
TOO_ALIKE = 0.5
"""As a share of being the same: a passage this like one that was chosen teaches little more."""
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
    likely = model.likely(features)
    unsure = _undecided(likely)
    compared = np.random.default_rng(1).permutation(len(rows))[:COMPARED]
    same = 1.0 if features.meaning is None else 2.0
    alike = np.clip(likeness(features, features.take(np.sort(compared))) / same, 0, 1)
    worth = unsure * np.sqrt(alike.mean(axis=1) + 1e-6)
    chosen: list[ToRead] = []
    first = float(worth.max()) or 1.0
    for _turn in range(min(most, len(rows))):
        at = int(worth.argmax())
        if worth[at] <= 0:
            break
        chosen.append(
            ToRead(rows[at], round(float(worth[at]) / first, 4), round(float(unsure[at]), 4))
        )
        near = likeness(features, features.take(np.array([at])))[:, 0] / same
        worth = worth * (1 - np.clip(near / TOO_ALIKE, 0, 1))
        worth[at] = 0
    return chosen


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
