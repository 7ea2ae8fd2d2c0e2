"""Words, pairs of words and strings of letters of passages, weighed by how telling they are.

TF-IDF as scikit-learn has it, with the same terms and the same values to the last digits that
count, in a fraction of the time: people say the same few thousand words over and over, so each
word is cut into its strings of letters once, however many passages it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[np.int64]
    Matrix = npt.NDArray[np.float32]

SHORTEST, LONGEST = 3, 5
"""Letters of a string, the blanks around a word among them."""
_WORD = re.compile(r"(?u)\b\w[\w'’]*\b")


def words_in(text: str) -> list[str]:
    """The words of a text in order, in small letters."""
    return _WORD.findall(text.lower())


def strings_of(word: str) -> list[str]:
    """The strings of letters of a word with a blank on either side, as often as they occur.

    >>> strings_of("pain")[:5]
    [' pa', 'pai', 'ain', 'in ', ' pai']
    """
    padded = f" {word} "
    found: list[str] = []
    for size in range(SHORTEST, LONGEST + 1):
        if len(padded) <= size:
            return [*found, padded]
        found += [padded[at : at + size] for at in range(len(padded) - size + 1)]
    return found


class Words:
    """Words and pairs of neighbouring words."""

    def __init__(self, most: int) -> None:
        """`most`: terms that are counted; of more, the commonest."""
        self._most = most
        self._number: dict[str, int] = {}
        self._terms: Numbers = np.zeros(0, dtype=np.int64)
        self._rarity: Matrix = np.zeros(1, dtype=np.float32)

    def __len__(self) -> int:
        return len(self._terms)

    def fit(self, texts: Sequence[str]) -> None:
        """Learn which terms there are, and how telling each is."""
        said = [words_in(text) for text in texts]
        for word in chain.from_iterable(said):
            self._number.setdefault(word, len(self._number))
        where, terms = self._met(said)
        there, column = np.unique(terms, return_inverse=True)
        counts = _counts(where, column, (len(texts), len(there)))
        kept = _kept(counts, 1, self._most)
        self._terms = there[kept]
        self._rarity = _rarity(counts)[kept] if len(kept) else self._rarity

    def transform(self, texts: Sequence[str]) -> Any:
        """The weighed terms of each text: sparse, shape (texts, terms), rows of length 1."""
        where, terms = self._met([words_in(text) for text in texts])
        column, known = self._columns(terms)
        counts = _counts(where[known], column[known], (len(texts), max(1, len(self))))
        return _weighed(counts, self._rarity)

    def among(self, said: Sequence[str]) -> tuple[Numbers, Numbers, Numbers]:
        """The terms among words that follow one another, each once.

        Their columns, and where in `said` the first and the last word of each stands.
        """
        size = len(self._number)
        numbers = [self._number.get(word, -1) for word in said]
        found = [(number, at, at) for at, number in enumerate(numbers) if number >= 0]
        found += [
            (size + one * size + other, at, at + 1)
            for at, (one, other) in enumerate(pairwise(numbers))
            if one >= 0 and other >= 0
        ]
        terms, first, last = np.array(found, dtype=np.int64).reshape(-1, 3).T
        column, known = self._columns(terms)
        once, at = np.unique(column[known], return_index=True)
        return once, first[known][at], last[known][at]

    def _met(self, said: Sequence[Sequence[str]]) -> tuple[Numbers, Numbers]:
        """In which text each known word and pair stands, and its number: first words, then pairs.

        A word has its own number; a pair the number of words, plus its words' numbers as the
        digits of one number.
        """
        size = len(self._number)
        number = self._number
        flat = np.fromiter(
            (number.get(word, -1) for word in chain.from_iterable(said)), dtype=np.int64
        )
        where = np.repeat(np.arange(len(said)), [len(words) for words in said])
        known = flat >= 0
        paired = (where[:-1] == where[1:]) & known[:-1] & known[1:]
        pairs = size + flat[:-1][paired] * size + flat[1:][paired]
        return (
            np.concatenate([where[known], where[:-1][paired]]),
            np.concatenate([flat[known], pairs]),
        )

    def _columns(self, terms: Numbers) -> tuple[Numbers, npt.NDArray[np.bool_]]:
        """The column of each term, and whether it has one."""
        if not len(self._terms):
            return np.zeros_like(terms), np.zeros(len(terms), dtype=bool)
        column = np.minimum(np.searchsorted(self._terms, terms), len(self._terms) - 1)
        return column, self._terms[column] == terms


class Letters:
    """Strings of three to five letters within words."""

    def __init__(self, most: int, least: int) -> None:
        """`most`: as of `Words`. `least`: texts that a string must occur in to count."""
        self._most, self._least = most, least
        self._number: dict[str, int] = {}
        self._rarity: Matrix = np.zeros(1, dtype=np.float32)
        self._held: dict[str, Numbers] = {}
        self._once: dict[str, Numbers] = {}

    def __len__(self) -> int:
        return len(self._number)

    def fit(self, texts: Sequence[str]) -> None:
        """Learn which strings there are, and how telling each is."""
        said, words = _spoken(texts)
        number: dict[str, int] = {}
        for word in words:
            for string in strings_of(word):
                number.setdefault(string, len(number))
        held = [
            np.array([number[string] for string in strings_of(word)], dtype=np.int64)
            for word in words
        ]
        counts = said @ _rows(held, len(number))
        kept = _kept(counts, self._least, self._most)
        strings = list(number)
        self._number = {strings[old]: new for new, old in enumerate(kept.tolist())}
        self._rarity = _rarity(counts)[kept] if len(kept) else self._rarity
        self._held, self._once = {}, {}

    def transform(self, texts: Sequence[str]) -> Any:
        """The weighed strings of each text: sparse, shape (texts, strings), rows of length 1."""
        said, words = _spoken(texts)
        counts = said @ _rows([self._of(word) for word in words], max(1, len(self)))
        return _weighed(counts, self._rarity)

    def among(self, words: Sequence[str]) -> tuple[Numbers, Numbers]:
        """The strings of each word, once a word: their columns, and the word's place in `words`."""
        held = [self._once_of(word) for word in words]
        if not held:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        return np.concatenate(held), np.repeat(np.arange(len(held)), [len(each) for each in held])

    def _once_of(self, word: str) -> Numbers:
        """The columns of a word's strings, each once."""
        once = self._once.get(word)
        if once is None:
            once = self._once[word] = np.unique(self._of(word))
        return once

    def _of(self, word: str) -> Numbers:
        """The columns of a word's strings, as often as they occur in it."""
        held = self._held.get(word)
        if held is None:
            columns = (self._number.get(string, -1) for string in strings_of(word))
            held = np.array([each for each in columns if each >= 0], dtype=np.int64)
            self._held[word] = held
        return held


