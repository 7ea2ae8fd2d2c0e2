"""Participants, their consent, and the key that is kept apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from ebcd.people import Consent, ConsentState, Group, Participant, Use
from ebcd.store.database import insert_row
from ebcd.store.tables import consent, identity, participant, speaker, transcript
from ebcd.times import now


@dataclass(frozen=True)
class Person:
    """A participant with what the team records beside the consent.

    `role`: what a staff member does. `attributes`: what the team compares by. `transcripts`: the
    titles of the transcripts they speak in, by id.
    """

    participant: Participant
    role: str
    attributes: Mapping[str, str]
    transcripts: Mapping[int, str]


def _consents(connection: Connection, study_id: int) -> dict[int, list[Consent]]:
    rows = connection.execute(
        select(consent).where(consent.c.study_id == study_id).order_by(consent.c.id)
    )
    said: dict[int, list[Consent]] = {}
    for row in rows:
        said.setdefault(row.participant_id, []).append(
            Consent(Use(row.use), ConsentState(row.state), row.on_date, row.id)
        )
    return said


def _participant(row: Any, said: Mapping[int, Sequence[Consent]]) -> Participant:
    return Participant(
        row.id, row.pseudonym, Group(row.group), row.withdrawn_on, tuple(said.get(row.id, ()))
    )


def participants(connection: Connection, study_id: int) -> dict[int, Participant]:
    """Every participant of the study with their consents, by id, in order of pseudonym."""
    said = _consents(connection, study_id)
    rows = connection.execute(
        select(participant)
        .where(participant.c.study_id == study_id)
        .order_by(participant.c.pseudonym)
    )
    return {row.id: _participant(row, said) for row in rows}


def people(connection: Connection, study_id: int) -> Sequence[Person]:
    """Every participant with all that is recorded, in order of pseudonym."""
    said = _consents(connection, study_id)
    speaks: dict[int, dict[int, str]] = {}
    for row in connection.execute(
        select(speaker.c.participant_id, transcript.c.id, transcript.c.title)
        .join(transcript, transcript.c.id == speaker.c.transcript_id)
        .where(speaker.c.study_id == study_id, speaker.c.participant_id.is_not(None))
        .order_by(transcript.c.title)
    ):
        speaks.setdefault(row.participant_id, {})[row.id] = row.title
    rows = connection.execute(
        select(participant)
        .where(participant.c.study_id == study_id)
        .order_by(participant.c.pseudonym)
    )
    return [
        Person(
            _participant(row, said),
            row.role,
            row.attributes,
            speaks.get(row.id, {}),
        )
        for row in rows
    ]


def taken_pseudonyms(connection: Connection, study_id: int) -> set[str]:
    return set(
        connection.execute(
            select(participant.c.pseudonym).where(participant.c.study_id == study_id)
        ).scalars()
    )


def add(connection: Connection, study_id: int, pseudonym: str, group: Group, role: str = "") -> int:
    return insert_row(
        connection,
        participant,
        {
            "study_id": study_id,
            "pseudonym": pseudonym,
            "group": group.value,
            "role": role,
            "attributes": {},
            "created_at": now(),
        },
    )


def change(
    connection: Connection, study_id: int, participant_id: int, values: Mapping[str, Any]
) -> bool:
    """Change columns of a participant; False where there is no such participant here."""
    done = connection.execute(
        update(participant)
        .where(participant.c.id == participant_id, participant.c.study_id == study_id)
        .values(**values)
    )
    return done.rowcount == 1


def delete_participant(connection: Connection, study_id: int, participant_id: int) -> None:
    connection.execute(
        delete(participant).where(
            participant.c.id == participant_id, participant.c.study_id == study_id
        )
    )


def add_consent(
    connection: Connection,
    study_id: int,
    participant_id: int,
    use: Use,
    state: ConsentState,
    on: date,
    how: str,
    by_id: int | None,
) -> None:
    connection.execute(
        insert(consent).values(
            study_id=study_id,
            participant_id=participant_id,
            use=use.value,
            state=state.value,
            on_date=on,
            how=how,
            by_id=by_id,
            created_at=now(),
        )
    )


def identity_of(connection: Connection, study_id: int, participant_id: int) -> tuple[str, str]:
    """Name and contact behind a pseudonym; empty where none is recorded."""
    row = connection.execute(
        select(identity).where(
            identity.c.participant_id == participant_id, identity.c.study_id == study_id
        )
    ).first()
    return (row.name, row.contact) if row else ("", "")


def set_identity(
    connection: Connection, study_id: int, participant_id: int, name: str, contact: str
) -> None:
    connection.execute(delete(identity).where(identity.c.participant_id == participant_id))
    if name or contact:
        connection.execute(
            insert(identity).values(
                participant_id=participant_id, study_id=study_id, name=name, contact=contact
            )
        )


def speaks_anywhere(connection: Connection, participant_id: int) -> bool:
    return (
        connection.execute(
            select(func.count())
            .select_from(speaker)
            .where(speaker.c.participant_id == participant_id)
        ).scalar_one()
        > 0
    )
