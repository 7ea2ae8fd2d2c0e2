"""Which passages of a very large study are looked at for suggestions.

Of tens of thousands of comments those are chosen whose meaning lies nearest to that of a code's
passages: the others would hardly get a suggestion, and nobody decides about so many.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ebcd.assistant.suggestions import Model

if TYPE_CHECKING:
    import numpy.typing as npt

MOST_SCORED = 25_000
_AT_ONCE = 5_000


def worth_scoring(
    model: Model, texts: Sequence[str], most: int = MOST_SCORED
) -> npt.NDArray[np.int64]:
    """Row numbers of at most `most` passages, in order; by chance where meaning is not known."""
    if len(texts) <= most:
        return np.arange(len(texts))
    middles = _middles(model)
    if middles is None:
        return np.sort(np.random.default_rng(0).permutation(len(texts))[:most])
    near = np.zeros(len(texts), dtype=np.float32)
    for at in range(0, len(texts), _AT_ONCE):
        meaning = model.reader.meaning(texts[at : at + _AT_ONCE])
        if meaning is not None:
            near[at : at + _AT_ONCE] = (meaning @ middles.T).max(axis=1)
    return np.sort(np.argsort(-near, kind="stable")[:most])


def _middles(model: Model) -> npt.NDArray[np.float32] | None:
    """The middle of each code's passages, of length 1: shape (codes in use, 384)."""
    if model.learnt is None or model.features.meaning is None:
        return None
    used = model.applied[:, model.applied.any(axis=0)]
    sums = used.T @ model.features.meaning
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    found = sums[lengths[:, 0] > 0] / lengths[lengths[:, 0] > 0]
    return np.asarray(found, dtype=np.float32) if len(found) else None
