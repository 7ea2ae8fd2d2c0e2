"""Balance: who and what the film gives its time to, and who is missing."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import altair as alt
import pandas as pd
import streamlit as st

from ebcd.acts.film import Film
from ebcd.film.storyboard import Share, balance
from ebcd.times import duration
from ebcd.ui.here import Here
from ebcd.ui.plain import plain
from ebcd.words import _


def show(_here: Here, found: Film) -> None:
    """The balance of what nobody has said no to."""
    board = found.gate.draft
    if not any(True for _each in board.clips()):
        st.info(_("There is nothing to weigh yet: add clips first."))
        return
    shares = balance(board, found.everybody)
    missing = [share.name for share in shares.people if not share.clips]
    if missing:
        st.warning(
            _("Not in the film: {who}.").format(who=plain(", ".join(missing))),
            icon=":material/person_off:",
        )
    if found.without:
        st.warning(
            _("Touchpoints without a clip: {names}.").format(
                names=plain(", ".join(found.without.values()))
            ),
            icon=":material/flag:",
        )
    people, groups, chapters, tones = st.columns(2) + st.columns(2)
    with people:
        _part(_("People"), shares.people)
    with groups:
        _part(_("Groups"), shares.groups)
    with chapters:
        _part(_("Chapters"), shares.chapters)
    with tones:
        _part(_("Good and bad"), shares.tones)


def _part(title: str, shares: Sequence[Share]) -> None:
    st.subheader(title)
    whole = sum(share.ms for share in shares) or 1
    rows = "".join(
        f'<tr><th scope="row">{escape(_(share.name))}</th><td>{share.clips}</td>'
        f"<td>{duration(share.ms)}</td><td>{100 * share.ms / whole:.0f} %</td></tr>"
        for share in shares
    )
    heads = (title, _("Clips"), _("Time"), _("Share"))
    _draw(title, shares)
    st.html(
        '<table class="ebcd"><thead><tr>'
        + "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
        + f"</tr></thead><tbody>{rows}</tbody></table>"
    )


def _draw(title: str, shares: Sequence[Share]) -> None:
    """Bars, with the same numbers in the table below."""
    if not shares:
        return
    table = pd.DataFrame(
        {"name": [_(share.name) for share in shares], "seconds": [s.ms / 1000 for s in shares]}
    )
    said = ", ".join(f"{_(share.name)} {duration(share.ms)}" for share in shares)
    chart = (
        alt.Chart(table, description=f"{title}: {said}")
        .mark_bar(color="#0f766e", height={"band": 0.7})
        .encode(
            x=alt.X("seconds:Q", title=_("seconds"), axis=alt.Axis(tickMinStep=1, grid=False)),
            y=alt.Y(
                "name:N", title=None, sort=None, axis=alt.Axis(labelLimit=160, labelOverlap=False)
            ),
            tooltip=["name", "seconds"],
        )
        .properties(height=alt.Step(28))
    )
    st.altair_chart(chart, width="stretch", theme="streamlit")
