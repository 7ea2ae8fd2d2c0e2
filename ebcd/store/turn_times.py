"""When turns begin, in the database: read, changed in place, and the clips that hang on them.

Times are no part of a transcript's text, so a version keeps its number when they change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from ebcd.errors import NotFound
from ebcd.film.timing import Stretch, TimedTurn
from ebcd.store.tables import (
    clip,
    clip_approval,
    recording,
    transcript,
    transcript_version,
    turn,
)
from ebcd.text import Span


@dataclass(frozen=True)
class Filmed:
    """A transcript and what was filmed of it.

    `is_spoken`: whether it is of something that can be heard, and no field note and no comments.
    `recording_id`: None where none is linked. `offset_ms`: how much later a word is heard than the
    transcript says. `recordings`: how many the study has.
    """

    version_id: int
    sha256: str
    language: str
    is_spoken: bool
    recording_id: int | None
    offset_ms: int
    recordings: int


@dataclass(frozen=True)
class TimedClip:
    """A clip of a version. `answered`: whether somebody in it was asked what they say of it."""

    id: int
    span: Span
    stretch: Stretch
    answered: bool


def filmed(connection: Connection, study_id: int, transcript_id: int) -> Filmed:
    """The transcript and its recording. Raises NotFound where it is not in the study."""
    many = select(func.count()).where(recording.c.study_id == study_id).scalar_subquery()
    row = connection.execute(
        select(transcript, transcript_version.c.sha256, many.label("many"))
        .join(transcript_version, transcript_version.c.id == transcript.c.current_version_id)
        .where(transcript.c.id == transcript_id, transcript.c.study_id == study_id)
    ).first()
    if row is None:
        raise NotFound("This transcript is no longer in the study: choose another one.")
    return Filmed(
        row.current_version_id,
        row.sha256,
        row.language,
        row.kind == "interview",
        row.recording_id,
        row.recording_offset_ms,
        row.many,
    )


def store_times(connection: Connection, version_id: int, turns: Mapping[int, TimedTurn]) -> None:
    """Give the turns at these positions of a version the times of `turns`."""
    if not turns:
        return
    connection.execute(
        update(turn)
        .where(turn.c.version_id == version_id, turn.c.position == bindparam("at"))
        .values(start_ms=bindparam("begins"), end_ms=bindparam("ends"), marks=bindparam("known")),
        [
            {
                "at": at,
                "begins": each.start_ms,
                "ends": each.end_ms,
                "known": [list(cue) for cue in each.cues],
            }
            for at, each in turns.items()
        ],
    )


def clips_of(connection: Connection, version_id: int) -> Sequence[TimedClip]:
    """The clips that are words of a version."""
    asked = select(clip_approval.c.clip_id).where(clip_approval.c.clip_id == clip.c.id).exists()
    rows: Iterable[Any] = connection.execute(
        select(clip.c.id, clip.c.start, clip.c.end, clip.c.in_ms, clip.c.out_ms, asked.label("a"))
        .where(clip.c.version_id == version_id)
        .order_by(clip.c.id)
    )
    return [
        TimedClip(row.id, Span(row.start, row.end), Stretch(row.in_ms, row.out_ms), bool(row.a))
        for row in rows
    ]


def move_clips(connection: Connection, study_id: int, moved: Mapping[int, Stretch]) -> None:
    """Give clips another in and out, in their transcript's time."""
    for clip_id, stretch in moved.items():
        connection.execute(
            update(clip)
            .where(clip.c.id == clip_id, clip.c.study_id == study_id)
            .values(in_ms=stretch.in_ms, out_ms=stretch.out_ms)
        )
