"""Suggestions in the database: open, accepted, changed or dismissed.

One that was decided stays, so that it is never made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, select, update

from ebcd.assistant.suggestions import LEAST_LIKELY
from ebcd.people import Participant
from ebcd.store import codebook, people
from ebcd.store.blindfold import seen_suggestions
from ebcd.store.database import insert_all_once
from ebcd.store.passages import may_be_used
from ebcd.store.tables import (
    coding,
    speaker,
    suggestion,
    transcript,
    transcript_version,
    turn,
    withheld,
)
from ebcd.text import Span
from ebcd.times import now

OPEN, ACCEPTED, CHANGED, DISMISSED = "open", "accepted", "changed", "dismissed"
CONTEXT = 220
"""Code points shown before and after a passage."""


@dataclass(frozen=True)
class Proposal:
    """A suggestion about to be stored. `why`: words with places in the passage, and codings."""

    transcript: int
    version: int
    code: int
    span: Span
    score: float
    why: Mapping[str, Any]


@dataclass(frozen=True)
class Suggested:
    """A suggestion as it is shown: its passage, where it stands, and why.

    `words`: word, weight, and places from the start of the passage. `near`: uuids of the codings
    that are most like it, with how alike. `speaker`: the pseudonym, or the label of the file.
    """

    id: int
    transcript: int
    title: str
    version: int
    code: int
    span: Span
    score: float
    text: str
    before: str
    after: str
    speaker: str
    words: tuple[tuple[str, float, tuple[Span, ...]], ...]
    near: tuple[tuple[str, float], ...]


def propose(
    connection: Connection, study_id: int, model: str, proposals: Iterable[Proposal]
) -> int:
    """Let these be the open suggestions; one that stays keeps its number. Returns how many.

    Those of a code or a text that went while they were worked out are left out.
    """
    wanted = {(p.version, p.code, p.span): p for p in proposals}
    there = connection.execute(
        select(suggestion).where(suggestion.c.study_id == study_id, suggestion.c.state == OPEN)
    ).all()
    gone, stay = [], []
    for row in there:
        kept = wanted.pop((row.version_id, row.code_id, Span(row.start, row.end)), None)
        if kept is None:
            gone.append(row.id)
        else:
            stay.append({"row": row.id, "likely": kept.score, "because": dict(kept.why)})
    if stay:
        connection.execute(
            update(suggestion)
            .where(suggestion.c.id == bindparam("row"))
            .values(score=bindparam("likely"), model=model, why=bindparam("because")),
            stay,
        )
    for at in range(0, len(gone), 500):
        connection.execute(delete(suggestion).where(suggestion.c.id.in_(gone[at : at + 500])))
    known = {each.id for each in codebook.codes(connection, study_id)}
    current = set(
        connection.execute(
            select(transcript.c.current_version_id).where(transcript.c.study_id == study_id)
        ).scalars()
    )
    new = [each for each in wanted.values() if each.code in known and each.version in current]
    insert_all_once(connection, suggestion, [_row(study_id, model, each) for each in new])
    return len(there) - len(gone) + len(new)


def _row(study_id: int, model: str, proposal: Proposal) -> dict[str, Any]:
    return {
        "study_id": study_id,
        "transcript_id": proposal.transcript,
        "version_id": proposal.version,
        "code_id": proposal.code,
        "start": proposal.span.start,
        "end": proposal.span.end,
        "score": proposal.score,
        "model": model,
        "why": dict(proposal.why),
        "state": OPEN,
        "created_at": now(),
    }


def _in_force(study_id: int) -> list[ColumnElement[bool]]:
    """Open suggestions, still likely enough, that no coding of the same code meets."""
    same = (
        select(coding.c.id)
        .where(
            coding.c.version_id == suggestion.c.version_id,
            coding.c.code_id == suggestion.c.code_id,
            coding.c.start < suggestion.c.end,
            coding.c.end > suggestion.c.start,
        )
        .exists()
    )
    marked = (
        select(withheld.c.id)
        .where(
            withheld.c.version_id == suggestion.c.version_id,
            withheld.c.start < suggestion.c.end,
            withheld.c.end > suggestion.c.start,
        )
        .exists()
    )
    likely = suggestion.c.score >= LEAST_LIKELY
    return [suggestion.c.study_id == study_id, suggestion.c.state == OPEN, likely, ~same, ~marked]


def open_counts(connection: Connection, study_id: int) -> list[tuple[int, int, int]]:
    """How many suggestions are open, by code and transcript."""
    rows = connection.execute(
        select(suggestion.c.code_id, suggestion.c.transcript_id, func.count())
        .join(transcript, transcript.c.current_version_id == suggestion.c.version_id)
        .where(*_in_force(study_id), *seen_suggestions(connection))
        .group_by(suggestion.c.code_id, suggestion.c.transcript_id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def open_suggestions(
    connection: Connection,
    study_id: int,
    *,
    code_id: int | None = None,
    transcript_id: int | None = None,
    skipped: Sequence[int] = (),
    passage: tuple[int, Span] | None = None,
    most: int = 50,
) -> list[Suggested]:
    """Open suggestions: the likeliest first, or in order of place for one transcript.

    `passage`: of this stretch of this version alone.
    """
    asked = [*_in_force(study_id), *seen_suggestions(connection)]
    order: list[ColumnElement[Any]] = [suggestion.c.score.desc(), suggestion.c.id]
    if code_id is not None:
        asked.append(suggestion.c.code_id == code_id)
    if transcript_id is not None:
        asked.append(suggestion.c.transcript_id == transcript_id)
        order = [suggestion.c.start, suggestion.c.score.desc()]
    if skipped:
        asked.append(suggestion.c.id.not_in(list(skipped)))
    if passage is not None:
        version, span = passage
        asked += [
            suggestion.c.version_id == version,
            suggestion.c.start == span.start,
            suggestion.c.end == span.end,
        ]
    query = (
        select(suggestion, transcript.c.title)
        .join(transcript, transcript.c.current_version_id == suggestion.c.version_id)
        .where(*asked)
        .order_by(*order)
    )
    persons = people.participants(connection, study_id)
    found: list[Suggested] = []
    first = 0
    while len(found) < most:
        rows = connection.execute(query.offset(first).limit(most)).all()
        read = (_suggested(connection, row, persons) for row in rows)
        found += [each for each in read if each is not None]
        first += most
        if len(rows) < most:
            break
    return found[:most]


def _suggested(
    connection: Connection, row: Any, persons: Mapping[int, Participant]
) -> Suggested | None:
    """The suggestion with its passage, or None where somebody who speaks in it may not be used."""
    spoken = connection.execute(
        select(speaker.c.label, speaker.c.participant_id)
        .join(turn, turn.c.speaker_id == speaker.c.id)
        .where(
            turn.c.version_id == row.version_id,
            turn.c.start < row.end,
            turn.c.end > row.start,
        )
        .order_by(turn.c.position)
    ).all()
    linked = [persons[one.participant_id] for one in spoken if one.participant_id is not None]
    if not all(may_be_used(person) for person in linked):
        return None
    window = _window(connection, row, persons)
    around = connection.execute(
        select(func.substr(transcript_version.c.text, window.start + 1, len(window))).where(
            transcript_version.c.id == row.version_id
        )
    ).scalar_one()
    inner = Span(row.start - window.start, row.end - window.start)
    named = linked[0].pseudonym if linked else (spoken[0].label if spoken else "")
    return Suggested(
        row.id,
        row.transcript_id,
        row.title,
        row.version_id,
        row.code_id,
        Span(row.start, row.end),
        row.score,
        around[inner.start : inner.end],
        around[: inner.start],
        around[inner.end :],
        named,
        tuple(
            (word, weight, tuple(Span(*place) for place in places))
            for word, weight, places in row.why.get("words", ())
        ),
        tuple((uuid, alike) for uuid, alike in row.why.get("near", ())),
    )


def _window(connection: Connection, row: Any, persons: Mapping[int, Participant]) -> Span:
    """The passage with what stands around it, as far as that may be shown."""
    start, end = max(0, row.start - CONTEXT), row.end + CONTEXT
    marks = select(withheld.c.start, withheld.c.end).where(withheld.c.version_id == row.version_id)
    spoken = (
        select(turn.c.start, turn.c.end, speaker.c.participant_id)
        .join(speaker, speaker.c.id == turn.c.speaker_id)
        .where(turn.c.version_id == row.version_id, turn.c.start < end, turn.c.end > start)
    )
    hidden = [(mark.start, mark.end) for mark in connection.execute(marks)]
    hidden += [
        (said.start, said.end)
        for said in connection.execute(spoken)
        if said.participant_id is not None and not may_be_used(persons[said.participant_id])
    ]
    for first, last in hidden:
        if last <= row.start:
            start = max(start, last)
        if first >= row.end:
            end = min(end, first)
    return Span(min(start, row.start), max(end, row.end))


def find(connection: Connection, study_id: int, suggestion_id: int) -> Mapping[str, Any] | None:
    """One suggestion's row, or None where it is gone or hidden from whoever asks."""
    row = connection.execute(
        select(suggestion).where(
            suggestion.c.id == suggestion_id,
            suggestion.c.study_id == study_id,
            *seen_suggestions(connection),
        )
    ).first()
    return dict(row._mapping) if row else None


