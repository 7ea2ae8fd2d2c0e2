"""The turns that a search found, with their words and where in them these are met."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select, text

from ebcd.people import Group
from ebcd.search.matching import hits
from ebcd.search.query import Query
from ebcd.search.words import hide
from ebcd.store.blindfold import seen
from ebcd.store.passages import withheld_spans
from ebcd.store.search import ROOM
from ebcd.store.tables import (
    coding,
    participant,
    search_turn,
    speaker,
    transcript,
    transcript_version,
    turn,
)
from ebcd.text import Span

_AT_ONCE = 500


@dataclass(frozen=True)
class Where:
    """What a search is narrowed to; an empty tuple narrows to nothing.

    `code`: only words within passages that bear this code, or outside all of them where `inside`
    is False. `interviewer`: whether the interviewer's turns are searched too. `traits`: attributes
    of whoever speaks, or of a comment, and their values.
    """

    transcripts: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    groups: tuple[Group, ...] = ()
    code: int | None = None
    inside: bool = True
    interviewer: bool = False
    best_first: bool = False
    traits: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Speaking:
    """Who said something. `group`: None for the interviewer and for who is linked to nobody."""

    name: str
    participant: int | None
    group: Group | None
    interviews: bool


@dataclass(frozen=True)
class FoundTurn:
    """A turn in which something was found, or the piece of a very long one.

    `span`: in the version's text. `text`: its words, what is not to be used hidden. `hits`: where
    in the version's text the query is met.
    """

    transcript: int
    title: str
    version: int
    span: Span
    text: str
    hits: tuple[Span, ...]
    speaking: Speaking
    start_ms: int | None


def read(
    connection: Connection, study_id: int, query: Query, ids: Sequence[int], where: Where
) -> list[FoundTurn]:
    """These turns of the index with their words, in the order of `ids`.

    One in which nothing is met, seen closely, is left out.
    """
    found = by_id(connection, study_id, query, ids, where)
    return [found[each] for each in ids if each in found and found[each].hits]


def by_id(
    connection: Connection, study_id: int, query: Query, ids: Sequence[int], where: Where
) -> dict[int, FoundTurn]:
    """These turns by their number in the index, also those in which nothing is met."""
    marks = withheld_spans(connection, study_id)
    bearing = passages_with(connection, study_id, where.code, {each // ROOM for each in ids})
    found: dict[int, FoundTurn] = {}
    for first in range(0, len(ids), _AT_ONCE):
        some = ids[first : first + _AT_ONCE]
        said = _said(connection, some)
        for row in connection.execute(_reading(study_id, some)):
            shown = hide(said[row.id], marks.get(row.version_id, ()), row.start)
            met = (
                Span(span.start + row.start, span.end + row.start) for span in hits(query, shown)
            )
            if where.code is not None:
                spans = bearing.get(row.transcript_id, ())
                met = (hit for hit in met if _any_meets(hit, spans) is where.inside)
            found[row.id] = _turn(row, shown, tuple(met))
    return found


def _any_meets(span: Span, others: Iterable[Span]) -> bool:
    return any(span.meets(other) for other in others)


def passages_with(
    connection: Connection, study_id: int, code_id: int | None, transcripts: set[int]
) -> Mapping[int, Sequence[Span]]:
    """The passages of these transcripts that bear the code, by transcript."""
    if code_id is None:
        return {}
    rows = connection.execute(
        select(coding.c.transcript_id, coding.c.start, coding.c.end)
        .join(transcript, transcript.c.id == coding.c.transcript_id)
        .where(
            transcript.c.current_version_id == coding.c.version_id,
            coding.c.study_id == study_id,
            coding.c.code_id == code_id,
            *seen(connection),
        )
    )
    spans: dict[int, list[Span]] = {}
    for transcript_id, start, end in rows:
        if transcript_id in transcripts:
            spans.setdefault(transcript_id, []).append(Span(start, end))
    return spans


def on_the_wrong_side(
    connection: Connection, study_id: int, query: Query, ids: Sequence[int], where: Where
) -> set[int]:
    """Those of these turns that have none of their words on the code's side that is asked for."""
    bearing = passages_with(connection, study_id, where.code, {each // ROOM for each in ids})
    wrong = set(ids)
    for first in range(0, len(ids), _AT_ONCE):
        for number, said in _said(connection, ids[first : first + _AT_ONCE]).items():
            transcript_id, start = divmod(number, ROOM)
            spans = bearing.get(transcript_id, ())
            for hit in hits(query, said):
                there = Span(hit.start + start, hit.end + start)
                if _any_meets(there, spans) is where.inside:
                    wrong.discard(number)
                    break
    return wrong


def _said(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    """The words of these turns, from the engine's own table."""
    number = "rowid" if connection.dialect.name == "sqlite" else "id"
    asked = text(f"SELECT {number}, text FROM search_words WHERE {number} IN :ids")
    rows = connection.execute(asked.bindparams(bindparam("ids", expanding=True)), {"ids": ids})
    return {row[0]: row[1] for row in rows}


def _reading(study_id: int, ids: Sequence[int]) -> Select[Any]:
    return (
        select(
            search_turn.c.id,
            search_turn.c.start,
            search_turn.c.end,
            turn.c.version_id,
            turn.c.start_ms,
            transcript.c.id.label("transcript_id"),
            transcript.c.title,
            speaker.c.label,
            speaker.c.interviews,
            speaker.c.participant_id,
            participant.c.pseudonym,
            participant.c.group,
        )
        .join(turn, turn.c.id == search_turn.c.turn_id)
        .join(transcript_version, transcript_version.c.id == turn.c.version_id)
        .join(transcript, transcript.c.id == transcript_version.c.transcript_id)
        .outerjoin(speaker, speaker.c.id == turn.c.speaker_id)
        .outerjoin(participant, participant.c.id == speaker.c.participant_id)
        .where(
            search_turn.c.id.in_(ids),
            search_turn.c.study_id == study_id,
            transcript.c.current_version_id == transcript_version.c.id,
        )
    )


def _turn(row: Any, shown: str, met: tuple[Span, ...]) -> FoundTurn:
    speaking = Speaking(
        row.pseudonym or row.label or "",
        None if row.interviews else row.participant_id,
        Group(row.group) if row.group and not row.interviews else None,
        bool(row.interviews),
    )
    return FoundTurn(
        row.transcript_id,
        row.title,
        row.version_id,
        Span(row.start, row.end),
        shown,
        met,
        speaking,
        row.start_ms,
    )
