"""The learning curve, what to read next, overlaps, and learning at once."""

from __future__ import annotations

import numpy as np
import pytest

from ebcd.assistant import at_once, vectors
from ebcd.assistant.curve import PARTS, learning_curve
from ebcd.assistant.goodness import CodeGoodness, Goodness, overlaps
from ebcd.assistant.learning import EARLY
from ebcd.assistant.reading_next import to_read_next
from ebcd.assistant.suggestions import Example, fit
from tests.assistant.passages import CODES, EXAMPLES, NEW, TEXTS

KNOWN: dict[str, vectors.Vectors] = {}


def test_the_curve_says_nothing_where_it_is_too_early_and_the_same_each_time() -> None:
    model = fit(EXAMPLES, CODES, TEXTS, KNOWN)
    points = learning_curve(model)
    assert [point.passages for point in points] == [round(part * len(EXAMPLES)) for part in PARTS]
    for point in points:
        assert (point.among_three is None) == (point.passages < EARLY)
    assert points[-1].among_three is not None
    assert points[-1].among_three > 0.9
    assert points == learning_curve(fit(EXAMPLES, CODES, TEXTS, KNOWN))
    assert learning_curve(fit([], CODES, TEXTS, KNOWN)) == ()


def test_with_more_coding_more_is_found() -> None:
    doubled = [*EXAMPLES, *(Example(f"{each.text} again", each.codes) for each in EXAMPLES)]
    many = [Example(each.text, each.codes, at % 8) for at, each in enumerate(doubled * 2)]
    points = learning_curve(fit(many, CODES, TEXTS, KNOWN))
    assert points[-1].right is not None
    assert points[-1].right > 0.8
    assert points[-1].reached is not None
    assert points[-1].reached >= (points[0].reached or 0)


def test_what_to_read_next_is_undecided_typical_and_not_twice_the_same() -> None:
    model = fit(EXAMPLES, CODES, TEXTS, KNOWN)
    plainly = "The parking machine only took coins and I had none to park the car"
    twice = "Somebody rang me about the results and then nobody rang about them again"
    texts = [plainly, twice, twice, "Too short", "They rang my mother about her results on Sunday"]
    found = to_read_next(model, texts, most=4)
    rows = [each.row for each in found]
    assert rows[0] in (1, 2, 4)
    assert not {1, 2} <= set(rows)
    assert 3 not in rows
    assert found[0].worth == 1.0
    assert [each.worth for each in found] == sorted((e.worth for e in found), reverse=True)
    assert to_read_next(model, []) == []


def _code(name: str, coded: int, taken_for: tuple[str, int] | None) -> CodeGoodness:
    return CodeGoodness(name, coded, 0, 0, 0, taken_for)


def test_codes_that_are_taken_for_one_another_overlap_once() -> None:
    codes = (
        _code("a", 10, ("b", 2)),
        _code("b", 20, ("a", 3)),
        _code("c", 100, ("a", 3)),
        _code("d", 3, ("a", 3)),
    )
    found = overlaps(Goodness(100, False, 0, 0, 0, None, codes))
    assert [(each.first, each.second, each.passages) for each in found] == [
        ("a", "b", 5),
        ("a", "c", 3),
    ]


def test_a_decision_moves_like_passages_the_way_a_fit_would() -> None:
    model = fit(EXAMPLES, CODES, [*TEXTS, *NEW], KNOWN)
    like = "Then a letter came which I could make no sense of at all"
    texts = [*NEW, like]
    pulls = at_once.nearby(model, texts)
    assert pulls is not None
    row, letters = 3, 3
    before = model.scores(texts)[:, letters]
    up = at_once.moves(pulls, row, float(before[row]), fits=True)
    down = at_once.moves(pulls, row, float(before[row]), fits=False)
    assert up[4] > 0 > down[4]
    assert row not in up
    assert max(down, key=lambda each: abs(down[each])) == 4
    again = fit([*EXAMPLES, Example(texts[row], frozenset())], CODES, [*TEXTS, *NEW], KNOWN)
    again.line = model.line
    after = float(again.scores(texts)[4, letters])
    guessed = at_once.moved(float(before[4]), down[4])
    assert guessed == pytest.approx(after, abs=0.12)
    assert after < float(before[4])


def test_moving_there_and_back_leaves_a_score_as_it_was() -> None:
    for score in np.linspace(0.05, 0.95, 7).tolist():
        assert at_once.moved(at_once.moved(score, 1.3), -1.3) == pytest.approx(score)
    assert at_once.nearby(fit([], CODES, TEXTS, KNOWN), ["words"]) is None
