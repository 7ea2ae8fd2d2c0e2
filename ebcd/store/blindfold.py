"""What one coder may not see: the others' codings of a transcript that is being coded blind.

A blindfold is put on the connection when an act or a look begins, and every function of the store
that reads codings to show them asks here. What must see everything to keep the data whole (a
merge, a withdrawal, a correction, a backup) does not ask. While a transcript is coded blind, each
of its coders sees there

- their own codings and no others, whoever made those and whenever,
- no suggestions, for they are learnt from everybody's codings,
- no memos of others on the transcript or on its codings.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from ebcd.store.tables import blind_coder, blind_coding, coding, memo, suggestion

_WORN = "ebcd_blindfold"


@dataclass(frozen=True)
class Blindfold:
    """`coder`: the account that wears it. `transcripts`: where others' codings are hidden."""

    coder: int
    transcripts: frozenset[int]

    def hides(self, transcript_id: int, coder_id: int | None) -> bool:
        """Whether a coding of this coder in this transcript is hidden."""
        return transcript_id in self.transcripts and coder_id != self.coder


def of(connection: Connection, study_id: int, account_id: int | None) -> Blindfold | None:
    """What this person wears in this study; None for nearly everybody, nearly always."""
    if account_id is None:
        return None
    rows = connection.execute(
        select(blind_coding.c.transcript_id)
        .join(blind_coder, blind_coder.c.blind_coding_id == blind_coding.c.id)
        .where(
            blind_coder.c.account_id == account_id,
            blind_coding.c.study_id == study_id,
            blind_coding.c.closed_at.is_(None),
        )
    )
    transcripts = frozenset(rows.scalars())
    return Blindfold(account_id, transcripts) if transcripts else None


def put_on(connection: Connection, study_id: int, account_id: int | None) -> None:
    """Let this connection read as this person may."""
    connection.execution_options(**{_WORN: of(connection, study_id, account_id)})


def worn(connection: Connection) -> Blindfold | None:
    """The blindfold of whoever reads over this connection."""
    found = connection.get_execution_options().get(_WORN)
    return found if isinstance(found, Blindfold) else None


def seen(connection: Connection) -> list[ColumnElement[bool]]:
    """Conditions on `coding` for a query whose result is shown to whoever reads."""
    blind = worn(connection)
    if blind is None:
        return []
    elsewhere = coding.c.transcript_id.not_in(blind.transcripts)
    return [or_(elsewhere, coding.c.coder_id == blind.coder)]


def seen_suggestions(connection: Connection) -> list[ColumnElement[bool]]:
    """Conditions on `suggestion`, likewise."""
    blind = worn(connection)
    return [] if blind is None else [suggestion.c.transcript_id.not_in(blind.transcripts)]


def seen_memos(connection: Connection) -> list[ColumnElement[bool]]:
    """Conditions on `memo`, likewise: where it is about a transcript, or a coding in one."""
    blind = worn(connection)
    if blind is None:
        return []
    hidden = and_(
        memo.c.transcript_id.in_(blind.transcripts),
        or_(memo.c.by_id.is_(None), memo.c.by_id != blind.coder),
    )
    noted = coding.alias()
    on_hidden = (
        select(noted.c.id)
        .where(
            noted.c.uuid == memo.c.coding_uuid,
            noted.c.transcript_id.in_(blind.transcripts),
            or_(noted.c.coder_id.is_(None), noted.c.coder_id != blind.coder),
        )
        .exists()
    )
    elsewhere = or_(memo.c.transcript_id.is_(None), ~hidden)
    return [elsewhere, ~on_hidden]
