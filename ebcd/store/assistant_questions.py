"""What people answered to questions about the coding, and scores that a decision moved at once.

That a code was missing, or is not wanted, is kept as a suggestion that was decided about, so that
it teaches and is not asked again; that an odd coding is to stay is kept by the coding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from ebcd.assistant.at_once import moved
from ebcd.store.assistant import OPEN, Proposal, decide
from ebcd.store.database import insert_once, insert_row
from ebcd.store.tables import coding, kept_coding, suggestion
from ebcd.text import Span
from ebcd.times import now

MODEL = "question"
Place = tuple[int, int, Span]
"""A version, a code, and a span."""


def decided_places(connection: Connection, study_id: int, versions: Iterable[int]) -> set[Place]:
    """Where something was decided about a code already, in these versions."""
    rows = connection.execute(
        select(
            suggestion.c.version_id, suggestion.c.code_id, suggestion.c.start, suggestion.c.end
        ).where(
            suggestion.c.study_id == study_id,
            suggestion.c.state != OPEN,
            suggestion.c.version_id.in_(set(versions)),
        )
    )
    return {(row.version_id, row.code_id, Span(row.start, row.end)) for row in rows}


def answer(
    connection: Connection,
    study_id: int,
    asked: Proposal,
    state: str,
    by_id: int | None,
    uuid: str | None,
) -> tuple[int, bool] | None:
    """Note the answer about a code at a place; its number and whether the row is new.

    None where somebody decided about it before.
    """
    at = (
        suggestion.c.version_id == asked.version,
        suggestion.c.code_id == asked.code,
        suggestion.c.start == asked.span.start,
        suggestion.c.end == asked.span.end,
    )
    found = connection.execute(select(suggestion.c.id).where(*at)).scalar()
    if found is not None:
        return (found, False) if decide(connection, study_id, found, state, by_id, uuid) else None
    values = {
        "study_id": study_id,
        "transcript_id": asked.transcript,
        "version_id": asked.version,
        "code_id": asked.code,
        "start": asked.span.start,
        "end": asked.span.end,
        "score": asked.score,
        "model": MODEL,
        "why": dict(asked.why),
        "state": state,
        "coding_uuid": uuid,
        "decided_by_id": by_id,
        "decided_at": now(),
        "created_at": now(),
    }
    return insert_row(connection, suggestion, values), True


def forget(connection: Connection, study_id: int, suggestion_id: int) -> None:
    """Take away a row that an answer made."""
    connection.execute(
        delete(suggestion).where(
            suggestion.c.id == suggestion_id, suggestion.c.study_id == study_id
        )
    )


def keep(connection: Connection, study_id: int, uuid: str, code_id: int, by_id: int | None) -> bool:
    """Note that a coding is to stay. False where that was said before."""
    values = {
        "study_id": study_id,
        "coding_uuid": uuid,
        "code_id": code_id,
        "by_id": by_id,
        "created_at": now(),
    }
    return insert_once(connection, kept_coding, values)


def unkeep(connection: Connection, study_id: int, uuid: str, code_id: int) -> None:
    """Take that back."""
    connection.execute(
        delete(kept_coding).where(
            kept_coding.c.study_id == study_id,
            kept_coding.c.coding_uuid == uuid,
            kept_coding.c.code_id == code_id,
        )
    )


def kept(connection: Connection, study_id: int) -> set[tuple[str, int]]:
    """The codings that are to stay, each with its code."""
    rows = connection.execute(
        select(kept_coding.c.coding_uuid, kept_coding.c.code_id).where(
            kept_coding.c.study_id == study_id
        )
    )
    return {(row.coding_uuid, row.code_id) for row in rows}


def code_of(connection: Connection, study_id: int, uuid: str) -> int | None:
    """The code of a coding, or None where it is gone."""
    query = select(coding.c.code_id).where(coding.c.uuid == uuid, coding.c.study_id == study_id)
    return connection.execute(query).scalar()


def move(
    connection: Connection, study_id: int, code_id: int, by: Mapping[tuple[int, int, int], float]
) -> int:
    """Move the scores of a code's open suggestions; `by`: log odds by version, start and end."""
    rows = connection.execute(
        select(
            suggestion.c.id,
            suggestion.c.version_id,
            suggestion.c.start,
            suggestion.c.end,
            suggestion.c.score,
        ).where(
            suggestion.c.study_id == study_id,
            suggestion.c.code_id == code_id,
            suggestion.c.state == OPEN,
            suggestion.c.version_id.in_({version for version, _, _ in by}),
        )
    )
    changed: list[dict[str, Any]] = [
        {"row": row.id, "new": moved(row.score, by[row.version_id, row.start, row.end])}
        for row in rows
        if (row.version_id, row.start, row.end) in by
    ]
    if changed:
        connection.execute(
            update(suggestion)
            .where(suggestion.c.id == bindparam("row"))
            .values(score=bindparam("new")),
            changed,
        )
    return len(changed)
