"""Questions to the coder about the coding, and what to read next.

They were worked out in the background (`assistant_fit`) and kept as places in transcripts; the
words are read, and what may not be used any more or was settled since is left out, each time they
are shown. A coder who codes a transcript blind is asked nothing about it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from ebcd.acts import assistant_fit
from ebcd.acts import coding as coding_acts
from ebcd.acts.access import Actor, May
from ebcd.acts.act import Act, act, look
from ebcd.acts.coding import Wanted
from ebcd.assistant.quality import Asked
from ebcd.coding import Origin
from ebcd.errors import Conflict
from ebcd.store import assistant as suggestions
from ebcd.store import assistant_questions as store
from ebcd.store import blindfold, codebook, log
from ebcd.store import coding as codings
from ebcd.store.assistant import Proposal
from ebcd.store.coding import NewCoding
from ebcd.store.database import Connection
from ebcd.store.findings import sources, texts
from ebcd.store.passages import Passage, usable_passages, usable_stretches
from ebcd.store.workbench import Workbench
from ebcd.text import Span

_ANSWERED = "answer a question about the coding"
_GONE = "This question is settled already: take the next one."


@dataclass(frozen=True)
class Question:
    """A question as it is shown. `uuid`: of the coding that looks odd, "" where one is missing.

    `alike`: of the `of` passages most like it, how many bear the code. `near`: codings to hold it
    against, with how alike. `instead`: the code that the assistant would give, or None.
    """

    kind: Asked
    transcript: int
    title: str
    version: int
    span: Span
    code: int
    uuid: str
    score: float
    alike: int
    of: int
    near: tuple[tuple[str, float], ...]
    instead: int | None
    text: str

    @property
    def key(self) -> str:
        """What names it among the questions."""
        place = (self.transcript, self.version, self.span.start, self.span.end)
        return _key(self.kind.value, place, self.code)


@dataclass(frozen=True)
class NextRead:
    """A passage to read next. `unsure`: how undecided the assistant is about it, 0 to 1."""

    transcript: int
    title: str
    span: Span
    text: str
    unsure: float


@dataclass(frozen=True)
class Answered:
    """What became of an answer. `removed`: transcript and uuid of the coding it took away."""

    undo_id: int | None = None
    removed: tuple[int, str] | None = None


# --- What is asked --------------------------------------------------------------------------------


def questions(workbench: Workbench, actor: Actor, study_id: int) -> list[Question]:
    """What is still to be asked, the most pressing first, missing and odd by turns."""
    kept = assistant_fit.kept(workbench, study_id, assistant_fit.QUESTIONS) or {}
    rows = kept.get("questions", [])
    if not rows:
        return []
    with look(workbench, actor, study_id) as connection:
        found = _still_asked(connection, study_id, rows)
    turns: dict[str, int] = {}
    for kind in Asked:
        those = [row for row in rows if row["kind"] == kind.value]
        turns |= {_key(row["kind"], row["place"], row["code"]): at for at, row in enumerate(those)}
    return sorted(found, key=lambda each: turns[each.key])


def _key(kind: str, place: Sequence[int], code: int) -> str:
    _transcript, version, start, end = place
    return f"{kind}-{version}-{code}-{start}-{end}"


def _still_asked(
    connection: Connection, study_id: int, rows: Sequence[Mapping[str, Any]]
) -> list[Question]:
    usable = _usable(connection, study_id, [row["place"] for row in rows])
    known = {code.id for code in codebook.codes(connection, study_id)}
    asked = [row for row in rows if tuple(row["place"]) in usable and row["code"] in known]
    versions = {row["place"][1] for row in asked}
    decided = store.decided_places(connection, study_id, versions)
    stay = store.kept(connection, study_id)
    bearing = _bearing(connection, study_id, {row["code"] for row in asked})
    named = sources(connection, study_id)
    shown: list[tuple[Mapping[str, Any], str]] = []
    for row in asked:
        _transcript, version, start, end = row["place"]
        span, code = Span(start, end), row["code"]
        there = bearing.get((version, code), [])
        if row["kind"] == Asked.MISSING.value:
            met = any(each.span.meets(span) for each in there)
            if not met and (version, code, span) not in decided:
                shown.append((row, ""))
            continue
        odd = [each.uuid for each in there if each.span == span and (each.uuid, code) not in stay]
        if odd:
            shown.append((row, odd[0]))
    places = [(row["place"][1], Span(row["place"][2], row["place"][3])) for row, _ in shown]
    words = texts(connection, study_id, places)
    return [
        _question(row, uuid, named[row["place"][0]].title, text)
        for (row, uuid), text in zip(shown, words, strict=True)
    ]


def _question(row: Mapping[str, Any], uuid: str, title: str, text: str) -> Question:
    transcript, version, start, end = row["place"]
    return Question(
        Asked(row["kind"]),
        transcript,
        title,
        version,
        Span(start, end),
        row["code"],
        uuid,
        row["score"],
        row["alike"],
        row["of"],
        tuple((near[0], near[1]) for near in row["near"] if near[0]),
        row["instead"],
        text,
    )


def _usable(
    connection: Connection, study_id: int, places: Sequence[Sequence[int]]
) -> set[tuple[int, ...]]:
    """Those of the places (transcript, version, start, end) that may be shown to whoever asks."""
    blind = blindfold.worn(connection)
    hidden = blind.transcripts if blind is not None else frozenset()
    asked = [(place[0], Span(place[2], place[3])) for place in places if place[0] not in hidden]
    found: set[tuple[int, ...]] = {
        (each.transcript, each.version, each.span.start, each.span.end)
        for each in usable_stretches(connection, study_id, asked)
    }
    return found.intersection(tuple(place) for place in places)


def _bearing(
    connection: Connection, study_id: int, codes: set[int]
) -> dict[tuple[int, int], list[Passage]]:
    """The usable coded passages of these codes, by version and code."""
    found: dict[tuple[int, int], list[Passage]] = {}
    for each in usable_passages(connection, study_id):
        if each.code in codes:
            found.setdefault((each.version, each.code), []).append(each)
    return found


def next_to_read(workbench: Workbench, actor: Actor, study_id: int) -> list[NextRead]:
    """The passages from which the assistant would learn most, none that was coded since."""
    kept = assistant_fit.kept(workbench, study_id, assistant_fit.QUESTIONS) or {}
    rows = kept.get("next", [])
    if not rows:
        return []
    with look(workbench, actor, study_id) as connection:
        usable = _usable(connection, study_id, [row[:4] for row in rows])
        coded: dict[int, list[Span]] = {}
        for each in usable_passages(connection, study_id):
            coded.setdefault(each.version, []).append(each.span)
        left = [
            row
            for row in rows
            if tuple(row[:4]) in usable
            and not any(Span(row[2], row[3]).meets(span) for span in coded.get(row[1], ()))
        ]
        words = texts(connection, study_id, [(row[1], Span(row[2], row[3])) for row in left])
        named = sources(connection, study_id)
    return [
        NextRead(row[0], named[row[0]].title, Span(row[2], row[3]), text, row[5])
        for row, text in zip(left, words, strict=True)
    ]


# --- What is answered -----------------------------------------------------------------------------


def code_it(workbench: Workbench, actor: Actor, study_id: int, asked: Question) -> Answered:
    """Yes: give the passage the code. Raises Conflict where that was settled meanwhile."""
    uuid = str(uuid4())
    with act(workbench, actor, study_id, May.CODE, "code what a question was about") as doing:
        _check(doing, asked)
        new = NewCoding(
            asked.transcript,
            asked.code,
            asked.span,
            actor.account_id,
            origin=Origin.SUGGESTION,
            uuid=uuid,
        )
        codings.add_coding(doing.connection, study_id, new)
        codings.record(
            doing.connection, study_id, asked.transcript, "apply", uuid, actor.account_id
        )
        _answer(doing, asked, suggestions.ACCEPTED, uuid)
    return Answered(doing.undo_id)


def leave_it(workbench: Workbench, actor: Actor, study_id: int, asked: Question) -> Answered:
    """No: the passage is rightly without the code. It counts as a dismissal and teaches."""
    with act(workbench, actor, study_id, May.CODE, "say that a code does not fit") as doing:
        _check(doing, asked)
        _answer(doing, asked, suggestions.DISMISSED, None)
    return Answered(doing.undo_id)


def keep_it(workbench: Workbench, actor: Actor, study_id: int, asked: Question) -> Answered:
    """The coding is right as it is: it is not asked about again."""
    with act(workbench, actor, study_id, May.CODE, "keep a coding") as doing:
        _check(doing, asked)
        if not store.keep(doing.connection, study_id, asked.uuid, asked.code, actor.account_id):
            raise Conflict(_GONE)
        doing.remember(_ANSWERED, {"kept": [asked.uuid, asked.code]})
        doing.about(coding=asked.uuid, code=asked.code)
    return Answered(doing.undo_id)


def remove_it(workbench: Workbench, actor: Actor, study_id: int, asked: Question) -> Answered:
    """The coding is not right: take it away, as on the desk."""
    _at_desk(workbench, actor, study_id, asked.transcript, "remove", asked.uuid)
    return Answered(removed=(asked.transcript, asked.uuid))


def _check(doing: Act, asked: Question) -> None:
    """That the question still stands, for whoever answers it."""
    place = [asked.transcript, asked.version, asked.span.start, asked.span.end]
    if not _usable(doing.connection, doing.study_id, [place]):
        raise Conflict("The transcript was corrected since, or may not be used: take the next one.")
    codes = {code.id for code in codebook.codes(doing.connection, doing.study_id)}
    if asked.code not in codes:
        raise Conflict("This code was deleted meanwhile: take the next question.")
    if asked.uuid:
        row = codings.find(doing.connection, doing.study_id, asked.uuid)
        if row is None or row["code_id"] != asked.code:
            raise Conflict(_GONE)


def _answer(doing: Act, asked: Question, state: str, uuid: str | None) -> None:
    why = {"words": [], "near": [list(near) for near in asked.near]}
    about = Proposal(asked.transcript, asked.version, asked.code, asked.span, asked.score, why)
    noted = store.answer(
        doing.connection, doing.study_id, about, state, doing.actor.account_id, uuid
    )
    if noted is None:
        raise Conflict(_GONE)
    suggestion, made = noted
    doing.remember(_ANSWERED, {"suggestion": suggestion, "made": made, "coding": uuid})
    doing.about(suggestion=suggestion, code=asked.code, transcript=asked.transcript)


def undo(workbench: Workbench, actor: Actor, study_id: int, answered: Answered) -> None:
    """Take an answer back: the question stands again."""
    if answered.removed is not None:
        transcript, uuid = answered.removed
        _at_desk(workbench, actor, study_id, transcript, "restore", uuid)
        return
    with act(workbench, actor, study_id, May.CODE, "undo an answer about the coding") as doing:
        kept = log.remembered(doing.connection, study_id, answered.undo_id or 0)
        if kept is None or kept.kind != _ANSWERED:
            raise Conflict("This was undone already, or can no longer be undone: reload the page.")
        _take_back(doing, kept.memory)
        log.mark_undone(doing.connection, answered.undo_id or 0)


def _take_back(doing: Act, memory: Mapping[str, Any]) -> None:
    connection, study_id = doing.connection, doing.study_id
    if "kept" in memory:
        store.unkeep(connection, study_id, *memory["kept"])
        return
    uuid = memory["coding"]
    made = codings.find(connection, study_id, uuid) if uuid else None
    if made is not None:
        codings.remove(connection, study_id, uuid)
        codings.record(
            connection, study_id, made["transcript_id"], "remove", uuid, doing.actor.account_id
        )
    if memory["made"]:
        store.forget(connection, study_id, memory["suggestion"])
    else:
        suggestions.reopen(connection, study_id, memory["suggestion"])


def _at_desk(
    workbench: Workbench, actor: Actor, study_id: int, transcript: int, kind: str, uuid: str
) -> None:
    with look(workbench, actor, study_id, May.CODE) as connection:
        sha256 = codings.place(connection, study_id, transcript).sha256
    wanted = Wanted(str(uuid4()), kind, about=uuid)
    coding_acts.do(workbench, actor, study_id, transcript, sha256, wanted)
