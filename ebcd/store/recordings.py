"""Recordings: films and sound files in the study's folder, and which transcript is of which.

A file is named by the SHA-256 of what is in it, so that the same film is kept once and a changed
one is noticed. It is probed and never changed.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from sqlalchemy import Connection, delete, select, update

from ebcd.errors import BadInput, NotFound
from ebcd.store.database import insert_once
from ebcd.store.tables import recording, transcript
from ebcd.times import now

ENDINGS = ("mp4", "mov", "m4v", "mkv", "webm", "m4a", "mp3", "wav", "ogg", "flac", "aac")
"""Endings of the files that can be recordings."""

_CONTAINERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mp3,wav,ogg,flac,aac"
_TYPES = {
    "mp4": ("video/mp4", "audio/mp4"),
    "mov": ("video/mp4", "audio/mp4"),
    "m4v": ("video/mp4", "audio/mp4"),
    "m4a": ("video/mp4", "audio/mp4"),
    "mkv": ("video/x-matroska", "audio/x-matroska"),
    "webm": ("video/webm", "audio/webm"),
    "ogg": ("video/ogg", "audio/ogg"),
    "mp3": ("audio/mpeg", "audio/mpeg"),
    "wav": ("audio/wav", "audio/wav"),
    "flac": ("audio/flac", "audio/flac"),
    "aac": ("audio/aac", "audio/aac"),
}
_PIECE = 1 << 20


@dataclass(frozen=True)
class Recording:
    """A film or sound file. `name`: as it came. `rate`: frames a second, "" for sound alone.

    `transcripts`: titles of the transcripts that are of it, by id. `rotation`: by how many degrees
    its picture is turned clockwise to stand upright, as a phone that was held upright asks for.
    """

    id: int
    sha256: str
    name: str
    media_type: str
    bytes: int
    duration_ms: int
    rate: str
    width: int | None
    height: int | None
    start_timecode: str
    transcripts: dict[int, str]
    rotation: int = 0

    @property
    def upright(self) -> tuple[int, int] | None:
        """Width and height of the picture as it is shown; None for sound alone."""
        if self.width is None or self.height is None:
            return None
        turned = self.rotation in (90, 270)
        return (self.height, self.width) if turned else (self.width, self.height)


@dataclass(frozen=True)
class Probed:
    """What a file says of itself. `rotation`: as in `Recording`."""

    duration_ms: int
    rate: str
    width: int | None
    height: int | None
    start_timecode: str
    rotation: int = 0


@dataclass(frozen=True)
class Kept:
    """A file that lies in the study's folder."""

    path: Path
    sha256: str
    bytes: int
    probed: Probed


def ending_of(name: str) -> str:
    """The ending of a recording's name. Raises BadInput where it is not one of a recording."""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if ending not in ENDINGS:
        raise BadInput(
            f"“{name}” is not a film or sound file by its name: save it as MP4, MOV, MKV, M4A, "
            "MP3 or WAV and add it again."
        )
    return ending


def keep(folder: Path, source: IO[bytes], name: str) -> Kept:
    """Copy a file into `folder` piece by piece, probe it, and name it by its content.

    Raises BadInput where it is not a film or sound file, or the disk is full; nothing stays then.
    """
    ending = ending_of(name)
    part = folder / f"{uuid4().hex}.part"
    digest, size = hashlib.sha256(), 0
    try:
        with part.open("xb") as target:
            while piece := source.read(_PIECE):
                digest.update(piece)
                size += len(piece)
                target.write(piece)
        probed = probe(part, name)
        path = folder / f"{digest.hexdigest()}.{ending}"
        if not path.exists():
            part.replace(path)
    except OSError as error:
        raise BadInput(
            f"“{name}” could not be stored ({error.strerror}): make room and add it again."
        ) from None
    finally:
        part.unlink(missing_ok=True)
    return Kept(path, digest.hexdigest(), size, probed)


def probe(path: Path, name: str) -> Probed:
    """Length, rate and size of a film or sound file. Raises BadInput where it is none."""
    import av  # here, because a start that touches no recording is quicker without it

    try:
        with av.open(str(path), options={"format_whitelist": _CONTAINERS}) as media:
            return _probed(media, name)
    except (av.error.FFmpegError, ValueError):
        raise BadInput(
            f"“{name}” cannot be read as a film or sound file, or breaks off: save it as MP4, "
            "MOV, MKV, M4A, MP3 or WAV and add it again."
        ) from None


