"""Quality of coding, as questions to the coder: what may have been missed, and what looks odd.

Nothing here says that somebody was wrong. Of each coded passage the model says, without having
seen it, which codes it would bear; where that and the coding differ much, and the passages most
like it side with the model, the coder is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from ebcd.assistant.suggestions import Model, Near

if TYPE_CHECKING:
    import numpy.typing as npt

    from ebcd.assistant.features import Matrix

LOOKED_AT = 12
"""How many of the passages most like one are looked at; fewer in a small study."""
MUST_BEAR = 3
"""Of those, how many must bear a code for a passage to be asked about that lacks it."""
FEWEST_MISSED = 5
"""Passages a code must have before a passage that lacks it is asked about."""
FEWEST_ODD = 8
"""Passages a code must have before one of them can look odd beside the others."""
ODD_BELOW = 0.5
"""A coding looks odd where the model puts its code below this share of the passages without it."""
ODD_BESIDE = 0.9
"""The same where another code is likely enough to be suggested instead."""
MOST = 40
"""Questions of a kind, so that they can be answered in one sitting."""
ONE_IN = 20
"""Of so many codings at most one is asked about as odd."""
SHOWN_NEAR = 3


class Asked(Enum):
    """What is asked: whether a code is missing, or whether one is still right."""

    MISSING = "missing"
    ODD = "odd"


@dataclass(frozen=True)
class Question:
    """A question about a passage and a code.

    `example`: the passage's number among those fitted on. `score`: what the model gives the code
    unseen. `alike`: of the `of` passages most like it, how many bear the code. `near`: for a
    missing code those of them that bear it; for an odd one the most typical passages of the code.
    `instead`: the code that the model would give to an odd one, or None where it is not sure.
    """

    kind: Asked
    example: int
    code: Hashable
    score: float
    alike: int
    of: int
    near: tuple[Near, ...]
    instead: Hashable | None = None


Settled = Callable[[int, Hashable], bool]
"""Whether nothing is to be asked about an example and a code any more."""


def questions(model: Model, settled: Settled = lambda _example, _code: False) -> list[Question]:
    """The questions that a model has about what it learnt from, the most pressing first by kind.

    Where one of a passage's codes looks odd, it is not asked for others as well.
    """
    if model.ground is None or model.early or not np.isfinite(model.threshold):
        return []
    alike = model.ground.alike.copy()
    np.fill_diagonal(alike, -np.inf)
    nearest = _nearest(alike, min(LOOKED_AT, len(alike) // 6))
    bearing = np.stack([model.applied[rows].sum(axis=0) for rows in nearest])
    odd = _odd(model, nearest, bearing, settled)
    about = {each.example for each in odd}
    missing = _missing(
        model,
        alike,
        nearest,
        bearing,
        lambda example, code: example in about or settled(example, code),
    )
    return [*missing, *odd]


def _nearest(alike: Matrix, most: int) -> npt.NDArray[np.int64]:
    """The rows most like each row, the nearest first: shape (n, most)."""
    return np.argsort(-alike, axis=1, kind="stable")[:, :most]


def _missing(
    model: Model,
    alike: Matrix,
    nearest: npt.NDArray[np.int64],
    bearing: Matrix,
    settled: Settled,
) -> list[Question]:
    enough = model.applied.sum(axis=0) >= FEWEST_MISSED
    asked = (model.applied == 0) & enough & (model.unseen >= model.threshold)
    asked &= bearing >= MUST_BEAR
    rows, columns = np.nonzero(asked)
    order = np.argsort(-model.unseen[rows, columns], kind="stable")
    found: list[Question] = []
    for row, column in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        if len(found) == MOST:
            break
        if settled(int(model.kept[row]), model.codes[column].id):
            continue
        like = [each for each in nearest[row].tolist() if model.applied[each, column] > 0]
        near = tuple(_near(model, each, float(alike[row, each])) for each in like[:SHOWN_NEAR])
        found.append(_question(model, Asked.MISSING, row, column, bearing, nearest, near))
    return found


def _odd(
    model: Model, nearest: npt.NDArray[np.int64], bearing: Matrix, settled: Settled
) -> list[Question]:
    asked: list[tuple[bool, float, int, int]] = []
    for column in np.flatnonzero(model.applied.sum(axis=0) >= FEWEST_ODD).tolist():
        bears = model.applied[:, column] > 0
        others = np.sort(model.unseen[~bears, column])
        if not len(others):
            continue
        for row in np.flatnonzero(bears & (bearing[:, column] == 0)).tolist():
            place = float(np.searchsorted(others, model.unseen[row, column])) / len(others)
            sure = _instead(model, row) is not None
            odd = place < (ODD_BESIDE if sure else ODD_BELOW)
            if odd and not settled(int(model.kept[row]), model.codes[column].id):
                asked.append((not sure, place, row, column))
    asked.sort()
    found = []
    for _sure, _place, row, column in asked[: min(MOST, int(model.applied.sum()) // ONE_IN)]:
        near, instead = _typical(model, column, row), _instead(model, row)
        found.append(_question(model, Asked.ODD, row, column, bearing, nearest, near, instead))
    return found


def _question(
    model: Model,
    kind: Asked,
    row: int,
    column: int,
    bearing: Matrix,
    nearest: npt.NDArray[np.int64],
    near: tuple[Near, ...],
    instead: Hashable | None = None,
) -> Question:
    return Question(
        kind,
        int(model.kept[row]),
        model.codes[column].id,
        round(float(model.unseen[row, column]), 6),
        int(bearing[row, column]),
        int(nearest.shape[1]),
        near,
        instead,
    )


def _typical(model: Model, column: int, but: int) -> tuple[Near, ...]:
    """The passages of a code that the model, not having seen them, is surest of."""
    bears = np.flatnonzero(model.applied[:, column] > 0)
    order = bears[np.argsort(-model.unseen[bears, column], kind="stable")]
    typical = [row for row in order.tolist() if row != but][:SHOWN_NEAR]
    alike = model.ground.alike[but] if model.ground is not None else np.zeros(len(bears))
    return tuple(_near(model, row, float(alike[row])) for row in typical)


def _instead(model: Model, row: int) -> Hashable | None:
    """The likeliest code that the passage does not bear, if it is likely enough to be shown."""
    likely = np.where(model.applied[row] > 0, -1, model.unseen[row])
    best = int(likely.argmax())
    return model.codes[best].id if likely[best] >= model.threshold else None


def _near(model: Model, row: int, alike: float) -> Near:
    most = 2.0 if model.features.meaning is not None else 1.0
    return Near(int(model.kept[row]), round(float(np.clip(alike / most, 0, 1)), 4))
