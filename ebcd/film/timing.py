"""When words are said: the times of a passage from the times of its turns.

A transcript knows when its turns begin, sometimes when they end, and at best when each cue or word
inside them begins. Between two known moments people are taken to speak at an even pace, so a
passage's times are read off a line drawn through what is known.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ebcd.text import Span

CHARACTERS_A_SECOND = 14
"""An even pace of speech, for a turn whose end nobody knows."""


@dataclass(frozen=True)
class TimedTurn:
    """A turn as the film needs it.

    `span`: where it lies in the transcript's text. `start_ms`, `end_ms`: milliseconds in the
    recording, None where unknown. `cues`: (code points into the turn, milliseconds) where more is
    known, in any order.
    """

    span: Span
    start_ms: int | None
    end_ms: int | None
    cues: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Stretch:
    """From `in_ms` up to `out_ms` of a recording."""

    in_ms: int
    out_ms: int

    @property
    def length_ms(self) -> int:
        return self.out_ms - self.in_ms


def marks(turns: Iterable[TimedTurn]) -> list[tuple[int, int]]:
    """Known (position in the text, milliseconds), both rising.

    A turn without an end is taken to end where the next one begins, the last one at an even pace.
    A moment that would run backwards is dropped.
    """
    ordered = sorted(turns, key=lambda turn: turn.span.start)
    known: list[tuple[int, int]] = []
    for turn, following in zip(ordered, [*ordered[1:], None], strict=True):
        if turn.start_ms is None:
            continue
        end_ms = turn.end_ms
        if end_ms is None and following is not None:
            end_ms = following.start_ms
        if end_ms is None or end_ms < turn.start_ms:
            end_ms = turn.start_ms + len(turn.span) * 1000 // CHARACTERS_A_SECOND
        inside = sorted((turn.span.start + at, ms) for at, ms in turn.cues)
        for point in [(turn.span.start, turn.start_ms), *inside, (turn.span.end, end_ms)]:
            if not known or (point[0] >= known[-1][0] and point[1] >= known[-1][1]):
                known.append(point)
    return known


def moment(position: int, known: Sequence[tuple[int, int]]) -> int:
    """When the code point at `position` is said, in milliseconds, on the line through `known`."""
    after = bisect_right(known, (position, 1 << 62))
    if after == 0:
        return known[0][1]
    if after == len(known):
        return known[-1][1]
    (left, left_ms), (right, right_ms) = known[after - 1], known[after]
    if right == left:
        return left_ms
    return left_ms + round((right_ms - left_ms) * (position - left) / (right - left))


def position(ms: int, known: Sequence[tuple[int, int]]) -> int:
    """Which code point is being said at `ms`, on the line through `known`; `moment` backwards."""
    after = bisect_right(known, ms, key=lambda point: point[1])
    if after == 0:
        return known[0][0]
    if after == len(known):
        return known[-1][0]
    (left, left_ms), (right, right_ms) = known[after - 1], known[after]
    return left + round((right - left) * (ms - left_ms) / (right_ms - left_ms))


def spoken_span(text: str, stretch: Stretch, known: Sequence[tuple[int, int]]) -> Span:
    """The words said in `stretch`, whole words: one that is half in it counts.

    `known`: the marks of all turns of `text`.
    """
    start, end = position(stretch.in_ms, known), position(stretch.out_ms, known)
    if stretch.out_ms <= known[0][1] or stretch.in_ms >= known[-1][1]:
        return Span(start, start)
    while start > 0 and not text[start - 1].isspace() and not text[start : start + 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace() and not text[end - 1 : end].isspace():
        end += 1
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, max(start, end))


def passage_times(span: Span, turns: Iterable[TimedTurn]) -> Stretch | None:
    """When the passage `span` begins and ends, or None where its turns carry no time."""
    touched = sorted(
        (turn for turn in turns if turn.span.meets(span)), key=lambda turn: turn.span.start
    )
    if not touched or touched[0].start_ms is None or touched[-1].start_ms is None:
        return None
    known = marks(touched)
    start = moment(span.start, known)
    last_of_gap = [point for point in known if point[0] <= span.end]
    end = moment(span.end, last_of_gap if last_of_gap[-1][0] == span.end else known)
    return Stretch(start, end) if end > start else None
