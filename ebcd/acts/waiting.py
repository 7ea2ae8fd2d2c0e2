"""Placing anew what a correction could not carry, and looking over what it changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ebcd.acts.access import RIGHTS, Actor, May, role_in
from ebcd.acts.act import Act, act, look
from ebcd.acts.coding import remember_removed
from ebcd.acts.film_undo import remembered
from ebcd.errors import BadInput, NotFound
from ebcd.store import coding as codings
from ebcd.store import film, search, waiting
from ebcd.store.database import Connection
from ebcd.store.names import hidden_versions
from ebcd.store.unlisted import unlisted
from ebcd.store.versions import history
from ebcd.store.waiting import CLIP, CODING, WITHHELD, Reworded, Waiting
from ebcd.store.workbench import Workbench
from ebcd.text import Span, normalise

_GONE = "This was placed or given up by somebody else meanwhile: look at the list again."
_HIDDEN = "…"


def waiting_counts(workbench: Workbench, actor: Actor, study_id: int) -> dict[int, int]:
    """How much waits to be placed anew, by transcript; those with nothing are left out."""
    with look(workbench, actor, study_id) as connection:
        return waiting.counts(connection, study_id)


def problems(workbench: Workbench, actor: Actor, study_id: int) -> list[str]:
    """What the command line says of what waits, and so is in no document: a sentence, or none."""
    waits = sum(waiting_counts(workbench, actor, study_id).values())
    if not waits:
        return []
    return [
        f"{waits} passages could not be carried to a corrected text and are left out: place them "
        "anew on the Transcripts page."
    ]


def listed(
    workbench: Workbench, actor: Actor, study_id: int, transcript_id: int
) -> tuple[list[Waiting], list[Reworded]]:
    """What waits in a transcript, and the codings whose words were corrected.

    Words marked “do not use”, of somebody who has left, or with names replaced since are hidden;
    those of a mark itself are shown, for it is placed anew by them.
    """
    with look(workbench, actor, study_id) as connection:
        waits = waiting.waiting(connection, study_id, transcript_id)
        changed = waiting.reworded(connection, study_id, transcript_id)
        role = role_in(connection, actor, study_id)
        if role is None or May.IDENTITY not in RIGHTS[role]:
            hidden = hidden_versions(connection, study_id)
            past = history(connection, study_id, transcript_id)
            numbers = {one.number for one in past if one.id in hidden}
            waits = [replace(w, quote=_HIDDEN) if w.number in numbers else w for w in waits]
            if numbers:
                changed = [replace(each, was=_HIDDEN) for each in changed]
        waits = _listed_words(connection, study_id, transcript_id, waits)
        if changed:
            bad = unlisted(connection, study_id, transcript_id)
            changed = [
                replace(each, was=_HIDDEN, quote=_HIDDEN) if _meets(each.span, bad) else each
                for each in changed
            ]
    return waits, changed


def _listed_words(
    connection: Connection, study_id: int, transcript_id: int, waits: Sequence[Waiting]
) -> list[Waiting]:
    """What waits, without the words that may stand in no list."""
    bad = {
        number: unlisted(connection, study_id, transcript_id, number)
        for number in {each.number for each in waits}
    }
    return [
        replace(each, quote=_HIDDEN)
        if each.kind != WITHHELD and _meets(each.was, bad[each.number])
        else each
        for each in waits
    ]


def _meets(span: Span, others: Sequence[Span]) -> bool:
    return any(span.meets(other) for other in others)


def place_anew(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    transcript_id: int,
    kind: str,
    row_id: int,
    span: Span,
    quote: str,
) -> None:
    """Let what waits stand at `span` of the current text. `quote`: the words seen there."""
    with act(workbench, actor, study_id, _right(kind), "place a passage anew") as doing:
        row = _row(doing, transcript_id, kind, row_id)
        where = codings.place(doing.connection, study_id, transcript_id)
        if not len(span) > 0 or span.end > where.length:
            raise BadInput("Choose words of the text for this passage.")
        words = codings.words_at(doing.connection, where.version_id, span)
        if words != quote:
            raise BadInput("The text has changed since you looked: choose the words again.")
        waiting.place_anew(doing.connection, kind, row_id, where.version_id, span, words)
        _tell(doing, transcript_id, kind)
        doing.about(transcript=transcript_id, kind=kind, about=row.get("uuid") or row_id)


def give_up(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    transcript_id: int,
    kind: str,
    row_id: int,
) -> None:
    """Delete what waits; a coding can be brought back at the desk by undo."""
    with act(workbench, actor, study_id, _right(kind), "give up a passage") as doing:
        row = _row(doing, transcript_id, kind, row_id)
        if kind == CODING:
            remember_removed(doing, row)
        elif kind == CLIP:
            with remembered(doing):
                film.take_out(doing.connection, study_id, row_id)
        waiting.give_up(doing.connection, kind, row_id)
        _tell(doing, transcript_id, kind)
        doing.about(transcript=transcript_id, kind=kind, about=row.get("uuid") or row_id)


def looked_at(workbench: Workbench, actor: Actor, study_id: int, uuids: Sequence[str]) -> None:
    """Say that these codings fit the corrected words."""
    with act(workbench, actor, study_id, May.CODE, "look over corrected codings") as doing:
        for uuid in uuids:
            waiting.looked_at(doing.connection, study_id, uuid)
        doing.about(codings=len(uuids))


def _right(kind: str) -> May:
    return May.FILM if kind == CLIP else May.CODE


def _row(doing: Act, transcript_id: int, kind: str, row_id: int) -> Mapping[str, Any]:
    row = waiting.find(doing.connection, doing.study_id, kind, row_id)
    if row is None or row["transcript_id"] != transcript_id:
        raise NotFound(_GONE)
    return row


def _tell(doing: Act, transcript_id: int, kind: str) -> None:
    """Let open desks and the search know."""
    if kind == CLIP:
        return
    codings.record_many(doing.connection, doing.study_id, transcript_id, doing.actor.account_id)
    if kind == WITHHELD:
        search.index_transcript(doing.connection, transcript_id)


def words_in(turn: str, words: str) -> Span | None:
    """Where `words` stand in the text of a turn, white space aside; None where they do not."""
    wanted = normalise(words)
    at = turn.find(wanted) if wanted else -1
    return Span(at, at + len(wanted)) if at >= 0 else None
