"""A transcript's versions: a corrected text, and what hangs on the text carried over to it.

The text of a version never changes. A correction stores a version of its own and makes it the
current one; then everything that points at an older version is carried to the new text, each from
the version that it points at. What cannot be carried stays at the version that has its words: it
waits there until somebody places it anew or gives it up, and is tried again with each version, so
that going back to an earlier text brings back all that hung on it.

A “do not use” mark that waits goes on protecting: marks that stand for it lie over every turn of
the current text that may hold its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from ebcd.errors import BadInput, Conflict, NotFound
from ebcd.store import coding as codings
from ebcd.store import search
from ebcd.store.carried import catch_up as catch_up
from ebcd.store.carried import current
from ebcd.store.carried import put_back_in as put_back_in
from ebcd.store.carried import text_of as text_of
from ebcd.store.coding import Place
from ebcd.store.database import insert_row
from ebcd.store.speakers import NewSpeaker, add_speakers
from ebcd.store.tables import (
    account,
    coding,
    memo,
    speaker,
    transcript,
    transcript_version,
    turn,
)
from ebcd.store.transcripts import add_turns
from ebcd.text import Span, join_turns, sha256
from ebcd.times import now
from ebcd.transcripts.carrying import Carried, between
from ebcd.transcripts.turns import Turn


@dataclass(frozen=True)
class NewVersion:
    """What became of a correction.

    `carried`: how many codings stand on the same words. `changed`, `waiting`: uuids of those whose
    words were corrected, and of those that could not be carried.
    """

    version_id: int
    number: int
    carried: int
    changed: Sequence[str]
    waiting: Sequence[str]


@dataclass(frozen=True)
class Past:
    """One version as the history lists it. `by`: whose name, or "" for the command line."""

    id: int
    number: int
    reason: str
    by: str
    created_at: datetime
    current: bool


def add_version(
    connection: Connection,
    study_id: int,
    transcript_id: int,
    turns: Sequence[Turn],
    *,
    by_id: int | None,
    why: str,
) -> NewVersion:
    """Store these turns as the transcript's current version and carry over what hangs on it.

    `turns` name their speakers by the transcript's labels; a label that is new becomes a speaker.
    `why`: what the history says. Raises NotFound where the transcript is gone, BadInput where no
    words are left.
    """
    if not any(said.text for said in turns):
        raise BadInput("No words are left in this transcript: delete it if it is not needed.")
    was = current(connection, study_id, transcript_id, lock=True)
    text = join_turns(said.text for said in turns)
    number = (
        1
        + connection.execute(
            select(func.max(transcript_version.c.number)).where(
                transcript_version.c.transcript_id == transcript_id
            )
        ).scalar_one()
    )
    version_id = insert_row(
        connection,
        transcript_version,
        {
            "study_id": study_id,
            "transcript_id": transcript_id,
            "number": number,
            "sha256": sha256(text),
            "text": text,
            "reason": why,
            "created_at": now(),
            "by_id": by_id,
        },
    )
    add_turns(connection, study_id, version_id, turns, _labels(connection, transcript_id, turns))
    connection.execute(
        update(transcript)
        .where(transcript.c.id == transcript_id)
        .values(current_version_id=version_id, words=sum(len(said.text.split()) for said in turns))
    )
    connection.execute(
        update(memo)
        .where(memo.c.transcript_id == transcript_id, memo.c.start.is_not(None))
        .where(memo.c.version_id.is_(None))
        .values(version_id=was.id)
    )
    changed = catch_up(connection, study_id, transcript_id)
    search.index_transcript(connection, transcript_id)
    codings.record_many(connection, study_id, transcript_id, by_id)
    at = connection.execute(
        select(coding.c.uuid, coding.c.version_id).where(coding.c.transcript_id == transcript_id)
    ).all()
    waiting = [row.uuid for row in at if row.version_id != version_id]
    return NewVersion(version_id, number, len(at) - len(waiting) - len(changed), changed, waiting)


def _labels(connection: Connection, transcript_id: int, turns: Iterable[Turn]) -> dict[str, int]:
    """The transcript's speakers by label, with new ones for labels that are new."""
    rows = connection.execute(select(speaker).where(speaker.c.transcript_id == transcript_id)).all()
    known = {row.label: row.id for row in rows}
    new = dict.fromkeys(s.speaker for s in turns if s.speaker and s.speaker not in known)
    if new:
        study_id = connection.execute(
            select(transcript.c.study_id).where(transcript.c.id == transcript_id)
        ).scalar_one()
        made = [NewSpeaker(label) for label in new if label]
        known |= add_speakers(connection, study_id, transcript_id, made)
    return known


