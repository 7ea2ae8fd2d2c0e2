"""Outputs of co-design: what came of an action, and “you said, we did”."""

from __future__ import annotations

from html import escape

import streamlit as st

from ebcd.acts import codesign as acts
from ebcd.acts.codesign import Plan
from ebcd.codesign import Action, Output
from ebcd.times import long_date
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import soft
from ebcd.ui.tables import Looks, table
from ebcd.words import _


def you_said_we_did(plan: Plan) -> None:
    """The outputs that have both lines, as a table; nothing where there are none."""
    told_ones = [one for one in plan.outputs.values() if one.you_said and one.we_did]
    if not told_ones:
        return
    rows = [
        (one.you_said, one.we_did, long_date(one.delivered) if one.delivered else "–")
        for one in told_ones
    ]
    with st.expander(_("You said, we did"), icon=":material/celebration:", expanded=True):
        heads = (_("You said"), _("We did"), _("Delivered"))
        table(_("You said, we did"), heads, rows, Looks(row_head=None))


def listed(here: Here, plan: Plan, action: Action, runs: bool) -> None:
    """What came of an action so far."""
    for output in plan.outputs.values():
        if output.action != action.id:
            continue
        when = f" · {long_date(output.delivered)}" if output.delivered else ""
        st.html(f"<div>→ {escape(output.what)}{escape(when)}</div>")
        if runs and st.button(
            _("Change this output"), key=f"edit_output_{output.id}", help=output.what
        ):
            _change(here, output)


def _fields(output: Output, key: str) -> Output:
    what = st.text_area(_("What came of it"), output.what, key=f"{key}_what")
    delivered = st.date_input(
        _("Delivered on"), output.delivered, format="DD/MM/YYYY", key=f"{key}_on"
    )
    you_said = st.text_input(
        _("You said (as people would put it)"), output.you_said, key=f"{key}_you"
    )
    we_did = st.text_input(_("We did"), output.we_did, key=f"{key}_we")
    return Output(output.id, output.action, what, delivered, you_said, we_did)


@st.dialog("Record an output")
def record(here: Here, action: Action) -> None:
    """The form of a new output."""
    soft(action.what)
    with st.form(f"record_{action.id}", border=False):
        new = _fields(Output(0, action.id, ""), f"new_{action.id}")
        if st.form_submit_button(_("Record"), type="primary"):
            with told():
                acts.record_output(
                    *here.asking,
                    action.id,
                    new.what,
                    delivered=new.delivered,
                    you_said=new.you_said,
                    we_did=new.we_did,
                )
                done(_("Recorded."))


@st.dialog("Change an output")
def _change(here: Here, output: Output) -> None:
    with st.form(f"output_form_{output.id}", border=False):
        changed = _fields(output, f"out_{output.id}")
        if st.form_submit_button(_("Save"), type="primary"):
            with told():
                acts.change_output(*here.asking, changed)
                done(_("Saved."))
    if st.button(_("Delete this output"), key=f"delete_output_{output.id}"):
        with told():
            acts.remove(*here.asking, "output", output.id)
            done(_("Deleted."))
