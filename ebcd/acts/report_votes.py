"""The votes of a study as the priority report tells them: how they were run, what came of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ebcd.acts.report_material import Reading
from ebcd.priorities.audit import came_words
from ebcd.priorities.ballots import Method
from ebcd.priorities.groups import group_name
from ebcd.priorities.reading import group_words
from ebcd.priorities.rounds import Plan, State
from ebcd.priorities.wording import (
    check_names,
    check_rows,
    figure_names,
    figures,
    group_figure,
    group_figure_name,
    meaning,
    money,
    where,
    yes_no,
)
from ebcd.reports.vote_chapter import GroupScore, Line, Money, Vote
from ebcd.store import rounds
from ebcd.store.rounds import Round, RoundOption
from ebcd.store.study import Study
from ebcd.times import shown


def votes(reading: Reading) -> tuple[Vote, ...]:
    """The rounds whose result has been shown to everybody, oldest first."""
    known = rounds.of_study(reading.connection, reading.study_id)
    return tuple(
        _vote(each, reading.study, rounds.options(reading.connection, each.id))
        for each in reversed(known)
        if each.state is State.REVEALED and (each.result or each.hands)
    )


def _vote(found: Round, study: Study, options: Sequence[RoundOption]) -> Vote:
    result = found.result
    titles = {str(option.number): option.title for option in options}
    if result is None:
        return _hands_alone(found, study, titles)
    groups = {group_name(name): many for name, many in result["groups"].items()}
    return Vote(
        found.plan.title,
        found.plan.question,
        _how(found, study),
        result["ballots"],
        groups,
        tuple(_line(each, found.plan.method) for each in result["results"]),
        figure_names(found.plan.method),
        group_figure_name(found.plan.method),
        result["tie_break"],
        tuple(each["message"] for each in result["problems"]),
        found.decision,
        meaning(found.plan.method),
        _hands(found, titles),
        (("Place", "Option", *check_names()), *check_rows(result)),
        found.plan.method in (Method.RANKED, Method.PAIRWISE),
        _CHOSE.get(found.plan.method, "chose it"),
        tuple(group_words(found.plan.method, result)),
        _money(found, options),
    )


_CHOSE = {
    Method.DOTS: "gave it at least one dot",
    Method.RANKED: "ranked it",
    Method.PAIRWISE: "preferred it at least once",
    Method.IMPACT_EFFORT: "gave it an impact of 4 or 5",
}
"""What a voter did who is counted among an option's people."""


def _hands_alone(found: Round, study: Study, titles: Mapping[str, str]) -> Vote:
    """A vote in which nobody cast a ballot, and hands were shown."""
    plan = found.plan
    return Vote(
        plan.title,
        plan.question,
        _how(found, study),
        0,
        {},
        (),
        (),
        "",
        "",
        decision=found.decision,
        hands=_hands(found, titles),
    )


def _hands(found: Round, titles: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """A show of hands as a table, its head first; empty where there was none."""
    if not found.hands:
        return ()
    head = ("Option", *(f"{group_name(each.group)} ({each.present})" for each in found.hands))
    body = (
        (title, *(str(each.heads.get(number, 0)) for each in found.hands))
        for number, title in titles.items()
    )
    return (head, *body)


def _money(found: Round, options: Sequence[RoundOption]) -> Money | None:
    """What each option costs and what is funded of the budget; None for other methods."""
    plan, result = found.plan, found.result
    if plan.method is not Method.EQUAL_SHARES or plan.budget is None or result is None:
        return None
    costs = {option.title: option.cost or 0.0 for option in options}
    funded = [line["option"] for line in result["results"] if line["funded"]]
    spent = sum(costs[option] for option in funded)
    return Money(
        tuple(
            (line["option"], money(costs[line["option"]]), str(line["voters"]), yes_no(line))
            for line in result["results"]
        ),
        money(plan.budget),
        money(spent),
        money(plan.budget - spent),
    )


def _by_method(plan: Plan) -> list[str]:
    """How people voted, by the method of the round."""
    said: list[str] = []
    if plan.method is Method.DOTS:
        said.append(
            f"Each voter had {plan.dots} dots and could put more than one on the same option."
        )
    elif plan.method is Method.APPROVAL:
        said.append("Each voter could choose as many options as they liked.")
    elif plan.method is Method.RANKED:
        said.append(
            f"Each voter put up to {plan.top} options in order. The groups count the same, however "
            "many people of each came: the options are put in order within each group by points "
            "(10 for a first place, 9 for a second …), and these places are added up, as the James "
            "Lind Alliance does."
        )
    elif plan.method is Method.IMPACT_EFFORT:
        said.append("Each voter judged the impact and the effort of each option from 1 to 5.")
    elif plan.method is Method.PAIRWISE:
        said.append(
            f"Each voter compared up to {plan.pairs} pairs of options; the strengths follow the "
            "model of Bradley and Terry."
        )
    elif plan.method is Method.EQUAL_SHARES:
        said.append(
            "Each voter could choose as many options as they liked. The budget of "
            f"{money(plan.budget)} was shared out equally among the voters, and what their "
            "supporters’ shares pay for is funded (method of equal shares, completed with add1)."
        )
    return said


def _how(found: Round, study: Study) -> tuple[str, ...]:
    plan, result = found.plan, found.result
    said = _by_method(plan) if result else []
    if result:
        heads = ", ".join(f"{group_name(group)} {many}" for group, many in found.voted.items())
        by_group = f": {heads}." if heads and result["groups"] else "."
        said.append(f"{result['ballots']} people voted{by_group}")
        said += came_words(found.came) if found.came else []
    if found.opened_at and found.closed_at:
        opened, closed = shown(found.opened_at, study.zone), shown(found.closed_at, study.zone)
        said.append(f"Voting was open from {opened} until {closed}.")
    said.append("Nobody saw a result before the vote was closed; then all votes were anonymous.")
    if not plan.decides:
        said.append("The vote was advice to the group; the group decided after talking.")
    return tuple(said)


def _line(line: dict[str, object], method: Method) -> Line:
    got: dict[str, object] = dict(line)
    interval = got["rank_interval"]
    by_group = got["groups"]
    assert isinstance(by_group, dict)
    return Line(
        str(got["shown_rank"]),
        int(str(got["rank"])),
        str(got["option"]),
        int(str(got["voters"])),
        (int(interval[0]), int(interval[1])) if isinstance(interval, list | tuple) else None,
        {
            group_name(name): GroupScore(
                group_figure(method, each),
                each["rank"],
                each["voters"],
                each["of"],
                where(each) if method is Method.IMPACT_EFFORT else "",
            )
            for name, each in by_group.items()
        },
        figures(method, got),
        _medians(got) if method is Method.IMPACT_EFFORT else None,
    )


def _medians(line: Mapping[str, Any]) -> tuple[float, float] | None:
    """(effort, impact) of an option by the medians of all; None where nobody judged it."""
    effort, impact = line["effort"]["median"], line["impact"]["median"]
    return None if effort is None or impact is None else (float(effort), float(impact))
