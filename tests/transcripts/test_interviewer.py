"""Who interviews: by their label, or by how often they ask."""

from __future__ import annotations

import pytest

from ebcd.bundle import bundled
from ebcd.transcripts.interviewer import asking, asks, who_interviews
from ebcd.transcripts.reading import read_transcript
from ebcd.transcripts.turns import Turn

TALK = [
    ("A", "So how was the ward?"),
    ("B", "It was loud. You know what that is like, at night."),
    ("A", "And tell me about the letter."),
    ("B", "It came three weeks late, and who reads such words?"),
    ("A", "Right."),
    ("B", "So I rang them, and I rang them again, and nobody knew."),
]


def turns(*said: tuple[str | None, str]) -> list[Turn]:
    return [Turn(who, None, None, text) for who, text in said]


def test_questions_are_known_by_their_mark_or_their_beginning() -> None:
    asked = ["How was that?", "So tell me about the ward", "And what happened next", "Did you go"]
    told = ["It was all right.", "What a day that was.", "So I went home.", ""]
    assert all(map(asks, asked))
    assert not any(map(asks, told))


def test_whoever_asks_most_of_the_time_interviews() -> None:
    assert asking(turns(*TALK)) == {"A": (2, 3), "B": (1, 3)}
    assert who_interviews(turns(*TALK)) == "A"


@pytest.mark.parametrize(
    "said",
    [
        [],
        [("A", "How was it?")],
        [("A", "How was it?"), ("B", "And how was it for you?")],
        [(None, "How was it?"), (None, "Fine.")],
        [("A", "It was fine."), ("B", "It was not.")],
    ],
    ids=["nobody", "one alone", "both ask", "no names", "nobody asks"],
)
def test_where_it_is_not_clear_nobody_is_suggested(said: list[tuple[str | None, str]]) -> None:
    assert who_interviews(turns(*said)) is None


def test_a_label_decides() -> None:
    assert who_interviews(turns(("Int", "Yes."), ("Ann", "Why did nobody ring? Why?"))) == "Int"


def test_in_the_sample_interviews_without_their_labels_the_interviewer_is_found() -> None:
    right = 0
    files = sorted(bundled("sample_transcripts").glob("[PS]0*_interview.*"))
    for file in files:
        read = read_transcript(file.name, file.read_bytes()).turns
        named = who_interviews(read)
        letters = {who: chr(97 + at) for at, who in enumerate({turn.speaker for turn in read})}
        bare = [Turn(letters[turn.speaker], None, None, turn.text) for turn in read]
        right += named is not None and who_interviews(bare) == letters[named]
    assert right >= 0.9 * len(files)
