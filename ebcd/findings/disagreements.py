"""Disagreements: the places that people who coded the same text apart talk through, and what they
settle on.

Where the passages of a code meet, they make one place. The coders agree there, or only some of
them coded it, or they drew its boundaries differently. Where of two coders one put one code and
the other another of the same kind on much the same words, that is one place too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ebcd.errors import BadInput
from ebcd.findings.side_by_side import Mark, joined_spans
from ebcd.text import Span

MUCH_THE_SAME = 0.5
"""How much of the longer of two passages both must share to be about the same words."""


class Differs(StrEnum):
    """How the coders stand at one place."""

    AGREE = "agree"
    ONLY_SOME = "only_some"
    BOUNDARIES = "boundaries"
    OTHER_CODE = "other_code"


class Choice(StrEnum):
    """What was settled: some coders' codings are kept, none, or other boundaries drawn."""

    KEPT = "kept"
    NEITHER = "neither"
    ADJUSTED = "adjusted"
    AGREED = "agreed"


@dataclass(frozen=True)
class Place:
    """One place to talk about. `marks`: in order; the least of their ids names the place."""

    differs: Differs
    marks: tuple[Mark, ...]

    @property
    def key(self) -> int:
        return min(mark.id for mark in self.marks)

    @property
    def span(self) -> Span:
        """From the first word that any coder took to the last."""
        return Span(
            min(mark.span.start for mark in self.marks), max(mark.span.end for mark in self.marks)
        )

    @property
    def codes(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(mark.code for mark in self.marks))

    def of(self, coder: int) -> tuple[Mark, ...]:
        """What this coder has there."""
        return tuple(mark for mark in self.marks if mark.coder == coder)


def places(marks: Iterable[Mark], coders: Sequence[int], kinds: Mapping[int, str]) -> list[Place]:
    """Every place of the text that somebody coded, in order. `kinds`: of the codes."""
    by_code: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.coder in coders and len(mark.span):
            by_code[mark.code].append(mark)
    found = [
        Place(_differs(group, coders), tuple(group))
        for those in by_code.values()
        for group in _meeting(those)
    ]
    if len(coders) == 2:
        found = _paired(found, kinds)
    return sorted(found, key=lambda place: (place.span, place.key))


def _meeting(marks: Iterable[Mark]) -> list[list[Mark]]:
    """Marks of one code, grouped where they overlap."""
    groups: list[list[Mark]] = []
    end = -1
    for mark in sorted(marks, key=lambda mark: (mark.span, mark.id)):
        if mark.span.start < end:
            groups[-1].append(mark)
        else:
            groups.append([mark])
        end = max(end, mark.span.end)
    return groups


def _differs(group: Sequence[Mark], coders: Collection[int]) -> Differs:
    drawn = {
        coder: joined_spans(mark.span for mark in group if mark.coder == coder) for coder in coders
    }
    if not all(drawn.values()):
        return Differs.ONLY_SOME
    first, *others = drawn.values()
    return Differs.AGREE if all(each == first for each in others) else Differs.BOUNDARIES


def _paired(found: Sequence[Place], kinds: Mapping[int, str]) -> list[Place]:
    """Of two coders: what one has alone joined to what the other has alone on the same words."""
    alone = [place for place in found if place.differs is Differs.ONLY_SOME]
    likely = sorted(
        (-_shared(one.span, other.span), one.key, other.key)
        for one, other in _neighbours(alone)
        if one.marks[0].coder != other.marks[0].coder
        and kinds.get(one.codes[0]) == kinds.get(other.codes[0])
        and _shared(one.span, other.span) >= MUCH_THE_SAME
    )
    partner: dict[int, int] = {}
    for _share, one, other in likely:
        if one not in partner and other not in partner:
            partner |= {one: other, other: one}
    by_key = {place.key: place for place in alone}
    pairs = [
        Place(Differs.OTHER_CODE, (*by_key[one].marks, *by_key[other].marks))
        for one, other in partner.items()
        if one < other
    ]
    return [*(place for place in found if place.key not in partner), *pairs]


def _neighbours(found: Iterable[Place]) -> Iterator[tuple[Place, Place]]:
    """Every two places that overlap."""
    ordered = sorted(((place.span, place.key, place) for place in found), key=lambda at: at[:2])
    for at, (span, _key, one) in enumerate(ordered):
        for after in range(at + 1, len(ordered)):
            if ordered[after][0].start >= span.end:
                break
            yield one, ordered[after][2]


def _shared(one: Span, other: Span) -> float:
    """Which part of the longer both share, from 0 to 1."""
    common = min(one.end, other.end) - max(one.start, other.start)
    return max(0, common) / max(len(one), len(other))


def settled(
    place: Place, choice: Choice, kept: Collection[int] = (), span: Span | None = None
) -> list[tuple[int, Span]]:
    """The code and passage of each coding that stays at this place.

    `kept`: the coders whose codings stay; where several drew the boundaries of a code differently,
    all that any of them took. `span`: the boundaries, where other ones are drawn; the codes are
    then those of `kept`, or of everybody. Raises BadInput where the choice does not fit the place.
    """
    if choice is Choice.NEITHER:
        return []
    if choice is Choice.AGREED and place.differs is not Differs.AGREE:
        raise BadInput("The coders differ at this place: choose whose coding is kept.")
    chosen = [m for m in place.marks if choice is Choice.AGREED or not kept or m.coder in kept]
    if choice is Choice.ADJUSTED:
        if span is None or not len(span):
            raise BadInput("Say where the passage begins and where it ends.")
        return [(code, span) for code in dict.fromkeys(mark.code for mark in chosen)]
    if not chosen or (choice is Choice.KEPT and not kept):
        raise BadInput("Choose whose coding is kept, or that none is.")
    return [
        (code, each)
        for code in dict.fromkeys(mark.code for mark in chosen)
        for each in joined_spans(mark.span for mark in chosen if mark.code == code)
    ]
