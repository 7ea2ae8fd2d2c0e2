"""The approval pack: what one person is sent before anybody else sees a clip of them.

Clear print and plain words: each clip with a picture, its words and its length, and room for an
answer, and at the end how the person wants to be called in the film. The large-print edition has
letters of 18 points and more, and a page for each clip. It holds nobody's clips but that person's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ebcd.film.storyboard import Clip
from ebcd.reports.document import Front, Paper, start, within_quotes
from ebcd.times import clock, duration

CLEAR = 1.3
LARGE = 1.8
"""How much larger than usual its words are: 14 points, and in large print 18 and more."""
BOX = "☐"
RULE = "_" * 48
SHORT_RULE = "_" * 30
_GAP = "\u00a0"


@dataclass(frozen=True)
class PackClip:
    """A clip to approve. `number`: in the film. `still`: a picture, or None."""

    number: int
    chapter: str
    clip: Clip
    still: bytes | None = None


@dataclass(frozen=True)
class Pack:
    """One person's pack."""

    pseudonym: str
    clips: Sequence[PackClip]


@dataclass(frozen=True)
class PacksTold:
    """What the document is made from: usually one pack; several are taken apart before sending.

    `large`: the large-print edition.
    """

    front: Front
    film: str
    packs: Sequence[Pack]
    large: bool = False


def approval_pack(told: PacksTold) -> bytes:
    """The pack as a .docx."""
    paper = start(told.front, "Your film clips", scale=LARGE if told.large else CLEAR)
    if not told.packs:
        paper.paragraph("No clip of the film waits for anybody’s approval.")
    if len(told.packs) > 1:
        paper.paragraph(
            "This file holds the packs of "
            + ", ".join(pack.pseudonym for pack in told.packs)
            + ". Take it apart: each person is given the pages with their own clips and no others.",
            bold_start="For the team.",
        )
    for number, pack in enumerate(told.packs):
        if number or len(told.packs) > 1:
            paper.page_break()
        _pack(paper, pack, told.film, told.large)
    return paper.finish()


def _pack(paper: Paper, pack: Pack, film: str, large: bool) -> None:
    many = len(pack.clips)
    paper.heading(f"Clips for {pack.pseudonym}", 1)
    paper.paragraph(
        f"We would like to use {_parts(many)} of your interview in the film “{film}”. Nobody "
        "outside the team has seen them. Please look at each one and tell us what you want. You "
        "can say yes to some and no to others. You can change your mind later, and you do not "
        "have to give a reason."
    )
    paper.bullets(
        (
            "Yes: this clip may be shown.",
            "Yes, but leave something out: tell us what.",
            "No: this clip will not be shown.",
        )
    )
    paper.paragraph("If we do not hear from you, we take it as not yet answered and show nothing.")
    for each in pack.clips:
        if large:
            paper.page_break()
        _clip(paper, each, large)
    if large:
        paper.page_break()
    _names(paper)
    paper.heading("Your answer", 2)
    ways = ["in person", "by telephone", "by post or e-mail", "from sound, or read to me"]
    if large:
        ways.insert(3, "from this large print")
    paper.paragraph(_choices(*ways), bold_start="I gave my answer:")
    paper.paragraph("Name and date:")
    paper.paragraph(SHORT_RULE if large else RULE)


def _names(paper: Paper) -> None:
    """How the person wants to be called, use by use: never as in the reports."""
    paper.heading("Your name", 2)
    paper.paragraph(
        "The film does not call you by the letters and numbers of our reports. You choose for "
        "each: your first name, another name, or no name. If you say nothing, we show no name.",
        keep=True,
    )
    for where in ("In the film", "In its captions", "On papers that go with the film"):
        paper.paragraph(
            _choices("my first name", f"another name:{_GAP}{'_' * 14}", "no name"),
            bold_start=f"{where}:",
            keep=where != "On papers that go with the film",
        )


def _choices(*words: str) -> str:
    """Boxes to tick, each beside its words on one line."""
    return "     ".join(BOX + _GAP + each.replace(" ", _GAP) for each in words)


def _parts(many: int) -> str:
    return "one part" if many == 1 else f"{many} parts"


def _clip(paper: Paper, each: PackClip, large: bool) -> None:
    clip = each.clip
    paper.heading(f"Clip {each.number}: {each.chapter}", 2)
    if each.still is not None:
        paper.picture(
            each.still,
            alt=f"Still from clip {each.number}",
            caption=f"A picture from clip {each.number}",
            width_cm=14 if large else 9,
            keep=True,
        )
    paper.paragraph(
        f"{duration(clip.length_ms)} long, from {clock(clip.stretch.in_ms)} to "
        f"{clock(clip.stretch.out_ms)} of your recording. You say:",
        keep=True,
    )
    paper.paragraph(f"“{within_quotes(clip.words)}”", style="Quote", keep=True)
    paper.paragraph(_choices("Yes", "Yes, but leave out what I write here", "No"), keep=True)
    paper.paragraph(SHORT_RULE if large else RULE)
