"""Which words of an earlier version may stand in no list: marked “do not use”, or somebody's who
has left.

A mark moves on with each correction, so the earlier text bears it no more: what is marked now is
looked for there.
"""

from __future__ import annotations

from sqlalchemy import Connection, select

from ebcd.store.passages import barred, turns_of, withheld_spans
from ebcd.store.tables import transcript, transcript_version
from ebcd.text import Span
from ebcd.transcripts.carrying import Carried, between


def unlisted(
    connection: Connection, study_id: int, transcript_id: int, number: int | None = None
) -> list[Span]:
    """The stretches of version `number` of a transcript (None: of the current one)."""
    version, text, current, now = _texts(connection, study_id, transcript_id, number)
    marks = withheld_spans(connection, study_id)
    found = list(marks.get(version, ()))
    if version != current and (later := marks.get(current)):
        way = between(now, text)
        for mark in later:
            carried = way.carry(mark, wide=True)
            found.append(carried.span if isinstance(carried, Carried) else way.gap(mark).new)
    gone = barred(connection, study_id)
    for turn in turns_of(connection, study_id, [version]).get(version, ()) if gone else ():
        if turn.spoken.participant in gone:
            found.append(turn.spoken.span)
    return found


def _texts(
    connection: Connection, study_id: int, transcript_id: int, number: int | None
) -> tuple[int, str, int, str]:
    """The version's id and text, and those of the current one."""
    rows = connection.execute(
        select(
            transcript_version.c.id,
            transcript_version.c.number,
            transcript_version.c.text,
            transcript.c.current_version_id,
        )
        .join(transcript, transcript.c.id == transcript_version.c.transcript_id)
        .where(transcript.c.id == transcript_id, transcript.c.study_id == study_id)
        .where(
            (transcript_version.c.number == number)
            | (transcript_version.c.id == transcript.c.current_version_id)
        )
    ).all()
    now = next(row for row in rows if row.id == row.current_version_id)
    was = next((row for row in rows if row.number == number), now)
    return was.id, was.text, now.id, now.text
