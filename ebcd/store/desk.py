"""What the coding desk shows of one transcript: turns, codings, marks, and what changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select

from ebcd.errors import NotFound
from ebcd.store.blindfold import seen, worn
from ebcd.store.coding import MANY, Place
from ebcd.store.database import Connection, insert_once
from ebcd.store.search import index_stretch
from ebcd.store.tables import (
    account,
    coding,
    coding_act,
    memo,
    participant,
    speaker,
    transcript,
    transcript_version,
    turn,
    withheld,
)
from ebcd.text import Span
from ebcd.times import now

MOST_CHANGES = 400
"""More changes than these are read as a whole."""


@dataclass(frozen=True)
class DeskTurn:
    """A turn as it is read.

    `speaker`: the participant's pseudonym where the speaker is linked to one, else the label of
    the file. `start_ms`: from the start of the recording, or None.
    """

    speaker: str
    interviewer: bool
    participant: int | None
    start_ms: int | None
    text: str


@dataclass(frozen=True)
class DeskCoding:
    """A coding as the desk shows it. `memo`: its text, "" where there is none."""

    uuid: str
    code: int
    span: Span
    coder: int | None
    initials: str
    memo: str
    origin: str


@dataclass(frozen=True)
class Withheld:
    """A passage marked “do not use”."""

    uuid: str
    span: Span
    reason: str


@dataclass(frozen=True)
class DeskTranscript:
    """A transcript opened at the desk. `revision`: of its coding."""

    id: int
    title: str
    kind: str
    language: str
    version: int
    sha256: str
    revision: int
    turns: tuple[DeskTurn, ...]


def opened(connection: Connection, study_id: int, transcript_id: int) -> DeskTranscript:
    """The transcript with its turns. Raises NotFound where it is not in the study."""
    row = connection.execute(
        select(transcript, transcript_version.c.sha256, transcript_version.c.text)
        .join(transcript_version, transcript_version.c.id == transcript.c.current_version_id)
        .where(transcript.c.id == transcript_id, transcript.c.study_id == study_id)
    ).first()
    if row is None:
        raise NotFound("This transcript is no longer in the study: choose another one.")
    spoken = connection.execute(
        select(
            turn.c.start,
            turn.c.end,
            turn.c.start_ms,
            speaker.c.label,
            speaker.c.interviews,
            speaker.c.participant_id,
            participant.c.pseudonym,
        )
        .outerjoin(speaker, speaker.c.id == turn.c.speaker_id)
        .outerjoin(participant, participant.c.id == speaker.c.participant_id)
        .where(turn.c.version_id == row.current_version_id)
        .order_by(turn.c.position)
    )
    turns = tuple(
        DeskTurn(
            one.pseudonym or one.label or "",
            bool(one.interviews),
            one.participant_id,
            one.start_ms,
            row.text[one.start : one.end],
        )
        for one in spoken
    )
    return DeskTranscript(
        row.id,
        row.title,
        row.kind,
        row.language,
        row.current_version_id,
        row.sha256,
        row.revision,
        turns,
    )


def codings(
    connection: Connection, study_id: int, version_id: int, uuids: Iterable[str] | None = None
) -> list[DeskCoding]:
    """The codings of a version with their coders and memos; `uuids` narrows them down."""
    asked: list[ColumnElement[bool]] = [
        coding.c.study_id == study_id,
        coding.c.version_id == version_id,
        *seen(connection),
    ]
    if uuids is not None:
        asked.append(coding.c.uuid.in_(list(uuids)))
    rows = connection.execute(
        select(
            coding.c.uuid,
            coding.c.code_id,
            coding.c.start,
            coding.c.end,
            coding.c.coder_id,
            coding.c.origin,
            account.c.initials,
            memo.c.text,
        )
        .outerjoin(account, account.c.id == coding.c.coder_id)
        .outerjoin(memo, (memo.c.coding_uuid == coding.c.uuid) & (memo.c.about == "coding"))
        .where(*asked)
        .order_by(coding.c.start, coding.c.id)
    )
    return [
        DeskCoding(
            row.uuid,
            row.code_id,
            Span(row.start, row.end),
            row.coder_id,
            row.initials or "",
            row.text or "",
            row.origin,
        )
        for row in rows
    ]


def withheld_in(
    connection: Connection, version_id: int, uuids: Iterable[str] | None = None
) -> list[Withheld]:
    """The passages of a version marked “do not use”, in order; `uuids` narrows them down."""
    query = select(withheld).where(withheld.c.version_id == version_id).order_by(withheld.c.start)
    if uuids is not None:
        query = query.where(withheld.c.uuid.in_(list(uuids)))
    rows = connection.execute(query)
    return [Withheld(row.uuid, Span(row.start, row.end), row.reason) for row in rows]


def withhold(
    connection: Connection, study_id: int, where: Place, mark: Withheld, by_id: int | None
) -> None:
    """Mark a passage “do not use”."""
    values = {
        "study_id": study_id,
        "uuid": mark.uuid,
        "transcript_id": where.transcript_id,
        "version_id": where.version_id,
        "start": mark.span.start,
        "end": mark.span.end,
        "reason": mark.reason,
        "by_id": by_id,
        "created_at": now(),
    }
    insert_once(connection, withheld, values)
    index_stretch(connection, where.transcript_id, mark.span)


def release(connection: Connection, study_id: int, uuid: str) -> bool:
    """Take the mark off. False where it was gone already."""
    gone = connection.execute(
        delete(withheld)
        .where(withheld.c.uuid == uuid, withheld.c.study_id == study_id)
        .returning(withheld.c.transcript_id, withheld.c.start, withheld.c.end)
    ).first()
    if gone is not None:
        index_stretch(connection, gone.transcript_id, Span(gone.start, gone.end))
    return gone is not None


def recent_codes(
    connection: Connection, study_id: int, coder_id: int | None, most: int = 9
) -> list[int]:
    """The codes that this coder used last in the study, the latest first."""
    rows = connection.execute(
        select(coding.c.code_id)
        .where(coding.c.study_id == study_id, coding.c.coder_id == coder_id)
        .group_by(coding.c.code_id)
        .order_by(func.max(coding.c.id).desc())
        .limit(most)
    )
    return list(rows.scalars())


@dataclass(frozen=True)
class Changes:
    """What changed in a transcript's coding.

    `all`: so much that the desk reads everything again. `gone`: uuids of what is not there any
    more.
    """

    revision: int
    all: bool = False
    codings: Sequence[DeskCoding] = ()
    withheld: Sequence[Withheld] = ()
    gone: Sequence[str] = ()


def changes(connection: Connection, study_id: int, transcript_id: int, since: int) -> Changes:
    """What changed since the desk last saw revision `since`."""
    row = connection.execute(
        select(transcript.c.revision, transcript.c.current_version_id).where(
            transcript.c.id == transcript_id, transcript.c.study_id == study_id
        )
    ).first()
    if row is None:
        raise NotFound("This transcript is no longer in the study: choose another one.")
    if row.revision == since:
        return Changes(since)
    query = (
        select(coding_act.c.coding_uuid, coding_act.c.kind)
        .where(coding_act.c.transcript_id == transcript_id, coding_act.c.revision > since)
        .limit(MOST_CHANGES)
    )
    blind = worn(connection)
    if blind is not None and transcript_id in blind.transcripts:
        of_all = coding_act.c.kind.in_(("withhold", "release", MANY))
        query = query.where(or_(coding_act.c.by_id == blind.coder, of_all))
    acts = connection.execute(query).all()
    if len(acts) == MOST_CHANGES or any(act.kind == MANY for act in acts):
        return Changes(row.revision, all=True)
    uuids = {act.coding_uuid for act in acts if act.coding_uuid and act.kind != "new_code"}
    there = codings(connection, study_id, row.current_version_id, uuids)
    marks = withheld_in(connection, row.current_version_id, uuids)
    found = {one.uuid for one in there} | {one.uuid for one in marks}
    return Changes(row.revision, False, there, marks, sorted(uuids - found))


@dataclass(frozen=True)
class Progress:
    """How much is coded in one transcript. `mine`: by the one who asks."""

    id: int
    title: str
    kind: str
    words: int
    codings: int
    mine: int


def progress(
    connection: Connection, study_id: int, coder_id: int | None, only: int | None = None
) -> list[Progress]:
    """Every transcript of the study, or one alone, with how much is coded in it, by title."""
    asked = select(transcript).where(transcript.c.study_id == study_id)
    rows = connection.execute(
        asked.order_by(transcript.c.title) if only is None else asked.where(transcript.c.id == only)
    ).all()
    its = [] if only is None else [coding.c.version_id.in_(row.current_version_id for row in rows)]
    mine = func.count().filter(coding.c.coder_id == coder_id)
    counts: Mapping[int, Any] = {
        row.version_id: row
        for row in connection.execute(
            select(coding.c.version_id, func.count().label("codings"), mine.label("mine"))
            .where(coding.c.study_id == study_id, *its, *seen(connection))
            .group_by(coding.c.version_id)
        )
    }
    listed = []
    for row in rows:
        count = counts.get(row.current_version_id)
        listed.append(
            Progress(
                row.id,
                row.title,
                row.kind,
                row.words,
                count.codings if count else 0,
                count.mine if count else 0,
            )
        )
    return listed
