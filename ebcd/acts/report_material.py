"""What the documents are made from: everything read from the study in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from ebcd.acts import examples, findings
from ebcd.acts.report_quotations import Quoting
from ebcd.codebook import Kind, tree
from ebcd.codesign import CodesignGroup
from ebcd.findings.journey import pathway, stage_of
from ebcd.people import Group
from ebcd.priorities.lists import Item, ItemState, ListName, ancestry, codes_of
from ebcd.reports.action_plan import GroupPlan
from ebcd.reports.codebook_document import Entry
from ebcd.reports.document import Front, Quotation
from ebcd.reports.priority_report import Listed
from ebcd.reports.touchpoint_summary import Touchpoint
from ebcd.store import codesign, events, item_evidence, people, priorities, room_forms
from ebcd.store import findings as found
from ebcd.store import study as studies
from ebcd.store.database import Connection
from ebcd.store.passages import Passage, turns_of, usable_passages
from ebcd.times import shown

_FATES = {
    ItemState.LISTED: "Listed",
    ItemState.MERGED: "Merged",
    ItemState.SET_ASIDE: "Set aside",
    ItemState.CHOSEN: "Chosen",
}


class Reading:
    """A study being read for a document, in one open transaction."""

    def __init__(self, connection: Connection, study_id: int, *, draft: bool) -> None:
        study = studies.by_id(connection, study_id)
        assert study is not None
        self.connection, self.study_id, self.study = connection, study_id, study
        self.front = Front(
            study.name, study.pathway, date.today(), draft, study.language or "en-GB"
        )
        self.persons = people.participants(connection, study_id)
        self.quoting = Quoting(self.persons, turns_of(connection, study_id))
        self.items = priorities.items(connection, study_id)

    def passages(self, codes: Iterable[int]) -> list[Passage]:
        return usable_passages(self.connection, self.study_id, codes=list(codes))

    def took_part(self) -> tuple[tuple[str, int], ...]:
        """Who is in the study and has not withdrawn, by group."""
        heads = Counter(p.group for p in self.persons.values() if p.withdrawn_on is None)
        return tuple((_PLURAL[group], heads[group]) for group in Group if heads[group])

    def attended(self) -> tuple[tuple[str, int], ...]:
        """The events that people were counted at, and how many came."""
        return tuple(
            (f"At: {event.title}", sum(event.attended.values()))
            for event in events.events(self.connection, self.study_id).values()
            if event.attended
        )

    def heard(self, passages: Iterable[Passage]) -> tuple[int, int]:
        """How many people of the patients' side, and how many staff, speak in these."""
        who = {person for passage in passages for person in passage.people}
        staff = sum(self.persons[each].group is Group.STAFF for each in who)
        return len(who) - staff, staff


_PLURAL = {
    Group.PATIENT: "Patients",
    Group.CARER: "Carers",
    Group.FAMILY: "Family members",
    Group.STAFF: "Staff",
}


def listed(reading: Reading, item: Item, *, quote: int = 0) -> Listed:
    """A priority as the reports tell it, with up to `quote` quotations."""
    passages = reading.passages(codes_of(item, reading.items))
    kept = {uuid for each in (item, *ancestry(item.id, reading.items)) for uuid in each.evidence}
    patients, staff = reading.heard(passages)
    return Listed(
        item.title,
        item.description,
        _fate(reading, item),
        item.reason,
        (
            *(f"{each.title} ({each.list.label.lower()})" for each in _made_of(reading, item)),
            *(f"“{idea}” (sent in from the room)" for idea in _from_the_room(reading, item)),
        ),
        patients,
        staff,
        reading.quoting.choose(passages, quote, kept) if quote else (),
    )


def _from_the_room(reading: Reading, item: Item) -> list[str]:
    """The ideas that the room sent in and that this item was made of."""
    line = {each.id for each in (item, *ancestry(item.id, reading.items))}
    ideas = room_forms.ideas(reading.connection, reading.study_id)
    return [idea.text for idea in ideas if idea.item in line]


def talks(reading: Reading) -> tuple[tuple[str, str, str], ...]:
    """What talking about each list came to, the oldest first: (list, when, what)."""
    found = reversed(item_evidence.talks(reading.connection, reading.study_id))
    return tuple(
        (
            talk.list.label,
            ", ".join(part for part in (talk.event, shown(talk.at)) if part),
            ". ".join(part for part in (talk.outcome.label, talk.notes) if part),
        )
        for talk in found
    )


def _made_of(reading: Reading, item: Item) -> list[Item]:
    """The nearest items of other lists that this one was made of."""
    found: dict[int, Item] = {}
    edge = list(item.origins)
    while edge:
        here = reading.items[edge.pop(0)]
        if here.list is item.list:
            edge += here.origins
        else:
            found[here.id] = here
    return list(found.values())


