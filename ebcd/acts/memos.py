"""Memos: what the team notes on the study, a transcript, a code or a coding, and in its journal."""

from __future__ import annotations

from uuid import uuid4

from ebcd.acts.access import Actor, May
from ebcd.acts.act import act, look
from ebcd.acts.coding import LONGEST_MEMO
from ebcd.errors import BadInput, NotFound
from ebcd.store import coding, log
from ebcd.store import memos as store
from ebcd.store.database import Connection
from ebcd.store.memos import CODE, JOURNAL, STUDY, TRANSCRIPT, Memo
from ebcd.store.workbench import Workbench

WRITTEN_HERE = (TRANSCRIPT, STUDY, CODE, JOURNAL)
"""What a memo can be about when it is not written at a coding."""

_GONE = "This memo is no longer there: look at the list again."


def memos(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    *,
    kind: str | None = None,
    words: str = "",
    most: int = 200,
) -> list[Memo]:
    """The study's memos, the newest change first; all of `words` stand in each."""
    with look(workbench, actor, study_id) as connection:
        return store.listed(connection, study_id, kind=kind, words=words, most=most)


def _checked(text: str) -> str:
    text = text.strip()
    if not text:
        raise BadInput("A memo needs some words: type them and save again.")
    if len(text) > LONGEST_MEMO:
        raise BadInput(f"This memo has {len(text):,} characters: shorten it to {LONGEST_MEMO:,}.")
    return text


def write_memo(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    kind: str,
    text: str,
    *,
    transcript_id: int | None = None,
    code_id: int | None = None,
) -> str:
    """Write a memo on the study, a transcript or a code, or into the journal; its uuid."""
    if kind not in WRITTEN_HERE:
        raise BadInput("Choose what this memo is about.")
    text, uuid = _checked(text), str(uuid4())
    with act(workbench, actor, study_id, May.CODE, "write a memo") as doing:
        if kind == TRANSCRIPT:
            coding.place(doing.connection, study_id, transcript_id or 0)
        if kind == CODE and not coding.code_is_there(doing.connection, study_id, code_id or 0):
            raise NotFound("This code was deleted by somebody else: choose another code.")
        values = {
            "uuid": uuid,
            "about": kind,
            "text": text,
            "transcript_id": transcript_id if kind == TRANSCRIPT else None,
            "code_id": code_id if kind == CODE else None,
            "by_id": actor.account_id,
        }
        store.add(doing.connection, study_id, values)
        doing.about(memo=uuid, kind=kind)
    return uuid


def rewrite_memo(
    workbench: Workbench, actor: Actor, study_id: int, uuid: str, text: str
) -> int | None:
    """Give a memo other words; what `undo_memo` takes. Empty words delete it."""
    if not text.strip():
        return delete_memo(workbench, actor, study_id, uuid)
    with act(workbench, actor, study_id, May.CODE, "change a memo") as doing:
        old = store.find(doing.connection, study_id, uuid)
        if old is None:
            raise NotFound(_GONE)
        store.rewrite(doing.connection, study_id, uuid, _checked(text))
        doing.remember("change memo", {"uuid": uuid, "text": old["text"]})
        doing.about(memo=uuid, kind=old["about"])
        _tell_desk(doing.connection, study_id, old["transcript_id"], actor)
    return doing.undo_id


def delete_memo(workbench: Workbench, actor: Actor, study_id: int, uuid: str) -> int | None:
    """Delete a memo; what `undo_memo` takes."""
    with act(workbench, actor, study_id, May.CODE, "delete a memo") as doing:
        old = store.find(doing.connection, study_id, uuid)
        if old is None:
            raise NotFound(_GONE)
        kept = ("uuid", "about", "transcript_id", "code_id", "coding_uuid", "text", "by_id")
        store.remove(doing.connection, study_id, uuid)
        doing.remember("delete memo", {name: old[name] for name in kept})
        doing.about(memo=uuid, kind=old["about"])
        _tell_desk(doing.connection, study_id, old["transcript_id"], actor)
    return doing.undo_id


def undo_memo(workbench: Workbench, actor: Actor, study_id: int, undo_id: int) -> None:
    """Take back a change or a deletion of a memo."""
    with act(workbench, actor, study_id, May.CODE, "undo") as doing:
        kept = log.remembered(doing.connection, study_id, undo_id)
        if kept is None or kept.kind not in ("change memo", "delete memo"):
            raise NotFound("This cannot be undone any more: write the memo again.")
        memory = kept.memory
        if kept.kind == "change memo":
            if not store.rewrite(doing.connection, study_id, memory["uuid"], memory["text"]):
                raise NotFound(_GONE)
        else:
            store.add(doing.connection, study_id, memory)
        log.mark_undone(doing.connection, undo_id)
        found = store.find(doing.connection, study_id, memory["uuid"])
        doing.about(undo=undo_id)
        _tell_desk(doing.connection, study_id, found["transcript_id"] if found else None, actor)


def _tell_desk(
    connection: Connection, study_id: int, transcript_id: int | None, actor: Actor
) -> None:
    """A memo on a coding is shown at open desks: let them read it again."""
    if transcript_id is not None:
        coding.record_many(connection, study_id, transcript_id, actor.account_id)
