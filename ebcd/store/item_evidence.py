"""What else speaks for a priority, besides quotations: cards of the emotional maps, and clips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from ebcd.events import MapCard
from ebcd.priorities.lists import ListName, Outcome, Talk
from ebcd.store import events
from ebcd.store.tables import chapter, clip, discussion, event, map_card
from ebcd.text import Span
from ebcd.times import now


@dataclass(frozen=True)
class PlacedClip:
    """A clip of the film and the words it shows: a span of a transcript's version."""

    id: int
    chapter: str
    version: int
    span: Span


def map_cards(
    connection: Connection, study_id: int, codes: Sequence[int]
) -> list[tuple[str, MapCard]]:
    """(event, card) of each card that stands for one of these touchpoints."""
    rows = connection.execute(
        select(map_card.c.id, map_card.c.event_id, event.c.title)
        .join(event, event.c.id == map_card.c.event_id)
        .where(map_card.c.study_id == study_id, map_card.c.code_id.in_(list(codes)))
        .order_by(map_card.c.event_id, map_card.c.position)
    ).all()
    by_event = {row.event_id: events.cards(connection, study_id, row.event_id) for row in rows}
    return [(row.title, by_event[row.event_id][row.id]) for row in rows]


def placed_clips(connection: Connection, study_id: int) -> list[PlacedClip]:
    """The clips of the film that show words of a transcript, in the film's order."""
    rows = connection.execute(
        select(clip.c.id, clip.c.version_id, clip.c.start, clip.c.end, chapter.c.title)
        .join(chapter, chapter.c.id == clip.c.chapter_id)
        .where(clip.c.study_id == study_id, clip.c.version_id.is_not(None))
        .order_by(chapter.c.position, clip.c.position)
    )
    return [PlacedClip(row.id, row.title, row.version_id, Span(row.start, row.end)) for row in rows]


# --- What talking about a list came to ----------------------------------------------------------


def add_talk(
    connection: Connection, study_id: int, values: Mapping[str, Any], by_id: int | None
) -> None:
    """Record what talking about a list came to."""
    row = {**values, "study_id": study_id, "by_id": by_id, "created_at": now()}
    connection.execute(insert(discussion).values(row))


def talks(connection: Connection, study_id: int) -> list[Talk]:
    """What talking about each list came to, the newest first."""
    rows = connection.execute(
        select(discussion, event.c.title)
        .outerjoin(event, event.c.id == discussion.c.event_id)
        .where(discussion.c.study_id == study_id)
        .order_by(discussion.c.id.desc())
    )
    return [
        Talk(ListName(row.list), Outcome(row.outcome), row.notes, row.title or "", row.created_at)
        for row in rows
    ]
