"""Signing up for co-design groups, on the phone or on paper, and splitting a large group fairly.

Names are kept apart with the key: whoever keeps the groups' work sees heads by side, the lead sees
names, and each look at them is logged. A sign-up knows nothing of ballots and pseudonyms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ebcd.acts import leaving
from ebcd.acts.access import Actor, May
from ebcd.acts.act import act, look
from ebcd.acts.names_key import WORD
from ebcd.acts.room_forms import GROUPS, found_form
from ebcd.codesign import MOST_PARTS, CodesignGroup, Member, fair_split
from ebcd.errors import BadInput, Conflict, NotFound
from ebcd.events import FormKind
from ebcd.exchange.tables import write_csv
from ebcd.priorities import codes
from ebcd.priorities.groups import group_label
from ebcd.priorities.rounds import checked_group
from ebcd.reports.document import Front
from ebcd.reports.sign_up_list import sign_up_list
from ebcd.store import codesign, log, names_replacing
from ebcd.store import sign_ups as store
from ebcd.store import study as studies
from ebcd.store.database import Connection
from ebcd.store.room_forms import RoomForm
from ebcd.store.sign_ups import SignUp
from ebcd.store.workbench import Workbench
from ebcd.words import _

TOKEN_LENGTH = 32
LONGEST = 200
MOST_SIGN_UPS = 3_000
"""The most sign-ups of one study; a room of a thousand who change their minds has room."""

_SPLIT = "split a co-design group"
_HEADERS = ("group", "here as", "name", "contact", "by")


@dataclass(frozen=True)
class Desk:
    """What everybody with the code of the form sees: the groups and what each is about."""

    form: RoomForm
    groups: Mapping[int, CodesignGroup]


@dataclass(frozen=True)
class Part:
    """One of the groups that a large one is split into. `moved`: how many come from another."""

    name: str
    heads: Mapping[str, int]
    moved: int


@dataclass(frozen=True)
class Split:
    """A split as it would be done. `stay`: how many stay where they are."""

    parts: Sequence[Part]
    stay: int
    moved: int


# --- From the phone -----------------------------------------------------------------------------


def desk(workbench: Workbench, join_code: str) -> Desk:
    """The form of a code and the groups that it is for. Raises NotFound where there is none."""
    with workbench.database.reading() as connection:
        form = found_form(connection, join_code, FormKind.SIGN_UP)
        return Desk(form, _offered(connection, form.study_id))


def _offered(connection: Connection, study_id: int) -> dict[int, CodesignGroup]:
    """The groups that people can join: not one that was split and that nobody is in any more."""
    groups = codesign.groups(connection, study_id)
    split = {group.split_from for group in groups.values()} - set(store.heads(connection, study_id))
    return {number: group for number, group in groups.items() if number not in split}


def sign_up(
    workbench: Workbench,
    join_code: str,
    group_id: int,
    side: str,
    name: str,
    contact: str,
    token: str,
) -> None:
    """Put a name down for a group; the same `token` does it once, and can take it back.

    Raises BadInput for what cannot be used, Conflict where the form is closed.
    """
    if len(token) != TOKEN_LENGTH:
        raise BadInput(_("This page is out of date: reload it and write your name again."))
    with workbench.database.writing() as connection:
        form = found_form(connection, join_code, FormKind.SIGN_UP)
        if not form.is_open:
            raise Conflict(_("Nobody can sign up here any more: tell the facilitator in person."))
        checked_group(side, form.groups)
        if len(store.members(connection, form.study_id)) >= MOST_SIGN_UPS:
            raise Conflict(_("The list is full: tell the facilitator in person."))
        values = _values(connection, form.study_id, group_id, side, name, contact)
        token_hash = codes.hashed(workbench.secret, "sign-up", token)
        store.add(connection, form.study_id, {**values, "token_hash": token_hash, "way": "phone"})


def _values(
    connection: Connection, study_id: int, group_id: int, side: str, name: str, contact: str
) -> dict[str, object]:
    if group_id not in codesign.groups(connection, study_id):
        raise BadInput(_("Choose one of the groups on the page."))
    plain_name = " ".join(name.split())[:LONGEST]
    if not plain_name:
        raise BadInput(_("Your name is missing: write it and send the form again."))
    return {
        "group_id": group_id,
        "group": checked_group(side, GROUPS),
        "name": plain_name,
        "contact": " ".join(contact.split())[:LONGEST],
    }


def mine(workbench: Workbench, join_code: str, token: str) -> tuple[Desk, CodesignGroup]:
    """The group that this phone's sign-up is for. Raises NotFound where there is none any more."""
    with workbench.database.reading() as connection:
        form = found_form(connection, join_code, FormKind.SIGN_UP)
        groups = codesign.groups(connection, form.study_id)
        token_hash = codes.hashed(workbench.secret, "sign-up", token)
        group_id = store.group_by_token(connection, form.study_id, token_hash)
        if group_id is None:
            raise NotFound(_("Your name is not on the list: sign up again if you want to."))
        return Desk(form, groups), groups[group_id]


