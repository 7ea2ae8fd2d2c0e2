"""Borda, Schulze and Condorcet against an independent program (Holliday and Pacuit's pref_voting).

Collected only where it is installed: `pip install pref_voting`, in an environment of its own.
"""

from __future__ import annotations

import itertools
import random

import pytest
from pref_voting.margin_based_methods import beat_path
from pref_voting.profiles import Profile
from pref_voting.profiles_with_ties import ProfileWithTies

from ebcd.priorities.ballots import Method
from ebcd.priorities.tally import tally_document

OPTIONS = "abcde"


def election(seed: int) -> list[tuple[int, ...]]:
    """Whole orders of five options by 2 to 40 voters, some of the same mind."""
    chance = random.Random(seed)
    orders = list(itertools.permutations(range(len(OPTIONS))))
    minds = chance.sample(orders, chance.randint(1, 6))
    return [chance.choice(minds) for _ in range(chance.randint(2, 40))]


def counted(ballots: list[dict[int, int]]) -> dict:
    """Our count of ballots that give each option its place."""
    rows = [
        {"voter": voter, "group": "", "option": OPTIONS[option], "value": place}
        for voter, ballot in enumerate(ballots)
        for option, place in ballot.items()
    ]
    return tally_document(rows, Method.RANKED, options=list(OPTIONS))


def first_by_schulze(ours: dict) -> list[int]:
    ranks = ours["checks"]["schulze_ranks"]
    return [number for number, option in enumerate(OPTIONS) if ranks[option] == 1]


@pytest.mark.parametrize("seed", range(150))
def test_whole_orders_are_counted_alike(seed: int) -> None:
    orders = election(seed)
    theirs = Profile(orders)
    ours = counted([{o: place for place, o in enumerate(order, 1)} for order in orders])
    borda = theirs.borda_scores()
    assert ours["checks"]["borda"] == {OPTIONS[o]: int(borda[o]) for o in range(len(OPTIONS))}
    assert first_by_schulze(ours) == sorted(beat_path(theirs))
    winner = theirs.condorcet_winner()
    assert ours["checks"]["condorcet_winner"] == (None if winner is None else OPTIONS[winner])


@pytest.mark.parametrize("seed", range(150))
def test_top_three_of_five_are_paired_alike(seed: int) -> None:
    ballots = [
        {o: place for place, o in enumerate(order[:3], start=1)} for order in election(1000 + seed)
    ]
    theirs = ProfileWithTies(ballots, candidates=list(range(len(OPTIONS))))
    theirs.use_extended_strict_preference()
    winner = theirs.condorcet_winner()
    ours = counted(ballots)
    assert ours["checks"]["condorcet_winner"] == (None if winner is None else OPTIONS[winner])
