"""Hands, the timer and filled sheets: what the facilitator does beside the phones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ebcd.errors import BadInput
from ebcd.priorities import hands, timer
from ebcd.priorities.ballots import Method
from ebcd.priorities.hands import Hands, checked_hands, joined
from ebcd.priorities.rounds import Option, Plan
from ebcd.priorities.sheets import head, read_sheet

OPTIONS = [Option(1, "Being believed"), Option(2, "A number to call"), Option(3, "Together")]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_hands_cannot_be_more_than_there_are_people():
    assert checked_hands("staff", 5, {"1": 5}, [1, 2]).heads == {"1": 5, "2": 0}
    for present, heads in ((0, {}), (5, {"1": 6}), (5, {"1": -1}), (5, {"9": 1})):
        with pytest.raises(BadInput):
            checked_hands("staff", present, heads, [1, 2])


def test_hands_of_small_groups_are_joined_as_ballots_are():
    shown = [
        Hands("patient", 6, {"1": 2}),
        Hands("carer", 2, {"1": 2}),
        Hands("staff", 5, {"1": 0}),
    ]
    assert joined(shown) == [Hands("patient + carer", 8, {"1": 4}), Hands("staff", 5, {"1": 0})]
    assert hands.read(hands.kept(shown)) == shown


def test_hands_are_joined_where_ballots_were_so_that_the_one_less_the_other_says_nothing():
    shown = [Hands("patient", 9, {"1": 7}), Hands("carer", 6, {"1": 2}), Hands("staff", 5, {})]
    ballots = {"patient": "patient + carer", "carer": "patient + carer", "staff": "staff"}
    assert [each.group for each in joined(shown)] == ["patient", "carer", "staff"]
    assert [each.group for each in joined(shown, ballots)] == ["patient + carer", "staff"]
    small = [Hands("carer", 2, {"1": 1}), Hands("patient", 9, {"1": 7}), Hands("staff", 5, {})]
    assert [each.present for each in joined(small, {"carer": "carer + staff"})] == [11, 5]


def test_hands_of_fewer_than_five_bear_no_groups_name():
    assert joined([Hands("carer", 3, {"1": 2})]) == [Hands("everybody", 3, {"1": 2})]
    assert joined([Hands("carer", 1, {}), Hands("staff", 3, {})])[0].group == "everybody"


def test_the_timer_stands_still_while_a_round_is_paused():
    clock = timer.set_to(5, NOW)
    assert clock.seconds(NOW + timedelta(minutes=2)) == 180
    still = timer.stopped(clock, NOW + timedelta(minutes=2))
    assert still is not None
    assert still.seconds(NOW + timedelta(hours=1)) == 180
    again = timer.going(still, NOW + timedelta(hours=1))
    assert again is not None
    assert again.seconds(NOW + timedelta(hours=1, minutes=1)) == 120
    assert timer.read(timer.kept(still)) == still
    assert timer.read(timer.kept(again)) == again


def test_more_time_counts_from_now_once_the_time_is_up():
    clock = timer.set_to(5, NOW)
    late = NOW + timedelta(minutes=9)
    assert clock.seconds(late) == 0
    assert timer.longer(clock, 2, late).seconds(late) == 120
    assert timer.longer(clock, 2, NOW).seconds(NOW) == 420
    assert timer.longer(None, 2, NOW).seconds(NOW) == 120


def sheet(plan: Plan, *rows: list[str]) -> list[tuple[int, list[str]]]:
    return list(enumerate([list(head(plan, OPTIONS)), *rows], start=1))


def test_a_filled_sheet_is_read_and_what_cannot_be_counted_is_named_by_its_line():
    plan = Plan("v", Method.DOTS, dots=5)
    filled = read_sheet(
        sheet(
            plan,
            ["patient", "3", "2", ""],
            ["Staff", "5.0", "", ""],
            ["", "1", "", ""],
            [],
            ["staff", "6", "", ""],
            ["carer", "", "", ""],
            ["nobody", "1", "", ""],
        ),
        plan,
        OPTIONS,
    )
    assert [(line, group, answers) for line, group, answers in filled.ballots] == [
        (2, "patient", {"1": 3, "2": 2}),
        (3, "staff", {"1": 5}),
    ]
    assert [line for line, _ in filled.problems] == [4, 6, 7, 8]
    assert len(filled.left_out) == 5
    assert filled.left_out[2] == ("staff", "6", "", "")


@pytest.mark.parametrize(
    ("plan", "row", "answers"),
    [
        (Plan("v", Method.APPROVAL), ["x", "", "✓"], {"1": 1, "3": 1}),
        (Plan("v", Method.RANKED, top=2), ["2", "", "1"], {"3": 1, "1": 2}),
        (
            Plan("v", Method.IMPACT_EFFORT),
            ["5", "1", "", "", "2", "4"],
            {"1i": 5, "1e": 1, "3i": 2, "3e": 4},
        ),
        (Plan("v", Method.PAIRWISE, pairs=2), ["3 > 1", "2>3"], {"1-3": 3, "2-3": 2}),
        (Plan("v", Method.EQUAL_SHARES, budget=9), ["1", "yes", ""], {"1": 1, "2": 1}),
    ],
)
def test_every_method_has_its_sheet(plan, row, answers):
    filled = read_sheet(sheet(plan, ["staff", *row]), plan, OPTIONS)
    assert filled.problems == ()
    assert filled.ballots[0][2] == answers


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [(1, ["Group", "1. A"])],
        [(1, ["voter", "option"]), (2, ["1", "a"])],
        [(1, ["Group", "1. A", "1. A again"]), (2, ["staff", "1", "1"])],
    ],
)
def test_a_file_that_is_no_sheet_gets_a_sentence(lines):
    with pytest.raises(BadInput):
        read_sheet(lines, Plan("v", Method.DOTS), OPTIONS)
