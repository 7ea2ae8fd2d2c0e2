"""Suggesting codes: learnt from the team's own coding, each with its reason.

`fit` learns from coded passages; the model that it returns ranks the codes of other passages, says
which words and which coded passages made it think so, and holds its tongue where it would guess.
A suggestion is not a coding until a person accepts it.
"""

from __future__ import annotations

from collections.abc import Hashable, MutableMapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ebcd.assistant.features import (
    CLOSENESS,
    LETTERS,
    MEANING,
    WORDS,
    Features,
    Reader,
    likeness,
    resemblance,
)
from ebcd.assistant.learning import EARLY, Bar, Learnt, bar, chosen_examples, learn
from ebcd.assistant.why import Weighing, taken_apart, weighing_words
from ebcd.errors import BadInput

if TYPE_CHECKING:
    from ebcd.assistant.features import Matrix
    from ebcd.assistant.vectors import Vectors

NEAREST = 3
LEAST_LIKELY = 0.43
"""A score below which nothing is shown, however good the other suggestions are."""
AT_ONCE = 2000
"""Passages that are scored at once, so that memory does not grow with the study."""


@dataclass(frozen=True)
class CodeWords:
    """A code as the assistant reads it. `id`: whatever names it to the caller."""

    id: Hashable
    name: str
    definition: str = ""


@dataclass(frozen=True)
class Example:
    """A coded passage. `codes`: the ids of its codes, none if read and left uncoded.

    `group`: who said it or where, so that the model is tried on people it has not heard.
    """

    text: str
    codes: frozenset[Hashable]
    group: Hashable = None


@dataclass(frozen=True)
class Near:
    """A coded passage that is like another. `example`: its number among those fitted on.

    `alike`: from 0 to 1.
    """

    example: int
    alike: float


@dataclass(frozen=True)
class Suggestion:
    """A code that may fit a passage.

    `score`: from 0 to 1, about the share of such suggestions that were right out of fold; ranks
    within a model. `words`: what weighed. `near`: coded passages under this code that are most
    like this one.
    """

    code: Hashable
    score: float
    words: tuple[Weighing, ...]
    near: tuple[Near, ...]


@dataclass(frozen=True)
class Likely:
    """A code that may fit a passage, by their numbers, before its reasons are looked for."""

    row: int
    column: int
    score: float


@dataclass(frozen=True)
class Ground:
    """What a model learnt from, for what is worked out from it besides suggestions.

    `alike`: shape (n, n), the examples to one another. `resembles`: (n, codes). `groups`: where
    each example is from.
    """

    alike: Matrix
    resembles: Matrix
    groups: tuple[Hashable, ...]


