"""Ballots in the database.

While a round runs, a ballot is found by the secret in the voter's link. At the close the counted
ballots are copied without link, card, way or order, and the ballots themselves are deleted.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from ebcd.priorities.audit import Came
from ebcd.priorities.rounds import Answers, Way
from ebcd.store.database import Database, insert_once
from ebcd.store.rounds import Round
from ebcd.store.tables import ballot, counted_ballot, voting_round


@dataclass(frozen=True)
class Ballot:
    """One voter's ballot while the round runs.

    `answers`: None until confirmed. `batch`: the hash of the file it came in with, or nothing.
    `sealed`: confirmed on a shared device, so that its link shows nothing of it any more.
    """

    id: int
    round_id: int
    study_id: int
    group: str
    way: Way
    draft: Answers | None
    answers: Answers | None
    voided_because: str | None
    batch: str = ""
    sealed: bool = False


@dataclass(frozen=True)
class Turnout:
    """How many ballots of one group are there and how many are in; never what they say."""

    group: str
    joined: int
    voted: int
    paper: int
    file: int = 0


def _ballot(row: Any) -> Ballot:
    return Ballot(
        row.id,
        row.round_id,
        row.study_id,
        row.group,
        Way(row.way),
        row.draft,
        row.answers,
        row.voided_because,
        row.batch,
        row.sealed,
    )


def add_ballot(
    connection: Connection,
    found: Round,
    group: str,
    way: Way,
    *,
    token_hash: str | None = None,
    code_hash: str | None = None,
    answers: Answers | None = None,
    entered_by_id: int | None = None,
) -> bool:
    """Store a ballot; False where one with the same secret is there already."""
    return insert_once(
        connection,
        ballot,
        {
            "study_id": found.study_id,
            "round_id": found.id,
            "token_hash": token_hash,
            "code_hash": code_hash,
            "group": group,
            "way": way.value,
            "answers": answers,
            "entered_by_id": entered_by_id,
        },
    )


def taken(connection: Connection, round_id: int) -> int:
    """How many ballots of a round were taken, in whatever way."""
    query = select(func.count()).select_from(ballot).where(ballot.c.round_id == round_id)
    return connection.execute(query).scalar_one()


def ballot_by_token(connection: Connection, token_hash: str) -> Ballot | None:
    row = connection.execute(select(ballot).where(ballot.c.token_hash == token_hash)).first()
    return _ballot(row) if row else None


def join_code_of_card(connection: Connection, code_hash: str) -> str | None:
    """The join code of the round that a personal card is for; None where there is no such card."""
    return connection.execute(
        select(voting_round.c.join_code)
        .join(ballot, ballot.c.round_id == voting_round.c.id)
        .where(ballot.c.code_hash == code_hash)
    ).scalar_one_or_none()


def save_draft(connection: Connection, ballot_id: int, draft: Answers) -> None:
    connection.execute(update(ballot).where(ballot.c.id == ballot_id).values(draft=draft))


def cast(connection: Connection, ballot_id: int, answers: Answers) -> bool:
    """Put a ballot's answers in, over any earlier ones; False where the ballot is gone."""
    done = connection.execute(
        update(ballot).where(ballot.c.id == ballot_id).values(answers=answers, draft=None)
    )
    return done.rowcount == 1


def seal(connection: Connection, ballot_id: int) -> None:
    """From here on nothing of this ballot is shown, and nobody can change it."""
    connection.execute(update(ballot).where(ballot.c.id == ballot_id).values(sealed=True))


def add_file(
    connection: Connection,
    found: Round,
    batch: str,
    filled: Iterable[tuple[str, Answers]],
    entered_by_id: int | None,
) -> None:
    """Store the ballots of a file: (group, answers) of each."""
    rows = [
        {
            "study_id": found.study_id,
            "round_id": found.id,
            "group": group,
            "way": Way.FILE.value,
            "answers": answers,
            "entered_by_id": entered_by_id,
            "batch": batch,
        }
        for group, answers in filled
    ]
    if rows:
        connection.execute(insert(ballot), rows)


def files(connection: Connection, round_id: int) -> Mapping[str, int]:
    """The files of ballots that were put in: how many ballots each has, the first one first."""
    rows = connection.execute(
        select(ballot.c.batch, func.count().label("ballots"), func.min(ballot.c.id).label("first"))
        .where(ballot.c.round_id == round_id, ballot.c.way == Way.FILE.value)
        .group_by(ballot.c.batch)
        .order_by("first")
    )
    return {row.batch: row.ballots for row in rows}


def remove_file(connection: Connection, round_id: int, batch: str) -> int:
    """Take the ballots of a file out again; returns how many there were."""
    done = connection.execute(
        delete(ballot).where(
            ballot.c.round_id == round_id,
            ballot.c.way == Way.FILE.value,
            ballot.c.batch == batch,
        )
    )
    return done.rowcount


