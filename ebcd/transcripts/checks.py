"""What a person should look at in any transcript before it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ebcd.text import shorten
from ebcd.times import clock
from ebcd.transcripts.labels import lookalikes
from ebcd.transcripts.turns import Problem, Turn

_MANY_CHARACTERS = 500_000


def check(turns: Sequence[Turn]) -> list[Problem]:
    """Problems that show only when all the turns are there, each with what to do."""
    return [*_speakers(turns), *_times(turns), *_length(turns)]


def words_by_speaker(turns: Sequence[Turn]) -> dict[str | None, int]:
    """How many words each speaker says, in order of first speaking."""
    counts: dict[str | None, int] = {}
    for turn in turns:
        counts[turn.speaker] = counts.get(turn.speaker, 0) + len(turn.text.split())
    return counts


def _speakers(turns: Sequence[Turn]) -> list[Problem]:
    counts = words_by_speaker(turns)
    named = [who for who in counts if who is not None]
    problems = [
        Problem(
            f"“{shorten(a, 60)}” and “{shorten(b, 60)}” look alike: merge them if they are one "
            "person."
        )
        for a, b in lookalikes(named)
    ]
    total = sum(counts.values())
    most = max(counts.items(), key=lambda item: item[1])
    if len(named) >= 2 and most[0] is not None and total >= 500 and most[1] > 0.97 * total:
        problems.append(
            Problem(
                f"Nearly all the words are under “{shorten(most[0], 60)}”: check that the speakers "
                "were told apart."
            )
        )
    return problems


def _times(turns: Sequence[Turn]) -> list[Problem]:
    starts = [turn.start_ms for turn in turns if turn.start_ms is not None]
    back = [(a, b) for a, b in pairwise(starts) if b < a]
    if not back:
        return []
    return [
        Problem(
            f"The times run backwards {len(back)} {'time' if len(back) == 1 else 'times'}, first "
            f"from {clock(back[0][0])} to {clock(back[0][1])}: correct them if clips "
            "are to be cut there."
        )
    ]


def _length(turns: Sequence[Turn]) -> list[Problem]:
    length = sum(len(turn.text) + 1 for turn in turns)
    if length <= _MANY_CHARACTERS:
        return []
    return [
        Problem(
            f"The file holds {length:,} characters, far more than one interview: if several are in "
            "it, split it into one file each."
        )
    ]
