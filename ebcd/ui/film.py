"""The film page: the storyboard, clips to add, balance, recordings and files."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from ebcd.acts import codebook, film_chapters
from ebcd.acts.access import May
from ebcd.acts.film import Film
from ebcd.film.storyboard import USUAL_MS, against_target
from ebcd.findings.journey import pathway
from ebcd.times import duration
from ebcd.ui import (
    film_add,
    film_agreement,
    film_approval,
    film_balance,
    film_board,
    film_files,
    film_passage,
    film_recordings,
    film_versions,
)
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.words import _, counted

Part = Callable[[Here, Film], None]


def show(here: Here) -> None:
    """The page."""
    st.title(_("Film"))
    found = film_versions.chosen(here)
    if found is None:
        _begin(here)
        return
    film_versions.choose(found)
    _standing(found)
    if here.may(May.FILM):
        film_passage.offer(here, found)
    parts: dict[str, Part] = {
        _("Storyboard"): film_board.show,
        _("Balance"): film_balance.show,
        _("Versions"): film_versions.show,
    }
    if here.may(May.EVENTS):
        parts[_("Approval")] = film_agreement.show
    if here.may(May.FILM):
        parts = {
            _("Storyboard"): film_board.show,
            _("Add clips"): film_add.show,
            _("Balance"): film_balance.show,
            _("Approval"): film_approval.show,
            _("Versions"): film_versions.show,
            _("Recordings"): film_recordings.show,
            _("Files"): film_files.show,
        }
    if found.version.id:
        for name in (_("Add clips"), _("Recordings")):
            parts.pop(name, None)
    tabs = st.tabs(list(parts), key="film_tab", on_change="rerun")
    for tab, part in zip(tabs, parts.values(), strict=True):
        if tab.open:
            with tab:
                part(here, found)


def _begin(here: Here) -> None:
    st.info(
        _(
            "The catalyst film shows patients, carers and staff in their own words: chapters by "
            "touchpoint, 20 to 35 minutes in all. There is no storyboard yet."
        )
    )
    if not here.may(May.FILM):
        return
    touchpoints = pathway(codebook.codes(*here.asking))
    with st.form("begin_film", border=False):
        title = st.text_input(
            _("Title"), _("{study}: the catalyst film").format(study=here.study.name)
        )
        minutes = st.number_input(_("Length aimed at, in minutes"), 1, 240, 30)
        chosen = st.multiselect(
            _("Chapters, from touchpoints in the order of the pathway"),
            [each.id for each in touchpoints],
            [each.id for each in touchpoints[:8]],
            format_func={each.id: each.name for each in touchpoints}.__getitem__,
            placeholder=_("Choose, or leave empty and add chapters later"),
            select_all=False,
        )
        if st.form_submit_button(_("Begin the storyboard"), type="primary"):
            with told():
                film_chapters.create_storyboard(*here.asking, title[:200], int(minutes) * 60_000)
                order = [each.id for each in touchpoints if each.id in chosen]
                film_chapters.chapters_from_touchpoints(*here.asking, order)
                done(_("The storyboard is begun. Now add clips."))


def _standing(found: Film) -> None:
    """How long the film is, and whether it may be shown."""
    board, held = found.board, found.gate.held
    clips = sum(1 for _chapter in board.clips())
    low, high = (each // 60_000 for each in USUAL_MS)
    st.markdown(
        f"**{plain(board.title)}** · {counted(clips, '{n} clip', '{n} clips')} · "
        f"{duration(board.length_ms)}"
    )
    soft(
        _(
            "With title cards; {against}. Such films are usually {low} to {high} minutes long."
        ).format(against=against_target(board), low=low, high=high)
    )
    if not clips:
        return
    if found.gate.final:
        st.success(
            _("Everybody in every clip consents to the film and has approved their clips."),
            icon=":material/verified:",
        )
    else:
        st.warning(
            _("DRAFT, for the team only.")
            + " "
            + counted(
                len(held),
                "{n} clip may not be shown yet.",
                "{n} clips may not be shown yet.",
            )
            + " "
            + _("The Word draft shows those that nobody has said no to; no other file has them."),
            icon=":material/draft:",
        )
    film_agreement.notice(found.stands)
