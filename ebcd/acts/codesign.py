"""Co-design: groups, actions and outputs, and the walk back to what people said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ebcd.acts.access import Actor, May
from ebcd.acts.act import act, look
from ebcd.acts.priorities import once_each
from ebcd.codebook import Code
from ebcd.codesign import Action, CodesignGroup, Output, Status, checked
from ebcd.errors import NotFound
from ebcd.priorities.lists import Item, ancestry, codes_of
from ebcd.store import codebook, people, priorities
from ebcd.store import codesign as store
from ebcd.store.belonging import check_there
from ebcd.store.database import Connection
from ebcd.store.passages import usable_passages
from ebcd.store.workbench import Workbench


@dataclass(frozen=True)
class Plan:
    """All co-design work of a study, each by id."""

    groups: Mapping[int, CodesignGroup]
    actions: Mapping[int, Action]
    outputs: Mapping[int, Output]
    items: Mapping[int, Item]


@dataclass(frozen=True)
class Said:
    """A passage at the end of the walk. `speakers`: pseudonyms."""

    words: str
    speakers: tuple[str, ...]
    transcript: int
    start: int
    end: int
    may_quote: bool


@dataclass(frozen=True)
class Trace:
    """The walk back from a group's work: priority, what it was made of, touchpoints, passages."""

    item: Item | None
    made_of: Sequence[Item]
    codes: Sequence[Code]
    said: Sequence[Said]
    people: int


def plan(workbench: Workbench, actor: Actor, study_id: int) -> Plan:
    """The groups with their actions and outputs, and the priorities they work on."""
    with look(workbench, actor, study_id) as connection:
        return Plan(
            store.groups(connection, study_id),
            store.actions(connection, study_id),
            store.outputs(connection, study_id),
            priorities.items(connection, study_id),
        )


def trace(workbench: Workbench, actor: Actor, study_id: int, group_id: int) -> Trace:
    """Where a group's work comes from, back to the passages that may be used."""
    with look(workbench, actor, study_id) as connection:
        group = _group(connection, study_id, group_id)
        by_id = priorities.items(connection, study_id)
        item = by_id.get(group.item or 0)
        if item is None:
            return Trace(None, (), (), (), 0)
        wanted = codes_of(item, by_id)
        known = {code.id: code for code in codebook.codes(connection, study_id)}
        passages = usable_passages(connection, study_id, codes=wanted)
        persons = people.participants(connection, study_id)
    kept = {uuid for each in (item, *ancestry(item.id, by_id)) for uuid in each.evidence}
    said = [
        Said(
            passage.quote,
            tuple(persons[who].pseudonym for who in passage.people),
            passage.transcript,
            passage.span.start,
            passage.span.end,
            passage.may_quote,
        )
        for passage in once_each(sorted(passages, key=lambda one: one.uuid not in kept))
    ]
    return Trace(
        item,
        ancestry(item.id, by_id),
        [known[code_id] for code_id in wanted if code_id in known],
        said,
        len({who for passage in passages for who in passage.people}),
    )


def _group(connection: Connection, study_id: int, group_id: int) -> CodesignGroup:
    found = store.groups(connection, study_id).get(group_id)
    if found is None:
        raise NotFound("This group is not there any more: reload the page.")
    return found


def add_group(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    name: str,
    *,
    aim: str = "",
    item_id: int | None = None,
    split_from: int | None = None,
) -> int:
    """Start a co-design group on a priority; returns its id."""
    name = checked(name, "A group's name")[:200]
    with act(workbench, actor, study_id, May.CODESIGN, "start a co-design group") as doing:
        check_there(doing.connection, study_id, item=item_id, group=split_from)
        values = {"name": name, "aim": aim.strip(), "item_id": item_id, "split_from_id": split_from}
        group_id = store.add_group(doing.connection, study_id, values)
        doing.about(group=group_id)
    return group_id


def change_group(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    group_id: int,
    name: str,
    aim: str,
    item_id: int | None,
) -> None:
    """Change a group's name, aim or priority."""
    values = {"name": checked(name, "A group's name")[:200], "aim": aim.strip(), "item_id": item_id}
    with act(workbench, actor, study_id, May.CODESIGN, "change a co-design group") as doing:
        check_there(doing.connection, study_id, item=item_id)
        store.change(doing.connection, study_id, "group", group_id, values)
        doing.about(group=group_id)


def add_action(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    group_id: int,
    what: str,
    *,
    owner: str = "",
    due: date | None = None,
    status: Status = Status.PLANNED,
    measure: str = "",
) -> int:
    """Plan an action of a group; returns its id."""
    values = _action_values(what, owner, due, status, measure)
    with act(workbench, actor, study_id, May.CODESIGN, "plan an action") as doing:
        _group(doing.connection, study_id, group_id)
        action_id = store.add_action(doing.connection, study_id, group_id, values)
        doing.about(group=group_id, action=action_id)
    return action_id


def _action_values(
    what: str, owner: str, due: date | None, status: Status, measure: str
) -> dict[str, object]:
    return {
        "what": checked(what, "An action"),
        "owner": owner.strip()[:120],
        "due_on": due,
        "status": status.value,
        "measure": measure.strip(),
    }


def change_action(workbench: Workbench, actor: Actor, study_id: int, action: Action) -> None:
    """Change an action, its status included."""
    values = _action_values(action.what, action.owner, action.due, action.status, action.measure)
    with act(workbench, actor, study_id, May.CODESIGN, "change an action") as doing:
        store.change(doing.connection, study_id, "action", action.id, values)
        doing.about(action=action.id, status=action.status.value)


def record_output(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    action_id: int,
    what: str,
    *,
    delivered: date | None = None,
    you_said: str = "",
    we_did: str = "",
) -> int:
    """Record what came of an action; returns its id."""
    values = _output_values(what, delivered, you_said, we_did)
    with act(workbench, actor, study_id, May.CODESIGN, "record an output") as doing:
        if action_id not in store.actions(doing.connection, study_id):
            raise NotFound("This action is not there any more: reload the page.")
        output_id = store.add_output(doing.connection, study_id, action_id, values)
        doing.about(action=action_id, output=output_id)
    return output_id


def _output_values(
    what: str, delivered: date | None, you_said: str, we_did: str
) -> dict[str, object]:
    return {
        "what": checked(what, "An output"),
        "delivered_on": delivered,
        "you_said": you_said.strip(),
        "we_did": we_did.strip(),
    }


def change_output(workbench: Workbench, actor: Actor, study_id: int, output: Output) -> None:
    """Change an output."""
    values = _output_values(output.what, output.delivered, output.you_said, output.we_did)
    with act(workbench, actor, study_id, May.CODESIGN, "change an output") as doing:
        store.change(doing.connection, study_id, "output", output.id, values)
        doing.about(output=output.id)


def remove(workbench: Workbench, actor: Actor, study_id: int, kind: str, row_id: int) -> None:
    """Delete a “group”, an “action” or an “output” with all that hangs on it."""
    with act(workbench, actor, study_id, May.CODESIGN, f"delete a co-design {kind}") as doing:
        store.remove(doing.connection, study_id, kind, row_id)
        doing.about(**{kind: row_id})
