"""Free-text comments in the database: a transcript of their own kind, and what is known of each.

Each comment is a turn and has a speaker of its own, so that what its table says of it stays with it
when the text is corrected.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select

from ebcd.store.tables import comment, speaker


def keep_attributes(
    connection: Connection,
    study_id: int,
    transcript_id: int,
    known: Mapping[str, tuple[int, Mapping[str, str]]],
) -> None:
    """Keep what a table says of its comments: line and attributes, by the speaker's label."""
    ids = connection.execute(
        select(speaker.c.label, speaker.c.id).where(speaker.c.transcript_id == transcript_id)
    )
    rows = [
        {
            "study_id": study_id,
            "speaker_id": speaker_id,
            "row": known[label][0],
            "attributes": dict(known[label][1]),
        }
        for label, speaker_id in ids
        if label in known
    ]
    if rows:
        connection.execute(insert(comment), rows)


def attributes(
    connection: Connection, study_id: int, transcripts: Iterable[int] | None = None
) -> Sequence[tuple[int, int, Mapping[str, Any]]]:
    """Transcript, speaker and attributes of each comment, in order of its row."""
    query = (
        select(speaker.c.transcript_id, speaker.c.id, comment.c.attributes)
        .join(speaker, speaker.c.id == comment.c.speaker_id)
        .where(comment.c.study_id == study_id)
        .order_by(speaker.c.transcript_id, comment.c.row)
    )
    if transcripts is not None:
        query = query.where(speaker.c.transcript_id.in_(list(transcripts)))
    return [(row[0], row[1], row[2]) for row in connection.execute(query)]
