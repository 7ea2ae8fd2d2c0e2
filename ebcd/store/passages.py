"""The coded passages that may be used, and by whom they were spoken.

This is the one place that decides whether a passage may be used at all and whether it may be
quoted outside the team:

- a passage that meets a “do not use” mark is not there for any list, suggestion or export;
- neither is one spoken by somebody who has withdrawn, or who refused or took back consent to
  being interviewed;
- one that is coded blind by whoever asks is there only where they coded it themselves
  (`ebcd/store/blindfold.py`);
- it may be quoted where everybody who speaks in it agrees to being quoted. A passage of a field
  note is the team's own words; one of comments may be quoted where the team has stated that people
  agreed to be quoted without a name. Otherwise a passage in which somebody speaks who is neither
  the interviewer nor linked to a participant is not quoted: nobody knows whether they agree.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple

from sqlalchemy import Connection, exists, or_, select

from ebcd.coding import Origin, SpokenTurn
from ebcd.people import ConsentState, Participant, Use, allows, standing
from ebcd.store import blindfold, people
from ebcd.store import study as studies
from ebcd.store.tables import (
    coding,
    consent,
    participant,
    speaker,
    transcript,
    turn,
    withheld,
)
from ebcd.text import Span

FIELD_NOTE = "field_note"
COMMENTS = "comments"


@dataclass(frozen=True)
class Passage:
    """One coding, with what its use hangs on; coding 0 where a stretch is not coded as it stands.

    `people`: ids of the participants who speak in it, never the interviewer. `start_ms`, `end_ms`:
    of the turns it lies in, or None without times. `may_quote`: whether it may leave in a
    document.
    """

    coding: int
    uuid: str
    transcript: int
    version: int
    code: int
    coder: int | None
    span: Span
    quote: str
    people: tuple[int, ...]
    may_quote: bool
    is_field_note: bool
    start_ms: int | None
    end_ms: int | None
    origin: Origin = Origin.HAND
    is_comment: bool = False


@dataclass(frozen=True)
class TimedTurn:
    """A turn with its times and speaker, by position in the text.

    `unknown`: whether somebody speaks who is neither the interviewer nor linked to a participant.
    """

    spoken: SpokenTurn
    start_ms: int | None
    end_ms: int | None
    unknown: bool = False


def may_be_used(person: Participant) -> bool:
    """Whether what this person said may be used in the analysis at all."""
    if person.withdrawn_on is not None:
        return False
    said = standing(person.consents, Use.INTERVIEW)
    return said is None or said.state is ConsentState.GRANTED


def barred(connection: Connection, study_id: int) -> set[int]:
    """The ids of those whose words may not be used."""
    doubtful = select(participant.c.id).where(
        participant.c.study_id == study_id,
        or_(
            participant.c.withdrawn_on.is_not(None),
            exists().where(
                consent.c.participant_id == participant.c.id,
                consent.c.use == Use.INTERVIEW.value,
                consent.c.state != ConsentState.GRANTED.value,
            ),
        ),
    )
    some = set(connection.execute(doubtful).scalars())
    if not some:
        return some
    persons = people.participants(connection, study_id)
    return {who for who in some if not may_be_used(persons[who])}


def turns_of(
    connection: Connection, study_id: int, versions: Iterable[int] | None = None
) -> dict[int, list[TimedTurn]]:
    """The turns of these versions (None: of every current version), by version, in order."""
    query = (
        select(
            turn.c.version_id,
            turn.c.start,
            turn.c.end,
            turn.c.start_ms,
            turn.c.end_ms,
            speaker.c.participant_id,
            speaker.c.interviews,
        )
        .outerjoin(speaker, speaker.c.id == turn.c.speaker_id)
        .where(turn.c.study_id == study_id)
        .order_by(turn.c.version_id, turn.c.position)
    )
    if versions is None:
        query = query.join(transcript, transcript.c.current_version_id == turn.c.version_id)
    else:
        query = query.where(turn.c.version_id.in_(list(versions)))
    turns: dict[int, list[TimedTurn]] = {}
    for version, start, end, start_ms, end_ms, who, interviews in connection.execute(query):
        spoken = SpokenTurn(Span(start, end), None if interviews else who)
        unknown = who is None and not interviews
        turns.setdefault(version, []).append(TimedTurn(spoken, start_ms, end_ms, unknown))
    return turns


def withheld_spans(connection: Connection, study_id: int) -> dict[int, list[Span]]:
    """The “do not use” marks of the study, by transcript version."""
    marks: dict[int, list[Span]] = {}
    for row in connection.execute(select(withheld).where(withheld.c.study_id == study_id)):
        marks.setdefault(row.version_id, []).append(Span(row.start, row.end))
    return marks


def turns_within(span: Span, turns: Sequence[TimedTurn], starts: Sequence[int]) -> list[TimedTurn]:
    """The turns that `span` meets; `starts` are the turns' starts, in order."""
    first = max(bisect_right(starts, span.start) - 1, 0)
    met = []
    for at in range(first, len(turns)):
        if turns[at].spoken.span.start >= span.end:
            break
        if turns[at].spoken.span.meets(span):
            met.append(turns[at])
    return met


