"""Playing along at the desk: the recording of a transcript, its captions, and its turns' times.

    GET  /coding/<study>/<transcript>/playing        what is played and when each turn is said
    GET  /coding/<study>/<transcript>/captions.vtt   the words as captions, in the recording's time
    POST /coding/<study>/<transcript>/times          say when turns begin
    POST /coding/<study>/<transcript>/times/undo     take that back

A change comes from a page of this server, as the desk's acts do (`ebcd.web.coding`).
"""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from ebcd.acts import turn_times
from ebcd.acts.turn_times import Playing, TimesSet, TurnTime
from ebcd.film.captions import as_vtt
from ebcd.store.workbench import Workbench
from ebcd.times import parse_clock
from ebcd.web.coding import not_an_act, place, private, sent_by_desk
from ebcd.web.media import file_address
from ebcd.web.signin import require_actor

MOST_TIMES = 20_000


def shown_time(time: TurnTime) -> list[Any]:
    """A turn's time as the desk's JavaScript reads it: start, end, whether estimated, cues."""
    return [time.start_ms, time.end_ms, int(time.estimated), [list(cue) for cue in time.cues]]


def shown(study_id: int, found: Playing) -> dict[str, Any]:
    """Everything that the player needs."""
    film = found.recording
    return {
        "recording": film
        and {
            "address": file_address(study_id, film.id),
            "name": film.name,
            "type": film.media_type,
            "picture": film.width is not None,
            "duration_ms": film.duration_ms,
        },
        "offset_ms": found.offset_ms,
        "turns": [shown_time(time) for time in found.turns],
        "may_mark": found.may_mark,
        "may_link": found.may_link,
        "language": found.language,
    }


def shown_set(done: TimesSet) -> dict[str, Any]:
    """What setting times did."""
    return {
        "undo": done.undo_id,
        "turns": [[at, *shown_time(time)] for at, time in done.turns.items()],
        "followed": done.followed,
        "kept": done.kept,
    }


def wanted_times(sent: Any) -> dict[int, int | None]:
    """The times that a desk asks for: pairs of a turn's index and milliseconds, a typed clock, or
    nothing. Raises BadInput where they are not times."""
    if not isinstance(sent, list) or not 0 < len(sent) <= MOST_TIMES:
        raise not_an_act()
    return dict(_wanted(each) for each in sent)


def _wanted(sent: Any) -> tuple[int, int | None]:
    if not isinstance(sent, list) or len(sent) != 2 or not _whole(sent[0]):
        raise not_an_act()
    at, said = sent
    if isinstance(said, str) and len(said) <= 20:
        return at, parse_clock(said)
    if said is not None and not _whole(said):
        raise not_an_act()
    return at, said


def _whole(value: Any) -> bool:
    """Whether `value` is a whole number that the database can hold."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31


def routes(workbench: Workbench) -> list[BaseRoute]:
    """The routes of playing along."""

    async def playing(request: Request) -> Response:
        def answer() -> Response:
            actor = require_actor(workbench, request)
            study, transcript = place(request)
            return private(shown(study, turn_times.playing(workbench, actor, study, transcript)))

        return await run_in_threadpool(answer)

    async def captions(request: Request) -> Response:
        def answer() -> str:
            actor = require_actor(workbench, request)
            return as_vtt(turn_times.captions(workbench, actor, *place(request)))

        text = await run_in_threadpool(answer)
        return Response(text, media_type="text/vtt", headers={"Cache-Control": "no-store"})

    async def set_times(request: Request) -> Response:
        sent = await sent_by_desk(request)
        sha256, times = str(sent.get("sha256", "")), wanted_times(sent.get("times"))

        def answer() -> Response:
            actor = require_actor(workbench, request)
            done = turn_times.set_times(workbench, actor, *place(request), sha256, times)
            return private(shown_set(done))

        return await run_in_threadpool(answer)

    async def undo(request: Request) -> Response:
        undo_id = (await sent_by_desk(request)).get("undo")
        if not isinstance(undo_id, int) or not _whole(undo_id):
            raise not_an_act()

        def answer() -> Response:
            actor = require_actor(workbench, request)
            study, _transcript = place(request)
            return private(shown_set(turn_times.undo_times(workbench, actor, study, undo_id)))

        return await run_in_threadpool(answer)

    at = "/coding/{study:int}/{transcript:int}"
    return [
        Route(f"{at}/playing", playing, methods=["GET"]),
        Route(f"{at}/captions.vtt", captions, methods=["GET"]),
        Route(f"{at}/times", set_times, methods=["POST"]),
        Route(f"{at}/times/undo", undo, methods=["POST"]),
    ]