class Model:
    """What was learnt from a study's codings. Made by `fit`."""

    def __init__(
        self, reader: Reader, codes: Sequence[CodeWords], examples: Sequence[Example]
    ) -> None:
        self.reader = reader
        self.codes = tuple(codes)
        self.examples = tuple(examples)
        self._code_features = reader.read([f"{c.name}. {c.definition}".strip() for c in codes])
        column = {code.id: number for number, code in enumerate(codes)}
        applied = np.zeros((len(examples), len(codes)), dtype=np.float32)
        for row, example in enumerate(examples):
            applied[row, [column[code] for code in example.codes if code in column]] = 1
        self.kept = chosen_examples(applied)
        self.applied: Matrix = applied[self.kept]
        self.learnt: Learnt | None = None
        self.ground: Ground | None = None
        self.bar = Bar(float("inf"), None, 0.0)
        self.line = (1.0, 0.0)
        if len(self.kept):
            everything = reader.read([examples[row].text for row in self.kept])
            self.features: Features = everything.take(np.arange(len(self.kept)))
            self._learn(everything)
        self._pull: Pull | None = None

    def _learn(self, everything: Features) -> None:
        groups: list[Hashable] = []
        for row in self.kept.tolist():
            group = self.examples[row].group
            groups.append(("row", row) if group is None else ("group", group))
        alike = likeness(self.features, self.features)
        resembles = resemblance(everything, self._code_features)
        self.ground = Ground(alike, resembles, tuple(groups))
        self.learnt = learn(alike, self.applied, resembles, groups)
        self.bar = bar(self.learnt.unseen, self.applied, aim(len(self.kept)), len(set(groups)))
        self.line = _slope(self.learnt.unseen, self.applied)

    @property
    def early(self) -> bool:
        """Whether there are too few coded passages to say how good suggestions are."""
        return len(self.kept) < EARLY

    @property
    def prior(self) -> float | None:
        """The weight that names and definitions earned, or None where nothing was learnt."""
        return None if self.learnt is None else self.learnt.prior

    @property
    def name(self) -> str:
        """What made a suggestion, for its record."""
        return f"ridge {self.reader.name} n={len(self.kept)}"[:80]

    @property
    def unseen(self) -> Matrix:
        """What is said of each kept example from the others alone, (n, codes), as probabilities."""
        if self.learnt is None:
            return np.zeros((0, len(self.codes)), dtype=np.float32)
        return self._likely(self.learnt.unseen)

    @property
    def threshold(self) -> float:
        """The score from which a suggestion is shown; infinite where none may be."""
        if not np.isfinite(self.bar.score):
            return float("inf")
        at_bar = self._likely(np.array([[self.bar.score]], dtype=np.float32))[0, 0]
        return max(LEAST_LIKELY, float(at_bar))

    def _likely(self, raw: Matrix) -> Matrix:
        slope, start = self.line
        return np.asarray(1 / (1 + np.exp(-(slope * raw + start))), dtype=np.float32)

    def scores(self, texts: Sequence[str]) -> Matrix:
        """How likely each code is for each text, (texts, codes), 0 to 1."""
        out = [
            self.likely(self.reader.read(texts[at : at + AT_ONCE]))
            for at in range(0, len(texts), AT_ONCE)
        ]
        return np.concatenate(out) if out else np.zeros((0, len(self.codes)), dtype=np.float32)

    def likely(self, features: Features) -> Matrix:
        """How likely each code is for passages that were read already, (passages, codes)."""
        resembles = resemblance(features, self._code_features)
        if self.learnt is None:
            return np.asarray(resembles * 0.5, dtype=np.float32)
        raw = self.learnt.level + self.learnt.prior * resembles
        if self._pull is None:
            self._pull = Pull(self.features, self.learnt.weights)
        return self._likely(np.asarray(raw + self._pull.on(features), dtype=np.float32))

    def likeliest(
        self, texts: Sequence[str], top: int = 5, min_score: float | None = None
    ) -> list[Likely]:
        """The codes that may fit each text, text by text, the likeliest first.

        `top`: at most so many a text; 0 for all. `min_score`: None for the model's own bar. A text
        without a word gets none unless `min_score` is 0.
        """
        lowest = self.threshold if min_score is None else min_score
        found: list[Likely] = []
        for at in range(0, len(texts), AT_ONCE):
            batch = texts[at : at + AT_ONCE]
            likely = self.likely(self.reader.read(batch))
            order = np.argsort(-likely, axis=1, kind="stable")[:, : top or None]
            best = np.take_along_axis(likely, order, axis=1)
            for row in np.flatnonzero((best >= lowest).any(axis=1)).tolist():
                if lowest > 0 and not any(letter.isalnum() for letter in batch[row]):
                    continue
                found += [
                    Likely(at + row, column, score)
                    for column, score in zip(order[row].tolist(), best[row].tolist(), strict=True)
                    if score >= lowest
                ]
        return found

    def reasoned(self, texts: Sequence[str], found: Sequence[Likely]) -> list[Suggestion]:
        """These suggestions about `texts`, each with its reasons, in the same order."""
        if self.learnt is None:
            return [Suggestion(self.codes[one.column].id, one.score, (), ()) for one in found]
        rows = sorted({one.row for one in found})
        made: dict[Likely, Suggestion] = {}
        for at in range(0, len(rows), AT_ONCE):
            some = {row: number for number, row in enumerate(rows[at : at + AT_ONCE])}
            features = self.reader.read([texts[row] for row in some])
            parts = {
                row: taken_apart(self.reader, texts[row], features, number)
                for row, number in some.items()
            }
            by_code: dict[int, list[Likely]] = {}
            for one in found:
                if one.row in some:
                    by_code.setdefault(one.column, []).append(one)
            for column, those in by_code.items():
                near = self._nearest(features, [some[one.row] for one in those], column)
                weights = self._weights_of(column)
                for one, like in zip(those, near, strict=True):
                    words = weighing_words(parts[one.row], *weights)
                    made[one] = Suggestion(self.codes[column].id, one.score, words, like)
        return [made[one] for one in found]

    def suggest(
        self, texts: Sequence[str], top: int = 5, min_score: float | None = None
    ) -> list[list[Suggestion]]:
        """For each text the codes that may fit with their reasons, as `likeliest` finds them."""
        found = self.likeliest(texts, top, min_score)
        out: list[list[Suggestion]] = [[] for _ in texts]
        for one, suggestion in zip(found, self.reasoned(texts, found), strict=True):
            out[one.row].append(suggestion)
        return out

    def _weights_of(self, code: int) -> tuple[Matrix, Matrix]:
        """What each word, pair and string of letters adds for a code."""
        assert self.learnt is not None
        weights = self.learnt.weights[:, code]
        definition = self.learnt.prior / 4
        words, letters = (
            np.asarray(
                ours.T @ weights + definition * theirs[[code]].toarray()[0], dtype=np.float32
            )
            for ours, theirs in (
                (self.features.words, self._code_features.words),
                (self.features.letters, self._code_features.letters),
            )
        )
        return words, letters

    def _nearest(
        self, features: Features, rows: Sequence[int], code: int
    ) -> list[tuple[Near, ...]]:
        """For each of the rows the coded passages under a code that are most like it."""
        bearing = np.flatnonzero(self.applied[:, code] > 0)
        if not len(bearing):
            return [() for _ in rows]
        alike = likeness(features.take(np.array(rows)), self.features.take(bearing))
        most = 2.0 if self.features.meaning is not None else 1.0
        closest = np.argsort(-alike, axis=1, kind="stable")[:, :NEAREST]
        return [
            tuple(
                Near(int(self.kept[bearing[at]]), round(min(max(like[at] / most, 0), 1), 4))
                for at in order
                if like[at] > 0
            )
            for like, order in zip(alike.tolist(), closest.tolist(), strict=True)
        ]


