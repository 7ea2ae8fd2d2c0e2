"""The ballot: plain HTML pages for everybody who has a code, without an account or JavaScript.

`/vote` asks for a code, `/vote/<code>` is the room, `/vote/<code>/<secret>` a voter's own ballot.
Every tap is one idempotent form, so that a double tap, a replay or a reload changes nothing, and a
phone that slept or lost the network comes back to its own ballot by its address or its cookie.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from functools import partial, wraps
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from ebcd.acts import ballots as acts
from ebcd.acts.ballots import Mine, Room
from ebcd.errors import NotAllowed, NotFound, WorkbenchError
from ebcd.priorities import codes
from ebcd.priorities.groups import group_label, group_name
from ebcd.priorities.rounds import State
from ebcd.priorities.wording import ties_announced
from ebcd.store.workbench import Workbench
from ebcd.web import facilitator, looks
from ebcd.web.ballot_words import follow_words, page_words, result_words, time_said, timer_words
from ebcd.web.following import following, script_address
from ebcd.web.guesses import guesses
from ebcd.web.plain import page
from ebcd.web.room_paths import other_road
from ebcd.web.signin import same_origin
from ebcd.words import _, language

RESULT_SECONDS = 1.0
"""How long a result that is out answers everybody who asks for it, before it is made anew."""

_MOST_RESULTS = 200
_COOKIE_LIFE = 24 * 60 * 60
_MOST_BYTES = 20_000
_GROUP, _SHARED = "ebcd_group", "ebcd_shared"
"""Cookies: the group chosen last, for the next vote; that several people vote on this device."""
Handler = Callable[[Request], Awaitable[Response]]


def cookie_name(round_id: int) -> str:
    """The cookie that holds the secret of this phone's ballot in one round."""
    return f"ebcd_ballot_{round_id}"


def _show(template: str, status: int = 200, **values: Any) -> Response:
    named = {"group_label": group_label, "group_name": group_name, "ties_announced": ties_announced}
    timed = {"timer_words": timer_words, "time_said": time_said}
    return page(f"ballot/{template}.html", status, **named, **timed, **values)


def _alive(template: str, room: Room, status: int = 200, **values: Any) -> Response:
    """A page whose script follows what the facilitator does with the round."""
    follow = {
        "code": room.join_code,
        "state": room.state.value,
        "page": template,
        "words": follow_words(),
    }
    return _show(template, status, script=script_address(), follow=follow, room=room, **values)


def _problem(problem: WorkbenchError, status: int, href: str = "/vote") -> Response:
    return page(
        "message.html",
        status,
        title=_("That did not work"),
        message=str(problem),
        href=href,
        label=_("Go on"),
    )


def guarded(handler: Handler) -> Handler:
    """Guard of every handler: language, same origin, a small body, one answer to a problem."""

    @wraps(handler)
    async def answered(request: Request) -> Response:
        looks.put_on(request)
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

    return answered


