"""Topics: what belongs together lies together, and odd input gives fewer topics, not an error."""

from __future__ import annotations

import pytest

from ebcd.assistant import vectors
from ebcd.assistant.topics import TopicMap, find_topics
from tests.assistant.passages import EXAMPLES, TEXTS

KNOWN: dict[str, vectors.Vectors] = {}


def _each_once(found: TopicMap, count: int) -> bool:
    rows = [row for topic in found.topics for row in topic.passages]
    return sorted([*rows, *found.left_out]) == list(range(count))


def test_passages_about_one_thing_share_a_topic_named_by_its_words() -> None:
    found = find_topics(TEXTS, 4, KNOWN)
    assert len(found.topics) == 4
    assert _each_once(found, len(TEXTS))
    together = 0
    for topic in found.topics:
        codes = [next(iter(EXAMPLES[row].codes)) for row in topic.passages]
        together += max(map(codes.count, codes))
        assert topic.words
        assert set(topic.typical) <= set(topic.passages)
    assert together / len(TEXTS) > 0.6
    assert any("letter" in " ".join(topic.words) for topic in found.topics)


def test_the_same_passages_give_the_same_topics_and_say_how_steady_they_are() -> None:
    one, other = find_topics(TEXTS, 4, KNOWN), find_topics(TEXTS, 4, KNOWN)
    assert one == other
    assert one.steadiness is not None
    assert 0 <= one.steadiness <= 1
    assert all(topic.steadiness is not None for topic in one.topics)


def test_a_number_is_suggested_and_used_where_none_is_asked_for() -> None:
    found = find_topics(TEXTS, None, KNOWN)
    assert len(found.topics) == found.suggested
    assert 2 <= found.suggested <= 6


def test_the_other_view_groups_by_words_alone() -> None:
    found = find_topics(TEXTS, 4, by_words_alone=True)
    assert 2 <= len(found.topics) <= 4
    assert _each_once(found, len(TEXTS))
    assert found.steadiness is None


@pytest.mark.parametrize(
    "passages",
    [
        [],
        ["", "…", "um yeah"],
        ["pain"],
        ["The wait was long"] * 40,
        ["The wait was long", "Parking was dear"],
        ["x" * 100_000, "wait " * 30_000, "pain"],
    ],
    ids=["none", "nothing said", "one", "all alike", "two", "long"],
)
def test_odd_passages_make_no_error(passages: list[str]) -> None:
    for number in (None, 1, 7):
        found = find_topics(passages, number, KNOWN)
        assert _each_once(found, len(passages))
        assert len(found.topics) <= max(1, len(set(passages)))


def test_without_vectors_topics_go_by_words_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "why_missing", lambda: "There is no model.")
    found = find_topics(TEXTS, 3)
    assert found.missing == "There is no model."
    assert len(found.topics) == 3
