"""Whether the rows that an act is given by id are of the study in which it happens."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, Table, select

from ebcd.errors import NotFound
from ebcd.store.tables import code, codesign_group, coding, event, priority_item

_KINDS: Mapping[str, tuple[Table, str]] = {
    "code": (code, "This touchpoint or theme"),
    "event": (event, "This event"),
    "item": (priority_item, "This priority"),
    "group": (codesign_group, "This group"),
    "coding": (coding, "This quotation"),
}


def check_there(connection: Connection, study_id: int, **wanted: int | str | None) -> None:
    """Raise NotFound unless each row is in the study; None asks for nothing.

    `wanted`: ids by code, event, item or group, and the uuid of a coding.
    """
    for kind, key in wanted.items():
        table, called = _KINDS[kind]
        column = table.c.uuid if kind == "coding" else table.c.id
        found = select(table.c.id).where(column == key, table.c.study_id == study_id)
        if key is not None and connection.execute(found).first() is None:
            raise NotFound(f"{called} is not there any more: reload the page.")
