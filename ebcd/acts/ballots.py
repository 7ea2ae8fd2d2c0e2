"""Ballots: what a voter does, without an account, knowing only a code or a link.

A vote is an idempotent upsert on one ballot: sending it twice is sending it once. Votes are not
in the log. Nothing here tells how options stand before the reveal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

from ebcd.acts import event_cards
from ebcd.acts.rounds import card_hash, card_token, token_hash
from ebcd.errors import BadInput, Conflict, NotFound
from ebcd.priorities import codes
from ebcd.priorities.answers import (
    Pair,
    Progress,
    checked_answers,
    dealt,
    how_many_hands,
    offered_pairs,
    progress,
    tapped,
)
from ebcd.priorities.ballots import Method
from ebcd.priorities.hands import Hands
from ebcd.priorities.rounds import Answers, Plan, State, Way, checked_group
from ebcd.store import ballots, room_forms
from ebcd.store import rounds as store
from ebcd.store import study as studies
from ebcd.store.ballots import Ballot, Turnout
from ebcd.store.database import Connection
from ebcd.store.passages import usable_passages
from ebcd.store.room_forms import RoomForm
from ebcd.store.rounds import Round, RoundOption
from ebcd.store.workbench import Workbench
from ebcd.times import now
from ebcd.words import _

TOKEN_LENGTH = 32
MOST_TAKEN = 5_000
"""The most ballots of one round, so that a program with the code cannot fill the disk."""

_OVER = (State.CLOSED, State.REVEALED)
_MOST_KEPT = 100
_KEPT: dict[tuple[str, int, frozenset[str]], tuple[int, frozenset[str]]] = {}
_LOOKING_UP = Lock()


@dataclass(frozen=True)
class Room:
    """What everybody with the code may see.

    `result`, `hands`: None and empty until the reveal. `seconds`: left on the timer, None where
    none runs. `next_code`: of the vote of this event that was opened after this one, if any.
    `forms`: open to the room.
    """

    round_id: int
    join_code: str
    plan: Plan
    state: State
    options: Sequence[RoundOption]
    result: Mapping[str, Any] | None
    decision: str
    hands: Sequence[Hands] = ()
    seconds: int | None = None
    next_code: str | None = None
    forms: Sequence[RoomForm] = ()


@dataclass(frozen=True)
class Pulse:
    """What a phone that waits asks for again and again: where the round stands, and no more.

    `clock`: changes when the timer is set, not as it runs.
    """

    state: State
    seconds: int | None
    next_code: str | None
    clock: str = ""


@dataclass(frozen=True)
class Hall:
    """A room with how many of each group have joined and voted."""

    room: Room
    turnout: Sequence[Turnout]


@dataclass(frozen=True)
class Mine:
    """A voter's own ballot in its room. `secret`: of the order in which pairs are dealt."""

    room: Room
    ballot: Ballot
    secret: str = ""

    @property
    def marks(self) -> Answers:
        """What stands on the page: the draft if there is one, else what was confirmed."""
        if self.ballot.draft is not None:
            return self.ballot.draft
        return self.ballot.answers or {}

    @property
    def pairs(self) -> Sequence[Pair]:
        """The pairs that this voter compares."""
        plan = self.room.plan
        if plan.method is not Method.PAIRWISE:
            return ()
        numbers = [option.number for option in self.room.options]
        hands = how_many_hands(len(numbers), plan.pairs)
        return offered_pairs(numbers, plan.pairs, dealt(self.ballot.id, hands, self.secret))

    @property
    def progress(self) -> Progress:
        """How far the voter has come."""
        return progress(self.marks, self.room.plan, len(self.room.options), len(self.pairs))

    @property
    def left(self) -> int:
        """Dots, places or pairs not given yet."""
        return self.progress.left

    @property
    def changed(self) -> bool:
        """Whether a vote is in and the page shows another one."""
        draft = self.ballot.draft
        return self.ballot.answers is not None and draft not in (None, self.ballot.answers)


def door(workbench: Workbench, typed: str) -> tuple[str, str | None]:
    """Where a typed code leads: the room's join code and, for a personal card, its link's secret.

    Raises NotFound where there is no such code.
    """
    code = codes.tidy(typed)
    if codes.could_be(code, codes.JOIN_LENGTH):
        with workbench.database.reading() as connection:
            if store.by_join_code(connection, code):
                return code, None
    if codes.could_be(code, codes.CARD_LENGTH):
        with workbench.database.reading() as connection:
            join = ballots.join_code_of_card(connection, card_hash(workbench, code))
        if join:
            return join, card_token(workbench, code)
        if leads := event_cards.leads_to(workbench, code):
            return leads
    raise NotFound(
        _("No vote has this code: compare it with the screen or the card, sign by sign.")
    )


