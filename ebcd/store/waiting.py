"""What a correction could not carry, and the codings whose words it changed.

A row waits while it points at an older version than the current one (`ebcd/store/versions.py`):
a coding, a “do not use” mark, a clip or a memo. It is in no list of passages, report or export
until somebody places it anew or gives it up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, Table, delete, func, select, update

from ebcd.store import versions
from ebcd.store.blindfold import seen
from ebcd.store.search import index_transcript
from ebcd.store.tables import (
    account,
    clip,
    code,
    coding,
    memo,
    transcript,
    transcript_version,
    withheld,
)
from ebcd.text import Span
from ebcd.transcripts.carrying import Carried, between

CODING, WITHHELD, CLIP, MEMO = "coding", "withheld", "clip", "memo"
_TABLES: Mapping[str, Table] = {CODING: coding, WITHHELD: withheld, CLIP: clip, MEMO: memo}
_MOST_COUNTED = 100_000


@dataclass(frozen=True)
class Waiting:
    """Something that waits to be placed anew.

    `kind`: CODING, WITHHELD, CLIP or MEMO. `id`: of its row. `quote`: its words in version
    `number`, at `was`. `near`: where they stood, in the current text. `code`: the code's name.
    `by`: whose.
    """

    kind: str
    id: int
    uuid: str
    transcript_id: int
    number: int
    quote: str
    was: Span
    near: Span
    code_id: int | None
    code: str
    by: str
    reason: str


@dataclass(frozen=True)
class Reworded:
    """A coding that was carried to corrected words. `was`, `quote`: the words before and now."""

    uuid: str
    transcript_id: int
    code_id: int
    code: str
    span: Span
    was: str
    quote: str


def counts(connection: Connection, study_id: int) -> dict[int, int]:
    """How much waits, by transcript; transcripts where nothing waits are left out."""
    found: dict[int, int] = {}
    for kind in _TABLES:
        table = _TABLES[kind]
        of_kind = _behind(kind, study_id, seen(connection) if kind == CODING else ())
        rows = connection.execute(
            of_kind.with_only_columns(table.c.transcript_id, func.count())
            .group_by(table.c.transcript_id)
            .limit(_MOST_COUNTED)
        )
        for transcript_id, count in rows:
            found[transcript_id] = found.get(transcript_id, 0) + count
    return found


def waiting(connection: Connection, study_id: int, transcript_id: int) -> list[Waiting]:
    """What waits in a transcript, in the order of the text."""
    found: list[Waiting] = []
    for kind, table in _TABLES.items():
        query = _behind(kind, study_id, seen(connection) if kind == CODING else ())
        rows = connection.execute(query.where(table.c.transcript_id == transcript_id)).all()
        found += _shown(connection, kind, transcript_id, rows)
    return sorted(found, key=lambda one: (one.near, one.kind, one.id))


def _behind(kind: str, study_id: int, also: Iterable[Any]) -> Select[Any]:
    table = _TABLES[kind]
    return (
        select(table)
        .join(transcript, transcript.c.id == table.c.transcript_id)
        .where(
            table.c.study_id == study_id,
            table.c.version_id != transcript.c.current_version_id,
            table.c.start.is_not(None),
            *also,
        )
    )


def _shown(
    connection: Connection, kind: str, transcript_id: int, rows: Iterable[Any]
) -> list[Waiting]:
    rows = list(rows)
    if not rows:
        return []
    texts = _texts(connection, {row.version_id for row in rows})
    now = _current_text(connection, transcript_id)
    codes = _named(connection, code.c.id, code.c.name, {_get(row, "code_id") for row in rows})
    who = _named(
        connection,
        account.c.id,
        account.c.display_name,
        {_get(row, "coder_id") or _get(row, "by_id") for row in rows},
    )
    found = []
    for row in rows:
        number, text = texts[row.version_id]
        span = Span(row.start, row.end)
        code_id = _get(row, "code_id")
        found.append(
            Waiting(
                kind,
                row.id,
                _get(row, "uuid") or "",
                transcript_id,
                number,
                text[span.start : span.end],
                span,
                between(text, now).gap(span).new,
                code_id,
                codes.get(code_id, ""),
                who.get(_get(row, "coder_id") or _get(row, "by_id"), ""),
                _get(row, "reason") or "",
            )
        )
    return found


def _get(row: Any, name: str) -> Any:
    return row._mapping.get(name)


def _named(connection: Connection, key: Any, name: Any, ids: set[Any]) -> dict[Any, str]:
    rows = connection.execute(select(key, name).where(key.in_(ids - {None})))
    return {row[0]: row[1] for row in rows}


def _texts(connection: Connection, ids: Iterable[int]) -> dict[int, tuple[int, str]]:
    rows = connection.execute(
        select(transcript_version.c.id, transcript_version.c.number, transcript_version.c.text)
        .where(transcript_version.c.id.in_(list(ids)))
    )  # fmt: skip
    return {row.id: (row.number, row.text) for row in rows}


def _current_text(connection: Connection, transcript_id: int) -> str:
    current = connection.execute(
        select(transcript.c.current_version_id).where(transcript.c.id == transcript_id)
    ).scalar_one()
    return versions.text_of(connection, current)


def reworded(connection: Connection, study_id: int, transcript_id: int) -> list[Reworded]:
    """The codings of the current text whose words a correction changed, not yet looked at."""
    rows = connection.execute(
        select(coding, code.c.name.label("code_name"))
        .join(code, code.c.id == coding.c.code_id)
        .join(transcript, transcript.c.current_version_id == coding.c.version_id)
        .where(
            coding.c.study_id == study_id,
            coding.c.transcript_id == transcript_id,
            coding.c.changed_since.is_not(None),
            *seen(connection),
        )
        .order_by(coding.c.start, coding.c.id)
    ).all()
    if not rows:
        return []
    texts = _texts(connection, {row.changed_since for row in rows})
    now = _current_text(connection, transcript_id)
    found = []
    for row in rows:
        _number, text = texts.get(row.changed_since, (0, now))
        before = between(now, text).carry(Span(row.start, row.end))
        was = text[before.span.start : before.span.end] if isinstance(before, Carried) else "…"
        found.append(
            Reworded(
                row.uuid,
                transcript_id,
                row.code_id,
                row.code_name,
                Span(row.start, row.end),
                was,
                row.quote,
            )
        )
    return found


def find(connection: Connection, study_id: int, kind: str, row_id: int) -> Mapping[str, Any] | None:
    """One row that waits, or None where it is gone or was placed meanwhile."""
    if kind not in _TABLES:
        return None
    query = _behind(kind, study_id, seen(connection) if kind == CODING else ())
    row = connection.execute(query.where(_TABLES[kind].c.id == row_id)).first()
    return dict(row._mapping) if row else None


def place_anew(
    connection: Connection, kind: str, row_id: int, version_id: int, span: Span, quote: str
) -> None:
    """Let what waits stand at `span` of the current version, whose words are `quote`."""
    values: dict[str, Any] = {"version_id": version_id, "start": span.start, "end": span.end}
    if kind in (CODING, CLIP):
        values["quote"] = quote
    if kind == CODING:
        values["changed_since"] = None
    table = _TABLES[kind]
    connection.execute(update(table).where(table.c.id == row_id).values(values))
    if kind == WITHHELD:
        _stand_down(connection, row_id)


def give_up(connection: Connection, kind: str, row_id: int) -> None:
    """Delete what waits."""
    if kind == WITHHELD:
        _stand_down(connection, row_id)
    table = _TABLES[kind]
    connection.execute(delete(table).where(table.c.id == row_id))


def _stand_down(connection: Connection, mark_id: int) -> None:
    """Take off the marks that stand for this one."""
    uuid = select(withheld.c.uuid).where(withheld.c.id == mark_id).scalar_subquery()
    connection.execute(delete(withheld).where(withheld.c.stands_for == uuid))
    of = select(withheld.c.transcript_id).where(withheld.c.id == mark_id)
    for transcript_id in connection.execute(of).scalars().all():
        index_transcript(connection, transcript_id)


def looked_at(connection: Connection, study_id: int, uuid: str) -> bool:
    """Take the note off a coding that its words were changed. False where it is gone."""
    done = connection.execute(
        update(coding)
        .where(coding.c.study_id == study_id, coding.c.uuid == uuid, *seen(connection))
        .values(changed_since=None)
    )
    return done.rowcount == 1
