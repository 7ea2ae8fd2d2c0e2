"""The storyboard in the database: chapters, clips, and what the people in them answered.

A clip's in and out are kept in the time of its transcript; `Film` shows them in the time of the
recording, which the transcript's offset gives. An answer is about what was shown: with a recording
linked, a stretch of that very file; without, the words and their times. Who is in a clip, whether
they agree to the film, and whether a part is marked “do not use” is worked out at each reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from ebcd.errors import NotFound
from ebcd.film.approval import SHOWN_TO
from ebcd.film.storyboard import (
    Answer,
    Appearance,
    Approval,
    Chapter,
    Clip,
    ClipKind,
    Disguise,
    Storyboard,
    Tone,
)
from ebcd.film.timing import Stretch
from ebcd.people import Participant, Use, allows
from ebcd.store import people
from ebcd.store.database import insert_row
from ebcd.store.film_captions import captioned
from ebcd.store.passages import may_be_used, withheld_spans
from ebcd.store.tables import (
    account,
    chapter,
    clip,
    clip_approval,
    recording,
    speaker,
    storyboard,
    transcript,
    turn,
)
from ebcd.text import Span
from ebcd.times import now

_ANOTHER_FILM = Stretch(0, 0)
GONE = "This clip is no longer in the storyboard: reload the page to see what is."


@dataclass(frozen=True)
class Place:
    """Where a clip's words stand. `offset_ms`: what its transcript's times lag the recording by."""

    transcript: int
    version: int
    span: Span
    coding_uuid: str | None
    offset_ms: int


@dataclass(frozen=True)
class Said:
    """An answer as it is kept. `shown`: SHA-256 of the recording that was linked, or None."""

    approval: Approval
    shown: str | None


@dataclass(frozen=True)
class Film:
    """The study's film on paper.

    `board`: everything in it, a withheld clip without its words. `places`: of the clips that are
    words of a transcript, by clip.
    """

    id: int
    board: Storyboard
    places: Mapping[int, Place]


def film(connection: Connection, study_id: int) -> Film | None:
    """The study's film, or None where none has been begun."""
    row = connection.execute(
        select(storyboard).where(storyboard.c.study_id == study_id).order_by(storyboard.c.id)
    ).first()
    if row is None:
        return None
    rows = connection.execute(
        select(clip, transcript.c.title, transcript.c.current_version_id,
               transcript.c.recording_id.label("filmed"),
               transcript.c.recording_offset_ms, recording.c.sha256.label("filmed_sha256"))
        .join(chapter, chapter.c.id == clip.c.chapter_id)
        .outerjoin(transcript, transcript.c.id == clip.c.transcript_id)
        .outerjoin(recording, recording.c.id == transcript.c.recording_id)
        .where(clip.c.study_id == study_id, chapter.c.storyboard_id == row.id)
        .order_by(clip.c.position, clip.c.id)
    ).all()  # fmt: skip
    made = _Making(connection, study_id)
    clips: dict[int, list[Clip]] = {}
    for each in rows:
        clips.setdefault(each.chapter_id, []).append(made.clip(each))
    chapters = [
        Chapter(each.id, each.title, tuple(clips.get(each.id, ())), each.code_id, each.spoken)
        for each in _chapters(connection, row.id)
    ]
    places = {
        each.id: Place(
            each.transcript_id,
            each.version_id,
            Span(each.start, each.end),
            each.coding_uuid,
            each.recording_offset_ms,
        )
        for each in rows
        if each.kind == ClipKind.CLIP.value
    }
    board = Storyboard(row.title, tuple(chapters), row.target_ms)
    return Film(row.id, captioned(connection, study_id, board), places)


def _chapters(connection: Connection, storyboard_id: int) -> Sequence[Any]:
    return connection.execute(
        select(chapter)
        .where(chapter.c.storyboard_id == storyboard_id)
        .order_by(chapter.c.position, chapter.c.id)
    ).all()


