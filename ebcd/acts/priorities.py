"""Priorities: what the analysis offers, and the lists the team makes of it with both sides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ebcd.acts.access import Actor, May
from ebcd.acts.act import Act, act, look
from ebcd.codebook import Kind
from ebcd.errors import BadInput, Conflict
from ebcd.people import Group
from ebcd.priorities.lists import (
    Item,
    ItemState,
    ListName,
    check_merge,
    checked_reason,
    checked_title,
    codes_of,
)
from ebcd.store import findings, people
from ebcd.store import priorities as store
from ebcd.store.belonging import check_there
from ebcd.store.codebook import codes
from ebcd.store.database import Connection
from ebcd.store.passages import Passage, usable_passages
from ebcd.store.rounds import RoundOption
from ebcd.store.workbench import Workbench
from ebcd.times import now

LONGEST_QUOTATION = 400
"""A quotation longer than this, in characters, is too long for a ballot."""


@dataclass(frozen=True)
class Offered:
    """A touchpoint or theme as the analysis offers it.

    `patients`: how many patients, carers and family members speak of it; `staff`: how many staff.
    `passages`: how often.
    """

    code: int
    kind: Kind
    name: str
    definition: str
    patients: int
    staff: int
    passages: int


@dataclass(frozen=True)
class Quotation:
    """A passage that speaks for a priority. `speakers`: pseudonyms.

    `transcript`, `start`, `end`: where it is.
    """

    uuid: str
    words: str
    speakers: tuple[str, ...]
    transcript: int
    start: int
    end: int
    may_quote: bool


def evidence_state(workbench: Workbench, actor: Actor, study_id: int) -> int:
    """How far the evidence has come: what is `offered` at one number holds until the next."""
    with look(workbench, actor, study_id) as connection:
        return findings.evidence(connection, study_id)


def offered(workbench: Workbench, actor: Actor, study_id: int) -> Sequence[Offered]:
    """Touchpoints and themes with how many people speak of them, the most spoken of first."""
    with look(workbench, actor, study_id) as connection:
        kinds = (Kind.TOUCHPOINT, Kind.THEME)
        known = [code for code in codes(connection, study_id) if code.kind in kinds]
        persons = people.participants(connection, study_id)
        heard: dict[int, list[Passage]] = {code.id: [] for code in known}
        for passage in usable_passages(connection, study_id, codes=heard):
            heard[passage.code].append(passage)
    found = []
    for code in known:
        who = {person for passage in heard[code.id] for person in passage.people}
        staff = sum(persons[person].group is Group.STAFF for person in who)
        found.append(
            Offered(
                code.id,
                code.kind,
                code.name,
                code.definition,
                len(who) - staff,
                staff,
                len(heard[code.id]),
            )
        )
    return sorted(found, key=lambda one: (-one.patients - one.staff, -one.passages, one.name))


def on_list(every: Iterable[Item], name: ListName) -> set[int]:
    """The touchpoints and themes that stand on a list already."""
    return {item.code for item in every if item.code and item.list is name and item.stands}


def items(workbench: Workbench, actor: Actor, study_id: int) -> Mapping[int, Item]:
    """Every item of every list by id, in order of list and place."""
    with look(workbench, actor, study_id) as connection:
        return store.items(connection, study_id)


def add_item(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    name: ListName,
    title: str,
    *,
    description: str = "",
    code_id: int | None = None,
    event_id: int | None = None,
) -> int:
    """Put a priority on a list; returns its id."""
    title = checked_title(title)
    with act(workbench, actor, study_id, May.EVENTS, "add a priority") as doing:
        check_there(doing.connection, study_id, code=code_id, event=event_id)
        item_id = store.add(
            doing.connection,
            study_id,
            name,
            title,
            description=description.strip(),
            code_id=code_id,
            event_id=event_id,
        )
        doing.about(item=item_id, list=name.value)
    return item_id


def reword(
    workbench: Workbench, actor: Actor, study_id: int, item_id: int, title: str, description: str
) -> None:
    """Change an item's words; what it was called before is kept."""
    title = checked_title(title)
    with act(workbench, actor, study_id, May.EVENTS, "reword a priority") as doing:
        item = _standing(doing, item_id)
        history = [*item.history]
        if item.title != title:
            history.append({"at": now().isoformat(), "what": "reworded", "was": item.title})
        store.change(
            doing.connection,
            study_id,
            item_id,
            {"title": title, "description": description.strip(), "history": history},
        )


