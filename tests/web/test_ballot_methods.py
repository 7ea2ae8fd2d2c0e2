"""The ballot by every method without JavaScript, and the routes that its script asks."""

from __future__ import annotations

import html
import re

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ebcd.acts import hands, rounds, timers
from ebcd.acts.access import Actor
from ebcd.acts.study import create_study
from ebcd.priorities import codes
from ebcd.priorities.ballots import Method
from ebcd.priorities.rounds import Plan
from ebcd.store.rounds import RoundOption
from ebcd.store.workbench import Workbench
from ebcd.web import ballot, following, guesses

OPTIONS = [
    RoundOption(1, "Being believed", "First time", cost=4.0),
    RoundOption(2, "A number to call", cost=5.0),
    RoundOption(3, "Bringing people together", cost=3.0),
]


class Hall:
    """An open round with a phone that has joined it."""

    def __init__(self, workbench: Workbench, actor: Actor, plan: Plan) -> None:
        self.study_id = create_study(workbench, actor, "S")
        self.workbench, self.actor = workbench, actor
        self.asking = (workbench, actor, self.study_id, self.prepared(plan))
        rounds.open_round(*self.asking)
        self.code = rounds.watch(*self.asking).round.join_code or ""
        self.app = Starlette(routes=ballot.routes(workbench))
        self.phone = TestClient(self.app)
        self.link = f"/vote/{self.code}/{self.joined(self.phone)}"

    def prepared(self, plan: Plan) -> int:
        return rounds.prepare_round(self.workbench, self.actor, self.study_id, plan, OPTIONS)

    def joined(self, phone: TestClient) -> str:
        token = codes.token()
        phone.post(f"/vote/{self.code}", data={"token": token, "group": "patient"})
        return token

    def page(self) -> str:
        return html.unescape(self.phone.get(self.link).text)

    def post(self, **data: str) -> str:
        return html.unescape(self.phone.post(self.link, data=data).text)

    def result(self) -> str:
        rounds.close_round(*self.asking)
        rounds.reveal_round(*self.asking)
        return html.unescape(self.phone.get(f"/vote/{self.code}").text)


Halls = dict[Method, Plan]
PLANS = {
    Method.RANKED: Plan("Rank", Method.RANKED, top=2),
    Method.IMPACT_EFFORT: Plan("Judge", Method.IMPACT_EFFORT),
    Method.PAIRWISE: Plan("Pairs", Method.PAIRWISE, pairs=3),
    Method.EQUAL_SHARES: Plan("Shares", Method.EQUAL_SHARES, budget=8.0),
}


def hall_of(method: Method, workbench: Workbench, actor: Actor) -> Hall:
    return Hall(workbench, actor, PLANS[method])


def test_options_are_ranked_by_taps(sqlite_workbench: Workbench, actor: Actor) -> None:
    hall = hall_of(Method.RANKED, sqlite_workbench, actor)
    assert "0 of 2 places given" in hall.page()
    assert "Choose as number 1" in hall.page()
    hall.post(set="3:1")
    assert "Your number 2" in hall.post(set="1:2")
    assert "2 of 2 places given" in hall.page()
    hall.post(set="1:1")
    check = html.unescape(hall.phone.get(f"{hall.link}/check").text)
    assert re.findall(r"<li>(.*?)</li>", check) == [
        "1. Being believed",
        "2. Bringing people together",
    ]
    fields = dict(re.findall(r'name="(o\d)" value="(\d)"', check))
    assert fields == {"o1": "1", "o3": "2"}
    assert "Your vote is in" in hall.post(do="cast", **fields)
    result = hall.result()
    assert "Sum of places" in result
    assert "Each group's order counts the same" in result


def test_impact_and_effort_are_sent_in_one_form_and_halves_are_said(
    sqlite_workbench: Workbench, actor: Actor
) -> None:
    hall = hall_of(Method.IMPACT_EFFORT, sqlite_workbench, actor)
    assert hall.page().count('type="radio"') == 3 * 12
    half = hall.post(do="keep", o1i="5", o1e="0", o2i="0")
    assert "Option 1 has no effort yet" in half
    assert 'name="o1i" value="5" checked' in half
    check = hall.post(do="keep", o1i="5", o1e="2")
    assert "1. Being believed: impact 5, effort 2" in check
    assert "1 of 3 options judged: you may leave the rest." in check
    hall.post(do="cast", o1i="5", o1e="2")
    result = hall.result()
    assert "do first" in result
    assert "5 (5–5)" in result


