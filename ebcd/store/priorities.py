"""Lists of priorities in the database, with where each item came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from ebcd.errors import NotFound
from ebcd.priorities.lists import Item, ItemState, ListName
from ebcd.store.database import insert_row
from ebcd.store.tables import priority_evidence, priority_item, priority_origin
from ebcd.times import now


def items(connection: Connection, study_id: int) -> dict[int, Item]:
    """Every item of the study by id, in order of list and place."""
    origins: dict[int, list[int]] = {}
    for row in connection.execute(
        select(priority_origin)
        .where(priority_origin.c.study_id == study_id)
        .order_by(priority_origin.c.from_item_id)
    ):
        origins.setdefault(row.item_id, []).append(row.from_item_id)
    evidence: dict[int, list[str]] = {}
    for row in connection.execute(
        select(priority_evidence.c.item_id, priority_evidence.c.coding_uuid)
        .where(
            priority_evidence.c.study_id == study_id,
            priority_evidence.c.coding_uuid.is_not(None),
        )
        .order_by(priority_evidence.c.id)
    ):
        evidence.setdefault(row.item_id, []).append(row.coding_uuid)
    rows = connection.execute(
        select(priority_item)
        .where(priority_item.c.study_id == study_id)
        .order_by(priority_item.c.list, priority_item.c.position, priority_item.c.id)
    )
    return {row.id: _item(row, origins.get(row.id, ()), evidence.get(row.id, ())) for row in rows}


def _item(row: Any, origins: Iterable[int], evidence: Iterable[str]) -> Item:
    return Item(
        row.id,
        ListName(row.list),
        row.title,
        row.description,
        row.position,
        ItemState(row.state),
        row.reason,
        row.code_id,
        row.event_id,
        row.merged_into_id,
        tuple(row.history),
        tuple(origins),
        tuple(evidence),
    )


def item(connection: Connection, study_id: int, item_id: int) -> Item:
    """One item. Raises NotFound where it is not in this study."""
    found = items(connection, study_id).get(item_id)
    if found is None:
        raise NotFound("This priority is not there any more: reload the page.")
    return found


def add(
    connection: Connection,
    study_id: int,
    name: ListName,
    title: str,
    *,
    description: str = "",
    code_id: int | None = None,
    event_id: int | None = None,
    origins: Iterable[int] = (),
    evidence: Iterable[str] = (),
) -> int:
    """Put an item at the end of a list; returns its id."""
    last = connection.execute(
        select(func.max(priority_item.c.position)).where(
            priority_item.c.study_id == study_id, priority_item.c.list == name.value
        )
    ).scalar_one()
    item_id = insert_row(
        connection,
        priority_item,
        {
            "study_id": study_id,
            "list": name.value,
            "event_id": event_id,
            "code_id": code_id,
            "title": title,
            "description": description,
            "position": 0 if last is None else last + 1,
            "history": [],
            "created_at": now(),
        },
    )
    made_of = [
        {"item_id": item_id, "from_item_id": origin, "study_id": study_id}
        for origin in dict.fromkeys(origins)
    ]
    if made_of:
        connection.execute(insert(priority_origin), made_of)
    for uuid in dict.fromkeys(evidence):
        add_evidence(connection, study_id, item_id, uuid)
    return item_id


def change(connection: Connection, study_id: int, item_id: int, values: Mapping[str, Any]) -> None:
    """Change columns of an item."""
    connection.execute(
        update(priority_item)
        .where(priority_item.c.id == item_id, priority_item.c.study_id == study_id)
        .values(dict(values))
    )


def remove(connection: Connection, study_id: int, item_id: int) -> None:
    connection.execute(
        delete(priority_item).where(
            priority_item.c.id == item_id, priority_item.c.study_id == study_id
        )
    )


def set_order(connection: Connection, study_id: int, ordered: Iterable[int]) -> None:
    """Number the items of a list in this order."""
    for position, item_id in enumerate(ordered):
        change(connection, study_id, item_id, {"position": position})


def add_evidence(connection: Connection, study_id: int, item_id: int, coding_uuid: str) -> None:
    connection.execute(
        insert(priority_evidence).values(
            study_id=study_id, item_id=item_id, coding_uuid=coding_uuid
        )
    )


def remove_evidence(connection: Connection, study_id: int, item_id: int, coding_uuid: str) -> None:
    connection.execute(
        delete(priority_evidence).where(
            priority_evidence.c.study_id == study_id,
            priority_evidence.c.item_id == item_id,
            priority_evidence.c.coding_uuid == coding_uuid,
        )
    )
