"""The door: nothing but what is meant for the public answers without a sign-in.

It stands before every route, page and websocket, Streamlit's own included. A page that is asked
for without a sign-in leads to the sign-in; anything else is refused. It also says, with every
answer, what a browser may do with it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ebcd.store.accounts import Account
from ebcd.web.signin import COOKIE, same_origin

PUBLIC = ("/sign-in", "/sign-out", "/vote", "/health")
"""Paths (with what lies below them) that answer to everybody."""

CLOSED = ("/_stcore/metrics", "/_stcore/agent")
"""Paths of Streamlit's that answer to nobody."""

_CONFIDENTIAL = {
    b"x-content-type-options": "nosniff",
    b"referrer-policy": "same-origin",
    b"cross-origin-opener-policy": "same-origin",
    b"permissions-policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
}


def script_hashes(html: str) -> list[str]:
    """The CSP sources of the inline scripts of a page."""
    scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", html, re.DOTALL)
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts if script.strip())
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def content_security_policy(index: Path) -> str:
    """What the pages may load: nothing from elsewhere. `index`: Streamlit's own page."""
    scripts = " ".join(["'self'", "blob:", *script_hashes(index.read_text("utf-8"))])
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
        "media-src 'self' blob:; worker-src 'self' blob:; frame-src 'self' blob: data:; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    )


def below(path: str, roots: tuple[str, ...]) -> bool:
    """Whether `path` is one of `roots` or lies below one."""
    return any(path == root or path.startswith(root + "/") for root in roots)


class Door:
    """ASGI middleware. `whose`: the account of a cookie, or None; `policy`: the CSP."""

    def __init__(
        self, app: ASGIApp, whose: Callable[[str | None], Account | None], policy: str
    ) -> None:
        self.app = app
        self.whose = whose
        self.policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        path = scope["path"]
        if below(path, CLOSED):
            await self._refuse(scope, receive, send, 404)
        elif below(path, PUBLIC) or await self._known(connection):
            if scope["type"] == "websocket" and not same_origin(connection):
                await self._refuse(scope, receive, send, 403)
            else:
                await self.app(scope, receive, self._signed(scope, send))
        elif scope["type"] == "http" and _asks_for_page(connection, scope["method"]):
            query = f"?{connection.url.query}" if connection.url.query else ""
            target = quote(path + query, safe="")
            await RedirectResponse(f"/sign-in?next={target}", 303)(scope, receive, send)
        else:
            await self._refuse(scope, receive, send, 401)

    async def _known(self, connection: HTTPConnection) -> bool:
        cookie = connection.cookies.get(COOKIE)
        if not cookie:
            return False
        return await run_in_threadpool(self.whose, cookie) is not None

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, status: int) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        text = "Sign in first." if status == 401 else "Not here."
        await PlainTextResponse(text, status)(scope, receive, send)

    def _signed(self, scope: Scope, send: Send) -> Send:
        if scope["type"] == "websocket":
            return send

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _CONFIDENTIAL.items():
                    headers[name.decode()] = value
                headers.setdefault("content-security-policy", self.policy)
            await send(message)

        return send_with_headers


def _asks_for_page(connection: HTTPConnection, method: str) -> bool:
    return method == "GET" and "text/html" in connection.headers.get("accept", "")
