"""Transcripts in the database: a text in versions, its turns, and who speaks in them.

The text of a version never changes; a correction is a version of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from ebcd.store.blindfold import seen
from ebcd.store.database import insert_once, insert_row
from ebcd.store.search import index_transcript
from ebcd.store.speakers import NewSpeaker, Speaker, add_speakers, speakers
from ebcd.store.tables import (
    clip,
    coding,
    memo,
    priority_evidence,
    transcript,
    transcript_version,
    turn,
    withheld,
)
from ebcd.text import Span, join_turns, sha256, turn_spans
from ebcd.times import now
from ebcd.transcripts.turns import Problem, Turn

INTERVIEW = "interview"
FIELD_NOTE = "field_note"
COMMENTS = "comments"


@dataclass(frozen=True)
class NewTranscript:
    """A transcript to be stored; `turns` name their speakers by the labels in `speakers`."""

    title: str
    kind: str
    language: str
    source_name: str
    source_format: str
    source_sha256: str
    problems: Sequence[Problem]
    turns: Sequence[Turn]
    speakers: Sequence[NewSpeaker]


@dataclass(frozen=True)
class Transcript:
    """A transcript as the study lists it.

    `words`, `turns`, `codings`: how many. `length_ms`: the last time in it, or None. `speakers`:
    in the order in which they first speak. `may_quote`: of comments, whether people agreed to be
    quoted without a name.
    """

    id: int
    title: str
    kind: str
    language: str
    source_name: str
    source_format: str
    problems: Sequence[Problem]
    recording_id: int | None
    recording_offset_ms: int
    version_id: int
    words: int
    turns: int
    codings: int
    length_ms: int | None
    speakers: Sequence[Speaker]
    created_at: datetime
    may_quote: bool = False

    @property
    def is_field_note(self) -> bool:
        return self.kind == FIELD_NOTE

    @property
    def is_comments(self) -> bool:
        return self.kind == COMMENTS


@dataclass(frozen=True)
class StoredTurn:
    """A turn of a version. `span`: in the version's text. `marks`: as in `Turn`."""

    position: int
    speaker_id: int | None
    span: Span
    start_ms: int | None
    end_ms: int | None
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Version:
    """The text of a transcript and its turns. `number`: from 1 on."""

    id: int
    number: int
    text: str
    turns: Sequence[StoredTurn]


@dataclass(frozen=True)
class Goes:
    """What hangs on a transcript and goes with it."""

    codings: int
    clips: int
    memos: int
    withheld: int


def with_source(
    connection: Connection, study_id: int, digests: Iterable[str]
) -> dict[str, tuple[int, str]]:
    """Of these SHA-256 sums of files, those already imported: sum → (id, title)."""
    rows = connection.execute(
        select(transcript.c.source_sha256, transcript.c.id, transcript.c.title).where(
            transcript.c.study_id == study_id, transcript.c.source_sha256.in_(list(digests))
        )
    )
    return {row.source_sha256: (row.id, row.title) for row in rows}


def add(connection: Connection, study_id: int, new: NewTranscript, by_id: int | None) -> int | None:
    """Store a transcript, its first version, speakers and turns.

    Returns its id; None where the same file is in the study already.
    """
    created = now()
    words = sum(len(said.text.split()) for said in new.turns)
    stored = insert_once(
        connection,
        transcript,
        {
            "study_id": study_id,
            "title": new.title,
            "kind": new.kind,
            "language": new.language,
            "source_name": new.source_name,
            "source_format": new.source_format,
            "source_sha256": new.source_sha256,
            "problems": [{"message": p.message, "line": p.line} for p in new.problems],
            "words": words,
            "created_at": created,
            "by_id": by_id,
        },
    )
    if not stored:
        return None
    (transcript_id, _title) = with_source(connection, study_id, [new.source_sha256])[
        new.source_sha256
    ]
    text = join_turns(said.text for said in new.turns)
    version_id = insert_row(
        connection,
        transcript_version,
        {
            "study_id": study_id,
            "transcript_id": transcript_id,
            "number": 1,
            "sha256": sha256(text),
            "text": text,
            "created_at": created,
            "by_id": by_id,
        },
    )
    connection.execute(
        update(transcript)
        .where(transcript.c.id == transcript_id)
        .values(current_version_id=version_id)
    )
    speakers = add_speakers(connection, study_id, transcript_id, new.speakers)
    add_turns(connection, study_id, version_id, new.turns, speakers)
    index_transcript(connection, transcript_id)
    return int(transcript_id)


