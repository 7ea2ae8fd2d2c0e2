"""Questions about the coding: what was missed or swapped is asked about, what is settled is not."""

from __future__ import annotations

from dataclasses import replace

from ebcd.assistant import vectors
from ebcd.assistant.quality import Asked, questions
from ebcd.assistant.suggestions import Example, Model, fit
from tests.assistant.passages import CODES, EXAMPLES, TEXTS

KNOWN: dict[str, vectors.Vectors] = {}
MISSED = 9
SWAPPED = 16


def _model(examples: list[Example]) -> Model:
    return fit(examples, CODES, TEXTS, KNOWN)


def test_a_passage_that_lost_its_code_is_asked_about_first() -> None:
    examples = list(EXAMPLES)
    examples[MISSED] = replace(examples[MISSED], codes=frozenset())
    asked = [each for each in questions(_model(examples)) if each.kind is Asked.MISSING]
    assert (asked[0].example, asked[0].code) == (MISSED, "waiting")
    assert 3 <= asked[0].alike <= asked[0].of
    assert asked[0].near
    assert all(examples[near.example].codes == {"waiting"} for near in asked[0].near)
    assert all(near.example != MISSED for near in asked[0].near)


def test_a_passage_under_a_strange_code_looks_odd_and_another_code_is_named() -> None:
    examples = list(EXAMPLES)
    examples[SWAPPED] = replace(examples[SWAPPED], codes=frozenset({"parking"}))
    asked = [each for each in questions(_model(examples)) if each.kind is Asked.ODD]
    assert [(each.example, each.code) for each in asked] == [(SWAPPED, "parking")]
    assert asked[0].alike == 0
    assert asked[0].instead in ("kindness", None)
    assert all(examples[near.example].codes == {"parking"} for near in asked[0].near)
    assert all(near.example != SWAPPED for near in asked[0].near)


def test_nothing_is_asked_about_what_is_settled() -> None:
    examples = list(EXAMPLES)
    examples[MISSED] = replace(examples[MISSED], codes=frozenset())
    examples[SWAPPED] = replace(examples[SWAPPED], codes=frozenset({"parking"}))
    model = _model(examples)
    assert len(questions(model)) >= 2
    left = questions(model, lambda example, code: example in (MISSED, SWAPPED))
    assert not {MISSED, SWAPPED} & {each.example for each in left}


def test_where_it_is_too_early_nothing_is_asked() -> None:
    assert questions(_model(EXAMPLES[:12])) == []
    assert questions(_model([])) == []


def test_coding_that_agrees_with_itself_is_hardly_asked_about() -> None:
    asked = questions(_model(EXAMPLES))
    assert len(asked) <= len(EXAMPLES) // 8
