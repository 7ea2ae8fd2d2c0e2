"""Everything that was answered about clips, as it was recorded; the newest answer counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from ebcd.film.storyboard import Answer, Approval
from ebcd.store.tables import account, clip_approval, participant


@dataclass(frozen=True)
class Answered:
    """One answer of one person. `pseudonym`: who gave it."""

    pseudonym: str
    approval: Approval


def history(connection: Connection, study_id: int, clip_id: int) -> Sequence[Answered]:
    """What was answered about one clip, the newest first."""
    rows = connection.execute(
        select(clip_approval, participant.c.pseudonym, account.c.display_name)
        .join(participant, participant.c.id == clip_approval.c.participant_id)
        .outerjoin(account, account.c.id == clip_approval.c.by_id)
        .where(clip_approval.c.study_id == study_id, clip_approval.c.clip_id == clip_id)
        .order_by(clip_approval.c.on_date.desc(), clip_approval.c.id.desc())
    )
    return [
        Answered(
            row.pseudonym,
            Approval(
                Answer(row.state),
                row.on_date,
                row.how,
                row.leave_out,
                by=row.display_name or "",
            ),
        )
        for row in rows
    ]