class Ballots:
    """The handlers of one workbench."""

    def __init__(self, workbench: Workbench) -> None:
        self.workbench = workbench
        self.guesses = guesses(workbench)
        self.results: dict[tuple[str, ...], tuple[float, bytes]] = {}

    async def ask_code(self, _request: Request) -> Response:
        """The form for a code."""
        return _show("code", problem="", typed="")

    async def take_code(self, request: Request) -> Response:
        """Lead to the room or the card's ballot."""
        typed = str((await request.form()).get("code", ""))[:40]
        try:
            return await self._through(request, typed)
        except NotFound as problem:
            return _show("code", 404, problem=str(problem), typed=typed)

    async def _through(self, request: Request, typed: str) -> Response:
        road = await run_in_threadpool(other_road, self.workbench, typed)
        if road is not None:
            return RedirectResponse(road, 303)
        try:
            join, secret = await run_in_threadpool(acts.door, self.workbench, typed)
        except NotFound:
            await self.guesses.wait(request)
            raise
        return RedirectResponse(f"/vote/{join}/{secret}" if secret else f"/vote/{join}", 303)

    async def room(self, request: Request) -> Response:
        """The room: choose a group, come back to one's ballot, or see that it is closed."""
        typed = request.path_params["code"]
        if codes.tidy(typed) != typed or len(typed) != codes.JOIN_LENGTH:
            return await self._through(request, typed[:40])
        seen = (typed, language(), looks.looks().size)
        at, kept = self.results.get(seen, (0.0, b""))
        if kept and time.monotonic() - at < RESULT_SECONDS:
            return HTMLResponse(kept, headers={"Cache-Control": "no-store"})
        try:
            room = await run_in_threadpool(acts.room, self.workbench, typed)
        except NotFound:
            return await self._through(request, typed)
        secret = request.cookies.get(cookie_name(room.round_id))
        if secret and room.state in (State.OPEN, State.PAUSED):
            try:
                await run_in_threadpool(acts.mine, self.workbench, typed, secret)
                return RedirectResponse(f"/vote/{typed}/{secret}", 303)
            except NotFound:
                pass
        group = request.query_params.get("group") or request.cookies.get(_GROUP, "")
        answer = self._room_page(room, group, shared=_is_shared(request))
        if room.state is State.REVEALED:
            if len(self.results) >= _MOST_RESULTS:
                self.results.clear()
            self.results[seen] = (time.monotonic(), bytes(answer.body))
        return answer

    def _room_page(
        self, room: Room, group: str = "", problem: str = "", shared: bool = False
    ) -> Response:
        if room.state is State.REVEALED:
            return _show("result", room=room, **result_words(room.plan.method))
        if room.state is State.CLOSED:
            return _alive("closed", room)
        return _alive(
            "room",
            room,
            409 if problem else 200,
            chosen="" if shared else group,
            shared=shared,
            problem=problem,
            token=codes.token(),
            is_open=room.state is State.OPEN,
            is_paused=room.state is State.PAUSED,
        )

    async def start(self, request: Request) -> Response:
        """Take a ballot in the chosen group."""
        join, fields = request.path_params["code"], await request.form()
        token, group = str(fields.get("token", "")), str(fields.get("group", ""))
        shared = "shared" in fields
        try:
            round_id = await run_in_threadpool(acts.start, self.workbench, join, group, token)
        except NotFound:
            raise
        except WorkbenchError as problem:
            room = await run_in_threadpool(acts.room, self.workbench, join)
            return self._room_page(room, group, str(problem), shared)
        answer = RedirectResponse(f"/vote/{join}/{token}", 303)
        kept = {cookie_name(round_id): token}
        kept |= {_SHARED: "1"} if shared else {_GROUP: group}
        for name, value in kept.items():
            answer.set_cookie(
                name,
                value,
                max_age=_COOKIE_LIFE,
                path="/vote",
                httponly=True,
                samesite="lax",
                secure=request.url.scheme == "https",
            )
        _forget(answer, _GROUP if shared else _SHARED)
        return answer

    async def ballot(self, request: Request) -> Response:
        """A voter's ballot, or that the vote is in."""
        own = await self._mine(request)
        if isinstance(own, Response):
            return own
        if own.ballot.sealed:
            return _handed(own.room)
        settled = own.ballot.answers is not None and own.ballot.draft is None
        if settled and "change" not in request.query_params:
            return _alive("done", own.room, own=own, link=self._link(request), **page_words(own))
        return self._ballot_page(request, own)

    async def check(self, request: Request) -> Response:
        """What would be confirmed, to be looked at once more."""
        own = await self._mine(request)
        if isinstance(own, Response):
            return own
        if own.ballot.sealed:
            return _handed(own.room)
        problem = "" if own.marks else _("Nothing is chosen yet: choose at least one option.")
        if own.marks:
            problem = await run_in_threadpool(acts.not_whole, own)
        if problem:
            return self._ballot_page(request, own, problem)
        return _alive(
            "check",
            own.room,
            own=own,
            link=self._link(request),
            shared=_is_shared(request),
            **page_words(own),
        )

    async def change(self, request: Request) -> Response:
        """One tap (`set`), the page as it stands (`do=keep`), the confirmation (`do=cast`), or
        handing the device on (`do=leave`).
        """
        fields = {key: str(value) for key, value in (await request.form()).items()}
        try:
            if fields.get("do") in ("leave", "cast", "keep"):
                return await self._do(request, fields["do"], fields)
            place = request.path_params["code"], request.path_params["token"]
            number, _colon, value = fields.get("set", "").partition(":")
            await run_in_threadpool(acts.mark, self.workbench, *place, number, value)
            return RedirectResponse(f"{self._link(request)}?change=1#o{number}", 303)
        except WorkbenchError as problem:
            own = await self._mine(request)
            if isinstance(own, Response):
                return own
            if own.ballot.sealed:
                return _handed(own.room)
            return self._ballot_page(request, own, str(problem))

    async def _do(self, request: Request, what: str, fields: dict[str, str]) -> Response:
        join, token = request.path_params["code"], request.path_params["token"]
        link = self._link(request)
        answers = {key[1:]: value for key, value in fields.items() if key.startswith("o")}
        if what == "keep":
            await run_in_threadpool(acts.keep, self.workbench, join, token, answers)
            if request.headers.get("x-ballot"):
                return Response(status_code=204)
            return RedirectResponse(f"{link}/check", 303)
        shared = what == "leave" or _is_shared(request)
        if what == "cast":
            cast = partial(acts.cast, shared=shared)
            await run_in_threadpool(cast, self.workbench, join, token, answers)
        else:
            await run_in_threadpool(acts.hand_on, self.workbench, join, token)
        answer = RedirectResponse(link, 303)
        if shared:
            room = await run_in_threadpool(acts.room, self.workbench, join)
            _forget(answer, cookie_name(room.round_id))
            _forget(answer, _GROUP)
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
        return _alive(
            "ballot",
            own.room,
            409 if problem else 200,
            own=own,
            link=self._link(request),
            problem=problem,
            is_open=own.room.state is State.OPEN,
            **page_words(own),
        )

    def _link(self, request: Request) -> str:
        return f"/vote/{request.path_params['code']}/{request.path_params['token']}"


def _is_shared(request: Request) -> bool:
    return request.cookies.get(_SHARED) == "1"


def _forget(answer: Response, cookie: str) -> None:
    answer.delete_cookie(cookie, path="/vote", httponly=True, samesite="lax")


def _handed(room: Room) -> Response:
    """What a shared device shows once a vote is in: nothing of it."""
    return _show("handed", room=room)


def routes(workbench: Workbench) -> list[Route]:
    """The routes of the ballot."""
    ballots = Ballots(workbench)
    slow = guesses(workbench).slow
    own = "/vote/{code:str}/{token:str}"
    return [
        Route("/vote", guarded(ballots.ask_code), methods=["GET"]),
        Route("/vote", guarded(ballots.take_code), methods=["POST"]),
        Route("/vote/look", guarded(looks.choose), methods=["POST"]),
        *following(workbench, slow),
        Route("/vote/{code:str}", guarded(ballots.room), methods=["GET"]),
        Route("/vote/{code:str}", guarded(slow(ballots.start)), methods=["POST"]),
        *facilitator.routes(workbench, slow),
        Route(own, guarded(slow(ballots.ballot)), methods=["GET"]),
        Route(own, guarded(slow(ballots.change)), methods=["POST"]),
        Route(own + "/check", guarded(slow(ballots.check)), methods=["GET"]),
    ]
