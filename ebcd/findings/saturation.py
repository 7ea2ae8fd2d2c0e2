"""Saturation: whether the last interviews still brought anything new.

Guest, Namey and Chen (2020), “A simple method to assess and report thematic saturation in
qualitative research”, PLoS ONE 15(5): e0232076. The base is what the first interviews (4, or 5 or
6) held together; a run of 2 or 3 further interviews is compared with it, each next run starting
one interview later; saturation is reached at the first run whose new codes are no more than 5 %
of the base. The answer depends on the order of the interviews, so it is repeated over shuffled
orders.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from statistics import median

BASE = 4
RUN = 2
THRESHOLD = 0.05


@dataclass(frozen=True)
class Run:
    """One run: its first and last interview (counted from 1), codes new in it, share of the base.

    `share`: new codes divided by codes in the base, 0 or more.
    """

    first: int
    last: int
    new: int
    share: float


@dataclass(frozen=True)
class Saturation:
    """What was found in one order of the interviews.

    `base`: different codes in the first interviews. `reached`: the last interview of the first run
    at or under the threshold, or None. `problem`: why nothing can be said, or "".
    """

    base: int
    runs: tuple[Run, ...]
    reached: int | None
    problem: str = ""


@dataclass(frozen=True)
class Shuffled:
    """The same over many orders: how many reached saturation, and at which interview."""

    orders: int
    reached: int
    median: float | None
    earliest: int | None
    latest: int | None


def saturation(
    interviews: Sequence[Collection[int]],
    base: int = BASE,
    run: int = RUN,
    threshold: float = THRESHOLD,
) -> Saturation:
    """Saturation over `interviews`, each the code ids found in it, in the order they were made.

    `threshold`: the highest share of new codes that counts as nothing new.
    """
    if len(interviews) < base + run:
        return Saturation(
            0,
            (),
            None,
            f"Saturation needs at least {base + run} coded interviews ({base} for the base and "
            f"{run} for the first run), and there are {len(interviews)}.",
        )
    known = set[int]().union(*interviews[:base])
    if not known:
        return Saturation(0, (), None, f"The first {base} interviews hold no code to compare with.")
    fresh: list[int] = []
    size = len(known)
    for found in interviews[base:]:
        new = set(found) - known
        known |= new
        fresh.append(len(new))
    runs = tuple(
        Run(base + at + 1, base + at + run, count := sum(fresh[at : at + run]), count / size)
        for at in range(len(fresh) - run + 1)
    )
    reached = next((r.last for r in runs if r.share <= threshold + 1e-12), None)
    return Saturation(size, runs, reached)


def shuffled(
    interviews: Sequence[Collection[int]],
    base: int = BASE,
    run: int = RUN,
    threshold: float = THRESHOLD,
    orders: int = 500,
    seed: int = 0,
) -> Shuffled:
    """`saturation` over `orders` shuffled orders of the same interviews, the same each time."""
    drawn = random.Random(seed)
    order = list(interviews)
    ends: list[int] = []
    for _ in range(orders):
        drawn.shuffle(order)
        reached = saturation(order, base, run, threshold).reached
        if reached is not None:
            ends.append(reached)
    return Shuffled(
        orders,
        len(ends),
        median(ends) if ends else None,
        min(ends, default=None),
        max(ends, default=None),
    )
