"""Positions in a text, said once; and words as files and their names can hold them.

A position is a half-open `[start, end)` in Unicode code points of a transcript's NFC text. A
transcript's text is its turns joined by one newline; a turn holds no newline of its own. Python's
string indices are code points, so a slice is a passage.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

TURN_BREAK = "\n"
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula."""

_SPACES = re.compile(r"[\s\u2028\u2029\u0085]+")
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff\ufeff\ufffe\uffff]")


@dataclass(frozen=True, order=True)
class Span:
    """A stretch `[start, end)` in code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span runs forwards from 0 on, not [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def meets(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


def meets_any(span: Span, others: Sequence[Span]) -> bool:
    """Whether a span meets one of the others, which are in order and apart.

    >>> apart = [Span(0, 4), Span(10, 14)]
    >>> meets_any(Span(12, 20), apart), meets_any(Span(4, 10), apart)
    (True, False)
    """
    at = bisect_right(others, span.start, key=lambda each: each.end)
    return at < len(others) and others[at].start < span.end


def normalise(text: str) -> str:
    """`text` in NFC, without control characters, every run of white space one space, trimmed.

    >>> normalise("cafe\\u0301\\n  is  open ")
    'café is open'
    """
    return _SPACES.sub(" ", _CONTROL.sub("", unicodedata.normalize("NFC", text))).strip()


def join_turns(texts: Iterable[str]) -> str:
    """The text of a transcript whose turns have these texts."""
    return TURN_BREAK.join(texts)


def turn_spans(texts: Sequence[str]) -> Iterator[Span]:
    """Where each turn lies in the joined text, in order.

    >>> [(s.start, s.end) for s in turn_spans(["Hi.", "", "Ja"])]
    [(0, 3), (4, 4), (5, 7)]
    """
    at = 0
    for text in texts:
        yield Span(at, at + len(text))
        at += len(text) + len(TURN_BREAK)


def sha256(data: bytes | str) -> str:
    """The SHA-256 of `data` (text as UTF-8), in 64 lower-case hex digits."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def shorten(text: str, most: int = 80) -> str:
    """`text` on one line, cut at a word with an ellipsis if longer than `most` code points."""
    flat = normalise(text)
    if len(flat) <= most:
        return flat
    head = flat[: most - 1]
    cut = head.rfind(" ")
    return (head[:cut] if cut > most // 2 else head).rstrip(" ,;:.") + "…"


def xml_safe(text: str) -> str:
    """`text` without what XML, and so Word and Excel, cannot hold; a slide's line break is one."""
    return _NOT_IN_XML.sub("", text.replace("\x0b", "\n"))


def safe_cell(text: str) -> str:
    """`text` as a spreadsheet may safely open it: an apostrophe before what looks like a formula.

    >>> safe_cell("=1+1"), safe_cell("- no"), safe_cell("fine")
    ("'=1+1", "'- no", 'fine')
    """
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA_SIGNS) else text


def safe_name(words: str) -> str:
    """`words` as a file's name may hold them on any system.

    >>> safe_name("ballots What first?")
    'ballots What first'
    """
    return normalise(_NOT_IN_NAMES.sub(" ", words)).strip(" .")[:80].strip()


def file_name(study: str, about: str, ending: str) -> str:
    """What a file made of `study` is called, on any system. `ending`: without its dot.

    >>> file_name("Living with pain: Llŷn / 2026", "codebook", "csv")
    'Living with pain Llŷn 2026 – codebook.csv'
    """
    return f"{safe_name(study) or 'study'} – {safe_name(about)}.{ending}"
