"""Uploads under way: a recording comes in pieces, and goes on after whatever broke it off.

A part lies under `uploads/<study>/`, outside the studies' folders, so that no backup holds half a
film. Its id is made of who sends what, so the same person with the same file goes on where they
stopped, after a reload, a lost network or a restart of the server. A part that nobody went on with
is swept after some days.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from time import time

from ebcd.errors import BadInput, Conflict, NotFound, NotSaved
from ebcd.store.recordings import ending_of
from ebcd.text import normalise, shorten

LARGEST = 1 << 36
"""The largest recording, in bytes: 64 GiB."""
LARGEST_PIECE = 16 << 20
"""The largest piece of a recording, in bytes."""
MOST_UNFINISHED = 20
"""How many uploads of one study may be under way."""
KEPT_DAYS = 14
"""After how many days without a new piece a part is swept."""
SPARE = 256 << 20
"""How many bytes of the disk stay free for the database."""

_ID = re.compile("[0-9a-f]{32}")
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True)
class Upload:
    """A recording that is coming. `at`: how many of its `bytes` are here.

    `by`: the account that sends it, None for an administrator without one. `recording`: its id
    once it is a recording of the study.
    """

    id: str
    name: str
    bytes: int
    at: int
    by: int | None
    recording: int | None = None


def begin(folder: Path, by: int | None, name: str, size: int, modified: int) -> Upload:
    """Begin an upload, or find the one that was broken off.

    `modified`: when the file was last changed, in any unit, to tell it from another of its name.
    Raises BadInput where it cannot be a recording, and NotSaved where the disk has no room.
    """
    name = normalise(Path(name.replace("\\", "/")).name)[:300]
    ending_of(name)
    if not 0 < size <= LARGEST:
        raise BadInput(f"“{shorten(name, 60)}” is empty or larger than 64 GB: choose another file.")
    told = json.dumps([by, name, size, modified]).encode()
    upload_id = hashlib.sha256(told).hexdigest()[:32]
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(NotFound):
        found = one(folder, upload_id, by)
        if found.recording is None:
            _check_room(folder, found)
        return found
    if len(list(folder.glob("*.part"))) >= MOST_UNFINISHED:
        raise BadInput("Too many uploads wait to be finished: finish or give up some first.")
    made = Upload(upload_id, name, size, 0, by)
    _check_room(folder, made)
    _note(folder, made)
    _part(folder, upload_id).touch(mode=0o600)
    return made


def _check_room(folder: Path, upload: Upload) -> None:
    free = shutil.disk_usage(folder).free - SPARE
    if free < upload.bytes - upload.at:
        raise NotSaved(
            f"The server's disk has room for {max(free, 0) / 1e9:.1f} GB and "
            f"“{shorten(upload.name, 60)}” needs {(upload.bytes - upload.at) / 1e9:.1f} GB more: "
            "make room there, then go on."
        )


def one(folder: Path, upload_id: str, by: int | None) -> Upload:
    """An upload of this person. Raises NotFound where there is none."""
    gone = NotFound("This upload was given up or swept: choose the file again.")
    if not _ID.fullmatch(upload_id):
        raise gone
    try:
        told = json.loads(_note_path(folder, upload_id).read_text("utf-8"))
        made = Upload(upload_id, told["name"], told["bytes"], 0, told["by"], told["recording"])
        if made.by != by:
            raise gone
        if made.recording is not None:
            return replace(made, at=made.bytes)
        return replace(made, at=_part(folder, upload_id).stat().st_size)
    except (OSError, ValueError, KeyError):
        raise gone from None


def unfinished(folder: Path, by: int | None) -> list[Upload]:
    """What this person has begun and not finished, by name."""
    found = []
    for path in folder.glob("*.part"):
        with suppress(NotFound):
            found.append(one(folder, path.stem, by))
    return sorted(found, key=lambda each: each.name)


def write(folder: Path, upload: Upload, at: int, piece: bytes) -> Upload:
    """Put a piece behind what is here. Raises Conflict where it does not follow.

    Where the disk is full, what was here before stays, so that the upload can go on.
    """
    if upload.recording is not None or at != upload.at:
        raise Conflict(f"The next piece begins at {upload.at}.")
    if not piece or len(piece) > LARGEST_PIECE or at + len(piece) > upload.bytes:
        raise BadInput("This piece is not of the file that was begun: choose the file again.")
    part = _part(folder, upload.id)
    try:
        with part.open("r+b", buffering=0) as file:
            file.seek(at)
            _write_all(file.fileno(), piece)
    except OSError as error:
        with suppress(OSError), part.open("r+b") as file:
            file.truncate(at)
        if error.errno in _FULL:
            raise NotSaved(
                "The server's disk is full. What has arrived is kept: make room, then go on."
            ) from None
        raise NotSaved(
            f"The server cannot keep this piece ({error.strerror}). What has arrived is kept: "
            "try again later."
        ) from None
    return replace(upload, at=at + len(piece))


def _write_all(handle: int, piece: bytes) -> None:
    left = memoryview(piece)
    while left:
        left = left[os.write(handle, left) :]


def part_of(folder: Path, upload: Upload) -> Path:
    """The file of an upload that is here whole. Raises Conflict where some of it is missing."""
    if upload.at != upload.bytes:
        raise Conflict(f"{upload.bytes - upload.at} bytes are still missing: go on sending.")
    return _part(folder, upload.id)


def finished(folder: Path, upload: Upload, recording: int) -> None:
    """Note which recording an upload became, for a browser that asks again; its part goes."""
    _note(folder, replace(upload, recording=recording))
    _part(folder, upload.id).unlink(missing_ok=True)


def give_up(folder: Path, upload: Upload) -> None:
    """Forget an upload and what has arrived of it."""
    _part(folder, upload.id).unlink(missing_ok=True)
    _note_path(folder, upload.id).unlink(missing_ok=True)


def sweep(root: Path, days: float = KEPT_DAYS) -> int:
    """Delete what nobody went on with for `days`, in every study; how many files."""
    before = time() - days * 86_400
    swept = 0
    for path in (*root.glob("*/*.part"), *root.glob("*/*.json")):
        lasting = path.with_suffix(".part")
        with suppress(OSError):
            if (lasting if lasting.exists() else path).stat().st_mtime < before:
                path.unlink()
                swept += 1
    return swept


def _part(folder: Path, upload_id: str) -> Path:
    return folder / f"{upload_id}.part"


def _note_path(folder: Path, upload_id: str) -> Path:
    return folder / f"{upload_id}.json"


def _note(folder: Path, upload: Upload) -> None:
    """Write down what an upload is; whole or not at all."""
    told = {
        "name": upload.name,
        "bytes": upload.bytes,
        "by": upload.by,
        "recording": upload.recording,
    }
    path = _note_path(folder, upload.id)
    fresh = path.with_suffix(".new")
    try:
        fresh.write_text(json.dumps(told), "utf-8")
        fresh.replace(path)
    except OSError as error:
        raise NotSaved(
            f"The server cannot begin an upload ({error.strerror}): make room on its disk."
        ) from None
