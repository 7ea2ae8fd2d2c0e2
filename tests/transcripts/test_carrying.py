"""Where words stand after a correction, tried on random texts in several scripts."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebcd.text import Span
from ebcd.transcripts.carrying import DELETED, REPLACED, Carried, Carrying, Lost
from ebcd.transcripts.differing import blocks

WORDS = (
    "ward", "the", "and", "hospital", "café", "nobody", "said", "👩‍⚕️", "👍🏽", "שלום", "عليكم",
    "한국어", "naïve", "I", "was", "q\u0323\u0307", "don't", "said", "the",
)  # fmt: skip


def words(least: int = 0, most: int = 30) -> st.SearchStrategy[str]:
    """Words, some of them many times, in turns."""
    between = st.sampled_from([" ", " ", " ", ", ", ". ", "\n"])
    pairs = st.lists(st.tuples(st.sampled_from(WORDS), between), min_size=least, max_size=most)
    return pairs.map(
        lambda all_: unicodedata.normalize("NFC", "".join(w + gap for w, gap in all_).strip())
    )


def said(way: Carrying, passage: str) -> str | Lost:
    """Where `passage` of the old text went, as words of the new one."""
    start = way.old.index(passage)
    found = way.carry(Span(start, start + len(passage)))
    return found if isinstance(found, Lost) else way.new[found.span.start : found.span.end]


def spans(text: str) -> list[Span]:
    """Some passages of a text: from each word's start to that of the third one on."""
    starts = [0] + [i + 1 for i, each in enumerate(text) if each.isspace()]
    found = [Span(a, b - 1) for a, b in zip(starts, starts[3:], strict=False) if b - 1 > a]
    return [span for span in found if text[span.start : span.end].strip()]


@given(words(), words())
def test_the_blocks_tell_both_texts_from_beginning_to_end(old: str, new: str) -> None:
    found = blocks(old, new)
    assert "".join(old[b.old.start : b.old.end] for b in found) == old
    assert "".join(new[b.new.start : b.new.end] for b in found) == new
    for block in found:
        if block.same:
            assert old[block.old.start : block.old.end] == new[block.new.start : block.new.end]


@given(words(1))
def test_an_unchanged_text_leaves_every_passage_where_it_is(text: str) -> None:
    way = Carrying(text, text)
    assert [way.carry(span) for span in spans(text)] == [Carried(s, False) for s in spans(text)]


@given(words(1), words(1), words(1))
def test_words_before_and_after_move_a_passage_and_do_not_change_it(
    text: str, before: str, after: str
) -> None:
    inside = f"first {text} last"  # words that stand nowhere else: repeated ones may be any of them
    way = Carrying(inside, f"{before}\n{inside}\n{after}")
    found = way.carry(Span(0, len(inside)))
    assert isinstance(found, Carried)
    assert way.new[found.span.start : found.span.end] == inside


@given(words(1), words(), words(1), words(1))
def test_words_put_into_a_passage_are_part_of_it(a: str, b: str, put: str, c: str) -> None:
    inside = "first " + a + " middle " + c + " last"
    way = Carrying(f"{b}\n{inside}\n", f"{b}\nfirst {a} middle zzz {c} last\n")
    found = said(way, inside)
    assert found == f"first {a} middle zzz {c} last"


@given(words(), words())
def test_a_deleted_passage_is_lost(before: str, after: str) -> None:
    gone = "Zebras xylophoned quietly."
    way = Carrying(f"{before}\n{gone}\n{after}", f"{before}\n{after}")
    assert said(way, gone) == Lost(DELETED)


@given(words(3), words(3))
def test_whatever_is_carried_holds_words_and_keeps_its_order(old: str, new: str) -> None:
    way = Carrying(old, new)
    last = -1
    for span in spans(old):
        found = way.carry(span)
        if isinstance(found, Lost):
            continue
        assert found.span.end <= len(new)
        now = new[found.span.start : found.span.end]
        assert now.strip()
        if not found.changed:
            assert now.split() == old[span.start : span.end].split()
        start = way.place(span.start)
        if start is not None:
            assert start >= last
            last = start


@given(words(2), words(2))
def test_no_sign_is_cut_off_the_letter_it_belongs_to(old: str, new: str) -> None:
    way = Carrying(old, new)
    for span in spans(old):
        found = way.carry(span)
        if isinstance(found, Carried):
            for at in (found.span.start, found.span.end):
                if 0 < at < len(new):
                    assert not unicodedata.combining(new[at])
                    assert new[at - 1] != "\u200d"


@pytest.mark.parametrize(
    ("old", "new", "passage", "stands"),
    [
        ("I was scarred to death.", "I was scared to death.", "scarred", "scared"),
        ("I asked Ana about it.", "I asked [my daughter] about it.", "Ana", "[my daughter]"),
        ("They scare me.", "They scared me.", "They scare", "They scared"),
        ("It was good. Then not.", "It was good, very good. Then not.", "good", "good"),
        ("A.\nI waited.\nAnd waited.\nB.", "A.\nI waited. And waited.\nB.",
         "I waited.\nAnd waited.", "I waited. And waited."),
        ("A.\nI waited. And waited.\nB.", "A.\nI waited.\nAnd waited.\nB.",
         "I waited. And waited.", "I waited.\nAnd waited."),
        ("One thing.\nThe ward was closed.\nAnother thing.",
         "Another thing.\nOne thing.\nThe ward was closed.", "The ward was closed.",
         "The ward was closed."),
    ],
)  # fmt: skip
def test_a_passage_is_carried_to_the_words_that_stand_in_its_place(
    old: str, new: str, passage: str, stands: str
) -> None:
    assert said(Carrying(old, new), passage) == stands


def test_a_few_words_of_a_sentence_written_anew_are_lost_and_a_name_is_not() -> None:
    way = Carrying("He rang me. I was scared to death.", "He rang me twice.")
    assert said(way, "I was scared") == Lost(REPLACED)
    way = Carrying("I told Doctor Ana Lopez.", "I told [the surgeon].")
    assert said(way, "Doctor Ana Lopez") == "[the surgeon]"


def test_a_mark_is_widened_over_what_was_written_in_place_of_its_edge() -> None:
    long = "and then the whole long night in the corridor they never came"
    way = Carrying(f"We sat {long} to us. Dr Smith died.", "We sat quietly. Dr Smith died.")
    span = Span(way.old.index("to us."), len(way.old))
    wide, narrow = way.carry(span, wide=True), way.carry(span)
    assert isinstance(wide, Carried)
    assert isinstance(narrow, Carried)
    assert way.new[wide.span.start :] == "quietly. Dr Smith died."
    assert way.new[narrow.span.start :] == ". Dr Smith died."


def test_a_turn_that_was_written_anew_does_not_keep_the_coding_of_the_old_one() -> None:
    old = "A b c.\nThe ward was closed and nobody said why.\nD e f."
    new = "A b c.\nThen my sister rang from Leeds about the kids.\nD e f."
    way = Carrying(old, new)
    assert said(way, "The ward was closed and nobody said why.") == Lost(REPLACED)


def test_joining_turns_does_not_count_as_changing_the_words() -> None:
    way = Carrying("I waited.\nAnd waited.", "I waited. And waited.")
    assert way.carry(Span(0, 21)) == Carried(Span(0, 21), False)


def test_a_passage_outside_the_text_is_an_error() -> None:
    for span in (Span(0, 0), Span(2, 9)):
        with pytest.raises(ValueError, match="no words"):
            Carrying("Hello.", "Hello!").carry(span)
