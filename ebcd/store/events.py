"""Events, map cards and notes in the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from ebcd.errors import NotFound
from ebcd.events import AgendaLine, Event, EventKind, MapCard, MapNote
from ebcd.store.database import insert_row
from ebcd.store.tables import event, map_card, map_note
from ebcd.times import now


def events(connection: Connection, study_id: int) -> dict[int, Event]:
    """The events of a study by id: in order of date, those without one last."""
    rows = connection.execute(
        select(event)
        .where(event.c.study_id == study_id)
        .order_by(event.c.on_date.is_(None), event.c.on_date, event.c.id)
    )
    return {row.id: _event(row) for row in rows}


def _event(row: Any) -> Event:
    agenda = tuple(AgendaLine(line["time"], line["what"]) for line in row.agenda)
    return Event(
        row.id,
        EventKind(row.kind),
        row.title,
        row.on_date,
        row.place,
        agenda,
        row.attended,
        row.notes,
    )


def _columns(of: Event) -> dict[str, Any]:
    return {
        "kind": of.kind.value,
        "title": of.title,
        "on_date": of.on,
        "place": of.place,
        "agenda": [{"time": line.time, "what": line.what} for line in of.agenda],
        "attended": dict(of.attended or {}),
        "notes": of.notes,
    }


def add(connection: Connection, study_id: int, new: Event) -> int:
    return insert_row(
        connection, event, {**_columns(new), "study_id": study_id, "created_at": now()}
    )


def change(connection: Connection, study_id: int, changed: Event) -> None:
    """Replace an event. Raises NotFound where it is not in this study."""
    done = connection.execute(
        update(event)
        .where(event.c.id == changed.id, event.c.study_id == study_id)
        .values(_columns(changed))
    )
    if done.rowcount != 1:
        raise NotFound("This event is not there any more: reload the page.")


def remove(connection: Connection, study_id: int, event_id: int) -> None:
    connection.execute(delete(event).where(event.c.id == event_id, event.c.study_id == study_id))


def cards(connection: Connection, study_id: int, event_id: int) -> dict[int, MapCard]:
    """The cards of an event's map by id, in pathway order, each with its notes."""
    notes: dict[int, list[MapNote]] = {}
    for row in connection.execute(
        select(map_note)
        .join(map_card, map_card.c.id == map_note.c.card_id)
        .where(map_card.c.event_id == event_id, map_card.c.study_id == study_id)
        .order_by(map_note.c.id)
    ):
        notes.setdefault(row.card_id, []).append(MapNote(row.id, row.group, row.word, row.tone))
    rows = connection.execute(
        select(map_card)
        .where(map_card.c.event_id == event_id, map_card.c.study_id == study_id)
        .order_by(map_card.c.position, map_card.c.id)
    )
    return {
        row.id: MapCard(
            row.id,
            row.title,
            row.position,
            row.height,
            row.taken_forward,
            row.code_id,
            tuple(notes.get(row.id, ())),
        )
        for row in rows
    }


def event_of(connection: Connection, study_id: int, card_id: int) -> int:
    """The event whose map a card is on. Raises NotFound where the card is not in this study."""
    found = connection.execute(
        select(map_card.c.event_id).where(map_card.c.id == card_id, map_card.c.study_id == study_id)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("This card is not on the map any more: reload the page.")
    return int(found)


def add_card(
    connection: Connection, study_id: int, event_id: int, title: str, code_id: int | None
) -> int:
    """Put a card at the end of the map; returns its id."""
    last = connection.execute(
        select(func.max(map_card.c.position)).where(map_card.c.event_id == event_id)
    ).scalar_one()
    return insert_row(
        connection,
        map_card,
        {
            "study_id": study_id,
            "event_id": event_id,
            "code_id": code_id,
            "title": title,
            "position": 0 if last is None else last + 1,
        },
    )


def change_card(connection: Connection, card_id: int, values: Mapping[str, Any]) -> None:
    connection.execute(update(map_card).where(map_card.c.id == card_id).values(dict(values)))


def set_order(connection: Connection, ordered: Iterable[int]) -> None:
    """Number the cards of a map in this order."""
    for position, card_id in enumerate(ordered):
        change_card(connection, card_id, {"position": position})


def remove_card(connection: Connection, card_id: int) -> None:
    connection.execute(delete(map_card).where(map_card.c.id == card_id))


def add_note(
    connection: Connection, study_id: int, card_id: int, group: str, word: str, tone: int | None
) -> int:
    return insert_row(
        connection,
        map_note,
        {"study_id": study_id, "card_id": card_id, "group": group, "word": word, "tone": tone},
    )


def remove_note(connection: Connection, study_id: int, note_id: int) -> None:
    connection.execute(
        delete(map_note).where(map_note.c.id == note_id, map_note.c.study_id == study_id)
    )
