"""Where the recordings' files lie: in the study's folder, or in place in a folder of the server.

Whoever runs the server may name a folder for recordings (`EBCD_RECORDINGS`, or `ebcd serve
--recordings`). Each study sees the files in the folder in it that bears the study's number; nobody
ever types a path. Such a file stays where it is: the study's folder holds a link to it, named by
the hash of what was in it when it was added, so that a file that was moved is found again and one
that was changed is noticed. Links among those files are not followed.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ebcd.errors import BadInput, NotFound
from ebcd.store.recordings import ENDINGS, Kept, Recording, ending_of, file_of, probe
from ebcd.text import shorten

MOST_OFFERED = 500
DEEPEST = 4
_BLOCK = 4 << 20

Progress = Callable[[int, int], None]
"""Called with how many bytes of how many have been read."""


class Standing(StrEnum):
    """How a recording's file was found."""

    HERE = "here"
    MISSING = "missing"
    CHANGED = "changed"


@dataclass(frozen=True)
class Offered:
    """A file of the server's folder. `name`: its path below the study's folder there."""

    name: str
    bytes: int


def server_folder(study_id: int) -> Path | None:
    """The folder of the server that this study may take recordings from, or None."""
    given = os.environ.get("EBCD_RECORDINGS", "").strip()
    return Path(given).absolute() / str(study_id) if given else None


def offered(folder: Path) -> list[Offered]:
    """The films and sound files in the server's folder, by name; links are left out."""
    found = [Offered(path.relative_to(folder).as_posix(), size) for path, size in _files(folder, 0)]
    return sorted(found, key=lambda each: each.name.casefold())[:MOST_OFFERED]


def _files(folder: Path, depth: int) -> Iterator[tuple[Path, int]]:
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") or entry.is_symlink():
                continue
            if entry.is_dir(follow_symlinks=False):
                if depth < DEEPEST:
                    yield from _files(Path(entry.path), depth + 1)
            elif entry.name.rpartition(".")[2].lower() in ENDINGS:
                told = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(told.st_mode):
                    yield Path(entry.path), told.st_size


def offered_file(folder: Path, name: str) -> Path:
    """The file that `offered` calls `name`. Raises NotFound for anything else."""
    if name not in {each.name for each in offered(folder)}:
        raise NotFound("This file is no longer in the server's folder: reload the page.")
    return folder / name


def take_in_place(folder: Path, source: Path, said: Progress = lambda done, of: None) -> Kept:
    """Read a file of the server's folder and link to it from the study's `folder`.

    Raises BadInput where it is no film or sound file, or cannot be read.
    """
    try:
        probed = probe(source, source.name)
        size = source.stat().st_size
        sha256 = digest(source, said)
        path = folder / f"{sha256}.{ending_of(source.name)}"
        if not path.is_file():
            path.unlink(missing_ok=True)
            path.symlink_to(source)
    except OSError as error:
        raise BadInput(
            f"“{shorten(source.name, 60)}” cannot be read ({error.strerror}): ask whoever runs the "
            "server."
        ) from None
    return Kept(path, sha256, size, probed)


def digest(path: Path, said: Progress = lambda done, of: None) -> str:
    """The SHA-256 of a file that is not a link, read piece by piece."""
    made, done = hashlib.sha256(), 0
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        told = os.fstat(handle)
        if not stat.S_ISREG(told.st_mode):
            raise NotFound("This is no longer a file: reload the page.")
        while block := file.read(_BLOCK):
            made.update(block)
            done += len(block)
            said(done, told.st_size)
    return made.hexdigest()


def standing(folder: Path, of: Recording) -> Standing:
    """How the recording's file stands, as far as a glance tells: there, and as long as it was."""
    try:
        size = file_of(folder, of).stat().st_size
    except (NotFound, OSError):
        return Standing.MISSING
    return Standing.HERE if size == of.bytes else Standing.CHANGED


def checked(
    folder: Path, server: Path | None, of: Recording, said: Progress = lambda done, of: None
) -> Standing:
    """How the recording's file stands by its hash.

    One that is missing or was changed is looked for in the server's folder, whatever it is called
    there, and linked to where it is found.
    """
    found = standing(folder, of)
    if found is Standing.HERE and digest(file_of(folder, of), said) == of.sha256:
        return Standing.HERE
    for each in offered(server) if server else ():
        source = (server or folder) / each.name
        if each.bytes == of.bytes and _is(source, of.sha256):
            _point(folder, of, source)
            return Standing.HERE
    return Standing.MISSING if found is Standing.MISSING else Standing.CHANGED


def _is(path: Path, sha256: str) -> bool:
    with suppress(OSError):
        return digest(path) == sha256
    return False


def _point(folder: Path, of: Recording, source: Path) -> None:
    """Let the study's folder link to `source`; a file of ours that was changed is left aside."""
    path = folder / f"{of.sha256}.{ending_of(of.name)}"
    for stale in folder.glob(f"{of.sha256}.*"):
        if stale.is_symlink():
            stale.unlink()
        else:
            stale.replace(folder / f"changed-{stale.name}")
    path.symlink_to(source)


def settle(folder: Path, part: Path, name: str, sha256: str) -> Path:
    """Put a file that has arrived into the study's folder, named by its content.

    `part` stays beside it where the disk can do that without a copy, until all is stored.
    """
    path = folder / f"{sha256}.{ending_of(name)}"
    if path.is_file() and not path.is_symlink():
        return path
    path.unlink(missing_ok=True)
    try:
        path.hardlink_to(part)
    except OSError:
        part.replace(path)
    return path
