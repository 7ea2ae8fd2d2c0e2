"""Passages that were found by meaning, with the words around them and who says them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Select, func, select

from ebcd.people import Group
from ebcd.search.words import hide
from ebcd.store.assistant_reading import Stretch
from ebcd.store.found_turns import FoundTurn, Speaking
from ebcd.store.passages import usable_stretches, withheld_spans
from ebcd.store.tables import participant, speaker, transcript, transcript_version, turn
from ebcd.text import Span

AROUND = 160
"""Code points of the same turn that are read on either side."""


def in_context(
    connection: Connection, study_id: int, places: Iterable[Stretch]
) -> list[FoundTurn | None]:
    """These stretches of current texts, each within its turn, in the order given.

    What is not to be used is hidden; None stands for a stretch whose text was corrected since.
    """
    marks = withheld_spans(connection, study_id)
    found: list[FoundTurn | None] = []
    for place in places:
        row = connection.execute(_turn_around(study_id, place)).first()
        if row is None:
            found.append(None)
            continue
        start = max(row.start, place.span.start - AROUND)
        end = min(row.end, place.span.end + AROUND)
        words = connection.execute(_words(place.version, Span(start, end))).scalar_one()
        found.append(
            FoundTurn(
                place.transcript,
                row.title,
                place.version,
                Span(start, end),
                hide(words, marks.get(place.version, ()), start),
                (place.span,),
                _speaking(row),
                row.start_ms,
            )
        )
    return found


def _turn_around(study_id: int, place: Stretch) -> Select[Any]:
    return (
        select(
            turn.c.start,
            turn.c.end,
            turn.c.start_ms,
            transcript.c.title,
            speaker.c.label,
            speaker.c.participant_id,
            participant.c.pseudonym,
            participant.c.group,
        )
        .join(transcript, transcript.c.current_version_id == turn.c.version_id)
        .outerjoin(speaker, speaker.c.id == turn.c.speaker_id)
        .outerjoin(participant, participant.c.id == speaker.c.participant_id)
        .where(
            turn.c.study_id == study_id,
            turn.c.version_id == place.version,
            turn.c.start <= place.span.start,
            turn.c.end >= place.span.end,
        )
        .limit(1)
    )


def _words(version: int, span: Span) -> Select[Any]:
    words = func.substr(transcript_version.c.text, span.start + 1, len(span))
    return select(words).where(transcript_version.c.id == version)


def _speaking(row: Any) -> Speaking:
    group = Group(row.group) if row.group else None
    return Speaking(row.pseudonym or row.label or "", row.participant_id, group, False)


def usable_words(
    connection: Connection, study_id: int, transcript_id: int, span: Span
) -> str | None:
    """The words of a stretch of a current text; None where it may not be used or is not there."""
    usable = usable_stretches(connection, study_id, [(transcript_id, span)])
    if not usable:
        return None
    words = connection.execute(_words(usable[0].version, span)).scalar_one()
    return str(words) if len(words) == len(span) else None
