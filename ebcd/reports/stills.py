"""Stills: a small picture from a recording for each clip on paper."""

from __future__ import annotations

import io
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from PIL import Image

WIDTH = 320


MOST_FRAMES = 300
"""How many frames are looked through for the exact one."""


def stills(
    path: Path, moments: Iterable[tuple[int, int]], *, exact: bool = False
) -> dict[int, bytes]:
    """A JPEG for each (id, milliseconds); one that cannot be had is left out.

    The recording is opened once; each picture is the key frame before its moment, or with `exact`
    the very frame, which takes longer. A telephone's film that was held upright stands upright.
    """
    import av  # here, because a server that makes no pictures is smaller without it

    found: dict[int, bytes] = {}
    try:
        with av.open(str(path)) as opened:
            if not opened.streams.video:
                return {}
            stream = opened.streams.video[0]
            for clip_id, at_ms in sorted(moments, key=lambda each: each[1]):
                opened.seek(max(0, at_ms) * 1000)
                frame = next(opened.decode(stream), None)
                for later in islice(opened.decode(stream), MOST_FRAMES if exact else 0):
                    if later.time is not None and later.time * 1000 > at_ms:
                        break
                    frame = later
                if frame is not None:
                    shown = Image.fromarray(frame.to_ndarray(format="rgb24"))
                    found[clip_id] = _jpeg(shown.rotate(frame.rotation, expand=True))
    except (av.FFmpegError, OSError, ValueError):
        return found
    return found


def _jpeg(image: Image.Image) -> bytes:
    high = max(1, round(image.height * WIDTH / image.width))
    out = io.BytesIO()
    image.resize((WIDTH, high)).save(out, "JPEG", quality=82)
    return out.getvalue()
