"""Search by meaning: a question typed, or a passage whose like is wanted."""

from __future__ import annotations

import re
from html import escape
from typing import Final

import streamlit as st

from ebcd.acts import similar as acts
from ebcd.acts.similar import Found
from ebcd.assistant.similar import Near
from ebcd.errors import WorkbenchError
from ebcd.people import Group
from ebcd.store.found_turns import FoundTurn
from ebcd.store.similar import AROUND
from ebcd.text import Span
from ebcd.times import clock
from ebcd.ui import search_hits, steps
from ebcd.ui.here import Here
from ebcd.ui.plain import plain, soft
from ebcd.ui.traits import Traits, chosen
from ebcd.words import _, counted

LIKE = "like"
"""The name in the address of the passage whose like is wanted: `3:120-240`."""
_IN_ADDRESS: Final = "query-params"
_PLACE = re.compile(r"(\d{1,9}):(\d{1,9})-(\d{1,9})")
_CLOSE, _FAIRLY = 0.45, 0.36


def address(study_id: int, transcript_id: int, span: Span) -> str:
    """The address of the page that shows the passages like this one."""
    return steps.address("search", study_id, like=f"{transcript_id}:{span.start}-{span.end}")


def link(study_id: int, transcript_id: int, span: Span, title: str) -> str:
    """“Others like it”, as a link in HTML."""
    where = escape(address(study_id, transcript_id, span))
    named = escape(_("Others like this passage of {title}").format(title=title))
    return (
        f'<a href="{where}" target="_self" aria-label="{named}" '
        f'style="display:inline-block;min-height:1.5rem">{_("Others like it")}</a>'
    )


def show(here: Here) -> None:
    """The tab."""
    st.html(search_hits.STYLE)
    place = _place()
    if place is None:
        typed = st.text_input(
            _("Ask, or say what you look for"),
            key="ask",
            max_chars=acts.LONGEST_QUESTION,
            placeholder=_("Who kept in touch while people waited?"),
            bind=_IN_ADDRESS,
        )
        soft(
            _(
                "Passages are found by what they mean, whatever their words, on this machine. The "
                "interviewer's turns are left out."
            )
        )
        said_by = _said_by(here)
        if (typed or "").strip():
            _answered(here, str(typed), None, said_by)
        return
    if st.button(_("Ask a question instead"), icon=":material/close:"):
        st.query_params.pop(LIKE, None)
        st.rerun()
    _answered(here, "", place, _said_by(here))


def _place() -> tuple[int, Span] | None:
    """The passage that the address names."""
    found = _PLACE.fullmatch(st.query_params.get(LIKE, ""))
    if found is None or int(found[2]) >= int(found[3]):
        return None
    return int(found[1]), Span(int(found[2]), int(found[3]))


SaidBy = tuple[list[Group], Traits]


def _said_by(here: Here) -> SaidBy:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        groups = st.multiselect(
            _("Said by"),
            list(Group),
            format_func=lambda group: _(group.label),
            placeholder=_("Anybody"),
            key="similar_groups",
        )
        return groups, chosen(acts.known(*here.asking), "similar_known")


def _answered(here: Here, typed: str, place: tuple[int, Span] | None, said_by: SaidBy) -> None:
    try:
        if place is not None:
            _like_this(here, place)
        with st.spinner(_("Comparing the passages…")):
            if place is not None:
                found = acts.like_passage(*here.asking, *place, *said_by)
            else:
                found = acts.answering(*here.asking, typed, *said_by)
    except WorkbenchError as problem:
        st.warning(plain(str(problem)))
        return
    _said(here, found)
    _listed(here, found)


def _like_this(here: Here, place: tuple[int, Span]) -> None:
    words = acts.passage(*here.asking, *place)
    soft(_("Passages like this one:"))
    lines = "<br>".join(escape(line) for line in words.split("\n"))
    st.html(f'<blockquote class="ebcd">{lines}</blockquote>')


def _said(here: Here, found: Found) -> None:
    """How much was found, and by what."""
    shown = counted(len(found.passages), "{n} passage", "{n} passages")
    among = _("of {n} compared, the nearest first").format(n=f"{found.searched:,}")
    st.html(f'<p role="status"><strong>{escape(shown)}</strong> {escape(among)}</p>')
    if found.missing is not None:
        st.info(plain(found.missing))
    elif found.by_words:
        st.info(
            counted(
                found.by_words,
                "{n} passage is compared by its words alone until the assistant has read it: open "
                "the assistant, and it begins.",
                "{n} passages are compared by their words alone until the assistant has read "
                "them: open the assistant, and it begins.",
            )
        )
        steps.link("assistant", here.study_id, label=_("To the assistant"))
    if not found.passages:
        soft(_("Nothing is near enough to be shown. Ask in other words, or in a whole sentence."))


def _listed(here: Here, found: Found) -> None:
    if found.passages:
        items = "".join(_item(here, turn, near) for turn, near in found.passages)
        st.html(f'<ol class="ebcd-hits" aria-label="{escape(_("Found"))}">{items}</ol>')


def _item(here: Here, turn: FoundTurn, near: Near) -> str:
    hit = turn.hits[0]
    href = steps.address(
        "coding", here.study_id, transcript=turn.transcript, at=f"{hit.start}-{hit.end}"
    )
    opened = escape(_("Open {title} here").format(title=turn.title))
    time = f"<span>{clock(turn.start_ms)}</span>" if turn.start_ms is not None else ""
    head = (
        f"<strong>{escape(search_hits.who(turn.speaking))}</strong>"
        f'<a href="{escape(href)}" target="_self" aria-label="{opened}">{escape(turn.title)}</a>'
        f"{time}<span>{escape(nearness(near))}</span>"
        f"{link(here.study_id, turn.transcript, hit, turn.title)}"
        f"{search_hits.to_film(here, turn, hit)}"
    )
    return f'<li><div class="head">{head}</div>{_in_context(turn)}</li>'


def nearness(near: Near) -> str:
    """How near, in words: the measure is no promise."""
    if near.by_meaning is None:
        return _("shares words")
    if near.score >= _CLOSE:
        return _("very near")
    return _("near") if near.score >= _FAIRLY else _("somewhat near")


def _in_context(turn: FoundTurn) -> str:
    """The passage, with what the same person said around it in a quieter look."""
    first, last = turn.hits[0].start - turn.span.start, turn.hits[0].end - turn.span.start
    before, words, after = turn.text[:first], turn.text[first:last], turn.text[last:]
    if len(before) >= AROUND:
        before = "… " + before.partition(" ")[2]
    if len(after) >= AROUND:
        after = after.rpartition(" ")[0] + " …"
    return (
        f'<span class="ebcd-soft">{_shown(before)}</span>'
        f'<span>{_shown(words)}</span><span class="ebcd-soft">{_shown(after)}</span>'
    )


def _shown(text: str) -> str:
    return search_hits.marked(text, Span(0, len(text)), [])
