"""What a rough cut will hold: which clips may be in it, and the segments that it is cut in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from ebcd.acts.film import Film, film_of
from ebcd.acts.film_export import left_out
from ebcd.acts.film_showing import agreement_holds, board_for, mark_of
from ebcd.acts.film_spoken import speaks_cards
from ebcd.errors import BadInput, Conflict, NotFound
from ebcd.film.approval import OPEN, gate, reasons_against
from ebcd.film.captions import as_srt, spoken_captions
from ebcd.film.cutting.segments import (
    HEIGHTS,
    CaptionsShown,
    Footage,
    Look,
    Plan,
    Spoken,
    plan,
)
from ebcd.film.names import NameUse, going_out
from ebcd.film.storyboard import Clip, ClipKind, Disguise, Storyboard
from ebcd.film.timing import Stretch
from ebcd.people import Use
from ebcd.store import cuts, film_names, recordings
from ebcd.store.database import Connection
from ebcd.store.recordings import Recording
from ebcd.store.workbench import Workbench
from ebcd.words import _


class Purpose(StrEnum):
    """Whom a rough cut is for."""

    SHOWN = "shown"
    TEAM = "team"
    APPROVAL = "approval"

    @property
    def label(self) -> str:
        return {
            "shown": "To be shown: approved clips only",
            "team": "Draft for the team's own eyes",
            "approval": "One person's clips, for their approval",
        }[self.value]


@dataclass(frozen=True)
class Wanted:
    """Which film is wanted. `participant`: whose clips, for their approval.

    `version`: of the film, 0 for the whole storyboard. `showing`: to whom it will be shown, which
    everybody in it must agree to; "" for those who edit it. `knowingly`: whether it leaves although
    a name may be in it.
    """

    purpose: Purpose = Purpose.SHOWN
    height: int = 720
    captions: CaptionsShown = CaptionsShown.SOFT
    participant: int | None = None
    version: int = 0
    showing: str = ""
    knowingly: bool = False

    @property
    def draft(self) -> bool:
        return self.purpose is not Purpose.SHOWN

    def look(self, agreed_mark: str) -> Look:
        """How it looks; a draft says so on every frame.

        `agreed_mark`: what a film says of itself before the patients have agreed to it.
        """
        mark = {
            Purpose.SHOWN: agreed_mark,
            Purpose.TEAM: _("DRAFT – for the team only"),
            Purpose.APPROVAL: _("DRAFT – for the approval of the person in it"),
        }[self.purpose]
        return Look(self.height, self.captions, mark)

    def as_settings(self) -> dict[str, Any]:
        """The same, fit for JSON."""
        return asdict(self)


def wanted_of(settings: Mapping[str, Any]) -> Wanted:
    """What `as_settings` wrote. Raises BadInput for what nobody offers."""
    known = {name: settings[name] for name in Wanted.__dataclass_fields__ if name in settings}
    try:
        known["purpose"] = Purpose(known.get("purpose", "shown"))
        known["captions"] = CaptionsShown(known.get("captions", "soft"))
        if known.get("showing"):
            Use(known["showing"])
    except ValueError:
        raise BadInput("This film cannot be cut like that: choose from what is offered.") from None
    if known.get("height", 720) not in HEIGHTS:
        raise BadInput("A rough cut is 720 or 1080 lines high: choose one of them.")
    return Wanted(**known)


@dataclass(frozen=True)
class ToCut:
    """What will be cut. `paths`: the recordings' files. `left_out`: a sentence a clip not in it.

    `agreed_cut`: the fingerprint of the cut that the patients have agreed to, "" where every frame
    says that it is a draft, or for their own event.
    """

    plan: Plan
    paths: Mapping[int, Path]
    left_out: tuple[str, ...]
    agreed_cut: str = ""

    @property
    def clips(self) -> list[dict[str, Any]]:
        """Each clip as it is in it, fit for JSON."""
        return [as_shown(segment.clip) for segment in self.plan.segments if segment.clip]

    @property
    def people(self) -> dict[int, int]:
        """In how many clips each participant is."""
        every = [who for segment in self.plan.segments for who in segment.people]
        return {who: every.count(who) for who in sorted(set(every))}

    @property
    def words(self) -> bytes:
        """All that can be read on the picture or beside it, for a look at names."""
        drawn = "".join(segment.script for segment in self.plan.segments)
        return f"{self.plan.title}\n{drawn}\n{as_srt(self.plan.captions)}".encode()


def as_shown(clip: Clip) -> dict[str, Any]:
    """What of a clip is shown: the clip's id, its in and out, and its disguise."""
    return {
        "clip": clip.id,
        "in_ms": clip.stretch.in_ms,
        "out_ms": clip.stretch.out_ms,
        "recording": clip.recording,
        "disguise": clip.disguise.value,
    }


