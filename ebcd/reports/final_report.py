"""The final report: the whole study on a few pages, with its deviations and its fidelity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ebcd.reports.action_plan import GroupPlan
from ebcd.reports.document import Front, Paper, start
from ebcd.reports.priority_report import Listed
from ebcd.reports.touchpoint_summary import Touchpoint
from ebcd.times import long_date


@dataclass(frozen=True)
class Step:
    """One of the method's ten activities. `state`: how far it came. `about`: when, where, notes."""

    name: str
    state: str
    done: bool
    about: str


@dataclass(frozen=True)
class StudyTold:
    """What the document is made from.

    `film`: sentences on the catalyst film. `you_said`: (you said, we did). `left_out`: passages
    behind the touchpoints that may not be quoted.
    """

    front: Front
    summary: str
    approach: str
    took_part: tuple[tuple[str, int], ...]
    steps: Sequence[Step]
    deviations: Sequence[tuple[str, str, str]]
    touchpoints: Sequence[Touchpoint]
    film: tuple[str, ...]
    joint: Sequence[Listed]
    groups: Sequence[GroupPlan]
    left_out: int = 0


def final_report(told: StudyTold) -> bytes:
    """The report as a .docx."""
    paper = start(told.front, "Final report")
    paper.paragraph(told.summary or "The study has no summary yet: write one on the Study page.")
    paper.contents_here()
    _what_was_done(paper, told)
    _touchpoints(paper, told)
    paper.heading("The catalyst film")
    for sentence in told.film:
        paper.paragraph(sentence)
    _priorities(paper, told.joint)
    _changes(paper, told.groups)
    _deviations(paper, told)
    return paper.finish()


def _what_was_done(paper: Paper, told: StudyTold) -> None:
    paper.heading("What was done")
    paper.paragraph(told.approach)
    if told.took_part:
        paper.table(
            ("Who", "How many"),
            [(who, str(many)) for who, many in told.took_part],
            caption="Who took part",
            widths=(4, 1),
        )
    done = sum(step.done for step in told.steps)
    paper.paragraph(f"{done} of the method’s {len(told.steps)} activities were done.",
                    bold_start="Fidelity.")  # fmt: skip
    paper.table(
        ("Activity", "State", "When, where and notes"),
        [(step.name, step.state, step.about) for step in told.steps],
        caption="The activities of experience-based co-design",
        widths=(3.6, 1.8, 6),
    )


def _touchpoints(paper: Paper, told: StudyTold) -> None:
    paper.heading("What mattered")
    heard = [each for each in told.touchpoints if each.patients or each.staff]
    if not heard:
        paper.paragraph("Nothing has been coded with a touchpoint yet.")
        return
    most = sorted(heard, key=lambda each: -(each.patients + each.staff))[:8]
    paper.paragraph(
        "The moments that most people spoke of, counted in people. The touchpoint summary has all "
        "of them."
    )
    paper.table(
        ("Touchpoint", "Patients’ side", "Staff", "How the two sides stand"),
        [(e.name, str(e.patients), str(e.staff), e.standing) for e in most],
        caption="The touchpoints most people spoke of",
        widths=(5, 1.8, 1.2, 4),
    )
    for each in most[:4]:
        said = [*each.patients_say[:1], *each.staff_say[:1]]
        if said:
            paper.heading(each.name, 2)
            for quotation in said:
                paper.quotation(quotation)
    if told.left_out:
        paper.note(
            f"{told.left_out} passages behind these touchpoints are not quoted, for want of "
            "consent to be quoted."
        )


def _priorities(paper: Paper, joint: Sequence[Listed]) -> None:
    paper.heading("Joint priorities")
    if not joint:
        paper.paragraph("No joint priorities have been recorded yet.")
        return
    paper.table(
        ("Joint priority", "Made of", "Outcome and reason"),
        [
            (item.title, "\n".join(item.origins) or "Raised at the joint event",
             f"{item.fate}: {item.reason}" if item.reason else item.fate)
            for item in joint
        ],
        caption="Joint priorities, with where each came from",
        widths=(3.6, 4, 4),
    )  # fmt: skip


def _changes(paper: Paper, groups: Sequence[GroupPlan]) -> None:
    paper.heading("What changed")
    if not groups:
        paper.paragraph("No co-design group has been started yet.")
        return
    rows = []
    for group in groups:
        outputs = [
            output.what + (f" ({long_date(output.delivered)})" if output.delivered else "")
            for output in group.outputs
        ]
        rows.append((group.name, group.priority or "–", "\n".join(outputs) or "Nothing yet"))
    paper.table(
        ("Co-design group", "Priority", "Delivered"),
        rows,
        caption="Co-design groups and what they delivered",
        widths=(3, 3.6, 5),
    )
    said = [(o.you_said, o.we_did) for g in groups for o in g.outputs if o.you_said or o.we_did]
    if said:
        paper.heading("You said, we did", 2)
        paper.table(("You said", "We did"), said, caption="You said, we did", widths=(1, 1))


def _deviations(paper: Paper, told: StudyTold) -> None:
    paper.heading("Deviations from the method")
    if not told.deviations:
        paper.paragraph("None has been recorded.")
        return
    paper.table(
        ("Departure from the method", "Reason", "Decided"),
        told.deviations,
        caption="Deviations from the method, with the reason",
        widths=(4, 5, 2),
    )
