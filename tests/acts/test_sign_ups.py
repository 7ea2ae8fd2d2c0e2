"""People sign up for groups; names stay with the key; a large group is split and put together."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import inspect

from ebcd.acts import codesign, people, room_forms, sign_ups
from ebcd.acts.access import Actor, Role
from ebcd.acts.accounts import actor_for, add_account, set_role
from ebcd.acts.study import recent_acts
from ebcd.errors import BadInput, Conflict, NotAllowed, NotFound
from ebcd.events import FormKind
from ebcd.people import Group
from ebcd.priorities import codes
from ebcd.store import accounts
from ebcd.store.tables import sign_up
from ebcd.store.workbench import Workbench
from tests.reports.reader import faults, headings, words

Asking = tuple[Workbench, Actor, int]


class Desk:
    """A study with a group and a form that is open."""

    def __init__(self, asking: Asking) -> None:
        self.asking = asking
        self.workbench, self.actor, self.study_id = asking
        self.group = codesign.add_group(*asking, "Clocks", aim="Nobody waits unseen")
        self.form = room_forms.open_form(*asking, FormKind.SIGN_UP)
        self.code = room_forms.forms(*asking, FormKind.SIGN_UP)[0].join_code

    def sign_up(self, side: str = "patient", name: str = "Ann Lee", **more: str) -> str:
        token = codes.token()
        contact = more.get("contact", "ann@example.org")
        sign_ups.sign_up(self.workbench, self.code, self.group, side, name, contact, token)
        return token

    def facilitator(self) -> Asking:
        made = add_account(self.workbench, self.actor, "fay", "Fay")
        set_role(self.workbench, self.actor, self.study_id, "fay", Role.FACILITATOR)
        with self.workbench.database.reading() as connection:
            account = accounts.by_id(connection, made)
        assert account is not None
        return self.workbench, actor_for(account), self.study_id


@pytest.fixture
def desk(workbench: Workbench, actor: Actor, study_id: int) -> Desk:
    return Desk((workbench, actor, study_id))


def test_a_name_is_put_down_once_and_can_be_taken_back_by_its_own_phone(desk: Desk) -> None:
    token = desk.sign_up()
    sign_ups.sign_up(desk.workbench, desk.code, desk.group, "patient", "Ann Lee", "", token)
    assert [one.name for one in sign_ups.names(*desk.asking)] == ["Ann Lee"]
    assert sign_ups.mine(desk.workbench, desk.code, token)[1].name == "Clocks"
    room_forms.set_open(*desk.asking, desk.form, False)
    sign_ups.take_back(desk.workbench, desk.code, codes.token())
    assert sign_ups.heads(*desk.asking)[desk.group] == {"patient": 1}
    sign_ups.take_back(desk.workbench, desk.code, token)
    assert sign_ups.heads(*desk.asking) == {}
    with pytest.raises(NotFound):
        sign_ups.mine(desk.workbench, desk.code, token)


def test_a_facilitator_sees_heads_and_types_names_in_and_the_lead_sees_names(desk: Desk) -> None:
    fay = desk.facilitator()
    desk.sign_up()
    sign_ups.add_on_paper(*fay, desk.group, "staff", "Bo Ray", "ward 3")
    assert sign_ups.heads(*fay)[desk.group] == Counter(patient=1, staff=1)
    for attempt in (sign_ups.names, sign_ups.as_csv):
        with pytest.raises(NotAllowed):
            attempt(*fay)
    with pytest.raises(NotAllowed):
        sign_ups.erase_all(*fay, "ERASE")
    assert b"Bo Ray" in sign_ups.as_csv(*desk.asking)
    assert "take the sign-ups out as a table" in [each.what for each in recent_acts(*desk.asking)]


def test_a_sign_up_knows_nothing_of_ballots_and_pseudonyms(desk: Desk) -> None:
    points_at = {key.column.table.name for key in sign_up.foreign_keys}
    assert points_at == {"study", "codesign_group"}
    assert "sign_up" in inspect(desk.workbench.database.engine).get_table_names()


def test_what_nobody_can_use_is_refused(desk: Desk) -> None:
    with pytest.raises(BadInput, match="name"):
        desk.sign_up(name="   ")
    with pytest.raises(BadInput, match="groups on the page"):
        desk.sign_up(side="chair")
    room_forms.set_open(*desk.asking, desk.form, False)
    with pytest.raises(Conflict):
        desk.sign_up()


def test_a_group_of_another_study_cannot_be_signed_up_for(desk: Desk, actor: Actor) -> None:
    from ebcd.acts.study import create_study

    other = Desk((desk.workbench, actor, create_study(desk.workbench, actor, "Another")))
    with pytest.raises(BadInput, match="groups on the page"):
        sign_ups.sign_up(
            desk.workbench, desk.code, other.group, "patient", "Ann", "", codes.token()
        )


def test_a_split_is_shown_then_done_then_undone(desk: Desk) -> None:
    for side, many in (("patient", 5), ("carer", 2), ("staff", 4)):
        for place in range(many):
            desk.sign_up(side, f"{side} {place}")
    planned = sign_ups.plan_split(*desk.asking, desk.group, 2)
    assert sorted(sum(part.heads.values()) for part in planned.parts) == [5, 6]
    assert (planned.stay, planned.moved) == (6, 5)
    assert len(codesign.plan(*desk.asking).groups) == 1
    undo = sign_ups.split(*desk.asking, desk.group, 2)
    groups = codesign.plan(*desk.asking).groups
    (new,) = (each for each in groups.values() if each.id != desk.group)
    assert (new.split_from, new.aim) == (desk.group, "Nobody waits unseen")
    heads = sign_ups.heads(*desk.asking)
    assert heads[desk.group] == dict(planned.parts[0].heads)
    assert heads[new.id] == dict(planned.parts[1].heads)
    sign_ups.undo_split(*desk.asking, undo)
    assert sign_ups.heads(*desk.asking) == {desk.group: Counter(patient=5, carer=2, staff=4)}
    assert list(codesign.plan(*desk.asking).groups) == [desk.group]
    with pytest.raises(Conflict, match="undone already"):
        sign_ups.undo_split(*desk.asking, undo)


def test_a_split_is_not_undone_once_a_new_group_has_planned_something(desk: Desk) -> None:
    for place in range(4):
        desk.sign_up(name=f"N {place}")
    undo = sign_ups.split(*desk.asking, desk.group, 2)
    new = max(codesign.plan(*desk.asking).groups)
    codesign.add_action(*desk.asking, new, "Buy a clock")
    with pytest.raises(Conflict, match="planned an action"):
        sign_ups.undo_split(*desk.asking, undo)


def test_names_are_erased_from_the_file_too(desk: Desk) -> None:
    desk.sign_up(name="Zebedee Quartz")
    with pytest.raises(BadInput, match="ERASE"):
        sign_ups.erase_all(*desk.asking, "yes")
    assert sign_ups.erase_all(*desk.asking, "erase") == 1
    assert sign_ups.names(*desk.asking) == []
    if desk.workbench.database.is_sqlite:
        for path in desk.workbench.folder.glob("ebcd.sqlite*"):
            assert b"Zebedee" not in path.read_bytes()


def test_whoever_withdraws_is_on_no_list_any_more(desk: Desk) -> None:
    person = people.add_participant(*desk.asking, Group.PATIENT)
    people.set_identity(*desk.asking, person, "Ann  Lee", "")
    desk.sign_up(name="ann lee")
    desk.sign_up(name="Bo Ray")
    people.withdraw(*desk.asking, person, date(2026, 4, 1))
    assert [one.name for one in sign_ups.names(*desk.asking)] == ["Bo Ray"]


def test_the_paper_list_has_a_page_a_group_and_no_name(desk: Desk) -> None:
    desk.sign_up(name="Ann Lee")
    codesign.add_group(*desk.asking, "A number to call")
    data = sign_ups.paper_list(*desk.facilitator())
    assert [text for _level, text in headings(data)] == ["Clocks", "A number to call"]
    assert "Ann Lee" not in words(data)
    assert faults(data) == []
