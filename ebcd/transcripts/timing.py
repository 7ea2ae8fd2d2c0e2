"""When in the recording a passage was said."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass


@dataclass(frozen=True)
class Moment:
    """A stretch of a recording in milliseconds.

    `exact`: whether both ends are times of the file and not reckoned from the length of the words.
    """

    start_ms: int
    end_ms: int
    exact: bool


def moment(
    text: str,
    start_ms: int | None,
    end_ms: int | None,
    marks: tuple[tuple[int, int], ...],
    span: tuple[int, int],
) -> Moment | None:
    """When `text[span[0]:span[1]]` of one turn was said, or None where the turn has no times.

    Between two known times speech is taken to run evenly, and the result is widened to the words'
    own marks where one lies within a second.

    >>> moment("ab cd", 1000, 3000, ((0, 1000), (3, 2000)), (3, 5))
    Moment(start_ms=2000, end_ms=3000, exact=True)
    """
    known = [*marks]
    if start_ms is not None and (not known or known[0][0] > 0):
        known.insert(0, (0, start_ms))
    if end_ms is not None and (not known or end_ms >= known[-1][1]):
        known.append((len(text), end_ms))
    if len(known) < 2:
        return None
    start, exact_start = _at(known, span[0], before=True)
    end, exact_end = _at(known, span[1], before=False)
    return Moment(start, max(end, start), exact_start and exact_end)


def _at(known: list[tuple[int, int]], offset: int, *, before: bool) -> tuple[int, bool]:
    """The time at `offset`, and whether a known time stands there (or one space away)."""
    offsets = [place for place, _ in known]
    if before:
        i = bisect_right(offsets, offset) - 1
        if i >= 0 and offset - offsets[i] <= 1:
            return known[i][1], True
    else:
        i = bisect_left(offsets, offset)
        if i < len(known) and offsets[i] - offset <= 1:
            return known[i][1], True
    i = min(max(bisect_right(offsets, offset) - 1, 0), len(known) - 2)
    (a, a_ms), (b, b_ms) = known[i], known[i + 1]
    share = min(max((offset - a) / max(b - a, 1), 0.0), 1.0)
    return round(a_ms + share * (b_ms - a_ms)), False
