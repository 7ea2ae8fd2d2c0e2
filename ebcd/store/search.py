"""The index of what is said: every turn of every transcript's current version, ready to search.

The engine is the database's own: FTS5 on SQLite, a tsvector with a GIN index on PostgreSQL. Both
are given words that are folded here (`ebcd.search.words`), so that they find the same. The index
follows the transcripts: whatever adds or changes a text, or marks a passage “do not use”, calls
`index_transcript` or `index_stretch` in the same transaction; what deletes turns deletes their
words with them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text

from ebcd.search.words import folded, hide, pieces
from ebcd.store.tables import search_turn, transcript, transcript_version, turn, withheld
from ebcd.text import Span

ROOM = 1 << 32
"""A row's number is its transcript's number times this, and where it starts in the text."""
LONGEST_PIECE = 1_000
"""Words; a longer turn is searched in pieces. PostgreSQL keeps 256 places of a word in a row."""
_BATCH = 2_000
_FORGETS_AT_ONCE = (3, 42, 0)
"""From this version of SQLite on, FTS5 can wipe what is deleted instead of marking it."""


def index_transcript(connection: Connection, transcript_id: int) -> None:
    """Renew the index of one transcript from its current version and its “do not use” marks.

    Safe to call at any time, also where nothing changed or the transcript is gone.
    """
    _wipe_on_delete(connection)
    connection.execute(delete(search_turn).where(_of_transcript(transcript_id)))
    _insert(connection, _rows(connection, transcript_id))


def index_stretch(connection: Connection, transcript_id: int, span: Span) -> None:
    """Renew the index of the turns that `span` meets, whose text has not changed."""
    _wipe_on_delete(connection)
    rows = connection.execute(
        select(
            search_turn.c.id,
            search_turn.c.start,
            turn.c.version_id,
            func.substr(
                transcript_version.c.text,
                search_turn.c.start + 1,
                search_turn.c.end - search_turn.c.start,
            ).label("text"),
        )
        .join(turn, turn.c.id == search_turn.c.turn_id)
        .join(transcript_version, transcript_version.c.id == turn.c.version_id)
        .where(
            _of_transcript(transcript_id),
            search_turn.c.start < span.end,
            search_turn.c.end > span.start,
        )
    ).all()
    is_sqlite = connection.dialect.name == "sqlite"
    for row in rows:
        shown = hide(row.text, _marks(connection, row.version_id), row.start)
        found = folded(shown)
        connection.execute(
            text(
                "UPDATE search_words SET words = :words, text = :text WHERE rowid = :id"
                if is_sqlite
                else "UPDATE search_words SET words = CAST(:words AS tsvector), text = :text "
                "WHERE id = :id"
            ),
            {
                "id": row.id,
                "words": " ".join(found) if is_sqlite else _tsvector(found),
                "text": shown,
            },
        )


def rebuild(connection: Connection) -> None:
    """Index every transcript of every study anew, as after a restore or a migration."""
    connection.execute(delete(search_turn))
    forget(connection)
    for transcript_id in connection.execute(select(transcript.c.id)).scalars().all():
        _insert(connection, _rows(connection, transcript_id))


def forget(connection: Connection) -> None:
    """Leave no trace of words that were deleted from the index, as an erasure asks for.

    Older versions of FTS5 keep deleted words in the file, marked, until their parts are merged.
    """
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO search_words (search_words) VALUES ('optimize')"))


def _wipe_on_delete(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and sqlite3.sqlite_version_info >= _FORGETS_AT_ONCE:
        connection.execute(
            text("INSERT INTO search_words (search_words, rank) VALUES ('secure-delete', 1)")
        )


def _of_transcript(transcript_id: int) -> Any:
    return search_turn.c.id.between(transcript_id * ROOM, (transcript_id + 1) * ROOM - 1)


def _rows(connection: Connection, transcript_id: int) -> Iterator[dict[str, Any]]:
    """The index's rows of a transcript, in reading order."""
    version = connection.execute(
        select(transcript_version.c.id, transcript_version.c.study_id, transcript_version.c.text)
        .join(transcript, transcript.c.current_version_id == transcript_version.c.id)
        .where(transcript.c.id == transcript_id)
    ).first()
    if version is None:
        return
    whole = hide(version.text, _marks(connection, version.id))
    turns = connection.execute(
        select(turn.c.id, turn.c.start, turn.c.end)
        .where(turn.c.version_id == version.id)
        .order_by(turn.c.position)
    )
    for row in turns.all():
        said = whole[row.start : row.end]
        for span, found in pieces(said, LONGEST_PIECE):
            yield {
                "id": transcript_id * ROOM + row.start + span.start,
                "study_id": version.study_id,
                "turn_id": row.id,
                "start": row.start + span.start,
                "end": row.start + span.end,
                "text": said[span.start : span.end],
                "words": found,
            }


def _marks(connection: Connection, version_id: int) -> list[Span]:
    rows = connection.execute(
        select(withheld.c.start, withheld.c.end).where(withheld.c.version_id == version_id)
    )
    return [Span(row.start, row.end) for row in rows]


def _insert(connection: Connection, rows: Iterable[dict[str, Any]]) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    statement = text(
        "INSERT INTO search_words (rowid, words, text) VALUES (:id, :words, :text)"
        if is_sqlite
        else "INSERT INTO search_words (id, words, text) "
        "VALUES (:id, CAST(:words AS tsvector), :text)"
    )
    batch: list[dict[str, Any]] = []

    def flush() -> None:
        if batch:
            connection.execute(
                insert(search_turn),
                [
                    {name: row[name] for name in ("id", "study_id", "turn_id", "start", "end")}
                    for row in batch
                ],
            )
            written = " ".join if is_sqlite else _tsvector
            connection.execute(
                statement,
                [
                    {"id": row["id"], "words": written(row["words"]), "text": row["text"]}
                    for row in batch
                ],
            )
            batch.clear()

    for row in rows:
        batch.append(row)
        if len(batch) >= _BATCH:
            flush()
    flush()


def _tsvector(words: Iterable[str]) -> str:
    """Words with their places as PostgreSQL reads them. A folded word holds no quotation mark."""
    return " ".join(f"'{word}':{place}" for place, word in enumerate(words, start=1))
