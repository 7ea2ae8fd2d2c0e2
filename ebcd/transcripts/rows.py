"""Transcripts in tables: NVivo's, and two or three columns of anybody's.

A heading row says which column is which; where there is none, the times, the short labels that come
back and the long words tell the columns apart.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ebcd.transcripts.building import Draft, Piece
from ebcd.transcripts.cues import cue_ms
from ebcd.transcripts.labels import is_label
from ebcd.transcripts.paragraphs import Row

_TIME = "timespan time times timestamp timecode start startms start_ms begin in from"
_END = "end endms end_ms out to"
_SPEAKER = "speaker speakers speakername name who voice participant"
_WORDS = "content text transcript transcription utterance words sentence body speech caption what"
_CLOCKS = re.compile(r"\d[\d:.,;]*\d|\d")


@dataclass(frozen=True)
class Columns:
    """Which column holds what, counted from 0. `headed`: whether the first row names them."""

    words: int
    time: int | None
    end: int | None
    speaker: int | None
    headed: bool


def find_columns(rows: Sequence[Row]) -> Columns | None:
    """The columns of a transcript, or None where `rows` are none."""
    if not rows:
        return None
    return _by_heading(rows[0]) or _by_content(rows)


def _by_heading(row: Row) -> Columns | None:
    names = [re.sub(r"[^a-z_]", "", cell.lower()) for cell in row]

    def place(wanted: str) -> int | None:
        return next((names.index(name) for name in wanted.split() if name in names), None)

    words, time, speaker = place(_WORDS), place(_TIME), place(_SPEAKER)
    if words is None or (time is None and speaker is None):
        return None
    return Columns(words, time, place(_END), speaker, headed=True)


def _by_content(rows: Sequence[Row]) -> Columns | None:
    width = max(len(row) for row in rows)
    if width < 2 or len(rows) < 2:
        return None
    columns = [[row[i].strip() if i < len(row) else "" for row in rows] for i in range(width)]
    means = [sum(map(len, cells)) / len(cells) for cells in columns]
    words = means.index(max(means))
    times = [i for i, cells in enumerate(columns) if i != words and _are_times(cells)]
    speakers = [
        i
        for i, cells in enumerate(columns)
        if i != words and i not in times and _are_speakers(cells)
    ]
    if not times and not speakers:
        return None
    return Columns(
        words,
        times[0] if times else None,
        times[1] if len(times) > 1 else None,
        speakers[0] if speakers else None,
        headed=False,
    )


def _are_times(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    hits = sum(":" in cell and _times(cell)[0] is not None and len(cell) < 40 for cell in filled)
    return bool(filled) and hits >= 0.7 * len(filled)


def _are_speakers(cells: Sequence[str]) -> bool:
    filled = [cell.rstrip(":") for cell in cells if cell]
    if len(filled) < 2 or sum(map(is_label, filled)) < 0.9 * len(filled):
        return False
    return len(set(filled)) <= max(2, 0.6 * len(filled))


def _times(cell: str) -> tuple[int | None, int | None]:
    """The beginning and end that a cell like `0:00.0 - 0:05.2` gives."""
    found = [cue_ms(clock) for clock in _CLOCKS.findall(cell)]
    return (found[0] if found else None), (found[1] if len(found) > 1 else None)


def read_rows(rows: Sequence[Row], columns: Columns) -> list[Draft]:
    """A turn a row; a row that names nobody goes on with whoever spoke before."""
    drafts: list[Draft] = []
    rows = rows[1:] if columns.headed else rows
    in_ms = _counts_ms(rows, columns)
    for row in rows:
        words = _cell(row, columns.words)
        speaker = _cell(row, columns.speaker).rstrip(":").strip() or None
        start, end = _times(_cell(row, columns.time))
        if columns.end is not None:
            end = _times(_cell(row, columns.end))[0]
        if in_ms:
            start, end = _int(_cell(row, columns.time)), _int(_cell(row, columns.end))
        if speaker is None and drafts:
            speaker = drafts[-1].speaker
        if words.strip():
            drafts.append(Draft(speaker, start, end, [Piece(words)]))
    return drafts


def _counts_ms(rows: Sequence[Row], columns: Columns) -> bool:
    """Whether the times are whole milliseconds, as Whisper's TSV has them.

    Speech is seldom slower than four characters a second: in seconds it would take far longer.
    """
    if columns.time is None or columns.end is None:
        return False
    spans = [(_int(_cell(row, columns.time)), _int(_cell(row, columns.end))) for row in rows]
    length = sum(len(_cell(row, columns.words)) for row in rows)
    whole = [(a, b) for a, b in spans if a is not None and b is not None]
    return len(whole) == len(rows) and sum(b - a for a, b in whole) > 4 * length


def _int(cell: str) -> int | None:
    return int(cell) if cell.strip().isdecimal() and len(cell) < 10 else None


def _cell(row: Row, column: int | None) -> str:
    return row[column] if column is not None and column < len(row) else ""


def rows_of_text(text: str) -> list[Row] | None:
    """The rows of tab- or comma-separated text whose first line names the columns, else None."""
    first = text.lstrip("\n").partition("\n")[0]
    for mark in ("\t", ",", ";"):
        if mark not in first:
            continue
        rows = _separated(text.lstrip("\n"), mark)
        if rows and _by_heading(rows[0]):
            return rows
    return None


def _separated(text: str, mark: str) -> list[Row]:
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        return [tuple(row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error:
        plain = csv.reader(io.StringIO(text, newline=""), delimiter=mark, quoting=csv.QUOTE_NONE)
        try:
            return [tuple(row) for row in plain if row]
        except csv.Error:
            return []
