"""Blind coding: two or more people code the same transcript apart, then compare and settle.

While it is open, each of them sees their own codings there and nobody else's, wherever they look.
When all have said that they are done, or the lead closes it, what each has is kept for the
comparison and everybody sees everything again.
"""

from __future__ import annotations

from collections.abc import Sequence

from ebcd.acts.access import RIGHTS, Actor, May, Role, check
from ebcd.acts.act import Act, act, look
from ebcd.errors import BadInput, Conflict, NotAllowed, NotFound
from ebcd.store import accounts, blind_coding
from ebcd.store import blindfold as blindfolds
from ebcd.store import coding as codings
from ebcd.store.blind_coding import BlindCoding, Kept
from ebcd.store.blindfold import Blindfold
from ebcd.store.database import Connection
from ebcd.store.workbench import Workbench

LONGEST_NOTE = 2_000


def blind_codings(workbench: Workbench, actor: Actor, study_id: int) -> list[BlindCoding]:
    """The study's blind codings, open ones first."""
    with look(workbench, actor, study_id) as connection:
        return blind_coding.listed(connection, study_id)


def has_any(workbench: Workbench, actor: Actor, study_id: int) -> bool:
    """Whether anything was ever coded blind in this study."""
    with look(workbench, actor, study_id) as connection:
        return blind_coding.how_many(connection, study_id) > 0


def mine(
    workbench: Workbench, actor: Actor, study_id: int, transcript_id: int
) -> BlindCoding | None:
    """The blind coding of this transcript that the actor takes part in now, or None."""
    with look(workbench, actor, study_id) as connection:
        blind = blind_coding.open_in(connection, study_id, transcript_id)
    return blind if blind is not None and blind.coder(actor.account_id) else None


def blindfold(workbench: Workbench, actor: Actor, study_id: int) -> Blindfold | None:
    """What is hidden from the actor; what a page keeps for several people hangs on it too."""
    with look(workbench, actor, study_id) as connection:
        return blindfolds.worn(connection)


def possible_coders(workbench: Workbench, actor: Actor, study_id: int) -> dict[int, str]:
    """Who may code in this study: names by account."""
    with look(workbench, actor, study_id) as connection:
        may = {
            member.account.id: member.account.display_name
            for member in accounts.members(connection, study_id)
            if May.CODE in RIGHTS[Role(member.role)] and not member.account.disabled
        }
        if actor.is_admin and actor.account_id is not None:
            may.setdefault(actor.account_id, actor.name)
    return may


def begin(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    transcripts: Sequence[int],
    coders: Sequence[int],
    note: str = "",
) -> list[int]:
    """Let these people code these transcripts blind; the new blind codings."""
    people = list(dict.fromkeys(coders))
    if len(people) < 2:
        raise BadInput("Blind coding needs two coders or more: choose another one.")
    if not transcripts:
        raise BadInput("Choose the transcripts that are to be coded blind.")
    strangers = set(people) - set(possible_coders(workbench, actor, study_id))
    if strangers:
        raise BadInput("Somebody chosen may not code in this study: give them a role that may.")
    made = []
    with act(workbench, actor, study_id, May.CODE, "begin blind coding") as doing:
        for transcript_id in dict.fromkeys(transcripts):
            codings.place(doing.connection, study_id, transcript_id)
            there = blind_coding.open_in(doing.connection, study_id, transcript_id)
            if there is not None:
                raise Conflict(f"“{there.title}” is being coded blind already: finish that first.")
            made.append(
                blind_coding.add(
                    doing.connection,
                    study_id,
                    transcript_id,
                    people,
                    note.strip()[:LONGEST_NOTE],
                    actor.account_id,
                )
            )
            codings.record_many(doing.connection, study_id, transcript_id, actor.account_id)
        doing.about(blind_codings=made, coders=people)
    return made


