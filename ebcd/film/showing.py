"""The second gate: the patients see the whole film at their own event, before staff do.

What they agreed to is this very cut: its clips, cards and order. A film that is changed afterwards
is not yet agreed again. Before they have agreed it may be shown at their event and nowhere else.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ebcd.film.approval import SHOWN_TO, Gate, gate
from ebcd.film.storyboard import Clip, ClipKind, Storyboard
from ebcd.people import Use
from ebcd.text import sha256
from ebcd.times import long_date

SHOWINGS = tuple(SHOWN_TO)
"""To whom a film is shown, in the order of the method."""

FOR = {
    Use.PATIENT_EVENT: "the patients' own event",
    Use.STAFF_EVENT: "the staff event",
    Use.JOINT_EVENT: "the joint event",
    Use.PUBLISH: "people outside the study",
}
"""For whom a copy is, in words."""

OWN_EVENT = "for the patients' own event only"
"""What a copy says of itself before the patients have agreed to it."""


@dataclass(frozen=True)
class Agreement:
    """What the patients said of a film that they saw at their event.

    `event`: its title, "" where it was deleted. `version`: what the version was called then.
    `fingerprint`: of the cut that they saw. `changes`: what they asked to change. `people`: the
    participants who were seen in it.
    """

    fingerprint: str
    agreed: bool
    on: date
    event: str = ""
    version: str = ""
    changes: str = ""
    clips: int = 0
    length_ms: int = 0
    people: tuple[int, ...] = ()
    id: int = 0


@dataclass(frozen=True)
class Standing:
    """How a cut stands with the patients.

    `said`: the newest statement about this very cut, or None. `before`: the newest one about
    the same version when it was another cut, or None.
    """

    fingerprint: str
    said: Agreement | None = None
    before: Agreement | None = None

    @property
    def agreed(self) -> bool:
        return self.said is not None and self.said.agreed

    @property
    def sentence(self) -> str:
        """Where the film stands with the patients, in one sentence."""
        if self.said is not None and self.said.agreed:
            return f"The patients agreed to this film on {long_date(self.said.on)}{_at(self.said)}."
        if self.said is not None:
            return (
                f"The patients saw this film on {long_date(self.said.on)}{_at(self.said)} and "
                "asked for changes."
            )
        if self.before is not None and self.before.agreed:
            return (
                "The film has changed since the patients agreed to it on "
                f"{long_date(self.before.on)}: it is not yet agreed."
            )
        if self.before is not None:
            return (
                "The film has changed since the patients saw it on "
                f"{long_date(self.before.on)}: they have not yet agreed to it."
            )
        return "The patients have not yet seen and agreed to the whole film at their own event."


def _at(said: Agreement) -> str:
    return f", at “{said.event}”" if said.event else ""


def shown_cut(board: Storyboard) -> Gate:
    """What the patients see at their event: every clip that may be shown there."""
    return gate(board, Use.PATIENT_EVENT)


def fingerprint(board: Storyboard) -> str:
    """SHA-256 of the cut that the patients see: chapters, clips, cards, their order and length.

    A corrected word of a clip that has its recording does not change it: the film stays the same.
    """
    told = [
        [chapter.name, chapter.spoken, [_of_clip(clip) for clip in chapter.clips]]
        for chapter in shown_cut(board).cleared.chapters
    ]
    return sha256(json.dumps(told, ensure_ascii=False))


def _of_clip(clip: Clip) -> list[object]:
    stretch = [clip.stretch.in_ms, clip.stretch.out_ms]
    if clip.kind is ClipKind.CLIP and clip.recording is not None:
        return [clip.kind.value, clip.recording, *stretch, clip.disguise.value]
    return [clip.kind.value, clip.source, *stretch, clip.words, clip.taken_from, clip.spoken]


def standing(board: Storyboard, said: Sequence[Agreement], version: str = "") -> Standing:
    """How `board`, the film's `version`, stands by what was said at events."""
    mark = fingerprint(board)
    ordered = sorted(said, key=lambda each: (each.on, each.id))
    about = [each for each in ordered if each.fingerprint == mark]
    others = [e for e in ordered if e.fingerprint != mark and e.version == version]
    return Standing(mark, about[-1] if about else None, others[-1] if others else None)


def missing(stands: Standing, showing: Use | None) -> str:
    """What is missing for a film to be shown to `showing`; "" where nothing is.

    None: those who edit the film, who need no agreement of the patients.
    """
    if showing in (None, Use.PATIENT_EVENT) or stands.agreed:
        return ""
    return (
        f"{stands.sentence} Until then a copy may be made for the patients' own event, and none "
        "for anybody else."
    )
