"""What the database keeps of what is typed and pasted."""

from __future__ import annotations

from ebcd.acts import people, priorities
from ebcd.acts.access import Actor
from ebcd.people import Group
from ebcd.priorities.lists import ListName
from ebcd.store.workbench import Workbench


def test_words_pasted_with_signs_that_no_document_can_hold_are_kept_without_them(
    workbench: Workbench, actor: Actor, study_id: int
) -> None:
    asking = workbench, actor, study_id
    item = priorities.add_item(
        *asking, ListName.JOINT, "Shorter\x00 waits", description="A line\x0banother\x00 \uffff🙂"
    )
    kept = priorities.items(*asking)[item]
    assert (kept.title, kept.description) == ("Shorter waits", "A line\nanother 🙂")
    traits = {"Ward": "Elm\x0bOak"}
    person = people.add_participant(*asking, Group.PATIENT)
    people.change_participant(
        *asking, person, pseudonym="P01", group=Group.PATIENT, attributes=traits
    )
    assert people.people(*asking)[0].attributes == {"Ward": "Elm\nOak"}
