"""How far the assistant has come with a study, and whose coding it learns from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import streamlit as st

from ebcd.acts import assistant as acts
from ebcd.acts.access import May
from ebcd.acts.assistant import State
from ebcd.times import shown
from ebcd.ui.here import Here, told
from ebcd.ui.plain import plain, soft
from ebcd.words import _, counted

EVERYBODY = 0
"""Stands for all coders where one is chosen."""


def learning(here: Here, found: State) -> None:
    """How far it has come; watched while it learns, so that the page never waits."""
    if found.running is not None:
        _watched(here, found.at)
    elif found.failure:
        st.warning(plain(found.failure))
        if here.may(May.CODE) and st.button(_("Try again"), key="assistant_again"):
            acts.learn_again(*here.asking)
            st.rerun()
    if found.missing:
        st.info(found.missing)
    coders = acts.coders(*here.asking)
    if found.coded is not None and found.at is not None:
        at = shown(found.at, here.study.zone)
        learnt = counted(
            found.coded, "Learnt from {n} coded passage", "Learnt from {n} coded passages"
        )
        if found.coder in coders and found.running is None:
            learnt += " " + _("of {name}").format(name=plain(coders[found.coder]))
        changed = " · " + _("the study has changed since") if found.changed else ""
        soft(f"{learnt} · {at}{changed}")
    if len(coders) > 1 and found.running is None and here.may(May.CODE):
        _whose(here, found, coders)


def _whose(here: Here, found: State, coders: Mapping[int, str]) -> None:
    """Whose coding it learns from: everybody's, or one person's alone."""
    now = EVERYBODY if found.coder is None or found.coder not in coders else found.coder
    whose: list[int] = [EVERYBODY, *coders]
    chosen = st.selectbox(
        _("Learn from the coding of"),
        whose,
        whose.index(now),
        format_func=lambda each: coders.get(each, _("everybody")),
        help=_("Suggestions, questions and “How good is it here?” follow, for the whole team."),
        key=f"assistant_whose_{now}",
        width=320,
    )
    if chosen != now:
        with told():
            acts.learn_from(*here.asking, None if chosen == EVERYBODY else chosen)
            st.rerun()


@st.fragment(run_every=2)
def _watched(here: Here, drawn: datetime | None) -> None:
    """The fit under way; the page is drawn again when it ends, and when suggestions are there.

    `drawn`: of when what the page shows is.
    """
    now = acts.state(*here.asking)
    if now.running is None or now.at != drawn:
        st.rerun()
    stages = {
        "reading": _("Reading the transcripts"),
        "vectors": _("Reading what each sentence means"),
        "learning": _("Learning from your coding"),
        "suggestions": _("Looking for passages to suggest codes for"),
        "goodness": _("Working out how good it is here"),
        "questions": _("Looking for questions about the coding"),
        "topics": _("Looking for topics"),
    }
    said = stages.get(now.running.message, _("Starting"))
    st.progress(now.running.progress, text=_("{what} … you can go on working").format(what=said))
