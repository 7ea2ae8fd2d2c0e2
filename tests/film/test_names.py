"""Nobody's pseudonym goes out with the film; people are called as they chose."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import opentimelineio as otio_library
import pytest
from lxml import etree

from ebcd.errors import BadInput
from ebcd.film.captions import film_captions
from ebcd.film.names import (
    ChosenName,
    NameKind,
    NameUse,
    checked_name,
    going_out,
    standing,
)
from ebcd.film.storyboard import Disguise
from ebcd.film.timelines.cut import Take, make_cut
from ebcd.film.timelines.edl import edl
from ebcd.film.timelines.fcpxml import fcpxml
from ebcd.film.timelines.mlt import mlt
from ebcd.film.timelines.otio import otio
from ebcd.film.timelines.table import table
from tests.film.boards import board, clip, person, source

PSEUDONYMS = {"P01": 1, "P02": 2, "P010": 3}
NAMES = {1: "Rosa", 2: ""}
FILM = board(
    (
        "P01 and the scan",
        (
            clip(1, (person(1),), (0, 10), note="right after P02, not P010"),
            clip(2, (person(2),), (20, 30), words="P01 told me: wait."),
        ),
    ),
)


def test_what_goes_out_has_no_pseudonym_anywhere() -> None:
    out = going_out(FILM, NAMES, PSEUDONYMS)
    assert "P0" not in repr(replace(out, chapters=out.chapters))
    first, second = out.chapters[0].clips
    assert (first.speakers, second.speakers) == ("Rosa", "")
    assert out.chapters[0].name == "Rosa and the scan"
    assert first.note == "right after [name], not [name]"
    assert second.words == "Rosa told me: wait."
    assert first.source == ""


def test_captions_say_who_speaks_where_somebody_begins() -> None:
    made = film_captions(going_out(FILM, NAMES, PSEUDONYMS), NAMES)
    lines = [line for each in made for line in each.lines]
    assert lines[0].startswith("Rosa: I waited")
    assert all(len(line) <= 42 for line in lines)
    assert max(len(each.lines) for each in made) <= 2
    assert not any(line.startswith("Rosa:") for line in lines[1:])
    assert film_captions(FILM)[0].lines[0].startswith("I waited")


def test_the_same_person_is_named_once_until_somebody_else_speaks() -> None:
    film = board(("One", (clip(1, (person(1),)), clip(2, (person(1),)), clip(3, (person(2),)))))
    said = [each.lines[0] for each in film_captions(film, {1: "Rosa", 2: "Bo"})]
    assert [line.partition(":")[0] for line in said if ": " in line] == ["Rosa", "Bo"]


def test_a_caption_is_said_by_one_voice_and_each_is_named_as_it_begins() -> None:
    words = "P02 and I waited. And then? I was there too. It was long, P02."
    starts = [words.replace(" ", "").index(each) for each in ("P02and", "Andthen", "Iwas", "Itwas")]
    who = (1, None, 2, 1)
    both = clip(1, (person(1), person(2)), words=words, voices=tuple(zip(starts, who, strict=True)))
    film = going_out(board(("One", (both,))), {1: "Rosa", 2: "Bo"}, PSEUDONYMS)

    def said(names: dict[int, str]) -> list[str]:
        return [" ".join(each.lines) for each in film_captions(film, names)]

    spoken = ["Bo and I waited.", "And then?", "I was there too.", "It was long, Bo."]
    assert said({1: "Rosa", 2: "Bo"}) == [
        f"{name}{each}"
        for name, each in zip(("Rosa: ", "– ", "Bo: ", "Rosa: "), spoken, strict=True)
    ]
    assert said({1: "", 2: "Bo"}) == [
        f"{name}{each}" for name, each in zip(("", "– ", "Bo: ", "– "), spoken, strict=True)
    ]
    assert said({}) == spoken


def test_nobody_who_is_disguised_is_named() -> None:
    shown = clip(1, (person(1),), disguise=Disguise.MOSAIC)
    said = film_captions(board(("One", (shown,))), {1: "Rosa"})
    assert said[0].lines[0].startswith("I waited")
    assert "Rosa" not in table(going_out(board(("One", (shown,))), {1: "Rosa"}, PSEUDONYMS))


def test_a_name_with_a_full_caption_cuts_it_in_two() -> None:
    words = "Four long words standing here in a line, and four more of them that follow after it"
    film = board(("One", (clip(1, (person(1),), words=words),)))
    made = film_captions(film, {1: "Bartholomew"})
    assert made[0].lines[0].startswith("Bartholomew: ")
    assert all(len(line) <= 42 for each in made for line in each.lines)
    assert [each.shown.in_ms for each in made[1:]] == [each.shown.out_ms for each in made[:-1]]


@pytest.mark.parametrize("write", [edl, fcpxml, mlt, otio])
def test_timelines_name_clips_as_people_chose(write) -> None:  # type: ignore[no-untyped-def]
    cut = make_cut(going_out(FILM, NAMES, PSEUDONYMS), {1: source(1)}, names=NAMES)
    assert "P01" not in write(cut)
    assert "P02" not in write(cut)
    takes = [event.name for event in cut.events if isinstance(event, Take)]
    assert takes == ["001 Rosa and the scan – Rosa", "002 Rosa and the scan"]


def test_a_chosen_name_stands_under_the_picture_for_four_seconds() -> None:
    cut = make_cut(going_out(FILM, NAMES, PSEUDONYMS), {1: source(1, start=1000)}, names=NAMES)
    clips = list(etree.fromstring(fcpxml(cut).encode()).iter("asset-clip"))
    [title] = clips[0].findall("title")
    assert (title.get("lane"), title.get("offset"), title.get("duration")) == ("1", "40s", "4s")
    assert "".join(title.find("text").itertext()).strip() == "Rosa"
    assert clips[1].find("title") is None
    ids = [each.get("id") for each in clips[0].getroottree().iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    read = otio_library.adapters.read_from_string(fcpxml(cut), "fcpx_xml")
    assert read is not None
    producers = etree.fromstring(mlt(cut).encode()).findall("producer")
    [name] = producers[1].findall("filter")
    assert (name.get("in"), name.get("out")) == ("0", "99")
    assert name.find("property[@name='argument']").text == "Rosa"
    assert producers[2].find("filter") is None


def test_the_table_has_the_names_that_were_chosen() -> None:
    written = table(going_out(FILM, NAMES, PSEUDONYMS))
    assert "P0" not in written
    assert "Rosa" in written


def test_the_newest_choice_about_a_use_counts() -> None:
    day = date(2026, 3, 2)
    chosen = [
        ChosenName(1, NameUse.FILM, NameKind.FIRST, "Rosa", day, 1),
        ChosenName(1, NameUse.FILM, NameKind.NONE, "", day, 2),
        ChosenName(1, NameUse.CAPTIONS, NameKind.OTHER, "Bo", day, 3),
        ChosenName(1, NameUse.CAPTIONS, NameKind.FIRST, "Rosa", None, 4),
    ]
    counts = standing(chosen)
    assert counts[1, NameUse.FILM].name == ""
    assert counts[1, NameUse.CAPTIONS].name == "Bo"
    assert (1, NameUse.BESIDE) not in counts


@pytest.mark.parametrize("name", ["", "  ", "p01", "P01", "7", "x" * 41])
def test_a_name_that_is_none_or_a_pseudonym_is_refused(name: str) -> None:
    with pytest.raises(BadInput):
        checked_name(NameKind.OTHER, name, PSEUDONYMS)
    assert checked_name(NameKind.NONE, name, PSEUDONYMS) == ""


def test_a_name_is_kept_as_it_is_written() -> None:
    assert checked_name(NameKind.FIRST, "  Zoë  Ann ", PSEUDONYMS) == "Zoë Ann"
