"""Queries that the team keeps: open one, keep this one, delete one."""

from __future__ import annotations

import streamlit as st

from ebcd.acts import retrieval as acts
from ebcd.acts.access import May
from ebcd.findings.question import Question, read, sentence
from ebcd.store.findings import Material
from ebcd.ui import retrieval_question
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.ui.retrieval_work import remember_undo
from ebcd.words import _, counted


def show(here: Here, of: Material, question: Question) -> None:
    """The kept queries, and keeping the one that is asked."""
    kept = acts.kept(*here.asking)
    label = counted(len(kept), "{n} kept query", "{n} kept queries") if kept else _("Keep a query")
    with st.expander(label, icon=":material/bookmark:"):
        names = acts.names(of)
        for each in kept:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.button(
                    plain(each.name),
                    key=f"kept_{each.id}",
                    icon=":material/search:",
                    on_click=retrieval_question.ask,
                    args=(each.query,),
                )
                soft(sentence(read(each.query), names))
                if here.may(May.CODE):
                    st.button(
                        _("Delete “{name}”").format(name=plain(each.name)),
                        key=f"kept_delete_{each.id}",
                        icon=":material/delete:",
                        on_click=_delete,
                        args=(here, each.id, each.name),
                    )
        if here.may(May.CODE):
            _keep(here, question)


def _keep(here: Here, question: Question) -> None:
    with (
        st.form("keep_query", border=False, clear_on_submit=True),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        name = st.text_input(_("Keep what is asked now as"), max_chars=acts.LONGEST_NAME)
        if st.form_submit_button(_("Keep"), icon=":material/bookmark_add:"):
            with told():
                acts.keep(*here.asking, name, question)
                done(_("The query is kept."))


def _delete(here: Here, query_id: int, name: str) -> None:
    with told():
        undo_id = acts.let_go(*here.asking, query_id)
        if undo_id is not None:
            remember_undo(here, undo_id, _("“{name}” is deleted.").format(name=name))
