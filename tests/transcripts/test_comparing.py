"""Two versions side by side: which turns differ, and in which words."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from ebcd.transcripts.comparing import (
    JOINT,
    LEFT_OUT,
    PUT_IN,
    SAME,
    Difference,
    Piece,
    differences,
    excerpt,
)
from ebcd.transcripts.turns import Turn


def turns(*said: str) -> list[Turn]:
    """Turns from lines like `A: Hello.`"""
    return [Turn(line[0], None, None, line[3:]) for line in said]


def pieces(found: Difference) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in found.pieces]


OLD = turns("Q: How are you?", "A: I was scarred to death.", "A: Nobody came.")


def compared(*said: str) -> list[Difference]:
    return differences(OLD, turns(*said))


def test_a_corrected_word_is_the_only_difference() -> None:
    [found] = compared("Q: How are you?", "A: I was worried to death.", "A: Nobody came.")
    assert (found.was, found.number, found.speaker, found.said_by) == (2, 2, "A", None)
    assert pieces(found) == [
        (SAME, "I was "), (LEFT_OUT, "scarred"), (PUT_IN, "worried"), (SAME, " to death."),
    ]  # fmt: skip


def test_a_turn_left_out_has_no_new_number_and_one_put_in_no_old_one() -> None:
    [found] = compared("Q: How are you?", "A: Nobody came.")
    assert (found.was, found.number, pieces(found)) == (
        2, None, [(LEFT_OUT, "I was scarred to death.")],
    )  # fmt: skip
    [found] = compared(
        "Q: How are you?", "Q: Really?", "A: I was scarred to death.", "A: Nobody came."
    )
    assert (found.was, found.number, found.speaker, pieces(found)) == (
        None, 2, "Q", [(PUT_IN, "Really?")],
    )  # fmt: skip


def test_joined_and_divided_turns_show_where() -> None:
    [found] = compared("Q: How are you?", "A: I was scarred to death. Nobody came.")
    assert (LEFT_OUT, JOINT) in pieces(found)
    [found] = compared("Q: How are you?", "A: I was scarred", "A: to death.", "A: Nobody came.")
    assert (PUT_IN, JOINT) in pieces(found)
    assert (found.was, found.number) == (2, 2)


def test_another_speaker_is_a_difference() -> None:
    [found] = compared("A: How are you?", "A: I was scarred to death.", "A: Nobody came.")
    assert (found.number, found.said_by) == (1, ("Q", "A"))


SAID = st.lists(st.sampled_from(["one", "two", "three two", "one two three", "👩‍⚕️"]), min_size=1)


@given(SAID, SAID)
def test_numbers_are_those_of_the_versions(old: Sequence[str], new: Sequence[str]) -> None:
    before = [Turn("A", None, None, text) for text in old]
    after = [Turn("A", None, None, text) for text in new]
    for found in differences(before, after):
        said = [piece.text for piece in found.pieces if piece.kind != PUT_IN]
        if found.was is not None and JOINT not in said:
            assert "".join(said) == before[found.was - 1].text
        says = [piece.text for piece in found.pieces if piece.kind != LEFT_OUT]
        if found.number is not None and JOINT not in says:
            assert "".join(says) == after[found.number - 1].text
    assert bool(differences(before, after)) == (list(old) != list(new))


def test_long_stretches_that_are_the_same_are_cut_short() -> None:
    long = "word " * 100
    short = excerpt([Piece(SAME, long), Piece(PUT_IN, "new"), Piece(SAME, long)])
    assert [len(piece.text) < 100 for piece in short] == [True, True, True]
    assert short[0].text.startswith(" … ")
    assert short[2].text.endswith(" … ")
