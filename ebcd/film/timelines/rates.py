"""Frame rates and timecode, in whole frames and exact fractions.

29.97 frames a second are 30000/1001, and a timecode counts them as if they were 30: drop-frame
timecode leaves out two numbers a minute, except every tenth, to keep up with the clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ebcd.errors import BadInput

_NTSC = {nominal: Fraction(nominal * 1000, 1001) for nominal in (24, 30, 48, 60, 120)}


@dataclass(frozen=True)
class Rate:
    """Frames a second. `drop`: timecode in drop-frame counting, at 29.97 and 59.94 only."""

    frames: Fraction
    drop: bool = False

    def __post_init__(self) -> None:
        if self.frames <= 0:
            raise BadInput("A film has more than 0 frames a second: probe the recording again.")
        if self.drop and self.nominal % 30:
            raise BadInput("Drop-frame timecode belongs to 29.97 and 59.94 frames a second only.")

    @property
    def nominal(self) -> int:
        """The whole number that a timecode counts with: 30 for 29.97."""
        return max(1, round(self.frames))

    @property
    def ntsc(self) -> bool:
        """Whether it is a thousandth slower than its nominal rate."""
        return self.frames == Fraction(self.nominal * 1000, 1001)

    def frame_at(self, ms: int) -> int:
        """The frame nearest to `ms`."""
        return round(Fraction(ms) * self.frames / 1000)

    def ms_at(self, frame: int) -> int:
        """When `frame` begins, in milliseconds."""
        return round(Fraction(frame) * 1000 / self.frames)

    def timecode(self, frame: int) -> str:
        """`hh:mm:ss:ff`, with `;` before the frames when drop-frame.

        >>> Rate(Fraction(25)).timecode(90_061)
        '01:00:02:11'
        >>> Rate(Fraction(30000, 1001), drop=True).timecode(1800)
        '00:01:00;02'
        """
        nominal = self.nominal
        if self.drop:
            frame += _dropped(frame, nominal)
        seconds, frames = divmod(frame, nominal)
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        mark = ";" if self.drop else ":"
        return f"{hours:02}:{minutes:02}:{seconds:02}{mark}{frames:02}"

    def frame_of(self, timecode: str) -> int:
        """The frame that a timecode names. Raises BadInput where it is none."""
        parts = timecode.strip().replace(";", ":").split(":")
        if len(parts) != 4 or not all(part.isdigit() for part in parts):
            raise BadInput(f"“{timecode}” is not a timecode: write it as 01:00:00:00.")
        hours, minutes, seconds, frames = (int(part) for part in parts)
        total = hours * 60 + minutes
        count = (total * 60 + seconds) * self.nominal + frames
        if self.drop:
            count -= self.nominal // 15 * (total - total // 10)
        return count


def _dropped(frame: int, nominal: int) -> int:
    """How many timecode numbers were left out before `frame`."""
    each = nominal // 15
    minute = nominal * 60 - each
    tens, rest = divmod(frame, minute * 10 + each)
    extra = (rest - each) // minute if rest >= each else 0
    return each * (9 * tens + max(0, extra))


def rate_of(text: str, *, drop: bool = False) -> Rate:
    """The rate that `25`, `30000/1001` or `29.97` stands for; 25 for an empty text.

    A rate within a hundredth of an NTSC one is that one.
    """
    if not text.strip():
        return Rate(Fraction(25))
    try:
        frames = Fraction(text.strip())
    except (ValueError, ZeroDivisionError):
        raise BadInput(f"“{text}” is not a frame rate: write 25 or 30000/1001.") from None
    nominal = round(frames)
    ntsc = _NTSC.get(nominal)
    if ntsc is not None and frames != nominal and abs(frames - ntsc) < Fraction(1, 100):
        frames = ntsc
    return Rate(frames, drop=drop)
