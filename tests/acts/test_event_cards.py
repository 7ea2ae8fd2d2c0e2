"""One card in the hand votes once in every round of an event, and nothing leads back to it."""

from __future__ import annotations

import csv
import io

import pytest
from sqlalchemy import text

from ebcd.acts import ballots, event_cards, events, rounds
from ebcd.acts.access import Actor
from ebcd.acts.study import create_study
from ebcd.errors import BadInput, Conflict, NotFound
from ebcd.events import Event, EventKind
from ebcd.exchange.ballot_links import BallotLink, addresses, links_csv
from ebcd.priorities.ballots import Method
from ebcd.priorities.rounds import Plan
from ebcd.store.rounds import RoundOption
from ebcd.store.workbench import Workbench

OPTIONS = [RoundOption(1, "Being believed"), RoundOption(2, "A number to call")]
CARDS_ONLY = Plan("Vote", Method.APPROVAL, by_card_only=True, groups=("patient", "staff"))


class Hall:
    """An event with two rounds, and cards for both."""

    def __init__(self, workbench: Workbench, actor: Actor, study_id: int) -> None:
        self.workbench, self.asking = workbench, (workbench, actor, study_id)
        self.event = events.add_event(*self.asking, Event(0, EventKind.JOINT, "Joint event"))
        self.rounds = [
            rounds.prepare_round(*self.asking, CARDS_ONLY, OPTIONS, self.event) for _ in range(2)
        ]
        made = event_cards.make_cards(*self.asking, self.event, {"patient": 2, "staff": 1})
        self.cards = [card.code for card in made]

    def vote(self, code: str, number: str = "1") -> str:
        join, secret = ballots.door(self.workbench, code)
        assert secret is not None
        ballots.cast(self.workbench, join, secret, {number: "1"})
        return secret

    def ballots_of(self, round_id: int) -> int:
        watched = rounds.watch(*self.asking, round_id)
        return sum(one.voted for one in watched.turnout)


@pytest.fixture
def hall(workbench: Workbench, actor: Actor, study_id: int) -> Hall:
    return Hall(workbench, actor, study_id)


def test_a_card_votes_once_in_each_round(hall: Hall) -> None:
    first, second = hall.rounds
    with pytest.raises(Conflict, match="not started"):
        ballots.door(hall.workbench, hall.cards[0])
    rounds.open_round(*hall.asking, first)
    secret = hall.vote(hall.cards[0])
    assert hall.vote(hall.cards[0], "2") == secret
    assert hall.ballots_of(first) == 1
    rounds.close_round(*hall.asking, first)
    rounds.open_round(*hall.asking, second)
    assert hall.vote(hall.cards[0]) != secret
    hall.vote(hall.cards[2])
    assert hall.ballots_of(second) == 2


def test_of_two_open_rounds_a_card_leads_to_the_one_it_has_not_voted_in(hall: Hall) -> None:
    for round_id in hall.rounds:
        rounds.open_round(*hall.asking, round_id)
    hall.vote(hall.cards[0])
    hall.vote(hall.cards[0])
    assert [hall.ballots_of(each) for each in hall.rounds] == [1, 1]


def test_after_the_close_nothing_in_the_database_leads_from_a_card_to_a_vote(hall: Hall) -> None:
    first, _second = hall.rounds
    rounds.open_round(*hall.asking, first)
    secret = hall.vote(hall.cards[0])
    rounds.close_round(*hall.asking, first)
    traces = (secret, rounds.token_hash(hall.workbench, secret))
    with hall.workbench.database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM ballot")).scalar_one() == 0
        for row in connection.execute(text("SELECT * FROM counted_ballot")):
            assert not any(trace in str(row) for trace in traces)
    join, after = ballots.door(hall.workbench, hall.cards[0])
    assert after is None
    with pytest.raises(NotFound):
        ballots.mine(hall.workbench, join, secret)


def test_a_card_of_a_group_that_does_not_vote_is_told_so(hall: Hall) -> None:
    plan = Plan("Staff only", Method.APPROVAL, by_card_only=True, groups=("staff",))
    only_staff = rounds.prepare_round(*hall.asking, plan, OPTIONS, hall.event)
    rounds.open_round(*hall.asking, only_staff)
    with pytest.raises(Conflict, match="another group"):
        ballots.door(hall.workbench, hall.cards[0])
    hall.vote(hall.cards[2])


def test_cards_that_were_ended_lead_nowhere(hall: Hall) -> None:
    rounds.open_round(*hall.asking, hall.rounds[0])
    assert event_cards.forget_cards(*hall.asking, hall.event) == 3
    with pytest.raises(NotFound):
        ballots.door(hall.workbench, hall.cards[0])


def test_cards_are_made_for_an_event_of_this_study_alone(hall: Hall, actor: Actor) -> None:
    other = hall.workbench, actor, create_study(hall.workbench, actor, "Another")
    with pytest.raises(NotFound):
        event_cards.make_cards(*other, hall.event, {"patient": 1})
    with pytest.raises(BadInput):
        event_cards.make_cards(*hall.asking, hall.event, {"patient": 501})


def test_the_list_of_links_can_be_merged_and_is_safe_in_a_spreadsheet() -> None:
    links = [
        BallotLink("patient", "Patient", "http://v/vote/ABCD2345", "ABCD2345"),
        BallotLink("staff", "Staff", "http://v/vote/EFGH2345", "EFGH2345"),
    ]
    data = links_csv(links, {"staff": ["=cmd()@example.org"]})
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [row["link"] for row in rows] == [each.link for each in links]
    assert b"'=cmd()" in data
    assert data.count(b"Mailings") == 1


def test_nobody_is_sent_two_votes() -> None:
    with pytest.raises(BadInput, match="two votes"):
        addresses({"patient": "ann@example.org", "staff": "bo@x\nANN@example.org"})
