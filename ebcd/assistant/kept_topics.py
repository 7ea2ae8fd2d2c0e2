"""Topics as a team arranged them: renamed, merged, split, and kept when topics are found again.

What the machine found is the ground; a topic that somebody worked on is kept as its own set of
passages and stays so. When topics are found again, passages that nobody kept join a kept topic
where the group they were found in is mostly its passages. In the other view nothing is kept, but a
name is shown at the topic that is mostly the same passages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Rows = npt.NDArray[np.int64]

MOSTLY = 0.5
"""The share from which one set of passages is mostly another's."""
STARTS = 5
"""How often k-means begins anew to split a topic; the best is taken."""
HAS_A_SHARE = 0.2
"""Of the kept passages in a group, the share that a kept topic must have to be joined."""


@dataclass(frozen=True)
class Kept:
    """A topic that somebody worked on.

    `name`: "" where it goes by its words. `rows`: its passages among those found by now.
    `merged_into`, `split_of`: ids of other kept topics.
    """

    id: int
    name: str
    rows: Rows
    merged_into: int | None = None
    split_of: int | None = None


@dataclass(frozen=True)
class Arranged:
    """A topic as it is shown.

    `kept`: the id of the kept topic that it is, or None. `found`: the number of the topic that was
    found, or None. `holds`: ids of the kept topics that were merged into it. `part_of`: the id of
    the topic it was split from, or None.
    """

    kept: int | None
    found: int | None
    name: str
    rows: Rows
    holds: tuple[int, ...] = ()
    part_of: int | None = None


def root(of: int, kept: Mapping[int, Kept]) -> int:
    """The kept topic that a kept topic was merged into in the end; itself where it was not.

    >>> kept = {1: Kept(1, "", np.array([])), 2: Kept(2, "", np.array([]), merged_into=1)}
    >>> root(2, kept)
    1
    """
    seen = {of}
    while (into := kept[of].merged_into) is not None and into in kept and into not in seen:
        seen.add(into)
        of = into
    return of


def standing(kept: Sequence[Kept]) -> dict[int, tuple[int, ...]]:
    """The kept topics that are shown, each with those merged into it.

    One that was split is not shown, for its parts are; nor is what had been merged into it.
    """
    by_id = {each.id: each for each in kept}
    split = {each.split_of for each in kept if each.split_of in by_id}
    held: dict[int, list[int]] = {}
    for each in kept:
        top = root(each.id, by_id)
        if top not in split:
            held.setdefault(top, [])
            if top != each.id and each.id not in split:
                held[top].append(each.id)
    return {top: tuple(those) for top, those in held.items()}


def arranged(found: Sequence[Rows], kept: Sequence[Kept]) -> list[Arranged]:
    """The topics as they are shown, the largest first: those kept, then what is left of the found.

    `found`: the rows of each topic that was found. Every row is in one topic.
    """
    by_id = {each.id: each for each in kept}
    taken: set[int] = set()
    shown: list[Arranged] = []
    for top, held in standing(kept).items():
        rows = set().union(*(by_id[each].rows.tolist() for each in (top, *held))) - taken
        taken |= rows
        if rows:
            part_of = by_id[top].split_of
            shown.append(
                Arranged(
                    top,
                    None,
                    by_id[top].name,
                    _sorted(rows),
                    held,
                    part_of if part_of in by_id else None,
                )
            )
    gone = _sorted(taken)
    for number, mine in enumerate(found):
        left = np.setdiff1d(mine, gone)
        if len(left):
            shown.append(Arranged(None, number, "", left))
    return sorted(shown, key=lambda each: -len(each.rows))


def _sorted(rows: set[int]) -> Rows:
    return np.array(sorted(rows), dtype=np.int64)


def joining(
    found: Sequence[Rows], kept: Sequence[Kept], space: npt.NDArray[np.float32]
) -> dict[int, Rows]:
    """The passages that join each kept topic after topics were found again.

    Where a group that was found is mostly kept passages, its others join the nearest of those kept
    topics that have a share in it. `space`: shape (rows, n), where the passages lie.
    """
    tops = [each for each in arranged([], kept) if each.kept is not None]
    owner = np.full(len(space), -1, dtype=np.int64)
    for at, each in enumerate(tops):
        owner[each.rows] = at
    new: dict[int, list[int]] = {}
    for rows in found:
        whose = owner[rows]
        left, known = rows[whose < 0], whose[whose >= 0]
        if not len(left) or len(known) < MOSTLY * len(rows):
            continue
        share = np.bincount(known, minlength=len(tops)) / len(known)
        near = np.flatnonzero(share >= HAS_A_SHARE)
        if not len(near):
            near = np.array([int(share.argmax())])
        middles = np.stack([space[rows[whose == at]].mean(axis=0) for at in near.tolist()])
        far = np.linalg.norm(space[left][:, None, :] - middles[None], axis=2)
        for row, at in zip(left.tolist(), near[far.argmin(axis=1)].tolist(), strict=True):
            kept_id = tops[at].kept
            if kept_id is not None:
                new.setdefault(kept_id, []).append(row)
    return {kept_id: np.array(rows, dtype=np.int64) for kept_id, rows in new.items()}


def named_alike(found: Sequence[Rows], kept: Sequence[Kept]) -> tuple[dict[int, int], list[int]]:
    """Which found topic is mostly the same passages as which kept one, and the kept without any.

    By the number of the found topic, the id of the kept one. Both must be mostly in the other.
    """
    match: dict[int, int] = {}
    without: list[int] = []
    for each in arranged([], kept):
        both = [len(np.intersect1d(rows, each.rows)) for rows in found]
        best = int(np.argmax(both)) if both else -1
        if (
            best >= 0
            and best not in match
            and both[best] >= MOSTLY * max(len(each.rows), len(found[best]))
        ):
            match[best] = each.kept or 0
        else:
            without.append(each.kept or 0)
    return match, without


def in_parts(space: npt.NDArray[np.float32], number: int) -> list[Rows]:
    """The rows of `space` in at most `number` parts by k-means, the largest first.

    Passages that lie at one place cannot be told apart, so there may be fewer.
    """
    from scipy.cluster.vq import kmeans2

    different = len(np.unique(space.round(3), axis=0))
    number = min(number, different)
    if number < 2:
        return [np.arange(len(space))]
    best, labels = np.inf, np.zeros(len(space), dtype=np.int64)
    for seed in range(STARTS):
        middles, found = kmeans2(
            space.astype(np.float64), number, iter=30, minit="++", missing="warn", seed=seed
        )
        far = float(np.square(space - middles[found]).sum())
        if far < best and len(set(found.tolist())) == number:
            best, labels = far, found.astype(np.int64)
    parts = [np.flatnonzero(labels == at).astype(np.int64) for at in range(number)]
    return sorted((part for part in parts if len(part)), key=lambda part: -len(part))
