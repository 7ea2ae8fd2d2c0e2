"""Playing along: which film a transcript is heard in, and when its turns begin.

An untimed transcript is given its times while the recording plays, one turn at a time; each mark
is saved as it is made. Clips follow the times that they were taken from; one that somebody trimmed
or was asked about stays as it is, and whoever marks is told so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ebcd.acts.access import RIGHTS, Actor, May, check
from ebcd.acts.act import Act, act, look
from ebcd.errors import Conflict
from ebcd.film.captions import Caption, turn_captions
from ebcd.film.marking import LONGEST_MS, retimed, with_estimates
from ebcd.film.timing import Stretch, TimedTurn, passage_times
from ebcd.store import log, recordings, spoken
from ebcd.store import turn_times as store
from ebcd.store.database import Connection
from ebcd.store.recordings import Recording
from ebcd.store.spoken import with_ends
from ebcd.store.turn_times import Filmed, TimedClip
from ebcd.store.workbench import Workbench

SET_TIMES = "set times"
_CORRECTED = "The transcript was corrected meanwhile: reload the page."


@dataclass(frozen=True)
class TurnTime:
    """When a turn is said, in the transcript's time. `estimated`: nobody marked it."""

    start_ms: int | None
    end_ms: int | None
    estimated: bool
    cues: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Playing:
    """What playing along needs.

    `recording`: None where none is linked or the role does not work on the film. `offset_ms`: how
    much later a word is heard in the recording than the transcript says. `turns`: in order.
    `may_mark`: whether the role may set times. `may_link`: whether there is a recording that could
    be linked, and the role may do so.
    """

    recording: Recording | None
    offset_ms: int
    turns: Sequence[TurnTime]
    may_mark: bool
    may_link: bool
    language: str


@dataclass(frozen=True)
class TimesSet:
    """What setting times did.

    `undo_id`: takes it back; None where nothing changed. `turns`: those whose times are others
    now, by index; where nothing changed, those that were asked for. `followed`: how many clips
    have a new in and out. `kept`: how many stayed because they were trimmed or answered for,
    though their words are said at another time now.
    """

    undo_id: int | None
    turns: Mapping[int, TurnTime]
    followed: int = 0
    kept: int = 0


def playing(workbench: Workbench, actor: Actor, study_id: int, transcript_id: int) -> Playing:
    """The recording of a transcript and when its turns are said in it."""
    with look(workbench, actor, study_id) as connection:
        rights = RIGHTS[check(connection, actor, study_id, May.READ)]
        found = store.filmed(connection, study_id, transcript_id)
        may_film = May.FILM in rights
        film = None
        if may_film and found.recording_id is not None:
            film = recordings.one(connection, study_id, found.recording_id)
        turns = spoken.every_turn(connection, found.version_id) if film else []
    linkable = found.recording_id is None and found.recordings > 0 and found.is_spoken
    return Playing(
        film,
        found.offset_ms,
        _shown(turns),
        May.TRANSCRIPTS in rights,
        may_film and linkable,
        found.language,
    )


def captions(
    workbench: Workbench, actor: Actor, study_id: int, transcript_id: int
) -> Sequence[Caption]:
    """A transcript's words as captions for its recording, in the recording's time.

    For the team at the desk: they show what the desk shows.
    """
    with look(workbench, actor, study_id, May.FILM) as connection:
        found = store.filmed(connection, study_id, transcript_id)
        text = spoken.text_of(connection, found.version_id)
        turns = spoken.timed_turns(connection, found.version_id)
    return turn_captions(text, turns, found.offset_ms)


def _shown(turns: Sequence[TimedTurn]) -> list[TurnTime]:
    told = with_ends(with_estimates(turns))
    return [
        TurnTime(each.start_ms, each.end_ms, was.start_ms is None and each.start_ms is not None,
                 each.cues)
        for was, each in zip(turns, told, strict=True)
    ]  # fmt: skip


def set_times(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    transcript_id: int,
    sha256: str,
    times: Mapping[int, int | None],
) -> TimesSet:
    """Say when turns begin: index → milliseconds of the transcript's time; None takes it away.

    `sha256`: of the text that the person saw. Raises BadInput where times would run backwards, and
    Conflict where the text is another one now.
    """
    with look(workbench, actor, study_id, May.TRANSCRIPTS) as connection:
        found = store.filmed(connection, study_id, transcript_id)
        known = spoken.every_turn(connection, found.version_id)
        if found.sha256 == sha256 and _same(known, times):
            told = _shown(known)
            return TimesSet(None, {at: told[at] for at in times})
    with act(workbench, actor, study_id, May.TRANSCRIPTS, SET_TIMES) as doing:
        found = store.filmed(doing.connection, study_id, transcript_id)
        if found.sha256 != sha256:
            raise Conflict(_CORRECTED)
        before = spoken.every_turn(doing.connection, found.version_id)
        after = retimed(before, times, _latest(doing, found))
        moved, kept = _moved(store.clips_of(doing.connection, found.version_id), before, after)
        done = _change(doing, found.version_id, before, after, moved)
        doing.about(transcript=transcript_id, turns=len(times), clips=len(moved))
    return TimesSet(doing.undo_id, done, len(moved), kept)


