"""The forms of the room in a browser without JavaScript: ideas, signing up, the check of phones."""

from __future__ import annotations

import argparse
import asyncio
import re
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.testclient import TestClient

from ebcd.acts import codesign, events, ideas, phone_check, room_forms, rounds, sign_ups
from ebcd.acts.access import Actor
from ebcd.acts.study import create_study
from ebcd.cli import room_address
from ebcd.errors import BadInput
from ebcd.events import Event, EventKind, FormKind
from ebcd.priorities.ballots import Method
from ebcd.priorities.rounds import Plan
from ebcd.store.rounds import RoundOption
from ebcd.store.workbench import Workbench
from ebcd.web import guesses, server
from ebcd.web.room_forms import MOST_IDEAS_A_PHONE

MOST_BYTES = 30_000


class Scene:
    """A study with both forms and a check, and a phone."""

    def __init__(self, workbench: Workbench, actor: Actor) -> None:
        self.asking = workbench, actor, create_study(workbench, actor, "A study")
        self.event = events.add_event(*self.asking, Event(0, EventKind.JOINT, "Joint event"))
        self.group = codesign.add_group(*self.asking, "Clocks <b>", aim="Nobody waits unseen")
        room_forms.open_form(*self.asking, FormKind.IDEAS, "What first?", event_id=self.event)
        room_forms.open_form(*self.asking, FormKind.SIGN_UP)
        self.ideas = f"/vote/ideas/{self.code(FormKind.IDEAS)}"
        self.groups = f"/vote/groups/{self.code(FormKind.SIGN_UP)}"
        self.check = f"/vote/check/{phone_check.begin(*self.asking, 'http://ebcd.test')}"

    def code(self, kind: FormKind) -> str:
        return room_forms.forms(*self.asking, kind)[0].join_code


@pytest.fixture
def scene(sqlite_workbench: Workbench, actor: Actor) -> Scene:
    return Scene(sqlite_workbench, actor)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    path = tmp_path / "index.html"
    path.write_text("<html></html>")
    return path


@pytest.fixture
def phone(scene: Scene, index: Path) -> Iterator[TestClient]:
    workbench = scene.asking[0]
    app = Starlette(
        routes=server.routes(workbench),
        middleware=server.middleware(workbench, index),
        exception_handlers=server.exception_handlers,
    )
    with TestClient(app, base_url="http://ebcd.test", follow_redirects=False) as opened:
        yield opened


@pytest.fixture
def room_phone(scene: Scene, index: Path) -> Iterator[TestClient]:
    """A phone at the room's own address."""
    app = server.room_app(scene.asking[0], index)
    with TestClient(app, base_url="http://room.test:8080", follow_redirects=False) as opened:
        yield opened


