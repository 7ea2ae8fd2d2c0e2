"""How good suggestions are here, in plain words and as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair
import pandas
import streamlit as st

from ebcd.acts import assistant as acts
from ebcd.acts.assistant import State
from ebcd.assistant.goodness import FEW
from ebcd.assistant.learning import EARLY
from ebcd.ui import steps
from ebcd.ui.here import Here
from ebcd.ui.plain import plain, soft
from ebcd.ui.tables import Cell, Looks, table
from ebcd.words import _, counted

MOST_OVERLAPS = 5
MOST_NAMED = 3
"""Codes named as found best, and as missed most."""
STILL_RISING = 0.01


def how_good(here: Here, found: State) -> None:
    """The tab."""
    good = found.goodness
    if good is None or found.early:
        st.info(
            _(
                "Too early to say: from {needed} coded passages on, this page says how often a "
                "suggestion would have been right."
            ).format(needed=EARLY)
        )
        return
    st.write(
        _(
            "Worked out from your own coding: each passage was hidden, with all else from its "
            "transcript where there are enough, and the assistant was asked what code it bears."
        )
    )
    _sentences(good)
    decided = acts.decided(*here.asking)
    if decided:
        soft(
            _(
                "Decided so far: {accepted} accepted, {changed} with another code, {no} dismissed."
            ).format(
                accepted=decided.get("accepted", 0),
                changed=decided.get("changed", 0),
                no=decided.get("dismissed", 0),
            )
        )
    names = acts.code_names(*here.asking)
    _found_and_missed(good["codes"], names)
    _advice(here, good, names)
    _curve(good.get("curve", []))
    _table(good["codes"], names)


def _sentences(good: Mapping[str, Any]) -> None:
    """The whole in two sentences."""
    if not good["shown"]:
        st.write(
            _(
                "It would have suggested nothing: no code was likely enough. That changes as you "
                "code more, or give codes a definition."
            )
        )
        return
    st.write(
        _(
            "Of {shown} suggestions it would have made, {right} were codes that you had given."
        ).format(shown=good["shown"], right=good["right"])
        + " "
        + _("It would have said something about {reached} of {passages} passages.").format(
            reached=good["reached"], passages=good["passages"]
        )
        + " "
        + _("The others may be right too: nobody codes everything.")
    )


def _found_and_missed(codes: list[Mapping[str, Any]], names: Mapping[int, str]) -> None:
    """The codes that are found best, and those that are missed most, in a sentence each."""
    told = [each for each in codes if each["coded"] >= FEW and each["code"] in names]
    told.sort(key=lambda each: (-each["right"] / each["coded"], -each["coded"]))
    best = [each for each in told[:MOST_NAMED] if each["right"]]
    worst = [each for each in reversed(told) if each not in best][:MOST_NAMED]

    def said(those: list[Mapping[str, Any]]) -> str:
        found = _("“{code}” ({right} of {coded})")
        return ", ".join(
            found.format(code=plain(names[one["code"]]), right=one["right"], coded=one["coded"])
            for one in those
        )

    if best:
        st.write(_("Found best: {codes}.").format(codes=said(best)))
    if worst:
        st.write(_("Missed most: {codes}.").format(codes=said(worst)))


def _advice(here: Here, good: Mapping[str, Any], names: Mapping[int, str]) -> None:
    """What the codebook could say more plainly: overlaps, and codes without a definition."""
    lines = [
        _(
            "“{first}” and “{second}” are often taken for one another ({n} passages): say in "
            "their definitions where one ends and the other begins."
        ).format(
            first=plain(names[pair["first"]]),
            second=plain(names[pair["second"]]),
            n=pair["passages"],
        )
        for pair in good.get("overlaps", [])[:MOST_OVERLAPS]
        if pair["first"] in names and pair["second"] in names
    ]
    bare = acts.codes_without_definition(*here.asking)
    coded = {each["code"]: each["coded"] for each in good["codes"]}
    bare = sorted(bare, key=lambda code: -coded.get(code, 0))
    if bare:
        some = ", ".join(f"“{plain(names[code])}”" for code in bare[:MOST_OVERLAPS])
        more = len(bare) - MOST_OVERLAPS
        if more > 0:
            some += " " + _("and {n} more").format(n=more)
        lines.append(
            _("Without a definition: {codes}. The assistant learns from definitions, too.").format(
                codes=some
            )
        )
    if lines:
        st.markdown(f"**{_('What the codebook could say more plainly')}**")
        st.markdown("\n".join(f"- {line}" for line in lines))
        steps.link("codebook", here.study_id, label=_("To the codebook"))


def _curve(points: list[Mapping[str, Any]]) -> None:
    """How good it was after a part of the coding: drawn, and as a table."""
    told = [point for point in points if point["among_three"] is not None]
    if not told:
        return
    st.markdown(f"**{_('What more coding brings')}**")
    if len(told) > 1:
        st.write(_trend(told[-2]["among_three"], told[-1]["among_three"]))
        _drawn(told)
    else:
        st.write(_("Too early to say whether more coding helps."))
    heads = (
        _("Passages coded"),
        _("A code of theirs among its first three"),
        _("Suggested, and right"),
        _("Passages with a suggestion"),
    )
    rows = [
        (point["passages"], *(_share(point[name]) for name in ("among_three", "right", "reached")))
        for point in points
    ]
    table(_("What more coding brings"), heads, rows)


def _trend(before: float, now: float) -> str:
    if now - before >= STILL_RISING:
        return _("It still gets better with each passage coded: more coding pays.")
    if now - before <= -STILL_RISING:
        return _("The last quarter made it worse: perhaps codes were used in a new way.")
    return _("The last quarter of the coding changed little: it has learnt most of what it can.")


def _share(value: float | None) -> str:
    return _("too early to say") if value is None else f"{value:.0%}"


def _drawn(points: list[Mapping[str, Any]]) -> None:
    named = {
        "among_three": _("Among its first three"),
        "right": _("Suggested, and right"),
        "reached": _("With a suggestion"),
    }
    rows = [
        (point["passages"], label, point[name])
        for point in points
        for name, label in named.items()
        if point[name] is not None
    ]
    data = pandas.DataFrame(rows, columns=["passages", "what", "share"])
    chart = (
        altair.Chart(data)
        .mark_line(point=altair.OverlayMarkDef(size=60))
        .encode(
            x=altair.X("passages:Q", title=_("Passages coded")),
            y=altair.Y(
                "share:Q",
                title=None,
                axis=altair.Axis(format="%"),
                scale=altair.Scale(domain=[0, 1]),
            ),
            color=altair.Color("what:N", title=None, legend=altair.Legend(orient="bottom")),
            strokeDash=altair.StrokeDash("what:N", title=None),
            tooltip=["passages:Q", "what:N", altair.Tooltip("share:Q", format=".0%")],
        )
        .properties(height=320)
    )
    st.altair_chart(
        chart, alt=_("How good it was after each part of the coding; the table says the same.")
    )


def _table(codes: list[Mapping[str, Any]], names: Mapping[int, str]) -> None:
    heads = (
        _("Code"),
        _("Passages"),
        _("Among its first three"),
        _("Suggested"),
        _("of those, right"),
        _("Missed"),
        _("Most often taken for"),
    )
    rows = [
        _row(each, names)
        for each in sorted(codes, key=lambda one: -one["coded"])
        if each["code"] in names
    ]
    table(_("Code by code"), heads, rows, Looks(caption=True))
    soft(_("With fewer than {few} passages it is too early to say.").format(few=FEW))


def _row(each: Mapping[str, Any], names: Mapping[int, str]) -> tuple[Cell, ...]:
    name, coded = names[each["code"]], each["coded"]
    if coded < FEW:
        return name, coded, _("too early to say")
    found = counted(each["among_three"], "{n} passage", "{n} passages")
    other = each["taken_for"]
    taken = f"{names[other[0]]} ({other[1]})" if other and other[0] in names else "–"
    missed = coded - each["right"]
    return name, coded, found, each["shown"], each["right"], missed, taken
