"""What a word processor's file, a page or a text file holds before anybody is known to speak.

Every family of files is first read to paragraphs and tables; the layouts then find the speakers
and times in them, whichever program the file came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

Row = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows of cells."""

    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Line:
    """One line of a paragraph.

    `number`: the line or paragraph of the file it stands in, from 1. `opens`: whether it is the
    first of its paragraph.
    """

    text: str
    number: int
    opens: bool = True


def lines_of_paragraphs(paragraphs: Iterable[str]) -> Iterator[Line]:
    """The lines of paragraphs in which a newline is a line break; empty ones are left out."""
    for number, paragraph in enumerate(paragraphs, start=1):
        opens = True
        for text in paragraph.split("\n"):
            if text.strip():
                yield Line(text.strip(" \r\n\u00a0\u200b"), number, opens)
                opens = False


def lines_of_text(text: str, *, printed: bool = False) -> list[Line]:
    """The lines of a text file. A blank line ends a paragraph; so does every line end, unless the
    file was typed or exported with lines of one width.

    `printed`: whether they are lines of a page, where a paragraph ends with a short line.
    """
    raw = _without_numbers(text.split("\n"))
    wrapped = printed or _is_wrapped(raw)
    short = 0.75 * _width(raw) if printed else 0
    lines: list[Line] = []
    opens = True
    for number, line in enumerate(raw, start=1):
        if not line.strip():
            opens = True
            continue
        opens = opens or not wrapped or line.lstrip()[:2] in _BULLETS
        lines.append(Line(line.strip(" \r\n\u00a0\u200b"), number, opens))
        opens = len(line.strip()) < short and bool(_ENDS.search(line.strip()))
    return lines


def _width(raw: Sequence[str]) -> int:
    """How long the lines are that are nearly the longest."""
    lengths = sorted(len(line.strip()) for line in raw[:4_000])
    return lengths[max(0, len(lengths) - 1 - max(1, len(lengths) // 50))]


_NUMBERED = re.compile(r"^\s*(\d{1,5})(?![\d:.,])[.:)]?(?:\s+|$)")


def _without_numbers(raw: list[str]) -> list[str]:
    """The lines without the numbers that some transcripts print before each of them."""
    filled = [line for line in raw if line.strip()]
    numbers = [int(match[1]) for line in filled if (match := _NUMBERED.match(line))]
    if len(numbers) < 8 or len(numbers) < 0.9 * len(filled):
        return raw
    if sum(b - a == 1 for a, b in pairwise(numbers)) < 0.9 * (len(numbers) - 1):
        return raw
    return [_NUMBERED.sub("", line, count=1) for line in raw]


_BULLETS = ("- ", "* ", "• ", "– ")
_ENDS = re.compile(r"[.?!…:;\"”’)\]#]$")


def _is_wrapped(raw: Sequence[str]) -> bool:
    """Whether the lines were broken at a width, not at the ends of paragraphs.

    Then most lines that have a line below them are nearly as wide as the widest, and the first
    word of the line below would not have fitted.
    """
    pairs = [(a.strip(), b.strip()) for a, b in pairwise(raw[:4_000]) if a.strip() and b.strip()]
    if len(pairs) < 3:
        return False
    width = _width(raw)
    if not 30 <= width <= 160:
        return False
    full = sum(
        (len(a) + 1 + len(b.split()[0]) > width and not _ENDS.search(a)) or len(a) >= 0.8 * width
        for a, b in pairs
    )
    return full >= 0.6 * len(pairs)
