"""Codings in the database: which passage bears which code, by whom.

Each change of a transcript's coding raises the transcript's revision and leaves a line in
`coding_act`, so that every open desk can ask what changed since it last looked. The line's uuid is
the client's: the same act sent twice is done once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, delete, func, select, update

from ebcd.coding import Coding, Origin
from ebcd.errors import Conflict, NotFound
from ebcd.store.blindfold import seen, worn
from ebcd.store.database import Connection, insert_all_once, insert_once
from ebcd.store.tables import (
    code,
    coding,
    coding_act,
    transcript,
    transcript_version,
    undo,
)
from ebcd.text import Span
from ebcd.times import now

MANY = "many"
"""The kind of a `coding_act` after which a desk reads the whole transcript again."""


@dataclass(frozen=True)
class Place:
    """The version of a transcript that is coded now.

    `sha256`: of its text. `length`: in code points.
    """

    transcript_id: int
    version_id: int
    sha256: str
    length: int


@dataclass(frozen=True)
class NewCoding:
    """A coding to be stored.

    `uuid`: given by whoever makes it, so that the same coding is stored once. `coder_id`: the
    account, or None for the command line. `quote`: the words at `span`, or "" to take them from
    the text.
    """

    transcript_id: int
    code_id: int
    span: Span
    coder_id: int | None = None
    quote: str = ""
    origin: Origin = Origin.HAND
    uuid: str = ""


def place(connection: Connection, study_id: int, transcript_id: int) -> Place:
    """Where coding of the transcript happens now. Raises NotFound where it is not in the study."""
    query = (
        select(
            transcript_version.c.id,
            transcript_version.c.sha256,
            func.length(transcript_version.c.text).label("length"),
        )
        .join(transcript, transcript.c.current_version_id == transcript_version.c.id)
        .where(transcript.c.id == transcript_id, transcript.c.study_id == study_id)
    )
    if connection.get_execution_options().get("ebcd_writes"):
        query = query.with_for_update(of=transcript)  # no correction until this act is done
    row = connection.execute(query).first()
    if row is None:
        raise NotFound("This transcript is no longer in the study: choose another one.")
    return Place(transcript_id, row.id, row.sha256, row.length)


def words_at(connection: Connection, version_id: int, span: Span) -> str:
    """The words of a version at `span`."""
    return str(
        connection.execute(
            select(func.substr(transcript_version.c.text, span.start + 1, len(span))).where(
                transcript_version.c.id == version_id
            )
        ).scalar_one()
    )


def code_is_there(connection: Connection, study_id: int, code_id: int) -> bool:
    """Whether the study's codebook has this code."""
    found = select(code.c.id).where(code.c.id == code_id, code.c.study_id == study_id)
    return connection.execute(found).first() is not None


def add_coding(
    connection: Connection, study_id: int, new: NewCoding, where: Place | None = None
) -> str:
    """Store one coding in the transcript's current version; returns its uuid.

    `where`: what `place` said, if it is known. Does not touch revisions: call `record` (or
    `record_many`) in the same transaction. Raises NotFound where the transcript or the code is
    gone, Conflict where `span` or `quote` do not fit the text.
    """
    where = where or place(connection, study_id, new.transcript_id)
    _check(new, where, code_is_there(connection, study_id, new.code_id))
    quote = words_at(connection, where.version_id, new.span)
    _check_quote(new, quote)
    uuid = new.uuid or str(uuid4())
    insert_once(connection, coding, _row(study_id, where, new, uuid, quote))
    return uuid


def add_codings(connection: Connection, study_id: int, codings: Iterable[NewCoding]) -> list[str]:
    """Store many codings (an import, an autocode) and let every open desk know; their uuids.

    Codes and texts are read once, so that each further coding costs next to nothing.
    """
    codes = _code_ids(connection, study_id)
    texts: dict[int, tuple[Place, str]] = {}
    rows: list[dict[str, Any]] = []
    by: dict[int, int | None] = {}
    for new in codings:
        if new.transcript_id not in texts:
            where = place(connection, study_id, new.transcript_id)
            whole = words_at(connection, where.version_id, Span(0, where.length))
            texts[new.transcript_id] = where, whole
        where, text = texts[new.transcript_id]
        _check(new, where, new.code_id in codes)
        quote = text[new.span.start : new.span.end]
        _check_quote(new, quote)
        rows.append(_row(study_id, where, new, new.uuid or str(uuid4()), quote))
        by[new.transcript_id] = new.coder_id
    insert_all_once(connection, coding, rows)
    for transcript_id, coder_id in by.items():
        record_many(connection, study_id, transcript_id, coder_id)
    return [row["uuid"] for row in rows]


def _code_ids(connection: Connection, study_id: int) -> set[int]:
    return set(connection.execute(select(code.c.id).where(code.c.study_id == study_id)).scalars())


def _check(new: NewCoding, where: Place, code_there: bool) -> None:
    """Raises NotFound where the code is gone, Conflict where the passage is not in the text."""
    if not code_there:
        raise NotFound("This code was deleted by somebody else: choose another code.")
    if not 0 < new.span.end <= where.length or not len(new.span):
        raise Conflict("This passage lies outside the transcript: reload the page and try again.")


def _check_quote(new: NewCoding, quote: str) -> None:
    if new.quote and new.quote != quote:
        raise Conflict("The transcript was corrected meanwhile: reload the page and code it again.")


