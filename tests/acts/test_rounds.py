"""Rounds and ballots from the draft to the reveal, and what may never be seen or done."""

from __future__ import annotations

import csv
import io
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from ebcd.acts import ballots, rounds
from ebcd.acts.access import Actor, Role
from ebcd.acts.accounts import actor_for, add_account, set_role
from ebcd.acts.rounds import Card
from ebcd.acts.study import recent_acts
from ebcd.errors import BadInput, Conflict, NotAllowed, NotFound, WorkbenchError
from ebcd.priorities import codes
from ebcd.priorities.ballots import Method
from ebcd.priorities.rounds import Plan, State
from ebcd.priorities.tally import tally_document
from ebcd.store import accounts
from ebcd.store.rounds import RoundOption
from ebcd.store.workbench import Workbench

OPTIONS = [
    RoundOption(1, "Being believed", "Somebody listens the first time"),
    RoundOption(2, "A number to call", quotation="I rang and rang."),
    RoundOption(3, "Bringing people together"),
]
PLAN = Plan("Joint event", Method.DOTS, "What first?", dots=5)


class Vote:
    """A round with what a test does to it."""

    def __init__(self, workbench: Workbench, actor: Actor, study_id: int, plan: Plan = PLAN):
        self.workbench, self.actor, self.study_id = workbench, actor, study_id
        self.id = rounds.prepare_round(workbench, actor, study_id, plan, OPTIONS)
        self.join = self.watch().round.join_code or ""

    @property
    def asking(self) -> tuple[Workbench, Actor, int, int]:
        return self.workbench, self.actor, self.study_id, self.id

    def watch(self) -> rounds.Watched:
        return rounds.watch(self.workbench, self.actor, self.study_id, self.id)

    def join_in(self, group: str) -> str:
        token = codes.token()
        ballots.start(self.workbench, self.join, group, token)
        return token

    def vote(self, group: str, **answers: int) -> str:
        token = self.join_in(group)
        self.cast(token, **answers)
        return token

    def cast(self, token: str, **answers: int) -> None:
        kept = {key[1:]: value for key, value in answers.items()}
        ballots.cast(self.workbench, self.join, token, kept)


@pytest.fixture
def vote(workbench: Workbench, actor: Actor, study_id: int) -> Vote:
    """An open round of dots."""
    made = Vote(workbench, actor, study_id)
    rounds.open_round(*made.asking)
    return made


def scores(vote: Vote) -> dict[str, int]:
    result = vote.watch().round.result
    assert result is not None
    return {line["option"]: line["score"] for line in result["results"]}


def test_a_whole_vote_from_draft_to_decision(vote: Vote) -> None:
    for _ in range(6):
        vote.vote("patient", o1=3, o3=2)
    for _ in range(5):
        vote.vote("staff", o2=5)
    rounds.close_round(*vote.asking)
    assert ballots.room(vote.workbench, vote.join).result is None
    rounds.reveal_round(*vote.asking)
    room = ballots.room(vote.workbench, vote.join)
    assert room.state is State.REVEALED
    assert room.result is not None
    assert scores(vote) == {
        "A number to call": 25,
        "Being believed": 18,
        "Bringing people together": 12,
    }
    assert room.result["groups"] == {"patient": 6, "staff": 5}
    rounds.record_decision(*vote.asking, "We start with being believed.")
    assert vote.watch().round.decision == "We start with being believed."


def test_a_vote_can_be_changed_and_counts_once(vote: Vote) -> None:
    token = vote.vote("patient", o1=5)
    vote.cast(token, o2=1)
    vote.cast(token, o2=1)
    rounds.close_round(*vote.asking)
    assert scores(vote) == {
        "Being believed": 0,
        "A number to call": 1,
        "Bringing people together": 0,
    }


def test_marks_on_the_page_come_back_and_count_only_when_confirmed(vote: Vote) -> None:
    token = vote.join_in("patient")
    for _ in range(2):
        ballots.mark(vote.workbench, vote.join, token, "1", "2")
    own = ballots.mine(vote.workbench, vote.join, token)
    assert (own.marks, own.left, own.ballot.answers) == ({"1": 2}, 3, None)
    with pytest.raises(BadInput, match="You have 5 dots and gave 7"):
        ballots.mark(vote.workbench, vote.join, token, "2", "5")
    rounds.close_round(*vote.asking)
    assert vote.watch().round.result is None


def test_a_confirmed_vote_stands_while_it_is_being_changed(vote: Vote) -> None:
    token = vote.vote("patient", o1=5)
    ballots.mark(vote.workbench, vote.join, token, "1", "0")
    assert ballots.mine(vote.workbench, vote.join, token).changed
    rounds.close_round(*vote.asking)
    assert scores(vote)["Being believed"] == 5


