"""The quick way to equal shares ends where the exact one does."""

from __future__ import annotations

import random
import time
from fractions import Fraction

import pytest

from ebcd.priorities import budget as exact
from ebcd.priorities.budget import equal_shares


@pytest.mark.parametrize("seed", range(12))
def test_many_kinds_of_ballots_fund_what_trying_each_share_funds(seed: int):
    chance = random.Random(seed)
    options = [f"o{n}" for n in range(chance.randint(4, 6))]
    costs = {o: Fraction(chance.choice([6, 6, 9, 12, 15])) for o in options}
    budget = Fraction(chance.choice([24, 30]))
    ballots = [{o: 1.0 for o in options if chance.random() < 0.5} for _ in range(30)]
    chance.shuffle(options)
    voters = exact._alike(ballots, costs)
    slow = exact._one_by_one(voters, costs, budget, budget / 30, options)
    assert exact._by_many(voters, costs, budget, budget / 30, options) == slow
    assert equal_shares(ballots, costs, budget, options) == slow


def test_a_hundred_voters_of_different_minds_are_counted_within_seconds():
    chance = random.Random(1)
    options = [f"o{n}" for n in range(20)]
    costs = {o: Fraction(1000 * (n + 3)) for n, o in enumerate(options)}
    ballots = [dict.fromkeys(chance.sample(options, 5), 1.0) for _ in range(100)]
    began = time.process_time()
    found = equal_shares(ballots, costs, Fraction(100_000), options)
    assert time.process_time() - began < 10
    assert Fraction(50_000) < found.spent <= Fraction(100_000)
