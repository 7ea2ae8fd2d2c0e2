"""What the patients said of the whole film at their own event, cut by cut."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from ebcd.film.showing import Agreement
from ebcd.store.database import insert_row
from ebcd.store.tables import event, film_agreement
from ebcd.times import now


def agreements(connection: Connection, study_id: int) -> list[Agreement]:
    """Everything that was said, in the order in which it was recorded."""
    rows = connection.execute(
        select(film_agreement, event.c.title)
        .outerjoin(event, event.c.id == film_agreement.c.event_id)
        .where(film_agreement.c.study_id == study_id)
        .order_by(film_agreement.c.id)
    )
    return [
        Agreement(
            row.fingerprint,
            row.agreed,
            row.on_date,
            row.title or "",
            row.version,
            row.changes,
            row.clips,
            row.length_ms,
            tuple(row.people),
            row.id,
        )
        for row in rows
    ]


def record(
    connection: Connection,
    study_id: int,
    event_id: int,
    said: Agreement,
    by_id: int | None,
) -> int:
    """Keep what was said; its id."""
    values = {
        "study_id": study_id,
        "event_id": event_id,
        "version": said.version,
        "fingerprint": said.fingerprint,
        "clips": said.clips,
        "length_ms": said.length_ms,
        "agreed": said.agreed,
        "changes": said.changes,
        "people": list(said.people),
        "on_date": said.on,
        "by_id": by_id,
        "created_at": now(),
    }
    return insert_row(connection, film_agreement, values)


def take_back(connection: Connection, study_id: int, agreement_id: int) -> bool:
    """Delete a statement that was recorded by mistake; False where it is gone."""
    done = connection.execute(
        delete(film_agreement).where(
            film_agreement.c.id == agreement_id, film_agreement.c.study_id == study_id
        )
    )
    return done.rowcount == 1
