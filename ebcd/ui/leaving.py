"""Before something leaves: the passages that may still hold a name, and letting it go knowingly."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from ebcd.acts import leaving as acts
from ebcd.acts.access import May
from ebcd.acts.leaving import Leaves, MayNameSomebody
from ebcd.assistant.identifiers import Clue
from ebcd.assistant.leaving import Doubt
from ebcd.ui import steps
from ebcd.ui.here import Here
from ebcd.words import _, counted

AT_ONCE = 20
_FOUND = "doubts_{key}"


def kinds() -> dict[Clue | None, str]:
    """What stands there, in words."""
    return {
        None: _("name"),
        Clue.NHS_NUMBER: _("NHS number"),
        Clue.NATIONAL_INSURANCE: _("National Insurance number"),
        Clue.POSTCODE: _("postcode"),
        Clue.PHONE: _("telephone number"),
        Clue.EMAIL: _("e-mail address"),
        Clue.BIRTH: _("date of birth"),
    }


def let_go(here: Here, leaves: Leaves, key: str) -> bool:
    """Tell what may still hold a name in what leaves; whether the person lets it go knowingly."""
    with st.spinner(_("Looking for names in what leaves…")):
        found = acts.before(*here.asking, leaves)
    if not found:
        return False
    _warned(here, found)
    return st.checkbox(
        _("I have looked at them: let the files leave all the same"), key=f"knowingly_{key}"
    )


def kept_back(problem: MayNameSomebody, key: str) -> None:
    """Remember what kept a document back, for `offered` to show."""
    st.session_state[_FOUND.format(key=key)] = problem.doubts


def offered(here: Here, key: str) -> bool:
    """Show what kept a document back; whether the person makes it all the same."""
    found: Sequence[Doubt] | None = st.session_state.get(_FOUND.format(key=key))
    if not found:
        return False
    _warned(here, found)
    with st.container(horizontal=True):
        made = st.button(_("Make it all the same"), key=f"knowingly_{key}")
        left = st.button(_("Leave it"), key=f"leave_{key}")
    if made or left:
        st.session_state.pop(_FOUND.format(key=key))
    if left:
        st.rerun()
    return made


def _warned(here: Here, found: Sequence[Doubt]) -> None:
    st.warning(acts.sentence(found), icon=":material/visibility:")
    named = kinds()
    rows = "".join(
        f"<li><strong>{escape(named[each.clue])}</strong>: {escape(each.before)}"
        f"<mark>{escape(each.words)}</mark>{escape(each.after)}</li>"
        for each in found[:AT_ONCE]
    )
    with st.expander(_("Look at them")):
        st.html(f"<ul>{rows}</ul>")
        if len(found) > AT_ONCE:
            more = len(found) - AT_ONCE
            st.write(counted(more, "And {n} more place.", "And {n} more places."))
        if here.may(May.TRANSCRIPTS):
            steps.link("names", here.study_id, label=_("Replace names in the texts"))
