"""Marking turns: estimates between them, times that never run backwards."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebcd.errors import BadInput
from ebcd.film.marking import retimed, with_estimates
from ebcd.film.timing import TimedTurn
from ebcd.text import Span


def untimed(number: int, length: int = 99) -> list[TimedTurn]:
    """Turns of equal length without a time."""
    return [
        TimedTurn(Span(at * (length + 1), at * (length + 1) + length), None, None)
        for at in range(number)
    ]


def starts(turns: list[TimedTurn]) -> list[int | None]:
    return [turn.start_ms for turn in turns]


def test_turns_between_two_marked_ones_begin_at_an_even_pace() -> None:
    marked = retimed(untimed(6), {1: 10_000, 4: 40_000})
    assert starts(marked) == [None, 10_000, None, None, 40_000, None]
    assert starts(with_estimates(marked)) == [None, 10_000, 20_000, 30_000, 40_000, None]


def test_an_estimate_begins_where_the_turn_before_is_known_to_end() -> None:
    turns = untimed(3)
    turns[0] = TimedTurn(turns[0].span, 0, 5_000)
    turns[2] = TimedTurn(turns[2].span, 15_100, None)
    assert starts(with_estimates(turns)) == [0, 5_100, 15_100]


def test_an_estimate_follows_the_last_cue_of_the_turn_before() -> None:
    turns = untimed(3)
    turns[0] = TimedTurn(turns[0].span, 0, None, ((50, 20_000),))
    turns[2] = TimedTurn(turns[2].span, 35_000, None)
    assert starts(with_estimates(turns)) == [0, 25_000, 35_000]


@pytest.mark.parametrize(
    ("times", "said"),
    [
        ({2: 9_000}, "Turn 3 would begin at 0:09, not after turn 2 (0:10)"),
        ({2: 10_000}, "not after turn 2"),
        ({0: 12_000}, "Turn 2 would begin at 0:10, not after turn 1 (0:12)"),
        ({2: 70_000}, "Turn 3 would begin at 1:10, which is not in the recording"),
        ({2: -1_500}, "Turn 3 would begin at -0:01, which is not in the recording"),
        ({9: 20_000}, "not in the transcript"),
    ],
)
def test_times_that_cannot_be_are_refused_in_words(times: dict[int, int], said: str) -> None:
    turns = retimed(untimed(4), {1: 10_000})
    with pytest.raises(BadInput) as problem:
        retimed(turns, times, latest_ms=60_000)
    assert said in str(problem.value)


def test_a_file_whose_times_run_backwards_elsewhere_can_still_be_marked() -> None:
    turns = untimed(4)
    turns[0] = TimedTurn(turns[0].span, 9_000, None)
    turns[1] = TimedTurn(turns[1].span, 3_000, None)
    assert starts(retimed(turns, {3: 20_000})) == [9_000, 3_000, None, 20_000]


def test_ends_and_cues_that_a_new_time_overtakes_are_taken_away() -> None:
    turns = untimed(2)
    turns[0] = TimedTurn(turns[0].span, 0, 8_000, ((10, 2_000), (50, 6_000)))
    turns[1] = TimedTurn(turns[1].span, 8_000, 9_000, ((0, 8_000), (20, 8_500)))
    earlier = retimed(turns, {1: 5_000})
    assert earlier[0] == TimedTurn(turns[0].span, 0, None, ((10, 2_000),))
    assert earlier[1] == TimedTurn(turns[1].span, 5_000, 9_000, ((20, 8_500),))
    later = retimed(turns, {1: 8_700})
    assert later[0] == turns[0]
    assert later[1] == TimedTurn(turns[1].span, 8_700, 9_000, ())


def test_a_time_taken_away_takes_what_hung_on_it() -> None:
    turns = [TimedTurn(Span(0, 9), 1_000, 2_000, ((3, 1_500),))]
    assert retimed(turns, {0: None}) == [TimedTurn(Span(0, 9), None, None)]


@given(st.lists(st.tuples(st.integers(0, 19), st.integers(0, 100_000)), max_size=30))
def test_times_set_by_hand_never_run_backwards(marks: list[tuple[int, int]]) -> None:
    turns = untimed(20)
    for at, ms in marks:
        try:
            turns = retimed(turns, {at: ms})
        except BadInput:
            continue
        assert turns[at].start_ms == ms
    known = [turn.start_ms for turn in with_estimates(turns) if turn.start_ms is not None]
    assert all(one <= other for one, other in pairwise(known))