def turns_of(connection: Connection, study_id: int, version_id: int) -> list[Turn]:
    """The turns of a version with their speakers' labels. Raises NotFound."""
    row = connection.execute(
        select(transcript_version.c.text).where(
            transcript_version.c.id == version_id, transcript_version.c.study_id == study_id
        )
    ).first()
    if row is None:
        raise NotFound("This version is no longer there: look at the list again.")
    rows = connection.execute(
        select(turn, speaker.c.label)
        .outerjoin(speaker, speaker.c.id == turn.c.speaker_id)
        .where(turn.c.version_id == version_id)
        .order_by(turn.c.position)
    )
    return [
        Turn(
            each.label,
            each.start_ms,
            each.end_ms,
            row.text[each.start : each.end],
            tuple((offset, ms) for offset, ms in each.marks),
        )
        for each in rows
    ]


def current_turns(connection: Connection, study_id: int, transcript_id: int) -> list[Turn]:
    """The turns of the transcript's current version. Raises NotFound."""
    text_now = current(connection, study_id, transcript_id)
    return turns_of(connection, study_id, text_now.id)


def history(connection: Connection, study_id: int, transcript_id: int) -> list[Past]:
    """The transcript's versions, the newest first."""
    rows = connection.execute(
        select(
            transcript_version.c.id,
            transcript_version.c.number,
            transcript_version.c.reason,
            transcript_version.c.created_at,
            account.c.display_name,
            transcript.c.current_version_id,
        )
        .join(transcript, transcript.c.id == transcript_version.c.transcript_id)
        .outerjoin(account, account.c.id == transcript_version.c.by_id)
        .where(transcript.c.id == transcript_id, transcript.c.study_id == study_id)
        .order_by(transcript_version.c.number.desc())
    )
    return [
        Past(
            row.id,
            row.number,
            row.reason,
            row.display_name or "",
            row.created_at,
            row.id == row.current_version_id,
        )
        for row in rows
    ]


def with_text(connection: Connection, study_id: int, transcript_id: int, digest: str) -> int | None:
    """The newest version of the transcript whose text has this SHA-256, or None."""
    found: int | None = connection.execute(
        select(transcript_version.c.id)
        .where(
            transcript_version.c.study_id == study_id,
            transcript_version.c.transcript_id == transcript_id,
            transcript_version.c.sha256 == digest,
        )
        .order_by(transcript_version.c.number.desc())
        .limit(1)
    ).scalar_one_or_none()
    return found


def overtaken(
    connection: Connection,
    study_id: int,
    where: Place,
    digest: str,
    span: Span | None,
    quote: str,
) -> tuple[Place, Span | None]:
    """Where an act belongs that was made on another version than the current one.

    `where`: the current version. `digest`: the SHA-256 of the text that the person saw, `span` the
    passage in it, `quote` its words or "". The passage is carried; where its words are gone, the
    place is the version that has them. Raises Conflict where nobody knows that text.
    """
    version_id = with_text(connection, study_id, where.transcript_id, digest)
    if version_id is None:
        raise Conflict("The transcript was corrected meanwhile: reload the page.")
    if span is None:
        return where, None
    old = text_of(connection, version_id)
    if not len(span) or span.end > len(old) or (quote and old[span.start : span.end] != quote):
        raise Conflict("This passage lies outside the transcript: reload the page and try again.")
    found = between(old, text_of(connection, where.version_id)).carry(span)
    if isinstance(found, Carried):
        return where, found.span
    return Place(where.transcript_id, version_id, digest, len(old)), span
