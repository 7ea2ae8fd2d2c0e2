"""Turns and problems as they are shown outside the coding desk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

from ebcd.times import clock
from ebcd.transcripts.turns import Problem
from ebcd.words import _, counted

_FIRST = 12

Shown = tuple[str | None, int | None, str]
"""Speaker, milliseconds from the start, words."""

STYLE = """
<style>
ol.ebcd-turns {list-style: none; margin: 0; padding: 0; max-width: 46rem;}
ol.ebcd-turns li {margin: 0 0 .7rem; padding: 0; line-height: 1.5; overflow-wrap: anywhere;}
ol.ebcd-turns .head {display: block; font-size: .85rem;}
ol.ebcd-turns .number {opacity: .75; font-variant-numeric: tabular-nums; margin-right: .5rem;}
ol.ebcd-turns .time {opacity: .75; font-variant-numeric: tabular-nums; margin-left: .5rem;}
</style>
"""


def style() -> None:
    """The style of turns."""
    st.html(STYLE)


def preview(turns: Sequence[Shown], key: str) -> None:
    """The first turns, and all of them where a person asks for that."""
    everything = len(turns) <= _FIRST or st.toggle(
        counted(len(turns), "Show {n} turn", "Show all {n} turns"), key=f"{key}_all"
    )
    shown = turns if everything else turns[:_FIRST]
    items = "".join(_item(number, *turn) for number, turn in enumerate(shown, start=1))
    st.html(f'<ol class="ebcd-turns" aria-label="{escape(_("Turns"))}">{items}</ol>')


def _item(number: int, speaker: str | None, start_ms: int | None, text: str) -> str:
    time = f'<span class="time">{clock(start_ms)}</span>' if start_ms is not None else ""
    name = f"<strong>{escape(speaker)}</strong>" if speaker else ""
    return (
        f'<li><span class="head"><span class="number">{number}</span>{name}{time}</span>'
        f"{escape(text)}</li>"
    )


def sentence(problem: Problem) -> str:
    """A problem with the line it concerns."""
    if problem.line is None:
        return problem.message
    return _("Line {n}: {message}").format(n=problem.line, message=problem.message)


def problems(found: Iterable[Problem]) -> None:
    """What a person should look at, as a list."""
    items = "".join(f"<li>{escape(sentence(problem))}</li>" for problem in found)
    if items:
        st.html(f"<p><strong>{_('To look at')}</strong></p><ul>{items}</ul>")
