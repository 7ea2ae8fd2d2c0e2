"""The storyboard is played in a page of its own, clip after clip from the recordings themselves.

    GET /film-playing/<study>?version=<version>       the page

It shows what the team's draft shows (`ebcd.acts.film_playing`); the recordings come in ranges from
`ebcd.web.media`, which asks for the permission once more.
"""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from ebcd.acts import film_playing as acts
from ebcd.acts.film_playing import Played, Shot
from ebcd.errors import NotFound
from ebcd.film.storyboard import ClipKind
from ebcd.store.workbench import Workbench
from ebcd.times import duration
from ebcd.web.media import file_address
from ebcd.web.plain import page
from ebcd.web.recording import assets
from ebcd.web.signin import require_actor
from ebcd.words import _, counted

_MOST = 2**31


def page_address(study_id: int, version: int = 0) -> str:
    """Where a version of the storyboard is played, 0 for the whole of it."""
    return f"/film-playing/{study_id}" + (f"?version={version}" if version else "")


def shown_shot(study_id: int, shot: Shot) -> dict[str, Any]:
    """A shot as the page's script reads it."""
    told: dict[str, Any] = {
        "chapter": shot.chapter,
        "kind": shot.kind,
        "label": "" if shot.kind == "title" else _(ClipKind(shot.kind).label),
        "words": shot.words,
        "length": shot.length_ms,
        "number": shot.number,
        "disguise": shot.disguise.value,
        "disguised": _(shot.disguise.label) if shot.disguise else "",
    }
    if shot.heard is not None:
        told["voice"] = file_address(study_id, shot.heard.id)
    if shot.recording is not None:
        told |= {
            "src": file_address(study_id, shot.recording.id),
            "picture": shot.recording.width is not None,
            "in": shot.in_ms,
            "captions": [[c.shown.in_ms, c.shown.out_ms, *c.lines] for c in shot.captions],
        }
    return told


def sentences() -> dict[str, str]:
    """What the page says from its script."""
    return {
        "Play": _("Play"),
        "Pause": _("Pause"),
        "Clip {n}": _("Clip {n}"),
        "Title card": _("Title card"),
        "{what}, {at} of {all}": _("{what}, {at} of {all}"),
        "Playing: {what}": _("Playing: {what}"),
        "Paused at {at}": _("Paused at {at}"),
        "The end": _("The end"),
        "Loading…": _("Loading…"),
        "This browser cannot play this recording; its words stand here instead.": _(
            "This browser cannot play this recording; its words stand here instead."
        ),
        "Press Play to begin.": _("Press Play to begin."),
        "Sound only": _("Sound only"),
    }


def _left_out(found: Played) -> str:
    if not found.left_out:
        return ""
    return counted(
        found.left_out,
        "{n} clip is left out, because it may not be shown.",
        "{n} clips are left out, because they may not be shown.",
    )


def routes(workbench: Workbench) -> list[BaseRoute]:
    """The route of playing the storyboard."""

    async def playing(request: Request) -> Response:
        def answer() -> Response:
            study = int(request.path_params["study"])
            version = request.query_params.get("version", "0")
            if study >= _MOST or not version.isdecimal() or len(version) > 9:
                raise NotFound(_("There is no such film: go back to the film page."))
            actor = require_actor(workbench, request)
            found = acts.played(workbench, actor, study, int(version))
            shots = [shown_shot(study, shot) for shot in found.shots]
            return page(
                "film/play.html",
                study=study,
                film=found,
                shots=shots,
                length=duration(sum(shot.length_ms for shot in found.shots)),
                left_out=_left_out(found),
                script=f"{assets()}/storyboard.js",
                style=f"{assets()}/storyboard.css",
                told={"shots": shots, "words": sentences()},
            )

        return await run_in_threadpool(answer)

    return [Route("/film-playing/{study:int}", playing, methods=["GET"])]
