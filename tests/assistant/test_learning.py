"""Learning, and everything that is checked out of fold."""

from __future__ import annotations

import numpy as np
import pytest

from ebcd.assistant import learning
from ebcd.assistant.learning import bar, chosen_examples, learn, ranking_quality


def _made(seed: int = 0, count: int = 60, codes: int = 4) -> tuple[np.ndarray, np.ndarray]:
    """Points in a plane around one centre a code: likeness (n, n) and codes (n, k)."""
    rng = np.random.default_rng(seed)
    of = rng.integers(codes, size=count)
    points = np.eye(codes)[of] + rng.normal(0, 0.4, (count, codes))
    return (points @ points.T).astype(np.float32), np.eye(codes, dtype=np.float32)[of]


def test_what_is_said_unseen_is_what_a_model_without_that_example_says() -> None:
    alike, applied = _made(count=25)
    nothing = np.zeros_like(applied)
    whole = learn(alike, applied, nothing, list(range(25)))
    row, rest = 7, [r for r in range(25) if r != 7]
    level = applied.sum(axis=0) / 27
    solved = np.linalg.solve(
        alike[np.ix_(rest, rest)] + learning.RIDGE * np.eye(24), applied[rest] - level
    )
    assert whole.unseen[row] == pytest.approx(alike[row, rest] @ solved + level, abs=1e-3)


def test_a_group_is_left_out_as_a_whole() -> None:
    alike, applied = _made(count=40)
    groups = [row // 8 for row in range(40)]
    found = learn(alike, applied, np.zeros_like(applied), groups)
    rest = list(range(8, 40))
    level = applied.sum(axis=0) / 42
    solved = np.linalg.solve(
        alike[np.ix_(rest, rest)] + learning.RIDGE * np.eye(32), applied[rest] - level
    )
    assert found.unseen[:8] == pytest.approx(alike[:8][:, rest] @ solved + level, abs=1e-3)


def test_names_that_say_nothing_lose_their_weight() -> None:
    alike, applied = _made(count=80)
    misleading = np.roll(applied, 1, axis=1)
    telling = learn(alike, applied, applied * 0.8, list(range(80)))
    lying = learn(alike, applied, misleading, list(range(80)))
    assert telling.prior == learning.USUAL_PRIOR
    assert lying.prior == 0


def test_the_prior_is_the_usual_one_while_nothing_can_be_tried() -> None:
    alike, applied = _made(count=8)
    assert learn(alike, applied, np.roll(applied, 1, axis=1), list(range(8))).prior == 0.6


def test_ranking_quality_is_that_of_its_definition() -> None:
    applied = np.array([[1, 0, 0], [0, 1, 1], [0, 0, 0]], dtype=np.float32)
    perfect = np.array([[0.9, 0.1, 0], [0, 0.6, 0.5], [1, 1, 1]], dtype=np.float32)
    assert ranking_quality(perfect, applied) == 1
    worse = np.array([[0.1, 0.9, 0], [0.9, 0.6, 0.5]], dtype=np.float32)
    assert ranking_quality(worse, applied[:2]) == pytest.approx((1 / 2 + (1 / 2 + 2 / 3) / 2) / 2)
    assert np.isnan(ranking_quality(perfect[2:], applied[2:]))


def test_the_bar_lets_through_what_is_right_often_enough() -> None:
    rng = np.random.default_rng(3)
    unseen = rng.random((400, 5)).astype(np.float32)
    applied = (rng.random((400, 5)) < unseen**2).astype(np.float32)
    found = bar(unseen, applied, 0.8, len(applied))
    shown = unseen >= found.score
    assert found.precision is not None
    assert applied[shown].mean() == pytest.approx(found.precision, abs=0.01)
    assert found.precision >= 0.8
    assert found.reached == pytest.approx(shown.any(axis=1).mean())


def test_nothing_is_let_through_where_nothing_is_known_or_nothing_is_right() -> None:
    few = np.ones((5, 2), dtype=np.float32)
    assert bar(few, few, 0.8, len(few)).score == float("inf")
    noise = np.random.default_rng(0).random((100, 3)).astype(np.float32)
    assert bar(noise, np.zeros((100, 3), dtype=np.float32), 0.8, 100).reached == 0


def test_of_too_many_examples_those_with_rare_codes_are_kept() -> None:
    applied = np.zeros((1000, 2), dtype=np.float32)
    applied[:, 0] = 1
    applied[[5, 500, 999], 1] = 1
    kept = chosen_examples(applied, 100)
    assert len(kept) == 100
    assert {5, 500, 999} <= set(kept.tolist())
