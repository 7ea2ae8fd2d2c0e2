"""The codebook: add, define, look, place, merge and delete codes; take them from elsewhere.

Whatever changes the codebook is undone by `undo` with the number that the act gave back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ebcd.acts.access import Actor, May
from ebcd.acts.act import Act, act, look
from ebcd.codebook import Code, Kind, Pattern, check_move, checked_name, next_look, tree
from ebcd.errors import BadInput, Conflict, NotFound
from ebcd.exchange.codebook_table import DraftCode
from ebcd.store import codebook as store
from ebcd.store import codebook_undo, log
from ebcd.store.codebook import Hanging
from ebcd.store.coding import record_many
from ebcd.store.database import Connection
from ebcd.store.workbench import Workbench

_GONE = "This code was deleted by somebody else: choose another one."
TEXTS = ("definition", "include", "exclude", "example")
_HEX = re.compile("#[0-9a-fA-F]{6}")
_CHANGED, _TAKEN_OUT, ADDED = "change codes", "take out code", "add codes"


@dataclass(frozen=True)
class Done:
    """What an act on the codebook did. `undo_id`: what takes it back."""

    code_id: int
    undo_id: int | None


def codes(workbench: Workbench, actor: Actor, study_id: int) -> list[Code]:
    """Every code of the study, in reading order."""
    with look(workbench, actor, study_id) as connection:
        return [code for _depth, code in tree(store.codes(connection, study_id))]


def begun(workbench: Workbench, actor: Actor, study_id: int) -> bool:
    """Whether the study has a code at all."""
    with look(workbench, actor, study_id) as connection:
        return store.begun(connection, study_id)


def coding_counts(workbench: Workbench, actor: Actor, study_id: int) -> Mapping[int, int]:
    """How many codings each code has; a code without any is not in it."""
    with look(workbench, actor, study_id) as connection:
        return store.coding_counts(connection, study_id)


def hanging(workbench: Workbench, actor: Actor, study_id: int, code_id: int) -> Hanging:
    """What goes with the code when it is deleted, and what loses its link to it."""
    with look(workbench, actor, study_id) as connection:
        return store.hanging(connection, study_id, code_id)


def add_code(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    kind: Kind,
    name: str,
    *,
    parent: int | None = None,
    definition: str = "",
    include: str = "",
    exclude: str = "",
    example: str = "",
    colour: str | None = None,
    pattern: Pattern | None = None,
) -> int:
    """Add a code at the end of its siblings; returns its id.

    A colour and pattern that nobody chose are the next ones nobody uses.
    """
    draft = DraftCode(
        kind, checked_name(name), "", definition, include, exclude, example, colour, pattern
    )
    with act(workbench, actor, study_id, May.CODEBOOK, "add a code") as doing:
        there = store.codes(doing.connection, study_id)
        if parent is not None:
            _known(there, parent)
        _check_free(there, kind, draft.name)
        code_id = store_draft(doing.connection, study_id, draft, parent, there)
        doing.about(code=code_id)
    return code_id


def define_code(
    workbench: Workbench, actor: Actor, study_id: int, code_id: int, **values: Any
) -> Done:
    """Change what is said of a code.

    `values`: any of name, kind, definition, include, exclude, example, colour, pattern.
    """
    with act(workbench, actor, study_id, May.CODEBOOK, "change a code") as doing:
        there = store.codes(doing.connection, study_id)
        old = _known(there, code_id)
        changed = _checked(values)
        kind = Kind(changed.get("kind", old.kind))
        _check_free(
            [code for code in there if code.id != code_id], kind, changed.get("name", old.name)
        )
        _change(doing, {code_id: changed}, there)
        doing.about(code=code_id, columns=sorted(changed))
    return Done(code_id, doing.undo_id)


def move_code(
    workbench: Workbench, actor: Actor, study_id: int, code_id: int, under: int | None
) -> Done:
    """Move a code, with all below it, under another one; None is the top."""
    with act(workbench, actor, study_id, May.CODEBOOK, "move a code") as doing:
        there = store.codes(doing.connection, study_id)
        code = _known(there, code_id)
        if under is not None:
            _known(there, under)
        check_move(code_id, under, there)
        position = _end(there, code.kind, under)
        _change(doing, {code_id: {"parent_id": under, "position": position}}, there)
        doing.about(code=code_id, under=under)
    return Done(code_id, doing.undo_id)


def shift_code(workbench: Workbench, actor: Actor, study_id: int, code_id: int, by: int) -> Done:
    """Move a code up (`by` −1) or down (+1) among its siblings; at the end it stays."""
    with act(workbench, actor, study_id, May.CODEBOOK, "order the codes") as doing:
        there = store.codes(doing.connection, study_id)
        code = _known(there, code_id)
        order = [each.id for each in _siblings(there, code.kind, code.parent)]
        at = order.index(code_id)
        to = min(max(at + by, 0), len(order) - 1)
        order.insert(to, order.pop(at))
        _change(doing, {each: {"position": place} for place, each in enumerate(order)}, there)
        doing.about(code=code_id, position=to)
    return Done(code_id, doing.undo_id)


def merge_codes(
    workbench: Workbench, actor: Actor, study_id: int, code_id: int, into_id: int
) -> Done:
    """Move every coding of one code to another and delete the one.

    A passage that the same person gave both codes keeps one coding, with the memos of both.
    """
    if code_id == into_id:
        raise BadInput("A code cannot be merged into itself: choose another one.")
    with act(workbench, actor, study_id, May.CODEBOOK, "merge codes") as doing:
        there = store.codes(doing.connection, study_id)
        code, into = _known(there, code_id), _known(there, into_id)
        if code.kind is not into.kind:
            raise BadInput(
                f"“{code.name}” is a {code.kind.label.lower()} and “{into.name}” a "
                f"{into.kind.label.lower()}: only codes of one kind can be merged."
            )
        if into.parent == code_id:
            store.change(doing.connection, study_id, into_id, {"parent_id": code.parent})
        touched = store.transcripts_with(doing.connection, study_id, [code_id])
        memory = codebook_undo.merge(doing.connection, study_id, code_id, into_id)
        if into.parent == code_id:
            memory["links"]["below"] = [*memory["links"]["below"], into_id]
        _tell_desks(doing, touched)
        doing.remember(_TAKEN_OUT, memory)
        doing.about(code=code_id, into=into_id, codings=len(memory["rows"]["coding"]))
    return Done(into_id, doing.undo_id)


def delete_code(workbench: Workbench, actor: Actor, study_id: int, code_id: int) -> Done:
    """Delete a code with its codings and memos; codes below it move up."""
    with act(workbench, actor, study_id, May.CODEBOOK, "delete a code") as doing:
        _known(store.codes(doing.connection, study_id), code_id)
        touched = store.transcripts_with(doing.connection, study_id, [code_id])
        memory = codebook_undo.take_out(doing.connection, study_id, code_id)
        _tell_desks(doing, touched)
        doing.remember(_TAKEN_OUT, memory)
        doing.about(code=code_id, codings=len(memory["rows"]["coding"]))
    return Done(code_id, doing.undo_id)


def undo(workbench: Workbench, actor: Actor, study_id: int, undo_id: int) -> None:
    """Take back one act on the codebook. Raises Conflict where that was done already."""
    with act(workbench, actor, study_id, May.CODEBOOK, "undo in the codebook") as doing:
        kept = log.remembered(doing.connection, study_id, undo_id)
        if kept is None or kept.kind not in (_CHANGED, _TAKEN_OUT, ADDED):
            raise Conflict("This was undone already, or can no longer be undone: reload the page.")
        if kept.kind == _CHANGED:
            for each in kept.memory:
                store.change(doing.connection, study_id, each["id"], each["values"])
        elif kept.kind == ADDED:
            _take_back(doing, kept.memory)
        else:
            code_id = codebook_undo.put_back(doing.connection, study_id, kept.memory)
            _tell_desks(doing, store.transcripts_with(doing.connection, study_id, [code_id]))
        log.mark_undone(doing.connection, undo_id)
        doing.about(undo=undo_id)


def store_draft(
    connection: Connection, study_id: int, draft: DraftCode, parent: int | None, there: list[Code]
) -> int:
    """Store one draft within an act, and put it into `there` too; its id."""
    colour, pattern = next_look(len(there))
    code = Code(
        0,
        draft.kind,
        checked_name(draft.name),
        parent,
        _end(there, draft.kind, parent),
        draft.definition.strip(),
        draft.include.strip(),
        draft.exclude.strip(),
        draft.example.strip(),
        draft.colour or colour,
        draft.pattern or pattern,
    )
    code_id = store.add(connection, study_id, store.columns(code))
    found = store.find(connection, study_id, code_id)
    if found is not None:
        there.append(found)
    return code_id


def _take_back(doing: Act, memory: Mapping[str, Any]) -> None:
    """Remove codes that were taken, unless somebody has coded with them since."""
    counts = store.coding_counts(doing.connection, doing.study_id, everybody=True)
    used = [code_id for code_id in memory["added"] if counts[code_id]]
    if used:
        raise Conflict(
            f"{len(used)} of these codes are in use by now: delete those you do not want one by "
            "one."
        )
    for code_id in memory["added"]:
        store.delete_code(doing.connection, doing.study_id, code_id)
    for each in memory["filled"]:
        store.change(doing.connection, doing.study_id, each["id"], each["values"])


def _change(doing: Act, changes: Mapping[int, Mapping[str, Any]], there: Iterable[Code]) -> None:
    """Change codes and remember what they were."""
    by_id = {code.id: store.columns(code) for code in there}
    memory = []
    for code_id, values in changes.items():
        was = {name: by_id[code_id][name] for name in values}
        if was != values:
            store.change(doing.connection, doing.study_id, code_id, values)
            memory.append({"id": code_id, "values": was})
    doing.remember(_CHANGED, memory)


def _tell_desks(doing: Act, transcripts: Iterable[int]) -> None:
    """Open coding desks read these transcripts again."""
    for transcript_id in transcripts:
        record_many(doing.connection, doing.study_id, transcript_id, doing.actor.account_id)


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Columns ready to be stored. Raises BadInput for what no code can be."""
    changed: dict[str, Any] = {}
    for name, value in values.items():
        if name == "name":
            changed[name] = checked_name(value)
        elif name in TEXTS:
            changed[name] = value.strip()
        elif name == "kind":
            changed[name] = Kind(value).value
        elif name == "pattern":
            changed[name] = Pattern(value).value
        elif name == "colour" and _HEX.fullmatch(value):
            changed[name] = value.lower()
        else:
            raise BadInput(f"A code has no {name} like that: choose one from the list.")
    return changed


def _known(there: Iterable[Code], code_id: int) -> Code:
    for code in there:
        if code.id == code_id:
            return code
    raise NotFound(_GONE)


def _check_free(there: Iterable[Code], kind: Kind, name: str) -> None:
    for code in there:
        if code.kind is kind and code.name.casefold() == name.casefold():
            raise BadInput(
                f"There is a {kind.label.lower()} called “{code.name}” already: choose another "
                "name, or merge the two."
            )


def _siblings(there: Iterable[Code], kind: Kind, parent: int | None) -> list[Code]:
    """The codes of one kind under one parent, in order."""
    return sorted(
        (code for code in there if code.kind is kind and code.parent == parent),
        key=lambda code: (code.position, code.name),
    )


def _end(there: Iterable[Code], kind: Kind, parent: int | None) -> int:
    """The position after the last of these siblings."""
    return 1 + max((code.position for code in _siblings(there, kind, parent)), default=-1)
