"""The rough cut: the film as a film, to be looked at, approved, or shown at an event.

Only approved clips are in a film that is to be shown. A draft for the team holds those, and clips
that nobody has said no to, and says DRAFT on every frame; so does the film of one person's clips
that is shown to them for their approval. The cutting goes on in the background.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ebcd.acts import leaving, rough_cut_work
from ebcd.acts.access import Actor, May
from ebcd.acts.act import act, look
from ebcd.acts.background import Told, begin
from ebcd.acts.film import Film, film_of
from ebcd.acts.film_undo import changing
from ebcd.acts.rough_cut_plan import (
    ToCut,
    Wanted,
    check_agreed,
    check_still,
    to_cut,
    wanted_of,
)
from ebcd.acts.rough_cut_running import captions_in
from ebcd.assistant.leaving import Doubt
from ebcd.errors import BadInput, Conflict, NotFound
from ebcd.film.storyboard import ClipKind, Disguise
from ebcd.store import assistant_fits, cuts
from ebcd.store import film as films
from ebcd.store.cuts import CutMade
from ebcd.store.database import Connection
from ebcd.store.workbench import Workbench
from ebcd.text import shorten

_MODULE = "ebcd.acts.rough_cut_work"
_GONE = "This film is not there any more: make it again."


@dataclass(frozen=True)
class Cutting:
    """How the cutting stands.

    `running`: whether it is under way, `progress` from 0 to 1, `message` what is done just now, or
    the sentence of what went wrong. `broken_off`: it ended before its time and can go on.
    """

    running: bool
    progress: float
    message: str
    broken_off: bool


@dataclass(frozen=True)
class CutFile:
    """A film's file, for whoever may have it."""

    path: Path
    name: str


def begin_cut(workbench: Workbench, actor: Actor, study_id: int, wanted: Wanted) -> tuple[str, ...]:
    """Begin to cut the film in the background; a sentence for each clip that will not be in it.

    Raises MayNameSomebody where a name may be in it, unless it leaves `knowingly`, and Conflict
    where another film of the study is being cut.
    """
    found, _doubts = _prepared(workbench, actor, study_id, wanted)
    settings = {**wanted.as_settings(), "by": actor.account_id}
    with workbench.database.writing() as connection:
        if assistant_fits.running(connection, study_id, cuts.JOB):
            raise Conflict("Another film is being cut: wait until it is done, or cancel it.")
        job = assistant_fits.start_job(connection, study_id, actor.account_id, settings, cuts.JOB)
    begin(workbench, _MODULE, study_id, job)
    return found.left_out


def _prepared(
    workbench: Workbench, actor: Actor, study_id: int, wanted: Wanted
) -> tuple[ToCut, tuple[Doubt, ...]]:
    """What will be cut, after a look at the names in it; the study's log says who wanted it."""
    with look(workbench, actor, study_id, May.FILM) as connection:
        wanted_of(wanted.as_settings())
        found = to_cut(workbench, connection, study_id, wanted)
    with act(workbench, actor, study_id, May.FILM, "begin a rough cut") as doing:
        doubts = leaving.checked(
            doing.connection,
            study_id,
            found.words,
            knowingly=wanted.knowingly,
            leaves=leaving.Leaves.FILM,
        )
        doing.about(clips=len(found.clips), purpose=wanted.purpose.value, doubts=len(doubts))
    return found, doubts


def go_on(workbench: Workbench, actor: Actor, study_id: int) -> tuple[str, ...]:
    """Go on with a cut that broke off; what was cut is not cut again."""
    with look(workbench, actor, study_id, May.FILM) as connection:
        last = cuts.last_job(connection, study_id)
    if last is None:
        raise NotFound("There is no film to go on with: make it anew.")
    return begin_cut(workbench, actor, study_id, wanted_of(last.settings))


def cancel(workbench: Workbench, actor: Actor, study_id: int) -> None:
    """Stop the cutting, or forget that it broke off. What is cut is kept for the next time."""
    with act(workbench, actor, study_id, May.FILM, "cancel a rough cut") as doing:
        assistant_fits.stop(doing.connection, study_id, cuts.JOB)


def cutting(workbench: Workbench, actor: Actor, study_id: int) -> Cutting | None:
    """How the cutting stands; None where nothing was begun, or it is done."""
    with look(workbench, actor, study_id, May.FILM) as connection:
        last = cuts.last_job(connection, study_id)
    if last is None or last.state == "done":
        return None
    if last.alive:
        return Cutting(True, last.progress, last.message, False)
    failed = last.state == "failed"
    return Cutting(False, last.progress, last.message if failed else "", True)


