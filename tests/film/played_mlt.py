"""An MLT file, played: by the program `melt` where it is installed, else as its format says.

Both play the recordings that the file names, not what we know of them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from lxml import etree

from ebcd.film.timelines.cut import Cut, Take
from ebcd.film.timelines.mlt import mlt
from tests.film.coded_film import ReadBack, read_back


def played(folder: Path, cut: Cut) -> ReadBack:
    """What is seen and heard of a cut whose recordings lie in `folder`."""
    written = folder / "film.mlt"
    written.write_text(mlt(cut), encoding="utf-8")
    if shutil.which("melt") is None:
        return _as_it_says(written)
    consumer = ["-consumer", "avformat:film.mov", "vcodec=libx264", "crf=18", "acodec=pcm_s16le"]
    subprocess.run(
        ["melt", written.name, *consumer, "real_time=-1"],
        cwd=folder,
        check=True,
        capture_output=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    return read_back(folder / "film.mov")


def _as_it_says(written: Path) -> ReadBack:
    """The playlist from its first entry to its last, each in the profile's rate."""
    root = etree.parse(str(written)).getroot()
    profile = root.find("profile")
    rate = Fraction(int(profile.get("frame_rate_num")), int(profile.get("frame_rate_den")))
    resources = {
        each.get("id"): each.findtext("property[@name='resource']")
        for each in root.findall("producer")
    }
    numbers: list[int] = []
    ticks: list[float] = []
    read: dict[str, ReadBack] = {}
    for entry in root.findall("playlist/entry"):
        first, last = int(entry.get("in")), int(entry.get("out"))
        begun, name = len(numbers) / rate, str(resources[entry.get("producer")])
        if name.startswith("#"):
            numbers += [0] * (last - first + 1)
            continue
        of = read.setdefault(name, read_back(written.parent / name))
        for frame in range(first, last + 1):
            at = float((frame + Fraction(1, 2)) / rate)
            numbers.append(of.numbers[sum(time <= at for time in of.times) - 1])
        inside = (float(first / rate), float((last + 1) / rate))
        ticks += [float(begun) + t - inside[0] for t in of.ticks if inside[0] <= t < inside[1]]
    return ReadBack(numbers, [], ticks, float(len(numbers) / rate))


@dataclass(frozen=True)
class Astray:
    """How far what was played is from where it belongs, in seconds, at the most.

    `exact`: how many of the `own` pictures, of recordings in the film's rate, are the very ones.
    """

    pictures: float
    ticks: float
    exact: int
    own: int


def astray(cut: Cut, read: ReadBack, shown: Mapping[int, Sequence[Fraction]]) -> Astray:
    """`shown`: when each picture of each recording begins."""
    rate = cut.rate.frames
    pictures, ticks, exact, own = 0.0, 0.0, 0, 0
    for at, event in cut.placed():
        if not isinstance(event, Take):
            continue
        start = Fraction(event.first) / event.source.rate.frames
        times, end = shown[event.source.id], float((at + event.frames) / rate)
        for frame in range(event.frames):
            number, due = read.numbers[at + frame], start + frame / rate
            until = times[number + 1] if number + 1 < len(times) else due
            pictures = max(pictures, float(times[number] - due), float(due - until))
            if event.source.rate.frames == rate:
                own += 1
                exact += number == event.first + frame
        for second in range(int(start) + 1, int(start + event.frames / rate) + 1):
            place = float(at / rate + second - start)
            if place < end - 0.05:
                ticks = max(ticks, min((abs(each - place) for each in read.ticks), default=9.0))
    return Astray(pictures, ticks, exact, own)
