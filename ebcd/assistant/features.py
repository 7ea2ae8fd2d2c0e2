"""What a passage is to the assistant: its words, its pieces of words, and its meaning.

Two passages are alike by three measures put together: shared words and word pairs (TF-IDF), shared
strings of three to five letters, and the angle between their sentence vectors.
"""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ebcd.assistant import vectors
from ebcd.assistant.sentences import pieces
from ebcd.assistant.terms import Letters, Words

if TYPE_CHECKING:
    import numpy.typing as npt

    from ebcd.assistant.vectors import Vectors

    Matrix = npt.NDArray[np.float32]

WORDS, LETTERS, MEANING, CLOSENESS = 0.4, 0.6, 0.6, 0.4
"""The weights of the measures: MEANING for the cosine of the vectors, CLOSENESS for its square."""
LONGEST_TEXT = 20_000
"""Code points of a passage that are read; a longer one is a document and not a passage."""
MOST_TERMS = 120_000
MOST_BACKGROUND = 8_000
"""Passages that tell common words from telling ones: of more, as many are drawn by chance."""
MANY_PAIRS = 250_000
"""Pairs of passages from which on common terms are worth a full matrix."""
COMMON = 0.03
"""A term that more of the passages than this hold is common."""
RARE_ABOVE = 200
"""With more passages than this, a string of letters must occur in two of them to count."""


@dataclass(frozen=True)
class Features:
    """Passages as the assistant sees them; `n` of them.

    `words`, `letters`: sparse, shape (n, terms), rows of length 1. `meaning`: shape (n, 384), rows
    of length 1 around the middle of the study's passages; None without the sentence model.
    `parts`: the vectors of all sentences, as made; `owner`: which passage each belongs to.
    """

    words: Any
    letters: Any
    meaning: Vectors | None
    parts: Vectors | None
    owner: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return int(self.words.shape[0])

    def take(self, rows: npt.NDArray[np.int64]) -> Features:
        """The passages of these row numbers; sentences are left out."""
        meaning = None if self.meaning is None else self.meaning[rows]
        return Features(
            self.words[rows], self.letters[rows], meaning, None, np.zeros(0, dtype=np.int64)
        )


class Reader:
    """Reads passages against the background of a whole corpus."""

    def __init__(
        self, corpus: Sequence[str], known: MutableMapping[str, Vectors] | None = None
    ) -> None:
        """`known`: sentence vectors already made, by `vectors.key`; new ones are added."""
        clipped = [text[:LONGEST_TEXT] for text in _drawn(corpus)]
        self.known: MutableMapping[str, Vectors] = {} if known is None else known
        self.missing = vectors.why_missing()
        self._keys: dict[str, list[str]] = {}
        self.words = Words(MOST_TERMS)
        self.letters = Letters(MOST_TERMS, 2 if len(clipped) > RARE_ABOVE else 1)
        self.words.fit(clipped)
        self.letters.fit(clipped)
        self._middle: Vectors = np.zeros(vectors.DIMENSIONS, dtype=np.float32)
        if self.missing is None and clipped:
            self._middle = self._vectors(clipped)[0].mean(axis=0)

    def _vectors(self, texts: Sequence[str]) -> tuple[Vectors, Vectors, npt.NDArray[np.int64]]:
        """One vector a passage (the mean of its sentences'), those of the sentences, and owners."""
        keys = self._known_keys(texts)
        first = np.cumsum([0, *(len(each) for each in keys)])
        parts = np.stack([self.known[key] for each in keys for key in each]).astype(np.float32)
        owner = np.repeat(np.arange(len(keys)), np.diff(first))
        return _of_length_one(np.add.reduceat(parts, first[:-1], axis=0)), parts, owner

    def _known_keys(self, texts: Sequence[str]) -> list[list[str]]:
        """The keys of each passage's sentences; each is cut once, and its vectors made if new."""
        new: dict[str, list[str]] = {text: [] for text in texts if text not in self._keys}
        for text in new:
            cut = pieces(text)
            self._keys[text] = [vectors.key(piece) for piece in cut]
            if not all(key in self.known for key in self._keys[text]):
                new[text] = cut
        vectors.vectors([piece for cut in new.values() for piece in cut], self.known)
        return [self._keys[text] for text in texts]

    def read(self, texts: Sequence[str]) -> Features:
        """The passages as the assistant sees them."""
        clipped = [text[:LONGEST_TEXT] for text in texts]
        words, letters = self.words.transform(clipped), self.letters.transform(clipped)
        if self.missing is not None or not clipped:
            return Features(words, letters, None, None, np.zeros(0, dtype=np.int64))
        whole, parts, owner = self._vectors(clipped)
        return Features(words, letters, self._about_middle(whole), parts, owner)

    def meaning(self, texts: Sequence[str]) -> Vectors | None:
        """The meaning of passages alone, as in `Features`; None without the sentence model."""
        if self.missing is not None:
            return None
        return self._about_middle(self._vectors([text[:LONGEST_TEXT] for text in texts])[0])

    def _about_middle(self, whole: Vectors) -> Vectors:
        meaning = _of_length_one(whole - self._middle)
        meaning[~whole.any(axis=1)] = 0
        return meaning

    @property
    def name(self) -> str:
        """Which features these are, for the record of a suggestion."""
        return "words+letters" if self.missing else f"words+letters+{vectors.MODEL_ID}"


