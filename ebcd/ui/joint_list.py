"""Making the joint list of both shortlists on one page, and what talking about a list came to."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from ebcd.acts import joint_list as acts
from ebcd.events import height_words, spread
from ebcd.priorities.lists import Item, ListName, Outcome
from ebcd.times import shown
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.words import _, counted

_OUTCOMES = tuple(Outcome)


def make(here: Here, items: Mapping[int, Item], event_id: int | None) -> None:
    """Both shortlists side by side: choose what belongs together, name it, put it on the list."""
    free = acts.free_items(list(items.values()))
    every = {item.id: item for listed in free.values() for item in listed}
    if not every:
        return
    with st.expander(
        _("Make the joint list of both shortlists"),
        icon=":material/join_inner:",
        expanded=not any(item.list is ListName.JOINT for item in items.values()),
        key=f"joining_{len(every)}",
    ):
        st.write(
            _(
                "Choose one priority, or several that mean the same from either side. What the new "
                "one was made of is kept."
            )
        )
        chosen: list[int] = []
        for column, (name, listed) in zip(st.columns(2), free.items(), strict=True):
            with column:
                st.markdown(f"**{_(name.label)}**")
                if not listed:
                    soft(_("All of these are on the joint list."))
                for item in listed:
                    if st.checkbox(plain(item.title), key=f"join_{item.id}"):
                        chosen.append(item.id)
        key = "_".join(map(str, chosen))
        with st.form(f"join_lists_{key}", border=False):
            first = every[chosen[0]] if chosen else None
            title = st.text_input(
                _("What it is called on the joint list"),
                first.title if first else "",
                max_chars=200,
                key=f"join_title_{key}",
            )
            description = st.text_input(
                _("What is meant (people read it on the ballot)"),
                first.description if first else "",
                key=f"join_means_{key}",
            )
            label = counted(len(chosen), "Put {n} on the joint list", "Put {n} on it as one")
            if st.form_submit_button(label, type="primary", disabled=not chosen):
                with told():
                    acts.bring_together(*here.asking, chosen, title, description, event_id)
                    done(_("On the joint list. What it was made of is kept."))


def talked(here: Here, name: ListName, event_id: int | None, runs: bool) -> None:
    """What talking about a list came to: consensus first, voting second."""
    found = [talk for talk in acts.talks(*here.asking) if talk.list is name]
    for talk in found[:1]:
        where = f" ({plain(talk.event)})" if talk.event else ""
        notes = f": {plain(talk.notes)}" if talk.notes else "."
        st.markdown(
            f"**{_('Talked over')}**{where}, {shown(talk.at)}. {_(talk.outcome.label)}{notes}"
        )
    if not runs:
        return
    with (
        st.expander(_("Record what talking came to"), icon=":material/forum:", key=f"talk_{name}"),
        st.form(f"talk_form_{name}", border=False, clear_on_submit=True),
    ):
        soft(_("Talk first: a vote is for what the group does not agree on."))
        outcome = st.radio(
            _("What it came to"),
            _OUTCOMES,
            format_func=lambda each: _(each.label),
            key=f"came_{name}",
        )
        notes = st.text_area(_("What was said for and against, and what stays open"))
        if st.form_submit_button(_("Record it")):
            with told():
                acts.record_talk(*here.asking, name, outcome, notes, event_id)
                done(_("Recorded."))
        for talk in found[1:]:
            st.markdown(f"- {shown(talk.at)}: {_(talk.outcome.label)} {plain(talk.notes)}")


def evidence(here: Here, item: Item) -> None:
    """The emotional map and the film, as far as they speak for an item."""
    found = acts.evidence(*here.asking, item.id)
    if not found.cards and not found.clips:
        return
    st.markdown(f"**{_('On the emotional maps, and in the film')}**")
    lines = []
    for title, card in found.cards:
        words = ", ".join(word for word, _many in spread(card.notes).words[:6])
        said = f": {words}" if words else ""
        lines.append(f"{title}: “{card.title}”, {height_words(card.height)}{said}")
    for clip in found.clips:
        lines.append(_("Clip {n} in the film, “{chapter}”").format(n=clip.id, chapter=clip.chapter))
    st.html("<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>")
