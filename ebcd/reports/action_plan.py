"""The co-design action plan: what each group does, who, by when, and how one will know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ebcd.codesign import Action, Output, overdue, progress
from ebcd.reports.document import Front, Paper, Quotation, start
from ebcd.times import long_date


@dataclass(frozen=True)
class GroupPlan:
    """One co-design group.

    `priority`: the joint priority it works on. `made_of`: the touchpoints and themes behind it.
    `outputs`: what came of each action, by action id. `said`: why people asked for it.
    """

    name: str
    aim: str
    priority: str
    made_of: tuple[str, ...]
    actions: Sequence[Action]
    outputs: Sequence[Output]
    said: tuple[Quotation, ...] = ()


@dataclass(frozen=True)
class PlanTold:
    """What the document is made from."""

    front: Front
    groups: Sequence[GroupPlan]


def action_plan(told: PlanTold) -> bytes:
    """The plan as a .docx."""
    paper = start(told.front, "Co-design action plan", landscape=True)
    every = [action for group in told.groups for action in group.actions]
    done, counted = progress(every)
    late = sum(overdue(action, told.front.on) for action in every)
    if not told.groups:
        paper.paragraph("No co-design group has been started yet.")
        return paper.finish()
    sentence = f"{len(told.groups)} co-design groups; {done} of {counted} actions are done"
    paper.paragraph(sentence + (f", {late} overdue." if late else "."))
    paper.contents_here()
    for group in told.groups:
        _group(paper, group, told.front.on)
    _you_said(paper, told.groups)
    return paper.finish()


def _group(paper: Paper, group: GroupPlan, today: date) -> None:
    paper.heading(group.name)
    if group.aim:
        paper.paragraph(group.aim, bold_start="Aim.")
    if group.priority:
        paper.paragraph(group.priority + ".", bold_start="Priority.")
    if group.made_of:
        paper.paragraph("; ".join(group.made_of) + ".", bold_start="Goes back to.")
    for quotation in group.said:
        paper.quotation(quotation)
    if not group.actions:
        paper.paragraph("The group has no actions yet.")
        return
    by_action: dict[int, list[Output]] = {}
    for output in group.outputs:
        by_action.setdefault(output.action, []).append(output)
    paper.table(
        ("Action", "Owner", "Due", "Status", "How we will know", "What came of it"),
        [_row(action, by_action.get(action.id, []), today) for action in group.actions],
        caption=f"{group.name}: actions",
        widths=(6.0, 3.0, 2.8, 2.4, 4.8, 5.2),
    )


def _row(action: Action, outputs: Sequence[Output], today: date) -> tuple[str, ...]:
    status = action.status.label + ("\nOverdue" if overdue(action, today) else "")
    came = "\n".join(
        output.what + (f" ({long_date(output.delivered)})" if output.delivered else "")
        for output in outputs
    )
    due = long_date(action.due) if action.due else "–"
    return (action.what, action.owner or "–", due, status, action.measure or "–", came or "–")


def _you_said(paper: Paper, groups: Sequence[GroupPlan]) -> None:
    rows = [
        (output.you_said, output.we_did)
        for group in groups
        for output in group.outputs
        if output.you_said or output.we_did
    ]
    if rows:
        paper.heading("You said, we did")
        paper.table(("You said", "We did"), rows, caption="You said, we did", widths=(1, 1))
