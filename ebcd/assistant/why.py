"""Why a code is suggested: the words that weighed, and the coded passages most like this one.

A word's weight is what it and its strings of letters added to the code's score; words that carry
no meaning are left out of what is shown, though they may have counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from ebcd.assistant.features import LETTERS, LONGEST_TEXT, WORDS, Reader
from ebcd.text import Span

if TYPE_CHECKING:
    import numpy.typing as npt

MOST_WORDS = 5
_WORD = re.compile(r"\w[\w'’]*")
_SPOKEN = (
    "um uh er erm mm hmm yeah yes no ok okay like just really know mean got get go going went "
    "gone thing things lot bit sort kind well oh right said say says actually quite sure maybe "
    "think thought feel felt want wanted come came one two didn don doesn isn wasn weren won "
    "wouldn couldn shouldn ain ve ll re im ive its thats dont didnt"
)


@dataclass(frozen=True)
class Weighing:
    """A word that weighed. `weight`: from 0 to 1, its share of all that weighed for the code.

    `at`: where it stands in the passage, in code points.
    """

    word: str
    weight: float
    at: tuple[Span, ...]


@cache
def _empty_words() -> frozenset[str]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return frozenset(ENGLISH_STOP_WORDS) | frozenset(_SPOKEN.split())


def carries_meaning(word: str) -> bool:
    """Whether a word is worth showing: not “the”, not “um”, not a single letter."""
    bare = re.split(r"['’]", word.lower())[0]
    return len(bare) > 1 and bare not in _empty_words() and not bare.isdigit()


def weighing_words(
    reader: Reader,
    text: str,
    word_weights: npt.NDArray[np.float32],
    letter_weights: npt.NDArray[np.float32],
    most: int = MOST_WORDS,
) -> tuple[Weighing, ...]:
    """The words of `text` that spoke most for one code, the heaviest first.

    `word_weights`, `letter_weights`: shape (terms,), what each term adds for this code.
    """
    text = text[:LONGEST_TEXT]
    places: dict[str, list[Span]] = {}
    for match in _WORD.finditer(text):
        places.setdefault(match.group().lower(), []).append(Span(*match.span()))
    weights = _by_terms(reader, text, places, word_weights)
    for word, weight in _by_letters(reader, text, list(places), letter_weights).items():
        weights[word] = weights.get(word, 0.0) + weight
    positive = {w: x for w, x in weights.items() if x > 1e-6 and carries_meaning(w)}
    total = sum(positive.values())
    chosen = sorted(positive, key=lambda word: (-positive[word], word))[:most]
    return tuple(
        Weighing(word, round(positive[word] / total, 4), tuple(places[word]))
        for word in chosen
        if positive[word] >= 0.05 * total
    )


def _by_terms(
    reader: Reader, text: str, places: dict[str, Any], weights: npt.NDArray[np.float32]
) -> dict[str, float]:
    """What words and word pairs add, a pair's share halved between its words."""
    row = reader.words.transform([text]).tocsr()
    names = reader.words.vocabulary_
    value = dict(zip(row.indices.tolist(), row.data.tolist(), strict=True))
    added: dict[str, float] = {}
    ordered = reader.words.build_tokenizer()(text.lower())
    for first, second in zip(ordered, [*ordered[1:], None], strict=True):
        terms: list[tuple[str, tuple[str, ...]]] = [(first, (first,))]
        if second is not None:
            terms.append((f"{first} {second}", (first, second)))
        for term, words in terms:
            number = names.get(term)
            amount = value.pop(number, 0.0) if number is not None else 0.0
            if amount:
                for word in words:
                    if word in places:
                        share = WORDS * amount * float(weights[number]) / len(words)
                        added[word] = added.get(word, 0.0) + share
    return added


def _by_letters(
    reader: Reader, text: str, words: list[str], weights: npt.NDArray[np.float32]
) -> dict[str, float]:
    """What strings of letters add, shared between the words that hold them."""
    row = reader.letters.transform([text]).tocsr()
    value = dict(zip(row.indices.tolist(), row.data.tolist(), strict=True))
    names = reader.letters.vocabulary_
    cut = reader.letters.build_analyzer()
    holders: dict[int, list[str]] = {}
    for word in words:
        for gram in set(cut(word)):
            number = names.get(gram)
            if number in value:
                holders.setdefault(number, []).append(word)
    added: dict[str, float] = {}
    for number, holding in holders.items():
        share = LETTERS * value[number] * float(weights[number]) / len(holding)
        for word in holding:
            added[word] = added.get(word, 0.0) + share
    return added
