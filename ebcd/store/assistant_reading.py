"""What the assistant reads of a study, and the state that what it learnt hangs on.

It reads only what may be used: nothing marked “do not use”, nothing of somebody who withdrew, and
never the interviewer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, or_, select

from ebcd.assistant.sentences import stretches
from ebcd.assistant.suggestions import CodeWords, Example
from ebcd.store import codebook, people
from ebcd.store.passages import may_be_used, usable_passages, withheld_spans
from ebcd.store.tables import (
    account,
    code,
    coding,
    consent,
    participant,
    speaker,
    suggestion,
    transcript,
    transcript_version,
    turn,
    withheld,
)
from ebcd.text import Span, sha256

OPEN, DISMISSED = "open", "dismissed"
FEWEST_WORDS = 4
"""Words of a stretch below which nothing is suggested for it."""


@dataclass(frozen=True)
class Stretch:
    """A piece of what somebody said, short enough to bear a code.

    `who`: the participant, or None where the speaker is linked to nobody.
    """

    transcript: int
    version: int
    span: Span
    text: str
    who: int | None


@dataclass(frozen=True)
class Coded:
    """The study's coded passages as examples, and the coding that each stands for.

    `codings`: by example, the uuid of one of its codings, or "" for a dismissed suggestion.
    `places`: by example, its transcript, version, start and end. `uuids`: by example and code, all
    of its codings.
    """

    examples: tuple[Example, ...]
    codings: tuple[str, ...]
    passages: int
    places: tuple[tuple[int, int, int, int], ...]
    uuids: Mapping[tuple[int, int], Sequence[str]]


def stamp(connection: Connection, study_id: int) -> str:
    """What a fit hangs on, as one short text: a fit of another stamp is out of date."""
    learnt = (
        select(func.count(), func.max(coding.c.id), func.sum(coding.c.code_id)).where(
            coding.c.study_id == study_id
        ),
        select(code.c.id, code.c.name, code.c.definition)
        .where(code.c.study_id == study_id)
        .order_by(code.c.id),
    )
    return _stamp(connection, (*learnt, *_what_is_said(study_id)))


def stamp_of_words(connection: Connection, study_id: int) -> str:
    """What the study's stretches hang on, whatever is coded."""
    return _stamp(connection, _what_is_said(study_id))


def _what_is_said(study_id: int) -> tuple[Any, ...]:
    """The state of the texts, of who speaks in them, and of what may be used."""
    return (
        select(transcript.c.id, transcript.c.current_version_id)
        .where(transcript.c.study_id == study_id)
        .order_by(transcript.c.id),
        select(func.count(), func.max(withheld.c.id)).where(withheld.c.study_id == study_id),
        select(func.count(), func.max(consent.c.id)).where(consent.c.study_id == study_id),
        select(func.count(participant.c.withdrawn_on)).where(participant.c.study_id == study_id),
        select(func.count(), func.max(speaker.c.id)).where(speaker.c.study_id == study_id),
        # Those of comments are many, and linked to nobody: they are counted and not listed.
        select(speaker.c.id, speaker.c.interviews, speaker.c.participant_id)
        .where(
            speaker.c.study_id == study_id,
            or_(speaker.c.interviews, speaker.c.participant_id.is_not(None)),
        )
        .order_by(speaker.c.id),
    )


def _stamp(connection: Connection, queries: Iterable[Any]) -> str:
    read = [[list(row) for row in connection.execute(query)] for query in queries]
    return sha256(json.dumps(read, default=str))


def study_stretches(connection: Connection, study_id: int) -> list[Stretch]:
    """Everything usable that was said, in stretches, by transcript and place."""
    persons = people.participants(connection, study_id)
    marks = withheld_spans(connection, study_id)
    texts = _texts(connection, study_id)
    found: list[Stretch] = []
    for row in connection.execute(_spoken(study_id)):
        who = row.participant_id
        if row.interviews or (who is not None and not may_be_used(persons[who])):
            continue
        text = texts[row.version_id]
        for part in stretches(text[row.start : row.end]):
            span = Span(row.start + part.start, row.start + part.end)
            words = text[span.start : span.end]
            if len(words.split()) < FEWEST_WORDS:
                continue
            if not any(span.meets(mark) for mark in marks.get(row.version_id, ())):
                found.append(Stretch(row.transcript_id, row.version_id, span, words, who))
    return found


def _spoken(study_id: int) -> Any:
    return (
        select(
            turn.c.version_id,
            turn.c.start,
            turn.c.end,
            transcript.c.id.label("transcript_id"),
            speaker.c.interviews,
            speaker.c.participant_id,
        )
        .join(transcript, transcript.c.current_version_id == turn.c.version_id)
        .outerjoin(speaker, speaker.c.id == turn.c.speaker_id)
        .where(turn.c.study_id == study_id)
        .order_by(transcript.c.id, turn.c.position)
    )


def _texts(connection: Connection, study_id: int) -> dict[int, str]:
    rows = connection.execute(
        select(transcript_version.c.id, transcript_version.c.text)
        .join(transcript, transcript.c.current_version_id == transcript_version.c.id)
        .where(transcript.c.study_id == study_id)
    )
    return {row.id: row.text for row in rows}


