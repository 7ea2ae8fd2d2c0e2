"""Forms for the room in the database, the ideas that come in, and an event's cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from ebcd.errors import NotFound
from ebcd.events import FormKind
from ebcd.store.database import insert_once, insert_row
from ebcd.store.tables import event_card, idea, room_form
from ebcd.times import now


@dataclass(frozen=True)
class RoomForm:
    """A form that everybody with its code can send in. `groups`: those offered, in order."""

    id: int
    study_id: int
    event_id: int | None
    kind: FormKind
    join_code: str
    question: str
    groups: tuple[str, ...]
    is_open: bool


@dataclass(frozen=True)
class Idea:
    """A suggestion from the room. `state`: new, approved or set_aside. `item`: what it became."""

    id: int
    event_id: int
    text: str
    state: str
    item: int | None
    reason: str


def _form(row: Any) -> RoomForm:
    return RoomForm(
        row.id,
        row.study_id,
        row.event_id,
        FormKind(row.kind),
        row.join_code,
        row.question,
        tuple(row.groups),
        row.is_open,
    )


def add_form(connection: Connection, study_id: int, values: Mapping[str, Any]) -> int:
    """Store a form; returns its id."""
    return insert_row(connection, room_form, {**values, "study_id": study_id, "created_at": now()})


def forms(connection: Connection, study_id: int, kind: FormKind) -> Sequence[RoomForm]:
    """The forms of one kind, the newest first."""
    rows = connection.execute(
        select(room_form)
        .where(room_form.c.study_id == study_id, room_form.c.kind == kind.value)
        .order_by(room_form.c.id.desc())
    )
    return [_form(row) for row in rows]


def open_ones(connection: Connection, study_id: int) -> Sequence[RoomForm]:
    """The forms that people in the room can send in now, the newest of each kind."""
    rows = connection.execute(
        select(room_form)
        .where(room_form.c.study_id == study_id, room_form.c.is_open)
        .order_by(room_form.c.id)
    )
    newest = {row.kind: _form(row) for row in rows}
    return list(newest.values())


def form_by_id(connection: Connection, study_id: int, form_id: int) -> RoomForm:
    """One form. Raises NotFound where it is not in this study."""
    row = connection.execute(
        select(room_form).where(room_form.c.id == form_id, room_form.c.study_id == study_id)
    ).first()
    if row is None:
        raise NotFound("This form is not there any more: reload the page.")
    return _form(row)


def form_by_code(
    connection: Connection, join_code: str, kind: FormKind | None = None
) -> RoomForm | None:
    """The form with this code, or None."""
    query = select(room_form).where(room_form.c.join_code == join_code)
    if kind is not None:
        query = query.where(room_form.c.kind == kind.value)
    row = connection.execute(query).first()
    return _form(row) if row else None


def set_open(connection: Connection, form_id: int, is_open: bool) -> None:
    connection.execute(update(room_form).where(room_form.c.id == form_id).values(is_open=is_open))


# --- Ideas --------------------------------------------------------------------------------------


def add_idea(connection: Connection, form: RoomForm, text: str, once: str) -> bool:
    """Store an idea; False where this form was sent in before."""
    return insert_once(
        connection,
        idea,
        {
            "study_id": form.study_id,
            "event_id": form.event_id,
            "text": text,
            "group": "",
            "once": once,
            "created_at": now(),
        },
    )


def ideas(connection: Connection, study_id: int, event_id: int | None = None) -> list[Idea]:
    """The ideas of a study, or of one event, in the order in which they came."""
    query = select(idea).where(idea.c.study_id == study_id).order_by(idea.c.id)
    if event_id is not None:
        query = query.where(idea.c.event_id == event_id)
    return [
        Idea(row.id, row.event_id, row.text, row.state, row.item_id, row.reason)
        for row in connection.execute(query)
    ]


def came_in(connection: Connection, event_id: int, since: datetime) -> tuple[int, int]:
    """How many ideas an event has had in all, and how many since a moment."""
    row = connection.execute(
        select(
            func.count().label("every"),
            func.count().filter(idea.c.created_at >= since).label("fresh"),
        ).where(idea.c.event_id == event_id)
    ).one()
    return row.every, row.fresh


def change_ideas(
    connection: Connection, study_id: int, ids: Sequence[int], values: Mapping[str, Any]
) -> int:
    """Change ideas; how many were there."""
    done = connection.execute(
        update(idea)
        .where(idea.c.study_id == study_id, idea.c.id.in_(list(ids)))
        .values(dict(values))
    )
    return done.rowcount


# --- Cards for every round of an event ----------------------------------------------------------


def add_card(
    connection: Connection, study_id: int, event_id: int, code_hash: str, group: str
) -> bool:
    """Store a card; False where its code is taken."""
    return insert_once(
        connection,
        event_card,
        {"study_id": study_id, "event_id": event_id, "code_hash": code_hash, "group": group},
    )


def card(connection: Connection, code_hash: str) -> tuple[int, int, str] | None:
    """(study, event, group) of a card, or None."""
    row = connection.execute(select(event_card).where(event_card.c.code_hash == code_hash)).first()
    return (row.study_id, row.event_id, row.group) if row else None


def cards(connection: Connection, event_id: int) -> dict[str, int]:
    """How many cards an event has, by group."""
    rows = connection.execute(
        select(event_card.c.group, func.count().label("cards"))
        .where(event_card.c.event_id == event_id)
        .group_by(event_card.c.group)
    )
    return {row.group: row.cards for row in rows}


def forget_cards(connection: Connection, study_id: int, event_id: int) -> int:
    """Make every card of an event worthless; how many there were."""
    done = connection.execute(
        delete(event_card).where(
            event_card.c.study_id == study_id, event_card.c.event_id == event_id
        )
    )
    return done.rowcount
