"""Correcting what a transcript says: other words, turns divided, joined, put in or left out.

A corrected text is turns again. Each keeps the times of the words that are still in it: a turn
that was divided begins at the time its first word is said, as far as the times around it tell.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ebcd.text import join_turns, normalise, turn_spans
from ebcd.transcripts.carrying import Carrying, between
from ebcd.transcripts.turns import Turn

Said = tuple[str | None, str]
"""Who says it (a speaker's label, or None) and the words."""

NOBODY = "?"
"""Stands before a line for which nobody is named, where others are."""


def said(turns: Iterable[Turn]) -> list[Said]:
    """What was said, without the times."""
    return [(turn.speaker, turn.text) for turn in turns]


def retold(old: Sequence[Turn], new: Sequence[Said]) -> list[Turn]:
    """The turns that `new` makes, with the times that the words had in `old`.

    Words are normalised; a turn without words is left out.
    """
    kept = [(who, text) for who, words in new if (text := normalise(words))]
    if [(turn.speaker, turn.text) for turn in old] == kept:
        return list(old)
    way = between(join_turns(text for _who, text in kept), join_turns(turn.text for turn in old))
    clock = _Clock(old, way)
    return [
        clock.timed(Turn(who, None, None, text), span.start, span.end)
        for (who, text), span in zip(kept, turn_spans([t for _who, t in kept]), strict=True)
    ]


class _Clock:
    """When the words of a corrected text are said. `way`: from it back to the text before."""

    def __init__(self, old: Sequence[Turn], way: Carrying) -> None:
        self.old, self.way = old, way
        self.spans = list(turn_spans([turn.text for turn in old]))
        self.starts = [span.start for span in self.spans]
        self.known = [_known(turn) for turn in old]
        self.forth = between(way.new, way.old)
        self.marks = sorted(
            (place, ms)
            for turn, span in zip(old, self.spans, strict=True)
            for offset, ms in turn.marks
            if (place := self.forth.place(span.start + offset)) is not None
        )
        self.mark_places = [place for place, _ms in self.marks]

    def timed(self, turn: Turn, start: int, end: int) -> Turn:
        """`turn`, which stands from `start` to `end` of the corrected text, with its times."""
        first = self._before(start, end, first=True)
        last = self._before(start, end, first=False)
        start_ms = self._moment(first, first=True) if first is not None else None
        end_ms = self._moment(last + 1, first=False) if last is not None else None
        if start_ms is None or (end_ms is not None and end_ms < start_ms):
            end_ms = None
        begin = bisect_right(self.mark_places, start - 1)
        inside = self.marks[begin : bisect_right(self.mark_places, end - 1)]
        marks: list[tuple[int, int]] = []
        for place, ms in inside:
            if ms >= (start_ms or 0) and (not marks or ms > marks[-1][1]):
                marks.append((place - start, ms))
        return replace(turn, start_ms=start_ms, end_ms=end_ms, marks=tuple(marks))

    def _before(self, start: int, end: int, *, first: bool) -> int | None:
        """Where the first or last of these characters stood before; None where all are put in.

        Of a corrected word, the first or last character; words put in before or after do not count.
        """
        blocks = self.way.blocks
        at = self.way.number_at(start if first else end - 1)
        step = 1 if first else -1
        while 0 <= at < len(blocks):
            block = blocks[at]
            if block.old.start >= end or block.old.end <= start:
                return None
            if block.same:
                inside = max(start, block.old.start) if first else min(end, block.old.end) - 1
                return block.new.start + inside - block.old.start
            if len(block.new):
                return block.new.start if first else block.new.end - 1
            at += step
        return None

    def _moment(self, position: int, *, first: bool) -> int | None:
        """When `position` of the text before is said, or None where nobody knows."""
        at = bisect_right(self.starts, position - (0 if first else 1)) - 1
        known, offset = self.known[at], position - self.starts[at]
        turn = self.old[at]
        if first and offset <= 0:
            return turn.start_ms
        if not first and offset >= len(turn.text):
            return turn.end_ms
        after = bisect_right(known, (offset, -1))
        if after == 0 or after == len(known):
            return None
        (left, left_ms), (right, right_ms) = known[after - 1], known[after]
        if offset == right:
            return right_ms
        return left_ms + round((right_ms - left_ms) * (offset - left) / max(right - left, 1))


def _known(turn: Turn) -> list[tuple[int, int]]:
    """The moments that are known in a turn: (offset, milliseconds)."""
    begin = [(0, turn.start_ms)] if turn.start_ms is not None else []
    end = [(len(turn.text), turn.end_ms)] if turn.end_ms is not None else []
    return sorted({*begin, *turn.marks, *end})


def as_plain(turns: Sequence[Turn]) -> str:
    """The turns as plain text, one a line: `P03: what they said`.

    >>> print(as_plain([Turn("Q", None, None, "How?"), Turn(None, None, None, "(A door.)")]))
    Q: How?
    ?: (A door.)
    """
    named = any(turn.speaker for turn in turns)
    lines = (f"{turn.speaker or NOBODY}: {turn.text}" if named else turn.text for turn in turns)
    return "\n".join(lines)


def from_plain(text: str, labels: Iterable[str]) -> list[Said]:
    """What a plain text says whose lines begin with one of `labels` and a colon.

    A line that begins with none of them goes on with the turn above it. Where there are no labels,
    each line is a turn.
    """
    known = {label: label for label in labels}
    found: list[Said] = []
    for line in text.splitlines():
        who, colon, rest = _divided(line.strip(), known)
        if not known:
            found.append((None, line))
        elif colon or not found:
            found.append((who, rest))
        else:
            speaker, words = found[-1]
            found[-1] = (speaker, f"{words} {line}")
    return [(who, words) for who, words in found if normalise(words)]


def _divided(line: str, known: dict[str, str]) -> tuple[str | None, bool, str]:
    """Who says a line, whether it names them, and the words."""
    for at, sign in enumerate(line):
        if sign == ":" and (line[:at] in known or line[:at] == NOBODY):
            return known.get(line[:at]), True, line[at + 1 :]
    return None, False, line
