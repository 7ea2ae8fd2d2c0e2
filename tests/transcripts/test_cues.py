"""Captions, in order and out of order."""

from __future__ import annotations

import pytest

from ebcd.transcripts.cues import cue_ms
from ebcd.transcripts.reading import read_transcript
from ebcd.transcripts.turns import Reading


def read(text: str, name: str = "a.vtt") -> Reading:
    return read_transcript(name, text.encode())


def said(reading: Reading) -> list[tuple[str | None, str]]:
    return [(turn.speaker, turn.text) for turn in reading.turns]


@pytest.mark.parametrize(
    ("clock", "ms"),
    [
        ("0.860", 860),
        ("1:01.080", 61_080),
        ("0:0:2.18", 2_180),
        ("00:01:02,5", 62_500),
        ("00:00:01:12", 1_480),
        ("63", 63_000),
        ("1:2:3:4:5", None),
        (".", None),
        ("999999999", None),
    ],
)
def test_times_are_read_however_many_zeros_they_have(clock: str, ms: int | None) -> None:
    assert cue_ms(clock) == ms


def test_a_teams_vtt_gives_voices_and_takes_lines_together() -> None:
    reading = read(
        "WEBVTT\n\n91b3f3c3-44c6-4a8b-8c0a-add105d816bd/32-0\n00:00:10.087 --> 00:00:13.130\n"
        "<v Sam Lee>Hello, I am &amp; you\nare?</v>\n\n91b3f3c3-44c6-4a8b-8c0a-add105d816bd/33-0\n"
        "00:00:13.130 --> 00:00:16.270\n<v Lee, Jo (NHS)>Fine.</v>\n"
    )
    assert said(reading) == [("Sam Lee", "Hello, I am & you are?"), ("Lee, Jo (NHS)", "Fine.")]
    assert [(t.start_ms, t.end_ms) for t in reading.turns] == [(10_087, 13_130), (13_130, 16_270)]
    assert reading.problems == ()


def test_a_zoom_vtt_gives_the_names_typed_into_the_words() -> None:
    reading = read(
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nSam Lee: How did it start?\n\n"
        "2\n00:00:02.000 --> 00:00:05.000\nP03: My back: it went.\n\n"
        "3\n00:00:05.000 --> 00:00:06.000\nP03: In May.\n\n"
        "4\n00:00:06.000 --> 00:00:07.000\nSam Lee: Ok.\n"
    )
    assert said(reading) == [
        ("Sam Lee", "How did it start?"),
        ("P03", "My back: it went. In May."),
        ("Sam Lee", "Ok."),
    ]
    assert reading.turns[1].marks == ((0, 2_000), (18, 5_000))


def test_a_file_that_breaks_every_rule_loses_no_word() -> None:
    reading = read(
        "WEBVTT\n0.860 --> 7.380\n<v A>One &lt;two&gt; <c.x>three\n7.400 --> 8.000\n<v B>Four\n\n"
        "stray words\n\n00:xx --> 9\nFive\n"
    )
    text = " ".join(turn.text for turn in reading.turns)
    assert text.split() == ["One", "<two>", "three", "Four", "stray", "words", "Five"]
    assert [problem.line for problem in reading.problems] == [9, 7]


def test_numbers_above_the_times_are_not_words_even_without_blank_lines() -> None:
    lines = "\n".join(f"{i}\n00:00:0{i},000 --> 00:00:0{i},900\nWord {i}." for i in range(1, 8))
    reading = read(lines, "a.srt")
    assert " ".join(t.text for t in reading.turns) == " ".join(f"Word {i}." for i in range(1, 8))
    assert reading.format == "srt"


def test_cues_that_name_nobody_go_to_whoever_spoke_before_and_that_is_said() -> None:
    reading = read(
        "1\n00:00:01,000 --> 00:00:02,000\nAnn: One\n\n2\n00:00:02,000 --> 00:00:03,000\ntwo.\n\n"
        "3\n00:00:03,000 --> 00:00:04,000\nBen: Three.\n\n4\n00:00:04,000 --> 00:00:05,000\n"
        "Ann: Four.\n",
        "a.srt",
    )
    assert said(reading) == [("Ann", "One two."), ("Ben", "Three."), ("Ann", "Four.")]
    assert "1 cue names nobody" in reading.problems[0].message


def test_captions_that_roll_up_say_each_line_once() -> None:
    words = [f"line number {i}" for i in range(14)]
    cues = "\n\n".join(
        f"00:00:{i:02}.000 --> 00:00:{i + 1:02}.000\n{words[i]}\n{words[i + 1]}" for i in range(13)
    )
    assert " ".join(t.text for t in read(f"WEBVTT\n\n{cues}\n").turns) == " ".join(words)


def test_a_long_answer_is_divided_at_the_end_of_a_sentence() -> None:
    cues = "\n\n".join(
        f"00:{i // 60:02}:{i % 60:02}.000 --> 00:{i // 60:02}:{i % 60:02}.900\n"
        f"<v P1>This is sentence number {i}.</v>"
        for i in range(100)
    )
    turns = read(f"WEBVTT\n\n{cues}\n").turns
    assert {turn.speaker for turn in turns} == {"P1"}
    assert all(1_000 <= len(turn.text) < 1_100 for turn in turns[:-1])
    assert all(turn.start_ms is not None and turn.end_ms is not None for turn in turns)


def test_marks_are_where_the_words_of_their_cue_begin() -> None:
    reading = read(
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>Cafe\u0301  one.</v>\n\n"
        "00:02.500 --> 00:04.000\n<v A>🙂 שלום <00:03.000>two.</v>\n"
    )
    [turn] = reading.turns
    assert [(turn.text[offset:], ms) for offset, ms in turn.marks] == [
        ("Café one. 🙂 שלום two.", 1_000),
        ("🙂 שלום two.", 2_500),
        ("two.", 3_000),
    ]


def test_notes_styles_and_settings_are_no_words() -> None:
    reading = read(
        "WEBVTT - Pain clinic\nLanguage: en-GB\n\nNOTE made by\na program\n\nSTYLE\n::cue {}\n\n"
        "00:01.000 --> 00:02.000 align:start position:0%\n<i>Hello</i> <laughs>\n"
    )
    assert said(reading) == [(None, "Hello <laughs>")]
    assert (reading.title, reading.language) == ("- Pain clinic".strip("- "), "en-GB")


def test_plain_subtitles_of_two_lines_have_no_speakers() -> None:
    cues = "\n\n".join(
        f"{i}\n00:00:0{i},000 --> 00:00:0{i},900\nWhere we went\nthe {i}th time"
        for i in range(1, 9)
    )
    assert read(cues, "a.srt").speakers == ()
