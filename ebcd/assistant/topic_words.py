"""The words that name a topic: those commoner in it than elsewhere, and said together.

By class TF-IDF (Grootendorst 2022), from how often each word and word pair stands in each passage;
of the likeliest, those are taken that meet one another in passages (NPMI, Bouma 2009). The counts
are kept beside the topics, so that a topic that a team has put together or taken apart is named
without reading a passage again.
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
    Weights = npt.NDArray[np.float64]

WORDS_A_TOPIC = 10
MOST_TERMS = 20_000
"""Words and word pairs that are counted: the commonest, of which any topic's telling ones are."""
LEAST_SHARE = 0.005
"""Of all passages: a rarer word names no topic, however telling it is where it stands."""
LIKELIEST = 30
"""The words of which a topic's are taken."""
LEAST_LIFT = 1.5
"""How much commoner among a topic's passages than among all a word should be to name it."""
LEAST_PASSAGES = 3
"""Of a topic, in which a word should stand. Others follow only where too few words do so."""
TOGETHER = 0.8
"""What meeting the words already taken weighs beside how telling a word is."""
NAMES_NOTHING = frozenset({"did", "doing", "let", "let's", "let’s", "sorry"})
"""Words that are counted, but tell a reader nothing about what a topic is about."""
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
        held = self.counts.getnnz(axis=0)
        mean = total.sum() / max(1, len(groups))
        rarity = np.log1p(mean / np.maximum(total, 1))
        rarity[held < LEAST_SHARE * self.counts.shape[0]] = 0
        weights: list[Weights] = []
        likely: list[Rows] = []
        for rows in groups:
            own = self.counts[rows]
            inside = np.asarray(own.sum(axis=0)).ravel()
            weight = inside / max(1, inside.sum()) * rarity
            share = own.getnnz(axis=0) / max(1, len(rows))
            lift = share * self.counts.shape[0] / np.maximum(held, 1)
            fits = (lift >= LEAST_LIFT) & (own.getnnz(axis=0) >= LEAST_PASSAGES)
            likely.append(self._likeliest(weight, fits))
            weights.append(weight[likely[-1]])
        terms_met = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *likely]))
        close = _closeness(self.counts[:, terms_met])
        found = []
        for those, weight in zip(likely, weights, strict=True):
            at = np.searchsorted(terms_met, those)
            named = [str(self.named[term]) for term in those.tolist()]
            found.append(_said_together(named, weight, close[np.ix_(at, at)]))
        return found

    def _likeliest(self, weight: Weights, fits: npt.NDArray[np.bool_]) -> Rows:
        """The heaviest terms that fit, and others after them only where those are too few."""
        ordered = np.argsort(-weight, kind="stable")
        ordered = ordered[weight[ordered] > 0][: 10 * LIKELIEST]
        empty = [not NAMES_NOTHING.isdisjoint(str(self.named[at]).split()) for at in ordered]
        ordered = ordered[~np.array(empty, dtype=bool)]
        fitting = ordered[fits[ordered]][:LIKELIEST]
        missing = max(0, WORDS_A_TOPIC - len(fitting))
        return np.concatenate([fitting, ordered[~fits[ordered]][:missing]])


def _closeness(counts: Any) -> Weights:
    """How often terms meet in passages beside what chance would do: NPMI, -1 to 1, all by all."""
    there = (counts > 0).astype(np.float64)
    both = (there.T @ there).toarray() / max(1, there.shape[0])
    apart = np.outer(both.diagonal(), both.diagonal())
    close = np.full(both.shape, -1.0)
    meets = (both > 0) & (both < 1)
    close[meets] = np.log(both[meets] / apart[meets]) / -np.log(both[meets])
    close[both >= 1] = 1
    return close


def _said_together(named: Sequence[str], weight: Weights, close: Weights) -> tuple[str, ...]:
    """The heaviest term, then one by one what is heavy and meets those taken; heaviest first.

    No word is taken that a taken pair holds, nor a pair with a word that is taken.
    """
    heavy = np.log(np.maximum(weight, 1e-12))
    left, taken = list(range(len(named))), list[int]()
    while left and len(taken) < WORDS_A_TOPIC:
        met = close[np.ix_(left, taken)].mean(axis=1) if taken else np.zeros(len(left))
        best = left[int(np.argmax(heavy[left] + TOGETHER * met))]
        taken.append(best)
        parts = set(named[best].split())
        left = [at for at in left if parts.isdisjoint(named[at].split())]
    return tuple(named[at] for at in sorted(taken, key=lambda at: (-weight[at], at)))


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
