"""The captions of a clip: what is shown, and what somebody corrects by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ebcd.acts.access import Actor, May
from ebcd.acts.act import look
from ebcd.acts.film_undo import changing
from ebcd.errors import BadInput, NotFound
from ebcd.film.captions import Caption, as_typed, clip_captions, corrected_lines
from ebcd.film.storyboard import Clip, ClipKind
from ebcd.store import film as store
from ebcd.store import film_captions as kept
from ebcd.store.database import Connection
from ebcd.store.workbench import Workbench

MOST = 400
"""How many captions a clip may have."""


@dataclass(frozen=True)
class CaptionsOfClip:
    """The captions of a clip as they can be typed. `stale`: what somebody typed for other words,
    "" where there is nothing of the kind."""

    typed: str
    by_hand: bool
    stale: str


def _clip(connection: Connection, study_id: int, clip_id: int) -> Clip:
    found = store.film(connection, study_id)
    for _chapter, clip in found.board.clips() if found else ():
        if clip.id == clip_id and clip.kind is ClipKind.CLIP:
            return clip
    raise NotFound(store.GONE)


def captions_of(
    workbench: Workbench, actor: Actor, study_id: int, clip_id: int
) -> Sequence[Caption]:
    """The captions of a clip, timed by its recording, for the player."""
    with look(workbench, actor, study_id, May.FILM) as connection:
        return clip_captions(_clip(connection, study_id, clip_id))


def to_correct(workbench: Workbench, actor: Actor, study_id: int, clip_id: int) -> CaptionsOfClip:
    """The captions of a clip, for whoever corrects them."""
    with look(workbench, actor, study_id, May.FILM) as connection:
        clip = _clip(connection, study_id, clip_id)
        found = kept.corrected(connection, study_id).get(clip_id)
    typed = as_typed(each.lines for each in clip_captions(clip))
    if found is None or clip.withheld:
        return CaptionsOfClip(typed, False, "")
    if found.stale:
        return CaptionsOfClip(typed, False, as_typed(found.lines))
    return CaptionsOfClip(as_typed(found.lines), True, "")


def correct(workbench: Workbench, actor: Actor, study_id: int, clip_id: int, typed: str) -> None:
    """Keep what somebody typed as the captions of a clip; nothing typed goes back to its words."""
    lines = corrected_lines(typed)
    if len(lines) > MOST:
        raise BadInput(f"A clip has up to {MOST} captions: trim it, or make two clips of it.")
    with changing(workbench, actor, study_id, "correct captions") as doing:
        clip = _clip(doing.connection, study_id, clip_id)
        if clip.withheld:
            raise BadInput("A part of this clip is marked “do not use”: take it out.")
        kept.correct(doing.connection, study_id, clip_id, lines)
        doing.about(clip=clip_id, captions=len(lines))