def add_turns(
    connection: Connection,
    study_id: int,
    version_id: int,
    turns: Sequence[Turn],
    speakers: Mapping[str, int],
) -> None:
    """Store the turns of a version; `speakers`: their ids by label."""
    rows = [
        {
            "study_id": study_id,
            "version_id": version_id,
            "position": position,
            "speaker_id": speakers.get(said.speaker) if said.speaker else None,
            "start": span.start,
            "end": span.end,
            "start_ms": said.start_ms,
            "end_ms": said.end_ms,
            "marks": [list(mark) for mark in said.marks],
        }
        for position, (said, span) in enumerate(
            zip(turns, turn_spans([said.text for said in turns]), strict=True)
        )
    ]
    connection.execute(insert(turn), rows)


def listed(connection: Connection, study_id: int, only: int | None = None) -> Sequence[Transcript]:
    """The transcripts of a study by title, or the one of id `only`."""
    wanted = transcript.c.study_id == study_id
    if only is not None:
        wanted = wanted & (transcript.c.id == only)
    turns = (
        select(
            turn.c.version_id,
            func.count().label("turns"),
            func.max(func.coalesce(turn.c.end_ms, turn.c.start_ms)).label("length_ms"),
        )
        .join(transcript, transcript.c.current_version_id == turn.c.version_id)
        .where(wanted)
        .group_by(turn.c.version_id)
        .subquery()
    )
    codings = (
        select(coding.c.version_id, func.count().label("codings"))
        .where(coding.c.study_id == study_id, *seen(connection))
        .group_by(coding.c.version_id)
        .subquery()
    )
    version = transcript.c.current_version_id
    rows = connection.execute(
        select(transcript, turns.c.turns, turns.c.length_ms, codings.c.codings)
        .outerjoin(turns, turns.c.version_id == version)
        .outerjoin(codings, codings.c.version_id == version)
        .where(wanted)
        .order_by(func.lower(transcript.c.title), transcript.c.id)
    ).all()
    speaking = speakers(connection, study_id, only)
    return [_transcript(row, speaking.get(row.id, [])) for row in rows]


def _transcript(row: Any, speaking: Sequence[Speaker]) -> Transcript:
    return Transcript(
        id=row.id,
        title=row.title,
        kind=row.kind,
        language=row.language,
        source_name=row.source_name,
        source_format=row.source_format,
        problems=[Problem(each["message"], each["line"]) for each in row.problems],
        recording_id=row.recording_id,
        recording_offset_ms=row.recording_offset_ms,
        version_id=row.current_version_id,
        words=row.words,
        turns=row.turns or 0,
        codings=row.codings or 0,
        length_ms=row.length_ms,
        speakers=speaking,
        created_at=row.created_at,
        may_quote=row.may_quote,
    )


def current_version(connection: Connection, study_id: int, transcript_id: int) -> Version | None:
    """The text that is coded now, with its turns in order."""
    row = connection.execute(
        select(transcript_version)
        .join(transcript, transcript.c.current_version_id == transcript_version.c.id)
        .where(transcript.c.id == transcript_id, transcript.c.study_id == study_id)
    ).first()
    if row is None:
        return None
    turns = connection.execute(
        select(turn).where(turn.c.version_id == row.id).order_by(turn.c.position)
    )
    return Version(
        row.id,
        row.number,
        row.text,
        [
            StoredTurn(
                each.position,
                each.speaker_id,
                Span(each.start, each.end),
                each.start_ms,
                each.end_ms,
                tuple((offset, ms) for offset, ms in each.marks),
            )
            for each in turns
        ],
    )


def change(
    connection: Connection, study_id: int, transcript_id: int, values: Mapping[str, Any]
) -> bool:
    """Change columns of a transcript; False where there is no such transcript here."""
    done = connection.execute(
        update(transcript)
        .where(transcript.c.id == transcript_id, transcript.c.study_id == study_id)
        .values(**values)
    )
    return done.rowcount == 1


def goes_with(connection: Connection, study_id: int, transcript_id: int) -> Goes:
    """How much would be deleted with a transcript."""

    def count(table: Any) -> int:
        return int(
            connection.execute(
                select(func.count())
                .select_from(table)
                .where(table.c.study_id == study_id, table.c.transcript_id == transcript_id)
            ).scalar_one()
        )

    return Goes(count(coding), count(clip), count(memo), count(withheld))


def delete_transcript(connection: Connection, study_id: int, transcript_id: int) -> None:
    """Delete a transcript and all that hangs on it."""
    uuids = select(coding.c.uuid).where(
        coding.c.study_id == study_id, coding.c.transcript_id == transcript_id
    )
    for table in (priority_evidence, memo):
        connection.execute(
            delete(table).where(table.c.study_id == study_id, table.c.coding_uuid.in_(uuids))
        )
    connection.execute(
        delete(transcript).where(
            transcript.c.id == transcript_id, transcript.c.study_id == study_id
        )
    )
