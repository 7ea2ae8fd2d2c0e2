"""The list of memos: written on the study, its transcripts, codes and codings, and the journal."""

from __future__ import annotations

import streamlit as st

from ebcd.acts import memos as acts
from ebcd.acts.access import May
from ebcd.store.memos import CODE, CODING, JOURNAL, STUDY, TRANSCRIPT, Memo
from ebcd.text import shorten
from ebcd.times import shown
from ebcd.ui import steps
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.words import _

_AT_ONCE = 15


def kinds() -> dict[str, str]:
    """What a memo may be about, as it is shown."""
    return {
        TRANSCRIPT: _("this transcript"),
        STUDY: _("the study"),
        JOURNAL: _("reflexivity journal"),
        CODING: _("a coding"),
        CODE: _("a code"),
    }


def show(here: Here, transcript_id: int) -> None:
    """Write a memo, and read those that are there."""
    if here.may(May.CODE):
        _write(here, transcript_id)
    if undo_id := st.session_state.get("memo_undo"):
        st.button(_("Undo the last change of a memo"), on_click=_undo, args=(here, undo_id))
    words = st.text_input(_("Search the memos"), key="memo_words")
    most = st.session_state.get("memo_most", _AT_ONCE)
    found = acts.memos(*here.asking, words=words, most=most + 1)
    if not found:
        soft(_("No memo has these words.") if words else _("No memos yet."))
        return
    for memo in found[:most]:
        _one(here, memo)
    if len(found) > most and st.button(_("Show more memos")):
        st.session_state["memo_most"] = most + _AT_ONCE
        st.rerun()


def _write(here: Here, transcript_id: int) -> None:
    labels = kinds()
    with st.form("memo_new", clear_on_submit=True, border=False):
        kind = st.segmented_control(
            _("Write a memo on"),
            (TRANSCRIPT, STUDY, JOURNAL),
            default=TRANSCRIPT,
            format_func=lambda one: labels[one],
        )
        text = st.text_area(_("Memo"), max_chars=20_000, height=100)
        if st.form_submit_button(_("Save memo")):
            with told():
                acts.write_memo(*here.asking, kind or TRANSCRIPT, text, transcript_id=transcript_id)
                done(_("The memo is saved."))


def _undo(here: Here, undo_id: int) -> None:
    with told():
        acts.undo_memo(*here.asking, undo_id)
    st.session_state.pop("memo_undo", None)


def _about(memo: Memo) -> str:
    if memo.kind == CODING:
        return f"{memo.code}: “{shorten(memo.quote, 60)}” ({memo.title})"
    if memo.kind == TRANSCRIPT:
        return memo.title
    return memo.code if memo.kind == CODE else kinds()[memo.kind].capitalize()


def _one(here: Here, memo: Memo) -> None:
    with st.container(border=True):
        when = shown(memo.changed_at, here.study.zone)
        soft(f"{_about(memo)} · {memo.by} · {when}")
        if not here.may(May.CODE):
            st.text(memo.text)
            return
        text = st.text_area(
            _("Memo on {what}").format(what=plain(_about(memo))),
            memo.text,
            key=f"memo_{memo.uuid}_{memo.changed_at.timestamp()}",
            max_chars=20_000,
            label_visibility="collapsed",
        )
        with st.container(horizontal=True):
            if st.button(_("Save"), key=f"memo_save_{memo.uuid}"):
                with told():
                    st.session_state["memo_undo"] = acts.rewrite_memo(*here.asking, memo.uuid, text)
                    done(_("The memo is saved."))
            if st.button(_("Delete"), key=f"memo_delete_{memo.uuid}"):
                with told():
                    st.session_state["memo_undo"] = acts.delete_memo(*here.asking, memo.uuid)
                    done(_("The memo is deleted. Undo brings it back."))
            if memo.transcript_id is not None and memo.start is not None:
                steps.link(
                    "coding",
                    here.study_id,
                    label=_("Show the place"),
                    transcript=memo.transcript_id,
                    at=f"{memo.start}-{memo.end}",
                )
