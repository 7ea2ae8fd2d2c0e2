"""Topics that a team arranged, by the places of their passages: no words of a passage are kept.

A topic that was put back as it was found stays for a while, dropped, so that putting it back can be
undone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from ebcd.store.database import insert_row
from ebcd.store.tables import topic, topic_passage, transcript, transcript_version
from ebcd.text import Span
from ebcd.times import now

_SEVERAL = 20
"""Passages of one text from which on the text is read once, and not part by part."""
Place = tuple[int, int, int, int]
"""Transcript, version, start and end."""


@dataclass(frozen=True)
class TopicRow:
    """A topic that somebody worked on. `name`: "" where it goes by its words."""

    id: int
    name: str
    merged_into: int | None
    split_of: int | None


def topics(connection: Connection, study_id: int) -> list[TopicRow]:
    """The study's arranged topics, the oldest first; none that was dropped."""
    rows = connection.execute(
        select(topic)
        .where(topic.c.study_id == study_id, topic.c.dropped.is_(False))
        .order_by(topic.c.id)
    )
    return [TopicRow(row.id, row.name, row.merged_into_id, row.split_of_id) for row in rows]


def state(connection: Connection, study_id: int) -> tuple[int, int]:
    """What changes when passages of topics come or go."""
    row = connection.execute(
        select(func.count(), func.max(topic_passage.c.id)).where(
            topic_passage.c.study_id == study_id
        )
    ).one()
    return int(row[0]), int(row[1] or 0)


def lengths(connection: Connection, study_id: int) -> dict[int, int]:
    """How many passages each topic has, by topic."""
    rows = connection.execute(
        select(topic_passage.c.topic_id, func.count())
        .where(topic_passage.c.study_id == study_id)
        .group_by(topic_passage.c.topic_id)
    )
    return {row[0]: row[1] for row in rows}


def places(connection: Connection, study_id: int) -> dict[int, list[Place]]:
    """Where the passages of the arranged topics stand, by topic."""
    rows = connection.execute(
        select(
            topic_passage.c.topic_id,
            topic_passage.c.transcript_id,
            topic_passage.c.version_id,
            topic_passage.c.start,
            topic_passage.c.end,
        )
        .join(topic, topic.c.id == topic_passage.c.topic_id)
        .where(topic_passage.c.study_id == study_id, topic.c.dropped.is_(False))
    )
    found: dict[int, list[Place]] = {}
    for of, transcript_id, version, start, end in rows:
        found.setdefault(of, []).append((transcript_id, version, start, end))
    return found


def add(
    connection: Connection,
    study_id: int,
    by_id: int | None,
    where: Iterable[Place],
    *,
    name: str = "",
    split_of: int | None = None,
) -> int:
    """Keep a topic; its id."""
    made = insert_row(
        connection,
        topic,
        {
            "study_id": study_id,
            "name": name,
            "split_of_id": split_of,
            "by_id": by_id,
            "created_at": now(),
        },
    )
    add_passages(connection, study_id, made, where)
    return made


def add_passages(
    connection: Connection, study_id: int, topic_id: int, where: Iterable[Place]
) -> int:
    """Let passages belong to a topic; how many. Those of texts that are gone are left out."""
    wanted = list(where)
    there = set(
        connection.execute(
            select(transcript_version.c.id)
            .join(transcript, transcript.c.id == transcript_version.c.transcript_id)
            .where(transcript.c.study_id == study_id)
        ).scalars()
    )
    rows = [
        {
            "study_id": study_id,
            "topic_id": topic_id,
            "transcript_id": transcript_id,
            "version_id": version,
            "start": start,
            "end": end,
        }
        for transcript_id, version, start, end in wanted
        if version in there
    ]
    if rows:
        connection.execute(insert(topic_passage), rows)
    return len(rows)


def change(
    connection: Connection, study_id: int, ids: Collection[int], values: Mapping[str, Any]
) -> int:
    """Change topics of the study; how many there were."""
    done = connection.execute(
        update(topic).where(topic.c.study_id == study_id, topic.c.id.in_(ids)).values(**values)
    )
    return done.rowcount


def remove(connection: Connection, study_id: int, ids: Collection[int]) -> None:
    """Delete topics with the places of their passages."""
    connection.execute(delete(topic).where(topic.c.study_id == study_id, topic.c.id.in_(ids)))


def forget_dropped(connection: Connection, study_id: int, made_before: datetime) -> None:
    """Delete the topics of old that were put back as they were found."""
    connection.execute(
        delete(topic).where(
            topic.c.study_id == study_id,
            topic.c.dropped.is_(True),
            topic.c.created_at < made_before,
        )
    )


def words(connection: Connection, study_id: int, wanted: Sequence[tuple[int, Span]]) -> list[str]:
    """The words at each (version, span), of current versions of this study."""
    by_version: dict[int, list[int]] = {}
    for at, (version, _span) in enumerate(wanted):
        by_version.setdefault(version, []).append(at)
    found = [""] * len(wanted)
    column = transcript_version.c.text
    for version, rows in by_version.items():
        here = (transcript_version.c.id == version, transcript_version.c.study_id == study_id)
        if len(rows) >= _SEVERAL:
            whole = str(connection.execute(select(column).where(*here)).scalar_one())
            for at in rows:
                span = wanted[at][1]
                found[at] = whole[span.start : span.end]
            continue
        for at in rows:
            span = wanted[at][1]
            part = func.substr(column, span.start + 1, len(span))
            found[at] = str(connection.execute(select(part).where(*here)).scalar_one())
    return found
