"""Passages like another, and passages that answer a typed question: by meaning and words joined.

Two measures, each from 0 to 1, are put together: the angle between sentence vectors, which sees
that “nobody rang me” answers “who kept in touch?”, and shared words and strings of letters
(TF-IDF), which see a ward's name that the sentence model has never met. Of a passage of several
sentences the nearest one counts as much as the whole. What is not near enough is not shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ebcd.assistant import vectors
from ebcd.assistant.sentences import pieces
from ebcd.assistant.why import carries_meaning

if TYPE_CHECKING:
    import numpy.typing as npt

    from ebcd.assistant.vectors import Vectors

    Scores = npt.NDArray[np.float32]

BY_MEANING, BY_WORDS = 0.7, 0.3
"""The weights of the two measures, where both are there."""
FLOOR = 0.24
"""A joined measure below which a passage is not shown."""
FLOOR_OF_WORDS = 0.12
"""Likewise where only words are compared."""
MOST_TERMS = 60_000
RARE_ABOVE = 200
"""With more passages than this, a string of letters must occur in two of them to count."""
LONGEST_TEXT = 2_000
"""Code points of a passage, or of what is asked, that are read."""
_ROWS_AT_ONCE = 20_000


@dataclass(frozen=True)
class Near:
    """A passage that was found. `row`: its number. `score`: 0 to 1.

    `by_meaning`: how near its meaning is, None where it was found by words alone. `by_words`: how
    much it shares of the words.
    """

    row: int
    score: float
    by_meaning: float | None
    by_words: float


class Passages:
    """Passages made ready to be compared with others, and with what somebody types.

    `without_meaning`: of how many passages no sentence vector is known; they are found by words.
    """

    def __init__(self, texts: Sequence[str], known: Mapping[str, Vectors]) -> None:
        """`known`: sentence vectors by `vectors.key`; empty where words alone are to be used."""
        from sklearn.feature_extraction.text import TfidfVectorizer

        clipped = [text[:LONGEST_TEXT] for text in texts]
        rare = 2 if len(clipped) > RARE_ABOVE else 1
        self._words = TfidfVectorizer(
            analyzer=_words_of, sublinear_tf=True, max_features=MOST_TERMS, dtype=np.float32
        )
        self._letters = TfidfVectorizer(
            preprocessor=_plain,
            analyzer="char_wb",
            ngram_range=(3, 5),
            sublinear_tf=True,
            max_features=MOST_TERMS,
            min_df=rare,
            dtype=np.float32,
        )
        self._by_words = _fitted(self._words, clipped)
        self._by_letters = _fitted(self._letters, clipped)
        self._parts, self._owner = _known_parts(clipped, known)
        self._whole = _whole(self._parts, self._owner, len(clipped))
        self.without_meaning = len(clipped) - len(np.unique(self._owner))
        self._rows = len(clipped)

    def __len__(self) -> int:
        return self._rows

    @property
    def by_meaning(self) -> bool:
        """Whether the meaning of any passage is known."""
        return len(self._parts) > 0

    def like(self, asked: str, most: int = 30, *, leave_out: Sequence[int] = ()) -> list[Near]:
        """The passages nearest to `asked`, the nearest first; none that is not near enough.

        `leave_out`: rows that are not wanted, such as the passage itself. Loads the sentence model
        where meanings are known; without it, words alone are compared.
        """
        asked = asked[:LONGEST_TEXT].strip()
        if not asked or not self._rows:
            return []
        words = self._shared_words(asked)
        meaning = self._meaning(asked)
        floor = np.full(self._rows, FLOOR_OF_WORDS, dtype=np.float32)
        score = words.copy()
        if meaning is not None:
            seen = ~np.isnan(meaning)
            score[seen] = BY_MEANING * meaning[seen] + BY_WORDS * words[seen]
            floor[seen] = FLOOR
        score[list(leave_out)] = 0
        order = np.argsort(-score, kind="stable")
        found = [int(row) for row in order[: most * 2] if score[row] >= floor[row]][:most]
        return [_near(row, score, meaning, words) for row in found]

    def _shared_words(self, asked: str) -> Scores:
        """How much each passage shares of the words of `asked`."""
        shared = np.zeros(self._rows, dtype=np.float32)
        for vectorizer, rows in (
            (self._words, self._by_words),
            (self._letters, self._by_letters),
        ):
            if rows is not None:
                shared += (rows @ vectorizer.transform([asked]).T).toarray()[:, 0] / 2
        return shared

    def _meaning(self, asked: str) -> Scores | None:
        """How near the meaning of each passage is, nan where it is not known."""
        if not self.by_meaning or vectors.why_missing() is not None:
            return None
        wanted = vectors.vectors(pieces(asked)).mean(axis=0)
        wanted /= max(float(np.linalg.norm(wanted)), 1e-9)
        best = np.full(self._rows, -1, dtype=np.float32)
        for first in range(0, len(self._parts), _ROWS_AT_ONCE):
            some = slice(first, first + _ROWS_AT_ONCE)
            near = self._parts[some].astype(np.float32) @ wanted
            np.maximum.at(best, self._owner[some], near)
        whole = np.concatenate(
            [
                self._whole[first : first + _ROWS_AT_ONCE].astype(np.float32) @ wanted
                for first in range(0, self._rows, _ROWS_AT_ONCE)
            ]
        )
        nearness = np.clip((best + whole) / 2, 0, 1)
        nearness[~self._whole.any(axis=1)] = np.nan
        return np.asarray(nearness, dtype=np.float32)


def _near(row: int, score: Scores, meaning: Scores | None, words: Scores) -> Near:
    by_meaning = None if meaning is None or np.isnan(meaning[row]) else float(meaning[row])
    return Near(row, float(score[row]), by_meaning, float(words[row]))


def _plain(text: str) -> str:
    """`text` with only those of its words that carry meaning."""
    return " ".join(_words_of(text))


def _words_of(text: str) -> list[str]:
    bare = (word.strip(".,;:!?…()[]\"“”‘’'-–—") for word in text.lower().split())
    return [word for word in bare if carries_meaning(word)]


def _fitted(vectorizer: Any, texts: Sequence[str]) -> Any:
    """The rows of the texts, or None where they hold no words at all."""
    try:
        return vectorizer.fit_transform(texts)
    except ValueError:
        return None


def _known_parts(
    texts: Sequence[str], known: Mapping[str, Vectors]
) -> tuple[npt.NDArray[np.float16], npt.NDArray[np.int64]]:
    """The vectors of the sentences of those texts whose every sentence is known, and whose."""
    rows: list[Vectors] = []
    owner: list[int] = []
    if known:
        for number, text in enumerate(texts):
            keys = [vectors.key(piece) for piece in pieces(text)]
            if text.strip() and all(key in known for key in keys):
                rows += [known[key] for key in keys]
                owner += [number] * len(keys)
    if not rows:
        return np.zeros((0, vectors.DIMENSIONS), dtype=np.float16), np.zeros(0, dtype=np.int64)
    return np.stack(rows).astype(np.float16), np.asarray(owner, dtype=np.int64)


def _whole(
    parts: npt.NDArray[np.float16], owner: npt.NDArray[np.int64], count: int
) -> npt.NDArray[np.float16]:
    """One vector a passage, of length 1: that of all its sentences; 0 where none is known."""
    whole = np.zeros((count, vectors.DIMENSIONS), dtype=np.float32)
    np.add.at(whole, owner, parts.astype(np.float32))
    lengths = np.linalg.norm(whole, axis=1, keepdims=True)
    return np.asarray(whole / np.where(lengths > 1e-9, lengths, 1), dtype=np.float16)
