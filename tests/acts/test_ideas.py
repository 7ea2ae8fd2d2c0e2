"""Ideas come in without a name, once each and not in floods; the facilitator decides on each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebcd.acts import events, ideas, priorities, room_forms
from ebcd.acts.access import Actor
from ebcd.acts.report_material import Reading, listed
from ebcd.acts.study import create_study
from ebcd.errors import BadInput, Conflict, NotFound
from ebcd.events import LONGEST_IDEA, Event, EventKind, FormKind, checked_idea
from ebcd.priorities import codes
from ebcd.priorities.lists import ListName
from ebcd.store.workbench import Workbench

Asking = tuple[Workbench, Actor, int]


class Room:
    """An event that takes ideas."""

    def __init__(self, asking: Asking) -> None:
        self.asking, self.workbench = asking, asking[0]
        self.event = events.add_event(*asking, Event(0, EventKind.JOINT, "Joint event"))
        self.form = room_forms.open_form(*asking, FormKind.IDEAS, "What?", event_id=self.event)
        self.code = room_forms.forms(*asking, FormKind.IDEAS)[0].join_code

    def suggest(self, text: str, token: str | None = None) -> None:
        ideas.suggest(self.workbench, self.code, text, token or codes.token())

    @property
    def every(self) -> list[ideas.Idea]:
        return ideas.ideas(*self.asking)


@pytest.fixture
def room(sqlite_workbench: Workbench, actor: Actor) -> Room:
    study_id = create_study(sqlite_workbench, actor, "A study")
    return Room((sqlite_workbench, actor, study_id))


def test_an_idea_sent_twice_is_one(room: Room) -> None:
    token = codes.token()
    room.suggest("A clock", token)
    room.suggest("A clock", token)
    assert [idea.text for idea in room.every] == ["A clock"]


def test_ideas_are_merged_and_reworded_into_an_item_that_says_where_it_came_from(
    room: Room,
) -> None:
    for text in ("A clock", "Clocks please", "Free parking"):
        room.suggest(text)
    first, second, third = (idea.id for idea in room.every)
    item = ideas.approve(*room.asking, [first, second], ListName.JOINT, "Clocks to be seen")
    ideas.set_aside(*room.asking, [third], "Not ours to change")
    assert priorities.items(*room.asking)[item].title == "Clocks to be seen"
    assert ideas.from_the_room(*room.asking) == {item: ["A clock", "Clocks please"]}
    assert [(i.state, i.reason) for i in room.every][2] == ("set_aside", "Not ours to change")
    options = priorities.ballot_options(*room.asking, [item], False)
    assert [(option.number, option.title) for option in options] == [(1, "Clocks to be seen")]
    with room.workbench.database.reading() as connection:
        reading = Reading(connection, room.asking[2], draft=False)
        told = listed(reading, priorities.items(*room.asking)[item])
    assert told.origins == tuple(
        f"“{idea}” (sent in from the room)" for idea in ("A clock", "Clocks please")
    )
    with pytest.raises(Conflict, match="decided on meanwhile"):
        ideas.approve(*room.asking, [first], ListName.JOINT, "Again")
    ideas.bring_back(*room.asking, third)
    assert room.every[2].state == "new"


def test_setting_aside_asks_for_the_reason(room: Room) -> None:
    room.suggest("A clock")
    with pytest.raises(BadInput, match="Say why"):
        ideas.set_aside(*room.asking, [room.every[0].id], "  ")


def test_nothing_is_taken_once_ideas_are_closed(room: Room) -> None:
    room_forms.set_open(*room.asking, room.form, False)
    with pytest.raises(Conflict, match="not taken"):
        room.suggest("A clock")


def test_a_flood_is_held_back_and_the_list_has_an_end(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ideas, "MOST_AT_ONCE", 3)
    for number in range(3):
        room.suggest(f"Idea {number}")
    with pytest.raises(Conflict, match="at this moment"):
        room.suggest("One more")
    monkeypatch.setattr(ideas, "AT_ONCE_SECONDS", -1)
    room.suggest("A moment later")
    monkeypatch.setattr(ideas, "MOST_IDEAS", 4)
    with pytest.raises(Conflict, match="full"):
        room.suggest("Too many")


def test_the_code_of_ideas_is_not_the_code_of_a_sign_up(room: Room) -> None:
    with pytest.raises(NotFound):
        room_forms.in_room(room.workbench, room.code, FormKind.SIGN_UP)


def test_ideas_of_another_study_cannot_be_decided_on(room: Room, actor: Actor) -> None:
    room.suggest("A clock")
    other = room.workbench, actor, create_study(room.workbench, actor, "Another")
    with pytest.raises(Conflict):
        ideas.approve(*other, [room.every[0].id], ListName.JOINT, "Mine now")
    with pytest.raises(NotFound):
        room_forms.set_open(*other, room.form, False)


@given(st.text(max_size=400))
def test_an_idea_is_one_line_of_signs_that_can_be_seen(text: str) -> None:
    try:
        kept = checked_idea(text)
    except BadInput:
        return
    assert kept.isprintable()
    assert 0 < len(kept) <= LONGEST_IDEA
    assert checked_idea(kept) == kept
