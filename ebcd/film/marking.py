"""Marking when turns begin: a person plays the recording and says “here” at each turn.

Some turns may be left out; people are then taken to speak at an even pace between the turns that
are marked. Times never run backwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from ebcd.errors import BadInput
from ebcd.film.timing import TimedTurn, moment
from ebcd.times import clock

LONGEST_MS = 24 * 60 * 60_000
"""No recording is longer than a day."""


def with_estimates(turns: Sequence[TimedTurn]) -> list[TimedTurn]:
    """The turns in order, those between two timed ones given a start at an even pace.

    Turns before the first timed one and after the last stay without a time.
    """
    made = list(turns)
    timed = [at for at, turn in enumerate(turns) if turn.start_ms is not None]
    for left, right in pairwise(timed):
        if right == left + 1:
            continue
        known = [_last_known(turns[left]), (turns[right].span.start, turns[right].start_ms or 0)]
        if known[1][1] < known[0][1]:
            continue
        for at in range(left + 1, right):
            made[at] = replace(turns[at], start_ms=moment(turns[at].span.start, known))
    return made


def _last_known(turn: TimedTurn) -> tuple[int, int]:
    """The last (position, milliseconds) that is known of a timed turn."""
    if turn.end_ms is not None:
        return turn.span.end, turn.end_ms
    points = [(0, turn.start_ms or 0), *turn.cues]
    at, ms = max(points)
    return turn.span.start + at, ms


def retimed(
    turns: Sequence[TimedTurn], times: Mapping[int, int | None], latest_ms: int = LONGEST_MS
) -> list[TimedTurn]:
    """The turns with other starts: `times` by index, None takes a time away.

    What is known inside a turn stays as far as it fits the new times. `latest_ms`: the last moment
    that a turn may begin at. Raises BadInput where times would run backwards.
    """
    made = list(turns)
    for at, ms in times.items():
        if not 0 <= at < len(made):
            raise BadInput("This turn is not in the transcript: reload the page.")
        turn = made[at]
        if ms is None:
            made[at] = replace(turn, start_ms=None, end_ms=None, cues=())
            continue
        if not 0 <= ms <= latest_ms:
            raise BadInput(
                f"Turn {at + 1} would begin at {_said(ms)}, which is not in the recording: "
                "type another time."
            )
        cues = tuple(cue for cue in turn.cues if cue[0] > 0 and cue[1] > ms)
        made[at] = replace(turn, start_ms=ms, cues=cues)
    _refuse_backwards(made, times)
    return _fitted(made, times)


def _said(ms: int) -> str:
    return clock(ms) if ms >= 0 else f"-{clock(-ms)}"


def _refuse_backwards(turns: Sequence[TimedTurn], times: Mapping[int, int | None]) -> None:
    """Each changed start lies after the start before it and before the start after it."""
    timed = [(at, turn.start_ms) for at, turn in enumerate(turns) if turn.start_ms is not None]
    for (one, before), (other, after) in pairwise(timed):
        if after > before or not {one, other} & times.keys():
            continue
        raise BadInput(
            f"Turn {other + 1} would begin at {clock(after)}, not after turn {one + 1} "
            f"({clock(before)}): times cannot run backwards, so correct one of the two first."
        )


def _fitted(turns: Sequence[TimedTurn], times: Mapping[int, int | None]) -> list[TimedTurn]:
    """Ends and cues that the new starts overtook are taken away."""
    made = list(turns)
    timed = [at for at, turn in enumerate(turns) if turn.start_ms is not None]
    for place, at in enumerate(timed):
        following = timed[place + 1] if place + 1 < len(timed) else None
        if at not in times and following not in times:
            continue
        turn = made[at]
        limit = LONGEST_MS if following is None else made[following].start_ms or 0
        end = turn.end_ms
        if end is not None and not (turn.start_ms or 0) < end <= limit:
            end = None
        cues = tuple(cue for cue in turn.cues if cue[1] < min(limit, end or limit))
        made[at] = replace(turn, end_ms=end, cues=cues)
    return made
