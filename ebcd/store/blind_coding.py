"""Blind coding in the database: who codes a transcript apart, what each had, what was settled.

What each coder had when the coding was opened for comparison is kept as it was then, so that the
agreement figures stand whatever becomes of the codings. No words are kept with it: they are read
from the transcript.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from ebcd.coding import Origin
from ebcd.findings.side_by_side import Mark
from ebcd.store.database import insert_once, insert_row
from ebcd.store.passages import CodedRow, usable_among
from ebcd.store.tables import (
    account,
    blind_coder,
    blind_coding,
    blind_decision,
    blind_passage,
    coding,
    transcript,
)
from ebcd.times import now


@dataclass(frozen=True)
class BlindCoder:
    """One who codes apart. `done_at`: when they said so, or None."""

    id: int
    name: str
    initials: str
    done_at: datetime | None


@dataclass(frozen=True)
class BlindCoding:
    """One transcript coded apart by two or more. `closed_at`: None while they cannot compare."""

    id: int
    transcript_id: int
    title: str
    note: str
    opened_by: int | None
    opened_at: datetime
    closed_at: datetime | None
    coders: tuple[BlindCoder, ...]

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def coder(self, account_id: int | None) -> BlindCoder | None:
        """This person among its coders."""
        return next((each for each in self.coders if each.id == account_id), None)


@dataclass(frozen=True)
class Decision:
    """What was settled at one place. `kept`: coders whose codings stayed. `act`: which act did it,
    and can be taken back.
    """

    place: int
    choice: str
    kept: tuple[int, ...]
    note: str
    act: str
    by: str
    at: datetime


def add(
    connection: Connection,
    study_id: int,
    transcript_id: int,
    coders: Iterable[int],
    note: str,
    by_id: int | None,
) -> int:
    """Open a blind coding; returns its id."""
    blind_id = insert_row(
        connection,
        blind_coding,
        {
            "study_id": study_id,
            "transcript_id": transcript_id,
            "note": note,
            "opened_by_id": by_id,
            "opened_at": now(),
        },
    )
    rows = [
        {"study_id": study_id, "blind_coding_id": blind_id, "account_id": coder} for coder in coders
    ]
    connection.execute(insert(blind_coder), rows)
    return blind_id


def listed(
    connection: Connection, study_id: int, *conditions: ColumnElement[bool]
) -> list[BlindCoding]:
    """The study's blind codings, open ones first, then the latest opened."""
    rows = connection.execute(
        select(blind_coding, transcript.c.title)
        .join(transcript, transcript.c.id == blind_coding.c.transcript_id)
        .where(blind_coding.c.study_id == study_id, *conditions)
        .order_by(blind_coding.c.closed_at.is_not(None), blind_coding.c.id.desc())
    ).all()
    coders: dict[int, list[BlindCoder]] = {}
    for row in connection.execute(
        select(blind_coder, account.c.display_name, account.c.initials)
        .join(account, account.c.id == blind_coder.c.account_id)
        .where(blind_coder.c.blind_coding_id.in_([row.id for row in rows]))
        .order_by(blind_coder.c.id)
    ):
        coders.setdefault(row.blind_coding_id, []).append(
            BlindCoder(row.account_id, row.display_name, row.initials, row.done_at)
        )
    return [
        BlindCoding(
            row.id,
            row.transcript_id,
            row.title,
            row.note,
            row.opened_by_id,
            row.opened_at,
            row.closed_at,
            tuple(coders.get(row.id, ())),
        )
        for row in rows
    ]


def find(connection: Connection, study_id: int, blind_id: int) -> BlindCoding | None:
    """One blind coding, or None where it is gone."""
    found = listed(connection, study_id, blind_coding.c.id == blind_id)
    return found[0] if found else None


def open_in(connection: Connection, study_id: int, transcript_id: int) -> BlindCoding | None:
    """The blind coding under way in a transcript, or None."""
    here = blind_coding.c.transcript_id == transcript_id
    found = listed(connection, study_id, here, blind_coding.c.closed_at.is_(None))
    return found[0] if found else None


def how_many(connection: Connection, study_id: int) -> int:
    """How many blind codings the study has, open or not."""
    query = select(func.count()).select_from(blind_coding)
    return int(connection.execute(query.where(blind_coding.c.study_id == study_id)).scalar_one())