def _probed(media: Any, name: str) -> Probed:
    from av.stream import Disposition

    pictured = Disposition.attached_pic
    films = [each for each in media.streams.video if pictured not in each.disposition]
    if not films and not media.streams.audio:
        raise BadInput(f"“{name}” has neither picture nor sound: choose the recording itself.")
    length = media.duration or 0
    if length < 1000:
        raise BadInput(
            f"“{name}” does not say how long it is, or is empty: save it again as MP4 and add it."
        )
    if not films:
        return Probed(length // 1000, "", None, None, "")
    film = films[0]
    rate = Fraction(film.average_rate or film.guessed_rate or 25).limit_denominator(100_000)
    start = film.metadata.get("timecode") or media.metadata.get("timecode") or ""
    turned = _rotation(media, film)
    return Probed(length // 1000, str(rate), film.width, film.height, start[:20], turned)


def _rotation(media: Any, film: Any) -> int:
    """How far the first picture is turned clockwise when it is shown: 0, 90, 180 or 270."""
    import av

    try:
        first = next(media.decode(film), None)
    except av.error.FFmpegError:
        return 0
    return 0 if first is None else round(-first.rotation / 90) * 90 % 360


def add(connection: Connection, study_id: int, kept: Kept, name: str) -> int:
    """Store a recording unless the same file is there; its id."""
    found = kept.probed
    film, sound = _TYPES[ending_of(name)]
    insert_once(
        connection,
        recording,
        {
            "study_id": study_id,
            "sha256": kept.sha256,
            "name": name[:300],
            "media_type": film if found.width else sound,
            "bytes": kept.bytes,
            "duration_ms": found.duration_ms,
            "rate": found.rate,
            "width": found.width,
            "height": found.height,
            "start_timecode": found.start_timecode,
            "rotation": found.rotation,
            "created_at": now(),
        },
    )
    return int(
        connection.execute(
            select(recording.c.id).where(
                recording.c.study_id == study_id, recording.c.sha256 == kept.sha256
            )
        ).scalar_one()
    )


def recordings(connection: Connection, study_id: int) -> dict[int, Recording]:
    """Every recording of the study by id, in order of name."""
    of: dict[int, dict[int, str]] = {}
    for row in connection.execute(
        select(transcript.c.id, transcript.c.title, transcript.c.recording_id)
        .where(transcript.c.study_id == study_id, transcript.c.recording_id.is_not(None))
        .order_by(transcript.c.title)
    ):
        of.setdefault(row.recording_id, {})[row.id] = row.title
    rows = connection.execute(
        select(recording).where(recording.c.study_id == study_id).order_by(recording.c.name)
    )
    return {
        row.id: Recording(
            row.id,
            row.sha256,
            row.name,
            row.media_type,
            row.bytes,
            row.duration_ms,
            row.rate,
            row.width,
            row.height,
            row.start_timecode,
            of.get(row.id, {}),
            row.rotation,
        )
        for row in rows
    }


def offsets(connection: Connection, study_id: int) -> dict[int, int]:
    """How much later a word is heard than each transcript says, in milliseconds."""
    rows = connection.execute(
        select(transcript.c.id, transcript.c.recording_offset_ms).where(
            transcript.c.study_id == study_id
        )
    )
    return {row[0]: row[1] for row in rows}


def one(connection: Connection, study_id: int, recording_id: int) -> Recording:
    """One recording. Raises NotFound where it is not in this study."""
    found = recordings(connection, study_id).get(recording_id)
    if found is None:
        raise NotFound("This recording is no longer in the study: reload the page.")
    return found


def file_of(folder: Path, of: Recording) -> Path:
    """Where the recording's file lies. Raises NotFound where it has gone."""
    for found in sorted(folder.glob(f"{of.sha256}.*")):
        if not found.is_symlink() and found.is_file():
            return found
        if found.is_symlink():
            return _in_place(found, of)
    raise NotFound(f"The file of “{of.name}” is missing from the data folder: add it again.")


def _in_place(link: Path, of: Recording) -> Path:
    """The file of the server's folder that `link` points to; never what a link there points to."""
    target = Path(os.readlink(link))
    if target.is_symlink() or not target.is_file():
        raise NotFound(
            f"The file of “{of.name}” is missing from the server's folder: put it back, or check "
            "the files under “Recordings”."
        )
    return target


def link(
    connection: Connection,
    study_id: int,
    transcript_id: int,
    recording_id: int | None,
    offset_ms: int,
) -> bool:
    """Say which recording a transcript is of; False where there is no such transcript."""
    done = connection.execute(
        update(transcript)
        .where(transcript.c.id == transcript_id, transcript.c.study_id == study_id)
        .values(recording_id=recording_id, recording_offset_ms=offset_ms)
    )
    return done.rowcount == 1


def remove(connection: Connection, study_id: int, recording_id: int) -> None:
    """Take a recording out; its transcripts stay, without one."""
    connection.execute(
        update(transcript)
        .where(transcript.c.study_id == study_id, transcript.c.recording_id == recording_id)
        .values(recording_id=None, recording_offset_ms=0)
    )
    connection.execute(
        delete(recording).where(recording.c.id == recording_id, recording.c.study_id == study_id)
    )
