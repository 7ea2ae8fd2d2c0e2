"""Signing up for co-design groups, as the team sees it; and splitting a large group fairly."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from ebcd.acts import room_forms
from ebcd.acts import sign_ups as acts
from ebcd.acts.access import May
from ebcd.acts.leaving import MayNameSomebody
from ebcd.codesign import MOST_PARTS, CodesignGroup
from ebcd.events import FormKind
from ebcd.priorities.groups import group_label, group_name
from ebcd.ui import leaving
from ebcd.ui.here import Here, done, told
from ebcd.ui.ideas import to_the_room
from ebcd.ui.plain import plain, soft
from ebcd.ui.tables import Cell, Looks, table
from ebcd.web.room_paths import sign_up_path
from ebcd.words import _, counted

_UNDO, _LIST = "undo_split", "sign_up_list"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show(here: Here, groups: Mapping[int, CodesignGroup]) -> None:
    """Who signed up for which group, by side; names for the lead."""
    _undo_bar(here)
    heads = acts.heads(*here.asking)
    total = sum(each.total() for each in heads.values())
    label = (
        counted(total, "{n} person signed up", "{n} people signed up") if total else _("Sign-up")
    )
    with st.expander(
        label, icon=":material/how_to_reg:", key="signing_up", on_change="rerun"
    ) as part:
        if not part.open:
            return
        _table(groups, heads)
        if here.may(May.CODESIGN):
            _form(here)
            _on_paper(here, groups)
            _split(here, groups, heads)
        if here.may(May.IDENTITY):
            _names(here, groups)
        else:
            soft(_("Names are kept with the key: the lead of the study sees them."))


def _table(groups: Mapping[int, CodesignGroup], heads: Mapping[int, Mapping[str, int]]) -> None:
    rows: list[tuple[Cell, ...]] = []
    for group in groups.values():
        here = heads.get(group.id, {})
        sides = (here.get(side, 0) for side in room_forms.GROUPS)
        rows.append((group.name, *sides, sum(here.values())))
    columns = (_("Group"), *(group_name(side) for side in room_forms.GROUPS), _("Together"))
    table(_("Who signed up"), columns, rows)


def _form(here: Here) -> None:
    mine = room_forms.forms(*here.asking, FormKind.SIGN_UP)
    if not mine:
        if st.button(_("Open sign-up to the room"), type="primary"):
            with told():
                room_forms.open_form(*here.asking, FormKind.SIGN_UP)
                done(_("Open. Show the code to the room."))
        return
    form = mine[0]
    if form.is_open:
        to_the_room(here, form, sign_up_path(form.join_code))
    else:
        st.write(_("Sign-up by phone is closed."))
    label = _("Close sign-up") if form.is_open else _("Open sign-up again")
    if st.button(label, key=f"sign_up_switch_{form.id}"):
        with told():
            room_forms.set_open(*here.asking, form.id, not form.is_open)
            done(_("Closed.") if form.is_open else _("Open again."))


def _on_paper(here: Here, groups: Mapping[int, CodesignGroup]) -> None:
    st.markdown(f"**{_('From the paper list')}**")
    _print(here)
    with st.form("sign_up_paper", border=False, clear_on_submit=True):
        group = st.selectbox(_("For"), list(groups), format_func=lambda each: groups[each].name)
        side = st.radio(_("Here as"), room_forms.GROUPS, format_func=group_label, horizontal=True)
        name = st.text_input(_("Name"), max_chars=acts.LONGEST)
        contact = st.text_input(_("Email or telephone"), max_chars=acts.LONGEST)
        if st.form_submit_button(_("Add to the list")):
            with told():
                acts.add_on_paper(*here.asking, group, side, name, contact)
                done(_("On the list."))


def _print(here: Here) -> None:
    """The list to sign up on with a pen."""
    made: bytes | None = st.session_state.get(_LIST)
    knowingly = leaving.offered(here, _LIST)
    if knowingly or st.button(_("Make the list to print (Word)")):
        with told():
            try:
                made = acts.paper_list(*here.asking, knowingly=knowingly)
                st.session_state[_LIST] = made
            except MayNameSomebody as problem:
                leaving.kept_back(problem, _LIST)
                st.rerun()
    if made is not None:
        st.download_button(
            _("Save the list (Word)"), made, file_name="sign up.docx", mime=_WORD, type="primary"
        )


def _split(
    here: Here, groups: Mapping[int, CodesignGroup], heads: Mapping[int, Mapping[str, int]]
) -> None:
    large = [each for each in groups if sum(heads.get(each, {}).values()) > 1]
    if not large:
        return
    st.markdown(f"**{_('Split a large group fairly')}**")
    left, right = st.columns(2)
    with left:
        chosen = st.selectbox(
            _("Group to split"),
            large,
            format_func=lambda each: groups[each].name,
            key="split_group",
        )
    with right:
        most = min(MOST_PARTS, sum(heads[chosen].values()))
        parts = int(st.number_input(_("Into how many"), 2, most, 2, key=f"split_{chosen}_{most}"))
    with told():
        planned = acts.plan_split(*here.asking, chosen, parts)
        sides = room_forms.GROUPS
        rows: list[tuple[Cell, ...]] = [
            (part.name, *(part.heads.get(side, 0) for side in sides), part.moved)
            for part in planned.parts
        ]
        columns = (_("Group"), *(group_name(side) for side in sides), _("Who moves here"))
        table(_("As it would be"), columns, rows, Looks(caption=True))
        soft(
            _(
                "Each side is shared out evenly, {stay} stay where they are and {moved} move; who "
                "signed up first stays."
            ).format(stay=planned.stay, moved=planned.moved)
        )
        if st.button(_("Split it so"), key="split_it"):
            st.session_state[_UNDO] = acts.split(*here.asking, chosen, parts)
            done(_("Split. Give the new groups their names."))


def _undo_bar(here: Here) -> None:
    undo_id = st.session_state.get(_UNDO)
    if undo_id is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.write(_("A group was split."))
        if st.button(_("Undo the split")):
            with told():
                st.session_state.pop(_UNDO)
                acts.undo_split(*here.asking, undo_id)
                done(_("It is one group again."))
        if st.button(_("Leave it so")):
            st.session_state.pop(_UNDO)
            st.rerun()


def _names(here: Here, groups: Mapping[int, CodesignGroup]) -> None:
    st.markdown(f"**{_('Names, for the lead')}**")
    if not st.session_state.get("sign_up_names"):
        soft(_("Kept apart from everything else. Each look is logged."))
        if st.button(_("Look at who signed up")):
            st.session_state["sign_up_names"] = True
            st.rerun()
        return
    if st.button(_("Close the list of names")):
        st.session_state.pop("sign_up_names")
        st.session_state.pop("sign_up_csv", None)
        st.rerun()
    found = {one.id: one for one in acts.names(*here.asking)}
    if not found:
        st.info(_("Nobody has signed up yet."))
        return
    labels = {
        one.id: f"{one.name} · {groups[one.group].name} · {group_label(one.side)}"
        + (f" · {one.contact}" if one.contact else "")
        for one in found.values()
    }
    st.markdown("\n".join(f"- {plain(label)}" for label in labels.values()))
    with st.form("sign_up_one", border=False):
        who = st.selectbox(_("Somebody on the list"), list(found), format_func=labels.__getitem__)
        to = st.selectbox(
            _("Their group"), list(groups), format_func=lambda each: groups[each].name
        )
        left, right = st.columns(2)
        moved = left.form_submit_button(_("Put them into this group"))
        taken = right.form_submit_button(_("Take them off the list"))
    if moved or taken:
        with told():
            if moved:
                acts.move(*here.asking, who, to)
            else:
                acts.remove(*here.asking, who)
            done(_("Done."))
    if st.button(_("Make the list as a table (CSV)")):
        with told():
            st.session_state["sign_up_csv"] = acts.as_csv(*here.asking)
    if "sign_up_csv" in st.session_state:
        st.warning(_("The file holds names: keep it where the key is kept, and delete it after."))
        st.download_button(
            _("Save the list (CSV)"),
            st.session_state["sign_up_csv"],
            file_name="co-design groups.csv",
            mime="text/csv",
        )
    with st.form("sign_up_erase", border=False, clear_on_submit=True):
        word = st.text_input(
            _("When the groups have done their work: type ERASE to erase all names")
        )
        if st.form_submit_button(_("Erase all names")):
            with told():
                many = acts.erase_all(*here.asking, word)
                st.session_state.pop("sign_up_csv", None)
                done(counted(many, "{n} name erased.", "{n} names erased."))