def _fate(reading: Reading, item: Item) -> str:
    """What became of an item; a shortlisted one that was taken on says into what."""
    if item.state in (ItemState.SET_ASIDE, ItemState.CHOSEN):
        return _FATES[item.state]
    if item.state is ItemState.MERGED and item.merged_into in reading.items:
        return f"Merged into “{reading.items[item.merged_into].title}”"
    later = [
        each
        for each in reading.items.values()
        if each.list is item.list.forward
        and item.id in {origin.id for origin in ancestry(each.id, reading.items)}
    ]
    standing = [each for each in later if each.stands]
    if item.list is ListName.JOINT:
        return "On the list, not chosen" if _settled(reading) else _FATES[item.state]
    if not later:
        return _FATES[item.state]
    if not standing:
        return f"Taken to the {later[0].list.label.lower()} and set aside there"
    chosen = standing[0].state is ItemState.CHOSEN
    return f"Taken into “{standing[0].title}”" + (", which was chosen" if chosen else "")


def _settled(reading: Reading) -> bool:
    """Whether any joint priority has been chosen."""
    return any(
        item.list is ListName.JOINT and item.state is ItemState.CHOSEN
        for item in reading.items.values()
    )


def on_list(reading: Reading, name: ListName, *, quote: int = 0) -> tuple[Listed, ...]:
    """The items of a list that stand, or were taken on, in order."""
    mine = [
        item
        for item in reading.items.values()
        if item.list is name and item.state is not ItemState.SET_ASIDE
    ]
    if name is ListName.JOINT:
        mine = [item for item in mine if item.stands]
        mine.sort(key=lambda item: (item.state is not ItemState.CHOSEN, item.position))
    return tuple(listed(reading, item, quote=quote) for item in mine)


def not_chosen(reading: Reading) -> tuple[Listed, ...]:
    """What was set aside, and what stayed on the joint list without being chosen."""
    settled = _settled(reading)
    out = []
    for item in reading.items.values():
        waiting = item.list is ListName.JOINT and item.state is ItemState.LISTED and settled
        if item.state is ItemState.SET_ASIDE or waiting:
            told = listed(reading, item)
            fate = "Not chosen" if waiting else f"Set aside from the {item.list.label.lower()}"
            out.append(Listed(told.title, told.description, fate, told.reason))
    return tuple(out)


def touchpoints(reading: Reading, *, quote: int = 2) -> list[Touchpoint]:
    """Every touchpoint in pathway order, with how it felt and words of both sides."""
    of = found.material(reading.connection, reading.study_id)
    emotions = findings.grid(of, findings.Across.EMOTION)
    moments = {each.touchpoint: each for each in findings.moments(of, emotions)}
    by_id = {code.id: code for code in of.codes}
    passages: dict[int, list[Passage]] = {}
    for passage in of.passages.values():
        passages.setdefault(passage.code, []).append(passage)
    told = []
    for code in pathway(of.codes):
        mine, moment = passages.get(code.id, []), moments[code.id]
        before = len(reading.quoting.left_out)
        told.append(
            Touchpoint(
                code.name,
                stage_of(code, by_id),
                code.definition,
                moment.patients.people,
                moment.staff.people,
                moment.standing.label,
                tuple((by_id[f.emotion].name, f.patients, f.staff) for f in moment.felt),
                reading.quoting.choose(reading.quoting.of_side(mine, staff=False), quote),
                reading.quoting.choose(reading.quoting.of_side(mine, staff=True), quote),
                len(reading.quoting.left_out) - before,
            )
        )
    return told


def codebook_entries(reading: Reading) -> list[Entry]:
    """Every code; an example that is somebody's words stands only where they may be quoted."""
    of = found.material(reading.connection, reading.study_id)
    codes, quoted = examples.leaving(reading.connection, reading.study_id, of)
    reading.quoting.quotes.update(quoted)
    used: dict[int, list[Passage]] = {}
    for passage in of.passages.values():
        used.setdefault(passage.code, []).append(passage)
    entries = []
    for depth, code in tree(codes):
        example = code.example.strip("“”\"' ")
        mine = used.get(code.id, [])
        who = {person for passage in mine for person in passage.people}
        under_same = depth if code.kind is not Kind.TOUCHPOINT else 0
        entries.append(Entry(code, under_same, example, len(mine), len(who)))
    return entries


def group_plans(reading: Reading, *, quote: int = 1) -> list[GroupPlan]:
    """The co-design groups with their actions and what they go back to."""
    connection, study_id = reading.connection, reading.study_id
    actions = codesign.actions(connection, study_id).values()
    outputs = codesign.outputs(connection, study_id).values()
    names = {code.id: code.name for code in found.material(connection, study_id).codes}
    plans = []
    for group in codesign.groups(connection, study_id).values():
        mine = [action for action in actions if action.group == group.id]
        ids = {action.id for action in mine}
        plans.append(
            GroupPlan(
                group.name,
                group.aim,
                _priority(reading, group),
                tuple(names[code] for code in _codes(reading, group) if code in names),
                mine,
                [output for output in outputs if output.action in ids],
                _why(reading, group, quote),
            )
        )
    return plans


def _priority(reading: Reading, group: CodesignGroup) -> str:
    item = reading.items.get(group.item or 0)
    return item.title if item else ""


def _codes(reading: Reading, group: CodesignGroup) -> list[int]:
    item = reading.items.get(group.item or 0)
    return codes_of(item, reading.items) if item else []


def _why(reading: Reading, group: CodesignGroup, quote: int) -> tuple[Quotation, ...]:
    item = reading.items.get(group.item or 0)
    return listed(reading, item, quote=quote).quotations if item and quote else ()
