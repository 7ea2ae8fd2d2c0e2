"""Sending passages of a topic to a code: looked through first, taken back in one step."""

from __future__ import annotations

from html import escape

import streamlit as st

from ebcd.acts import assistant_topic_coding as acts
from ebcd.acts import codebook
from ebcd.acts.assistant_topic_coding import Preview
from ebcd.acts.assistant_topics import TopicPassage, TopicShown
from ebcd.acts.search import NewCode
from ebcd.text import sha256
from ebcd.ui import search_coding
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import soft
from ebcd.ui.ticking import item, ticking
from ebcd.words import _, counted


def show(here: Here, topic: TopicShown) -> None:
    """What would be coded, to look through, and the button that does it."""
    with st.expander(
        _("Send passages to a code"),
        icon=":material/label:",
        key="topic_send",
        on_change="rerun",
    ) as part:
        if part.open:
            _form(here, topic)


def _form(here: Here, topic: TopicShown) -> None:
    codes = codebook.codes(*here.asking)
    code = search_coding.chosen_code(codes, "topic")
    uncoded = st.toggle(
        _("Only passages that bear no code yet"), value=True, key=f"topic_send_bare_{topic.ref}"
    )
    if code is None:
        soft(_("Choose a code, and the passages are shown before anything is done."))
        return
    with told():
        of = acts.preview(
            *here.asking, topic.ref, code if isinstance(code, int) else None, uncoded=uncoded
        )
        chosen = _looked_through(of)
        if st.button(
            counted(len(chosen), "Code {n} passage", "Code {n} passages"),
            type="primary",
            disabled=not chosen,
            icon=":material/label:",
            key="topic_send_do",
        ):
            _send(here, chosen, code, search_coding.name_of(code, codes))


def _looked_through(of: Preview) -> list[TopicPassage]:
    """The passages as a list to tick; those that stay ticked."""
    if of.already:
        soft(
            counted(
                of.already,
                "{n} passage bears the code already and is left out.",
                "{n} passages bear the code already and are left out.",
            )
        )
    if len(of.passages) < of.of:
        soft(
            _("These are the {n} most typical of {of}: code them, and the next are shown.").format(
                n=len(of.passages), of=f"{of.of:,}"
            )
        )
    if not of.passages:
        soft(_("There is no passage left to send."))
        return []
    lines = "".join(
        item(each.key, escape(each.text), " · ".join(map(escape, filter(None, _about(each)))))
        for each in of.passages
    )
    key = sha256("|".join(each.key for each in of.passages))[:16]
    off = ticking(_("Passages to code"), lines, key=f"topic_ticks_{key}")
    return [each for each in of.passages if each.key not in off]


def _about(each: TopicPassage) -> tuple[str, ...]:
    return each.who, each.title


def _send(here: Here, chosen: list[TopicPassage], code: int | NewCode, name: str) -> None:
    did = acts.send(*here.asking, chosen, code)
    search_coding.keep_undo(here, did, name)
    done(_("The passages are coded."))