def test_pairs_are_compared_in_one_form(sqlite_workbench: Workbench, actor: Actor) -> None:
    hall = hall_of(Method.PAIRWISE, sqlite_workbench, actor)
    marks = sorted(set(re.findall(r'name="o(\d-\d)"', hall.page())))
    assert marks == ["1-2", "1-3", "2-3"]
    check = hall.post(do="keep", **{"o1-2": "1", "o2-3": "0", "o1-3": "3"})
    assert "Bringing people together, rather than Being believed" in check
    assert "2 of 3 pairs compared" in check
    hall.post(do="cast", **{"o1-2": "1", "o1-3": "3"})
    assert "Strength" in hall.result()


def test_what_an_option_costs_and_what_is_funded_is_shown(
    sqlite_workbench: Workbench, actor: Actor
) -> None:
    hall = hall_of(Method.EQUAL_SHARES, sqlite_workbench, actor)
    assert "The budget is 8" in hall.page()
    assert "Cost: 4" in hall.page()
    assert "1 option chosen" in hall.post(set="1:1")
    hall.post(do="cast", o1="1", o3="1")
    assert re.search(r"Being believed</th><td class=\"n\">1</td><td class=\"n\">yes", hall.result())


@pytest.mark.parametrize("method", list(PLANS))
@pytest.mark.parametrize(
    "data",
    [
        {"do": "cast"},
        {"do": "cast", "o9": "1"},
        {"do": "cast", "o1i": "9"},
        {"do": "keep", "ox": "1"},
    ],
)
def test_a_form_that_cannot_count_is_refused_by_every_method(
    sqlite_workbench: Workbench, actor: Actor, method: Method, data: dict[str, str]
) -> None:
    hall = hall_of(method, sqlite_workbench, actor)
    answer = hall.phone.post(hall.link, data=data)
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text


def test_hands_are_shown_apart_after_the_reveal_and_not_before(
    sqlite_workbench: Workbench, actor: Actor
) -> None:
    hall = hall_of(Method.RANKED, sqlite_workbench, actor)
    hands.count_hands(*hall.asking, "staff", 7, {"1": 6})
    screen = f"/vote/{hall.code}/screen"
    assert "hands" not in hall.page() + hall.phone.get(screen).text
    rounds.close_round(*hall.asking)
    rounds.reveal_round(*hall.asking)
    for address in (f"/vote/{hall.code}", screen):
        page = hall.phone.get(address).text
        assert "They are not added to the ballots" in page
        assert "Staff (7)" in page
        assert "Nobody voted" in page


# --- What the script asks -------------------------------------------------------------------------


