"""What is read of a turn around what was found in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ebcd.text import Span

_ENDS = re.compile(r"[.?!…。！？]+[\"”’')\]]*\s+|[。！？]")
_EITHER_SIDE = 160


def around(text: str, hits: Sequence[Span]) -> list[Span]:
    """The stretches of `text` to show: the sentence of each hit, what meets joined.

    Of a sentence that runs on, about 160 code points on either side of the hit, from word to word.

    >>> text = "One. Two is long. Three."
    >>> [text[s.start:s.end] for s in around(text, [Span(5, 8)])]
    ['Two is long.']
    """
    borders = [0, *(match.end() for match in _ENDS.finditer(text)), len(text)]
    shown: list[Span] = []
    for hit in hits:
        start = max(border for border in borders if border <= hit.start)
        end = min(border for border in borders if border >= hit.end)
        start = max(start, _word_start(text, hit.start - _EITHER_SIDE))
        end = min(end, _word_end(text, hit.end + _EITHER_SIDE))
        if shown and start <= shown[-1].end:
            shown[-1] = Span(shown[-1].start, max(end, shown[-1].end))
        else:
            shown.append(Span(start, end))
    return [_trimmed(text, span) for span in shown]


def _word_start(text: str, at: int) -> int:
    """`at`, or the next beginning of a word where it lies within one."""
    if at <= 0:
        return 0
    space = text.find(" ", at - 1, at + _EITHER_SIDE // 2)
    return space + 1 if space >= 0 else at


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", at - _EITHER_SIDE // 2, at + 1)
    return space if space >= 0 else at


def _trimmed(text: str, span: Span) -> Span:
    shown = text[span.start : span.end].rstrip()
    return Span(span.start, span.start + len(shown))
