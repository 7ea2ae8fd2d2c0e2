"""The ballot's pages, used and attacked over HTTP."""

from __future__ import annotations

import gzip
import re
import time

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ebcd.acts import ballots, rounds
from ebcd.acts.access import Actor
from ebcd.acts.study import create_study
from ebcd.priorities import codes
from ebcd.priorities.ballots import Method
from ebcd.priorities.rounds import Plan
from ebcd.store.rounds import RoundOption
from ebcd.store.workbench import Workbench
from ebcd.web import ballot, guesses

EVIL = "<script>alert('x')</script>"
SCRIPTS = re.compile(r'<script src="/vote/ballot\.js\?[0-9a-f]{12}" defer></script>')
"""The one script of ours that a page may have."""
ICON = '<link rel="icon" href="data:,">'
"""Spares the browser from asking for one."""


class Hall:
    """A round and the address that voters know."""

    def __init__(self, workbench: Workbench, actor: Actor, plan: Plan) -> None:
        self.workbench, self.actor = workbench, actor
        self.study_id = create_study(workbench, actor, "S")
        options = [RoundOption(1, "Being believed", "First time"), RoundOption(2, EVIL, EVIL, EVIL)]
        self.id = rounds.prepare_round(workbench, actor, self.study_id, plan, options)
        self.app = Starlette(routes=ballot.routes(workbench))
        self.code = self.round.join_code or ""

    @property
    def asking(self) -> tuple[Workbench, Actor, int, int]:
        return self.workbench, self.actor, self.study_id, self.id

    @property
    def round(self) -> rounds.Round:
        return rounds.watch(self.workbench, self.actor, self.study_id, self.id).round

    def phone(self) -> TestClient:
        return TestClient(self.app, base_url="http://testserver")

    def join(self, phone: TestClient, group: str = "patient") -> str:
        """Take a ballot the way the page does; returns its address."""
        form = phone.get(f"/vote/{self.code}").text
        token = re.search(r'name="token" value="([^"]+)"', form)
        assert token
        answer = phone.post(
            f"/vote/{self.code}", data={"token": token[1], "group": group}, follow_redirects=False
        )
        assert answer.status_code == 303
        return answer.headers["location"]

    def voted(self) -> int:
        watched = rounds.watch(self.workbench, self.actor, self.study_id, self.id)
        return sum(turnout.voted for turnout in watched.turnout)


@pytest.fixture
def hall(sqlite_workbench: Workbench, actor: Actor) -> Hall:
    """An open round of five dots."""
    made = Hall(sqlite_workbench, actor, Plan("Joint event", Method.DOTS, EVIL, dots=5))
    rounds.open_round(*made.asking)
    return made


def test_a_vote_from_the_code_to_the_result(hall: Hall) -> None:
    phone = hall.phone()
    typed = f" {hall.code[:3].lower()} {hall.code[3:]} "
    assert "I am here as" in phone.post("/vote", data={"code": typed}).text
    link = hall.join(phone)
    page = phone.get(link).text
    assert "5 of 5 dots left" in page
    page = phone.post(link, data={"set": "1:1"}).text
    page = phone.post(link, data={"set": "1:2"}).text
    assert "3 of 5 dots left" in page
    assert "2 dots here" in page
    check = phone.get(f"{link}/check").text
    assert "You have 3 dots left" in check
    assert "Your vote is in" in phone.post(link, data={"do": "cast", "o1": "2"}).text
    assert hall.voted() == 1
    rounds.close_round(*hall.asking)
    assert "Voting is closed" in phone.get(link).text
    rounds.reveal_round(*hall.asking)
    result = phone.get(f"/vote/{hall.code}").text
    assert "Being believed" in result
    assert "1 person voted" in result


def test_an_approval_is_chosen_and_taken_back(sqlite_workbench: Workbench, actor: Actor) -> None:
    hall = Hall(sqlite_workbench, actor, Plan("Approve", Method.APPROVAL))
    rounds.open_round(*hall.asking)
    phone = hall.phone()
    link = hall.join(phone)
    assert "1 option chosen" in phone.post(link, data={"set": "1:1"}).text
    assert "0 options chosen" in phone.post(link, data={"set": "1:0"}).text
    assert "Nothing is chosen yet" in phone.get(f"{link}/check").text
    phone.post(link, data={"do": "cast", "o1": "1", "o2": "1"})
    assert hall.voted() == 1


