"""The joint list is made of both shortlists; what talking about a list came to; all that speaks
for an item besides quotations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ebcd.acts.access import Actor, May
from ebcd.acts.act import act, look
from ebcd.errors import BadInput
from ebcd.events import MapCard
from ebcd.priorities.lists import Item, ListName, Outcome, Talk, checked_title, codes_of
from ebcd.store import item_evidence as store
from ebcd.store import priorities
from ebcd.store.belonging import check_there
from ebcd.store.item_evidence import PlacedClip
from ebcd.store.passages import usable_passages
from ebcd.store.workbench import Workbench

_SHORT = (ListName.PATIENT_SHORT, ListName.STAFF_SHORT)


@dataclass(frozen=True)
class Evidence:
    """What speaks for an item besides quotations: (event, card of its map), and clips."""

    cards: Sequence[tuple[str, MapCard]]
    clips: Sequence[PlacedClip]


def bring_together(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    item_ids: Sequence[int],
    title: str,
    description: str = "",
    event_id: int | None = None,
) -> int:
    """Put items of the shortlists on the joint list as one, under `title`; returns its id.

    It keeps what it was made of. Raises BadInput for an item that stands on no shortlist or was
    taken to the joint list before.
    """
    title = checked_title(title)
    with act(workbench, actor, study_id, May.EVENTS, "make the joint list of both") as doing:
        connection = doing.connection
        check_there(connection, study_id, event=event_id)
        by_id = priorities.items(connection, study_id)
        chosen = [by_id[each] for each in dict.fromkeys(item_ids) if each in by_id]
        taken = _taken(list(by_id.values()))
        if not chosen or len(chosen) < len(set(item_ids)):
            raise BadInput("Choose at least one priority of a shortlist: reload the page.")
        for item in chosen:
            if item.list not in _SHORT or not item.stands or item.id in taken:
                raise BadInput(
                    f"“{item.title}” cannot be taken to the joint list: reload the page."
                )
        made = priorities.add(
            connection,
            study_id,
            ListName.JOINT,
            title,
            description=description.strip() or chosen[0].description,
            code_id=next((item.code for item in chosen if item.code is not None), None),
            event_id=event_id,
            origins=[item.id for item in chosen],
            evidence=[uuid for item in chosen for uuid in item.evidence],
        )
        doing.about(item=made, made_of=[item.id for item in chosen])
    return made


def _taken(every: Sequence[Item]) -> set[int]:
    """The items of which the joint list was made already."""
    return {origin for item in every if item.list is ListName.JOINT for origin in item.origins}


def free_items(every: Sequence[Item]) -> dict[ListName, list[Item]]:
    """The items of each shortlist that are not on the joint list yet."""
    taken = _taken(every)
    return {
        name: [i for i in every if i.list is name and i.stands and i.id not in taken]
        for name in _SHORT
    }


def talks(workbench: Workbench, actor: Actor, study_id: int) -> Sequence[Talk]:
    """What talking about the lists came to, the newest first."""
    with look(workbench, actor, study_id) as connection:
        return store.talks(connection, study_id)


def record_talk(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    name: ListName,
    outcome: Outcome,
    notes: str = "",
    event_id: int | None = None,
) -> None:
    """Record what talking about a list came to, before or instead of a vote."""
    with act(workbench, actor, study_id, May.EVENTS, "record a discussion") as doing:
        check_there(doing.connection, study_id, event=event_id)
        values = {
            "list": name.value,
            "outcome": outcome.value,
            "notes": notes.strip(),
            "event_id": event_id,
        }
        store.add_talk(doing.connection, study_id, values, actor.account_id)
        doing.about(list=name.value, outcome=outcome.value)


def evidence(workbench: Workbench, actor: Actor, study_id: int, item_id: int) -> Evidence:
    """The cards of the emotional maps and the clips that belong to an item's touchpoints."""
    with look(workbench, actor, study_id) as connection:
        by_id = priorities.items(connection, study_id)
        item = priorities.item(connection, study_id, item_id)
        codes = codes_of(item, by_id)
        cards = store.map_cards(connection, study_id, codes)
        places = [
            (passage.version, passage.span)
            for passage in usable_passages(connection, study_id, codes=codes)
        ]
        clips = [
            clip
            for clip in store.placed_clips(connection, study_id)
            if any(
                clip.version == version
                and clip.span.start < span.end
                and span.start < clip.span.end
                for version, span in places
            )
        ]
    return Evidence(cards, clips)
