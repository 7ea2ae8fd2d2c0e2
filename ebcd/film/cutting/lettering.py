"""Lettering: what is written on the picture of a rough cut, as an ASS script.

Title cards, captions, the names that people chose, and the mark of a draft. One script a segment,
timed from the segment's start.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ebcd.film.timing import Stretch

FONT = "DejaVu Sans"
"""Ships with matplotlib, so that it is there on a server without fonts."""
FONT_FILE = "DejaVuSans.ttf"

_LARGEST = 0.08
_SMALLEST = 0.032
"""Heights of a card's letters, as parts of the picture's height."""
_WIDTH_OF_LETTER = 0.6
_LINE = 1.25
_ROOM = (0.84, 0.72)
"""How much of the picture's width and height a card's words may fill."""


class Place(StrEnum):
    """Where words stand on the picture."""

    CARD = "Card"
    CAPTION = "Caption"
    NAME = "Name"
    MARK = "Mark"


@dataclass(frozen=True)
class Lettering:
    """Words on the picture for a while, with `\\n` between lines."""

    place: Place
    shown: Stretch
    words: str


def script(width: int, height: int, written: Iterable[Lettering]) -> str:
    """The ASS script for a picture of this size."""
    lines = [
        "[Script Info]",
        "ScriptType: v4.00+",
        f"PlayResX: {width}",
        f"PlayResY: {height}",
        "WrapStyle: 0",
        "ScaledBorderAndShadow: yes",
        "YCbCr Matrix: TV.709",
        "",
        "[V4+ Styles]",
        "Format: Name, Fontname, Fontsize, PrimaryColour, OutlineColour, BackColour, BorderStyle, "
        "Outline, Shadow, Alignment, MarginL, MarginR, MarginV",
        *_styles(width, height),
        "",
        "[Events]",
        "Format: Layer, Start, End, Style, Text",
    ]
    for each in written:
        size = f"{{\\fs{card_size(each.words, width, height)}}}" if each.place is Place.CARD else ""
        lines.append(
            f"Dialogue: 0,{_stamp(each.shown.in_ms)},{_stamp(each.shown.out_ms)},"
            f"{each.place.value},{size}{escaped(_that_fits(each, width, height))}"
        )
    return "\n".join(lines) + "\n"


def _styles(width: int, height: int) -> list[str]:
    """White on black, in a box where a picture is behind; a draft's mark is black on yellow."""
    white, black, yellow = "&H00FFFFFF", "&H00000000", "&H0000E5FF"
    side = round(width * (1 - _ROOM[0]) / 2)
    box = max(1, round(height * 0.008))

    def style(
        place: Place, size: float, ink: str, paper: str, border: int, where: int, low: float
    ) -> str:
        return (
            f"Style: {place.value},{FONT},{round(height * size)},{ink},{paper},{paper},3,{border},"
            f"0,{where},{side},{side},{round(height * low)}"
        )

    return [
        style(Place.CARD, _LARGEST, white, black, 0, 5, 0),
        style(Place.CAPTION, 0.05, white, black, box, 2, 0.05),
        style(Place.NAME, 0.045, white, black, box, 1, 0.22),
        style(Place.MARK, 0.045, black, yellow, box, 8, 0.03),
    ]


def card_size(words: str, width: int, height: int) -> int:
    """The largest height of letters, in pixels, at which a card's words fit the picture."""
    size = height * _LARGEST
    while size > height * _SMALLEST and _lines(words, size, width) * size * _LINE > (
        height * _ROOM[1]
    ):
        size *= 0.94
    return round(max(size, height * _SMALLEST))


def _lines(words: str, size: float, width: int) -> int:
    """About how many lines the words take."""
    wide = max(1, int(width * _ROOM[0] / (size * _WIDTH_OF_LETTER)))
    return sum(1 + len(line) // wide for line in words.split("\n"))


def _that_fits(each: Lettering, width: int, height: int) -> str:
    """The words, a card's cut where even the smallest letters do not fit them on it."""
    if each.place is not Place.CARD:
        return each.words
    size = height * _SMALLEST
    most = int(height * _ROOM[1] / (size * _LINE))
    words = each.words
    while _lines(words, size, width) > most:
        words = words[: len(words) * 9 // 10].rstrip() + "…"
    return words


def escaped(words: str) -> str:
    """`words` so that ASS draws them as they are: no braces or backslashes of its own.

    >>> print(escaped("a {b} c:\\\\n\\nnew"))
    a \\{b\\} c:∖n\\Nnew
    """
    return (
        words.replace("\\", "∖").replace("{", "\\{").replace("}", "\\}").replace("\r", "")
    ).replace("\n", "\\N")


def _stamp(ms: int) -> str:
    """A time in hundredths, as ASS writes it."""
    seconds, hundredths = divmod(round(ms / 10), 100)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}.{hundredths:02}"
