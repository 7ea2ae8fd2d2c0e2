"""Searching what is said: which turns fit, how many, and by whom.

The engine finds the turns; where in a turn the words stand is read from its text
(`found_turns`). Nothing marked “do not use” is found, and nothing said by somebody who has
withdrawn or refused to be interviewed. How much is counted is bounded, so that a word which is in
every other turn is answered as quickly as a rare one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    Select,
    String,
    Subquery,
    bindparam,
    cast,
    func,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from ebcd.people import Group, trait_choices, traits_asked, traits_fit
from ebcd.search.query import Query
from ebcd.store import comments
from ebcd.store.blindfold import seen
from ebcd.store.found_turns import Speaking, Where, on_the_wrong_side
from ebcd.store.passages import barred
from ebcd.store.retrieval import traits
from ebcd.store.search import ROOM
from ebcd.store.search_engines import fts5, tsquery
from ebcd.store.tables import coding, participant, search_turn, speaker, transcript

MOST = 10_000
"""Turns; where a search finds more it says “more than 10,000”."""
_FEW = 40
"""Transcripts; a search in no more of them asks the engine for each."""
_SHIFT: ColumnElement[int] = literal_column(str(ROOM.bit_length() - 1), Integer)
_MOST_READ = 1_000
"""Turns whose text is read to see on which side of a coding their words stand."""


@dataclass(frozen=True)
class Found:
    """What fits. `turns`: how many; `more`: whether there are more than these.

    `people`: turns by who speaks, most first. `transcripts`: how many the turns are in. `ids`: of
    the turns asked for, in the index, in reading order or the best first.
    """

    turns: int
    more: bool
    people: Sequence[tuple[Speaking, int]]
    transcripts: int
    ids: Sequence[int]


class _Row(NamedTuple):
    id: int
    who: int | None
    interviews: bool | None
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
_NUMBER: dict[str, ColumnElement[Any]] = {
    "sqlite": literal_column("search_words.rowid", BigInteger),
    "postgresql": literal_column("search_words.id", BigInteger),
}


def find(
    connection: Connection,
    study_id: int,
    query: Query,
    where: Where,
    *,
    first: int = 0,
    most: int = MOST,
) -> Found:
    """What fits `query` in the study, with the ids of `most` turns from the `first` on.

    No more than `MOST` turns are counted and can be asked for.
    """
    few = _few_transcripts(connection, study_id, where)
    if few is None and where.code is None:
        return _counted_there(connection, study_id, query, where, slice(first, first + most))
    rows = _rows(connection, study_id, query, where, few)
    more = len(rows) > MOST
    rows = _on_the_right_side(connection, study_id, query, where, rows[:MOST])
    if where.best_first:
        rows.sort(key=lambda row: (-row.score, row.id))
    said = Counter((row.id // ROOM, row.who, bool(row.interviews)) for row in rows)
    ids = [row.id for row in rows[first : first + most]]
    return _found(connection, study_id, said, more, ids)


def _counted_there(
    connection: Connection, study_id: int, query: Query, where: Where, asked: slice
) -> Found:
    """Let the engine count and cut, so that 10,000 turns need not come over."""
    matching = _matching(connection, study_id, query, where, None).limit(MOST + 1).subquery("fit")
    with_query = {"query": _written(connection, query)}
    within = matching.c.id.op(">>")(_SHIFT)
    counted = connection.execute(
        select(within, matching.c.who, matching.c.interviews, func.count())
        .select_from(matching)
        .group_by(within, matching.c.who, matching.c.interviews),
        with_query,
    )
    said: Counter[tuple[int, int | None, bool]] = Counter()
    for transcript_id, who, interviews, turns in counted:
        said[int(transcript_id), who, bool(interviews)] += turns
    more = said.total() > MOST
    ids = connection.execute(_cut(matching, where, asked, _is_sqlite(connection)), with_query)
    return _found(connection, study_id, said, more, list(ids.scalars()))


def _cut(matching: Subquery, where: Where, asked: slice, sorted_already: bool) -> Select[Any]:
    """The ids of some of the turns."""
    query = select(matching.c.id).offset(asked.start).limit(min(asked.stop, MOST) - asked.start)
    if where.best_first:
        return query.order_by(matching.c.score.desc(), matching.c.id)
    return query if sorted_already else query.order_by(matching.c.id)


def _found(
    connection: Connection,
    study_id: int,
    said: Counter[tuple[int, int | None, bool]],
    more: bool,
    ids: Sequence[int],
) -> Found:
    by: Counter[tuple[int | None, bool]] = Counter()
    for (_transcript, who, interviews), turns in said.items():
        by[who, interviews] += turns
    transcripts = len({transcript_id for transcript_id, _who, _interviews in said})
    return Found(min(said.total(), MOST), more, _named(connection, study_id, by), transcripts, ids)


def _named(
    connection: Connection, study_id: int, by: Counter[tuple[int | None, bool]]
) -> list[tuple[Speaking, int]]:
    asked = select(participant.c.id, participant.c.pseudonym, participant.c.group).where(
        participant.c.study_id == study_id
    )
    speak = {who for who, _interviews in by if who is not None}
    if len(speak) <= _FEW:
        asked = asked.where(participant.c.id.in_(speak))
    known = {row[0]: row for row in connection.execute(asked)}
    people: Counter[Speaking] = Counter()
    for (who, interviews), turns in by.items():
        person = known.get(who) if who is not None and not interviews else None
        if person is not None:
            speaking = Speaking(person.pseudonym, person.id, Group(person.group), False)
        else:
            speaking = Speaking("", None, None, interviews)
        people[speaking] += turns
    return people.most_common()


def _rows(
    connection: Connection, study_id: int, query: Query, where: Where, few: Sequence[int] | None
) -> list[_Row]:
    """The index's rows that fit, in reading order, one more than `MOST` where there are more."""
    rows: list[_Row] = []
    written = {"query": _written(connection, query)}
    for only in [None] if few is None else few:
        asked = _matching(connection, study_id, query, where, only).limit(MOST + 1)
        unranked = () if where.best_first else (0.0,)
        rows += [_Row(*row, *unranked) for row in connection.execute(asked, written)]
        if len(rows) > MOST:
            break
    return sorted(rows)


