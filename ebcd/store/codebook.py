"""The codebook in the database, and what hangs on each of its codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, delete, exists, func, select, update

from ebcd.codebook import Code, Kind, Pattern
from ebcd.store.blindfold import seen
from ebcd.store.database import insert_row
from ebcd.store.tables import (
    chapter,
    clip,
    code,
    coding,
    map_card,
    memo,
    priority_evidence,
    priority_item,
    transcript,
)
from ebcd.times import now


@dataclass(frozen=True)
class Hanging:
    """What hangs on a code. `codings` and `memos` go with it when it is deleted; `clips`,
    `chapters`, `cards` and `items` stay and lose their link; `below` are the codes under it, which
    move up. `people` counts the coders whose codings go.
    """

    codings: int = 0
    transcripts: int = 0
    coders: int = 0
    memos: int = 0
    clips: int = 0
    chapters: int = 0
    cards: int = 0
    items: int = 0
    below: int = 0


def _code(row: Any) -> Code:
    return Code(
        row.id,
        Kind(row.kind),
        row.name,
        row.parent_id,
        row.position,
        row.definition,
        row.include,
        row.exclude,
        row.example,
        row.colour,
        Pattern(row.pattern),
    )


def codes(connection: Connection, study_id: int) -> list[Code]:
    """Every code of the study, in no order that matters: `ebcd.codebook.tree` sorts them."""
    rows = connection.execute(select(code).where(code.c.study_id == study_id).order_by(code.c.id))
    return [_code(row) for row in rows]


def begun(connection: Connection, study_id: int) -> bool:
    """Whether the study has a code at all."""
    return bool(connection.scalar(select(exists().where(code.c.study_id == study_id))))


def find(connection: Connection, study_id: int, code_id: int) -> Code | None:
    row = connection.execute(
        select(code).where(code.c.id == code_id, code.c.study_id == study_id)
    ).first()
    return _code(row) if row else None


def columns(of: Code) -> dict[str, Any]:
    """A code as its row, without its id."""
    values = asdict(of)
    del values["id"]
    values["parent_id"] = values.pop("parent")
    return values | {"kind": of.kind.value, "pattern": of.pattern.value}


def add(connection: Connection, study_id: int, values: Mapping[str, Any]) -> int:
    """Store a code from its columns; returns its id."""
    return insert_row(connection, code, {"study_id": study_id, "created_at": now(), **values})


def change(connection: Connection, study_id: int, code_id: int, values: Mapping[str, Any]) -> bool:
    """Change columns of a code; False where there is no such code here."""
    done = connection.execute(
        update(code).where(code.c.id == code_id, code.c.study_id == study_id).values(**values)
    )
    return done.rowcount == 1


def place(connection: Connection, study_id: int, order: Iterable[int]) -> None:
    """Give the codes in `order` the positions 0, 1, 2 and so on."""
    for position, code_id in enumerate(order):
        change(connection, study_id, code_id, {"position": position})


def delete_code(connection: Connection, study_id: int, code_id: int) -> None:
    """Delete a code; what its row's foreign keys say goes or loses its link."""
    connection.execute(delete(code).where(code.c.id == code_id, code.c.study_id == study_id))


def coding_counts(
    connection: Connection, study_id: int, *, everybody: bool = False
) -> Counter[int]:
    """How many codings each code has in the transcripts' current versions.

    `everybody`: those hidden from whoever asks too, where the count decides what may be deleted.
    """
    rows = connection.execute(
        select(coding.c.code_id, func.count())
        .join(transcript, transcript.c.current_version_id == coding.c.version_id)
        .where(coding.c.study_id == study_id, *(() if everybody else seen(connection)))
        .group_by(coding.c.code_id)
    )
    return Counter({row[0]: row[1] for row in rows})


def hanging(connection: Connection, study_id: int, code_id: int) -> Hanging:
    """What would go with the code and what would lose its link."""

    def count(table: Any, *conditions: Any) -> int:
        query = select(func.count()).select_from(table).where(table.c.study_id == study_id)
        return int(connection.execute(query.where(*conditions)).scalar_one())

    mine = select(coding.c.uuid).where(coding.c.study_id == study_id, coding.c.code_id == code_id)
    codings, transcripts, coders = connection.execute(
        select(
            func.count(),
            func.count(coding.c.transcript_id.distinct()),
            func.count(func.coalesce(coding.c.coder_id, 0).distinct()),
        ).where(coding.c.study_id == study_id, coding.c.code_id == code_id)
    ).one()
    return Hanging(
        codings=codings,
        transcripts=transcripts,
        coders=coders,
        memos=count(memo, (memo.c.code_id == code_id) | memo.c.coding_uuid.in_(mine)),
        clips=count(clip, clip.c.coding_uuid.in_(mine)),
        chapters=count(chapter, chapter.c.code_id == code_id),
        cards=count(map_card, map_card.c.code_id == code_id),
        items=count(
            priority_item,
            (priority_item.c.code_id == code_id)
            | priority_item.c.id.in_(
                select(priority_evidence.c.item_id).where(
                    (priority_evidence.c.code_id == code_id)
                    | priority_evidence.c.coding_uuid.in_(mine)
                )
            ),
        ),
        below=count(code, code.c.parent_id == code_id),
    )


def transcripts_with(connection: Connection, study_id: int, code_ids: Iterable[int]) -> set[int]:
    """The transcripts in which these codes are used, in whatever version."""
    rows = connection.execute(
        select(coding.c.transcript_id)
        .where(coding.c.study_id == study_id, coding.c.code_id.in_(list(code_ids)))
        .distinct()
    )
    return set(rows.scalars())