def usable_passages(
    connection: Connection,
    study_id: int,
    *,
    codes: Iterable[int] | None = None,
    transcript_id: int | None = None,
    uuids: Iterable[str] | None = None,
) -> list[Passage]:
    """The study's coded passages that may be used, in order of transcript and place.

    `codes`, `transcript_id`, `uuids` narrow them down; None leaves them as they are. All of them
    are kept until the study changes, so that a page does not gather them at every click.
    """
    blind = blindfold.worn(connection)
    if codes is None and transcript_id is None and uuids is None:
        everything = _all_of(connection, study_id)
        if blind is None:
            return list(everything)
        return [each for each in everything if not blind.hides(each.transcript, each.coder)]
    query = _QUERY.where(coding.c.study_id == study_id, *blindfold.seen(connection))
    if codes is not None:
        query = query.where(coding.c.code_id.in_(list(codes)))
    if transcript_id is not None:
        query = query.where(coding.c.transcript_id == transcript_id)
    if uuids is not None:
        query = query.where(coding.c.uuid.in_(list(uuids)))
    rows = [CodedRow._make(row) for row in connection.execute(query)]
    return _judged(connection, study_id, rows, {row.version for row in rows})


def usable_stretches(
    connection: Connection, study_id: int, asked: Iterable[tuple[int, Span]]
) -> list[Passage]:
    """Those of the stretches (transcript, span) of current versions that may be used.

    Each as a passage of coding 0 and without its words.
    """
    wanted = list(asked)
    those = select(transcript.c.id, transcript.c.current_version_id, transcript.c.kind).where(
        transcript.c.study_id == study_id,
        transcript.c.id.in_({each for each, _ in wanted}),
        transcript.c.current_version_id.is_not(None),
    )
    there = {row.id: row for row in connection.execute(those)}
    rows = [
        CodedRow(
            0, "", each, there[each].current_version_id, 0, None, span.start, span.end, "",
            there[each].kind, Origin.HAND.value,
        )
        for each, span in wanted
        if each in there
    ]  # fmt: skip
    return _judged(connection, study_id, rows, {row.version for row in rows})


class CodedRow(NamedTuple):
    """A coding as it comes from the database. `kind`: of its transcript."""

    coding: int
    uuid: str
    transcript: int
    version: int
    code: int
    coder: int | None
    start: int
    end: int
    quote: str
    kind: str
    origin: str


_QUERY = (
    select(
        coding.c.id,
        coding.c.uuid,
        coding.c.transcript_id,
        coding.c.version_id,
        coding.c.code_id,
        coding.c.coder_id,
        coding.c.start,
        coding.c.end,
        coding.c.quote,
        transcript.c.kind,
        coding.c.origin,
    )
    .join(transcript, transcript.c.current_version_id == coding.c.version_id)
    .order_by(coding.c.transcript_id, coding.c.start, coding.c.end, coding.c.id)
)

