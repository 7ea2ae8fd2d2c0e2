"""Nothing but what is meant for the public answers without a sign-in, cold start included."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from ebcd.acts.access import command_line
from ebcd.acts.accounts import add_account, make_link, set_disabled, set_password
from ebcd.bundle import bundled
from ebcd.store.workbench import Workbench
from ebcd.web import server
from ebcd.web.door import script_hashes
from ebcd.web.signin import COOKIE, safe_next

PASSWORD = "three blue kettles"
PAGE = {"accept": "text/html"}


@pytest.fixture
def client(sqlite_workbench: Workbench, tmp_path: Path) -> Iterator[TestClient]:
    index = tmp_path / "index.html"
    index.write_text("<html><script>start()</script></html>")
    app = Starlette(
        routes=server.routes(sqlite_workbench),
        middleware=server.middleware(sqlite_workbench, index),
        exception_handlers=server.exception_handlers,
    )
    with TestClient(app, base_url="http://ebcd.test", follow_redirects=False) as opened:
        yield opened


@pytest.fixture
def kim(sqlite_workbench: Workbench) -> int:
    return add_account(sqlite_workbench, command_line(), "kim", "Kim Lowe", password=PASSWORD)


def _sign_in(client: TestClient, **more: str) -> int:
    fields = {"name": "kim", "password": PASSWORD, "next": "/coding?study=1", **more}
    return client.post("/sign-in", data=fields, headers={"origin": "http://ebcd.test"}).status_code


@pytest.mark.parametrize("name", ["", *(path.stem for path in bundled("pages").glob("*.py"))])
def test_every_page_leads_a_stranger_to_the_sign_in(client: TestClient, name: str) -> None:
    answer = client.get(f"/{name}", headers=PAGE)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=%2F")


@pytest.mark.parametrize(
    "path",
    ["/static/app.js", "/media/x.mp4", "/_stcore/upload_file/a/b", "/component/x", "/coding/acts"],
)
def test_everything_else_is_refused_to_a_stranger(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 401
    assert client.post(path).status_code == 401


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent", "/_stcore/agent/x"])
def test_what_streamlit_tells_everybody_is_told_to_nobody(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_websocket_without_a_sign_in_is_closed(client: TestClient) -> None:
    with (
        pytest.raises(WebSocketDisconnect) as caught,
        client.websocket_connect("/_stcore/stream"),
    ):
        pass
    assert caught.value.code == 1008


def test_signing_in_sets_a_cookie_that_scripts_cannot_read(client: TestClient, kim: int) -> None:
    assert _sign_in(client) == 303
    cookie = client.post(
        "/sign-in",
        data={"name": "KIM", "password": PASSWORD},
        headers={"origin": "http://ebcd.test"},
    ).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert client.get("/coding", headers=PAGE).status_code == 404  # through the door


def test_a_wrong_password_says_so_and_keeps_the_name(client: TestClient, kim: int) -> None:
    answer = client.post("/sign-in", data={"name": "kim", "password": "wrong"})
    assert answer.status_code == 403
    assert "not right" in answer.text
    assert 'value="kim"' in answer.text
    assert COOKIE not in client.cookies


def test_guessing_is_stopped_and_does_not_tell_who_exists(client: TestClient, kim: int) -> None:
    for name in ("kim", "nobody"):
        for _ in range(8):
            client.post("/sign-in", data={"name": name, "password": "wrong"})
        answer = client.post("/sign-in", data={"name": name, "password": PASSWORD})
        assert answer.status_code == 403
        assert "too many tries" in answer.text


def test_another_site_cannot_sign_anybody_in(client: TestClient, kim: int) -> None:
    answer = client.post(
        "/sign-in",
        data={"name": "kim", "password": PASSWORD},
        headers={"origin": "http://evil.test"},
    )
    assert answer.status_code == 403


def test_a_new_password_and_a_closed_account_end_every_sign_in(
    client: TestClient, kim: int, sqlite_workbench: Workbench
) -> None:
    assert _sign_in(client) == 303
    set_password(sqlite_workbench, command_line(), kim, "four green kettles")
    assert client.get("/coding", headers=PAGE).status_code == 303
    assert _sign_in(client, password="four green kettles") == 303
    assert client.get("/coding", headers=PAGE).status_code == 404
    set_disabled(sqlite_workbench, command_line(), kim, True)
    assert client.get("/coding", headers=PAGE).status_code == 303


def test_a_one_time_link_works_once(
    client: TestClient, kim: int, sqlite_workbench: Workbench
) -> None:
    token = make_link(sqlite_workbench, command_line(), kim)
    own = {"origin": "http://ebcd.test"}
    assert client.get(f"/sign-in/link?token={token}").status_code == 200
    assert client.get(f"/sign-in/link?token={token}").status_code == 200  # a preview uses nothing
    assert client.post("/sign-in/link", data={"token": token}, headers=own).status_code == 303
    client.cookies.clear()
    assert client.post("/sign-in/link", data={"token": token}, headers=own).status_code == 403
    assert client.get(f"/sign-in/link?token={token}").status_code == 403


def test_a_forged_or_changed_cookie_opens_nothing(client: TestClient, kim: int) -> None:
    _sign_in(client)
    good = client.cookies[COOKIE]
    other = "a" if good[-10] != "a" else "b"
    for bad in ("", "x", good[:-10] + other + good[-9:], "WzEsMF0" + good[7:] + "x"):
        client.cookies.clear()
        client.cookies.set(COOKIE, bad, domain="ebcd.test")
        assert client.get("/coding", headers=PAGE).status_code == 303


def test_signing_out_takes_a_form_of_our_own(client: TestClient, kim: int) -> None:
    _sign_in(client)
    client.post("/sign-out", headers={"origin": "http://evil.test"})
    assert client.get("/coding", headers=PAGE).status_code == 404
    client.post("/sign-out", headers={"origin": "http://ebcd.test"})
    assert client.get("/coding", headers=PAGE).status_code == 303


@pytest.mark.parametrize(
    "target",
    ["//evil.test", "http://evil.test/", "/\\evil.test", "javascript:alert(1)", "", "\\\\evil"],
)
def test_a_sign_in_leads_nowhere_else(target: str) -> None:
    assert safe_next(target) == "/"


def test_every_answer_says_that_nothing_may_be_loaded_from_elsewhere(client: TestClient) -> None:
    policy = client.get("/sign-in").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-eval" not in policy
    assert script_hashes("<script>start()</script>")[0] in policy