def say_done(
    workbench: Workbench, actor: Actor, study_id: int, blind_id: int, done: bool = True
) -> bool:
    """The actor has finished coding, or goes on after all.

    Whether all have finished by that, which opens it for comparison.
    """
    what = "finish blind coding" if done else "go on with blind coding"
    with act(workbench, actor, study_id, May.CODE, what) as doing:
        blind = _open(doing, blind_id)
        if blind.coder(actor.account_id) is None or actor.account_id is None:
            raise NotAllowed("You are not one of the coders of this blind coding.")
        blind_coding.set_done(doing.connection, blind_id, actor.account_id, done)
        left = [c for c in blind.coders if c.done_at is None and c.id != actor.account_id]
        doing.about(blind_coding=blind_id, transcript=blind.transcript_id)
        if done and not left:
            _close(doing, blind)
            return True
    return False


def may_close(actor: Actor, role: Role, blind: BlindCoding) -> bool:
    """Whether this person may end it for everybody: a lead, or whoever set it up for others."""
    for_others = blind.opened_by == actor.account_id and blind.coder(actor.account_id) is None
    return May.TEAM in RIGHTS[role] or (for_others and May.CODE in RIGHTS[role])


def close(workbench: Workbench, actor: Actor, study_id: int, blind_id: int) -> None:
    """Open it for comparison though not everybody has said that they are done."""
    with act(workbench, actor, study_id, May.CODE, "close blind coding") as doing:
        blind = _open(doing, blind_id)
        _check_may_close(doing, blind)
        _close(doing, blind)
        doing.about(blind_coding=blind_id, transcript=blind.transcript_id)


def call_off(workbench: Workbench, actor: Actor, study_id: int, blind_id: int) -> None:
    """Delete a blind coding, open or not. The codings stay as they are."""
    with act(workbench, actor, study_id, May.CODE, "call off blind coding") as doing:
        blind = found(doing.connection, study_id, blind_id)
        _check_may_close(doing, blind)
        blind_coding.remove(doing.connection, study_id, blind_id)
        codings.record_many(doing.connection, study_id, blind.transcript_id, doing.actor.account_id)
        doing.about(blind_coding=blind_id, transcript=blind.transcript_id)


def _check_may_close(doing: Act, blind: BlindCoding) -> None:
    role = check(doing.connection, doing.actor, doing.study_id, May.CODE)
    if not may_close(doing.actor, role, blind):
        raise NotAllowed(
            "Only the study's lead, or whoever set it up for others, may end a blind coding."
        )


def _close(doing: Act, blind: BlindCoding) -> None:
    blind_coding.close(doing.connection, doing.study_id, blind, doing.actor.account_id)
    codings.record_many(
        doing.connection, doing.study_id, blind.transcript_id, doing.actor.account_id
    )


def found(connection: Connection, study_id: int, blind_id: int) -> BlindCoding:
    """The blind coding of this number. Raises NotFound."""
    blind = blind_coding.find(connection, study_id, blind_id)
    if blind is None:
        raise NotFound("This blind coding is no longer there: look at the list again.")
    return blind


def _open(doing: Act, blind_id: int) -> BlindCoding:
    blind = found(doing.connection, doing.study_id, blind_id)
    if not blind.is_open:
        raise Conflict("This blind coding was opened for comparison already: reload the page.")
    return blind


def opened_for_comparison(
    connection: Connection, study_id: int, blind_id: int
) -> tuple[BlindCoding, Kept]:
    """A closed blind coding and what its coders had.

    Raises Conflict while it is open, or while the transcript is coded blind again by the actor.
    """
    blind = found(connection, study_id, blind_id)
    worn = blindfolds.worn(connection)
    if blind.is_open or (worn is not None and blind.transcript_id in worn.transcripts):
        raise Conflict(
            f"“{blind.title}” is being coded blind: it can be compared when all are done."
        )
    return blind, blind_coding.kept(connection, study_id, blind_id)
