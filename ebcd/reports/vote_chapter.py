"""A vote in the priority report: how it was run, its result by group, and how firm that is.

Every chart stands beside a table. Other ways of counting the same ballots are checks, in the
appendix; a show of hands is a table of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ebcd.reports.charts import grouped_bars, quadrants, rank_intervals
from ebcd.reports.document import Paper


@dataclass(frozen=True)
class GroupScore:
    """What one group gave an option. `figure`: as shown. `of`: how many ballots the group cast.
    `where`: its quadrant of impact and effort, in words.
    """

    figure: str
    rank: int
    voters: int
    of: int
    where: str = ""


@dataclass(frozen=True)
class Line:
    """An option in the result.

    `rank`: as shown, “3=” when tied. `place`: the number in it. `voters`: who gave it anything.
    `interval`: the ranks it could have had with other people in the room, or None. `figures`: the
    method's own, as the vote's `figure_names` head them. `medians`: effort and impact, where the
    vote was on these and somebody judged the option.
    """

    rank: str
    place: int
    title: str
    voters: int
    interval: tuple[int, int] | None
    groups: Mapping[str, GroupScore]
    figures: tuple[str, ...] = ()
    medians: tuple[float, float] | None = None


@dataclass(frozen=True)
class Money:
    """What options cost and what the budget pays for. `rows`: option, cost, supporters, funded."""

    rows: tuple[tuple[str, str, str, str], ...]
    budget: str
    spent: str
    left: str


@dataclass(frozen=True)
class Vote:
    """A closed round. `group_is_rank`: whether a group's figure is its rank. `chose`: what a voter
    did who is counted as choosing an option.

    `how`: sentences on how it was run. `figure_names`: the heads of the lines' figures.
    `group_name`: what a group's figure is. `hands`, `checks`: a table each, its head first, or
    nothing. `before`: what groups share and where they differ. `money`: for a vote on a budget.
    """

    title: str
    question: str
    how: tuple[str, ...]
    ballots: int
    groups: Mapping[str, int]
    lines: tuple[Line, ...]
    figure_names: tuple[str, ...]
    group_name: str
    tie_rule: str
    remarks: tuple[str, ...] = ()
    decision: str = ""
    meaning: str = ""
    hands: tuple[tuple[str, ...], ...] = ()
    checks: tuple[tuple[str, ...], ...] = ()
    group_is_rank: bool = False
    chose: str = "chose it"
    before: tuple[str, ...] = ()
    money: Money | None = None


def vote_chapter(paper: Paper, vote: Vote) -> None:
    """How one vote was run and what came of it."""
    paper.heading(f"The vote: {vote.title}")
    if vote.question:
        paper.paragraph(vote.question, bold_start="The question.")
    paper.heading("How it was run", 2)
    paper.bullets(vote.how)
    if not vote.lines:
        paper.paragraph("Nobody voted, so there is no result.")
        _hands(paper, vote)
        return
    paper.heading("Result", 2)
    _result_table(paper, vote)
    _money(paper, vote.money)
    _quadrants(paper, vote)
    _result_chart(paper, vote)
    _firmness(paper, vote)
    if vote.before:
        paper.heading("What the groups share, and where they differ", 2)
        paper.bullets(vote.before)
    for remark in vote.remarks:
        paper.note(remark)
    _hands(paper, vote)
    if vote.decision:
        paper.heading("What the group agreed", 2)
        paper.paragraph(vote.decision)


def _of_group(vote: Vote, mine: GroupScore) -> str:
    """A group's figure with its rank, unless the figure is the rank."""
    return mine.figure if vote.group_is_rank else f"{mine.figure} (rank {mine.rank})"


def _result_table(paper: Paper, vote: Vote) -> None:
    names = list(vote.groups)
    head = ["Rank", "Priority", *vote.figure_names]
    rows = []
    for line in vote.lines:
        cells = [line.rank, line.title, *line.figures]
        for name in names:
            mine = line.groups.get(name)
            cells.append(_of_group(vote, mine) if mine else "–")
        rows.append(cells)
    heads = [f"{name} ({vote.groups[name]})" for name in names]
    paper.table(
        head + heads,
        rows,
        caption=f"Result of the vote, {vote.ballots} ballots; by group {vote.group_name}"
        + ("" if vote.group_is_rank else ", with rank within the group"),
        widths=(1.2, 4.2, *(1.5 for _ in vote.figure_names), *(1.7 for _ in names)),
    )
    if vote.meaning:
        paper.note(vote.meaning)
    paper.note(f"Ties: {vote.tie_rule}")


def _money(paper: Paper, money: Money | None) -> None:
    """Costs, and what is funded of the budget."""
    if money is None:
        return
    paper.heading("Costs and budget", 2)
    paper.paragraph(
        f"Of a budget of {money.budget}, {money.spent} is spent on what is funded; {money.left} is "
        "left."
    )
    paper.table(
        ("Priority", "Cost", "People who chose it", "Funded"),
        money.rows,
        caption="What each option costs, and what the budget pays for",
        widths=(5, 1.6, 1.8, 1.4),
    )


