"""Coding: apply, remove and change codes on passages, mark passages “do not use”, write memos.

The coding desk sends acts that are done exactly once: each carries a uuid of its own, and an act
that was done before is answered for and not done again. Every act can be taken back by another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from ebcd.acts import assistant_at_once
from ebcd.acts.access import Actor, May, check
from ebcd.acts.act import Act, act, look
from ebcd.acts.codebook import store_draft
from ebcd.acts.desk import Opened as Opened
from ebcd.acts.desk import changes as changes
from ebcd.acts.desk import opened as opened
from ebcd.acts.desk import progress as progress
from ebcd.codebook import Code, Kind, checked_name
from ebcd.coding import Origin
from ebcd.errors import BadInput, Conflict, NotFound
from ebcd.exchange.codebook_table import DraftCode
from ebcd.store import assistant, codebook, desk, memos, versions
from ebcd.store import coding as store
from ebcd.store.coding import NewCoding, Place
from ebcd.store.desk import Withheld
from ebcd.store.workbench import Workbench
from ebcd.text import Span

LONGEST_MEMO = 20_000
REASONS = ("distress", "third_party", "asked", "other")
_GONE = "Somebody else removed this coding meanwhile: nothing was changed."


@dataclass(frozen=True)
class Wanted:
    """One act that a desk asks for.

    `uuid`: of the act. `about`: uuid of the coding or the withheld passage. The other fields are
    those that its `kind` needs. `quote`: the words that the coder saw at `span`, or "" where the
    desk does not have them any more. `of`, `side`: the act of a memo whose words before or after it
    are wanted again, where the desk does not have those.
    """

    uuid: str
    kind: str
    about: str = ""
    code: int | None = None
    span: Span | None = None
    quote: str = ""
    text: str = ""
    code_kind: str = ""
    reason: str = ""
    suggestion: int | None = None
    of: str = ""
    side: str = ""


@dataclass(frozen=True)
class Done:
    """What became of an act. `revision`: of the transcript's coding. `code`: of a new code."""

    uuid: str
    revision: int
    code: int | None = None


class _DoneBefore(Exception):
    """This very act is in the database already."""


Handler = Callable[[Act, Place, Wanted], int | None]


def do(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    transcript_id: int,
    sha256: str,
    wanted: Wanted,
) -> Done:
    """Do one act of a desk, unless it was done before.

    `sha256`: of the text that the coder saw. Where it was corrected since, the act is carried to
    the present words; where those are gone, what it makes waits to be placed anew.
    """
    if wanted.kind not in _HANDLERS:
        raise BadInput("The coding desk sent an act that is not known here: reload the page.")
    what, handler = _HANDLERS[wanted.kind]
    try:
        with act(workbench, actor, study_id, May.CODE, what) as doing:
            revision = store.record(
                doing.connection,
                study_id,
                transcript_id,
                wanted.kind,
                wanted.about or None,
                actor.account_id,
                wanted.uuid,
            )
            if revision is None:
                raise _DoneBefore
            where = store.place(doing.connection, study_id, transcript_id)
            at = where
            if where.sha256 != sha256:
                at, span = versions.overtaken(
                    doing.connection, study_id, where, sha256, wanted.span, wanted.quote
                )
                wanted = replace(wanted, span=span, quote="")
            code = handler(doing, at, wanted)
            if at != where:
                versions.catch_up(doing.connection, study_id, transcript_id)
            doing.about(transcript=transcript_id, about=wanted.about or None, code=code)
    except _DoneBefore:
        return _what_was_done(workbench, actor, study_id, wanted)
    return Done(wanted.uuid, revision, code if wanted.kind == "new_code" else None)


def _what_was_done(workbench: Workbench, actor: Actor, study_id: int, wanted: Wanted) -> Done:
    with look(workbench, actor, study_id, May.CODE) as connection:
        revision = store.revision_after(connection, study_id, wanted.uuid) or 0
        code = None
        if wanted.kind == "new_code":
            found = _code_named(connection, study_id, wanted)
            code = found.id if found else None
    return Done(wanted.uuid, revision, code)


def _span(wanted: Wanted, where: Place) -> Span:
    span = wanted.span
    if span is None or not len(span) or span.end > where.length:
        raise Conflict("This passage lies outside the transcript: reload the page and try again.")
    return span


