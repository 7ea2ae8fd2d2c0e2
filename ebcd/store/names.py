"""Names in the texts: where they may stand, what was decided, and the key that is kept apart.

Where a name may stand is kept as places in a version, never as words. What was decided and not
yet done is a choice; once names are replaced, name and replacement move to the key.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from ebcd.assistant.identifiers import Clue, Found
from ebcd.assistant.name_places import Named
from ebcd.store.database import insert_row
from ebcd.store.tables import (
    identity,
    name_choice,
    name_found,
    name_key,
    transcript,
    transcript_version,
)
from ebcd.text import Span
from ebcd.times import now


@dataclass(frozen=True)
class Choice:
    """What was decided about one way of writing a name.

    `key`: its words without case. `is_name`: False where it is to stay. `everyday`: whether it is
    an ordinary word as well.
    """

    key: str
    form: str
    clue: Clue
    is_name: bool
    replacement: str
    everyday: bool

    @property
    def named(self) -> Named:
        return Named(self.form, self.replacement, self.everyday)


@dataclass(frozen=True)
class Read:
    """A current text with what the wide net found in it. `finder`: which net, or "" for none."""

    transcript: int
    version: int
    text: str
    found: tuple[Found, ...]
    finder: str


def unread(connection: Connection, study_id: int, finder: str) -> list[int]:
    """The current versions that this net has not looked through yet."""
    return list(
        connection.execute(
            select(transcript.c.current_version_id)
            .outerjoin(
                name_found,
                (name_found.c.version_id == transcript.c.current_version_id)
                & (name_found.c.finder == finder),
            )
            .where(
                transcript.c.study_id == study_id,
                transcript.c.current_version_id.is_not(None),
                name_found.c.version_id.is_(None),
            )
            .order_by(transcript.c.id)
        ).scalars()
    )


def text_of(connection: Connection, version_id: int) -> str | None:
    """The text of a version, or None where it is gone."""
    return connection.execute(
        select(transcript_version.c.text).where(transcript_version.c.id == version_id)
    ).scalar()


def keep_found(
    connection: Connection, study_id: int, version_id: int, finder: str, found: Iterable[Found]
) -> None:
    """Keep where names may stand in a version, in place of what was kept of it."""
    there = select(transcript_version.c.id).where(
        transcript_version.c.id == version_id, transcript_version.c.study_id == study_id
    )
    if connection.execute(there).first() is None:
        return
    connection.execute(delete(name_found).where(name_found.c.version_id == version_id))
    places = [[each.span.start, each.span.end, each.clue.value] for each in found]
    connection.execute(
        insert(name_found).values(
            version_id=version_id, study_id=study_id, finder=finder, places=places
        )
    )


def found_in(connection: Connection, version_id: int) -> tuple[Found, ...]:
    """Where names may stand in a version; nothing where nobody looked."""
    places = connection.execute(
        select(name_found.c.places).where(name_found.c.version_id == version_id)
    ).scalar()
    return tuple(Found(Span(start, end), Clue(kind)) for start, end, kind in places or ())


def stamp(connection: Connection, study_id: int) -> tuple[int, ...]:
    """Changes where a current text, or what was found in it, changes."""
    return tuple(
        connection.execute(
            select(transcript.c.current_version_id)
            .join(name_found, name_found.c.version_id == transcript.c.current_version_id)
            .where(transcript.c.study_id == study_id)
            .order_by(transcript.c.current_version_id)
        ).scalars()
    )


def texts(connection: Connection, study_id: int) -> Iterator[Read]:
    """Every current text, one after the other, looked through or not."""
    versions = connection.execute(
        select(transcript.c.id, transcript.c.current_version_id)
        .where(transcript.c.study_id == study_id, transcript.c.current_version_id.is_not(None))
        .order_by(transcript.c.id)
    ).all()
    for transcript_id, version_id in versions:
        text = text_of(connection, version_id)
        if text is not None:
            finder = connection.execute(
                select(name_found.c.finder).where(name_found.c.version_id == version_id)
            ).scalar()
            found = found_in(connection, version_id)
            yield Read(transcript_id, version_id, text, found, finder or "")


def around(
    connection: Connection, study_id: int, transcript_id: int, span: Span, context: int
) -> tuple[str, str, str, str] | None:
    """(title, before, the words, after) of a place in a current text."""
    start = max(0, span.start - context)
    row = connection.execute(
        select(
            transcript.c.title,
            func.substr(transcript_version.c.text, start + 1, span.end + context - start).label(
                "text"
            ),
        )
        .join(transcript_version, transcript_version.c.id == transcript.c.current_version_id)
        .where(transcript.c.id == transcript_id, transcript.c.study_id == study_id)
    ).first()
    if row is None:
        return None
    at, end = span.start - start, span.end - start
    return row.title, row.text[:at], row.text[at:end], row.text[end:]


def choices(connection: Connection, study_id: int) -> list[Choice]:
    """What was decided and is not in the key, the newest first."""
    rows = connection.execute(
        select(name_choice)
        .where(name_choice.c.study_id == study_id)
        .order_by(name_choice.c.id.desc())
    )
    return [
        Choice(row.key, row.form, Clue(row.kind), row.is_name, row.replacement, row.everyday)
        for row in rows
    ]


def choose(
    connection: Connection, study_id: int, made: Iterable[Choice], by_id: int | None
) -> list[int]:
    """Keep decisions, each in place of an earlier one about the same name; their ids."""
    ids = []
    for each in made:
        drop_choices(connection, study_id, [each.key])
        ids.append(
            insert_row(
                connection,
                name_choice,
                {
                    "study_id": study_id,
                    "key": each.key,
                    "form": each.form,
                    "kind": each.clue.value,
                    "is_name": each.is_name,
                    "replacement": each.replacement,
                    "everyday": each.everyday,
                    "by_id": by_id,
                    "created_at": now(),
                },
            )
        )
    return ids


def drop_choices(connection: Connection, study_id: int, keys: Collection[str]) -> int:
    """Take decisions back; how many there were."""
    done = connection.execute(
        delete(name_choice).where(
            name_choice.c.study_id == study_id, name_choice.c.key.in_(list(keys))
        )
    )
    return done.rowcount


def drop_choice_ids(connection: Connection, study_id: int, ids: Collection[int]) -> int:
    """Take the decisions of these ids back; how many there were."""
    done = connection.execute(
        delete(name_choice).where(
            name_choice.c.study_id == study_id, name_choice.c.id.in_(list(ids))
        )
    )
    return done.rowcount


def key(connection: Connection, study_id: int) -> list[Choice]:
    """The key: each name that was replaced, and by what. For the lead alone."""
    rows = connection.execute(
        select(name_key).where(name_key.c.study_id == study_id).order_by(name_key.c.form)
    )
    return [
        Choice(row.key, row.form, Clue(row.kind), True, row.replacement, row.everyday)
        for row in rows
    ]


def into_key(connection: Connection, study_id: int, by_id: int | None) -> int:
    """Move the names that were decided to be replaced into the key; how many."""
    made = [each for each in choices(connection, study_id) if each.is_name]
    keys = [each.key for each in made]
    drop_choices(connection, study_id, keys)
    connection.execute(
        delete(name_key).where(name_key.c.study_id == study_id, name_key.c.key.in_(keys))
    )
    if made:
        connection.execute(
            insert(name_key),
            [
                {
                    "study_id": study_id,
                    "key": each.key,
                    "form": each.form,
                    "kind": each.clue.value,
                    "replacement": each.replacement,
                    "everyday": each.everyday,
                    "by_id": by_id,
                    "created_at": now(),
                }
                for each in made
            ],
        )
    return len(made)


def people_named(connection: Connection, study_id: int) -> Mapping[int, str]:
    """The names behind the pseudonyms, by participant, where they are recorded."""
    rows = connection.execute(
        select(identity.c.participant_id, identity.c.name).where(
            identity.c.study_id == study_id, identity.c.name != ""
        )
    )
    return {row.participant_id: row.name for row in rows}


def hide_versions(connection: Connection, study_id: int, versions: Iterable[int]) -> None:
    """Note that these versions hold names that were replaced since."""
    connection.execute(
        update(transcript_version)
        .where(
            transcript_version.c.study_id == study_id,
            transcript_version.c.id.in_(list(versions)),
        )
        .values(holds_names=True)
    )


def versions_of(connection: Connection, transcripts: Iterable[int]) -> Sequence[int]:
    """All versions of these transcripts, the current ones included."""
    return list(
        connection.execute(
            select(transcript_version.c.id).where(
                transcript_version.c.transcript_id.in_(list(transcripts))
            )
        ).scalars()
    )


def hidden_versions(connection: Connection, study_id: int) -> frozenset[int]:
    """The versions that hold names that were replaced since: for the lead alone."""
    return frozenset(
        connection.execute(
            select(transcript_version.c.id).where(
                transcript_version.c.study_id == study_id,
                transcript_version.c.holds_names.is_(True),
            )
        ).scalars()
    )


def forget_person(connection: Connection, study_id: int, participant_id: int) -> None:
    """Take the names of somebody who withdraws out of the key and the decisions."""
    name = people_named(connection, study_id).get(participant_id, "")
    words = {word.casefold() for word in name.replace("-", " ").split() if len(word) > 2}
    if not words:
        return
    for table in (name_key, name_choice):
        rows = connection.execute(
            select(table.c.id, table.c.key).where(table.c.study_id == study_id)
        )
        gone = [row.id for row in rows if words.issuperset(row.key.split())]
        connection.execute(delete(table).where(table.c.id.in_(gone)))


def titles(connection: Connection, study_id: int) -> dict[int, str]:
    """The titles of the study's transcripts, by id."""
    rows = connection.execute(
        select(transcript.c.id, transcript.c.title).where(transcript.c.study_id == study_id)
    )
    return {row.id: row.title for row in rows}


def current_versions(connection: Connection, study_id: int) -> list[int]:
    """The versions that are coded now."""
    return list(
        connection.execute(
            select(transcript.c.current_version_id)
            .where(transcript.c.study_id == study_id, transcript.c.current_version_id.is_not(None))
            .order_by(transcript.c.id)
        ).scalars()
    )
