"""The result of a round: places, groups side by side, how firm it is, and what was agreed."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from ebcd.acts import priorities as lists
from ebcd.acts import round_audit
from ebcd.acts import rounds as acts
from ebcd.acts.access import May
from ebcd.acts.rounds import Watched
from ebcd.errors import WorkbenchError
from ebcd.exchange.tables import write_csv
from ebcd.priorities.audit import came_words
from ebcd.priorities.ballots import Method, columns
from ebcd.priorities.groups import TOGETHER, group_name
from ebcd.priorities.lists import ItemState, ListName
from ebcd.priorities.reading import close_words, group_words, interval_words
from ebcd.priorities.wording import (
    check_names,
    check_rows,
    figure_names,
    figures,
    meaning,
    money,
    number,
)
from ebcd.store.rounds import Round
from ebcd.text import safe_name
from ebcd.ui import round_charts
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.ui.tables import Looks, table
from ebcd.words import _, counted

_CALLED = Looks(caption=True, row_head=1)
"""Under its name; the option names its row."""


def show(here: Here, watched: Watched) -> None:
    """Everything about a revealed round."""
    found = watched.round
    result = found.result
    if not result:
        st.info(_("Nobody voted in this round."))
    else:
        st.write(_who(found))
        _table(watched, result)
        _spent(watched, result)
        if found.plan.method is Method.IMPACT_EFFORT:
            round_charts.quadrants(result)
        else:
            _chart(found, result)
        if len(result["groups"]) > 1:
            _by_group(found, result)
        _before(found, result)
    _hands(watched)
    if result:
        _details(found, result)
        _files(here, watched)
    _audit(here, found)
    if here.may(May.EVENTS):
        _agreed(here, watched)
    elif found.decision:
        st.markdown(f"**{_('What the group agreed')}**")
        st.write(plain(found.decision))


def _who(found: Round) -> str:
    assert found.result is not None
    said = [counted(found.result["ballots"], "{n} person voted", "{n} people voted")]
    if found.result["groups"]:
        heads = ", ".join(f"{group_name(group)} {many}" for group, many in found.voted.items())
        said[0] += f": {heads}."
    else:
        said[0] += "."
    joined = [group for group in found.result["groups"] if TOGETHER in group]
    if joined:
        said.append(
            _("Groups under five voters are shown together: {groups}.").format(
                groups="; ".join(group_name(group) for group in joined)
            )
        )
    if not found.result["groups"]:
        said.append(_("Fewer than five people voted, so nothing is shown by group."))
    return " ".join(said)


def _table(watched: Watched, result: Mapping[str, Any]) -> None:
    method = watched.round.plan.method
    costs = {option.title: (money(option.cost),) for option in watched.options}
    if method is not Method.EQUAL_SHARES:
        costs = {}
    more = [_("Cost")] if costs else []
    table(
        _("Result"),
        [_("Place"), _("Option"), *more, *figure_names(method), _("Place, had others come")],
        [
            (
                line["shown_rank"],
                line["option"],
                *costs.get(line["option"], ()),
                *figures(method, line),
                interval_words(line),
            )
            for line in result["results"]
        ],
        _CALLED,
    )
    soft(
        meaning(method)
        + " "
        + _(
            "“3=” means that options share a place. The last column says how much a place depends "
            "on who came: in nine of ten rooms drawn again from these voters it lies between."
        )
    )


def _chart(found: Round, result: Mapping[str, Any]) -> None:
    round_charts.bars(result["results"], found.plan.method)


def _side_by_side(found: Round, result: Mapping[str, Any], groups: Sequence[str]) -> None:
    method = found.plan.method
    names = (_("place"), *(name.lower() for name in figure_names(method)))
    if method is Method.EQUAL_SHARES:
        names = (_("place"), _("people"))
    elif method is Method.RANKED:
        names = (_("place"), _("points"), _("people"))
    over = [(f"{group_name(group)} ({result['groups'][group]})", len(names)) for group in groups]
    rows = []
    for line in result["results"]:
        cells = [str(line["shown_rank"]), line["option"]]
        for group in groups:
            own = line["groups"][group]
            place = f"{own['rank']}{'=' if own['tied'] else ''}"
            cells += (place, *figures(method, {"funded": None, **own}))[: len(names)]
        rows.append(cells)
    heads = (_("Place"), _("Option"), *(names * len(groups)))
    looks = Looks(caption=True, row_head=1, over=[("", 2), *over])
    table(_("Groups side by side"), heads, rows, looks)


def _by_group(found: Round, result: Mapping[str, Any]) -> None:
    groups = list(result["groups"])
    _side_by_side(found, result, groups)
    round_charts.shares(result, groups, found.plan.method)


def _spent(watched: Watched, result: Mapping[str, Any]) -> None:
    """What is funded with equal shares, and what is left of the budget."""
    plan = watched.round.plan
    if plan.method is not Method.EQUAL_SHARES or plan.budget is None:
        return
    funded = {line["option"] for line in result["results"] if line["funded"]}
    spent = sum(each.cost or 0 for each in watched.options if each.title in funded)
    st.write(
        _("Funded: {spent} of {budget}; {left} is left.").format(
            spent=money(spent), budget=money(plan.budget), left=money(plan.budget - spent)
        )
    )


def _hands(watched: Watched) -> None:
    """A show of hands, apart from the ballots."""
    shown = watched.round.hands
    if not shown:
        return
    table(
        _("Show of hands"),
        [_("No."), _("Option"), *(f"{group_name(each.group)} ({each.present})" for each in shown)],
        [
            (option.number, option.title, *(each.heads[str(option.number)] for each in shown))
            for option in watched.options
        ],
        _CALLED,
    )
    soft(
        _(
            "Hands counted in the room. They are not added to the ballots: somebody may have done "
            "both."
        )
    )


def _before(found: Round, result: Mapping[str, Any]) -> None:
    """What was close, what one group put high and the room low, where groups are far apart."""
    lines = [*close_words(result), *group_words(found.plan.method, result)]
    if lines:
        st.markdown(f"**{_('Before you decide')}**")
        st.markdown("\n".join(f"- {plain(line)}" for line in lines))


def _details(found: Round, result: Mapping[str, Any]) -> None:
    with st.expander(_("How it was counted, and checks")):
        st.write(_(result["tie_break"]) + f" {_('Seed of the lot')}: {result['seed']}.")
        if found.plan.method is not Method.IMPACT_EFFORT:
            winner = result["checks"]["condorcet_winner"] or _("none")
            st.write(
                _("Beats every other option in a pairing: {option}.").format(option=plain(winner))
            )
        heads = [_("Place"), _("Option"), *check_names()]
        table(_("Checks"), heads, check_rows(result), _CALLED)
        for problem in result["problems"]:
            soft(problem["message"])


def _files(here: Here, watched: Watched) -> None:
    """The ballots as a file, with what is needed to count them again."""
    found = watched.round
    names = columns(found.plan.method)
    ballots = acts.results_rows(*here.asking, found.id)
    with st.container(horizontal=True):
        st.download_button(
            _("Save the ballots to count them again (CSV)"),
            write_csv(names, [[row[name] for name in names] for row in ballots]),
            file_name=_file("ballots", found),
            mime="text/csv",
            help=_("One row a ballot and option, shuffled."),
        )
        st.download_button(
            _("Save the options (CSV)"),
            write_csv(
                ("option", "cost"),
                [(each.title, "" if each.cost is None else each.cost) for each in watched.options],
            ),
            file_name=_file("options", found),
            mime="text/csv",
        )
    st.write(_("Counted again with these two files, the result is the same:"))
    command = escape(again(found))
    st.html(f'<p class="ebcd-soft" style="overflow-wrap:anywhere"><code>{command}</code></p>')


def _audit(here: Here, found: Round) -> None:
    """Opened, closed, ballots, what was left out and why; never who voted what."""
    with st.expander(_("Audit of this vote")):
        audit = round_audit.audit(*here.asking, found.id)
        for said in came_words(audit.came) if audit.came else ():
            soft(said)
        table(_("What was done, when and by whom"), round_audit.heads(), audit.rows(), _CALLED)
        st.download_button(
            _("Save the audit (CSV)"),
            round_audit.as_csv(audit),
            file_name=_file("audit", found),
            mime="text/csv",
        )


def _file(what: str, found: Round) -> str:
    return safe_name(f"{what} {found.plan.title}") + ".csv"


def again(found: Round) -> str:
    """The command that counts the two files again."""
    plan, options = found.plan, _file("options", found)
    said = ["ebcd", "tally", _file("ballots", found), "--method", plan.method.value]
    said += ["--seed", str(found.seed)]
    if plan.method is Method.EQUAL_SHARES:
        said += ["--costs", options, "--budget", number(plan.budget)]
    else:
        said += ["--options", options]
    if plan.method is Method.RANKED:
        said.append("--equal-groups")
    return shlex.join(said)


def _agreed(here: Here, watched: Watched) -> None:
    found = watched.round
    st.markdown(f"**{_('What the group agreed')}**")
    with st.form(f"decision_{found.id}", border=False):
        decision = st.text_area(
            _("Talk first; then write what was agreed, and why"), found.decision
        )
        if st.form_submit_button(_("Save")):
            with told():
                acts.record_decision(*here.asking, found.id, decision)
                done(_("Saved."))
    items = lists.items(*here.asking)
    voted_on = [items[o.item_id] for o in watched.options if o.item_id and o.item_id in items]
    open_ones = {
        item.id: item
        for item in voted_on
        if item.list is ListName.JOINT and item.state is ItemState.LISTED
    }
    if not open_ones:
        return
    with st.form(f"confirm_{found.id}"):
        chosen = st.multiselect(
            _("Confirm as joint priorities (usually 3 or 4)"),
            list(open_ones),
            format_func=lambda item: open_ones[item].title,
            placeholder=_("Choose what the group agreed on"),
            select_all=False,
        )
        reason = st.text_input(_("Why the group chose them"))
        if st.form_submit_button(_("Confirm"), type="primary"):
            with told():
                if not chosen:
                    raise WorkbenchError(_("Choose at least one priority to confirm."))
                for item_id in chosen:
                    lists.choose(*here.asking, item_id, reason)
                done(counted(len(chosen), "{n} joint priority.", "{n} joint priorities."))
