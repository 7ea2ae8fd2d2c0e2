"""The charts of a round's result; each stands beside a table with the same figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from ebcd.priorities.ballots import SCALE, Method
from ebcd.priorities.groups import group_name
from ebcd.priorities.scores import MIDDLE
from ebcd.priorities.wording import figure_names, figures, where
from ebcd.words import _

_INK, _MAIN = "#1c2526", "#0f766e"
_AXIS = alt.Axis(values=list(range(SCALE[0], SCALE[1] + 1)), format="d")
_NAMES = alt.Axis(labelLimit=220, labelOverlap=False)
_GROUPS = ["#0f766e", "#e8b45a", "#b8c4f0", "#f3c9cf"]


def bars(lines: Sequence[Mapping[str, Any]], method: Method) -> None:
    """The score of each option, the first on top. A sum of places is drawn the shorter the better
    it is, as it is counted.
    """
    name = figure_names(method)[0]
    frame = pd.DataFrame(
        {
            "option": [f"{line['shown_rank']}  {line['option']}" for line in lines],
            "score": [line["score"] for line in lines],
            "said": [figures(method, line)[0] for line in lines],
        }
    )
    base = alt.Chart(frame).encode(
        y=alt.Y("option:N", sort=None, title=None, axis=_NAMES),
        x=alt.X("score:Q", title=name, axis=alt.Axis(tickMinStep=0.1)),
    )
    drawn = base.mark_bar(color=_MAIN, height={"band": 0.7})
    words = base.mark_text(align="left", dx=4).encode(text="said:N")
    said = "; ".join(
        f"{line['shown_rank']} {line['option']} {figures(method, line)[0]}" for line in lines
    )
    st.altair_chart(
        (drawn + words).properties(height=alt.Step(30)),
        alt=_("Bar chart of the result: {lines}").format(lines=said),
    )


def shares(result: Mapping[str, Any], groups: Sequence[str], method: Method) -> None:
    """What share of each group chose each option."""
    frame = pd.DataFrame(
        {
            "option": f"{line['shown_rank']}  {line['option']}",
            "group": group_name(group),
            "share": line["groups"][group]["voters"] / line["groups"][group]["of"],
        }
        for line in result["results"]
        for group in groups
    )
    title = _("Share of the group's people who chose it")
    if method is Method.IMPACT_EFFORT:
        title = _("Share of the group's people who gave an impact of 4 or 5")
    base = alt.Chart(frame).encode(
        y=alt.Y("option:N", sort=None, title=None, axis=_NAMES),
        yOffset=alt.YOffset("group:N", sort=None),
        x=alt.X(
            "share:Q",
            title=title,
            axis=alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1]),
            scale=alt.Scale(domain=[0, 1.25]),
        ),
    )
    drawn = base.mark_bar(stroke=_INK).encode(
        color=alt.Color(
            "group:N",
            sort=None,
            title=None,
            scale=alt.Scale(range=_GROUPS),
            legend=alt.Legend(orient="top", labelLimit=400),
        )
    )
    words = (
        base.transform_calculate(said="datum.group + ' ' + format(datum.share, '.0%')")
        .mark_text(align="left", dx=4, fontSize=10)
        .encode(text="said:N")
    )
    st.altair_chart(
        (drawn + words).properties(height=max(140, 24 * len(frame))),
        alt=_("Bar chart: share of each group that chose each option, as in the table above."),
    )


def _scale(above: float) -> alt.Scale:
    """The scale of impact and effort, with room for words beyond it."""
    return alt.Scale(domain=[SCALE[0] - 0.4, SCALE[1] + above], nice=False, zero=False)


def quadrants(result: Mapping[str, Any]) -> None:
    """Impact upwards against effort to the right, by the medians of all."""
    lines = [line for line in result["results"] if line["impact"]["median"] is not None]
    frame = pd.DataFrame(
        {
            "effort": [line["effort"]["median"] for line in lines],
            "impact": [line["impact"]["median"] for line in lines],
            "option": [line["option"] for line in lines],
        }
    )
    frame = frame.groupby(["effort", "impact"], as_index=False).agg({"option": "; ".join})
    across = alt.X("effort:Q", title=_("Effort: 1 easy, 5 hard"), scale=_scale(0.9), axis=_AXIS)
    up = alt.Y("impact:Q", title=_("Impact: 1 little, 5 much"), scale=_scale(0.4), axis=_AXIS)
    base = alt.Chart(frame).encode(x=across, y=up)
    middle = alt.Chart(pd.DataFrame({"effort": [MIDDLE], "impact": [MIDDLE]}))
    rules = [
        middle.mark_rule(color=_INK, strokeDash=[4, 4]).encode(x=across),
        middle.mark_rule(color=_INK, strokeDash=[4, 4]).encode(y=up),
    ]
    points = base.mark_circle(size=140, color=_MAIN, stroke=_INK)
    words = base.mark_text(align="left", dx=9, limit=260).encode(text="option:N")
    said = "; ".join(f"{line['option']}: {where(line)}" for line in lines)
    st.altair_chart(
        alt.layer(*rules, points, words).properties(height=420),
        alt=_("Impact against effort, as in the table above. {lines}").format(lines=said),
    )
