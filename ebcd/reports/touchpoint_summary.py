"""The touchpoint summary: each moment on the pathway, who spoke of it and how it felt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ebcd.reports.charts import grouped_bars
from ebcd.reports.document import Front, Paper, Quotation, start

PATIENTS = "Patients, carers and family"


@dataclass(frozen=True)
class Touchpoint:
    """One touchpoint.

    `patients`, `staff`: how many people spoke of it. `felt`: (emotion word, people of the patients'
    side, staff). `standing`: how the two sides stand to it. `withheld`: passages that may not be
    quoted.
    """

    name: str
    stage: str
    definition: str
    patients: int
    staff: int
    standing: str
    felt: tuple[tuple[str, int, int], ...] = ()
    patients_say: tuple[Quotation, ...] = ()
    staff_say: tuple[Quotation, ...] = ()
    withheld: int = 0


@dataclass(frozen=True)
class TouchpointsTold:
    """What the document is made from. `interviewed`: people of the patients' side, and staff."""

    front: Front
    interviewed: tuple[int, int]
    touchpoints: Sequence[Touchpoint]


def touchpoint_summary(told: TouchpointsTold) -> bytes:
    """The summary as a .docx."""
    paper = start(told.front, "Touchpoint summary")
    heard = [each for each in told.touchpoints if each.patients or each.staff]
    paper.paragraph(
        f"{len(heard)} touchpoints on the pathway, as {told.interviewed[0]} patients, carers and "
        f"family members and {told.interviewed[1]} staff spoke of them. Numbers are people, not "
        "mentions: somebody who came back to a moment ten times counts once."
    )
    paper.contents_here()
    if not heard:
        paper.paragraph("Nothing has been coded with a touchpoint yet.")
        return paper.finish()
    _at_a_glance(paper, heard)
    stage = None
    for each in heard:
        if each.stage != stage:
            stage = each.stage
            paper.heading(stage or "Without a stage")
        _touchpoint(paper, each)
    silent = [each.name for each in told.touchpoints if not each.patients and not each.staff]
    if silent:
        paper.heading("Not spoken of")
        paper.bullets(silent)
    return paper.finish()


def _at_a_glance(paper: Paper, heard: Sequence[Touchpoint]) -> None:
    paper.heading("At a glance")
    paper.picture(
        grouped_bars(
            [each.name for each in heard],
            {
                PATIENTS: [each.patients for each in heard],
                "Staff": [each.staff for each in heard],
            },
            across="People who spoke of it",
        ),
        alt="Bar chart of how many people spoke of each touchpoint, patients' side and staff. The "
        "table below has every figure.",
        caption="Who spoke of which touchpoint, in the order of the pathway",
        width_cm=16,
    )
    paper.table(
        ("Touchpoint", "Patients’ side", "Staff", "How the two sides stand"),
        [(e.name, str(e.patients), str(e.staff), e.standing) for e in heard],
        caption="Touchpoints in the order of the pathway",
        widths=(5, 1.8, 1.2, 4),
    )


def _touchpoint(paper: Paper, each: Touchpoint) -> None:
    paper.heading(each.name, 2)
    if each.definition:
        paper.paragraph(each.definition)
    paper.paragraph(
        f"{each.patients} of the patients’ side and {each.staff} staff spoke of it. "
        f"{each.standing}.",
        bold_start="Who.",
    )
    if each.felt:
        words = ", ".join(f"{word} ({_sides(p, s)})" for word, p, s in each.felt)
        paper.paragraph(f"{words}.", bold_start="How it felt.")
    for title, said in ((PATIENTS, each.patients_say), ("Staff", each.staff_say)):
        if said:
            paper.heading(title, 3)
            for quotation in said:
                paper.quotation(quotation)
    if each.withheld:
        number = each.withheld
        are = "passage is" if number == 1 else "passages are"
        paper.note(f"{number} further {are} not quoted, for want of consent to be quoted.")


def _sides(patients: int, staff: int) -> str:
    parts = [f"{patients} of the patients’ side"] if patients else []
    return " and ".join([*parts, *([f"{staff} staff"] if staff else [])])
