"""Where a page stands: who is signed in, in which study, and what they may do.

Every page starts with `here = opened(May.…)`, which stops with a plain sentence where something is
missing, so that no page relies on the navigation to keep anybody out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import streamlit as st

from ebcd.acts import accounts, study
from ebcd.acts.access import RIGHTS, Actor, May, Role
from ebcd.errors import SignInNeeded, WorkbenchError
from ebcd.store.accounts import Account
from ebcd.store.study import Study
from ebcd.store.workbench import Workbench, served_workbench
from ebcd.ui import steps
from ebcd.ui.plain import plain
from ebcd.web.signin import COOKIE, account_of
from ebcd.words import _


@dataclass(frozen=True)
class Here:
    """A page's place. `role`: the person's role in `study`."""

    workbench: Workbench
    account: Account
    actor: Actor
    study: Study
    role: Role

    @property
    def study_id(self) -> int:
        return self.study.id

    @property
    def asking(self) -> tuple[Workbench, Actor, int]:
        """What nearly every act takes first: `acts.codebook.codes(*here.asking)`."""
        return self.workbench, self.actor, self.study.id

    def may(self, may: May) -> bool:
        """Whether this person may do `may` in this study."""
        return may in RIGHTS[self.role]


def signed_in() -> Account:
    """Whoever is signed in. Stops the page with a link to the sign-in where nobody is."""
    account = account_of(served_workbench(), st.context.cookies.get(COOKIE))
    if account is None:
        st.info(_("Your sign-in has run out."))
        st.link_button(_("Sign in"), "/sign-in", type="primary")
        st.stop()
    return account


def chosen_study() -> Study | None:
    """The study that the address names, if it is one of this person's; else their only one."""
    workbench, actor = served_workbench(), accounts.actor_for(signed_in())
    mine = study.my_studies(workbench, actor)
    if "all" in st.query_params:
        return None
    named = st.query_params.get("study")
    for each in mine:
        if str(each.id) == named:
            return each
    return mine[0] if len(mine) == 1 and named is None else None


def opened(may: May = May.READ) -> Here:
    """The page's place, for a person who may do `may`; stops the page where it cannot be had."""
    account = signed_in()
    workbench, actor = served_workbench(), accounts.actor_for(account)
    found = chosen_study()
    if found is None:
        st.info(_("Choose a study first."))
        steps.link("study", None, label=_("To the studies"))
        st.stop()
    role = accounts.my_role(workbench, actor, found.id)
    if role is None or may not in RIGHTS[role]:
        st.info(
            _("Your role does not allow you to {what}: ask the study's lead.").format(
                what=may.value
            )
        )
        st.stop()
    st.query_params["study"] = str(found.id)
    return Here(workbench, account, actor, found, role)


@contextmanager
def told() -> Iterator[None]:
    """Show the sentence of a WorkbenchError where it happened, and go on with the page."""
    try:
        yield
    except SignInNeeded as problem:
        st.error(plain(str(problem)))
        st.link_button(_("Sign in"), "/sign-in")
    except WorkbenchError as problem:
        st.error(plain(str(problem)))


_FLASH = "flash"


def done(message: str, icon: str = ":material/check:") -> None:
    """Say `message` after the rerun that follows, and rerun."""
    st.session_state[_FLASH] = (message, icon)
    st.rerun()


def show_flash() -> None:
    """Show what the last act said of itself, once."""
    if said := st.session_state.pop(_FLASH, None):
        st.toast(said[0], icon=said[1])