def _standing(doing: Act, item_id: int) -> Item:
    item = store.item(doing.connection, doing.study_id, item_id)
    if not item.stands:
        raise Conflict("This priority was merged or set aside meanwhile: reload the page.")
    doing.about(item=item_id)
    return item


def set_aside(workbench: Workbench, actor: Actor, study_id: int, item_id: int, reason: str) -> None:
    """Take an item off its list, with the reason."""
    reason = checked_reason(reason)
    with act(workbench, actor, study_id, May.EVENTS, "set a priority aside") as doing:
        _standing(doing, item_id)
        values = {"state": ItemState.SET_ASIDE.value, "reason": reason}
        store.change(doing.connection, study_id, item_id, values)


def bring_back(workbench: Workbench, actor: Actor, study_id: int, item_id: int) -> None:
    """Put an item that was set aside back on its list."""
    with act(workbench, actor, study_id, May.EVENTS, "bring a priority back") as doing:
        if store.item(doing.connection, study_id, item_id).state is not ItemState.SET_ASIDE:
            raise Conflict("This priority is not set aside: reload the page.")
        values = {"state": ItemState.LISTED.value, "reason": ""}
        store.change(doing.connection, study_id, item_id, values)
        doing.about(item=item_id)


def merge(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    item_ids: Iterable[int],
    title: str,
    description: str = "",
) -> int:
    """Make one item of several on the same list; it keeps what it was made of. Returns its id."""
    title = checked_title(title)
    with act(workbench, actor, study_id, May.EVENTS, "merge priorities") as doing:
        by_id = store.items(doing.connection, study_id)
        merged = [by_id[item_id] for item_id in dict.fromkeys(item_ids) if item_id in by_id]
        check_merge(merged)
        new_id = store.add(
            doing.connection,
            study_id,
            merged[0].list,
            title,
            description=description.strip(),
            code_id=merged[0].code,
            event_id=merged[0].event,
            origins=[item.id for item in merged],
            evidence=[uuid for item in merged for uuid in item.evidence],
        )
        for item in merged:
            values = {"state": ItemState.MERGED.value, "merged_into_id": new_id}
            store.change(doing.connection, study_id, item.id, values)
        doing.about(item=new_id, merged=[item.id for item in merged])
    return new_id


def take_forward(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    item_ids: Iterable[int],
    event_id: int | None = None,
) -> list[int]:
    """Copy items to the next list (shortlist, then joint list); returns the new ids.

    An item that was taken forward before is left as it is.
    """
    with act(workbench, actor, study_id, May.EVENTS, "take priorities forward") as doing:
        check_there(doing.connection, study_id, event=event_id)
        by_id = store.items(doing.connection, study_id)
        before = {
            origin
            for item in by_id.values()
            for origin in item.origins
            if item.list is not by_id[origin].list
        }
        made = []
        for item_id in dict.fromkeys(item_ids):
            item = by_id.get(item_id)
            if item is None or not item.stands or item.list.forward is None:
                raise BadInput("One of these cannot be taken forward: reload the page.")
            if item_id not in before:
                made.append(_copy(doing.connection, study_id, item, event_id))
        doing.about(items=made)
    return made


def _copy(connection: Connection, study_id: int, item: Item, event_id: int | None) -> int:
    assert item.list.forward is not None
    return store.add(
        connection,
        study_id,
        item.list.forward,
        item.title,
        description=item.description,
        code_id=item.code,
        event_id=event_id,
        origins=[item.id],
        evidence=item.evidence,
    )


def move(workbench: Workbench, actor: Actor, study_id: int, item_id: int, by: int) -> None:
    """Move an item up (-1) or down (1) among those standing on its list."""
    with act(workbench, actor, study_id, May.EVENTS, "order a list") as doing:
        item = _standing(doing, item_id)
        every = store.items(doing.connection, study_id).values()
        ordered = [each.id for each in every if each.list is item.list and each.stands]
        at = ordered.index(item_id)
        to = min(max(at + by, 0), len(ordered) - 1)
        ordered.insert(to, ordered.pop(at))
        store.set_order(doing.connection, study_id, ordered)


