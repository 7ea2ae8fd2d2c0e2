"""The assistant: what it suggests, what people decide about it, topics, and how good it is here.

Suggestions are learnt in the background (`assistant_fit`); a page shows what was learnt last and
says how far it is behind. Accepting one makes a coding like any other; every decision can be taken
back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from ebcd.acts import assistant_at_once, assistant_fit
from ebcd.acts.access import Actor, May
from ebcd.acts.act import Act, act, look
from ebcd.assistant.learning import EARLY
from ebcd.coding import Origin
from ebcd.errors import BadInput, Conflict, NotFound
from ebcd.store import assistant as store
from ebcd.store import assistant_fits, assistant_reading, codebook, log
from ebcd.store import coding as codings
from ebcd.store.assistant import Suggested
from ebcd.store.assistant_fits import Running
from ebcd.store.coding import NewCoding
from ebcd.store.findings import sources
from ebcd.store.passages import usable_passages
from ebcd.store.workbench import Workbench
from ebcd.text import Span

_UNDO = "decide about a suggestion"
_REST = timedelta(seconds=45)
"""How long after a fit the next one begins by itself."""
MOST_TOPICS = 60


@dataclass(frozen=True)
class State:
    """How far the assistant has come with a study.

    `coded`: usable coded passages when it last learnt, or None before the first time. `fresh`:
    whether all was worked out and nothing has changed since; `changed`: whether the study has.
    `running`: the fit under way. `missing`: why there are no
    sentence vectors. `failure`: what the last fit said when it failed. `stamp`: the state of the
    study that all this hangs on. `coder`: whose coding alone it learns from, None for everybody's.
    """

    coded: int | None
    at: datetime | None
    fresh: bool
    changed: bool
    running: Running | None
    missing: str | None
    failure: str | None
    goodness: Mapping[str, Any] | None
    stamp: str
    coder: int | None = None

    @property
    def early(self) -> bool:
        """Whether too few passages are coded to suggest anything."""
        return self.coded is not None and self.coded < EARLY


@dataclass(frozen=True)
class Like:
    """A coded passage that is like a suggested one. `alike`: from 0 to 1."""

    transcript: int
    title: str
    span: Span
    text: str
    alike: float


@dataclass(frozen=True)
class Decided:
    """What became of a decision. `undo_id`: what takes it back."""

    undo_id: int | None
    coding: str | None = None


# --- Learning -------------------------------------------------------------------------------------


def state(workbench: Workbench, actor: Actor, study_id: int) -> State:
    """How far the assistant has come; begins to learn in the background where it is behind."""
    found = _state(workbench, actor, study_id)
    rested = found.at is None or datetime.now(UTC) - found.at > _REST
    if not found.fresh and found.running is None and found.failure is None and rested:
        _begin(workbench, actor, study_id, found.stamp, _last_asked(workbench, study_id))
        found = _state(workbench, actor, study_id)
    return found


def _state(workbench: Workbench, actor: Actor, study_id: int) -> State:
    with look(workbench, actor, study_id) as connection:
        stamp = assistant_reading.stamp(connection, study_id)
        running = assistant_fits.running(connection, study_id)
        failed = assistant_fits.last_failure(connection, study_id, stamp)
        asked = assistant_fits.settings_of(connection, running.id) if running else None
    fitted = assistant_fit.kept(workbench, study_id, assistant_fit.FITTED) or {}
    at = datetime.fromisoformat(fitted["at"]) if fitted else None
    return State(
        fitted.get("coded"),
        at,
        fitted.get("stamp") == stamp and fitted.get("made_by") == assistant_fit.MADE_BY,
        fitted.get("stamp") != stamp,
        running,
        fitted.get("missing"),
        failed,
        fitted.get("goodness"),
        stamp,
        (fitted if asked is None else asked).get("coder"),
    )


def coded_now(workbench: Workbench, actor: Actor, study_id: int) -> int:
    """How many usable passages are coded by now, whatever was learnt last."""
    with look(workbench, actor, study_id) as connection:
        found = usable_passages(connection, study_id)
    return len({(passage.version, passage.span) for passage in found})


def _last_asked(workbench: Workbench, study_id: int) -> dict[str, Any]:
    """What was asked for last: how many topics by which view, and whose coding to learn from."""
    last = assistant_fit.kept(workbench, study_id, assistant_fit.TOPICS) or {}
    fitted = assistant_fit.kept(workbench, study_id, assistant_fit.FITTED) or {}
    return {
        "topics": last.get("asked"),
        "by_words": last.get("by_words", False),
        "coder": fitted.get("coder"),
    }


def _begin(
    workbench: Workbench, actor: Actor, study_id: int, stamp: str, settings: Mapping[str, Any]
) -> None:
    assistant_fit.start(workbench, study_id, actor.account_id, {**settings, "stamp": stamp})


def learn_again(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    *,
    topics: int | None = None,
    by_words: bool = False,
) -> None:
    """Begin to learn now. `topics`: how many, None for as many as the passages suggest.

    Everybody in the study sees what comes of it, so whoever only reads may not ask for it.
    """
    if topics is not None and not 2 <= topics <= MOST_TOPICS:
        raise BadInput(f"The number of topics is from 2 to {MOST_TOPICS}: choose again.")
    with look(workbench, actor, study_id, May.CODE) as connection:
        stamp = assistant_reading.stamp(connection, study_id)
    coder = _last_asked(workbench, study_id)["coder"]
    settings = {"topics": topics, "by_words": by_words, "coder": coder}
    _begin(workbench, actor, study_id, stamp, settings)


def coders(workbench: Workbench, actor: Actor, study_id: int) -> dict[int, str]:
    """Whose coding alone can be learnt from: names by account, in order."""
    with look(workbench, actor, study_id) as connection:
        return assistant_reading.coders(connection, study_id)


def learn_from(workbench: Workbench, actor: Actor, study_id: int, coder: int | None) -> None:
    """Learn from one person's coding alone, or from everybody's; the whole study sees it.

    Raises Conflict while it is learning.
    """
    with look(workbench, actor, study_id, May.CODE) as connection:
        stamp = assistant_reading.stamp(connection, study_id)
        if coder is not None and coder not in assistant_reading.coders(connection, study_id):
            raise NotFound("This person has coded nothing in this study: choose somebody else.")
        if assistant_fits.running(connection, study_id):
            raise Conflict("The assistant is learning just now: choose again when it is done.")
    settings = {**_last_asked(workbench, study_id), "coder": coder}
    _begin(workbench, actor, study_id, stamp, settings)


# --- Suggestions ----------------------------------------------------------------------------------


def counts(
    workbench: Workbench, actor: Actor, study_id: int
) -> tuple[dict[int, int], dict[int, int]]:
    """How many suggestions are open by code, and by transcript."""
    by_code: dict[int, int] = {}
    by_transcript: dict[int, int] = {}
    with look(workbench, actor, study_id) as connection:
        for code, transcript, count in store.open_counts(connection, study_id):
            by_code[code] = by_code.get(code, 0) + count
            by_transcript[transcript] = by_transcript.get(transcript, 0) + count
    return by_code, by_transcript


def queue(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    *,
    code_id: int | None = None,
    transcript_id: int | None = None,
    skipped: Sequence[int] = (),
    most: int = 1,
) -> list[Suggested]:
    """The next open suggestions: the likeliest first, or in order of place in one transcript."""
    with look(workbench, actor, study_id) as connection:
        return store.open_suggestions(
            connection,
            study_id,
            code_id=code_id,
            transcript_id=transcript_id,
            skipped=skipped,
            most=most,
        )


def together(
    workbench: Workbench, actor: Actor, study_id: int, suggested: Suggested
) -> list[Suggested]:
    """All that is suggested for the same passage, the likeliest first: it is decided in one go."""
    with look(workbench, actor, study_id) as connection:
        return store.open_suggestions(
            connection, study_id, passage=(suggested.version, suggested.span)
        )


def like(workbench: Workbench, actor: Actor, study_id: int, suggested: Suggested) -> list[Like]:
    """The coded passages that are most like a suggested one, as far as they may be used."""
    return passages_like(workbench, actor, study_id, suggested.near)


def passages_like(
    workbench: Workbench, actor: Actor, study_id: int, near: Iterable[tuple[str, float]]
) -> list[Like]:
    """These codings (uuid, how alike) with their words, as far as they may be used."""
    alike = dict(near)
    wanted = [uuid for uuid in alike if uuid]
    if not wanted:
        return []
    with look(workbench, actor, study_id) as connection:
        found = usable_passages(connection, study_id, uuids=wanted)
        named = sources(connection, study_id)
    ordered = sorted(found, key=lambda passage: -alike[passage.uuid])
    return [
        Like(each.transcript, named[each.transcript].title, each.span, each.quote, alike[each.uuid])
        for each in ordered
        if each.transcript in named
    ]


def accept(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    suggestion_id: int,
    code_id: int | None = None,
) -> Decided:
    """Code the passage as suggested, or with another code. Raises Conflict if it was decided."""
    return decide(workbench, actor, study_id, [suggestion_id], code_id=code_id)


def dismiss(workbench: Workbench, actor: Actor, study_id: int, suggestion_id: int) -> Decided:
    """Say that the code does not fit. It is not suggested for this passage again."""
    return decide(workbench, actor, study_id, (), [suggestion_id])


def decide(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    accepted: Sequence[int],
    dismissed: Sequence[int] = (),
    *,
    code_id: int | None = None,
) -> Decided:
    """Decide about all that is suggested for a passage in one act, which is undone in one step.

    `code_id`: another code that fits better than the first that is accepted. Raises Conflict where
    one of them was decided about meanwhile, and then decides about none.
    """
    what = "accept a suggestion" if accepted else "dismiss a suggestion"
    with act(workbench, actor, study_id, May.CODE, what) as doing:
        open_rows = [_open_row(doing, each) for each in (*accepted, *dismissed)]
        made: list[dict[str, Any]] = []
        for at, row in enumerate(open_rows):
            uuid = None
            if at < len(accepted):
                uuid = _accept(doing, row, (code_id if at == 0 else None) or row["code_id"])
            else:
                _decide(doing, row["id"], store.DISMISSED, None)
                assistant_at_once.decided(doing, row, store.DISMISSED)
            made.append({"suggestion": row["id"], "coding": uuid})
        where = {row["transcript_id"] for row in open_rows}
        doing.about(suggestions=[*accepted, *dismissed], transcript=next(iter(where), None))
        doing.remember(_UNDO, {"decided": made})
    return Decided(doing.undo_id, made[0]["coding"] if made else None)


def _accept(doing: Act, row: Mapping[str, Any], code: int) -> str:
    """Make the coding; its uuid."""
    uuid, coder, transcript = str(uuid4()), doing.actor.account_id, row["transcript_id"]
    span = Span(row["start"], row["end"])
    new = NewCoding(transcript, code, span, coder, origin=Origin.SUGGESTION, uuid=uuid)
    codings.add_coding(doing.connection, doing.study_id, new)
    codings.record(doing.connection, doing.study_id, transcript, "apply", uuid, coder)
    decision = store.ACCEPTED if code == row["code_id"] else store.CHANGED
    _decide(doing, row["id"], decision, uuid)
    assistant_at_once.decided(doing, row, decision, code)
    return uuid


def _open_row(doing: Act, suggestion_id: int) -> Mapping[str, Any]:
    row = store.find(doing.connection, doing.study_id, suggestion_id)
    if row is None:
        raise NotFound(
            "This suggestion is gone, for what it was learnt from changed: take the next."
        )
    if row["state"] != store.OPEN:
        raise Conflict("Somebody else decided about this suggestion already: take the next one.")
    place = codings.place(doing.connection, doing.study_id, row["transcript_id"])
    if place.version_id != row["version_id"]:
        raise Conflict("The transcript was corrected since: new suggestions are being made.")
    return row


def _decide(doing: Act, suggestion_id: int, decision: str, uuid: str | None) -> None:
    if not store.decide(
        doing.connection, doing.study_id, suggestion_id, decision, doing.actor.account_id, uuid
    ):
        raise Conflict("Somebody else decided about this suggestion already: take the next one.")


def undo(workbench: Workbench, actor: Actor, study_id: int, undo_id: int) -> None:
    """Take a decision back: the suggestion is open again, and the coding it made is removed."""
    with act(workbench, actor, study_id, May.CODE, "undo a decision about a suggestion") as doing:
        kept = log.remembered(doing.connection, study_id, undo_id)
        if kept is None or kept.kind != _UNDO:
            raise Conflict("This was undone already, or can no longer be undone: reload the page.")
        decided = kept.memory.get("decided", [kept.memory])
        for each in decided:
            _take_back(doing, each["suggestion"], each["coding"])
        log.mark_undone(doing.connection, undo_id)
        doing.about(suggestions=[each["suggestion"] for each in decided])


def _take_back(doing: Act, suggestion_id: int, uuid: str | None) -> None:
    """The suggestion is open again, and the coding it made is gone."""
    row = store.find(doing.connection, doing.study_id, suggestion_id)
    if row is not None:
        assistant_at_once.taken_back(doing, row)
    made = codings.find(doing.connection, doing.study_id, uuid) if uuid else None
    if made is not None and uuid is not None:
        codings.remove(doing.connection, doing.study_id, uuid)
        coder, transcript = doing.actor.account_id, made["transcript_id"]
        codings.record(doing.connection, doing.study_id, transcript, "remove", uuid, coder)
    store.reopen(doing.connection, doing.study_id, suggestion_id)


def code_names(workbench: Workbench, actor: Actor, study_id: int) -> dict[int, str]:
    """The names of the study's codes in the codebook's order."""
    with look(workbench, actor, study_id) as connection:
        return {code.id: code.name for code in codebook.codes(connection, study_id)}


def codes_without_definition(workbench: Workbench, actor: Actor, study_id: int) -> list[int]:
    """The codes of which the codebook says nothing but their name."""
    with look(workbench, actor, study_id) as connection:
        return [
            code.id
            for code in codebook.codes(connection, study_id)
            if not code.definition.strip() and not code.include.strip()
        ]


def decided(workbench: Workbench, actor: Actor, study_id: int) -> dict[str, int]:
    """How many suggestions were accepted, changed and dismissed."""
    with look(workbench, actor, study_id) as connection:
        return store.decided_counts(connection, study_id)


def titles(workbench: Workbench, actor: Actor, study_id: int) -> dict[int, str]:
    """The study's transcripts by id, in order of title."""
    with look(workbench, actor, study_id) as connection:
        return {each.id: each.title for each in sources(connection, study_id).values()}
