"""Adding recordings past what a form can carry: a page that sends a file in pieces.

    GET    /recording/<study>                      the page: choose files, see them go, pause, go on
    POST   /recording/<study>                      begin to send a file, or go on with it
    PUT    /recording/<study>/<upload>?at=<bytes>  the piece that begins there
    POST   /recording/<study>/<upload>/done        all of it is here: make it a recording
    DELETE /recording/<study>/<upload>             give it up
    GET    /recording/assets/<version>/<name>      the page's script

A piece is put on the disk as it comes; none of a film is kept in memory. What changes anything
comes from a page of this server, by a header that no foreign form can send.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from ebcd.acts import study as studies
from ebcd.acts import uploads as acts
from ebcd.acts.access import Actor
from ebcd.errors import BadInput, NotAllowed, NotFound
from ebcd.store.recordings import ENDINGS
from ebcd.store.uploads import LARGEST_PIECE, Upload
from ebcd.store.workbench import Workbench
from ebcd.text import sha256
from ebcd.web.plain import page
from ebcd.web.recording_sentences import sentences
from ebcd.web.signin import require_actor
from ebcd.words import _

ASSETS = Path(__file__).parent / "assets"
_TYPES = {".js": "text/javascript", ".css": "text/css"}
_MOST = 2**31
_MOST_TOLD = 10_000


def page_address(study_id: int) -> str:
    """Where recordings are added to a study."""
    return f"/recording/{study_id}"


@cache
def assets() -> str:
    """Where this version's scripts are, so that a browser may keep them."""
    files = sorted(ASSETS.iterdir())
    return f"/recording/assets/{sha256(b''.join(file.read_bytes() for file in files))[:16]}"


def shown(upload: Upload) -> dict[str, Any]:
    """An upload as the page's script reads it."""
    return {
        "upload": upload.id,
        "name": upload.name,
        "bytes": upload.bytes,
        "at": upload.at,
        "recording": upload.recording,
    }


def _not_known() -> BadInput:
    return BadInput(_("The page sent something that is not known here: reload it."))


def _study(request: Request) -> int:
    study = int(request.path_params["study"])
    if study >= _MOST:
        raise NotFound(_("There is no such study: open it anew."))
    return study


def _ours(workbench: Workbench, request: Request) -> Actor:
    """Who asks, from a page of ours."""
    if request.headers.get("x-ebcd") != "recording":
        raise NotAllowed(_("This came from another site and was not done: open the workbench."))
    return require_actor(workbench, request)


def _number(value: Any, most: int = 2**53) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise _not_known()
    return value


async def _body(request: Request, most: int) -> bytes:
    """What was sent, refused as soon as it is more than `most` bytes."""
    got = bytearray()
    async for piece in request.stream():
        got += piece
        if len(got) > most:
            raise _not_known()
    return bytes(got)


async def _told(request: Request) -> dict[str, Any]:
    try:
        got = json.loads(await _body(request, _MOST_TOLD) or b"{}")
    except ValueError:
        raise _not_known() from None
    if not isinstance(got, dict):
        raise _not_known()
    return got


def _private(content: dict[str, Any]) -> Response:
    return JSONResponse(content, headers={"Cache-Control": "no-store"})


def routes(workbench: Workbench) -> list[BaseRoute]:
    """The routes of adding recordings."""

    async def adding(request: Request) -> Response:
        def answer() -> Response:
            actor, study = require_actor(workbench, request), _study(request)
            waiting = acts.unfinished(workbench, actor, study)
            name = next(s.name for s in studies.my_studies(workbench, actor) if s.id == study)
            return page(
                "recordings/add.html",
                study=study,
                study_name=name,
                accept=",".join(f".{ending}" for ending in ENDINGS),
                script=f"{assets()}/upload.js",
                told={
                    "base": page_address(study),
                    "waiting": [shown(each) for each in waiting],
                    "words": sentences(),
                },
            )

        return await run_in_threadpool(answer)

    async def begin(request: Request) -> Response:
        got = await _told(request)
        name, size, modified = (got.get(each) for each in ("name", "bytes", "modified"))
        if not isinstance(name, str) or not 0 < len(name) <= 300:
            raise _not_known()

        def answer() -> Response:
            actor = _ours(workbench, request)
            asked = name, _number(size), _number(modified)
            return _private(shown(acts.begin(workbench, actor, _study(request), *asked)))

        return await run_in_threadpool(answer)

    async def send(request: Request) -> Response:
        actor = await run_in_threadpool(_ours, workbench, request)
        at = request.query_params.get("at", "")
        if not at.isdecimal() or len(at) > 15:
            raise _not_known()
        piece = await _body(request, LARGEST_PIECE)

        def answer() -> Response:
            upload, told = request.path_params["upload"], request.headers.get("x-sha256", "")
            found = acts.send(workbench, actor, _study(request), upload, int(at), piece, told)
            return _private(shown(found))

        return await run_in_threadpool(answer)

    async def done(request: Request) -> Response:
        told = str((await _told(request)).get("sha256", ""))

        def answer() -> Response:
            actor, upload = _ours(workbench, request), request.path_params["upload"]
            made = acts.finish(workbench, actor, _study(request), upload, told)
            return _private({"recording": made})

        return await run_in_threadpool(answer)

    async def give_up(request: Request) -> Response:
        def answer() -> Response:
            actor = _ours(workbench, request)
            acts.give_up(workbench, actor, _study(request), request.path_params["upload"])
            return _private({})

        return await run_in_threadpool(answer)

    async def asset(request: Request) -> Response:
        file = ASSETS / request.path_params["name"]
        if file.parent != ASSETS or file.suffix not in _TYPES or not file.is_file():
            raise NotFound(_("There is no such file: reload the page."))
        kept = "private, max-age=31536000, immutable"
        return FileResponse(file, media_type=_TYPES[file.suffix], headers={"Cache-Control": kept})

    return [
        Route("/recording/assets/{digest}/{name}", asset, methods=["GET"]),
        Route("/recording/{study:int}", adding, methods=["GET"]),
        Route("/recording/{study:int}", begin, methods=["POST"]),
        Route("/recording/{study:int}/{upload}", send, methods=["PUT"]),
        Route("/recording/{study:int}/{upload}", give_up, methods=["DELETE"]),
        Route("/recording/{study:int}/{upload}/done", done, methods=["POST"]),
    ]
