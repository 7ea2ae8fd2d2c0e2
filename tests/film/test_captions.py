"""Captions are short, timed and read back by another program."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from ebcd.film.captions import LINE, as_srt, as_vtt, captions, film_captions, phrases, two_lines
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
