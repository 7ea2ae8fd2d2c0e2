"""Each method in the room from the ballot to the file, and what comes in by hand."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from ebcd.acts import ballot_files, ballots, hands, rounds, timers
from ebcd.acts.access import Actor
from ebcd.acts.study import create_study
from ebcd.cli import main
from ebcd.errors import BadInput, Conflict, NotFound
from ebcd.priorities import codes
from ebcd.priorities.ballots import Method, columns
from ebcd.priorities.rounds import Plan
from ebcd.store.rounds import RoundOption
from ebcd.store.workbench import Workbench

OPTIONS = [
    RoundOption(1, "Being believed", cost=40.0),
    RoundOption(2, "A number to call", cost=50.0),
    RoundOption(3, "Bringing people together", cost=30.0),
    RoundOption(4, "Nobody's choice", cost=10.0),
]
PLANS = {
    Method.DOTS: Plan("Dots", Method.DOTS),
    Method.APPROVAL: Plan("Approval", Method.APPROVAL),
    Method.RANKED: Plan("Ranked", Method.RANKED, top=3),
    Method.IMPACT_EFFORT: Plan("Judged", Method.IMPACT_EFFORT),
    Method.PAIRWISE: Plan("Pairs", Method.PAIRWISE, pairs=6),
    Method.EQUAL_SHARES: Plan("Shares", Method.EQUAL_SHARES, budget=100.0),
}
CAST: dict[Method, list[dict[str, int]]] = {
    Method.DOTS: [{"1": 3, "2": 2}, {"3": 5}],
    Method.APPROVAL: [{"1": 1, "2": 1}, {"3": 1}],
    Method.RANKED: [{"1": 1, "2": 2, "3": 3}, {"3": 1, "1": 2}],
    Method.IMPACT_EFFORT: [{"1i": 5, "1e": 2, "2i": 3, "2e": 4}, {"1i": 4, "1e": 1}],
    Method.PAIRWISE: [{"1-2": 1, "2-3": 3, "1-4": 1}, {"1-3": 1, "3-4": 3}],
    Method.EQUAL_SHARES: [{"1": 1, "3": 1}, {"2": 1}],
}


class Voting:
    """An open round of some method."""

    def __init__(self, workbench: Workbench, actor: Actor, plan: Plan) -> None:
        self.workbench = workbench
        study_id = create_study(workbench, actor, "S")
        made = rounds.prepare_round(workbench, actor, study_id, plan, OPTIONS)
        self.asking = (workbench, actor, study_id, made)
        rounds.open_round(*self.asking)
        self.join = self.round.join_code or ""

    @property
    def round(self) -> rounds.Round:
        return rounds.watch(*self.asking).round

    def take(self, group: str = "patient") -> str:
        token = codes.token()
        ballots.start(self.workbench, self.join, group, token)
        return token

    def vote(self, group: str, answers: dict[str, int]) -> None:
        ballots.cast(self.workbench, self.join, self.take(group), answers)

    def result(self) -> dict[str, Any]:
        rounds.close_round(*self.asking)
        rounds.reveal_round(*self.asking)
        found = self.round.result
        assert found is not None
        return dict(found)


@pytest.fixture
def voting(sqlite_workbench: Workbench, actor: Actor) -> Voting:
    """An open round of dots."""
    return Voting(sqlite_workbench, actor, PLANS[Method.DOTS])


@pytest.mark.parametrize("method", list(PLANS))
def test_the_results_file_is_counted_to_the_same_result_by_the_command_line(
    workbench: Workbench,
    actor: Actor,
    method: Method,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    made = Voting(workbench, actor, PLANS[method])
    for group in ("patient",) * 5 + ("staff",) * 5 + ("carer",):
        for answers in CAST[method]:
            made.vote(group, answers)
    result = made.result()
    assert result["ballots"] == 22
    assert result["groups"] == {"patient + carer": 12, "staff": 10}
    file, options = tmp_path / "ballots.csv", tmp_path / "options.csv"
    for path, names, lines in (
        (file, columns(method), rounds.results_rows(*made.asking)),
        (options, ("option", "cost"), [{"option": o.title, "cost": o.cost} for o in OPTIONS]),
    ):
        with path.open("w", newline="") as out:
            writer = csv.DictWriter(out, names)
            writer.writeheader()
            writer.writerows(lines)
    said = ["tally", str(file), "--method", method.value, "--seed", str(made.round.seed), "--json"]
    if method is Method.EQUAL_SHARES:
        said += ["--costs", str(options), "--budget", "100"]
    else:
        said += ["--options", str(options)]
    if method is Method.RANKED:
        said.append("--equal-groups")
    assert main(said) == 0
    assert json.loads(capsys.readouterr().out) == result


def test_equal_shares_says_what_the_budget_pays_for(
    sqlite_workbench: Workbench, actor: Actor
) -> None:
    made = Voting(sqlite_workbench, actor, PLANS[Method.EQUAL_SHARES])
    for _ in range(6):
        made.vote("patient", {"1": 1})
    for _ in range(4):
        made.vote("staff", {"3": 1})
    funded = {line["option"]: line["funded"] for line in made.result()["results"]}
    assert funded == {
        "Being believed": True,
        "Bringing people together": True,
        "A number to call": False,
        "Nobody's choice": False,
    }


def test_a_large_group_does_not_outvote_a_small_one_in_a_ranking(
    sqlite_workbench: Workbench, actor: Actor
) -> None:
    made = Voting(sqlite_workbench, actor, PLANS[Method.RANKED])
    for _ in range(20):
        made.vote("staff", {"2": 1, "3": 2})
    for _ in range(5):
        made.vote("patient", {"3": 1})
    result = made.result()
    assert result["lowest_is_best"]
    assert result["results"][0]["option"] == "Bringing people together"


def test_each_voter_of_a_pairwise_vote_has_pairs_of_their_own_that_stay(
    sqlite_workbench: Workbench, actor: Actor
) -> None:
    made = Voting(sqlite_workbench, actor, Plan("Pairs", Method.PAIRWISE, pairs=3))
    tokens = [made.take() for _ in range(6)]
    first = tokens[0]
    pairs = [ballots.mine(sqlite_workbench, made.join, token).pairs for token in [*tokens, first]]
    assert pairs[0] == pairs[-1]
    hands = {frozenset(map(frozenset, each)) for each in pairs}
    assert len(hands) == 2
    assert len(frozenset.union(*hands)) == 6
    low, high = sorted(next(iter(next(hand for hand in hands if set(pairs[0][0]) not in hand))))
    with pytest.raises(BadInput, match="not on this ballot"):
        ballots.mark(sqlite_workbench, made.join, first, f"{low}-{high}", str(low))


def test_a_paper_ballot_of_any_method_counts(sqlite_workbench: Workbench, actor: Actor) -> None:
    for method, plan in PLANS.items():
        made = Voting(sqlite_workbench, actor, plan)
        rounds.enter_paper(*made.asking, "staff", CAST[method][0])
        assert made.result()["ballots"] == 1


# --- A show of hands ------------------------------------------------------------------------------


def test_hands_are_a_result_of_their_own_and_never_added_to_the_ballots(voting: Voting) -> None:
    for _ in range(5):
        voting.vote("patient", {"1": 5})
    hands.count_hands(*voting.asking, "patient", 8, {"2": 7})
    hands.count_hands(*voting.asking, "staff", 3, {"2": 3})
    hands.count_hands(*voting.asking, "staff", 3, {"2": 1})
    assert ballots.room(voting.workbench, voting.join).hands == ()
    result = voting.result()
    assert result["ballots"] == 5
    assert result["results"][0]["option"] == "Being believed"
    (shown,) = voting.round.hands
    assert (shown.group, shown.present, shown.heads["2"]) == ("patient + staff", 11, 8)
    assert list(ballots.room(voting.workbench, voting.join).hands) == [shown]


def test_hands_are_taken_out_again_and_stay_as_they_are_after_the_close(voting: Voting) -> None:
    hands.count_hands(*voting.asking, "staff", 6, {"1": 2})
    hands.forget_hands(*voting.asking, "staff")
    assert voting.round.hands == []
    with pytest.raises(NotFound):
        hands.forget_hands(*voting.asking, "staff")
    with pytest.raises(BadInput):
        hands.count_hands(*voting.asking, "nobody", 6, {})
    rounds.close_round(*voting.asking)
    with pytest.raises(Conflict):
        hands.count_hands(*voting.asking, "staff", 6, {"1": 2})


# --- A file of ballots ----------------------------------------------------------------------------

FILE = b"Group,1. Being believed,2. A number to call\npatient,3,2\nstaff,9,\ncarer,,1\n"


def test_a_file_is_looked_at_put_in_once_and_taken_out_again(voting: Voting) -> None:
    looked = ballot_files.look_at_file(*voting.asking, FILE, "b.csv")
    assert [len(looked.filled.ballots), [line for line, _ in looked.filled.problems]] == [2, [3]]
    assert not looked.already
    assert rounds.watch(*voting.asking).turnout == []
    ballot_files.put_in(*voting.asking, FILE, "b.csv")
    with pytest.raises(Conflict, match="in already"):
        ballot_files.put_in(*voting.asking, FILE, "b.csv")
    assert {t.group: (t.voted, t.file) for t in rounds.watch(*voting.asking).turnout} == {
        "patient": (1, 1),
        "carer": (1, 1),
    }
    ((batch, many),) = ballot_files.files_in(*voting.asking).items()
    assert many == 2
    assert ballot_files.take_out(*voting.asking, batch) == 2
    assert rounds.watch(*voting.asking).turnout == []
    ballot_files.put_in(*voting.asking, FILE, "b.csv")
    voting.vote("patient", {"1": 5})
    result = voting.result()
    assert result["ballots"] == 3
    with pytest.raises(Conflict):
        ballot_files.take_out(*voting.asking, batch)


def test_the_empty_sheet_is_read_back_once_it_is_filled_in(voting: Voting) -> None:
    empty = ballot_files.empty_sheet(*voting.asking).decode("utf-8-sig")
    names = next(csv.reader(io.StringIO(empty)))
    filled = f"{empty}staff,{','.join(['1'] * (len(names) - 1))}\n"
    put = ballot_files.put_in(*voting.asking, filled.encode(), "sheet.csv")
    assert put.ballots[0][2] == {"1": 1, "2": 1, "3": 1, "4": 1}


def test_a_file_without_a_ballot_that_counts_is_refused(voting: Voting) -> None:
    with pytest.raises(BadInput, match="No ballot of the file can be counted"):
        ballot_files.put_in(*voting.asking, b"Group,1. A\nnobody,1\n", "b.csv")


# --- The timer and the next vote ------------------------------------------------------------------


def test_the_timer_is_shown_and_never_closes_the_vote(
    voting: Voting, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert timers.seconds_left(voting.round) is None
    timers.add_minutes(*voting.asking, 1)
    assert 55 <= (ballots.pulse(voting.workbench, voting.join).seconds or 0) <= 60
    later = timers.now().replace(year=2100)
    for module in ("ebcd.acts.timers", "ebcd.acts.ballots"):
        monkeypatch.setattr(f"{module}.now", lambda: later)
    assert ballots.pulse(voting.workbench, voting.join).seconds == 0
    voting.vote("patient", {"1": 1})
    timers.take_away(*voting.asking)
    assert ballots.pulse(voting.workbench, voting.join).seconds is None
    rounds.close_round(*voting.asking)
    with pytest.raises(Conflict):
        timers.add_minutes(*voting.asking, 1)


def test_the_timer_of_the_plan_starts_with_the_vote_and_stands_still_in_a_pause(
    sqlite_workbench: Workbench, actor: Actor
) -> None:
    made = Voting(sqlite_workbench, actor, Plan("Timed", Method.DOTS, minutes=5))
    assert 295 <= (timers.seconds_left(made.round) or 0) <= 300
    rounds.pause_round(*made.asking)
    clock = made.round.timer
    assert clock is not None
    assert clock.ends is None
    rounds.open_round(*made.asking)
    clock = made.round.timer
    assert clock is not None
    assert clock.ends is not None


def test_a_phone_learns_of_the_vote_that_is_opened_after_its_own(voting: Voting) -> None:
    workbench, actor, study_id, _ = voting.asking
    again = rounds.prepare_round(workbench, actor, study_id, PLANS[Method.APPROVAL], OPTIONS)
    assert ballots.pulse(workbench, voting.join).next_code is None
    rounds.open_round(workbench, actor, study_id, again)
    code = rounds.watch(workbench, actor, study_id, again).round.join_code
    assert ballots.pulse(workbench, voting.join).next_code == code


def test_quotations_are_looked_up_once_for_a_whole_room_and_anew_when_the_study_changes(
    voting: Voting, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(
        ballots, "usable_passages", lambda *_a, uuids: asked.append(sorted(uuids)) or []
    )
    for _ in range(5):
        with voting.workbench.database.reading() as connection:
            assert ballots._quotable(connection, voting.round, frozenset({"a"})) == frozenset()
    assert asked == [["a"]]
    timers.add_minutes(*voting.asking, 1)
    with voting.workbench.database.reading() as connection:
        ballots._quotable(connection, voting.round, frozenset({"a"}))
    assert asked == [["a"], ["a"]]


# --- A shared device ------------------------------------------------------------------------------


def test_a_vote_on_a_shared_device_is_sealed_with_its_confirmation(voting: Voting) -> None:
    token = voting.take()
    ballots.cast(voting.workbench, voting.join, token, {"1": 5}, shared=True)
    own = ballots.mine(voting.workbench, voting.join, token)
    assert (own.ballot.sealed, own.marks) == (True, {})
    ballots.cast(voting.workbench, voting.join, token, {"2": 5}, shared=True)
    for attempt in (
        lambda: ballots.mark(voting.workbench, voting.join, token, "2", "1"),
        lambda: ballots.keep(voting.workbench, voting.join, token, {"2": 1}),
    ):
        with pytest.raises(Conflict, match="next voter"):
            attempt()
    result = voting.result()
    assert result["ballots"] == 1
    assert result["results"][0]["option"] == "Being believed"
