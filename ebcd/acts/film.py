"""The film: chapters of clips, trimmed, ordered, and approved by the people in them.

A clip is words of a transcript with their times. It may leave the workbench only where everybody
in it consents to the film and has approved it as it is now; until then the storyboard is a draft
for the team.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from ebcd.acts.access import Actor
from ebcd.acts.act import Act, look
from ebcd.acts.film_chapters import begun, chapter_of
from ebcd.acts.film_undo import changing
from ebcd.codebook import Kind
from ebcd.errors import BadInput, Conflict, NotFound
from ebcd.film import storyboard as plan
from ebcd.film.approval import Gate, gate
from ebcd.film.showing import Standing, standing
from ebcd.film.storyboard import Answer, Approval, Chapter, Clip, ClipKind, Storyboard, Tone
from ebcd.film.timing import Stretch, marks, spoken_span
from ebcd.film.versions import WHOLE, Version, board_of
from ebcd.people import Group
from ebcd.store import (
    codebook,
    coding,
    film_agreements,
    film_versions,
    people,
    recordings,
    spoken,
)
from ebcd.store import film as store
from ebcd.store.database import Connection
from ebcd.store.film import GONE, Place
from ebcd.store.passages import usable_passages, usable_stretches
from ebcd.store.recordings import Recording
from ebcd.store.workbench import Workbench
from ebcd.text import Span, normalise, shorten

SHORTEST_MS = 200
LONGEST_NOTE = 4_000


@dataclass(frozen=True)
class Film:
    """The film as the team works on it.

    `board`: every clip of the version. `gate`: what of it may leave. `places`: where a clip's words
    stand. `everybody`: pseudonym and group of all who speak in the study and have not left it.
    `without`: touchpoints, by id, that no chapter came from. `version`: which of the storyboard's
    `versions`, the whole of it first. `stands`: how it stands with the patients.
    """

    board: Storyboard
    gate: Gate
    places: dict[int, Place]
    recordings: dict[int, Recording]
    everybody: tuple[tuple[str, Group], ...]
    without: dict[int, str]
    version: Version
    versions: tuple[Version, ...]
    stands: Standing

    def clip(self, clip_id: int) -> tuple[Chapter, Clip]:
        """A clip with its chapter. Raises NotFound where it is gone."""
        found = next((each for each in self.board.clips() if each[1].id == clip_id), None)
        if found is None:
            raise NotFound(GONE)
        return found


def film(workbench: Workbench, actor: Actor, study_id: int, version: int = 0) -> Film | None:
    """The study's film, or None where none has been begun. `version`: 0 for the whole storyboard.

    Raises NotFound where there is no such version.
    """
    with look(workbench, actor, study_id) as connection:
        return film_of(connection, study_id, version)


def film_of(connection: Connection, study_id: int, version: int = 0) -> Film | None:
    """The same, within a look or an act."""
    found = store.film(connection, study_id)
    if found is None:
        return None
    target = found.board.target_ms
    chosen = film_versions.find(connection, study_id, version, target)
    board = board_of(found.board, chosen, film_versions.clips_of(connection, version))
    persons = people.participants(connection, study_id).values()
    used = {chapter.code for chapter in board.chapters if chapter.clips}
    return Film(
        board,
        gate(board),
        dict(found.places),
        recordings.recordings(connection, study_id),
        tuple((each.pseudonym, each.group) for each in persons if each.withdrawn_on is None),
        {
            code.id: code.name
            for code in codebook.codes(connection, study_id)
            if code.kind is Kind.TOUCHPOINT and code.id not in used
        },
        chosen,
        (Version(0, WHOLE, target), *film_versions.versions(connection, study_id)),
        standing(board, film_agreements.agreements(connection, study_id), chosen.name),
    )


def add_clip(
    workbench: Workbench, actor: Actor, study_id: int, chapter_id: int, coding_uuid: str
) -> int:
    """Make a clip of a coded passage, at a chapter's end; its id."""
    with changing(workbench, actor, study_id, "add a clip") as doing:
        found = usable_passages(doing.connection, study_id, uuids=[coding_uuid])
        if not found:
            raise NotFound("This passage may not be used, or is gone: reload the page.")
        return _add(doing, chapter_id, found[0].transcript, found[0].span, coding_uuid)


def add_passage(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    chapter_id: int,
    transcript_id: int,
    span: Span,
) -> int:
    """Make a clip of any passage of a transcript, at a chapter's end; its id."""
    with changing(workbench, actor, study_id, "add a clip") as doing:
        if not usable_stretches(doing.connection, study_id, [(transcript_id, span)]):
            raise NotFound("These words may not be used, or are gone: choose others.")
        return _add(doing, chapter_id, transcript_id, span, None)


