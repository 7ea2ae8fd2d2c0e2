"""The audit of a round: what was done, when, by whom and why, and never who voted what."""

from __future__ import annotations

import csv
import io

import pytest

from ebcd.acts import ballots, rounds
from ebcd.acts.access import Actor
from ebcd.acts.round_audit import as_csv, audit
from ebcd.acts.study import create_study
from ebcd.errors import NotFound
from ebcd.priorities import codes
from ebcd.priorities.audit import Came, came_words
from ebcd.priorities.ballots import Method
from ebcd.priorities.rounds import Plan
from ebcd.store.rounds import RoundOption
from ebcd.store.workbench import Workbench

OPTIONS = [RoundOption(1, "Being believed"), RoundOption(2, "A number to call")]
Asking = tuple[Workbench, Actor, int, int]


@pytest.fixture
def asking(workbench: Workbench, actor: Actor, study_id: int) -> Asking:
    """An open round."""
    plan = Plan("Joint event", Method.DOTS)
    round_id = rounds.prepare_round(workbench, actor, study_id, plan, OPTIONS)
    rounds.open_round(workbench, actor, study_id, round_id)
    return workbench, actor, study_id, round_id


def by_phone(asking: Asking, group: str, **answers: int) -> None:
    join, token = rounds.watch(*asking).round.join_code or "", codes.token()
    ballots.start(asking[0], join, group, token)
    if answers:
        ballots.cast(asking[0], join, token, {key[1:]: value for key, value in answers.items()})


def test_opened_closed_ballots_and_what_was_left_out_and_why(asking: Asking) -> None:
    for _ in range(3):
        by_phone(asking, "patient", o1=5)
    by_phone(asking, "staff")
    rounds.make_cards(*asking, {"carer": 4})
    for dots in ("1", "2", "3"):
        rounds.enter_paper(*asking, "patient", {"2": dots})
    rounds.pause_round(*asking)
    rounds.open_round(*asking)
    wrong = rounds.paper_ballots(*asking)[0]
    rounds.void_paper(*asking, wrong.id, "typed twice")
    rounds.close_round(*asking)
    rounds.reveal_round(*asking)
    found = audit(*asking)
    assert found.came == Came({"phone": 3, "card": 0, "paper": 2, "file": 0}, ("typed twice",), 1)
    assert [what for _when, what, _who in found.rows()] == [
        "Prepared",
        "Opened for votes",
        "Personal cards made: 4",
        "Paper ballots typed in: 3",
        "Paused",
        "Opened for votes",
        "Paper ballot left out",
        "Closed for good, and counted: 5",
        "Result revealed",
    ]
    assert {who for _when, _what, who in found.rows()} == {asking[1].name}
    assert came_words(found.came) == [
        "Ballots counted: on phones 3, on paper 2.",
        "1 paper ballot was left out: typed twice.",
        "1 ballot was begun and never confirmed, so it does not count.",
    ]


def test_nothing_in_it_says_who_voted_what(asking: Asking) -> None:
    for group in ("patient", "carer", "staff"):
        rounds.enter_paper(*asking, group, {"1": "5"})
    rounds.close_round(*asking)
    told = as_csv(audit(*asking)).decode("utf-8-sig").lower()
    assert len(list(csv.reader(io.StringIO(told)))) == 6
    for word in ("patient", "carer", "staff", "believed", "number to call", "dots"):
        assert word not in told


def test_the_audit_of_another_study_is_not_there(asking: Asking) -> None:
    workbench, actor, _study, round_id = asking
    other = create_study(workbench, actor, "Another")
    with pytest.raises(NotFound):
        audit(workbench, actor, other, round_id)


def test_a_room_of_fewer_than_five_is_shown_without_its_groups(asking: Asking) -> None:
    by_phone(asking, "carer", o1=5)
    by_phone(asking, "staff", o2=5)
    rounds.close_round(*asking)
    rounds.reveal_round(*asking)
    found = rounds.watch(*asking).round
    assert {row["group"] for row in rounds.results_rows(*asking)} == {"everybody"}
    assert found.result is not None
    assert "carer" not in repr(found.result)
