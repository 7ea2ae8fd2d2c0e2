"""What a word is to the search: a stretch of letters and digits, without case and accents.

One rule for both databases, so that a search finds the same on either. Writing without spaces
(Chinese, Japanese, Thai, Lao, Burmese, Khmer) is taken sign by sign; a search for several signs is
then a search for them in that order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from ebcd.text import Span

LONGEST_WORD = 64
"""Code points of a folded word; what is longer is compared by these."""

HIDDEN = "\ue000"
"""Stands for each code point that is not to be used: a word that nobody can ask for."""

_SINGLE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
_JOINERS = "\u00ad\u200c\u200d\u200e\u200f\u2060"
_PLAIN = re.compile("[a-z0-9]+")
_FIRST_MARK, _LAST_MARK = 0x300, 0x1F000


@cache
def _pattern() -> re.Pattern[str]:
    marks: list[str] = []
    first = None
    for point in range(_FIRST_MARK, _LAST_MARK + 1):
        is_mark = unicodedata.category(chr(point)).startswith("M")
        if is_mark and first is None:
            first = point
        elif not is_mark and first is not None:
            marks.append(f"{chr(first)}-{chr(point - 1)}")
            first = None
    single = re.compile(f"[{_SINGLE}]")
    inner = "".join(each for each in marks if not single.search(each))
    letter = rf"[^\W_{_SINGLE}]"
    return re.compile(rf"{HIDDEN}+|[{_SINGLE}]|{letter}(?:{letter}|[{inner}{_JOINERS}])*")


def _is_accent(sign: str) -> bool:
    """Whether a sign is an accent, a Hebrew point or an Arabic vowel, or joins without a width.

    Signs that a word cannot be read without (an Indian vowel, a Japanese voicing mark) are none.
    """
    height = unicodedata.combining(sign)
    return 10 <= height <= 36 or height >= 200 or sign in _JOINERS


@lru_cache(maxsize=1 << 17)
def fold(word: str) -> str:
    """`word` as it is compared: without case and accents.

    >>> fold("Café"), fold("STRASSE"), fold("straße")
    ('cafe', 'strasse', 'strasse')
    """
    if word.isascii():
        return word.lower()[:LONGEST_WORD]
    parts = unicodedata.normalize("NFD", word.casefold())
    bare = "".join(sign for sign in parts if not _is_accent(sign))
    return unicodedata.normalize("NFC", bare)[:LONGEST_WORD]


def places(text: str) -> list[tuple[int, int]]:
    """Where the words of `text` stand, in order: start and end in code points.

    >>> places("Don't ask!")
    [(0, 3), (4, 5), (6, 9)]
    """
    return [match.span() for match in _pattern().finditer(text)]


def folded(text: str) -> list[str]:
    """What the words of `text` are compared by, in order.

    >>> folded("Don't ask Zoë!")
    ['don', 't', 'ask', 'zoe']
    """
    if text.isascii():
        return [word[:LONGEST_WORD] for word in _PLAIN.findall(text.lower())]
    return [fold(word) for word in _pattern().findall(text)]


def hide(text: str, marks: Iterable[Span], start: int = 0) -> str:
    """`text`, which begins at `start` of a longer one, with what lies within `marks` hidden.

    >>> hide("Ann Lee came", [Span(14, 17)], 10) == "Ann " + HIDDEN * 3 + " came"
    True
    """
    for mark in marks:
        low, high = max(mark.start - start, 0), min(mark.end - start, len(text))
        if low < high:
            text = f"{text[:low]}{HIDDEN * (high - low)}{text[high:]}"
    return text


def pieces(text: str, most: int) -> Iterator[tuple[Span, list[str]]]:
    """`text` as it is indexed: whole, or in pieces of at most `most` words.

    A piece ends with a sentence where one ends in its last quarter. Each comes with where it lies
    and what its words are compared by.
    """
    whole = folded(text)
    if len(whole) <= most:
        yield Span(0, len(text)), whole
        return
    found = places(text)
    first = start = 0
    while len(found) - first > most:
        last = _cut(text, found, first + most * 3 // 4, first + most)
        end = found[last][0]
        yield Span(start, end), whole[first:last]
        first, start = last, end
    yield Span(start, len(text)), whole[first:]


def _cut(text: str, found: list[tuple[int, int]], low: int, high: int) -> int:
    """The number of the word to begin a new piece with: the last that begins a sentence."""
    for at in range(high, low, -1):
        between = text[found[at - 1][1] : found[at][0]]
        if any(sign in between for sign in ".?!…。！？"):
            return at
    return high
