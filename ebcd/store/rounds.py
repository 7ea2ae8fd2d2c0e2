"""Rounds and their options in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from ebcd.errors import NotFound
from ebcd.priorities import audit, hands, timer
from ebcd.priorities.audit import Came
from ebcd.priorities.ballots import Method
from ebcd.priorities.hands import Hands
from ebcd.priorities.rounds import Option, Plan, State
from ebcd.priorities.timer import Timer
from ebcd.store.database import insert_row
from ebcd.store.tables import round_option, voting_round
from ebcd.times import now


@dataclass(frozen=True)
class RoundOption(Option):
    """An option with the list item it came from and the coding its quotation comes from."""

    item_id: int | None = None
    coding_uuid: str | None = None


@dataclass(frozen=True)
class Round:
    """One round as it stands.

    `plan`: what was decided beforehand. `seed`: of the lot that breaks a last tie. `decision`: what
    the group agreed after the reveal. `result`: the tally, from the close on. `voted`: from the
    close on, ballots counted by the group people chose, before small ones were joined. `hands`: a
    show of hands, from the close on with small groups joined. `settings`: as they are kept.
    """

    id: int
    study_id: int
    event_id: int | None
    plan: Plan
    state: State
    join_code: str | None
    seed: int
    opened_at: datetime | None
    closed_at: datetime | None
    revealed_at: datetime | None
    decision: str
    result: Mapping[str, Any] | None
    settings: Mapping[str, Any]

    @property
    def voted(self) -> Mapping[str, int]:
        return dict(self.settings.get("voted", {}))

    @property
    def hands(self) -> Sequence[Hands]:
        return hands.read(self.settings.get("hands", []))

    @property
    def came(self) -> Came | None:
        """How the ballots came in, from the close on."""
        return audit.read(self.settings.get("came"))

    @property
    def timer(self) -> Timer | None:
        return timer.read(self.settings.get("timer"))


def _round(row: Any) -> Round:
    plan = Plan(
        row.title,
        Method(row.method),
        row.question,
        row.dots,
        tuple(row.groups),
        row.by_card_only,
        row.decides,
        **{name: row.settings[name] for name in _OF_THE_METHOD if name in row.settings},
    )
    return Round(
        row.id,
        row.study_id,
        row.event_id,
        plan,
        State(row.state),
        row.join_code,
        row.seed,
        row.opened_at,
        row.closed_at,
        row.revealed_at,
        row.decision,
        row.result,
        row.settings,
    )


def _plan_columns(plan: Plan) -> dict[str, Any]:
    return {
        "title": plan.title,
        "method": plan.method.value,
        "question": plan.question,
        "dots": plan.dots,
        "groups": list(plan.groups),
        "by_card_only": plan.by_card_only,
        "decides": plan.decides,
        "settings": {name: getattr(plan, name) for name in _OF_THE_METHOD},
    }


_OF_THE_METHOD = ("top", "pairs", "budget", "minutes")
"""What of a plan is kept among the round's settings."""


def add(
    connection: Connection,
    study_id: int,
    event_id: int | None,
    plan: Plan,
    options: Sequence[RoundOption],
    seed: int,
    join_code: str,
) -> int:
    """Store a round in draft; returns its id."""
    round_id = insert_row(
        connection,
        voting_round,
        {
            **_plan_columns(plan),
            "study_id": study_id,
            "event_id": event_id,
            "state": State.DRAFT.value,
            "seed": seed,
            "join_code": join_code,
            "created_at": now(),
        },
    )
    _add_options(connection, study_id, round_id, options)
    return round_id


def _add_options(
    connection: Connection, study_id: int, round_id: int, options: Sequence[RoundOption]
) -> None:
    connection.execute(
        insert(round_option),
        [
            {
                "study_id": study_id,
                "round_id": round_id,
                "item_id": option.item_id,
                "number": option.number,
                "title": option.title,
                "description": option.description,
                "quotation": option.quotation,
                "coding_uuid": option.coding_uuid,
                "cost": option.cost,
            }
            for option in options
        ],
    )


