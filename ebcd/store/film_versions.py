"""Versions of the film beside the whole storyboard: which clips each has, in which order."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select, update

from ebcd.errors import NotFound
from ebcd.film.versions import WHOLE, Version
from ebcd.store.database import insert_row
from ebcd.store.tables import film_version, film_version_clip
from ebcd.times import now

GONE = "This version of the film is not there any more: reload the page."


def versions(connection: Connection, study_id: int) -> list[Version]:
    """The versions beside the whole storyboard, in the order in which they were made."""
    rows = connection.execute(
        select(film_version).where(film_version.c.study_id == study_id).order_by(film_version.c.id)
    )
    return [Version(row.id, row.name, row.target_ms) for row in rows]


def find(connection: Connection, study_id: int, version_id: int, target_ms: int) -> Version:
    """A version by its id, 0 for the whole storyboard. Raises NotFound where it is gone."""
    if not version_id:
        return Version(0, WHOLE, target_ms)
    found = next((v for v in versions(connection, study_id) if v.id == version_id), None)
    if found is None:
        raise NotFound(GONE)
    return found


def clips_of(connection: Connection, version_id: int) -> list[int]:
    """The ids of a version's clips, in its order."""
    return list(
        connection.execute(
            select(film_version_clip.c.clip_id)
            .where(film_version_clip.c.version_id == version_id)
            .order_by(film_version_clip.c.position, film_version_clip.c.clip_id)
        ).scalars()
    )


def add(
    connection: Connection, study_id: int, storyboard_id: int, name: str, target_ms: int
) -> int:
    values = {
        "study_id": study_id,
        "storyboard_id": storyboard_id,
        "name": name,
        "target_ms": target_ms,
        "created_at": now(),
    }
    return insert_row(connection, film_version, values)


def change(connection: Connection, version_id: int, name: str, target_ms: int) -> None:
    connection.execute(
        update(film_version)
        .where(film_version.c.id == version_id)
        .values(name=name, target_ms=target_ms)
    )


def remove(connection: Connection, version_id: int) -> None:
    """Delete a version; its clips stay in the storyboard."""
    connection.execute(delete(film_version).where(film_version.c.id == version_id))


def choose(connection: Connection, study_id: int, version_id: int, ordered: Iterable[int]) -> None:
    """Let a version have these clips, in this order."""
    connection.execute(
        delete(film_version_clip).where(film_version_clip.c.version_id == version_id)
    )
    rows = [
        {"version_id": version_id, "clip_id": clip_id, "study_id": study_id, "position": at}
        for at, clip_id in enumerate(ordered)
    ]
    if rows:
        connection.execute(insert(film_version_clip), rows)
