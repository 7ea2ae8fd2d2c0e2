"""Rough cuts: the films that were cut, and the finished pieces that spare cutting them again.

studies/<id>/cuts/<sha256>.mp4              a film that was cut, listed among the documents
studies/<id>/cuts/segments/<key>.….mov      a piece of one, named by what it depends on, by the
                                            recording that it is of, and by who is in it

Pieces can always be cut again: they are in no backup, and go when nobody has used them for a while.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from ebcd.errors import BadInput
from ebcd.film.cutting.segments import Footage, Segment
from ebcd.film.timelines.rates import rate_of
from ebcd.store.recordings import Recording
from ebcd.store.tables import account, document, document_person, job, rough_cut
from ebcd.store.workbench import Workbench
from ebcd.times import now

JOB = "rough cut"
KIND = "rough-cut"
"""What a film that was cut is called among jobs, and among documents."""
SEGMENTS = "segments"
UNUSED_S = 30 * 24 * 3600
"""How long, in seconds, a piece is kept that no cut has used."""
_LEFT_S = 3600
_DEAD_AFTER = timedelta(seconds=90)


@dataclass(frozen=True)
class CutMade:
    """A film that was cut. `clips`: what is shown of each. `by`: who made it.

    `showing`: the consent's use that it was made for, "" for none in particular. `agreed_cut`: the
    fingerprint of the cut that the patients had agreed to, "" where each frame says that it is a
    draft, or for their own event.
    """

    id: int
    name: str
    sha256: str
    draft: bool
    by: str
    at: datetime
    bytes: int
    length_ms: int
    showing: str
    clips: Sequence[Mapping[str, Any]]
    agreed_cut: str = ""


@dataclass(frozen=True)
class CutJob:
    """The last cut that was begun. `alive`: whether its process has shown life of late."""

    id: int
    state: str
    progress: float
    message: str
    settings: Mapping[str, Any]
    alive: bool


def folder(workbench: Workbench, study_id: int) -> Path:
    """Where a study's films lie that were cut."""
    return workbench.study_folder(study_id, "cuts")


def segments_folder(workbench: Workbench, study_id: int) -> Path:
    """Where the pieces of a study's films lie."""
    return workbench.study_folder(study_id, "cuts", SEGMENTS)


def place(workbench: Workbench, study_id: int, sha256: str) -> Path:
    """Where a film that was cut lies."""
    return folder(workbench, study_id) / f"{sha256}.mp4"


def segment_file(segment: Segment, program: str) -> str:
    """The name of a finished piece; `program`: the version of what cut it."""
    people = "-".join(map(str, segment.people)) or "0"
    return f"{segment.key(program)}.{segment.sha256[:12] or 'card'}.{people}.mov"


def footage(path: Path, of: Recording) -> Footage:
    """A recording as it is cut. Raises BadInput where its file is not what was added."""
    import av  # here, because a start that cuts nothing is quicker without it

    try:
        changed = path.stat().st_size != of.bytes
        with av.open(str(path)) as media:
            sounds = [stream.index for stream in media.streams.audio]
            pictures = [stream.index for stream in media.streams.video]
            seen = _seen(media) if pictures else _Seen()
    except (av.error.FFmpegError, OSError, ValueError):
        changed, sounds, pictures, seen = True, [], [], _Seen()
    if changed:
        raise BadInput(
            f"The file of “{of.name}” cannot be read or is not the one that was added: add the "
            "recording again."
        )
    has_picture = of.width is not None and pictures
    return Footage(
        of.sha256,
        of.name,
        of.duration_ms,
        rate_of(of.rate) if has_picture else None,
        pictures[0] if has_picture else None,
        sounds[0] if sounds else None,
        seen.other_colours,
        seen.hdr,
        seen.interlaced,
    )


@dataclass(frozen=True)
class _Seen:
    """What the first picture of a film says of itself, as in `Footage`."""

    other_colours: bool = False
    hdr: bool = False
    interlaced: bool = False


