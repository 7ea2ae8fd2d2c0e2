"""A show of hands on the priorities page: counted group by group while a round is open."""

from __future__ import annotations

import streamlit as st

from ebcd.acts import hands as acts
from ebcd.acts.rounds import Watched
from ebcd.priorities.groups import group_label
from ebcd.priorities.hands import MOST_HEADS
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.words import _, counted


def show(here: Here, watched: Watched) -> None:
    """Type in the hands of each group, and take them out again."""
    found = watched.round
    with st.expander(_("Show of hands"), icon=":material/back_hand:"):
        soft(
            _(
                "A result of its own, shown beside the ballots and never added to them. Say to the "
                "room that hands are seen by everybody."
            )
        )
        group = st.selectbox(
            _("Group that shows its hands"),
            found.plan.groups,
            format_func=group_label,
            key=f"hands_group_{found.id}",
        )
        before = next((each for each in found.hands if each.group == group), None)
        with st.form(f"hands_{found.id}_{group}", border=False):
            present = st.number_input(
                _("People of this group in the room"),
                1,
                MOST_HEADS,
                before.present if before else 1,
                key=f"present_{found.id}_{group}",
            )
            heads = {
                str(option.number): int(
                    st.number_input(
                        f"{option.number}. {plain(option.title)}",
                        0,
                        MOST_HEADS,
                        before.heads.get(str(option.number), 0) if before else 0,
                        key=f"heads_{found.id}_{group}_{option.number}",
                    )
                )
                for option in watched.options
            }
            if st.form_submit_button(_("Keep these hands"), type="primary"):
                with told():
                    acts.count_hands(*here.asking, found.id, group, int(present), heads)
                    done(_("The show of hands is kept."))
        for each in found.hands:
            with st.container(horizontal=True, vertical_alignment="center"):
                people = counted(each.present, "{n} person", "{n} people")
                st.write(f"{group_label(each.group)}: {people}")
                label = _("Take out: {group}").format(group=group_label(each.group))
                if st.button(label, key=f"no_hands_{found.id}_{each.group}"):
                    with told():
                        acts.forget_hands(*here.asking, found.id, each.group)
                        done(_("Taken out."))
