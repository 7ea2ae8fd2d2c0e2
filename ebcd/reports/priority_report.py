"""The priority report: what patients and staff chose together, how, and why.

Both lists, the joint list with where each item came from, how the vote was run, its result by
group, how firm it is, the reasons, what was not chosen and why, and the words behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ebcd.reports.document import Front, Paper, Quotation, start
from ebcd.reports.vote_chapter import Vote, checks_appendix, vote_chapter


@dataclass(frozen=True)
class Listed:
    """A priority on a list.

    `origins`: the items it was made of, each with its list. `patients`, `staff`: how many people
    spoke of it. `fate`: what became of it: chosen, set aside, merged… `withheld`: passages that
    speak for it and may not be quoted.
    """

    title: str
    description: str = ""
    fate: str = ""
    reason: str = ""
    origins: tuple[str, ...] = ()
    patients: int = 0
    staff: int = 0
    quotations: tuple[Quotation, ...] = ()
    withheld: int = 0


@dataclass(frozen=True)
class Priorities:
    """Everything that the priority report tells.

    `took_part`: (who, how many). `deviations`: (what, reason). `left_out`: passages that speak for
    a priority and are not quoted, for want of consent. `talks`: what talking about a list came to,
    as (list, when, what).
    """

    front: Front
    summary: str
    took_part: tuple[tuple[str, int], ...]
    patients: tuple[Listed, ...]
    staff: tuple[Listed, ...]
    joint: tuple[Listed, ...]
    not_chosen: tuple[Listed, ...]
    votes: tuple[Vote, ...]
    deviations: tuple[tuple[str, str], ...]
    left_out: int = 0
    talks: tuple[tuple[str, str, str], ...] = ()


def priority_report(told: Priorities) -> bytes:
    """The report as a .docx."""
    paper = start(told.front, "Priority report")
    _in_short(paper, told)
    paper.contents_here()
    _people(paper, told)
    _lists(paper, told)
    _talks(paper, told.talks)
    _joint(paper, told)
    for vote in told.votes:
        vote_chapter(paper, vote)
    _words(paper, told)
    _not_chosen(paper, told.not_chosen)
    _method(paper, told)
    checks_appendix(paper, told.votes)
    return paper.finish()


def _in_short(paper: Paper, told: Priorities) -> None:
    chosen = [item for item in told.joint if item.fate == "Chosen"] or list(told.joint)
    if chosen:
        many = "priority" if len(chosen) == 1 else "priorities"
        paper.paragraph(
            f"Patients, carers, family and staff settled on {_count(len(chosen))} {many} together:",
            bold_start="In short.",
        )
        paper.bullets(item.title for item in chosen)
    else:
        paper.paragraph("No joint priorities have been recorded yet.", bold_start="In short.")
    if told.summary:
        paper.paragraph(told.summary)


_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def _count(number: int) -> str:
    return _WORDS[number] if number < len(_WORDS) else str(number)


def _people(paper: Paper, told: Priorities) -> None:
    paper.heading("Who took part")
    if not told.took_part:
        paper.paragraph("Nobody has been recorded yet.")
        return
    paper.table(
        ("Who", "How many"),
        [(who, str(many)) for who, many in told.took_part],
        caption="People interviewed, and people at the events",
        widths=(4, 1),
    )


def _lists(paper: Paper, told: Priorities) -> None:
    paper.heading("The two lists")
    paper.paragraph(
        "Patients, carers and family chose their list at their own event, and staff chose theirs. "
        "The counts say how many people spoke of it in the interviews, not how often."
    )
    for title, items in (
        ("What patients, carers and family chose", told.patients),
        ("What staff chose", told.staff),
    ):
        paper.heading(title, 2)
        if not items:
            paper.paragraph("This list is empty so far.")
            continue
        paper.table(
            ("No.", "Priority", "Patients’ side", "Staff", "What became of it"),
            [
                (
                    str(number),
                    _titled(item),
                    str(item.patients),
                    str(item.staff),
                    _fate(item),
                )
                for number, item in enumerate(items, start=1)
            ],
            caption=title,
            widths=(0.9, 5.2, 1.6, 1.1, 3.6),
        )


def _titled(item: Listed) -> str:
    return f"{item.title}\n{item.description}" if item.description else item.title


def _fate(item: Listed) -> str:
    return f"{item.fate}: {item.reason}" if item.reason else item.fate


def _talks(paper: Paper, talks: Sequence[tuple[str, str, str]]) -> None:
    if not talks:
        return
    paper.heading("What talking came to")
    paper.paragraph("Consensus comes first: a vote is for what people do not agree on.")
    paper.table(
        ("List", "Where and when", "What it came to"),
        talks,
        caption="Discussions of the lists",
        widths=(2, 2.2, 5),
    )


def _joint(paper: Paper, told: Priorities) -> None:
    paper.heading("The joint priorities")
    if not told.joint:
        paper.paragraph("The joint list is empty so far: it is made at the joint event.")
        return
    paper.paragraph("Each joint priority, where it came from, and why it was chosen.")
    paper.table(
        ("No.", "Joint priority", "Made of", "Outcome and reason"),
        [
            (str(number), _titled(item), "\n".join(item.origins) or "Raised at the joint event",
             _fate(item))
            for number, item in enumerate(told.joint, start=1)
        ],
        caption="The joint list, with where each item came from",
        widths=(0.8, 4.4, 4.0, 3.4),
    )  # fmt: skip


def _words(paper: Paper, told: Priorities) -> None:
    paper.heading("In people’s own words")
    quoted = [item for item in told.joint if item.quotations]
    if not quoted:
        paper.paragraph("No quotation may be shown for the joint priorities.")
    for item in quoted:
        paper.heading(item.title, 2)
        for quotation in item.quotations:
            paper.quotation(quotation)
    if told.left_out:
        are = "passage speaks" if told.left_out == 1 else "passages speak"
        paper.note(
            f"{told.left_out} further {are} for these priorities and cannot be quoted, because "
            "somebody who speaks in it has not agreed to be quoted."
        )


def _not_chosen(paper: Paper, items: Sequence[Listed]) -> None:
    paper.heading("What was not chosen, and why")
    if not items:
        paper.paragraph("Everything on the lists was taken forward.")
        return
    paper.table(
        ("Item", "What became of it", "Reason"),
        [(_titled(item), item.fate, item.reason or "No reason was recorded.") for item in items],
        caption="Items that were not taken forward",
        widths=(4, 2.2, 4),
    )


def _method(paper: Paper, told: Priorities) -> None:
    paper.heading("Method and deviations")
    paper.paragraph(
        "The study follows experience-based co-design: interviews, a patient feedback event, a "
        "staff feedback event and a joint event. Quotations stand under pseudonyms and only where "
        "everybody who speaks in them agreed to be quoted. Results by group are shown only for "
        "groups of five or more voters; smaller ones are counted together."
    )
    if told.deviations:
        paper.table(
            ("Departure from the method", "Reason"),
            told.deviations,
            caption="Deviations from the method",
            widths=(1, 1.3),
        )
    else:
        paper.paragraph("No deviation from the method has been recorded.")
