"""Sentences, stretches and questions."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ebcd.assistant.sentences import (
    LONGEST_SENTENCE,
    pieces,
    sentence_spans,
    stretches,
)


def _said(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentence_spans(text)]


def test_sentences_end_at_full_stops_but_not_after_dr() -> None:
    assert _said("It hurt. Dr. Rao came! Did she?  Yes.") == [
        "It hurt.",
        "Dr. Rao came!",
        "Did she?",
        "Yes.",
    ]


def test_speech_without_full_stops_is_cut_by_length() -> None:
    text = "and then it hurt " * 100
    spans = sentence_spans(text)
    assert len(spans) > 5
    assert all(len(text[s.start : s.end].split()) <= LONGEST_SENTENCE for s in spans)
    assert "".join(text[s.start : s.end] for s in spans).replace(" ", "") == text.replace(" ", "")


@given(st.text(max_size=300))
def test_spans_run_forwards_within_the_text_and_lose_no_letter(text: str) -> None:
    spans = sentence_spans(text)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    kept = "".join(text[span.start : span.end] for span in spans)
    assert "".join(kept.split()) == "".join(text.split())


def test_a_short_passage_is_read_as_a_whole_and_a_long_one_by_its_sentences() -> None:
    short = "It hurt. It still does."
    assert pieces(short) == [short]
    long = "The nurse was kind and sat with me for a while. " * 6 + "No."
    assert len(pieces(long)) == 6
    assert pieces(long)[-1].endswith("No.")


def test_stretches_are_whole_sentences_of_about_sixty_words() -> None:
    text = "The nurse was kind and sat with me for a while. " * 30
    lengths = [len(text[span.start : span.end].split()) for span in stretches(text)]
    assert sum(lengths) == 30 * 11
    assert max(lengths) <= 60
