"""Films whose pictures say which frame they are, and whose sound ticks once a second.

A picture has its number in it as sixteen bright or dark bars; so has what is cut from it, and both
can be read back. The ticks stand at whole seconds of the recording.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from ebcd.acts.rough_cut_running import program

WIDTH, HEIGHT, BARS = 160, 90, 16
SAMPLES = 48_000
_TICKS = Fraction(1, 90_000)


def even(rate: Fraction, seconds: float) -> list[Fraction]:
    """When each picture of a steady film begins, in seconds."""
    return [Fraction(number) / rate for number in range(round(seconds * rate))]


def uneven(seconds: float) -> list[Fraction]:
    """When each picture of a telephone's film begins: 20 to 60 thousandths apart."""
    times, at = [], Fraction(0)
    while at < seconds:
        times.append(at)
        at += Fraction(20 + len(times) * 7 % 41, 1000)
    return times


def _picture(number: int) -> Any:
    """A picture with its number in bars, the lowest bit on the left."""
    bits = np.array([number >> bit & 1 for bit in range(BARS)], np.uint8)
    row = np.repeat(bits * 195 + 30, WIDTH // BARS)
    return np.broadcast_to(row[None, :, None], (HEIGHT, WIDTH, 3)).copy()


def coded_film(
    path: Path,
    times: Sequence[Fraction],
    *,
    picture: bool = True,
    sound: bool = True,
    turned: int = 0,
    layout: str = "mono",
) -> Path:
    """A film with a picture at each of `times` and ticks in the sound.

    `turned`: degrees that a player turns the picture by, as for a telephone held upright.
    """
    length = float(times[-1]) + 0.04
    rate = (len(times) - 1) / times[-1]
    with av.open(str(path), "w") as media:
        film = media.add_stream("libx264", rate=rate) if picture else None
        packets: list[Any] = []
        heard = media.add_stream("aac", rate=SAMPLES, layout=layout) if sound else None
        if film is not None:
            film.width, film.height, film.pix_fmt = WIDTH, HEIGHT, "yuv420p"
            film.codec_context.time_base = _TICKS
            film.time_base = _TICKS
            film.codec_context.gop_size = 30
            film.options = {"preset": "ultrafast", "crf": "20"}
            for number, at in enumerate(times):
                frame = av.VideoFrame.from_ndarray(_picture(number), "rgb24")
                frame.pts, frame.time_base = round(at / _TICKS), _TICKS
                packets += film.encode(frame)
            packets += film.encode(None)
        if heard is not None:
            packets += _ticking(heard, length, layout)
        for packet in sorted(packets, key=lambda each: each.dts * each.time_base):
            media.mux(packet)
    return _turned(path, turned) if turned else path


def _ticking(heard: Any, length: float, layout: str) -> list[Any]:
    """The sound's packets."""
    packets: list[Any] = []
    samples = np.zeros(round(length * SAMPLES), np.float32)
    tick = np.sin(np.arange(480) * 2 * np.pi * 1000 / SAMPLES).astype(np.float32) * 0.7
    for second in range(1, int(length) + 1):
        end = min(len(samples), second * SAMPLES + len(tick))
        samples[second * SAMPLES : end] = tick[: end - second * SAMPLES]
    channels = 2 if layout == "stereo" else 1
    for at in range(0, len(samples), 1024):
        piece = np.ascontiguousarray(
            np.broadcast_to(samples[at : at + 1024], (channels, min(1024, len(samples) - at)))
        )
        frame = av.AudioFrame.from_ndarray(piece, "fltp", layout)
        frame.sample_rate, frame.pts, frame.time_base = SAMPLES, at, Fraction(1, SAMPLES)
        packets += heard.encode(frame)
    return packets + list(heard.encode(None))


def _turned(path: Path, degrees: int) -> Path:
    """The same film, with a note that it is to be turned."""
    out = path.with_name(f"turned-{path.name}")
    turned = ["-display_rotation", str(degrees), "-i", str(path), "-c", "copy", str(out)]
    subprocess.run([program(), "-v", "error", *turned], check=True)
    return out


@dataclass(frozen=True)
class ReadBack:
    """What a cut film shows: the number in each picture and when it begins, and each tick."""

    numbers: list[int]
    times: list[float]
    ticks: list[float]
    length: float


def read_back(path: Path, across: tuple[float, float] = (0, 1)) -> ReadBack:
    """Read a film's pictures and ticks. `across`: from where to where the bars reach."""
    numbers, times, pieces = [], [], []
    with av.open(str(path)) as media:
        for frame in media.decode(media.streams.video[0]):
            numbers.append(_number(frame.to_ndarray(format="gray"), across))
            times.append(float(frame.time))
    with av.open(str(path)) as media:
        start = 0.0
        for heard in media.decode(media.streams.audio[0]):
            if not pieces:
                start = float(heard.time)
            every = 1 if heard.format.is_planar else len(heard.layout.channels)
            pieces.append(heard.to_ndarray()[0][::every].astype(np.float32))
    sound = np.concatenate(pieces)
    return ReadBack(numbers, times, _ticks(sound, start), start + len(sound) / SAMPLES)


def _number(grey: Any, across: tuple[float, float]) -> int:
    width = grey.shape[1]
    left, wide = across[0] * width, (across[1] - across[0]) * width
    middles = [round(left + wide * (bit + 0.5) / BARS) for bit in range(BARS)]
    row = grey[grey.shape[0] // 3]
    return sum(int(row[at] > 120) << bit for bit, at in enumerate(middles))


def _ticks(sound: Any, start: float) -> list[float]:
    """When each tick begins, in seconds: where it is loud after quiet."""
    loud = np.flatnonzero(np.abs(sound) > max(0.05, float(np.abs(sound).max()) * 0.3))
    first = loud[np.insert(np.diff(loud) > SAMPLES // 4, 0, True)] if len(loud) else loud
    return [start + at / SAMPLES for at in first.tolist()]
