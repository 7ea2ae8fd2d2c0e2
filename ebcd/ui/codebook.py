"""The codebook page: the tree of codes, one code, and codes from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ebcd.acts import codebook as acts
from ebcd.acts.access import May
from ebcd.codebook import Code
from ebcd.ui import codebook_exchange, codebook_form, evidence
from ebcd.ui.codebook_list import STYLE, list_html, matching, undo_bar
from ebcd.ui.here import Here
from ebcd.ui.plain import soft
from ebcd.ui.pressing import pressing
from ebcd.words import _, counted

TABS_KEY = "codebook_tab"


def show(here: Here) -> None:
    """The page."""
    st.title(_("Codebook"))
    codes = acts.codes(*here.asking)
    undo_bar(here)
    names = [_("Codes")]
    parts = [_codes]
    if here.may(May.CODEBOOK):
        names += [_("Starter set"), _("Import")]
        parts += [codebook_exchange.starter, codebook_exchange.imports]
    if here.may(May.REPORT):
        names.append(_("Export"))
        parts.append(codebook_exchange.exports)
    for tab, part in zip(st.tabs(names, key=TABS_KEY, on_change="rerun"), parts, strict=True):
        if tab.open:
            with tab:
                part(here, codes)


def _codes(here: Here, codes: Sequence[Code]) -> None:
    if not codes:
        _empty(here)
        return
    st.html(STYLE)
    chosen = chosen_code(codes)
    listed, form = st.columns([2, 3], gap="large")
    with listed:
        _list(here, codes, chosen)
    with form:
        if chosen is not None:
            codebook_form.one(here, codes, chosen)
        elif here.may(May.CODEBOOK):
            codebook_form.add(here, codes)
        else:
            st.info(_("Choose a code to read its definition."))


def chosen_code(codes: Sequence[Code]) -> Code | None:
    """The code that the address names."""
    named = st.query_params.get("code")
    return next((code for code in codes if str(code.id) == named), None)


def _choose(value: str) -> None:
    st.query_params["code"] = value


def _choose_none() -> None:
    st.query_params.pop("code", None)


def _list(here: Here, codes: Sequence[Code], chosen: Code | None) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input(
            _("Search names and definitions"), key="codebook_search", icon=":material/search:"
        )
        if here.may(May.CODEBOOK) and chosen is not None:
            st.button(
                _("Add a code"),
                icon=":material/add:",
                on_click=_choose_none,
            )
    found = matching(codes, words)
    if not found:
        st.info(_("No code matches. Try fewer words."))
        return
    codings = acts.coding_counts(*here.asking)
    people = evidence.people_by_code(here, evidence.material(here))
    uses = sum(codings.values())
    soft(
        counted(len(found), "{n} code", "{n} codes")
        + " · "
        + counted(uses, "{n} coding", "{n} codings")
    )
    pressing(
        list_html(here.study_id, found, codings, people, chosen.id if chosen else None),
        key="codebook_list",
        on_press=_choose,
    )


def _go_to_tab(name: str) -> None:
    st.session_state[TABS_KEY] = name


def _empty(here: Here) -> None:
    if not here.may(May.CODEBOOK):
        st.info(_("The team has no codes yet."))
        return
    st.info(
        _(
            "There are no codes yet. Begin with the starter set of journey stages and emotion "
            "words, bring a codebook that you have, or add the first code yourself."
        )
    )
    with st.container(horizontal=True):
        st.button(
            _("Look at the starter set"),
            icon=":material/checklist:",
            type="primary",
            on_click=_go_to_tab,
            args=(_("Starter set"),),
        )
        st.button(
            _("Import a codebook"),
            icon=":material/upload_file:",
            on_click=_go_to_tab,
            args=(_("Import"),),
        )
    codebook_form.add(here, [])
