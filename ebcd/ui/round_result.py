"""The result of a round: places, groups side by side, how firm it is, and what was agreed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from ebcd.acts import priorities as lists
from ebcd.acts import rounds as acts
from ebcd.acts.access import May
from ebcd.acts.rounds import Watched
from ebcd.errors import WorkbenchError
from ebcd.exchange.tables import write_csv
from ebcd.priorities.ballots import Method
from ebcd.priorities.groups import TOGETHER, group_name
from ebcd.priorities.lists import ItemState, ListName
from ebcd.store.rounds import Round
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.words import _, counted

_CLOSE_RANKS = 2


def show(here: Here, watched: Watched) -> None:
    """Everything about a revealed round."""
    found = watched.round
    if not found.result:
        st.info(_("Nobody voted in this round."))
        return
    result = found.result
    st.write(_who(found))
    _table(found, result)
    _chart(found, result)
    if len(result["groups"]) > 1:
        _by_group(found, result)
        _apart(result)
    _details(result)
    _file(here, found)
    if here.may(May.EVENTS):
        _agreed(here, watched)
    elif found.decision:
        st.markdown(f"**{_('What the group agreed')}**")
        st.write(plain(found.decision))


def _who(found: Round) -> str:
    assert found.result is not None
    said = [counted(found.result["ballots"], "{n} person voted", "{n} people voted")]
    said[0] += (
        ": " + ", ".join(f"{group_name(group)} {many}" for group, many in found.voted.items()) + "."
    )
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


def _score_word(found: Round) -> str:
    return _("Dots") if found.plan.method is Method.DOTS else _("Approvals")


def _html_table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table that a screen reader reads as one; the second column heads its row."""
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in heads)
    body = ""
    for row in rows:
        cells = [
            f'<th scope="row">{escape(str(cell))}</th>'
            if place == 1
            else f"<td>{escape(str(cell))}</td>"
            for place, cell in enumerate(row)
        ]
        body += f"<tr>{''.join(cells)}</tr>"
    st.html(
        f'<div class="ebcd-scroll" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="ebcd"><caption style="text-align:left;font-weight:600">{escape(caption)}'
        f"</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _interval(line: Mapping[str, Any]) -> str:
    interval = line["rank_interval"]
    if interval is None:
        return "–"
    low, high = interval
    return str(low) if low == high else _("{low} to {high}").format(low=low, high=high)


def _table(found: Round, result: Mapping[str, Any]) -> None:
    _html_table(
        _("Result"),
        [_("Place"), _("Option"), _score_word(found), _("People"), _("Place, had others come")],
        [
            (line["shown_rank"], line["option"], line["score"], line["voters"], _interval(line))
            for line in result["results"]
        ],
    )
    soft(
        _(
            "“3=” means that options share a place. The last column says how much a place depends "
            "on who came: in nine of ten rooms drawn again from these voters it lies between."
        )
    )


def _chart(found: Round, result: Mapping[str, Any]) -> None:
    frame = pd.DataFrame(
        {
            "option": [f"{line['shown_rank']}  {line['option']}" for line in result["results"]],
            "score": [line["score"] for line in result["results"]],
        }
    )
    base = alt.Chart(frame).encode(
        y=alt.Y("option:N", sort=None, title=None, axis=alt.Axis(labelLimit=360)),
        x=alt.X("score:Q", title=_score_word(found), axis=alt.Axis(tickMinStep=1)),
    )
    bars = base.mark_bar(color="#0f766e", height={"band": 0.7})
    words = base.mark_text(align="left", dx=4).encode(text="score:Q")
    said = "; ".join(
        f"{line['shown_rank']} {line['option']} {line['score']}" for line in result["results"]
    )
    st.altair_chart(
        (bars + words).properties(height=max(120, 34 * len(frame))),
        alt=_("Bar chart of the result: {lines}").format(lines=said),
    )


def _side_by_side(found: Round, result: Mapping[str, Any], groups: Sequence[str]) -> None:
    over = "".join(
        f'<th scope="colgroup" colspan="3">{escape(group_name(group))} '
        f"({result['groups'][group]})</th>"
        for group in groups
    )
    three = (_("place"), _score_word(found).lower(), _("people"))
    under = "".join(f'<th scope="col">{each}</th>' for each in three) * len(groups)
    body = ""
    for line in result["results"]:
        body += f'<tr><td>{line["shown_rank"]}</td><th scope="row">{escape(line["option"])}</th>'
        for group in groups:
            own = line["groups"][group]
            place = f"{own['rank']}{'=' if own['tied'] else ''}"
            body += f"<td>{place}</td><td>{own['score']}</td><td>{own['voters']}</td>"
        body += "</tr>"
    caption = _("Groups side by side")
    st.html(
        f'<div class="ebcd-scroll" tabindex="0" role="region" aria-label="{caption}">'
        f'<table class="ebcd"><caption style="text-align:left;font-weight:600">{caption}</caption>'
        f'<thead><tr><th rowspan="2" scope="col">{_("Place")}</th><th rowspan="2" scope="col">'
        f"{_('Option')}</th>{over}</tr><tr>{under}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _by_group(found: Round, result: Mapping[str, Any]) -> None:
    groups = list(result["groups"])
    _side_by_side(found, result, groups)
    frame = pd.DataFrame(
        {
            "option": f"{line['shown_rank']}  {line['option']}",
            "group": group_name(group),
            "share": line["groups"][group]["voters"] / line["groups"][group]["of"],
        }
        for line in result["results"]
        for group in groups
    )
    base = alt.Chart(frame).encode(
        y=alt.Y("option:N", sort=None, title=None, axis=alt.Axis(labelLimit=360)),
        yOffset=alt.YOffset("group:N", sort=None),
        x=alt.X(
            "share:Q",
            title=_("Share of the group's people who chose it"),
            axis=alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1]),
            scale=alt.Scale(domain=[0, 1.25]),
        ),
    )
    bars = base.mark_bar(stroke="#1c2526").encode(
        color=alt.Color(
            "group:N",
            sort=None,
            title=None,
            scale=alt.Scale(range=["#0f766e", "#e8b45a", "#b8c4f0", "#f3c9cf"]),
            legend=alt.Legend(orient="top", labelLimit=400),
        )
    )
    words = (
        base.transform_calculate(said="datum.group + ' ' + format(datum.share, '.0%')")
        .mark_text(align="left", dx=4, fontSize=10)
        .encode(text="said:N")
    )
    st.altair_chart(
        (bars + words).properties(height=max(140, 24 * len(frame))),
        alt=_("Bar chart: share of each group that chose each option, as in the table above."),
    )