def coded(connection: Connection, study_id: int, coder: int | None = None) -> Coded:
    """The study's usable coded passages as examples, one a passage, and what was dismissed.

    `coder`: one coder's alone, or None for everybody's.
    """
    codes: dict[tuple[int, Span], dict[int, list[str]]] = {}
    first: dict[tuple[int, Span], tuple[str, str, int]] = {}
    for passage in usable_passages(connection, study_id):
        if coder is not None and passage.coder != coder:
            continue
        place = (passage.version, passage.span)
        codes.setdefault(place, {}).setdefault(passage.code, []).append(passage.uuid)
        first.setdefault(place, (passage.uuid, passage.quote, passage.transcript))
    examples = [
        Example(first[place][1], frozenset(codes[place]), first[place][2]) for place in codes
    ]
    codings = [first[place][0] for place in codes]
    places = [(first[place][2], place[0], place[1].start, place[1].end) for place in codes]
    uuids = {
        (at, code_id): those
        for at, place in enumerate(codes)
        for code_id, those in codes[place].items()
    }
    passages = len(examples)
    for text, at in _dismissed(connection, study_id, set(codes), coder):
        examples.append(Example(text, frozenset(), at[0]))
        codings.append("")
        places.append(at)
    return Coded(tuple(examples), tuple(codings), passages, tuple(places), uuids)


def _dismissed(
    connection: Connection, study_id: int, coded_places: set[tuple[int, Span]], by: int | None
) -> list[tuple[str, tuple[int, int, int, int]]]:
    """Passages for which a suggestion was dismissed and nothing was coded, as far as usable.

    Each with its transcript, version, start and end. `by`: by whom, or None for anybody.
    """
    dismissed = [suggestion.c.study_id == study_id, suggestion.c.state == DISMISSED]
    if by is not None:
        dismissed.append(suggestion.c.decided_by_id == by)
    marks = withheld_spans(connection, study_id)
    persons = people.participants(connection, study_id)
    for row in connection.execute(_spoken(study_id)):
        who = row.participant_id
        if who is not None and not may_be_used(persons[who]):
            marks.setdefault(row.version_id, []).append(Span(row.start, row.end))
    rows = connection.execute(
        select(
            suggestion.c.transcript_id,
            suggestion.c.version_id,
            suggestion.c.start,
            suggestion.c.end,
            func.substr(
                transcript_version.c.text,
                suggestion.c.start + 1,
                suggestion.c.end - suggestion.c.start,
            ).label("words"),
        )
        .distinct()
        .join(transcript, transcript.c.current_version_id == suggestion.c.version_id)
        .join(transcript_version, transcript_version.c.id == suggestion.c.version_id)
        .where(*dismissed)
    )
    there: dict[int, list[Span]] = {}
    for version, span in coded_places:
        there.setdefault(version, []).append(span)
    found = []
    for row in rows:
        span = Span(row.start, row.end)
        met = any(span.meets(each) for each in there.get(row.version_id, ()))
        if not met and not any(span.meets(mark) for mark in marks.get(row.version_id, ())):
            found.append((row.words, (row.transcript_id, row.version_id, row.start, row.end)))
    return found


def coders(connection: Connection, study_id: int) -> dict[int, str]:
    """Whose coding can be learnt from alone: accounts that coded, by id, in order of name."""
    rows = connection.execute(
        select(account.c.id, account.c.display_name)
        .where(
            account.c.id.in_(select(coding.c.coder_id).where(coding.c.study_id == study_id)),
        )
        .order_by(func.lower(account.c.display_name), account.c.id)
    )
    return {row[0]: row[1] for row in rows}


def code_words(connection: Connection, study_id: int) -> list[CodeWords]:
    """The study's codes as the assistant reads them."""
    return [
        CodeWords(each.id, each.name, f"{each.definition} {each.include}".strip())
        for each in codebook.codes(connection, study_id)
    ]


def taken(connection: Connection, study_id: int) -> dict[tuple[int, int], list[Span]]:
    """By (version, code) the spans that bear the code already or were decided about."""
    spans: dict[tuple[int, int], list[Span]] = {}
    for table, asked in (
        (coding, coding.c.study_id == study_id),
        (suggestion, (suggestion.c.study_id == study_id) & (suggestion.c.state != OPEN)),
    ):
        query = select(table.c.version_id, table.c.code_id, table.c.start, table.c.end)
        for version, code_id, start, end in connection.execute(query.where(asked)):
            spans.setdefault((version, code_id), []).append(Span(start, end))
    return spans


def decided_places(connection: Connection, study_id: int) -> set[tuple[int, int, int]]:
    """Where a suggestion was decided about: version, start and end. Nobody is shown it again."""
    rows = connection.execute(
        select(suggestion.c.version_id, suggestion.c.start, suggestion.c.end)
        .where(suggestion.c.study_id == study_id, suggestion.c.state != OPEN)
        .distinct()
    )
    return {(row[0], row[1], row[2]) for row in rows}
