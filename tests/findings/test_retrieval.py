"""Retrieval finds what trying everything against everything finds, and finds it quickly."""

from __future__ import annotations

import random
import time
from bisect import bisect_right
from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebcd.coding import Coding, Origin
from ebcd.findings.retrieval import (
    All,
    Coded,
    Either,
    Hit,
    Near,
    Only,
    Query,
    Shelf,
    Shown,
    Unit,
    Without,
    retrieve,
)
from ebcd.text import Span

LENGTH = 30
STARTS = {Unit.SENTENCES: (0, 4, 9, 10, 17, 25), Unit.TURNS: (0, 9, 20)}
PARENTS = {1: None, 2: 1, 3: 2, 4: None, 5: None}

Piece = tuple[int, int, frozenset[int]]


def starts(_transcript: int, unit: Unit) -> Sequence[int]:
    return STARTS[unit]


def code(number: int, *, below: bool = False) -> Coded:
    return Coded(frozenset({number}), below)


def coded(
    number: int, code: int, start: int, end: int, transcript: int = 1, coder: int = 1
) -> Coding:
    return Coding(number, transcript, code, coder, Span(start, end))


@st.composite
def some_codings(draw: st.DrawFn) -> list[Coding]:
    made = []
    for number in range(draw(st.integers(0, 9))):
        start = draw(st.integers(0, LENGTH - 1))
        end = draw(st.integers(start + 1, min(LENGTH, start + 12)))
        made.append(coded(number, draw(st.integers(1, 5)), start, end))
    return made


leaves = st.builds(
    Coded, st.one_of(st.none(), st.frozensets(st.integers(1, 5), max_size=2)), st.booleans()
)
queries: st.SearchStrategy[Query] = st.recursive(
    leaves,
    lambda part: st.one_of(
        st.builds(
            All, st.lists(part, min_size=1, max_size=3).map(tuple), st.sampled_from(list(Shown))
        ),
        st.builds(Either, st.lists(part, min_size=1, max_size=3).map(tuple)),
        st.builds(Without, part, part),
        st.builds(
            Near,
            part,
            part,
            st.integers(0, 3),
            st.sampled_from(list(Unit)),
            st.sampled_from([Shown.TOGETHER, Shown.FIRST]),
        ),
    ),
    max_leaves=5,
)


def share(one: Piece, other: Piece) -> bool:
    return max(one[0], other[0]) < min(one[1], other[1])


def tried(codings: Sequence[Coding], asked: Query) -> list[Piece]:
    """What fits, found by trying everything against everything."""
    match asked:
        case Coded(codes, below):
            return once([piece_of(each) for each in codings if fits(each.code, codes, below)])
        case All(parts, shown):
            found = [tried(codings, part) for part in parts]
            sets = [
                one
                for one in product(*found)
                if max(each[0] for each in one) < min(each[1] for each in one)
            ]
            if shown is Shown.FIRST:
                return once([one[0] for one in sets])
            taking = once([each for one in sets for each in one])
            if shown is Shown.TOGETHER:
                return components(taking, taking)
            shared = [
                (max(each[0] for each in one), min(each[1] for each in one), frozenset[int]())
                for one in sets
            ]
            points = [(at, at + 2, frozenset[int]()) for one in shared for at in range(*one[:2])]
            cut = [(start, end - 1, none) for start, end, none in components(points, [])]
            return [with_codings(each, taking) for each in cut]
        case Either(parts):
            return once([each for part in parts for each in tried(codings, part)])
        case Without(of, but):
            against = tried(codings, but)
            return [e for e in tried(codings, of) if not any(share(e, a) for a in against)]
        case Near(of, to, within, unit, shown):
            pairs = [
                (a, b)
                for a in tried(codings, of)
                for b in tried(codings, to)
                if distance(a, b, unit) <= within
            ]
            if shown is Shown.FIRST:
                return once([a for a, _ in pairs])
            hulls = [(min(a[0], b[0]), max(a[1], b[1]), frozenset[int]()) for a, b in pairs]
            return components(hulls, [each for pair in pairs for each in pair])
    raise AssertionError(asked)


def piece_of(coding: Coding) -> Piece:
    return coding.span.start, coding.span.end, frozenset({coding.id})


def fits(code: int | None, codes: frozenset[int] | None, below: bool) -> bool:
    if codes is None:
        return True
    while code is not None:
        if code in codes:
            return True
        code = PARENTS[code] if below else None
    return False


def once(pieces: Sequence[Piece]) -> list[Piece]:
    places = sorted({each[:2] for each in pieces})
    return [
        (*place, frozenset(n for each in pieces if each[:2] == place for n in each[2]))
        for place in places
    ]


def with_codings(stretch: Piece, pieces: Sequence[Piece]) -> Piece:
    met = (each[2] for each in pieces if share(each, stretch))
    return stretch[0], stretch[1], frozenset[int]().union(*met)


def components(pieces: Sequence[Piece], behind: Sequence[Piece]) -> list[Piece]:
    """The pieces joined as long as two of them share a character."""
    groups = [each[:2] for each in pieces]
    joined = True
    while joined:
        joined = False
        for i, one in enumerate(groups):
            for other in groups[i + 1 :]:
                if max(one[0], other[0]) < min(one[1], other[1]):
                    groups.remove(one)
                    groups.remove(other)
                    groups.append((min(one[0], other[0]), max(one[1], other[1])))
                    joined = True
                    break
            if joined:
                break
    return [with_codings((start, end, frozenset()), behind) for start, end in sorted(groups)]


