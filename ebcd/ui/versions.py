"""The versions of a transcript: who corrected it when and why, what differs, and going back."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import streamlit as st

from ebcd.acts import versions as acts
from ebcd.acts.access import May
from ebcd.store.transcripts import Transcript
from ebcd.store.versions import Past
from ebcd.ui import differing
from ebcd.ui.here import Here, done, told
from ebcd.ui.tables import Looks, table
from ebcd.words import _, counted


def show(here: Here, transcript: Transcript) -> None:
    """The history of a transcript that was corrected."""
    with st.expander(_("Versions"), key=f"versions_{transcript.id}", on_change="rerun") as opened:
        if not opened.open:
            return
        past = acts.history(*here.asking, transcript.id)
        _table(here, past)
        if len(past) == 1:
            st.write(_("It was not corrected yet: there is nothing to compare."))
            return
        _compare(here, transcript, past)
        if here.may(May.TRANSCRIPTS):
            _go_back(here, transcript, past)


def _table(here: Here, past: Sequence[Past]) -> None:
    heads = [_("Version"), _("Saved"), _("By"), _("Why")]
    rows = [(_named(each), *_cells(here, each)) for each in past]
    table(_("Versions"), heads, rows, Looks(cards=True))


def _cells(here: Here, each: Past) -> tuple[str, str, str]:
    at = each.created_at.astimezone(ZoneInfo(here.study.zone))
    why = each.reason or (_("as it was imported") if each.number == 1 else "")
    return f"{at.day} {at:%B %Y, %H:%M}", each.by, why


def _named(each: Past) -> str:
    return _("{n} (in use)").format(n=each.number) if each.current else str(each.number)


def _compare(here: Here, transcript: Transcript, past: Sequence[Past]) -> None:
    st.markdown(f"**{_('Compare')}**")
    by_id = {each.id: each for each in past}
    ids = list(by_id)
    left, right = st.columns(2)
    key = f"{transcript.id}_{past[0].id}"
    was = left.selectbox(
        _("Version"), ids, 1, format_func=lambda i: _named(by_id[i]), key=f"was_{key}"
    )
    now = right.selectbox(
        _("with version"), ids, 0, format_func=lambda i: _named(by_id[i]), key=f"now_{key}"
    )
    if was == now:
        st.info(_("Choose two different versions."))
        return
    with told():
        found = acts.compare(*here.asking, was, now)
        differing.show(found, f"{was}_{now}")


def _go_back(here: Here, transcript: Transcript, past: Sequence[Past]) -> None:
    st.markdown(f"**{_('Go back')}**")
    by_id = {each.id: each for each in past if not each.current}
    key = f"{transcript.id}_{past[0].id}"
    to = st.selectbox(
        _("To the words of version"),
        list(by_id),
        format_func=lambda i: str(by_id[i].number),
        key=f"back_to_{key}",
    )
    st.write(
        _(
            "Its words become a version of their own, on top of the others. Codings are carried "
            "along, and those that waited come back to their words."
        )
    )
    sure = st.checkbox(_("Go back to these words"), key=f"sure_back_{key}_{to}")
    if st.button(_("Go back"), icon=":material/history:", disabled=not sure, key=f"back_{key}"):
        with told():
            why = _("Back to version {n}").format(n=by_id[to].number)
            new = acts.go_back(*here.asking, transcript.id, to, why)
            done(
                _("Version {n} is saved.").format(n=new.number)
                + " "
                + counted(len(new.waiting), "{n} coding waits.", "{n} codings wait.")
            )
