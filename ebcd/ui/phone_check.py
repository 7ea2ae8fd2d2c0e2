"""The check before an event: a real phone proves that the printed address works."""

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit

import streamlit as st

from ebcd.acts import phone_check as acts
from ebcd.acts.access import May
from ebcd.acts.phone_check import Checked, Road
from ebcd.priorities.codes import qr_address
from ebcd.store.phone_checks import Arrival
from ebcd.times import shown
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import soft
from ebcd.web.room_only import known_address
from ebcd.web.room_paths import check_path
from ebcd.words import _, counted

_NEVER = {"localhost", "127.0.0.1", "::1", "0.0.0.0"}
_EVERY_SECONDS = 2
_KNOWN = "known_entrance"


def remember(here: Here) -> None:
    """Look up which address was checked in this study, for `known`."""
    checked = acts.current(*here.asking)
    st.session_state[_KNOWN] = checked.check.address if checked else known_address()


def known() -> str:
    """The address that was checked, else the one that the server knows, else nothing."""
    return str(st.session_state.get(_KNOWN, ""))


def entrance(here: Here) -> str:
    """The address that phones use: checked, known to the server, or this page's own."""
    remember(here)
    own = urlsplit(st.context.url or "http://localhost:8501")
    return known() or f"{own.scheme}://{own.netloc}"


def unreachable(address: str) -> bool:
    """Whether no phone can ever reach this address."""
    return (urlsplit(address).hostname or "") in _NEVER


def show(here: Here) -> None:
    """The check: its address, its QR code, and the phones that came."""
    if not here.may(May.EVENTS):
        return
    checked = acts.current(*here.asking)
    with st.expander(
        _("Check the phones"),
        icon=":material/phonelink_ring:",
        key="checking_phones",
        on_change="rerun",
    ) as part:
        if not part.open:
            return
        st.write(
            _(
                "Do this in the venue, or on the network that the room will use: open the page "
                "with a real phone, and see here that it came through."
            )
        )
        with st.form("phone_check", border=False):
            address = st.text_input(
                _("Address that will be printed and shown"), entrance(here), max_chars=200
            )
            label = _("Check this address") if checked is None else _("Begin the check anew")
            if st.form_submit_button(label, type="primary" if checked is None else "secondary"):
                with told():
                    acts.begin(*here.asking, address)
                    st.session_state.pop("entrance", None)
                    done(_("Open the page below with a phone."))
        if checked is not None:
            _under_way(here, checked)


def _under_way(here: Here, checked: Checked) -> None:
    address = checked.check.address
    link = address + check_path(checked.check.join_code)
    left, right = st.columns([1, 2], vertical_alignment="center")
    with left:
        st.html(
            f'<img src="{qr_address(link)}" style="width:100%;max-width:14rem;background:#fff" '
            f'alt="{_("QR code that opens the check")}">'
        )
    with right:
        st.html(
            f"<p>{_('Point a phone at the square, or open')}<br><strong>{escape(link)}</strong></p>"
        )
        if unreachable(address):
            st.warning(
                _(
                    "Phones cannot reach “localhost”: type this computer's name or number in the "
                    "network. Start the workbench with --ballots-on 0.0.0.0:8080, so that phones "
                    "reach the ballots and nothing else."
                )
            )

    @st.fragment(run_every=_EVERY_SECONDS)
    def came() -> None:
        now = acts.current(*here.asking)
        if now is not None:
            st.html(f'<div role="status">{_came(now)}</div>')

    came()
    soft(
        _("Kept: that a phone came, when and by which address, for two days. Nothing of the phone.")
    )
    if st.button(_("End the check and forget it")):
        with told():
            acts.end(*here.asking)
            done(_("Ended. Nothing of it is kept."))


def _came(checked: Checked) -> str:
    if not checked.arrivals:
        return f"<p><strong>{_('No phone has come through yet.')}</strong></p>"
    by_address: dict[str, list[Arrival]] = {}
    for arrival in checked.arrivals:
        by_address.setdefault(arrival.address, []).append(arrival)
    lines = "".join(_line(checked, address, came) for address, came in by_address.items())
    return f"<ul>{lines}</ul>"


def _line(checked: Checked, address: str, came: list[Arrival]) -> str:
    many = counted(len(came), "{n} phone reached us", "{n} phones reached us")
    last = shown(came[-1].at)
    said = [
        _("✓ {phones} at {address}, last on {time}.").format(
            phones=many, address=escape(address), time=last
        )
    ]
    said.append(_roads()[acts.road(address)])
    if address != checked.check.address:
        said.append(_("⚠ That is not the printed address: look where it leads."))
    said.append(_answers(came))
    return f"<li><strong>{said[0]}</strong><br>{'<br>'.join(said[1:])}</li>"


def _roads() -> dict[Road, str]:
    return {
        Road.SAME: _("⚠ That was this computer itself: try with a phone."),
        Road.HOTSPOT: _("By a hotspot: a phone or laptop that shares its own connection."),
        Road.NETWORK: _("Within the network that the phone and this computer share."),
        Road.HOSTED: _("By a name or number on the internet: a hosted server."),
    }


def _answers(came: list[Arrival]) -> str:
    """What else answers where these phones came in."""
    tried = [each.team_answers for each in came if each.team_answers is not None]
    if any(tried):
        return _(
            "⚠ The team's sign-in answers there too. It asks for a password; to keep it out of the "
            "room, start the workbench with --ballots-on HOST:PORT and print that address."
        )
    if tried:
        return _("✓ Only ballots answer there: the phone tried the team's pages and got nothing.")
    if all(each.shut for each in came):
        return _("✓ Only ballots answer there: this door lets nothing else in.")
    return _(
        "⚠ The team's sign-in answers at this door too; this phone did not try it. It asks for a "
        "password; to keep it out of the room, use --ballots-on HOST:PORT."
    )
