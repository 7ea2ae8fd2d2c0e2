"""The team page's parts: roles in the study, one's own password, and the server's accounts."""

from __future__ import annotations

import streamlit as st

from ebcd.acts import accounts as acts
from ebcd.acts.access import RIGHTS, May, Role
from ebcd.ui.here import Here, done, told
from ebcd.ui.tables import Looks, table
from ebcd.words import _


def show(here: Here) -> None:
    """The page."""
    st.title(_("Team"))
    _roles(here)
    _own_password(here)
    if here.actor.is_admin:
        _accounts(here)


def _roles(here: Here) -> None:
    members = acts.team(*here.asking)
    if members:
        rows = [
            (member.account.display_name, member.account.name, Role(member.role).label)
            for member in members
        ]
        table(_("Team"), (_("Name"), _("Signs in as"), _("Role")), rows)
    else:
        st.info(_("Nobody is in the team yet; the administrator sees the study all the same."))
    with st.expander(_("What each role may do")):
        for each in Role:
            allowed = ", ".join(may.value for may in May if may in RIGHTS[each])
            st.markdown(f"**{each.label}**: {allowed}.")
    if not here.may(May.TEAM):
        return
    with st.form("role"):
        st.header(_("Give a role"))
        name = st.text_input(_("Signs in as"))
        nobody = _("Not in the team")
        role = st.selectbox(
            _("Role"),
            [*map(str, Role), nobody],
            list(Role).index(Role.READER),
            format_func=lambda name: name if name == nobody else Role(name).label,
        )
        if st.form_submit_button(_("Save"), type="primary"):
            with told():
                acts.set_role(*here.asking, name, None if role == nobody else Role(role))
                done(_("Saved."))


def _own_password(here: Here) -> None:
    if not here.account.password_hash:
        st.info(
            _(
                "You have no password yet, and your link worked once: set a password, so that you "
                "can come back."
            )
        )
    password = st.expander(_("Your password"), expanded=not here.account.password_hash)
    with password, st.form("password", border=False, clear_on_submit=True):
        old = ""
        if here.account.password_hash:
            old = st.text_input(_("Old password"), type="password")
        new = st.text_input(_("New password"), type="password")
        again = st.text_input(_("New password again"), type="password")
        if st.form_submit_button(_("Set the password")):
            if new != again:
                st.error(_("The two new passwords differ: type both again."))
                return
            with told():
                acts.set_password(here.workbench, here.actor, here.account.id, new, old)
                st.success(_("Set. Sign in again with it."))
                st.link_button(_("Sign in"), "/sign-in")
                st.stop()


def _accounts(here: Here) -> None:
    st.header(_("Accounts on this server"))
    everybody = acts.every_account(here.workbench, here.actor)
    rows = [
        (
            account.display_name,
            account.name,
            _state(account.disabled, account.password_hash is None),
            _("yes") if account.is_admin else _("no"),
        )
        for account in everybody
    ]
    heads = (_("Name"), _("Signs in as"), _("State"), _("Administrator"))
    table(_("Accounts on this server"), heads, rows, Looks(cards=True))
    with st.form("account", clear_on_submit=True):
        st.markdown(f"**{_('Add an account')}**")
        display = st.text_input(_("Name"), placeholder=_("Sam Okafor"))
        name = st.text_input(_("Signs in as"), placeholder=_("sam.okafor"))
        if st.form_submit_button(_("Add")):
            with told():
                added = acts.add_account(here.workbench, here.actor, name, display)
                _show_link(here, added)
    others = [account for account in everybody if account.id != here.account.id]
    if not others:
        return
    chosen = st.selectbox(
        _("Account"), others, format_func=lambda each: f"{each.display_name} ({each.name})"
    )
    with st.container(horizontal=True):
        if st.button(_("Make a sign-in link")):
            _show_link(here, chosen.id)
        label = _("Reopen the account") if chosen.disabled else _("Close the account")
        if st.button(label):
            with told():
                acts.set_disabled(here.workbench, here.actor, chosen.id, not chosen.disabled)
                done(_("Saved."))


def _state(disabled: bool, no_password: bool) -> str:
    if disabled:
        return _("closed")
    return _("no password yet") if no_password else _("open")


def _show_link(here: Here, account_id: int) -> None:
    token = acts.make_link(here.workbench, here.actor, account_id)
    base = (st.context.url or "").split("/team")[0].rstrip("/")
    st.success(_("Give them this link. It signs in once, within a day; then they set a password."))
    st.code(f"{base}/sign-in/link?token={token}", language=None, wrap_lines=True)
