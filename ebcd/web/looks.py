"""How a voter reads the ballot: its language and the size of its text.

Both are chosen by plain buttons at the foot of every page and kept in cookies of the ballot's own;
without a choice the browser's languages decide. No JavaScript is needed.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ebcd.words import is_draft, language_name, languages, set_language

SIZES = {"usual": 100, "large": 125, "largest": 160}
"""The sizes of text, in percent of what the browser would show."""

_SIZE_COOKIE = "ebcd_size"
_LANGUAGE_COOKIE = "ebcd_language"
_COOKIE_LIFE = 24 * 60 * 60


@dataclass(frozen=True)
class Looks:
    """What is in use on this page. `path`: of the page, to come back to after a choice."""

    size: str = "usual"
    path: str = "/vote"

    @property
    def percent(self) -> int:
        return SIZES[self.size]


_looks: ContextVar[Looks] = ContextVar("looks")


def looks() -> Looks:
    """What is in use in this context."""
    return _looks.get(Looks())


def choices() -> list[tuple[str, str]]:
    """(tag, own name) of each language that can be chosen; empty where there is but English."""
    tags = languages()
    return [(tag, language_name(tag)) for tag in tags] if len(tags) > 1 else []


def put_on(request: Request) -> None:
    """Answer this request in the voter's language and size."""
    known = languages()
    chosen = request.cookies.get(_LANGUAGE_COOKIE, "")
    wanted = request.headers.get("accept-language", "").split(",")
    asked = [tag.split(";")[0].strip().split("-")[0].lower() for tag in wanted]
    tags = [chosen, *(tag for tag in asked if not is_draft(tag))]
    set_language(next((tag for tag in tags if tag in known), "en"))
    size = request.cookies.get(_SIZE_COOKIE, "")
    _looks.set(Looks(size if size in SIZES else "usual", request.url.path))


async def choose(request: Request) -> Response:
    """Keep what was chosen and go back to the page."""
    fields = await request.form()
    back = str(fields.get("back", ""))
    inside = back == "/vote" or (back.startswith("/vote/") and "\\" not in back)
    answer = RedirectResponse(back if inside and back.isascii() else "/vote", 303)
    for cookie, value, known in (
        (_SIZE_COOKIE, str(fields.get("size", "")), list(SIZES)),
        (_LANGUAGE_COOKIE, str(fields.get("language", "")), languages()),
    ):
        if value in known:
            answer.set_cookie(
                cookie,
                value,
                max_age=_COOKIE_LIFE,
                path="/vote",
                httponly=True,
                samesite="lax",
                secure=request.url.scheme == "https",
            )
    return answer
