"""The codes that each person keeps at hand while coding."""

from __future__ import annotations

from sqlalchemy import delete, func, select

from ebcd.store.database import Connection, insert_once
from ebcd.store.tables import favourite_code


def favourites(connection: Connection, study_id: int, account_id: int | None) -> list[int]:
    """The favourite codes of this person in the study, in the order they were chosen."""
    rows = connection.execute(
        select(favourite_code.c.code_id)
        .where(favourite_code.c.study_id == study_id, favourite_code.c.account_id == account_id)
        .order_by(favourite_code.c.id)
    )
    return list(rows.scalars())


def count(connection: Connection, study_id: int, account_id: int) -> int:
    """How many favourites this person has in the study."""
    query = select(func.count()).where(
        favourite_code.c.study_id == study_id, favourite_code.c.account_id == account_id
    )
    return int(connection.execute(query).scalar_one())


def add(connection: Connection, study_id: int, account_id: int, code_id: int) -> None:
    """Make a code a favourite; one that is one already stays where it is."""
    values = {"study_id": study_id, "account_id": account_id, "code_id": code_id}
    insert_once(connection, favourite_code, values)


def remove(connection: Connection, study_id: int, account_id: int, code_id: int) -> None:
    """Take a code from the favourites."""
    connection.execute(
        delete(favourite_code).where(
            favourite_code.c.study_id == study_id,
            favourite_code.c.account_id == account_id,
            favourite_code.c.code_id == code_id,
        )
    )
