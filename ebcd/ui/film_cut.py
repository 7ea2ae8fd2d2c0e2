"""The rough cut: the film as MP4, made in the background, played and fetched here."""

from __future__ import annotations

from html import escape

import streamlit as st

from ebcd.acts import rough_cut as acts
from ebcd.acts.film import Film
from ebcd.acts.rough_cut import Cutting
from ebcd.acts.rough_cut_plan import Purpose, Wanted
from ebcd.film.cutting.segments import HEIGHTS, CaptionsShown
from ebcd.film.showing import FOR, SHOWINGS
from ebcd.film.storyboard import Clip, ClipKind, Disguise
from ebcd.people import Use
from ebcd.store.cuts import CutMade
from ebcd.times import duration, shown
from ebcd.ui import film_spoken
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.web.cuts import captions_address, film_address
from ebcd.words import _, counted

_OUT = "film_cut_left_out"
_PURPOSES = (Purpose.SHOWN, Purpose.TEAM, Purpose.APPROVAL)
_CAPTIONS = (CaptionsShown.SOFT, CaptionsShown.BURNED, CaptionsShown.NONE)
_DISGUISES = (Disguise.NONE, Disguise.MOSAIC, Disguise.VOICE)


def show(here: Here, found: Film, knowingly: bool) -> None:
    """Make a film, see how far it is, and the films that were made."""
    st.header(_("Rough cut (MP4)"))
    now = acts.cutting(*here.asking)
    if now is not None and now.running:
        _watched(here)
    else:
        if now is not None:
            _broken_off(here, now)
        _make(here, found, knowingly)
    _left_out()
    _disguises(here, found)
    film_spoken.show(here, found)
    _films(here)


@st.fragment(run_every=2)
def _watched(here: Here) -> None:
    """The cutting under way. When it ends the whole page is drawn again."""
    now = acts.cutting(*here.asking)
    if now is None or not now.running:
        st.rerun()
    text = _("{what} … you can go on working").format(what=now.message or _("Starting"))
    st.progress(now.progress, text=plain(text))
    if st.button(_("Cancel"), key="film_cut_cancel", icon=":material/cancel:"):
        with told():
            acts.cancel(*here.asking)
            done(_("Cancelled. What is cut is kept for the next time."))


def _broken_off(here: Here, now: Cutting) -> None:
    st.warning(plain(now.message or _("The cutting was interrupted. What is cut is kept.")))
    with st.container(horizontal=True):
        if st.button(_("Go on"), type="primary", key="film_cut_go_on"):
            with told():
                st.session_state[_OUT] = acts.go_on(*here.asking)
                st.rerun()
        if st.button(_("Leave it"), key="film_cut_leave"):
            with told():
                acts.cancel(*here.asking)
                st.rerun()


def _make(here: Here, found: Film, knowingly: bool) -> None:
    """What film is wanted, and the button."""
    left, right = st.columns(2)
    with left:
        purpose = st.selectbox(
            _("For whom"), _PURPOSES, format_func=lambda each: _(each.label), key="cut_purpose"
        )
        people = _in_draft(found)
        participant: int | None = None
        showing: Use | None = None
        if purpose is Purpose.APPROVAL:
            participant = st.selectbox(
                _("Whose clips"), list(people), format_func=people.__getitem__, key="cut_person"
            )
        elif purpose is Purpose.SHOWN:
            showing = st.selectbox(
                _("Where it will be shown"),
                [None, *SHOWINGS],
                format_func=lambda each: (
                    _(FOR[each]) if each else _("Nowhere yet: for whoever edits it")
                ),
                help=_("Clips of people who have not agreed to that are left out."),
                key="cut_showing",
            )
    with right:
        height = st.radio(
            _("Size"), HEIGHTS, format_func=lambda each: f"{each}p", horizontal=True, key="cut_size"
        )
        captions = st.radio(
            _("Captions"),
            _CAPTIONS,
            format_func=lambda each: _(each.label),
            key="cut_captions",
        )
    wanted = Wanted(
        purpose, height, captions, participant, found.version.id, showing or "", knowingly
    )
    if purpose is not Purpose.SHOWN:
        soft(_("Every frame says DRAFT. Clips that somebody has said no to are not in it."))
    if st.button(_("Make the film"), icon=":material/movie:", key="film_cut_make"):
        with told():
            st.session_state[_OUT] = acts.begin_cut(*here.asking, wanted)
            st.rerun()


