"""Retrieval: the passages that fit any mix of codes.

What is asked is a tree. Its leaves are codings under some codes; its branches let them meet, come
near one another, join or exclude one another, always within one transcript. Two codings meet where
they share at least one character.

Where passages meet, what is shown is chosen: everything they cover *together*, the stretch in
which they all *overlap*, or the passage of the *first* alone. Every branch is one sweep over
passages in order of place, so that it takes about as long as sorting them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from ebcd.coding import Coding, Origin
from ebcd.text import Span


class Shown(StrEnum):
    """How much of passages that meet is shown."""

    TOGETHER = "together"
    OVERLAP = "overlap"
    FIRST = "first"


class Unit(StrEnum):
    """What a distance is counted in."""

    SENTENCES = "sentences"
    TURNS = "turns"
    CHARACTERS = "characters"


@dataclass(frozen=True)
class Coded:
    """Passages under any of these codes; under any code at all for None.

    `below`: under the codes below them in the codebook too.
    """

    codes: frozenset[int] | None
    below: bool = True


@dataclass(frozen=True)
class All:
    """Where a passage of every part meets the others in one and the same stretch."""

    parts: tuple[Query, ...]
    shown: Shown = Shown.TOGETHER


@dataclass(frozen=True)
class Either:
    """The passages of every part; the same place once."""

    parts: tuple[Query, ...]


@dataclass(frozen=True)
class Without:
    """The passages of `of` that meet none of `but`."""

    of: Query
    but: Query


@dataclass(frozen=True)
class Near:
    """Where a passage of `of` has one of `to` within so many units of it.

    Within 0 sentences (or turns) is in the same one. A passage under both is near itself. `shown`:
    together, from the first to the last of them with the words between, or the first alone.
    """

    of: Query
    to: Query
    within: int
    unit: Unit = Unit.SENTENCES
    shown: Shown = Shown.TOGETHER


Query = Coded | All | Either | Without | Near


@dataclass(frozen=True)
class Only:
    """Which codings count at all; None leaves a choice open.

    `coders`: accounts, 0 for files and the command line.
    """

    transcripts: frozenset[int] | None = None
    coders: frozenset[int] | None = None
    origins: frozenset[Origin] | None = None


@dataclass(frozen=True)
class Hit:
    """A passage that fits. `codings`: the ids of the codings that it was made of."""

    transcript: int
    span: Span
    codings: frozenset[int]


Starts = Callable[[int, Unit], Sequence[int]]
"""Where each sentence, or each turn, of a transcript begins, in order."""

_Piece = tuple[int, int, frozenset[int]]
"""A stretch as plain numbers: its start, its end, the codings behind it."""


class Shelf:
    """The codings of a study by transcript and code, to be asked many times.

    `parents`: the code above each code, or None.
    """

    def __init__(self, codings: Iterable[Coding], parents: Mapping[int, int | None]) -> None:
        self._by_place: dict[int, dict[int, list[Coding]]] = {}
        for coding in sorted(codings, key=lambda c: (c.span.start, c.span.end)):
            if len(coding.span):
                of_code = self._by_place.setdefault(coding.transcript, {})
                of_code.setdefault(coding.code, []).append(coding)
        self._below: dict[int, set[int]] = {}
        for code in parents:
            above: int | None = code
            seen: set[int] = set()
            while above is not None and above not in seen:
                seen.add(above)
                self._below.setdefault(above, set()).add(code)
                above = parents.get(above)

    @property
    def transcripts(self) -> Collection[int]:
        return self._by_place.keys()

    def under(self, transcript: int, asked: Coded) -> Iterable[Coding]:
        """The codings of a transcript that a leaf asks for, code by code."""
        there = self._by_place.get(transcript, {})
        codes: Collection[int] = there.keys()
        if asked.codes is not None:
            codes = {
                each
                for code in asked.codes
                for each in (self._below.get(code, ()) if asked.below else ())
            } | asked.codes
        return (coding for code in codes for coding in there.get(code, ()))

    def meeting(self, transcript: int, span: Span) -> list[Coding]:
        """Every coding that shares words with a stretch, in order of place."""
        found = [
            coding
            for of_code in self._by_place.get(transcript, {}).values()
            for coding in of_code
            if coding.span.meets(span)
        ]
        return sorted(found, key=lambda c: (c.span.start, -c.span.end))


def retrieve(
    shelf: Shelf,
    asked: Query,
    only: Only = Only(),
    starts: Starts | None = None,
) -> list[Hit]:
    """The passages that fit, in order of transcript and place.

    `starts`: where sentences and turns begin; needed where `Near` counts in them.
    """
    hits = []
    for transcript in sorted(shelf.transcripts):
        if only.transcripts is None or transcript in only.transcripts:
            reader = _Reader(shelf, transcript, only, starts)
            for start, end, codings in reader.found(asked):
                hits.append(Hit(transcript, Span(start, end), codings))
    return hits


class _Reader:
    """Answers for one transcript."""

    def __init__(self, shelf: Shelf, transcript: int, only: Only, starts: Starts | None) -> None:
        self._shelf, self._transcript = shelf, transcript
        self._only, self._starts = only, starts

    def found(self, asked: Query) -> list[_Piece]:
        match asked:
            case Coded():
                return self._coded(asked)
            case All(parts, shown):
                return _meeting([self.found(part) for part in parts], shown)
            case Either(parts):
                return _once(piece for part in parts for piece in self.found(part))
            case Without(of, but):
                kept = self.found(of)
                return _apart(kept, _covered(self.found(but))) if kept else []
            case Near():
                return self._near(asked)

    def _coded(self, asked: Coded) -> list[_Piece]:
        coders, origins = self._only.coders, self._only.origins
        return _once(
            (coding.span.start, coding.span.end, frozenset((coding.id,)))
            for coding in self._shelf.under(self._transcript, asked)
            if (coders is None or coding.coder in coders)
            and (origins is None or coding.origin in origins)
        )

    def _near(self, asked: Near) -> list[_Piece]:
        of = self.found(asked.of)
        to = self.found(asked.to) if of else []
        if not to:
            return []
        at: Sequence[int] | None = None
        if asked.unit is not Unit.CHARACTERS:
            if self._starts is None:
                raise ValueError("where sentences and turns begin must be given")
            at = self._starts(self._transcript, asked.unit)
        of_ranges, to_ranges = _ranges(of, at), _ranges(to, at)
        around = _Neighbours(to, to_ranges, asked.within)
        hulls, firsts = [], []
        for piece, range in zip(of, of_ranges, strict=True):
            reach = around.reach(range)
            if reach is not None:
                hulls.append((min(piece[0], reach[0]), max(piece[1], reach[1])))
                firsts.append(piece)
        if asked.shown is Shown.FIRST:
            return firsts
        back = _Neighbours(of, of_ranges, asked.within)
        seconds = [
            piece
            for piece, range in zip(to, to_ranges, strict=True)
            if back.reach(range) is not None
        ]
        return _gathered(_joined(hulls, touching=False), firsts + seconds)


_Range = tuple[int, int]
"""The units in which a passage begins and ends."""


def _ranges(pieces: Sequence[_Piece], at: Sequence[int] | None) -> list[_Range]:
    """The range of each piece. `at`: the starts of the units, None for characters."""
    if at is None:
        return [(start, end) for start, end, _ in pieces]
    return [
        (max(bisect_right(at, start) - 1, 0), max(bisect_right(at, end - 1) - 1, 0))
        for start, end, _ in pieces
    ]


class _Neighbours:
    """Finds the pieces within reach of a range by bisection. `ranges`: of the pieces."""

    def __init__(self, pieces: Sequence[_Piece], ranges: Sequence[_Range], within: int) -> None:
        self._within = within
        self._starts = [(piece[0], range[0]) for piece, range in zip(pieces, ranges, strict=True)]
        self._furthest = list(accumulate((last for _, last in ranges), max))
        by_end = sorted((piece[1], range[0]) for piece, range in zip(pieces, ranges, strict=True))
        self._ends = [end for end, _ in by_end]
        self._earliest = list(accumulate((first for _, first in reversed(by_end)), min))[::-1]

    def reach(self, range: _Range) -> tuple[int, int] | None:
        """From the first neighbour's start to the last one's end; None where there is none."""
        low, high = range[0] - self._within, range[1] + self._within
        lowest = bisect_left(self._furthest, low)
        if lowest == len(self._starts) or self._starts[lowest][1] > high:
            return None
        return self._starts[lowest][0], self._ends[bisect_right(self._earliest, high) - 1]


def _once(pieces: Iterable[_Piece]) -> list[_Piece]:
    """The pieces in order, the same place once with everything behind it."""
    at: dict[tuple[int, int], frozenset[int]] = {}
    for start, end, codings in pieces:
        there = at.get((start, end))
        at[start, end] = codings if there is None else there | codings
    return [(start, end, codings) for (start, end), codings in sorted(at.items())]


def _covered(pieces: Iterable[_Piece], *, touching: bool = True) -> list[tuple[int, int]]:
    """The stretches that the pieces cover; those that only touch are joined if `touching`."""
    return _joined([piece[:2] for piece in pieces], touching=touching)


def _joined(stretches: Iterable[tuple[int, int]], *, touching: bool) -> list[tuple[int, int]]:
    covered: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if covered and (start < covered[-1][1] or (touching and start == covered[-1][1])):
            if end > covered[-1][1]:
                covered[-1] = covered[-1][0], end
        else:
            covered.append((start, end))
    return covered


def _shared(
    one: Sequence[tuple[int, int]], other: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The stretches that lie in both; each is a list of stretches apart, in order."""
    shared = []
    i = j = 0
    while i < len(one) and j < len(other):
        start, end = max(one[i][0], other[j][0]), min(one[i][1], other[j][1])
        if start < end:
            shared.append((start, end))
        if one[i][1] < other[j][1]:
            i += 1
        else:
            j += 1
    return shared