@pytest.mark.parametrize("state", ["draft", "paused", "closed"])
def test_nobody_votes_unless_the_round_is_open(
    workbench: Workbench, actor: Actor, study_id: int, state: str
) -> None:
    vote = Vote(workbench, actor, study_id)
    if state == "draft":
        with pytest.raises(Conflict):
            vote.join_in("patient")
        return
    rounds.open_round(*vote.asking)
    token = vote.vote("patient", o1=1)
    (rounds.pause_round if state == "paused" else rounds.close_round)(*vote.asking)
    for attempt in (
        lambda: vote.join_in("patient"),
        lambda: vote.cast(token, o1=5),
        lambda: ballots.mark(workbench, vote.join, token, "1", "5"),
    ):
        with pytest.raises(WorkbenchError):
            attempt()
    if state == "paused":
        rounds.open_round(*vote.asking)
        vote.cast(token, o1=2)
        rounds.close_round(*vote.asking)
        assert scores(vote)["Being believed"] == 2
    else:
        assert scores(vote)["Being believed"] == 1


def test_an_opened_round_stays_as_people_saw_it(vote: Vote) -> None:
    with pytest.raises(Conflict):
        rounds.change_round(*vote.asking, PLAN, OPTIONS[:2])
    with pytest.raises(Conflict):
        rounds.discard_round(*vote.asking)
    rounds.close_round(*vote.asking)
    for step in (rounds.open_round, rounds.pause_round, rounds.close_round):
        with pytest.raises(Conflict):
            step(*vote.asking)


def test_a_draft_can_be_changed_and_discarded(
    workbench: Workbench, actor: Actor, study_id: int
) -> None:
    vote = Vote(workbench, actor, study_id)
    rounds.change_round(*vote.asking, Plan("Other", Method.APPROVAL), OPTIONS[1:])
    assert [o.number for o in vote.watch().options] == [2, 3]
    assert vote.watch().round.plan.title == "Other"
    rounds.discard_round(*vote.asking)
    assert not rounds.rounds(workbench, actor, study_id)


def test_a_personal_card_is_one_vote_in_its_own_group(vote: Vote) -> None:
    (card,) = rounds.make_cards(*vote.asking, {"staff": 1})
    assert isinstance(card, Card)
    for typed in (card.code, codes.spaced(card.code).lower()):
        join, secret = ballots.door(vote.workbench, typed)
        assert join == vote.join
        assert secret is not None
        vote.cast(secret, o1=5)
    assert [(t.group, t.joined, t.voted) for t in vote.watch().turnout] == [("staff", 1, 1)]
    rounds.close_round(*vote.asking)
    assert scores(vote)["Being believed"] == 5
    with pytest.raises(NotFound):
        ballots.door(vote.workbench, card.code)


def test_a_round_by_card_only_takes_nobody_without(
    workbench: Workbench, actor: Actor, study_id: int
) -> None:
    plan = Plan("By card", Method.DOTS, by_card_only=True)
    vote = Vote(workbench, actor, study_id, plan)
    rounds.open_round(*vote.asking)
    with pytest.raises(BadInput, match="personal card"):
        vote.join_in("patient")


def test_cards_are_kept_as_keyed_hashes_alone(vote: Vote) -> None:
    (card,) = rounds.make_cards(*vote.asking, {"patient": 1})
    _, secret = ballots.door(vote.workbench, card.code)
    with vote.workbench.database.reading() as connection:
        kept = repr(connection.execute(text("SELECT * FROM ballot")).all())
    assert card.code not in kept
    assert secret is not None
    assert secret not in kept


@pytest.mark.parametrize("wanted", [{"patient": -1}, {"patient": 0}, {"patient": 501}, {"x": 1}])
def test_cards_are_made_for_groups_that_vote_and_in_numbers(
    vote: Vote, wanted: dict[str, int]
) -> None:
    with pytest.raises(BadInput):
        rounds.make_cards(*vote.asking, wanted)


def test_paper_ballots_count_as_ballots_and_can_be_voided_with_the_reason(vote: Vote) -> None:
    vote.vote("patient", o1=1)
    rounds.enter_paper(*vote.asking, "patient", {"2": "3", "1": ""})
    rounds.enter_paper(*vote.asking, "patient", {"2": "5"})
    with pytest.raises(BadInput):
        rounds.enter_paper(*vote.asking, "patient", {"2": "6"})
    wrong = rounds.paper_ballots(*vote.asking)[1]
    with pytest.raises(BadInput, match="Say why"):
        rounds.void_paper(*vote.asking, wrong.id, " ")
    rounds.void_paper(*vote.asking, wrong.id, "typed twice")
    (turnout,) = vote.watch().turnout
    assert (turnout.voted, turnout.paper) == (2, 1)
    rounds.close_round(*vote.asking)
    assert scores(vote)["A number to call"] == 3


def test_a_ballot_from_a_phone_cannot_be_voided(vote: Vote) -> None:
    vote.vote("patient", o1=1)
    for ballot_id in range(1, 5):
        with pytest.raises(NotFound):
            rounds.void_paper(*vote.asking, ballot_id, "I do not like it")


