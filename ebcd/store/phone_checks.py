"""The check of the printed address in the database: that phones came, and nothing of the phones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from ebcd.store.database import insert_once, insert_row
from ebcd.store.tables import phone_arrival, phone_check
from ebcd.times import now


@dataclass(frozen=True)
class PhoneCheck:
    """A check under way. `address`: as it is printed."""

    id: int
    study_id: int
    join_code: str
    address: str
    created_at: datetime


@dataclass(frozen=True)
class Arrival:
    """A phone that came. `address`: by which. `at`: when.

    `team_answers`: whether the team's sign-in answered the phone there, None where it was not
    tried. `shut`: whether the door it came through lets nothing but the room in.
    """

    address: str
    team_answers: bool | None
    shut: bool
    at: datetime


def _check(row: Any) -> PhoneCheck:
    return PhoneCheck(row.id, row.study_id, row.join_code, row.address, row.created_at)


def begin(connection: Connection, study_id: int, join_code: str, address: str) -> int:
    """Begin a check; the study's earlier ones go with all that came in. Returns its id."""
    connection.execute(delete(phone_check).where(phone_check.c.study_id == study_id))
    values = {"study_id": study_id, "join_code": join_code, "address": address}
    return insert_row(connection, phone_check, {**values, "created_at": now()})


def of_study(connection: Connection, study_id: int) -> PhoneCheck | None:
    """The study's check, or None."""
    row = connection.execute(select(phone_check).where(phone_check.c.study_id == study_id)).first()
    return _check(row) if row else None


def by_code(connection: Connection, join_code: str) -> PhoneCheck | None:
    """The check of a code, or None."""
    row = connection.execute(
        select(phone_check).where(phone_check.c.join_code == join_code)
    ).first()
    return _check(row) if row else None


def arrivals(connection: Connection, check_id: int) -> Sequence[Arrival]:
    """The phones that came, in order."""
    rows = connection.execute(
        select(phone_arrival)
        .where(phone_arrival.c.check_id == check_id)
        .order_by(phone_arrival.c.id)
    )
    return [Arrival(row.address, row.team_answers, row.shut, row.at) for row in rows]


def arrive(connection: Connection, check: PhoneCheck, once: str, arrival: Arrival) -> bool:
    """Note that a phone came; False where the same page was sent in before."""
    return insert_once(
        connection,
        phone_arrival,
        {
            "study_id": check.study_id,
            "check_id": check.id,
            "once": once,
            "address": arrival.address,
            "team_answers": arrival.team_answers,
            "shut": arrival.shut,
            "at": arrival.at,
        },
    )


def end(connection: Connection, study_id: int) -> None:
    """Forget a study's check with all that came in."""
    connection.execute(delete(phone_check).where(phone_check.c.study_id == study_id))


def forget_before(connection: Connection, moment: datetime) -> None:
    """Forget what came in before a moment; the printed address stays known."""
    connection.execute(delete(phone_arrival).where(phone_arrival.c.at < moment))
