"""Topics as the page shows them: what is there, who speaks of it, and what nobody has coded yet.

They were worked out in the background (`assistant_fit`) and kept as places in transcripts; the
words are read, and what may not be used any more is left out, each time they are shown.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ebcd.acts import assistant_fit
from ebcd.acts.access import Actor
from ebcd.acts.act import look
from ebcd.assistant.topics import terms
from ebcd.coding import Coding, merge_overlapping
from ebcd.people import Group, Participant
from ebcd.store import coding as codings
from ebcd.store import people
from ebcd.store.database import Connection
from ebcd.store.findings import Source, sources, texts
from ebcd.store.passages import may_be_used, withheld_spans
from ebcd.store.workbench import Workbench
from ebcd.text import Span


@dataclass(frozen=True)
class TopicShown:
    """A topic as the page shows it.

    `passages`: how many; `coded`: of those, how many meet a coding. `patients`, `staff`: passages
    by who said them, patients with carers and family. `typical`: transcript, title, span, words.
    """

    words: tuple[str, ...]
    passages: int
    coded: int
    patients: int
    staff: int
    steadiness: float | None
    x: float
    y: float
    typical: tuple[tuple[int, str, Span, str], ...]


@dataclass(frozen=True)
class TopicsShown:
    """The map. `points`: x, y and topic of a sample of passages. `suggested`: how many topics."""

    topics: tuple[TopicShown, ...]
    points: tuple[tuple[float, float, int], ...]
    suggested: int
    asked: int | None
    by_words: bool
    steadiness: float | None
    missing: str | None


Place = tuple[int, int, Span]
"""A transcript, its version, and a span in it."""


@dataclass(frozen=True)
class _Now:
    """The study as it stands: its people and transcripts, and by transcript what is coded.

    `bearing`: the coded stretches of each transcript in order, none overlapping.
    """

    persons: Mapping[int, Participant]
    sources: Mapping[int, Source]
    marks: Mapping[int, Sequence[Span]]
    bearing: Mapping[int, Sequence[Span]]

    def usable(self, place: Place, who: int | None) -> bool:
        transcript, version, span = place
        if transcript not in self.sources or self.sources[transcript].version != version:
            return False
        if who is not None and (who not in self.persons or not may_be_used(self.persons[who])):
            return False
        return not any(span.meets(mark) for mark in self.marks.get(version, ()))

    def coded(self, place: Place) -> bool:
        spans = self.bearing.get(place[0], ())
        at = bisect_right(spans, place[2].start, key=lambda span: span.end)
        return at < len(spans) and spans[at].meets(place[2])

    def group(self, who: int | None) -> Group | None:
        return self.persons[who].group if who is not None and who in self.persons else None


def made_at(workbench: Workbench, study_id: int) -> int:
    """When the topics were last worked out, as a number that changes with it; 0 before that."""
    file = workbench.study_folder(study_id, "models") / assistant_fit.TOPICS
    return file.stat().st_mtime_ns if file.exists() else 0


def topics(workbench: Workbench, actor: Actor, study_id: int) -> TopicsShown | None:
    """The topics as they were last worked out, with what is coded by now; None before that.

    What was marked “do not use”, or said by somebody who withdrew, since then is left out, and so
    are the words that nobody else said.
    """
    kept = assistant_fit.kept(workbench, study_id, assistant_fit.TOPICS)
    if kept is None:
        return None
    places: list[Place] = [(row[0], row[1], Span(row[2], row[3])) for row in kept["places"]]
    with look(workbench, actor, study_id) as connection:
        now = _now(connection, study_id)
        usable = [now.usable(at, who) for at, who in zip(places, kept["who"], strict=True)]
        shown = [
            _shown(connection, study_id, topic, places, kept["who"], usable, now)
            for topic in kept["topics"]
        ]
    return TopicsShown(
        tuple(shown),
        _points(kept, usable),
        kept["suggested"],
        kept["asked"],
        kept["by_words"],
        kept["steadiness"],
        kept["missing"],
    )


def _now(connection: Connection, study_id: int) -> _Now:
    coded: dict[int, list[Coding]] = {}
    for each in codings.codings(connection, study_id):
        coded.setdefault(each.transcript, []).append(each)
    bearing = {transcript: merge_overlapping(those) for transcript, those in coded.items()}
    return _Now(
        people.participants(connection, study_id),
        sources(connection, study_id),
        withheld_spans(connection, study_id),
        bearing,
    )


def _shown(
    connection: Connection,
    study_id: int,
    topic: Mapping[str, Any],
    places: Sequence[Place],
    said_by: Sequence[int | None],
    usable: Sequence[bool],
    now: _Now,
) -> TopicShown:
    rows = [row for row in topic["passages"] if usable[row]]
    named = topic["words"]
    if len(rows) < len(topic["passages"]):
        named = _still_said(connection, study_id, named, [places[row] for row in rows])
    groups = [now.group(said_by[row]) for row in rows]
    typical = [places[row] for row in topic["typical"] if usable[row]]
    words = texts(connection, study_id, [(at[1], at[2]) for at in typical])
    return TopicShown(
        tuple(named),
        len(rows),
        sum(now.coded(places[row]) for row in rows),
        sum(group is not None and group is not Group.STAFF for group in groups),
        sum(group is Group.STAFF for group in groups),
        topic["steadiness"],
        topic["x"],
        topic["y"],
        tuple(
            (at[0], now.sources[at[0]].title, at[2], said)
            for at, said in zip(typical, words, strict=True)
        ),
    )


def _still_said(
    connection: Connection, study_id: int, words: Sequence[str], where: Sequence[Place]
) -> list[str]:
    """Those of a topic's words that stand in what may still be used of it."""
    left = texts(connection, study_id, [(at[1], at[2]) for at in where])
    said = {term for text in left for term in terms(text)}
    return [word for word in words if word in said]


def _points(
    kept: Mapping[str, Any], usable: Sequence[bool]
) -> tuple[tuple[float, float, int], ...]:
    found = [
        (*kept["points"][row], number)
        for number, topic in enumerate(kept["topics"])
        for row in topic["passages"]
        if usable[row]
    ]
    step = max(1, len(found) // assistant_fit.MOST_POINTS)
    return tuple((x, y, number) for x, y, number in found[::step])
