"""What the ballot's script needs: the script itself, and where the round stands.

A phone that waits asks every few seconds, at a moment of its own; a whole room is answered out of
one look at the database a second, and with “nothing new” (304) where nothing is.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ebcd.acts import ballots
from ebcd.acts.ballots import Pulse
from ebcd.errors import NotFound
from ebcd.store.workbench import Workbench

LOOK_SECONDS = 1.0
"""How long one look at a round answers everybody who asks."""

_SCRIPT = Path(__file__).parent / "assets" / "ballot.js"
_MOST_ROUNDS = 500
Handler = Callable[[Request], Awaitable[Response]]


@cache
def _script() -> tuple[bytes, str]:
    """The script, and a mark that changes with it."""
    data = _SCRIPT.read_bytes()
    return data, hashlib.sha256(data).hexdigest()[:12]


def script_address() -> str:
    """Where the pages find the script: fetched once, then kept by the browser."""
    return f"/vote/ballot.js?{_script()[1]}"


async def _send_script(_request: Request) -> Response:
    kept = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(_script()[0], media_type="text/javascript", headers=kept)


class _Watch:
    """The rounds that were looked at within the last second."""

    def __init__(self, workbench: Workbench) -> None:
        self.workbench = workbench
        self.seen: dict[str, tuple[float, Pulse]] = {}
        self.looking: dict[str, asyncio.Task[Pulse]] = {}

    async def pulse(self, code: str) -> Pulse:
        """Where a round stands; only one of many who ask at once looks."""
        at, pulse = self.seen.get(code, (0.0, None))
        if pulse is not None and time.monotonic() - at < LOOK_SECONDS:
            return pulse
        looking = self.looking.get(code)
        if looking is None:
            looking = asyncio.ensure_future(self._look(code))
            self.looking[code] = looking
            looking.add_done_callback(lambda _done: self.looking.pop(code, None))
        return await asyncio.shield(looking)

    async def _look(self, code: str) -> Pulse:
        pulse = await run_in_threadpool(ballots.pulse, self.workbench, code)
        if len(self.seen) >= _MOST_ROUNDS:
            self.seen.clear()
        self.seen[code] = (time.monotonic(), pulse)
        return pulse


def following(workbench: Workbench, slow: Callable[[Handler], Handler]) -> list[Route]:
    """The routes. `slow`: lets a handler take its time over a wrong code."""
    watch = _Watch(workbench)

    async def state(request: Request) -> Response:
        found = await watch.pulse(request.path_params["code"])
        mark = f'"{found.state.value}-{found.clock}-{found.next_code or ""}"'
        headers = {"ETag": mark, "Cache-Control": "no-cache"}
        if request.headers.get("if-none-match") == mark:
            return Response(status_code=304, headers=headers)
        told = {"state": found.state.value, "seconds": found.seconds, "next": found.next_code}
        return JSONResponse(told, headers=headers)

    return [
        Route("/vote/ballot.js", _send_script, methods=["GET"]),
        Route("/vote/{code:str}/state", _answered(slow(state)), methods=["GET"]),
    ]


def _answered(handler: Handler) -> Handler:
    """`handler`, answering a wrong code with 404 and nothing else."""

    async def guarded(request: Request) -> Response:
        try:
            return await handler(request)
        except NotFound:
            return Response(status_code=404)

    return guarded
