"""From what stands in a file to turns.

Readers collect drafts: who, when, and pieces of text with the time at which each begins. This
module makes turns of them: text in NFC on one line, offsets of the times in it, ends filled in
from the next beginning, and long stretches divided where a reader would draw breath.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ebcd.text import normalise
from ebcd.transcripts.turns import Turn

LONGEST_LABEL = 120
"""Code points of a speaker's label that are kept."""

LATEST_MS = 100 * 3_600_000
"""A time after a hundred hours is a slip of the pen, not a place in a recording."""

_COMFORTABLE = 1_000
_COMFORTABLE_UNKNOWN = 400
_TOO_LONG = 2_000
_ONE_PARAGRAPH = 5_000
_PAUSE_MS = 2_000
_SENTENCE_END = re.compile(r"[.?!…][\"'”’)\]]*$")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.?!…])[\"'”’)\]]*\s+")


@dataclass(frozen=True)
class Piece:
    """Words that follow one another, and when they begin (milliseconds, or None)."""

    text: str
    ms: int | None = None


@dataclass
class Draft:
    """A turn in the making."""

    speaker: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    pieces: list[Piece] = field(default_factory=list)

    @property
    def length(self) -> int:
        return sum(len(piece.text) + 1 for piece in self.pieces)

    @property
    def ends_a_sentence(self) -> bool:
        return bool(self.pieces) and bool(_SENTENCE_END.search(self.pieces[-1].text.rstrip()))


def cleaned(text: str) -> str:
    """`text` as turns hold it; halves of characters are put together or replaced."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return normalise(text)


def label(text: str | None) -> str | None:
    """A speaker's label as it is kept, or None where nothing is left of it."""
    if text is None:
        return None
    flat = cleaned(text.replace("*", "")).strip(" :-–—|\t")
    if flat.startswith("[") and flat.endswith("]"):
        flat = flat[1:-1].strip()
    return flat[:LONGEST_LABEL].rstrip() or None


def sane_ms(ms: float | int | None) -> int | None:
    """`ms` in whole milliseconds, or None where it is no time in a recording."""
    if ms is None or not 0 <= ms <= LATEST_MS:
        return None
    return round(ms)


def to_turns(drafts: Iterable[Draft]) -> tuple[Turn, ...]:
    """The turns that `drafts` make; a draft without words makes none."""
    turns = [turn for draft in drafts for turn in _divided(draft) if turn.text]
    return tuple(_with_ends(turns))


def _divided(draft: Draft) -> Iterator[Turn]:
    """`draft` as one turn, or as several where it is too long to be read in one go."""
    if draft.length <= _ONE_PARAGRAPH:
        yield _one(draft)
        return
    parts, length = [Draft(draft.speaker)], 0
    for piece in draft.pieces:
        for number, text in enumerate(_stretches(piece.text)):
            if length >= _TOO_LONG and parts[-1].ends_a_sentence:
                parts.append(Draft(draft.speaker))
                length = 0
            parts[-1].pieces.append(Piece(text, piece.ms if number == 0 else None))
            length += len(text) + 1
    parts[0].start_ms, parts[-1].end_ms = draft.start_ms, draft.end_ms
    for part in parts:
        yield _one(part)


def _stretches(text: str) -> Iterator[str]:
    """`text` in stretches of about two thousand code points that end with a sentence."""
    begun = last = 0
    for match in _BETWEEN_SENTENCES.finditer(text):
        if match.end() - begun >= _TOO_LONG:
            if last == begun:
                last = match.end()
            yield text[begun:last]
            begun = last
        last = match.end()
    yield text[begun:]


def _one(draft: Draft) -> Turn:
    texts: list[str] = []
    marks: list[tuple[int, int]] = []
    at = 0
    for piece in draft.pieces:
        text = cleaned(piece.text)
        ms = sane_ms(piece.ms)
        if ms is not None and text and (not marks or ms > marks[-1][1]):
            if marks and marks[-1][0] == at:
                marks.pop()
            marks.append((at, ms))
        if text:
            texts.append(text)
            at += len(text) + 1
    start, end = sane_ms(draft.start_ms), sane_ms(draft.end_ms)
    if start is None and marks and marks[0][0] == 0:
        start = marks[0][1]
    if start is not None and end is not None and end < start:
        end = None
    if start is not None and marks and marks[0][0] > 0:
        marks.insert(0, (0, start))
    if marks == [(0, start)]:
        marks.clear()
    return Turn(label(draft.speaker), start, end, " ".join(texts), tuple(marks))


def _with_ends(turns: Sequence[Turn]) -> Iterator[Turn]:
    """Each turn; one whose end the file does not give lasts until the next begins."""
    for number, turn in enumerate(turns):
        after = turns[number + 1].start_ms if number + 1 < len(turns) else None
        if turn.start_ms is not None and turn.end_ms is None and after is not None:
            last = turn.marks[-1][1] if turn.marks else turn.start_ms
            if after >= max(last, turn.start_ms):
                turn = Turn(turn.speaker, turn.start_ms, after, turn.text, turn.marks)
        yield turn


@dataclass(frozen=True)
class Cue:
    """One caption: who, from when to when, and its pieces (more than one where words have times).

    `opens`: whether a new turn begins here whoever speaks.
    """

    speaker: str | None
    start_ms: int | None
    end_ms: int | None
    pieces: tuple[Piece, ...]
    opens: bool = False


def join_cues(cues: Iterable[Cue]) -> list[Draft]:
    """Cues of one speaker, one after the other, as one turn.

    A turn lasts until another speaks. One that has grown past a thousand code points (400 where
    nobody is named) ends with the next sentence or pause, and at two thousand in any case.
    """
    drafts: list[Draft] = []
    for cue in cues:
        if not any(piece.text.strip() for piece in cue.pieces):
            continue
        last = drafts[-1] if drafts else None
        if last is None or cue.opens or last.speaker != cue.speaker or _full(last, cue):
            drafts.append(Draft(cue.speaker, cue.start_ms, cue.end_ms, list(cue.pieces)))
        else:
            last.pieces.extend(cue.pieces)
            last.end_ms = cue.end_ms if cue.end_ms is not None else last.end_ms
    return drafts


def _full(draft: Draft, cue: Cue) -> bool:
    length = draft.length
    if length >= _TOO_LONG:
        return True
    if length < (_COMFORTABLE if draft.speaker else _COMFORTABLE_UNKNOWN):
        return False
    if draft.ends_a_sentence:
        return True
    if draft.end_ms is None or cue.start_ms is None:
        return False
    return cue.start_ms - draft.end_ms >= _PAUSE_MS
