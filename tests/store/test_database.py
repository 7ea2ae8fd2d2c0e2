"""What the database keeps of what is typed and pasted."""

from __future__ import annotations

from ebcd.acts import priorities
from ebcd.acts.access import Actor
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
