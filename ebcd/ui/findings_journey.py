"""The journey as a drawing and a table, and how far each participant is heard."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from ebcd.acts import findings as acts
from ebcd.acts.findings import Across
from ebcd.codebook import Kind
from ebcd.findings.journey import Lane, Moment
from ebcd.store.findings import Material
from ebcd.ui import evidence, steps
from ebcd.ui.here import Here
from ebcd.ui.plain import plain, soft
from ebcd.ui.tables import Cell, Drawn, Looks, table
from ebcd.words import _, counted

_GOOD, _BAD = "#0f766e", "#b45309"


def journey(here: Here, of: Material) -> None:
    """Touchpoints in pathway order: who felt good and who felt bad at each."""
    emotions = evidence.grid(here, of, Across.EMOTION)
    moments = [each for each in acts.moments(of, emotions) if _spoken_of(each)]
    if not moments:
        st.info(_("No touchpoint has been coded yet."))
        return
    names = {code.id: code.name for code in of.codes}
    soft(
        _(
            "People with good words above the line (green), with bad words below it (amber), in "
            "pathway order. "
            "Somebody who used as many good words as bad ones is in neither bar."
        )
    )
    _draw(moments)
    _table(moments, names)
    unsigned = [
        code.name
        for code in of.codes
        if code.kind is Kind.EMOTION and not acts.signs([code])[code.id]
    ]
    if unsigned:
        soft(
            _("Counted as neither good nor bad: {words}.").format(words=", ".join(sorted(unsigned)))
        )


def _spoken_of(moment: Moment) -> bool:
    return bool(moment.patients.people or moment.staff.people)


def _lanes(moment: Moment) -> tuple[tuple[str, Lane], tuple[str, Lane]]:
    return (_("Patients, carers and family"), moment.patients), (_("Staff"), moment.staff)


def _draw(moments: list[Moment]) -> None:
    """One drawing a side, on one scale, so that a phone has room for both."""
    most = max(
        (max(lane.good, lane.bad) for each in moments for _side, lane in _lanes(each)), default=1
    )
    order = [moment.name for moment in moments]
    said = _in_words(moments)
    for at, (side, _lane) in enumerate(_lanes(moments[0])):
        st.markdown(f"**{side}**")
        rows = [
            {"touchpoint": each.name, "feeling": feeling, "people": count, "height": height}
            for each in moments
            for lane in (_lanes(each)[at][1],)
            for feeling, count, height in (
                (_("good"), lane.good, lane.good),
                (_("bad"), lane.bad, -lane.bad),
            )
        ]
        st.vega_lite_chart(
            spec=lane_drawing(rows, order, max(most, 1)), width="stretch", alt=f"{side}. {said}"
        )


def lane_drawing(rows: list[dict[str, Any]], order: list[str], most: int) -> dict[str, Any]:
    """A side's bars, good above the line and bad below it, as Vega-Lite has it.

    Written out, because Altair's check of the same drawing takes ten times as long as the page.
    """
    ink = "#e8eceb" if st.context.theme.type == "dark" else "#1c2524"
    across = {
        "field": "touchpoint",
        "type": "nominal",
        "sort": order,
        "axis": {"labelAngle": -40, "labelLimit": 120, "title": None, "labelColor": ink,
                 "labelOverlap": False},
    }  # fmt: skip
    height = {
        "field": "height",
        "type": "quantitative",
        "scale": {"domain": [-most - 0.8, most + 0.8], "nice": False},
        "axis": {"labelExpr": "abs(datum.value)", "tickMinStep": 1, "format": "d", "title": None,
                 "labelColor": ink, "tickCount": 5},
    }  # fmt: skip
    colour = {
        "field": "feeling",
        "type": "nominal",
        "scale": {"domain": [_("good"), _("bad")], "range": [_GOOD, _BAD]},
        "legend": None,
    }
    tips = [{"field": name, "type": "nominal"} for name in ("touchpoint", "feeling", "people")]
    bars = {
        "mark": {"type": "bar", "stroke": ink, "strokeWidth": 0.5},
        "encoding": {"x": across, "y": height, "color": colour, "tooltip": tips},
    }
    numbers = [
        {
            "transform": [{"filter": f"datum.height {sign} 0"}],
            "mark": {"type": "text", "dy": dy, "color": ink},
            "encoding": {"x": across, "y": height, "text": {"field": "people", "type": "nominal"}},
        }
        for sign, dy in ((">", -7), ("<", 8))
    ]
    line = {
        "data": {"values": [{"y": 0}]},
        "mark": {"type": "rule", "strokeWidth": 1.5, "color": ink},
        "encoding": {"y": {"field": "y", "type": "quantitative"}},
    }
    return {"height": 300, "data": {"values": rows}, "layer": [bars, *numbers, line]}


def _in_words(moments: list[Moment]) -> str:
    said = [
        _(
            "{name}: patients {good} good, {bad} bad; staff {staff_good} good, {staff_bad} bad"
        ).format(
            name=each.name,
            good=each.patients.good,
            bad=each.patients.bad,
            staff_good=each.staff.good,
            staff_bad=each.staff.bad,
        )
        for each in moments
    ]
    return _("Journey of {n} touchpoints. ").format(n=len(moments)) + ". ".join(said)


def _table(moments: list[Moment], names: dict[int, str]) -> None:
    heads = (
        _("Touchpoint"),
        _("Stage"),
        _("Patients, carers and family"),
        _("Staff"),
        _("Emotion words (people)"),
        _("The two sides"),
    )
    rows = [
        (
            each.name,
            each.stage,
            _lane_words(each.patients),
            _lane_words(each.staff),
            _words(each, names),
            Drawn(escape(_(each.standing.label)), title=_(each.standing.meaning)),
        )
        for each in moments
    ]
    table(_("The journey as a table"), heads, rows, Looks(least=48))


def _lane_words(lane: Lane) -> str:
    if not lane.people:
        return "–"
    parts = [
        text.format(n=count)
        for count, text in (
            (lane.good, _("{n} good")),
            (lane.bad, _("{n} bad")),
            (lane.mixed, _("{n} both")),
        )
        if count
    ]
    people = counted(lane.people, "{n} person", "{n} people")
    return f"{people}: {', '.join(parts)}" if parts else people


def _words(moment: Moment, names: dict[int, str]) -> str:
    return ", ".join(
        f"{names[each.emotion]} ({each.patients + each.staff})" for each in moment.felt
    )


def people(here: Here, of: Material) -> None:
    """Everybody in the study, those who are heard least first."""
    listed = acts.coverage(of)
    if not listed:
        st.info(
            _("There are no participants yet: add them, and say who speaks in each transcript.")
        )
        steps.link("people", here.study_id, label=_("To the people"))
        return
    silent = [each.pseudonym for each in listed if not sum(each.codings.values())]
    if silent:
        st.warning(
            _("Nothing is coded yet from {who}.").format(who=plain(", ".join(silent))),
            icon=":material/hearing_disabled:",
        )
    soft(_("How many coded passages each participant speaks in, the fewest first."))
    heads = [_("Participant"), _("Group"), *(_(kind.label) for kind in Kind), _("Transcripts")]
    rows: list[tuple[Cell, ...]] = [
        (
            each.pseudonym,
            _(each.group.label),
            *(each.codings[kind] for kind in Kind),
            ", ".join(each.transcripts) or "–",
        )
        for each in listed
    ]
    table(_("Participants"), heads, rows)
