"""The route of recordings: ranges, and who may play what."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.testclient import TestClient

from ebcd.acts.access import Actor, Role
from ebcd.acts.accounts import add_account, set_role
from ebcd.acts.recordings import add_recording
from ebcd.acts.study import create_study
from ebcd.store import accounts
from ebcd.store.workbench import Workbench
from ebcd.web import media, server, signin
from tests.film.made_film import make_film
from tests.film.made_study import FilmStudy


class Player:
    """A client at the route, with a study and a film behind it."""

    def __init__(self, workbench: Workbench, actor: Actor, folder: Path) -> None:
        self.study = FilmStudy(workbench, actor, create_study(workbench, actor, "A study"))
        path = make_film(folder / "film.mp4")
        self.data = path.read_bytes()
        self.recording = add_recording(*self.study.whose, path)
        self.at = media.file_address(self.study.study_id, self.recording)
        self.client = TestClient(
            Starlette(
                routes=media.routes(workbench),
                middleware=[Middleware(GZipMiddleware, minimum_size=1)],
                exception_handlers=server.exception_handlers,  # type: ignore[arg-type]
            )
        )

    def sign_in(self, role: Role | None, study_id: int | None = None) -> None:
        workbench, actor, own = self.study.whose
        account_id = add_account(workbench, actor, "mia", "Mia")
        if role:
            set_role(workbench, actor, study_id or own, "mia", role)
        with workbench.database.reading() as connection:
            account = accounts.by_id(connection, account_id)
        assert account is not None
        self.client.cookies.set(signin.COOKIE, signin.cookie_value(workbench, account))


@pytest.fixture
def player(sqlite_workbench: Workbench, actor: Actor, tmp_path: Path) -> Player:
    return Player(sqlite_workbench, actor, tmp_path)


def test_the_whole_film_comes_as_it_is(player: Player) -> None:
    player.sign_in(Role.RESEARCHER)
    answer = player.client.get(player.at, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert answer.content == player.data
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["accept-ranges"] == "bytes"
    assert "content-encoding" not in answer.headers
    assert "private" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    ("asked", "start", "end"), [("100-199", 100, 200), ("100-", 100, None), ("-50", -50, None)]
)
def test_a_range_is_a_part(player: Player, asked: str, start: int, end: int | None) -> None:
    player.sign_in(Role.RESEARCHER)
    headers = {"Range": f"bytes={asked}", "Accept-Encoding": "gzip"}
    answer = player.client.get(player.at, headers=headers)
    assert answer.status_code == 206
    assert answer.content == player.data[start:end]
    assert answer.headers["content-range"].endswith(f"/{len(player.data)}")
    assert "content-encoding" not in answer.headers


def test_a_range_past_the_end_is_refused(player: Player) -> None:
    player.sign_in(Role.RESEARCHER)
    answer = player.client.get(player.at, headers={"Range": f"bytes={len(player.data)}-"})
    assert answer.status_code == 416


def test_a_stranger_gets_nothing(player: Player) -> None:
    assert player.client.get(player.at).status_code == 401


@pytest.mark.parametrize("role", [Role.READER, Role.FACILITATOR])
def test_those_who_do_not_work_on_the_film_do_not_play_it(player: Player, role: Role) -> None:
    player.sign_in(role)
    assert player.client.get(player.at).status_code == 403


def test_another_studys_member_finds_nothing(player: Player) -> None:
    workbench, actor, _own = player.study.whose
    other = create_study(workbench, actor, "Other")
    player.sign_in(Role.LEAD, other)
    assert player.client.get(player.at).status_code == 404
    crossed = media.file_address(other, player.recording)
    assert player.client.get(crossed).status_code == 404


def test_a_recording_is_saved_under_the_name_that_a_timeline_calls_it_by(
    player: Player, tmp_path: Path
) -> None:
    player.sign_in(Role.RESEARCHER)
    named = add_recording(*player.study.whose, make_film(tmp_path / "P01 at home.MP4", 1))
    for number, name in ((player.recording, "film.mp4"), (named, f"recording-{named}.mp4")):
        at = media.file_address(player.study.study_id, number, save=True)
        saved = player.client.get(at).headers["content-disposition"]
        assert saved == f'attachment; filename="{name}"'


def test_a_recording_that_is_not_there_and_one_whose_file_has_gone(player: Player) -> None:
    player.sign_in(Role.RESEARCHER)
    study_id = player.study.study_id
    assert player.client.get(media.file_address(study_id, 99)).status_code == 404
    assert player.client.get(media.file_address(study_id, 2**40)).status_code == 404
    [path] = player.study.workbench.study_folder(study_id, "recordings").iterdir()
    path.unlink()
    answer = player.client.get(player.at)
    assert answer.status_code == 404
    assert "is missing" in answer.json()["problem"]


def test_a_clips_captions_are_timed_by_its_recording(player: Player) -> None:
    player.study.begin("Waiting")
    clip = player.study.clip("I waited three hours and nobody said one single word.")
    at = media.captions_address(player.study.study_id, clip)
    assert player.client.get(at).status_code == 401
    player.sign_in(Role.RESEARCHER)
    answer = player.client.get(at)
    assert answer.headers["content-type"].startswith("text/vtt")
    assert answer.text.startswith("WEBVTT\n\n00:00:02.000 --> ")
    assert "I waited three hours" in answer.text
    player.study.withhold("nobody said")
    assert "waited" not in player.client.get(at).text
