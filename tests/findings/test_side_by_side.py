"""Agreement by stretches is agreement letter by letter; places are where a code's passages meet."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebcd.errors import BadInput
from ebcd.findings.agreement import measure
from ebcd.findings.disagreements import Choice, Differs, Place, places, settled
from ebcd.findings.side_by_side import Mark, over_characters, over_turns, without
from ebcd.text import Span

LENGTH = 60
ANA, BEN, CY = 1, 2, 3
KINDS = {1: "theme", 2: "theme", 3: "emotion"}

spans = st.tuples(st.integers(0, LENGTH - 1), st.integers(1, 12)).map(
    lambda drawn: Span(drawn[0], min(LENGTH, drawn[0] + drawn[1]))
)
marks = st.lists(
    st.tuples(st.sampled_from([ANA, BEN, CY]), st.sampled_from([1, 2, 3]), spans), max_size=14
).map(lambda drawn: [Mark(at, *each) for at, each in enumerate(drawn)])
coders = st.sampled_from([(ANA, BEN), (ANA, BEN, CY)])


def naive(
    given_marks: list[Mark], units: list[Span], who: tuple[int, ...], codes: set[int]
) -> object:
    """Every unit by itself, with the set of codes that each coder put on it."""
    ratings = {
        f"{unit.start}-{unit.end}": {
            str(coder): frozenset(
                mark.code
                for mark in given_marks
                if mark.coder == coder and mark.code in codes and mark.span.meets(unit)
            )
            for coder in who
        }
        for unit in units
    }
    return measure(ratings, [str(coder) for coder in who])


@given(marks, coders, st.lists(spans, max_size=3))
def test_agreement_over_characters_is_that_of_every_character_by_itself(
    given_marks: list[Mark], who: tuple[int, ...], hidden: list[Span]
) -> None:
    looked = without([Span(0, LENGTH)], hidden)
    letters = [Span(at, at + 1) for span in looked for at in range(span.start, span.end)]
    found = over_characters(given_marks, looked, who)
    assert found.units == len(letters)
    codes = {mark.code for mark in given_marks if mark.coder in who}
    assert found.overall == naive(given_marks, letters, who, codes)
    assert found.by_code == {code: naive(given_marks, letters, who, {code}) for code in codes}


@given(marks, coders, st.sets(st.integers(1, LENGTH - 1), max_size=6))
def test_agreement_over_turns_is_that_of_every_turn_by_itself(
    given_marks: list[Mark], who: tuple[int, ...], breaks: set[int]
) -> None:
    cuts = [0, *sorted(breaks), LENGTH]
    turns = [Span(start, end) for start, end in pairwise(cuts)]
    found = over_turns(given_marks, turns, who)
    codes = {mark.code for mark in given_marks if mark.coder in who}
    assert found.overall == naive(given_marks, turns, who, codes)
    assert found.by_code == {code: naive(given_marks, turns, who, {code}) for code in codes}


def test_where_nobody_coded_agreement_is_not_defined() -> None:
    found = over_characters([], [Span(0, 100)], (ANA, BEN))
    assert (found.overall.alpha, found.overall.kappa) == (None, None)
    assert found.overall.percent == 100
    assert over_turns([], [], (ANA, BEN)).overall.percent is None


@given(marks, coders)
def test_every_mark_stands_in_exactly_one_place(
    given_marks: list[Mark], who: tuple[int, ...]
) -> None:
    found = places(given_marks, who, KINDS)
    standing = sorted(mark.id for place in found for mark in place.marks)
    assert standing == sorted(mark.id for mark in given_marks if mark.coder in who)
    for place in found:
        if place.differs is Differs.AGREE:
            covered = [
                {at for m in place.of(c) for at in range(m.span.start, m.span.end)} for c in who
            ]
            assert all(each == covered[0] for each in covered)


def place_of(*drawn: tuple[int, int, int, int]) -> list[Place]:
    return places(
        [
            Mark(at, coder, code, Span(start, end))
            for at, (coder, code, start, end) in enumerate(drawn)
        ],
        (ANA, BEN),
        KINDS,
    )


@pytest.mark.parametrize(
    ("drawn", "differs"),
    [
        ([(ANA, 1, 0, 10), (BEN, 1, 0, 10)], [Differs.AGREE]),
        ([(ANA, 1, 0, 5), (ANA, 1, 5, 10), (BEN, 1, 0, 10)], [Differs.AGREE]),
        ([(ANA, 1, 0, 10), (BEN, 1, 5, 12)], [Differs.BOUNDARIES]),
        ([(ANA, 1, 0, 10), (BEN, 1, 10, 12)], [Differs.ONLY_SOME, Differs.ONLY_SOME]),
        ([(ANA, 1, 0, 10), (BEN, 2, 0, 10)], [Differs.OTHER_CODE]),
        ([(ANA, 1, 0, 10), (BEN, 2, 8, 20)], [Differs.ONLY_SOME, Differs.ONLY_SOME]),
        ([(ANA, 1, 0, 10), (BEN, 3, 0, 10)], [Differs.ONLY_SOME, Differs.ONLY_SOME]),
    ],
)
def test_how_coders_differ_is_told(
    drawn: list[tuple[int, int, int, int]], differs: list[Differs]
) -> None:
    assert [place.differs for place in place_of(*drawn)] == differs


def test_what_is_settled_is_one_coders_both_neither_or_drawn_anew() -> None:
    [place] = place_of((ANA, 1, 0, 10), (BEN, 1, 5, 12))
    assert settled(place, Choice.KEPT, [ANA]) == [(1, Span(0, 10))]
    assert settled(place, Choice.KEPT, [ANA, BEN]) == [(1, Span(0, 12))]
    assert settled(place, Choice.NEITHER) == []
    assert settled(place, Choice.ADJUSTED, span=Span(2, 4)) == [(1, Span(2, 4))]
    [other] = place_of((ANA, 1, 0, 10), (BEN, 2, 0, 9))
    assert settled(other, Choice.KEPT, [ANA, BEN]) == [(1, Span(0, 10)), (2, Span(0, 9))]
    assert settled(other, Choice.ADJUSTED, [BEN], Span(1, 3)) == [(2, Span(1, 3))]


def test_what_does_not_fit_the_place_is_refused() -> None:
    [place] = place_of((ANA, 1, 0, 10))
    for choice, kept, span in (
        (Choice.AGREED, (), None),
        (Choice.KEPT, (), None),
        (Choice.KEPT, (BEN,), None),
        (Choice.ADJUSTED, (), None),
        (Choice.ADJUSTED, (), Span(3, 3)),
    ):
        with pytest.raises(BadInput):
            settled(place, choice, kept, span)