def _apply(doing: Act, where: Place, wanted: Wanted) -> int | None:
    new = NewCoding(
        where.transcript_id,
        wanted.code or 0,
        _span(wanted, where),
        doing.actor.account_id,
        wanted.quote,
        uuid=wanted.about,
    )
    store.add_coding(doing.connection, doing.study_id, new, where)
    return wanted.code


def _find(doing: Act, where: Place, wanted: Wanted) -> Mapping[str, Any] | None:
    row = store.find(doing.connection, doing.study_id, wanted.about)
    return row if row and row["transcript_id"] == where.transcript_id else None


def _found(doing: Act, where: Place, wanted: Wanted) -> Mapping[str, Any]:
    row = _find(doing, where, wanted)
    if row is None:
        raise NotFound(_GONE)
    return row


def _remove(doing: Act, where: Place, wanted: Wanted) -> int | None:
    row = _find(doing, where, wanted)
    if row is None:
        return None
    remember_removed(doing, row)
    store.remove(doing.connection, doing.study_id, wanted.about)
    return int(row["code_id"])


def remember_removed(doing: Act, row: Mapping[str, Any]) -> None:
    """Keep what bringing a coding back needs, and take the memo on it away."""
    note = memos.on_coding(doing.connection, doing.study_id, row["uuid"])
    memory = {"uuid": row["uuid"], "row": _plain(row), "memo": _plain(note) if note else None}
    doing.remember("remove coding", memory)
    if note:
        memos.remove(doing.connection, doing.study_id, note["uuid"])


def _restore(doing: Act, where: Place, wanted: Wanted) -> int | None:
    if store.find(doing.connection, doing.study_id, wanted.about) is not None:
        return None
    memory = store.removed_memory(doing.connection, doing.study_id, wanted.about)
    if not memory or memory["row"]["transcript_id"] != where.transcript_id:
        raise NotFound("This coding cannot be brought back any more: apply the code again.")
    row = _dated(memory["row"])
    if not store.code_is_there(doing.connection, doing.study_id, row["code_id"]):
        raise NotFound("The code of this coding was deleted meanwhile: choose another code.")
    store.put_back(doing.connection, row)
    if row["version_id"] != where.version_id:
        versions.catch_up(doing.connection, doing.study_id, where.transcript_id)
    if memory["memo"]:
        note = {name: value for name, value in _dated(memory["memo"]).items() if name != "id"}
        memos.add(doing.connection, doing.study_id, note)
    return int(row["code_id"])


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in row.items()
    }


def _dated(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: datetime.fromisoformat(value) if name.endswith("_at") else value
        for name, value in row.items()
    }


def _recode(doing: Act, where: Place, wanted: Wanted) -> int | None:
    _found(doing, where, wanted)
    if not store.code_is_there(doing.connection, doing.study_id, wanted.code or 0):
        raise NotFound("This code was deleted by somebody else: choose another code.")
    store.change(doing.connection, doing.study_id, wanted.about, code_id=wanted.code)
    return wanted.code


def _move(doing: Act, where: Place, wanted: Wanted) -> int | None:
    row = _found(doing, where, wanted)
    span = _span(wanted, where)
    words = store.words_at(doing.connection, where.version_id, span)
    if wanted.quote and wanted.quote != words:
        raise Conflict("The transcript was corrected meanwhile: reload the page and code it again.")
    store.change(
        doing.connection,
        doing.study_id,
        wanted.about,
        version_id=where.version_id,
        start=span.start,
        end=span.end,
        quote=words,
        changed_since=None,
    )
    return int(row["code_id"])


def _memo(doing: Act, where: Place, wanted: Wanted) -> int | None:
    _found(doing, where, wanted)
    text = wanted.text.strip()
    if wanted.of:
        text = store.memo_then(
            doing.connection, doing.study_id, wanted.about, wanted.of, wanted.side
        )
    if len(text) > LONGEST_MEMO:
        raise BadInput(f"This memo has {len(text):,} characters: shorten it to {LONGEST_MEMO:,}.")
    note = memos.on_coding(doing.connection, doing.study_id, wanted.about)
    before = note["text"] if note else ""
    memory = {"uuid": wanted.about, "act": wanted.uuid, "before": before, "after": text}
    doing.remember("coding memo", memory)
    if note and text:
        memos.rewrite(doing.connection, doing.study_id, note["uuid"], text)
    elif note:
        memos.remove(doing.connection, doing.study_id, note["uuid"])
    elif text:
        values = {
            "uuid": str(uuid4()),
            "about": memos.CODING,
            "transcript_id": where.transcript_id,
            "coding_uuid": wanted.about,
            "text": text,
            "by_id": doing.actor.account_id,
        }
        memos.add(doing.connection, doing.study_id, values)
    return None


