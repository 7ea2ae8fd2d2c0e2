"""What is decided before a round opens: prepared from a list, and changed while it is a draft."""

from __future__ import annotations

import streamlit as st

from ebcd.acts import events
from ebcd.acts import priorities as lists
from ebcd.acts import rounds as acts
from ebcd.acts.rounds import Watched
from ebcd.people import Group
from ebcd.priorities.ballots import Method
from ebcd.priorities.groups import group_label
from ebcd.priorities.lists import Item, ListName
from ebcd.priorities.rounds import MOST_DOTS, ROUND_METHODS, Plan
from ebcd.ui.here import Here, done, told
from ebcd.words import _

_GROUPS = [group.value for group in Group]
_LISTS = (
    ListName.JOINT,
    ListName.PATIENT_SHORT,
    ListName.PATIENT_LONG,
    ListName.STAFF_SHORT,
    ListName.STAFF_LONG,
)


def method_label(method: Method) -> str:
    """A method as the facilitator reads it."""
    return {
        Method.DOTS: _("Dots: everybody puts so many dots where they like"),
        Method.APPROVAL: _("Approval: everybody ticks all they support"),
    }[method]


def _sources(items: dict[int, Item]) -> dict[ListName, list[Item]]:
    by_list = {
        name: [item for item in items.values() if item.list is name and item.stands]
        for name in _LISTS
    }
    return {name: listed for name, listed in by_list.items() if len(listed) > 1}


def _fields(plan: Plan, method: Method, key: str) -> Plan:
    """The fields of a plan, as they are typed."""
    title = st.text_input(_("Name"), plan.title, max_chars=200, key=f"title_{key}")
    question = st.text_input(_("Question on the ballot"), plan.question, key=f"question_{key}")
    dots = plan.dots
    if method is Method.DOTS:
        dots = int(
            st.number_input(
                _("Dots for each voter"), 1, MOST_DOTS, plan.dots, key=f"dots_for_{key}"
            )
        )
    groups = st.multiselect(
        _("Groups that vote"),
        _GROUPS,
        [group for group in plan.groups if group in _GROUPS],
        format_func=group_label,
        key=f"groups_{key}",
    )
    by_card = st.checkbox(
        _("Only with personal cards (one vote each, printed beforehand)"),
        plan.by_card_only,
        key=f"by_card_{key}",
    )
    decides = st.checkbox(
        _("This vote decides (others inform)"), plan.decides, key=f"decides_{key}"
    )
    return Plan(title, method, question, dots, tuple(groups), by_card, decides)


def prepare(here: Here) -> None:
    """The form of a new round."""
    items = dict(lists.items(*here.asking))
    sources = _sources(items)
    if not sources:
        st.info(_("Make a list of at least two priorities first, under Patients, Staff or Joint."))
        return
    source = st.selectbox(
        _("Options from"), list(sources), format_func=lambda name: _(name.label), key="source"
    )
    method = st.radio(_("Method"), ROUND_METHODS, format_func=method_label, key="method")
    held = events.events(*here.asking)
    side = source.value.split("_")[0]
    likely = next((each.id for each in held.values() if each.kind.value == side), None)
    with st.form("prepare", border=False):
        chosen = st.multiselect(
            _("Options, in the order of the ballot"),
            [item.id for item in sources[source]],
            [item.id for item in sources[source]],
            format_func=lambda item: items[item].title,
            key=f"options_{source}",
        )
        first = Plan(_("What first?"), method, _("What should we work on first?"))
        plan = _fields(first, method, "new")
        quote = st.checkbox(_("Show a kept quotation with each option, where consent allows"))
        choices = [None, *held]
        event = st.selectbox(
            _("At the event"),
            choices,
            choices.index(likely),
            format_func=lambda each: held[each].title if each else _("no event"),
            key=f"at_event_{source}",
        )
        if st.form_submit_button(_("Prepare"), type="primary"):
            with told():
                options = lists.ballot_options(*here.asking, chosen, quote)
                made = acts.prepare_round(*here.asking, plan, options, event)
                st.query_params["round"] = str(made)
                done(_("Prepared. Look at it, then open it when the room is ready."))


def change(here: Here, watched: Watched) -> None:
    """The form of a draft; its options stay as they are."""
    found = watched.round
    with (
        st.expander(_("Change this draft"), icon=":material/edit:"),
        st.form(f"draft_{found.id}", border=False),
    ):
        plan = _fields(found.plan, found.plan.method, str(found.id))
        if st.form_submit_button(_("Save")):
            with told():
                acts.change_round(*here.asking, found.id, plan, watched.options)
                done(_("Saved."))
