"""Times as transcribers type them.

`0:03`, `01:02:03.4`, `[00:05:00.00]`, `#00:00:02-3#`, `{00:01:02}`, `[00.01.02]`, `(1:02)`. A bare
time is only a stamp where it opens or closes a line; inside a sentence it is what somebody said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

BARE = r"(?:\d{1,2}:)?\d{1,3}:[0-5]\d(?:[.,]\d{1,3})?"
"""A time without brackets."""

_IN_BRACKETS = r"(?:\d{1,3}:)?\d{1,3}:\d{1,2}(?:[.,:;-]\d{1,3})?|\d{1,2}\.\d{2}\.\d{2}"
WRAPPED = (
    rf"(?:\[\s*(?:{_IN_BRACKETS})\s*\]|\{{\s*(?:{_IN_BRACKETS})\s*\}}"
    rf"|\(\s*(?:{_IN_BRACKETS})\s*\)|#\s*(?:{_IN_BRACKETS})\s*#)"
)
"""A time in brackets or between number signs."""

INLINE = re.compile(
    rf"\[\s*(?:{_IN_BRACKETS})\s*\]|\{{\s*(?:{_IN_BRACKETS})\s*\}}|#\s*(?:{_IN_BRACKETS})\s*#"
)
"""Stamps inside a line. A time in round brackets may be speech, and stays."""

_DIGITS = re.compile(r"\d+")
_FRACTION = re.compile(r"[.](\d{2})\s*[\]}]$")


def stamp_ms(stamp: str, frames: int | None = None) -> int:
    """Milliseconds of a stamp, with or without its brackets.

    `frames`: frames a second where the last field counts frames, else None.

    >>> stamp_ms("0:03"), stamp_ms("#00:00:02-3#"), stamp_ms("[00.01.02]")
    (3000, 2300, 62000)
    >>> stamp_ms("[00:05:00.15]", frames=30)
    300500
    """
    core = stamp.strip("[](){}# \t").replace(",", ".").replace(";", ":")
    if core.count(".") == 2 and ":" not in core:
        core = core.replace(".", ":")
    fraction = ""
    for mark in ("-", "."):
        if mark in core:
            core, fraction = core.rsplit(mark, 1)
    fields = [int(digits) for digits in _DIGITS.findall(core)]
    if len(fields) == 4:
        fraction = str(fields.pop()).zfill(2)
        frames = frames or 25
    seconds = 0
    for value in fields:
        seconds = seconds * 60 + value
    return seconds * 1000 + _fraction_ms(fraction, frames)


def _fraction_ms(fraction: str, frames: int | None) -> int:
    if not fraction:
        return 0
    if frames is not None:
        return round(int(fraction) * 1000 / frames)
    return round(int(fraction) * 1000 / 10.0 ** len(fraction))


def frames_a_second(lines: Iterable[str]) -> int | None:
    """30 or 25 where the last field of the bracketed stamps counts frames, else None.

    InqScribe writes `[00:05:00.29]`. Hundredths would pass 29 sooner or later: eight stamps or more
    that never do are taken for frames, and forty or more that never pass 24 for 25 a second.
    """
    seen = []
    for line in lines:
        for stamp in INLINE.findall(line):
            match = _FRACTION.search(stamp)
            if match:
                seen.append(int(match.group(1)))
    if len(seen) < 8 or max(seen) > 29 or sum(value > 0 for value in seen) < 4:
        return None
    return 25 if len(seen) >= 40 and max(seen) < 25 else 30
