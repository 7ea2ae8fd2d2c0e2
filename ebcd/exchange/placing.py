"""Finding a quotation's place in a transcript.

A team that comes from another program brings the words it coded, and where they stood if it is
lucky. A quotation is looked for as it stands; then without regard to white space, kinds of
quotation marks, dashes and case, over turns too, an ellipsis standing for words left out; and
last by the words it shares with a stretch of the transcript.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property

from ebcd.text import Span, normalise

_SAME = {
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
    "ﬁ": "fi",
    "ﬂ": "fl",
}
_GAP = re.compile(r"\s*[\[(]?\s*\.{3,}\s*[\])]?\s*")
_WORD = re.compile(r"\w+")
_LONGEST_GAP = 2_000
LEAST_ALIKE = 0.8
"""The share of words that a near match must have in common with the quotation, in order."""


class How(StrEnum):
    """In which way a quotation was found."""

    EXACT = "exact"
    NEARLY = "nearly"
    BY_WORDS = "by words"


@dataclass(frozen=True)
class Place:
    """Where a quotation stands. `times`: how often it stands there in the same way."""

    span: Span
    how: How
    times: int = 1


class Placer:
    """Looks quotations up in one transcript's text."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _plain(self) -> tuple[str, list[int]]:
        """The text without white-space runs, signs and case, and where each letter came from."""
        return _plainly(self.text)

    @cached_property
    def _words(self) -> list[tuple[str, int, int]]:
        return [(m[0].casefold(), m.start(), m.end()) for m in _WORD.finditer(self.text)]

    @cached_property
    def _pairs(self) -> dict[tuple[str, str], list[int]]:
        """Where each pair of neighbouring words stands."""
        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        for at in range(len(self._words) - 1):
            found[self._words[at][0], self._words[at + 1][0]].append(at)
        return found

    def find(self, quotation: str, near: int | None = None) -> Place | None:
        """Where `quotation` stands, the occurrence nearest to `near` first; None if nowhere."""
        wanted = normalise(quotation)
        if not wanted:
            return None
        return self._exact(wanted, near) or self._nearly(wanted, near) or self._by_words(wanted)

    def _exact(self, wanted: str, near: int | None) -> Place | None:
        starts = _all(self.text, wanted)
        if not starts:
            return None
        start = _nearest(starts, near)
        return Place(Span(start, start + len(wanted)), How.EXACT, len(starts))

    def _nearly(self, wanted: str, near: int | None) -> Place | None:
        plain, places = self._plain
        bare = _plainly(wanted)[0].strip(" \"'")
        parts = [part.strip() for part in _GAP.split(bare) if part.strip()]
        if not parts:
            return None
        starts = [
            (start, end)
            for start in _all(plain, parts[0])
            if (end := _follow(plain, start + len(parts[0]), parts[1:])) is not None
        ]
        if not starts:
            return None
        origins = [places[start] for start, _ in starts]
        chosen = origins.index(_nearest(origins, near))
        start, end = starts[chosen]
        return Place(Span(places[start], places[end - 1] + 1), How.NEARLY, len(starts))

    def _by_words(self, wanted: str) -> Place | None:
        """The stretch whose words agree best with the quotation's, if they agree well enough."""
        words = [m[0].casefold() for m in _WORD.finditer(wanted)]
        if len(words) < 4:
            return None
        shifts: Counter[int] = Counter()
        for at in range(len(words) - 1):
            for where in self._pairs.get((words[at], words[at + 1]), [])[:200]:
                shifts[where - at] += 1
        best: tuple[float, int, int] | None = None
        for shift, _votes in shifts.most_common(5):
            found = self._around(words, shift)
            if found is not None and (best is None or found[0] > best[0]):
                best = found
        if best is None or best[0] < LEAST_ALIKE:
            return None
        return Place(Span(self._words[best[1]][1], self._words[best[2]][2]), How.BY_WORDS)

    def _around(self, words: list[str], shift: int) -> tuple[float, int, int] | None:
        """How alike the words near `shift` are, and the first and last word that agree."""
        slack = max(3, len(words) // 5)
        first = max(0, shift - slack)
        window = [word for word, _, _ in self._words[first : shift + len(words) + slack]]
        blocks = SequenceMatcher(None, words, window, autojunk=False).get_matching_blocks()
        agreed = [block for block in blocks if block.size]
        if not agreed:
            return None
        begin, stop = agreed[0].b, agreed[-1].b + agreed[-1].size - 1
        alike = 2 * sum(block.size for block in agreed) / (len(words) + stop - begin + 1)
        return alike, first + begin, first + stop


def _plainly(text: str) -> tuple[str, list[int]]:
    letters: list[str] = []
    places: list[int] = []
    for at, character in enumerate(text):
        if character.isspace():
            if letters and letters[-1] != " ":
                letters.append(" ")
                places.append(at)
            continue
        for letter in _SAME.get(character, character).casefold():
            letters.append(letter)
            places.append(at)
    return "".join(letters), places


def _all(text: str, wanted: str) -> list[int]:
    starts = []
    at = text.find(wanted)
    while at >= 0:
        starts.append(at)
        at = text.find(wanted, at + 1)
    return starts


def _nearest(starts: list[int], near: int | None) -> int:
    return starts[0] if near is None else min(starts, key=lambda start: abs(start - near))


def _follow(plain: str, at: int, parts: list[str]) -> int | None:
    """The end of the last of `parts` if they follow one another from `at` on, none too far."""
    for part in parts:
        found = plain.find(part, at, at + _LONGEST_GAP + len(part))
        if found < 0:
            return None
        at = found + len(part)
    return at
