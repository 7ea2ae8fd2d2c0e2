"""Events and their maps in the database, and co-design with its walk back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ebcd.acts import codesign, events, priorities
from ebcd.acts.access import Actor, Role
from ebcd.acts.accounts import actor_for, add_account, set_role
from ebcd.acts.codebook import add_code
from ebcd.acts.study import create_study
from ebcd.codebook import Kind
from ebcd.codesign import Action, Status, overdue, progress
from ebcd.errors import BadInput, NotAllowed, NotFound
from ebcd.events import AgendaLine, Event, EventKind
from ebcd.priorities.lists import ListName
from ebcd.store import accounts
from ebcd.store.workbench import Workbench

Asking = tuple[Workbench, Actor, int]


@pytest.fixture
def asking(workbench: Workbench, actor: Actor, study_id: int) -> Asking:
    """What nearly every act takes."""
    return workbench, actor, study_id


def test_an_event_keeps_what_is_recorded_of_it(asking: Asking) -> None:
    made = events.add_event(*asking, Event(0, EventKind.PATIENT, " ", date(2026, 5, 1)))
    event = events.events(*asking)[made]
    assert event.title == "Patient feedback event"
    changed = replace(
        event,
        agenda=(AgendaLine("10:00", "Welcome"),),
        attended={"patient": 9, "carer": 0},
        notes=" Loud. ",
    )
    events.change_event(*asking, changed)
    found = events.events(*asking)[made]
    assert (found.agenda, found.attended, found.notes) == (
        (AgendaLine("10:00", "Welcome"),),
        {"patient": 9},
        "Loud.",
    )
    with pytest.raises(BadInput):
        events.change_event(*asking, replace(changed, attended={"patient": -1}))
    events.delete_event(*asking, made)
    assert not events.events(*asking)


def test_the_map_keeps_cards_in_pathway_order_with_heights_and_notes(asking: Asking) -> None:
    code = add_code(*asking, Kind.TOUCHPOINT, "The first letter")
    event = events.add_event(*asking, Event(0, EventKind.PATIENT, "Map"))
    first, second, third = events.add_cards(
        *asking, event, [("The first letter", code), ("Waiting", None), ("The clinic", None)]
    )
    events.move_card(*asking, third, -1)
    assert [c.title for c in events.cards(*asking, event).values()] == [
        "The first letter",
        "The clinic",
        "Waiting",
    ]
    for _ in range(5):
        height = events.raise_card(*asking, second, -1)
    assert height == -3
    note = events.add_note(*asking, first, "patient", "  lost ", -2)
    events.take_card_forward(*asking, first, True)
    card = events.cards(*asking, event)[first]
    assert (card.code, card.taken_forward) == (code, True)
    assert [(n.word, n.tone, n.group) for n in card.notes] == [("lost", -2, "patient")]
    events.remove_note(*asking, note)
    events.remove_card(*asking, second)
    assert list(events.cards(*asking, event)) == [first, third]
    assert not events.cards(*asking, event)[first].notes


def test_a_map_of_another_study_is_not_there(asking: Asking) -> None:
    workbench, actor, _ = asking
    event = events.add_event(*asking, Event(0, EventKind.STAFF, "Map"))
    (card,) = events.add_cards(*asking, event, [("Waiting", None)])
    other = create_study(workbench, actor, "Other")
    for attempt in (
        lambda: events.raise_card(workbench, actor, other, card, 1),
        lambda: events.add_note(workbench, actor, other, card, "staff", "tired"),
        lambda: events.add_cards(workbench, actor, other, event, [("x", None)]),
        lambda: events.change_event(workbench, actor, other, Event(event, EventKind.STAFF, "x")),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_outputs_walk_back_to_the_touchpoints_of_their_priority(asking: Asking) -> None:
    code = add_code(*asking, Kind.TOUCHPOINT, "Meeting others")
    long = priorities.add_item(*asking, ListName.PATIENT_LONG, "Bring us together", code_id=code)
    (short,) = priorities.take_forward(*asking, [long])
    (joint,) = priorities.take_forward(*asking, [short])
    priorities.choose(*asking, joint, "Most dots")
    group = codesign.add_group(*asking, "Together", aim="Nobody alone", item_id=joint)
    action = codesign.add_action(*asking, group, "A drop-in", owner="Sam", due=date(2026, 9, 1))
    codesign.record_output(*asking, action, "First held", you_said="Alone", we_did="Drop-in")
    trace = codesign.trace(*asking, group)
    assert trace.item is not None
    assert trace.item.id == joint
    assert [item.id for item in trace.made_of] == [short, long]
    assert [found.id for found in trace.codes] == [code]
    assert (trace.said, trace.people) == ([], 0)


def test_actions_are_changed_and_what_is_late_is_known(asking: Asking) -> None:
    group = codesign.add_group(*asking, "Together")
    made = codesign.add_action(*asking, group, "A drop-in", due=date(2026, 9, 1))
    action = codesign.plan(*asking).actions[made]
    assert overdue(action, date(2026, 9, 2))
    assert not overdue(action, date(2026, 9, 1))
    codesign.change_action(*asking, replace(action, status=Status.DONE))
    done = codesign.plan(*asking).actions[made]
    assert not overdue(done, date(2027, 1, 1))
    stopped = Action(9, group, "x", status=Status.STOPPED)
    assert progress([done, stopped]) == (1, 1)
    with pytest.raises(BadInput):
        codesign.add_action(*asking, group, "  ")
    codesign.remove(*asking, "group", group)
    assert not codesign.plan(*asking).actions


def test_a_reader_changes_neither_events_nor_co_design(
    asking: Asking, workbench: Workbench, actor: Actor, study_id: int
) -> None:
    account_id = add_account(workbench, actor, "kim", "Kim")
    set_role(workbench, actor, study_id, "kim", Role.READER)
    with workbench.database.reading() as connection:
        account = accounts.by_id(connection, account_id)
    assert account is not None
    reader = actor_for(account)
    with pytest.raises(NotAllowed):
        events.add_event(workbench, reader, study_id, Event(0, EventKind.STAFF, "x"))
    with pytest.raises(NotAllowed):
        codesign.add_group(workbench, reader, study_id, "x")
    assert codesign.plan(workbench, reader, study_id).groups == {}
