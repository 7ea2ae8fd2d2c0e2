"""The projector's page and the plain page that a round is run from."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ebcd.acts import ballots, rounds
from ebcd.acts.access import Actor, Role
from ebcd.acts.accounts import add_account, set_role
from ebcd.acts.study import create_study
from ebcd.priorities import codes
from ebcd.priorities.ballots import Method
from ebcd.priorities.rounds import Plan, State
from ebcd.store import accounts
from ebcd.store.rounds import Round, RoundOption
from ebcd.store.workbench import Workbench
from ebcd.web import ballot
from ebcd.web.server import exception_handlers
from ebcd.web.signin import COOKIE, cookie_value

OPTIONS = [RoundOption(1, "Being believed"), RoundOption(2, "A number to call")]


class Stage:
    """A draft round, and browsers signed in by role."""

    def __init__(self, workbench: Workbench, actor: Actor) -> None:
        self.workbench, self.actor = workbench, actor
        self.study_id = create_study(workbench, actor, "S")
        self.asking = (workbench, actor, self.study_id)
        self.id = rounds.prepare_round(*self.asking, Plan("Vote", Method.DOTS), OPTIONS)
        self.code = self.round.join_code or ""
        self.app = Starlette(
            routes=ballot.routes(workbench), exception_handlers=dict(exception_handlers)
        )
        self.run = f"/run/{self.study_id}/{self.id}"

    @property
    def round(self) -> Round:
        return rounds.watch(*self.asking, self.id).round

    def browser(self, role: Role | None = None) -> TestClient:
        client = TestClient(self.app, headers={"accept": "text/html"})
        if role is not None:
            made = add_account(self.workbench, self.actor, role.value, role.label)
            set_role(self.workbench, self.actor, self.study_id, role.value, role)
            with self.workbench.database.reading() as connection:
                account = accounts.by_id(connection, made)
            assert account is not None
            client.cookies.set(COOKIE, cookie_value(self.workbench, account))
        return client

    def vote(self) -> None:
        token = codes.token()
        ballots.start(self.workbench, self.code, "patient", token)
        ballots.cast(self.workbench, self.code, token, {"1": "5"})


@pytest.fixture
def stage(sqlite_workbench: Workbench, actor: Actor) -> Stage:
    """A draft round."""
    return Stage(sqlite_workbench, actor)


def test_a_round_is_run_from_the_plain_page(stage: Stage) -> None:
    facilitator = stage.browser(Role.FACILITATOR)
    for step, state in (
        ("open", State.OPEN),
        ("pause", State.PAUSED),
        ("open", State.OPEN),
        ("close", State.CLOSED),
        ("reveal", State.REVEALED),
    ):
        assert facilitator.post(stage.run, data={"step": step}).status_code == 200
        assert stage.round.state is state


def test_closing_asks_first(stage: Stage) -> None:
    facilitator = stage.browser(Role.FACILITATOR)
    facilitator.post(stage.run, data={"step": "open"})
    assert "Close now" not in facilitator.get(stage.run).text
    assert "Close now" in facilitator.get(f"{stage.run}?ask=close").text


def test_a_step_that_is_not_next_is_refused_with_a_sentence(stage: Stage) -> None:
    facilitator = stage.browser(Role.FACILITATOR)
    for step in ("reveal", "close", "pause", "delete", ""):
        answer = facilitator.post(stage.run, data={"step": step})
        assert answer.status_code == 409
        assert 'role="alert"' in answer.text
    assert stage.round.state is State.DRAFT


@pytest.mark.parametrize(("role", "status"), [(None, 401), (Role.READER, 409)])
def test_nobody_else_runs_a_round(stage: Stage, role: Role | None, status: int) -> None:
    stranger = stage.browser(role)
    assert stranger.post(stage.run, data={"step": "open"}).status_code == status
    assert stage.round.state is State.DRAFT


def test_the_timer_is_set_from_the_plain_page_by_who_runs_the_round_alone(stage: Stage) -> None:
    facilitator = stage.browser(Role.FACILITATOR)
    assert facilitator.post(stage.run, data={"step": "more-5"}).status_code == 409
    facilitator.post(stage.run, data={"step": "open"})
    assert "No timer runs" in facilitator.get(stage.run).text
    assert "about 5 min" in facilitator.post(stage.run, data={"step": "more-5"}).text
    stranger = stage.browser()
    assert stranger.post(stage.run, data={"step": "more-5"}).status_code == 401
    assert "No timer runs" in facilitator.post(stage.run, data={"step": "no-timer"}).text


def test_a_form_on_another_site_runs_nothing(stage: Stage) -> None:
    facilitator = stage.browser(Role.FACILITATOR)
    answer = facilitator.post(
        stage.run, data={"step": "open"}, headers={"origin": "https://evil.example"}
    )
    assert answer.status_code == 403
    assert stage.round.state is State.DRAFT


def test_the_projector_counts_heads_and_shows_the_result_only_after_the_reveal(
    stage: Stage,
) -> None:
    screen = f"/vote/{stage.code}/screen"
    room = stage.browser()
    rounds.open_round(*stage.asking, stage.id)
    before = room.get(screen)
    assert before.headers["refresh"]
    stage.vote()
    during = room.get(screen).text
    assert "1 vote is in" in during
    assert "Being believed" not in during
    rounds.close_round(*stage.asking, stage.id)
    assert "Being believed" not in room.get(screen).text
    rounds.reveal_round(*stage.asking, stage.id)
    after = room.get(screen)
    assert "Being believed" in after.text
    assert "refresh" not in after.headers
    assert room.get("/vote/ZZZZZZ/screen").status_code == 404
