"""Cutting the film in the background, in a process of its own: a segment a clip, then the join.

A segment that is there already is not cut again: a cut that was stopped goes on where it was, and
one of a film that changed cuts what changed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ebcd.acts.access import Actor, May, command_line
from ebcd.acts.accounts import actor_for
from ebcd.acts.act import act
from ebcd.acts.background import JOB, Told, saving
from ebcd.acts.background import run as run_job
from ebcd.acts.film import film_of
from ebcd.acts.rough_cut_plan import (
    Purpose,
    ToCut,
    Wanted,
    check_agreed,
    check_still,
    to_cut,
    wanted_of,
)
from ebcd.acts.rough_cut_running import check, run, version
from ebcd.errors import BadInput, NotFound, NotSaved
from ebcd.film.captions import as_srt
from ebcd.film.cutting.commands import FONTS, join_command, join_list, segment_command
from ebcd.film.cutting.lettering import FONT_FILE
from ebcd.film.cutting.segments import CaptionsShown, Segment
from ebcd.store import accounts, assistant_fits, cuts, documents
from ebcd.store.workbench import Workbench
from ebcd.words import _

_BEAT_S = 1.0
_JOIN = 0.05
"""The join's share of the work."""
_NO_SEEK = (".aac",)
"""Containers without times of their own: read from their start."""


def silent(_progress: float, _message: str) -> None:
    """For whoever wants no news."""


Keep = Callable[[Path, Path, float, str], None]
"""Puts a finished piece in its place, with how far the cut is by then."""


def put(part: Path, target: Path, _progress: float, _message: str) -> None:
    """Put a finished piece in its place, whatever happens meanwhile."""
    part.replace(target)


@dataclass
class _News:
    """Tells how far the cut is, now and then. `keep`: puts a finished piece in its place."""

    told: Told
    keep: Keep
    frames: int
    made: int = 0
    last: float = field(default=0.0)

    def say(self, frames: int, message: str, *, at_once: bool = False) -> None:
        """`frames` of the piece under way are made."""
        if at_once or time.monotonic() - self.last >= _BEAT_S:
            self.last = time.monotonic()
            self.told(self.share(frames), message)

    def share(self, frames: int) -> float:
        """How much of the whole work is done with `frames` of the piece under way."""
        return min((self.made + frames) / max(1, self.frames), 1.0) * (1 - _JOIN)


def cut(
    workbench: Workbench,
    study_id: int,
    settings: Mapping[str, Any] | None = None,
    told: Told = silent,
) -> None:
    """Cut the film that the settings want, and keep it among the study's films."""
    settings = settings or {}
    whose, wanted = _whose(workbench, settings.get("by")), wanted_of(settings)
    make(workbench, whose, study_id, wanted, told, settings.get(JOB))


def _whose(workbench: Workbench, by: int | None) -> Actor:
    """Who wanted the film; the server's administrator where it was the command line."""
    if by is None:
        return command_line()
    with workbench.database.reading() as connection:
        account = accounts.by_id(connection, by)
    if account is None:
        raise NotFound("Whoever wanted this film has no account any more: make it again.")
    return actor_for(account)


def make(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    wanted: Wanted,
    told: Told = silent,
    job: int | None = None,
) -> int:
    """Cut a film; the id of its document. `job`: without which nothing is kept, where there is one.

    Raises Conflict where the film changed meanwhile so that it may not be shown.
    """
    told(0.0, _("Reading the storyboard"))
    with workbench.database.reading() as connection:
        found = to_cut(workbench, connection, study_id, wanted)
    folder = cuts.segments_folder(workbench, study_id)
    try:
        cuts.sweep(workbench, study_id)
        joined = assembled(folder, found, wanted, told, _keeper(workbench, job))
        try:
            return _kept(workbench, actor, study_id, wanted, found, joined, job)
        finally:
            joined.unlink(missing_ok=True)
    except OSError as error:
        raise NotSaved(
            f"The film could not be kept ({error.strerror}): ask whoever runs the workbench to "
            "look at its disk, then press “Go on”; what is cut is kept."
        ) from None


def _keeper(workbench: Workbench, job: int | None) -> Keep:
    """Keeps a piece only while the job stands: a withdrawal stops it and looks for its pieces."""
    if job is None:
        return put

    def keep(part: Path, target: Path, progress: float, message: str) -> None:
        with saving(workbench, {JOB: job}, progress, message):
            part.replace(target)

    return keep


def assembled(
    folder: Path, found: ToCut, wanted: Wanted, told: Told = silent, keep: Keep = put
) -> Path:
    """Cut in `folder` what is not there yet, and join it: the film's file, to be put elsewhere."""
    _fonts(folder)
    files = _segments(folder, found, told, keep)
    return _join(folder, found, files, wanted, told)


def _fonts(folder: Path) -> None:
    """Put the font where ffmpeg finds it: a server may have none of its own."""
    target = folder / FONTS / FONT_FILE
    library = find_spec("matplotlib")
    if not target.exists() and library is not None and library.origin is not None:
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(
            Path(library.origin).parent / "mpl-data" / "fonts" / "ttf" / FONT_FILE, target
        )


