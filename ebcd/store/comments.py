"""Free-text comments in the database: a transcript of their own kind, and what is known of each.

Each comment is a turn and has a speaker of its own, so that what its table says of it stays with it
when the text is corrected.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from threading import Lock
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Integer,
    Select,
    Text,
    cast,
    func,
    insert,
    literal,
    literal_column,
    select,
)

from ebcd.people import traits_fit
from ebcd.store.tables import comment, speaker, transcript, turn
from ebcd.text import Span

_WRITTEN = cast(comment.c.attributes, Text)
"""What a table says of a comment as it is kept: few different ones stand beside many comments."""
_KEPT: OrderedDict[tuple[str, int], tuple[tuple[int, int], list[Mapping[str, str]]]] = OrderedDict()
_MOST_KEPT = 8
_KEEPING = Lock()


def keep_attributes(
    connection: Connection,
    study_id: int,
    transcript_id: int,
    known: Mapping[str, tuple[int, Mapping[str, str]]],
) -> None:
    """Keep what a table says of its comments: line and attributes, by the speaker's label."""
    ids = connection.execute(
        select(speaker.c.label, speaker.c.id).where(speaker.c.transcript_id == transcript_id)
    )
    rows = [
        {
            "study_id": study_id,
            "speaker_id": speaker_id,
            "row": known[label][0],
            "attributes": dict(known[label][1]),
        }
        for label, speaker_id in ids
        if label in known
    ]
    if rows:
        connection.execute(insert(comment), rows)


def attributes(
    connection: Connection, study_id: int, transcripts: Iterable[int] | None = None
) -> Sequence[tuple[int, int, Mapping[str, Any]]]:
    """Transcript, speaker and attributes of each comment, in order of its row."""
    query = (
        select(speaker.c.transcript_id, speaker.c.id, comment.c.attributes)
        .join(speaker, speaker.c.id == comment.c.speaker_id)
        .where(comment.c.study_id == study_id)
        .order_by(speaker.c.transcript_id, comment.c.row)
    )
    if transcripts is not None:
        query = query.where(speaker.c.transcript_id.in_(list(transcripts)))
    return [(row[0], row[1], row[2]) for row in connection.execute(query)]


def descriptions(connection: Connection, study_id: int) -> list[Mapping[str, str]]:
    """All that tables say of the study's comments, each description once."""
    state = connection.execute(
        select(func.count(), func.coalesce(func.max(comment.c.id), 0)).where(
            comment.c.study_id == study_id
        )
    ).one()
    key, now = (str(connection.engine.url), study_id), (state[0], state[1])
    with _KEEPING:
        kept = _KEPT.get(key)
    if kept is not None and kept[0] == now:
        return kept[1]
    rows = connection.execute(select(_WRITTEN).where(comment.c.study_id == study_id).distinct())
    found = [_read(row[0]) for row in rows]
    with _KEEPING:
        _KEPT[key] = now, found
        while len(_KEPT) > _MOST_KEPT:
            _KEPT.popitem(last=False)
    return found


def _read(written: str) -> Mapping[str, str]:
    return {str(name): str(value) for name, value in json.loads(written).items()}


class _Fits:
    """Whether a description fits; each is read once."""

    def __init__(self, asked: Mapping[str, frozenset[str]]) -> None:
        self._asked = asked
        self._known: dict[str, bool] = {}

    def __call__(self, written: str) -> bool:
        if written not in self._known:
            self._known[written] = traits_fit(_read(written), self._asked)
        return self._known[written]


def described(
    connection: Connection, study_id: int, transcripts: Iterable[int] | None = None
) -> dict[int, list[tuple[Span, Mapping[str, str]]]]:
    """Where each comment stands in the current text, with its attributes, by transcript."""
    read: dict[str, Mapping[str, str]] = {}
    found: dict[int, list[tuple[Span, Mapping[str, str]]]] = {}
    for transcript_id, start, end, written in connection.execute(_standing(study_id, transcripts)):
        if written not in read:
            read[written] = _read(written)
        found.setdefault(transcript_id, []).append((Span(start, end), read[written]))
    return found


def places(
    connection: Connection,
    study_id: int,
    asked: Mapping[str, frozenset[str]],
    transcripts: Iterable[int] | None = None,
) -> dict[int, list[Span]]:
    """Where the comments stand whose attributes fit, by transcript and in order.

    `asked`: values by attribute, as `people.traits_asked` has them.
    """
    fits = _Fits(asked)
    found: dict[int, list[Span]] = {}
    for transcript_id, start, end, written in connection.execute(_standing(study_id, transcripts)):
        if fits(written):
            found.setdefault(transcript_id, []).append(Span(start, end))
    return found


def _standing(study_id: int, transcripts: Iterable[int] | None) -> Select[Any]:
    """The comments of the current texts: transcript, start, end, attributes as they are kept."""
    query = (
        select(transcript.c.id, turn.c.start, turn.c.end, _WRITTEN)
        .select_from(comment)
        .join(speaker, speaker.c.id == comment.c.speaker_id)
        .join(transcript, transcript.c.id == speaker.c.transcript_id)
        .join(
            turn,
            (turn.c.version_id == transcript.c.current_version_id)
            & (turn.c.speaker_id == speaker.c.id),
        )
        .where(comment.c.study_id == study_id)
        .order_by(transcript.c.id, turn.c.start)
    )
    return query if transcripts is None else query.where(transcript.c.id.in_(list(transcripts)))


def speakers_fit(
    connection: Connection,
    study_id: int,
    asked: Mapping[str, frozenset[str]],
    speaker_id: ColumnElement[Any],
) -> ColumnElement[bool]:
    """The condition that a speaker is a comment whose attributes fit."""
    fits = _Fits(asked)
    rows = connection.execute(
        select(comment.c.speaker_id, _WRITTEN).where(comment.c.study_id == study_id)
    )
    ids = json.dumps([row[0] for row in rows if fits(row[1])])
    if connection.dialect.name == "sqlite":
        listed = func.json_each(literal(ids, Text)).table_valued("value")
    else:
        wanted = cast(literal(ids, Text), JSON)
        listed = func.json_array_elements_text(wanted).table_valued("value")
    return speaker_id.in_(select(cast(literal_column("value"), Integer)).select_from(listed))
