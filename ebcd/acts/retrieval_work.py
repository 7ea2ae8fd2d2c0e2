"""Working with retrieved passages: recode them, send them to the film, keep them as evidence.

Each is one act on all the passages that were chosen, undone in one step. What was seen is what is
changed: a coding that somebody else has meanwhile removed, or that may no longer be used, is left
as it is and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import uuid4

from ebcd.acts.access import Actor, May
from ebcd.acts.act import Act, act
from ebcd.acts.film import clip_of
from ebcd.acts.film_chapters import begun, chapter_of
from ebcd.acts.retrieval import Found
from ebcd.coding import Origin
from ebcd.errors import BadInput, Conflict, NotFound
from ebcd.people import Participant, Use, allows
from ebcd.store import coding, people, priorities, spoken
from ebcd.store import retrieval as store
from ebcd.store.findings import Material
from ebcd.store.passages import Passage, usable_passages, usable_stretches
from ebcd.store.workbench import Workbench
from ebcd.text import Span

RECODED, FILMED, EVIDENCED = "recode passages", "clips of passages", "evidence of passages"
_A_FEW = 500


class Change(StrEnum):
    """What recoding does."""

    REPLACE = "replace"
    ADD = "add"
    REMOVE = "remove"


class Against(StrEnum):
    """Why a passage cannot become a clip."""

    GONE = "gone"
    FIELD_NOTE = "field note"
    UNLINKED = "unlinked"
    NO_CONSENT = "no consent"
    NO_TIMES = "no times"
    IN_FILM = "in the film"


@dataclass(frozen=True)
class Recoded:
    """What became of a recoding.

    `codings`: how many were changed, made or removed. `already`: those that were there already.
    `gone`: passages that are not there as they were seen.
    """

    codings: int
    already: int
    gone: int
    undo_id: int | None


@dataclass(frozen=True)
class Sent:
    """What was sent on. `left_out`: how many were not, by the reason. `already`: known there."""

    sent: int
    left_out: Mapping[Against, int]
    undo_id: int | None
    already: int = 0


def codes_behind(of: Material, chosen: Iterable[Found]) -> Counter[int]:
    """How many of the codings behind these passages are under each code."""
    behind = {each for found in chosen for each in found.codings}
    return Counter(of.passages[each].code for each in behind)


def recode(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    of: Material,
    chosen: Sequence[Found],
    change: Change,
    *,
    code: int | None = None,
    to: int | None = None,
) -> Recoded:
    """Replace `code` by `to` on the codings behind the passages, add `to` or remove `code`.

    A passage bears a code once by each coder; memos stay with what they are on. `of`: what the
    passages were found in.
    """
    if (change is not Change.ADD and code is None) or (change is not Change.REMOVE and to is None):
        raise BadInput("Choose the codes first.")
    if code == to:
        raise BadInput("Choose two different codes.")
    with act(workbench, actor, study_id, May.CODE, RECODED) as doing:
        for each in (code, to):
            if each is not None and not coding.code_is_there(doing.connection, study_id, each):
                raise NotFound("This code was deleted by somebody else: choose another code.")
        there = _still_usable(doing, of, chosen)
        gone = sum(not _uuids(of, found) <= there.keys() for found in chosen)
        uuids = [uuid for found in chosen for uuid in _uuids(of, found) if uuid in there]
        if change is Change.ADD:
            assert to is not None
            memory, already, gone = _add(doing, chosen, to)
        elif change is Change.REMOVE:
            assert code is not None
            memory, already = _remove(doing, uuids, code), 0
        else:
            assert code is not None
            assert to is not None
            memory, already = _replace(doing, uuids, code, to)
        done = len(memory["changed"]) + len(memory["added"]) + len(memory["removed"]["codings"])
        for transcript in memory["transcripts"]:
            coding.record_many(doing.connection, study_id, transcript, actor.account_id)
        doing.about(change=change.value, code=code, to=to, codings=done)
        if done:
            doing.remember(RECODED, memory | {"code": code, "to": to})
    return Recoded(done, already, gone, doing.undo_id)


def _uuids(of: Material, found: Found) -> set[str]:
    return {of.passages[each].uuid for each in found.codings}


def _still_usable(doing: Act, of: Material, chosen: Sequence[Found]) -> dict[str, Passage]:
    """The codings behind the passages that are there and may be used, by uuid."""
    wanted = {uuid for found in chosen for uuid in _uuids(of, found)}
    few = wanted if len(wanted) <= _A_FEW else None
    found = usable_passages(doing.connection, doing.study_id, uuids=few)
    return {each.uuid: each for each in found if each.uuid in wanted}


def _memory(
    transcripts: Iterable[int],
    *,
    changed: Sequence[str] = (),
    added: Sequence[str] = (),
    removed: Mapping[str, Any] | None = None,
    moved: Sequence[Sequence[Any]] = (),
) -> dict[str, Any]:
    return {
        "transcripts": sorted(set(transcripts)),
        "changed": list(changed),
        "added": list(added),
        "removed": removed or {"codings": [], "memos": []},
        "moved": list(moved),
    }


def _remove(doing: Act, uuids: Collection[str], code: int) -> dict[str, Any]:
    rows = store.rows_of(doing.connection, doing.study_id, uuids, code)
    removed = store.take_out(doing.connection, doing.study_id, rows)
    return _memory((row["transcript_id"] for row in rows), removed=removed)


def _replace(doing: Act, uuids: Collection[str], code: int, to: int) -> tuple[dict[str, Any], int]:
    """Those that would double a coding are joined with it, with what hangs on them."""
    rows = store.rows_of(doing.connection, doing.study_id, uuids, code)
    there = store.places_under(
        doing.connection, doing.study_id, to, {row["version_id"] for row in rows}
    )
    changed: list[str] = []
    doubled: list[dict[str, Any]] = []
    moved: list[list[Any]] = []
    for row in rows:
        same = there.setdefault(store.place(row), row["uuid"])
        if same == row["uuid"]:
            changed.append(row["uuid"])
        else:
            doubled.append(row)
            moved += store.join(doing.connection, doing.study_id, row["uuid"], same)
    removed = store.take_out(doing.connection, doing.study_id, doubled)
    store.give_code(doing.connection, doing.study_id, changed, code, to)
    transcripts = (row["transcript_id"] for row in rows)
    return _memory(transcripts, changed=changed, removed=removed, moved=moved), len(doubled)


def _add(doing: Act, chosen: Sequence[Found], to: int) -> tuple[dict[str, Any], int, int]:
    """New codings of the passages as they stand; those there by the same coder are left."""
    usable = _stretches(doing, chosen)
    standing = [found for found in chosen if (found.transcript, found.span) in usable]
    there = store.places_under(
        doing.connection, doing.study_id, to, {found.version for found in standing}
    )
    coder = doing.actor.account_id
    fresh = [
        found
        for found in standing
        if (found.version, coder, found.span.start, found.span.end) not in there
    ]
    texts = {
        version: spoken.text_of(doing.connection, version)
        for version in {found.version for found in fresh}
    }
    rows = [
        {
            "study_id": doing.study_id,
            "uuid": str(uuid4()),
            "transcript_id": found.transcript,
            "version_id": found.version,
            "code_id": to,
            "coder_id": coder,
            "start": found.span.start,
            "end": found.span.end,
            "quote": texts[found.version][found.span.start : found.span.end],
            "origin": Origin.HAND.value,
        }
        for found in fresh
    ]
    store.add_rows(doing.connection, rows)
    memory = _memory(
        (found.transcript for found in fresh), added=[str(row["uuid"]) for row in rows]
    )
    return memory, len(standing) - len(fresh), len(chosen) - len(standing)


def _stretches(doing: Act, chosen: Sequence[Found]) -> dict[tuple[int, Span], Passage]:
    """Those of the passages that may be used now, in the version that was seen."""
    asked = [(found.transcript, found.span) for found in chosen]
    versions = {found.transcript: found.version for found in chosen}
    return {
        (each.transcript, each.span): each
        for each in usable_stretches(doing.connection, doing.study_id, asked)
        if each.version == versions[each.transcript]
    }


def to_film(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    of: Material,
    chosen: Sequence[Found],
    chapter_id: int,
) -> Sent:
    """Make clips of the passages at a chapter's end; those that cannot be are told by reason."""
    left_out: Counter[Against] = Counter()
    made: list[int] = []
    with act(workbench, actor, study_id, May.FILM, "add a clip") as doing:
        board = begun(doing)
        chapter_of(board.board, chapter_id)
        used = [(place.version, place.span) for place in board.places.values()]
        persons = people.participants(doing.connection, study_id)
        usable = _stretches(doing, chosen)
        for found in chosen:
            judged = usable.get((found.transcript, found.span))
            against = _against(doing, judged, persons, used)
            if against is not None:
                left_out[against] += 1
                continue
            uuid = next(
                (
                    of.passages[each].uuid
                    for each in found.codings
                    if of.passages[each].span == found.span
                ),
                None,
            )
            made.append(clip_of(doing, chapter_id, found.transcript, found.span, uuid))
            used.append((found.version, found.span))
        doing.about(clips=made, chapter=chapter_id)
        if made:
            doing.remember(FILMED, {"clips": made})
    return Sent(len(made), left_out, doing.undo_id)


