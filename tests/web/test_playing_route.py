"""The routes of playing along: who may, from where, what junk does, and the captions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ebcd.acts import recordings
from ebcd.acts.access import Actor, Role
from ebcd.acts.accounts import add_account, set_role
from ebcd.acts.study import create_study
from ebcd.store import accounts
from ebcd.store.workbench import Workbench
from ebcd.text import sha256
from ebcd.web import media, playing, server, signin
from tests.film.made_film import make_film
from tests.film.made_study import TEXT, FilmStudy

HEADERS = {"X-EBCD": "coding desk", "Origin": "http://testserver"}


class Road:
    """A client at the routes, with an untimed interview and its film behind it."""

    def __init__(self, workbench: Workbench, actor: Actor, folder: Path) -> None:
        own = create_study(workbench, actor, "A study")
        self.study = FilmStudy(workbench, actor, own, timed=False)
        self.recording = recordings.add_recording(
            *self.study.whose, make_film(folder / "film.mp4", 40, 5)
        )
        recordings.link_recording(*self.study.whose, self.study.transcript, self.recording, 250)
        self.client = TestClient(
            Starlette(
                routes=playing.routes(workbench),
                exception_handlers=server.exception_handlers,  # type: ignore[arg-type]
            )
        )
        self.at = f"/coding/{own}/{self.study.transcript}"

    def sign_in(self, role: Role | None) -> None:
        workbench, actor, own = self.study.whose
        account_id = add_account(workbench, actor, "mia", "Mia")
        if role:
            set_role(workbench, actor, own, "mia", role)
        with workbench.database.reading() as connection:
            account = accounts.by_id(connection, account_id)
        assert account is not None
        self.client.cookies.set(signin.COOKIE, signin.cookie_value(workbench, account))

    def post(self, path: str = "times", headers: dict[str, str] = HEADERS, **body: Any) -> Any:
        sent = {"sha256": sha256(TEXT)} | body
        return self.client.post(f"{self.at}/{path}", content=json.dumps(sent), headers=headers)


@pytest.fixture
def road(sqlite_workbench: Workbench, actor: Actor, tmp_path: Path) -> Road:
    return Road(sqlite_workbench, actor, tmp_path)


def test_a_stranger_gets_nothing_and_another_studys_member_finds_nothing(road: Road) -> None:
    for path in ("playing", "captions.vtt"):
        assert road.client.get(f"{road.at}/{path}").status_code == 401
    assert road.post(times=[[0, 0]]).status_code == 401
    road.sign_in(None)
    for path in ("playing", "captions.vtt"):
        assert road.client.get(f"{road.at}/{path}").status_code == 404
    assert road.post(times=[[0, 0]]).status_code == 404


def test_a_reader_is_told_of_no_recording_and_gets_no_captions(road: Road) -> None:
    road.sign_in(Role.READER)
    found = road.client.get(f"{road.at}/playing").json()
    assert found["recording"] is None
    assert (found["may_mark"], found["may_link"], found["turns"]) == (False, False, [])
    assert road.client.get(f"{road.at}/captions.vtt").status_code == 403
    assert road.post(times=[[0, 0]]).status_code == 403


def test_what_was_marked_is_played_and_taken_back(road: Road) -> None:
    road.sign_in(Role.RESEARCHER)
    before = road.client.get(f"{road.at}/playing").json()
    address = media.file_address(road.study.study_id, road.recording)
    assert before["recording"]["address"] == address
    assert before["recording"]["picture"] is True
    assert before["offset_ms"] == 250
    assert before["turns"] == [[None, None, 0, []]] * 5
    done = road.post(times=[[0, 0], [2, "0:12.5"]]).json()
    assert done["turns"][0] == [0, 0, done["turns"][1][1], 0, []]
    assert [(each[0], each[3]) for each in done["turns"]] == [(0, 0), (1, 1), (2, 0)]
    after = road.client.get(f"{road.at}/playing").json()
    assert after["turns"][2] == [12_500, None, 0, []]
    vtt = road.client.get(f"{road.at}/captions.vtt")
    assert vtt.headers["content-type"].startswith("text/vtt")
    assert vtt.headers["cache-control"] == "no-store"
    assert vtt.text.startswith("WEBVTT\n\n00:00:00.250 --> ")
    back = road.post("times/undo", undo=done["undo"]).json()
    assert [each[:2] for each in back["turns"]] == [[0, None], [1, None], [2, None]]
    assert road.client.get(f"{road.at}/playing").json() == before


def test_times_that_run_backwards_are_told_in_words(road: Road) -> None:
    road.sign_in(Role.RESEARCHER)
    answer = road.post(times=[[0, 5_000], [1, 4_000]])
    assert answer.status_code == 400
    assert "cannot run backwards" in answer.json()["problem"]
    answer = road.post(times=[[0, "soon"]])
    assert "is not a time" in answer.json()["problem"]


@pytest.mark.parametrize(
    "times",
    [None, [], {}, [[0]], [["0", 1]], [[0, 1.5]], [[0, True]], [[0, "9" * 30]], [[2**40, 0]],
     [[0, 2**40]], [[0, "nan"]], [[0, "inf"]], [[-1, 0]], [[99, 0]], [0]],
)  # fmt: skip
def test_junk_is_refused_and_changes_nothing(road: Road, times: Any) -> None:
    road.sign_in(Role.RESEARCHER)
    answer = road.post(times=times)
    assert answer.status_code == 400
    assert answer.json()["problem"]
    assert road.post("times/undo", undo=times).status_code == 400
    turns = road.client.get(f"{road.at}/playing").json()["turns"]
    assert turns == [[None, None, 0, []]] * 5


def test_another_sites_form_changes_nothing(road: Road) -> None:
    road.sign_in(Role.RESEARCHER)
    assert road.post(headers={}, times=[[0, 0]]).status_code == 403
    assert road.post("times/undo", headers={}, undo=1).status_code == 403
    assert road.post("times/undo", undo=12_345).status_code == 409