def take_back(workbench: Workbench, join_code: str, token: str) -> None:
    """Take one's own name off the list, also once the form is closed."""
    with workbench.database.writing() as connection:
        form = found_form(connection, join_code, FormKind.SIGN_UP)
        token_hash = codes.hashed(workbench.secret, "sign-up", token)
        store.remove_by_token(connection, form.study_id, token_hash)


# --- By the team --------------------------------------------------------------------------------


def heads(workbench: Workbench, actor: Actor, study_id: int) -> Mapping[int, Counter[str]]:
    """How many of each side signed up, by co-design group; never who."""
    with look(workbench, actor, study_id) as connection:
        return store.heads(connection, study_id)


def add_on_paper(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    group_id: int,
    side: str,
    name: str,
    contact: str,
) -> None:
    """Type in what somebody wrote on the paper list."""
    with act(workbench, actor, study_id, May.CODESIGN, "type in a sign-up") as doing:
        values = _values(doing.connection, study_id, group_id, side, name, contact)
        store.add(doing.connection, study_id, {**values, "way": "paper"})
        doing.about(group=group_id)


def paper_list(
    workbench: Workbench, actor: Actor, study_id: int, *, knowingly: bool = False
) -> bytes:
    """The list to sign up on with a pen, a page a group.

    Raises BadInput where there are no groups, and MayNameSomebody where a name may be in what the
    groups are called, unless it leaves `knowingly`.
    """
    with look(workbench, actor, study_id, May.CODESIGN) as connection:
        groups = _offered(connection, study_id)
        if not groups:
            raise BadInput("There are no groups yet: start one first.")
        study = studies.by_id(connection, study_id)
        assert study is not None
        front = Front(study.name, study.pathway, date.today(), language=study.language or "en-GB")
        data = sign_up_list(front, list(groups.values()))
        leaving.checked(connection, study_id, data, knowingly=knowingly)
    return data


def names(workbench: Workbench, actor: Actor, study_id: int) -> list[SignUp]:
    """Everybody who signed up, with names; for the lead, and logged."""
    with act(workbench, actor, study_id, May.IDENTITY, "look at who signed up") as doing:
        found = store.named(doing.connection, study_id)
        doing.about(people=len(found))
    return found


def as_csv(workbench: Workbench, actor: Actor, study_id: int) -> bytes:
    """The list with names, group by group; for the lead, and logged."""
    with act(workbench, actor, study_id, May.IDENTITY, "take the sign-ups out as a table") as doing:
        groups = codesign.groups(doing.connection, study_id)
        found = sorted(store.named(doing.connection, study_id), key=lambda one: one.group)
        doing.about(people=len(found))
    rows = [
        [groups[one.group].name, group_label(one.side), one.name, one.contact, one.way]
        for one in found
    ]
    return write_csv(_HEADERS, rows)


def remove(workbench: Workbench, actor: Actor, study_id: int, sign_up_id: int) -> None:
    """Take somebody off the list who asked for it; for the lead."""
    with act(workbench, actor, study_id, May.IDENTITY, "take a sign-up back") as doing:
        if not store.remove(doing.connection, study_id, sign_up_id):
            raise NotFound("This name is not on the list any more: reload the page.")


def move(workbench: Workbench, actor: Actor, study_id: int, sign_up_id: int, group_id: int) -> None:
    """Put somebody into another group; for the lead, who sees who it is."""
    with act(workbench, actor, study_id, May.IDENTITY, "move a sign-up") as doing:
        if group_id not in codesign.groups(doing.connection, study_id):
            raise NotFound("This group is not there any more: reload the page.")
        store.move(doing.connection, study_id, [sign_up_id], group_id)
        doing.about(group=group_id)


