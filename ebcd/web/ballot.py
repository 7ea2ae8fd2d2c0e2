"""The ballot: plain HTML pages for everybody who has a code, without an account or JavaScript.

`/vote` asks for a code, `/vote/<code>` is the room, `/vote/<code>/<secret>` a voter's own ballot.
Every tap is one idempotent form, so that a double tap, a replay or a reload changes nothing, and a
phone that slept or lost the network comes back to its own ballot by its address or its cookie.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ebcd.acts import ballots as acts
from ebcd.acts.ballots import Mine, Room
from ebcd.errors import NotAllowed, NotFound, WorkbenchError
from ebcd.priorities import codes
from ebcd.priorities.ballots import Method
from ebcd.priorities.groups import group_label, group_name
from ebcd.priorities.rounds import State
from ebcd.store.workbench import Workbench
from ebcd.web import facilitator
from ebcd.web.plain import page
from ebcd.web.signin import same_origin
from ebcd.words import _, languages, set_language

WRONG_GUESS_SECONDS = 0.3
"""How long one wrong code keeps every other wrong code waiting; right ones never wait."""

_COOKIE_LIFE = 24 * 60 * 60
_MOST_BYTES = 20_000
Handler = Callable[[Request], Awaitable[Response]]


def cookie_name(round_id: int) -> str:
    """The cookie that holds the secret of this phone's ballot in one round."""
    return f"ebcd_ballot_{round_id}"


def _speak(request: Request) -> None:
    """Answer in the best language that both sides know."""
    known = languages()
    wanted = request.headers.get("accept-language", "").split(",")
    tags = [tag.split(";")[0].strip().split("-")[0].lower() for tag in wanted]
    set_language(next((tag for tag in tags if tag in known), "en"))


def _show(template: str, status: int = 200, **values: Any) -> Response:
    named = {"group_label": group_label, "group_name": group_name}
    return page(f"ballot/{template}.html", status, **named, **values)


def _problem(problem: WorkbenchError, status: int, href: str = "/vote") -> Response:
    return page(
        "message.html",
        status,
        title=_("That did not work"),
        message=str(problem),
        href=href,
        label=_("Go on"),
    )


def _own(handler: Handler) -> Handler:
    """Guard of every handler: language, same origin, a small body, one answer to a problem."""

    @wraps(handler)
    async def guarded(request: Request) -> Response:
        _speak(request)
        if request.method == "POST":
            if not same_origin(request):
                refused = NotAllowed(_("This form came from another site: type the code again."))
                return _problem(refused, 403)
            length = request.headers.get("content-length", "")
            if not length.isdigit() or int(length) > _MOST_BYTES:
                return _problem(NotAllowed(_("This form is too long: reload the page.")), 413)
        try:
            return await handler(request)
        except NotFound as problem:
            return _problem(problem, 404)
        except WorkbenchError as problem:
            return _problem(problem, 409, request.url.path)

    return guarded