class Pull:
    """What all examples together add to the codes' scores, without a look at each of them.

    The likeness to examples is a sum over terms, so that the examples' weights can be summed term
    by term first; the squared part alone needs every example.
    """

    def __init__(self, of: Features, weights: Matrix) -> None:
        self._weights = weights
        self._words = np.asarray(of.words.T @ weights, dtype=np.float32) * np.float32(WORDS)
        self._letters = np.asarray(of.letters.T @ weights, dtype=np.float32) * np.float32(LETTERS)
        self._examples = of.meaning
        if of.meaning is not None:
            self._meaning: Matrix = np.float32(MEANING) * (of.meaning.T @ weights)

    def on(self, passages: Features) -> Matrix:
        """Shape (passages, codes)."""
        raw = passages.words @ self._words + passages.letters @ self._letters
        if passages.meaning is not None and self._examples is not None:
            close = passages.meaning @ self._examples.T
            np.maximum(close, 0, out=close)
            np.square(close, out=close)
            raw += passages.meaning @ self._meaning + np.float32(CLOSENESS) * (
                close @ self._weights
            )
        return np.asarray(raw, dtype=np.float32)


def aim(count: int) -> float:
    """The precision to aim at: higher while there is little to judge it by."""
    return 0.77 if count >= 300 else 0.78


def _slope(unseen: Matrix, applied: Matrix) -> tuple[float, float]:
    """A line under a logistic curve that turns scores into shares (Platt 1999), never downhill."""
    usual = (6.0, -3.0)
    if len(applied) < 2 * EARLY or not applied.any():
        return usual
    slope, start = usual
    x, y = unseen.ravel().astype(np.float64), applied.ravel().astype(np.float64)
    for _ in range(25):
        guess = 1 / (1 + np.exp(-(slope * x + start)))
        spread = guess * (1 - guess)
        pull = np.array([((guess - y) * x).sum() + (slope - 6) * 0.05, (guess - y).sum()])
        bend = np.array(
            [
                [(spread * x * x).sum() + 0.05, (spread * x).sum()],
                [(spread * x).sum(), spread.sum() + 1e-6],
            ]
        )
        step = np.linalg.solve(bend, pull)
        slope, start = slope - step[0], start - step[1]
    return (float(slope), float(start)) if 1 < slope < 60 else usual


def fit(
    examples: Sequence[Example],
    codes: Sequence[CodeWords],
    corpus: Sequence[str] = (),
    known: MutableMapping[str, Vectors] | None = None,
) -> Model:
    """Learn from coded passages.

    `corpus`: every passage of the study, coded or not, which tells common words from telling ones;
    the examples where it is empty. `known`: sentence vectors by `vectors.key`, added to. Raises
    BadInput where there is no code at all.
    """
    if not codes:
        raise BadInput("There is no code to suggest: add codes to the codebook first.")
    background = list(corpus) or [example.text for example in examples]
    return Model(Reader(background, known), codes, examples)