def test_the_phone_comes_back_to_its_ballot_by_cookie_and_by_address(hall: Hall) -> None:
    phone = hall.phone()
    link = hall.join(phone)
    phone.post(link, data={"set": "1:3"})
    again = phone.get(f"/vote/{hall.code}")
    assert str(again.url.path) == link
    assert "2 of 5 dots left" in again.text
    assert "2 of 5 dots left" in hall.phone().get(link).text
    served_anew = TestClient(Starlette(routes=ballot.routes(hall.workbench)))
    assert "2 of 5 dots left" in served_anew.get(link).text


def test_a_double_tap_and_a_replay_change_nothing(hall: Hall) -> None:
    phone = hall.phone()
    form = phone.get(f"/vote/{hall.code}").text
    token = re.search(r'name="token" value="([^"]+)"', form)
    assert token
    for _ in range(2):
        phone.post(f"/vote/{hall.code}", data={"token": token[1], "group": "patient"})
    link = f"/vote/{hall.code}/{token[1]}"
    for _ in range(3):
        phone.post(link, data={"set": "1:1"})
    assert "4 of 5 dots left" in phone.get(link).text
    for _ in range(3):
        phone.post(link, data={"do": "cast", "o1": "1"})
    turnout = rounds.watch(*hall.asking).turnout
    assert [(t.joined, t.voted) for t in turnout] == [(1, 1)]
    rounds.close_round(*hall.asking)
    assert hall.round.result is not None
    assert hall.round.result["results"][0]["score"] == 1


def test_a_card_without_its_cookie_is_still_one_vote(hall: Hall) -> None:
    (card,) = rounds.make_cards(*hall.asking, {"staff": 1})
    for dots in ("5", "2"):
        phone = hall.phone()
        link = str(phone.get(f"/vote/{card.code}").url.path)
        phone.post(link, data={"do": "cast", "o1": dots})
    assert hall.voted() == 1


def test_without_its_cookie_a_phone_is_another_voter_that_everybody_can_count(hall: Hall) -> None:
    """A code for the whole room knows nobody: heads are counted, and cards are there for more."""
    phone = hall.phone()
    phone.post(hall.join(phone), data={"do": "cast", "o1": "5"})
    assert "Your vote is in" in phone.get(f"/vote/{hall.code}").text
    phone.cookies.clear()
    phone.post(hall.join(phone), data={"do": "cast", "o1": "5"})
    assert hall.voted() == 2
    assert re.search(r"2 votes are in", hall.phone().get(f"/vote/{hall.code}/screen").text)


def test_a_program_with_the_code_takes_no_end_of_ballots(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ballots, "MOST_TAKEN", 3)
    taken = [
        hall.phone().post(f"/vote/{hall.code}", data={"token": codes.token(), "group": "staff"})
        for _ in range(5)
    ]
    assert [answer.status_code for answer in taken] == [200, 200, 200, 409, 409]
    assert "No more ballots can be taken" in taken[-1].text
    assert sum(one.joined for one in rounds.watch(*hall.asking).turnout) == 3


def test_a_card_votes_in_its_own_group_whatever_is_sent(hall: Hall) -> None:
    (card,) = rounds.make_cards(*hall.asking, {"staff": 1})
    phone = hall.phone()
    link = str(phone.get(f"/vote/{card.code}").url.path)
    phone.post(link, data={"do": "cast", "o1": "5", "group": "patient"})
    phone.post(f"/vote/{hall.code}", data={"token": link.rsplit("/", 1)[1], "group": "patient"})
    assert [(t.group, t.voted) for t in rounds.watch(*hall.asking).turnout] == [("staff", 1)]


