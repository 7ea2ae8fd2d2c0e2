"""What stands on a ballot by each method: checked, changed by taps, dealt out, counted again."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebcd.errors import BadInput
from ebcd.priorities.answers import (
    checked_answers,
    dealt,
    every_pair,
    offered_pairs,
    pair_key,
    progress,
    rows,
    tapped,
)
from ebcd.priorities.ballots import Method
from ebcd.priorities.rounds import Answers, Option, Plan, checked_plan
from ebcd.priorities.tally import tally_document

RANKED = Plan("r", Method.RANKED, top=3)
JUDGED = Plan("i", Method.IMPACT_EFFORT)
PAIRED = Plan("p", Method.PAIRWISE, pairs=4)
SHARED = Plan("s", Method.EQUAL_SHARES, budget=10)


@pytest.mark.parametrize(
    ("plan", "answers", "kept"),
    [
        (RANKED, {"4": "1", "2": "2", "1": "0"}, {"4": 1, "2": 2}),
        (RANKED, {"4": "1", "2": "3"}, {"4": 1, "2": 2}),
        (JUDGED, {"1i": "5", "1e": "2", "2i": "", "2e": "0"}, {"1i": 5, "1e": 2}),
        (PAIRED, {"1-2": "2", "3-4": "0"}, {"1-2": 2}),
        (SHARED, {"1": "1", "3": "1"}, {"1": 1, "3": 1}),
    ],
)
def test_what_can_be_counted_is_kept_without_what_is_empty(plan, answers, kept):
    assert checked_answers(answers, plan, [1, 2, 3, 4]) == kept


@pytest.mark.parametrize(
    ("plan", "answers", "says"),
    [
        (RANKED, {"1": "1", "2": "1"}, "both stand in place 1"),
        (RANKED, {"1": "4"}, "from 0 to 3"),
        (JUDGED, {"1i": "6", "1e": "1"}, "its impact from 1 to 5"),
        (JUDGED, {"1i": "3"}, "no effort yet"),
        (JUDGED, {"1e": "3"}, "no impact yet"),
        (JUDGED, {"1": "3"}, "not on this ballot"),
        (PAIRED, {"1-2": "3"}, "choose one of the two"),
        (PAIRED, {"2-1": "2"}, "not on this ballot"),
        (PAIRED, {"1-9": "1"}, "not on this ballot"),
        (SHARED, {"1": "2"}, "from 0 to 1"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_a_sentence(plan, answers, says):
    with pytest.raises(BadInput, match=says):
        checked_answers(answers, plan, [1, 2, 3, 4])


def test_half_of_a_judgement_may_stand_on_the_page_until_it_is_confirmed():
    assert checked_answers({"1i": "3"}, JUDGED, [1, 2], whole=False) == {"1i": 3}


def test_a_voter_answers_only_the_pairs_that_are_offered():
    with pytest.raises(BadInput, match="not on this ballot"):
        checked_answers({"1-2": "1"}, PAIRED, [1, 2, 3], [(3, 1)])


def test_an_option_that_is_moved_up_changes_places_and_a_double_tap_changes_nothing():
    stands: Answers = {"1": 1, "2": 2, "3": 3}
    once = checked_answers(tapped(stands, "3", "2", RANKED), RANKED, [1, 2, 3, 4])
    assert once == {"1": 1, "3": 2, "2": 3}
    assert checked_answers(tapped(once, "3", "2", RANKED), RANKED, [1, 2, 3, 4]) == once
    gone = checked_answers(tapped(once, "1", "0", RANKED), RANKED, [1, 2, 3, 4])
    assert gone == {"3": 1, "2": 2}


@given(st.integers(2, 12), st.integers(1, 20), st.integers(1, 60))
def test_pairs_are_dealt_out_evenly_whoever_comes(options, most, voters):
    numbers = list(range(1, options + 1))
    pairs = every_pair(numbers)
    assert len({pair_key(*pair) for pair in pairs}) == len(pairs) == options * (options - 1) // 2
    hands = [offered_pairs(numbers, most, voter) for voter in range(voters)]
    assert all(0 < len(hand) <= most for hand in hands)
    seen = Counter(pair_key(*pair) for hand in hands for pair in hand)
    counts = [seen[pair_key(*pair)] for pair in pairs]
    assert max(counts) - min(counts) <= 1


@given(st.integers(1, 40), st.integers(0, 5), st.text())
def test_hands_go_round_in_an_order_that_cannot_be_foretold(hands, times, secret):
    every = range(times * hands, (times + 1) * hands)
    turns = [dealt(came, hands, secret) for came in every]
    assert sorted(turns) == list(every)
    assert turns == [dealt(came, hands, secret) for came in every]


def test_another_secret_deals_otherwise():
    dealt_out = [tuple(dealt(came, 44, secret) for came in range(22)) for secret in "abc"]
    assert len(set(dealt_out)) == 3


def test_within_one_voter_the_options_take_turns_and_sides_change():
    hand = offered_pairs(list(range(1, 9)), 4, 0)
    assert sorted(number for pair in hand for number in pair) == list(range(1, 9))
    other = offered_pairs(list(range(1, 9)), 4, 7)
    assert [tuple(reversed(pair)) for pair in other] == hand


@pytest.mark.parametrize(
    ("plan", "answers", "done", "of"),
    [
        (RANKED, {"1": 1, "2": 2}, 2, 3),
        (JUDGED, {"1i": 1, "1e": 2, "2i": 2}, 1, 5),
        (PAIRED, {"1-2": 1}, 1, 4),
        (SHARED, {"1": 1}, 1, None),
    ],
)
def test_the_page_says_how_far_one_has_come(plan, answers, done, of):
    found = progress(answers, plan, 5, 4)
    assert (found.done, found.of) == (done, of)


@pytest.mark.parametrize(
    ("plan", "cast"),
    [
        (RANKED, [{"1": 1, "2": 2}, {"3": 1}, {"2": 1, "1": 2, "3": 3}]),
        (JUDGED, [{"1i": 5, "1e": 1}, {"1i": 4, "1e": 3, "2i": 2, "2e": 2}]),
        (PAIRED, [{"1-2": 2, "2-3": 3}, {"1-3": 3}]),
        (SHARED, [{"1": 1}, {"1": 1, "2": 1}, {}]),
        (Plan("d", Method.DOTS), [{"1": 3}, {}, {"2": 5}]),
    ],
)
def test_every_method_is_counted_from_its_rows(plan, cast):
    titles = {"1": "a", "2": "b", "3": "c"}
    counted = [("patient", answers) for answers in cast]
    document = tally_document(
        rows(counted, titles, plan.method),
        plan.method,
        options=list(titles.values()),
        equal_groups=plan.method is Method.RANKED,
        **({"costs": dict.fromkeys("abc", 4), "budget": 10} if plan is SHARED else {}),
    )
    assert document["problems"] == [p for p in document["problems"] if p["row"] is None]
    assert document["ballots"] == len(cast)
    assert {line["option"] for line in document["results"]} == {"a", "b", "c"}


def test_a_plan_says_what_its_method_still_needs():
    two = [Option(1, "a", cost=3.0), Option(2, "b")]
    for plan, says in (
        (Plan("x", Method.RANKED, top=3), "rank between 1 and 2"),
        (Plan("x", Method.EQUAL_SHARES), "needs a budget"),
        (Plan("x", Method.EQUAL_SHARES, budget=5), "“b” has no cost"),
        (Plan("x", Method.DOTS, minutes=0), "timer"),
    ):
        with pytest.raises(BadInput, match=says):
            checked_plan(plan, two)
    many = [Option(n, f"o{n}") for n in range(1, 22)]
    with pytest.raises(BadInput, match="asks too much"):
        checked_plan(Plan("x", Method.IMPACT_EFFORT), many)