def _few_transcripts(connection: Connection, study_id: int, where: Where) -> list[int] | None:
    """The transcripts that the search is narrowed to where they are few, else None."""
    wanted: set[int] | None = set(where.transcripts) if where.transcripts else None
    if where.people or where.groups:
        said = select(speaker.c.transcript_id).where(speaker.c.study_id == study_id)
        if where.people:
            said = said.where(speaker.c.participant_id.in_(where.people))
        if where.groups:
            said = said.join(participant, participant.c.id == speaker.c.participant_id).where(
                participant.c.group.in_([group.value for group in where.groups])
            )
        found = set(connection.execute(said.distinct().limit(_FEW + 1)).scalars())
        if len(found) <= _FEW:
            wanted = found if wanted is None else wanted & found
    return sorted(wanted) if wanted is not None and len(wanted) <= _FEW else None


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _written(connection: Connection, query: Query) -> str:
    return fts5(query) if _is_sqlite(connection) else tsquery(query)


def _matching(
    connection: Connection, study_id: int, query: Query, where: Where, only: int | None
) -> Select[Any]:
    """The rows of the index that fit: in the whole study, or in the transcript `only`.

    On SQLite they come in reading order. PostgreSQL gives them as they lie: to sort every match
    of a common word would take longer than to find them.
    """
    engine = connection.dialect.name
    columns: list[Any] = [
        literal_column("search_turn.id", BigInteger).label("id"),
        literal_column("speaker.participant_id").label("who"),
        literal_column("speaker.interviews").label("interviews"),
    ]
    if where.best_first:
        columns.append(_score(engine).label("score"))
    asked: Select[Any] = (
        select(*columns)
        .select_from(text(_FROM[engine]))
        .where(text(_MATCH[engine]), *_conditions(connection, study_id, where, only))
    )
    return asked.order_by(_NUMBER[engine]) if engine == "sqlite" else asked


