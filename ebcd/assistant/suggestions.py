"""Suggesting codes: learnt from the team's own coding, each with its reason.

`fit` learns from coded passages; the model that it returns ranks the codes of other passages, says
which words and which coded passages made it think so, and holds its tongue where it would guess.
A suggestion is not a coding until a person accepts it.
"""

from __future__ import annotations

from collections.abc import Hashable, MutableMapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ebcd.assistant.features import Features, Reader, likeness, resemblance
from ebcd.assistant.learning import EARLY, Bar, Learnt, bar, chosen_examples, learn
from ebcd.assistant.why import Parts, Weighing, taken_apart, weighing_words
from ebcd.errors import BadInput

if TYPE_CHECKING:
    from ebcd.assistant.features import Matrix
    from ebcd.assistant.vectors import Vectors

NEAREST = 3
LEAST_LIKELY = 0.45
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
        self._term_weights: dict[int, tuple[Any, Any]] = {}

    def _learn(self, everything: Features) -> None:
        groups: list[Hashable] = []
        for row in self.kept.tolist():
            group = self.examples[row].group
            groups.append(("row", row) if group is None else ("group", group))
        alike = likeness(self.features, self.features)
        resembles = resemblance(everything, self._code_features)
        self.ground = Ground(alike, resembles, tuple(groups))
        self.learnt = learn(alike, self.applied, resembles, groups)
        self.bar = bar(self.learnt.unseen, self.applied, aim(len(self.kept)))
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
            self._scored(self.reader.read(texts[at : at + AT_ONCE]))[0]
            for at in range(0, len(texts), AT_ONCE)
        ]
        return np.concatenate(out) if out else np.zeros((0, len(self.codes)), dtype=np.float32)

    def likely(self, features: Features) -> Matrix:
        """How likely each code is for passages that were read already, (passages, codes)."""
        return self._scored(features)[0]

    def _scored(self, features: Features) -> tuple[Matrix, Matrix | None]:
        resembles = resemblance(features, self._code_features)
        if self.learnt is None:
            return np.asarray(resembles * 0.5, dtype=np.float32), None
        alike = likeness(features, self.features)
        return self._likely(self.learnt.scores(alike, resembles)), alike

    def suggest(
        self, texts: Sequence[str], top: int = 5, min_score: float | None = None
    ) -> list[list[Suggestion]]:
        """For each text the codes that may fit, the likeliest first.

        `top`: at most so many; 0 for all. `min_score`: None for the model's own bar. A text
        without a word gets none unless `min_score` is 0.
        """
        lowest = self.threshold if min_score is None else min_score
        found: list[list[Suggestion]] = []
        for at in range(0, len(texts), AT_ONCE):
            batch = texts[at : at + AT_ONCE]
            features = self.reader.read(batch)
            likely, alike = self._scored(features)
            for row, text in enumerate(batch):
                wordless = not any(letter.isalnum() for letter in text)
                if wordless and lowest > 0:
                    found.append([])
                    continue
                order = np.argsort(-likely[row], kind="stable")[: top or None].tolist()
                chosen = [code for code in order if likely[row, code] >= lowest]
                parts = None
                if chosen and alike is not None:
                    parts = taken_apart(
                        self.reader, text, features.words[[row]], features.letters[[row]]
                    )
                like = None if alike is None else alike[row]
                found.append(
                    [self._reasoned(parts, code, float(likely[row, code]), like) for code in chosen]
                )
        return found

    def _reasoned(
        self, parts: Parts | None, code: int, score: float, alike: Matrix | None
    ) -> Suggestion:
        words: tuple[Weighing, ...] = ()
        near: tuple[Near, ...] = ()
        if parts is not None and alike is not None:
            words = weighing_words(parts, *self._weights_of(code))
            near = self._nearest(alike, code)
        return Suggestion(self.codes[code].id, score, words, near)

    def _weights_of(self, code: int) -> tuple[Any, Any]:
        """What each word, pair and string of letters adds for a code."""
        if code not in self._term_weights and self.learnt is not None:
            weights = self.learnt.weights[:, code]
            definition = self.learnt.prior / 4
            self._term_weights[code] = tuple(
                np.asarray(ours.T @ weights, dtype=np.float32)
                + definition * theirs[code].toarray()[0]
                for ours, theirs in (
                    (self.features.words, self._code_features.words),
                    (self.features.letters, self._code_features.letters),
                )
            )
        return self._term_weights[code]

    def _nearest(self, alike: Matrix, code: int) -> tuple[Near, ...]:
        bearing = np.flatnonzero(self.applied[:, code] > 0)
        closest = bearing[np.argsort(-alike[bearing], kind="stable")][:NEAREST]
        most = 2.0 if self.features.meaning is not None else 1.0
        return tuple(
            Near(int(self.kept[row]), round(float(np.clip(alike[row] / most, 0, 1)), 4))
            for row in closest
            if alike[row] > 0
        )


def aim(count: int) -> float:
    """The precision to aim at: higher while there is little to judge it by."""
    return 0.78 if count >= 300 else 0.8


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
