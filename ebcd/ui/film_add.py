"""Clips to add: coded passages with their times, by touchpoint, person and code."""

from __future__ import annotations

from html import escape

import streamlit as st

from ebcd.acts import film as acts
from ebcd.acts import film_passages
from ebcd.acts.film import Film
from ebcd.acts.film_passages import Candidate
from ebcd.film.storyboard import CARD_MS, ClipKind
from ebcd.times import clock, duration, parse_clock
from ebcd.ui import film_archive, steps
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.words import _, counted

_AT_ONCE = 8


def show(here: Here, found: Film) -> None:
    """Choose passages for the film."""
    film_archive.add(here)
    chapters = {chapter.id: chapter for chapter in found.board.chapters}
    if not chapters:
        st.info(_("Add a chapter first, under “Storyboard”: a clip belongs to one."))
        return
    choice = film_passages.choice(*here.asking)
    if not choice.codes:
        st.info(_("Nothing is coded yet: clips come from coded passages."))
        steps.link("coding", here.study_id, label=_("To the coding desk"))
        return
    one, two, three = st.columns(3)
    chapter = one.selectbox(
        _("Add to the chapter"),
        list(chapters),
        format_func=lambda each: chapters[each].name,
        key="film_chapter_for",
    )
    codes = list(choice.codes)
    touchpoint = chapters[chapter].code
    code = two.selectbox(
        _("Passages coded with"),
        [0, *codes],
        codes.index(touchpoint) + 1 if touchpoint in codes else 0,
        format_func=lambda each: choice.codes[each] if each else _("Any code"),
        key=f"film_code_{chapter}",
    )
    person = three.selectbox(
        _("Spoken by"),
        [0, *choice.people],
        format_func=lambda each: choice.people[each] if each else _("Anybody"),
        key="film_person",
    )
    shown = st.session_state.get("film_more", _AT_ONCE)
    total, candidates = film_passages.candidates(
        *here.asking, code=code or None, person=person or None, most=shown
    )
    soft(counted(total, "{n} passage", "{n} passages"))
    for each in candidates:
        _candidate(here, each, chapter, chapters[chapter].name)
    if total > len(candidates) and st.button(_("Show more")):
        st.session_state["film_more"] = shown + 2 * _AT_ONCE
        st.rerun()
    _card(here, chapter)


def _candidate(here: Here, each: Candidate, chapter: int, name: str) -> None:
    with st.container(border=True):
        times = _("no times")
        if each.said is not None:
            times = f"{clock(each.said.in_ms)}–{clock(each.said.out_ms)}"
            times += f" · {duration(each.said.length_ms)}"
        st.html(
            f'<p style="margin:0"><strong>{escape(", ".join(each.people) or _("Nobody linked"))}'
            f'</strong> <span class="ebcd-soft">{escape(each.title)} · {times}</span></p>'
            f'<p style="margin:.2rem 0">{escape(each.quote)}</p>'
        )
        held = against(each)
        if each.in_film:
            soft("✓ " + _("In the film"))
        if held:
            soft("⊘ " + held)
        elif st.button(
            _("Add again") if each.in_film else _("Add to “{chapter}”").format(chapter=plain(name)),
            key=f"add_{each.uuid}",
            icon=":material/add:",
        ):
            with told():
                acts.add_clip(*here.asking, chapter, each.uuid)
                done(_("Added. Now ask the people in it."))


def against(each: Candidate) -> str:
    """Why it cannot be a clip, or ""."""
    if each.without_consent:
        return _("{who} does not consent to the film.").format(who=", ".join(each.without_consent))
    if each.said is None:
        return _("It has no times, so it cannot be found in a recording.")
    if not each.people:
        return _("Nobody in it is linked to a participant.")
    return ""


def _card(here: Here, chapter: int) -> None:
    with (
        st.expander(_("Add a title card or a voice-over"), icon=":material/title:"),
        st.form("film_card", border=False, clear_on_submit=True),
    ):
        kind = st.radio(
            _("What it is"),
            (ClipKind.CARD, ClipKind.VOICE),
            format_func=lambda each: _(each.label),
            horizontal=True,
        )
        words = st.text_area(_("Its words"), max_chars=500)
        length = st.text_input(_("How long it stands"), clock(CARD_MS))
        if st.form_submit_button(_("Add to the chapter")):
            with told():
                acts.add_card(*here.asking, chapter, ClipKind(kind), words, parse_clock(length))
                done(_("Added."))