def test_voting_after_the_close_is_refused_and_said_kindly(hall: Hall) -> None:
    phone = hall.phone()
    link = hall.join(phone)
    rounds.close_round(*hall.asking)
    answer = phone.post(link, data={"do": "cast", "o1": "5"})
    assert "Voting is closed" in answer.text
    assert hall.round.result is None
    late = hall.phone().post(f"/vote/{hall.code}", data={"token": codes.token(), "group": "staff"})
    assert "Voting is closed" in late.text


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}],
)
def test_a_form_on_another_site_is_refused(hall: Hall, headers: dict[str, str]) -> None:
    phone = hall.phone()
    link = hall.join(phone)
    for address, data in (
        (link, {"do": "cast", "o1": "5"}),
        (link, {"do": "keep", "o1": "5"}),
        (link, {"do": "leave"}),
        ("/vote/look", {"size": "large"}),
        ("/vote", {"code": hall.code}),
        (f"/vote/{hall.code}", {"token": codes.token(), "group": "staff"}),
    ):
        assert phone.post(address, data=data, headers=headers).status_code == 403
    assert hall.voted() == 0


def test_script_in_any_text_is_shown_as_text(hall: Hall) -> None:
    phone = hall.phone()
    link = hall.join(phone)
    phone.post(link, data={"do": "cast", "o2": "5"})
    rounds.close_round(*hall.asking)
    rounds.reveal_round(*hall.asking)
    rounds.record_decision(*hall.asking, EVIL)
    pages = [phone.get(f"/vote/{hall.code}").text]
    pages.append(phone.get(f"/vote/{hall.code}?group={EVIL}").text)
    pages.append(phone.post("/vote", data={"code": EVIL}).text)
    assert all(SCRIPTS.sub("", page).count("<script") == 0 for page in pages)
    assert "&lt;script&gt;" in pages[0]
    assert not SCRIPTS.search(pages[0])


def test_nothing_of_a_result_is_told_before_the_reveal(hall: Hall) -> None:
    first = hall.phone()
    first.post(hall.join(first), data={"do": "cast", "o1": "5"})
    second = hall.phone()
    link = hall.join(second)
    before = second.get(link).text
    third = hall.phone()
    third.post(hall.join(third), data={"do": "cast", "o1": "4"})
    assert second.get(link).text == before
    rounds.close_round(*hall.asking)
    closed = second.get(f"/vote/{hall.code}").text
    assert "Being believed" not in closed
    told = second.get(f"/vote/{hall.code}/state").json()
    assert told == {"state": "closed", "seconds": None, "next": None}
    assert not re.search(r"\b9\b|2 people", closed)


def test_ballots_of_others_are_not_found_by_guessing(hall: Hall) -> None:
    phone = hall.phone()
    link = hall.join(phone)
    other = Hall(hall.workbench, hall.actor, Plan("Other", Method.DOTS))
    rounds.open_round(*other.asking)
    token = link.rsplit("/", 1)[1]
    for address in (
        f"/vote/{hall.code}/{codes.token()}",
        f"/vote/{other.code}/{token}",
        f"/vote/{hall.code}/%00",
        "/vote/../../etc/passwd",
    ):
        assert phone.get(address).status_code == 404


def test_wrong_codes_wait_in_a_line_and_right_ones_do_not(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guesses, "WRONG_GUESS_SECONDS", 0.15)
    phone = hall.phone()
    began = time.monotonic()
    for guess in ("AAAAAA", "BBBBBBBB", "x", "", "🙂" * 9, "A" * 5000):
        assert phone.post("/vote", data={"code": guess}).status_code == 404
    assert phone.get("/vote/ZZZZZZ").status_code == 404
    assert time.monotonic() - began >= 7 * 0.15
    began = time.monotonic()
    assert phone.post("/vote", data={"code": hall.code}).status_code == 200
    assert time.monotonic() - began < 0.15


@pytest.mark.parametrize(
    "data",
    [
        {"set": "1:6"},
        {"set": "9:1"},
        {"set": "1:-1"},
        {"set": ""},
        {"set": "1:1:1"},
        {},
        {"do": "cast"},
        {"do": "cast", "o1": "6"},
        {"do": "cast", "o1": "3", "o2": "3"},
        {"do": "cast", "oX": "1"},
        {"do": "cast", "o1": EVIL},
        {"": "1"},
    ],
)
def test_a_form_that_cannot_count_changes_nothing(hall: Hall, data: dict[str, str]) -> None:
    phone = hall.phone()
    link = hall.join(phone)
    answer = phone.post(link, data=data)
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert "5 of 5 dots left" in answer.text
    assert hall.voted() == 0


