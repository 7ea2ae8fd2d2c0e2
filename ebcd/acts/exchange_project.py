"""A study as REFI-QDA takes it: codes, people, codings, and texts with words covered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from ebcd.acts import examples
from ebcd.codebook import tree
from ebcd.exchange.refi_project import Line, Person, Project, Selection, Text
from ebcd.people import Participant, Use, allows
from ebcd.store import exchange as store
from ebcd.store import findings, passages
from ebcd.store import study as studies
from ebcd.store.database import Connection
from ebcd.store.exchange import Spoken
from ebcd.store.findings import Material, Source
from ebcd.text import Span
from ebcd.times import now


def project_of(connection: Connection, study_id: int) -> tuple[Project, Mapping[int, int]]:
    """The study, and in how many of its codings and examples each participant is.

    Whoever's words leave in a transcript is among them, coded or not.
    """
    of = findings.material(connection, study_id)
    study = studies.by_id(connection, study_id)
    texts = _texts(connection, study_id, of)
    may = [each for each in of.passages.values() if each.may_quote]
    roles = store.roles(connection, study_id)
    people = tuple(
        Person(who.id, who.pseudonym, who.group.value, roles[who.id], _sources(of, who.id))
        for who in of.participants.values()
        if who.withdrawn_on is None
    )
    codes, quoted = examples.leaving(connection, study_id, of)
    project = Project(
        str(study_id),
        study.name if study else "",
        study.summary if study else "",
        now(),
        tuple(code for _depth, code in tree(codes)),
        texts,
        people,
        tuple(sorted(of.coders.items())),
    )
    speak = [who for who in of.participants.values() if _sources(of, who.id)]
    leave = {who.id: 0 for who in speak if _may_leave(who)}
    return project, leave | (Counter(who for each in may for who in each.people) + quoted)


def _sources(of: Material, who: int) -> tuple[int, ...]:
    return tuple(
        each
        for each in of.sources
        if any(turn.participant == who for turn in of.turns.get(each, ()))
    )


def _texts(connection: Connection, study_id: int, of: Material) -> tuple[Text, ...]:
    words = findings.whole_texts(connection, study_id)
    turns = store.spoken_turns(connection, study_id)
    marks = passages.withheld_spans(connection, study_id)
    memos = store.coding_memos(connection, study_id)
    made = store.made_at(connection, study_id)
    selections: dict[int, list[Selection]] = {}
    for each in of.passages.values():
        if each.may_quote:
            selections.setdefault(each.transcript, []).append(
                Selection(
                    each.uuid, each.span, each.code, each.coder or 0, made[each.uuid],
                    memos.get(each.uuid, ""),
                )
            )  # fmt: skip
    return tuple(
        Text(
            source.id,
            source.title,
            words[source.version],
            tuple(
                _line(of, source, turn, marks.get(source.version, []))
                for turn in turns.get(source.version, [])
            ),
            tuple(selections.get(source.id, [])),
        )
        for source in of.sources.values()
    )


def _line(of: Material, source: Source, turn: Spoken, marks: list[Span]) -> Line:
    """A turn with its speaker and what of it is covered."""
    who = None if turn.participant is None else of.participants[turn.participant]
    if source.is_field_note:
        speaker = ""
    elif turn.interviews:
        speaker = "Interviewer"
    else:
        unnamed = "Comment" if source.is_comments else "Speaker"
        speaker = unnamed if who is None else who.pseudonym
    free = source.is_field_note or turn.interviews or (who is None and source.is_quotable)
    if not free and not _may_leave(who):
        return Line(turn.span, speaker, (turn.span,))
    return Line(turn.span, speaker, tuple(mark for mark in marks if mark.meets(turn.span)))


def _may_leave(who: Participant | None) -> bool:
    return who is not None and passages.may_be_used(who) and allows(who, Use.QUOTE)