def change(
    connection: Connection, found: Round, plan: Plan, options: Sequence[RoundOption]
) -> None:
    """Replace plan and options of a round that is a draft."""
    connection.execute(
        update(voting_round).where(voting_round.c.id == found.id).values(_plan_columns(plan))
    )
    connection.execute(delete(round_option).where(round_option.c.round_id == found.id))
    _add_options(connection, found.study_id, found.id, options)


def remove(connection: Connection, round_id: int) -> None:
    connection.execute(delete(voting_round).where(voting_round.c.id == round_id))


def of_study(connection: Connection, study_id: int) -> Sequence[Round]:
    """The rounds of a study, the newest first."""
    rows = connection.execute(
        select(voting_round)
        .where(voting_round.c.study_id == study_id)
        .order_by(voting_round.c.id.desc())
    )
    return [_round(row) for row in rows]


def by_id(connection: Connection, study_id: int, round_id: int, *, lock: bool = False) -> Round:
    """One round. `lock`: nobody else votes in it or moves it on before this transaction ends.

    Raises NotFound where it is not in this study.
    """
    query = select(voting_round).where(
        voting_round.c.id == round_id, voting_round.c.study_id == study_id
    )
    row = connection.execute(query.with_for_update() if lock else query).first()
    if row is None:
        raise NotFound("There is no such round in this study: choose one from the list.")
    return _round(row)


def by_join_code(connection: Connection, code: str, *, lock: bool = False) -> Round | None:
    """The round of a join code, or None. `lock`: it is not moved on before this transaction
    ends.
    """
    query = select(voting_round).where(voting_round.c.join_code == code)
    row = connection.execute(query.with_for_update(read=True) if lock else query).first()
    return _round(row) if row else None


def options(connection: Connection, round_id: int) -> Sequence[RoundOption]:
    """The options of a round by number."""
    rows = connection.execute(
        select(round_option)
        .where(round_option.c.round_id == round_id)
        .order_by(round_option.c.number)
    )
    return [
        RoundOption(
            row.number,
            row.title,
            row.description,
            row.quotation,
            row.cost,
            row.item_id,
            row.coding_uuid,
        )
        for row in rows
    ]


def drop_quotations(connection: Connection, round_id: int, uuids: Sequence[str]) -> None:
    """Take the quotations of these codings off the ballot."""
    connection.execute(
        update(round_option)
        .where(round_option.c.round_id == round_id, round_option.c.coding_uuid.in_(list(uuids)))
        .values(quotation="", coding_uuid=None)
    )


def set_state(connection: Connection, round_id: int, state: State, **values: Any) -> None:
    """Move a round on; `values` are further columns."""
    connection.execute(
        update(voting_round)
        .where(voting_round.c.id == round_id)
        .values(state=state.value, **values)
    )


def set_decision(connection: Connection, round_id: int, decision: str) -> None:
    connection.execute(
        update(voting_round).where(voting_round.c.id == round_id).values(decision=decision)
    )


def set_settings(connection: Connection, found: Round, **values: Any) -> None:
    """Keep these among the settings of a round, beside the others."""
    connection.execute(
        update(voting_round)
        .where(voting_round.c.id == found.id)
        .values(settings={**found.settings, **values})
    )


def next_open(connection: Connection, found: Round) -> str | None:
    """The join code of the round of the same event that was opened last, after this one."""
    after = found.opened_at
    same_event = (
        voting_round.c.event_id.is_(None)
        if found.event_id is None
        else voting_round.c.event_id == found.event_id
    )
    query = select(voting_round.c.join_code).where(
        voting_round.c.study_id == found.study_id,
        voting_round.c.id != found.id,
        same_event,
        voting_round.c.state.in_([State.OPEN.value, State.PAUSED.value]),
    )
    if after is not None:
        query = query.where(voting_round.c.opened_at >= after)
    return connection.execute(
        query.order_by(voting_round.c.opened_at.desc(), voting_round.c.id.desc()).limit(1)
    ).scalar_one_or_none()