def films_made(workbench: Workbench, actor: Actor, study_id: int) -> Sequence[CutMade]:
    """The films that were cut and are still there, newest first."""
    with look(workbench, actor, study_id, May.FILM) as connection:
        made = cuts.made(connection, study_id)
    return [each for each in made if cuts.place(workbench, study_id, each.sha256).exists()]


def film_file(workbench: Workbench, actor: Actor, study_id: int, document_id: int) -> CutFile:
    """The file of a film that was cut.

    Raises Conflict where somebody in it has said no since, or a clip was taken out; or where it is
    not for the patients' own event and they no longer agree to it.
    """
    with look(workbench, actor, study_id, May.FILM) as connection:
        made = next(iter(cuts.made(connection, study_id, document_id)), None)
        if made is None:
            raise NotFound(_GONE)
        _check(connection, study_id, film_of(connection, study_id), made)
    path = cuts.place(workbench, study_id, made.sha256)
    if not path.exists():
        raise NotFound(_GONE)
    return CutFile(path, made.name)


def _check(connection: Connection, study_id: int, film: Film | None, made: CutMade) -> None:
    check_still(film, made.clips, draft=made.draft, showing=made.showing)
    check_agreed(connection, study_id, made.agreed_cut, draft=made.draft, showing=made.showing)


def held_back(workbench: Workbench, actor: Actor, study_id: int) -> Mapping[int, str]:
    """Why a film that was cut may no longer be shown, by its document; only of those."""
    found: dict[int, str] = {}
    with look(workbench, actor, study_id, May.FILM) as connection:
        film = film_of(connection, study_id)
        for made in cuts.made(connection, study_id):
            try:
                _check(connection, study_id, film, made)
            except Conflict as problem:
                found[made.id] = str(problem)
    return found


def film_captions(workbench: Workbench, actor: Actor, study_id: int, document_id: int) -> str:
    """The captions of a film that was cut, as WebVTT, for the player in the page."""
    return captions_in(film_file(workbench, actor, study_id, document_id).path)


def delete_film(workbench: Workbench, actor: Actor, study_id: int, document_id: int) -> None:
    """Delete the file of a film that was cut. That it was made, and who is in it, stays known."""
    with act(workbench, actor, study_id, May.FILM, "delete a rough cut") as doing:
        made = cuts.made(doing.connection, study_id, document_id)
        if not made:
            raise NotFound(_GONE)
        doing.about(document=document_id)
    cuts.place(workbench, study_id, made[0].sha256).unlink(missing_ok=True)


def disguise_clip(
    workbench: Workbench, actor: Actor, study_id: int, clip_id: int, disguise: Disguise
) -> None:
    """Disguise a clip, or show it as it was filmed.

    An approval covers no clip that is less disguised than what the person saw.
    """
    with changing(workbench, actor, study_id, "disguise a clip") as doing:
        row = films.clip_row(doing.connection, study_id, clip_id)
        if row["kind"] != ClipKind.CLIP.value:
            raise BadInput("Only a clip can be disguised: a card shows nobody.")
        films.change_clip(doing.connection, clip_id, disguise=disguise.value)
        doing.about(clip=clip_id, disguise=disguise.value)


def write_rough_cut(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    wanted: Wanted,
    out: Path,
    told: Told = rough_cut_work.silent,
) -> dict[str, Any]:
    """Cut the film here and now, and write it to `out`; what was written, for printing."""
    if out.suffix.lower() != ".mp4":
        raise BadInput(f"A rough cut is an MP4: end “{shorten(out.name)}” with .mp4.")
    found, doubts = _prepared(workbench, actor, study_id, wanted)
    document = rough_cut_work.make(workbench, actor, study_id, wanted, told)
    file = film_file(workbench, actor, study_id, document)
    try:
        shutil.copyfile(file.path, out)
    except OSError as error:
        raise BadInput(
            f"{shorten(str(out))} cannot be written ({error.strerror}): choose another place "
            "with --out."
        ) from None
    return {
        "file": str(out),
        "draft": wanted.draft,
        "clips": len(found.clips),
        "seconds": found.plan.length_ms / 1000,
        "bytes": out.stat().st_size,
        "problems": [*found.left_out, *leaving.problems(doubts)],
    }
