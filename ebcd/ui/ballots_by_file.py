"""Filled ballots from a file: checked line by line, put in, taken out before the close."""

from __future__ import annotations

import streamlit as st

from ebcd.acts import ballot_files as acts
from ebcd.acts.ballot_files import Looked
from ebcd.acts.rounds import Watched
from ebcd.errors import WorkbenchError
from ebcd.exchange.tables import write_csv
from ebcd.store.rounds import Round
from ebcd.text import safe_name
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.words import _, counted

_SHOWN = 20


def show(here: Here, watched: Watched) -> None:
    """Save an empty sheet, look at a filled one, put it in, take it out."""
    found = watched.round
    with st.expander(_("Ballots from a file"), icon=":material/table_view:"):
        soft(_("One row a ballot. Fill the sheet in with any spreadsheet and choose it here."))
        st.download_button(
            _("Save an empty sheet (CSV)"),
            acts.empty_sheet(*here.asking, found.id),
            file_name=safe_name(f"ballot sheet {found.plan.title}") + ".csv",
            mime="text/csv",
        )
        file = st.file_uploader(
            _("Filled sheet (CSV or Excel)"),
            type=["csv", "xlsx"],
            key=f"ballot_file_{found.id}_{st.session_state.get('ballot_files', 0)}",
        )
        if file is not None:
            _looked_at(here, found, file.getvalue(), file.name)
        _files(here, found)


def _looked_at(here: Here, found: Round, data: bytes, name: str) -> None:
    try:
        looked = acts.look_at_file(*here.asking, found.id, data, name)
    except WorkbenchError as problem:
        st.error(plain(str(problem)))
        return
    filled = looked.filled
    st.write(
        counted(len(filled.ballots), "{n} ballot can be put in.", "{n} ballots can be put in.")
    )
    if filled.problems:
        _problems(found, looked)
    if looked.already:
        st.info(_("This file is in already."))
    elif filled.ballots and st.button(_("Put these ballots in"), type="primary"):
        with told():
            acts.put_in(*here.asking, found.id, data, name)
            st.session_state["ballot_files"] = st.session_state.get("ballot_files", 0) + 1
            done(counted(len(filled.ballots), "{n} ballot is in.", "{n} ballots are in."))


def _problems(found: Round, looked: Looked) -> None:
    problems = looked.filled.problems
    st.warning(counted(len(problems), "{n} row cannot be counted:", "{n} rows cannot be counted:"))
    lines = [_("line {n}: {why}").format(n=line, why=why) for line, why in problems[:_SHOWN]]
    if len(problems) > _SHOWN:
        lines.append(_("and {n} more").format(n=len(problems) - _SHOWN))
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    first, *rest = looked.filled.left_out
    st.download_button(
        _("Save these rows to mend them (CSV)"),
        write_csv(first, rest),
        file_name=safe_name(f"rows to mend {found.plan.title}") + ".csv",
        mime="text/csv",
    )


def _files(here: Here, found: Round) -> None:
    for place, (batch, many) in enumerate(acts.files_in(*here.asking, found.id).items(), start=1):
        with st.container(horizontal=True, vertical_alignment="center"):
            ballots = counted(many, "{n} ballot", "{n} ballots")
            st.write(_("File {n}: {ballots}").format(n=place, ballots=ballots))
            label = _("Take file {n} out again").format(n=place)
            if st.button(label, key=f"take_out_{found.id}_{batch[:12]}"):
                with told():
                    taken = acts.take_out(*here.asking, found.id, batch)
                    done(counted(taken, "{n} ballot taken out.", "{n} ballots taken out."))
