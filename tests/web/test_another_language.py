"""The room's pages in another language are wholly in it: no English word slips through.

The language is made up: each sentence stands in brackets. What stands outside them on a page must
be the study's own words.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ebcd import words
from ebcd.acts import codesign, events, hands, phone_check, room_forms, rounds
from ebcd.acts.access import Actor
from ebcd.acts.study import create_study
from ebcd.events import Event, EventKind, FormKind
from ebcd.priorities import codes
from ebcd.priorities.ballots import Method
from ebcd.priorities.rounds import Plan
from ebcd.store.rounds import RoundOption
from ebcd.store.workbench import Workbench
from ebcd.web import guesses, server
from tests.room_sentences import sentences

OWN = (
    "Blue",
    "Red",
    "Green",
    "Qqq",
    "http",
    "ebcd.test",
    "vote",
    "English",
    "Cymraeg",
    "drafft",
    "qq",
)
"""What is no sentence of the program: the study's words, the address, languages' own names."""

PLANS = (
    Plan("Qqq", Method.DOTS, "Qqq", minutes=5),
    Plan("Qqq", Method.APPROVAL),
    Plan("Qqq", Method.RANKED, top=2),
    Plan("Qqq", Method.IMPACT_EFFORT),
    Plan("Qqq", Method.PAIRWISE, pairs=3),
    Plan("Qqq", Method.EQUAL_SHARES, budget=8.0),
)
OPTIONS = [RoundOption(n, title, "Qqq", "Qqq", 4.0) for n, title in enumerate(OWN[:3], start=1)]


@pytest.fixture
def bracketed(tmp_path: Path) -> Iterator[None]:
    """A language in which every sentence that can be translated stands in brackets."""
    before = list(words._folders)
    folder = tmp_path / "languages"
    folder.mkdir()
    said = ['msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n']
    for one, many in sentences().items():
        key = json.dumps(one, ensure_ascii=False)
        if many is None:
            said.append(f"msgid {key}\nmsgstr {json.dumps(f'⟦{one}⟧', ensure_ascii=False)}\n")
        else:
            plural = json.dumps(f"⟦{many}⟧", ensure_ascii=False)
            said.append(f"msgid {key}\nmsgid_plural {json.dumps(many, ensure_ascii=False)}")
            said.append(f"msgstr[0] {plural}\nmsgstr[1] {plural}\n")
    (folder / "qq.po").write_text("\n".join(said), "utf-8")
    words.look_in(folder)
    yield
    words._folders[:] = before
    words._files.cache_clear()
    words._catalogue.cache_clear()


@pytest.fixture
def phone(
    sqlite_workbench: Workbench, bracketed: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient]:
    monkeypatch.setattr(guesses, "WRONG_GUESS_SECONDS", 0)
    app = Starlette(
        routes=server.room_routes(sqlite_workbench),
        exception_handlers=server.exception_handlers,
    )
    with TestClient(app, base_url="http://ebcd.test") as opened:
        opened.cookies.set("ebcd_language", "qq", path="/vote")
        yield opened


def left_in_english(page: str, *own: str) -> list[str]:
    """The words on a page that stand in no brackets and are not the study's own."""
    page = re.sub(r"(?s)<(script|style|title)\b.*?</\1>", " ", page)
    said = re.findall(r'(?:aria-label|alt|placeholder|value)="([^"]*)"', page)
    said = [each for each in said if " " in each]
    text = html.unescape(" ".join([re.sub(r"<[^>]*>", " \n", page), *said]))
    while (fewer := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)) != text:
        text = fewer
    found = re.findall(r"[A-Za-z]{2,}", text)
    return [each for each in found if each not in (*OWN, *own)]


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.method.value)
def test_a_vote_from_the_code_to_the_result(
    phone: TestClient, sqlite_workbench: Workbench, actor: Actor, plan: Plan
) -> None:
    study = create_study(sqlite_workbench, actor, "Qqq")
    asking = sqlite_workbench, actor, study
    asking = (*asking, rounds.prepare_round(*asking, plan, OPTIONS))
    code = rounds.watch(*asking).round.join_code or ""
    half = codes.spaced(code).split()
    room, pages = f"/vote/{code}", []

    def see(path: str, **sent: str) -> str:
        answer = phone.post(path, data=sent) if sent else phone.get(path)
        pages.append((path, answer.text))
        return str(answer.url.path)

    see("/vote")
    see("/vote", code="ZZZZZZ")
    see(room)
    rounds.open_round(*asking)
    see(room)
    see(room, token=codes.token(), group="nobody")
    link = ""
    for group in ("patient", "staff"):
        for _ in range(5):
            token = codes.token()
            phone.cookies.clear()
            phone.cookies.set("ebcd_language", "qq", path="/vote")
            link = see(room, token=token, group=group)
            see(link, do="cast", **answers(plan.method))
    see(f"{link}?change=1")
    see(f"{link}/check")
    for wrong in ({"o1": "99"}, {"o9": "1"}, {"o1i": "3"}, {"o1-2": "7"}, {"o1": "1", "o2": "1"}):
        see(link, do="cast", **wrong)
    see(link, do="leave")
    hands.count_hands(*asking, "patient", 6, {"1": 2})
    hands.count_hands(*asking, "staff", 6, {"2": 2})
    see(f"{room}/screen")
    rounds.pause_round(*asking)
    see(room)
    rounds.close_round(*asking)
    see(link)
    see(f"{room}/screen")
    rounds.reveal_round(*asking)
    see(room)
    see(f"{room}/screen")
    found = {path: left_in_english(page, code, *half) for path, page in pages}
    assert {path: left for path, left in found.items() if left} == {}


