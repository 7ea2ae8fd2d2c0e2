"""The emotional map: moments in pathway order, raised and lowered by the group, with notes.

Everything works by button and form; the drawing is an image with the same content as the table
below it.
"""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd
import streamlit as st

from ebcd.acts import events as acts
from ebcd.acts.access import May
from ebcd.events import HIGHEST, LOWEST, Event, EventKind, MapCard, height_words, spread
from ebcd.people import Group
from ebcd.priorities.groups import group_label, group_name
from ebcd.text import shorten
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.ui.tables import table
from ebcd.words import _, counted

_TONES = (None, *range(LOWEST, HIGHEST + 1))


def show(here: Here, event: Event) -> None:
    """The map of an event: drawing, table, and what can be done with it."""
    st.markdown(f"## {_('Emotional map')}")
    cards = acts.cards(*here.asking, event.id)
    runs = here.may(May.EVENTS)
    if cards:
        _drawing(cards)
        _table(cards)
        if runs:
            _work(here, event, cards)
    else:
        st.info(
            _("The map is empty. Put moments that several people raised on it, in pathway order.")
        )
    if runs:
        with st.expander(_("Put moments on the map"), icon=":material/add:", expanded=not cards):
            _add(here, event, cards)


def _drawing(cards: Mapping[int, MapCard]) -> None:
    order = [f"{place}. {shorten(card.title, 34)}" for place, card in enumerate(cards.values(), 1)]
    line = pd.DataFrame(
        {
            "moment": order,
            "height": [card.height for card in cards.values()],
            "notes": [len(card.notes) for card in cards.values()],
        }
    )
    points = pd.DataFrame(
        [
            {"moment": moment, "tone": note.tone, "who": group_name(note.group)}
            for moment, card in zip(order, cards.values(), strict=True)
            for note in card.notes
            if note.tone is not None
        ],
        columns=["moment", "tone", "who"],
    )
    x = alt.X(
        "moment:N",
        sort=None,
        title=None,
        axis=alt.Axis(labelAngle=-35, labelLimit=220, labelOverlap=False),
    )
    scale = alt.Scale(domain=[LOWEST - 0.4, HIGHEST + 0.4])
    axis = alt.Axis(
        values=[LOWEST, 0, HIGHEST],
        labelExpr="datum.value > 0 ? 'good' : datum.value < 0 ? 'bad' : 'middle'",
    )
    base = alt.Chart(line).encode(x=x, y=alt.Y("height:Q", scale=scale, axis=axis, title=None))
    middle = alt.Chart(pd.DataFrame({"y": [0]})).mark_rule(strokeDash=[4, 4]).encode(y="y:Q")
    path = base.mark_line(color="#0f766e", strokeWidth=2) + base.mark_square(
        size=240, color="#0f766e", opacity=1
    )
    words = (
        base.transform_filter("datum.notes > 0")
        .mark_text(color="white", fontWeight="bold")
        .encode(text="notes:Q")
    )
    people = (
        alt.Chart(points)
        .mark_point(size=70, strokeWidth=2, xOffset=16)
        .encode(
            x=x,
            y=alt.Y("tone:Q", scale=scale),
            shape=alt.Shape("who:N", title=None, legend=alt.Legend(orient="top", labelLimit=300)),
            color=alt.value("#b45309"),
        )
    )
    said = "; ".join(f"{card.title}: {height_words(card.height)}" for card in cards.values())
    st.altair_chart(
        (middle + path + words + people if len(points) else middle + path + words).properties(
            height=360
        ),
        alt=_("Emotional map, from left to right: {cards}").format(cards=said),
    )
    soft(
        _(
            "Squares stand where the group put the moment; the number is how many notes it has. "
            "The other signs are single notes, by group."
        )
    )


def _table(cards: Mapping[int, MapCard]) -> None:
    busiest = max((len(card.notes) for card in cards.values()), default=0)
    rows = []
    for place, card in enumerate(cards.values(), 1):
        found = spread(card.notes)
        words = ", ".join(word + (f" ×{n}" if n > 1 else "") for word, n in found.words)
        by_group = ", ".join(f"{group_name(g)} {n}" for g, n in found.by_group.items())
        look = []
        if busiest > 1 and found.count == busiest:
            look.append(_("many words"))
        if found.wide:
            look.append(_("a range of views"))
        if card.taken_forward:
            look.append(_("✓ taken to the joint event"))
        far = "–" if found.lowest is None else f"{found.lowest} … {found.highest}"
        cells = (height_words(card.height), words or "–", by_group or "–", far, "; ".join(look))
        rows.append((f"{place}. {card.title}", *cells))
    heads = (
        _("Moment"),
        _("Height"),
        _("Words"),
        _("Notes by"),
        _("Lowest … highest note"),
        _("Look at"),
    )
    table(_("Emotional map"), heads, rows)


