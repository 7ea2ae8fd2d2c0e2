"""Searching what is said: which turns fit, by whom, and where in them.

The engine finds the turns; where in a turn the words stand is read from its text. Nothing marked
“do not use” is found, and nothing said by somebody who has withdrawn or refused to be interviewed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    text,
)

from ebcd.people import Group
from ebcd.search.query import Query
from ebcd.store.blindfold import seen
from ebcd.store.found_turns import Speaking, Where, by_id
from ebcd.store.passages import barred
from ebcd.store.search import ROOM
from ebcd.store.search_engines import fts5, tsquery
from ebcd.store.tables import coding, participant, speaker, transcript

MOST = 10_000
"""Turns; where a search finds more it says “more than 10,000”."""
_FEW = 40
"""Transcripts; a search in no more of them asks the engine for each."""
_MOST_READ = 2_000
"""Turns whose text is read to see on which side of a coding their words stand."""


@dataclass(frozen=True)
class Found:
    """The turns that fit. `ids`: of the index, in reading order or the best first.

    `more`: whether there are more than these. `people`: turns by who speaks, most first.
    `transcripts`: how many the turns are in.
    """

    ids: Sequence[int]
    more: bool
    people: Sequence[tuple[Speaking, int]]
    transcripts: int


class _Row(NamedTuple):
    id: int
    participant: int | None
    interviews: bool | None
    meets: bool
    score: float


_JOINS = """
{join} search_turn ON search_turn.id = search_words.{id}
{join} turn ON turn.id = search_turn.turn_id
LEFT JOIN speaker ON speaker.id = turn.speaker_id
LEFT JOIN participant ON participant.id = speaker.participant_id
"""
# SQLite keeps the order of a CROSS JOIN: the words first, then what they are looked up in.
_FROM = {
    "sqlite": "search_words" + _JOINS.format(join="CROSS JOIN", id="rowid"),
    "postgresql": "search_words" + _JOINS.format(join="JOIN", id="id"),
}
_MATCH = {
    "sqlite": "search_words MATCH :query",
    "postgresql": "search_words.words @@ CAST(:query AS tsquery)",
}
_SCORE = {
    "sqlite": "-bm25(search_words)",
    "postgresql": "ts_rank_cd(search_words.words, CAST(:query AS tsquery))",
}


# PostgreSQL may answer in the order of its pages: sorting every match of a common word is slow.
_IN_ORDER: dict[str, tuple[ColumnElement[Any], ...]] = {
    "sqlite": (literal_column("search_words.rowid"),),
    "postgresql": (),
}


def find(connection: Connection, study_id: int, query: Query, where: Where) -> Found:
    """The turns of the study that fit `query`, at most `MOST` of them."""
    rows = _rows(connection, study_id, query, where)
    more = len(rows) > MOST
    rows = rows[:MOST]
    if where.code is not None:
        rows = _on_the_right_side(connection, study_id, query, where, rows)
    if where.best_first:
        rows.sort(key=lambda row: (-row.score, row.id))
    return Found(
        [row.id for row in rows],
        more,
        _counted(connection, study_id, rows),
        len({row.id // ROOM for row in rows}),
    )


def _rows(connection: Connection, study_id: int, query: Query, where: Where) -> list[_Row]:
    """The index's rows that fit, in reading order, one more than `MOST` where there are more."""
    few = _few_transcripts(connection, study_id, where)
    if few is None:
        return _asked(connection, study_id, query, where, None)
    rows: list[_Row] = []
    for transcript_id in few:
        rows += _asked(connection, study_id, query, where, transcript_id)
        if len(rows) > MOST:
            break
    return rows


def _few_transcripts(connection: Connection, study_id: int, where: Where) -> list[int] | None:
    """The transcripts that the search is narrowed to where they are few, else None."""
    wanted: set[int] | None = set(where.transcripts) if where.transcripts else None
    narrow: list[Select[Any]] = []
    if where.people or where.groups:
        said = select(speaker.c.transcript_id).where(speaker.c.study_id == study_id)
        if where.people:
            said = said.where(speaker.c.participant_id.in_(where.people))
        if where.groups:
            said = said.join(participant, participant.c.id == speaker.c.participant_id).where(
                participant.c.group.in_([group.value for group in where.groups])
            )
        narrow.append(said)
    if where.code is not None and where.inside:
        narrow.append(
            select(coding.c.transcript_id).where(
                coding.c.study_id == study_id, coding.c.code_id == where.code
            )
        )
    for each in narrow:
        found = set(connection.execute(each.distinct().limit(_FEW + 1)).scalars())
        if len(found) <= _FEW:
            wanted = found if wanted is None else wanted & found
    return sorted(wanted) if wanted is not None and len(wanted) <= _FEW else None


