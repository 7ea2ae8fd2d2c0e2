"""When words of a transcript are said, from the times of its turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, select, true

from ebcd.film.marking import with_estimates
from ebcd.film.timing import Stretch, TimedTurn, passage_times
from ebcd.store.tables import transcript_version, turn
from ebcd.text import Span


def times_of(connection: Connection, version_id: int, span: Span) -> Stretch | None:
    """When the passage `span` of a version is said, in its own time; None without times.

    A turn between two that have times is taken to be said at an even pace.
    """
    met = _turns(connection, version_id, (turn.c.start < span.end) & (turn.c.end > span.start))
    if not met:
        return None
    if any(each.start_ms is None for each in met):
        return passage_times(span, estimated_turns(connection, version_id))
    last = met[-1]
    if last.end_ms is None:
        after = _turns(connection, version_id, turn.c.start >= last.span.end, most=1)
        met = with_ends([*met, *after])[: len(met)]
    return passage_times(span, met)


def timed_turns(connection: Connection, version_id: int) -> list[TimedTurn]:
    """Every turn of a version that has a time, in order, with its end where one is known.

    Turns between two that have times count as having one.
    """
    turns = estimated_turns(connection, version_id)
    return [each for each in turns if each.start_ms is not None]


def estimated_turns(connection: Connection, version_id: int) -> list[TimedTurn]:
    """Every turn of a version, with times and ends where they are known or can be estimated."""
    return with_ends(with_estimates(every_turn(connection, version_id)))


def every_turn(connection: Connection, version_id: int) -> list[TimedTurn]:
    """Every turn of a version as its times are known."""
    return _turns(connection, version_id, true())


def _turns(
    connection: Connection, version_id: int, which: Any, most: int | None = None
) -> list[TimedTurn]:
    rows = connection.execute(
        select(turn.c.start, turn.c.end, turn.c.start_ms, turn.c.end_ms, turn.c.marks)
        .where(turn.c.version_id == version_id, which)
        .order_by(turn.c.position)
        .limit(most)
    )
    return [
        TimedTurn(
            Span(row.start, row.end),
            row.start_ms,
            row.end_ms,
            tuple((at, ms) for at, ms in row.marks),
        )
        for row in rows
    ]


def with_ends(turns: Sequence[TimedTurn]) -> list[TimedTurn]:
    """The turns, one without an end taken to end where the next begins."""
    made = list(turns)
    for at, (each, following) in enumerate(pairwise(turns)):
        start, end = each.start_ms, following.start_ms
        if each.end_ms is None and start is not None and end is not None and end > start:
            made[at] = replace(each, end_ms=end)
    return made


def text_of(connection: Connection, version_id: int) -> str:
    """The text of a version."""
    return str(
        connection.execute(
            select(transcript_version.c.text).where(transcript_version.c.id == version_id)
        ).scalar_one()
    )
