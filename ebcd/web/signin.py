"""Signing in and out, and who a request comes from.

The cookie is signed, HttpOnly and SameSite; it names the account and its sign-in epoch, so that a
new password or a closed account ends every sign-in at once, and the sign-in itself, so that signing
out ends that one wherever its cookie was copied to.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from urllib.parse import urlsplit

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ebcd.acts import accounts as acts
from ebcd.acts.access import Actor
from ebcd.errors import NotAllowed, SignInNeeded
from ebcd.store.accounts import Account
from ebcd.store.workbench import Workbench
from ebcd.web.plain import page
from ebcd.words import _

COOKIE = "ebcd_sign_in"
COOKIE_LIFE = 12 * 60 * 60
_MOST_BYTES = 20_000


def _signer(workbench: Workbench) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(workbench.secret, salt="sign-in")


def cookie_value(workbench: Workbench, account: Account) -> str:
    """The cookie that says that `account` has signed in."""
    return _signer(workbench).dumps([account.id, account.epoch, secrets.token_urlsafe(16)])


def account_of(workbench: Workbench, cookie: str | None) -> Account | None:
    """Whose sign-in `cookie` is; None where there is none, or it does not stand any more."""
    if not cookie:
        return None
    try:
        account_id, epoch, sign_in = _signer(workbench).loads(cookie, max_age=COOKIE_LIFE)
    except (BadSignature, ValueError, TypeError):
        return None
    with workbench.database.reading() as connection:
        return acts.signed_in(connection, account_id, epoch, sign_in)


def end_sign_in(workbench: Workbench, cookie: str | None) -> None:
    """End the sign-in that `cookie` stands for, if it stands for one."""
    try:
        _, _, sign_in = _signer(workbench).loads(cookie or "", max_age=COOKIE_LIFE)
    except (BadSignature, ValueError, TypeError):
        return
    acts.sign_out(workbench, sign_in, timedelta(seconds=COOKIE_LIFE))


def same_origin(connection: HTTPConnection) -> bool:
    """Whether the request was made by a page of this server.

    Browsers send Origin with every POST and websocket; where it is missing, Sec-Fetch-Site speaks.
    """
    origin = connection.headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc == connection.headers.get("host", "")
    return connection.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


def require_actor(workbench: Workbench, request: Request) -> Actor:
    """Who makes this request. For every route of our own that is not public.

    Raises SignInNeeded where nobody is signed in, NotAllowed where another site's page sent it.
    """
    if request.method not in ("GET", "HEAD") and not same_origin(request):
        raise NotAllowed(_("This came from another site and was not done: open the workbench."))
    account = account_of(workbench, request.cookies.get(COOKIE))
    if account is None:
        raise SignInNeeded(_("Your sign-in has run out: sign in again in another tab."))
    return acts.actor_for(account)


def safe_next(target: str) -> str:
    """`target` if it is a path on this server, else the front page."""
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or not target.startswith("/") or target[1:2] in ("/", "\\"):
        return "/"
    return target


def _welcome(workbench: Workbench, request: Request, account: Account, to: str) -> Response:
    answer = RedirectResponse(to, 303)
    answer.set_cookie(
        COOKIE,
        cookie_value(workbench, account),
        max_age=COOKIE_LIFE,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return answer


def routes(workbench: Workbench) -> list[Route]:
    """The routes of signing in and out."""

    async def form(request: Request) -> Response:
        target = safe_next(request.query_params.get("next", "/"))
        return page("sign_in.html", next=target, name="", problem="")

    async def sign_in(request: Request) -> Response:
        if not _small(request):
            return page("sign_in.html", 413, next="/", name="", problem=_too_long())
        fields = await request.form()
        name, target = str(fields.get("name", "")), safe_next(str(fields.get("next", "/")))
        try:
            if not same_origin(request):
                raise SignInNeeded(_("This form came from another site: type the address again."))
            account = await run_in_threadpool(
                acts.sign_in, workbench, name, str(fields.get("password", ""))
            )
        except SignInNeeded as problem:
            return page("sign_in.html", 403, next=target, name=name, problem=str(problem))
        return _welcome(workbench, request, account, target)

    async def link_form(request: Request) -> Response:
        token = request.query_params.get("token", "")
        if not await run_in_threadpool(acts.link_works, workbench, token):
            return page("sign_in.html", 403, next="/", name="", problem=_used_link())
        return page("link.html", token=token)

    async def link(request: Request) -> Response:
        if not _small(request):
            return page("sign_in.html", 413, next="/", name="", problem=_too_long())
        fields = await request.form()
        try:
            if not same_origin(request):
                raise SignInNeeded(_("This form came from another site: open the link again."))
            account = await run_in_threadpool(
                acts.sign_in_by_link, workbench, str(fields.get("token", ""))
            )
        except SignInNeeded as problem:
            return page("sign_in.html", 403, next="/", name="", problem=str(problem))
        return _welcome(workbench, request, account, "/")

    async def sign_out(request: Request) -> Response:
        if not same_origin(request):
            return RedirectResponse("/", 303)
        await run_in_threadpool(end_sign_in, workbench, request.cookies.get(COOKIE))
        answer = RedirectResponse("/sign-in", 303)
        answer.delete_cookie(COOKIE, httponly=True, samesite="lax")
        return answer

    async def sign_out_form(_request: Request) -> Response:
        return page("sign_out.html")

    return [
        Route("/sign-in", form, methods=["GET"]),
        Route("/sign-in", sign_in, methods=["POST"]),
        Route("/sign-in/link", link_form, methods=["GET"]),
        Route("/sign-in/link", link, methods=["POST"]),
        Route("/sign-out", sign_out_form, methods=["GET"]),
        Route("/sign-out", sign_out, methods=["POST"]),
    ]


def _small(request: Request) -> bool:
    """Whether a form says how long it is, and is as short as ours are."""
    length = request.headers.get("content-length", "")
    return length.isdecimal() and int(length) <= _MOST_BYTES


def _too_long() -> str:
    return _("This form is too long: reload the page.")


def _used_link() -> str:
    return _("This link has been used or has run out: sign in, or ask for a new link.")