def _spoken(texts: Sequence[str]) -> tuple[Any, list[str]]:
    """How often each word stands in each text, sparse, and the words: as blanks part them."""
    number: dict[str, int] = {}
    flat: list[int] = []
    lengths: list[int] = []
    for text in texts:
        said = text.lower().split()
        lengths.append(len(said))
        flat += [number.setdefault(word, len(number)) for word in said]
    where = np.repeat(np.arange(len(texts)), lengths)
    shape = (len(texts), len(number))
    return _counts(where, np.array(flat, dtype=np.int64), shape), list(number)


def _rows(held: Sequence[Numbers], width: int) -> Any:
    """A sparse row for each list of columns."""
    ends = np.cumsum([0, *(len(each) for each in held)])
    columns = np.concatenate(held) if held else np.zeros(0, dtype=np.int64)
    owner = np.repeat(np.arange(len(held)), np.diff(ends))
    return _counts(owner, columns, (len(held), width))


def _counts(where: Numbers, column: Numbers, shape: tuple[int, int]) -> Any:
    from scipy.sparse import csr_matrix

    ones = np.ones(len(where), dtype=np.float32)
    return csr_matrix((ones, (where, column)), shape=shape)


def _often(counts: Any) -> Numbers:
    """In how many texts each term stands."""
    return np.bincount(counts.indices, minlength=counts.shape[1])


def _kept(counts: Any, least: int, most: int) -> Numbers:
    """The columns of terms in at least so many texts; of more than `most`, the commonest."""
    kept = np.flatnonzero(_often(counts) >= least)
    if len(kept) > most:
        total = np.asarray(counts.sum(axis=0)).ravel()[kept]
        kept = np.sort(kept[np.argsort(-total, kind="stable")[:most]])
    return kept


def _rarity(counts: Any) -> Matrix:
    """How telling each term is: 1 where every text holds it, more the rarer it is."""
    telling = np.log((1 + counts.shape[0]) / (1 + _often(counts))) + 1
    return np.asarray(telling, dtype=np.float32)


def _weighed(counts: Any, rarity: Matrix) -> Any:
    """Counts flattened, times how telling each term is, every row of length 1."""
    counts.data = (1 + np.log(counts.data)) * rarity[counts.indices]
    row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    lengths = np.sqrt(np.bincount(row, counts.data.astype(np.float64) ** 2, counts.shape[0]))
    counts.data = (counts.data / np.where(lengths > 0, lengths, 1)[row]).astype(np.float32)
    return counts


def rows_of(weighed: Any, row: int) -> tuple[Numbers, Matrix]:
    """The terms of one row in order, and how much there is of each."""
    part = slice(weighed.indptr[row], weighed.indptr[row + 1])
    terms, amounts = weighed.indices[part], weighed.data[part]
    order = np.argsort(terms)
    return terms[order].astype(np.int64), amounts[order]
