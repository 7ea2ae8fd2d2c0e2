"""Memos in the database: notes on a study, a transcript, a code or a coding, and the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, or_, select, update

from ebcd.store.blindfold import seen_memos
from ebcd.store.passages import usable_passages
from ebcd.store.tables import account, code, coding, memo, transcript
from ebcd.times import now

STUDY, TRANSCRIPT, CODE, CODING, JOURNAL = "study", "transcript", "code", "coding", "journal"
KINDS = (STUDY, TRANSCRIPT, CODE, CODING, JOURNAL)
_A_FEW = 500


@dataclass(frozen=True)
class Memo:
    """A memo as it is listed.

    `kind`: what it is about. `transcript_id`, `start`, `end`: the place it belongs to, where it
    belongs to one. `code`: the code's name. `quote`: the words of the coding it is about. `title`:
    the transcript's. `usable`: False where it is about a passage that may not be used, whose words
    are then left out.
    """

    uuid: str
    kind: str
    text: str
    by: str
    changed_at: datetime
    transcript_id: int | None
    title: str
    code_id: int | None
    code: str
    quote: str
    start: int | None
    end: int | None
    usable: bool = True


def listed(
    connection: Connection,
    study_id: int,
    *,
    kind: str | None = None,
    words: str = "",
    uuid: str | None = None,
    most: int = 200,
) -> list[Memo]:
    """The study's memos, the newest change first; `words` must all stand in the text."""
    query = (
        select(
            memo,
            account.c.display_name,
            transcript.c.title,
            code.c.name.label("code_name"),
            coding.c.quote,
            coding.c.start.label("coded_from"),
            coding.c.end.label("coded_to"),
        )
        .outerjoin(account, account.c.id == memo.c.by_id)
        .outerjoin(coding, and_(coding.c.uuid == memo.c.coding_uuid, memo.c.about == CODING))
        .outerjoin(transcript, transcript.c.id == memo.c.transcript_id)
        .outerjoin(code, or_(code.c.id == memo.c.code_id, code.c.id == coding.c.code_id))
        .where(memo.c.study_id == study_id, memo.c.text != "")
        .where(or_(memo.c.about != CODING, coding.c.id.is_not(None)), *seen_memos(connection))
        .order_by(memo.c.changed_at.desc(), memo.c.id.desc())
        .limit(most)
    )
    if kind is not None:
        query = query.where(memo.c.about == kind)
    if uuid is not None:
        query = query.where(memo.c.uuid == uuid)
    for word in words.split():
        query = query.where(func.lower(memo.c.text).contains(word.lower(), autoescape=True))
    rows = connection.execute(query).all()
    uuids = [row.coding_uuid for row in rows if row.quote]
    few = uuids if len(uuids) <= _A_FEW else None
    found = usable_passages(connection, study_id, uuids=few) if uuids else []
    usable = {each.uuid for each in found}
    return [_memo(row, not row.quote or row.coding_uuid in usable) for row in rows]


def _memo(row: Any, usable: bool) -> Memo:
    start, end = (row.start, row.end) if row.start is not None else (row.coded_from, row.coded_to)
    return Memo(
        row.uuid,
        row.about,
        row.text,
        row.display_name or "",
        row.changed_at,
        row.transcript_id,
        row.title or "",
        row.code_id,
        row.code_name or "",
        row.quote or "" if usable else "…",
        start,
        end,
        usable,
    )


def add(connection: Connection, study_id: int, values: Mapping[str, Any]) -> None:
    """Store a memo from its columns; the times are now unless they are given."""
    instant = now()
    times = {"created_at": instant, "changed_at": instant}
    connection.execute(insert(memo).values({**times, **values, "study_id": study_id}))


def rewrite(connection: Connection, study_id: int, uuid: str, text: str) -> bool:
    """Give a memo other words. False where it is gone."""
    done = connection.execute(
        update(memo)
        .where(memo.c.uuid == uuid, memo.c.study_id == study_id)
        .values(text=text, changed_at=now())
    )
    return done.rowcount == 1


def find(connection: Connection, study_id: int, uuid: str) -> Mapping[str, Any] | None:
    """One memo's row, or None where it is gone."""
    row = connection.execute(
        select(memo).where(memo.c.uuid == uuid, memo.c.study_id == study_id)
    ).first()
    return dict(row._mapping) if row else None


def on_coding(connection: Connection, study_id: int, coding_uuid: str) -> Mapping[str, Any] | None:
    """The memo on a coding, or None."""
    row = connection.execute(
        select(memo).where(
            memo.c.coding_uuid == coding_uuid, memo.c.about == CODING, memo.c.study_id == study_id
        )
    ).first()
    return dict(row._mapping) if row else None


def remove(connection: Connection, study_id: int, uuid: str) -> bool:
    """Delete a memo. False where it was gone already."""
    done = connection.execute(delete(memo).where(memo.c.uuid == uuid, memo.c.study_id == study_id))
    return done.rowcount == 1
