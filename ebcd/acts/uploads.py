"""Recordings that come in pieces from a browser: begin, go on, finish, give up.

A film of gigabytes takes an hour; whatever breaks it off, the same person goes on with the same
file where it stopped.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from ebcd.acts.access import Actor, May
from ebcd.acts.act import act, look
from ebcd.errors import BadInput, Conflict, NotFound
from ebcd.store import recording_files as files
from ebcd.store import recordings as store
from ebcd.store import uploads
from ebcd.store.recordings import Kept
from ebcd.store.uploads import Upload
from ebcd.store.workbench import Workbench


def _folder(workbench: Workbench, actor: Actor, study_id: int) -> Path:
    """Where the study's parts lie, for those who may add recordings."""
    with look(workbench, actor, study_id, May.FILM):
        return workbench.folder / "uploads" / str(study_id)


def begin(
    workbench: Workbench, actor: Actor, study_id: int, name: str, size: int, modified: int
) -> Upload:
    """Begin to send a recording, or go on with it; `at` says from where.

    One that is a recording of the study already says which. Old parts are swept on the way.
    """
    folder = _folder(workbench, actor, study_id)
    uploads.sweep(folder.parent)
    found = uploads.begin(folder, actor.account_id, name, size, modified)
    if found.recording is not None and not _is_there(workbench, actor, study_id, found.recording):
        uploads.give_up(folder, found)
        found = uploads.begin(folder, actor.account_id, name, size, modified)
    return found


def _is_there(workbench: Workbench, actor: Actor, study_id: int, recording: int) -> bool:
    with look(workbench, actor, study_id) as connection:
        return recording in store.recordings(connection, study_id)


def unfinished(workbench: Workbench, actor: Actor, study_id: int) -> Sequence[Upload]:
    """What this person began to send and did not finish."""
    folder = _folder(workbench, actor, study_id)
    uploads.sweep(folder.parent)
    return uploads.unfinished(folder, actor.account_id)


def send(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    upload_id: str,
    at: int,
    piece: bytes,
    sha256: str = "",
) -> Upload:
    """Put a piece behind what has arrived. `sha256`: of the piece, where the browser can tell."""
    folder = _folder(workbench, actor, study_id)
    found = uploads.one(folder, upload_id, actor.account_id)
    if sha256 and hashlib.sha256(piece).hexdigest() != sha256:
        raise Conflict("A piece arrived changed: it is sent once more.")
    return uploads.write(folder, found, at, piece)


def finish(
    workbench: Workbench, actor: Actor, study_id: int, upload_id: str, sha256: str = ""
) -> int:
    """Make a recording of what has arrived whole; its id, also where it was asked before.

    `sha256`: of the file, where the sender knows it. A file that is no recording is forgotten;
    after any other trouble it stays, so that this can be asked again.
    """
    folder = _folder(workbench, actor, study_id)
    found = uploads.one(folder, upload_id, actor.account_id)
    if found.recording is not None:
        return found.recording
    part = uploads.part_of(folder, found)
    try:
        arrived = files.digest(part)
        probed = store.probe(part, found.name)
    except FileNotFoundError:
        return _finished_elsewhere(folder, found, actor)
    except BadInput:
        uploads.give_up(folder, found)
        raise
    if sha256 and sha256 != arrived:
        uploads.give_up(folder, found)
        raise BadInput(f"“{found.name}” arrived changed: send it again.")
    return _kept(workbench, actor, study_id, found, Kept(part, arrived, found.bytes, probed))


def _finished_elsewhere(folder: Path, found: Upload, actor: Actor) -> int:
    """The recording that another request of the same browser has just made of it."""
    done = uploads.one(folder, found.id, actor.account_id).recording
    if done is None:
        raise NotFound("This upload was given up or swept: choose the file again.")
    return done


def _kept(workbench: Workbench, actor: Actor, study_id: int, found: Upload, kept: Kept) -> int:
    """The file into its place and the row into the database; the part goes once both stand."""
    folder = workbench.folder / "uploads" / str(study_id)
    target = workbench.study_folder(study_id, "recordings")
    with act(workbench, actor, study_id, May.FILM, "add a recording") as doing:
        made = store.add(doing.connection, study_id, kept, found.name)
        files.settle(target, kept.path, found.name, kept.sha256)
        doing.about(recording=made, bytes=kept.bytes)
    uploads.finished(folder, found, made)
    return made


def give_up(workbench: Workbench, actor: Actor, study_id: int, upload_id: str) -> None:
    """Forget what has arrived of a recording."""
    folder = _folder(workbench, actor, study_id)
    uploads.give_up(folder, uploads.one(folder, upload_id, actor.account_id))