def choose(workbench: Workbench, actor: Actor, study_id: int, item_id: int, reason: str) -> None:
    """Confirm a joint priority, with the reason the group gave."""
    reason = checked_reason(reason)
    with act(workbench, actor, study_id, May.EVENTS, "confirm a joint priority") as doing:
        if _standing(doing, item_id).list is not ListName.JOINT:
            raise BadInput("Only an item of the joint list becomes a joint priority.")
        values = {"state": ItemState.CHOSEN.value, "reason": reason}
        store.change(doing.connection, study_id, item_id, values)


def unchoose(workbench: Workbench, actor: Actor, study_id: int, item_id: int) -> None:
    """Make a joint priority a plain item of the joint list again."""
    with act(workbench, actor, study_id, May.EVENTS, "take a joint priority back") as doing:
        _standing(doing, item_id)
        values = {"state": ItemState.LISTED.value, "reason": ""}
        store.change(doing.connection, study_id, item_id, values)


def remove_item(workbench: Workbench, actor: Actor, study_id: int, item_id: int) -> None:
    """Delete an item added by mistake. Raises Conflict where another was made of it."""
    with act(workbench, actor, study_id, May.EVENTS, "delete a priority") as doing:
        item = store.item(doing.connection, study_id, item_id)
        every = store.items(doing.connection, study_id).values()
        if item.origins or any(item_id in each.origins for each in every):
            raise Conflict("This priority has a history: set it aside with the reason instead.")
        store.remove(doing.connection, study_id, item_id)
        doing.about(item=item_id)


def keep_evidence(
    workbench: Workbench, actor: Actor, study_id: int, item_id: int, uuid: str, keep: bool
) -> None:
    """Keep a quotation with an item, or let it go."""
    with act(workbench, actor, study_id, May.EVENTS, "keep a quotation with a priority") as doing:
        item = _standing(doing, item_id)
        if keep and uuid not in item.evidence:
            check_there(doing.connection, study_id, coding=uuid)
            store.add_evidence(doing.connection, study_id, item_id, uuid)
        elif not keep:
            store.remove_evidence(doing.connection, study_id, item_id, uuid)


def once_each(passages: Iterable[Passage]) -> list[Passage]:
    """The passages without those that are the same place under another code."""
    seen: dict[tuple[int, int, int], Passage] = {}
    for passage in passages:
        seen.setdefault((passage.version, passage.span.start, passage.span.end), passage)
    return list(seen.values())


def quotations(
    workbench: Workbench, actor: Actor, study_id: int, item_id: int
) -> Sequence[Quotation]:
    """The passages that speak for an item: those kept with it first, then its touchpoints'."""
    with look(workbench, actor, study_id) as connection:
        by_id = store.items(connection, study_id)
        item = store.item(connection, study_id, item_id)
        found = {
            passage.uuid: passage
            for passage in (
                *usable_passages(connection, study_id, uuids=item.evidence),
                *usable_passages(connection, study_id, codes=codes_of(item, by_id)),
            )
        }
        persons = people.participants(connection, study_id)
    return [
        Quotation(
            passage.uuid,
            passage.quote,
            tuple(persons[who].pseudonym for who in passage.people),
            passage.transcript,
            passage.span.start,
            passage.span.end,
            passage.may_quote,
        )
        for passage in once_each(found.values())
    ]


def ballot_options(
    workbench: Workbench, actor: Actor, study_id: int, item_ids: Sequence[int], quote: bool
) -> list[RoundOption]:
    """The options of a round made of these items, numbered from 1.

    `quote`: whether each carries the first quotation kept with it that its speaker agrees to have
    quoted and that is short enough for a ballot.
    """
    with look(workbench, actor, study_id) as connection:
        by_id = store.items(connection, study_id)
        chosen = [by_id[item_id] for item_id in item_ids if item_id in by_id]
        kept = [uuid for item in chosen for uuid in item.evidence] if quote else []
        usable = {
            passage.uuid: passage
            for passage in usable_passages(connection, study_id, uuids=kept)
            if passage.may_quote and len(passage.quote) <= LONGEST_QUOTATION
        }
    options = []
    for number, item in enumerate(chosen, start=1):
        uuid = next((uuid for uuid in item.evidence if uuid in usable), None)
        words = usable[uuid].quote if uuid else ""
        options.append(
            RoundOption(
                number, item.title, item.description, words, item_id=item.id, coding_uuid=uuid
            )
        )
    return options
