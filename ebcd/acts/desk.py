"""What the coding desk shows: a transcript with its coding, what changed, how far everything is."""

from __future__ import annotations

from dataclasses import dataclass

from ebcd.acts.access import Actor
from ebcd.acts.act import look
from ebcd.codebook import Code, Kind, path, tree
from ebcd.store import codebook, desk, favourites
from ebcd.store.desk import Changes, DeskCoding, DeskTranscript, Progress, Withheld
from ebcd.store.workbench import Workbench


@dataclass(frozen=True)
class Opened:
    """Everything that the desk shows. `codes`: in reading order, each with its path.

    `recent`, `favourites`: codes of the one who asks.
    """

    transcript: DeskTranscript
    codes: list[tuple[Code, str]]
    codings: list[DeskCoding]
    withheld: list[Withheld]
    recent: list[int]
    favourites: list[int]


def opened(workbench: Workbench, actor: Actor, study_id: int, transcript_id: int) -> Opened:
    """A transcript opened at the desk. Raises NotFound where it is not in the study."""
    with look(workbench, actor, study_id) as connection:
        found = desk.opened(connection, study_id, transcript_id)
        there = codebook.codes(connection, study_id)
        codings = desk.codings(connection, study_id, found.version)
        withheld = desk.withheld_in(connection, found.version)
        recent = desk.recent_codes(connection, study_id, actor.account_id)
        chosen = favourites.favourites(connection, study_id, actor.account_id)
    by_id = {code.id: code for code in there}
    listed = [(code, path(code, by_id)) for _depth, code in tree(there)]
    if not recent:
        recent = [code.id for code, _ in listed if code.kind is not Kind.STAGE][:9]
    return Opened(found, listed, codings, withheld, recent, chosen)


def changes(
    workbench: Workbench, actor: Actor, study_id: int, transcript_id: int, since: int
) -> Changes:
    """What anybody changed in the transcript's coding since revision `since`."""
    with look(workbench, actor, study_id) as connection:
        return desk.changes(connection, study_id, transcript_id, since)


def progress(
    workbench: Workbench, actor: Actor, study_id: int, only: int | None = None
) -> list[Progress]:
    """Every transcript, or one alone, with how much is coded in it, by title."""
    with look(workbench, actor, study_id) as connection:
        return desk.progress(connection, study_id, actor.account_id, only)
