"""Who signed up for which co-design group: names apart, for the lead.

The table holds names and how to reach people, and nothing that leads to a ballot or a pseudonym.
What is asked for without names is read without them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, select, update

from ebcd.codesign import Member
from ebcd.store.database import insert_once
from ebcd.store.tables import identity, sign_up
from ebcd.times import now


@dataclass(frozen=True)
class SignUp:
    """Somebody who signed up. `side`: patient, carer, family or staff. `way`: phone or paper."""

    id: int
    group: int
    side: str
    name: str
    contact: str
    way: str


def add(connection: Connection, study_id: int, values: Mapping[str, Any]) -> bool:
    """Store a sign-up; False where its form was sent in before."""
    return insert_once(connection, sign_up, {**values, "study_id": study_id, "created_at": now()})


def members(connection: Connection, study_id: int) -> list[Member]:
    """Everybody who signed up, without a name, in the order in which they did."""
    rows = connection.execute(
        select(sign_up.c.id, sign_up.c.group, sign_up.c.group_id)
        .where(sign_up.c.study_id == study_id)
        .order_by(sign_up.c.id)
    )
    return [Member(row.id, row.group, row.group_id) for row in rows]


def heads(connection: Connection, study_id: int) -> dict[int, Counter[str]]:
    """How many of each side signed up, by co-design group."""
    found: dict[int, Counter[str]] = {}
    for member in members(connection, study_id):
        found.setdefault(member.group, Counter())[member.side] += 1
    return found


def named(connection: Connection, study_id: int) -> list[SignUp]:
    """Everybody who signed up, with names, in the order in which they did."""
    rows = connection.execute(
        select(sign_up).where(sign_up.c.study_id == study_id).order_by(sign_up.c.id)
    )
    return [SignUp(row.id, row.group_id, row.group, row.name, row.contact, row.way) for row in rows]


def group_by_token(connection: Connection, study_id: int, token_hash: str) -> int | None:
    """The co-design group that a phone's own sign-up is for; None where it has none."""
    return connection.execute(
        select(sign_up.c.group_id).where(
            sign_up.c.study_id == study_id, sign_up.c.token_hash == token_hash
        )
    ).scalar_one_or_none()


def remove_by_token(connection: Connection, study_id: int, token_hash: str) -> bool:
    """Delete a phone's own sign-up; False where it is not there."""
    done = connection.execute(
        delete(sign_up).where(sign_up.c.study_id == study_id, sign_up.c.token_hash == token_hash)
    )
    return done.rowcount == 1


def remove(connection: Connection, study_id: int, sign_up_id: int) -> bool:
    """Delete a sign-up; False where it is not there."""
    done = connection.execute(
        delete(sign_up).where(sign_up.c.study_id == study_id, sign_up.c.id == sign_up_id)
    )
    return done.rowcount == 1


def remove_all(connection: Connection, study_id: int) -> int:
    """Delete every sign-up of a study; how many there were."""
    return connection.execute(delete(sign_up).where(sign_up.c.study_id == study_id)).rowcount


def move(connection: Connection, study_id: int, ids: Sequence[int], group_id: int) -> None:
    """Put people into another group."""
    connection.execute(
        update(sign_up)
        .where(sign_up.c.study_id == study_id, sign_up.c.id.in_(list(ids)))
        .values(group_id=group_id)
    )


def forget_person(connection: Connection, study_id: int, participant_id: int) -> None:
    """Delete the sign-ups under the name of somebody who withdraws, as far as the key knows it."""
    name = connection.execute(
        select(identity.c.name).where(
            identity.c.study_id == study_id, identity.c.participant_id == participant_id
        )
    ).scalar_one_or_none()
    wanted = _plain(name or "")
    for each in named(connection, study_id) if wanted else ():
        if _plain(each.name) == wanted:
            remove(connection, study_id, each.id)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
