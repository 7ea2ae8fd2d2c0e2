"""Events: planned, held, and the emotional map that is made at them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ebcd.acts.access import Actor, May
from ebcd.acts.act import act, look
from ebcd.codebook import Code, Kind, tree
from ebcd.errors import BadInput, NotFound
from ebcd.events import Event, MapCard, checked_tone, checked_word, raised
from ebcd.people import Group
from ebcd.store import codebook
from ebcd.store import events as store
from ebcd.store.belonging import check_there
from ebcd.store.database import Connection
from ebcd.store.workbench import Workbench

MOST_HEADS = 10_000


def events(workbench: Workbench, actor: Actor, study_id: int) -> Mapping[int, Event]:
    """The events of the study by id, in order of date."""
    with look(workbench, actor, study_id) as connection:
        return store.events(connection, study_id)


def _checked(event: Event) -> Event:
    title = " ".join(event.title.split())[:200] or event.kind.label
    attended = {group: count for group, count in (event.attended or {}).items() if count}
    if not all(0 < count <= MOST_HEADS for count in attended.values()):
        raise BadInput(f"A head count is a number from 0 to {MOST_HEADS:,}: type it again.")
    return replace(
        event,
        title=title,
        place=event.place.strip()[:200],
        attended=attended,
        notes=event.notes.strip(),
    )


def add_event(workbench: Workbench, actor: Actor, study_id: int, event: Event) -> int:
    """Plan an event; returns its id. Without a title it is called by its kind."""
    event = _checked(event)
    with act(workbench, actor, study_id, May.EVENTS, "plan an event") as doing:
        event_id = store.add(doing.connection, study_id, event)
        doing.about(event=event_id, kind=event.kind.value)
    return event_id


def change_event(workbench: Workbench, actor: Actor, study_id: int, event: Event) -> None:
    """Change what is recorded of an event."""
    event = _checked(event)
    with act(workbench, actor, study_id, May.EVENTS, "change an event") as doing:
        store.change(doing.connection, study_id, event)
        doing.about(event=event.id)


def delete_event(workbench: Workbench, actor: Actor, study_id: int, event_id: int) -> None:
    """Delete an event with its map, ideas and cards; lists and votes stay."""
    with act(workbench, actor, study_id, May.EVENTS, "delete an event") as doing:
        store.remove(doing.connection, study_id, event_id)
        doing.about(event=event_id)


def cards(
    workbench: Workbench, actor: Actor, study_id: int, event_id: int
) -> Mapping[int, MapCard]:
    """The cards of an event's emotional map by id, in pathway order."""
    with look(workbench, actor, study_id) as connection:
        return store.cards(connection, study_id, event_id)


def moments(workbench: Workbench, actor: Actor, study_id: int) -> list[Code]:
    """The touchpoints that can become cards, in the order of the codebook."""
    with look(workbench, actor, study_id) as connection:
        ordered = [code for _, code in tree(codebook.codes(connection, study_id))]
    return [code for code in ordered if code.kind is Kind.TOUCHPOINT]


def add_cards(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    event_id: int,
    moments: Iterable[tuple[str, int | None]],
) -> list[int]:
    """Put moments, each (title, touchpoint or None), on the map in this order; returns the ids."""
    with act(workbench, actor, study_id, May.EVENTS, "put cards on the map") as doing:
        if event_id not in store.events(doing.connection, study_id):
            raise NotFound("This event is not there any more: reload the page.")
        made = []
        for title, code_id in moments:
            check_there(doing.connection, study_id, code=code_id)
            words = " ".join(title.split())[:200]
            if not words:
                raise BadInput("A card needs words: type the moment it stands for.")
            made.append(store.add_card(doing.connection, study_id, event_id, words, code_id))
        doing.about(event=event_id, cards=made)
    return made


def _card(connection: Connection, study_id: int, card_id: int) -> MapCard:
    event_id = store.event_of(connection, study_id, card_id)
    return store.cards(connection, study_id, event_id)[card_id]


def raise_card(workbench: Workbench, actor: Actor, study_id: int, card_id: int, by: int) -> int:
    """Raise (1) or lower (-1) a card; returns its height."""
    with act(workbench, actor, study_id, May.EVENTS, "raise or lower a card") as doing:
        height = raised(_card(doing.connection, study_id, card_id).height, by)
        store.change_card(doing.connection, card_id, {"height": height})
        doing.about(card=card_id, height=height)
    return height


def take_card_forward(
    workbench: Workbench, actor: Actor, study_id: int, card_id: int, forward: bool
) -> None:
    """Mark that the group takes a moment to the joint event, or not."""
    with act(workbench, actor, study_id, May.EVENTS, "take a moment forward") as doing:
        _card(doing.connection, study_id, card_id)
        store.change_card(doing.connection, card_id, {"taken_forward": forward})
        doing.about(card=card_id, forward=forward)


def move_card(workbench: Workbench, actor: Actor, study_id: int, card_id: int, by: int) -> None:
    """Move a card earlier (-1) or later (1) on the pathway."""
    with act(workbench, actor, study_id, May.EVENTS, "order the map") as doing:
        event_id = store.event_of(doing.connection, study_id, card_id)
        ordered = list(store.cards(doing.connection, study_id, event_id))
        at = ordered.index(card_id)
        ordered.insert(min(max(at + by, 0), len(ordered) - 1), ordered.pop(at))
        store.set_order(doing.connection, ordered)
        doing.about(card=card_id)


def remove_card(workbench: Workbench, actor: Actor, study_id: int, card_id: int) -> None:
    """Take a card with its notes off the map."""
    with act(workbench, actor, study_id, May.EVENTS, "take a card off the map") as doing:
        _card(doing.connection, study_id, card_id)
        store.remove_card(doing.connection, card_id)
        doing.about(card=card_id)


def add_note(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    card_id: int,
    group: str,
    word: str,
    tone: int | None = None,
) -> int:
    """Put one person's emotion word on a card; returns its id."""
    word, tone, group = checked_word(word), checked_tone(tone), Group(group).value
    with act(workbench, actor, study_id, May.EVENTS, "put a note on the map") as doing:
        _card(doing.connection, study_id, card_id)
        note_id = store.add_note(doing.connection, study_id, card_id, group, word, tone)
        doing.about(card=card_id, note=note_id)
    return note_id


def remove_note(workbench: Workbench, actor: Actor, study_id: int, note_id: int) -> None:
    """Take a note off the map."""
    with act(workbench, actor, study_id, May.EVENTS, "take a note off the map") as doing:
        store.remove_note(doing.connection, study_id, note_id)
        doing.about(note=note_id)
