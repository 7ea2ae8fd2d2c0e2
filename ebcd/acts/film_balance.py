"""Who and what the film gives its time to, who is missing, and which touchpoint has no clip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ebcd.acts.access import Actor
from ebcd.acts.act import look
from ebcd.acts.film import Film, film_of
from ebcd.codebook import Kind, tree
from ebcd.errors import NotFound
from ebcd.film.storyboard import Balance, ClipKind, Share, Storyboard, balance
from ebcd.people import Use, allows
from ebcd.store import codebook, people
from ebcd.store.database import Connection
from ebcd.store.film import Place
from ebcd.store.passages import usable_passages
from ebcd.store.workbench import Workbench


@dataclass(frozen=True)
class Weighed:
    """A version of the film, weighed: what of it nobody has said no to.

    `missing`: who agrees to the film and speaks in an interview, but is not in it. `not_agreeing`:
    who speaks and does not agree to the film. `touchpoints`: in the codebook's order; a clip counts
    for each touchpoint that its words are coded with, and for the one its chapter came from.
    """

    board: Storyboard
    balance: Balance
    missing: tuple[str, ...]
    not_agreeing: tuple[str, ...]
    touchpoints: tuple[Share, ...]

    @property
    def without(self) -> tuple[str, ...]:
        """The touchpoints that have no clip."""
        return tuple(share.name for share in self.touchpoints if not share.clips)


def weighed(workbench: Workbench, actor: Actor, study_id: int, version: int = 0) -> Weighed:
    """Weigh a version of the film. Raises NotFound where there is none."""
    with look(workbench, actor, study_id) as connection:
        film = film_of(connection, study_id, version)
        if film is None:
            raise NotFound("There is no storyboard yet: begin the film first.")
        board = film.gate.draft
        speak = [
            each.participant
            for each in people.people(connection, study_id)
            if each.transcripts and each.participant.withdrawn_on is None
        ]
        could = [each for each in speak if allows(each, Use.FILM)]
        shares = balance(board, [(each.pseudonym, each.group) for each in could])
        seen = {person.participant for _, clip in board.clips() for person in clip.people}
        return Weighed(
            board,
            shares,
            tuple(each.pseudonym for each in could if each.id not in seen),
            tuple(each.pseudonym for each in speak if each not in could),
            _touchpoints(connection, study_id, film, board),
        )


def _touchpoints(
    connection: Connection, study_id: int, film: Film, board: Storyboard
) -> tuple[Share, ...]:
    codes = [
        code for _, code in tree(codebook.codes(connection, study_id))
        if code.kind is Kind.TOUCHPOINT
    ]  # fmt: skip
    told = _told(connection, study_id, [code.id for code in codes], film.places)
    lengths: dict[int, list[int]] = {code.id: [] for code in codes}
    for chapter, clip in board.clips():
        if clip.kind is not ClipKind.CLIP:
            continue
        of = told.get(clip.id, set()) | {chapter.code}
        for code_id, row in lengths.items():
            if code_id in of:
                row.append(clip.length_ms)
    return tuple(Share(code.name, len(lengths[code.id]), sum(lengths[code.id])) for code in codes)


def _told(
    connection: Connection, study_id: int, codes: Sequence[int], places: Mapping[int, Place]
) -> dict[int, set[int | None]]:
    """With which of these codes the words of each clip are coded."""
    found: dict[int, set[int | None]] = {}
    if not codes:
        return found
    passages = usable_passages(connection, study_id, codes=codes)
    for clip_id, place in places.items():
        found[clip_id] = {
            each.code
            for each in passages
            if each.version == place.version and each.span.meets(place.span)
        }
    return found
