"""The film leaves: the storyboard in Word, and what editors and players open.

Whatever leaves as a file holds approved clips only; the Word storyboard alone may show more, and
then says DRAFT on every page. The study keeps who is in it, so that a later withdrawal can say
where they went.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ebcd.acts import leaving, reports
from ebcd.acts.access import Actor, May
from ebcd.acts.act import act, look
from ebcd.acts.film import Film, film_of
from ebcd.assistant.leaving import Doubt
from ebcd.errors import BadInput, Conflict, NotFound
from ebcd.film.approval import Gate
from ebcd.film.captions import as_srt, as_vtt, film_captions
from ebcd.film.storyboard import Storyboard
from ebcd.film.timelines.cut import Cut, Source, make_cut
from ebcd.film.timelines.edl import edl
from ebcd.film.timelines.fcpxml import fcpxml
from ebcd.film.timelines.mlt import mlt
from ebcd.film.timelines.otio import otio
from ebcd.film.timelines.rates import rate_of
from ebcd.film.timelines.table import table
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
    "fcpxml": "application/xml",
    "mlt": "application/xml",
}
"""What the film can be exported as."""

_TIMELINES = {"otio": otio, "edl": edl, "fcpxml": fcpxml, "mlt": mlt}


@dataclass(frozen=True)
class FilmExport:
    """A finished file. `clips`: how many are in it. `left_out`: which are not, and why.

    `doubts`: passages in it that may still hold a name, let go knowingly.
    """

    data: bytes
    name: str
    media_type: str
    draft: bool
    clips: int
    left_out: tuple[str, ...]
    doubts: tuple[Doubt, ...] = ()


def export_film(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    ending: str,
    *,
    final: bool = False,
    knowingly: bool = False,
) -> FilmExport:
    """The film as one of `MEDIA_TYPES`.

    The Word storyboard is a draft while any clip is held; with `final` it is refused instead, as
    it is where nothing is approved for any other file. Both say which clips and why. Raises
    MayNameSomebody where a name may be in it, unless it leaves `knowingly`.
    """
    if ending not in MEDIA_TYPES:
        raise BadInput(
            f"There is no storyboard as .{ending}: choose one of {', '.join(MEDIA_TYPES)}."
        )
    if ending == "docx":
        return _in_word(workbench, actor, study_id, final, knowingly)
    with act(workbench, actor, study_id, May.FILM, f"export the film as {ending}") as doing:
        film = _begun(film_of(doing.connection, study_id))
        board = film.gate.cleared
        if not any(True for _ in board.clips()):
            raise BadInput(_nothing(film.gate))
        data = _written(film, ending)
        found = leaving.checked(doing.connection, study_id, data, knowingly=knowingly)
        name = f"storyboard.{ending}"
        document = record_document(
            doing.connection, study_id, "film", name, data, actor.account_id, _people(board)
        )
        clips = sum(1 for _ in board.clips())
        doing.about(document=document, clips=clips, doubts=len(found))
    cut = left_out(film.gate, False)
    return FilmExport(data, name, MEDIA_TYPES[ending], False, clips, cut, found)


def _in_word(
    workbench: Workbench, actor: Actor, study_id: int, final: bool, knowingly: bool
) -> FilmExport:
    """The storyboard as the Reports page makes it, with its stills."""
    with look(workbench, actor, study_id, May.FILM) as connection:
        film = _begun(film_of(connection, study_id))
    draft = not film.gate.final
    if final and draft:
        raise Conflict(_refusal(film.gate))
    made = reports.write(workbench, actor, study_id, "storyboard", knowingly=knowingly)
    clips = sum(1 for _ in (film.gate.draft if draft else film.gate.cleared).clips())
    name = f"storyboard{'-DRAFT' if made.draft else ''}.docx"
    gone = left_out(film.gate, made.draft)
    docx = MEDIA_TYPES["docx"]
    return FilmExport(made.data, name, docx, made.draft, clips, gone, made.doubts)


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


def _people(board: Storyboard) -> Mapping[int, int]:
    return Counter(person.participant for _, clip in board.clips() for person in clip.people)


def _written(film: Film, ending: str) -> bytes:
    board = film.gate.cleared
    if ending == "csv":
        return table(board).encode("utf-8-sig")
    if ending == "srt":
        return as_srt(film_captions(board)).encode()
    if ending == "vtt":
        return as_vtt(film_captions(board)).encode()
    return _TIMELINES[ending](cut_of(board, film.recordings)).encode()


def cut_of(board: Storyboard, recordings: Mapping[int, Recording]) -> Cut:
    """The cut of a storyboard; recordings are named as the team's own files are."""
    return make_cut(board, {each.id: source_of(each) for each in recordings.values()})


def source_of(recording: Recording) -> Source:
    """A recording as an editor finds it: by its name, beside the timeline."""
    rate = rate_of(recording.rate, drop=";" in recording.start_timecode)
    try:
        start = rate.frame_of(recording.start_timecode) if recording.start_timecode else 0
    except BadInput:
        start = 0
    return Source(
        recording.id,
        recording.name,
        quote(recording.name),
        rate,
        rate.frame_at(recording.duration_ms),
        start,
        recording.width,
        recording.height,
        recording.media_type,
    )


def write_storyboard(
    workbench: Workbench, actor: Actor, study_id: int, out: Path
) -> dict[str, Any]:
    """Write the film to the file `out`, whose ending says how; what was written, for printing."""
    ending = out.suffix.lower().removeprefix(".")
    made = export_film(workbench, actor, study_id, ending, knowingly=True)
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
        "problems": [*made.left_out, *leaving.problems(made.doubts)],
    }
