"""Documents that were made: which, when, by whom, and whom each of them quotes.

The file lies in the study's folder under its content's hash. Whoever withdraws finds here every
document that their words are in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, insert, select

from ebcd.store.database import insert_row
from ebcd.store.tables import account, document, document_person, withheld
from ebcd.store.workbench import Workbench
from ebcd.times import now


@dataclass(frozen=True)
class Made:
    """A document. `by`: who made it. `quotes`: passages quoted, by participant id.

    `marked_since`: whether any passage of the study was marked “do not use” after it was made.
    """

    id: int
    kind: str
    name: str
    sha256: str
    draft: bool
    by: str
    at: datetime
    quotes: Mapping[int, int]
    marked_since: bool = False


def place(workbench: Workbench, study_id: int, sha256: str) -> Path:
    """Where a document's file lies."""
    return workbench.study_folder(study_id, "documents") / f"{sha256}.docx"


def add(
    connection: Connection,
    study_id: int,
    kind: str,
    name: str,
    sha256: str,
    draft: bool,
    quotes: Mapping[int, int],
    by_id: int | None,
) -> int:
    """Record a document and whom it quotes; returns its id."""
    made = insert_row(
        connection,
        document,
        {
            "study_id": study_id,
            "kind": kind,
            "name": name,
            "sha256": sha256,
            "draft": draft,
            "by_id": by_id,
            "created_at": now(),
        },
    )
    people = [
        {
            "document_id": made,
            "participant_id": participant,
            "study_id": study_id,
            "passages": passages,
        }
        for participant, passages in quotes.items()
    ]
    if people:
        connection.execute(insert(document_person), people)
    return made


def newest(connection: Connection, study_id: int, most: int = 20) -> Sequence[Made]:
    """The documents made last, newest first."""
    rows = connection.execute(
        select(document, account.c.display_name)
        .outerjoin(account, account.c.id == document.c.by_id)
        .where(document.c.study_id == study_id)
        .order_by(document.c.id.desc())
        .limit(most)
    ).all()
    quotes, marked = _quotes(connection, [row.id for row in rows]), _last_mark(connection, study_id)
    return [_made(row, quotes.get(row.id, {}), marked) for row in rows]


def by_id(connection: Connection, study_id: int, document_id: int) -> Made | None:
    row = connection.execute(
        select(document, account.c.display_name)
        .outerjoin(account, account.c.id == document.c.by_id)
        .where(document.c.study_id == study_id, document.c.id == document_id)
    ).first()
    if row is None:
        return None
    quotes = _quotes(connection, [row.id]).get(row.id, {})
    return _made(row, quotes, _last_mark(connection, study_id))


def _last_mark(connection: Connection, study_id: int) -> datetime | None:
    """When a passage was last marked “do not use”."""
    query = select(func.max(withheld.c.created_at)).where(withheld.c.study_id == study_id)
    last: datetime | None = connection.execute(query).scalar_one()
    return last


def _made(row: Any, quotes: Mapping[int, int], marked: datetime | None) -> Made:
    return Made(
        row.id,
        row.kind,
        row.name,
        row.sha256,
        row.draft,
        row.display_name or "",
        row.created_at,
        quotes,
        marked is not None and marked >= row.created_at,
    )


def _quotes(connection: Connection, ids: Sequence[int]) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = {}
    for row in connection.execute(
        select(document_person).where(document_person.c.document_id.in_(list(ids)))
    ):
        found.setdefault(row.document_id, {})[row.participant_id] = row.passages
    return found


def files_with(
    workbench: Workbench, connection: Connection, study_id: int, participant_id: int
) -> list[Path]:
    """The files of the documents that hold a participant's words."""
    digests = connection.execute(
        select(document.c.sha256)
        .join(document_person, document_person.c.document_id == document.c.id)
        .where(document.c.study_id == study_id, document_person.c.participant_id == participant_id)
        .distinct()
    ).scalars()
    return [place(workbench, study_id, digest) for digest in digests]
