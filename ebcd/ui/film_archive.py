"""An archive film on the page: its place, its introduction, where it is from, and permission."""

from __future__ import annotations

import streamlit as st

from ebcd.acts import film_archive as acts
from ebcd.film.storyboard import Clip
from ebcd.study import Approach
from ebcd.times import clock, parse_clock
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import soft
from ebcd.words import _


def add(here: Here) -> None:
    """Put an archive film in, where the study's approach has one."""
    if here.study.approach is not Approach.ACCELERATED:
        return
    with (
        st.expander(_("Add an archive film with its introduction"), icon=":material/archive:"),
        st.form("film_archive", border=False, clear_on_submit=True),
    ):
        soft(
            _(
                "A film made elsewhere, shown with an introduction that says that these are not "
                "local people. Nobody of this study is in it; it needs permission to be shown."
            )
        )
        title, length, taken_from, permission = _fields("", "20:00", "", "")
        introduction = st.text_area(_("Introduction, on a card before it"), acts.INTRODUCTION)
        if st.form_submit_button(_("Add the archive film"), type="primary"):
            with told():
                acts.add_archive_film(
                    *here.asking,
                    title,
                    parse_clock(length),
                    taken_from,
                    permission=permission,
                    introduction=introduction,
                )
                done(_("The archive film has its place at the end of the film."))


def opened(here: Here, clip: Clip) -> None:
    """What is recorded of an archive film, to be changed."""
    with st.form(f"film_archive_{clip.id}", border=False):
        title, length, taken_from, permission = _fields(
            clip.words, clock(clip.length_ms), clip.taken_from, clip.permission
        )
        if st.form_submit_button(_("Save"), type="primary"):
            with told():
                acts.change_archive_film(
                    *here.asking, clip.id, title, parse_clock(length), taken_from, permission
                )
                done(_("Saved."))


def _fields(title: str, length: str, taken_from: str, permission: str) -> tuple[str, str, str, str]:
    left, right = st.columns([3, 1])
    return (
        left.text_input(_("Title of the archive film"), title, max_chars=200),
        right.text_input(_("Its length"), length),
        st.text_input(
            _("Where it is from"),
            taken_from,
            max_chars=acts.LONGEST_SOURCE,
            placeholder=_("Who made it, and where it can be found"),
        ),
        st.text_input(
            _("Permission to show it"),
            permission,
            placeholder=_("Who gave it, when, and for what; empty while it is missing"),
        ),
    )
