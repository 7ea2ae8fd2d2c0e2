"""What is decided before a round opens: prepared from a list, and changed while it is a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from ebcd.acts import events
from ebcd.acts import priorities as lists
from ebcd.acts import rounds as acts
from ebcd.acts.rounds import Watched
from ebcd.people import Group
from ebcd.priorities.ballots import Method
from ebcd.priorities.groups import group_label
from ebcd.priorities.lists import Item, ListName
from ebcd.priorities.rounds import (
    FIRST_METHODS,
    MORE_METHODS,
    MOST_DOTS,
    MOST_MINUTES,
    MOST_PAIRS,
    MOST_PLACES,
    Plan,
)
from ebcd.store.rounds import RoundOption
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain
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
        Method.RANKED: _("Ranking: everybody puts their first few in order"),
        Method.IMPACT_EFFORT: _("Impact and effort: everybody judges each option twice"),
        Method.PAIRWISE: _("Two at a time: everybody compares a few pairs"),
        Method.EQUAL_SHARES: _("Equal shares: options cost something and there is a budget"),
    }[method]


def method_use(method: Method) -> str:
    """When to use a method, in a sentence."""
    return {
        Method.DOTS: _("The usual choice at a joint event."),
        Method.APPROVAL: _("The easiest ballot to read and to fill in."),
        Method.RANKED: _(
            "For a formal priority-setting partnership: every group's order counts the same, "
            "however many of it came."
        ),
        Method.IMPACT_EFFORT: _(
            "For choosing what can be done: shows what is worth much and is easily done, and where "
            "groups see it differently. Up to 20 options."
        ),
        Method.PAIRWISE: _(
            "For many options that are hard to put in order at once: short turns, two options at a "
            "time. Up to 30 options."
        ),
        Method.EQUAL_SHARES: _(
            "For spending a sum together, so that a large group cannot spend it all alone."
        ),
    }[method]


_MORE = "more"


def _method() -> Method:
    """Which method: the usual two first, the others one step away."""
    first = st.radio(
        _("Method"),
        [*FIRST_METHODS, _MORE],
        format_func=lambda each: (
            _("More methods …") if each == _MORE else method_label(Method(each))
        ),
        captions=[*(method_use(each) for each in FIRST_METHODS), ""],
        key="method",
    )
    if first != _MORE:
        return Method(first)
    return st.radio(
        _("More methods"),
        MORE_METHODS,
        format_func=method_label,
        captions=[method_use(each) for each in MORE_METHODS],
        key="more_methods",
    )


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
    own = _fields_of_method(plan, method, key)
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
    minutes = st.number_input(
        _("Timer in minutes (0: none; it never closes the vote)"),
        0,
        MOST_MINUTES,
        plan.minutes or 0,
        key=f"minutes_{key}",
    )
    made = Plan(title, method, question, plan.dots, tuple(groups), by_card, decides)
    return replace(made, minutes=int(minutes) or None, **own)


def _fields_of_method(plan: Plan, method: Method, key: str) -> dict[str, Any]:
    """The fields that one method alone has."""

    def number(label: str, most: int, now: int) -> int:
        return int(st.number_input(label, 1, most, now, key=f"{method}_for_{key}"))

    if method is Method.DOTS:
        return {"dots": number(_("Dots for each voter"), MOST_DOTS, plan.dots)}
    if method is Method.RANKED:
        return {"top": number(_("Options that each voter ranks"), MOST_PLACES, plan.top)}
    if method is Method.PAIRWISE:
        return {"pairs": number(_("Pairs that each voter compares"), MOST_PAIRS, plan.pairs)}
    if method is Method.EQUAL_SHARES:
        budget = st.number_input(_("Budget"), 0.0, value=plan.budget, key=f"budget_{key}")
        return {"budget": budget}
    return {}


def _costs(options: Mapping[int, tuple[str, float | None]], key: str) -> dict[int, float | None]:
    """What each option costs, as it is typed. `options`: title and cost by number."""
    return {
        number: st.number_input(
            _("Cost of “{option}”").format(option=plain(title)),
            0.0,
            value=cost,
            key=f"cost_{key}_{number}",
        )
        for number, (title, cost) in options.items()
    }


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
    method = _method()
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
        decided = any(each.plan.decides for each in acts.rounds(*here.asking))
        first = Plan(
            _("What first?"), method, _("What should we work on first?"), decides=not decided
        )
        plan = _fields(first, method, "new")
        costs: dict[int, float | None] = {}
        if method is Method.EQUAL_SHARES:
            costs = _costs({item.id: (item.title, None) for item in sources[source]}, "new")
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
                options = [
                    replace(option, cost=costs.get(option.item_id or 0))
                    for option in lists.ballot_options(*here.asking, chosen, quote)
                ]
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
        options: list[RoundOption] = list(watched.options)
        if found.plan.method is Method.EQUAL_SHARES:
            costs = _costs({o.number: (o.title, o.cost) for o in options}, str(found.id))
            options = [replace(option, cost=costs[option.number]) for option in options]
        if st.form_submit_button(_("Save")):
            with told():
                acts.change_round(*here.asking, found.id, plan, options)
                done(_("Saved."))
