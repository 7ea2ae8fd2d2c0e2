"""Wrong codes: each takes its time, whichever form it was typed into; right ones never wait.

All forms of the room share one line, so that a guesser gains nothing by going from the vote to the
ideas, to the groups, to the check of the phones. Whoever shares an address (a ward, a venue) stands
in that address's own line, and the lines take turns: a guesser elsewhere does not keep a room's
mistypers waiting for long. Nobody is shut out, and a code that is right is answered at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import wraps
from ipaddress import IPv6Address, IPv6Network, ip_address
from weakref import WeakKeyDictionary, WeakValueDictionary

from starlette.requests import Request
from starlette.responses import Response

from ebcd.errors import NotFound
from ebcd.store.workbench import Workbench

WRONG_GUESS_SECONDS = 0.3
"""How long one wrong code keeps the next wrong one waiting, of whatever form and address."""

Handler = Callable[[Request], Awaitable[Response]]

_lines: WeakKeyDictionary[Workbench, Guesses] = WeakKeyDictionary()


class _Lines:
    """The lines of one event loop: that of the workbench, or that of the room's own address."""

    def __init__(self) -> None:
        self.turns = asyncio.Lock()
        self.of_address: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()


class Guesses:
    """The lines of one workbench in this server process."""

    def __init__(self) -> None:
        self._lines: WeakKeyDictionary[asyncio.AbstractEventLoop, _Lines] = WeakKeyDictionary()

    async def wait(self, request: Request) -> None:
        """Let a wrong guess take its time: first in its address's line, then in turn with others.

        Of each address one stands in the common line, so that a hundred guesses from one address
        put one turn before a guess from another.
        """
        lines = self._lines.setdefault(asyncio.get_running_loop(), _Lines())
        mine = lines.of_address.setdefault(origin(request), asyncio.Lock())
        async with mine, lines.turns:
            await asyncio.sleep(WRONG_GUESS_SECONDS)

    def slow(self, handler: Handler) -> Handler:
        """`handler`, with a wait before it says that nothing has this code."""

        @wraps(handler)
        async def waiting(request: Request) -> Response:
            try:
                return await handler(request)
            except NotFound:
                await self.wait(request)
                raise

        return waiting


def guesses(workbench: Workbench) -> Guesses:
    """The lines that every form of this workbench shares."""
    return _lines.setdefault(workbench, Guesses())


def origin(request: Request) -> str:
    """The address a request came from; of IPv6, where one home has many, that of the network."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(IPv6Network((address, 64), strict=False))
    return host
