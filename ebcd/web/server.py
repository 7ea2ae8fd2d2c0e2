"""All plain routes and the door before them, put together for the server."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from ebcd.errors import Conflict, NotAllowed, NotFound, NotSaved, SignInNeeded, WorkbenchError
from ebcd.store.workbench import Workbench
from ebcd.web import (
    ballot,
    coding,
    cuts,
    film_playing,
    media,
    phone_check,
    playing,
    recording,
    room_forms,
    signin,
)
from ebcd.web.door import Door, content_security_policy
from ebcd.web.plain import page
from ebcd.web.room_only import RoomOnly, named_hosts
from ebcd.words import _

_STATUS = {SignInNeeded: 401, NotAllowed: 403, NotFound: 404, Conflict: 409, NotSaved: 507}


async def _health(_request: Request) -> Response:
    return PlainTextResponse("ok")


async def _study(request: Request) -> Response:
    """Streamlit's first page answers at the root alone."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/{query}", 303)


def room_routes(workbench: Workbench) -> list[BaseRoute]:
    """The routes for people in the room: votes, forms, and the check of the phones."""
    return [
        Route("/health", _health),
        *phone_check.routes(workbench),
        *room_forms.routes(workbench),
        *ballot.routes(workbench),
    ]


def routes(workbench: Workbench) -> list[BaseRoute]:
    """Every plain route of the workbench."""
    return [
        *room_routes(workbench),
        Route("/study", _study),
        *signin.routes(workbench),
        *coding.routes(workbench),
        *media.routes(workbench),
        *playing.routes(workbench),
        *recording.routes(workbench),
        *film_playing.routes(workbench),
        *cuts.routes(workbench),
    ]


def middleware(workbench: Workbench, index: Path) -> list[Middleware]:
    """What stands before every route. `index`: Streamlit's own page, for its inline script."""
    whose = partial(signin.account_of, workbench)
    policy = content_security_policy(index)
    return [
        Middleware(RoomOnly, hosts=named_hosts()),
        Middleware(Door, whose=whose, policy=policy),
        Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
    ]


async def tell_problem(request: Request, problem: Exception) -> Response:
    """The answer to a request that a WorkbenchError ended: a sentence, as page or as JSON."""
    status = next((code for kind, code in _STATUS.items() if isinstance(problem, kind)), 400)
    if "text/html" in request.headers.get("accept", ""):
        return page(
            "message.html",
            status,
            title=_("That did not work"),
            message=str(problem),
            href="",
            label="",
        )
    return JSONResponse({"problem": str(problem)}, status)


Handler = Callable[[Request, Exception], Awaitable[Response]]
exception_handlers: dict[type[Exception], Handler] = {WorkbenchError: tell_problem}


def room_app(workbench: Workbench, index: Path) -> Starlette:
    """A server for the room's own address: nothing of the team is in it."""
    return Starlette(
        routes=room_routes(workbench),
        middleware=[
            Middleware(RoomOnly),
            Middleware(Door, whose=_nobody, policy=content_security_policy(index)),
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
        ],
        exception_handlers=dict(exception_handlers),
    )


def _nobody(_cookie: str | None) -> None:
    """Nobody is signed in at the room's address, whatever cookie they bring."""