def answers(method: Method) -> dict[str, str]:
    """A whole ballot."""
    if method is Method.IMPACT_EFFORT:
        return {"o1i": "5", "o1e": "1", "o2i": "2", "o2e": "4"}
    if method is Method.PAIRWISE:
        return {"o1-2": "1"}
    return {"o1": "1", "o2": "2"} if method is Method.RANKED else {"o1": "1"}


def test_ideas_names_for_the_groups_and_the_check_of_phones(
    phone: TestClient, sqlite_workbench: Workbench, actor: Actor
) -> None:
    asking = sqlite_workbench, actor, create_study(sqlite_workbench, actor, "Qqq")
    event = events.add_event(*asking, Event(0, EventKind.JOINT, "Qqq"))
    idea = room_forms.open_form(*asking, FormKind.IDEAS, event_id=event)
    ideas = f"/vote/ideas/{room_forms.forms(*asking, FormKind.IDEAS)[0].join_code}"
    form = room_forms.open_form(*asking, FormKind.SIGN_UP)
    sign_up = f"/vote/groups/{room_forms.forms(*asking, FormKind.SIGN_UP)[0].join_code}"
    check = f"/vote/check/{phone_check.begin(*asking, 'http://ebcd.test')}"
    pages = [phone.get(path).text for path in (ideas, sign_up, check)]
    group = codesign.add_group(*asking, "Qqq")
    token = codes.token()
    for path, sent in (
        (ideas, {"token": codes.token(), "idea": "Qqq"}),
        (ideas, {"token": codes.token(), "idea": " "}),
        (ideas, {"token": codes.token(), "idea": "Qqq " * 100}),
        (ideas, {"token": "old", "idea": "Qqq"}),
        (sign_up, {"token": codes.token(), "group": str(group), "side": "staff"}),
        (sign_up, {"token": codes.token(), "group": "99", "side": "staff", "name": "Qqq"}),
        (sign_up, {"token": codes.token(), "group": str(group), "side": "x", "name": "Qqq"}),
        (sign_up, {"token": "old", "group": str(group), "side": "staff", "name": "Qqq"}),
        (sign_up, {"token": token, "group": str(group), "side": "staff", "name": "Qqq"}),
        (f"{sign_up}/{token}", {"x": "y"}),
        (check, {"token": codes.token()}),
        (check, {"token": "old"}),
    ):
        pages.append(phone.post(path, data=sent).text)
    for form_id in (idea, form):
        room_forms.set_open(*asking, form_id, False)
    pages += [phone.get(path).text for path in (ideas, sign_up, f"{sign_up}/{token}")]
    pages.append(phone.post(ideas, data={"token": codes.token(), "idea": "Qqq"}).text)
    pages += [phone.get(f"/vote/{way}/ZZZZZZ").text for way in ("ideas", "groups", "check")]
    assert [left for page in pages if (left := left_in_english(page))] == []