def test_a_form_that_is_too_long_is_refused(hall: Hall) -> None:
    phone = hall.phone()
    link = hall.join(phone)
    assert phone.post(link, data={"set": "1" * 30_000}).status_code == 413


def test_a_shared_device_is_handed_on(hall: Hall) -> None:
    phone = hall.phone()
    for group in ("patient", "staff"):
        link = hall.join(phone, group)
        phone.post(link, data={"do": "cast", "o1": "5"})
        assert "Next voter" in phone.post(link, data={"do": "leave"}).text
        assert "I am here as" in phone.get(f"/vote/{hall.code}").text
    assert hall.voted() == 2


def test_a_device_that_is_shared_hides_each_vote_at_once_and_the_way_back_shows_nothing(
    hall: Hall,
) -> None:
    phone = hall.phone()
    for group in ("patient", "staff"):
        token = re.search(r'name="token" value="([^"]+)"', phone.get(f"/vote/{hall.code}").text)
        assert token
        phone.post(f"/vote/{hall.code}", data={"token": token[1], "group": group, "shared": "1"})
        link = f"/vote/{hall.code}/{token[1]}"
        assert "This device is shared" in phone.post(link, data={"do": "keep", "o1": "5"}).text
        for _ in range(2):
            after = phone.post(link, data={"do": "cast", "o1": "5"}).text
            assert "Next voter" in after
        for address in (link, f"{link}?change=1", f"{link}/check"):
            assert "Being believed" not in phone.get(address).text
        again = phone.get(f"/vote/{hall.code}").text
        assert "checked> Several people" in again
        assert again.count(" checked>") == 1
        assert "Next voter" in phone.post(link, data={"set": "1:1"}).text
    assert hall.voted() == 2
    rounds.close_round(*hall.asking)
    assert hall.round.result is not None
    assert hall.round.result["results"][0]["score"] == 10


def test_a_draft_and_a_pause_are_said_and_take_no_votes(
    sqlite_workbench: Workbench, actor: Actor
) -> None:
    hall = Hall(sqlite_workbench, actor, Plan("Soon", Method.DOTS))
    phone = hall.phone()
    assert "has not started" in phone.get(f"/vote/{hall.code}").text
    rounds.open_round(*hall.asking)
    link = hall.join(phone)
    rounds.pause_round(*hall.asking)
    assert "Voting is paused" in phone.get(link).text
    assert "Voting is paused" in phone.post(link, data={"set": "1:1"}).text


def test_the_ballot_of_thirty_options_is_small_and_one_request(
    sqlite_workbench: Workbench, actor: Actor
) -> None:
    hall = Hall(sqlite_workbench, actor, Plan("Long", Method.DOTS))
    options = [
        RoundOption(n, f"Option {n} with a usual title", "What it would mean " * 4, "He " * 30)
        for n in range(1, 31)
    ]
    rounds.change_round(*hall.asking, Plan("Long", Method.DOTS), options)
    rounds.open_round(*hall.asking)
    phone = hall.phone()
    page = phone.get(hall.join(phone)).text
    assert len(page.encode()) < 30_000
    script = phone.get("/vote/ballot.js").content
    assert len(gzip.compress(page.encode())) + len(gzip.compress(script)) < 15_000
    assert len(SCRIPTS.findall(page)) == 1
    other = SCRIPTS.sub("", page).replace(ICON, "")
    assert not re.search(r"<(?:img|link|script|iframe)\b|@import|url\(", other)
    rounds.close_round(*hall.asking)
    rounds.reveal_round(*hall.asking)
    result = phone.get(f"/vote/{hall.code}").text.replace(ICON, "")
    assert not re.search(r"<(?:img|link|script|iframe)\b|@import|url\(", result)


def test_the_cookie_is_kept_from_scripts_and_other_sites(hall: Hall) -> None:
    phone = hall.phone()
    answer = phone.post(
        f"/vote/{hall.code}",
        data={"token": codes.token(), "group": "patient"},
        follow_redirects=False,
    )
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/vote" in cookie
