"""A small study put straight into the tables, for tests of what reads it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from ebcd.people import ConsentState, Group, Use
from ebcd.store import people
from ebcd.store.database import Connection, insert_row
from ebcd.store.tables import (
    coding,
    speaker,
    transcript,
    transcript_version,
    turn,
    withheld,
)
from ebcd.store.workbench import Workbench
from ebcd.text import join_turns, sha256, turn_spans
from ebcd.times import now


class SmallStudy:
    """Adds people, transcripts and codings to a study."""

    def __init__(self, workbench: Workbench, study_id: int) -> None:
        self.workbench = workbench
        self.study_id = study_id
        self.versions: dict[int, tuple[int, str]] = {}

    def person(self, pseudonym: str, group: Group, *, quote: bool = True) -> int:
        with self.workbench.database.writing() as connection:
            who = people.add(connection, self.study_id, pseudonym, group)
            if quote:
                self.consent(connection, who, Use.QUOTE, ConsentState.GRANTED)
        return who

    def consent(
        self, connection: Connection, who: int, use: Use, state: ConsentState, day: int = 1
    ) -> None:
        people.add_consent(connection, self.study_id, who, use, state, date(2026, 3, day), "", None)

    def transcript(
        self, title: str, turns: Sequence[tuple[int | None, str]], kind: str = "interview"
    ) -> int:
        """Turns of (participant, text); a speaker who is None interviews."""
        text = join_turns(words for _, words in turns)
        with self.workbench.database.writing() as connection:
            found = self._insert(
                connection, transcript, title=title, kind=kind, source_name=f"{title}.txt",
                source_sha256=sha256(title + text), problems=[], created_at=now(),
            )  # fmt: skip
            version = self._insert(
                connection, transcript_version, transcript_id=found, number=1,
                sha256=sha256(text), text=text, created_at=now(),
            )  # fmt: skip
            connection.execute(
                transcript.update()
                .where(transcript.c.id == found)
                .values(current_version_id=version)
            )
            speakers = {
                who: self._insert(
                    connection, speaker, transcript_id=found, label=f"Speaker {who}",
                    interviews=who is None, participant_id=who,
                )
                for who in dict.fromkeys(who for who, _ in turns)
                if kind == "interview"
            }  # fmt: skip
            spans = turn_spans([words for _, words in turns])
            for at, ((who, _), span) in enumerate(zip(turns, spans, strict=True)):
                self._insert(
                    connection, turn, version_id=version, position=at,
                    speaker_id=speakers.get(who), start=span.start, end=span.end,
                    start_ms=at * 10_000, end_ms=at * 10_000 + 9_000, marks=[],
                )  # fmt: skip
        self.versions[found] = version, text
        return found

    def code(self, transcript_id: int, code_id: int, words: str, coder: int | None = None) -> str:
        """Code the first place where `words` stand; the coding's uuid."""
        version, text = self.versions[transcript_id]
        start, uuid = text.index(words), str(uuid4())
        with self.workbench.database.writing() as connection:
            self._insert(
                connection, coding, uuid=uuid, transcript_id=transcript_id, version_id=version,
                code_id=code_id, coder_id=coder, start=start, end=start + len(words),
                quote=words, created_at=now(),
            )  # fmt: skip
        return uuid

    def withhold(self, transcript_id: int, words: str) -> None:
        version, text = self.versions[transcript_id]
        start = text.index(words)
        with self.workbench.database.writing() as connection:
            self._insert(
                connection, withheld, uuid=str(uuid4()), transcript_id=transcript_id,
                version_id=version, start=start, end=start + len(words), reason="asked",
                created_at=now(),
            )  # fmt: skip

    def _insert(self, connection: Connection, table: Any, **values: Any) -> int:
        return insert_row(connection, table, {"study_id": self.study_id, **values})
