"""The co-design page: groups, actions, outputs, and the walk back to what people said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html import escape

import streamlit as st

from ebcd.acts import codesign as acts
from ebcd.acts.access import May
from ebcd.acts.codesign import Plan, Trace
from ebcd.codesign import Action, CodesignGroup, Status, overdue, progress
from ebcd.priorities.lists import ItemState
from ebcd.times import long_date
from ebcd.ui import codesign_output, sign_ups, steps
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.words import _, counted

_STATUSES = tuple(Status)
_MOST_PASSAGES = 8


def show(here: Here) -> None:
    """The page."""
    st.title(_("Co-design"))
    st.write(
        _(
            "One group a joint priority. What it does, who does it and by when; then what came "
            "of it."
        )
    )
    plan = acts.plan(*here.asking)
    runs = here.may(May.CODESIGN)
    if runs:
        with st.expander(
            _("Start a group"),
            icon=":material/group_add:",
            expanded=not plan.groups,
            key=f"starting_{len(plan.groups)}",
        ):
            _start(here, plan)
    if not plan.groups:
        st.info(
            _("There is no group yet. Confirm joint priorities first, then start a group on each.")
        )
        steps.link("priorities", here.study_id, view="joint")
        return
    codesign_output.you_said_we_did(plan)
    sign_ups.show(here, plan.groups)
    named = st.query_params.get("group", "")
    at = int(named) if named.isdigit() and int(named) in plan.groups else next(iter(plan.groups))
    chosen = st.selectbox(
        _("Group"),
        list(plan.groups),
        list(plan.groups).index(at),
        format_func=lambda each: plan.groups[each].name,
        key=f"group_{at}_{'|'.join(each.name for each in plan.groups.values())}",
    )
    st.query_params["group"] = str(chosen)
    _one(here, plan, plan.groups[chosen], runs)


def _joint(plan: Plan) -> dict[int | None, str]:
    """The joint priorities a group can work on, and none."""
    chosen = [item for item in plan.items.values() if item.state is ItemState.CHOSEN]
    return {None: _("no priority yet"), **{item.id: item.title for item in chosen}}


def _start(here: Here, plan: Plan) -> None:
    free = _joint(plan)
    taken = {group.item for group in plan.groups.values()}
    first = next((item for item in free if item is not None and item not in taken), None)
    with st.form("start_group", border=False, clear_on_submit=True):
        item = st.selectbox(
            _("Works on"), list(free), list(free).index(first), format_func=free.__getitem__
        )
        name = st.text_input(_("Name (left empty: the priority's)"), max_chars=200)
        aim = st.text_area(_("Aim: what will be different, and for whom"))
        if st.form_submit_button(_("Start"), type="primary"):
            with told():
                made = acts.add_group(
                    *here.asking, name or (free[item] if item else ""), aim=aim, item_id=item
                )
                st.query_params["group"] = str(made)
                done(_("The group is there. Plan its first action."))


def _one(here: Here, plan: Plan, group: CodesignGroup, runs: bool) -> None:
    actions = [one for one in plan.actions.values() if one.group == group.id]
    ready, total = progress(actions)
    st.header(plain(group.name))
    if group.aim:
        st.write(_("Aim: {aim}").format(aim=plain(group.aim)))
    if total:
        st.write(_("{done} of {all} actions done.").format(done=ready, all=total))
    _actions(here, plan, actions, runs)
    if runs:
        with st.expander(_("Plan an action"), icon=":material/add_task:", expanded=not actions):
            _add_action(here, group)
        with st.expander(_("Change or delete the group"), icon=":material/edit:"):
            _change_group(here, plan, group)
    _trace(here, acts.trace(*here.asking, group.id))


def _actions(here: Here, plan: Plan, actions: list[Action], runs: bool) -> None:
    if not actions:
        st.info(_("No action is planned yet."))
    for action in actions:
        with st.container(border=True):
            late = f" · ⚠ {_('overdue')}" if overdue(action, date.today()) else ""
            facts = [_(action.status.label) + late]
            if action.owner:
                facts.append(action.owner)
            if action.due:
                facts.append(_("by {day}").format(day=long_date(action.due)))
            measure = (
                f"<br>{_('How we will know')}: {escape(action.measure)}" if action.measure else ""
            )
            st.html(
                f"<div><strong>{escape(action.what)}</strong><br>"
                f'<span class="ebcd-soft">{escape(" · ".join(facts))}</span>{measure}</div>'
            )
            codesign_output.listed(here, plan, action, runs)
            if runs:
                with st.container(horizontal=True):
                    if st.button(_("Change"), key=f"change_{action.id}", help=action.what):
                        _change_action(here, action)
                    if st.button(
                        _("Record an output"), key=f"output_{action.id}", help=action.what
                    ):
                        codesign_output.record(here, action)


def _action_fields(action: Action) -> Action:
    """The fields of an action, as they are typed."""
    what = st.text_area(_("What"), action.what, key=f"what_{action.id}")
    owner = st.text_input(_("Who"), action.owner, max_chars=120, key=f"owner_{action.id}")
    due = st.date_input(_("By when"), action.due, format="DD/MM/YYYY", key=f"due_{action.id}")
    status = st.radio(
        _("Status"),
        _STATUSES,
        _STATUSES.index(action.status),
        format_func=lambda each: _(each.label),
        horizontal=True,
        key=f"status_{action.id}",
    )
    measure = st.text_input(
        _("How we will know that it worked"), action.measure, key=f"measure_{action.id}"
    )
    return replace(action, what=what, owner=owner, due=due, status=status, measure=measure)


def _add_action(here: Here, group: CodesignGroup) -> None:
    with st.form(f"action_{group.id}", border=False, clear_on_submit=True):
        new = _action_fields(Action(-group.id, group.id, ""))
        if st.form_submit_button(_("Plan it"), type="primary"):
            with told():
                acts.add_action(
                    *here.asking,
                    group.id,
                    new.what,
                    owner=new.owner,
                    due=new.due,
                    status=new.status,
                    measure=new.measure,
                )
                done(_("Planned."))


@st.dialog("Change an action")
def _change_action(here: Here, action: Action) -> None:
    with st.form(f"edit_{action.id}", border=False):
        changed = _action_fields(action)
        if st.form_submit_button(_("Save"), type="primary"):
            with told():
                acts.change_action(*here.asking, changed)
                done(_("Saved."))
    soft(_("Deleting an action deletes its outputs too."))
    if st.button(_("Delete this action"), key=f"remove_{action.id}"):
        with told():
            acts.remove(*here.asking, "action", action.id)
            done(_("Deleted."))


def _change_group(here: Here, plan: Plan, group: CodesignGroup) -> None:
    free = _joint(plan)
    with st.form(f"group_form_{group.id}", border=False):
        name = st.text_input(_("Name"), group.name, max_chars=200, key=f"name_{group.id}")
        aim = st.text_area(_("Aim"), group.aim, key=f"aim_{group.id}")
        item = st.selectbox(
            _("Works on"),
            list(free),
            list(free).index(group.item) if group.item in free else 0,
            format_func=free.__getitem__,
            key=f"item_{group.id}",
        )
        if st.form_submit_button(_("Save")):
            with told():
                acts.change_group(*here.asking, group.id, name, aim, item)
                done(_("Saved."))
    if st.button(_("Delete the group"), key=f"delete_group_{group.id}"):
        _ask_delete(here, group)


@st.dialog("Delete the group")
def _ask_delete(here: Here, group: CodesignGroup) -> None:
    st.write(
        _("“{name}” goes with its actions, its outputs and who signed up for it.").format(
            name=plain(group.name)
        )
    )
    if st.button(_("Delete"), type="primary"):
        with told():
            acts.remove(*here.asking, "group", group.id)
            done(_("Deleted."))


def _trace(here: Here, trace: Trace) -> None:
    st.markdown(f"## {_('Where this comes from')}")
    if trace.item is None:
        st.info(_("This group has no priority yet: choose one above, and the walk back appears."))
        return
    walk = [_("Joint priority: {title}").format(title=trace.item.title)]
    if trace.item.reason:
        walk.append(_("Why: {reason}").format(reason=trace.item.reason))
    walk += [f"{_(item.list.label)}: {item.title}" for item in trace.made_of]
    walk += [f"{_(code.kind.label)}: {code.name}" for code in trace.codes]
    st.markdown("\n".join(f"- {plain(line)}" for line in walk))
    if not trace.said:
        soft(_("No passage stands behind it yet."))
        return
    st.write(
        counted(len(trace.said), "{n} passage by", "{n} passages by")
        + " "
        + counted(trace.people, "{n} person.", "{n} people.")
    )
    for said in trace.said[:_MOST_PASSAGES]:
        who = ", ".join(said.speakers) or _("field note")
        where = steps.address(
            "coding", here.study_id, transcript=said.transcript, at=f"{said.start}-{said.end}"
        )
        limit = "" if said.may_quote else f" · {_('not to be quoted outside the team')}"
        st.html(
            f'<blockquote class="ebcd">{escape(said.words)}<br><span class="ebcd-soft">'
            f'{escape(who)}{escape(limit)} · <a href="{where}" target="_self">'
            f"{_('open in the transcript')}</a></span></blockquote>"
        )
    if len(trace.said) > _MOST_PASSAGES:
        soft(_("{n} more on the findings page.").format(n=len(trace.said) - _MOST_PASSAGES))
