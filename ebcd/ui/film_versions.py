"""Versions of the film: choose one, make another, and see two side by side."""

from __future__ import annotations

import streamlit as st

from ebcd.acts import film as films
from ebcd.acts import film_versions as acts
from ebcd.acts.access import May
from ebcd.acts.film import Film
from ebcd.errors import NotFound
from ebcd.film.storyboard import Clip, against_target
from ebcd.film.versions import Row, Version
from ebcd.times import duration
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.ui.tables import Looks, table
from ebcd.words import _, counted

PARAMETER = "version"


def chosen(here: Here) -> Film | None:
    """The film in the version that the address names, the whole of it where that is gone."""
    named = st.query_params.get(PARAMETER, "")
    if named.isdecimal() and 0 < int(named) < 2**31:
        try:
            return films.film(*here.asking, int(named))
        except NotFound as problem:
            st.query_params.pop(PARAMETER, None)
            st.info(str(problem))
    return films.film(*here.asking)


def choose(found: Film) -> None:
    """Which version the page is about, where there are several."""
    if len(found.versions) < 2:
        return
    names = {each.id: each.name for each in found.versions}
    ids = list(names)
    version = st.radio(
        _("Version of the film"),
        ids,
        ids.index(found.version.id),
        format_func=lambda each: plain(names[each]),
        horizontal=True,
        key=f"film_version_{'_'.join(map(str, ids))}_{found.version.id}",
    )
    if version != found.version.id:
        if version:
            st.query_params[PARAMETER] = str(version)
        else:
            st.query_params.pop(PARAMETER, None)
        st.rerun()


def show(here: Here, found: Film) -> None:
    """All about versions."""
    soft(
        _(
            "The storyboard is the version “Film”. Another version, a short one perhaps, takes "
            "some of its clips, in an order of its own within each chapter; a trim counts in all."
        )
    )
    if here.may(May.FILM):
        _make(here, found)
        if found.version.id:
            _change(here, found)
    if len(found.versions) > 1:
        _side_by_side(here, found)


def _make(here: Here, found: Film) -> None:
    with (
        st.expander(_("Make a version"), icon=":material/add:", expanded=len(found.versions) < 2),
        st.form("film_version_make", border=False, clear_on_submit=True),
    ):
        name = st.text_input(_("Name"), max_chars=acts.LONGEST_NAME, placeholder=_("Short version"))
        minutes = st.number_input(_("Length aimed at, in minutes"), 1, 240, 10)
        approved = st.checkbox(_("Begin with the approved clips alone"))
        if st.form_submit_button(_("Make the version"), type="primary"):
            cleared = [clip.id for _chapter, clip in found.gate.cleared.clips()]
            with told():
                made = acts.add_version(
                    *here.asking, name, int(minutes) * 60_000, cleared if approved else None
                )
                st.query_params[PARAMETER] = str(made)
                done(_("The version is made. Now choose its clips."))


def _change(here: Here, found: Film) -> None:
    version = found.version
    whole = films.film(*here.asking)
    assert whole is not None
    numbers = {
        clip.id: (number, chapter.name, clip)
        for number, (chapter, clip) in enumerate(whole.board.clips(), start=1)
    }
    st.header(_("Clips of “{version}”").format(version=plain(version.name)))
    with st.form(f"film_version_clips_{version.id}_{here.study.revision}", border=False):
        ids = [clip.id for _chapter, clip in found.board.clips()]
        wanted = st.multiselect(
            _("Clips in it"),
            list(numbers),
            ids,
            format_func=lambda each: _called(*numbers[each]),
            select_all=False,
        )
        if st.form_submit_button(_("Save the choice"), type="primary"):
            with told():
                acts.choose_clips(*here.asking, version.id, wanted)
                done(_("Saved."))
    with st.expander(_("Name, length or delete"), icon=":material/edit:"):
        with st.form(f"film_version_{version.id}", border=False):
            name = st.text_input(_("Name"), version.name, max_chars=acts.LONGEST_NAME)
            minutes = st.number_input(
                _("Length aimed at, in minutes"), 1, 240, max(1, version.target_ms // 60_000)
            )
            if st.form_submit_button(_("Save")):
                with told():
                    acts.change_version(*here.asking, version.id, name, int(minutes) * 60_000)
                    done(_("Saved."))
        if st.button(_("Delete this version"), icon=":material/delete:"):
            with told():
                acts.delete_version(*here.asking, version.id)
                st.query_params.pop(PARAMETER, None)
                done(_("The version is deleted; its clips stay in the storyboard."))


def _called(number: int, chapter: str, clip: Clip) -> str:
    return f"{number} · {chapter} · {clip.speakers or _(clip.kind.label)}"


def _side_by_side(here: Here, found: Film) -> None:
    """Two versions: the running time of each, and what is in one only."""
    st.header(_("Side by side"))
    names = {each.id: each.name for each in found.versions}
    ids = list(names)
    one, two = st.columns(2)
    left = one.selectbox(_("Left"), ids, 0, format_func=names.__getitem__, key="film_left")
    right = two.selectbox(_("Right"), ids, 1, format_func=names.__getitem__, key="film_right")
    with told():
        for place, version in ((one, left), (two, right)):
            with place:
                _running_time(here, next(v for v in found.versions if v.id == version))
        rows = acts.compare(*here.asking, left, right)
        both = sum(1 for row in rows if row.left and row.right)
        soft(
            counted(both, "{n} clip is in both", "{n} clips are in both")
            + ", "
            + _("{n} only in the left one, {m} only in the right one.").format(
                n=sum(1 for row in rows if not row.right), m=sum(1 for row in rows if not row.left)
            )
        )
        _table(rows, names[left], names[right])


def _running_time(here: Here, version: Version) -> None:
    film = films.film(*here.asking, version.id)
    if film is not None:
        clips = sum(1 for _each in film.board.clips())
        said = counted(clips, "{n} clip", "{n} clips")
        soft(f"{duration(film.board.length_ms)}, {said}: {against_target(film.board)}")


def _table(rows: list[Row], left: str, right: str) -> None:
    body = [
        (
            _place(row.left),
            _place(row.right),
            row.chapter,
            row.clip.speakers or _(row.clip.kind.label),
            duration(row.clip.length_ms),
            row.clip.words,
        )
        for row in rows
    ]
    heads = (left, right, _("Chapter"), _("Who"), _("Length"), _("Words"))
    table(_("Two versions of the film"), heads, body, Looks(row_head=2))


def _place(number: int | None) -> str:
    return str(number) if number is not None else _("not in it")
