"""What differs between two versions of a transcript, turn by turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ebcd.text import TURN_BREAK, join_turns
from ebcd.transcripts.differing import blocks
from ebcd.transcripts.turns import Turn

SAME, PUT_IN, LEFT_OUT = "same", "put in", "left out"
JOINT = "¶"
"""Shows where a turn was divided or two were joined."""


@dataclass(frozen=True)
class Piece:
    """Words that are the SAME in both, PUT_IN or LEFT_OUT."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    """A turn that differs. `was`, `number`: its number in either version, from 1, or None.

    `said_by`: whose it was and is, where that differs, else None. `speaker`: whose it is.
    """

    was: int | None
    number: int | None
    speaker: str | None
    said_by: tuple[str | None, str | None] | None
    pieces: tuple[Piece, ...]


def differences(old: Sequence[Turn], new: Sequence[Turn]) -> list[Difference]:
    """The turns of two versions that differ, in order."""
    texts = join_turns(t.text for t in old), join_turns(t.text for t in new)
    found = []
    was = now = 0
    for pieces in _rows(*texts):
        kinds = {piece.kind for piece in pieces}
        in_old = bool(kinds - {PUT_IN}) or not kinds
        in_new = bool(kinds - {LEFT_OUT}) or not kinds
        before = old[was].speaker if in_old else None
        after = new[now].speaker if in_new else None
        other = in_old and in_new and before != after
        if other or kinds - {SAME}:
            found.append(
                Difference(
                    was + 1 if in_old else None,
                    now + 1 if in_new else None,
                    after if in_new else before,
                    (before, after) if other else None,
                    tuple(piece for piece in pieces if piece.text),
                )
            )
        breaks = [p.kind for p in pieces if p.text == JOINT]
        was += in_old + breaks.count(LEFT_OUT)
        now += in_new + breaks.count(PUT_IN)
    return found


def _rows(old: str, new: str) -> Iterator[list[Piece]]:
    """The pieces of both texts together, a list for each turn."""
    row: list[Piece] = []
    for kind, text in _told(old, new):
        for number, line in enumerate(text.split(TURN_BREAK)):
            if number:
                if kind == SAME or all(piece.kind == kind for piece in row):
                    yield row
                    row = []
                else:
                    row.append(Piece(kind, JOINT))
            if line:
                row.append(Piece(kind, line))
    yield row


def _told(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Both texts from beginning to end: what is the same, left out and put in."""
    for block in blocks(old, new, letters=False):
        was, now = old[block.old.start : block.old.end], new[block.new.start : block.new.end]
        if block.same:
            yield SAME, was
            continue
        if was:
            yield LEFT_OUT, was
        if now:
            yield PUT_IN, now


def excerpt(pieces: Sequence[Piece], around: int = 80) -> list[Piece]:
    """The pieces with long stretches that are the same cut short, for a list."""
    found = []
    for at, piece in enumerate(pieces):
        text = piece.text
        if piece.kind == SAME and len(text) > 2 * around + 20:
            head = "" if at == 0 else text[:around].rsplit(" ", 1)[0]
            tail = "" if at == len(pieces) - 1 else text[-around:].split(" ", 1)[-1]
            text = f"{head} … {tail}"
        found.append(Piece(piece.kind, text))
    return found
