"""Side by side: where people who coded the same text apart agree, and where they differ.

Agreement over characters asks of every character that all coders looked at which codes each put on
it; agreement over turns asks the same of every speaker's turn, which bears a code where a passage
under it meets the turn. Both are counted by stretches on which nothing changes, so that a long
transcript costs no more than its passages.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from ebcd.findings.agreement import Agreement, measure_patterns
from ebcd.text import Span


@dataclass(frozen=True)
class Mark:
    """One passage under one code, as one coder had it. `id`: its number in the comparison."""

    id: int
    coder: int
    code: int
    span: Span


@dataclass(frozen=True)
class Measured:
    """Agreement on all codes together and on each alone. `units`: characters or turns."""

    overall: Agreement
    by_code: Mapping[int, Agreement]
    units: int


def over_characters(
    marks: Iterable[Mark], looked: Sequence[Span], coders: Sequence[int]
) -> Measured:
    """Agreement character by character. `looked`: what counts, in order, none overlapping."""
    ends = list(accumulate((len(span) for span in looked), initial=0))
    starts = [span.start for span in looked]

    def length_before(position: int) -> int:
        at = bisect_right(starts, position) - 1
        if at < 0:
            return 0
        return ends[at] + min(position - starts[at], len(looked[at]))

    def patterns(those: Sequence[Mark]) -> list[tuple[int, dict[str, frozenset[int]]]]:
        found = [
            (length_before(span.end) - length_before(span.start), said)
            for span, said in _stretches(those, coders)
        ]
        rest = ends[-1] - sum(units for units, _said in found)
        return [*found, (rest, _nothing(coders))]

    return _measured(marks, coders, ends[-1], patterns)


def over_turns(marks: Iterable[Mark], turns: Sequence[Span], coders: Sequence[int]) -> Measured:
    """Agreement turn by turn. `turns`: those that count, in order, none overlapping."""
    starts = [turn.start for turn in turns]

    def patterns(those: Sequence[Mark]) -> list[tuple[int, dict[str, frozenset[int]]]]:
        applied: dict[int, dict[str, set[int]]] = {}
        for mark in those:
            for at in _met(mark.span, turns, starts):
                said = applied.setdefault(at, {str(coder): set() for coder in coders})
                said[str(mark.coder)].add(mark.code)
        found = [
            (1, {coder: frozenset(codes) for coder, codes in said.items()})
            for said in applied.values()
        ]
        return [*found, (len(turns) - len(found), _nothing(coders))]

    return _measured(marks, coders, len(turns), patterns)


def _measured(
    marks: Iterable[Mark],
    coders: Sequence[int],
    units: int,
    patterns: Callable[[Sequence[Mark]], list[tuple[int, dict[str, frozenset[int]]]]],
) -> Measured:
    by_code: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.coder in coders and len(mark.span):
            by_code[mark.code].append(mark)
    names = [str(coder) for coder in coders]

    def agreement(those: Sequence[Mark]) -> Agreement:
        return measure_patterns([each for each in patterns(those) if each[0] > 0], names)

    everything = [mark for those in by_code.values() for mark in those]
    return Measured(
        agreement(everything), {code: agreement(those) for code, those in by_code.items()}, units
    )


def _nothing(coders: Iterable[int]) -> dict[str, frozenset[int]]:
    return {str(coder): frozenset() for coder in coders}


def _stretches(
    marks: Sequence[Mark], coders: Sequence[int]
) -> Iterator[tuple[Span, dict[str, frozenset[int]]]]:
    """The stretches between places where some coder's codes change, with each coder's codes."""
    begins: dict[int, list[Mark]] = defaultdict(list)
    stops: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        begins[mark.span.start].append(mark)
        stops[mark.span.end].append(mark)
    active: dict[int, Counter[int]] = {coder: Counter() for coder in coders}
    for here, there in pairwise(sorted(begins.keys() | stops.keys())):
        for mark in stops[here]:
            active[mark.coder][mark.code] -= 1
        for mark in begins[here]:
            active[mark.coder][mark.code] += 1
        yield (
            Span(here, there),
            {str(coder): frozenset(+codes) for coder, codes in active.items()},
        )


def _met(span: Span, turns: Sequence[Span], starts: Sequence[int]) -> Iterator[int]:
    """Which turns `span` meets."""
    for at in range(max(bisect_right(starts, span.start) - 1, 0), len(turns)):
        if turns[at].start >= span.end:
            return
        if turns[at].meets(span):
            yield at


def without(spans: Iterable[Span], gaps: Iterable[Span]) -> list[Span]:
    """What is left of `spans` (in order) where no gap lies.

    >>> without([Span(0, 10)], [Span(3, 5), Span(8, 20)])
    [Span(start=0, end=3), Span(start=5, end=8)]
    """
    joined = joined_spans(gaps)
    left: list[Span] = []
    for span in spans:
        at = span.start
        for gap in joined:
            if gap.meets(span):
                if at < gap.start:
                    left.append(Span(at, gap.start))
                at = max(at, gap.end)
        if at < span.end:
            left.append(Span(at, span.end))
    return left


def joined_spans(spans: Iterable[Span]) -> list[Span]:
    """`spans` in order, overlapping or touching ones as one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined
