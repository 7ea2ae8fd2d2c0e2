"""Working with topics: naming, merging and splitting them, and putting them back as found.

A topic that is worked on is kept with its passages and stays so when topics are found again. Every
step can be taken back.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ebcd.acts.access import Actor, May
from ebcd.acts.act import Act, act
from ebcd.acts.assistant_topics import Ground, ground
from ebcd.assistant.kept_topics import Arranged, Kept, in_parts, standing
from ebcd.errors import BadInput, Conflict
from ebcd.store import assistant_topics as store
from ebcd.store import log
from ebcd.store.workbench import Workbench
from ebcd.text import normalise


@dataclass(frozen=True)
class Worked:
    """What was done. `ref`: what names the topic now, or "". `undo_id`: what takes it back."""

    ref: str
    undo_id: int | None


_UNDO = "work with topics"
LONGEST_NAME = 120
MOST_PARTS = 6
_SPENT = "This was undone already, or can no longer be undone: reload the page."
_BUILT_ON = "One of these topics was changed since: take that back first."


def rename(workbench: Workbench, actor: Actor, study_id: int, ref: str, name: str) -> Worked:
    """Give a topic a name, or let it go by its words again ("")."""
    name = " ".join(normalise(name).split())
    if len(name) > LONGEST_NAME:
        raise BadInput(f"This name has {len(name)} characters: shorten it to {LONGEST_NAME}.")
    with act(workbench, actor, study_id, May.CODE, "name a topic") as doing:
        of = _ground(doing)
        each = of.of(ref)
        kept, made = _keep(doing, of, each)
        store.change(doing.connection, study_id, [kept], {"name": name})
        doing.remember(_UNDO, {"made": made, "values": {str(kept): {"name": each.name}}})
        doing.about(topic=kept)
    return Worked(f"kept{kept}", doing.undo_id)


def merge(
    workbench: Workbench, actor: Actor, study_id: int, into: str, others: Collection[str]
) -> Worked:
    """Put topics together into one, which keeps its name."""
    wanted = [ref for ref in dict.fromkeys(others) if ref != into]
    if not wanted:
        raise BadInput("Choose at least one other topic to merge with.")
    with act(workbench, actor, study_id, May.CODE, "merge topics") as doing:
        of = _ground(doing)
        all_of = [of.of(ref) for ref in (into, *wanted)]
        kept = [_keep(doing, of, each) for each in all_of]
        top, rest = kept[0][0], [each for each, _made in kept[1:]]
        store.change(doing.connection, study_id, rest, {"merged_into_id": top})
        values: dict[str, Any] = {str(each): {"merged_into_id": None} for each in rest}
        named = next((each.name for each in all_of if each.name), "")
        if named and not all_of[0].name:
            store.change(doing.connection, study_id, [top], {"name": named})
            values[str(top)] = {"name": ""}
        made = [each for _kept, those in kept for each in those]
        doing.remember(_UNDO, {"made": made, "values": values})
        doing.about(topic=top, merged=len(rest))
    return Worked(f"kept{top}", doing.undo_id)


def split(workbench: Workbench, actor: Actor, study_id: int, ref: str, number: int) -> Worked:
    """Split a topic in so many parts by what its passages say.

    Raises BadInput where its passages cannot be told apart.
    """
    if not 2 <= number <= MOST_PARTS:
        raise BadInput(f"A topic is split in 2 to {MOST_PARTS} parts: choose again.")
    with act(workbench, actor, study_id, May.CODE, "split a topic") as doing:
        of = _ground(doing)
        each = of.of(ref)
        parts = in_parts(of.found.space[each.rows].astype(np.float32), number)
        if len(parts) < 2:
            raise BadInput("These passages all say the same, so the topic cannot be split.")
        kept, made = _keep(doing, of, each)
        first = 0
        for part in parts:
            places = [of.found.place(row) for row in each.rows[part].tolist()]
            new = store.add(doing.connection, study_id, actor.account_id, places, split_of=kept)
            first = first or new
            made.append(new)
        doing.remember(_UNDO, {"made": made, "values": {}})
        doing.about(topic=kept, parts=len(parts))
    return Worked(f"kept{first}", doing.undo_id)


def put_back(workbench: Workbench, actor: Actor, study_id: int, ref: str) -> Worked:
    """Take apart what was merged in a topic, else join again the parts it is one of, else let the
    topic be as it was found.
    """
    with act(workbench, actor, study_id, May.CODE, "put a topic back") as doing:
        of = _ground(doing)
        if of.found.by_words:
            raise Conflict("Topics are kept in the other view: go back to it first.")
        top = _kept_id(of, ref)
        by_id = {each.id: each for each in of.kept}
        held = standing(of.kept).get(top, ())
        apart = {each for each in held if by_id[each].merged_into == top}
        gone = {each for each in {top, *apart} if _bare(by_id[each], of.kept, apart)}
        if not held:
            gone = _family(top, of.kept)
        values = {str(each): {"merged_into_id": top, "dropped": False} for each in apart}
        values |= {str(each): {"dropped": False} for each in gone - apart}
        store.change(doing.connection, study_id, apart, {"merged_into_id": None})
        store.change(doing.connection, study_id, gone, {"dropped": True})
        doing.remember(_UNDO, {"made": [], "values": values})
        doing.about(topic=top)
    return Worked("", doing.undo_id)


def put_all_back(workbench: Workbench, actor: Actor, study_id: int) -> Worked:
    """Let all topics be as they were found."""
    with act(workbench, actor, study_id, May.CODE, "put all topics back") as doing:
        ids = [each.id for each in store.topics(doing.connection, study_id)]
        if not ids:
            raise Conflict("No topic was named, merged or split: there is nothing to put back.")
        store.change(doing.connection, study_id, ids, {"dropped": True})
        values = {str(each): {"dropped": False} for each in ids}
        doing.remember(_UNDO, {"made": [], "values": values})
        doing.about(topics=len(ids))
    return Worked("", doing.undo_id)


def undo(workbench: Workbench, actor: Actor, study_id: int, undo_id: int) -> None:
    """Take back a step. Raises Conflict where it was taken back before, or was built on since."""
    with act(workbench, actor, study_id, May.CODE, "undo work with topics") as doing:
        kept = log.remembered(doing.connection, study_id, undo_id)
        if kept is None or kept.kind != _UNDO:
            raise Conflict(_SPENT)
        made, values = set(kept.memory["made"]), kept.memory["values"]
        for each in store.topics(doing.connection, study_id):
            built = {each.merged_into, each.split_of} & made
            if built and each.id not in made and str(each.id) not in values:
                raise Conflict(_BUILT_ON)
        for each, was in values.items():
            if int(each) not in made and not store.change(
                doing.connection, study_id, [int(each)], was
            ):
                raise Conflict(_SPENT)
        store.remove(doing.connection, study_id, made)
        log.mark_undone(doing.connection, undo_id)
        doing.about(undo=undo_id)


def forget(workbench: Workbench, actor: Actor, study_id: int, ref: str) -> Worked:
    """Let go of a topic of the team whose passages are gone."""
    with act(workbench, actor, study_id, May.CODE, "let go of a topic") as doing:
        rows = store.topics(doing.connection, study_id)
        top = int(ref.removeprefix("kept")) if ref.removeprefix("kept").isdigit() else 0
        if top not in {row.id for row in rows}:
            raise Conflict("This topic is gone already: reload the page.")
        gone = [row.id for row in rows if row.id == top or row.merged_into == top]
        store.change(doing.connection, study_id, gone, {"dropped": True})
        values = {str(each): {"dropped": False} for each in gone}
        doing.remember(_UNDO, {"made": [], "values": values})
        doing.about(topic=top)
    return Worked("", doing.undo_id)


def _ground(doing: Act) -> Ground:
    of = ground(doing.connection, doing.workbench, doing.study_id)
    if of is None:
        raise Conflict("Topics are being found again: wait a moment and look again.")
    return of


def _keep(doing: Act, of: Ground, each: Arranged) -> tuple[int, list[int]]:
    """The id of the kept topic that this is, and the ids of what had to be made for that."""
    if of.found.by_words:
        raise Conflict("In the other view topics are looked at only: go back to work with them.")
    if each.kept is not None:
        return each.kept, []
    places = [of.found.place(row) for row in each.rows.tolist()]
    made = store.add(doing.connection, doing.study_id, doing.actor.account_id, places)
    return made, [made]


def _kept_id(of: Ground, ref: str) -> int:
    kept = of.of(ref).kept
    if kept is None:
        raise Conflict("This topic is as it was found: there is nothing to put back.")
    return kept


def _bare(each: Kept, kept: Sequence[Kept], released: Collection[int] = ()) -> bool:
    """Whether nothing was done to a topic but what is taken back now."""
    below = {one.id for one in kept if one.merged_into == each.id} - set(released)
    parts = any(one.split_of == each.id for one in kept)
    return not each.name and each.split_of is None and not below and not parts


def _family(top: int, kept: Sequence[Kept]) -> set[int]:
    """What is dropped with a topic that holds no others.

    Where it is a part of one: all the parts, what was made of those, and the whole itself where
    nothing else was done to it.
    """
    split_of = next(each.split_of for each in kept if each.id == top)
    if split_of is None:
        return {top}
    gone = {each.id for each in kept if each.split_of == split_of}
    while more := {each.id for each in kept if each.split_of in gone} - gone:
        gone |= more
    left = [each for each in kept if each.id not in gone]
    return gone | {each.id for each in left if each.id == split_of and _bare(each, left)}