def _score(engine: str) -> ColumnElement[Any]:
    """How well a row fits, as the engine sees it; more is better."""
    if engine == "sqlite":
        return -func.bm25(literal_column("search_words"))
    return func.ts_rank_cd(
        literal_column("search_words.words"), cast(bindparam("query", type_=String), TSQUERY)
    )


def _conditions(
    connection: Connection, study_id: int, where: Where, only: int | None
) -> list[ColumnElement[bool]]:
    number = _NUMBER[connection.dialect.name]
    who: ColumnElement[Any] = literal_column("speaker.participant_id")
    interviews: ColumnElement[Any] = literal_column("speaker.interviews")
    conditions: list[ColumnElement[bool]] = [literal_column("search_turn.study_id") == study_id]
    if only is not None:
        conditions.append(number.between(only * ROOM, (only + 1) * ROOM - 1))
    elif where.transcripts:
        conditions.append(number.op(">>", return_type=BigInteger())(_SHIFT).in_(where.transcripts))
    if not where.interviewer:
        conditions.append(or_(interviews.is_(None), interviews.is_(False)))
    out = barred(connection, study_id)
    if out:
        conditions.append(or_(who.is_(None), who.not_in(out)))
    if where.people:
        conditions.append(who.in_(where.people))
    if where.groups:
        group = literal_column('participant."group"', String)
        conditions.append(group.in_([each.value for each in where.groups]))
    if where.traits:
        asked = traits_asked(where.traits)
        known = traits(connection, study_id)
        fit = [person for person, has in known.items() if traits_fit(has, asked)]
        said: ColumnElement[Any] = literal_column("speaker.id", Integer)
        of_comments = comments.speakers_fit(connection, study_id, asked, said)
        conditions.append(or_(who.in_(fit), of_comments))
    if where.code is not None and where.inside:
        conditions.append(number.in_(_coded(connection, study_id, where.code)))
    return conditions


def _coded(connection: Connection, study_id: int, code_id: int) -> Select[Any]:
    """The numbers of the turns that a passage with this code meets."""
    room: ColumnElement[Any] = literal_column(str(ROOM), BigInteger)
    at = coding.c.transcript_id * room
    before = search_turn.alias("before")
    first = (
        select(func.max(before.c.id)).where(before.c.id <= at + coding.c.start).scalar_subquery()
    )
    return (
        select(search_turn.c.id)
        .select_from(coding)
        .join(transcript, transcript.c.id == coding.c.transcript_id)
        .join(search_turn, search_turn.c.id.between(first, at + coding.c.end - 1))
        .where(
            coding.c.study_id == study_id,
            coding.c.code_id == code_id,
            transcript.c.current_version_id == coding.c.version_id,
            *seen(connection),
        )
    )


def _on_the_right_side(
    connection: Connection, study_id: int, query: Query, where: Where, rows: Sequence[_Row]
) -> list[_Row]:
    """Those rows that have a word found within (or outside) the passages that bear the code."""
    if where.code is None:
        return list(rows)
    coded = set(connection.execute(_coded(connection, study_id, where.code)).scalars())
    met = [row.id for row in rows if row.id in coded][:_MOST_READ]
    wrong = on_the_wrong_side(connection, study_id, query, met, where)
    return [row for row in rows if row.id not in wrong]


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


def trait_values(connection: Connection, study_id: int) -> dict[str, tuple[str, ...]]:
    """What is known of those whose words may be used, and of comments: values by attribute."""
    known = traits(connection, study_id)
    usable = [known[each] for each in pseudonyms(connection, study_id) if each in known]
    return trait_choices([*usable, *comments.descriptions(connection, study_id)])
