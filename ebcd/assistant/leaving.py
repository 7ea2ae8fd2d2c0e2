"""What is about to leave: does it still hold a name, or a number that gives somebody away?

Quick enough to run before every export: names that are known, and rules; no language pipeline.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from io import BytesIO

from ebcd.assistant.identifiers import Clue, identifiers
from ebcd.assistant.name_places import Names
from ebcd.text import Span, shorten

_TELLING = frozenset(
    {
        Clue.NHS_NUMBER,
        Clue.NATIONAL_INSURANCE,
        Clue.POSTCODE,
        Clue.PHONE,
        Clue.EMAIL,
        Clue.BIRTH,
    }
)
_WORDY = re.compile(r"(?:\.xml|\.txt|\.qde|\.csv|\.md)$", re.IGNORECASE)
_PICTURE = re.compile(r"^(?:docProps|_rels|theme|customXml)/|/(?:_rels|theme|media)/|styles\.xml$")
_BREAK = re.compile(r"</(?:w:p|w:tc|si|t|row|text:p|a:p|v|c)>|<w:(?:br|cr)\s*/>|<w:tab\s*/>")
_TAG = re.compile(r"<[^>]*>")
_SPOKEN_ATTRIBUTE = re.compile(r"\b(?:name|description|title|value|src|text)=\"([^\"]*)\"")
_CLOSE = 60
_SAME = 8


@dataclass(frozen=True)
class Doubt:
    """A passage that may still hold a name. `clue`: None for a name that was to be replaced.

    `text`: the line with what stands at `span`, cut to what is near.
    """

    clue: Clue | None
    before: str
    words: str
    after: str


def doubts(lines: Iterable[str], known: Names) -> list[Doubt]:
    """What in these lines may give somebody away, each line and each wording once."""
    return once(_doubt(line, clue, span) for line in lines for clue, span in _in_line(line, known))


def once(found: Iterable[Doubt]) -> list[Doubt]:
    """The doubts without those that are the same words after the same words."""
    first: dict[tuple[str, str], Doubt] = {}
    for each in found:
        first.setdefault((each.before[-_SAME:], each.words.casefold()), each)
    return list(first.values())


def _in_line(line: str, known: Names) -> Iterator[tuple[Clue | None, Span]]:
    names = [place.span for place in known.places(line)]
    yield from ((None, span) for span in names)
    if "@" in line or any(map(str.isdigit, line)):
        for each in identifiers(line):
            if each.clue in _TELLING and not any(each.span.meets(span) for span in names):
                yield each.clue, each.span


def _doubt(line: str, clue: Clue | None, span: Span) -> Doubt:
    before = line[max(0, span.start - _CLOSE) : span.start]
    after = line[span.end : span.end + _CLOSE]
    if span.start > _CLOSE:
        before = "…" + before.partition(" ")[2]
    if len(line) > span.end + _CLOSE:
        after = after.rpartition(" ")[0] + "…"
    return Doubt(clue, before, line[span.start : span.end], after)


def words_in_file(data: bytes) -> list[str]:
    """The words of a file of ours (Word, Excel, project, table, timeline, captions), by line."""
    if not data.startswith(b"PK"):
        return _lines(data)
    lines: list[str] = []
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for name in archive.namelist():
                if _WORDY.search(name) and not _PICTURE.search(name):
                    lines += _lines(archive.read(name))
    except zipfile.BadZipFile:
        return []
    return lines


def _lines(data: bytes) -> list[str]:
    text = data.decode("utf-8", "replace")
    if text.lstrip("\ufeff \r\n\t").startswith("<"):
        said = [
            unescape(match) for match in _SPOKEN_ATTRIBUTE.findall(text) if "-" not in match[:9]
        ]
        text = unescape(_TAG.sub("", _BREAK.sub("\n", text))) + "\n" + "\n".join(said)
    return [line for line in text.splitlines() if line.strip()]


def in_one_line(doubt: Doubt) -> str:
    """A doubt as one line of plain text."""
    return shorten(f"{doubt.before}«{doubt.words}»{doubt.after}", 160)
