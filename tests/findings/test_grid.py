"""Grids count people where codings meet."""

from __future__ import annotations

import random
import time

from hypothesis import given
from hypothesis import strategies as st

from ebcd.coding import Coding, SpokenTurn
from ebcd.findings.grid import make_grid, rolled_up
from ebcd.people import Group
from ebcd.text import Span

WAITING, ANGER, RELIEF = 1, 2, 3
ANN, BEN, COLIN = 11, 12, 13
GROUPS = {ANN: Group.PATIENT, BEN: Group.CARER, COLIN: Group.STAFF}
TURNS = {
    1: [
        SpokenTurn(Span(0, 10), None),
        SpokenTurn(Span(11, 50), ANN),
        SpokenTurn(Span(51, 90), BEN),
    ],
    2: [SpokenTurn(Span(0, 100), COLIN)],
    3: [SpokenTurn(Span(0, 100), None)],
}


def coded(transcript: int, code: int, start: int, end: int, coder: int = 1) -> Coding:
    return Coding(0, transcript, code, coder, Span(start, end))


def test_a_person_who_says_a_thing_ten_times_counts_once() -> None:
    codings = [coded(1, code, 11 + at, 14 + at) for at in range(0, 30, 3) for code in (1, 2)]
    cell = make_grid(codings, [WAITING], [ANGER], TURNS, GROUPS).cell(WAITING, ANGER)
    assert cell.patients == {ANN}
    assert cell.people == 1


def test_patients_carers_and_family_stand_beside_staff() -> None:
    codings = [coded(t, code, 20, 80) for t in (1, 2) for code in (WAITING, ANGER)]
    cell = make_grid(codings, [WAITING], [ANGER], TURNS, GROUPS).cell(WAITING, ANGER)
    assert (cell.patients, cell.staff) == ({ANN, BEN}, {COLIN})


def test_only_who_speaks_where_both_apply_is_counted() -> None:
    codings = [coded(1, WAITING, 11, 90), coded(1, ANGER, 55, 70)]
    cell = make_grid(codings, [WAITING], [ANGER], TURNS, GROUPS).cell(WAITING, ANGER)
    assert cell.patients == {BEN}
    assert cell.passages[0].span == Span(11, 90)
    assert cell.passages[0].overlap == Span(55, 70)


def test_codings_that_only_touch_do_not_meet() -> None:
    codings = [coded(1, WAITING, 11, 20), coded(1, ANGER, 20, 30)]
    grid = make_grid(codings, [WAITING], [ANGER], TURNS, GROUPS)
    assert grid.cells == {}
    assert grid.row_totals[WAITING].patients == {ANN}


def test_a_field_note_counts_as_no_person_and_is_shown_apart() -> None:
    codings = [coded(3, WAITING, 0, 20), coded(3, ANGER, 5, 9)]
    cell = make_grid(codings, [WAITING], [ANGER], TURNS, GROUPS).cell(WAITING, ANGER)
    assert cell.people == 0
    assert cell.unlinked == 1


def test_overlapping_meetings_are_one_passage() -> None:
    codings = [
        coded(1, WAITING, 11, 30),
        coded(1, WAITING, 12, 32, coder=2),
        coded(1, ANGER, 15, 20),
        coded(1, ANGER, 15, 21, coder=2),
    ]
    cell = make_grid(codings, [WAITING], [ANGER], TURNS, GROUPS).cell(WAITING, ANGER)
    assert [met.span for met in cell.passages] == [Span(11, 32)]


def test_codes_of_different_transcripts_never_meet() -> None:
    codings = [coded(1, WAITING, 11, 30), coded(2, ANGER, 11, 30)]
    assert make_grid(codings, [WAITING], [ANGER], TURNS, GROUPS).cells == {}


def test_a_parent_counts_what_lies_below_it_when_rolled_up() -> None:
    codings = rolled_up([coded(1, 5, 11, 30), coded(1, ANGER, 12, 20)], {5: WAITING, ANGER: None})
    grid = make_grid(codings, [WAITING, 5], [ANGER], TURNS, GROUPS)
    assert grid.cell(WAITING, ANGER).patients == grid.cell(5, ANGER).patients == {ANN}


spans = st.tuples(st.integers(0, 95), st.integers(1, 30)).map(lambda p: Span(p[0], p[0] + p[1]))


@given(
    st.lists(st.tuples(st.sampled_from([1, 2]), st.sampled_from([WAITING, ANGER, RELIEF]), spans))
)
def test_the_sweep_finds_the_people_that_comparing_every_pair_finds(
    drawn: list[tuple[int, int, Span]],
) -> None:
    codings = [Coding(0, transcript, code, 1, span) for transcript, code, span in drawn]
    grid = make_grid(codings, [WAITING], [ANGER, RELIEF], TURNS, GROUPS)
    for column in (ANGER, RELIEF):
        people = {
            turn.participant
            for a in codings
            for b in codings
            if (a.code, b.code) == (WAITING, column) and a.transcript == b.transcript
            if a.span.meets(b.span)
            for turn in TURNS[a.transcript]
            if turn.span.start < min(a.span.end, b.span.end)
            and turn.span.end > max(a.span.start, b.span.start)
        } - {None}
        cell = grid.cell(WAITING, column)
        assert cell.patients | cell.staff == people


def test_sixty_transcripts_with_five_thousand_codings_stay_quick_on_a_busy_machine() -> None:
    drawn = random.Random(4)
    turns = {
        transcript: [
            SpokenTurn(Span(at * 200, at * 200 + 199), at % 2 or None) for at in range(300)
        ]
        for transcript in range(60)
    }
    codings = []
    for number in range(5000):
        start = drawn.randrange(58_000)
        span = Span(start, start + drawn.randrange(100, 900))
        codings.append(Coding(number, number % 60, drawn.randrange(60), 1, span))
    rows, columns = list(range(20)), list(range(20, 60))
    took = []
    for _ in range(3):
        began = time.process_time()
        make_grid(codings, rows, columns, turns, {1: Group.PATIENT})
        took.append(time.process_time() - began)
    assert min(took) < 0.4
