"""Taking back what was done with retrieved passages, each in one step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ebcd.acts.access import Actor, May
from ebcd.acts.act import Act, act, look
from ebcd.acts.retrieval import QUERY_DELETED
from ebcd.acts.retrieval_work import EVIDENCED, FILMED, RECODED
from ebcd.errors import Conflict
from ebcd.store import coding, film, kept_queries, log
from ebcd.store import retrieval as store
from ebcd.store.workbench import Workbench


def undo(workbench: Workbench, actor: Actor, study_id: int, undo_id: int) -> int:
    """Take back one act of this chapter; how many things could not be.

    Raises Conflict where that was done already.
    """
    with look(workbench, actor, study_id) as connection:
        kept = log.remembered(connection, study_id, undo_id)
    if kept is None or kept.kind not in _UNDOING:
        raise Conflict("This was undone already, or can no longer be undone: reload the page.")
    may, what, taking_back = _UNDOING[kept.kind]
    with act(workbench, actor, study_id, may, what) as doing:
        kept = log.remembered(doing.connection, study_id, undo_id)
        if kept is None:
            raise Conflict("This was undone already: reload the page.")
        left = taking_back(doing, kept.memory)
        log.mark_undone(doing.connection, undo_id)
        doing.about(undo=undo_id, left=left)
    return left


def _unrecode(doing: Act, memory: Mapping[str, Any]) -> int:
    connection, study_id = doing.connection, doing.study_id
    code, to = memory["code"], memory["to"]
    if code is not None and not coding.code_is_there(connection, study_id, code):
        raise Conflict("The code that was there before is deleted: bring it back first.")
    left = 0
    if memory["changed"]:
        back = store.give_code(connection, study_id, memory["changed"], to, code)
        left += len(memory["changed"]) - back
    left += store.put_back(connection, study_id, memory["removed"])
    store.part(connection, study_id, memory["moved"])
    if memory["added"]:
        ours = store.rows_of(connection, study_id, memory["added"], to)
        store.take_out(connection, study_id, ours)
        left += len(memory["added"]) - len(ours)
    for transcript in memory["transcripts"]:
        coding.record_many(connection, study_id, transcript, doing.actor.account_id)
    return left


def _unfilm(doing: Act, memory: Mapping[str, Any]) -> int:
    """Take the clips out again but those that somebody has answered about since."""
    found = film.film(doing.connection, doing.study_id)
    there = set(found.places) if found else set()
    answered = {clip for clip, _who in film.answers(doing.connection, doing.study_id)}
    for clip in set(memory["clips"]) & there - answered:
        film.take_out(doing.connection, doing.study_id, clip)
    return len(set(memory["clips"]) & there & answered)


def _let_evidence_go(doing: Act, memory: Mapping[str, Any]) -> int:
    store.remove_evidence(doing.connection, doing.study_id, memory["evidence"])
    return 0


def _bring_query_back(doing: Act, memory: Mapping[str, Any]) -> int:
    name, text = memory["name"], memory["query"]
    if not kept_queries.keep(doing.connection, doing.study_id, name, text, doing.actor.account_id):
        raise Conflict(f"There is another query called “{name}” now: delete that one first.")
    return 0


_UNDOING: dict[str, tuple[May, str, Callable[[Act, Mapping[str, Any]], int]]] = {
    RECODED: (May.CODE, "undo a recoding", _unrecode),
    FILMED: (May.FILM, "delete a clip", _unfilm),
    EVIDENCED: (May.EVENTS, "keep a quotation with a priority", _let_evidence_go),
    QUERY_DELETED: (May.CODE, "keep a query", _bring_query_back),
}
