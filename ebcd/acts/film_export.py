"""The film leaves: the storyboard in Word, and what editors and players open.

Whatever leaves as a file holds approved clips only, and nobody's pseudonym: people are called as
they chose. The Word storyboard for the team alone may show more, and then says DRAFT on every page.
Before the patients have agreed to the film, a file is for who edits it or for their own event. The
study keeps who is in each file, so that a later withdrawal can say where they went.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ebcd.acts import film_documents, leaving
from ebcd.acts.access import Actor, May
from ebcd.acts.act import act, look
from ebcd.acts.film import Film, film_of
from ebcd.acts.film_showing import board_for, mark_of
from ebcd.acts.leaving import Leaves
from ebcd.assistant.leaving import Doubt
from ebcd.errors import BadInput, Conflict, NotFound
from ebcd.film.approval import Gate, gate
from ebcd.film.captions import as_srt, as_vtt, film_captions
from ebcd.film.names import NameUse, going_out
from ebcd.film.storyboard import Storyboard
from ebcd.film.timelines.cut import Cut, Source, make_cut
from ebcd.film.timelines.edl import edl
from ebcd.film.timelines.fcpxml import fcpxml
from ebcd.film.timelines.mlt import mlt
from ebcd.film.timelines.otio import otio
from ebcd.film.timelines.rates import rate_of
from ebcd.film.timelines.table import table
from ebcd.film.timelines.xmeml import xmeml
from ebcd.people import Use
from ebcd.store import film_names
from ebcd.store.database import Connection
from ebcd.store.exchange import record_document
from ebcd.store.recordings import Recording
from ebcd.store.workbench import Workbench
from ebcd.text import shorten

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv",
    "srt": "application/x-subrip",
    "vtt": "text/vtt",
    "otio": "application/json",
    "edl": "text/plain",
    "xml": "application/xml",
    "fcpxml": "application/xml",
    "mlt": "application/xml",
}
"""What the film can be exported as."""

_MUTE = ("csv", "srt")
_TIMELINES = {"otio": otio, "edl": edl, "xml": xmeml, "fcpxml": fcpxml, "mlt": mlt}


@dataclass(frozen=True)
class FilmExport:
    """A finished file. `clips`: how many are in it. `left_out`: which are not, and why.

    `doubts`: passages in it that may still hold a name, let go knowingly. `mark`: what it says of
    itself while the patients have not agreed to the film.
    """

    data: bytes
    name: str
    media_type: str
    draft: bool
    clips: int
    left_out: tuple[str, ...]
    doubts: tuple[Doubt, ...] = ()
    mark: str = ""


def export_film(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    ending: str,
    *,
    final: bool = False,
    knowingly: bool = False,
    version: int = 0,
    showing: Use | None = None,
) -> FilmExport:
    """A version of the film as one of `MEDIA_TYPES`. `showing`: for whom, None for who edits it.

    The Word storyboard for the team is a draft while any clip is held; with `final` it is refused
    instead, as any other file is where nothing is approved. Both say which clips and why. With
    `showing` the Word file is the copy that goes with the film. Raises Conflict where the patients
    have not agreed to a film that is for others, MayNameSomebody where a name may be in it, unless
    it leaves `knowingly`.
    """
    if ending not in MEDIA_TYPES:
        raise BadInput(
            f"There is no storyboard as .{ending}: choose one of {', '.join(MEDIA_TYPES)}."
        )
    if ending == "docx":
        return _in_word(workbench, actor, study_id, final, knowingly, version, showing)
    with act(workbench, actor, study_id, May.FILM, f"export the film as {ending}") as doing:
        film = _begun(film_of(doing.connection, study_id, version))
        board = _may_leave(film, showing)
        data = _written(doing.connection, study_id, film, board, ending)
        found = _checked(doing.connection, study_id, data, knowingly)
        name = f"{stem_of(film, showing, ending)}.{ending}"
        document = record_document(
            doing.connection, study_id, "film", name, data, actor.account_id, people_in(board)
        )
        clips = sum(1 for _ in board.clips())
        doing.about(document=document, clips=clips, doubts=len(found), version=version)
    gone = left_out(gate(film.board, showing), False)
    return FilmExport(data, name, MEDIA_TYPES[ending], False, clips, gone, found, mark_of(film))


def _may_leave(film: Film, showing: Use | None) -> Storyboard:
    """The clips that may be in a file. Raises Conflict or BadInput where none may leave."""
    board = board_for(film, showing)
    if not any(True for _ in board.clips()):
        raise BadInput(_nothing(gate(film.board, showing)))
    return board


def _checked(
    connection: Connection, study_id: int, data: bytes, knowingly: bool
) -> tuple[Doubt, ...]:
    return leaving.checked(connection, study_id, data, knowingly=knowingly, leaves=Leaves.FILM)


def stem_of(film: Film, showing: Use | None, ending: str = "") -> str:
    """What a file of the film is called, without its ending: which version, and for whom.

    One that cannot say within itself that the patients have not agreed says it by its name.
    """
    parts = ["storyboard", film.version.name if film.version.id else ""]
    parts.append(showing.value if showing is not None else "")
    if showing is None and ending in _MUTE:
        parts.append(mark_of(film))
    return re.sub(r"[\W_]+", "-", "-".join(part for part in parts if part)).strip("-")[:80]


def _in_word(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    final: bool,
    knowingly: bool,
    version: int,
    showing: Use | None,
) -> FilmExport:
    """The team's storyboard, or the copy of it that goes with the film, with its stills."""
    with look(workbench, actor, study_id, May.FILM) as connection:
        film = _begun(film_of(connection, study_id, version))
        decided = gate(film.board, showing)
        draft = showing is None and not decided.final
        if final and draft:
            raise Conflict(_refusal(decided))
        if showing is None:
            board = decided.draft
            data = film_documents.team_storyboard(workbench, connection, study_id, film)
        else:
            board = _may_leave(film, showing)
            data = film_documents.film_copy(workbench, connection, study_id, film, showing)
        found = _checked(connection, study_id, data, knowingly)
    name = f"{stem_of(film, showing)}{'-DRAFT' if draft else ''}.docx"
    with act(workbench, actor, study_id, May.FILM, "export the film as docx") as doing:
        people, who = people_in(board), actor.account_id
        document = record_document(
            doing.connection, study_id, "film", name, data, who, people, draft=draft
        )
        doing.about(document=document, version=version, draft=draft)
    clips = sum(1 for _ in board.clips())
    gone = left_out(decided, draft)
    docx = MEDIA_TYPES["docx"]
    return FilmExport(data, name, docx, draft, clips, gone, found, mark_of(film))


