"""A round's steps, its ballot's checks and the codes people type."""

from __future__ import annotations

import itertools

import pytest

from ebcd.errors import BadInput, Conflict
from ebcd.priorities import codes
from ebcd.priorities.answers import checked_answers, rows
from ebcd.priorities.ballots import Method
from ebcd.priorities.rounds import (
    Option,
    Plan,
    State,
    check_step,
    checked_plan,
)
from ebcd.priorities.tally import tally_document

DOTS = Plan("x", Method.DOTS, dots=5)


def test_a_round_only_moves_forwards_except_for_a_pause():
    allowed = {
        (State.DRAFT, State.OPEN),
        (State.OPEN, State.PAUSED),
        (State.PAUSED, State.OPEN),
        (State.OPEN, State.CLOSED),
        (State.PAUSED, State.CLOSED),
        (State.CLOSED, State.REVEALED),
    }
    for step in itertools.product(State, State):
        if step in allowed:
            check_step(*step)
        else:
            with pytest.raises(Conflict):
                check_step(*step)


def test_dots_are_counted_and_empty_fields_left_out():
    assert checked_answers({"1": "2", "2": "", "3": "0"}, DOTS, [1, 2, 3]) == {"1": 2}


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"1": "4", "2": "2"}, "You have 5 dots and gave 6"),
        ({"9": "1"}, "not on this ballot"),
        ({"1": "-1"}, "whole number"),
        ({"1": "1.5"}, "whole number"),
        ({"1": "٣"}, "whole number"),
        ({"1": "9" * 5000}, "whole number"),
        ({"1": "<script>"}, "whole number"),
    ],
)
def test_answers_that_cannot_be_counted_are_refused(answers, says):
    with pytest.raises(BadInput, match=says):
        checked_answers(answers, DOTS, [1, 2])


def test_an_approval_is_one_each():
    approval = Plan("x", Method.APPROVAL)
    assert checked_answers({"1": "1", "2": "1"}, approval, [1, 2]) == {"1": 1, "2": 1}
    with pytest.raises(BadInput):
        checked_answers({"1": "2"}, approval, [1, 2])


def test_a_plan_needs_a_name_two_different_options_and_a_group():
    two = [Option(1, "a"), Option(2, "b")]
    good = Plan("Joint event", Method.DOTS)
    assert checked_plan(good, two).title == "Joint event"
    for plan, options in (
        (Plan(" ", Method.DOTS), two),
        (good, two[:1]),
        (good, [Option(1, "a"), Option(2, "a")]),
        (Plan("x", Method.PAIRWISE, pairs=0), two),
        (Plan("x", Method.DOTS, dots=0), two),
        (Plan("x", Method.DOTS, groups=()), two),
    ):
        with pytest.raises(BadInput):
            checked_plan(plan, options)


def test_the_results_file_counts_to_the_same_result_again():
    counted = [("patient", {"1": 3, "2": 2}), ("patient", {}), ("staff", {"2": 5})]
    document = tally_document(rows(counted, {"1": "a", "2": "b"}, Method.DOTS), "dots")
    assert document["ballots"] == 3
    assert {li["option"]: li["score"] for li in document["results"]} == {"a": 3, "b": 7}


def test_codes_have_no_look_alikes_and_are_read_as_people_type_them():
    assert len(codes.ALPHABET) == len(set(codes.ALPHABET)) == 31
    assert not set("ILO01") & set(codes.ALPHABET)
    code = codes.card_code()
    assert codes.tidy(codes.spaced(code).lower()) == code
    assert codes.could_be(code, codes.CARD_LENGTH)
    assert not codes.could_be("ABCD234O", codes.CARD_LENGTH)


def test_a_kept_code_says_nothing_without_the_servers_secret():
    kept = codes.hashed(b"one", "card", "ABCD2345")
    assert kept != codes.hashed(b"two", "card", "ABCD2345")
    assert kept != codes.hashed(b"one", "token", "ABCD2345")
