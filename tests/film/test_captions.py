"""Captions are short, timed and read back by another program."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebcd.errors import BadInput
from ebcd.film.captions import (
    LINE,
    as_srt,
    as_typed,
    as_vtt,
    captions,
    clip_captions,
    corrected_lines,
    film_captions,
    phrases,
    two_lines,
)
from ebcd.film.storyboard import CARD_MS
from ebcd.film.timing import Stretch
from tests.film.boards import board, clip, person

WORDS = (
    "Well, I waited three hours, you know, in that corridor, and nobody said a word to me. "
    "Then somebody came & told me to go home."
)


@given(st.text(alphabet=st.sampled_from("abc é,. 🙂ש"), max_size=400))
def test_no_line_is_longer_than_a_screen_takes_and_no_word_is_lost(words: str) -> None:
    pieces = phrases(words)
    assert all(len(line) <= LINE for piece in pieces for line in two_lines(piece))
    assert "".join("".join(piece.split()) for piece in pieces) == "".join(words.split())


def test_a_sentence_ends_its_caption() -> None:
    assert phrases(WORDS)[1].endswith("said a word to me.")


def test_captions_fill_the_clip_without_gap_or_overlap() -> None:
    made = captions(WORDS, Stretch(1_000, 9_000))
    assert made[0].shown.in_ms == 1_000
    assert made[-1].shown.out_ms == 9_000
    assert all(a.shown.out_ms == b.shown.in_ms for a, b in itertools.pairwise(made))


def test_captions_of_the_film_begin_after_the_title_card() -> None:
    made = film_captions(board(("One", (clip(1, (person(1),), words=WORDS),))))
    assert made[0].shown.in_ms == CARD_MS


def test_srt_and_vtt_have_the_forms_that_players_ask_for() -> None:
    made = captions(WORDS, Stretch(3_600_000, 3_609_000))
    assert as_srt(made).startswith("1\n01:00:00,000 --> ")
    vtt = as_vtt(made)
    assert vtt.startswith("WEBVTT\n\n01:00:00.000 --> ")
    assert "came &amp; told" in vtt.replace("\n", " ")


def test_a_player_reads_every_caption_back(tmp_path) -> None:  # type: ignore[no-untyped-def]
    import av

    made = captions(WORDS, Stretch(0, 9_000))
    for name, text in (("film.srt", as_srt(made)), ("film.vtt", as_vtt(made))):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        with av.open(str(path)) as opened:
            packets = [p for p in opened.demux(opened.streams[0]) if p.size]
        assert len(packets) == len(made), name


def test_a_clips_captions_are_shown_while_its_words_are_said() -> None:
    """The first sentence takes 8 of the 10 seconds, though it has half of the characters."""
    words = "I waited for three long hours there. And then nobody said a single word."
    half = len(words.partition("And")[0].replace(" ", ""))
    whole = len(words.replace(" ", ""))
    said = clip(1, (), (100, 110), words, beats=((0, 100_000), (half, 108_000), (whole, 110_000)))
    first, second = clip_captions(said)
    assert (first.shown.in_ms, first.shown.out_ms, second.shown.out_ms) == (
        100_000,
        108_000,
        110_000,
    )
    moved = clip_captions(said, Stretch(4_000, 14_000))
    assert [each.shown.in_ms for each in moved] == [4_000, 12_000]


def test_corrected_captions_take_the_place_of_the_words() -> None:
    said = clip(1, (), (0, 10), captions=(("Three hours", "I waited."), ("Nobody said a word.",)))
    made = clip_captions(said)
    assert [each.lines for each in made] == [("Three hours", "I waited."), ("Nobody said a word.",)]
    assert made[-1].shown.out_ms == 10_000
    assert "Three hours\nI waited." in as_srt(film_captions(board(("One", (said,)))))


def test_what_is_typed_becomes_captions_and_back() -> None:
    lines = corrected_lines("\n One  line\nand two \r\n\r\n\n<b>Another</b>\n")
    assert lines == (("One line", "and two"), ("<b>Another</b>",))
    assert corrected_lines(as_typed(lines)) == lines
    assert corrected_lines(" \n ") == ()


@pytest.mark.parametrize("typed", ["one\ntwo\nthree", "x" * 43])
def test_captions_that_do_not_fit_the_screen_are_refused(typed: str) -> None:
    with pytest.raises(BadInput):
        corrected_lines(typed)
