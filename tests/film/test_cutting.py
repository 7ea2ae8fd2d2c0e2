"""The pieces of a rough cut: how long, from where, and what is written on them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebcd.errors import BadInput
from ebcd.film.cutting.commands import join_command, join_list, segment_command, timescale
from ebcd.film.cutting.lettering import Lettering, Place, card_size, script
from ebcd.film.cutting.segments import (
    CaptionsShown,
    Footage,
    Look,
    Picture,
    Plan,
    film_rate,
    plan,
)
from ebcd.film.storyboard import Clip, ClipKind, Disguise
from ebcd.film.timelines.rates import Rate, rate_of
from ebcd.film.timing import Stretch
from tests.film.boards import board, clip, person

P01, P02 = person(1), person(2)


def footage(rate: str = "25", seconds: int = 600, sound: int | None = 1) -> Footage:
    return Footage("a" * 64, 'it\'s "one"/two.mp4', seconds * 1000, rate_of(rate), 0, sound)


SOUND_ALONE = Footage("b" * 64, "sound.m4a", 600_000, None, None, 0)


def made(*clips: Clip, look: Look = Look(), of: Footage | None = None, **more: object) -> Plan:  # noqa: B008
    return plan(board(("Waiting", clips)), {1: of or footage()}, look, **more)  # type: ignore[arg-type]


def test_each_chapter_has_its_card_and_each_clip_its_frames() -> None:
    found = made(clip(1, (P01,), (0.4, 2.4)), clip(2, (P02,), (10, 11)))
    assert [each.frames for each in found.segments] == [100, 50, 25]
    assert [each.picture for each in found.segments] == [
        Picture.BLACK, Picture.FILM, Picture.FILM,
    ]  # fmt: skip
    assert found.segments[1].start == Fraction(2, 5)
    assert found.segments[1].samples == 96_000
    assert found.length_ms == 7_000
    assert found.segments[1].people == (1,)


@pytest.mark.parametrize("drop", [False, True])
def test_a_clip_of_the_films_rate_begins_with_a_whole_frame(drop: bool) -> None:
    of = replace(footage(), rate=rate_of("30000/1001", drop=drop))
    [_card, segment] = made(clip(1, (P01,), (1.0, 3.0)), of=of).segments
    assert segment.rate == Rate(Fraction(30000, 1001))
    assert segment.start == Fraction(30 * 1001, 30000)
    assert segment.frames == 60
    assert segment.samples == round(60 * 1001 / 30000 * 48_000)


@pytest.mark.parametrize(
    ("rate", "film"),
    [("25", "25"), ("29.97", "30000/1001"), ("30000/1001", "30000/1001"), ("29.62", "30"),
     ("14.9", "25"), ("59.3", "60"), ("50", "50"), ("23.976", "24000/1001"), ("240", "60")],
)  # fmt: skip
def test_an_uneven_film_is_cut_at_the_usual_rate_above_it(rate: str, film: str) -> None:
    found = film_rate(board(("One", (clip(1, (P01,)),))), {1: footage(rate)})
    assert found.frames == Fraction(film)


def test_the_films_rate_is_that_of_most_of_it() -> None:
    clips = (clip(1, (P01,), (0, 5)), replace(clip(2, (P01,), (0, 30)), recording=2))
    known = {1: footage("25"), 2: footage("50")}
    assert film_rate(board(("One", clips)), known).frames == 50
    assert film_rate(board(("One", clips)), {1: SOUND_ALONE}).frames == 25


def keys(found: Plan) -> list[str]:
    return [each.key("ffmpeg 9") for each in found.segments]


def test_only_what_changed_has_another_key() -> None:
    one, two, three = (clip(n, (P01,), (n * 10, n * 10 + 7.33)) for n in (1, 2, 3))
    before = keys(made(one, two, three))
    trimmed = keys(made(one, replace(two, stretch=Stretch(20_500, 27_330)), three))
    assert [a == b for a, b in zip(before, trimmed, strict=True)] == [True, True, False, True]
    moved = keys(made(three, one, two))
    assert moved == [before[0], before[3], before[1], before[2]]
    assert keys(made(one, two, replace(three, disguise=Disguise.MOSAIC)))[:3] == before[:3]
    other = Look(captions=CaptionsShown.BURNED)
    burned = keys(made(one, two, look=other))
    corrected = keys(made(one, replace(two, words="Others."), look=other))
    assert [a == b for a, b in zip(burned, corrected, strict=True)] == [True, True, False]
    assert keys(made(one, replace(two, words="Others.")))[2] == before[2]


@given(st.lists(st.tuples(st.integers(0, 500_000), st.integers(1, 90_000)), min_size=1, max_size=9))
def test_sound_and_pictures_never_drift_apart(cuts: list[tuple[int, int]]) -> None:
    clips = [
        clip(n, (P01,), (start / 1000, (start + length) / 1000))
        for n, (start, length) in enumerate(cuts, start=1)
    ]
    found = made(*clips, of=footage("30000/1001"))
    samples = sum(each.samples for each in found.segments)
    seconds = sum(each.seconds for each in found.segments)
    assert abs(samples - seconds * 48_000) <= len(found.segments) / 2
    for each, (_start, length) in zip(found.segments[1:], cuts, strict=True):
        assert abs(each.seconds * 1000 - length) <= 34


def test_captions_are_timed_by_the_films_own_frames() -> None:
    found = made(clip(1, (P01,), (0, 3)), clip(2, (P02,), (5, 8)))
    assert found.captions[0].shown.in_ms == 4_000
    assert found.captions[-1].shown.out_ms == 10_000
    assert not any("waited" in each.script for each in found.segments)
    burned = made(clip(1, (P01,)), look=Look(captions=CaptionsShown.BURNED))
    assert "I waited three hours\\Nand nobody said a word." in burned.segments[1].script


def test_a_draft_says_so_from_the_first_frame_past_the_last() -> None:
    found = made(clip(1, (P01,), (0, 2)), look=Look(mark="DRAFT"))
    for each in found.segments:
        [line] = [line for line in each.script.splitlines() if line.endswith("DRAFT")]
        ends = f"0:00:0{each.seconds + 1}.00" if each.seconds.denominator == 1 else ""
        assert line.startswith(f"Dialogue: 0,0:00:00.00,{ends}")
    assert not made(clip(1, (P01,))).segments[1].script


def test_a_name_is_the_one_that_was_chosen_and_never_the_pseudonym() -> None:
    both = clip(1, (P01, P02))
    found = made(both, names={1: "Ann", 2: ""}, look=Look(captions=CaptionsShown.BURNED))
    assert found.segments[1].script.rstrip().splitlines()[-6].endswith("Name,Ann") or (
        "Name,Ann" in found.segments[1].script
    )
    silent = made(both, look=Look(captions=CaptionsShown.BURNED, mark="DRAFT"))
    for each in (*found.segments, *silent.segments):
        assert "P01" not in each.script
        assert "P02" not in each.script


def test_cards_voice_overs_and_missing_recordings_keep_their_places() -> None:
    card = Clip(1, Stretch(0, 2_000), "What they told us", (), kind=ClipKind.CARD)
    archive = Clip(
        4, Stretch(0, 1_000), "Not from here", (), kind=ClipKind.ARCHIVE, taken_from="Tape 3"
    )
    voice = Clip(2, Stretch(0, 3_000), "Say who is who", (), kind=ClipKind.VOICE)
    lost = replace(clip(3, (P01,), (0, 5)), recording=None)
    found = made(card, voice, lost, archive)
    assert [each.frames for each in found.segments] == [100, 50, 75, 125, 25]
    assert {each.picture for each in found.segments} == {Picture.BLACK}
    assert "Voice-over to record\\N\\NSay who is who" in found.segments[2].script
    assert "Clip 3\\N\\NRecording to come" in found.segments[3].script
    assert "Archive film\\N\\NNot from here\\N\\NTape 3" in found.segments[4].script
    assert found.segments[3].people == ()


@pytest.mark.parametrize(
    ("of", "disguise", "picture"),
    [
        (footage(), Disguise.NONE, Picture.FILM),
        (footage(), Disguise.MOSAIC, Picture.MOSAIC),
        (footage(), Disguise.VOICE, Picture.WAVEFORM),
        (footage(sound=None), Disguise.MOSAIC, Picture.MOSAIC),
        (SOUND_ALONE, Disguise.NONE, Picture.WAVEFORM),
        (SOUND_ALONE, Disguise.MOSAIC, Picture.WAVEFORM),
    ],
)
def test_a_disguise_or_a_missing_picture_decides_what_is_seen(
    of: Footage, disguise: Disguise, picture: Picture
) -> None:
    [_card, segment] = made(clip(1, (P01,), disguise=disguise), of=of).segments
    assert segment.picture is picture
    assert (segment.stream is None) == (picture is Picture.WAVEFORM)


@pytest.mark.parametrize(
    ("odd", "of", "sentence"),
    [
        (clip(1, (P01,), (5, 5)), footage(), "Clip 7 has no length"),
        (clip(1, (P01,), (5, 4)), footage(), "Clip 7 has no length"),
        (clip(1, (P01,), (595, 604)), footage(), "Clip 7 goes on 4 s after its recording"),
        (clip(1, (P01,), disguise=Disguise.VOICE), footage(sound=None), "Clip 7 is to be heard"),
    ],
)
def test_what_cannot_be_cut_is_one_sentence(odd: Clip, of: Footage, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        made(odd, of=of, numbers={1: 7})


def test_words_are_drawn_as_they_are() -> None:
    odd = "{\\b1}C:\\new 50% “x”, it's"
    text = script(1280, 720, [Lettering(Place.CARD, Stretch(0, 4_000), odd)])
    assert text.splitlines()[-1].endswith("}\\{∖b1\\}C:∖new 50% “x”, it's")


def test_a_long_card_is_written_smaller_and_at_last_cut() -> None:
    assert card_size("Short", 1280, 720) == 58
    assert 23 <= card_size("word " * 60, 1280, 720) < 58
    text = script(1280, 720, [Lettering(Place.CARD, Stretch(0, 1), "word " * 2_000)])
    assert len(text.splitlines()[-1]) < 2_000
    assert text.rstrip().endswith("…")


def test_commands_quote_nothing_that_a_person_named() -> None:
    found = made(clip(1, (P01,), (5, 7)), look=Look(mark="DRAFT"))
    command = segment_command(found.segments[1], "/data/it's; here/a.mp4", "1.ass", "1.mov")
    assert command[command.index("-i") + 1] == "file:/data/it's; here/a.mp4"
    assert command[command.index("-ss") + 1] == "4.000000"
    graph = command[command.index("-filter_complex") + 1]
    assert "it's" not in graph
    assert command[command.index("-frames:v") + 1] == "50"
    joined = join_command("list", "captions.srt", 'The "film" / one', "eng", "out.mp4")
    assert 'title=The "film" / one' in joined
    assert join_list(found, ["a.mov", "b.mov"]).splitlines() == [
        "ffconcat version 1.0", "file a.mov", "duration 4.000000",
        "file b.mov", "duration 2.000000",
    ]  # fmt: skip


@pytest.mark.parametrize("rate", ["24000/1001", "25", "30000/1001", "30", "50", "60000/1001"])
def test_every_frame_begins_at_a_whole_tick(rate: str) -> None:
    ticks = timescale(rate_of(rate)) / rate_of(rate).frames
    assert ticks.denominator == 1