def hall(workbench: Workbench, join_code: str) -> Hall:
    """What the projector shows. Raises NotFound where there is no such code."""
    with workbench.database.reading() as connection:
        found = _round(connection, join_code)
        return Hall(_room(connection, found), ballots.turnout(connection, found.id))


def room(workbench: Workbench, join_code: str) -> Room:
    """The room of a join code. Raises NotFound where there is none."""
    with workbench.database.reading() as connection:
        return _room(connection, _round(connection, join_code))


def pulse(workbench: Workbench, join_code: str) -> Pulse:
    """Where a round stands. Raises NotFound where there is no such code."""
    with workbench.database.reading() as connection:
        found = _round(connection, join_code)
        clock = found.timer.mark if found.timer else ""
        return Pulse(found.state, _seconds(found), store.next_open(connection, found), clock)


def _seconds(found: Round) -> int | None:
    return found.timer.seconds(now()) if found.timer else None


def _round(connection: Connection, join_code: str, *, lock: bool = False) -> Round:
    found = store.by_join_code(connection, join_code, lock=lock)
    if found is None:
        raise NotFound(_("No vote has this code: compare it with the screen, sign by sign."))
    return found


def _room(connection: Connection, found: Round) -> Room:
    revealed = found.state is State.REVEALED
    return Room(
        found.id,
        found.join_code or "",
        found.plan,
        found.state,
        _may_be_shown(connection, found),
        found.result if revealed else None,
        found.decision if revealed else "",
        found.hands if revealed else (),
        _seconds(found),
        store.next_open(connection, found) if found.state in _OVER else None,
        _forms(connection, found),
    )


def _forms(connection: Connection, found: Round) -> Sequence[RoomForm]:
    """The forms that people may fill in before and after the vote; none while it runs."""
    if found.state in (State.OPEN, State.PAUSED):
        return ()
    return room_forms.open_ones(connection, found.study_id)


def _writes(connection: Connection) -> bool:
    """Whether this is a vote being taken, which shows nothing."""
    return bool(connection.get_execution_options().get("ebcd_writes"))


def _may_be_shown(connection: Connection, found: Round) -> Sequence[RoundOption]:
    """The options, without a quotation whose speaker agrees no longer, or that is not to be used.

    Within a vote, which shows nothing, no quotation is looked at.
    """
    options = store.options(connection, found.id)
    quoted = frozenset(option.coding_uuid for option in options if option.coding_uuid)
    usable: frozenset[str] = frozenset()
    if quoted and not _writes(connection):
        usable = _quotable(connection, found, quoted)
    return [
        option
        if option.coding_uuid is None or option.coding_uuid in usable
        else replace(option, quotation="", coding_uuid=None)
        for option in options
    ]


def _quotable(connection: Connection, found: Round, quoted: frozenset[str]) -> frozenset[str]:
    """Those of these codings that may be quoted, kept until the study changes.

    Looked up by one of many who ask at the same moment: a whole room opens its ballots at once.
    """
    at = studies.revision(connection, found.study_id)
    key = (str(connection.engine.url), found.id, quoted)
    with _LOOKING_UP:
        kept = _KEPT.get(key)
        if kept is None or kept[0] != at:
            passages = usable_passages(connection, found.study_id, uuids=quoted)
            kept = (at, frozenset(each.uuid for each in passages if each.may_quote))
            if len(_KEPT) >= _MOST_KEPT:
                _KEPT.clear()
            _KEPT[key] = kept
    return kept[1]


def start(workbench: Workbench, join_code: str, group: str, token: str) -> int:
    """Take a ballot in a group; the same `token` takes it once. Returns the round's id.

    Raises BadInput for a group that is not offered, Conflict unless votes are taken.
    """
    if len(token) != TOKEN_LENGTH:
        raise BadInput(_("This page is out of date: reload it and choose your group again."))
    with workbench.database.writing() as connection:
        found = _open(connection, join_code)
        if found.plan.by_card_only:
            raise BadInput(_("This vote is by personal card: type the code of your card."))
        checked_group(group, found.plan.groups)
        if ballots.taken(connection, found.id) >= MOST_TAKEN:
            raise Conflict(_("No more ballots can be taken: tell the facilitator in person."))
        ballots.add_ballot(
            connection, found, group, Way.PHONE, token_hash=token_hash(workbench, token)
        )
        return found.id