def _seen(media: Any) -> _Seen:
    """Numbers of ITU-T H.273: colours 1 are BT.709, 2 are not said and taken for it.

    Range 2 is the full one; transfers 16 and 18 (PQ and HLG) are those of a high dynamic range.
    """
    film = media.streams.video[0]
    first = next(media.decode(film), None)
    coded = film.codec_context
    return _Seen(
        coded.colorspace not in (1, 2) or coded.color_range == 2,
        coded.color_trc in (16, 18),
        first is not None and bool(first.interlaced_frame),
    )


def sweep(workbench: Workbench, study_id: int) -> None:
    """Delete what nobody has used for long, and what a cut that ended midway left behind."""
    for path in segments_folder(workbench, study_id).iterdir():
        most = UNUSED_S if path.suffix == ".mov" and ".part" not in path.name else _LEFT_S
        if path.is_file() and time.time() - path.stat().st_mtime > most:
            path.unlink(missing_ok=True)


def forget_recording(workbench: Workbench, study_id: int, sha256: str) -> None:
    """Delete the pieces of one recording."""
    for path in segments_folder(workbench, study_id).glob(f"*.{sha256[:12]}.*"):
        path.unlink(missing_ok=True)


def files_with(
    workbench: Workbench, connection: Connection, study_id: int, participant_id: int
) -> list[Path]:
    """The films that a participant is in, and the pieces."""
    digests = connection.execute(
        select(document.c.sha256)
        .join(document_person, document_person.c.document_id == document.c.id)
        .where(
            document.c.study_id == study_id,
            document.c.kind == KIND,
            document_person.c.participant_id == participant_id,
        )
        .distinct()
    ).scalars()
    pieces = [
        path
        for path in segments_folder(workbench, study_id).glob("*.mov")
        if str(participant_id) in path.name.split(".")[2].split("-")
    ]
    return [place(workbench, study_id, digest) for digest in digests] + pieces


def add(
    connection: Connection,
    study_id: int,
    document_id: int,
    size: int,
    length_ms: int,
    showing: str,
    clips: Iterable[Mapping[str, Any]],
    agreed_cut: str,
) -> None:
    """Say of a document that it is a film that was cut, and of which clips."""
    connection.execute(
        insert(rough_cut).values(
            document_id=document_id,
            study_id=study_id,
            bytes=size,
            length_ms=length_ms,
            showing=showing,
            clips=list(clips),
            agreed_cut=agreed_cut,
        )
    )


def made(connection: Connection, study_id: int, document_id: int | None = None) -> list[CutMade]:
    """The films that were cut, newest first; or the one of that id."""
    chosen = rough_cut.c.study_id == study_id
    if document_id is not None:
        chosen &= rough_cut.c.document_id == document_id
    rows = connection.execute(
        select(document, rough_cut.c.bytes, rough_cut.c.length_ms, rough_cut.c.showing,
               rough_cut.c.clips, rough_cut.c.agreed_cut, account.c.display_name)
        .join(rough_cut, rough_cut.c.document_id == document.c.id)
        .outerjoin(account, account.c.id == document.c.by_id)
        .where(chosen)
        .order_by(document.c.id.desc())
        .limit(50)
    )  # fmt: skip
    return [
        CutMade(
            row.id,
            row.name,
            row.sha256,
            row.draft,
            row.display_name or "",
            row.created_at,
            row.bytes,
            row.length_ms,
            row.showing,
            row.clips,
            row.agreed_cut,
        )
        for row in rows
    ]


def last_job(connection: Connection, study_id: int) -> CutJob | None:
    """The cut that was begun last, under way or ended; None where it was cancelled."""
    row = connection.execute(
        select(job).where(job.c.study_id == study_id, job.c.kind == JOB).order_by(job.c.id.desc())
    ).first()
    if row is None:
        return None
    alive = row.state == "running" and row.heartbeat > now() - _DEAD_AFTER
    return CutJob(row.id, row.state, row.progress, row.message, row.settings, alive)
