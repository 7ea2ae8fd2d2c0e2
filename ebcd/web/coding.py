"""The coding desk's road to the server: open a transcript, send acts, ask what changed.

    GET  /coding/<study>/<transcript>            everything that the desk shows
    GET  /coding/<study>/<transcript>/changes    what changed since a revision
    GET  /coding/<study>/<transcript>/suggestions    what the assistant suggests in it
    POST /coding/<study>/<transcript>/acts       acts, each answered for by its uuid
    POST /coding/<study>/favourites              a code becomes a favourite, or is none any more
    GET  /coding/assets/<version>/<name>         the desk's modules, kept by the browser

Who asks is known by the sign-in cookie; an act must come from a page of this server, carry a
header that no foreign form can send, and be JSON. An act that cannot be done is refused with a
sentence and does not keep the next ones from being done.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

import ebcd
from ebcd.acts import assistant, favourites
from ebcd.acts import coding as acts
from ebcd.acts.access import Actor
from ebcd.acts.coding import Opened, Wanted
from ebcd.codebook import Code
from ebcd.errors import BadInput, NotAllowed, NotFound, NotSaved, WorkbenchError
from ebcd.store.assistant import Suggested
from ebcd.store.desk import Changes, DeskCoding, Withheld
from ebcd.store.workbench import Workbench
from ebcd.text import Span
from ebcd.web.signin import require_actor
from ebcd.words import _

ASSETS = Path(ebcd.__file__).parent / "ui" / "coding_desk" / "assets"
MOST_ACTS = 200
MOST_SUGGESTED = 100
MOST_BYTES = 2_000_000
_MOST = 2**31
_TYPES = {".js": "text/javascript", ".css": "text/css"}
_ODD = re.compile("[\x00\ud800-\udfff]")
_NUMBER = re.compile("[0-9]{1,9}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def shown_coding(coding: DeskCoding) -> dict[str, Any]:
    """A coding as the desk's JavaScript reads it."""
    return {
        "id": coding.uuid,
        "code": coding.code,
        "start": coding.span.start,
        "end": coding.span.end,
        "coder": str(coding.coder or ""),
        "initials": coding.initials,
        "memo": coding.memo,
        "origin": coding.origin,
    }


def shown_mark(mark: Withheld) -> dict[str, Any]:
    """A withheld passage as the desk's JavaScript reads it."""
    return {
        "id": mark.uuid,
        "start": mark.span.start,
        "end": mark.span.end,
        "reason": mark.reason,
    }


def shown_code(code: Code, path: str) -> dict[str, Any]:
    """A code as the desk's JavaScript reads it."""
    return {
        "id": code.id,
        "kind": code.kind.value,
        "name": code.name,
        "path": path,
        "colour": code.colour,
        "pattern": code.pattern.value,
        "definition": code.definition,
    }


def shown(opened: Opened) -> dict[str, Any]:
    """Everything of a transcript at the desk."""
    found = opened.transcript
    return {
        "transcript": {
            "id": found.id,
            "version": found.version,
            "sha256": found.sha256,
            "title": found.title,
            "language": found.language,
            "kind": found.kind,
        },
        "turns": [
            {
                "speaker": turn.speaker,
                "interviewer": turn.interviewer,
                "participant": turn.participant,
                "start_ms": turn.start_ms,
                "text": turn.text,
            }
            for turn in found.turns
        ],
        "codes": [shown_code(code, path) for code, path in opened.codes],
        "codings": [shown_coding(coding) for coding in opened.codings],
        "withheld": [shown_mark(mark) for mark in opened.withheld],
        "recent": opened.recent,
        "favourites": opened.favourites,
        "revision": found.revision,
    }


def shown_suggestion(one: Suggested) -> dict[str, Any]:
    """A suggestion as the desk's JavaScript reads it."""
    return {
        "id": one.id,
        "code": one.code,
        "start": one.span.start,
        "end": one.span.end,
        "score": round(one.score, 3),
        "why": [word for word, _weight, _places in one.words][:5],
        "places": [[at.start, at.end] for _word, _weight, places in one.words for at in places],
    }


def shown_changes(changes: Changes) -> dict[str, Any]:
    """What changed, as the desk's JavaScript reads it."""
    return {
        "revision": changes.revision,
        "reload": changes.all,
        "codings": [shown_coding(coding) for coding in changes.codings],
        "withheld": [shown_mark(mark) for mark in changes.withheld],
        "gone": list(changes.gone),
    }


def wanted_act(sent: Any) -> Wanted:
    """One act of the desk, its parts checked. Raises BadInput where it is not one."""
    if not isinstance(sent, Mapping):
        raise not_an_act()
    about = sent.get("coding") or sent.get("mark") or ""
    start, end, code = (_number(sent.get(name)) for name in ("start", "end", "code"))
    texts_of = ("quote", "text", "code_kind", "reason", "side")
    words = {name: sent.get(name) or "" for name in texts_of}
    words["of"] = "" if "text" in sent else sent.get("of") or ""
    if sent.get("kind") == "new_code":
        words["text"] = sent.get("name") or ""
    texts = [sent.get("uuid"), sent.get("kind"), about, *words.values()]
    if not all(isinstance(text, str) and _storable(text) for text in texts):
        raise not_an_act()
    if not _UUID.fullmatch(sent["uuid"]) or (about and not _UUID.fullmatch(about)):
        raise not_an_act()
    span = None
    if start is not None and end is not None:
        if start >= end:
            raise not_an_act()
        span = Span(start, end)
    suggestion = _number(sent.get("suggestion"))
    return Wanted(sent["uuid"], sent["kind"], about, code, span, suggestion=suggestion, **words)


