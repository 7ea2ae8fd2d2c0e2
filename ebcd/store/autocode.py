"""Taking back codings that were made many at a time, without taking what somebody built on them."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, delete, exists, select

from ebcd.store import codebook
from ebcd.store.coding import record_many
from ebcd.store.tables import clip, coding, memo, priority_evidence, round_option
from ebcd.text import Span

_BATCH = 500
_BUILT_ON = (memo, clip, priority_evidence, round_option)


def remove_untouched(
    connection: Connection,
    study_id: int,
    code_id: int,
    made: Mapping[str, Span],
    by_id: int | None,
) -> int:
    """Remove those of the codings `made` (by uuid) that are still as they were; how many.

    One stays that bears another code by now, is longer or shorter, has a memo, or is used in the
    film, a list or a ballot. Where a correction moved the words, it is still as it was.
    """
    uuids = list(made)
    gone: list[str] = []
    touched: set[int] = set()
    for first in range(0, len(uuids), _BATCH):
        rows = connection.execute(
            select(coding.c.uuid, coding.c.transcript_id, coding.c.start, coding.c.end).where(
                coding.c.study_id == study_id,
                coding.c.code_id == code_id,
                coding.c.uuid.in_(uuids[first : first + _BATCH]),
                *(~exists().where(table.c.coding_uuid == coding.c.uuid) for table in _BUILT_ON),
            )
        )
        for row in rows:
            if row.end - row.start == len(made[row.uuid]):
                gone.append(row.uuid)
                touched.add(row.transcript_id)
    for first in range(0, len(gone), _BATCH):
        connection.execute(
            delete(coding).where(
                coding.c.study_id == study_id, coding.c.uuid.in_(gone[first : first + _BATCH])
            )
        )
    for transcript_id in sorted(touched):
        record_many(connection, study_id, transcript_id, by_id)
    return len(gone)


def delete_unused(connection: Connection, study_id: int, code_id: int) -> bool:
    """Delete a code that nothing hangs on; whether that was so."""
    there = codebook.hanging(connection, study_id, code_id)
    if any((there.codings, there.memos, there.chapters, there.cards, there.items, there.below)):
        return False
    codebook.delete_code(connection, study_id, code_id)
    return True
