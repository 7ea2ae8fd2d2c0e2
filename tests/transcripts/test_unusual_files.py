"""Layouts that people type by hand, and files that are made to keep the server busy."""

from __future__ import annotations

from time import process_time

import pytest

from ebcd.transcripts.reading import read_transcript


def said(text: str, name: str = "a.txt") -> list[tuple[str | None, str]]:
    return [(turn.speaker, turn.text) for turn in read_transcript(name, text.encode()).turns]


def test_letters_with_a_full_stop_are_speakers() -> None:
    text = (
        "Q. How did it start?\nA. By phone. I rang\n   and rang.\n\nQ. And then?\nA. We waited.\n"
    )
    assert said(text) == [
        ("Q", "How did it start?"),
        ("A", "By phone. I rang and rang."),
        ("Q", "And then?"),
        ("A", "We waited."),
    ]


def test_initials_and_lists_are_not_speakers() -> None:
    for text in ("A. Smith came.\n\nA. Smith left.\n\nB. fell.\n", "A. One\nB. Two\nC. Three\n"):
        assert {speaker for speaker, _words in said(text)} == {None}


def test_the_name_of_a_cue_is_not_words() -> None:
    cues = (
        "intro-1\n00:01.000 --> 00:02.000\n<v Ada>Hello.\n\nend-2\n00:03.000 --> 00:04.000\nBye.\n"
    )
    read = read_transcript("a.vtt", f"WEBVTT\n\n{cues}".encode())
    assert " ".join(turn.text for turn in read.turns) == "Hello. Bye."
    assert not read.problems


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\n" + "{\\" * 60_000),
        ("a.txt", "[00:00:01] a " * 15_000),
        ("a.txt", "#00:00:01-0# a " * 15_000),
    ],
)
def test_a_file_made_to_keep_the_server_busy_is_read_at_once(name: str, text: str) -> None:
    before = process_time()
    read_transcript(name, text.encode())
    assert process_time() - before < 2