_KEPT: OrderedDict[tuple[str, int], tuple[int, Sequence[Passage]]] = OrderedDict()
_MOST_KEPT = 8
_KEEPING = Lock()


def _all_of(connection: Connection, study_id: int) -> Sequence[Passage]:
    """Every usable passage, kept by the study's revision.

    Within an act nothing is kept: what it has changed so far may yet be undone.
    """
    if connection.get_execution_options().get("ebcd_writes"):
        return _gathered(connection, study_id)
    at = studies.revision(connection, study_id)
    key = (str(connection.engine.url), study_id)
    with _KEEPING:
        kept = _KEPT.get(key)
    if kept is not None and kept[0] == at:
        return kept[1]
    found = _gathered(connection, study_id)
    with _KEEPING:
        _KEPT[key] = (at, found)
        _KEPT.move_to_end(key)
        while len(_KEPT) > _MOST_KEPT:
            _KEPT.popitem(last=False)
    return found


def _gathered(connection: Connection, study_id: int) -> list[Passage]:
    query = _QUERY.where(coding.c.study_id == study_id)
    rows = [CodedRow._make(row) for row in connection.execute(query)]
    return _judged(connection, study_id, rows, None)


def usable_among(connection: Connection, study_id: int, rows: Sequence[CodedRow]) -> list[Passage]:
    """Those of `rows`, codings kept elsewhere than among the codings, that may be used."""
    return _judged(connection, study_id, rows, {row.version for row in rows})


def _judged(
    connection: Connection, study_id: int, rows: Sequence[CodedRow], versions: set[int] | None
) -> list[Passage]:
    """Those of `rows` that may be used, each with who speaks in it."""
    turns = turns_of(connection, study_id, versions)
    agreed_to = quotable_comments(connection, study_id)
    starts = {
        version: [turn.spoken.span.start for turn in those] for version, those in turns.items()
    }
    marks = withheld_spans(connection, study_id)
    persons = people.participants(connection, study_id)
    barred = {who for who, person in persons.items() if not may_be_used(person)}
    agreed = {who for who, person in persons.items() if allows(person, Use.QUOTE)}
    found = []
    for row in rows:
        span = Span(row.start, row.end)
        if any(span.meets(mark) for mark in marks.get(row.version, ())):
            continue
        met = turns_within(span, turns.get(row.version, []), starts.get(row.version, []))
        spoken_by = tuple(
            dict.fromkeys(
                turn.spoken.participant for turn in met if turn.spoken.participant is not None
            )
        )
        if barred.isdisjoint(spoken_by):
            found.append(
                _passage(
                    row,
                    span,
                    met,
                    spoken_by,
                    agreed.issuperset(spoken_by),
                    row.transcript in agreed_to,
                )
            )
    return found


def quotable_comments(connection: Connection, study_id: int) -> set[int]:
    """The transcripts of comments whose writers agreed to be quoted without a name."""
    rows = connection.execute(
        select(transcript.c.id).where(
            transcript.c.study_id == study_id,
            transcript.c.kind == COMMENTS,
            transcript.c.may_quote,
        )
    )
    return set(rows.scalars())


def _passage(
    row: CodedRow,
    span: Span,
    met: Sequence[TimedTurn],
    spoken_by: tuple[int, ...],
    agreed: bool,
    unnamed: bool,
) -> Passage:
    """`agreed`: whether all who are known agreed; `unnamed`: whether the unknown did too."""
    is_field_note = row.kind == FIELD_NOTE
    known = bool(spoken_by) and not any(turn.unknown for turn in met)
    return Passage(
        coding=row.coding,
        uuid=row.uuid,
        transcript=row.transcript,
        version=row.version,
        code=row.code,
        coder=row.coder,
        span=span,
        quote=row.quote,
        people=spoken_by,
        may_quote=agreed and (known or is_field_note or unnamed),
        is_field_note=is_field_note,
        start_ms=min((turn.start_ms for turn in met if turn.start_ms is not None), default=None),
        end_ms=max((turn.end_ms for turn in met if turn.end_ms is not None), default=None),
        origin=Origin(row.origin),
        is_comment=row.kind == COMMENTS,
    )
