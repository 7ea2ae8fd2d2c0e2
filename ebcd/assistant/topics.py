"""Topics: a map of what is there, and of what nobody has coded yet. Never themes by themselves.

Passages are grouped by k-means on their words (TF-IDF, reduced) joined with their sentence vectors;
each topic is named by the words that are commoner in it than elsewhere (class TF-IDF, Grootendorst
2022). The other view, NMF, lets a passage lean to a topic by its words alone.
"""

from __future__ import annotations

import math
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ebcd.assistant import vectors
from ebcd.assistant.features import LONGEST_TEXT
from ebcd.assistant.sentences import pieces
from ebcd.assistant.topic_words import WordCounts, counted_words, no_words, says_something

if TYPE_CHECKING:
    import numpy.typing as npt

    from ebcd.assistant.vectors import Vectors

    Rows = npt.NDArray[np.float32]
    Labels = npt.NDArray[np.int64]

TYPICAL = 5
FEWEST_A_TOPIC = 4
"""Passages; a suggested number of topics leaves on average at least twice as many to each."""
MOST_TOPICS = 24
"""The most that are suggested; more can be asked for."""
SEEDS = 4
DIMENSIONS_OF_WORDS = 100
DIMENSIONS_KEPT = 48
"""In how many directions passages are kept, for topics to be split without a new fit."""
MANY = 10_000
"""Passages above which k-means works in batches."""
SAMPLE = 1500


@dataclass(frozen=True)
class Topic:
    """A group of passages that say like things.

    `words`: the most telling first. `passages`: row numbers, in order. `typical`: those nearest
    its middle. `x`, `y`: its place on the map. `steadiness`: 0 to 1, the share of it that stays
    together when the fit starts elsewhere; None in the other view.
    """

    words: tuple[str, ...]
    passages: tuple[int, ...]
    typical: tuple[int, ...]
    x: float
    y: float
    steadiness: float | None


@dataclass(frozen=True)
class TopicMap:
    """All topics, the largest first.

    `left_out`: rows without a word to go by.
    `steadiness`: 0 to 1, how much of the whole stays together over seeds, or None. `suggested`:
    the number of topics that the passages themselves suggest. `missing`: why there were no
    sentence vectors, or None.
    `space`: (n, DIMENSIONS_KEPT or fewer), where passages lie to one another; the map is its first
    two directions. `words`: how often telling words stand in each passage.
    """

    topics: tuple[Topic, ...]
    left_out: tuple[int, ...]
    steadiness: float | None
    suggested: int
    missing: str | None
    space: Rows = field(compare=False)
    words: WordCounts = field(compare=False)


def find_topics(
    passages: Sequence[str],
    number: int | None = None,
    known: MutableMapping[str, Vectors] | None = None,
    *,
    by_words_alone: bool = False,
) -> TopicMap:
    """Group the passages into topics.

    `number`: how many, or None for as many as the passages suggest. `known`: sentence vectors by
    `vectors.key`, added to. `by_words_alone`: the other view, NMF. Few or like passages give fewer
    topics than asked for.
    """
    texts = [text[:LONGEST_TEXT] for text in passages]
    usable = [row for row, text in enumerate(texts) if says_something(text)]
    left_out = tuple(sorted(set(range(len(texts))) - set(usable)))
    missing = vectors.why_missing()
    if not usable:
        nowhere = np.zeros((len(texts), 2), dtype=np.float32)
        return TopicMap((), left_out, None, 0, missing, nowhere, no_words(len(texts)))
    read = [texts[row] for row in usable]
    words = counted_words(read)
    joined = _joined(read, None if missing or by_words_alone else ({} if known is None else known))
    suggested = suggested_number(joined)
    wanted = _possible(number or suggested, joined)
    steadiness: float | None = None
    steady: dict[int, float] = {}
    if by_words_alone:
        labels = _nmf(words.counts, wanted)
    else:
        labels = _k_means(joined, wanted, 0)
        steadiness, steady = _steadiness(joined, wanted, labels)
    space = _reduced(joined)
    topics = _described(joined, space, labels, words, steady, usable)
    return TopicMap(
        topics,
        left_out,
        steadiness,
        suggested,
        missing,
        _with_gaps(space, usable, len(texts)),
        WordCounts(_counts_with_gaps(words.counts, usable, len(texts)), words.named),
    )


def _with_gaps(rows: Rows, usable: Sequence[int], count: int) -> Rows:
    """`rows` at the places of the usable passages, zeros at the others."""
    out = np.zeros((count, rows.shape[1]), dtype=np.float32)
    out[np.asarray(usable)] = rows
    return out


def _counts_with_gaps(counts: Any, usable: Sequence[int], count: int) -> Any:
    from scipy.sparse import csr_matrix

    place = csr_matrix(
        (np.ones(len(usable), dtype=np.int32), (np.asarray(usable), np.arange(len(usable)))),
        shape=(count, len(usable)),
    )
    return (place @ counts).tocsr()


