"""The coded passages that may be used, and by whom they were spoken.

This is the one place that decides whether a passage may be used at all and whether it may be
quoted outside the team:

- a passage that meets a “do not use” mark is not there for any list, suggestion or export;
- neither is one spoken by somebody who has withdrawn, or who refused or took back consent to
  being interviewed;
- it may be quoted where everybody who speaks in it agrees to being quoted. A passage of a field
  note is the team's own words. A passage whose speakers are not linked to anybody is not quoted.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from ebcd.coding import SpokenTurn
from ebcd.people import ConsentState, Participant, Use, allows, standing
from ebcd.store import people
from ebcd.store.tables import coding, speaker, transcript, turn, withheld
from ebcd.text import Span

FIELD_NOTE = "field_note"


@dataclass(frozen=True)
class Passage:
    """One coding, with what its use hangs on.

    `people`: ids of the participants who speak in it, never the interviewer. `start_ms`, `end_ms`:
    of the turns it lies in, or None without times. `may_quote`: whether it may leave in a
    document.
    """

    coding: int
    uuid: str
    transcript: int
    version: int
    code: int
    coder: int | None
    span: Span
    quote: str
    people: tuple[int, ...]
    may_quote: bool
    is_field_note: bool
    start_ms: int | None
    end_ms: int | None


@dataclass(frozen=True)
class TimedTurn:
    """A turn with its times and speaker, by position in the text."""

    spoken: SpokenTurn
    start_ms: int | None
    end_ms: int | None


def may_be_used(person: Participant) -> bool:
    """Whether what this person said may be used in the analysis at all."""
    if person.withdrawn_on is not None:
        return False
    said = standing(person.consents, Use.INTERVIEW)
    return said is None or said.state is ConsentState.GRANTED


def turns_of(
    connection: Connection, study_id: int, versions: Iterable[int] | None = None
) -> dict[int, list[TimedTurn]]:
    """The turns of these versions (None: of every current version), by version, in order."""
    query = (
        select(
            turn.c.version_id,
            turn.c.start,
            turn.c.end,
            turn.c.start_ms,
            turn.c.end_ms,
            speaker.c.participant_id,
            speaker.c.interviews,
        )
        .outerjoin(speaker, speaker.c.id == turn.c.speaker_id)
        .where(turn.c.study_id == study_id)
        .order_by(turn.c.version_id, turn.c.position)
    )
    if versions is None:
        query = query.join(transcript, transcript.c.current_version_id == turn.c.version_id)
    else:
        query = query.where(turn.c.version_id.in_(list(versions)))
    turns: dict[int, list[TimedTurn]] = {}
    for version, start, end, start_ms, end_ms, participant, interviews in connection.execute(query):
        spoken = SpokenTurn(Span(start, end), None if interviews else participant)
        turns.setdefault(version, []).append(TimedTurn(spoken, start_ms, end_ms))
    return turns


def withheld_spans(connection: Connection, study_id: int) -> dict[int, list[Span]]:
    """The “do not use” marks of the study, by transcript version."""
    marks: dict[int, list[Span]] = {}
    for row in connection.execute(select(withheld).where(withheld.c.study_id == study_id)):
        marks.setdefault(row.version_id, []).append(Span(row.start, row.end))
    return marks


def turns_within(span: Span, turns: Sequence[TimedTurn], starts: Sequence[int]) -> list[TimedTurn]:
    """The turns that `span` meets; `starts` are the turns' starts, in order."""
    first = max(bisect_right(starts, span.start) - 1, 0)
    met = []
    for at in range(first, len(turns)):
        if turns[at].spoken.span.start >= span.end:
            break
        if turns[at].spoken.span.meets(span):
            met.append(turns[at])
    return met


def usable_passages(
    connection: Connection,
    study_id: int,
    *,
    codes: Iterable[int] | None = None,
    transcript_id: int | None = None,
    uuids: Iterable[str] | None = None,
) -> list[Passage]:
    """The study's coded passages that may be used, in order of transcript and place.

    `codes`, `transcript_id`, `uuids` narrow them down; None leaves them as they are.
    """
    query = (
        select(coding, transcript.c.kind)
        .join(transcript, transcript.c.current_version_id == coding.c.version_id)
        .where(coding.c.study_id == study_id)
        .order_by(coding.c.transcript_id, coding.c.start, coding.c.end, coding.c.id)
    )
    if codes is not None:
        query = query.where(coding.c.code_id.in_(list(codes)))
    if transcript_id is not None:
        query = query.where(coding.c.transcript_id == transcript_id)
    if uuids is not None:
        query = query.where(coding.c.uuid.in_(list(uuids)))
    rows = connection.execute(query).all()
    narrowed = codes is not None or transcript_id is not None or uuids is not None
    versions = {row.version_id for row in rows} if narrowed else None
    turns = turns_of(connection, study_id, versions)
    starts = {
        version: [turn.spoken.span.start for turn in those] for version, those in turns.items()
    }
    marks = withheld_spans(connection, study_id)
    persons = people.participants(connection, study_id)
    found = []
    for row in rows:
        span = Span(row.start, row.end)
        if any(span.meets(mark) for mark in marks.get(row.version_id, ())):
            continue
        met = turns_within(span, turns.get(row.version_id, []), starts.get(row.version_id, []))
        passage = _passage(row, span, met, persons)
        if passage is not None:
            found.append(passage)
    return found


def _passage(
    row: object, span: Span, met: Sequence[TimedTurn], persons: Mapping[int, Participant]
) -> Passage | None:
    got = row._mapping  # type: ignore[attr-defined]
    spoken_by = dict.fromkeys(
        turn.spoken.participant for turn in met if turn.spoken.participant is not None
    )
    if not all(may_be_used(persons[who]) for who in spoken_by):
        return None
    is_field_note = got["kind"] == FIELD_NOTE
    agreed = all(allows(persons[who], Use.QUOTE) for who in spoken_by)
    starts = [turn.start_ms for turn in met if turn.start_ms is not None]
    ends = [turn.end_ms for turn in met if turn.end_ms is not None]
    return Passage(
        coding=got["id"],
        uuid=got["uuid"],
        transcript=got["transcript_id"],
        version=got["version_id"],
        code=got["code_id"],
        coder=got["coder_id"],
        span=span,
        quote=got["quote"],
        people=tuple(spoken_by),
        may_quote=agreed and (bool(spoken_by) or is_field_note),
        is_field_note=is_field_note,
        start_ms=min(starts, default=None),
        end_ms=max(ends, default=None),
    )
