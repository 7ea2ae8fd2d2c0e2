"""Spoken cards: a title or a card that is heard as well as read.

Somebody of the team records the words, and the sound is added as a recording. It is no interview:
a recording with a picture, or of a transcript, speaks no card, since those in it were never asked.
"""

from __future__ import annotations

from ebcd.acts.access import Actor
from ebcd.acts.film_chapters import begun, chapter_of
from ebcd.acts.film_undo import changing
from ebcd.errors import BadInput, NotFound
from ebcd.film.storyboard import CARD_MS, ClipKind
from ebcd.store import film as store
from ebcd.store import recordings
from ebcd.store.database import Connection
from ebcd.store.film import GONE
from ebcd.store.recordings import Recording
from ebcd.store.workbench import Workbench
from ebcd.times import duration

AFTER_MS = 1_000
"""How long a card stands on after its words were spoken."""


def speaks_cards(of: Recording) -> bool:
    """Whether a recording may be heard with a card: sound alone, and of no transcript."""
    return of.width is None and not of.transcripts


def speak_title(
    workbench: Workbench, actor: Actor, study_id: int, chapter_id: int, recording_id: int | None
) -> None:
    """Let a recording speak the title of a chapter; None lets it be silent."""
    with changing(workbench, actor, study_id, "speak a title card") as doing:
        chapter_of(begun(doing).board, chapter_id)
        heard = _heard(doing.connection, study_id, recording_id)
        if heard is not None and heard.duration_ms > CARD_MS:
            raise BadInput(
                f"A title card stands for {duration(CARD_MS)}, and this sound is "
                f"{duration(heard.duration_ms)} long: record the title alone."
            )
        store.speak_title(doing.connection, chapter_id, heard.sha256 if heard else "")
        doing.about(chapter=chapter_id, recording=recording_id)


def speak_card(
    workbench: Workbench, actor: Actor, study_id: int, clip_id: int, recording_id: int | None
) -> None:
    """Let a recording speak a card or a voice-over, which stands as long as it is spoken."""
    with changing(workbench, actor, study_id, "speak a card") as doing:
        board = begun(doing).board
        card = next((clip for _chapter, clip in board.clips() if clip.id == clip_id), None)
        if card is None:
            raise NotFound(GONE)
        if card.kind not in (ClipKind.CARD, ClipKind.VOICE):
            raise BadInput("Only a card can be spoken: a clip has its own sound.")
        heard = _heard(doing.connection, study_id, recording_id)
        stands = max(card.length_ms, heard.duration_ms + AFTER_MS if heard else 0)
        sha256 = heard.sha256 if heard else ""
        store.change_clip(doing.connection, clip_id, spoken=sha256, in_ms=0, out_ms=stands)
        doing.about(clip=clip_id, recording=recording_id)


def _heard(connection: Connection, study_id: int, recording_id: int | None) -> Recording | None:
    if recording_id is None:
        return None
    found = recordings.one(connection, study_id, recording_id)
    if not speaks_cards(found):
        raise BadInput(
            f"“{found.name}” is of an interview or has a picture: add a sound file in which one of "
            "you speaks the words."
        )
    return found
