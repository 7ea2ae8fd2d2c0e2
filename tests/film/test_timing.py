"""Times of a passage from the times of its turns."""

from hypothesis import given
from hypothesis import strategies as st

from ebcd.film.timing import Stretch, TimedTurn, marks, passage_times, spoken_span
from ebcd.text import Span

TURNS = (
    TimedTurn(Span(0, 100), 0, 10_000),
    TimedTurn(Span(101, 201), 12_000, 22_000),
    TimedTurn(Span(202, 302), None, None),
)


def test_half_a_turn_takes_half_its_time() -> None:
    assert passage_times(Span(0, 50), TURNS) == Stretch(0, 5_000)


def test_a_passage_over_two_turns_runs_from_one_into_the_other() -> None:
    assert passage_times(Span(50, 151), TURNS) == Stretch(5_000, 17_000)


def test_a_passage_that_ends_with_its_turn_does_not_run_into_the_silence_after_it() -> None:
    assert passage_times(Span(50, 100), TURNS) == Stretch(5_000, 10_000)


def test_a_passage_in_a_turn_without_times_has_none() -> None:
    assert passage_times(Span(210, 220), TURNS) is None


def test_cue_marks_are_kept_to() -> None:
    slow_start = TimedTurn(Span(10, 110), 1_000, 11_000, cues=((20, 9_000),))
    assert passage_times(Span(10, 30), [slow_start]) == Stretch(1_000, 9_000)
    assert passage_times(Span(30, 70), [slow_start]) == Stretch(9_000, 10_000)


def test_a_turn_without_an_end_lasts_until_the_next_one_begins() -> None:
    turns = (TimedTurn(Span(0, 10), 0, None), TimedTurn(Span(11, 21), 4_000, 6_000))
    assert passage_times(Span(0, 15), turns) == Stretch(0, 4_800)


def test_times_that_run_backwards_make_no_clip_of_negative_length() -> None:
    turns = (TimedTurn(Span(0, 10), 9_000, 9_500), TimedTurn(Span(11, 21), 1_000, 2_000))
    found = passage_times(Span(0, 21), turns)
    assert found is None or found.length_ms > 0


TEXT = "one two three four five\nsix seven eight nine ten"
TALK = (TimedTurn(Span(0, 23), 1_000, 6_000), TimedTurn(Span(24, 48), 8_000, 13_000))
WORDS = [
    Span(start, start + len(word))
    for word in TEXT.split()
    for start in [f" {TEXT} ".replace("\n", " ").index(f" {word} ")]
]


@given(st.integers(0, 9), st.integers(0, 9))
def test_the_words_of_a_passages_times_are_the_passage(one: int, other: int) -> None:
    first, last = sorted((one, other))
    span = Span(WORDS[first].start, WORDS[last].end)
    times = passage_times(span, TALK)
    assert times is not None
    assert spoken_span(TEXT, times, marks(TALK)) == span


def test_a_word_half_heard_counts_and_silence_has_none() -> None:
    known = marks(TALK)
    assert spoken_span(TEXT, Stretch(1_100, 1_300), known) == WORDS[0]
    for silent in (Stretch(0, 900), Stretch(13_500, 14_000)):
        assert len(spoken_span(TEXT, silent, known)) == 0
