"""The priorities page: the lists of patients and staff, the joint list, and the rounds."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from ebcd.acts import events
from ebcd.acts import ideas as ideas_acts
from ebcd.acts import priorities as acts
from ebcd.acts.access import May
from ebcd.acts.priorities import Offered
from ebcd.priorities.lists import Item, ListName
from ebcd.ui import evidence, ideas, joint_list, priority_item, rounds
from ebcd.ui.here import Here, done, told
from ebcd.words import _, counted

_VIEWS = ("patient", "staff", "joint", "ideas", "rounds")


@st.cache_data(max_entries=8, show_spinner=False)
def _offered(_here: Here, address: str, study_id: int, state: int, hidden: str) -> list[Offered]:
    return list(acts.offered(*_here.asking))


def offered(here: Here) -> list[Offered]:
    """What the analysis offers, worked out again only when the evidence changed."""
    state = acts.evidence_state(*here.asking)
    address, hidden = here.workbench.database.url, evidence.hidden_from(here)
    return _offered(here, address, here.study_id, state, hidden)


def show(here: Here) -> None:
    """The page."""
    st.title(_("Priorities"))
    st.write(
        _(
            "Patients and staff each choose a shortlist at their own event. The joint list is made "
            "of both, talked over, and voted on."
        )
    )
    named = st.query_params.get("view", "patient")
    labels = {
        "patient": _("Patients"),
        "staff": _("Staff"),
        "joint": _("Joint"),
        "ideas": _("Ideas"),
        "rounds": _("Votes"),
    }
    view = st.segmented_control(
        _("Show"),
        _VIEWS,
        default=named if named in _VIEWS else "patient",
        format_func=labels.__getitem__,
        required=True,
        key="view",
    )
    st.query_params["view"] = view
    if view == "rounds":
        rounds.show(here)
        return
    if view == "ideas":
        ideas.show(here)
        return
    items = acts.items(*here.asking)
    if view == "joint":
        _joint(here, items)
    else:
        _side(here, items, view)


def _side(here: Here, items: Mapping[int, Item], side: str) -> None:
    long, short = ListName(f"{side}_long"), ListName(f"{side}_short")
    if here.may(May.EVENTS):
        _add(here, items, long)
    _list(here, items, long, _("Nothing is on this list yet: add what the analysis offers."))
    _take_forward(here, items, long)
    _list(here, items, short, _("Nothing is on the shortlist yet: take it from the long list."))
    _take_forward(here, items, short)


def _joint(here: Here, items: Mapping[int, Item]) -> None:
    if here.may(May.EVENTS):
        joint_list.make(here, items, _event_of(here, ListName.JOINT))
    _list(
        here,
        items,
        ListName.JOINT,
        _("The joint list is empty: it is made of both shortlists."),
    )
    if here.may(May.EVENTS):
        with st.expander(_("Add an item that came up at the joint event"), icon=":material/add:"):
            _own_words(here, ListName.JOINT)


def _add(here: Here, items: Mapping[int, Item], name: ListName) -> None:
    label = _("Add from the analysis, or in your own words")
    empty = not any(item.list is name for item in items.values())
    adding = st.expander(
        label, icon=":material/add:", expanded=empty, key=f"adding_{name}", on_change="rerun"
    )
    if not adding.open:
        return
    with adding:
        there = offered(here)
        taken = acts.on_list(items.values(), name)
        free = {one.code: one for one in there if one.code not in taken}
        if not there:
            st.info(
                _("The analysis offers nothing yet: code passages with touchpoints and themes.")
            )
        elif free:
            _from_analysis(here, name, free)
        _own_words(here, name)


def _offer_label(one: Offered) -> str:
    people = [
        counted(one.patients, "{n} on the patients' side", "{n} on the patients' side"),
        counted(one.staff, "{n} of staff", "{n} of staff"),
    ]
    return f"{one.name} · {_(one.kind.label)} · {', '.join(people)}"


def _from_analysis(here: Here, name: ListName, free: dict[int, Offered]) -> None:
    with st.form(f"offer_{name}", border=False, clear_on_submit=True):
        chosen = st.multiselect(
            _("Touchpoints and themes, with how many people speak of them"),
            list(free),
            format_func=lambda code: _offer_label(free[code]),
            placeholder=_("Choose one or several"),
            select_all=False,
        )
        if st.form_submit_button(_("Add to the list")):
            with told():
                for code in chosen:
                    one = free[code]
                    acts.add_item(
                        *here.asking, name, one.name, description=one.definition, code_id=code
                    )
                done(counted(len(chosen), "{n} item added.", "{n} items added."))


def _own_words(here: Here, name: ListName) -> None:
    with st.form(f"own_{name}", border=False, clear_on_submit=True):
        title = st.text_input(_("In your own words"), max_chars=200)
        description = st.text_input(_("What is meant (people read it on the ballot)"))
        if st.form_submit_button(_("Add")):
            with told():
                acts.add_item(*here.asking, name, title, description=description)
                done(_("Added."))


def _list(here: Here, items: Mapping[int, Item], name: ListName, empty: str) -> None:
    st.header(_(name.label))
    standing = [item for item in items.values() if item.list is name and item.stands]
    gone = [item for item in items.values() if item.list is name and not item.stands]
    if not standing:
        st.info(empty)
    room = ideas_acts.from_the_room(*here.asking)
    for place, item in enumerate(standing, start=1):
        priority_item.row(here, items, item, place, len(standing), room)
    if standing:
        joint_list.talked(here, name, _event_of(here, name), here.may(May.EVENTS))
    if gone:
        with st.expander(counted(len(gone), "{n} merged or set aside", "{n} merged or set aside")):
            for item in gone:
                priority_item.gone_row(here, items, item)
    if len(standing) > 1 and here.may(May.EVENTS):
        _merge(here, name, {item.id: item for item in standing})


def _merge(here: Here, name: ListName, standing: dict[int, Item]) -> None:
    with (
        st.expander(_("Merge some of these into one"), icon=":material/merge:"),
        st.form(f"merge_{name}", border=False, clear_on_submit=True),
    ):
        chosen = st.multiselect(
            _("Merge these"),
            list(standing),
            format_func=lambda item: standing[item].title,
            placeholder=_("Choose two or more"),
            select_all=False,
        )
        title = st.text_input(_("What they are called together"), max_chars=200)
        description = st.text_input(_("What is meant"))
        if st.form_submit_button(_("Merge")):
            with told():
                acts.merge(*here.asking, chosen, title, description)
                done(_("Merged. What it was made of is kept."))


def _event_of(here: Here, name: ListName) -> int | None:
    """The event at which a list is made: the latest of its side, or none."""
    side = name.value.split("_")[0]
    held = [each.id for each in events.events(*here.asking).values() if each.kind.value == side]
    return held[-1] if held else None


def _take_forward(here: Here, items: Mapping[int, Item], name: ListName) -> None:
    target = name.forward
    if target is None or not here.may(May.EVENTS):
        return
    taken = {origin for item in items.values() if item.list is target for origin in item.origins}
    free = {
        item.id: item
        for item in items.values()
        if item.list is name and item.stands and item.id not in taken
    }
    if not free:
        return
    with st.form(f"forward_{name}", clear_on_submit=True):
        chosen = st.multiselect(
            _("Take to: {list}").format(list=_(target.label)),
            list(free),
            format_func=lambda item: free[item].title,
            placeholder=_("Choose what the event chose"),
            select_all=False,
        )
        if st.form_submit_button(_("Take forward"), type="primary"):
            with told():
                made = acts.take_forward(*here.asking, chosen, _event_of(here, target))
                done(counted(len(made), "{n} item taken forward.", "{n} items taken forward."))
