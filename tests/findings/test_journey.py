"""The journey and how the two sides stand to each touchpoint."""

from __future__ import annotations

import pytest

from ebcd.codebook import Code, Kind
from ebcd.coding import Coding, SpokenTurn
from ebcd.findings.feelings import Standing, sign, standing
from ebcd.findings.grid import Grid, make_grid
from ebcd.findings.journey import journey
from ebcd.people import Group
from ebcd.text import Span

CODES = [
    Code(1, Kind.STAGE, "Diagnosis", position=1),
    Code(2, Kind.STAGE, "First signs", position=0),
    Code(3, Kind.TOUCHPOINT, "Told it is chronic", parent=1),
    Code(4, Kind.TOUCHPOINT, "Seeing the GP", parent=2),
    Code(5, Kind.EMOTION, "Angry"),
    Code(6, Kind.EMOTION, "Relieved"),
    Code(7, Kind.EMOTION, "Curious"),
]
SIGNS = {5: -1, 6: 1, 7: 0}
GROUPS = {1: Group.PATIENT, 2: Group.PATIENT, 3: Group.STAFF}
TURNS = {person: [SpokenTurn(Span(0, 100), person)] for person in GROUPS}


def grid_of(*said: tuple[int, int | None]) -> Grid:
    """Each (person, emotion) at the touchpoint 3; no emotion where None."""
    codings = []
    for person, emotion in said:
        codings.append(Coding(0, person, 3, 1, Span(0, 50)))
        if emotion is not None:
            codings.append(Coding(0, person, emotion, 1, Span(10, 20)))
    return make_grid(codings, [3, 4], [5, 6, 7], TURNS, GROUPS)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([], Standing.NOBODY),
        ([(1, 5)], Standing.PATIENTS_ONLY),
        ([(3, 5)], Standing.STAFF_ONLY),
        ([(1, 5), (3, 5)], Standing.AGREE),
        ([(1, 5), (3, 6)], Standing.OPPOSED),
        ([(1, 5), (3, None)], Standing.BOTH),
        ([(1, 7), (3, 6)], Standing.BOTH),
        ([(1, 5), (2, 6), (3, 6)], Standing.BOTH),
    ],
)
def test_the_sides_are_compared_only_where_it_can_be_told(
    said: list[tuple[int, int | None]], expected: Standing
) -> None:
    assert standing(grid_of(*said), 3, SIGNS) is expected


def test_touchpoints_come_in_pathway_order_with_their_stage() -> None:
    moments = journey(CODES, grid_of((1, 5)), SIGNS)
    assert [(m.stage, m.name) for m in moments] == [
        ("First signs", "Seeing the GP"),
        ("Diagnosis", "Told it is chronic"),
    ]


def test_good_and_bad_are_kept_apart_and_count_people() -> None:
    moment = journey(CODES, grid_of((1, 5), (1, 5), (2, 6), (3, 5), (3, 6)), SIGNS)[1]
    assert (moment.patients.people, moment.patients.good, moment.patients.bad) == (2, 1, 1)
    assert (moment.staff.people, moment.staff.mixed) == (1, 1)
    assert {(f.emotion, f.patients, f.staff) for f in moment.felt} == {(5, 1, 1), (6, 1, 1)}


@pytest.mark.parametrize(
    ("word", "expected"),
    [("ANGRY", -1), ("Not listened to", -1), ("listened to", 1), ("fobbed off", -1), ("blue", 0)],
)
def test_an_emotion_word_is_good_bad_or_neither(word: str, expected: int) -> None:
    assert sign(word) == expected