def _first_met(piece: _Piece, stretches: Sequence[tuple[int, int]]) -> int:
    """The first of the stretches that ends after the piece begins."""
    return bisect_right(stretches, piece[0], key=lambda stretch: stretch[1])


def _meets(piece: _Piece, stretches: Sequence[tuple[int, int]]) -> bool:
    at = _first_met(piece, stretches)
    return at < len(stretches) and stretches[at][0] < piece[1]


def _apart(pieces: Iterable[_Piece], stretches: Sequence[tuple[int, int]]) -> list[_Piece]:
    return [piece for piece in pieces if not _meets(piece, stretches)]


def _meeting(parts: Sequence[Sequence[_Piece]], shown: Shown) -> list[_Piece]:
    """Where a piece of every part meets the others.

    A piece takes part where it meets the stretches that every part covers: at any character of
    those there is a piece of each part.
    """
    if not parts or not all(parts):
        return []
    shared = _covered(parts[0])
    for part in parts[1:]:
        shared = _shared(shared, _covered(part))
    taking = [[piece for piece in part if _meets(piece, shared)] for part in parts]
    if shown is Shown.FIRST:
        return taking[0]
    everything = [piece for part in taking for piece in part]
    if shown is Shown.TOGETHER:
        return _gathered(_covered(everything, touching=False), everything)
    return _gathered(shared, everything)


def _gathered(stretches: Sequence[tuple[int, int]], pieces: Iterable[_Piece]) -> list[_Piece]:
    """The stretches, each with the codings of the pieces that meet it."""
    behind: list[set[int]] = [set() for _ in stretches]
    for piece in pieces:
        at = _first_met(piece, stretches)
        while at < len(stretches) and stretches[at][0] < piece[1]:
            behind[at] |= piece[2]
            at += 1
    return [
        (start, end, frozenset(codings))
        for (start, end), codings in zip(stretches, behind, strict=True)
    ]
