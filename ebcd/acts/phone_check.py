"""The check done before an event: that a real phone reaches the address that will be printed.

A phone opens the check's page by that address and answers. What is kept is that one came, when, by
which address, and whether the team's pages answer there too; nothing of the phone, and all of it
for two days at most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from ebcd.acts.access import Actor, May
from ebcd.acts.act import act, look
from ebcd.acts.room_forms import free_code
from ebcd.errors import BadInput, Conflict, NotFound
from ebcd.priorities import codes
from ebcd.store import phone_checks as store
from ebcd.store.phone_checks import Arrival, PhoneCheck
from ebcd.store.workbench import Workbench
from ebcd.times import now
from ebcd.words import _

KEPT_DAYS = 2
MOST_ARRIVALS = 500
LONGEST_ADDRESS = 200
TOKEN_LENGTH = 32


class Road(StrEnum):
    """The kind of address by which a phone came."""

    SAME = "same"
    HOTSPOT = "hotspot"
    NETWORK = "network"
    HOSTED = "hosted"


_HOTSPOTS = tuple(
    ip_network(each)
    for each in ("172.20.10.0/28", "192.168.43.0/24", "192.168.49.0/24", "192.168.137.0/24")
)
"""What phones and Windows give out when they share their own connection."""


def road(address: str) -> Road:
    """The kind of an address: a number of the network the room is in, or a server's name.

    >>> road("http://172.20.10.2:8080"), road("https://vote.example.org")
    (<Road.HOTSPOT: 'hotspot'>, <Road.HOSTED: 'hosted'>)
    """
    host = urlsplit(address).hostname or ""
    try:
        number = ip_address(host)
    except ValueError:
        local = "." not in host or host.endswith(".local")
        return Road.SAME if host == "localhost" else Road.NETWORK if local else Road.HOSTED
    if number.is_loopback:
        return Road.SAME
    if any(number in each for each in _HOTSPOTS):
        return Road.HOTSPOT
    return Road.NETWORK if number.is_private else Road.HOSTED


@dataclass(frozen=True)
class Checked:
    """A check and the phones that came."""

    check: PhoneCheck
    arrivals: Sequence[Arrival]


def checked_address(address: str) -> str:
    """The address that is printed, as scheme, name and port.

    Raises BadInput where it is none.

    >>> checked_address(" http://192.0.2.7:8080/vote ")
    'http://192.0.2.7:8080'
    """
    typed = address.strip()
    parts = urlsplit(typed if "://" in typed else f"http://{typed}")
    try:
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        known = False
    if not known or parts.username or " " in parts.netloc or len(typed) > LONGEST_ADDRESS:
        raise BadInput(
            "This is not an address that a phone can open: type it like http://192.168.1.20:8501."
        )
    return f"{parts.scheme}://{parts.netloc}"


def begin(workbench: Workbench, actor: Actor, study_id: int, address: str) -> str:
    """Begin a check of this address, in place of the study's last; returns its code."""
    address = checked_address(address)
    with act(workbench, actor, study_id, May.EVENTS, "begin a check of the phones") as doing:
        store.forget_before(doing.connection, now() - timedelta(days=KEPT_DAYS))
        code = free_code(doing.connection)
        doing.about(check=store.begin(doing.connection, study_id, code, address))
    return code


def current(workbench: Workbench, actor: Actor, study_id: int) -> Checked | None:
    """The study's check with the phones that came of late; None where none was begun."""
    with look(workbench, actor, study_id) as connection:
        found = store.of_study(connection, study_id)
        if found is None:
            return None
        last = now() - timedelta(days=KEPT_DAYS)
        came = [each for each in store.arrivals(connection, found.id) if each.at >= last]
        return Checked(found, came)


def end(workbench: Workbench, actor: Actor, study_id: int) -> None:
    """End the check and forget what came in."""
    with act(workbench, actor, study_id, May.EVENTS, "end a check of the phones") as doing:
        store.end(doing.connection, study_id)


def there(workbench: Workbench, join_code: str) -> PhoneCheck:
    """The check of a code, for the phone. Raises NotFound where there is none."""
    with workbench.database.reading() as connection:
        found = store.by_code(connection, join_code)
    if found is None:
        raise NotFound(_("No check has this code: compare it with the facilitator's page."))
    return found


def arrive(
    workbench: Workbench,
    join_code: str,
    token: str,
    address: str,
    *,
    team_answers: bool | None,
    shut: bool,
) -> None:
    """Note that a phone came by `address`; the same `token` counts once.

    Raises Conflict where too many came.
    """
    if len(token) != TOKEN_LENGTH:
        raise BadInput(_("This page is out of date: reload it."))
    check = there(workbench, join_code)
    with workbench.database.writing() as connection:
        if len(store.arrivals(connection, check.id)) >= MOST_ARRIVALS:
            raise Conflict(_("So many phones came that the check is full: begin a new one."))
        once = codes.hashed(workbench.secret, "check", f"{token} {address}")
        came = Arrival(address[:LONGEST_ADDRESS], team_answers, shut, now())
        store.arrive(connection, check, once, came)
