"""The coding page: choose a transcript, code it, and see how far the coding is."""

from __future__ import annotations

import streamlit as st

from ebcd.acts import codebook, waiting
from ebcd.acts import coding as acts
from ebcd.acts.access import May
from ebcd.store.desk import Progress
from ebcd.text import Span
from ebcd.ui import blind_coding, memos, steps, together
from ebcd.ui.coding_desk import coding_desk
from ebcd.ui.here import Here
from ebcd.ui.plain import plain
from ebcd.words import _, counted

_A_PAGE = 12


def show(here: Here) -> None:
    """The page."""
    listed = acts.progress(*here.asking)
    if not listed:
        st.title(_("Coding desk"))
        st.info(_("There is no transcript to code yet: import the interviews first."))
        steps.link("transcripts", here.study_id, label=_("To the transcripts"))
        return
    left, right = st.columns([2, 3], vertical_alignment="center")
    left.title(_("Coding desk"))
    with right:
        chosen = _choose(listed)
    if here.may(May.CODE) and not codebook.begun(*here.asking):
        st.info(
            _("There are no codes yet: take a starter set, or make one here by typing its name.")
        )
        steps.link("codebook", here.study_id, label=_("To the codebook"))
    blind_coding.note(here, chosen)
    _desk(here, chosen)
    transcripts, notes, people = st.tabs(
        [_("All transcripts"), _("Memos"), _("Together")], key="coding_tabs", on_change="rerun"
    )
    if transcripts.open:
        with transcripts:
            _overview(here, listed)
    if notes.open:
        with notes:
            memos.show(here, chosen)
    if people.open:
        with people:
            together.show(here)


def _label(one: Progress) -> str:
    called = {"field_note": _("field note"), "comments": _("comments")}.get(one.kind)
    kind = f"{called}, " if called else ""
    return f"{one.title} ({kind}{counted(one.codings, '{n} coding', '{n} codings')})"


def _choose(listed: list[Progress]) -> int:
    """The transcript that is worked on: from the address, else the first."""
    ids = [one.id for one in listed]
    named = st.query_params.get("transcript", "")
    at = ids.index(int(named)) if named.isdecimal() and int(named) in ids else 0
    titles = {one.id: _label(one) for one in listed}
    chosen = st.selectbox(
        _("Transcript"),
        ids,
        index=at,
        format_func=lambda one: titles[one],
        key=f"coding_{named}",
        label_visibility="collapsed",
    )
    if str(chosen) != named:
        st.query_params["transcript"] = str(chosen)
        st.query_params.pop("at", None)
        if named:
            st.rerun()
    return int(chosen)


def _place() -> Span | None:
    """The place that the address asks for, as `at=120-180`."""
    start, dash, end = st.query_params.get("at", "").partition("-")
    if dash and start.isdecimal() and end.isdecimal() and int(start) < int(end):
        return Span(int(start), int(end))
    return None


@st.fragment
def _desk(here: Here, transcript_id: int) -> None:
    """The desk with the counts above it; only this is drawn again after saving."""
    listed = acts.progress(*here.asking, only=transcript_id)
    if not listed:
        st.warning(_("This transcript is no longer in the study: choose another one."))
        return
    (one,) = listed
    counts = [
        counted(one.words, "{n} word", "{n} words"),
        counted(one.codings, "{n} coding", "{n} codings"),
        _("{n} of them yours").format(n=one.mine),
    ]
    correct = f"/transcripts?study={here.study_id}&transcript={transcript_id}"
    if waits := waiting.waiting_counts(*here.asking).get(transcript_id):
        said = counted(waits, "{n} waits to be placed anew", "{n} wait to be placed anew")
        counts.append(f"[{said}]({correct})")
    st.markdown(f":small[{' · '.join(counts)}]")
    coding_desk(
        here.study_id,
        transcript_id,
        account_id=here.account.id,
        initials=here.account.initials,
        may_code=here.may(May.CODE),
        correct=correct if here.may(May.TRANSCRIPTS) else None,
        film=steps.address("film", here.study_id) if here.may(May.FILM) else None,
        at=_place(),
    )


def _overview(here: Here, listed: list[Progress]) -> None:
    """Every transcript with how much is coded in it, as links; a long list on pages."""
    pages = -(-len(listed) // _A_PAGE)
    page = 1
    if pages > 1:
        page = st.pagination(pages, key="coding_overview")
    for one in listed[(page - 1) * _A_PAGE : page * _A_PAGE]:
        steps.link("coding", here.study_id, label=plain(_label(one)), transcript=one.id)
