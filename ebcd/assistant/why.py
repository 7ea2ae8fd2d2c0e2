"""Why a code is suggested: the words that weighed, and the coded passages most like this one.

A word's weight is what it and its strings of letters added to the code's score; words that carry
no meaning are left out of what is shown, though they may have counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from ebcd.assistant.empty_words import EMPTY_WORDS
from ebcd.assistant.features import LETTERS, LONGEST_TEXT, WORDS, Features, Reader
from ebcd.assistant.terms import rows_of, words_in
from ebcd.text import Span

if TYPE_CHECKING:
    import numpy.typing as npt

MOST_WORDS = 5
_WORD = re.compile(r"\w[\w'’]*")


@dataclass(frozen=True)
class Weighing:
    """A word that weighed. `weight`: from 0 to 1, its share of all that weighed for the code.

    `at`: where it stands in the passage, in code points.
    """

    word: str
    weight: float
    at: tuple[Span, ...]


@lru_cache(maxsize=20_000)
def carries_meaning(word: str) -> bool:
    """Whether a word is worth showing: not “the”, not “um”, not a single letter."""
    bare = re.split(r"['’]", word.lower())[0]
    return len(bare) > 1 and bare not in EMPTY_WORDS and not bare.isdigit()


@dataclass(frozen=True)
class Parts:
    """A passage taken apart: which term stands in which of its words, and how much of it.

    `places`: where each of its words stands, start and end. `terms`: numbers of words and pairs,
    then of strings of letters (`letters_from` on), each as often as words hold it. `holder`: the
    word that holds it, by its number in `words`. `amount`: its value in the passage, shared
    between its holders.
    """

    words: tuple[str, ...]
    places: tuple[list[tuple[int, int]], ...]
    telling: npt.NDArray[np.bool_]
    terms: npt.NDArray[np.int64]
    letters_from: int
    holder: npt.NDArray[np.int64]
    amount: npt.NDArray[np.float64]


def taken_apart(reader: Reader, text: str, features: Features, row: int) -> Parts:
    """Take a passage apart. `features`: of several passages, of which it is number `row`."""
    text = text[:LONGEST_TEXT]
    places: dict[str, list[tuple[int, int]]] = {}
    for match in _WORD.finditer(text):
        places.setdefault(match.group().lower(), []).append(match.span())
    number = {word: at for at, word in enumerate(places)}
    by_words = _held_by_words(reader, text, number, *rows_of(features.words, row))
    by_letters = _held_by_letters(reader, number, *rows_of(features.letters, row))
    return Parts(
        tuple(places),
        tuple(places.values()),
        np.array([carries_meaning(word) for word in places], dtype=bool),
        np.concatenate([by_words[0], by_letters[0]]),
        len(by_words[0]),
        np.concatenate([by_words[1], by_letters[1]]),
        np.concatenate([by_words[2], by_letters[2]]),
    )


Held = tuple["npt.NDArray[np.int64]", "npt.NDArray[np.int64]", "npt.NDArray[np.float64]"]
"""Terms by their numbers, the number of a word that holds each, and its amount there."""


def _met(
    terms: npt.NDArray[np.int64], there: npt.NDArray[np.int64], amounts: npt.NDArray[np.float32]
) -> npt.NDArray[np.float64]:
    """How much there is of each of `terms` in a passage that holds those that are `there`."""
    if not len(there):
        return np.zeros(len(terms))
    at = np.minimum(np.searchsorted(there, terms), len(there) - 1)
    return np.where(there[at] == terms, amounts[at], 0).astype(np.float64)


def _held_by_words(
    reader: Reader,
    text: str,
    number: dict[str, int],
    there: npt.NDArray[np.int64],
    amounts: npt.NDArray[np.float32],
) -> Held:
    """Words and word pairs, a pair's amount halved between its words."""
    said = words_in(text)
    terms, first, last = reader.words.among(said)
    amount = WORDS * _met(terms, there, amounts)
    paired = first != last
    amount[paired] /= 2
    numbers = np.array([number.get(word, -1) for word in said], dtype=np.int64)
    terms = np.concatenate([terms, terms[paired]])
    holder = numbers[np.concatenate([first, last[paired]])]
    amount = np.concatenate([amount, amount[paired]])
    kept = (amount > 0) & (holder >= 0)
    return terms[kept], holder[kept], amount[kept]


def _held_by_letters(
    reader: Reader,
    number: dict[str, int],
    there: npt.NDArray[np.int64],
    amounts: npt.NDArray[np.float32],
) -> Held:
    """Strings of letters, shared between the words that hold them."""
    terms, holder = reader.letters.among(list(number))
    amount = LETTERS * _met(terms, there, amounts)
    kept = amount > 0
    terms, holder, amount = terms[kept], holder[kept], amount[kept]
    _once, at, often = np.unique(terms, return_inverse=True, return_counts=True)
    return terms, holder, amount / often[at]


def weighing_words(
    parts: Parts,
    word_weights: npt.NDArray[np.float32],
    letter_weights: npt.NDArray[np.float32],
    most: int = MOST_WORDS,
) -> tuple[Weighing, ...]:
    """The words of a passage that spoke most for one code, the heaviest first.

    `word_weights`, `letter_weights`: shape (terms,), what each term adds for this code.
    """
    cut = parts.letters_from
    weights = np.concatenate([word_weights[parts.terms[:cut]], letter_weights[parts.terms[cut:]]])
    added = np.bincount(parts.holder, parts.amount * weights, minlength=len(parts.words))
    added = np.where(parts.telling & (added > 1e-6), added, 0)
    total = float(added.sum())
    return tuple(
        Weighing(
            parts.words[at],
            round(float(added[at]) / total, 4),
            tuple(Span(start, end) for start, end in parts.places[at]),
        )
        for at in np.argsort(-added, kind="stable")[:most].tolist()
        if added[at] > 0 and added[at] >= 0.05 * total
    )
