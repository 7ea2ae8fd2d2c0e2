"""Looking a database over: do the rows still say what they said when they were written?"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, select, text

from ebcd.store.tables import coding, recording, transcript, transcript_version, turn
from ebcd.text import sha256


def problems(connection: Connection, studies: Path) -> list[str]:
    """What is wrong, one sentence a finding with ids and never words; empty where all is well."""
    return [
        *_engine(connection),
        *_versions(connection),
        *_codings(connection),
        *_current(connection),
        *_recordings(connection, studies),
    ]


def _engine(connection: Connection) -> list[str]:
    if connection.dialect.name != "sqlite":
        return []
    said = connection.execute(text("PRAGMA integrity_check")).scalars().all()
    found = [
        f"The database file is damaged ({line}): restore a backup." for line in said if line != "ok"
    ]
    broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    return found + [f"A row of {row[0]} points at a missing row of {row[2]}." for row in broken]


def _versions(connection: Connection) -> list[str]:
    found = []
    for row in connection.execute(select(transcript_version)):
        if sha256(row.text) != row.sha256:
            found.append(f"The text of transcript version {row.id} is not what was stored.")
        last = connection.execute(
            select(turn.c.end)
            .where(turn.c.version_id == row.id)
            .order_by(turn.c.position.desc())
            .limit(1)
        ).scalar()
        if last is not None and last != len(row.text):
            found.append(f"The turns of transcript version {row.id} do not cover its text.")
    return found


def _codings(connection: Connection) -> list[str]:
    rows = connection.execute(
        select(coding.c.id, coding.c.start, coding.c.end, coding.c.quote, transcript_version.c.text)
        .join(transcript_version, transcript_version.c.id == coding.c.version_id)
        .order_by(coding.c.version_id)
    )
    return [
        f"Coding {row.id} does not hold the words at its place."
        for row in rows
        if row.text[row.start : row.end] != row.quote
    ]


def _current(connection: Connection) -> list[str]:
    rows = connection.execute(
        select(transcript.c.id)
        .outerjoin(transcript_version, transcript_version.c.id == transcript.c.current_version_id)
        .where(transcript_version.c.id.is_(None))
    )
    return [f"Transcript {row.id} has no current version." for row in rows]


def _recordings(connection: Connection, studies: Path) -> list[str]:
    found = []
    for row in connection.execute(select(recording)):
        folder = studies / str(row.study_id) / "recordings"
        files = [path for path in folder.glob(f"{row.sha256}.*") if path.is_file()]
        if not files:
            found.append(
                f"The file of recording {row.id} is missing: put it back into {folder.name}."
            )
        elif files[0].stat().st_size != row.bytes:
            found.append(
                f"The file of recording {row.id} is not as it was: put the old one back, or check "
                "the files on the Film page."
            )
    return found