def _add(
    doing: Act, chapter_id: int, transcript_id: int, span: Span, coding_uuid: str | None
) -> int:
    chapter_of(begun(doing).board, chapter_id)
    clip_id = clip_of(doing, chapter_id, transcript_id, span, coding_uuid)
    doing.about(clip=clip_id, chapter=chapter_id)
    return clip_id


def clip_of(
    doing: Act, chapter_id: int, transcript_id: int, span: Span, coding_uuid: str | None
) -> int:
    """A clip of a passage at the end of a chapter that is there, within an act; its id."""
    where = coding.place(doing.connection, doing.study_id, transcript_id)
    if not len(span) or span.end > where.length:
        raise Conflict("This passage lies outside the transcript: reload the page and try again.")
    said = spoken.times_of(doing.connection, where.version_id, span)
    if said is None:
        raise BadInput(
            "This passage has no times, so it cannot be found in a recording: import a transcript "
            "with times, and choose the passage there."
        )
    return store.add_clip(
        doing.connection,
        doing.study_id,
        chapter_id,
        {
            "kind": ClipKind.CLIP.value,
            "transcript_id": transcript_id,
            "version_id": where.version_id,
            "coding_uuid": coding_uuid,
            "start": span.start,
            "end": span.end,
            "quote": _words(doing, where.version_id, span),
            "in_ms": said.in_ms,
            "out_ms": said.out_ms,
        },
    )


def _words(doing: Act, version_id: int, span: Span) -> str:
    return normalise(coding.words_at(doing.connection, version_id, span))


def add_card(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    chapter_id: int,
    kind: ClipKind,
    words: str,
    length_ms: int = plan.CARD_MS,
) -> int:
    """Put a title card, or a place kept for a voice-over, at a chapter's end; its id."""
    if kind is ClipKind.CLIP:
        raise BadInput("Choose a title card or a voice-over: clips come from passages.")
    if not SHORTEST_MS <= length_ms <= 10 * 60_000:
        raise BadInput("A card stands for up to ten minutes: give a length like 0:05.")
    with changing(workbench, actor, study_id, "add a card") as doing:
        chapter_of(begun(doing).board, chapter_id)
        values = {"kind": kind.value, "quote": _note(words), "in_ms": 0, "out_ms": length_ms}
        clip_id = store.add_clip(doing.connection, study_id, chapter_id, values)
        doing.about(clip=clip_id, chapter=chapter_id)
    return clip_id


def move_clip(workbench: Workbench, actor: Actor, study_id: int, clip_id: int, by: int) -> None:
    """Move a clip up (-1) or down (1), at a chapter's end into the neighbouring one."""
    with changing(workbench, actor, study_id, "order the clips") as doing:
        board = begun(doing).board
        store.place_clips(doing.connection, board, plan.moved(board, clip_id, by))
        doing.about(clip=clip_id)


def put_clip(
    workbench: Workbench, actor: Actor, study_id: int, clip_id: int, chapter_id: int
) -> None:
    """Move a clip to the end of another chapter."""
    with changing(workbench, actor, study_id, "order the clips") as doing:
        board = begun(doing).board
        chapter_of(board, chapter_id)
        store.place_clips(doing.connection, board, plan.put_last(board, clip_id, chapter_id))
        doing.about(clip=clip_id, chapter=chapter_id)


def put_before(
    workbench: Workbench, actor: Actor, study_id: int, clip_id: int, other_id: int
) -> None:
    """Move a clip right before another one."""
    with changing(workbench, actor, study_id, "order the clips") as doing:
        board = begun(doing).board
        store.place_clips(doing.connection, board, plan.put_before(board, clip_id, other_id))
        doing.about(clip=clip_id)


def trim(
    workbench: Workbench, actor: Actor, study_id: int, clip_id: int, in_ms: int, out_ms: int
) -> None:
    """Give a clip another in and out, in the recording's time; its words follow.

    An approval covers the clip only as long as it is no longer than what the person saw.
    """
    with changing(workbench, actor, study_id, "trim a clip") as doing:
        found = begun(doing)
        clip = clip_on(found.board, clip_id)
        if out_ms - in_ms < SHORTEST_MS or in_ms < 0:
            raise BadInput("A clip ends after it begins: write in and out like 2:05.5 and 2:31.")
        _check_length(doing, clip, out_ms)
        place = found.places.get(clip_id)
        if place is None:
            store.change_clip(doing.connection, clip_id, in_ms=0, out_ms=out_ms - in_ms)
            return
        said = Stretch(in_ms - place.offset_ms, out_ms - place.offset_ms)
        text = spoken.text_of(doing.connection, place.version)
        known = marks(spoken.timed_turns(doing.connection, place.version))
        span = spoken_span(text, said, known) if known else place.span
        if not len(span):
            raise BadInput("Nothing is said between these times: choose others.")
        store.change_clip(
            doing.connection,
            clip_id,
            in_ms=said.in_ms,
            out_ms=said.out_ms,
            start=span.start,
            end=span.end,
            quote=normalise(text[span.start : span.end]),
        )
        doing.about(clip=clip_id)


