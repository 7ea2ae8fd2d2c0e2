"""The rough cut shows the very frames that were chosen, and the sound that belongs to them."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from ebcd.acts.rough_cut_plan import ToCut, Wanted
from ebcd.acts.rough_cut_running import program
from ebcd.acts.rough_cut_work import assembled
from ebcd.film.cutting.segments import CaptionsShown, Look, Picture, Plan, plan
from ebcd.film.storyboard import Clip, Disguise
from ebcd.store import cuts
from ebcd.store.recordings import Recording, probe
from tests.film.boards import board, clip, person
from tests.film.coded_film import ReadBack, coded_film, even, read_back, uneven

P01 = person(1)
SMALL = Look(height=90, captions=CaptionsShown.NONE)
RATES = ["24000/1001", "25", "30000/1001", "50"]
NEAR = 0.040


def recording(number: int, path: Path) -> Recording:
    found = probe(path, path.name)
    return Recording(
        number, f"{number:064}", path.name, "video/mp4", path.stat().st_size, found.duration_ms,
        found.rate, found.width, found.height, found.start_timecode, {},
    )  # fmt: skip


def planned(clips: tuple[Clip, ...], *films: Path, look: Look = SMALL) -> ToCut:
    paths = dict(enumerate(films, start=1))
    footage = {n: cuts.footage(path, recording(n, path)) for n, path in paths.items()}
    return ToCut(plan(board(("Waiting", clips)), footage, look), paths, ())


def cut(tmp_path: Path, found: ToCut, captions: CaptionsShown = CaptionsShown.NONE) -> Path:
    folder = tmp_path / "segments"
    folder.mkdir(exist_ok=True)
    return assembled(folder, found, Wanted(height=90, captions=captions))


def at(number: int, *seconds: float, recording: int = 1, **more: object) -> Clip:
    start, end = seconds
    made = clip(number, (P01,), (start, end), **more)
    return replace(made, recording=recording)


def check(read: ReadBack, made: Plan, shown: dict[int, list[Fraction]]) -> None:
    """Every picture stands where its time says, and every tick where its second is.

    `shown`: when each picture of each recording begins.
    """
    rate = made.rate.frames
    assert len(read.numbers) == made.frames
    assert max(abs(t - n / rate) for n, t in enumerate(read.times)) < 0.001
    begun = 0
    for segment in made.segments:
        starts = Fraction(begun) / rate
        if segment.picture is Picture.FILM:
            times = shown[segment.recording or 0]
            for n in range(segment.frames):
                seen = times[read.numbers[begun + n]]
                assert abs(seen - (segment.start + n / rate)) < NEAR, (segment.name, n)
        if segment.sound is not None:
            seconds = range(int(segment.start) + 1, int(segment.start + segment.seconds) + 1)
            for second in seconds:
                heard = float(starts + second - segment.start)
                if heard < float(starts + segment.seconds) - 0.05:
                    assert min(abs(tick - heard) for tick in read.ticks) < 0.010, segment.name
        begun += segment.frames
    assert abs(read.length - float(begun / rate)) < 0.05


@pytest.mark.parametrize("rate", RATES)
def test_a_film_of_its_own_rate_is_exact_to_the_frame(tmp_path: Path, rate: str) -> None:
    frames = Fraction(rate)
    times = even(frames, 7)
    film = coded_film(tmp_path / "film.mp4", times)
    found = planned((at(1, 4.1, 5.6), at(2, 0, 1.1), at(3, 1.77, 3.3)), film)
    assert found.plan.rate.frames == frames
    read = read_back(cut(tmp_path, found))
    check(read, found.plan, {1: times})
    begun = found.plan.segments[0].frames
    for segment in found.plan.segments[1:]:
        first = segment.start * frames
        assert first.denominator == 1
        assert read.numbers[begun : begun + segment.frames] == list(
            range(int(first), int(first) + segment.frames)
        )
        begun += segment.frames


def test_films_of_other_rates_and_a_telephones_keep_picture_and_sound_together(
    tmp_path: Path,
) -> None:
    shown = {1: even(Fraction(25), 6), 2: even(Fraction(30000, 1001), 6), 3: uneven(6)}
    films = [
        coded_film(tmp_path / "one.mp4", shown[1], layout="stereo"),
        coded_film(tmp_path / "two.mkv", shown[2]),
        coded_film(tmp_path / "three.mov", shown[3]),
    ]
    clips = (
        at(1, 2.0, 5.4), at(2, 3.3, 4.9, recording=2), at(3, 2.2, 5.1, recording=3),
        at(4, 0.7, 1.5, recording=2),
    )  # fmt: skip
    found = planned(clips, *films)
    assert found.plan.rate.frames == 25
    check(read_back(cut(tmp_path, found)), found.plan, shown)


def _pictures(path: Path, wanted: list[int]) -> list[Any]:
    """Some frames of a film, in grey."""
    with av.open(str(path)) as media:
        every = [frame.to_ndarray(format="gray") for frame in media.decode(video=0)]
    return [every[at] for at in wanted]


def test_turned_silent_and_unseen_recordings_and_disguises_are_all_of_one_film(
    tmp_path: Path,
) -> None:
    times = even(Fraction(25), 3)
    films = [
        coded_film(tmp_path / "upright.mp4", times, turned=90),
        coded_film(tmp_path / "silent.mov", times, sound=False),
        coded_film(tmp_path / "sound.m4a", times, picture=False),
    ]
    clips = (
        at(1, 0.5, 1.5), at(2, 0.5, 1.5, recording=2), at(3, 0.5, 1.7, recording=3),
        at(4, 0.5, 0.96, disguise=Disguise.MOSAIC),
        at(5, 0.5, 1.5, disguise=Disguise.VOICE),
    )  # fmt: skip
    found = planned(clips, *films)
    begun = [sum(each.frames for each in found.plan.segments[:n]) for n in range(1, 6)]
    path = cut(tmp_path, found)
    upright, silent, heard, mosaic, voice = _pictures(path, [each + 10 for each in begun])
    assert {each.shape for each in (upright, silent, heard, mosaic, voice)} == {(90, 160)}
    assert upright[:, :50].max() < 24
    assert upright[:, 70:90].max() > 150
    assert silent[:, :4].max() > 16
    inside = [row for row in range(89) if row % 8 not in (0, 6, 7)]
    edges = [np.abs(np.diff(each.astype(int), axis=0))[inside] for each in (upright, mosaic)]
    assert edges[0].max() > 100
    assert edges[1].max() < 20
    for waveform in (heard, voice):
        assert waveform[:20].max() < 24
        assert waveform[70:].max() < 24
    read = read_back(path)
    assert read.numbers[begun[1] : begun[2]] == list(range(12, 38))
    assert abs(read.length - float(found.plan.frames / found.plan.rate.frames)) < 0.05
    assert not any(begun[1] / 25 < tick < begun[2] / 25 for tick in read.ticks)
    assert len(read.ticks) == 3


def _made(path: Path, picture: str, *how: str) -> Path:
    """A film of two seconds that ffmpeg makes, without sound."""
    command = ["-f", "lavfi", "-i", picture, *how, "-t", "2", str(path)]
    subprocess.run([program(), "-v", "error", "-y", *command], check=True)
    return path


def _combed(path: Path) -> float:
    """How much each line differs from both its neighbours, in the middle of the film."""
    grey = _pictures(path, [112])[0].astype(int)
    between = np.abs(2 * grey[1:-1] - grey[:-2] - grey[2:])
    return float(between[20:70].mean())


def test_half_pictures_are_made_whole(tmp_path: Path) -> None:
    bars = "color=s=256x144:r=50,format=gray,geq=lum='if(lt(mod(X+6*N,64),32),235,16)'"
    moving = f"{bars},format=yuv420p,tinterlace=mode=interleave_top"
    flags = ("-flags", "+ilme+ildct", "-c:v", "libx264", "-x264-params", "tff=1", "-crf", "10")
    film = _made(tmp_path / "half.mp4", moving, *flags)
    look = Look(height=144, captions=CaptionsShown.NONE)
    found = planned((at(1, 0.5, 1.5, recording=1),), film, look=look)
    assert found.plan.segments[1].interlaced
    whole = _combed(cut(tmp_path, found))
    kept = replace(found.plan.segments[1], interlaced=False)
    as_it_is = replace(found, plan=replace(found.plan, segments=(found.plan.segments[0], kept)))
    assert whole < 0.2 * _combed(cut(tmp_path, as_it_is))


@pytest.mark.parametrize(("transfer", "level"), [("smpte2084", 509), ("arib-std-b67", 512)])
def test_a_bright_phone_film_is_brought_to_what_a_screen_shows(
    tmp_path: Path, transfer: str, level: int
) -> None:
    """`level`: how each transfer writes white paper (100 of PQ's candles, half of HLG's signal)."""
    colours = f"setparams=color_primaries=bt2020:color_trc={transfer}:colorspace=bt2020nc"
    grey = f"format=yuv420p10le,geq=lum={level}:cb=512:cr=512,{colours}"
    film = _made(tmp_path / "bright.mp4", f"color=s=160x90:r=25,{grey}", "-c:v", "libx264")
    found = planned((at(1, 0.5, 1.5, recording=1),), film)
    assert found.plan.segments[1].hdr
    path = cut(tmp_path, found)
    with av.open(str(path)) as media:
        film_stream = media.streams.video[0]
        assert film_stream.codec_context.pix_fmt == "yuv420p"
        assert film_stream.codec_context.color_trc == 1
    assert 150 < _pictures(path, [120])[0].mean() < 236
