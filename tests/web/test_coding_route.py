"""The desk's route: who may, from where, what is refused, and what it answers."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ebcd.acts.access import Actor, Role
from ebcd.acts.accounts import add_account, set_role
from ebcd.acts.codebook import add_code
from ebcd.codebook import Kind
from ebcd.store import accounts
from ebcd.store.workbench import Workbench
from ebcd.text import join_turns, sha256
from ebcd.transcripts.turns import Turn
from ebcd.web import coding, server, signin
from tests.coding_desk import made

SAID = [Turn("Q", 0, None, "Hello?"), Turn("A", 1000, None, "Nobody came.")]
HEADERS = {"X-EBCD": "coding desk", "Origin": "http://testserver"}


class Road:
    """A client at the route, with a study behind it."""

    def __init__(self, workbench: Workbench, actor: Actor, study_id: int) -> None:
        self.workbench, self.actor, self.study_id = workbench, actor, study_id
        self.transcript = made.add_transcript(workbench, study_id, SAID)
        self.code = add_code(workbench, actor, study_id, Kind.EMOTION, "Angry")
        self.client = TestClient(
            Starlette(
                routes=coding.routes(workbench),
                exception_handlers=server.exception_handlers,  # type: ignore[arg-type]
            )
        )
        self.sha256 = sha256(join_turns(turn.text for turn in SAID))

    def sign_in(self, name: str, role: Role | None) -> None:
        account_id = add_account(self.workbench, self.actor, name, name)
        if role:
            set_role(self.workbench, self.actor, self.study_id, name, role)
        with self.workbench.database.reading() as connection:
            account = accounts.by_id(connection, account_id)
        assert account is not None
        self.client.cookies.set(signin.COOKIE, signin.cookie_value(self.workbench, account))

    @property
    def at(self) -> str:
        return f"/coding/{self.study_id}/{self.transcript}"

    def act(self, **values: Any) -> dict[str, Any]:
        made_act = {"uuid": str(uuid4()), "kind": "apply", "coding": str(uuid4())}
        return made_act | {"code": self.code, "start": 7, "end": 13, "quote": "Nobody"} | values

    def post(self, *acts: Any, headers: dict[str, str] = HEADERS, **body: Any) -> Any:
        sent = {"sha256": self.sha256, "acts": list(acts)} | body
        return self.client.post(f"{self.at}/acts", content=json.dumps(sent), headers=headers)


@pytest.fixture
def road(sqlite_workbench: Workbench, actor: Actor) -> Road:
    from ebcd.acts.study import create_study

    return Road(sqlite_workbench, actor, create_study(sqlite_workbench, actor, "A study"))


def test_what_was_coded_is_read_again(road: Road) -> None:
    road.sign_in("mia", Role.RESEARCHER)
    act = road.act()
    answer = road.post(act)
    assert answer.status_code == 200
    assert answer.json() == {"answers": [{"uuid": act["uuid"], "revision": 1}]}
    found = road.client.get(road.at).json()
    assert [turn["text"] for turn in found["turns"]] == ["Hello?", "Nobody came."]
    [coding_] = found["codings"]
    assert (coding_["id"], coding_["start"], coding_["end"]) == (act["coding"], 7, 13)
    assert coding_["initials"] == "MI"
    assert found["transcript"]["sha256"] == road.sha256
    news = road.client.get(f"{road.at}/changes?since=0").json()
    assert news["revision"] == 1
    assert [one["id"] for one in news["codings"]] == [act["coding"]]


def test_nothing_answers_without_a_sign_in(road: Road) -> None:
    assert road.client.get(road.at).status_code == 401
    assert road.client.get(f"{road.at}/changes?since=0").status_code == 401
    assert road.post(road.act()).status_code == 401


def test_strangers_learn_nothing(road: Road) -> None:
    road.sign_in("stranger", None)
    assert road.client.get(road.at).status_code == 404
    assert road.client.get(f"{road.at}/changes?since=0").status_code == 404
    assert "refused" in road.post(road.act()).json()["answers"][0]


def test_an_act_from_another_site_is_not_done(road: Road) -> None:
    road.sign_in("mia", Role.RESEARCHER)
    foreign = {**HEADERS, "Origin": "http://evil.example"}
    assert road.post(road.act(), headers=foreign).status_code == 403
    assert road.post(road.act(), headers={"Origin": "http://testserver"}).status_code == 403
    assert road.client.get(road.at).json()["codings"] == []


def test_one_act_refused_does_not_stop_the_next(road: Road) -> None:
    road.sign_in("mia", Role.RESEARCHER)
    bad, good = road.act(code=999), road.act()
    first, second = road.post(bad, good).json()["answers"]
    assert "choose another code" in first["refused"]
    assert first["uuid"] == bad["uuid"]
    assert second["uuid"] == good["uuid"]
    assert len(road.client.get(road.at).json()["codings"]) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"uuid": "1"},
        {"uuid": None},
        {"uuid": 7},
        {"kind": None},
        {"kind": ["apply"]},
        {"coding": "x"},
        {"coding": {"a": 1}},
        {"start": -1},
        {"start": 9, "end": 9},
        {"start": "7"},
        {"start": True, "end": 5},
        {"end": 10**30},
        {"quote": 5},
        {"code": "1"},
        {"code": 10**30},
        {"quote": "\x00"},
        {"quote": "\ud800"},
    ],
)
def test_what_is_no_act_is_refused_with_a_sentence(road: Road, values: dict[str, Any]) -> None:
    road.sign_in("mia", Role.RESEARCHER)
    [answer] = road.post(road.act(**values)).json()["answers"]
    assert answer["refused"].endswith((".", "!"))
    assert road.client.get(road.at).json()["codings"] == []


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"acts": 5}', b'{"acts": {}}', b"\xff"])
def test_a_body_that_is_not_the_desks_is_refused(road: Road, content: bytes) -> None:
    road.sign_in("mia", Role.RESEARCHER)
    answer = road.client.post(f"{road.at}/acts", content=content, headers=HEADERS)
    assert answer.status_code == 400
    assert "reload" in answer.json()["problem"]


def test_too_many_acts_at_once_are_refused(road: Road) -> None:
    road.sign_in("mia", Role.RESEARCHER)
    assert road.post(*[road.act() for _ in range(coding.MOST_ACTS + 1)]).status_code == 400


def test_what_is_read_is_not_kept_by_the_browser(road: Road) -> None:
    road.sign_in("mia", Role.READER)
    assert road.client.get(road.at).headers["cache-control"] == "no-store"


def test_the_desks_modules_are_kept_by_the_browser_and_nothing_else_is_served(road: Road) -> None:
    found = road.client.get("/coding/assets/0123/core.js")
    assert found.headers["content-type"].startswith("text/javascript")
    assert "immutable" in found.headers["cache-control"]
    for name in (
        "missing.css",
        "missing.js",
        "..%2F__init__.py",
        "..%2Findex.js",
        "%2Fetc%2Fpasswd",
    ):
        assert road.client.get(f"/coding/assets/0123/{name}").status_code == 404


@pytest.mark.parametrize("since", ["", "x", "-1", "1e3", "²", "9" * 5000])
def test_a_revision_is_a_number(road: Road, since: str) -> None:
    road.sign_in("mia", Role.READER)
    assert road.client.get(f"{road.at}/changes?since={since}").status_code == 400


def favour(road: Road, headers: dict[str, str] = HEADERS, **values: Any) -> Any:
    at = f"/coding/{road.study_id}/favourites"
    return road.client.post(at, content=json.dumps(values), headers=headers)


def test_favourites_are_a_persons_own_and_stay_in_the_order_they_were_chosen(road: Road) -> None:
    other = add_code(road.workbench, road.actor, road.study_id, Kind.THEME, "Relief")
    road.sign_in("mia", Role.RESEARCHER)
    assert favour(road, code=other, on=True).json() == {"favourites": [other]}
    assert favour(road, code=road.code, on=True).json() == {"favourites": [other, road.code]}
    assert favour(road, code=other, on=True).json() == {"favourites": [other, road.code]}
    assert road.client.get(road.at).json()["favourites"] == [other, road.code]
    road.sign_in("ben", Role.RESEARCHER)
    assert road.client.get(road.at).json()["favourites"] == []
    assert favour(road, code=other, on=False).json() == {"favourites": []}


def test_there_are_no_more_favourites_than_digits(road: Road) -> None:
    road.sign_in("mia", Role.RESEARCHER)
    codes = [
        add_code(road.workbench, road.actor, road.study_id, Kind.THEME, f"Theme {n}")
        for n in range(10)
    ]
    answers = [favour(road, code=code, on=True) for code in codes]
    assert [answer.status_code for answer in answers] == [200] * 9 + [400]
    assert "take one of them out" in answers[-1].json()["problem"]
    assert len(road.client.get(road.at).json()["favourites"]) == 9


def test_a_favourite_is_refused_to_who_may_not_code_and_for_what_is_no_code(road: Road) -> None:
    assert favour(road, code=road.code, on=True).status_code == 401
    road.sign_in("rita", Role.READER)
    assert favour(road, code=road.code, on=True).status_code == 403
    road.sign_in("mia", Role.RESEARCHER)
    assert favour(road, code=999, on=True).status_code == 404
    assert favour(road, {"Origin": "http://testserver"}, code=road.code).status_code == 403
    for code in (None, "1", -1, 10**30, True):
        assert favour(road, code=code, on=True).status_code == 400


def test_a_deleted_code_is_nobodys_favourite(road: Road) -> None:
    from ebcd.acts.codebook import delete_code

    road.sign_in("mia", Role.RESEARCHER)
    favour(road, code=road.code, on=True)
    delete_code(road.workbench, road.actor, road.study_id, road.code)
    assert road.client.get(road.at).json()["favourites"] == []


def test_a_memo_is_brought_back_by_the_act_that_changed_it(road: Road) -> None:
    road.sign_in("mia", Role.RESEARCHER)
    act = road.act()
    about = act["coding"]

    def memo(**values: Any) -> dict[str, Any]:
        return {"uuid": str(uuid4()), "kind": "memo", "coding": about} | values

    def text() -> str:
        return str(road.client.get(road.at).json()["codings"][0]["memo"])

    first, second = memo(text="Said twice."), memo(text="Said three times.")
    road.post(act, first, second)
    road.post(memo(of=second["uuid"], side="before"))
    assert text() == "Said twice."
    road.post(memo(of=second["uuid"], side="after"))
    assert text() == "Said three times."
    road.post(memo(of=first["uuid"], side="before"))
    assert text() == ""
    other = road.act()
    road.post(other)
    wrong = [
        memo(of=str(uuid4()), side="before"),
        memo(of=second["uuid"], side="behind"),
        memo(of=second["uuid"], side="before") | {"coding": other["coding"]},
    ]
    for answer in road.post(*wrong).json()["answers"]:
        assert "cannot be brought back" in answer["refused"]
