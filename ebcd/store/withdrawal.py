"""Withdrawal: everywhere a participant is in the study, and taking them out.

What can be removed is removed: the clips of the film, and what undo remembers of their words. What
has already been shown or sent is listed, so that the team can ask for it back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, func, select, update

from ebcd.store import film_agreements, film_names, log, names, sign_ups
from ebcd.store.tables import (
    blind_decision,
    blind_passage,
    chapter,
    clip,
    coding,
    document,
    document_person,
    film_version,
    film_version_clip,
    priority_evidence,
    round_option,
    speaker,
    storyboard,
    suggestion,
    topic_passage,
    transcript,
    turn,
)


@dataclass(frozen=True)
class Sent:
    """A document that quoted the person."""

    name: str
    kind: str
    on: datetime
    passages: int


@dataclass(frozen=True)
class Shown:
    """A film with the person in it that was shown at an event. `event`: its title, if known."""

    film: str
    event: str
    on: date


@dataclass(frozen=True)
class Impact:
    """Where a participant is.

    `transcripts`, `films`: their titles, of a film with its versions. `passages`: coded passages
    they speak in. `clips`: their ids. `evidence`: priorities' evidence that is a passage of theirs.
    `documents`: already sent, films included. `shown`: where films with them were seen.
    """

    transcripts: Sequence[str]
    passages: int
    clips: Sequence[int]
    films: Sequence[str]
    evidence: int
    documents: Sequence[Sent]
    shown: Sequence[Shown] = ()


def _speaks_within(
    participant_id: int,
    version: ColumnElement[Any],
    start: ColumnElement[Any],
    end: ColumnElement[Any],
) -> ColumnElement[bool]:
    """The condition that the participant speaks between `start` and `end` of `version`."""
    return exists(
        select(turn.c.id)
        .join(speaker, speaker.c.id == turn.c.speaker_id)
        .where(
            turn.c.version_id == version,
            speaker.c.participant_id == participant_id,
            speaker.c.interviews.is_(False),
            turn.c.start < end,
            turn.c.end > start,
        )
    )


def _coded(study_id: int, participant_id: int) -> ColumnElement[bool]:
    within = _speaks_within(participant_id, coding.c.version_id, coding.c.start, coding.c.end)
    return and_(coding.c.study_id == study_id, within)


def impact(connection: Connection, study_id: int, participant_id: int) -> Impact:
    """Everywhere the participant is in the study."""
    titles = connection.execute(
        select(transcript.c.title)
        .join(speaker, speaker.c.transcript_id == transcript.c.id)
        .where(speaker.c.study_id == study_id, speaker.c.participant_id == participant_id)
        .distinct()
        .order_by(transcript.c.title)
    ).scalars()
    coded = _coded(study_id, participant_id)
    passages = connection.execute(
        select(func.count()).select_from(coding).where(coded)
    ).scalar_one()
    evidence = connection.execute(
        select(func.count())
        .select_from(priority_evidence)
        .join(coding, coding.c.uuid == priority_evidence.c.coding_uuid)
        .where(coded)
    ).scalar_one()
    clips = connection.execute(
        select(clip.c.id, storyboard.c.title)
        .join(chapter, chapter.c.id == clip.c.chapter_id)
        .join(storyboard, storyboard.c.id == chapter.c.storyboard_id)
        .where(
            clip.c.study_id == study_id,
            _speaks_within(participant_id, clip.c.version_id, clip.c.start, clip.c.end),
        )
        .order_by(clip.c.id)
    ).all()
    sent = connection.execute(
        select(document, document_person.c.passages)
        .join(document_person, document_person.c.document_id == document.c.id)
        .where(document.c.study_id == study_id, document_person.c.participant_id == participant_id)
        .order_by(document.c.created_at)
    )
    return Impact(
        transcripts=list(titles),
        passages=int(passages),
        clips=[row.id for row in clips],
        films=_films(connection, clips),
        evidence=int(evidence),
        documents=[Sent(row.name, row.kind, row.created_at, row.passages) for row in sent],
        shown=[
            Shown(each.version, each.event, each.on)
            for each in film_agreements.agreements(connection, study_id)
            if participant_id in each.people
        ],
    )


def _films(connection: Connection, clips: Sequence[Any]) -> list[str]:
    """The titles of the storyboards that hold these clips, and of their versions that do."""
    titles = dict.fromkeys(row.title for row in clips)
    rows = connection.execute(
        select(storyboard.c.title, film_version.c.name)
        .join(film_version, film_version.c.storyboard_id == storyboard.c.id)
        .join(film_version_clip, film_version_clip.c.version_id == film_version.c.id)
        .where(film_version_clip.c.clip_id.in_([row.id for row in clips]))
        .order_by(film_version.c.id)
        .distinct()
        .add_columns(film_version.c.id)
    )
    return [*titles, *(f"{row.title} – {row.name}" for row in rows)]


def take_out(connection: Connection, study_id: int, participant_id: int) -> None:
    """Remove the participant's clips and evidence, their quotations on ballots, the suggestions on
    their words, their passages in topics, notes on what coders settled about them, their name in
    the film and in the key of replaced names, their name among those who signed up for a group,
    what undo remembers in this study, and the lines that an import could not place.
    """
    found = impact(connection, study_id, participant_id)
    if found.clips:
        connection.execute(delete(clip).where(clip.c.id.in_(list(found.clips))))
    uuids = list(
        connection.execute(select(coding.c.uuid).where(_coded(study_id, participant_id))).scalars()
    )
    if uuids:
        connection.execute(
            delete(priority_evidence).where(
                priority_evidence.c.study_id == study_id,
                priority_evidence.c.coding_uuid.in_(uuids),
            )
        )
        connection.execute(
            update(round_option)
            .where(round_option.c.study_id == study_id, round_option.c.coding_uuid.in_(uuids))
            .values(quotation="", coding_uuid=None)
        )
    within = _speaks_within(
        participant_id, suggestion.c.version_id, suggestion.c.start, suggestion.c.end
    )
    connection.execute(delete(suggestion).where(suggestion.c.study_id == study_id, within))
    connection.execute(
        delete(topic_passage).where(
            topic_passage.c.study_id == study_id,
            _speaks_within(
                participant_id,
                topic_passage.c.version_id,
                topic_passage.c.start,
                topic_passage.c.end,
            ),
        )
    )
    _forget_notes(connection, study_id, participant_id)
    film_names.forget(connection, study_id, [participant_id])
    names.forget_person(connection, study_id, participant_id)
    sign_ups.forget_person(connection, study_id, participant_id)
    log.forget_undos(connection, study_id)
    spoken_in = select(speaker.c.transcript_id).where(speaker.c.participant_id == participant_id)
    connection.execute(
        update(transcript)
        .where(transcript.c.study_id == study_id, transcript.c.id.in_(spoken_in))
        .values(problems=[])
    )


def _forget_notes(connection: Connection, study_id: int, participant_id: int) -> None:
    """Erase what coders noted when they settled how the person's words are coded."""
    within = _speaks_within(
        participant_id, blind_passage.c.version_id, blind_passage.c.start, blind_passage.c.end
    )
    connection.execute(
        update(blind_decision)
        .where(blind_decision.c.study_id == study_id)
        .where(blind_decision.c.passage_id.in_(select(blind_passage.c.id).where(within)))
        .values(note="")
    )
