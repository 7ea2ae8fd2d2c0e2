"""Who speaks in a transcript: the labels, and the participants they stand for.

Whose a turn is may be corrected at any time, because codings hang on positions in the text alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from ebcd.store.tables import comment, participant, speaker, turn


@dataclass(frozen=True)
class NewSpeaker:
    """A speaker to be stored. `participant_id`: whom the label stands for, or None."""

    label: str
    interviews: bool = False
    participant_id: int | None = None


@dataclass(frozen=True)
class Speaker:
    """Who speaks in a transcript.

    `participant_id`, `pseudonym`, `group`: the participant the label stands for, or None.
    """

    id: int
    transcript_id: int
    label: str
    interviews: bool
    participant_id: int | None
    pseudonym: str | None
    group: str | None


def add_speakers(
    connection: Connection, study_id: int, transcript_id: int, speakers: Iterable[NewSpeaker]
) -> dict[str, int]:
    """Add speakers to a transcript; returns their ids by label."""
    rows = [
        {
            "study_id": study_id,
            "transcript_id": transcript_id,
            "label": each.label,
            "interviews": each.interviews,
            "participant_id": each.participant_id,
        }
        for each in speakers
    ]
    if not rows:
        return {}
    connection.execute(insert(speaker), rows)
    there = connection.execute(
        select(speaker.c.label, speaker.c.id).where(speaker.c.transcript_id == transcript_id)
    )
    added = {row["label"] for row in rows}
    return {label: number for label, number in there if label in added}


def speakers(
    connection: Connection, study_id: int, only: int | None = None
) -> dict[int, list[Speaker]]:
    """Who speaks, by transcript, in the order in which they were found.

    The thousands who left a comment are told only where one transcript is asked about.
    """
    query = (
        select(speaker, participant.c.pseudonym, participant.c.group)
        .outerjoin(participant, participant.c.id == speaker.c.participant_id)
        .where(speaker.c.study_id == study_id)
        .order_by(speaker.c.id)
    )
    if only is not None:
        query = query.where(speaker.c.transcript_id == only)
    else:
        of_comments = select(comment.c.speaker_id).where(comment.c.study_id == study_id)
        query = query.where(speaker.c.id.not_in(of_comments))
    found: dict[int, list[Speaker]] = {}
    for row in connection.execute(query):
        found.setdefault(row.transcript_id, []).append(
            Speaker(
                row.id,
                row.transcript_id,
                row.label,
                row.interviews,
                row.participant_id,
                row.pseudonym,
                row.group,
            )
        )
    return found


def change_speaker(
    connection: Connection, study_id: int, speaker_id: int, values: Mapping[str, Any]
) -> None:
    connection.execute(
        update(speaker)
        .where(speaker.c.id == speaker_id, speaker.c.study_id == study_id)
        .values(**values)
    )


def add_speaker(connection: Connection, study_id: int, transcript_id: int, new: NewSpeaker) -> int:
    """Add a speaker to a transcript; returns the id."""
    return add_speakers(connection, study_id, transcript_id, [new])[new.label]


def merge_speaker(connection: Connection, study_id: int, speaker_id: int, into_id: int) -> None:
    """Give all that one speaker says to another of the same transcript."""
    connection.execute(
        update(turn)
        .where(turn.c.speaker_id == speaker_id, turn.c.study_id == study_id)
        .values(speaker_id=into_id)
    )
    connection.execute(
        delete(speaker).where(speaker.c.id == speaker_id, speaker.c.study_id == study_id)
    )


def give_turns(
    connection: Connection,
    study_id: int,
    version_id: int,
    positions: Iterable[int] | None,
    speaker_id: int,
) -> int:
    """Give these turns to a speaker (None: those nobody is named for); returns how many."""
    query = update(turn).where(turn.c.study_id == study_id, turn.c.version_id == version_id)
    if positions is None:
        query = query.where(turn.c.speaker_id.is_(None))
    else:
        query = query.where(turn.c.position.in_(list(positions)))
    return connection.execute(query.values(speaker_id=speaker_id)).rowcount
