"""Learning and looking in the background: one job of a kind a study, with a sign of life."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, delete, select, update

from ebcd.store.database import insert_row
from ebcd.store.tables import (
    job,
)
from ebcd.times import now

JOB = "assistant"
NAMES = "names"
_DEAD_AFTER = timedelta(seconds=90)


@dataclass(frozen=True)
class Running:
    """A fit under way. `progress`: from 0 to 1."""

    id: int
    progress: float
    message: str


def running(connection: Connection, study_id: int, kind: str = JOB) -> Running | None:
    """The fit under way (or job of another `kind`), if its process has shown life of late."""
    row = connection.execute(
        select(job)
        .where(
            job.c.study_id == study_id,
            job.c.kind == kind,
            job.c.state == "running",
            job.c.heartbeat > now() - _DEAD_AFTER,
        )
        .order_by(job.c.id.desc())
    ).first()
    return Running(row.id, row.progress, row.message) if row else None


def start_job(
    connection: Connection,
    study_id: int,
    by_id: int | None,
    settings: Mapping[str, Any],
    kind: str = JOB,
) -> int:
    """Note that a fit begins; earlier notes of fits are cleared. Returns its number."""
    stop(connection, study_id, kind)
    return insert_row(
        connection,
        job,
        {
            "study_id": study_id,
            "kind": kind,
            "settings": dict(settings),
            "state": "running",
            "heartbeat": now(),
            "created_at": now(),
            "by_id": by_id,
        },
    )


def stop(connection: Connection, study_id: int, kind: str = JOB) -> None:
    """Clear the fit under way: it ends by itself when it next shows a sign of life."""
    connection.execute(delete(job).where(job.c.study_id == study_id, job.c.kind == kind))


def settings_of(connection: Connection, job_id: int) -> dict[str, Any] | None:
    """The settings of a fit that was started, or None where it was cleared."""
    row = connection.execute(select(job.c.settings).where(job.c.id == job_id)).first()
    return dict(row.settings) if row else None


def beat(connection: Connection, job_id: int, progress: float, message: str) -> bool:
    """Show that a fit is alive, and how far it is. False where it was cleared."""
    done = connection.execute(
        update(job)
        .where(job.c.id == job_id)
        .values(progress=progress, message=message, heartbeat=now())
    )
    return done.rowcount == 1


def end_job(connection: Connection, job_id: int, state: str, message: str = "") -> None:
    """Note that a fit has ended: done, or failed with a sentence."""
    connection.execute(
        update(job).where(job.c.id == job_id).values(state=state, message=message, progress=1.0)
    )


def last_failure(connection: Connection, study_id: int, stamp: str, kind: str = JOB) -> str | None:
    """What the last fit said when it failed at this state of the study, or None."""
    row = connection.execute(
        select(job.c.message, job.c.state, job.c.settings)
        .where(job.c.study_id == study_id, job.c.kind == kind)
        .order_by(job.c.id.desc())
    ).first()
    failed = row is not None and row.state == "failed" and row.settings.get("stamp") == stamp
    return str(row.message) if row is not None and failed else None
