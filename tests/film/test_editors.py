"""What Final Cut and Shotcut open: every clip at its frame, nothing overlapping, no names."""

from __future__ import annotations

from fractions import Fraction

import opentimelineio as otio_library
import pytest
from lxml import etree

from ebcd.film.timelines.cut import Cut, Take, make_cut
from ebcd.film.timelines.fcpxml import fcpxml
from ebcd.film.timelines.mlt import mlt
from ebcd.film.timelines.rates import Rate, rate_of
from tests.film.boards import board, clip, person, source

FILM = board(
    ("Getting a <diagnosis> & 'more'", (clip(1, (person(1),), (2, 12), note="after the rain"),)),
    ("Follow-up #1", (clip(2, (person(2),), (30.5, 41.2)), clip(3, (person(1),), (100, 130)))),
)
RATES = [
    ("24000/1001", False),
    ("25", False),
    ("30000/1001", False),
    ("30000/1001", True),
    ("50", False),
]


def cut_at(rate: str, drop: bool = False, start: int = 0) -> Cut:
    film = Rate(rate_of(rate).frames, drop)
    return make_cut(FILM, {1: source(1, rate, start=start)}, film)


def exact(seconds: str) -> Fraction:
    return Fraction(seconds.removesuffix("s"))


@pytest.mark.parametrize(("rate", "drop"), RATES)
def test_fcpxml_puts_every_clip_on_its_frame(rate: str, drop: bool) -> None:
    cut = cut_at(rate, drop, start=1000)
    root = etree.fromstring(fcpxml(cut).encode())
    frame = 1 / cut.rate.frames
    hour = cut.rate.frame_of("01:00:00:00")
    spine = next(iter(root.iter("spine")))
    assert len(spine) == len(cut.events)
    for made, (at, event) in zip(spine, cut.placed(), strict=True):
        assert exact(made.get("offset")) == (hour + at) * frame
        assert exact(made.get("duration")) == event.frames * frame
        if isinstance(event, Take):
            assert exact(made.get("start")) == (1000 + event.first) * frame
    ids = {each.get("id") for each in root.iter() if each.get("id")}
    assert {each.get("ref") for each in root.iter() if each.get("ref")} <= ids
    formats = [each.get("format") for each in root.iter() if each.get("format")]
    assert set(formats) <= ids
    assert exact(root.find(".//format").get("frameDuration")) == frame


def test_fcpxml_is_read_by_an_adapter_that_is_not_ours() -> None:
    found = otio_library.adapters.read_from_string(fcpxml(cut_at("25")), "fcpx_xml")
    clips = [each for each in found.find_children() if isinstance(each, otio_library.schema.Clip)]
    played = [each.source_range for each in clips if each.source_range]
    takes = [each for each in cut_at("25").events if isinstance(each, Take)]
    assert [each.start_time.value for each in played] == [each.first for each in takes]
    assert [each.duration.value for each in played] == [each.frames for each in takes]


@pytest.mark.parametrize(("rate", "drop"), RATES)
def test_mlt_plays_as_many_frames_as_the_cut_has(rate: str, drop: bool) -> None:
    cut = cut_at(rate, drop)
    root = etree.fromstring(mlt(cut).encode())
    profile = root.find("profile")
    assert (
        Fraction(int(profile.get("frame_rate_num")), int(profile.get("frame_rate_den")))
        == cut.rate.frames
    )
    entries = root.findall("playlist/entry")
    played = [int(each.get("out")) - int(each.get("in")) + 1 for each in entries]
    assert played == [event.frames for event in cut.events]
    firsts = [int(e.get("in")) for e in entries]
    assert firsts == [e.first if isinstance(e, Take) else 0 for e in cut.events]
    producers = {each.get("id") for each in root.findall("producer")}
    assert {each.get("producer") for each in entries} <= producers


@pytest.mark.parametrize("write", [fcpxml, mlt])
def test_no_pseudonym_goes_to_an_editor(write) -> None:  # type: ignore[no-untyped-def]
    written = write(cut_at("25"))
    assert "P01" not in written
    assert "P02" not in written
