"""Films that were cut, for those who work on the film.

    GET /cut/<study>/<document>/film.mp4             the film, whole or a range of it, to be played
    GET /cut/<study>/<document>/film.mp4?save        the same, to be kept under its name
    GET /cut/<study>/<document>/film.vtt             its captions, which no browser finds in an MP4

Each time it is asked whether everybody in it still agrees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from ebcd.errors import NotFound
from ebcd.store.workbench import Workbench
from ebcd.text import file_name
from ebcd.web.signin import require_actor
from ebcd.words import _

if TYPE_CHECKING:
    from ebcd.acts.rough_cut import CutFile

_MOST = 2**31
_PRIVATE = {"Cache-Control": "private, no-store"}


def film_address(study_id: int, document_id: int, *, save: bool = False) -> str:
    """Where a film that was cut is played from, or fetched."""
    return f"/cut/{study_id}/{document_id}/film.mp4{'?save' if save else ''}"


def captions_address(study_id: int, document_id: int) -> str:
    """Where the captions of a film are."""
    return f"/cut/{study_id}/{document_id}/film.vtt"


def _numbers(request: Request) -> tuple[int, int]:
    study, document = request.path_params["study"], request.path_params["document"]
    if max(study, document) >= _MOST:
        raise NotFound(_("This film is not there any more: make it again."))
    return study, document


def routes(workbench: Workbench) -> list[BaseRoute]:
    """The routes of films that were cut."""

    async def film(request: Request) -> Response:
        def found() -> CutFile:
            from ebcd.acts import rough_cut  # here, because a start that cuts nothing is quicker

            actor = require_actor(workbench, request)
            return rough_cut.film_file(workbench, actor, *_numbers(request))

        file = await run_in_threadpool(found)
        name = file_name(file.name, "film", "mp4") if "save" in request.query_params else None
        return FileResponse(file.path, media_type="video/mp4", headers=_PRIVATE, filename=name)

    async def spoken(request: Request) -> Response:
        def found() -> str:
            from ebcd.acts import rough_cut

            actor = require_actor(workbench, request)
            return rough_cut.film_captions(workbench, actor, *_numbers(request))

        text = await run_in_threadpool(found)
        return Response(text, media_type="text/vtt", headers=_PRIVATE)

    return [
        Route("/cut/{study:int}/{document:int}/film.mp4", film, methods=["GET"]),
        Route("/cut/{study:int}/{document:int}/film.vtt", spoken, methods=["GET"]),
    ]
