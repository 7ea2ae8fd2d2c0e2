"""What a correction could not carry: placed anew or given up; and codings to look over."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from ebcd.acts import versions
from ebcd.acts import waiting as acts
from ebcd.acts.access import May
from ebcd.acts.versions import Text
from ebcd.store.transcripts import Transcript
from ebcd.store.waiting import CLIP, CODING, WITHHELD, Reworded, Waiting
from ebcd.text import Span, shorten, turn_spans
from ebcd.ui import steps
from ebcd.ui.correcting import kind_of
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.words import _, counted

_MOST_LISTED = 50
_MOST_SHOWN = 12


def show(here: Here, transcript: Transcript) -> None:
    """What waits in this transcript, and the codings whose words were corrected."""
    waits, changed = acts.listed(*here.asking, transcript.id)
    if waits:
        with st.container(border=True, key=f"waiting_{transcript.id}"):
            _waits(here, transcript, waits)
    if changed:
        with st.container(border=True, key=f"reworded_{transcript.id}"):
            _changed(here, transcript, changed)


def notice(here: Here) -> None:
    """Say on another page how much waits, and so is not in what that page shows."""
    waits = acts.waiting_counts(*here.asking)
    if not waits:
        return
    st.warning(
        counted(
            sum(waits.values()),
            "{n} passage could not be carried to a corrected text and is left out here until "
            "somebody places it anew.",
            "{n} passages could not be carried to a corrected text and are left out here until "
            "somebody places them anew.",
        )
    )
    steps.link(
        "transcripts", here.study_id, label=_("Place them anew"), transcript=next(iter(waits))
    )


def _waits(here: Here, transcript: Transcript, waits: Sequence[Waiting]) -> None:
    st.markdown(
        "**"
        + counted(
            len(waits),
            "{n} could not be carried to the corrected text",
            "{n} could not be carried to the corrected text",
        )
        + "**"
    )
    soft(
        _(
            "They are kept, and count in no list, report or export until somebody places them anew "
            "or gives them up. A “do not use” mark covers the whole turn until then."
        )
    )
    chosen = _chosen(transcript, waits)
    one = waits[chosen]
    if here.may(May.FILM if one.kind == CLIP else May.CODE):
        text = versions.text(*here.asking, transcript.id)
        _place(here, transcript, one, text)
        _give_up(here, transcript, one)


def _chosen(transcript: Transcript, waits: Sequence[Waiting]) -> int:
    """Which of them the person works on; a long list does not fill the page."""
    label, at, key = _("Which one?"), range(len(waits)), f"waits_{transcript.id}_{len(waits)}"
    if len(waits) > _MOST_SHOWN:
        return st.selectbox(label, at, format_func=lambda i: _named(waits[i]), key=key)
    return st.radio(label, at, format_func=lambda i: _named(waits[i]), key=key)


def _named(one: Waiting) -> str:
    what = plain(kind_of(one.kind, one.code))
    by = f", {plain(one.by)}" if one.by else ""
    return f"{what}{by}: “{plain(shorten(one.quote, 160))}”"


def _place(here: Here, transcript: Transcript, one: Waiting, text: Text) -> None:
    spans = list(turn_spans([turn.text for turn in text.turns]))
    near = next((at for at, s in enumerate(spans) if one.near.start <= s.end), len(spans) - 1)
    key = f"{one.kind}_{one.id}_{text.version}"
    number = st.number_input(_("In turn"), 1, len(spans), near + 1, key=f"place_turn_{key}")
    turn = text.turns[number - 1]
    words = st.text_area(
        _("Its words: leave only those that it is to stand on"),
        turn.text,
        height="content",
        key=f"place_words_{key}_{number}",
    )
    if st.button(_("Place it here"), type="primary", key=f"place_{key}"):
        found = acts.words_in(turn.text, words)
        if found is None:
            st.error(_("These words do not stand in the turn like this: leave only words of it."))
            return
        start = spans[number - 1].start
        span = Span(start + found.start, start + found.end)
        quote = turn.text[found.start : found.end]
        with told():
            acts.place_anew(*here.asking, transcript.id, one.kind, one.id, span, quote)
            done(_("Placed."))


def _give_up(here: Here, transcript: Transcript, one: Waiting) -> None:
    key = f"{one.kind}_{one.id}"
    if one.kind == WITHHELD:
        sure = _("Give it up: the turn may then be used")
    else:
        sure = _("Give it up: it is deleted")
    certain = st.checkbox(sure, key=f"sure_{key}")
    if st.button(
        _("Give it up"), icon=":material/delete:", disabled=not certain, key=f"give_up_{key}"
    ):
        with told():
            acts.give_up(*here.asking, transcript.id, one.kind, one.id)
            done(_("Given up."))


def _changed(here: Here, transcript: Transcript, changed: Sequence[Reworded]) -> None:
    st.markdown(
        "**"
        + counted(
            len(changed),
            "{n} coding went to corrected words: does it still fit?",
            "{n} codings went to corrected words: do they still fit?",
        )
        + "**"
    )
    items = "".join(_item(here, one) for one in changed[:_MOST_LISTED])
    st.html(f"<ul>{items}</ul>")
    if here.may(May.CODE) and st.button(
        counted(len(changed), "It fits", "All {n} fit"), icon=":material/check:"
    ):
        with told():
            acts.looked_at(*here.asking, [one.uuid for one in changed])
            done(_("Looked over."))


def _item(here: Here, one: Reworded) -> str:
    place = {"transcript": one.transcript_id, "at": f"{one.span.start}-{one.span.end}"}
    address = steps.address("coding", here.study_id, **place)
    return (
        f'<li><a href="{escape(address)}" target="_self">{escape(kind_of(CODING, one.code))}</a>: '
        f"“{escape(shorten(one.was, 200))}” → “{escape(shorten(one.quote, 200))}”</li>"
    )
