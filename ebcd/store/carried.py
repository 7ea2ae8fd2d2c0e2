"""What hangs on a transcript's text, carried from the versions it was made on to the current one.

Each row is carried from the version that it points at. One that cannot be carried stays there and
is tried again whenever the text is corrected. A “do not use” mark that stays behind goes on
protecting: marks that stand for it lie over every turn of the current text that may hold its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, Table, bindparam, delete, select, update

from ebcd.errors import NotFound
from ebcd.store import search
from ebcd.store.database import insert_row
from ebcd.store.tables import (
    blind_passage,
    clip,
    coding,
    memo,
    suggestion,
    topic_passage,
    transcript,
    transcript_version,
    turn,
    withheld,
)
from ebcd.text import Span, normalise
from ebcd.times import now
from ebcd.transcripts.carrying import Carried, Carrying, between

_HANGING: tuple[Table, ...] = (
    coding,
    withheld,
    clip,
    memo,
    suggestion,
    blind_passage,
    topic_passage,
)
_QUOTING = (coding, clip)
_A_FEW_WORDS = 3


@dataclass(frozen=True)
class Current:
    """A version and its text."""

    id: int
    text: str


def current(
    connection: Connection, study_id: int, transcript_id: int, *, lock: bool = False
) -> Current:
    """The current version; `lock`: nobody else changes the transcript meanwhile."""
    of = select(transcript.c.id).where(
        transcript.c.id == transcript_id, transcript.c.study_id == study_id
    )
    if lock:
        connection.execute(of.with_for_update())
    row = connection.execute(
        select(transcript_version.c.id, transcript_version.c.text)
        .join(transcript, transcript.c.current_version_id == transcript_version.c.id)
        .where(transcript.c.id.in_(of))
    ).first()
    if row is None:
        raise NotFound("This transcript is no longer in the study: choose another one.")
    return Current(row.id, row.text)


def catch_up(connection: Connection, study_id: int, transcript_id: int) -> list[str]:
    """Carry what points at older versions to the current text, as far as its words are there.

    Returns the uuids of codings whose words were corrected.
    """
    text_now = current(connection, study_id, transcript_id)
    changed: list[str] = []
    olds: dict[int, Carrying] = {}
    for table in _HANGING:
        behind = connection.execute(
            select(table).where(
                table.c.transcript_id == transcript_id,
                table.c.version_id != text_now.id,
                table.c.start.is_not(None),
            )
        ).all()
        for version_id in {row.version_id for row in behind} - set(olds):
            olds[version_id] = between(text_of(connection, version_id), text_now.text)
        moved = [
            (row, place)
            for row in behind
            if isinstance(place := _carried(table, row, olds[row.version_id]), Carried)
        ]
        _move(connection, table, text_now, moved)
        if table is coding:
            changed = [row.uuid for row, place in moved if place.changed]
        elif table is withheld:
            _stand_in(connection, study_id, transcript_id, text_now, olds)
            if behind:
                search.index_transcript(connection, transcript_id)
    return changed


def put_back_in(connection: Connection, study_id: int, transcripts: Iterable[int]) -> None:
    """Carry rows that an undo put back into these transcripts, which may be gone or corrected."""
    found = connection.execute(
        select(transcript.c.id).where(
            transcript.c.study_id == study_id, transcript.c.id.in_(set(transcripts))
        )
    ).scalars()
    for transcript_id in list(found):
        catch_up(connection, study_id, transcript_id)


def _carried(table: Table, row: Row[Any], way: Carrying) -> Any:
    return way.carry(Span(row.start, row.end), wide=table is withheld)


def _move(
    connection: Connection,
    table: Table,
    current: Current,
    moved: Iterable[tuple[Row[Any], Carried]],
) -> None:
    """Let rows stand where their words stand now."""
    rows = []
    texts: dict[int, str] = {}
    taken = _taken(connection, current.id) if table is suggestion else None
    for row, place in moved:
        start, end = place.span.start, place.span.end
        if taken is not None and (row.code_id, start, end) in taken:
            continue
        if taken is not None:
            taken.add((row.code_id, start, end))
        values = {"row": row.id, "at": current.id, "from": start, "to": end}
        if table in _QUOTING:
            words = current.text[start:end]
            values["words"] = words if table is coding else normalise(words)
        if table is coding:
            values["since"] = _since(connection, row, place, words, texts)
        rows.append(values)
    if not rows:
        return
    values = {"version_id": bindparam("at"), "start": bindparam("from"), "end": bindparam("to")}
    if table in _QUOTING:
        values["quote"] = bindparam("words")
    if table is coding:
        values["changed_since"] = bindparam("since")
    connection.execute(update(table).where(table.c.id == bindparam("row")).values(values), rows)


def _since(
    connection: Connection, row: Row[Any], place: Carried, words: str, texts: dict[int, str]
) -> int | None:
    """The version that has the words a coding was made on, where they are others than `words`.

    `texts`: those of versions that were read already.
    """
    since: int | None = row.changed_since
    if not place.changed or since is None:
        return int(row.version_id) if place.changed else since
    for version_id in (row.version_id, since):
        if version_id not in texts:
            texts[version_id] = text_of(connection, version_id)
    first = texts[since]
    found = between(texts[row.version_id], first).carry(Span(row.start, row.end))
    if isinstance(found, Carried):
        made_on = first[found.span.start : found.span.end]
        if made_on.split() == words.split():
            return None
    return since


def _taken(connection: Connection, version_id: int) -> set[tuple[int, int, int]]:
    """Where suggestions stand already."""
    rows = connection.execute(
        select(suggestion.c.code_id, suggestion.c.start, suggestion.c.end).where(
            suggestion.c.version_id == version_id
        )
    )
    return {(row.code_id, row.start, row.end) for row in rows}


def _stand_in(
    connection: Connection,
    study_id: int,
    transcript_id: int,
    current: Current,
    olds: Mapping[int, Carrying],
) -> None:
    """Cover, for each mark that waits, every turn that may hold its words."""
    here = (withheld.c.study_id == study_id, withheld.c.transcript_id == transcript_id)
    connection.execute(delete(withheld).where(*here, withheld.c.stands_for.is_not(None)))
    waiting = connection.execute(
        select(withheld).where(*here, withheld.c.version_id != current.id)
    ).all()
    turns = _spans(connection, current.id) if waiting else []
    for row in waiting:
        for span in suspects(olds[row.version_id], Span(row.start, row.end), turns):
            values = {
                "study_id": study_id,
                "uuid": str(uuid4()),
                "transcript_id": transcript_id,
                "version_id": current.id,
                "start": span.start,
                "end": span.end,
                "reason": row.reason,
                "stands_for": row.uuid,
                "by_id": row.by_id,
                "created_at": now(),
            }
            insert_row(connection, withheld, values)


def suspects(way: Carrying, mark: Span, turns: Sequence[Span]) -> list[Span]:
    """The turns of the new text that may hold what a lost mark kept out.

    The turn that it was cut out of, those with what was written in its place, and changed turns
    that hold at least half of its words.
    """
    gap = way.gap(mark)
    gone = way.whole_turns_went(gap)
    words = set(way.old[mark.start : mark.end].casefold().split())
    written = [block.new for block in way.blocks if not block.same and len(block.new)]
    found = []
    for span in turns:
        if not len(span):
            continue
        inside = not gone and span.start <= gap.new.end and gap.new.start <= span.end
        if not inside and len(words) >= _A_FEW_WORDS and any(span.meets(b) for b in written):
            said = set(way.new[span.start : span.end].casefold().split())
            inside = 2 * len(words & said) >= len(words)
        if inside:
            found.append(span)
    return found


def _spans(connection: Connection, version_id: int) -> list[Span]:
    rows = connection.execute(
        select(turn.c.start, turn.c.end)
        .where(turn.c.version_id == version_id)
        .order_by(turn.c.position)
    )
    return [Span(row.start, row.end) for row in rows]


def text_of(connection: Connection, version_id: int) -> str:
    """The text of a version."""
    return str(
        connection.execute(
            select(transcript_version.c.text).where(transcript_version.c.id == version_id)
        ).scalar_one()
    )
