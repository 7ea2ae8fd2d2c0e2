"""Search: the words of all transcripts, and coding what was found in one go.

A search is asked in plain words (`ebcd.search.query`). What it found can be coded with one code:
shown first, one passage a line; done as one act; taken back as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ebcd.acts.access import Actor, May
from ebcd.acts.act import Act, act, look
from ebcd.acts.codebook import store_draft
from ebcd.assistant.sentences import sentence_spans
from ebcd.codebook import Code, Kind, checked_name, tree
from ebcd.coding import Origin
from ebcd.errors import BadInput, Conflict, NotFound
from ebcd.exchange.codebook_table import DraftCode
from ebcd.search.query import parse, said
from ebcd.search.words import HIDDEN
from ebcd.store import autocode, codebook, found, found_turns, log
from ebcd.store import coding as store
from ebcd.store.coding import NewCoding
from ebcd.store.found import Found
from ebcd.store.found_turns import FoundTurn, Speaking, Where
from ebcd.store.workbench import Workbench
from ebcd.text import Span
from ebcd.words import _

PAGE = 50
MOST_CODED = 1_000
"""Passages coded in one go: as many as a person can look through."""
_UNDO = "code what was found"
_OPENING = " ([{“‘«"
"""What begins the next sentence, where a sentence was cut behind it."""


@dataclass(frozen=True)
class Result:
    """One page of a search. `read_as`: how what was typed was understood."""

    read_as: str
    found: Found
    turns: Sequence[FoundTurn]


@dataclass(frozen=True)
class Choices:
    """What a search can be narrowed to: titles of transcripts, pseudonyms, codes in order.

    `traits`: the values of each attribute of participants and of comments.
    """

    titles: Mapping[int, str]
    people: Mapping[int, str]
    codes: Sequence[Code]
    traits: Mapping[str, tuple[str, ...]]


def choices(workbench: Workbench, actor: Actor, study_id: int) -> Choices:
    """What a search can be narrowed to. Whoever may not be used is not among the people."""
    with look(workbench, actor, study_id) as connection:
        return Choices(
            found.titles(connection, study_id),
            found.pseudonyms(connection, study_id),
            [code for _depth, code in tree(codebook.codes(connection, study_id))],
            found.trait_values(connection, study_id),
        )


def find(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    typed: str,
    where: Where,
    page: int = 0,
) -> Result:
    """What `typed` finds, with the turns of one page, counted from 0.

    Raises BadInput where it cannot be read.
    """
    query = parse(typed)
    with look(workbench, actor, study_id) as connection:
        every = found.find(connection, study_id, query, where, first=page * PAGE, most=PAGE)
        turns = found_turns.read(connection, study_id, query, every.ids, where)
    return Result(said(query), every, turns)


class Unit(StrEnum):
    """How much around a hit is coded."""

    SENTENCE = "sentence"
    TURN = "turn"
    WORDS = "words"

    @property
    def label(self) -> str:
        return {
            "sentence": _("The sentence"),
            "turn": _("The whole turn"),
            "words": _("The words found"),
        }[self.value]


@dataclass(frozen=True)
class Proposal:
    """A passage that would be coded. `hits`: where in the text its words were found.

    `already`: it lies within a passage that bears the code.
    """

    transcript: int
    title: str
    span: Span
    quote: str
    speaking: Speaking
    hits: tuple[Span, ...] = ()
    already: bool = False

    @property
    def key(self) -> str:
        """The passage in one word."""
        return f"{self.transcript}-{self.span.start}-{self.span.end}"


@dataclass(frozen=True)
class Preview:
    """What coding would do. `not_to_use`: passages left out for a “do not use” mark in them.

    `more`: whether the search finds more than can be coded in one go.
    """

    proposals: Sequence[Proposal]
    not_to_use: int
    more: bool

    @property
    def new(self) -> Sequence[Proposal]:
        """Those that do not bear the code yet."""
        return [each for each in self.proposals if not each.already]


def preview(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    typed: str,
    where: Where,
    unit: Unit,
    code_id: int | None,
) -> Preview:
    """The passages around what `typed` finds; `code_id` None is a code to be made."""
    query = parse(typed)
    with look(workbench, actor, study_id, May.CODE) as connection:
        every = found.find(connection, study_id, query, where, most=MOST_CODED)
        turns = found_turns.read(connection, study_id, query, every.ids, where)
        bearing = found_turns.passages_with(
            connection, study_id, code_id, {turn.transcript for turn in turns}
        )
    proposals: list[Proposal] = []
    hidden = 0
    for turn in turns:
        for span in _around(turn, unit):
            quote = turn.text[span.start - turn.span.start : span.end - turn.span.start]
            if HIDDEN in quote:
                hidden += 1
                continue
            already = any(
                each.start <= span.start and span.end <= each.end
                for each in bearing.get(turn.transcript, ())
            )
            proposals.append(
                Proposal(
                    turn.transcript, turn.title, span, quote, turn.speaking, turn.hits, already
                )
            )
    more = every.more or every.turns > MOST_CODED or len(proposals) > MOST_CODED
    return Preview(proposals[:MOST_CODED], hidden, more)


def _around(turn: FoundTurn, unit: Unit) -> list[Span]:
    """The passages of a turn to code, each once, in order."""
    if unit is Unit.WORDS:
        return list(turn.hits)
    if unit is Unit.TURN:
        return [turn.span]
    first = turn.span.start
    found: list[Span] = []
    for each in sentence_spans(turn.text):
        long = len(turn.text[each.start : each.end].rstrip(_OPENING))
        sentence = Span(each.start + first, each.start + first + long)
        if any(sentence.meets(hit) for hit in turn.hits):
            found.append(sentence)
    return found


@dataclass(frozen=True)
class NewCode:
    """A code that is made for what was found."""

    kind: Kind
    name: str


@dataclass(frozen=True)
class Done:
    """What was done. `undo_id`: what takes it back."""

    code_id: int
    codings: int
    undo_id: int | None


def code_found(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    passages: Iterable[Proposal],
    code: int | NewCode,
) -> Done:
    """Code these passages in one act. A new code that is there already is that one.

    Raises BadInput where there are none or too many, Conflict where a text was corrected since.
    """
    chosen = [(each.transcript, each.span, each.quote) for each in passages]
    with act(workbench, actor, study_id, May.CODE, "code what a search found") as doing:
        code_id, count = code_passages(doing, chosen, code)
    return Done(code_id, count, doing.undo_id)


def code_passages(
    doing: Act, chosen: Sequence[tuple[int, Span, str]], code: int | NewCode
) -> tuple[int, int]:
    """Code passages (transcript, span, words) within an act that `undo` takes back.

    Returns the code's id and how many codings were made.
    """
    if not chosen:
        raise BadInput("No passage is ticked: tick at least one.")
    if len(chosen) > MOST_CODED:
        raise BadInput(f"These are {len(chosen):,} passages: code at most {MOST_CODED:,} at once.")
    code_id, made = _code(doing, code)
    by = doing.actor.account_id
    uuids = store.add_codings(
        doing.connection,
        doing.study_id,
        [
            NewCoding(transcript, code_id, span, by, quote, Origin.AUTOCODE)
            for transcript, span, quote in chosen
        ],
    )
    memory = [
        [uuid, span.start, span.end]
        for uuid, (_transcript, span, _quote) in zip(uuids, chosen, strict=True)
    ]
    doing.remember(_UNDO, {"code": code_id, "made": made, "codings": memory})
    doing.about(code=code_id, codings=len(uuids))
    return code_id, len(uuids)


def _code(doing: Act, code: int | NewCode) -> tuple[int, bool]:
    """The code's id, and whether it was made here."""
    there = codebook.codes(doing.connection, doing.study_id)
    if isinstance(code, NewCode):
        name = checked_name(code.name)
        for each in there:
            if each.kind is code.kind and each.name.casefold() == name.casefold():
                return each.id, False
        draft = DraftCode(code.kind, name)
        return store_draft(doing.connection, doing.study_id, draft, None, there), True
    if not store.code_is_there(doing.connection, doing.study_id, code):
        raise NotFound("This code was deleted by somebody else: choose another code.")
    return code, False


@dataclass(frozen=True)
class Undone:
    """What an undo took back. `kept`: codings that somebody has worked on since, which stay."""

    codings: int
    kept: int


def undo(workbench: Workbench, actor: Actor, study_id: int, undo_id: int) -> Undone:
    """Take back what `code_found` did. Raises Conflict where that was done already.

    A coding that was given another code, other words or a memo since is somebody's work: it stays.
    """
    with act(workbench, actor, study_id, May.CODE, "undo coding what a search found") as doing:
        kept = log.remembered(doing.connection, study_id, undo_id)
        if kept is None or kept.kind != _UNDO:
            raise Conflict("This was undone already, or can no longer be undone: reload the page.")
        memory: dict[str, Any] = kept.memory
        removed = autocode.remove_untouched(
            doing.connection,
            study_id,
            memory["code"],
            {uuid: Span(start, end) for uuid, start, end in memory["codings"]},
            actor.account_id,
        )
        if memory["made"]:
            autocode.delete_unused(doing.connection, study_id, memory["code"])
        log.mark_undone(doing.connection, undo_id)
        doing.about(undo=undo_id, codings=removed)
    return Undone(removed, len(memory["codings"]) - removed)
