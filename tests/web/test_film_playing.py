"""The storyboard in the page: what the team's draft shows, and to whom."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ebcd.acts import film, film_spoken, recordings
from ebcd.acts.access import Actor, Role
from ebcd.acts.accounts import add_account, set_role
from ebcd.acts.study import create_study
from ebcd.film.storyboard import Answer, ClipKind
from ebcd.store import accounts
from ebcd.store.workbench import Workbench
from ebcd.web import film_playing, server, signin
from tests.film.made_film import make_film
from tests.film.made_study import FilmStudy

WAIT = "I waited three hours and nobody said one single word."
NURSE = "Then a nurse came and she drew me a picture of it."
THERE = "I was there too, and that is just how it was then."


class Room:
    """A study with a film, and somebody who wants to see it."""

    def __init__(self, workbench: Workbench, actor: Actor, folder: Path) -> None:
        self.study = FilmStudy(workbench, actor, create_study(workbench, actor, "A study"))
        self.study.begin("Waiting <long>", "Empty")
        self.clips = [self.study.clip(each) for each in (WAIT, NURSE, THERE)]
        self.recording = recordings.add_recording(
            *self.study.whose, make_film(folder / "film.mp4", 40, 5)
        )
        recordings.link_recording(*self.study.whose, self.study.transcript, self.recording, 1_000)
        self.client = TestClient(
            Starlette(
                routes=film_playing.routes(workbench),
                exception_handlers=server.exception_handlers,  # type: ignore[arg-type]
            )
        )

    def sign_in(self, role: Role | None) -> None:
        workbench, actor, study_id = self.study.whose
        account_id = add_account(workbench, actor, "mia", "Mia")
        if role:
            set_role(workbench, actor, study_id, "mia", role)
        with workbench.database.reading() as connection:
            account = accounts.by_id(connection, account_id)
        assert account is not None
        self.client.cookies.set(signin.COOKIE, signin.cookie_value(workbench, account))

    def shots(self) -> list[dict[str, Any]]:
        page = self.client.get(film_playing.page_address(self.study.study_id))
        assert page.status_code == 200
        told = page.text.partition('<script type="application/json" id="told">')[2]
        return list(json.loads(told.partition("</script>")[0])["shots"])


@pytest.fixture
def room(sqlite_workbench: Workbench, actor: Actor, tmp_path: Path) -> Room:
    return Room(sqlite_workbench, actor, tmp_path)


def test_cards_and_clips_come_in_order_from_their_recordings(room: Room) -> None:
    room.sign_in(Role.RESEARCHER)
    film.add_card(
        *room.study.whose, room.study.chapters[0], ClipKind.VOICE, "Nine weeks later", 900
    )
    shots = room.shots()
    assert [shot["kind"] for shot in shots] == ["title", "clip", "clip", "clip", "voice"]
    assert [shot["number"] for shot in shots] == [None, 1, 2, 3, 4]
    first = shots[1]
    assert first["src"] == f"/media-file/{room.study.study_id}/{room.recording}"
    assert (first["in"], first["length"]) == (3_000, 10_000)
    assert first["captions"][0][0] == 3_000
    assert first["captions"][-1][1] == 13_000
    assert shots[4]["length"] == 900
    assert "src" not in shots[4]


def test_a_card_is_heard_where_somebody_spoke_it(room: Room, tmp_path: Path) -> None:
    room.sign_in(Role.RESEARCHER)
    sound = recordings.add_recording(
        *room.study.whose, make_film(tmp_path / "title.m4a", 2, picture=False)
    )
    film_spoken.speak_title(*room.study.whose, room.study.chapters[0], sound)
    title, clip, *_rest = room.shots()
    assert title["voice"] == f"/media-file/{room.study.study_id}/{sound}"
    assert "voice" not in clip


def test_nobodys_pseudonym_is_shown(room: Room) -> None:
    room.sign_in(Role.RESEARCHER)
    page = room.client.get(film_playing.page_address(room.study.study_id)).text
    assert "P01" not in page
    assert "Waiting &lt;long&gt;" in page


def test_what_somebody_said_no_to_is_left_out_and_counted(room: Room) -> None:
    room.sign_in(Role.LEAD)
    room.study.approve(room.clips[0], Answer.REFUSED)
    room.study.withhold("a nurse came")
    shots = room.shots()
    assert [shot["number"] for shot in shots] == [None, 3]
    page = room.client.get(film_playing.page_address(room.study.study_id)).text
    assert "waited three hours" not in page
    assert "2 clips are left out" in page
    assert "DRAFT" in page


@pytest.mark.parametrize("role", [Role.READER, Role.FACILITATOR])
def test_a_reader_reads_the_words_and_gets_no_recording(room: Room, role: Role) -> None:
    room.sign_in(role)
    shots = room.shots()
    assert all("src" not in shot for shot in shots)
    assert shots[1]["words"] == WAIT


def test_strangers_and_other_studies_see_nothing(room: Room) -> None:
    at = film_playing.page_address(room.study.study_id)
    assert room.client.get(at).status_code == 401
    room.sign_in(None)
    assert room.client.get(at).status_code == 404
    assert room.client.get(film_playing.page_address(2**40)).status_code == 404
