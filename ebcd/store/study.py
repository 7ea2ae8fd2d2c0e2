"""Studies, their activities and deviations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from ebcd.store.database import insert_row
from ebcd.store.tables import activity, deviation, membership, study
from ebcd.study import Activity, ActivityState, AnalyticApproach, Approach
from ebcd.times import now


@dataclass(frozen=True)
class Study:
    """One EBCD project.

    `pathway`: the service or pathway it is about. `zone`: where its clock stands. `revision`: how
    many acts have changed it.
    """

    id: int
    name: str
    pathway: str
    approach: Approach
    analytic_approach: AnalyticApproach
    summary: str
    zone: str
    language: str
    revision: int
    is_sample: bool
    created_at: datetime


@dataclass(frozen=True)
class ActivityDone:
    """How far one of the ten activities has come."""

    kind: Activity
    state: ActivityState = ActivityState.PLANNED
    done_on: date | None = None
    site: str = ""
    hours: float | None = None
    note: str = ""


@dataclass(frozen=True)
class Deviation:
    """A departure from the method, with the reason."""

    id: int
    what: str
    reason: str
    decided_on: date | None


def _study(row: Any) -> Study:
    return Study(
        row.id,
        row.name,
        row.pathway,
        Approach(row.approach),
        AnalyticApproach(row.analytic_approach),
        row.summary,
        row.zone,
        row.language,
        row.revision,
        row.is_sample,
        row.created_at,
    )


def add(connection: Connection, values: Mapping[str, Any]) -> int:
    return insert_row(connection, study, dict(**values, created_at=now()))


def change(connection: Connection, study_id: int, values: Mapping[str, Any]) -> None:
    connection.execute(update(study).where(study.c.id == study_id).values(**values))


def delete_study(connection: Connection, study_id: int) -> None:
    """Delete a study and everything in it."""
    connection.execute(delete(study).where(study.c.id == study_id))


def by_id(connection: Connection, study_id: int) -> Study | None:
    row = connection.execute(select(study).where(study.c.id == study_id)).first()
    return _study(row) if row else None


def of_account(connection: Connection, account_id: int | None) -> Sequence[Study]:
    """The studies of an account by name; every study for None (the administrator)."""
    query = select(study).order_by(study.c.name, study.c.id)
    if account_id is not None:
        query = query.join(membership, membership.c.study_id == study.c.id).where(
            membership.c.account_id == account_id
        )
    return [_study(row) for row in connection.execute(query)]


def revision(connection: Connection, study_id: int) -> int:
    return int(
        connection.execute(select(study.c.revision).where(study.c.id == study_id)).scalar_one()
    )


def activities(connection: Connection, study_id: int) -> Sequence[ActivityDone]:
    """All ten activities in the method's order, those nobody touched as planned."""
    rows = connection.execute(select(activity).where(activity.c.study_id == study_id))
    known = {
        row.kind: ActivityDone(
            Activity(row.kind),
            ActivityState(row.state),
            row.done_on,
            row.site,
            row.hours,
            row.note,
        )
        for row in rows
    }
    return [known.get(kind.value, ActivityDone(kind)) for kind in Activity]


def set_activity(connection: Connection, study_id: int, done: ActivityDone) -> None:
    connection.execute(
        delete(activity).where(activity.c.study_id == study_id, activity.c.kind == done.kind.value)
    )
    connection.execute(
        insert(activity).values(
            study_id=study_id,
            kind=done.kind.value,
            state=done.state.value,
            done_on=done.done_on,
            site=done.site,
            hours=done.hours,
            note=done.note,
        )
    )


def deviations(connection: Connection, study_id: int) -> Sequence[Deviation]:
    rows = connection.execute(
        select(deviation).where(deviation.c.study_id == study_id).order_by(deviation.c.id)
    )
    return [Deviation(row.id, row.what, row.reason, row.decided_on) for row in rows]


def add_deviation(
    connection: Connection, study_id: int, what: str, reason: str, decided_on: date | None
) -> int:
    return insert_row(
        connection,
        deviation,
        {
            "study_id": study_id,
            "what": what,
            "reason": reason,
            "decided_on": decided_on,
            "created_at": now(),
        },
    )


def change_deviation(
    connection: Connection,
    study_id: int,
    deviation_id: int,
    what: str,
    reason: str,
    decided_on: date | None,
) -> None:
    connection.execute(
        update(deviation)
        .where(deviation.c.id == deviation_id, deviation.c.study_id == study_id)
        .values(what=what, reason=reason, decided_on=decided_on)
    )


def delete_deviation(connection: Connection, study_id: int, deviation_id: int) -> None:
    connection.execute(
        delete(deviation).where(deviation.c.id == deviation_id, deviation.c.study_id == study_id)
    )