def erase_all(workbench: Workbench, actor: Actor, study_id: int, word: str) -> int:
    """Erase every name once the groups have done their work; how many. For the lead.

    `word`: must be the one that erases, typed by the person.
    """
    if word.strip().upper() != WORD:
        raise BadInput(f"Type {WORD} to erase everybody who signed up, for good.")
    with act(workbench, actor, study_id, May.IDENTITY, "erase the sign-ups") as doing:
        erased = store.remove_all(doing.connection, study_id)
        doing.about(people=erased)
    names_replacing.wipe(workbench.database)
    return erased


# --- Splitting a large group --------------------------------------------------------------------


def _parts(
    connection: Connection, study_id: int, group_id: int, parts: int
) -> tuple[CodesignGroup, list[Member]]:
    if not 2 <= parts <= MOST_PARTS:
        raise BadInput(f"Split a group into 2 to {MOST_PARTS} groups.")
    group = codesign.groups(connection, study_id).get(group_id)
    if group is None:
        raise NotFound("This group is not there any more: reload the page.")
    inside = [each for each in store.members(connection, study_id) if each.group == group_id]
    if len(inside) < parts:
        raise BadInput("There are fewer people in this group than groups to make of it.")
    return group, inside


def _part_name(group: CodesignGroup, place: int) -> str:
    return group.name if place == 0 else f"{group.name[:190]} ({place + 1})"


def plan_split(
    workbench: Workbench, actor: Actor, study_id: int, group_id: int, parts: int
) -> Split:
    """What splitting a group into so many would give; nothing is changed."""
    with look(workbench, actor, study_id) as connection:
        group, inside = _parts(connection, study_id, group_id, parts)
    places = [group_id, *(-place for place in range(1, parts))]
    goes = fair_split(inside, places)
    made = []
    for place, target in enumerate(places):
        here = [each for each in inside if goes[each.id] == target]
        moved = sum(each.group != target for each in here)
        made.append(Part(_part_name(group, place), Counter(each.side for each in here), moved))
    moved = sum(part.moved for part in made)
    return Split(made, len(inside) - moved, moved)


def split(workbench: Workbench, actor: Actor, study_id: int, group_id: int, parts: int) -> int:
    """Split a group into so many, and move as few people as can be; returns what `undo` takes."""
    with act(workbench, actor, study_id, May.CODESIGN, _SPLIT) as doing:
        group, inside = _parts(doing.connection, study_id, group_id, parts)
        made = [
            codesign.add_group(
                doing.connection,
                study_id,
                {
                    "name": _part_name(group, place),
                    "aim": group.aim,
                    "item_id": group.item,
                    "split_from_id": group_id,
                },
            )
            for place in range(1, parts)
        ]
        goes = fair_split(inside, [group_id, *made])
        for target in made:
            ids = [each for each, where in goes.items() if where == target]
            store.move(doing.connection, study_id, ids, target)
        doing.about(group=group_id, made=made)
        doing.remember(_SPLIT, {"group": group_id, "made": made})
    assert doing.undo_id is not None
    return doing.undo_id


def undo_split(workbench: Workbench, actor: Actor, study_id: int, undo_id: int) -> None:
    """Put a group together again: everybody in the new groups goes back, and these go.

    Raises Conflict once one of them has planned an action.
    """
    with act(workbench, actor, study_id, May.CODESIGN, "put a co-design group together") as doing:
        connection = doing.connection
        kept = log.remembered(connection, study_id, undo_id)
        if kept is None or kept.kind != _SPLIT:
            raise Conflict("This was undone already, or cannot be undone any more.")
        made = [int(each) for each in kept.memory["made"]]
        if any(action.group in made for action in codesign.actions(connection, study_id).values()):
            raise Conflict("One of the new groups has planned an action: move people one by one.")
        inside = [one.id for one in store.members(connection, study_id) if one.group in made]
        store.move(connection, study_id, inside, int(kept.memory["group"]))
        there = codesign.groups(connection, study_id)
        for group_id in made:
            if group_id in there:
                codesign.remove(connection, study_id, "group", group_id)
        log.mark_undone(connection, undo_id)
        doing.about(group=kept.memory["group"])