def decide(
    connection: Connection,
    study_id: int,
    suggestion_id: int,
    state: str,
    by_id: int | None,
    coding_uuid: str | None = None,
) -> bool:
    """Mark an open suggestion as decided. False where it is not open any more."""
    done = connection.execute(
        update(suggestion)
        .where(
            suggestion.c.id == suggestion_id,
            suggestion.c.study_id == study_id,
            suggestion.c.state == OPEN,
        )
        .values(state=state, decided_by_id=by_id, decided_at=now(), coding_uuid=coding_uuid)
    )
    return done.rowcount == 1


def reopen(connection: Connection, study_id: int, suggestion_id: int) -> bool:
    """Let a decided suggestion be open again. False where it is gone."""
    done = connection.execute(
        update(suggestion)
        .where(suggestion.c.id == suggestion_id, suggestion.c.study_id == study_id)
        .values(state=OPEN, decided_by_id=None, decided_at=None, coding_uuid=None)
    )
    return done.rowcount == 1


def decided_counts(connection: Connection, study_id: int) -> dict[str, int]:
    """How many suggestions were accepted, changed and dismissed."""
    rows = connection.execute(
        select(suggestion.c.state, func.count())
        .where(suggestion.c.study_id == study_id, suggestion.c.state != OPEN)
        .group_by(suggestion.c.state)
    )
    return {row[0]: row[1] for row in rows}