def _in_draft(found: Film) -> dict[int, str]:
    """The people whose clips a draft may show, by id."""
    return {
        person.participant: person.pseudonym
        for _chapter, clip in found.gate.draft.clips()
        for person in clip.people
    }


def _left_out() -> None:
    """The clips that are not in the film that was asked for last."""
    if gone := st.session_state.get(_OUT):
        title = counted(len(gone), "{n} clip is not in it", "{n} clips are not in it")
        with st.expander(title, icon=":material/content_cut:"):
            for sentence in gone:
                st.markdown(f"- {plain(sentence)}")


def _disguises(here: Here, found: Film) -> None:
    clips = {
        clip.id: (number, chapter.name, clip)
        for number, (chapter, clip) in enumerate(found.board.clips(), start=1)
        if clip.kind is ClipKind.CLIP
    }
    if not clips:
        return
    with st.expander(_("Disguise a clip"), icon=":material/blur_on:"):
        soft(
            _(
                "A disguise does not make anybody anonymous: voice, figure and story remain. A "
                "clip that is less disguised than what a person approved needs their approval "
                "again."
            )
        )
        chosen = st.selectbox(
            _("Clip"), list(clips), format_func=lambda each: _called(*clips[each]), key="cut_clip"
        )
        now = clips[chosen][2].disguise
        disguise = st.radio(
            _("Shown"),
            _DISGUISES,
            _DISGUISES.index(now),
            format_func=lambda each: _(each.label),
            key=f"cut_disguise_{chosen}_{now}",
        )
        if st.button(_("Save the disguise"), key="cut_disguise_save"):
            with told():
                acts.disguise_clip(*here.asking, chosen, disguise)
                done(_("Saved."))


def _called(number: int, chapter: str, clip: Clip) -> str:
    disguised = f" · {_(clip.disguise.label)}" if clip.disguise else ""
    return f"{number} · {chapter} · {clip.speakers}{disguised}"


def _films(here: Here) -> None:
    made = acts.films_made(*here.asking)
    if not made:
        return
    st.markdown(f"**{_('Films made')}**")
    held = acts.held_back(*here.asking)
    for film in made:
        _film(here, film, held.get(film.id, ""))


def _film(here: Here, film: CutMade, held: str) -> None:
    """One film: what it is, played, fetched or deleted. `held`: why it may not be shown."""
    at = shown(film.at, here.study.zone)
    about = f"{duration(film.length_ms)} · {film.bytes / 1e6:,.1f} MB · {at} · {film.by}"
    with st.expander(plain(f"{film.name} · {at}"), icon=":material/movie:"):
        soft(about.rstrip(" ·"))
        if held:
            st.warning(plain(_(held)), icon=":material/block:")
        else:
            _player(here, film)
        with st.container(horizontal=True):
            if not held:
                st.link_button(
                    _("Download"),
                    film_address(here.study_id, film.id, save=True),
                    icon=":material/download:",
                )
            sure = st.checkbox(_("Delete it"), key=f"cut_sure_{film.id}")
            if sure and st.button(_("Delete the film"), key=f"cut_delete_{film.id}"):
                with told():
                    acts.delete_film(*here.asking, film.id)
                    done(_("The film is deleted."))


def _player(here: Here, film: CutMade) -> None:
    label = escape(_("Player: {name}").format(name=film.name), quote=True)
    address = film_address(here.study_id, film.id)
    st.html(
        f'<video controls preload="none" src="{address}" aria-label="{label}" '
        'style="width:100%;max-width:40rem;background:#000">'
        f'<track kind="captions" src="{captions_address(here.study_id, film.id)}" '
        f'srclang="en" default label="{escape(_("Captions"), quote=True)}"></video>'
    )
