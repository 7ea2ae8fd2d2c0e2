"""Rounds: prepared, opened, paused, closed and revealed by the facilitator.

Nobody, the facilitator included, sees how options stand before the close; only how many people
of each group have voted.
"""

from __future__ import annotations

import random
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ebcd.acts.access import Actor, May
from ebcd.acts.act import Act, act, look
from ebcd.acts.room_forms import free_code
from ebcd.errors import BadInput, Conflict, NotFound
from ebcd.priorities import audit, codes, hands, timer
from ebcd.priorities.answers import checked_answers, rows
from ebcd.priorities.ballots import Method
from ebcd.priorities.groups import EVERYBODY, LEAST, join_small
from ebcd.priorities.rounds import (
    Answers,
    Plan,
    State,
    Way,
    check_step,
    checked_group,
    checked_plan,
)
from ebcd.priorities.tally import tally_document
from ebcd.store import ballots, events
from ebcd.store import rounds as store
from ebcd.store.ballots import Ballot, Turnout
from ebcd.store.belonging import check_there
from ebcd.store.database import Connection
from ebcd.store.passages import usable_passages
from ebcd.store.rounds import Round, RoundOption
from ebcd.store.workbench import Workbench
from ebcd.times import now

MOST_CARDS = 500


@dataclass(frozen=True)
class Card:
    """A personal card as it is printed once. `code`: of eight signs; nothing else keeps it."""

    code: str
    group: str


@dataclass(frozen=True)
class Watched:
    """What the facilitator sees while a round runs."""

    round: Round
    options: Sequence[RoundOption]
    turnout: Sequence[Turnout]
    cards: Mapping[str, int]


def card_token(workbench: Workbench, code: str) -> str:
    """The secret in the link that a personal card opens."""
    return codes.hashed(workbench.secret, "card link", code)[:32]


def token_hash(workbench: Workbench, token: str) -> str:
    """How the secret in a voter's link is kept."""
    return codes.hashed(workbench.secret, "token", token)


def card_hash(workbench: Workbench, code: str) -> str:
    """How a personal card's code is kept."""
    return codes.hashed(workbench.secret, "card", code)


def rounds(workbench: Workbench, actor: Actor, study_id: int) -> Sequence[Round]:
    """The rounds of the study, the newest first."""
    with look(workbench, actor, study_id) as connection:
        return store.of_study(connection, study_id)


def watch(workbench: Workbench, actor: Actor, study_id: int, round_id: int) -> Watched:
    """One round with its options and how many have voted."""
    with look(workbench, actor, study_id) as connection:
        found = store.by_id(connection, study_id, round_id)
        return Watched(
            found,
            store.options(connection, round_id),
            ballots.turnout(connection, round_id),
            ballots.cards(connection, round_id),
        )


def prepare_round(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    plan: Plan,
    options: Sequence[RoundOption],
    event_id: int | None = None,
) -> int:
    """Store a round as a draft, with its join code and the seed of its lot; returns its id."""
    plan = checked_plan(plan, options)
    with act(workbench, actor, study_id, May.EVENTS, "prepare a round") as doing:
        if event_id is not None and event_id not in events.events(doing.connection, study_id):
            raise NotFound("This event is not there any more: reload the page.")
        _check_options(doing, options)
        seed = secrets.randbelow(2**31)
        round_id = store.add(
            doing.connection, study_id, event_id, plan, options, seed, free_code(doing.connection)
        )
        doing.about(round=round_id, method=plan.method.value, options=len(options))
    return round_id


def _check_options(doing: Act, options: Iterable[RoundOption]) -> None:
    for option in options:
        check_there(
            doing.connection, doing.study_id, item=option.item_id, coding=option.coding_uuid
        )


def change_round(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    round_id: int,
    plan: Plan,
    options: Sequence[RoundOption],
) -> None:
    """Change a round that was never opened. Raises Conflict afterwards."""
    plan = checked_plan(plan, options)
    with act(workbench, actor, study_id, May.EVENTS, "change a round") as doing:
        found = _draft(doing, round_id)
        _check_options(doing, options)
        store.change(doing.connection, found, plan, options)
        doing.about(round=round_id)


def discard_round(workbench: Workbench, actor: Actor, study_id: int, round_id: int) -> None:
    """Delete a round that was never opened. Raises Conflict afterwards."""
    with act(workbench, actor, study_id, May.EVENTS, "discard a round") as doing:
        _draft(doing, round_id)
        store.remove(doing.connection, round_id)
        doing.about(round=round_id)