def _number(value: Any) -> int | None:
    """`value` where it is a whole number that the database can hold."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and 0 <= value < _MOST else None


def _storable(text: str) -> bool:
    """Whether both databases can keep this text."""
    return not _ODD.search(text)


def not_an_act() -> BadInput:
    """What is said of a request that no desk of ours sends."""
    return BadInput(_("The coding desk sent an act that is not known here: reload the page."))


async def sent_by_desk(request: Request) -> dict[str, Any]:
    """What a page of ours sent as JSON. Raises NotAllowed for a foreign one, BadInput for junk."""
    if request.headers.get("x-ebcd") != "coding desk":
        raise NotAllowed(_("This came from another site and was not done: open the workbench."))
    body = await request.body()
    try:
        got = json.loads(body) if len(body) <= MOST_BYTES else None
    except ValueError:
        got = None
    if not isinstance(got, dict):
        raise not_an_act()
    return got


async def _sent(request: Request) -> tuple[str, list[Any]]:
    """The transcript's hash and the acts of a request."""
    got = await sent_by_desk(request)
    listed = got.get("acts")
    if not isinstance(listed, list) or len(listed) > MOST_ACTS:
        raise not_an_act()
    return str(got.get("sha256", "")), listed


def _answers(
    workbench: Workbench, actor: Actor, place: tuple[int, int], sha256: str, sent: list[Any]
) -> list[dict[str, Any]]:
    """Each act in turn, done or refused.

    Where the machine cannot keep an act the whole journey fails: the desk makes it again, and acts
    that were done are not done twice.
    """
    answers: list[dict[str, Any]] = []
    for one in sent:
        uuid = one.get("uuid") if isinstance(one, Mapping) else None
        try:
            done = acts.do(workbench, actor, *place, sha256, wanted_act(one))
        except NotSaved:
            raise
        except WorkbenchError as problem:
            answers.append({"uuid": uuid, "refused": str(problem)})
            continue
        answer = {"uuid": done.uuid, "revision": done.revision}
        answers.append(answer | ({"code": done.code} if done.code is not None else {}))
    return answers


def place(request: Request) -> tuple[int, int]:
    """The study and the transcript that a request is about."""
    study, transcript = request.path_params["study"], request.path_params["transcript"]
    if max(study, transcript) >= _MOST:
        raise NotFound(_("There is no such transcript: choose another one."))
    return study, transcript


def routes(workbench: Workbench) -> list[BaseRoute]:
    """The routes of the coding desk."""

    def of(request: Request) -> Actor:
        return require_actor(workbench, request)

    async def desk(request: Request) -> Response:
        def answer() -> Response:
            found = acts.opened(workbench, of(request), *place(request))
            return private(shown(found))

        return await run_in_threadpool(answer)

    async def changes(request: Request) -> Response:
        since = request.query_params.get("since", "")
        if not _NUMBER.fullmatch(since):
            raise not_an_act()

        def answer() -> Response:
            found = acts.changes(workbench, of(request), *place(request), int(since))
            return private(shown_changes(found))

        return await run_in_threadpool(answer)

    async def suggestions(request: Request) -> Response:
        def answer() -> Response:
            study, transcript = place(request)
            found = assistant.queue(
                workbench, of(request), study, transcript_id=transcript, most=MOST_SUGGESTED
            )
            return private({"suggestions": [shown_suggestion(one) for one in found]})

        return await run_in_threadpool(answer)

    async def do(request: Request) -> Response:
        sha256, sent = await _sent(request)

        def answer() -> Response:
            done = _answers(workbench, of(request), place(request), sha256, sent)
            return private({"answers": done})

        return await run_in_threadpool(answer)

    async def favour(request: Request) -> Response:
        got = await sent_by_desk(request)
        code = _number(got.get("code"))
        study = request.path_params["study"]
        if code is None or study >= _MOST:
            raise not_an_act()

        def answer() -> Response:
            on = bool(got.get("on"))
            found = favourites.favour(workbench, of(request), study, code, on=on)
            return private({"favourites": found})

        return await run_in_threadpool(answer)

    async def asset(request: Request) -> Response:
        file = ASSETS / request.path_params["name"]
        if file.parent != ASSETS or file.suffix not in _TYPES or not file.is_file():
            raise NotFound(_("There is no such file: reload the page."))
        kept = "private, max-age=31536000, immutable"
        return FileResponse(file, media_type=_TYPES[file.suffix], headers={"Cache-Control": kept})

    at = "/coding/{study:int}/{transcript:int}"
    return [
        Route("/coding/assets/{digest}/{name}", asset, methods=["GET"]),
        Route("/coding/{study:int}/favourites", favour, methods=["POST"]),
        Route(at, desk, methods=["GET"]),
        Route(f"{at}/changes", changes, methods=["GET"]),
        Route(f"{at}/suggestions", suggestions, methods=["GET"]),
        Route(f"{at}/acts", do, methods=["POST"]),
    ]


def private(content: dict[str, Any]) -> Response:
    """An answer that no browser keeps."""
    return JSONResponse(content, headers={"Cache-Control": "no-store"})
