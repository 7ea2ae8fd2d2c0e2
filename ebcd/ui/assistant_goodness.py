"""How good suggestions are here, in plain words and as a table."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from ebcd.acts import assistant as acts
from ebcd.acts.assistant import State
from ebcd.assistant.goodness import FEW
from ebcd.assistant.learning import EARLY
from ebcd.ui.here import Here
from ebcd.ui.plain import soft
from ebcd.words import _, counted


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
    _table(good["codes"], acts.code_names(*here.asking))


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


def _table(codes: list[Mapping[str, Any]], names: Mapping[int, str]) -> None:
    heads = (
        _("Code"),
        _("Passages"),
        _("Among its first three"),
        _("Suggested"),
        _("of those, right"),
        _("Most often taken for"),
    )
    rows = "".join(
        _row(each, names)
        for each in sorted(codes, key=lambda one: -one["coded"])
        if each["code"] in names
    )
    head = "".join(f'<th scope="col">{each}</th>' for each in heads)
    caption = _("Code by code. With fewer than {few} passages it is too early to say.")
    st.html(
        f'<div class="ebcd-scroll" tabindex="0" role="region" aria-label="{_("Code by code")}">'
        f'<table class="ebcd"><caption class="ebcd-soft" style="text-align:left">'
        f"{caption.format(few=FEW)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(each: Mapping[str, Any], names: Mapping[int, str]) -> str:
    name = escape(names[each["code"]])
    coded = each["coded"]
    if coded < FEW:
        said = _("too early to say")
        return f'<tr><th scope="row">{name}</th><td>{coded}</td><td colspan="4">{said}</td></tr>'
    found = counted(each["among_three"], "{n} passage", "{n} passages")
    other = each["taken_for"]
    taken = f"{escape(names[other[0]])} ({other[1]})" if other and other[0] in names else "–"
    cells = (coded, found, each["shown"], each["right"], taken)
    return (
        f'<tr><th scope="row">{name}</th>' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
    )
