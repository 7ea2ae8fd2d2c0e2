"""Personal cards for every round of an event: one card in the hand, a vote in each round.

A card is tied to no ballot. When it is opened, the ballot of the round that is open is found, or
taken, by a secret worked out from the card's code and the round; at the close that ballot goes, and
with it whatever led from the card to a vote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from ebcd.acts.access import Actor, May
from ebcd.acts.act import act, look
from ebcd.acts.rounds import MOST_CARDS, Card, card_hash, token_hash
from ebcd.errors import BadInput, Conflict, NotFound
from ebcd.people import Group
from ebcd.priorities import codes
from ebcd.priorities.rounds import State, Way, checked_group
from ebcd.store import ballots, rounds
from ebcd.store import room_forms as store
from ebcd.store.belonging import check_there
from ebcd.store.database import Connection
from ebcd.store.rounds import Round
from ebcd.store.workbench import Workbench
from ebcd.words import _

GROUPS = tuple(group.value for group in Group)


def make_cards(
    workbench: Workbench, actor: Actor, study_id: int, event_id: int, wanted: Mapping[str, int]
) -> list[Card]:
    """Make cards, so many for each group. They are given back once and never again."""
    if not all(0 <= count <= MOST_CARDS for count in wanted.values()) or not any(wanted.values()):
        raise BadInput(f"Make between 1 and {MOST_CARDS} cards for a group: type a number.")
    with act(workbench, actor, study_id, May.EVENTS, "make cards for an event") as doing:
        check_there(doing.connection, study_id, event=event_id)
        made: list[Card] = []
        for group, count in wanted.items():
            checked_group(group, GROUPS)
            while len([card for card in made if card.group == group]) < count:
                code = codes.card_code()
                hashed = card_hash(workbench, code)
                if store.add_card(doing.connection, study_id, event_id, hashed, group):
                    made.append(Card(code, group))
        doing.about(event=event_id, cards=len(made))
    return made


def cards(workbench: Workbench, actor: Actor, study_id: int, event_id: int) -> Mapping[str, int]:
    """How many cards an event has, by group."""
    with look(workbench, actor, study_id) as connection:
        return store.cards(connection, event_id)


def forget_cards(workbench: Workbench, actor: Actor, study_id: int, event_id: int) -> int:
    """Make every card of an event worthless, when it is over or a sheet was lost; how many.

    Ballots that were opened with one stay as they are until their round closes.
    """
    with act(workbench, actor, study_id, May.EVENTS, "end the cards of an event") as doing:
        check_there(doing.connection, study_id, event=event_id)
        gone = store.forget_cards(doing.connection, study_id, event_id)
        doing.about(event=event_id, cards=gone)
    return gone


def secret_of(workbench: Workbench, code: str, round_id: int) -> str:
    """The secret in the link to a card's ballot in one round."""
    return codes.hashed(workbench.secret, "card link", f"{code}:{round_id}")[:32]


def leads_to(workbench: Workbench, code: str) -> tuple[str, str | None] | None:
    """Where a card leads now: a round's join code and the secret of its ballot; None for no card.

    Where no round takes votes, it leads to the last one that did. Raises Conflict where none was
    opened yet, or the card's group does not vote in it.
    """
    with workbench.database.reading() as connection:
        known = store.card(connection, card_hash(workbench, code))
        if known is None:
            return None
        study_id, event_id, group = known
        mine = [each for each in rounds.of_study(connection, study_id) if each.event_id == event_id]
        found = _the_one(workbench, connection, mine, code)
    if found is None:
        raise Conflict(_("Voting has not started yet: open your card again when it has."))
    join = found.join_code or ""
    if found.state not in (State.OPEN, State.PAUSED):
        return join, None
    if group not in found.plan.groups:
        raise Conflict(_("The vote that is open is for another group: your card is for the next."))
    secret = secret_of(workbench, code, found.id)
    hashed = token_hash(workbench, secret)
    with workbench.database.reading() as connection:
        if ballots.ballot_by_token(connection, hashed) is not None:
            return join, secret
    with workbench.database.writing() as connection:
        again = rounds.by_join_code(connection, join, lock=True)
        if again is None:
            raise NotFound(_("This vote is not there any more: ask the facilitator."))
        if again.state in (State.OPEN, State.PAUSED):
            ballots.add_ballot(connection, again, group, Way.CARD, token_hash=hashed)
    return join, secret


def _the_one(
    workbench: Workbench, connection: Connection, every: Sequence[Round], code: str
) -> Round | None:
    """The round that a card is opened for: the first open one in which it has no vote yet, else
    the one that was opened last.
    """
    opened = sorted((each for each in every if each.opened_at), key=_opened)
    taking = [each for each in opened if each.state in (State.OPEN, State.PAUSED)]
    for each in taking:
        hashed = token_hash(workbench, secret_of(workbench, code, each.id))
        ballot = ballots.ballot_by_token(connection, hashed)
        if ballot is None or ballot.answers is None:
            return each
    return (taking or opened)[-1] if opened else None


def _opened(found: Round) -> datetime:
    assert found.opened_at is not None
    return found.opened_at
