"""The paper pack of a round: how many ballots, one press, one Word file."""

from __future__ import annotations

import streamlit as st

from ebcd.acts import paper_pack as acts
from ebcd.acts.leaving import MayNameSomebody
from ebcd.acts.rounds import Watched
from ebcd.priorities.groups import group_label
from ebcd.reports.paper_pack import Copies
from ebcd.ui import leaving
from ebcd.ui.here import Here, told
from ebcd.ui.plain import soft
from ebcd.words import _

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ORDINARY, _LARGE = 10, 2


def show(here: Here, watched: Watched, entrance: str) -> None:
    """The pack of a round that is not closed yet. `entrance`: the address that phones use."""
    found = watched.round
    made: acts.Pack | None = st.session_state.get(f"pack_{found.id}")
    with st.expander(
        _("Paper pack"),
        icon=":material/print:",
        expanded=made is not None,
        key=f"packing_{found.id}",
    ):
        st.write(
            _(
                "One Word file that carries the vote if the network never comes: instructions, "
                "what is read aloud, the options, ballots, large print and tally sheets. The "
                "numbers are those on phones and on the projector."
            )
        )
        with st.form(f"pack_for_{found.id}", border=False):
            copies = {group: _copies(found.id, group) for group in found.plan.groups}
            make = st.form_submit_button(_("Make the paper pack"), icon=":material/description:")
        if make:
            made = _make(here, found.id, copies, entrance) or made
        elif leaving.offered(here, f"pack_{found.id}"):
            made = _make(here, found.id, copies, entrance, knowingly=True) or made
        if made is not None:
            st.session_state[f"pack_{found.id}"] = made
            st.download_button(
                _("Save the paper pack (Word)"),
                made.data,
                file_name=made.name,
                mime=_WORD,
                type="primary",
                key=f"save_pack_{found.id}",
            )
            soft(
                _("Print it once, on one side of the paper: it holds as many ballots as you said.")
            )


def _copies(round_id: int, group: str) -> Copies:
    label = group_label(group)
    left, right = st.columns(2)
    with left:
        ordinary = st.number_input(
            _("Ballots: {group}").format(group=label),
            0,
            acts.MOST_BALLOTS,
            _ORDINARY,
            key=f"paper_{round_id}_{group}_plain",
        )
    with right:
        large = st.number_input(
            _("In large print: {group}").format(group=label),
            0,
            acts.MOST_BALLOTS,
            _LARGE,
            key=f"paper_{round_id}_{group}_large",
        )
    return Copies(int(ordinary), int(large))


def _make(
    here: Here, round_id: int, copies: dict[str, Copies], entrance: str, *, knowingly: bool = False
) -> acts.Pack | None:
    made: acts.Pack | None = None
    with told(), st.spinner(_("Writing the pack…")):
        try:
            made = acts.write_pack(
                *here.asking, round_id, copies, entrance=entrance, knowingly=knowingly
            )
        except MayNameSomebody as problem:
            leaving.kept_back(problem, f"pack_{round_id}")
            st.rerun()
    return made