def _withhold(doing: Act, where: Place, wanted: Wanted) -> int | None:
    if wanted.reason not in REASONS:
        raise BadInput("Choose why this passage is not to be used.")
    mark = Withheld(wanted.about, _span(wanted, where), wanted.reason)
    desk.withhold(doing.connection, doing.study_id, where, mark, doing.actor.account_id)
    return None


def _release(doing: Act, _where: Place, wanted: Wanted) -> int | None:
    desk.release(doing.connection, doing.study_id, wanted.about)
    return None


def _new_code(doing: Act, _where: Place, wanted: Wanted) -> int | None:
    check(doing.connection, doing.actor, doing.study_id, May.CODEBOOK)
    there = codebook.codes(doing.connection, doing.study_id)
    found = _code_named(doing.connection, doing.study_id, wanted)
    if found:
        return found.id
    draft = DraftCode(_kind(wanted), checked_name(wanted.text))
    return store_draft(doing.connection, doing.study_id, draft, None, there)


def _accept(doing: Act, where: Place, wanted: Wanted) -> int | None:
    row = _suggested(doing, where, wanted)
    code = int(wanted.code or row["code_id"])
    new = NewCoding(
        where.transcript_id,
        code,
        Span(row["start"], row["end"]),
        doing.actor.account_id,
        origin=Origin.SUGGESTION,
        uuid=wanted.about,
    )
    store.add_coding(doing.connection, doing.study_id, new, where)
    decision = assistant.CHANGED if code != row["code_id"] else assistant.ACCEPTED
    _decide(doing, wanted, decision, wanted.about)
    assistant_at_once.decided(doing, row, decision, code)
    return code


def _dismiss(doing: Act, where: Place, wanted: Wanted) -> int | None:
    row = _suggested(doing, where, wanted)
    _decide(doing, wanted, assistant.DISMISSED, None)
    assistant_at_once.decided(doing, row, assistant.DISMISSED)
    return int(row["code_id"])


def _reopen(doing: Act, where: Place, wanted: Wanted) -> int | None:
    """Take back a decision about a suggestion, with the coding that it made."""
    row = assistant.find(doing.connection, doing.study_id, wanted.suggestion or 0)
    if row is not None:
        assistant_at_once.taken_back(doing, row)
    if _find(doing, where, wanted) is not None:
        store.remove(doing.connection, doing.study_id, wanted.about)
    assistant.reopen(doing.connection, doing.study_id, wanted.suggestion or 0)
    return None


def _suggested(doing: Act, where: Place, wanted: Wanted) -> Mapping[str, Any]:
    row = assistant.find(doing.connection, doing.study_id, wanted.suggestion or 0)
    if row is None or row["version_id"] != where.version_id:
        raise NotFound("This suggestion is gone: take the next one.")
    return row


def _decide(doing: Act, wanted: Wanted, decision: str, uuid: str | None) -> None:
    by_id, number = doing.actor.account_id, wanted.suggestion or 0
    if not assistant.decide(doing.connection, doing.study_id, number, decision, by_id, uuid):
        raise Conflict("Somebody else decided about this suggestion already: take the next one.")


def _kind(wanted: Wanted) -> Kind:
    try:
        return Kind(wanted.code_kind)
    except ValueError:
        raise BadInput("Choose what kind of code this is.") from None


def _code_named(connection: Any, study_id: int, wanted: Wanted) -> Code | None:
    name, kind = checked_name(wanted.text), _kind(wanted)
    same = (
        code
        for code in codebook.codes(connection, study_id)
        if code.kind is kind and code.name.casefold() == name.casefold()
    )
    return next(same, None)


_HANDLERS: dict[str, tuple[str, Handler]] = {
    "apply": ("code a passage", _apply),
    "remove": ("remove a coding", _remove),
    "restore": ("bring back a coding", _restore),
    "recode": ("change the code of a coding", _recode),
    "move": ("change the passage of a coding", _move),
    "memo": ("write a memo on a coding", _memo),
    "withhold": ("mark a passage do not use", _withhold),
    "release": ("release a passage", _release),
    "new_code": ("add a code", _new_code),
    "accept": ("accept a suggestion", _accept),
    "dismiss": ("dismiss a suggestion", _dismiss),
    "reopen": ("undo a decision about a suggestion", _reopen),
}
