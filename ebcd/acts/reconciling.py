"""Reconciling: people who coded a transcript apart compare, and settle place by place what stays.

Each place is settled by one act, which can be taken back: the codings there become those agreed on,
under the name of whoever settled it. What each coder had is kept for the agreement figures.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from ebcd.acts.access import Actor, May
from ebcd.acts.act import Act, act, look
from ebcd.acts.blind_coding import LONGEST_NOTE, found, opened_for_comparison
from ebcd.codebook import Code, Kind
from ebcd.errors import BadInput, Conflict, NotFound
from ebcd.findings.disagreements import Choice, Differs, Place, places, settled
from ebcd.findings.side_by_side import Mark, Measured, over_characters, over_turns, without
from ebcd.store import blind_coding, codebook, desk, log, people, reconciling
from ebcd.store import coding as codings
from ebcd.store.blind_coding import BlindCoding, Decision, Kept
from ebcd.store.database import Connection
from ebcd.store.desk import DeskTurn
from ebcd.store.passages import may_be_used, withheld_spans
from ebcd.store.workbench import Workbench
from ebcd.text import Span, join_turns, turn_spans

_FEW = 20
"""Desks read a whole transcript again after changes of more codings than these."""
_COVER = "\ue000"
"""Stands, letter for letter, for words that are not to be used."""
COVERED = "[…]"


@dataclass(frozen=True)
class Compared:
    """What people who coded a transcript apart have to compare.

    `text`: the transcript's, words that may not be used covered; read it with `words`. `spans`:
    of its `turns`. `looked`: what of it counts for agreement. `lost`: how many passages stood on
    words that were cut out since.
    """

    blind: BlindCoding
    codes: Mapping[int, Code]
    text: str
    turns: Sequence[DeskTurn]
    spans: Sequence[Span]
    looked: Sequence[Span]
    marks: Sequence[Mark]
    places: Sequence[Place]
    decisions: Mapping[int, Decision]
    lost: int

    def words(self, span: Span) -> str:
        """The words there; what may not be used is left out."""
        return re.sub(f"{_COVER}+", COVERED, self.text[span.start : span.end])


def compared(workbench: Workbench, actor: Actor, study_id: int, blind_id: int) -> Compared:
    """A blind coding that was opened for comparison. Raises Conflict while it is open."""
    with look(workbench, actor, study_id) as connection:
        blind, had = opened_for_comparison(connection, study_id, blind_id)
        opened = desk.opened(connection, study_id, blind.transcript_id)
        codes = {code.id: code for code in codebook.codes(connection, study_id)}
        persons = people.participants(connection, study_id)
        marked = withheld_spans(connection, study_id).get(opened.version, [])
        settled_places = blind_coding.decisions(connection, study_id, blind_id)
    spans = list(turn_spans([turn.text for turn in opened.turns]))
    gone = [
        span
        for turn, span in zip(opened.turns, spans, strict=True)
        if turn.participant is not None and not may_be_used(persons[turn.participant])
    ]
    kinds = {code.id: code.kind.value for code in codes.values()}
    return Compared(
        blind,
        codes,
        _covered(join_turns(turn.text for turn in opened.turns), [*marked, *gone]),
        opened.turns,
        spans,
        without(spans, [*marked, *gone]),
        had.marks,
        places(had.marks, [coder.id for coder in blind.coders], kinds),
        settled_places,
        had.lost,
    )


def _covered(text: str, hidden: Iterable[Span]) -> str:
    for span in hidden:
        text = text[: span.start] + _COVER * len(span) + text[span.end :]
    return text


@dataclass(frozen=True)
class Figures:
    """Agreement on the codes of some kinds, over characters and over turns."""

    characters: Measured
    turns: Measured


def figures(of: Compared, kinds: Sequence[Kind]) -> Figures:
    """How alike the coders coded."""
    marks = [mark for mark in of.marks if of.codes[mark.code].kind in kinds]
    coders = [coder.id for coder in of.blind.coders]
    starts = [part.start for part in of.looked]
    turns = [
        turn
        for turn in of.spans
        if len(turn)
        and (at := bisect_right(starts, turn.end - 1) - 1) >= 0
        and of.looked[at].meets(turn)
    ]
    return Figures(over_characters(marks, of.looked, coders), over_turns(marks, turns, coders))


def decide(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    blind_id: int,
    place: int,
    choice: Choice,
    *,
    kept: Iterable[int] = (),
    span: Span | None = None,
    note: str = "",
) -> str:
    """Settle one place: the codings there become those chosen. The act, to take it back by."""
    name = str(uuid4())
    with act(workbench, actor, study_id, May.CODE, "settle a disagreement") as doing:
        blind, had = opened_for_comparison(doing.connection, study_id, blind_id)
        by_key = {p.key: p for p in _places(doing.connection, study_id, blind, had)}
        if place not in by_key:
            raise NotFound("This place is no longer there: reload the page.")
        staying = sorted(set(kept))
        values = {"choice": choice.value, "kept": staying, "note": _checked(note), "act_uuid": name}
        agreed = settled(by_key[place], choice, staying, span)
        memory = _settle(doing, blind, had, by_key[place], agreed, values)
        doing.remember(reconciling.UNDO, {"act": name, "places": [memory]})
        _tell(doing, blind, memory["touched"])
        doing.about(blind_coding=blind_id, transcript=blind.transcript_id, place=place)
    return name


def accept_agreed(workbench: Workbench, actor: Actor, study_id: int, blind_id: int) -> int:
    """Settle every place at which the coders agree; how many there were."""
    name = str(uuid4())
    with act(workbench, actor, study_id, May.CODE, "accept what coders agree on") as doing:
        blind, had = opened_for_comparison(doing.connection, study_id, blind_id)
        settled_before = blind_coding.decisions(doing.connection, study_id, blind_id)
        agreeing = [
            each
            for each in _places(doing.connection, study_id, blind, had)
            if each.differs is Differs.AGREE and each.key not in settled_before
        ]
        if not agreeing:
            raise Conflict("Everything that the coders agree on has been accepted already.")
        memories = []
        for each in agreeing:
            values = {
                "choice": Choice.AGREED.value,
                "kept": [coder.id for coder in blind.coders],
                "act_uuid": name,
            }
            agreed = settled(each, Choice.AGREED)
            memories.append(_settle(doing, blind, had, each, agreed, values))
        doing.remember(reconciling.UNDO, {"act": name, "places": memories})
        _tell(doing, blind, [uuid for memory in memories for uuid in memory["touched"]])
        doing.about(blind_coding=blind_id, transcript=blind.transcript_id, places=len(agreeing))
    return len(agreeing)


def _settle(
    doing: Act,
    blind: BlindCoding,
    had: Kept,
    place: Place,
    agreed: Sequence[tuple[int, Span]],
    values: Mapping[str, object],
) -> reconciling.Memory:
    row = {
        **values,
        "passage_id": place.key,
        "blind_coding_id": blind.id,
        "by_id": doing.actor.account_id,
    }
    if not blind_coding.decide(doing.connection, doing.study_id, row):
        raise Conflict("Somebody else settled this place meanwhile: reload the page.")
    return reconciling.reconcile(
        doing.connection,
        doing.study_id,
        codings.place(doing.connection, doing.study_id, blind.transcript_id),
        [had.uuids[mark.id] for mark in place.marks],
        agreed,
        doing.actor.account_id,
    )


def take_back(
    workbench: Workbench, actor: Actor, study_id: int, blind_id: int, act_name: str
) -> int:
    """Undo one act of settling: the coders' codings are back, the places are open again."""
    with act(workbench, actor, study_id, May.CODE, "take back what was settled") as doing:
        blind = found(doing.connection, study_id, blind_id)
        kept = reconciling.remembered(doing.connection, study_id, act_name)
        if kept is None:
            raise Conflict("This was taken back already, or can no longer be: reload the page.")
        undo_id, memory = kept
        where = codings.place(doing.connection, study_id, blind.transcript_id)
        if any(
            row["version_id"] != where.version_id
            for each in memory["places"]
            for row in each["rows"]
        ):
            raise Conflict("The transcript was corrected since: change the coding at the desk.")
        touched: list[str] = []
        for each in memory["places"]:
            touched += reconciling.put_back(doing.connection, study_id, where, each)
        freed = blind_coding.undecide(doing.connection, study_id, act_name)
        log.mark_undone(doing.connection, undo_id)
        _tell(doing, blind, touched)
        doing.about(blind_coding=blind_id, transcript=blind.transcript_id, places=len(freed))
    return len(freed)


def _checked(note: str) -> str:
    note = note.strip()
    if len(note) > LONGEST_NOTE:
        raise BadInput(f"This note has {len(note):,} characters: shorten it to {LONGEST_NOTE:,}.")
    return note


def _tell(doing: Act, blind: BlindCoding, uuids: Iterable[str]) -> None:
    """Let open desks know which codings changed."""
    touched = list(dict.fromkeys(uuids))
    by_id, where = doing.actor.account_id, blind.transcript_id
    if len(touched) > _FEW:
        codings.record_many(doing.connection, doing.study_id, where, by_id)
        return
    for uuid in touched:
        codings.record(doing.connection, doing.study_id, where, reconciling.UNDO, uuid, by_id)


def _places(connection: Connection, study_id: int, blind: BlindCoding, had: Kept) -> list[Place]:
    kinds = {code.id: code.kind.value for code in codebook.codes(connection, study_id)}
    return places(had.marks, [coder.id for coder in blind.coders], kinds)
