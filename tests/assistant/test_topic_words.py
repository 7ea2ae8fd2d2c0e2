"""Topics are named by words that are commoner in them than elsewhere, and said together."""

from __future__ import annotations

import numpy as np

from ebcd.assistant.topic_words import WORDS_A_TOPIC, counted_words

WAITING = ["waiting room chairs hours", "waiting room hours", "waiting chairs hours room"] * 8
LETTERS = ["letter post stamp", "letter post envelope", "letter stamp envelope post"] * 8
ONE, OTHER = np.arange(24), np.arange(24, 48)


def test_a_word_said_with_the_others_goes_before_a_commoner_one_said_apart() -> None:
    together = "fever cough sneeze ache chill sweat rash throat nausea dizzy"
    texts = [*[together] * 6, *["bus"] * 7, *["fever"] * 2, *LETTERS]
    words = counted_words(texts).of([np.arange(15), np.arange(15, 39)])[0]
    assert len(words) == WORDS_A_TOPIC
    assert set(together.split()) == {part for word in words for part in word.split()}


def test_no_word_is_taken_twice_by_itself_and_in_a_pair() -> None:
    for words in counted_words(WAITING + LETTERS).of([ONE, OTHER]):
        single = [part for word in words for part in word.split()]
        assert len(single) == len(set(single))


def test_a_word_that_is_as_common_everywhere_names_no_topic_that_has_others() -> None:
    own = "one1 two2 three3 four4 five5 six6 seven7 eight8 nine9 ten10"
    texts = [f"people {own}"] * 12 + [f"people {text}" for text in LETTERS[:12]]
    words = counted_words(texts).of([np.arange(12), np.arange(12, 24)])
    assert "people" not in words[0]
    assert any(word.startswith(("letter", "post")) for word in words[1])


def test_words_that_tell_nothing_name_no_topic_and_an_empty_group_has_no_words() -> None:
    texts = ["did let's letter", "sorry did letter", "doing letter let"] * 4
    words = counted_words(texts).of([np.arange(12), np.zeros(0, dtype=np.int64)])
    assert words == [("letter",), ()]