def _same(turns: Sequence[TimedTurn], times: Mapping[int, int | None]) -> bool:
    return all(0 <= at < len(turns) and turns[at].start_ms == ms for at, ms in times.items())


def _latest(doing: Act, found: Filmed) -> int:
    """The last moment of the transcript's time that is in its recording."""
    if found.recording_id is None:
        return LONGEST_MS
    film = recordings.one(doing.connection, doing.study_id, found.recording_id)
    return max(film.duration_ms - found.offset_ms, 0)


def _moved(
    clips: Sequence[TimedClip], before: Sequence[TimedTurn], after: Sequence[TimedTurn]
) -> tuple[dict[int, tuple[Stretch, Stretch]], int]:
    """Clips that follow, with their old and new stretch; and how many stay behind."""
    old, new = with_ends(with_estimates(before)), with_ends(with_estimates(after))
    moved, kept = {}, 0
    for each in clips:
        was, now = passage_times(each.span, old), passage_times(each.span, new)
        if was == now:
            continue
        if now is None or each.answered or was != each.stretch:
            kept += 1
        else:
            moved[each.id] = (each.stretch, now)
    return moved, kept


def _change(
    doing: Act,
    version_id: int,
    before: Sequence[TimedTurn],
    after: Sequence[TimedTurn],
    moved: Mapping[int, tuple[Stretch, Stretch]],
) -> dict[int, TurnTime]:
    """Store what differs and remember what it was; the turns whose shown times differ."""
    changed = [at for at, each in enumerate(after) if each != before[at]]
    store.store_times(doing.connection, version_id, {at: after[at] for at in changed})
    new = {each: to for each, (_was, to) in moved.items()}
    store.move_clips(doing.connection, doing.study_id, new)
    doing.remember(
        SET_TIMES,
        {
            "version": version_id,
            "turns": [[at, _plain(before[at]), _plain(after[at])] for at in changed],
            "clips": [
                [each, [was.in_ms, was.out_ms], [to.in_ms, to.out_ms]]
                for each, (was, to) in moved.items()
            ],
        },
    )
    return _differing(before, after)


def _differing(before: Sequence[TimedTurn], after: Sequence[TimedTurn]) -> dict[int, TurnTime]:
    pairs = zip(_shown(before), _shown(after), strict=True)
    return {at: now for at, (was, now) in enumerate(pairs) if was != now}


def undo_times(workbench: Workbench, actor: Actor, study_id: int, undo_id: int) -> TimesSet:
    """Take back one setting of times, the clips that followed it included.

    Raises Conflict where that was done already, or the same turns were changed since.
    """
    with act(workbench, actor, study_id, May.TRANSCRIPTS, "undo set times") as doing:
        kept = log.remembered(doing.connection, study_id, undo_id)
        if kept is None or kept.kind != SET_TIMES:
            raise Conflict("This was undone already, or can no longer be undone: reload the page.")
        memory = kept.memory
        before = spoken.every_turn(doing.connection, memory["version"])
        after = list(before)
        for at, was, made in memory["turns"]:
            if at >= len(before) or _plain(before[at]) != made:
                raise Conflict("Somebody changed these times since: correct them one by one.")
            after[at] = _as_it_was(before[at], was)
        put = {at: after[at] for at, _, _ in memory["turns"]}
        store.store_times(doing.connection, memory["version"], put)
        followed = _clips_back(doing.connection, study_id, memory)
        log.mark_undone(doing.connection, undo_id)
        doing.about(turns=len(put), clips=followed)
    return TimesSet(None, _differing(before, after), followed)


def _clips_back(connection: Connection, study_id: int, memory: Mapping[str, Any]) -> int:
    """Put clips back that nobody touched since; how many."""
    there = {each.id: each for each in store.clips_of(connection, memory["version"])}
    back = {
        clip_id: Stretch(*was)
        for clip_id, was, made in memory["clips"]
        if clip_id in there and there[clip_id].stretch == Stretch(*made)
    }
    store.move_clips(connection, study_id, back)
    return len(back)


def _plain(turn: TimedTurn) -> list[Any]:
    return [turn.start_ms, turn.end_ms, [list(cue) for cue in turn.cues]]


def _as_it_was(turn: TimedTurn, was: Sequence[Any]) -> TimedTurn:
    start, end, cues = was
    return TimedTurn(turn.span, start, end, tuple((at, ms) for at, ms in cues))