class Ballots:
    """The handlers of one workbench."""

    def __init__(self, workbench: Workbench) -> None:
        self.workbench = workbench
        self.guessing = asyncio.Lock()

    def slow(self, handler: Handler) -> Handler:
        """`handler`, with the same wait after a wrong code as there is at the door."""

        @wraps(handler)
        async def waiting(request: Request) -> Response:
            try:
                return await handler(request)
            except NotFound:
                await self.wait()
                raise

        return waiting

    async def wait(self) -> None:
        """Let a wrong guess take its time, one after the other."""
        async with self.guessing:
            await asyncio.sleep(WRONG_GUESS_SECONDS)

    async def ask_code(self, _request: Request) -> Response:
        """The form for a code."""
        return _show("code", problem="", typed="")

    async def take_code(self, request: Request) -> Response:
        """Lead to the room or the card's ballot."""
        typed = str((await request.form()).get("code", ""))[:40]
        try:
            return await self._through(typed)
        except NotFound as problem:
            return _show("code", 404, problem=str(problem), typed=typed)

    async def _through(self, typed: str) -> Response:
        try:
            join, secret = await run_in_threadpool(acts.door, self.workbench, typed)
        except NotFound:
            await self.wait()
            raise
        return RedirectResponse(f"/vote/{join}/{secret}" if secret else f"/vote/{join}", 303)

    async def room(self, request: Request) -> Response:
        """The room: choose a group, come back to one's ballot, or see that it is closed."""
        typed = request.path_params["code"]
        if codes.tidy(typed) != typed or len(typed) != codes.JOIN_LENGTH:
            return await self._through(typed[:40])
        try:
            room = await run_in_threadpool(acts.room, self.workbench, typed)
        except NotFound:
            return await self._through(typed)
        secret = request.cookies.get(cookie_name(room.round_id))
        if secret and room.state in (State.OPEN, State.PAUSED):
            try:
                await run_in_threadpool(acts.mine, self.workbench, typed, secret)
                return RedirectResponse(f"/vote/{typed}/{secret}", 303)
            except NotFound:
                pass
        return self._room_page(room, request.query_params.get("group", ""))

    def _room_page(self, room: Room, group: str = "", problem: str = "") -> Response:
        if room.state is State.REVEALED:
            return _show("result", room=room, dots=room.plan.method is Method.DOTS)
        if room.state is State.CLOSED:
            return _show("closed", room=room)
        return _show(
            "room",
            409 if problem else 200,
            room=room,
            chosen=group,
            problem=problem,
            token=codes.token(),
            is_open=room.state is State.OPEN,
            is_paused=room.state is State.PAUSED,
        )

    async def start(self, request: Request) -> Response:
        """Take a ballot in the chosen group."""
        join, fields = request.path_params["code"], await request.form()
        token, group = str(fields.get("token", "")), str(fields.get("group", ""))
        try:
            await run_in_threadpool(acts.start, self.workbench, join, group, token)
        except NotFound:
            raise
        except WorkbenchError as problem:
            room = await run_in_threadpool(acts.room, self.workbench, join)
            return self._room_page(room, group, str(problem))
        room = await run_in_threadpool(acts.room, self.workbench, join)
        answer = RedirectResponse(f"/vote/{join}/{token}", 303)
        answer.set_cookie(
            cookie_name(room.round_id),
            token,
            max_age=_COOKIE_LIFE,
            path="/vote",
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return answer

    async def ballot(self, request: Request) -> Response:
        """A voter's ballot, or that the vote is in."""
        own = await self._mine(request)
        if isinstance(own, Response):
            return own
        settled = own.ballot.answers is not None and own.ballot.draft is None
        if settled and "change" not in request.query_params:
            return _show("done", own=own, link=self._link(request), **self._words(own))
        return self._ballot_page(request, own)

    async def check(self, request: Request) -> Response:
        """What would be confirmed, to be looked at once more."""
        own = await self._mine(request)
        if isinstance(own, Response):
            return own
        if not own.marks:
            return self._ballot_page(
                request, own, _("Nothing is chosen yet: choose at least one option.")
            )
        return _show("check", own=own, link=self._link(request), **self._words(own))

    async def change(self, request: Request) -> Response:
        """One tap (`set`), the confirmation (`do=cast`), or handing the device on (`do=leave`)."""
        join, token = request.path_params["code"], request.path_params["token"]
        fields = {key: str(value) for key, value in (await request.form()).items()}
        link = self._link(request)
        try:
            if fields.get("do") == "leave":
                return await self._leave(join)
            if fields.get("do") == "cast":
                answers = {key[1:]: value for key, value in fields.items() if key.startswith("o")}
                await run_in_threadpool(acts.cast, self.workbench, join, token, answers)
                return RedirectResponse(link, 303)
            number, _colon, value = fields.get("set", "").partition(":")
            await run_in_threadpool(acts.mark, self.workbench, join, token, number, value)
            return RedirectResponse(f"{link}?change=1#o{number}", 303)
        except WorkbenchError as problem:
            own = await self._mine(request)
            return (
                own if isinstance(own, Response) else self._ballot_page(request, own, str(problem))
            )

    async def _leave(self, join: str) -> Response:
        room = await run_in_threadpool(acts.room, self.workbench, join)
        answer = RedirectResponse(f"/vote/{join}", 303)
        answer.delete_cookie(
            cookie_name(room.round_id), path="/vote", httponly=True, samesite="lax"
        )
        return answer

    async def _mine(self, request: Request) -> Mine | Response:
        """The ballot of this address; where it is gone, what the room says now."""
        join, token = request.path_params["code"], request.path_params["token"]
        try:
            return await run_in_threadpool(acts.mine, self.workbench, join, token)
        except NotFound:
            room = await run_in_threadpool(acts.room, self.workbench, join)
            if room.state in (State.CLOSED, State.REVEALED):
                return self._room_page(room)
            raise

    def _ballot_page(self, request: Request, own: Mine, problem: str = "") -> Response:
        return _show(
            "ballot",
            409 if problem else 200,
            own=own,
            link=self._link(request),
            problem=problem,
            is_open=own.room.state is State.OPEN,
            **self._words(own),
        )

    def _words(self, own: Mine) -> dict[str, Any]:
        return {"dots": own.room.plan.method is Method.DOTS, "plan": own.room.plan}

    def _link(self, request: Request) -> str:
        return f"/vote/{request.path_params['code']}/{request.path_params['token']}"


def routes(workbench: Workbench) -> list[Route]:
    """The routes of the ballot."""
    ballots = Ballots(workbench)
    own = "/vote/{code:str}/{token:str}"
    return [
        Route("/vote", _own(ballots.ask_code), methods=["GET"]),
        Route("/vote", _own(ballots.take_code), methods=["POST"]),
        Route("/vote/{code:str}", _own(ballots.room), methods=["GET"]),
        Route("/vote/{code:str}", _own(ballots.slow(ballots.start)), methods=["POST"]),
        *facilitator.routes(workbench, ballots.slow),
        Route(own, _own(ballots.slow(ballots.ballot)), methods=["GET"]),
        Route(own, _own(ballots.slow(ballots.change)), methods=["POST"]),
        Route(own + "/check", _own(ballots.slow(ballots.check)), methods=["GET"]),
    ]
