"""Recordings: add a film or sound file, and say which transcript is of it.

A file comes in one piece (`add_recording`), from the folder of the server (`add_from_server`), or
in pieces from a browser (`ebcd.acts.uploads`).
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ebcd.acts.access import Actor, May
from ebcd.acts.act import act, look
from ebcd.acts.film_undo import changing
from ebcd.errors import BadInput, NotFound
from ebcd.store import cuts, film_names
from ebcd.store import recording_files as files
from ebcd.store import recordings as store
from ebcd.store.recording_files import Offered, Progress, Standing
from ebcd.store.recordings import Recording
from ebcd.store.workbench import Workbench
from ebcd.text import normalise

LONGEST_OFFSET_MS = 24 * 60 * 60_000


@dataclass(frozen=True)
class RecordingFile:
    """A recording's file, for whoever may play it.

    `outside`: what it is called beside a timeline, where no name is a pseudonym.
    """

    path: Path
    media_type: str
    name: str
    outside: str = ""


def add_recording(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    source: Path | bytes | IO[bytes],
    name: str = "",
) -> int:
    """Copy a film or sound file into the study's folder; its id, the old one if it is there.

    `name`: what it is called, for a path its own name. Raises BadInput where it is no recording.
    """
    with look(workbench, actor, study_id, May.FILM):
        folder = workbench.study_folder(study_id, "recordings")
    if isinstance(source, Path):
        name = name or source.name
    name = normalise(Path(name.replace("\\", "/")).name)
    if isinstance(source, Path):
        try:
            with source.open("rb") as file:
                kept = store.keep(folder, file, name)
        except OSError as error:
            raise BadInput(
                f"{source} cannot be read ({error.strerror}): choose another file."
            ) from None
    else:
        stream = io.BytesIO(source) if isinstance(source, bytes) else source
        kept = store.keep(folder, stream, name)
    with act(workbench, actor, study_id, May.FILM, "add a recording") as doing:
        made = store.add(doing.connection, study_id, kept, name)
        doing.about(recording=made, bytes=kept.bytes)
    return made


@dataclass(frozen=True)
class ServerFolder:
    """The folder of the server that a study may take recordings from.

    `known`: whether whoever runs the server has named one. `files`: what is in it and not yet in
    the study, by its length and name.
    """

    known: bool
    files: tuple[Offered, ...] = ()


def server_folder(workbench: Workbench, actor: Actor, study_id: int) -> ServerFolder:
    """What the folder of the server offers."""
    with look(workbench, actor, study_id, May.FILM) as connection:
        known = store.recordings(connection, study_id).values()
    folder = files.server_folder(study_id)
    if folder is None:
        return ServerFolder(False)
    there = {(each.bytes, each.name) for each in known}
    offered = files.offered(folder)
    return ServerFolder(
        True, tuple(each for each in offered if (each.bytes, Path(each.name).name) not in there)
    )


def add_from_server(
    workbench: Workbench, actor: Actor, study_id: int, name: str, said: Progress | None = None
) -> int:
    """Take a file of the server's folder as a recording, where it lies; its id.

    `name`: as `server_folder` tells it. `said`: called while it is read.
    """
    with look(workbench, actor, study_id, May.FILM):
        folder = workbench.study_folder(study_id, "recordings")
    server = files.server_folder(study_id)
    if server is None:
        raise NotFound("No folder of the server is open to this study: ask whoever runs it.")
    source = files.offered_file(server, name)
    kept = files.take_in_place(folder, source, said or _unsaid)
    with act(workbench, actor, study_id, May.FILM, "add a recording") as doing:
        made = store.add(doing.connection, study_id, kept, normalise(source.name))
        doing.about(recording=made, bytes=kept.bytes, in_place=True)
    return made


def _unsaid(done: int, of: int) -> None:
    """Progress that nobody looks at."""


def standings(
    workbench: Workbench, actor: Actor, study_id: int, *, said: Progress | None = None
) -> Mapping[int, Standing]:
    """How each recording's file stands, by id: at a glance, or by its hash where `said` is given.

    By its hash, one that was moved in the server's folder is found again.
    """
    with look(workbench, actor, study_id) as connection:
        there = store.recordings(connection, study_id)
        folder = workbench.study_folder(study_id, "recordings")
    if said is None:
        return {number: files.standing(folder, each) for number, each in there.items()}
    server = files.server_folder(study_id)
    all_bytes = sum(each.bytes for each in there.values()) or 1
    found: dict[int, Standing] = {}
    done = 0

    def read(at: int, _of: int) -> None:
        said(done + at, all_bytes)

    for number, each in there.items():
        found[number] = files.checked(folder, server, each, read)
        done += each.bytes
    said(all_bytes, all_bytes)
    return found


def recordings(workbench: Workbench, actor: Actor, study_id: int) -> Mapping[int, Recording]:
    """Every recording of the study by id."""
    with look(workbench, actor, study_id) as connection:
        return store.recordings(connection, study_id)


def recording_file(
    workbench: Workbench, actor: Actor, study_id: int, recording_id: int
) -> RecordingFile:
    """The file of a recording, to be played. For those who work on the film."""
    with look(workbench, actor, study_id, May.FILM) as connection:
        found = store.one(connection, study_id, recording_id)
        [outside] = film_names.outside_names(connection, study_id, [found]).values()
    path = store.file_of(workbench.study_folder(study_id, "recordings"), found)
    return RecordingFile(path, found.media_type, found.name, outside)


def outside_names(workbench: Workbench, actor: Actor, study_id: int) -> Mapping[str, int]:
    """The recordings that are called otherwise beside a timeline: what they are called, and which.

    Their own names hold somebody's pseudonym.
    """
    with look(workbench, actor, study_id, May.FILM) as connection:
        there = store.recordings(connection, study_id)
        called = film_names.outside_names(connection, study_id, there.values())
    return {name: number for number, name in called.items() if name != there[number].name}


def link_recording(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    transcript_id: int,
    recording_id: int | None,
    offset_ms: int = 0,
) -> None:
    """Say which recording a transcript is of; None takes the link away.

    `offset_ms`: how much later a word is heard in the recording than the transcript's times say;
    negative where it is heard earlier.
    """
    if abs(offset_ms) > LONGEST_OFFSET_MS:
        raise BadInput("The recording cannot begin more than a day before or after its transcript.")
    with changing(workbench, actor, study_id, "link a recording") as doing:
        if recording_id is not None:
            store.one(doing.connection, study_id, recording_id)
        offset = offset_ms if recording_id is not None else 0
        if not store.link(doing.connection, study_id, transcript_id, recording_id, offset):
            raise NotFound("This transcript is no longer in the study: choose another one.")
        doing.about(transcript=transcript_id, recording=recording_id)


def delete_recording(workbench: Workbench, actor: Actor, study_id: int, recording_id: int) -> None:
    """Delete a recording and its file for good. The clips keep their words and times."""
    with act(workbench, actor, study_id, May.FILM, "delete a recording") as doing:
        found = store.one(doing.connection, study_id, recording_id)
        store.remove(doing.connection, study_id, recording_id)
        doing.about(recording=recording_id)
    for path in workbench.study_folder(study_id, "recordings").glob(f"{found.sha256}.*"):
        path.unlink(missing_ok=True)  # of a file in the server's folder the link alone goes
    cuts.forget_recording(workbench, study_id, found.sha256)
