"""Playing the storyboard before anything is rendered: what is seen and heard, one after the other.

It is for the team's own eyes, and shows what the team's draft shows: no clip that somebody has
said no to, and nobody's pseudonym. Whoever does not work on the film reads the words instead of
seeing the recording.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ebcd.acts.access import RIGHTS, Actor, May, check
from ebcd.acts.act import look
from ebcd.acts.film import Film, film_of
from ebcd.errors import NotFound
from ebcd.film.captions import Caption, clip_captions
from ebcd.film.storyboard import CARD_MS, Clip, ClipKind, Disguise
from ebcd.store.recordings import Recording
from ebcd.store.workbench import Workbench


@dataclass(frozen=True)
class Shot:
    """One thing that is shown. `chapter`: its number, from 0.

    `recording`: None for words on a card, which stand for `length_ms`. `in_ms` counts from the
    recording's start, and so do `captions`. `number`: of the clip in the film, from 1, None for a
    chapter's title. `heard`: what speaks the words on a card, or None.
    """

    chapter: int
    kind: str
    words: str
    length_ms: int
    number: int | None = None
    recording: Recording | None = None
    in_ms: int = 0
    captions: Sequence[Caption] = ()
    disguise: Disguise = Disguise.NONE
    heard: Recording | None = None


@dataclass(frozen=True)
class Played:
    """The storyboard as it is played. `left_out`: how many clips somebody has said no to.

    `draft`: whether it holds clips that nobody has approved yet. `may_see`: whether this person
    may see recordings.
    """

    title: str
    chapters: Sequence[str]
    shots: Sequence[Shot]
    draft: bool
    left_out: int
    may_see: bool


def played(workbench: Workbench, actor: Actor, study_id: int, version: int = 0) -> Played:
    """A version of the storyboard, ready to be played. Raises NotFound where there is none."""
    with look(workbench, actor, study_id) as connection:
        may_see = May.FILM in RIGHTS[check(connection, actor, study_id, May.READ)]
        film = film_of(connection, study_id, version)
    if film is None:
        raise NotFound("There is no storyboard yet: begin the film first.")
    board = film.gate.draft
    shots: list[Shot] = []
    numbers = {clip.id: at for at, (_, clip) in enumerate(film.board.clips(), start=1)}
    recordings = film.recordings if may_see else {}
    sounds = {each.sha256: each for each in recordings.values()}
    for at, chapter in enumerate(board.chapters):
        heard = sounds.get(chapter.spoken)
        shots.append(Shot(at, "title", chapter.name, CARD_MS, heard=heard))
        for clip in chapter.clips:
            shot = _shot(at, clip, numbers[clip.id], recordings)
            shots.append(replace(shot, heard=sounds.get(clip.spoken)))
    return Played(
        board.title,
        [chapter.name for chapter in board.chapters],
        shots,
        not film.gate.final,
        _left_out(film),
        may_see,
    )


def _left_out(film: Film) -> int:
    return sum(not held.showable_in_draft for held in film.gate.held)


def _shot(chapter: int, clip: Clip, number: int, recordings: Mapping[int, Recording]) -> Shot:
    recording = recordings.get(clip.recording or 0)
    if clip.kind is not ClipKind.CLIP or recording is None:
        return Shot(chapter, clip.kind.value, clip.words, clip.length_ms, number)
    return Shot(
        chapter,
        clip.kind.value,
        clip.words,
        clip.length_ms,
        number,
        recording,
        clip.stretch.in_ms,
        clip_captions(clip),
        clip.disguise,
    )
