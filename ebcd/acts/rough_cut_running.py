"""Running ffmpeg: a process of its own, watched, and ended when nobody wants its film any more."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ebcd.errors import BadInput, NotSaved, WorkbenchError

_FULL = "No space left on device"
_STOPPED = 255
"""What ffmpeg returns where it was told to stop; a process that was killed returns less than 0."""

Done = Callable[[int, float], None]
"""Called with how many frames and seconds of the piece are made."""


@dataclass(frozen=True)
class Ran:
    """How a run ended. `frames`: how many pictures were written. `complaint`: what it said."""

    code: int
    frames: int
    complaint: str


@cache
def program() -> str:
    """The path of ffmpeg: the one of the package imageio-ffmpeg, or the machine's own."""
    import imageio_ffmpeg

    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError:
        found = shutil.which("ffmpeg")
    if found is None:
        raise BadInput(
            "There is no ffmpeg on this machine, and nothing can be cut without it: ask whoever "
            "runs the workbench to install it."
        )
    return found


@cache
def version() -> str:
    """Which ffmpeg it is: a piece that another one cut is cut anew."""
    said = subprocess.run(
        [program(), "-version"], capture_output=True, text=True, check=False, timeout=60
    )
    return said.stdout.partition("\n")[0]


def captions_in(film: Path) -> str:
    """The captions that a film carries to be switched on, as WebVTT."""
    command = [program(), "-v", "error", "-nostdin", "-i", f"file:{film}", "-f", "webvtt", "-"]
    said = subprocess.run(command, capture_output=True, check=False, timeout=60)
    return said.stdout.decode("utf-8", "replace") or "WEBVTT\n"


def run(command: Sequence[str], folder: Path, done: Done = lambda _frames, _seconds: None) -> Ran:
    """Run ffmpeg in `folder`. Whatever ends the caller ends ffmpeg as well.

    Raises NotSaved where the disk is full.
    """
    frames, seconds = 0, 0.0
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(
            [program(), *command],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
        )
        try:
            assert process.stdout is not None
            for line in process.stdout:
                name, _sign, value = line.strip().partition("=")
                if name == "frame" and value.isdigit():
                    frames = int(value)
                elif name == "out_time_us" and value.lstrip("-").isdigit():
                    seconds = max(seconds, int(value) / 1e6)
                elif name == "progress":
                    done(frames, seconds)
            code = process.wait()
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        complaints.seek(0)
        complaint = complaints.read()[-4000:].decode("utf-8", "replace")
    if _FULL in complaint:
        raise NotSaved(
            "The disk of the server is full: ask whoever runs the workbench to make room, then "
            "press “Go on”; what is cut is kept."
        )
    return Ran(code, frames, complaint)


def check(ran: Ran, what: str, otherwise: str) -> None:
    """Raise an error with one sentence unless ffmpeg ended well. `what`: was being done."""
    if ran.code < 0 or ran.code == _STOPPED:
        raise WorkbenchError(
            f"{what} was stopped from outside, perhaps for want of memory: press “Go on”; what is "
            "cut is kept."
        )
    if ran.code:
        raise BadInput(otherwise)
