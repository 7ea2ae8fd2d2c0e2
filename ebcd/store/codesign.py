"""Co-design groups, actions and outputs in the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, delete, func, select, update

from ebcd.codesign import Action, CodesignGroup, Output, Status
from ebcd.errors import NotFound
from ebcd.store.database import insert_row
from ebcd.store.tables import action, codesign_group, output
from ebcd.times import now

_TABLES: Mapping[str, Table] = {
    "group": codesign_group,
    "action": action,
    "output": output,
}


def groups(connection: Connection, study_id: int) -> dict[int, CodesignGroup]:
    """The co-design groups of a study by id, in the order they were made."""
    rows = connection.execute(
        select(codesign_group)
        .where(codesign_group.c.study_id == study_id)
        .order_by(codesign_group.c.id)
    )
    return {
        row.id: CodesignGroup(row.id, row.name, row.aim, row.item_id, row.split_from_id)
        for row in rows
    }


def actions(connection: Connection, study_id: int) -> dict[int, Action]:
    """The actions of a study by id, in their order within the groups."""
    rows = connection.execute(
        select(action)
        .where(action.c.study_id == study_id)
        .order_by(action.c.group_id, action.c.position, action.c.id)
    )
    return {
        row.id: Action(
            row.id,
            row.group_id,
            row.what,
            row.owner,
            row.due_on,
            Status(row.status),
            row.measure,
            row.position,
        )
        for row in rows
    }


def outputs(connection: Connection, study_id: int) -> dict[int, Output]:
    """The outputs of a study by id, in the order they were recorded."""
    rows = connection.execute(
        select(output).where(output.c.study_id == study_id).order_by(output.c.id)
    )
    return {
        row.id: Output(row.id, row.action_id, row.what, row.delivered_on, row.you_said, row.we_did)
        for row in rows
    }


def add_group(connection: Connection, study_id: int, values: Mapping[str, Any]) -> int:
    return insert_row(
        connection, codesign_group, {**values, "study_id": study_id, "created_at": now()}
    )


def add_action(
    connection: Connection, study_id: int, group_id: int, values: Mapping[str, Any]
) -> int:
    """Put an action at the end of a group's plan; returns its id."""
    last = connection.execute(
        select(func.max(action.c.position)).where(action.c.group_id == group_id)
    ).scalar_one()
    position = 0 if last is None else last + 1
    return insert_row(
        connection,
        action,
        {**values, "study_id": study_id, "group_id": group_id, "position": position},
    )


def add_output(
    connection: Connection, study_id: int, action_id: int, values: Mapping[str, Any]
) -> int:
    return insert_row(connection, output, {**values, "study_id": study_id, "action_id": action_id})


def change(
    connection: Connection, study_id: int, kind: str, row_id: int, values: Mapping[str, Any]
) -> None:
    """Change a group, an action or an output. Raises NotFound where it is not in this study."""
    table = _TABLES[kind]
    done = connection.execute(
        update(table).where(table.c.id == row_id, table.c.study_id == study_id).values(dict(values))
    )
    if done.rowcount != 1:
        raise NotFound("This is not there any more: reload the page.")


def remove(connection: Connection, study_id: int, kind: str, row_id: int) -> None:
    """Delete a group, an action or an output with all that hangs on it."""
    table = _TABLES[kind]
    connection.execute(delete(table).where(table.c.id == row_id, table.c.study_id == study_id))
