"""Suggestions: right ones, with reasons, and none where it would be guessing."""

from __future__ import annotations

import numpy as np
import pytest

from ebcd.assistant import vectors
from ebcd.assistant.features import Reader
from ebcd.assistant.goodness import goodness
from ebcd.assistant.screening import worth_scoring
from ebcd.assistant.suggestions import CodeWords, Example, fit
from ebcd.errors import BadInput
from tests.assistant.passages import CODES, EXAMPLES, NEW, TEXTS

KNOWN: dict[str, vectors.Vectors] = {}


def test_new_passages_get_the_code_they_ask_for_first() -> None:
    model = fit(EXAMPLES, CODES, [*TEXTS, *NEW], KNOWN)
    found = model.suggest(list(NEW), top=0, min_score=0)
    assert [each[0].code for each in found] == list(NEW.values())
    assert all(len(each) == len(CODES) for each in found)
    scores = [one.score for one in found[0]]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_reasons_are_words_of_the_passage_at_their_places_and_coded_passages() -> None:
    model = fit(EXAMPLES, CODES, TEXTS, KNOWN)
    text = "Then a Letter came, and the letter made no sense"
    best = model.suggest([text], top=1, min_score=0)[0][0]
    assert best.code == "letters"
    assert best.words[0].word == "letter"
    assert [text[span.start : span.end] for span in best.words[0].at] == ["Letter", "letter"]
    assert sum(word.weight for word in best.words) <= 1.001
    assert all(model.examples[near.example].codes == {"letters"} for near in best.near)
    assert 1 <= len(best.near) <= 3


def test_taking_the_weighing_words_away_weakens_the_suggestion() -> None:
    model = fit(EXAMPLES, CODES, TEXTS, KNOWN)
    text = "The letter I got said nothing that I could understand"
    best = model.suggest([text], top=1, min_score=0)[0][0]
    without = " ".join(w for w in text.split() if w not in {each.word for each in best.words[:2]})
    column = [code.id for code in CODES].index(best.code)
    before, after = model.scores([text, without])[:, column]
    assert after < before


def test_it_holds_its_tongue_where_nothing_is_likely() -> None:
    model = fit(EXAMPLES, CODES, TEXTS, KNOWN)
    strange = ["The bishop moved to e4 and the game was drawn.", "", "…", "42"]
    assert model.suggest(strange) == [[], [], [], []]
    assert any(model.suggest(list(NEW)))


def test_with_few_passages_nothing_is_suggested_unless_asked_for() -> None:
    model = fit(EXAMPLES[:5], CODES, TEXTS, KNOWN)
    assert model.early
    assert model.suggest(["Parking was dear"]) == [[]]
    assert len(model.suggest(["Parking was dear"], top=0, min_score=0)[0]) == len(CODES)


def test_a_code_that_nobody_has_used_is_found_by_its_definition() -> None:
    codes = [*CODES, CodeWords("food", "Food and drink", "Meals, menus, what there is to eat")]
    model = fit(EXAMPLES, codes, TEXTS, KNOWN)
    text = "The meals were cold and there was nothing a vegetarian could eat"
    assert "food" in [one.code for one in model.suggest([text], top=2, min_score=0)[0]]


def test_before_any_coding_definitions_alone_rank_the_codes() -> None:
    model = fit([], CODES, TEXTS, KNOWN)
    found = model.suggest(["It cost eight pounds to leave the car"], top=0, min_score=0)[0]
    assert found[0].code == "parking"
    assert (found[0].words, found[0].near) == ((), ())
    assert model.suggest(["It cost eight pounds to leave the car"]) == [[]]


@pytest.mark.parametrize(
    "examples",
    [
        [Example("Parking was dear", frozenset({"parking"}))],
        [Example("Parking was dear", frozenset({"parking"}))] * 30,
        [Example("", frozenset({"parking"})), Example("pain", frozenset({"waiting"}))] * 12,
        [Example(text, frozenset({"parking"})) for text in TEXTS],
        [Example(text, frozenset({"gone"})) for text in TEXTS],
        [Example("…", frozenset({"parking"}))] * 25,
        [Example("Das Warten war schlimm", frozenset({"waiting"}))] * 21,
        [Example("word " * 50_000, frozenset({"waiting", "parking"}))] * 3,
    ],
    ids=["one", "all alike", "empty", "one code", "unknown code", "marks", "German", "long"],
)
def test_odd_studies_make_no_error_and_no_undefined_score(examples: list[Example]) -> None:
    model = fit(examples, CODES, (), KNOWN)
    found = model.suggest(["I waited for hours", "", "x"], top=0, min_score=0)
    assert all(len(each) == len(CODES) for each in found)
    assert all(np.isfinite(one.score) for each in found for one in each)
    goodness(model)


def test_without_any_code_it_says_what_to_do() -> None:
    with pytest.raises(BadInput, match="add codes to the codebook"):
        fit(EXAMPLES, [], TEXTS)


def test_without_vectors_it_goes_by_words_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "why_missing", lambda: "There is no model.")
    model = fit(EXAMPLES, CODES, [*TEXTS, *NEW])
    assert model.reader.missing == "There is no model."
    found = model.suggest(list(NEW), top=1, min_score=0)
    assert sum(each[0].code == code for each, code in zip(found, NEW.values(), strict=True)) >= 3


def test_goodness_counts_what_was_right_out_of_fold() -> None:
    good = goodness(fit(EXAMPLES, CODES, TEXTS, KNOWN))
    assert good.passages == len(EXAMPLES)
    assert not good.early
    assert good.right <= good.shown
    assert good.shown >= good.reached > 0
    assert sum(code.shown for code in good.codes) == good.shown
    assert all(code.coded == 8 and not code.early for code in good.codes)
    assert good.ranking is not None
    assert good.ranking > 0.7


def test_of_very_many_passages_those_near_a_code_are_looked_at() -> None:
    model = fit(EXAMPLES, CODES, TEXTS, KNOWN)
    strange = ["The bishop moved to e4.", "Add two eggs and the flour.", "It rained on Tuesday."]
    mixed = [*strange, *NEW]
    assert worth_scoring(model, mixed, 4).tolist() == [3, 4, 5, 6]
    assert worth_scoring(model, mixed).tolist() == list(range(7))
    bare = fit([], CODES, TEXTS, KNOWN)
    assert len(worth_scoring(bare, mixed, 4)) == 4


def test_what_is_common_is_told_from_a_part_of_very_many_passages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = Reader(TEXTS, KNOWN)
    monkeypatch.setattr("ebcd.assistant.features.MOST_BACKGROUND", 10)
    part = Reader(TEXTS, KNOWN)
    assert 0 < len(part.words) < len(whole.words)
    assert len(part.read(TEXTS)) == len(TEXTS)


def test_ten_megabytes_of_one_line_are_read_as_far_as_a_passage_goes() -> None:
    long = "waiting for the letter " * 450_000
    model = fit([*EXAMPLES, Example(long, frozenset({"waiting"}))], CODES, TEXTS, KNOWN)
    assert model.suggest([long], top=1, min_score=0)[0][0].code in {"waiting", "letters"}


def test_a_code_with_three_codings_is_learnt_beside_the_others() -> None:
    few = [example for example in EXAMPLES if example.codes != {"letters"}]
    few += [example for example in EXAMPLES if example.codes == {"letters"}][:3]
    model = fit(few, CODES, TEXTS, KNOWN)
    found = model.suggest(["The letter was wrong"], top=1, min_score=0)[0][0]
    assert found.code == "letters"
    assert next(code for code in goodness(model).codes if code.code == "letters").early
