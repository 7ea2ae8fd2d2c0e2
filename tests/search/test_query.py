"""What a person types is read, or refused in one sentence; what it finds is marked to a letter."""

from __future__ import annotations

import sqlite3
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ebcd.errors import BadInput
from ebcd.search.context import around
from ebcd.search.matching import hits
from ebcd.search.query import parse, said
from ebcd.search.words import HIDDEN, fold, folded, hide, pieces, places
from ebcd.store.search_engines import fts5, tsquery
from ebcd.text import Span

_TYPED = (
    "pain nurs* “ ” ( ) - NEAR near NEAR/3 NEAR/9999 OR or | AND NOT * Zoë 😀 שלום 我很痛 don't "
    "' ; {x} words:x ^a \\ a+b <-> !&:*"
).split()
_ASKED = some.lists(
    some.sampled_from([*_TYPED, '"', "\x00", HIDDEN]) | some.text(max_size=5), max_size=12
).map(" ".join)


def found(typed: str, text: str) -> list[str]:
    """The words that `typed` finds in `text`."""
    return [text[span.start : span.end] for span in hits(parse(typed), text)]


@given(_ASKED | some.text(max_size=60))
def test_anything_typed_is_read_or_refused(typed: str) -> None:
    try:
        query = parse(typed)
    except BadInput:
        return
    assert said(query)
    hits(query, typed)
    with sqlite3.connect(":memory:") as raw:
        raw.execute("CREATE VIRTUAL TABLE w USING fts5 (words, tokenize = 'ascii')")
        raw.execute("SELECT rowid FROM w WHERE words MATCH ?", (fts5(query),)).fetchall()
    assert "\x00" not in tsquery(query)


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("pain nurse", "“pain” and “nurse”"),
        ("nurse pain or ache", "“nurse” and (“pain” or “ache”)"),
        ("pain AND nurse", "“pain” and “nurse”"),
        ("not told", "“not” and “told”"),
        ("near the end", "“near” and “the” and “end”"),
        ("felt “near” tears", "“felt” and “near” and “tears”"),
        ("pain near/3 nurse", "“pain” within 3 words of “nurse”"),
        ("pain NOT (ward or hospital)", "“pain” without (“ward” or “hospital”)"),
        ("don't follow-up", "“don't” and “follow-up”"),
        ("pain — nurse!", "“pain” and “nurse!”"),
    ],
)
def test_a_query_is_said_back_as_it_was_read(typed: str, reading: str) -> None:
    assert said(parse(typed)) == reading


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "at least one word"),
        ("😀 !!", "at least one word"),
        ('"waiting list', "quotation mark"),
        ("(pain", "bracket is missing"),
        ("pain)", "closes nothing"),
        ("-pain", "found as well"),
        ("OR pain", "between two words"),
        ("pain OR", "between two words"),
        ("pa*n", "end of a word"),
        ("p*", "at least two letters"),
        ("pain NEAR pain", "two different words"),
        ("pain NEAR (a b)", "not between brackets"),
        ("pain NEAR/51 nurse", "at most NEAR/50"),
        ("(" * 30 + "pain" + ")" * 30, "too many brackets"),
        ("pain " * 41, "too many words"),
        ("pain " * 100, "shorten it"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(typed: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        parse(typed)


@pytest.mark.parametrize(
    ("typed", "text", "words"),
    [
        ("cafe", "The Café, the CAFE, the cafes.", ["Café", "CAFE"]),
        ("caf*", "👩‍⚕️ Cafés 👍🏽 and caf", ["Cafés", "caf"]),
        ("שלום", "אמר שָׁלוֹם לי", ["שָׁלוֹם"]),
        ("很痛", "我很痛。", ["很痛"]),
        ("strasse", "Die Straße", ["Straße"]),
        ("한국", "한국 사람", ["한국"]),
        ("pain near/1 nurse", "pain the nurse", ["pain the nurse"]),
        ("pain near/1 nurse", "pain the old nurse", []),
        ('"the pain"', "The pain. The, pain", ["The pain", "The, pain"]),
        ("pain -nurse", "pain and a nurse", []),
        ("a pain or ache", "a pain, an ache", ["a", "pain", "ache"]),
    ],
)
def test_hits_are_marked_to_the_code_point(typed: str, text: str, words: list[str]) -> None:
    assert found(typed, text) == words


@given(some.text(max_size=80))
def test_every_word_of_a_text_is_found_at_its_place(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    for start, end in places(text):
        if HIDDEN in text[start:end]:
            continue
        spans = hits(parse(f'"{text[start:end]}"'), text)
        assert any(span.start <= start and end <= span.end for span in spans)


@given(some.text(max_size=40))
def test_words_and_their_places_are_as_many(text: str) -> None:
    assert len(folded(text)) == len(places(text))
    assert all(word and word == fold(word) for word in folded(text) if HIDDEN not in word)


def test_what_is_hidden_is_neither_found_nor_bridged() -> None:
    text = "my name is Ann Lee today"
    shown = hide(text, [Span(11, 18)])
    assert len(shown) == len(text)
    assert found("Ann", shown) == []
    assert found('"is today"', shown) == []
    assert found(HIDDEN + " today", shown) == ["today"]


@given(some.lists(some.sampled_from(["ab", "c.", "d,", "é"]), max_size=60).map(" ".join))
def test_the_pieces_of_a_long_turn_are_the_turn(text: str) -> None:
    cut = list(pieces(text, 7))
    assert "".join(text[span.start : span.end] for span, _ in cut) == text
    assert [word for _, words in cut for word in words] == folded(text)
    assert all(len(words) <= 7 for _, words in cut)


def test_context_is_the_sentence_and_never_cuts_a_hit() -> None:
    text = "One. " + "word " * 200 + "pain " + "word " * 200 + ". End."
    [hit] = hits(parse("pain"), text)
    [shown] = around(text, [hit])
    assert text[shown.start : shown.end].startswith("word ")
    assert shown.start < hit.start < hit.end < shown.end
    assert len(shown) < 400