def _row(study_id: int, where: Place, new: NewCoding, uuid: str, quote: str) -> dict[str, Any]:
    return {
        "study_id": study_id,
        "uuid": uuid,
        "transcript_id": where.transcript_id,
        "version_id": where.version_id,
        "code_id": new.code_id,
        "coder_id": new.coder_id,
        "start": new.span.start,
        "end": new.span.end,
        "quote": quote,
        "origin": new.origin.value,
        "created_at": now(),
    }


def record(
    connection: Connection,
    study_id: int,
    transcript_id: int,
    kind: str,
    about: str | None,
    by_id: int | None,
    act_uuid: str | None = None,
) -> int | None:
    """Raise the transcript's revision and note the act; the new revision.

    `about`: the uuid of the coding or withheld passage. None where an act of this `act_uuid` was
    done before: then nothing more may be done.
    """
    revision = connection.execute(
        update(transcript)
        .where(transcript.c.id == transcript_id, transcript.c.study_id == study_id)
        .values(revision=transcript.c.revision + 1)
        .returning(transcript.c.revision)
    ).scalar_one_or_none()
    if revision is None:
        raise NotFound("This transcript is no longer in the study: choose another one.")
    values = {
        "study_id": study_id,
        "transcript_id": transcript_id,
        "uuid": act_uuid or str(uuid4()),
        "revision": revision,
        "kind": kind,
        "coding_uuid": about,
        "by_id": by_id,
        "at": now(),
    }
    return int(revision) if insert_once(connection, coding_act, values) else None


def record_many(
    connection: Connection, study_id: int, transcript_id: int, by_id: int | None
) -> None:
    """Let open desks know that much changed at once in this transcript."""
    record(connection, study_id, transcript_id, MANY, None, by_id)


def revision_after(connection: Connection, study_id: int, act_uuid: str) -> int | None:
    """The transcript's revision right after the act of this uuid, or None if it was not done."""
    row = connection.execute(
        select(coding_act.c.revision).where(
            coding_act.c.uuid == act_uuid, coding_act.c.study_id == study_id
        )
    ).first()
    return int(row.revision) if row else None


def find(connection: Connection, study_id: int, uuid: str) -> Mapping[str, Any] | None:
    """One coding's row, or None where it is gone or hidden from whoever asks."""
    row = connection.execute(
        select(coding).where(
            coding.c.uuid == uuid, coding.c.study_id == study_id, *seen(connection)
        )
    ).first()
    return dict(row._mapping) if row else None


def change(connection: Connection, study_id: int, uuid: str, **values: Any) -> bool:
    """Change a coding's columns. False where it is gone."""
    done = connection.execute(
        update(coding).where(coding.c.uuid == uuid, coding.c.study_id == study_id).values(**values)
    )
    return done.rowcount == 1


def remove(connection: Connection, study_id: int, uuid: str) -> bool:
    """Remove a coding. False where it was gone already."""
    done = connection.execute(
        delete(coding).where(coding.c.uuid == uuid, coding.c.study_id == study_id)
    )
    return done.rowcount == 1


def put_back(connection: Connection, row: Mapping[str, Any]) -> None:
    """Insert a coding's row as `find` gave it, without its old id."""
    values = {name: value for name, value in row.items() if name != "id"}
    insert_once(connection, coding, values)


def removed_memory(connection: Connection, study_id: int, uuid: str) -> Any:
    """What was remembered when this coding was last removed, or None where nothing is left.

    None, too, for a coding that is hidden from whoever asks.
    """
    row = connection.execute(
        select(undo.c.memory)
        .where(
            undo.c.study_id == study_id,
            undo.c.kind == "remove coding",
            undo.c.memory["uuid"].as_string() == uuid,
        )
        .order_by(undo.c.id.desc())
    ).first()
    if row is None:
        return None
    was, blind = row.memory["row"], worn(connection)
    if blind is not None and blind.hides(was["transcript_id"], was["coder_id"]):
        return None
    return row.memory


def memo_then(connection: Connection, study_id: int, uuid: str, act: str, side: str) -> str:
    """The memo on a coding as it was before or after (`side`) the act of that uuid.

    Raises NotFound where that is not remembered any more.
    """
    found = connection.execute(
        select(undo.c.memory).where(
            undo.c.study_id == study_id,
            undo.c.kind == "coding memo",
            undo.c.memory["act"].as_string() == act,
        )
    ).scalar_one_or_none()
    if not found or found["uuid"] != uuid or side not in ("before", "after"):
        raise NotFound("This memo cannot be brought back any more: write it again.")
    return str(found[side])


def codings(
    connection: Connection,
    study_id: int,
    *,
    transcript_id: int | None = None,
    code_ids: Iterable[int] | None = None,
) -> Sequence[Coding]:
    """The codings of the transcripts' current versions, by transcript and place."""
    asked: list[ColumnElement[bool]] = [coding.c.study_id == study_id, *seen(connection)]
    if transcript_id is not None:
        asked.append(coding.c.transcript_id == transcript_id)
    if code_ids is not None:
        asked.append(coding.c.code_id.in_(list(code_ids)))
    rows = connection.execute(
        select(coding)
        .join(transcript, transcript.c.current_version_id == coding.c.version_id)
        .where(*asked)
        .order_by(coding.c.transcript_id, coding.c.start, coding.c.end, coding.c.id)
    )
    return [
        Coding(
            row.id,
            row.transcript_id,
            row.code_id,
            row.coder_id or 0,
            Span(row.start, row.end),
            row.quote,
            Origin(row.origin),
        )
        for row in rows
    ]
