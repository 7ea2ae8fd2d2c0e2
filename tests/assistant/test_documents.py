"""The promised keys of `ebcd suggest`, `topics` and `pseudonymise`."""

from __future__ import annotations

import json

import pytest

from ebcd.assistant.documents import pseudonymise_document, suggest_document, topics_document
from ebcd.errors import BadInput
from tests.assistant.passages import CODES, EXAMPLES, NEW, TEXTS

ROWS = [{"text": each.text, "codes": "; ".join(map(str, each.codes))} for each in EXAMPLES]
BOOK = [{"code": str(code.id), "definition": code.definition} for code in CODES]


def test_suggestions_are_one_list_a_passage_with_code_score_and_why() -> None:
    said = suggest_document(ROWS, [*NEW, ""], BOOK, 2, 0.0)
    assert len(said["suggestions"]) == len(NEW) + 1
    assert [each[0]["code"] for each in said["suggestions"][:-1]] == list(NEW.values())
    for each in said["suggestions"]:
        assert len(each) == 2
        for one in each:
            assert set(one) >= {"code", "score", "why"}
            assert one["why"]
            assert all(isinstance(word, str) for word in one["why"])
    json.dumps(said, allow_nan=False)


def test_every_code_is_ranked_with_top_0_and_min_score_0() -> None:
    said = suggest_document(ROWS, list(NEW), [*BOOK, {"code": "Unused", "definition": ""}], 0, 0.0)
    assert all(len(each) == len(CODES) + 1 for each in said["suggestions"])


def test_by_default_nothing_unlikely_is_said_and_few_rows_are_explained() -> None:
    said = suggest_document(ROWS[:3], list(NEW), BOOK)
    assert said["suggestions"] == [[]] * len(NEW)
    assert "too few" in said["problems"][0]
    assert said["model"]["threshold"] is None


def test_a_codebook_may_say_description_and_rows_without_code_are_counted() -> None:
    book = [{"code": "parking", "description": "Finding a space"}]
    said = suggest_document([*ROWS, {"text": "x", "codes": " ; "}], ["Parking"], book, 1, 0.0)
    assert "1 rows bear no code" in said["problems"][0]


def test_without_a_code_anywhere_it_says_what_to_do() -> None:
    with pytest.raises(BadInput, match="fill the column"):
        suggest_document([{"text": "a", "codes": ""}], ["b"], [])


def test_topics_have_words_and_row_numbers() -> None:
    said = topics_document([*TEXTS, ""], 4)
    rows = sorted(row for topic in said["topics"] for row in topic["passages"])
    assert rows == list(range(len(TEXTS)))
    assert said["left_out"] == [len(TEXTS)]
    assert all(topic["words"] for topic in said["topics"])
    json.dumps(said, allow_nan=False)


def test_a_number_of_topics_out_of_range_is_refused() -> None:
    with pytest.raises(BadInput, match="from 1 to 200"):
        topics_document(TEXTS, 0)


def test_pseudonymising_gives_the_text_and_where_what_was_replaced() -> None:
    text = "Dr Okafor rang Margaret."
    said = pseudonymise_document(text)
    assert [text[each["start"] : each["end"]] for each in said["replacements"]] == [
        "Okafor",
        "Margaret",
    ]
    assert {each["kind"] for each in said["replacements"]} == {"person"}
    assert "Okafor" not in said["text"]
    json.dumps(said)