def _begun(film: Film | None) -> Film:
    if film is None:
        raise NotFound("There is no storyboard yet: begin the film first.")
    return film


def left_out(decided: Gate, draft: bool) -> tuple[str, ...]:
    """A sentence for each clip that is not in the file."""
    return tuple(
        f"Clip {held.number} ({held.chapter}): {held.sentence}"
        for held in decided.held
        if not (draft and held.showable_in_draft)
    )


def _refusal(decided: Gate) -> str:
    number = len(decided.held)
    which = "1 clip may" if number == 1 else f"{number} clips may"
    return f"The film is not final, {which} not be shown yet. " + " ".join(left_out(decided, False))


def _nothing(decided: Gate) -> str:
    if not decided.held:
        return "The storyboard has no clips yet: add some from coded passages."
    return "No clip is approved, so nothing can leave. " + " ".join(left_out(decided, False))


def people_in(board: Storyboard) -> Mapping[int, int]:
    """In how many clips each participant is."""
    return Counter(person.participant for _, clip in board.clips() for person in clip.people)


_NAMED_FOR = {"csv": NameUse.BESIDE, "srt": NameUse.CAPTIONS, "vtt": NameUse.CAPTIONS}


def _written(
    connection: Connection, study_id: int, film: Film, board: Storyboard, ending: str
) -> bytes:
    """The file, in which nobody has a pseudonym."""
    use = _NAMED_FOR.get(ending, NameUse.FILM)
    names = film_names.film_names(connection, study_id, use)
    board = going_out(board, names, film_names.pseudonyms(connection, study_id))
    if mark := mark_of(film):
        board = replace(board, title=f"{board.title} ({mark})")
    if ending == "csv":
        return table(board).encode("utf-8-sig")
    if ending == "srt":
        return as_srt(film_captions(board, names)).encode()
    if ending == "vtt":
        return as_vtt(film_captions(board, names), mark).encode()
    called = film_names.outside_names(connection, study_id, film.recordings.values())
    return _TIMELINES[ending](cut_of(board, film.recordings, names, called)).encode()


def cut_of(
    board: Storyboard,
    recordings: Mapping[int, Recording],
    names: Mapping[int, str] | None = None,
    called: Mapping[int, str] | None = None,
) -> Cut:
    """The cut of a storyboard. `called`: the recordings' files, else as the team's own are."""
    files = called or {}
    sources = {each.id: source_of(each, files.get(each.id, "")) for each in recordings.values()}
    return make_cut(board, sources, names=names)


def source_of(recording: Recording, called: str = "") -> Source:
    """A recording as an editor finds it: by its file's name, beside the timeline."""
    rate = rate_of(recording.rate, drop=";" in recording.start_timecode)
    try:
        start = rate.frame_of(recording.start_timecode) if recording.start_timecode else 0
    except BadInput:
        start = 0
    width, height = recording.upright or (None, None)
    return Source(
        recording.id,
        called or recording.name,
        quote(called or recording.name),
        rate,
        rate.frame_at(recording.duration_ms),
        start,
        width,
        height,
        recording.media_type,
    )


def write_storyboard(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    out: Path,
    *,
    version: int = 0,
    showing: Use | None = None,
) -> dict[str, Any]:
    """Write the film to the file `out`, whose ending says how; what was written, for printing."""
    ending = out.suffix.lower().removeprefix(".")
    made = export_film(
        workbench, actor, study_id, ending, knowingly=True, version=version, showing=showing
    )
    try:
        out.write_bytes(made.data)
    except OSError as error:
        raise BadInput(
            f"{shorten(str(out))} cannot be written ({error.strerror}): choose another place "
            "with --out."
        ) from None
    return {
        "file": str(out),
        "draft": made.draft,
        "clips": made.clips,
        "bytes": len(made.data),
        "problems": [
            *([f"The patients have not yet agreed to it: {made.mark}."] if made.mark else []),
            *made.left_out,
            *leaving.problems(made.doubts),
        ],
    }