def _open(connection: Connection, join_code: str) -> Round:
    """The round, locked so that it is not closed meanwhile. Raises Conflict unless it is open."""
    found = _round(connection, join_code, lock=True)
    if found.state is State.OPEN:
        return found
    if found.state is State.PAUSED:
        raise Conflict(_("Voting is paused: wait until the facilitator goes on."))
    if found.state is State.DRAFT:
        raise Conflict(_("Voting has not started yet: wait until the facilitator opens it."))
    raise Conflict(_("Voting is closed: nothing can be changed any more."))


def mine(workbench: Workbench, join_code: str, token: str) -> Mine:
    """A voter's own ballot. Raises NotFound where there is none, or none any more."""
    with workbench.database.reading() as connection:
        found = _round(connection, join_code)
        return _mine(workbench, connection, found, token)


def _mine(workbench: Workbench, connection: Connection, found: Round, token: str) -> Mine:
    ballot = ballots.ballot_by_token(connection, token_hash(workbench, token))
    if ballot is None or ballot.round_id != found.id:
        raise NotFound(_("This ballot is not there any more: join again with the code."))
    if ballot.sealed:
        ballot = replace(ballot, draft=None, answers={})
    secret = codes.hashed(workbench.secret, "pairs", str(found.id))
    return Mine(_room(connection, found), ballot, secret)


def mark(workbench: Workbench, join_code: str, token: str, number: str, value: str) -> Mine:
    """Put so many dots on an option; nothing counts before it is confirmed.

    Raises BadInput where there are not enough dots, Conflict unless votes are taken.
    """
    with workbench.database.writing() as connection:
        own = _to_change(workbench, connection, join_code, token)
        draft = _checked(own, tapped(own.marks, number, value, own.room.plan), whole=False)
        ballots.save_draft(connection, own.ballot.id, draft)
        return replace(own, ballot=replace(own.ballot, draft=draft))


def keep(workbench: Workbench, join_code: str, token: str, answers: Mapping[str, object]) -> Mine:
    """Keep the whole page as it stands; nothing counts before it is confirmed.

    Raises BadInput for answers that cannot stand there, Conflict unless votes are taken.
    """
    with workbench.database.writing() as connection:
        own = _to_change(workbench, connection, join_code, token)
        draft = _checked(own, answers, whole=False)
        ballots.save_draft(connection, own.ballot.id, draft)
        return replace(own, ballot=replace(own.ballot, draft=draft))


def cast(
    workbench: Workbench,
    join_code: str,
    token: str,
    answers: Mapping[str, object],
    *,
    shared: bool = False,
) -> None:
    """Confirm a vote: these answers count, instead of any before, until the close.

    `shared`: on a device that goes to the next voter, so that the ballot is sealed with it; sending
    it once more changes nothing. Raises BadInput for answers that cannot count, Conflict unless
    votes are taken.
    """
    with workbench.database.writing() as connection:
        own = _mine(workbench, connection, _open(connection, join_code), token)
        if own.ballot.sealed:
            return
        kept = _checked(own, answers)
        if not kept:
            raise BadInput(_("Nothing is chosen yet: choose at least one option."))
        ballots.cast(connection, own.ballot.id, kept)
        if shared:
            ballots.seal(connection, own.ballot.id)


def not_whole(own: Mine) -> str:
    """Why the ballot cannot be confirmed as it stands; nothing where it can."""
    try:
        _checked(own, own.marks)
    except BadInput as problem:
        return str(problem)
    return ""


def hand_on(workbench: Workbench, join_code: str, token: str) -> None:
    """Seal a ballot whose device goes to the next voter; what was confirmed counts.

    Raises NotFound where there is no such ballot, Conflict unless votes are taken.
    """
    with workbench.database.writing() as connection:
        own = _mine(workbench, connection, _open(connection, join_code), token)
        ballots.seal(connection, own.ballot.id)


def _to_change(workbench: Workbench, connection: Connection, join_code: str, token: str) -> Mine:
    """The ballot, in a round that takes votes. Raises Conflict where it is sealed."""
    own = _mine(workbench, connection, _open(connection, join_code), token)
    if own.ballot.sealed:
        raise Conflict(
            _("This vote is in and cannot be changed: the device went to the next voter.")
        )
    return own


def _checked(own: Mine, answers: Mapping[str, object], *, whole: bool = True) -> Answers:
    numbers = [option.number for option in own.room.options]
    return checked_answers(answers, own.room.plan, numbers, own.pairs or None, whole=whole)