def test_small_groups_are_joined_at_the_close_everywhere(vote: Vote) -> None:
    for _ in range(5):
        vote.vote("patient", o1=1)
    vote.vote("carer", o3=5)
    for _ in range(5):
        vote.vote("staff", o2=1)
    rounds.close_round(*vote.asking)
    rounds.reveal_round(*vote.asking)
    rows = rounds.results_rows(*vote.asking)
    assert {row["group"] for row in rows} == {"patient + carer", "staff"}
    with vote.workbench.database.reading() as connection:
        kept = connection.execute(text('SELECT "group" FROM counted_ballot')).scalars().all()
    assert set(kept) == {"patient + carer", "staff"}
    result = vote.watch().round.result
    assert result is not None
    assert "'carer'" not in repr(result)


def test_the_results_file_counts_to_the_same_result(vote: Vote) -> None:
    for group, answers in (("patient", {"o1": 3, "o2": 2}), ("staff", {"o2": 2})) * 5:
        vote.vote(group, **answers)
    rounds.close_round(*vote.asking)
    with pytest.raises(Conflict):
        rounds.results_rows(*vote.asking)
    rounds.reveal_round(*vote.asking)
    file = io.StringIO()
    writer = csv.DictWriter(file, ["voter", "group", "option", "value"])
    writer.writeheader()
    writer.writerows(rounds.results_rows(*vote.asking))
    again = tally_document(
        csv.DictReader(io.StringIO(file.getvalue())),
        "dots",
        options=[option.title for option in OPTIONS],
        seed=vote.watch().round.seed,
    )
    assert again == vote.watch().round.result


def test_the_close_cuts_every_link_for_good(vote: Vote) -> None:
    token = vote.vote("patient", o1=5)
    rounds.close_round(*vote.asking)
    with pytest.raises(NotFound):
        ballots.mine(vote.workbench, vote.join, token)
    with vote.workbench.database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM ballot")).scalar_one() == 0
        row = connection.execute(text("SELECT * FROM counted_ballot")).mappings().one()
    assert set(row) == {"id", "study_id", "round_id", "group", "answers"}


def test_nothing_of_a_ballot_stays_in_the_files(sqlite_workbench: Workbench, actor: Actor) -> None:
    from ebcd.acts.study import create_study

    vote = Vote(sqlite_workbench, actor, create_study(sqlite_workbench, actor, "S"))
    rounds.open_round(*vote.asking)
    hashes = []
    for _ in range(30):
        token = vote.vote("patient", o1=5)
        hashes.append(rounds.token_hash(sqlite_workbench, token).encode())
    folder = sqlite_workbench.folder

    def found() -> bool:
        data = b"".join(path.read_bytes() for path in Path(folder).glob("ebcd.sqlite*"))
        return any(value in data for value in hashes)

    assert found()
    rounds.close_round(*vote.asking)
    assert not found()


def test_the_log_says_what_was_done_and_never_what_was_voted(vote: Vote) -> None:
    token = vote.vote("patient", o1=5)
    rounds.enter_paper(*vote.asking, "staff", {"2": "3"})
    rounds.close_round(*vote.asking)
    entries = recent_acts(vote.workbench, vote.actor, vote.study_id)
    assert [entry.what for entry in entries][:3] == [
        "close a round",
        "enter a paper ballot",
        "open a round",
    ]
    assert entries[0].about["ballots"] == 2
    said = repr(entries)
    assert token not in said
    assert "'2': 3" not in said
    assert "answers" not in said


def test_only_those_who_run_events_run_rounds(
    workbench: Workbench, actor: Actor, study_id: int
) -> None:
    account_id = add_account(workbench, actor, "kim", "Kim")
    set_role(workbench, actor, study_id, "kim", Role.READER)
    with workbench.database.reading() as connection:
        account = accounts.by_id(connection, account_id)
    assert account is not None
    reader = actor_for(account)
    vote = Vote(workbench, actor, study_id)
    with pytest.raises(NotAllowed):
        rounds.open_round(workbench, reader, study_id, vote.id)
    with pytest.raises(NotAllowed):
        rounds.paper_ballots(workbench, reader, study_id, vote.id)


def test_a_round_of_another_study_is_not_there(
    workbench: Workbench, actor: Actor, vote: Vote
) -> None:
    from ebcd.acts.study import create_study

    other = create_study(workbench, actor, "Other")
    with pytest.raises(NotFound):
        rounds.watch(workbench, actor, other, vote.id)
    with pytest.raises(NotFound):
        rounds.close_round(workbench, actor, other, vote.id)


def test_votes_cast_while_the_round_closes_are_all_counted_or_all_refused(vote: Vote) -> None:
    tokens = [vote.join_in("patient") for _ in range(12)]
    acknowledged = []

    def cast(token: str) -> None:
        try:
            vote.cast(token, o1=1)
        except WorkbenchError:
            return
        acknowledged.append(token)

    threads = [threading.Thread(target=cast, args=(token,)) for token in tokens]
    for place, thread in enumerate(threads):
        thread.start()
        if place == 5:
            rounds.close_round(*vote.asking)
    for thread in threads:
        thread.join()
    result = vote.watch().round.result
    assert (result["ballots"] if result else 0) == len(acknowledged)