def to_cut(workbench: Workbench, connection: Connection, study_id: int, wanted: Wanted) -> ToCut:
    """The film that is wanted, in segments. Raises BadInput or Conflict where it cannot be cut."""
    film = film_of(connection, study_id, wanted.version)
    if film is None:
        raise NotFound("There is no storyboard yet: begin the film first.")
    board, gone = _chosen(film, wanted)
    folder = workbench.study_folder(study_id, "recordings")
    paths: dict[int, Path] = {}
    found: dict[int, Footage] = {}
    for _chapter, clip in board.clips():
        of = film.recordings.get(clip.recording or 0)
        if of is not None and of.id not in paths:
            paths[of.id] = recordings.file_of(folder, of)
            found[of.id] = cuts.footage(paths[of.id], of)
    spoken = _spoken(folder, film.recordings.values(), board)
    paths |= {heard.recording: path for heard, path in spoken.values()}
    numbers = {clip.id: n for n, (_chapter, clip) in enumerate(film.board.clips(), start=1)}
    names = film_names.film_names(connection, study_id)
    called = film_names.film_names(connection, study_id, NameUse.CAPTIONS)
    made = plan(
        going_out(board, names, film_names.pseudonyms(connection, study_id)),
        found,
        wanted.look(mark_of(film)),
        names=names,
        captions_of=lambda clip, shown: spoken_captions(clip, shown, called),
        numbers=numbers,
        spoken={sha256: heard for sha256, (heard, _path) in spoken.items()},
    )
    agreed = film.stands.fingerprint if film.stands.agreed and not wanted.draft else ""
    return ToCut(made, paths, gone, agreed)


def _spoken(
    folder: Path, known: Iterable[Recording], board: Storyboard
) -> dict[str, tuple[Spoken, Path]]:
    """The sounds of the cards, by their hash; none in which somebody is interviewed."""
    wanted = {chapter.spoken for chapter in board.chapters}
    wanted |= {clip.spoken for _chapter, clip in board.clips()}
    heard = {}
    for of in known:
        if of.sha256 in wanted and speaks_cards(of):
            path = recordings.file_of(folder, of)
            heard[of.sha256] = Spoken(of.id, cuts.footage(path, of)), path
    return heard


def _chosen(film: Film, wanted: Wanted) -> tuple[Storyboard, tuple[str, ...]]:
    """The clips that may be in it, and a sentence for each that may not."""
    showing = Use(wanted.showing) if wanted.showing else None
    decided = gate(film.board, showing)
    board = decided.draft if wanted.draft else board_for(film, showing)
    gone = left_out(decided, wanted.draft)
    if wanted.purpose is Purpose.APPROVAL:
        board = board.only(
            clip.id
            for _chapter, clip in board.clips()
            if wanted.participant in {person.participant for person in clip.people}
        )
    if any(clip.kind is ClipKind.CLIP for _chapter, clip in board.clips()):
        return board, gone
    if wanted.purpose is Purpose.APPROVAL:
        raise BadInput("This person has no clip that may be sent to them: check their consent.")
    if not decided.held:
        raise BadInput("The storyboard has no clips yet: add some from coded passages.")
    raise BadInput("No clip may be in this film. " + " ".join(gone))


def check_agreed(
    connection: Connection, study_id: int, agreed_cut: str, *, draft: bool, showing: str
) -> None:
    """Raise Conflict unless the patients still agree to the cut that a film was made from.

    A film that says on each frame that it is for their own event needs no agreement there.
    """
    to_others = showing not in ("", Use.PATIENT_EVENT.value)
    if draft or not (agreed_cut or to_others):
        return
    if not agreement_holds(connection, study_id, agreed_cut):
        raise Conflict(
            "The film was changed since the patients agreed to it, or they have asked for changes: "
            "make the film again once they agree."
        )


def check_still(
    film: Film | None, clips: Sequence[Mapping[str, Any]], *, draft: bool, showing: str
) -> None:
    """Raise Conflict unless every clip may still be shown as it was cut.

    `film`: the whole storyboard.
    """
    now = {clip.id: clip for _chapter, clip in film.board.clips()} if film is not None else {}
    use = Use(showing) if showing else None
    for shown in clips:
        clip = now.get(shown["clip"])
        if clip is None or not _may(clip, shown, draft, use):
            raise Conflict(
                "A clip in this film was taken out or changed since, or somebody in it has said "
                "no: make the film again."
            )


def _may(clip: Clip, shown: Mapping[str, Any], draft: bool, use: Use | None) -> bool:
    """Whether a clip may leave as it was cut, whatever it is now."""
    was = replace(
        clip,
        stretch=Stretch(shown["in_ms"], shown["out_ms"]),
        disguise=Disguise(shown["disguise"]),
    )
    against = {reason.hold for reason in reasons_against(was, use)}
    return clip.recording == shown["recording"] and against <= (OPEN if draft else frozenset())
