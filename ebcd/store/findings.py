"""What the findings are worked out from: every usable coding, who speaks where, and the texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from ebcd.codebook import Code
from ebcd.coding import Coding, SpokenTurn
from ebcd.people import Participant
from ebcd.store import codebook, people
from ebcd.store.passages import COMMENTS, FIELD_NOTE, Passage, turns_of, usable_passages
from ebcd.store.tables import account, log, transcript, transcript_version
from ebcd.text import Span


@dataclass(frozen=True)
class Source:
    """A transcript that findings come from. `version`: its current one.

    `is_quotable`: comments whose writers agreed to be quoted without a name.
    """

    id: int
    title: str
    is_field_note: bool
    version: int
    is_comments: bool = False
    is_quotable: bool = False


@dataclass(frozen=True)
class Material:
    """Everything that findings need, at one state of the evidence.

    `revision`: what `evidence` said. `passages`: by the coding's id, those that may be used.
    `codings`: the same in the words of the analysis. `turns`: by transcript. `coders`: display
    names by account.
    """

    revision: int
    codes: Sequence[Code]
    participants: Mapping[int, Participant]
    sources: Mapping[int, Source]
    passages: Mapping[int, Passage]
    codings: Sequence[Coding]
    turns: Mapping[int, Sequence[SpokenTurn]]
    coders: Mapping[int, str]


_OF_LISTS_EVENTS_AND_VOTES = (
    "add a priority",
    "reword a priority",
    "set a priority aside",
    "bring a priority back",
    "merge priorities",
    "take priorities forward",
    "order a list",
    "confirm a joint priority",
    "take a joint priority back",
    "delete a priority",
    "keep a quotation with a priority",
    "prepare a round",
    "change a round",
    "discard a round",
    "open a round",
    "pause a round",
    "close a round",
    "reveal a round",
    "record what the group agreed",
    "make ballot cards",
    "enter a paper ballot",
    "void a paper ballot",
    "plan an event",
    "change an event",
    "delete an event",
    "put cards on the map",
    "raise or lower a card",
    "take a moment forward",
    "order the map",
    "take a card off the map",
    "put a note on the map",
    "take a note off the map",
)
_OF_THE_CODEBOOK_ALONE = ("add a code", "change a code", "move a code", "order the codes")
_OF_DOCUMENTS_AND_FILM = (
    "write a document",
    "export codebook",
    "export quotations",
    "export memos",
    "export matrix",
    "export project",
    "export passages",
    "keep a query",
    "delete a query",
    "look into the key",
    "add a clip",
    "note on a clip",
    "order the clips",
    "record an approval",
    "trim a clip",
)
_OF_TOPICS = (
    "name a topic",
    "merge topics",
    "split a topic",
    "put a topic back",
    "put all topics back",
    "let go of a topic",
    "undo work with topics",
)
_NOT_EVIDENCE = (
    *_OF_TOPICS,
    *_OF_THE_CODEBOOK_ALONE,
    *_OF_LISTS_EVENTS_AND_VOTES,
    *_OF_DOCUMENTS_AND_FILM,
)


def evidence(connection: Connection, study_id: int) -> int:
    """The number of the last act that can have changed who said what under which code.

    What was worked out at one number holds until the next; wording a code changes nothing.
    """
    newest = connection.execute(
        select(log.c.id)
        .where(log.c.study_id == study_id, log.c.what.not_in(_NOT_EVIDENCE))
        .order_by(log.c.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    return newest or 0


def sources(connection: Connection, study_id: int) -> dict[int, Source]:
    """The study's transcripts by id, in order of title."""
    rows = connection.execute(
        select(transcript)
        .where(transcript.c.study_id == study_id, transcript.c.current_version_id.is_not(None))
        .order_by(transcript.c.title, transcript.c.id)
    )
    return {
        row.id: Source(
            row.id,
            row.title,
            row.kind == FIELD_NOTE,
            row.current_version_id,
            row.kind == COMMENTS,
            row.kind == COMMENTS and row.may_quote,
        )
        for row in rows
    }


def material(connection: Connection, study_id: int) -> Material:
    """The study's material. Nothing marked “do not use” is in it."""
    passages = usable_passages(connection, study_id)
    there = sources(connection, study_id)
    by_version = {source.version: source.id for source in there.values()}
    turns = {
        by_version[version]: [each.spoken for each in those]
        for version, those in turns_of(connection, study_id).items()
        if version in by_version
    }
    coders = {each.coder for each in passages if each.coder is not None}
    named = connection.execute(
        select(account.c.id, account.c.display_name).where(account.c.id.in_(coders))
    )
    return Material(
        evidence(connection, study_id),
        codebook.codes(connection, study_id),
        people.participants(connection, study_id),
        there,
        {each.coding: each for each in passages},
        [
            Coding(
                each.coding,
                each.transcript,
                each.code,
                each.coder or 0,
                each.span,
                each.quote,
                each.origin,
            )
            for each in passages
        ],
        turns,
        {row[0]: row[1] for row in named},
    )


def texts(connection: Connection, study_id: int, wanted: Iterable[tuple[int, Span]]) -> list[str]:
    """The words at each (version, span)."""
    column = transcript_version.c.text
    return [
        str(
            connection.execute(
                select(func.substr(column, span.start + 1, len(span))).where(
                    transcript_version.c.id == version, transcript_version.c.study_id == study_id
                )
            ).scalar_one()
        )
        for version, span in wanted
    ]


def whole_texts(connection: Connection, study_id: int) -> dict[int, str]:
    """The current text of every transcript, by version."""
    rows = connection.execute(
        select(transcript_version.c.id, transcript_version.c.text)
        .join(transcript, transcript.c.current_version_id == transcript_version.c.id)
        .where(transcript.c.study_id == study_id)
    )
    return {row[0]: row[1] for row in rows}
