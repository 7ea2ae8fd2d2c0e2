"""The words that name a topic: those commoner in it than elsewhere.

By class TF-IDF (Grootendorst 2022), from how often each word and word pair stands in each passage.
The counts are kept beside the topics, so that a topic that a team has put together or taken apart
is named without reading a passage again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from ebcd.assistant.why import carries_meaning

if TYPE_CHECKING:
    import numpy.typing as npt

    Rows = npt.NDArray[np.int64]

WORDS_A_TOPIC = 10
MOST_TERMS = 20_000
"""Words and word pairs that are counted: the commonest, of which any topic's telling ones are."""
LEAST_SHARE = 0.005
"""Of all passages: a rarer word names no topic, however telling it is where it stands."""
RARE_ABOVE = 50
"""With more passages than this, a word must stand in two of them to count."""


@dataclass(frozen=True)
class WordCounts:
    """How often telling words stand in passages.

    `counts`: sparse, shape (passages, terms). `named`: shape (terms,), the words and word pairs.
    """

    counts: Any
    named: npt.NDArray[Any]

    def of(self, groups: Sequence[Rows]) -> list[tuple[str, ...]]:
        """The words that tell each group of rows from the others, the most telling first."""
        total = np.asarray(self.counts.sum(axis=0)).ravel()
        mean = total.sum() / max(1, len(groups))
        rarity = np.log1p(mean / np.maximum(total, 1))
        rarity[self.counts.getnnz(axis=0) < LEAST_SHARE * self.counts.shape[0]] = 0
        found = []
        for rows in groups:
            inside = np.asarray(self.counts[rows].sum(axis=0)).ravel()
            found.append(self._chosen(inside / max(1, inside.sum()) * rarity))
        return found

    def _chosen(self, weight: npt.NDArray[np.float64]) -> tuple[str, ...]:
        """The heaviest; a word is dropped for the pair that holds it, and the other way round."""
        ordered = np.argsort(-weight, kind="stable")[: 4 * WORDS_A_TOPIC]
        words: list[str] = []
        for term in (str(self.named[at]) for at in ordered.tolist() if weight[at] > 0):
            parts = set(term.split())
            if not any(parts <= set(word.split()) or set(word.split()) <= parts for word in words):
                words.append(term)
        return tuple(words[:WORDS_A_TOPIC])


def counted_words(texts: Sequence[str]) -> WordCounts:
    """How often each telling word and word pair stands in each text."""
    from sklearn.feature_extraction.text import CountVectorizer

    rare = 2 if len(texts) > RARE_ABOVE else 1
    for fewest in (rare, 1):
        counter = CountVectorizer(
            analyzer=terms, min_df=fewest, max_features=MOST_TERMS, dtype=np.int32
        )
        try:
            return WordCounts(counter.fit_transform(texts), counter.get_feature_names_out())
        except ValueError:
            continue
    return no_words(len(texts))


def no_words(passages: int) -> WordCounts:
    """The counts where nothing was said."""
    from scipy.sparse import csr_matrix

    return WordCounts(csr_matrix(np.zeros((passages, 1), dtype=np.int32)), np.array([""]))


def tokens(text: str) -> list[str]:
    """The words of a text without the marks around them."""
    return [
        word for word in (piece.strip(".,;:!?\"'()[]-–—…“”‘’") for piece in text.split()) if word
    ]


def terms(text: str) -> list[str]:
    """The telling words and word pairs of a text, by which topics are named."""
    words = [word.lower() for word in tokens(text)]
    telling = [word if carries_meaning(word) else None for word in words]
    pairs = [f"{one} {two}" for one, two in pairwise(telling) if one and two]
    return [word for word in telling if word] + pairs


def says_something(text: str) -> bool:
    """Whether a text has a word to go by."""
    return any(map(carries_meaning, tokens(text)))
