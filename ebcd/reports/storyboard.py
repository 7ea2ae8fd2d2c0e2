"""The storyboard in Word: the film on paper, for those who cut it and those who agree to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ebcd.film.approval import Gate, gate, reasons_against, standing_answer
from ebcd.film.storyboard import (
    CARD_MS,
    Appearance,
    Chapter,
    Clip,
    ClipKind,
    Share,
    Storyboard,
    against_target,
    balance,
)
from ebcd.people import Group
from ebcd.reports.document import Cell, Front, Paper, Picture, start
from ebcd.times import clock, duration


@dataclass(frozen=True)
class StoryboardTold:
    """What the document is made from.

    `everybody`: pseudonym and group of all who could be in the film. `stills`: a PNG by clip id.
    `names`: by participant, the name in the film, "" for none; None where nobody may see them.
    `stands`: how the film stands with the patients.
    """

    front: Front
    board: Storyboard
    everybody: tuple[tuple[str, Group], ...] = ()
    stills: Mapping[int, bytes] | None = None
    names: Mapping[int, str] | None = None
    stands: str = ""


def storyboard(told: StoryboardTold) -> bytes:
    """The storyboard as a .docx: DRAFT on every page while a clip in it may not be shown yet."""
    decided = gate(told.board)
    front = replace(told.front, draft=told.front.draft or not decided.final)
    paper = start(front, "Film storyboard", landscape=True)
    board = decided.draft
    _overview(paper, told.board, board, decided)
    if told.stands:
        paper.paragraph(told.stands, bold_start="The patients.")
    numbers = {clip.id: number for number, (_, clip) in enumerate(told.board.clips(), start=1)}
    at_ms = 0
    for chapter in board.chapters:
        at_ms = _chapter(paper, chapter, numbers, at_ms, told)
    _balance(paper, board, told.everybody)
    _held(paper, decided)
    return paper.finish()


def _overview(paper: Paper, whole: Storyboard, board: Storyboard, decided: Gate) -> None:
    clips = sum(1 for _ in board.clips())
    cleared = sum(1 for _ in decided.cleared.clips())
    paper.paragraph(
        f"“{whole.title}”: {clips} clips in {len(board.chapters)} chapters, "
        f"{duration(board.length_ms)} with title cards of {duration(CARD_MS)} each; "
        f"{against_target(board)}.",
        bold_start="The film.",
    )
    if decided.final:
        paper.paragraph(
            "Everybody in every clip consents to the film and has approved the clip.",
            bold_start="Approval.",
        )
    else:
        paper.paragraph(
            f"{cleared} clips are approved; {len(decided.held)} may not be shown yet. This draft "
            "is for the team only. What is missing stands at the end.",
            bold_start="Approval.",
        )
    if board.chapters:
        paper.table(
            ("Chapter", "Clips", "Length"),
            [(c.name, str(len(c.clips)), duration(c.length_ms)) for c in board.chapters],
            caption="Chapters, in the order of the film",
            widths=(6, 1, 1.6),
        )


def _chapter(
    paper: Paper, chapter: Chapter, numbers: Mapping[int, int], at_ms: int, told: StoryboardTold
) -> int:
    """One chapter's table; returns where the next one begins."""
    stills = told.stills or {}
    paper.heading(chapter.name)
    pictured = any(clip.id in stills for clip in chapter.clips)
    head = ["No.", "Starts", "Speaker", "In", "Out", "Length", "Words"]
    widths = [1.1, 1.6, 2.3, 1.5, 1.5, 1.8, 8.0]
    if pictured:
        head.insert(2, "Picture")
        widths.insert(2, 3.1)
    head += ["Consent and approval", "Note"]
    widths += [3.4, 3.0]
    rows: list[list[Cell]] = []
    at_ms += CARD_MS
    for clip in chapter.clips:
        row = _row(clip, numbers[clip.id], at_ms, told.names)
        if pictured:
            still = stills.get(clip.id)
            alt = f"Still from clip {numbers[clip.id]}"
            row.insert(2, Picture(still, alt, 2.5) if still else "No picture")
        rows.append(row)
        at_ms += clip.length_ms
    paper.table(head, rows, caption=f"Clips of “{chapter.name}”", widths=widths)
    return at_ms


def _row(clip: Clip, number: int, at_ms: int, names: Mapping[int, str] | None) -> list[Cell]:
    if clip.kind is ClipKind.ARCHIVE:
        return [
            str(number), clock(at_ms), f"{clip.kind.label}\n{clip.taken_from}", "–", "–",
            duration(clip.length_ms), clip.words,
            clip.permission or "DRAFT: no permission is recorded", clip.note,
        ]  # fmt: skip
    if clip.kind is not ClipKind.CLIP:
        return [
            str(number), clock(at_ms), clip.kind.label, "–", "–", duration(clip.length_ms),
            clip.words, "Not needed", clip.note,
        ]  # fmt: skip
    who = "\n".join(_person(person, names) for person in clip.people)
    return [
        str(number),
        clock(at_ms),
        who,
        clock(clip.stretch.in_ms),
        clock(clip.stretch.out_ms),
        duration(clip.length_ms),
        clip.words,
        _approval(clip),
        "\n".join(filter(None, (clip.disguise and clip.disguise.label, clip.note, _tone(clip)))),
    ]


def _tone(clip: Clip) -> str:
    return clip.tone.label if clip.tone else ""


def _person(person: Appearance, names: Mapping[int, str] | None) -> str:
    """A person by pseudonym, with the name that they chose for the film."""
    who = f"{person.pseudonym} ({person.group.label.lower()})"
    if names is None:
        return who
    name = names.get(person.participant, "")
    return f"{who}\nin the film: {name}" if name else f"{who}\nin the film: no name"


def _approval(clip: Clip) -> str:
    reasons = reasons_against(clip)
    if reasons:
        return "DRAFT: " + " ".join(reason.sentence for reason in reasons)
    how = sorted({person.approval.how for person in clip.people if person.approval.how})
    return "\n".join(["Consent stands", standing_answer(clip).label, *how])


def _balance(paper: Paper, board: Storyboard, everybody: tuple[tuple[str, Group], ...]) -> None:
    paper.heading("Balance")
    shares = balance(board, everybody)
    total = max(1, sum(share.ms for share in shares.chapters))
    for title, listed in (
        ("Time per person", shares.people),
        ("Time per group", shares.groups),
        ("Good and bad", shares.tones),
    ):
        rows = [(s.name, str(s.clips), duration(s.ms), _part(s, total)) for s in listed]
        if rows:
            paper.table(
                ("Who or what", "Clips", "Time", "Share of the film"),
                rows,
                caption=title,
                widths=(4, 1, 1.5, 1.5),
            )
    missing = [share.name for share in shares.people if not share.clips]
    if missing:
        paper.paragraph(", ".join(missing) + ".", bold_start="Not in the film:")


def _part(share: Share, total: int) -> str:
    return f"{100 * share.ms / total:.0f} %"


def _held(paper: Paper, decided: Gate) -> None:
    if decided.final:
        return
    paper.heading("What may not be shown yet")
    paper.paragraph(
        "Silence is never approval: a clip reaches no export before every person in it has seen "
        "and approved it. Where somebody has said no, the words are not in this document either."
    )
    paper.table(
        ("No.", "Chapter", "Why"),
        [(str(held.number), held.chapter, held.sentence) for held in decided.held],
        caption="Clips that may not be shown yet",
        widths=(1, 4, 9),
    )