def _work(here: Here, event: Event, cards: Mapping[int, MapCard]) -> None:
    ids = list(cards)
    chosen = st.radio(
        _("Work on one moment"),
        ids,
        format_func=lambda each: f"{ids.index(each) + 1}. {plain(cards[each].title)}",
        key=f"card_{event.id}",
    )
    card = cards[chosen]
    with st.container(horizontal=True):
        for label, by, off in (
            (_("Raise"), 1, card.height == HIGHEST),
            (_("Lower"), -1, card.height == LOWEST),
        ):
            if st.button(label, disabled=off, help=height_words(card.height)):
                with told():
                    acts.raise_card(*here.asking, card.id, by)
                    st.rerun()
        for label, by, off in (
            (_("Earlier"), -1, ids[0] == card.id),
            (_("Later"), 1, ids[-1] == card.id),
        ):
            if st.button(label, disabled=off, help=_("on the pathway")):
                with told():
                    acts.move_card(*here.asking, card.id, by)
                    st.rerun()
        forward = _("Not to the joint event") if card.taken_forward else _("To the joint event")
        if st.button(forward):
            with told():
                acts.take_card_forward(*here.asking, card.id, not card.taken_forward)
                st.rerun()
        if st.button(_("Take it off the map")):
            _ask_remove(here, card)
    _note(here, event, card)


@st.dialog("Take it off the map")
def _ask_remove(here: Here, card: MapCard) -> None:
    st.write(
        _("“{title}” goes with {notes}.").format(
            title=plain(card.title), notes=counted(len(card.notes), "{n} note", "{n} notes")
        )
    )
    if st.button(_("Take it off"), type="primary"):
        with told():
            acts.remove_card(*here.asking, card.id)
            done(_("It is off the map."))


def _tone_words(tone: int | None) -> str:
    return _("nowhere") if tone is None else _(height_words(tone))


def _note(here: Here, event: Event, card: MapCard) -> None:
    staff = event.kind is EventKind.STAFF
    groups = [group.value for group in Group]
    with st.form(f"note_{card.id}", clear_on_submit=True):
        st.markdown(f"**{_('An emotion word on “{title}”').format(title=plain(card.title))}**")
        word = st.text_input(_("How it felt"), max_chars=80, placeholder=_("one note a person"))
        group = st.radio(
            _("Written by"),
            groups,
            groups.index(Group.STAFF.value) if staff else 0,
            format_func=group_label,
            horizontal=True,
            key=f"note_group_{card.id}",
        )
        tone = st.select_slider(_("Where the person put it"), _TONES, None, format_func=_tone_words)
        if st.form_submit_button(_("Add the note")):
            with told():
                acts.add_note(*here.asking, card.id, group, word, tone)
                done(_("The note is on the map."))
    if card.notes:
        with st.expander(_("Take a note off")):
            for note in card.notes:
                label = f"{note.word} ({group_label(note.group)})"
                if st.button(_("Take off: {note}").format(note=plain(label)), key=f"off_{note.id}"):
                    with told():
                        acts.remove_note(*here.asking, note.id)
                        done(_("The note is off the map."))


def _add(here: Here, event: Event, cards: Mapping[int, MapCard]) -> None:
    there = {card.code for card in cards.values()}
    free = {code.id: code for code in acts.moments(*here.asking) if code.id not in there}
    if free:
        with st.form(f"moments_{event.id}", border=False, clear_on_submit=True):
            chosen = st.multiselect(
                _("Touchpoints, in the order of the codebook"),
                list(free),
                format_func=lambda code: free[code].name,
                placeholder=_("Choose one or several"),
                select_all=False,
            )
            if st.form_submit_button(_("Put on the map")):
                with told():
                    wanted = [(free[c].name, c) for c in free if c in chosen]
                    acts.add_cards(*here.asking, event.id, wanted)
                    done(counted(len(wanted), "{n} card is there.", "{n} cards are there."))
    with st.form(f"moment_{event.id}", border=False, clear_on_submit=True):
        title = st.text_input(_("A moment in the group's own words"), max_chars=200)
        if st.form_submit_button(_("Put it on the map")):
            with told():
                acts.add_cards(*here.asking, event.id, [(title, None)])
                done(_("The card is on the map."))
