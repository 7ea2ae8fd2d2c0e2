"""What the room needs besides the ballot: the projector's page, and a plain page to run a round.

The projector's page is for everybody with the code: the code, its QR, how many have voted, and the
result after the reveal. Running a round asks for a sign-in and works without JavaScript.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ebcd.acts import ballots, rounds, timers
from ebcd.acts.rounds import Watched
from ebcd.acts.timers import seconds_left
from ebcd.errors import BadInput, WorkbenchError
from ebcd.priorities.codes import qr_address, spaced
from ebcd.priorities.groups import group_label, group_name
from ebcd.priorities.rounds import State
from ebcd.priorities.wording import announced, ties_announced
from ebcd.store.workbench import Workbench
from ebcd.web import looks
from ebcd.web.ballot_words import result_words, time_said, timer_words
from ebcd.web.plain import page
from ebcd.web.signin import require_actor
from ebcd.words import _

REFRESH_SECONDS = 5
_STEPS = {
    "open": rounds.open_round,
    "pause": rounds.pause_round,
    "close": rounds.close_round,
    "reveal": rounds.reveal_round,
    "no-timer": timers.take_away,
}
_MINUTES = {f"more-{minutes}": minutes for minutes in (1, 5)}
"""The buttons that set the timer or make it longer."""


Handler = Callable[[Request], Awaitable[Response]]


def routes(workbench: Workbench, slow: Callable[[Handler], Handler]) -> list[Route]:
    """The projector's page and the plain page of whoever runs the round.

    `slow`: lets a handler take its time over a wrong code.
    """

    async def projector(request: Request) -> Response:
        looks.put_on(request)
        code = request.path_params["code"]
        hall = await run_in_threadpool(ballots.hall, workbench, code)
        address = f"{request.url.scheme}://{request.url.netloc}/vote"
        answer = page(
            "ballot/screen.html",
            room=hall.room,
            turnout=hall.turnout,
            total=sum(one.voted for one in hall.turnout),
            code=spaced(code),
            address=address,
            qr=qr_address(f"{address}/{code}"),
            state=hall.room.state.value,
            group_label=group_label,
            group_name=group_name,
            timer_words=timer_words,
            time_said=time_said,
            plain_foot=True,
            **result_words(hall.room.plan.method),
        )
        if hall.room.state is not State.REVEALED:
            answer.headers["Refresh"] = str(REFRESH_SECONDS)
        return answer

    async def look(request: Request) -> Response:
        actor = await run_in_threadpool(require_actor, workbench, request)
        watched = await run_in_threadpool(rounds.watch, workbench, actor, *_place(request))
        return _run_page(request, watched)

    async def step(request: Request) -> Response:
        actor = await run_in_threadpool(require_actor, workbench, request)
        name = str((await request.form()).get("step", ""))
        try:
            if name in _MINUTES:
                more = partial(timers.add_minutes, workbench, actor, *_place(request))
                await run_in_threadpool(more, _MINUTES[name])
            elif name in _STEPS:
                await run_in_threadpool(_STEPS[name], workbench, actor, *_place(request))
            else:
                raise BadInput(_("Choose one of the buttons on the page."))
        except WorkbenchError as problem:
            watched = await run_in_threadpool(rounds.watch, workbench, actor, *_place(request))
            return _run_page(request, watched, str(problem))
        return RedirectResponse(request.url.path, 303)

    return [
        Route("/vote/{code:str}/screen", slow(projector), methods=["GET"]),
        Route("/run/{study:int}/{round:int}", look, methods=["GET"]),
        Route("/run/{study:int}/{round:int}", step, methods=["POST"]),
    ]


def _place(request: Request) -> tuple[int, int]:
    return request.path_params["study"], request.path_params["round"]


def _run_page(request: Request, watched: Watched, problem: str = "") -> Response:
    return page(
        "ballot/run.html",
        409 if problem else 200,
        round=watched.round,
        turnout=watched.turnout,
        state=watched.round.state.value,
        here=request.url.path,
        problem=problem,
        asked=request.query_params.get("ask", ""),
        group_name=group_name,
        seconds=seconds_left(watched.round),
        time_said=time_said,
        minutes=_MINUTES,
        plain_foot=True,
        announced=announced,
        ties_announced=ties_announced,
    )
