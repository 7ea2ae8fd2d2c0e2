"""Files of filled ballots: read and checked first, then put in, and taken out again if wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ebcd.acts.access import Actor, May
from ebcd.acts.act import Act, act, look
from ebcd.errors import BadInput, Conflict, NotFound
from ebcd.exchange.tables import lines_of, write_csv
from ebcd.priorities.rounds import State
from ebcd.priorities.sheets import Filled, head, read_sheet
from ebcd.store import ballots
from ebcd.store import rounds as store
from ebcd.store.rounds import Round
from ebcd.store.workbench import Workbench
from ebcd.text import sha256

MOST_BALLOTS = 5_000


@dataclass(frozen=True)
class Looked:
    """A file before it is put in. `batch`: its hash. `already`: whether it is in."""

    filled: Filled
    batch: str
    already: bool


def empty_sheet(workbench: Workbench, actor: Actor, study_id: int, round_id: int) -> bytes:
    """The sheet to fill in for a round (CSV)."""
    with look(workbench, actor, study_id) as connection:
        found = store.by_id(connection, study_id, round_id)
        return write_csv(head(found.plan, store.options(connection, round_id)), [])


def look_at_file(
    workbench: Workbench, actor: Actor, study_id: int, round_id: int, data: bytes, name: str
) -> Looked:
    """What is in a file (CSV or Excel) and what of it cannot be counted; nothing is put in."""
    with look(workbench, actor, study_id, May.EVENTS) as connection:
        found = store.by_id(connection, study_id, round_id)
        filled = read_sheet(lines_of(data, name), found.plan, store.options(connection, round_id))
        batch = sha256(data)
        return Looked(filled, batch, batch in ballots.files(connection, round_id))


def put_in(
    workbench: Workbench, actor: Actor, study_id: int, round_id: int, data: bytes, name: str
) -> Filled:
    """Put the ballots of a file in, all that can be counted; returns what was read.

    Raises Conflict where the file is in already or no votes are taken, BadInput where no ballot in
    it can be counted.
    """
    with act(workbench, actor, study_id, May.EVENTS, "put a file of ballots in") as doing:
        found = _running(doing, round_id)
        options = store.options(doing.connection, round_id)
        filled = read_sheet(lines_of(data, name), found.plan, options)
        batch = sha256(data)
        if batch in ballots.files(doing.connection, round_id):
            raise Conflict("This file is in already: take it out first, if it is to go in anew.")
        if not filled.ballots:
            raise BadInput(f"No ballot of the file can be counted. {filled.problems[0][1]}")
        if len(filled.ballots) > MOST_BALLOTS:
            raise BadInput(f"A file may hold {MOST_BALLOTS:,} ballots: split it into two.")
        ballots.add_file(
            doing.connection,
            found,
            batch,
            [(group, answers) for _, group, answers in filled.ballots],
            actor.account_id,
        )
        doing.about(round=round_id, ballots=len(filled.ballots), left_out=len(filled.problems))
    return filled


def files_in(workbench: Workbench, actor: Actor, study_id: int, round_id: int) -> Mapping[str, int]:
    """The files that were put in, by their hash, with how many ballots each has."""
    with look(workbench, actor, study_id, May.EVENTS) as connection:
        store.by_id(connection, study_id, round_id)
        return ballots.files(connection, round_id)


def take_out(workbench: Workbench, actor: Actor, study_id: int, round_id: int, batch: str) -> int:
    """Take all ballots of a file out again, before the close; returns how many there were."""
    with act(workbench, actor, study_id, May.EVENTS, "take a file of ballots out") as doing:
        _running(doing, round_id)
        taken = ballots.remove_file(doing.connection, round_id, batch)
        if not taken:
            raise NotFound("This file is not in any more: reload the page.")
        doing.about(round=round_id, ballots=taken)
    return taken


def _running(doing: Act, round_id: int) -> Round:
    found = store.by_id(doing.connection, doing.study_id, round_id, lock=True)
    if found.state not in (State.OPEN, State.PAUSED):
        raise Conflict("Ballots are put in and taken out while a vote is open or paused.")
    return found
