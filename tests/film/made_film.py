"""A tiny film made on the spot, with a picture and a tone."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np


def make_film(path: Path, seconds: int = 2, rate: int = 25, *, picture: bool = True) -> Path:
    """A film of grey pictures and silence at `path`, in the container that its ending names."""
    with av.open(str(path), "w") as media:
        film = media.add_stream("mpeg4", rate=rate) if picture else None
        sound = media.add_stream("aac", rate=8000, layout="mono")
        if film is not None:
            film.width, film.height, film.pix_fmt = 64, 48, "yuv420p"
            for number in range(seconds * rate):
                grey = np.full((48, 64, 3), number % 256, np.uint8)
                media.mux(film.encode(av.VideoFrame.from_ndarray(grey, "rgb24")))
            media.mux(film.encode(None))
        for at in range(0, seconds * 8000, 1024):
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
            frame.sample_rate, frame.pts = 8000, at
            frame.time_base = Fraction(1, 8000)
            media.mux(sound.encode(frame))
        media.mux(sound.encode(None))
    return path
