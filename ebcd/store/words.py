"""Every place of a study that holds words, changed all at once.

The texts of transcripts are not among them: they change by versions. A new column of words is
reached by itself; one that holds none, or words that are kept apart, is named here.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from typing import Any

from sqlalchemy import JSON, Column, Connection, String, Table, Text, select

from ebcd.store.tables import metadata

_APART = frozenset(
    "account sign_in_link sign_in_attempt study membership identity sign_up name_found name_choice "
    "phone_check phone_arrival event_card "
    "name_key film_name log job ballot counted_ballot document_person coding_act turn "
    "search_turn".split()
)
"""Tables that hold no words of the study, or keep them apart."""
_NO_WORDS = frozenset(
    {
        "kind", "state", "uuid", "coding_uuid", "sha256", "source_sha256", "shown_sha256", "group",
        "groups", "use", "origin", "colour", "pattern", "language", "media_type", "rate", "list",
        "method", "join_code", "model", "tone", "about", "source_format", "pseudonym",
        "fingerprint", "once", "outcome", "attended", "start_timecode", "stands_for", "marks",
        "key", "settings", "width",
    }
)  # fmt: skip
"""Columns of fixed words, numbers and pseudonyms."""
_TEXT = ("transcript_version", "text")
_UNIQUE = {"speaker": ("transcript_id",), "code": ("study_id", "kind")}
"""Tables whose first column of words must differ within these columns."""

Change = Callable[[str], str]


def columns() -> Iterator[tuple[Table, list[Column[Any]]]]:
    """The tables of a study that hold words, each with its columns of words."""
    for table in metadata.sorted_tables:
        if table.name in _APART or "study_id" not in table.c:
            continue
        held = [column for column in table.c if _holds_words(table, column)]
        if held:
            yield table, held


def _holds_words(table: Table, column: Column[Any]) -> bool:
    is_text = isinstance(column.type, String | Text | JSON)
    return is_text and column.name not in _NO_WORDS and (table.name, column.name) != _TEXT


def change_words(
    connection: Connection, study_id: int, change: Change, *, dry: bool = False
) -> dict[str, int]:
    """Put every word of the study but its texts through `change`; rows changed, by table.

    `dry`: count only.
    """
    counted: dict[str, int] = {}
    for table, held in columns():
        keys = list(table.primary_key.columns)
        scope = [table.c[name] for name in _UNIQUE.get(table.name, ())]
        rows = connection.execute(
            select(*keys, *held, *scope).where(table.c.study_id == study_id)
        ).all()
        taken = {_name_of(table, row) for row in rows} if scope else set()
        for row in rows:
            new = {}
            for column in held:
                was = row._mapping[column]
                became = _changed(was, change)
                if became != was:
                    new[column.name] = _fitting(column, became)
            if not new:
                continue
            counted[table.name] = counted.get(table.name, 0) + 1
            if dry:
                continue
            if scope:
                _keep_apart(table, row, new, taken)
            same = [column == row._mapping[column] for column in keys]
            connection.execute(table.update().where(*same).values(new))
    return counted


def each_words(
    connection: Connection,
    study_id: int,
    *,
    only: Container[str] | None = None,
    apart: Container[str] = (),
) -> Iterator[str]:
    """Every line of words of the study but its texts, of the tables in `only` or not in `apart`."""
    for table, held in columns():
        if table.name in apart or (only is not None and table.name not in only):
            continue
        for row in connection.execute(select(*held).where(table.c.study_id == study_id)):
            for value in row:
                yield from (line for said in _said(value) for line in said.split("\n") if line)


def _said(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _said(each)


def _changed(value: Any, change: Change) -> Any:
    if isinstance(value, str):
        return change(value) if value else value
    if isinstance(value, list):
        return [_changed(each, change) for each in value]
    if isinstance(value, dict):
        return {name: _changed(each, change) for name, each in value.items()}
    return value


def _fitting(column: Column[Any], value: Any) -> Any:
    length = getattr(column.type, "length", None)
    return value[:length] if length and isinstance(value, str) else value


def _name_of(table: Table, row: Any) -> tuple[Any, ...]:
    name = "label" if table.name == "speaker" else "name"
    return (*(row._mapping[table.c[each]] for each in _UNIQUE[table.name]), row._mapping[name])


def _keep_apart(table: Table, row: Any, new: dict[str, Any], taken: set[tuple[Any, ...]]) -> None:
    """Number a name that another row of the same scope already has."""
    name = "label" if table.name == "speaker" else "name"
    if name not in new:
        return
    scope = tuple(row._mapping[table.c[each]] for each in _UNIQUE[table.name])
    wanted, number = new[name], 2
    while (*scope, new[name]) in taken:
        new[name] = f"{wanted[:110]} {number}"
        number += 1
    taken.add((*scope, new[name]))