class _Making:
    """What clips are made with: persons, who speaks in which, marks, and answers."""

    def __init__(self, connection: Connection, study_id: int) -> None:
        self.persons = people.participants(connection, study_id)
        self.marks = withheld_spans(connection, study_id)
        self.speaking = _speaking(connection, study_id)
        self.answers = answers(connection, study_id)

    def clip(self, row: Any) -> Clip:
        """The clip of a row of the table."""
        kind = ClipKind(row.kind)
        if kind is not ClipKind.CLIP:
            stretch = Stretch(row.in_ms, row.out_ms)
            return Clip(
                row.id, stretch, row.quote, (), row.note, Tone(row.tone), kind=kind,
                spoken=row.spoken, taken_from=row.taken_from, permission=row.permission,
            )  # fmt: skip
        offset = row.recording_offset_ms
        who = self.speaking.get(row.id, set())
        found = [self.persons[each] for each in who if each is not None]
        persons = sorted(found, key=lambda person: person.pseudonym)
        span = Span(row.start, row.end)
        withheld = any(span.meets(mark) for mark in self.marks.get(row.version_id, ()))
        withheld = withheld or row.version_id != row.current_version_id  # waits to be placed anew
        withheld = withheld or not all(may_be_used(person) for person in persons)
        return Clip(
            row.id,
            _later(Stretch(row.in_ms, row.out_ms), offset),
            "" if withheld else row.quote,
            tuple(self._appearance(row, person) for person in persons),
            row.note,
            Tone(row.tone),
            withheld,
            None in who,
            row.filmed,
            row.title,
            disguise=Disguise(row.disguise),
        )

    def _appearance(self, row: Any, person: Participant) -> Appearance:
        consents = allows(person, Use.FILM) and may_be_used(person)
        said = self.answers.get((row.id, person.id))
        approval = Approval() if said is None else _about(said, row)
        shown_to = frozenset(each for each in SHOWN_TO if allows(person, each))
        return Appearance(person.id, person.pseudonym, person.group, consents, approval, shown_to)


def _about(said: Said, row: Any) -> Approval:
    """An answer, the stretch it is about in the present recording's time."""
    seen = said.approval.seen
    if said.shown is None and seen is not None:
        seen = _later(seen, row.recording_offset_ms)
    elif said.shown != row.filmed_sha256:
        seen = _ANOTHER_FILM
    return replace(said.approval, seen=seen)


def _later(stretch: Stretch, offset: int) -> Stretch:
    return Stretch(max(stretch.in_ms + offset, 0), max(stretch.out_ms + offset, 0))


def _speaking(connection: Connection, study_id: int) -> dict[int, set[int | None]]:
    """Who speaks in each clip, the interviewer left out; None for somebody who is not linked."""
    found: dict[int, set[int | None]] = {}
    for clip_id, who, interviews in connection.execute(
        select(clip.c.id, speaker.c.participant_id, speaker.c.interviews)
        .join(
            turn,
            (turn.c.version_id == clip.c.version_id)
            & (turn.c.start < clip.c.end)
            & (turn.c.end > clip.c.start),
        )
        .outerjoin(speaker, speaker.c.id == turn.c.speaker_id)
        .where(clip.c.study_id == study_id)
    ):
        if not interviews:
            found.setdefault(clip_id, set()).add(who)
    return found


def answers(connection: Connection, study_id: int) -> dict[tuple[int, int], Said]:
    """What counts of what was answered, by clip and participant: the newest answer."""
    rows = connection.execute(
        select(clip_approval, account.c.display_name.label("by"))
        .outerjoin(account, account.c.id == clip_approval.c.by_id)
        .where(clip_approval.c.study_id == study_id)
        .order_by(clip_approval.c.on_date, clip_approval.c.id)
    )
    found = {}
    for row in rows:
        seen = Stretch(row.in_ms, row.out_ms)
        said = Approval(
            Answer(row.state), row.on_date, row.how, row.leave_out, seen, Disguise(row.disguise),
            row.by or "",
        )  # fmt: skip
        found[row.clip_id, row.participant_id] = Said(said, row.shown_sha256)
    return found


def refused_since(connection: Connection, study_id: int, at: datetime) -> bool:
    """Whether somebody has said no to a clip, or to a part of one, since then."""
    query = select(func.count()).where(
        clip_approval.c.study_id == study_id,
        clip_approval.c.state.in_((Answer.REFUSED.value, Answer.LEAVE_OUT.value)),
        clip_approval.c.created_at >= at,
    )
    return bool(connection.execute(query).scalar_one())


def begin(connection: Connection, study_id: int, title: str, target_ms: int) -> int:
    """Begin a storyboard; its id."""
    values = {
        "study_id": study_id,
        "title": title,
        "target_ms": target_ms,
        "created_at": now(),
    }
    return insert_row(connection, storyboard, values)


