"""Coded passages from a table, so that a team can come in the middle of its analysis.

Columns: transcript (its file name or title), quotation and/or start and end (code points), code
(a name or a path; several with “;” between), kind, coder, memo. Every row that cannot be placed is
reported by its number, and rows of a transcript that is not there in one sentence together; nothing
is lost silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from ebcd.errors import BadInput
from ebcd.exchange.placing import How, Placer
from ebcd.exchange.tables import SheetRow, read_sheet
from ebcd.text import Span, normalise

COLUMNS = ("transcript", "quotation", "start", "end", "code", "kind", "coder", "memo")
_KNOWN: Mapping[str, Sequence[str]] = {
    "transcript": ("file", "file name", "document", "source", "interview", "transcript title"),
    "quotation": ("quote", "text", "passage", "segment", "excerpt", "content", "coded text"),
    "start": ("from", "start position", "begin", "pos0"),
    "end": ("to", "end position", "stop", "pos1"),
    "code": ("codes", "code name", "code path", "label", "theme", "tag", "tags"),
    "kind": ("code kind", "code type", "type"),
    "coder": ("coded by", "user", "owner", "researcher", "author"),
    "memo": ("comment", "note", "notes", "annotation"),
}


@dataclass(frozen=True)
class Target:
    """A transcript that rows may name. `version`: its current version. `names`: title and file."""

    id: int
    version: int
    names: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Placed:
    """One coding ready to be stored. `code`: the name or path as written. `row`: its line."""

    row: int
    transcript: int
    version: int
    span: Span
    quote: str
    code: str
    kind: str
    coder: str
    memo: str
    how: How


@dataclass(frozen=True)
class PassagesFile:
    """What was placed, and one sentence for each row that was not or that wants a look.

    All rows of one missing transcript share a sentence.
    """

    placed: tuple[Placed, ...]
    problems: tuple[str, ...]
    rows: int


def read_passages(data: bytes, name: str, targets: Iterable[Target]) -> PassagesFile:
    """The coded passages of a CSV or Excel file, placed in `targets`.

    Raises BadInput where columns are missing without which no row can be placed.
    """
    sheet = read_sheet(data, name, _KNOWN)
    missing = [column for column in ("transcript", "code") if column not in sheet.columns]
    if "quotation" not in sheet.columns and not {"start", "end"} <= sheet.columns:
        missing.append("quotation (or start and end)")
    if missing:
        raise BadInput(
            f"“{name}” has no column {' and no column '.join(missing)}: coded passages need "
            "transcript, code, and quotation or start and end."
        )
    shelf = _Shelf(targets)
    placed: list[Placed] = []
    problems: list[tuple[int, str]] = []
    missed: dict[str, list[int]] = {}
    for row in sheet.rows:
        if _codes(row) and not shelf.find(row.get("transcript")):
            missed.setdefault(row.get("transcript"), []).append(row.number)
            continue
        found, problem = _place(row, shelf)
        placed += found
        if problem:
            problems.append((row.number, f"Row {row.number}: {problem}"))
    problems += [(rows[0], _missing(called, rows)) for called, rows in missed.items()]
    told = tuple(sentence for _row, sentence in sorted(problems))
    return PassagesFile(tuple(placed), told, len(sheet.rows))


def _missing(called: str, rows: Sequence[int]) -> str:
    """What is to be said of the rows of a transcript that is not there."""
    many = f"{len(rows):,} rows (the first is row {rows[0]}) name"
    which = f"Row {rows[0]} names" if len(rows) == 1 else many
    if not called:
        return f"{which} no transcript: write its title or file name."
    return (
        f"{which} a transcript “{called}” that is not in the study: import it first, or correct "
        "the name."
    )


class _Shelf:
    """The transcripts by every name a table may call them, with their texts ready to search."""

    def __init__(self, targets: Iterable[Target]) -> None:
        self._by_name: dict[str, list[Target]] = {}
        self._placers: dict[int, Placer] = {}
        for target in targets:
            for key in {key for name in target.names for key in _keys(name)}:
                self._by_name.setdefault(key, []).append(target)

    def find(self, name: str) -> list[Target]:
        for key in _keys(name):
            if key in self._by_name:
                return self._by_name[key]
        return []

    def placer(self, target: Target) -> Placer:
        return self._placers.setdefault(target.id, Placer(target.text))


def _keys(name: str) -> list[str]:
    """A name as written, without its folders, and without its ending, in that order."""
    plain = normalise(name).casefold()
    base = PurePath(plain.replace("\\", "/")).name
    stem = re.sub(r"\.(docx|txt|md|vtt|srt|pdf|odt|rtf|json|otr)$", "", base)
    return list(dict.fromkeys(key for key in (plain, base, stem) if key))


def _codes(row: SheetRow) -> list[str]:
    return [" ".join(code.split()) for code in row.get("code").split(";") if code.strip()]


def _place(row: SheetRow, shelf: _Shelf) -> tuple[list[Placed], str]:
    """The codings of one row whose transcript is there, and what is to be said of it."""
    codes = _codes(row)
    if not codes:
        return [], "there is no code."
    targets = shelf.find(row.get("transcript"))
    if len(targets) > 1:
        return [], (
            f"“{row.get('transcript')}” is the name of {len(targets)} transcripts: give them "
            "different titles."
        )
    target = targets[0]
    found = _span(row, target, shelf.placer(target))
    if isinstance(found, str):
        return [], found
    span, how, warning = found
    quote = target.text[span.start : span.end]
    return [
        Placed(
            row.number, target.id, target.version, span, quote, code,
            row.get("kind"), row.get("coder"), row.get("memo"), how,
        )
        for code in codes
    ], warning  # fmt: skip


def _span(row: SheetRow, target: Target, placer: Placer) -> tuple[Span, How, str] | str:
    """Where the row's passage stands, how it was found and a warning; or why it was not."""
    quotation = row.get("quotation")
    start, end = _number(row.get("start")), _number(row.get("end"))
    if start is not None and end is not None and 0 <= start < end <= len(target.text):
        here = target.text[start:end]
        if here.strip() and (not quotation or normalise(here) == normalise(quotation)):
            return _trimmed(here, start), How.EXACT, ""
    if not quotation:
        return (
            f"start and end ({row.get('start')}, {row.get('end')}) do not lie in "
            f"“{target.names[0]}”, which has {len(target.text):,} characters."
        )
    place = placer.find(quotation, start)
    if place is None:
        return (
            f"the quotation was not found in “{target.names[0]}”: compare it with the transcript."
        )
    if place.how is How.BY_WORDS:
        return place.span, place.how, "placed at the most similar words: look at the passage."
    if place.times > 1 and start is None:
        return place.span, place.how, (
            f"the quotation stands {place.times} times in “{target.names[0]}” and was placed at "
            "the first: look at the passage."
        )  # fmt: skip
    return place.span, place.how, ""


def _trimmed(here: str, start: int) -> Span:
    lead = len(here) - len(here.lstrip())
    return Span(start + lead, start + max(lead, len(here.rstrip())))


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,9}", text) else None