def _apart(result: Mapping[str, Any]) -> None:
    """What one group put high and the whole room low, and where groups are furthest apart."""
    agreement = result["agreement"]
    kept = [
        _("{option}: among the first three of {groups}, not of the whole room.").format(
            option=option, groups=" / ".join(group_name(group) for group in line["kept"])
        )
        for option, line in agreement.items()
        if line["kept"]
    ]
    far = sorted(agreement.items(), key=lambda each: -each[1]["rank_gap"])
    apart = [
        _("{option}: {n} places apart.").format(option=option, n=line["rank_gap"])
        for option, line in far[:3]
        if line["rank_gap"] > _CLOSE_RANKS
    ]
    shared = max(agreement.items(), key=lambda each: each[1]["consensus_per_group"])
    st.markdown(f"**{_('Before you decide')}**")
    lines = [_("Most shared by all groups: {option}.").format(option=shared[0])]
    lines += [_("Do not lose: ") + line for line in kept]
    lines += [_("Groups differ on ") + line for line in apart]
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))


def _details(result: Mapping[str, Any]) -> None:
    with st.expander(_("How it was counted, and checks")):
        st.write(_(result["tie_break"]) + f" {_('Seed of the lot')}: {result['seed']}.")
        checks = result["checks"]
        winner = checks["condorcet_winner"] or _("none")
        st.write(_("Beats every other option in a pairing: {option}.").format(option=plain(winner)))
        rows = []
        for line in result["results"]:
            option = line["option"]
            agreed = result["agreement"].get(option, {}).get("consensus_per_group")
            rows.append(
                (
                    line["shown_rank"],
                    option,
                    checks["borda"][option],
                    checks["schulze_ranks"][option],
                    "–" if agreed is None else f"{agreed:.2f}",
                )
            )
        _html_table(
            _("Checks"),
            [
                _("Place"),
                _("Option"),
                _("Borda points"),
                _("Schulze place"),
                _("Agreement across groups (0 to 1)"),
            ],
            rows,
        )
        for problem in result["problems"]:
            soft(problem["message"])


def _file(here: Here, found: Round) -> None:
    columns = ("voter", "group", "option", "value")
    counted_ones = acts.results_rows(*here.asking, found.id)
    st.download_button(
        _("Save the ballots to count them again (CSV)"),
        write_csv(columns, [[row[column] for column in columns] for row in counted_ones]),
        file_name=f"ballots {found.plan.title}.csv",
        mime="text/csv",
        help=_("One row a ballot and option, shuffled: “ebcd tally” gives the same result."),
    )


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