def change_storyboard(connection: Connection, film_id: int, title: str, target_ms: int) -> None:
    connection.execute(
        update(storyboard)
        .where(storyboard.c.id == film_id)
        .values(title=title, target_ms=target_ms)
    )


def add_chapter(
    connection: Connection, study_id: int, film_id: int, title: str, code_id: int | None
) -> int:
    """Put a chapter at the film's end; its id."""
    values = {
        "study_id": study_id,
        "storyboard_id": film_id,
        "code_id": code_id,
        "title": title,
        "position": _end(connection, chapter, chapter.c.storyboard_id == film_id),
    }
    return insert_row(connection, chapter, values)


def change_chapter(connection: Connection, chapter_id: int, title: str) -> None:
    connection.execute(update(chapter).where(chapter.c.id == chapter_id).values(title=title))


def speak_title(connection: Connection, chapter_id: int, sha256: str) -> None:
    """Say which recording speaks a chapter's title; "" for none."""
    connection.execute(update(chapter).where(chapter.c.id == chapter_id).values(spoken=sha256))


def remove_chapter(connection: Connection, chapter_id: int) -> None:
    connection.execute(delete(chapter).where(chapter.c.id == chapter_id))


def place_chapters(connection: Connection, ordered: Iterable[int]) -> None:
    """Number the chapters in this order."""
    for at, chapter_id in enumerate(ordered):
        connection.execute(update(chapter).where(chapter.c.id == chapter_id).values(position=at))


def place_clips(connection: Connection, before: Storyboard, after: Storyboard) -> None:
    """Store where the clips stand in `after`; only chapters that differ are written."""
    stood = {each.id: [one.id for one in each.clips] for each in before.chapters}
    for each in after.chapters:
        ids = [one.id for one in each.clips]
        if ids == stood.get(each.id):
            continue
        for at, clip_id in enumerate(ids):
            connection.execute(
                update(clip).where(clip.c.id == clip_id).values(chapter_id=each.id, position=at)
            )


def add_clip(
    connection: Connection, study_id: int, chapter_id: int, values: Mapping[str, Any]
) -> int:
    """Put a clip at a chapter's end; its id."""
    at = _end(connection, clip, clip.c.chapter_id == chapter_id)
    row = {"study_id": study_id, "chapter_id": chapter_id, "position": at, **values}
    return insert_row(connection, clip, row)


def _end(connection: Connection, table: Any, among: Any) -> int:
    last = connection.execute(select(func.max(table.c.position)).where(among)).scalar_one()
    return 0 if last is None else last + 1


def change_clip(connection: Connection, clip_id: int, **values: Any) -> None:
    connection.execute(update(clip).where(clip.c.id == clip_id).values(**values))


def clip_row(connection: Connection, study_id: int, clip_id: int) -> Mapping[str, Any]:
    """A clip's columns. Raises NotFound where it is not in this study."""
    row = connection.execute(
        select(clip).where(clip.c.id == clip_id, clip.c.study_id == study_id)
    ).first()
    if row is None:
        raise NotFound(GONE)
    return dict(row._mapping)


def take_out(connection: Connection, study_id: int, clip_id: int) -> None:
    """Delete a clip with what was answered of it. Raises NotFound where it is not there."""
    clip_row(connection, study_id, clip_id)
    connection.execute(delete(clip).where(clip.c.id == clip_id))


def record_answer(
    connection: Connection,
    study_id: int,
    clip_id: int,
    participant_id: int,
    said: Said,
    by_id: int | None,
) -> None:
    """Keep what a participant answered.

    `said.approval.seen` is in the time of the recording that was shown, without one in that of
    the transcript.
    """
    approval = said.approval
    assert approval.seen is not None
    assert approval.on is not None
    connection.execute(
        insert(clip_approval).values(
            study_id=study_id,
            clip_id=clip_id,
            participant_id=participant_id,
            state=approval.answer.value,
            in_ms=approval.seen.in_ms,
            out_ms=approval.seen.out_ms,
            shown_sha256=said.shown,
            disguise=approval.disguise.value,
            leave_out=approval.note,
            how=approval.how,
            on_date=approval.on,
            by_id=by_id,
            created_at=now(),
        )
    )
