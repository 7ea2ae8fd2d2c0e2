"""The captions of clips in the database: those that somebody corrected, and when words are said.

Corrected captions belong to the words that they were corrected for. Once a clip's words are others
they are kept, but not shown: whoever works on the film decides what becomes of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select, update

from ebcd.film.storyboard import Clip, Storyboard
from ebcd.film.timing import TimedTurn, marks
from ebcd.store import people
from ebcd.store.passages import may_be_used, withheld_spans
from ebcd.store.tables import clip, speaker, transcript, turn
from ebcd.text import Span, sha256

Lines = tuple[tuple[str, ...], ...]
_NEVER = 1 << 62


@dataclass(frozen=True)
class Corrected:
    """The captions that somebody corrected. `stale`: the clip's words have changed since."""

    lines: Lines
    stale: bool


def captioned(connection: Connection, study_id: int, board: Storyboard) -> Storyboard:
    """`board`, each clip with what its captions need; a withheld clip has none."""
    by_hand = corrected(connection, study_id)
    beats, voices = _heard(connection, study_id)

    def told(each: Clip) -> Clip:
        if not each.words:
            return each
        found = by_hand.get(each.id)
        lines = found.lines if found is not None and not found.stale else ()
        return replace(
            each,
            captions=lines,
            beats=beats.get(each.id, ()),
            voices=voices.get(each.id, ()),
        )

    chapters = tuple(
        replace(chapter, clips=tuple(told(each) for each in chapter.clips))
        for chapter in board.chapters
    )
    return replace(board, chapters=chapters)


def corrected(connection: Connection, study_id: int) -> dict[int, Corrected]:
    """The corrected captions of the study's clips, by clip."""
    rows = connection.execute(
        select(clip.c.id, clip.c.quote, clip.c.captions, clip.c.captions_of).where(
            clip.c.study_id == study_id, clip.c.captions_of != ""
        )
    )
    return {
        row.id: Corrected(
            tuple(tuple(each) for each in row.captions or ()), sha256(row.quote) != row.captions_of
        )
        for row in rows
    }


def correct(connection: Connection, study_id: int, clip_id: int, lines: Lines) -> None:
    """Keep corrected captions for a clip's words as they are now; without any, forget them."""
    at = (clip.c.id == clip_id) & (clip.c.study_id == study_id)
    words = connection.execute(select(clip.c.quote).where(at)).scalar_one()
    values: Mapping[str, object] = {
        "captions": [list(each) for each in lines] if lines else None,
        "captions_of": sha256(words) if lines else "",
    }
    connection.execute(update(clip).where(at).values(values))


def unheard(connection: Connection, study_id: int, version_id: int) -> list[Span]:
    """What of a version may not be used: marked so, or said by somebody who is used nowhere."""
    persons = people.participants(connection, study_id)
    gone = [number for number, person in persons.items() if not may_be_used(person)]
    rows = connection.execute(
        select(turn.c.start, turn.c.end)
        .join(speaker, speaker.c.id == turn.c.speaker_id)
        .where(turn.c.version_id == version_id, speaker.c.participant_id.in_(gone))
    )
    marked = withheld_spans(connection, study_id).get(version_id, [])
    return [*marked, *(Span(row.start, row.end) for row in rows)]


_Beats = dict[int, tuple[tuple[int, int], ...]]
_Voices = dict[int, tuple[tuple[int, int | None], ...]]


def _heard(connection: Connection, study_id: int) -> tuple[_Beats, _Voices]:
    """How much of each clip's words has been said by when, in its recording's time; who by."""
    rows = connection.execute(
        select(
            clip.c.id, clip.c.quote, clip.c.start, transcript.c.recording_offset_ms.label("later"),
            turn.c.start.label("from"), turn.c.end.label("to"), turn.c.start_ms, turn.c.end_ms,
            turn.c.marks, speaker.c.participant_id.label("who"),
        )
        .join(transcript, transcript.c.id == clip.c.transcript_id)
        .join(
            turn,
            (turn.c.version_id == clip.c.version_id)
            & (turn.c.start < clip.c.end)
            & (turn.c.end > clip.c.start),
        )
        .outerjoin(speaker, speaker.c.id == turn.c.speaker_id)
        .where(clip.c.study_id == study_id)
        .order_by(clip.c.id, turn.c.position)
    )  # fmt: skip
    met: dict[int, list[TimedTurn]] = {}
    of: dict[int, tuple[str, int, int]] = {}
    begun: dict[int, list[tuple[int, int | None]]] = {}
    for row in rows:
        span = Span(row._mapping["from"], row.to)
        said = begun.setdefault(row.id, [])
        if not said or said[-1][1] != row.who:
            said.append((_signs_before(row.quote, span.start - row.start), row.who))
        if row.start_ms is not None:
            cues = tuple((at, ms) for at, ms in row.marks)
            met.setdefault(row.id, []).append(TimedTurn(span, row.start_ms, row.end_ms, cues))
            of[row.id] = row.quote, row.start, row.later
    beats = {clip_id: _said(*of[clip_id], marks(turns)) for clip_id, turns in met.items()}
    return beats, {clip_id: tuple(said) for clip_id, said in begun.items() if len(said) > 1}


def _signs_before(quote: str, at: int) -> int:
    """How many characters other than spaces stand before a place in a clip's words."""
    return at - quote.count(" ", 0, at) if at > 0 else 0


def _said(
    quote: str, start: int, later: int, known: Sequence[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    """The moments of the transcript in and next to a clip: characters said, and when."""
    first = max(bisect_right(known, (start, _NEVER)) - 1, 0)
    last = bisect_right(known, (start + len(quote), _NEVER))
    made = []
    for at, ms in known[first : last + 1]:
        within = at - start
        said = within - quote.count(" ", 0, within) if within > 0 else within
        made.append((said, ms + later))
    return tuple(made)