def token_on(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return found[1]


def send(phone: TestClient, path: str, **fields: str) -> int:
    token = token_on(phone.get(path).text)
    return phone.post(path, data={"token": token, **fields}).status_code


def test_an_idea_goes_in_and_a_script_in_it_stays_words(scene: Scene, phone: TestClient) -> None:
    nasty = "<script>alert(1)</script>\"'><img src=x>"
    assert send(phone, scene.ideas, idea=nasty) == 303
    assert "Your idea is with the facilitator" in phone.get(f"{scene.ideas}?sent=1").text
    (kept,) = ideas.ideas(*scene.asking)
    assert kept.text == nasty
    again = phone.post(scene.ideas, data={"token": "short", "idea": nasty})
    assert again.status_code == 409
    assert "<script>alert" not in again.text
    assert "&lt;script&gt;alert" in again.text


def test_one_phone_sends_only_so_many_ideas(scene: Scene, phone: TestClient) -> None:
    for number in range(MOST_IDEAS_A_PHONE):
        assert send(phone, scene.ideas, idea=f"Idea {number}") == 303
    assert send(phone, scene.ideas, idea="One more") == 409
    assert len(ideas.ideas(*scene.asking)) == MOST_IDEAS_A_PHONE


def test_what_is_typed_comes_back_when_it_was_too_long(scene: Scene, phone: TestClient) -> None:
    long = "so long " * 60
    answer = phone.post(
        scene.ideas, data={"token": token_on(phone.get(scene.ideas).text), "idea": long}
    )
    assert answer.status_code == 409
    assert "shorten it to 300" in answer.text
    assert "so long so long" in answer.text


def test_somebody_signs_up_and_changes_their_mind(scene: Scene, phone: TestClient) -> None:
    page = phone.get(scene.groups).text
    assert "Clocks &lt;b&gt;" in page
    fields = {"group": str(scene.group), "side": "carer", "name": "Ann", "contact": "a@b.org"}
    answer = phone.post(scene.groups, data={"token": token_on(page), **fields})
    own = answer.headers["location"]
    assert "You are signed up" in phone.get(own).text
    assert sign_ups.heads(*scene.asking) == {scene.group: {"carer": 1}}
    assert phone.post(own).headers["location"] == f"{scene.groups}?removed=1"
    assert sign_ups.heads(*scene.asking) == {}
    assert phone.get(own).status_code == 404


def test_a_sign_up_without_a_name_brings_the_rest_back(scene: Scene, phone: TestClient) -> None:
    token = token_on(phone.get(scene.groups).text)
    answer = phone.post(
        scene.groups,
        data={"token": token, "group": str(scene.group), "side": "staff", "contact": "ward 3"},
    )
    assert answer.status_code == 409
    assert 'value="ward 3"' in answer.text


@pytest.mark.parametrize("which", ["ideas", "groups", "check"])
def test_a_form_from_another_site_is_refused(scene: Scene, phone: TestClient, which: str) -> None:
    path = getattr(scene, which)
    token = token_on(phone.get(path).text)
    answer = phone.post(
        path, data={"token": token, "idea": "x"}, headers={"origin": "http://evil.test"}
    )
    assert answer.status_code == 403
    assert ideas.ideas(*scene.asking) == []


@pytest.mark.parametrize("path", ["/vote/ideas/", "/vote/groups/", "/vote/check/"])
def test_a_guessed_code_takes_its_time(
    phone: TestClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(guesses.asyncio, "sleep", sleep)
    assert phone.get(f"{path}ABC234").status_code == 404
    assert waited == [guesses.WRONG_GUESS_SECONDS]


def test_going_from_form_to_form_gains_a_guesser_nothing_and_others_do_not_wait_behind_them(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guesses, "WRONG_GUESS_SECONDS", 0.03)
    app = Starlette(routes=server.room_routes(scene.asking[0]))
    order: list[str] = []

    async def guess(host: str, path: str) -> None:
        transport = httpx2.ASGITransport(app, client=(host, 1))
        async with httpx2.AsyncClient(transport=transport, base_url="http://ebcd.test") as phone:
            assert (await phone.get(path)).status_code == 404
            order.append(host)

    async def everybody() -> float:
        began = time.monotonic()
        roads = ["/vote/ABC234", "/vote/ideas/ABC234", "/vote/groups/ABC234", "/vote/check/ABC234"]
        many = [guess("192.0.2.66", path) for path in 5 * roads]
        await asyncio.gather(*many, guess("192.0.2.7", "/vote/ABC235"))
        return time.monotonic() - began

    assert asyncio.run(everybody()) >= 21 * 0.03
    assert order.index("192.0.2.7") < 15


@pytest.mark.parametrize(
    ("host", "line"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8::1:2", "2001:db8::/64"),
        ("::ffff:192.0.2.7", "::ffff:192.0.2.7"),
        ("testclient", "testclient"),
    ],
)
def test_a_home_with_many_addresses_is_one_line(host: str, line: str) -> None:
    assert guesses.origin(Request({"type": "http", "client": (host, 1)})) == line
    assert guesses.origin(Request({"type": "http"})) == ""


@pytest.mark.parametrize("which", ["ideas", "groups", "check"])
def test_a_code_that_is_typed_leads_to_its_form(
    scene: Scene, phone: TestClient, which: str
) -> None:
    path = getattr(scene, which)
    typed = path.rpartition("/")[2]
    spaced = f" {typed[:3].lower()} {typed[3:]}"
    assert phone.post("/vote", data={"code": spaced}).headers["location"] == path
    assert phone.get(f"/vote/{typed}").headers["location"] == path


def test_a_room_that_waits_or_has_voted_is_shown_the_forms_that_are_open(
    scene: Scene, phone: TestClient
) -> None:
    options = [RoundOption(1, "A clock"), RoundOption(2, "A chair")]
    made = rounds.prepare_round(*scene.asking, Plan("Vote", Method.DOTS), options, scene.event)
    at = f"/vote/{rounds.watch(*scene.asking, made).round.join_code}"

    def offers() -> list[bool]:
        page = phone.get(at).text
        return [path in page for path in (scene.ideas, scene.groups)]

    assert offers() == [True, True]
    rounds.open_round(*scene.asking, made)
    assert offers() == [False, False]
    rounds.close_round(*scene.asking, made)
    ideas_form = room_forms.forms(*scene.asking, FormKind.IDEAS)[0].id
    room_forms.set_open(*scene.asking, ideas_form, False)
    assert offers() == [False, True]
    rounds.reveal_round(*scene.asking, made)
    assert offers() == [False, True]


@pytest.mark.parametrize("which", ["ideas", "groups", "check"])
def test_every_page_is_small(scene: Scene, phone: TestClient, which: str) -> None:
    assert len(phone.get(getattr(scene, which)).content) < MOST_BYTES


# --- The check of the phones, and the room's own address ------------------------------------------


def test_a_phone_that_came_through_is_seen_and_counts_once(scene: Scene, phone: TestClient) -> None:
    assert "http://ebcd.test" in phone.get(scene.check).text
    for _again in range(2):
        assert send(phone, scene.check, team="yes") == 303
    checked = phone_check.current(*scene.asking)
    assert checked is not None
    (came,) = checked.arrivals
    assert (came.address, came.team_answers, came.shut) == ("http://ebcd.test", True, False)


def test_at_the_rooms_address_the_check_says_that_nothing_else_answers(
    scene: Scene, room_phone: TestClient
) -> None:
    assert send(room_phone, scene.check, team="no") == 303
    checked = phone_check.current(*scene.asking)
    assert checked is not None
    (came,) = checked.arrivals
    assert (came.address, came.team_answers, came.shut) == ("http://room.test:8080", False, True)


@pytest.mark.parametrize(
    "path",
    ["/", "/study", "/sign-in", "/sign-in/link", "/sign-out", "/run/1/1", "/coding/1/1",
     "/media-file/1/1", "/_stcore/health", "/static/x.js", "/priorities"],
)  # fmt: skip
def test_nothing_of_the_team_answers_at_the_rooms_address(
    room_phone: TestClient, path: str
) -> None:
    for answer in (room_phone.get(path, headers={"accept": "text/html"}), room_phone.post(path)):
        assert answer.status_code == 404
        assert answer.text == "Not here."


def test_the_room_votes_at_its_own_address(scene: Scene, room_phone: TestClient) -> None:
    assert room_phone.get("/vote").status_code == 200
    assert room_phone.get(scene.ideas).status_code == 200
    assert room_phone.get("/health").text == "ok"


def test_a_host_that_is_for_the_room_shows_nothing_else(
    scene: Scene, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EBCD_BALLOT_HOSTS", "vote.example.org, 192.0.2.7:8501")
    workbench = scene.asking[0]
    app = Starlette(routes=server.routes(workbench), middleware=server.middleware(workbench, index))
    with TestClient(app, follow_redirects=False) as client:
        for host, status in (
            ("vote.example.org", 404),
            ("VOTE.example.org:443", 404),
            ("192.0.2.7:8501", 404),
            ("team.example.org", 200),
        ):
            assert client.get("/sign-in", headers={"host": host}).status_code == status
            assert client.get("/vote", headers={"host": host}).status_code == 200


def test_a_check_is_forgotten_and_its_code_leads_nowhere(scene: Scene, phone: TestClient) -> None:
    send(phone, scene.check, team="")
    phone_check.end(*scene.asking)
    assert phone_check.current(*scene.asking) is None
    assert phone.get(scene.check).status_code == 404


@pytest.mark.parametrize(
    "typed", ["", "ftp://x", "http://", "http://a b", "http://u:p@x", "x" * 300]
)
def test_what_no_phone_can_open_is_no_address(scene: Scene, typed: str) -> None:
    with pytest.raises(BadInput):
        phone_check.begin(*scene.asking, typed)


def test_a_real_server_at_the_rooms_address_lets_nothing_else_in(scene: Scene, index: Path) -> None:
    config = uvicorn.Config(
        server.room_app(scene.asking[0], index), port=0, log_level="error", lifespan="off"
    )
    served = uvicorn.Server(config)
    thread = threading.Thread(target=served.run, daemon=True)
    thread.start()
    while not served.started:
        time.sleep(0.02)
    at = f"http://127.0.0.1:{served.servers[0].sockets[0].getsockname()[1]}"
    try:
        with urllib.request.urlopen(f"{at}{scene.check}") as answer:
            assert at in answer.read().decode()
        for path in ("/sign-in", "/", "/run/1/1", "/_stcore/health"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(f"{at}{path}")
    finally:
        served.should_exit = True
        thread.join(5)


@pytest.mark.parametrize("typed", ["8080", "0.0.0.0:", ":8080", "0.0.0.0:99999", "127.0.0.1:8501"])
def test_an_address_for_the_room_that_cannot_be_used_is_refused(typed: str) -> None:
    command = argparse.ArgumentParser()
    room_address.add_options(command)
    chosen = command.parse_args(["--ballots-on", typed])
    chosen.port = 8501
    with pytest.raises(BadInput, match="--ballots-on"):
        room_address.settle(chosen, lambda: "192.0.2.7")


@pytest.mark.parametrize(
    ("address", "road"),
    [
        ("http://192.168.1.20:8501", "network"),
        ("http://laptop.local:8501", "network"),
        ("http://laptop:8501", "network"),
        ("http://192.168.43.7:8080", "hotspot"),
        ("http://[::1]:8501", "same"),
        ("http://localhost:8501", "same"),
        ("https://vote.example.org", "hosted"),
        ("http://8.8.8.8", "hosted"),
    ],
)
def test_it_is_told_by_which_road_a_phone_came(address: str, road: str) -> None:
    assert phone_check.road(address) == road