def _draft(doing: Act, round_id: int) -> Round:
    found = store.by_id(doing.connection, doing.study_id, round_id, lock=True)
    if found.state is not State.DRAFT:
        raise Conflict(
            "This round has been opened, so it stays as people saw it: prepare a new one instead."
        )
    return found


def open_round(workbench: Workbench, actor: Actor, study_id: int, round_id: int) -> None:
    """Open a round for votes, for the first time or after a pause."""
    with act(workbench, actor, study_id, May.EVENTS, "open a round") as doing:
        found = _step(doing, round_id, State.OPEN)
        _drop_unquotable(doing, round_id)
        clock = timer.going(found.timer, now())
        if found.state is State.DRAFT and found.plan.minutes:
            clock = timer.set_to(found.plan.minutes, now())
        store.set_settings(doing.connection, found, timer=timer.kept(clock))
        store.set_state(doing.connection, round_id, State.OPEN, opened_at=found.opened_at or now())


def _drop_unquotable(doing: Act, round_id: int) -> None:
    """Take off the ballot what somebody does not, or no longer, agree to be quoted with."""
    uuids = [o.coding_uuid for o in store.options(doing.connection, round_id) if o.coding_uuid]
    if uuids:
        usable = usable_passages(doing.connection, doing.study_id, uuids=uuids)
        quotable = {passage.uuid for passage in usable if passage.may_quote}
        store.drop_quotations(doing.connection, round_id, [u for u in uuids if u not in quotable])


def pause_round(workbench: Workbench, actor: Actor, study_id: int, round_id: int) -> None:
    """Let nobody vote for a while; what is in stays in."""
    with act(workbench, actor, study_id, May.EVENTS, "pause a round") as doing:
        found = _step(doing, round_id, State.PAUSED)
        clock = timer.stopped(found.timer, now())
        store.set_settings(doing.connection, found, timer=timer.kept(clock))
        store.set_state(doing.connection, round_id, State.PAUSED)


def _step(doing: Act, round_id: int, then: State) -> Round:
    found = store.by_id(doing.connection, doing.study_id, round_id, lock=True)
    check_step(found.state, then)
    doing.about(round=round_id, state=then.value)
    return found


def close_round(workbench: Workbench, actor: Actor, study_id: int, round_id: int) -> bool:
    """Close a round for good: cut every link between a voter and a vote, and count.

    The counted ballots keep the group as it is shown (small ones joined) and nothing else. False
    where the links are cut, but could not be wiped from the database's side file yet: revealing
    the result tries again.
    """
    with act(workbench, actor, study_id, May.EVENTS, "close a round") as doing:
        found = _step(doing, round_id, State.CLOSED)
        connection = doing.connection
        cast = ballots.votes_in(connection, round_id)
        voted = Counter(group for group, _ in cast)
        shown = join_small(voted)
        few = len(cast) < LEAST
        counted = [(EVERYBODY if few else shown[group], answers) for group, answers in cast]
        random.SystemRandom().shuffle(counted)
        result = _tally(found, store.options(connection, round_id), counted)
        came = ballots.came(connection, round_id)
        ballots.count_and_forget(connection, found, counted)
        store.set_state(
            connection,
            round_id,
            State.CLOSED,
            closed_at=now(),
            result=result,
            settings={
                **found.settings,
                "timer": None,
                "voted": {group: voted[group] for group in shown},
                "hands": hands.kept(hands.joined(found.hands, shown)),
                "came": audit.kept(came),
            },
        )
        doing.about(ballots=len(counted))
    return ballots.wipe_deleted(workbench.database)


def _tally(
    found: Round, options: Sequence[RoundOption], counted: Iterable[tuple[str, Answers]]
) -> dict[str, Any] | None:
    """The result; None where nobody voted."""
    kept = list(counted)
    if not kept:
        return None
    titles = {str(option.number): option.title for option in options}
    return tally_document(
        rows(kept, titles, found.plan.method),
        found.plan.method,
        options=list(titles.values()),
        seed=found.seed,
        equal_groups=found.plan.method is Method.RANKED,
        **_money(found, options),
    )


def _money(found: Round, options: Iterable[RoundOption]) -> dict[str, Any]:
    """What equal shares needs besides the ballots."""
    if found.plan.method is not Method.EQUAL_SHARES:
        return {}
    return {"costs": {each.title: each.cost for each in options}, "budget": found.plan.budget}


def reveal_round(workbench: Workbench, actor: Actor, study_id: int, round_id: int) -> None:
    """Show the result to everybody who has the code."""
    with act(workbench, actor, study_id, May.EVENTS, "reveal a round") as doing:
        _step(doing, round_id, State.REVEALED)
        store.set_state(doing.connection, round_id, State.REVEALED, revealed_at=now())
    ballots.wipe_deleted(workbench.database)