def _joined(texts: Sequence[str], known: MutableMapping[str, Vectors] | None) -> Rows:
    """Words reduced to `DIMENSIONS_OF_WORDS`, joined with sentence vectors where there are any.

    Empty words stay in here: how people speak tells topics apart, measured, better than without.
    """
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    reader = TfidfVectorizer(
        min_df=2 if len(texts) > 50 else 1,
        sublinear_tf=True,
        token_pattern=r"(?u)\b\w+\b",
        dtype=np.float32,
    )
    weighted = reader.fit_transform(texts)
    size = min(DIMENSIONS_OF_WORDS, min(weighted.shape) - 1)
    if size >= 2:
        with np.errstate(divide="ignore", invalid="ignore"):
            words = TruncatedSVD(size, random_state=0, n_iter=4).fit_transform(weighted)
    else:
        words = weighted.toarray()
    words = _of_length_one(words)
    if known is None:
        return words
    cut = [pieces(text) for text in texts]
    owner = np.repeat(np.arange(len(cut)), [len(parts) for parts in cut])
    parts = vectors.vectors([part for each in cut for part in each], known)
    meaning = np.zeros((len(texts), parts.shape[1]), dtype=np.float32)
    np.add.at(meaning, owner, parts)
    meaning = _of_length_one(meaning)
    meaning = _of_length_one(meaning - meaning.mean(axis=0))
    return np.hstack([words, meaning])


def _of_length_one(rows: Any) -> Rows:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 1e-9, lengths, 1), dtype=np.float32)


def _possible(number: int, joined: Rows) -> int:
    """`number`, or as many topics as there are different passages."""
    sample = joined[:MANY].round(4)
    return max(1, min(number, len(np.unique(sample, axis=0))))


def suggested_number(joined: Rows) -> int:
    """A number of topics that can be read, near half the root of the number of passages.

    Of a few around it, the one that keeps passages nearest their own and far from others: by the
    mean silhouette (Rousseeuw 1987) on a sample, the smaller of two that are as good.
    """
    from sklearn.metrics import silhouette_score

    rows = np.random.default_rng(0).permutation(len(joined))[:SAMPLE]
    sample = joined[np.sort(rows)]
    most = min(len(joined) // (2 * FEWEST_A_TOPIC), _possible(len(sample), sample) - 1, MOST_TOPICS)
    usual = min(math.sqrt(len(joined)) / 2, most)
    around = sorted({round(usual * factor) for factor in (0.6, 0.8, 1, 1.25)} - {0, 1})
    best, chosen = -1.0, max(1, round(usual))
    for number in around:
        if number > most:
            break
        labels = _k_means(sample, number, 0, starts=1)
        if len(set(labels.tolist())) < 2:
            continue
        quality = float(silhouette_score(sample, labels))
        if quality > best + 0.002:
            best, chosen = quality, number
    return chosen


def _k_means(joined: Rows, number: int, seed: int, starts: int = 4) -> Labels:
    from sklearn.cluster import KMeans, MiniBatchKMeans

    kind: Any = MiniBatchKMeans if len(joined) > MANY else KMeans
    model = kind(number, n_init=starts, random_state=seed)
    return np.asarray(model.fit(joined).labels_, dtype=np.int64)


def _nmf(counts: Any, number: int) -> Labels:
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfTransformer

    weighted = TfidfTransformer(sublinear_tf=True).fit_transform(counts).astype(np.float32)
    number = min(number, *weighted.shape)
    leaning = NMF(number, init="nndsvda", random_state=0, max_iter=300, tol=1e-3).fit_transform(
        weighted
    )
    return np.asarray(leaning.argmax(axis=1), dtype=np.int64)


def _steadiness(joined: Rows, number: int, labels: Labels) -> tuple[float | None, dict[int, float]]:
    """How much stays together over seeds: of the whole (adjusted Rand) and of each topic."""
    from sklearn.metrics import adjusted_rand_score

    if number < 2:
        return None, {}
    rows = np.random.default_rng(1).permutation(len(joined))[: 4 * SAMPLE]
    ours = labels[rows]
    whole, kept = [], {topic: list[float]() for topic in range(number)}
    for seed in range(1, SEEDS + 1):
        other = _k_means(joined[rows], number, seed, starts=1)
        whole.append(float(adjusted_rand_score(ours, other)))
        for topic, shares in kept.items():
            theirs = other[ours == topic]
            if len(theirs):
                shares.append(float(np.bincount(theirs).max() / len(theirs)))
    each = {topic: float(np.mean(shares)) for topic, shares in kept.items() if shares}
    return max(0.0, float(np.mean(whole))), each


def _reduced(joined: Rows) -> Rows:
    """Every passage in the few directions in which passages differ most, the most first."""
    from sklearn.decomposition import PCA

    size = min(DIMENSIONS_KEPT, len(joined) - 1, joined.shape[1])
    if size < 2:
        return np.array([[float(row), 0.0] for row in range(len(joined))], dtype=np.float32)
    sample = np.random.default_rng(2).permutation(len(joined))[:MANY]
    fitted = PCA(size, random_state=0).fit(joined[np.sort(sample)])
    return np.asarray(fitted.transform(joined), dtype=np.float32)


def nearest_middle(space: Rows, most: int = TYPICAL) -> npt.NDArray[np.int64]:
    """The rows of `space` nearest to its middle, the nearest first."""
    distance = np.linalg.norm(space - space.mean(axis=0), axis=1)
    return np.argsort(distance, kind="stable")[:most]


def _described(
    joined: Rows,
    space: Rows,
    labels: Labels,
    words: WordCounts,
    steady: dict[int, float],
    usable: Sequence[int],
) -> tuple[Topic, ...]:
    there = sorted(set(labels.tolist()))
    groups = [np.flatnonzero(labels == label) for label in there]
    topics = []
    for label, rows, named in zip(there, groups, words.of(groups), strict=True):
        typical = rows[nearest_middle(joined[rows])]
        x, y = space[rows, :2].mean(axis=0).tolist()
        topics.append(
            Topic(
                named,
                tuple(usable[row] for row in rows.tolist()),
                tuple(usable[row] for row in typical.tolist()),
                float(x),
                float(y),
                steady.get(label),
            )
        )
    return tuple(sorted(topics, key=lambda topic: (-len(topic.passages), topic.words)))
