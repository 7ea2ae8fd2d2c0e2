"""The joint list is made of both shortlists on one page; talk, maps and clips stand beside it."""

from __future__ import annotations

import pytest

from ebcd.acts import events, joint_list, priorities, reports
from ebcd.acts.access import Actor
from ebcd.acts.study import create_study
from ebcd.errors import BadInput, NotFound
from ebcd.events import Event, EventKind
from ebcd.priorities.lists import ListName, Outcome, sides
from ebcd.store.workbench import Workbench
from tests.film.made_study import FilmStudy
from tests.reports.reader import words

Asking = tuple[Workbench, Actor, int]


@pytest.fixture
def asking(sqlite_workbench: Workbench, actor: Actor) -> Asking:
    return sqlite_workbench, actor, create_study(sqlite_workbench, actor, "A study")


def shortlisted(asking: Asking) -> list[int]:
    return [
        priorities.add_item(*asking, ListName.PATIENT_SHORT, "Believe us", description="At once"),
        priorities.add_item(*asking, ListName.STAFF_SHORT, "Time to listen"),
    ]


def test_one_item_is_made_of_both_lists_and_keeps_its_origin(asking: Asking) -> None:
    short = shortlisted(asking)
    made = joint_list.bring_together(*asking, short, "Being believed")
    items = priorities.items(*asking)
    assert sides(items[made], items) == {"patient", "staff"}
    assert items[made].origins == tuple(short)
    assert items[made].description == "At once"
    assert all(items[each].stands for each in short)
    assert joint_list.free_items(list(items.values())) == {
        ListName.PATIENT_SHORT: [],
        ListName.STAFF_SHORT: [],
    }
    with pytest.raises(BadInput, match="cannot be taken"):
        joint_list.bring_together(*asking, short[:1], "Again")


def test_only_what_stands_on_a_shortlist_is_brought_together(asking: Asking) -> None:
    long = priorities.add_item(*asking, ListName.PATIENT_LONG, "Parking")
    with pytest.raises(BadInput, match="cannot be taken"):
        joint_list.bring_together(*asking, [long], "Parking")
    with pytest.raises(BadInput, match="Choose"):
        joint_list.bring_together(*asking, [], "Nothing")
    other = *asking[:2], create_study(*asking[:2], "Another")
    with pytest.raises(BadInput, match="reload"):
        joint_list.bring_together(*other, shortlisted(asking), "Theirs")


def test_what_talking_came_to_is_kept_with_the_newest_first(asking: Asking) -> None:
    event = events.add_event(*asking, Event(0, EventKind.JOINT, "Joint event"))
    joint_list.record_talk(*asking, ListName.JOINT, Outcome.OPEN, "Two hours", event)
    joint_list.record_talk(*asking, ListName.JOINT, Outcome.AGREED, "All of us")
    newest, first = joint_list.talks(*asking)
    assert (newest.outcome, newest.notes, newest.event) == (Outcome.AGREED, "All of us", "")
    assert (first.outcome, first.event) == (Outcome.OPEN, "Joint event")
    told = words(reports.write(*asking, "priorities").data)
    assert told.index("No agreement: put it to a vote. Two hours") < told.index("Everybody agreed")
    other = *asking[:2], create_study(*asking[:2], "Another")
    with pytest.raises(NotFound):
        joint_list.record_talk(*other, ListName.JOINT, Outcome.OPEN, "", event)


def test_an_item_shows_the_map_and_the_film_of_its_touchpoint(
    sqlite_workbench: Workbench, actor: Actor, asking: Asking
) -> None:
    scene = FilmStudy(*asking)
    event = events.add_event(*asking, Event(0, EventKind.PATIENT, "Evening"))
    (card,) = events.add_cards(*asking, event, [("The waiting room", scene.code)])
    events.add_note(*asking, card, "patient", "alone", -2)
    item = priorities.add_item(*asking, ListName.JOINT, "Shorter waits", code_id=scene.code)
    other = priorities.add_item(*asking, ListName.JOINT, "Parking")
    found = joint_list.evidence(*asking, item)
    assert [(title, each.title) for title, each in found.cards] == [("Evening", "The waiting room")]
    assert joint_list.evidence(*asking, other).cards == []
