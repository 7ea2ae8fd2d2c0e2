"""What a correction would do to what hangs on a text, without doing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, select

from ebcd.store import versions
from ebcd.store.blindfold import seen
from ebcd.store.tables import clip, code, coding, transcript, withheld
from ebcd.store.waiting import CLIP, CODING, WITHHELD
from ebcd.text import Span, join_turns
from ebcd.transcripts.carrying import Carried, Lost, between
from ebcd.transcripts.turns import Turn

_LISTED: tuple[tuple[str, Table], ...] = ((CODING, coding), (WITHHELD, withheld), (CLIP, clip))


@dataclass(frozen=True)
class Foreseen:
    """How many rows keep their words, and those that do not."""

    same: int
    reworded: Sequence[Touched]
    lost: Sequence[Touched]


@dataclass(frozen=True)
class Touched:
    """A row whose words a correction changes or takes away.

    `kind`: CODING, WITHHELD or CLIP. `code`: the code's name, of a coding. `was`, `now`: its
    words, `now` "" where it could not be carried.
    """

    kind: str
    code: str
    was: str
    now: str


def foresee(
    connection: Connection, study_id: int, transcript_id: int, turns: Sequence[Turn]
) -> Foreseen:
    """What becomes of what hangs on the transcript's current text if it says this."""
    old = join_turns(t.text for t in versions.current_turns(connection, study_id, transcript_id))
    way = between(old, join_turns(turn.text for turn in turns))
    names = _names(connection, study_id)
    same = 0
    reworded, lost = [], []
    for kind, table in _LISTED:
        for row in _rows(connection, table, transcript_id):
            was = old[row.start : row.end]
            found = way.carry(Span(row.start, row.end), wide=table is withheld)
            code_name = names.get(row.code_id, "") if table is coding else ""
            if isinstance(found, Lost):
                lost.append(Touched(kind, code_name, was, ""))
            elif isinstance(found, Carried) and found.changed:
                now = way.new[found.span.start : found.span.end]
                reworded.append(Touched(kind, code_name, was, now))
            else:
                same += 1
    return Foreseen(same, reworded, lost)


def _rows(connection: Connection, table: Table, transcript_id: int) -> Sequence[Any]:
    query = (
        select(table)
        .join(transcript, transcript.c.current_version_id == table.c.version_id)
        .where(table.c.transcript_id == transcript_id, table.c.start.is_not(None))
        .order_by(table.c.start, table.c.id)
    )
    if table is coding:
        query = query.where(*seen(connection))
    if table is withheld:
        query = query.where(withheld.c.stands_for.is_(None))
    return connection.execute(query).all()


def _names(connection: Connection, study_id: int) -> dict[int, str]:
    rows = connection.execute(select(code.c.id, code.c.name).where(code.c.study_id == study_id))
    return {row.id: row.name for row in rows}
