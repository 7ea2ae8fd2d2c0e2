"""An address for the room alone: nothing but what people in the room need answers there.

Either a second address of its own (`ebcd serve --ballots-on`), or a name by which the same server
is reached (`--ballots-host`, for a proxy). A page of the team that is asked for there is not there.
"""

from __future__ import annotations

import os

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ebcd.web.door import below

ROOM = ("/vote", "/health")
"""Paths (with what lies below them) that the room needs."""

HOSTS = "EBCD_BALLOT_HOSTS"
"""The setting that names the hosts by which the room reaches the server, with commas between."""

ADDRESS = "EBCD_ROOM_ADDRESS"
"""The setting that says which address phones use, where the server knows it."""

SHUT = "ebcd_room_only"
"""What a request carries that came in by an address for the room alone."""


def named_hosts() -> frozenset[str]:
    """The hosts that are for the room alone."""
    said = os.environ.get(HOSTS, "").split(",")
    return frozenset(name.strip().lower() for name in said if name.strip())


def known_address() -> str:
    """The address that phones use, where the server knows it; else nothing."""
    return os.environ.get(ADDRESS, "").rstrip("/")


class RoomOnly:
    """ASGI middleware. `hosts`: names that are for the room alone; None: every one is."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str] | None = None) -> None:
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or not self._meant(scope):
            await self.app(scope, receive, send)
        elif below(scope["path"], ROOM):
            await self.app({**scope, SHUT: True}, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse("Not here.", 404)(scope, receive, send)

    def _meant(self, scope: Scope) -> bool:
        if self.hosts is None:
            return True
        if not self.hosts:
            return False
        host = Headers(scope=scope).get("host", "").lower()
        return host in self.hosts or host.rpartition(":")[0] in self.hosts