def _segments(folder: Path, found: ToCut, told: Told, keep: Keep) -> list[str]:
    """Every segment's file, those that were missing cut now."""
    files = [cuts.segment_file(segment, version()) for segment in found.plan.segments]
    missing = [
        (segment, file)
        for segment, file in zip(found.plan.segments, files, strict=True)
        if not (folder / file).exists()
    ]
    for file in {*files} - {file for _segment, file in missing}:
        os.utime(folder / file)
    news = _News(told, keep, sum(segment.frames for segment, _file in missing))
    for segment, file in missing:
        if not (folder / file).exists():
            source = found.paths.get(segment.recording or 0)
            _segment(folder, segment, file, str(source or ""), news)
        news.made += segment.frames
    return files


def _segment(folder: Path, segment: Segment, file: str, source: str, news: _News) -> None:
    """Cut one segment. The file appears whole or not at all."""
    news.say(0, segment.name, at_once=True)
    lettering = folder / f"{os.getpid()}.ass"
    part = folder / f"{os.getpid()}.part.mov"
    try:
        lettering.write_text(segment.script, encoding="utf-8")
        seeks = not source.endswith(_NO_SEEK)
        command = segment_command(segment, source, lettering.name, part.name, seeks=seeks)
        ran = run(command, folder, lambda frames, _seconds: news.say(frames, segment.name))
        check(
            ran,
            f"The cutting of {segment.name}",
            f"{segment.name} could not be cut: its recording cannot be read there. Play it on the "
            "Film page, and add the recording again.",
        )
        if ran.frames != segment.frames:
            raise BadInput(
                f"{segment.name} could not be cut whole: its recording breaks off before the "
                "clip's end. Add the whole recording again, or trim the clip."
            )
        part.chmod(0o600)
        news.keep(part, folder / file, news.share(segment.frames), segment.name)
    finally:
        lettering.unlink(missing_ok=True)
        part.unlink(missing_ok=True)


def _join(folder: Path, found: ToCut, files: Sequence[str], wanted: Wanted, told: Told) -> Path:
    """The whole film in one file."""
    message = _("Joining the pieces")
    told(1 - _JOIN, message)
    own = os.getpid()
    listed, captions = folder / f"{own}.ffconcat", folder / f"{own}.srt"
    joined = folder / f"{own}.part.mp4"
    soft = wanted.captions is CaptionsShown.SOFT and bool(found.plan.captions)
    whole = max(1.0, found.plan.length_ms / 1000)
    last = time.monotonic()

    def heard(_frames: int, seconds: float) -> None:
        nonlocal last
        if time.monotonic() - last >= _BEAT_S:
            last = time.monotonic()
            told(1 - _JOIN + _JOIN * min(1.0, seconds / whole), message)

    stands = False
    try:
        listed.write_text(join_list(found.plan, files), encoding="utf-8")
        if soft:
            captions.write_text(as_srt(found.plan.captions), encoding="utf-8")
        command = join_command(
            listed.name,
            captions.name if soft else "",
            found.plan.title,
            "eng",
            joined.name,
        )
        ran = run(command, folder, heard)
        check(ran, "The joining of the film", "The pieces could not be joined: make it again.")
        stands = True
    finally:
        if not stands:
            joined.unlink(missing_ok=True)
        listed.unlink(missing_ok=True)
        captions.unlink(missing_ok=True)
    return joined


def _kept(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    wanted: Wanted,
    found: ToCut,
    joined: Path,
    job: int | None,
) -> int:
    """Put the film among the study's films, if all in it may still be shown."""
    with joined.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    size = joined.stat().st_size
    target = cuts.place(workbench, study_id, digest)
    with act(workbench, actor, study_id, May.FILM, "finish a rough cut") as doing:
        if job is not None and not assistant_fits.beat(doing.connection, job, 1.0, ""):
            raise SystemExit(0)
        film = film_of(doing.connection, study_id)
        draft, showing = wanted.draft, wanted.showing
        check_still(film, found.clips, draft=draft, showing=showing)
        check_agreed(doing.connection, study_id, found.agreed_cut, draft=draft, showing=showing)
        joined.chmod(0o600)
        joined.replace(target)
        document = documents.add(
            doing.connection, study_id, cuts.KIND, _name(found, wanted), digest, wanted.draft,
            found.people, actor.account_id,
        )  # fmt: skip
        cuts.add(
            doing.connection, study_id, document, size, found.plan.length_ms, wanted.showing,
            found.clips, found.agreed_cut,
        )  # fmt: skip
        doing.about(document=document, clips=len(found.clips), draft=wanted.draft)
    return document


def _name(found: ToCut, wanted: Wanted) -> str:
    """What the film is called in lists."""
    draft = {
        Purpose.SHOWN: "",
        Purpose.TEAM: ", DRAFT",
        Purpose.APPROVAL: ", DRAFT for approval",
    }[wanted.purpose]
    return f"{found.plan.title[:200]} ({wanted.height}p{draft})"


if __name__ == "__main__":
    sys.exit(run_job(sys.argv[1:], cut, "The cutting ended before its time: press “Go on”."))
