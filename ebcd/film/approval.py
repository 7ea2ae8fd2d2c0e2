"""Clip approval: the person sees the clip before anyone else does.

A clip may leave the workbench only where every person in it consents to the film and has approved
this very clip; silence is never approval. Whoever shows the film at an event needs consent to that
event as well. A draft for the team says DRAFT on every page and shows no words that somebody has
said no to.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ebcd.film.storyboard import Answer, Appearance, Clip, ClipKind, Storyboard
from ebcd.people import Use


class Hold(StrEnum):
    """Why a clip may not leave."""

    WITHHELD = "withheld"
    NOBODY = "nobody"
    CONSENT = "consent"
    REFUSED = "refused"
    LEAVE_OUT = "leave_out"
    LONGER = "longer"
    NOT_ASKED = "not_asked"
    ASKED = "asked"
    SHOWING = "showing"
    PERMISSION = "permission"


OPEN = frozenset({Hold.NOT_ASKED, Hold.ASKED, Hold.LONGER, Hold.PERMISSION})
"""Holds under which a draft still shows the words: nobody has said no, approval is only missing."""


SHOWN_TO = {
    Use.PATIENT_EVENT: "being shown at the patients' event",
    Use.STAFF_EVENT: "being shown at the staff event",
    Use.JOINT_EVENT: "being shown at the joint event",
    Use.PUBLISH: "being shown outside the study",
}
"""To whom the film is shown, in the order of the method, and what somebody agrees to with it."""


@dataclass(frozen=True)
class Reason:
    """One reason why a clip is held, as a sentence."""

    hold: Hold
    sentence: str


@dataclass(frozen=True)
class Held:
    """A clip that may not leave. `number`: its place in the film, from 1."""

    number: int
    chapter: str
    clip: Clip
    reasons: tuple[Reason, ...]

    @property
    def showable_in_draft(self) -> bool:
        """Whether a draft for the team may show its words."""
        return all(reason.hold in OPEN for reason in self.reasons)

    @property
    def sentence(self) -> str:
        return " ".join(reason.sentence for reason in self.reasons)


@dataclass(frozen=True)
class Gate:
    """What may leave and what may not.

    `cleared`: the storyboard of the clips that may leave in any export. `draft`: those and the
    ones whose approval is merely missing. `held`: every clip that may not leave, with why.
    """

    cleared: Storyboard
    draft: Storyboard
    held: tuple[Held, ...]

    @property
    def final(self) -> bool:
        """Whether the film as it stands may be shown: nothing is held."""
        return not self.held


def gate(board: Storyboard, showing: Use | None = None) -> Gate:
    """Decide clip by clip what may leave the workbench.

    `showing`: to whom it will be shown, which everybody in a clip must agree to; None for those who
    edit it.
    """
    held: list[Held] = []
    cleared: list[int] = []
    for number, (chapter, clip) in enumerate(board.clips(), start=1):
        reasons = reasons_against(clip, showing)
        if reasons:
            held.append(Held(number, chapter.name, clip, reasons))
        else:
            cleared.append(clip.id)
    open_ids = [each.clip.id for each in held if each.showable_in_draft]
    return Gate(board.only(cleared), board.only([*cleared, *open_ids]), tuple(held))


def reasons_against(clip: Clip, showing: Use | None = None) -> tuple[Reason, ...]:
    """Everything that keeps `clip` from leaving; empty where it may."""
    if clip.kind is ClipKind.ARCHIVE and not clip.permission:
        return (
            Reason(Hold.PERMISSION, "Nobody has recorded the permission to show it: record it."),
        )
    if clip.kind is not ClipKind.CLIP:
        return ()
    reasons: list[Reason] = []
    if clip.withheld:
        reasons.append(
            Reason(Hold.WITHHELD, "A part of it is marked “do not use”: take the clip out.")
        )
    if not clip.people:
        reasons.append(
            Reason(Hold.NOBODY, "Nobody in it is linked to a participant: link the speaker first.")
        )
    elif clip.strangers:
        reasons.append(
            Reason(Hold.NOBODY, "Somebody in it is not linked to a participant: link them first.")
        )
    for person in clip.people:
        reason = _against_person(clip, person) or _against_showing(person, showing)
        if reason is not None:
            reasons.append(reason)
    return tuple(reasons)


def _against_person(clip: Clip, person: Appearance) -> Reason | None:
    who, approval = person.pseudonym, person.approval
    if not person.consents:
        return Reason(Hold.CONSENT, f"{who} does not consent to the film: take the clip out.")
    if approval.answer is Answer.REFUSED:
        return Reason(Hold.REFUSED, f"{who} refused this clip: take it out.")
    if approval.answer is Answer.LEAVE_OUT:
        return Reason(Hold.LEAVE_OUT, f"{who} wants a part left out: trim the clip and ask again.")
    if approval.answer is Answer.NOT_ASKED:
        return Reason(Hold.NOT_ASKED, f"{who} has not been asked yet: send them the clip.")
    if approval.answer is Answer.ASKED:
        return Reason(Hold.ASKED, f"{who} has not answered yet: silence is not approval.")
    if not covers(person, clip):
        return Reason(
            Hold.LONGER,
            f"The clip is longer or other than what {who} approved: ask again or trim it.",
        )
    return None


def _against_showing(person: Appearance, showing: Use | None) -> Reason | None:
    if showing is None or showing in person.shown_to:
        return None
    does_not = f"{person.pseudonym} does not agree to {SHOWN_TO[showing]}"
    return Reason(Hold.SHOWING, f"{does_not}: the clip is left out there.")


def covers(person: Appearance, clip: Clip) -> bool:
    """Whether what `person` saw holds the whole clip, and was disguised no more than it is now."""
    if clip.disguise.hides < person.approval.disguise.hides:
        return False
    seen = person.approval.seen
    if seen is None:
        return True
    return seen.in_ms <= clip.stretch.in_ms and clip.stretch.out_ms <= seen.out_ms


def standing_answer(clip: Clip) -> Answer:
    """One answer for the clip: the most cautious of its people's."""
    answers = {person.approval.answer for person in clip.people}
    if clip.kind is not ClipKind.CLIP:
        return Answer.APPROVED
    for answer in (Answer.REFUSED, Answer.LEAVE_OUT, Answer.NOT_ASKED, Answer.ASKED):
        if answer in answers:
            return answer
    if not answers or any(not covers(person, clip) for person in clip.people):
        return Answer.NOT_ASKED
    return Answer.APPROVED