def distance(one: Piece, other: Piece, unit: Unit) -> int:
    """How many units lie between two stretches; 0 where they meet, touch or share one."""
    if unit is Unit.CHARACTERS:
        return max(0, one[0] - other[1], other[0] - one[1])

    def at(position: int) -> int:
        return bisect_right(STARTS[unit], position) - 1

    return max(0, at(one[0]) - at(other[1] - 1), at(other[0]) - at(one[1] - 1))


@given(some_codings(), queries)
def test_a_query_finds_what_trying_everything_finds(codings: list[Coding], asked: Query) -> None:
    hits = retrieve(Shelf(codings, PARENTS), asked, starts=starts)
    assert [(h.span.start, h.span.end, h.codings) for h in hits] == tried(codings, asked)


ANGER = coded(1, 4, 5, 12)
WAITING = coded(2, 1, 0, 10)
LETTERS = coded(3, 2, 8, 20)
TRUST = coded(4, 5, 22, 26)


def spans(
    codings: Sequence[Coding], asked: Query, only: Only | None = None
) -> list[tuple[int, int]]:
    found = retrieve(Shelf(codings, PARENTS), asked, only or Only(), starts)
    return [(hit.span.start, hit.span.end) for hit in found]


@pytest.mark.parametrize(
    ("shown", "span"), [("together", (0, 20)), ("overlap", (8, 10)), ("first", (0, 10))]
)
def test_three_codes_meet_where_all_three_apply(shown: str, span: tuple[int, int]) -> None:
    asked = All((code(1), code(4), code(2)), Shown(shown))
    assert spans([ANGER, WAITING, LETTERS], asked) == [span]
    apart = coded(3, 2, 11, 20)
    assert spans([ANGER, WAITING, apart], asked) == []


def test_a_code_brings_those_below_it_only_if_asked() -> None:
    codings = [WAITING, LETTERS]
    assert spans(codings, code(1)) == [(0, 10)]
    assert spans(codings, code(1, below=True)) == [(0, 10), (8, 20)]


def test_the_same_place_coded_twice_is_one_passage_with_both_codings() -> None:
    hits = retrieve(Shelf([WAITING, coded(9, 1, 0, 10, coder=2)], PARENTS), code(1))
    assert hits == [Hit(1, Span(0, 10), frozenset({2, 9}))]


def test_what_only_touches_does_not_meet_but_is_near() -> None:
    codings = [WAITING, coded(3, 4, 10, 12)]
    assert spans(codings, All((code(1), code(4)))) == []
    assert spans(codings, Near(code(1), code(4), 0, Unit.CHARACTERS)) == [(0, 12)]


def test_near_counts_in_sentences_turns_and_characters() -> None:
    codings = [WAITING, TRUST]
    for unit, distance in ((Unit.SENTENCES, 2), (Unit.TURNS, 1), (Unit.CHARACTERS, 12)):
        assert spans(codings, Near(code(1), code(5), distance, unit)) == [(0, 26)]
        assert spans(codings, Near(code(1), code(5), distance - 1, unit)) == []


def test_passages_of_two_transcripts_never_meet() -> None:
    codings = [WAITING, coded(3, 4, 5, 12, transcript=2)]
    assert spans(codings, All((code(1), code(4)))) == []
    assert spans(codings, Near(code(1), code(4), 99, Unit.CHARACTERS)) == []
    assert spans(codings, Without(code(1), code(4))) == [(0, 10)]


def test_only_the_chosen_transcripts_coders_and_origins_count() -> None:
    codings = [
        WAITING,
        coded(3, 1, 2, 4, transcript=2),
        coded(4, 1, 3, 5, coder=7),
        Coding(5, 1, 1, 1, Span(6, 9), origin=Origin.SUGGESTION),
    ]
    assert spans(codings, code(1), Only(transcripts=frozenset({2}))) == [(2, 4)]
    assert spans(codings, code(1), Only(coders=frozenset({7}))) == [(3, 5)]
    assert spans(codings, code(1), Only(origins=frozenset({Origin.SUGGESTION}))) == [(6, 9)]


def test_five_thousand_codings_answer_within_fifty_milliseconds() -> None:
    chance = random.Random(4)
    codings = []
    for number in range(5_000):
        start = chance.randrange(60_000)
        span = Span(start, start + chance.randrange(20, 900))
        codings.append(Coding(number, chance.randrange(40), 1 + number % 60, 1, span))
    parents: dict[int, int | None] = {
        each: None if each < 11 else each % 10 + 1 for each in range(1, 61)
    }
    shelf = Shelf(codings, parents)

    hundreds = tuple(range(0, 61_000, 100))

    def at_every_hundred(_transcript: int, _unit: Unit) -> Sequence[int]:
        return hundreds

    wide = Without(All((code(1, below=True), code(2, below=True), code(3, below=True))), code(9))
    far = Near(Either((code(4, below=True), wide)), Coded(None), 3)
    for asked in (Coded(None), wide, far):
        best = 9.0
        for _ in range(5):
            began = time.process_time()
            found = retrieve(shelf, asked, starts=at_every_hundred)
            best = min(best, time.process_time() - began)
        assert found
        assert best < 0.05, asked
