"""The queries that a team keeps by name, and what becomes of them as codes are merged."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from ebcd.findings import question
from ebcd.store.database import insert_once
from ebcd.store.tables import saved_query
from ebcd.times import now


@dataclass(frozen=True)
class Kept:
    """A query that the team keeps. `query`: as the question's own JSON."""

    id: int
    name: str
    query: str
    by_id: int | None
    created_at: datetime


def kept(connection: Connection, study_id: int) -> Sequence[Kept]:
    """The study's kept queries by name."""
    rows = connection.execute(
        select(saved_query).where(saved_query.c.study_id == study_id).order_by(saved_query.c.name)
    )
    return [
        Kept(row.id, row.name, json.dumps(row.query), row.by_id, row.created_at) for row in rows
    ]


def keep(connection: Connection, study_id: int, name: str, query: str, by_id: int | None) -> bool:
    """Keep a query under a name. False where the name is taken."""
    values = {
        "study_id": study_id,
        "name": name,
        "query": json.loads(query),
        "by_id": by_id,
        "created_at": now(),
    }
    return insert_once(connection, saved_query, values)


def let_go(connection: Connection, study_id: int, query_id: int) -> Kept | None:
    """Delete a kept query; what it was, or None where it was gone."""
    found = next((each for each in kept(connection, study_id) if each.id == query_id), None)
    connection.execute(
        delete(saved_query).where(saved_query.c.id == query_id, saved_query.c.study_id == study_id)
    )
    return found


def follow(
    connection: Connection, study_id: int, code_id: int, into_id: int
) -> list[tuple[int, str]]:
    """Let the kept queries ask for `into_id` instead of `code_id`: id and what it was of each
    that did.
    """
    moved = []
    for each in kept(connection, study_id):
        asked = question.read(each.query)
        after = question.followed(asked, code_id, into_id)
        if after != asked:
            _write(connection, each.id, question.written(after))
            moved.append((each.id, each.query))
    return moved


def come_back(
    connection: Connection, study_id: int, was: Sequence[tuple[int, str]], code_id: int, new_id: int
) -> None:
    """Undo `follow`; `new_id`: what the code is numbered now."""
    there = {each.id for each in kept(connection, study_id)}
    for query_id, text in was:
        if query_id in there:
            asked = question.followed(question.read(text), code_id, new_id)
            _write(connection, query_id, question.written(asked))


def _write(connection: Connection, query_id: int, text: str) -> None:
    connection.execute(
        update(saved_query).where(saved_query.c.id == query_id).values(query=json.loads(text))
    )