def test_the_page_as_it_stands_is_kept_and_acknowledged_without_a_page(
    sqlite_workbench: Workbench, actor: Actor
) -> None:
    hall = hall_of(Method.RANKED, sqlite_workbench, actor)
    kept = {"do": "keep", "o2": "1"}
    answer = hall.phone.post(hall.link, data=kept, headers={"X-Ballot": "keep"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert "1 of 2 places given" in hall.page()
    hall.phone.post(hall.link, data={"do": "keep"}, headers={"X-Ballot": "keep"})
    assert "0 of 2 places given" in hall.page()


def test_a_phone_that_waits_is_told_what_changed_and_nothing_else(
    sqlite_workbench: Workbench, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "LOOK_SECONDS", 0.0)
    hall = hall_of(Method.RANKED, sqlite_workbench, actor)
    ask = f"/vote/{hall.code}/state"
    first = hall.phone.get(ask)
    assert first.json() == {"state": "open", "seconds": None, "next": None}
    mark = {"If-None-Match": first.headers["etag"]}
    hall.post(do="cast", o1="1")
    again = hall.phone.get(ask, headers=mark)
    assert (again.status_code, again.content) == (304, b"")
    timers.add_minutes(*hall.asking, 2)
    assert hall.phone.get(ask, headers=mark).json()["seconds"] in range(115, 121)
    then = hall.prepared(PLANS[Method.PAIRWISE])
    rounds.open_round(*hall.asking[:3], then)
    code = rounds.watch(*hall.asking[:3], then).round.join_code
    assert hall.phone.get(ask, headers=mark).json()["next"] == code
    rounds.close_round(*hall.asking)
    assert hall.phone.get(ask, headers=mark).json()["state"] == "closed"
    assert f'href="/vote/{code}"' in hall.phone.get(f"/vote/{hall.code}").text


def test_a_whole_room_that_asks_is_answered_out_of_one_look(
    sqlite_workbench: Workbench, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = hall_of(Method.RANKED, sqlite_workbench, actor)
    looked = []
    pulse = following.ballots.pulse
    monkeypatch.setattr(
        following.ballots, "pulse", lambda *asked: looked.append(1) or pulse(*asked)
    )
    monkeypatch.setattr(following, "LOOK_SECONDS", 60.0)
    for _ in range(50):
        assert hall.phone.get(f"/vote/{hall.code}/state").status_code == 200
    assert len(looked) == 1


def test_a_guess_at_a_code_waits_there_too(
    sqlite_workbench: Workbench, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    hall = hall_of(Method.RANKED, sqlite_workbench, actor)
    monkeypatch.setattr(guesses.asyncio, "sleep", sleep)
    assert hall.phone.get("/vote/ZZZZZZ/state").status_code == 404
    assert waited == [guesses.WRONG_GUESS_SECONDS]


def test_the_script_is_kept_by_the_browser_and_changes_its_address_when_it_changes(
    sqlite_workbench: Workbench, actor: Actor
) -> None:
    hall = hall_of(Method.RANKED, sqlite_workbench, actor)
    address = re.search(r'src="(/vote/ballot\.js\?\w+)"', hall.page())
    assert address
    answer = hall.phone.get(address[1])
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]


# --- How it is read -------------------------------------------------------------------------------


def test_the_size_of_the_text_is_chosen_by_a_button_and_kept(
    sqlite_workbench: Workbench, actor: Actor
) -> None:
    hall = hall_of(Method.RANKED, sqlite_workbench, actor)
    assert "font-size:100%" in hall.page()
    answer = hall.phone.post("/vote/look", data={"size": "largest", "back": hall.link})
    assert answer.url.path == hall.link
    assert "font-size:160%" in answer.text
    assert "font-size:160%" in hall.phone.get("/vote").text


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example/vote/", "/vote\\@evil", ""]
)
def test_a_choice_of_looks_leads_nowhere_else(
    sqlite_workbench: Workbench, actor: Actor, back: str
) -> None:
    hall = hall_of(Method.RANKED, sqlite_workbench, actor)
    answer = hall.phone.post(
        "/vote/look", data={"size": "9999", "back": back}, follow_redirects=False
    )
    assert answer.headers["location"] == "/vote"
    assert "set-cookie" not in answer.headers


def test_a_timer_is_said_without_javascript(sqlite_workbench: Workbench, actor: Actor) -> None:
    hall = hall_of(Method.RANKED, sqlite_workbench, actor)
    assert re.search(r'<p id="time" class="card" hidden', hall.page())
    timers.add_minutes(*hall.asking, 5)
    assert "Time left: about 5 min" in hall.page()
    assert "Time left: about 5 min" in hall.phone.get(f"/vote/{hall.code}/screen").text


def test_a_draft_of_a_language_is_chosen_by_hand_alone(
    sqlite_workbench: Workbench, actor: Actor
) -> None:
    hall = hall_of(Method.RANKED, sqlite_workbench, actor)
    hall.phone.headers["accept-language"] = "cy-GB,cy;q=0.9"
    assert '<html lang="en" dir="ltr">' in hall.page()
    page = hall.phone.post("/vote/look", data={"language": "cy", "back": hall.link}).text
    assert '<html lang="cy" dir="ltr">' in page
    assert "Safleoedd a roddwyd: 0 o 2" in page
    assert "Gwirio fy mhleidlais" in page