def _quadrants(paper: Paper, vote: Vote) -> None:
    """Impact against effort as a picture, with a table of the same numbers and of each group."""
    drawn = [
        (number, line, line.medians)
        for number, line in enumerate(vote.lines, start=1)
        if line.medians is not None
    ]
    if not drawn:
        return
    names = list(vote.groups)
    paper.heading("Impact and effort", 2)
    paper.paragraph(
        "Each option stands where the middle answers put it: the more it would change, the higher; "
        "the harder it would be to do, the further to the right. The numbers are those of the "
        "table below the picture."
    )
    said = "; ".join(
        f"{number} {line.title}, impact {impact:g}, effort {effort:g}"
        for number, line, (effort, impact) in drawn
    )
    paper.picture(
        quadrants([(number, effort, impact) for number, _line, (effort, impact) in drawn]),
        alt=f"Impact upwards against effort to the right, a numbered point an option: {said}.",
        caption="Impact and effort, by the middle answers of all",
        width_cm=14,
    )
    paper.table(
        ("No.", "Priority", "All together", *(f"{name} ({vote.groups[name]})" for name in names)),
        [
            (
                str(number),
                line.title,
                f"{impact:g} / {effort:g}: {line.figures[-1]}",
                *(_of_quadrant(line.groups.get(name)) for name in names),
            )
            for number, line, (effort, impact) in drawn
        ],
        caption="Impact / effort and where each option stands, by group",
        widths=(0.8, 3.6, 2.2, *(2.2 for _ in names)),
    )


def _of_quadrant(mine: GroupScore | None) -> str:
    return f"{mine.figure}: {mine.where}" if mine else "–"


def _hands(paper: Paper, vote: Vote) -> None:
    if not vote.hands:
        return
    head, *body = vote.hands
    paper.heading("Show of hands", 2)
    paper.table(
        head, body, caption="Hands counted in the room", widths=(4, *(1.6 for _ in head[1:]))
    )
    paper.note("Hands are not added to the ballots: somebody may have done both.")


def checks_appendix(paper: Paper, votes: Sequence[Vote]) -> None:
    """The appendix: other ways of counting the same ballots."""
    checked = [vote for vote in votes if len(vote.checks) > 1]
    if not checked:
        return
    paper.heading("Appendix: checks on the count")
    paper.paragraph(
        "The same ballots counted in other ways. Borda gives points for each place on a ballot, "
        "Schulze goes by pairings, and agreement is high where every group supports an option. "
        "They decide nothing: where they differ from the result, talk about it."
    )
    for vote in checked:
        head, *body = vote.checks
        paper.table(head, body, caption=f"Checks: {vote.title}", widths=(1.2, 4.6, 1.8, 1.8, 2.2))


def _result_chart(paper: Paper, vote: Vote) -> None:
    names = [name for name in vote.groups if vote.groups[name]]
    labels = [f"{line.rank}  {line.title}" for line in vote.lines]
    if names:
        series = {
            f"{name} ({vote.groups[name]})": [
                100 * line.groups[name].voters / max(1, line.groups[name].of)
                if name in line.groups
                else 0.0
                for line in vote.lines
            ]
            for name in names
        }
        across = f"Share of the group that {vote.chose}, %"
        caption = f"Who chose what: the share of each group that {vote.chose}"
    else:
        series = {"All": [100 * line.voters / max(1, vote.ballots) for line in vote.lines]}
        across, caption = f"Share of the voters that {vote.chose}, %", "Who chose what"
    top = ", ".join(f"{line.rank} {line.title}" for line in vote.lines[:3])
    paper.picture(
        grouped_bars(labels, series, across=across),
        alt=f"Bar chart of the result. First come: {top}. The table above has every figure.",
        caption=caption,
        width_cm=16,
    )


def _firmness(paper: Paper, vote: Vote) -> None:
    known = [(line, line.interval) for line in vote.lines if line.interval is not None]
    if not known:
        return
    paper.heading("How firm the order is", 2)
    paper.paragraph(
        "How much does the order depend on who happened to be in the room? The voters were drawn "
        "again two thousand times, within their groups, and counted anew. A long line means that "
        "a slightly different room would have given another rank."
    )
    for sentence in firmness(vote.lines):
        paper.paragraph(sentence)
    each = "; ".join(f"{line.title}, rank {line.rank}, {a} to {b}" for line, (a, b) in known)
    paper.picture(
        rank_intervals(
            [line.title for line, _ in known],
            [(line.place, low, high) for line, (low, high) in known],
        ),
        alt="For each option its rank as a dot and, as a line, the ranks it took in nine of ten "
        f"draws: {each}.",
        caption="Rank and the ranks in nine of ten draws",
        width_cm=16,
    )


def firmness(lines: Sequence[Line]) -> list[str]:
    """What the intervals say, in plain words."""
    said = []
    known = [line for line in lines if line.interval is not None]
    if not known:
        return []
    first = known[0]
    assert first.interval is not None
    if first.interval[1] == 1:
        said.append(f"“{first.title}” came first in nearly every draw.")
    else:
        said.append(
            f"“{first.title}” came first, but with a slightly different room it could have come "
            f"as low as rank {first.interval[1]}."
        )
    rivals = [
        line.title
        for line in known[1:]
        if line.interval is not None and line.interval[0] <= first.interval[1]
    ]
    if rivals:
        said.append(
            "The order among these is not firm, so talk about them together: "
            + "; ".join(f"“{title}”" for title in [first.title, *rivals])
            + "."
        )
    return said