def record_decision(
    workbench: Workbench, actor: Actor, study_id: int, round_id: int, decision: str
) -> None:
    """Write down what the group agreed once it had seen the result."""
    with act(workbench, actor, study_id, May.EVENTS, "record what the group agreed") as doing:
        found = store.by_id(doing.connection, study_id, round_id)
        if found.state is not State.REVEALED:
            raise Conflict("Reveal the result first: then write what the group agreed.")
        store.set_decision(doing.connection, round_id, decision.strip())
        doing.about(round=round_id)


def make_cards(
    workbench: Workbench, actor: Actor, study_id: int, round_id: int, wanted: Mapping[str, int]
) -> list[Card]:
    """Make personal cards, so many for each group. They are given back once and never again.

    Raises BadInput for a group that does not vote or for too many, Conflict after the close.
    """
    if not all(0 <= count <= MOST_CARDS for count in wanted.values()) or not any(wanted.values()):
        raise BadInput(f"Make between 1 and {MOST_CARDS} cards for a group: type a number.")
    with act(workbench, actor, study_id, May.EVENTS, "make ballot cards") as doing:
        found = store.by_id(doing.connection, study_id, round_id, lock=True)
        if found.state not in (State.DRAFT, State.OPEN, State.PAUSED):
            raise Conflict("This round is closed: cards for it can no longer be used.")
        made = []
        for group, count in wanted.items():
            checked_group(group, found.plan.groups)
            made += [_make_card(workbench, doing.connection, found, group) for _ in range(count)]
        doing.about(round=round_id, cards=len(made))
    return made


def _make_card(workbench: Workbench, connection: Connection, found: Round, group: str) -> Card:
    while True:
        code = codes.card_code()
        if ballots.add_ballot(
            connection,
            found,
            group,
            Way.CARD,
            token_hash=token_hash(workbench, card_token(workbench, code)),
            code_hash=card_hash(workbench, code),
        ):
            return Card(code, group)


def enter_paper(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    round_id: int,
    group: str,
    answers: Mapping[str, object],
) -> None:
    """Type in one paper ballot, as a ballot of its own. Raises Conflict unless votes are taken."""
    with act(workbench, actor, study_id, May.EVENTS, "enter a paper ballot") as doing:
        found = store.by_id(doing.connection, study_id, round_id, lock=True)
        if found.state not in (State.OPEN, State.PAUSED):
            raise Conflict("Paper ballots are typed in while a round is open or paused.")
        checked_group(group, found.plan.groups)
        numbers = [option.number for option in store.options(doing.connection, round_id)]
        kept = checked_answers(answers, found.plan, numbers)
        ballots.add_ballot(
            doing.connection,
            found,
            group,
            Way.PAPER,
            answers=kept,
            entered_by_id=actor.account_id,
        )
        doing.about(round=round_id)


def paper_ballots(
    workbench: Workbench, actor: Actor, study_id: int, round_id: int
) -> Sequence[Ballot]:
    """The paper ballots typed in so far, to check them against the sheets; gone at the close."""
    with look(workbench, actor, study_id, May.EVENTS) as connection:
        store.by_id(connection, study_id, round_id)
        return ballots.paper_ballots(connection, round_id)


def void_paper(
    workbench: Workbench, actor: Actor, study_id: int, round_id: int, ballot_id: int, because: str
) -> None:
    """Leave a wrongly typed paper ballot out of the count, with the reason."""
    because = " ".join(because.split())[:200]
    if not because:
        raise BadInput("Say why this ballot does not count: the audit of the round shows it.")
    with act(workbench, actor, study_id, May.EVENTS, "void a paper ballot") as doing:
        found = store.by_id(doing.connection, study_id, round_id, lock=True)
        if not ballots.void(doing.connection, found.id, ballot_id, because):
            raise NotFound("This ballot is not there any more: reload the page.")
        doing.about(round=round_id)


def results_rows(
    workbench: Workbench, actor: Actor, study_id: int, round_id: int
) -> list[dict[str, str]]:
    """The results file of a closed round: one row a ballot and option, to be counted again."""
    with look(workbench, actor, study_id) as connection:
        found = store.by_id(connection, study_id, round_id)
        if found.state is not State.REVEALED:
            raise Conflict("The results file is there once the round is revealed.")
        titles = {str(o.number): o.title for o in store.options(connection, round_id)}
        return list(rows(ballots.counted(connection, round_id), titles, found.plan.method))
