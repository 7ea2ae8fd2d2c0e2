"""What Premiere opens: every clip at its frame, read back by an adapter that is not ours."""

from __future__ import annotations

from dataclasses import replace

import opentimelineio as otio_library
import pytest
from lxml import etree

from ebcd.film.timelines.cut import Card, Cut, Take, make_cut
from ebcd.film.timelines.rates import Rate, rate_of
from ebcd.film.timelines.xmeml import xmeml
from tests.film.boards import board, clip, person, source

FILM = board(
    ("Getting a <diagnosis> & 'more'", (clip(1, (person(1),), (2, 12), note="after the rain"),)),
    ("Follow-up", (clip(2, (person(2),), (30.5, 41.2)), clip(3, (person(1),), (100, 130)))),
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


@pytest.mark.parametrize(("rate", "drop"), RATES)
def test_every_clip_is_read_back_on_its_frame(rate: str, drop: bool) -> None:
    cut = cut_at(rate, drop, start=1000)
    found = otio_library.adapters.read_from_string(xmeml(cut), "fcp_xml")
    timeline = next(iter(found), found) if not hasattr(found, "video_tracks") else found
    picture, sound = timeline.video_tracks()[0], timeline.audio_tracks()[0]
    takes = [event for event in cut.events if isinstance(event, Take)]
    placed = [(at, event) for at, event in cut.placed() if isinstance(event, Take)]
    for track in (picture, sound):
        clips = [each for each in track if each.name[:3].isdigit()]
        assert [each.source_range.duration.value for each in clips] == [t.length for t in takes]
        assert [track.range_of_child(each).start_time.value for each in clips] == [
            at for at, _ in placed
        ]
        media = clips[0].media_reference
        assert media.target_url == takes[0].source.address
        starts = [each.source_range.start_time.value for each in clips]
        begin = media.available_range.start_time.value if media.available_range else 0
        assert [start - begin for start in starts] == [take.first for take in takes]
    assert timeline.global_start_time.value == cut.rate.frame_of("01:00:00:00")


def test_the_rules_of_the_format_are_kept() -> None:
    """Files are described once, links point at what is there, and cards say their words."""
    film = replace(FILM.chapters[0].clips[0], id=9, recording=2)
    wider = replace(FILM, chapters=(replace(FILM.chapters[0], clips=(film,)), *FILM.chapters[1:]))
    sound = replace(source(2), width=None, height=None)
    cut = make_cut(wider, {1: source(1, "30000/1001"), 2: sound}, rate_of("30000/1001"))
    root = etree.fromstring(xmeml(cut).encode())
    ids = [each.get("id") for each in root.iter("clipitem", "generatoritem", "sequence")]
    assert len(ids) == len(set(ids))
    described = [each.get("id") for each in root.iter("file") if len(each)]
    assert sorted(described) == ["file-1", "file-2"]
    assert {each.get("id") for each in root.iter("file")} == set(described)
    assert {each.text for each in root.iter("linkclipref")} <= set(ids)
    [track] = root.findall("sequence/media/video/track")
    picture = [each for each in track if each.tag in ("clipitem", "generatoritem")]
    assert [each.get("id") for each in picture] == ["card-1", "card-3", "picture-4", "picture-5"]
    for each in picture:
        at = int(each.findtext("link[mediatype='video']/clipindex") or 0)
        assert at in (0, picture.index(each) + 1)
    rates = {(e.findtext("timebase"), e.findtext("ntsc")) for e in root.iter("rate")}
    assert rates == {("30", "TRUE"), ("25", "FALSE")}
    cards = [event.title for event in cut.events if isinstance(event, Card)]
    assert [each.findtext("effect/parameter/value") for each in root.iter("generatoritem")] == cards


def test_a_chosen_name_stands_over_the_picture_and_a_pseudonym_nowhere() -> None:
    cut = make_cut(FILM, {1: source(1)}, names={1: "Ann", 2: ""})
    root = etree.fromstring(xmeml(cut).encode())
    _pictures, names = root.findall("sequence/media/video/track")
    shown = [
        (each.findtext("effect/parameter/value"), int(each.findtext("start") or 0))
        for each in names
    ]
    assert shown == [
        ("Ann", at) for at, each in cut.placed() if isinstance(each, Take) and each.who
    ]
    assert len(shown) == 2
    assert "P01" not in xmeml(cut)
