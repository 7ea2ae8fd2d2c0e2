"""TF-IDF counted quickly: the same terms and values as scikit-learn gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from ebcd.assistant.terms import Letters, Words
from tests.assistant.passages import NEW, TEXTS

ODD = ["", "a", "I  can't — o'clock", "don't don't don't", "Ärzte ÄRZTE 42 😀 x", "…", "éé\u2028ab"]
SAID = [*TEXTS, *ODD]
NEVER_SEEN = [*NEW, *ODD, "Zebras waited, waited and waited for letters"]


def same(ours: object, theirs: object) -> bool:
    """Whether passages are as like one another by both; the order of terms does not matter."""
    mine, yours = (each @ each.T for each in (ours, theirs))  # type: ignore[operator]
    return bool(np.allclose(mine.toarray(), yours.toarray(), atol=1e-5))


@pytest.mark.parametrize("most", [100_000, 40])
def test_words_and_pairs_weigh_as_in_scikit_learn(most: int) -> None:
    words = Words(most)
    words.fit(SAID)
    theirs = TfidfVectorizer(
        ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"(?u)\b\w[\w'’]*\b"
    ).fit(SAID)
    assert len(words) == min(most, len(theirs.vocabulary_))
    if most > len(theirs.vocabulary_):
        assert same(words.transform(NEVER_SEEN), theirs.transform(NEVER_SEEN))


@pytest.mark.parametrize("least", [1, 2])
def test_strings_of_letters_weigh_as_in_scikit_learn(least: int) -> None:
    letters = Letters(100_000, least)
    letters.fit(SAID)
    theirs = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=least
    ).fit(SAID)
    assert len(letters) == len(theirs.vocabulary_)
    assert same(letters.transform(NEVER_SEEN), theirs.transform(NEVER_SEEN))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(max_size=60), max_size=6), st.lists(st.text(max_size=60), max_size=4))
def test_any_text_can_be_read_against_any_other(background: list[str], new: list[str]) -> None:
    for reader in (Words(50), Letters(50, 1)):
        reader.fit(background)
        rows = reader.transform(new)
        lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
        assert rows.shape[0] == len(new)
        assert all(abs(each - 1) < 1e-4 or each == 0 for each in lengths)
