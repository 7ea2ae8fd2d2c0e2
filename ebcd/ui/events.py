"""The events page: what is planned and held, and the emotional map of an event."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from ebcd.acts import events as acts
from ebcd.acts.access import May
from ebcd.events import Event, EventKind, agenda_text, parse_agenda
from ebcd.people import Group
from ebcd.priorities.groups import group_label, group_name
from ebcd.times import long_date
from ebcd.ui import emotional_map, phone_check, steps
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain
from ebcd.words import _

_KINDS = tuple(EventKind)


def show(here: Here) -> None:
    """The page."""
    st.title(_("Events"))
    st.write(
        _(
            "Patients meet first, then staff, then both together. At the feedback events the group "
            "makes its emotional map."
        )
    )
    found = acts.events(*here.asking)
    if here.may(May.EVENTS):
        with st.expander(
            _("Plan an event"),
            icon=":material/add:",
            expanded=not found,
            key=f"planning_{len(found)}",
        ):
            _plan(here)
    if not found:
        st.info(_("No event is planned yet. The patient feedback event usually comes first."))
        return
    named = st.query_params.get("event", "")
    at = int(named) if named.isdigit() and int(named) in found else next(iter(found))
    chosen = st.selectbox(
        _("Event"),
        list(found),
        list(found).index(at),
        format_func=lambda each: _title(found[each]),
        key=f"event_{at}_{'|'.join(map(_title, found.values()))}",
    )
    st.query_params["event"] = str(chosen)
    _one(here, found[chosen])


def _title(event: Event) -> str:
    when = f" · {long_date(event.on)}" if event.on else ""
    return f"{event.title}{when}"


def _plan(here: Here) -> None:
    with st.form("plan_event", border=False):
        kind = st.radio(_("Kind"), _KINDS, format_func=lambda each: _(each.label), horizontal=True)
        title = st.text_input(_("Title (left empty: the kind)"), max_chars=200)
        on = st.date_input(_("Date"), None, format="DD/MM/YYYY")
        place = st.text_input(_("Place"), max_chars=200)
        if st.form_submit_button(_("Plan it"), type="primary"):
            with told():
                made = acts.add_event(*here.asking, Event(0, kind, title, on, place))
                st.query_params["event"] = str(made)
                done(_("Planned. Add the agenda below."))


def _one(here: Here, event: Event) -> None:
    st.header(plain(event.title))
    facts = [_(event.kind.label)]
    if event.on:
        facts.append(long_date(event.on))
    if event.place:
        facts.append(event.place)
    heads = [f"{group_name(g)} {n}" for g, n in (event.attended or {}).items()]
    if heads:
        facts.append(_("came: {heads}").format(heads=", ".join(heads)))
    st.write(plain(" · ".join(facts)))
    for line in event.agenda:
        what = plain(line.what)
        st.markdown(f"- **{line.time}** {what}" if line.time else f"- {what}")
    if event.notes:
        st.write(plain(event.notes))
    if here.may(May.EVENTS):
        with st.expander(_("Agenda, who came, notes"), icon=":material/edit:"):
            _change(here, event)
        phone_check.show(here)
    if event.kind is not EventKind.CELEBRATION:
        emotional_map.show(here, event)
    if event.kind in (EventKind.PATIENT, EventKind.STAFF, EventKind.JOINT):
        label = _("To the lists and votes of this event")
        steps.link("priorities", here.study_id, label=label, view=event.kind.value)


def _change(here: Here, event: Event) -> None:
    with st.form(f"event_{event.id}", border=False):
        title = st.text_input(_("Title"), event.title, max_chars=200)
        on = st.date_input(_("Date"), event.on, format="DD/MM/YYYY", key=f"on_{event.id}")
        place = st.text_input(_("Place"), event.place, max_chars=200, key=f"place_{event.id}")
        agenda = st.text_area(
            _("Agenda, one line an item, with the time in front"),
            agenda_text(event.agenda),
            placeholder="10:00 Welcome\n10:15 The film",
            height=160,
        )
        st.markdown(f"**{_('How many came')}**")
        attended = {}
        for group in Group:
            there = (event.attended or {}).get(group.value, 0)
            attended[group.value] = int(
                st.number_input(
                    group_label(group.value),
                    0,
                    acts.MOST_HEADS,
                    there,
                    key=f"heads_{event.id}_{group.value}",
                )
            )
        notes = st.text_area(_("Notes of the discussion"), event.notes)
        if st.form_submit_button(_("Save"), type="primary"):
            with told():
                changed = replace(
                    event,
                    title=title,
                    on=on,
                    place=place,
                    agenda=parse_agenda(agenda),
                    attended=attended,
                    notes=notes,
                )
                acts.change_event(*here.asking, changed)
                done(_("Saved."))
    if st.button(_("Delete this event"), key=f"delete_{event.id}"):
        _ask_delete(here, event)


@st.dialog("Delete this event")
def _ask_delete(here: Here, event: Event) -> None:
    st.write(
        _("“{title}” goes with its emotional map, ideas and cards. Lists and votes stay.").format(
            title=plain(event.title)
        )
    )
    if st.button(_("Delete"), type="primary"):
        with told():
            acts.delete_event(*here.asking, event.id)
            done(_("Deleted."))
