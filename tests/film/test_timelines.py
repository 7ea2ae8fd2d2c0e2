"""Timelines are read back by adapters that are not ours, frame by frame."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import opentimelineio as otio_library
import pytest

from ebcd.errors import BadInput
from ebcd.film.storyboard import Disguise
from ebcd.film.timelines.cut import Card, Cut, Take, make_cut
from ebcd.film.timelines.edl import edl
from ebcd.film.timelines.fcpxml import fcpxml
from ebcd.film.timelines.mlt import mlt
from ebcd.film.timelines.otio import otio
from ebcd.film.timelines.rates import Rate, rate_of
from ebcd.film.timelines.table import table
from ebcd.film.timelines.xmeml import xmeml
from tests.film.boards import board, clip, person, source

FILM = board(
    ("Getting a diagnosis", (clip(1, (person(1),), (2, 12)), clip(2, (person(2),), (30.5, 41.2)))),
    ("Follow-up", (clip(3, (person(1),), (100, 130)),)),
)
RATES = [
    ("24000/1001", False),
    ("25", False),
    ("30000/1001", False),
    ("30000/1001", True),
    ("50", False),
]


def cut_at(rate: str, drop: bool = False, start: int = 0):  # type: ignore[no-untyped-def]
    film = Rate(rate_of(rate).frames, drop)
    return make_cut(FILM, {1: source(1, rate, start=start)}, film)


@pytest.mark.parametrize(("rate", "drop"), RATES)
def test_timecode_and_frame_are_each_others_inverse(rate: str, drop: bool) -> None:
    counted = Rate(rate_of(rate).frames, drop)
    for frame in [*range(0, 40_000, 7), 17_981, 17_982, 107_892]:
        assert counted.frame_of(counted.timecode(frame)) == frame


@pytest.mark.parametrize(("rate", "drop"), RATES)
def test_timecode_is_the_one_that_opentimelineio_counts(rate: str, drop: bool) -> None:
    counted = Rate(rate_of(rate).frames, drop)
    for frame in (0, 1, 1_799, 1_800, 17_982, 90_061, 215_784):
        theirs = otio_library.opentime.to_timecode(
            otio_library.opentime.RationalTime(frame, float(counted.frames)),
            float(counted.frames),
            drop,
        )
        assert counted.timecode(frame) == theirs


def test_a_rate_written_as_2997_is_30000_over_1001() -> None:
    assert rate_of("29.97").frames == Fraction(30000, 1001)
    assert rate_of("").frames == 25


def test_drop_frame_at_25_is_refused() -> None:
    with pytest.raises(BadInput, match="Drop-frame"):
        Rate(Fraction(25), drop=True)


@pytest.mark.parametrize(("rate", "drop"), RATES)
def test_rounding_never_adds_up(rate: str, drop: bool) -> None:
    cut = cut_at(rate, drop)
    assert cut.frames == cut.rate.frame_at(FILM.length_ms)


def test_each_chapter_begins_with_its_card() -> None:
    cut = cut_at("25")
    assert [type(event) for event in cut.events] == [Card, Take, Take, Card, Take]
    assert [event.title for event in cut.events if isinstance(event, Card)] == [
        "Getting a diagnosis",
        "Follow-up",
    ]


def test_a_clip_without_a_recording_keeps_its_place_as_a_card() -> None:
    cut = make_cut(FILM, {})
    cards = [event.title for event in cut.events if isinstance(event, Card)]
    assert cards[1] == "Clip 1: recording to come"
    assert cut.frames == cut.rate.frame_at(FILM.length_ms)


@pytest.mark.parametrize("disguise", [Disguise.MOSAIC, Disguise.VOICE])
@pytest.mark.parametrize("write", [edl, fcpxml, mlt, otio, xmeml])
def test_no_timeline_leads_to_the_recording_of_a_disguised_clip(
    write: Callable[[Cut], str], disguise: Disguise
) -> None:
    first, second = FILM.chapters[0].clips
    shown = replace(second, disguise=disguise, recording=2, words="Something secret", note="Slow")
    film = replace(FILM, chapters=(replace(FILM.chapters[0], clips=(first, shown)),))
    cut = make_cut(film, {1: source(1), 2: source(2)}, names={1: "Ann", 2: "Bo"})
    written = write(cut)
    assert "interview 1.mp4" in written or "interview%201.mp4" in written
    for secret in ("interview 2", "interview%202", "INTERVI2", "secret", "Bo<", "Bo\n"):
        assert secret not in written
    title = "Clip 2, disguised: take it from the rough cut, at 0:14"
    assert title in written
    [card] = [each for each in cut.events if isinstance(each, Card) and each.title == title]
    assert card.note == f"{disguise.label}. Slow"
    assert cut.frames == cut.rate.frame_at(film.length_ms)


def test_no_pseudonym_goes_to_an_editor() -> None:
    cut = cut_at("25")
    assert "P01" not in otio(cut)
    assert "P02" not in otio(cut)
    assert "P01" not in edl(cut)


@pytest.mark.parametrize(("rate", "drop"), RATES)
def test_otio_is_read_back_frame_by_frame(rate: str, drop: bool) -> None:
    cut = cut_at(rate, drop, start=1000)
    timeline = otio_library.adapters.read_from_string(otio(cut), "otio_json")
    picture = timeline.video_tracks()[0]
    assert [each.source_range.duration.value for each in picture] == [e.frames for e in cut.events]
    takes = [event for event in cut.events if isinstance(event, Take)]
    theirs = [each for each in picture if each.name[:3].isdigit()]
    assert [each.source_range.start_time.value for each in theirs] == [
        1000 + t.first for t in takes
    ]
    assert timeline.duration().value == cut.frames


@pytest.mark.parametrize(("rate", "drop"), RATES)
def test_edl_is_read_back_frame_by_frame(rate: str, drop: bool) -> None:
    cut = cut_at(rate, drop)
    text = edl(cut)
    timeline = otio_library.adapters.read_from_string(
        text, "cmx_3600", rate=float(cut.rate.frames), ignore_timecode_mismatch=False
    )
    takes = [event for event in cut.events if isinstance(event, Take)]
    clips = [each for each in timeline.video_tracks()[0] if each.name == takes[0].source.name]
    assert [each.source_range.duration.value for each in clips] == [t.frames for t in takes]
    assert [each.source_range.start_time.value for each in clips] == [t.first for t in takes]
    placed = [at for at, event in cut.placed() if isinstance(event, Take)]
    track = timeline.video_tracks()[0]
    assert [track.range_of_child(each).start_time.value for each in clips] == placed
    assert ("FCM: DROP FRAME" in text) is drop
    assert (";" in text) is drop


def test_edl_reels_are_short_and_differ() -> None:
    film = board(("One", (clip(1, (person(1),)), clip(2, (person(2),)))))
    second = film.chapters[0].clips[1]
    both = (film.chapters[0].clips[0], type(second)(**{**vars(second), "recording": 2}))
    cut = make_cut(board(("One", both)), {1: source(1), 2: source(2)})
    reels = [line.split()[1] for line in edl(cut).splitlines() if line[:3].isdigit()]
    assert reels == ["BL", "INTERVI1", "INTERVI2"]
    same = replace(source(2), name=f"other/{source(1).name}")
    twice = make_cut(board(("One", both)), {1: source(1), 2: replace(same, name=source(1).name)})
    reels = [line.split()[1] for line in edl(twice).splitlines() if line[:3].isdigit()]
    assert reels == ["BL", "INTERVI1", "INTERVX2"]


def test_the_table_is_one_row_a_clip_and_runs_no_formula() -> None:
    said = clip(1, (person(1),), words='She said "wait", and "wait"', disguise=Disguise.VOICE)
    film = board(("=1+1", (said,)))
    rows = list(csv.DictReader(io.StringIO(table(film))))
    assert rows[0]["words"] == 'She said "wait", and "wait"'
    assert rows[0]["chapter"] == "'=1+1"
    assert rows[0]["note"] == "Disguised: voice only, with its waveform."
    assert (rows[0]["in"], rows[0]["out"], rows[0]["approval"]) == ("0:00", "0:10", "Approved")
