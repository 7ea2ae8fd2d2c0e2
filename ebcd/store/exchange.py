"""What imports and exports ask of the database beside the findings' material."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from ebcd.store.database import insert_row
from ebcd.store.tables import (
    account,
    coding,
    document,
    document_person,
    membership,
    memo,
    participant,
    speaker,
    study,
    transcript,
    transcript_version,
    turn,
)
from ebcd.text import Span, sha256
from ebcd.times import now


@dataclass(frozen=True)
class Named:
    """A transcript by the names a table may call it, with its current text."""

    id: int
    version: int
    title: str
    source_name: str
    text: str


def named_transcripts(connection: Connection, study_id: int) -> list[Named]:
    """Every transcript of the study with its text."""
    rows = connection.execute(
        select(transcript, transcript_version.c.text)
        .join(transcript_version, transcript_version.c.id == transcript.c.current_version_id)
        .where(transcript.c.study_id == study_id)
        .order_by(transcript.c.id)
    )
    return [
        Named(row.id, row.current_version_id, row.title, row.source_name, row.text) for row in rows
    ]


def team(connection: Connection, study_id: int) -> dict[str, int]:
    """The team's accounts by sign-in name, display name and initials, in lower case."""
    rows = connection.execute(
        select(account)
        .outerjoin(
            membership,
            (membership.c.account_id == account.c.id) & (membership.c.study_id == study_id),
        )
        .where(membership.c.study_id.is_not(None) | account.c.is_admin)
        .order_by(account.c.id.desc())
    )
    found: dict[str, int] = {}
    for row in rows:
        for name in (row.initials, row.display_name, row.name):
            if name:
                found[name.casefold()] = row.id
    return found


def codings_there(connection: Connection, study_id: int) -> set[tuple[int, int, int, int, int]]:
    """(version, code, coder or 0, start, end) of every coding of the study."""
    rows = connection.execute(select(coding).where(coding.c.study_id == study_id))
    return {(row.version_id, row.code_id, row.coder_id or 0, row.start, row.end) for row in rows}


def coding_uuids(connection: Connection, study_id: int) -> set[str]:
    """The uuid of every coding of the study."""
    rows = connection.execute(select(coding.c.uuid).where(coding.c.study_id == study_id))
    return set(rows.scalars())


def coding_memos(connection: Connection, study_id: int) -> dict[str, str]:
    """The memos on each coding, joined, by its uuid."""
    rows = connection.execute(
        select(memo.c.coding_uuid, memo.c.text)
        .where(memo.c.study_id == study_id, memo.c.coding_uuid.is_not(None), memo.c.text != "")
        .order_by(memo.c.id)
    )
    found: dict[str, str] = {}
    for uuid, text in rows:
        found[uuid] = f"{found[uuid]}\n{text}" if uuid in found else text
    return found


def roles(connection: Connection, study_id: int) -> dict[int, str]:
    """What each participant does, where that is recorded."""
    rows = connection.execute(
        select(participant.c.id, participant.c.role).where(participant.c.study_id == study_id)
    )
    return {row[0]: row[1] for row in rows}


def study_name(connection: Connection, study_id: int) -> str:
    return str(connection.execute(select(study.c.name).where(study.c.id == study_id)).scalar_one())


def record_document(
    connection: Connection,
    study_id: int,
    kind: str,
    name: str,
    data: bytes,
    by_id: int | None,
    people: Mapping[int, int],
    *,
    draft: bool = False,
) -> int:
    """Keep that a document left, and in how many of its passages each participant is.

    A withdrawal asks for this. Returns the document's id.
    """
    document_id = insert_row(
        connection,
        document,
        {
            "study_id": study_id,
            "kind": kind,
            "name": name,
            "sha256": sha256(data),
            "draft": draft,
            "by_id": by_id,
            "created_at": now(),
        },
    )
    for who, passages in people.items():
        connection.execute(
            insert(document_person).values(
                document_id=document_id,
                participant_id=who,
                study_id=study_id,
                passages=passages,
            )
        )
    return document_id


@dataclass(frozen=True)
class Spoken:
    """One turn for an export. `interviews`: whether the team speaks; `participant`: who else."""

    span: Span
    interviews: bool
    participant: int | None


def spoken_turns(connection: Connection, study_id: int) -> dict[int, list[Spoken]]:
    """The turns of every current version, by version, in order."""
    rows = connection.execute(
        select(
            turn.c.version_id,
            turn.c.start,
            turn.c.end,
            speaker.c.interviews,
            speaker.c.participant_id,
        )
        .join(transcript, transcript.c.current_version_id == turn.c.version_id)
        .outerjoin(speaker, speaker.c.id == turn.c.speaker_id)
        .where(turn.c.study_id == study_id)
        .order_by(turn.c.version_id, turn.c.position)
    )
    found: dict[int, list[Spoken]] = {}
    for row in rows:
        found.setdefault(row.version_id, []).append(
            Spoken(Span(row.start, row.end), bool(row.interviews), row.participant_id)
        )
    return found


def made_at(connection: Connection, study_id: int) -> dict[str, datetime]:
    """When each coding was made, by its uuid."""
    rows = connection.execute(
        select(coding.c.uuid, coding.c.created_at).where(coding.c.study_id == study_id)
    )
    return {row[0]: row[1] for row in rows}