def _asked(
    connection: Connection, study_id: int, query: Query, where: Where, only: int | None
) -> list[_Row]:
    """What the engine answers: for the whole study, or for the transcript `only`."""
    engine = connection.dialect.name
    conditions = _conditions(connection, study_id, where, only)
    columns: tuple[Any, ...] = (
        literal_column("search_turn.id"),
        literal_column("speaker.participant_id"),
        literal_column("speaker.interviews"),
        _meets(connection, where) if where.code is not None else literal_column("0"),
        text(_SCORE[engine]) if where.best_first else literal_column("0"),
    )
    asked: Select[Any] = (
        select(*columns)
        .select_from(text(_FROM[engine]))
        .where(text(_MATCH[engine]), *conditions)
        .order_by(*_IN_ORDER[engine])
        .limit(MOST + 1)
    )
    written = fts5(query) if engine == "sqlite" else tsquery(query)
    rows = [_Row._make(row) for row in connection.execute(asked, {"query": written})]
    return rows if engine == "sqlite" else sorted(rows)


def _conditions(
    connection: Connection, study_id: int, where: Where, only: int | None
) -> list[ColumnElement[bool]]:
    person: ColumnElement[Any] = literal_column("speaker.participant_id")
    interviews: ColumnElement[Any] = literal_column("speaker.interviews")
    conditions: list[ColumnElement[bool]] = [literal_column("search_turn.study_id") == study_id]
    if only is not None:
        number: ColumnElement[Any] = literal_column(
            "search_words.rowid" if connection.dialect.name == "sqlite" else "search_words.id"
        )
        conditions.append(number.between(only * ROOM, (only + 1) * ROOM - 1))
    elif where.transcripts:
        within = literal_column("search_turn.id") / ROOM
        conditions.append(within.in_(where.transcripts))
    if not where.interviewer:
        conditions.append(or_(interviews.is_(None), interviews.is_(False)))
    out = barred(connection, study_id)
    if out:
        conditions.append(or_(person.is_(None), person.not_in(out)))
    if where.people:
        conditions.append(person.in_(where.people))
    if where.groups:
        group = literal_column('participant."group"', String)
        conditions.append(group.in_([each.value for each in where.groups]))
    if where.code is not None and where.inside:
        conditions.append(_meets(connection, where))
    return conditions


def _meets(connection: Connection, where: Where) -> ColumnElement[bool]:
    """Whether a passage that bears the code meets the turn."""
    return exists(
        select(coding.c.id).where(
            coding.c.version_id == literal_column("turn.version_id"),
            coding.c.code_id == bindparam("code", where.code),
            coding.c.start < literal_column('search_turn."end"'),
            coding.c.end > literal_column("search_turn.start"),
            *seen(connection),
        )
    )


def _on_the_right_side(
    connection: Connection, study_id: int, query: Query, where: Where, rows: Iterable[_Row]
) -> list[_Row]:
    """Those rows that have a word found within (or outside) the passages that bear the code."""
    kept: list[_Row] = []
    met = [row.id for row in rows if row.meets][:_MOST_READ]
    fit = {
        turn_id
        for turn_id, each in by_id(connection, study_id, query, met, where).items()
        if each.hits
    }
    for row in rows:
        if not row.meets or row.id in fit:
            kept.append(row)
    return kept


def _counted(
    connection: Connection, study_id: int, rows: Iterable[_Row]
) -> list[tuple[Speaking, int]]:
    named = {
        row.id: row
        for row in connection.execute(
            select(participant.c.id, participant.c.pseudonym, participant.c.group).where(
                participant.c.study_id == study_id
            )
        )
    }
    counted = Counter((row.participant, bool(row.interviews)) for row in rows)
    people: Counter[Speaking] = Counter()
    for (who, interviews), turns in counted.items():
        known = named.get(who) if who is not None else None
        if known is not None and not interviews:
            speaking = Speaking(known.pseudonym, known.id, Group(known.group), False)
        else:
            speaking = Speaking("", None, None, interviews)
        people[speaking] += turns
    return people.most_common()


def titles(connection: Connection, study_id: int) -> dict[int, str]:
    """The study's transcripts by id, in order of title."""
    rows = connection.execute(
        select(transcript.c.id, transcript.c.title)
        .where(transcript.c.study_id == study_id)
        .order_by(func.lower(transcript.c.title), transcript.c.id)
    )
    return {row.id: row.title for row in rows}


def pseudonyms(connection: Connection, study_id: int) -> dict[int, str]:
    """The participants whose words may be used, by id, in order of pseudonym."""
    out = barred(connection, study_id)
    rows = connection.execute(
        select(participant.c.id, participant.c.pseudonym)
        .where(participant.c.study_id == study_id)
        .order_by(participant.c.pseudonym)
    )
    return {row.id: row.pseudonym for row in rows if row.id not in out}
