"""The page that a phone opens to prove that the printed address works.

It answers with one press, by itself where JavaScript runs. Then the phone also tries whether the
team's sign-in answers at the same address, and says so.
"""

from __future__ import annotations

from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ebcd.acts import phone_check as acts
from ebcd.priorities import codes
from ebcd.store.workbench import Workbench
from ebcd.web.ballot import guarded
from ebcd.web.guesses import guesses
from ebcd.web.plain import page
from ebcd.web.room_only import SHUT
from ebcd.web.room_paths import check_path

_SCRIPT = (Path(__file__).parent / "templates" / "room" / "check.js").read_text("utf-8")
_TRIED = {"yes": True, "no": False}
_COOKIE = "ebcd_check"
"""Lets a phone that answers again count once."""


def came_by(request: Request) -> str:
    """The address by which a request came: scheme, name and port, as the browser has it."""
    return f"{request.url.scheme}://{request.url.netloc}"


def routes(workbench: Workbench) -> list[Route]:
    """The routes of the check; they stand before those of the ballot."""

    async def script(_request: Request) -> Response:
        return Response(
            _SCRIPT, media_type="text/javascript", headers={"Cache-Control": "no-cache"}
        )

    async def ask(request: Request) -> Response:
        code = request.path_params["code"]
        await run_in_threadpool(acts.there, workbench, code)
        return page(
            "room/check.html",
            here=check_path(code),
            address=came_by(request),
            token=request.cookies.get(_COOKIE) or codes.token(),
            through="through" in request.query_params,
        )

    async def take(request: Request) -> Response:
        code, fields = request.path_params["code"], await request.form()
        await run_in_threadpool(
            lambda: acts.arrive(
                workbench,
                code,
                str(fields.get("token", "")),
                came_by(request),
                team_answers=_TRIED.get(str(fields.get("team", ""))),
                shut=bool(request.scope.get(SHUT)),
            )
        )
        answer = RedirectResponse(f"{check_path(code)}?through=1", 303)
        answer.set_cookie(
            _COOKIE,
            str(fields.get("token", "")),
            max_age=acts.KEPT_DAYS * 24 * 60 * 60,
            path="/vote/check",
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return answer

    slow = guesses(workbench).slow
    at = check_path("{code:str}")
    return [
        Route("/vote/check.js", script, methods=["GET"]),
        Route(at, guarded(slow(ask)), methods=["GET"]),
        Route(at, guarded(slow(take)), methods=["POST"]),
    ]
