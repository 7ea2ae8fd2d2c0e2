"""Saturation after Guest, Namey and Chen (2020)."""

from __future__ import annotations

import pytest

from ebcd.findings.saturation import saturation, shuffled


def interviews(new: list[int]) -> list[set[int]]:
    """One interview a number: that many codes nobody had before, and one that everybody has."""
    made, at = [], 1
    for count in new:
        made.append({0, *range(at, at + count)})
        at += count
    return made


def test_the_first_run_at_or_under_the_threshold_ends_it() -> None:
    # Base 39 + the shared code = 40; runs (5, 6), (6, 7), (7, 8) bring 6, 4 and 2 new codes.
    found = saturation(interviews([20, 9, 6, 4, 3, 3, 1, 1]), base=4, run=2, threshold=0.05)
    assert found.base == 40
    assert [(r.first, r.last, r.new) for r in found.runs] == [(5, 6, 6), (6, 7, 4), (7, 8, 2)]
    assert [r.share for r in found.runs] == [0.15, 0.1, 0.05]
    assert found.reached == 8


def test_interviews_that_keep_bringing_new_codes_are_not_saturated() -> None:
    assert saturation(interviews([5] * 8)).reached is None


@pytest.mark.parametrize("count", [0, 1, 5])
def test_too_few_interviews_get_a_sentence(count: int) -> None:
    found = saturation(interviews([3] * count))
    assert found.reached is None
    assert f"there are {count}" in found.problem


def test_a_base_without_codes_gets_a_sentence() -> None:
    assert "no code" in saturation([set()] * 6).problem


def test_the_order_matters_and_shuffling_shows_it() -> None:
    made = interviews([30, 1, 1, 1, 0, 0, 0, 8])
    assert saturation(made).reached == 6
    over = shuffled(made, orders=200)
    assert 0 < over.reached < 200
    assert over == shuffled(made, orders=200)
