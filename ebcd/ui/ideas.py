"""Ideas from the room: opened for an event, read, approved in one's own words, or set aside."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from ebcd.acts import events, room_forms
from ebcd.acts import ideas as acts
from ebcd.acts.access import May
from ebcd.events import Event, EventKind, FormKind
from ebcd.priorities.codes import qr_address, spaced
from ebcd.priorities.lists import ListName
from ebcd.store.room_forms import Idea, RoomForm
from ebcd.ui import phone_check
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.web.room_paths import ideas_path
from ebcd.words import _, counted

_EVERY_SECONDS = 4
_NATURAL = {
    EventKind.PATIENT: ListName.PATIENT_LONG,
    EventKind.STAFF: ListName.STAFF_LONG,
    EventKind.JOINT: ListName.JOINT,
}


def show(here: Here) -> None:
    """The view of the priorities page."""
    held = {
        number: event
        for number, event in events.events(*here.asking).items()
        if event.kind in _NATURAL
    }
    st.write(
        _(
            "People in the room suggest what should be on the list, before the vote. Nobody can "
            "tell who sent what. You read the ideas first: they stand on no list until you approve "
            "them."
        )
    )
    if not held:
        st.info(_("Ideas belong to an event: plan one first, on the Events page."))
        return
    latest = list(held)[-1]
    event_id = st.selectbox(
        _("Event"),
        list(held),
        list(held).index(latest),
        format_func=lambda each: held[each].title,
        key="ideas_of",
    )
    runs = here.may(May.EVENTS)
    if runs:
        _form(here, held[event_id])
    _read(here, held[event_id], runs)


def _form(here: Here, event: Event) -> None:
    """The form of this event: opened, shown to the room, closed."""
    mine = [
        form for form in room_forms.forms(*here.asking, FormKind.IDEAS) if form.event_id == event.id
    ]
    if not mine:
        with st.form(f"open_ideas_{event.id}", border=False):
            question = st.text_input(
                _("Question to the room"),
                _("What should we work on?"),
                max_chars=room_forms.LONGEST_QUESTION,
            )
            if st.form_submit_button(_("Open ideas to the room"), type="primary"):
                with told():
                    room_forms.open_form(*here.asking, FormKind.IDEAS, question, event_id=event.id)
                    done(_("Open. Show the code to the room."))
        return
    form = mine[0]
    label = _("Close ideas") if form.is_open else _("Open them again")
    st.markdown(f"**{_('Ideas are open.') if form.is_open else _('Ideas are closed.')}**")
    if form.is_open:
        to_the_room(here, form, ideas_path(form.join_code))
    if st.button(label, key=f"ideas_switch_{form.id}"):
        with told():
            room_forms.set_open(*here.asking, form.id, not form.is_open)
            done(_("Closed.") if form.is_open else _("Open again."))


def to_the_room(here: Here, form: RoomForm, path: str) -> None:
    """The code of a form, its QR and its address, to be shown to the room."""
    entrance = phone_check.entrance(here)
    link = entrance + path
    left, right = st.columns([1, 3], vertical_alignment="center")
    with left:
        st.html(
            f'<img src="{qr_address(link)}" style="width:100%;max-width:12rem;background:#fff" '
            f'alt="{_("QR code that opens the form")}">'
        )
    with right:
        st.html(
            f"<p>{_('Point a phone at the square, or go to')} <strong>{escape(entrance)}/vote"
            f"</strong> {_('and type')}</p><p style='font-size:2rem;font-weight:700;"
            f"letter-spacing:.08em;margin:0'>{spaced(form.join_code)}</p>"
            f'<p><a href="{path}" target="_blank">{_("Open the form as people see it")}</a></p>'
        )
    if phone_check.unreachable(entrance):
        soft(_("Phones cannot reach “localhost”: check the phones on the Events page first."))


def _read(here: Here, event: Event, runs: bool) -> None:
    every = acts.ideas(*here.asking, event.id)
    new = {idea.id: idea for idea in every if idea.state == "new"}

    @st.fragment(run_every=_EVERY_SECONDS)
    def fresh() -> None:
        now = sum(idea.state == "new" for idea in acts.ideas(*here.asking, event.id))
        if now != len(new):
            st.write(counted(now, "{n} idea waits now.", "{n} ideas wait now."))
            if st.button(_("Show them"), key=f"show_ideas_{event.id}"):
                st.rerun(scope="app")

    fresh()
    st.header(counted(len(new), "{n} idea to decide on", "{n} ideas to decide on"))
    if not new:
        st.info(_("No idea waits. What the room sends in appears here."))
    else:
        st.html("<ul>" + "".join(f"<li>{escape(i.text)}</li>" for i in new.values()) + "</ul>")
        if runs:
            _approve(here, event, new)
            _aside(here, event, new)
    _decided(here, [idea for idea in every if idea.state != "new"], runs)


def _approve(here: Here, event: Event, new: Mapping[int, Idea]) -> None:
    st.markdown(f"**{_('Approve one, or merge several into one')}**")
    chosen = st.multiselect(
        _("Ideas"),
        list(new),
        format_func=lambda each: new[each].text,
        placeholder=_("Choose one or several that mean the same"),
        select_all=False,
        key=f"ideas_chosen_{event.id}_{'_'.join(map(str, new))}",
    )
    first = new[chosen[0]].text if chosen else ""
    with st.form(f"approve_{event.id}_{'_'.join(map(str, chosen))}", border=False):
        title = st.text_input(_("What it is called on the list"), first[:200], max_chars=200)
        description = st.text_input(_("What is meant (people read it on the ballot)"))
        names = list(ListName)
        name = st.selectbox(
            _("Onto"),
            names,
            names.index(_NATURAL[event.kind]),
            format_func=lambda each: _(each.label),
        )
        if st.form_submit_button(_("Put it on the list"), type="primary"):
            with told():
                acts.approve(*here.asking, chosen, name, title, description)
                done(_("On the list, with where it came from."))


def _aside(here: Here, event: Event, new: Mapping[int, Idea]) -> None:
    with (
        st.expander(_("Set ideas aside"), icon=":material/do_not_disturb_on:"),
        st.form(f"aside_ideas_{event.id}", border=False, clear_on_submit=True),
    ):
        chosen = st.multiselect(
            _("Ideas to set aside"),
            list(new),
            format_func=lambda each: new[each].text,
            placeholder=_("Choose one or several"),
        )
        reason = st.text_input(_("Why"))
        if st.form_submit_button(_("Set aside")):
            with told():
                acts.set_aside(*here.asking, chosen, reason)
                done(_("Set aside, with the reason."))


def _decided(here: Here, decided: list[Idea], runs: bool) -> None:
    if not decided:
        return
    with st.expander(counted(len(decided), "{n} decided on", "{n} decided on")):
        for idea in decided:
            if idea.state == "approved":
                fate = _("on a list") if idea.item else _("its priority was deleted since")
            else:
                fate = _("set aside: {reason}").format(reason=idea.reason)
            st.markdown(f"- {plain(idea.text)} · {plain(fate)}")
            label = _("Take it up again")
            if (
                runs
                and idea.item is None
                and st.button(label, key=f"idea_back_{idea.id}", help=plain(idea.text))
            ):
                with told():
                    acts.bring_back(*here.asking, idea.id)
                    done(_("It waits again."))
