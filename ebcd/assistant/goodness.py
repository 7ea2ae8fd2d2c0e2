"""How good suggestions are here: from what the model says of coded passages it has not seen.

Every figure is out of fold: the passage, and everything else from the same transcript where there
are transcripts enough, was left out of what was learnt.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from ebcd.assistant.learning import EARLY, ranking_quality
from ebcd.assistant.suggestions import Model

FEW = 5
"""Passages of a code below which nothing is said of it."""


@dataclass(frozen=True)
class CodeGoodness:
    """One code. `coded`: passages that bear it.

    `shown`: suggestions of it that would have been made; `right`: of those, how many bear it.
    `among_three`: passages of it where it was among the first three. `taken_for`: the code that is
    most often ranked above it on its own passages, and how often; None where there is none.
    """

    code: Hashable
    coded: int
    shown: int
    right: int
    among_three: int
    taken_for: tuple[Hashable, int] | None

    @property
    def early(self) -> bool:
        """Whether there are too few passages to say anything."""
        return self.coded < FEW


@dataclass(frozen=True)
class Goodness:
    """All codes together. `passages`: learnt from.

    `shown`, `right`: suggestions that would have been made, and those that a coder had made too.
    `reached`: passages that would have got one. `ranking`: label-ranking average precision.
    """

    passages: int
    early: bool
    shown: int
    right: int
    reached: int
    ranking: float | None
    codes: tuple[CodeGoodness, ...]


def goodness(model: Model) -> Goodness:
    """How good the model's suggestions would have been on the passages it learnt from."""
    bearing = model.applied.any(axis=1)
    unseen, applied = model.unseen[bearing], model.applied[bearing] > 0
    shown = unseen >= model.threshold
    order = np.argsort(-unseen, axis=1, kind="stable")
    place = np.argsort(order, axis=1, kind="stable")
    codes = []
    for column, code in enumerate(model.codes):
        rows = np.flatnonzero(applied[:, column])
        above = [
            int(other)
            for row in rows.tolist()
            for other in order[row, : place[row, column]][:1]
            if not applied[row, other]
        ]
        most = max(set(above), key=lambda other: (above.count(other), -other), default=None)
        codes.append(
            CodeGoodness(
                code.id,
                len(rows),
                int(shown[:, column].sum()),
                int((shown[:, column] & applied[:, column]).sum()),
                int((place[rows, column] < 3).sum()),
                None if most is None else (model.codes[most].id, above.count(most)),
            )
        )
    quality = ranking_quality(unseen, applied.astype(np.float32)) if len(applied) else None
    return Goodness(
        len(applied),
        len(applied) < EARLY,
        int(shown.sum()),
        int((shown & applied).sum()),
        int(shown.any(axis=1).sum()) if shown.size else 0,
        quality,
        tuple(codes),
    )


CONFUSED_OFTEN = 3
CONFUSED_SHARE = 0.2
"""Two codes overlap where one is put above the other so often, and in this share of passages."""


@dataclass(frozen=True)
class Overlap:
    """Two codes that are often taken for one another. `passages`: on how many."""

    first: Hashable
    second: Hashable
    passages: int


def overlaps(good: Goodness) -> tuple[Overlap, ...]:
    """The codes that overlap, the worst first: each pair once."""
    coded = {code.code: code.coded for code in good.codes}
    order = {code.code: at for at, code in enumerate(good.codes)}
    times: dict[tuple[Hashable, Hashable], int] = {}
    for code in good.codes:
        if code.taken_for is not None and not code.early:
            other, count = code.taken_for
            ordered = sorted((code.code, other), key=lambda each: order[each])
            pair = ordered[0], ordered[1]
            times[pair] = times.get(pair, 0) + count
    found = [
        Overlap(first, second, count)
        for (first, second), count in times.items()
        if count >= CONFUSED_OFTEN and count >= CONFUSED_SHARE * min(coded[first], coded[second])
    ]
    return tuple(sorted(found, key=lambda pair: -pair.passages))
