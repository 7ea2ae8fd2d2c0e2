"""The archive film of the accelerated method: made elsewhere, shown with an introduction.

Nobody of this study is in it, so it needs no participant's consent; it needs the permission of
whoever it belongs to, and an introduction that says that these are not local people. The
storyboard keeps its place and its length; the film itself is put in by whoever edits.
"""

from __future__ import annotations

from ebcd.acts.access import Actor
from ebcd.acts.act import Act
from ebcd.acts.film import clip_on
from ebcd.acts.film_chapters import begun, title_of
from ebcd.acts.film_undo import changing
from ebcd.errors import BadInput
from ebcd.film.storyboard import CARD_MS, ClipKind
from ebcd.film.timing import CHARACTERS_A_SECOND
from ebcd.store import film as store
from ebcd.store import study as studies
from ebcd.store.workbench import Workbench
from ebcd.study import Approach
from ebcd.text import normalise

INTRODUCTION = (
    "The people in this film are not from here. They told their stories in another place, and we "
    "show it so that we can talk about ours. Thank you to them."
)
"""What an introduction usually says."""
SHORTEST_MS, LONGEST_MS = 1_000, 4 * 60 * 60_000
LONGEST_SOURCE, LONGEST_WORDS = 300, 2_000


def add_archive_film(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    title: str,
    length_ms: int,
    taken_from: str,
    *,
    permission: str = "",
    introduction: str = INTRODUCTION,
) -> int:
    """Put an archive film with its introduction at the film's end, as a chapter; its id.

    Without `permission` the place is held. Raises BadInput where the study is not accelerated.
    """
    values = _values(title, length_ms, taken_from, permission)
    introduction = _words(introduction, "introduction")
    with changing(workbench, actor, study_id, "add an archive film") as doing:
        study = studies.by_id(doing.connection, study_id)
        if study is None or study.approach is not Approach.ACCELERATED:
            raise BadInput(
                "An archive film belongs to the accelerated approach: choose it on the Study page "
                "first."
            )
        found = begun(doing)
        chapter = store.add_chapter(doing.connection, study_id, found.id, title_of(title), None)
        spoken_ms = max(CARD_MS, len(introduction) * 1_000 // CHARACTERS_A_SECOND)
        card = {"kind": ClipKind.CARD.value, "quote": introduction, "in_ms": 0, "out_ms": spoken_ms}
        store.add_clip(doing.connection, study_id, chapter, card)
        clip_id = store.add_clip(
            doing.connection, study_id, chapter, {"kind": ClipKind.ARCHIVE.value, **values}
        )
        doing.about(clip=clip_id, chapter=chapter)
    return clip_id


def change_archive_film(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    clip_id: int,
    title: str,
    length_ms: int,
    taken_from: str,
    permission: str,
) -> None:
    """Change what is recorded of an archive film."""
    values = _values(title, length_ms, taken_from, permission)
    with changing(workbench, actor, study_id, "describe an archive film") as doing:
        _check_archive(doing, clip_id)
        store.change_clip(doing.connection, clip_id, **values)
        doing.about(clip=clip_id)


def _check_archive(doing: Act, clip_id: int) -> None:
    if clip_on(begun(doing).board, clip_id).kind is not ClipKind.ARCHIVE:
        raise BadInput("This is no archive film: reload the page.")


def _values(title: str, length_ms: int, taken_from: str, permission: str) -> dict[str, str | int]:
    """The columns of an archive film's place. Raises BadInput for what cannot be."""
    taken_from = normalise(" ".join(taken_from.split()))
    if not 0 < len(taken_from) <= LONGEST_SOURCE:
        raise BadInput("Say where the film is from: who made it, and where it can be found.")
    if not SHORTEST_MS <= length_ms <= LONGEST_MS:
        raise BadInput("An archive film is up to four hours long: give its length like 22:30.")
    return {
        "quote": title_of(title),
        "in_ms": 0,
        "out_ms": length_ms,
        "taken_from": taken_from,
        "permission": _words(permission, "permission"),
    }


def _words(typed: str, what: str) -> str:
    words = normalise(" ".join(typed.split()))
    if len(words) > LONGEST_WORDS:
        raise BadInput(f"Keep the {what} to {LONGEST_WORDS:,} characters.")
    return words