def _against(
    doing: Act,
    judged: Passage | None,
    persons: Mapping[int, Participant],
    used: Iterable[tuple[int, Span]],
) -> Against | None:
    """Why a passage cannot become a clip, or None."""
    if judged is None:
        return Against.GONE
    if judged.is_field_note:
        return Against.FIELD_NOTE
    if not judged.people:
        return Against.UNLINKED
    if not all(allows(persons[who], Use.FILM) for who in judged.people):
        return Against.NO_CONSENT
    if spoken.times_of(doing.connection, judged.version, judged.span) is None:
        return Against.NO_TIMES
    if any(version == judged.version and span.meets(judged.span) for version, span in used):
        return Against.IN_FILM
    return None


def keep_as_evidence(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    of: Material,
    chosen: Sequence[Found],
    item_id: int,
) -> Sent:
    """Keep the passages with a priority, whose reports and ballots quote them first.

    Of each passage the longest coding behind it is kept.
    """
    with act(workbench, actor, study_id, May.EVENTS, "keep a quotation with a priority") as doing:
        item = priorities.item(doing.connection, study_id, item_id)
        if not item.stands:
            raise Conflict("This priority was merged or set aside meanwhile: reload the page.")
        there = _still_usable(doing, of, chosen)
        wanted: dict[str, None] = {}
        gone = already = 0
        for found in chosen:
            behind = [there[uuid] for uuid in _uuids(of, found) if uuid in there]
            if not behind:
                gone += 1
                continue
            longest = max(behind, key=lambda each: (len(each.span), -each.coding)).uuid
            if longest in item.evidence or longest in wanted:
                already += 1
            else:
                wanted[longest] = None
        ids = store.add_evidence(doing.connection, study_id, item_id, wanted)
        doing.about(item=item_id, passages=len(ids))
        if ids:
            doing.remember(EVIDENCED, {"evidence": ids})
    return Sent(len(ids), {Against.GONE: gone} if gone else {}, doing.undo_id, already)
