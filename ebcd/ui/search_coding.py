"""Coding what a search found: which passages, with which code, done and undone in one step."""

from __future__ import annotations

from html import escape

import streamlit as st

from ebcd.acts import codebook
from ebcd.acts import search as acts
from ebcd.acts.search import Done, NewCode, Preview, Proposal, Unit
from ebcd.codebook import Code, Kind, path
from ebcd.store.found_turns import Where
from ebcd.text import Span, sha256
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.ui.search_hits import marked, who
from ebcd.ui.ticking import item, note, ticking
from ebcd.words import _, counted

_UNDO, _KEPT, _NEW = "search_undo", "search_preview", 0


def show(here: Here, typed: str, where: Where) -> None:
    """What would be coded, to look through, and the button that does it."""
    codes = codebook.codes(*here.asking)
    unit = st.segmented_control(
        _("Code, around each place found"),
        list(Unit),
        default=Unit.SENTENCE,
        required=True,
        format_func=lambda each: _(each.label),
        key="search_unit",
    )
    code = chosen_code(codes, "search")
    if code is None:
        soft(_("Choose a code, and the passages are shown before anything is done."))
        return
    of = _preview(here, typed, where, Unit(unit), code if isinstance(code, int) else None)
    chosen = _looked_through(of, name_of(code, codes))
    label = counted(len(chosen), "Code {n} passage", "Code {n} passages")
    if st.button(
        label, type="primary", disabled=not chosen, icon=":material/label:", key="search_do"
    ):
        _do(here, chosen, code, codes)


def chosen_code(codes: list[Code], key: str) -> int | NewCode | None:
    """The code that was chosen; None as long as none was. `key`: of whoever asks."""
    by_id = {code.id: code for code in codes}
    chosen = st.selectbox(
        _("With the code"),
        [_NEW, *by_id],
        index=None,
        format_func=lambda each: _("A new code …") if each == _NEW else path(by_id[each], by_id),
        placeholder=_("Choose a code"),
        key=f"{key}_code",
    )
    if chosen != _NEW:
        return chosen
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.selectbox(
            _("Kind"),
            tuple(Kind),
            index=list(Kind).index(Kind.THEME),
            format_func=lambda each: _(each.label),
            key=f"{key}_kind",
        )
        name = st.text_input(_("Name of the new code"), max_chars=120, key=f"{key}_name")
    return NewCode(Kind(str(kind)), name) if name.strip() else None


def name_of(code: int | NewCode, codes: list[Code]) -> str:
    """What the chosen code is called."""
    if isinstance(code, NewCode):
        return code.name.strip()
    return next(each.name for each in codes if each.id == code)


def _preview(here: Here, typed: str, where: Where, unit: Unit, code_id: int | None) -> Preview:
    """The passages, worked out again only where something changed."""
    asked = (here.study_id, here.study.revision, typed, where, unit, code_id)
    kept = st.session_state.get(_KEPT)
    if kept is None or kept[0] != asked:
        kept = (asked, acts.preview(*here.asking, typed, where, unit, code_id))
        st.session_state[_KEPT] = kept
    found: Preview = kept[1]
    return found


def _looked_through(of: Preview, name: str) -> list[Proposal]:
    """The passages as a list to tick; those that stay ticked."""
    already = len(of.proposals) - len(of.new)
    if already:
        soft(
            counted(
                already,
                "{n} passage bears the code already and is left out.",
                "{n} passages bear the code already and are left out.",
            )
        )
    if of.not_to_use:
        soft(
            counted(
                of.not_to_use,
                "{n} passage is left out because part of it is marked “do not use”.",
                "{n} passages are left out because part of them is marked “do not use”.",
            )
        )
    if of.more:
        st.warning(
            _("These are the first {n}: narrow the search down to reach the rest.").format(
                n=f"{len(of.proposals):,}"
            )
        )
    if not of.proposals:
        return []
    lines = "".join(_line(each) for each in of.proposals)
    off = ticking(
        _("Passages to code"),
        lines,
        key=f"ticks_{sha256('|'.join([name, *(each.key for each in of.proposals)]))[:16]}",
    )
    return [each for each in of.new if each.key not in off]


def _line(each: Proposal) -> str:
    about = f"{escape(who(each.speaking))} · {escape(each.title)}"
    first, long = each.span.start, len(each.quote)
    hits = [
        Span(max(hit.start - first, 0), min(hit.end - first, long))
        for hit in each.hits
        if hit.meets(each.span)
    ]
    words = marked(each.quote, Span(0, long), hits)
    if each.already:
        return note(words, f"{about} · {escape(_('bears the code already'))}")
    return item(each.key, words, about)


def _do(here: Here, chosen: list[Proposal], code: int | NewCode, codes: list[Code]) -> None:
    with told():
        did = acts.code_found(*here.asking, chosen, code)
        keep_undo(here, did, name_of(code, codes))
        st.session_state.pop(_KEPT, None)
        done(_("The passages are coded."))


def keep_undo(here: Here, did: Done, name: str) -> None:
    """Remember what was coded, so that `undo` offers the way back."""
    st.session_state[_UNDO] = (here.study_id, did.undo_id, did.codings, name)


def undo(here: Here) -> None:
    """What was coded last, with the way back, until it is gone or taken back."""
    study_id, undo_id, codings, name = st.session_state.get(_UNDO) or (None, None, 0, "")
    if study_id != here.study_id or undo_id is None:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        passages = counted(codings, "{n} passage", "{n} passages")
        st.markdown(
            _("Coded with “{name}”: {passages}.").format(name=plain(name), passages=passages)
        )
        if st.button(_("Undo the coding"), icon=":material/undo:"):
            _undo(here, undo_id)


def _undo(here: Here, undo_id: int) -> None:
    st.session_state.pop(_UNDO, None)
    with told():
        back = acts.undo(*here.asking, undo_id)
        said = counted(back.codings, "{n} coding was taken back.", "{n} codings were taken back.")
        if back.kept:
            said += " " + counted(
                back.kept,
                "{n} stays: somebody has worked on it since.",
                "{n} stay: somebody has worked on them since.",
            )
        done(said, ":material/undo:")
