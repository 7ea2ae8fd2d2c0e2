"""Balance: who and what the film gives its time to, and who is missing."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd
import streamlit as st

from ebcd.acts import film_balance as acts
from ebcd.acts.film import Film
from ebcd.acts.film_balance import Weighed
from ebcd.film.storyboard import USUAL_MS, Share, Storyboard, against_target
from ebcd.times import duration
from ebcd.ui import tables
from ebcd.ui.here import Here, told
from ebcd.ui.plain import plain, soft
from ebcd.words import _, counted


def show(here: Here, found: Film) -> None:
    """The balance of what nobody has said no to."""
    with told():
        _weighed(acts.weighed(*here.asking, found.version.id), found)


def _weighed(weighed: Weighed, found: Film) -> None:
    board, shares = weighed.board, weighed.balance
    if not any(True for _each in board.clips()):
        st.info(_("There is nothing to weigh yet: add clips first."))
        return
    _running_time(board)
    out = len(found.gate.held) - sum(held.showable_in_draft for held in found.gate.held)
    if out:
        soft(
            counted(
                out,
                "{n} clip is not weighed: somebody has said no to it.",
                "{n} clips are not weighed: somebody has said no to them.",
            )
        )
    if weighed.missing:
        st.warning(
            _("Agree to the film and are not in it: {who}.").format(
                who=plain(", ".join(weighed.missing))
            ),
            icon=":material/person_off:",
        )
    if weighed.not_agreeing:
        soft(
            _("Do not agree to the film, and cannot be in it: {who}.").format(
                who=", ".join(weighed.not_agreeing)
            )
        )
    if weighed.without:
        st.warning(
            _("Touchpoints without a clip: {names}.").format(
                names=plain(", ".join(weighed.without))
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
    if weighed.touchpoints:
        _part(_("Touchpoints"), weighed.touchpoints)
        soft(_("A clip that tells of two touchpoints counts for both, as one with two speakers."))


def _running_time(board: Storyboard) -> None:
    """The running time beside the length aimed at and the usual one."""
    low, high = USUAL_MS
    length = board.length_ms
    if length < low:
        usual = _("shorter than usual")
    elif length > high:
        usual = _("longer than usual")
    else:
        usual = _("as long as such films usually are")
    st.markdown(f"**{_('Running time')}: {duration(length)}**")
    soft(
        _("{against}; {usual} ({low} to {high} minutes).").format(
            against=against_target(board), usual=usual, low=low // 60_000, high=high // 60_000
        )
    )
    st.progress(
        min(1.0, length / max(board.target_ms, 1)),
        text=_("{percent} % of the length aimed at").format(
            percent=round(100 * length / max(board.target_ms, 1))
        ),
    )


def _part(title: str, shares: Sequence[Share]) -> None:
    st.header(title)
    whole = sum(share.ms for share in shares) or 1
    rows = [
        (_(share.name), share.clips, duration(share.ms), f"{100 * share.ms / whole:.0f} %")
        for share in shares
    ]
    heads = (title, _("Clips"), _("Time"), _("Share"))
    _draw(title, shares)
    tables.table(title, heads, rows)


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