def _drawn(corpus: Sequence[str]) -> Sequence[str]:
    if len(corpus) <= MOST_BACKGROUND:
        return corpus
    rows = np.random.default_rng(0).permutation(len(corpus))[:MOST_BACKGROUND]
    return [corpus[row] for row in np.sort(rows).tolist()]


def _of_length_one(rows: Vectors) -> Vectors:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 1e-9, lengths, 1), dtype=np.float32)


def likeness(ours: Features, theirs: Features) -> Matrix:
    """How alike each of `ours` is to each of `theirs`: shape (ours, theirs), 2 for the same.

    Without vectors, 1 for the same. A positive semi-definite kernel but for the squared part's cut
    at 0, which only blunts it.
    """
    alike = _shared(ours.words, theirs.words) * np.float32(WORDS)
    alike += _shared(ours.letters, theirs.letters) * np.float32(LETTERS)
    if ours.meaning is not None and theirs.meaning is not None:
        cosine = ours.meaning @ theirs.meaning.T
        alike += MEANING * cosine + CLOSENESS * np.square(np.maximum(cosine, 0))
    return np.asarray(alike, dtype=np.float32)


def _shared(ours: Any, theirs: Any) -> Matrix:
    """The products of sparse rows; terms that many rows hold are multiplied as a full matrix."""
    if ours.shape[0] * theirs.shape[0] < MANY_PAIRS:
        return np.asarray((ours @ theirs.T).toarray(), dtype=np.float32)
    often = np.bincount(theirs.indices, minlength=theirs.shape[1])
    common = np.flatnonzero(often > COMMON * theirs.shape[0])
    rare = np.flatnonzero((often > 0) & (often <= COMMON * theirs.shape[0]))
    products = ours[:, common].toarray() @ theirs[:, common].toarray().T
    products += (ours[:, rare] @ theirs[:, rare].T).toarray()
    return np.asarray(products, dtype=np.float32)


def resemblance(passages: Features, codes: Features) -> Matrix:
    """How much each passage resembles each code's name and definition: (passages, codes), 0 to 1.

    By the sentence that resembles it most, so that a long passage is not blurred.
    """
    if passages.parts is None or codes.parts is None:
        words = (passages.words @ codes.words.T).toarray()
        letters = (passages.letters @ codes.letters.T).toarray()
        return np.asarray(np.clip(1.5 * (words + letters), 0, 1), dtype=np.float32)
    wanted = _of_length_one(np.add.reduceat(codes.parts, _firsts(codes), axis=0))
    best = np.maximum.reduceat(passages.parts @ wanted.T, _firsts(passages), axis=0)
    return np.asarray(1 / (1 + np.exp(-10 * (best - 0.25))), dtype=np.float32)


def _firsts(of: Features) -> npt.NDArray[np.int64]:
    """The number of each passage's first sentence: every passage has one at least."""
    return np.searchsorted(of.owner, np.arange(len(of)))
