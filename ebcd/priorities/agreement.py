"""Agreement: what all groups share, and where they part.

Group-aware consensus as Polis computes it (Small and others 2021), over the groups people said
they belong to. No p-values: rooms are small, and the figures describe who came.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ebcd.priorities.scores import Floats, Ints, Votes

TOP = 3
"""How many of a group's first options are looked at for what the whole room left behind."""


def group_shares(votes: Votes) -> Floats:
    """(G, m): (agree + 1) / (all + 2) in each group, which a group of few cannot push to 0 or 1."""
    rows = []
    for index in range(len(votes.groups)):
        inside = votes.agreed[votes.group == index]
        rows.append((inside.sum(axis=0) + 1) / (len(inside) + 2))
    return np.array(rows)


def consensus(votes: Votes) -> Floats:
    """(m): the product over groups of `group_shares`."""
    return np.asarray(group_shares(votes).prod(axis=0), dtype=np.float64)


def divergence(votes: Votes) -> Floats:
    """(G, m): a group's share of agreement over that of everybody else; 1 is no difference."""
    rows = []
    for index in range(len(votes.groups)):
        rest = votes.agreed[votes.group != index]
        other = (rest.sum(axis=0) + 1) / (len(rest) + 2)
        rows.append(group_shares(votes)[index] / other)
    return np.array(rows)


def agreement(votes: Votes, overall: Ints, by_group: dict[str, Ints]) -> dict[str, Any]:
    """Agreement and divergence by option; empty where there are no two groups to compare.

    `overall` (m): ranks in the whole room. `by_group`: the same in each group. The consensus is
    given as the product, which shrinks with the number of groups, and as its G-th root, which does
    not. `kept`: the groups among whose first three an option stands, with somebody who supports it,
    that is not among the room's first three.
    """
    if len(votes.groups) < 2:
        return {}
    product, apart = consensus(votes), divergence(votes)
    found: dict[str, Any] = {}
    for index, option in enumerate(votes.options):
        ranks = {group: int(by_group[group][index]) for group in votes.groups}
        found[option] = {
            "consensus": round(float(product[index]), 6),
            "consensus_per_group": round(float(product[index] ** (1 / len(votes.groups))), 6),
            "divergence": {
                group: round(float(apart[g][index]), 6) for g, group in enumerate(votes.groups)
            },
            "rank_gap": max(ranks.values()) - min(ranks.values()),
            "kept": [
                group
                for g, (group, rank) in enumerate(ranks.items())
                if rank <= TOP < int(overall[index]) and votes.marked[votes.group == g, index].any()
            ],
        }
    return found
