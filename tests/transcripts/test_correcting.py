"""Corrected turns keep the times of the words that are still in them."""

from __future__ import annotations

from ebcd.transcripts.correcting import as_plain, from_plain, retold, said
from ebcd.transcripts.turns import Turn

TURNS = [
    Turn("Q", 0, 2_000, "How did it start?"),
    Turn("A", 2_000, 10_000, "The hopsital rang me. I was scared to death.", ((22, 6_000),)),
    Turn(None, None, None, "(A door opens.)"),
    Turn("A", 12_000, 14_000, "Nobody told me why."),
]


def with_text(at: int, *texts: tuple[str | None, str]) -> list[Turn]:
    """The turns with these in place of the one at `at`."""
    return retold(TURNS, [*said(TURNS[:at]), *texts, *said(TURNS[at + 1 :])])


def test_nothing_corrected_changes_nothing() -> None:
    assert retold(TURNS, said(TURNS)) == TURNS


def test_a_corrected_word_moves_the_times_inside_the_turn() -> None:
    found = with_text(1, ("A", "The big hospital rang me. I was scared to death."))
    assert found[1] == Turn(
        "A", 2_000, 10_000, "The big hospital rang me. I was scared to death.", ((26, 6_000),)
    )
    assert [found[0], *found[2:]] == [TURNS[0], *TURNS[2:]]


def test_a_corrected_first_word_leaves_the_turn_its_beginning() -> None:
    found = with_text(3, ("A", "Somebody told me why!"))
    assert (found[3].start_ms, found[3].end_ms) == (12_000, 14_000)


def test_words_put_in_before_and_after_leave_the_turn_its_times() -> None:
    found = with_text(3, ("A", "Well, you know. Nobody told me why. Never, ever."))
    assert (found[3].start_ms, found[3].end_ms) == (12_000, 14_000)


def test_a_divided_turn_begins_where_its_words_are_said() -> None:
    found = with_text(1, ("A", "The hopsital rang me."), ("Q", "I was scared to death."))
    assert [(t.speaker, t.start_ms, t.end_ms) for t in found[1:3]] == [
        ("A", 2_000, 5_818),
        ("Q", 6_000, 10_000),
    ]
    assert found[2].marks == ((0, 6_000),)


def test_joined_turns_last_from_the_first_to_the_last() -> None:
    words = " ".join(turn.text for turn in TURNS)
    [one] = retold(TURNS, [("A", words)])
    assert (one.start_ms, one.end_ms, one.marks) == (0, 14_000, ((40, 6_000),))


def test_a_turn_put_in_has_no_time_and_one_left_out_takes_its_own_along() -> None:
    found = with_text(1, ("Q", "And who rang you?"), ("A", TURNS[1].text))
    assert [(t.start_ms, t.end_ms) for t in found] == [
        (0, 2_000), (None, None), (2_000, 10_000), (None, None), (12_000, 14_000),
    ]  # fmt: skip
    shorter = with_text(1)
    assert [t.start_ms for t in shorter] == [0, None, 12_000]


def test_empty_turns_are_left_out_and_spaces_made_one() -> None:
    found = with_text(1, ("A", "  The   hospital\n rang me. "), ("A", " \n "))
    assert [t.text for t in found][:2] == ["How did it start?", "The hospital rang me."]
    assert len(found) == 4


def test_plain_text_says_the_same_when_it_is_read_again() -> None:
    assert from_plain(as_plain(TURNS), ["Q", "A"]) == [
        (who, f" {words}") for who, words in said(TURNS)
    ]
    nobody = [Turn(None, None, None, "Rain: all day."), Turn(None, None, None, "A door.")]
    assert retold(nobody, from_plain(as_plain(nobody), [])) == nobody


def test_a_line_without_a_name_goes_on_with_the_turn_above() -> None:
    found = from_plain("Q: Well:\nhow are you?\nP: 3 A: Fine\nB: Not known.", ["Q", "P: 3 A"])
    assert found == [("Q", " Well: how are you?"), ("P: 3 A", " Fine B: Not known.")]
