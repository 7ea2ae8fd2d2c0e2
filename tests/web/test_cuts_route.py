"""The route of films that were cut: for those who work on the film, as long as all in it agree."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ebcd.acts import events, film_showing, people, rough_cut_work
from ebcd.acts.access import Actor, Role
from ebcd.acts.accounts import add_account, set_role
from ebcd.acts.film import trim
from ebcd.acts.recordings import add_recording, link_recording
from ebcd.acts.rough_cut_plan import Purpose, Wanted
from ebcd.acts.study import create_study
from ebcd.events import Event, EventKind
from ebcd.film.storyboard import Answer
from ebcd.people import ConsentState, Use
from ebcd.store import accounts
from ebcd.store.workbench import Workbench
from ebcd.web import cuts, server, signin
from tests.film.made_film import make_film
from tests.film.made_study import DAY, FilmStudy

WAIT = "I waited three hours and nobody said one single word."


@pytest.fixture
def film(sqlite_workbench: Workbench, actor: Actor) -> FilmStudy:
    study = FilmStudy(sqlite_workbench, actor, create_study(sqlite_workbench, actor, "A study"))
    study.begin("Waiting")
    return study


def client(film: FilmStudy, role: Role | None) -> TestClient:
    workbench = film.workbench
    found = TestClient(
        Starlette(routes=cuts.routes(workbench), exception_handlers=server.exception_handlers)  # type: ignore[arg-type]
    )
    if role is not None:
        account_id = add_account(workbench, film.actor, role.value, role.value)
        set_role(*film.whose, role.value, role)
        with workbench.database.reading() as connection:
            account = accounts.by_id(connection, account_id)
        assert account is not None
        found.cookies.set(signin.COOKIE, signin.cookie_value(workbench, account))
    return found


def test_a_film_is_played_and_saved_until_somebody_says_no(film: FilmStudy, tmp_path: Path) -> None:
    recording = add_recording(*film.whose, make_film(tmp_path / "film.mp4", 13))
    link_recording(*film.whose, film.transcript, recording)
    clip = film.clip(WAIT)
    trim(*film.whose, clip, 2_000, 3_000)
    made = rough_cut_work.make(*film.whose, Wanted(height=90, purpose=Purpose.TEAM))
    at = cuts.film_address(film.study_id, made)
    researcher = client(film, Role.RESEARCHER)
    answer = researcher.get(at, headers={"Range": "bytes=4-7"})
    assert (answer.status_code, answer.content) == (206, b"ftyp")
    assert answer.headers["cache-control"] == "private, no-store"
    saved = researcher.get(cuts.film_address(film.study_id, made, save=True))
    called = unquote(saved.headers["content-disposition"])
    assert called.endswith("The film (90p, DRAFT) – film.mp4")
    assert client(film, None).get(at).status_code == 401
    assert client(film, Role.READER).get(at).status_code == 403
    spoken = researcher.get(cuts.captions_address(film.study_id, made))
    assert spoken.headers["content-type"].startswith("text/vtt")
    assert "00:04.000 --> " in spoken.text
    assert "I waited" in spoken.text
    other = create_study(film.workbench, film.actor, "Other")
    set_role(film.workbench, film.actor, other, "researcher", Role.LEAD)
    assert researcher.get(cuts.film_address(other, made)).status_code == 404
    assert researcher.get(cuts.film_address(film.study_id, 2**40)).status_code == 404
    film.approve(clip, Answer.REFUSED)
    answer = researcher.get(at)
    assert answer.status_code == 409
    assert "make the film again" in answer.json()["problem"]


def test_a_film_for_staff_is_fetched_only_while_the_patients_agree(
    film: FilmStudy, tmp_path: Path
) -> None:
    recording = add_recording(*film.whose, make_film(tmp_path / "film.mp4", 13))
    link_recording(*film.whose, film.transcript, recording)
    clip = film.clip(WAIT)
    trim(*film.whose, clip, 2_000, 2_600)
    film.approve(clip)
    shown = dict.fromkeys((Use.PATIENT_EVENT, Use.STAFF_EVENT), ConsentState.GRANTED)
    people.record_consent(*film.whose, film.people["P01"], shown, DAY)
    event = events.add_event(*film.whose, Event(0, EventKind.PATIENT, "Patients", DAY))
    film_showing.record_agreement(*film.whose, event, True, DAY)
    wanted = Wanted(height=90, showing=Use.STAFF_EVENT.value)
    made = rough_cut_work.make(*film.whose, wanted)
    researcher = client(film, Role.RESEARCHER)
    doors = (
        cuts.film_address(film.study_id, made),
        cuts.film_address(film.study_id, made, save=True),
        cuts.captions_address(film.study_id, made),
    )
    assert [researcher.get(at).status_code for at in doors] == [200, 200, 200]
    film_showing.record_agreement(*film.whose, event, False, DAY, changes="Not that")
    answers = [researcher.get(at) for at in doors]
    assert [answer.status_code for answer in answers] == [409, 409, 409]
    assert all("asked for changes" in answer.json()["problem"] for answer in answers)