def _check_length(doing: Act, clip: Clip, out_ms: int) -> None:
    if clip.recording is None:
        return
    length = recordings.one(doing.connection, doing.study_id, clip.recording).duration_ms
    if out_ms > length:
        raise BadInput("The recording ends before that: choose an earlier out.")


def note_clip(
    workbench: Workbench, actor: Actor, study_id: int, clip_id: int, note: str, tone: Tone
) -> None:
    """Write a clip's note for the editor, and say whether it tells of good or bad."""
    with changing(workbench, actor, study_id, "note on a clip") as doing:
        clip_on(begun(doing).board, clip_id)
        store.change_clip(doing.connection, clip_id, note=_note(note), tone=tone.value)
        doing.about(clip=clip_id)


def delete_clip(workbench: Workbench, actor: Actor, study_id: int, clip_id: int) -> int:
    """Take a clip out with its answers; returns what undoing it takes (`ebcd.acts.film_undo`)."""
    with changing(workbench, actor, study_id, "delete a clip") as doing:
        clip_on(begun(doing).board, clip_id)
        store.take_out(doing.connection, study_id, clip_id)
        doing.about(clip=clip_id)
    assert doing.undo_id is not None
    return doing.undo_id


def record_approval(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    clip_id: int,
    answer: Answer,
    on: date,
    *,
    how: str = "",
    leave_out: str = "",
    participant_id: int | None = None,
) -> None:
    """Keep what a person said of a clip as it is now; without one, everybody in it.

    An approval that leaves something out is no approval yet.
    """
    approval = stated(answer, on, how, leave_out)
    with changing(workbench, actor, study_id, "record an approval") as doing:
        found = begun(doing)
        who = [each.participant for each in clip_on(found.board, clip_id).people]
        asked = who if participant_id is None else [participant_id]
        if not asked or not set(asked) <= set(who):
            raise BadInput("This person is not in the clip: reload the page.")
        said = said_now(doing, found, clip_id, approval)
        for each in asked:
            store.record_answer(doing.connection, study_id, clip_id, each, said, actor.account_id)
        doing.about(clip=clip_id, answer=approval.answer.value, participants=asked)


def stated(answer: Answer, on: date, how: str, leave_out: str) -> Approval:
    """An answer as it is kept. Raises BadInput where it is none, or says not what to leave out."""
    if answer is Answer.NOT_ASKED:
        raise BadInput("Choose what the person said.")
    if on > date.today():
        raise BadInput("An answer cannot lie in the future: choose the day it was given.")
    leave_out = _note(leave_out)
    if leave_out and answer is Answer.APPROVED:
        answer = Answer.LEAVE_OUT
    if answer is Answer.LEAVE_OUT and not leave_out:
        raise BadInput("Write what is to be left out, in the person's words.")
    return Approval(answer, on, normalise(how)[:40], leave_out)


def said_now(doing: Act, found: store.Film, clip_id: int, approval: Approval) -> store.Said:
    """The answer, tied to the stretch of the very recording that the clip is of."""
    clip, place = clip_on(found.board, clip_id), found.places[clip_id]
    if clip.recording is not None:
        shown = recordings.one(doing.connection, doing.study_id, clip.recording).sha256
        return store.Said(replace(approval, seen=clip.stretch, disguise=clip.disguise), shown)
    spoken_at = Stretch(clip.stretch.in_ms - place.offset_ms, clip.stretch.out_ms - place.offset_ms)
    return store.Said(replace(approval, seen=spoken_at, disguise=clip.disguise), None)


def clip_on(board: Storyboard, clip_id: int) -> Clip:
    """A clip of the board. Raises NotFound where it is gone."""
    found = next((each for _, each in board.clips() if each.id == clip_id), None)
    if found is None:
        raise NotFound(GONE)
    return found


def _note(note: str) -> str:
    note = "\n".join(normalise(line) for line in note.strip().splitlines())
    if len(note) > LONGEST_NOTE:
        raise BadInput(f"“{shorten(note, 40)}” is too long: {LONGEST_NOTE} characters at most.")
    return note