def set_done(connection: Connection, blind_id: int, account_id: int, done: bool) -> None:
    """Note that a coder has finished, or goes on after all."""
    connection.execute(
        update(blind_coder)
        .where(blind_coder.c.blind_coding_id == blind_id, blind_coder.c.account_id == account_id)
        .values(done_at=now() if done else None)
    )


def close(connection: Connection, study_id: int, blind: BlindCoding, by_id: int | None) -> int:
    """Open it for comparison: keep what each coder has by now; how many passages that is."""
    connection.execute(
        update(blind_coding)
        .where(blind_coding.c.id == blind.id)
        .values(closed_at=now(), closed_by_id=by_id)
    )
    rows = connection.execute(
        select(coding)
        .join(transcript, transcript.c.current_version_id == coding.c.version_id)
        .where(
            coding.c.study_id == study_id,
            coding.c.transcript_id == blind.transcript_id,
            coding.c.coder_id.in_([coder.id for coder in blind.coders]),
        )
        .order_by(coding.c.start, coding.c.id)
    )
    kept = [
        {
            "study_id": study_id,
            "blind_coding_id": blind.id,
            "transcript_id": row.transcript_id,
            "version_id": row.version_id,
            "coder_id": row.coder_id,
            "code_id": row.code_id,
            "coding_uuid": row.uuid,
            "start": row.start,
            "end": row.end,
        }
        for row in rows
    ]
    if kept:
        connection.execute(insert(blind_passage), kept)
    return len(kept)


def remove(connection: Connection, study_id: int, blind_id: int) -> None:
    """Delete a blind coding with what was kept of it; the codings themselves stay."""
    connection.execute(
        delete(blind_coding).where(
            blind_coding.c.id == blind_id, blind_coding.c.study_id == study_id
        )
    )


@dataclass(frozen=True)
class Kept:
    """What the coders had. `marks`: those that may be used, on the current text. `uuids`: of the
    codings, by mark. `lost`: how many stood on words that were cut out of the text since.
    """

    marks: tuple[Mark, ...]
    uuids: Mapping[int, str]
    lost: int


def kept(connection: Connection, study_id: int, blind_id: int) -> Kept:
    """What each coder had when it was opened for comparison."""
    rows = connection.execute(
        select(blind_passage, transcript.c.kind, transcript.c.current_version_id)
        .join(transcript, transcript.c.id == blind_passage.c.transcript_id)
        .where(blind_passage.c.study_id == study_id, blind_passage.c.blind_coding_id == blind_id)
        .order_by(blind_passage.c.id)
    ).all()
    here = [row for row in rows if row.version_id == row.current_version_id]
    usable = usable_among(
        connection,
        study_id,
        [
            CodedRow(
                coding=row.id,
                uuid=row.coding_uuid,
                transcript=row.transcript_id,
                version=row.version_id,
                code=row.code_id,
                coder=row.coder_id,
                start=row.start,
                end=row.end,
                quote="",
                kind=row.kind,
                origin=Origin.HAND.value,
            )
            for row in here
        ],
    )
    return Kept(
        tuple(Mark(each.coding, each.coder or 0, each.code, each.span) for each in usable),
        {row.id: row.coding_uuid for row in here},
        len(rows) - len(here),
    )


def decisions(connection: Connection, study_id: int, blind_id: int) -> dict[int, Decision]:
    """What was settled, by the number of the place."""
    rows = connection.execute(
        select(blind_decision, account.c.display_name)
        .outerjoin(account, account.c.id == blind_decision.c.by_id)
        .where(blind_decision.c.study_id == study_id)
        .where(blind_decision.c.blind_coding_id == blind_id)
    )
    return {
        row.passage_id: Decision(
            row.passage_id,
            row.choice,
            tuple(row.kept),
            row.note,
            row.act_uuid,
            row.display_name or "",
            row.at,
        )
        for row in rows
    }


def decide(connection: Connection, study_id: int, values: Mapping[str, Any]) -> bool:
    """Keep what was settled at a place. False where somebody settled it before."""
    row = {**values, "study_id": study_id, "at": now()}
    return insert_once(connection, blind_decision, row)


def undecide(connection: Connection, study_id: int, act_uuid: str) -> list[int]:
    """Take back what one act settled; the numbers of the places."""
    here = (blind_decision.c.study_id == study_id, blind_decision.c.act_uuid == act_uuid)
    found = list(connection.execute(select(blind_decision.c.passage_id).where(*here)).scalars())
    connection.execute(delete(blind_decision).where(*here))
    return found
