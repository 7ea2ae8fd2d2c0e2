"""Recordings for the player in the page: any stretch of a film, for those who work on it.

    GET /media-file/<study>/<recording>              the file, whole or a range of it
    GET /media-file/<study>/<recording>?save         the same, to be kept beside a timeline
    GET /media-file/<study>/clip/<clip>.vtt          a clip's captions, timed by its recording

A player asks for ranges of bytes as it seeks; nothing is packed on the way.
"""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from ebcd.acts import film_captions, recordings
from ebcd.acts.recordings import RecordingFile
from ebcd.errors import NotFound
from ebcd.film.captions import as_vtt
from ebcd.store.workbench import Workbench
from ebcd.web.signin import require_actor
from ebcd.words import _

_MOST = 2**31
_PRIVATE = {"Cache-Control": "private, max-age=0, must-revalidate"}


def file_address(study_id: int, recording_id: int, *, save: bool = False) -> str:
    """Where a recording is played from, or fetched under the name that a timeline calls it by."""
    return f"/media-file/{study_id}/{recording_id}{'?save' if save else ''}"


def captions_address(study_id: int, clip_id: int) -> str:
    """Where a clip's captions are."""
    return f"/media-file/{study_id}/clip/{clip_id}.vtt"


def _numbers(request: Request, name: str) -> tuple[int, int]:
    study, number = request.path_params["study"], request.path_params[name]
    if max(study, number) >= _MOST:
        raise NotFound(_("There is no such recording: reload the page."))
    return study, number


def routes(workbench: Workbench) -> list[BaseRoute]:
    """The routes of recordings."""

    async def media(request: Request) -> Response:
        def found() -> RecordingFile:
            actor = require_actor(workbench, request)
            return recordings.recording_file(workbench, actor, *_numbers(request, "recording"))

        file = await run_in_threadpool(found)
        name = file.outside if "save" in request.query_params else None
        return FileResponse(file.path, media_type=file.media_type, headers=_PRIVATE, filename=name)

    async def spoken(request: Request) -> Response:
        def found() -> str:
            actor = require_actor(workbench, request)
            study, clip = _numbers(request, "clip")
            return as_vtt(film_captions.captions_of(workbench, actor, study, clip))

        text = await run_in_threadpool(found)
        return Response(text, media_type="text/vtt", headers=_PRIVATE)

    return [
        Route("/media-file/{study:int}/{recording:int}", media, methods=["GET"]),
        Route("/media-file/{study:int}/clip/{clip:int}.vtt", spoken, methods=["GET"]),
    ]
