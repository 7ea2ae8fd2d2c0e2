"""Words that come from a search or from the coding desk, to be made a clip of."""

from __future__ import annotations

from html import escape

import streamlit as st

from ebcd.acts import film as acts
from ebcd.acts import film_passages
from ebcd.acts.film import Film
from ebcd.errors import WorkbenchError
from ebcd.text import Span
from ebcd.times import clock, duration
from ebcd.ui import steps
from ebcd.ui.film_add import against
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.words import _

_ASKED = "passage"


def address(study_id: int, transcript: int, span: Span) -> str:
    """Where these words are made a clip of."""
    return steps.address("film", study_id, passage=f"{transcript}-{span.start}-{span.end}")


def offer(here: Here, found: Film) -> None:
    """What the address brings along, with the chapters that it may go to."""
    parts = st.query_params.get(_ASKED, "").split("-")
    if len(parts) != 3 or not all(part.isdecimal() and len(part) < 10 for part in parts):
        return
    transcript, start, end = (int(part) for part in parts)
    if end <= start:
        return
    with st.container(border=True):
        st.markdown(f"**{_('Make a clip of these words')}**")
        try:
            each = film_passages.passage(*here.asking, transcript, Span(start, end))
        except WorkbenchError as problem:
            st.warning(plain(str(problem)))
            _leave()
            return
        times = _("no times")
        if each.said is not None:
            times = f"{clock(each.said.in_ms)}–{clock(each.said.out_ms)}"
            times += f" · {duration(each.said.length_ms)}"
        who = ", ".join(each.people) or _("Nobody linked")
        st.html(
            f"<p><strong>{escape(who)}</strong> <span class='ebcd-soft'>{escape(each.title)} · "
            f"{times}</span></p><blockquote class='ebcd'>{escape(each.quote)}</blockquote>"
        )
        if each.in_film:
            soft("✓ " + _("In the film"))
        chapters = {chapter.id: chapter.name for chapter in found.board.chapters}
        if not chapters:
            soft(_("Add a chapter first, under “Storyboard”: a clip belongs to one."))
            return
        if held := against(each):
            soft("⊘ " + held)
            _leave()
            return
        chapter = st.selectbox(
            _("Add to the chapter"),
            list(chapters),
            format_func=chapters.__getitem__,
            key="passage_chapter",
        )
        with st.container(horizontal=True):
            if st.button(_("Add the clip"), type="primary", icon=":material/add:"):
                with told():
                    acts.add_passage(*here.asking, chapter, transcript, Span(start, end))
                    st.query_params.pop(_ASKED, None)
                    done(_("Added. Now ask the people in it."))
            _leave()


def _leave() -> None:
    if st.button(_("Not now"), key="passage_leave"):
        st.query_params.pop(_ASKED, None)
        st.rerun()