def paper_ballots(connection: Connection, round_id: int) -> Sequence[Ballot]:
    """The ballots typed in from paper, in the order they were typed."""
    rows = connection.execute(
        select(ballot)
        .where(ballot.c.round_id == round_id, ballot.c.way == Way.PAPER.value)
        .order_by(ballot.c.id)
    )
    return [_ballot(row) for row in rows]


def void(connection: Connection, round_id: int, ballot_id: int, because: str) -> bool:
    """Leave a ballot typed in from paper out of the count; False where it is not there."""
    done = connection.execute(
        update(ballot)
        .where(
            ballot.c.id == ballot_id,
            ballot.c.round_id == round_id,
            ballot.c.way == Way.PAPER.value,
        )
        .values(voided_because=because)
    )
    return done.rowcount == 1


def turnout(connection: Connection, round_id: int) -> Sequence[Turnout]:
    """Heads by group: a card counts as joined once something was put on it."""
    there = ballot.c.voided_because.is_(None)
    in_hand = there & (
        (ballot.c.way != Way.CARD.value)
        | ballot.c.draft.is_not(None)
        | ballot.c.answers.is_not(None)
    )
    cast_ones = there & ballot.c.answers.is_not(None)
    rows = connection.execute(
        select(
            ballot.c.group,
            func.count().filter(in_hand).label("joined"),
            func.count().filter(cast_ones).label("voted"),
            func.count().filter(cast_ones & (ballot.c.way == Way.PAPER.value)).label("paper"),
            func.count().filter(cast_ones & (ballot.c.way == Way.FILE.value)).label("file"),
        )
        .where(ballot.c.round_id == round_id)
        .group_by(ballot.c.group)
    )
    return [Turnout(row.group, row.joined, row.voted, row.paper, row.file) for row in rows]


def cards(connection: Connection, round_id: int) -> Mapping[str, int]:
    """How many personal cards were made, by group."""
    rows = connection.execute(
        select(ballot.c.group, func.count().label("cards"))
        .where(ballot.c.round_id == round_id, ballot.c.way == Way.CARD.value)
        .group_by(ballot.c.group)
    )
    return {row.group: row.cards for row in rows}


def votes_in(connection: Connection, round_id: int) -> Sequence[tuple[str, Answers]]:
    """(group, answers) of every ballot that counts."""
    rows = connection.execute(
        select(ballot.c.group, ballot.c.answers).where(
            ballot.c.round_id == round_id,
            ballot.c.answers.is_not(None),
            ballot.c.voided_because.is_(None),
        )
    )
    return [(row.group, row.answers) for row in rows]


def came(connection: Connection, round_id: int) -> Came:
    """How the ballots of a round came in, without their groups; reasons in the alphabet's order."""
    rows = connection.execute(
        select(
            ballot.c.way, ballot.c.voided_because, ballot.c.answers.is_not(None), ballot.c.draft
        ).where(ballot.c.round_id == round_id)
    ).all()
    counting = [way for way, voided, confirmed, _draft in rows if confirmed and voided is None]
    return Came(
        {way.value: counting.count(way.value) for way in Way},
        tuple(sorted(voided for _way, voided, _confirmed, _draft in rows if voided is not None)),
        sum(
            not confirmed and (way != Way.CARD.value or draft is not None)
            for way, _voided, confirmed, draft in rows
        ),
    )


def count_and_forget(
    connection: Connection, found: Round, counted: Iterable[tuple[str, Answers]]
) -> None:
    """Keep `counted` (group as shown, answers) under random names and delete every ballot."""
    rows = [
        {
            "id": secrets.token_hex(16),
            "study_id": found.study_id,
            "round_id": found.id,
            "group": group,
            "answers": answers,
        }
        for group, answers in counted
    ]
    if rows:
        connection.execute(insert(counted_ballot), sorted(rows, key=lambda row: str(row["id"])))
    connection.execute(delete(ballot).where(ballot.c.round_id == found.id))


def counted(connection: Connection, round_id: int) -> Sequence[tuple[str, Answers]]:
    """(group as shown, answers) of each counted ballot, in an order that says nothing."""
    rows = connection.execute(
        select(counted_ballot.c.group, counted_ballot.c.answers)
        .where(counted_ballot.c.round_id == round_id)
        .order_by(counted_ballot.c.id)
    )
    return [(row.group, row.answers) for row in rows]


def wipe_deleted(database: Database) -> bool:
    """Make sure that deleted ballots are gone from the files, not only from the tables.

    False where somebody who reads kept them there.
    """
    if database.is_sqlite:
        return database.empty_wal()
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ballot")
    return True
