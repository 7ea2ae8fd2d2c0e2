"""Topics as the page shows them: what is there, who speaks of it, and what nobody has coded yet.

They were found in the background (`assistant_fit`) and may have been arranged by the team
(`assistant_topic_work`). What may not be used any more is left out, and the words are read, each
time they are shown: of one page of passages, however large the study.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from ebcd.acts import assistant_topics_found
from ebcd.acts.access import Actor
from ebcd.acts.act import look
from ebcd.acts.assistant_topics_found import Found
from ebcd.assistant.kept_topics import Arranged, Kept, arranged, named_alike, standing
from ebcd.assistant.topics import nearest_middle
from ebcd.errors import Conflict, NotFound
from ebcd.people import Group
from ebcd.store import assistant_topics as store
from ebcd.store import people
from ebcd.store.assistant_topics import Place
from ebcd.store.database import Connection
from ebcd.store.findings import Source, sources
from ebcd.store.passages import barred, usable_passages, withheld_spans
from ebcd.store.workbench import Workbench
from ebcd.text import Span

if TYPE_CHECKING:
    import numpy.typing as npt

    Rows = npt.NDArray[np.int64]
    Which = npt.NDArray[np.bool_]

MOST_POINTS = 1500
LOST = 0.5
"""The share of a kept topic's passages below which it is said that they are gone."""


@dataclass(frozen=True)
class TopicShown:
    """A topic as the page shows it.

    `ref`: what names it to the acts. `name`: "" where it goes by its words. `passages`: how many;
    `coded`: of those, how many meet a coding. `patients`, `staff`: passages by who said them,
    patients with carers and family. `steadiness`: None where the team arranged it. `merged`: how
    many topics were put together in it. `part`: whether it is a part of one that was split.
    """

    ref: str
    name: str
    words: tuple[str, ...]
    passages: int
    coded: int
    patients: int
    staff: int
    steadiness: float | None
    x: float
    y: float
    merged: int = 0
    part: bool = False

    @property
    def arranged(self) -> bool:
        """Whether the team named, merged or split it."""
        return self.ref.startswith("kept")


@dataclass(frozen=True)
class Missed:
    """A topic that the team arranged and that is not shown, or not as it was.

    `left`: of its `of` passages, how many are still there.
    """

    ref: str
    name: str
    left: int
    of: int


@dataclass(frozen=True)
class TopicsShown:
    """The map. `key`: of this finding of topics.

    `points`: x, y and topic of a sample of passages. `suggested`: how many topics. `missed`: topics
    of the team that have no like here.
    """

    key: str
    topics: tuple[TopicShown, ...]
    points: tuple[tuple[float, float, int], ...]
    suggested: int
    asked: int | None
    by_words: bool
    steadiness: float | None
    missing: str | None
    missed: tuple[Missed, ...]


@dataclass(frozen=True)
class TopicPassage:
    """A passage of a topic. `who`: the pseudonym, or "". `coded`: whether it meets a coding."""

    place: Place
    title: str
    who: str
    text: str
    coded: bool

    @property
    def span(self) -> Span:
        return Span(self.place[2], self.place[3])

    @property
    def key(self) -> str:
        """The passage in one word."""
        return "-".join(map(str, self.place))


@dataclass(frozen=True)
class Ground:
    """What was found, as it stands with the study now.

    `usable`, `coded`: which of the passages may be used, and which meet a coding. `topics`: as the
    team arranged them; usable passages alone.
    """

    found: Found
    sources: Mapping[int, Source]
    usable: Which
    coded: Which
    kept: Sequence[Kept]
    topics: Sequence[Arranged]

    def of(self, ref: str) -> Arranged:
        """The topic of that name. Raises NotFound where it is gone."""
        for each in self.topics:
            if ref_of(each, self.found.key) == ref:
                return each
        raise NotFound("This topic was changed or found again meanwhile: look at the list again.")


def ref_of(each: Arranged, key: str) -> str:
    """What names a topic: one that was found is named only until topics are found again."""
    return f"kept{each.kept}" if each.kept is not None else f"found{each.found}-{key}"


def ground(connection: Connection, workbench: Workbench, study_id: int) -> Ground | None:
    """What was found, as far as it may be used now; None before that."""
    found = assistant_topics_found.read(workbench, study_id)
    if found is None:
        return None
    there = sources(connection, study_id)
    usable = _usable(connection, study_id, found, there)
    bearing = ((each.version, each.span) for each in usable_passages(connection, study_id))
    kept = _kept(connection, workbench, study_id, found, usable)
    groups = [rows[usable[rows]] for rows in found.groups()]
    shown = arranged(groups, () if found.by_words else kept)
    return Ground(found, there, usable, found.meeting(bearing), kept, shown)


def _usable(
    connection: Connection, study_id: int, found: Found, there: Mapping[int, Source]
) -> Which:
    """Of current texts, not marked “do not use”, by nobody whose words may not be used."""
    current = [source.version for source in there.values()]
    usable = np.isin(found.version, current)
    usable &= ~np.isin(found.who, list(barred(connection, study_id)))
    marks = withheld_spans(connection, study_id)
    met = found.meeting((version, span) for version, those in marks.items() for span in those)
    return np.asarray(usable & ~met)


_ROWS: OrderedDict[tuple[object, ...], Mapping[int, Rows]] = OrderedDict()
_MOST_KEPT = 4
_KEEPING = Lock()


def _kept(
    connection: Connection, workbench: Workbench, study_id: int, found: Found, usable: Which
) -> list[Kept]:
    """The topics that the team arranged, with those of their passages that may be used."""
    there = store.topics(connection, study_id)
    if not there:
        return []
    ids = tuple(each.id for each in there)
    asked = (workbench.database.url, study_id, found.key, store.state(connection, study_id), ids)
    with _KEEPING:
        rows = _ROWS.get(asked)
    if rows is None:
        places = store.places(connection, study_id)
        rows = {each: found.rows_of(places.get(each, [])) for each in ids}
        with _KEEPING:
            _ROWS[asked] = rows
            while len(_ROWS) > _MOST_KEPT:
                _ROWS.popitem(last=False)
    return [
        Kept(each.id, each.name, rows[each.id][usable[rows[each.id]]], each.merged_into,
             each.split_of)
        for each in there
    ]  # fmt: skip


def topics(workbench: Workbench, actor: Actor, study_id: int) -> TopicsShown | None:
    """The topics as they were last found and arranged, with what is coded by now; None before that.

    What was marked “do not use”, or said by somebody who withdrew, since then is left out, and so
    are the words that nobody else said.
    """
    with look(workbench, actor, study_id) as connection:
        of = ground(connection, workbench, study_id)
        if of is None:
            return None
        persons = people.participants(connection, study_id)
        lengths = store.lengths(connection, study_id)
    staff = [who for who, person in persons.items() if person.group is Group.STAFF]
    others = [who for who, person in persons.items() if person.group is not Group.STAFF]
    by_staff, by_others = np.isin(of.found.who, staff), np.isin(of.found.who, others)
    match: dict[int, int] = {}
    if of.found.by_words:
        match, _without = named_alike([each.rows for each in of.topics], of.kept)
    names = {each.id: each.name for each in of.kept}
    words = of.found.words.of([each.rows for each in of.topics])
    shown = [
        _shown(of, each, words[at], by_others, by_staff, names.get(match.get(at, 0), ""))
        for at, each in enumerate(of.topics)
    ]
    head = of.found.header
    return TopicsShown(
        of.found.key,
        tuple(shown),
        _points(of),
        head["suggested"],
        head["asked"],
        of.found.by_words,
        head["steadiness"],
        head["missing"],
        _missed(of, lengths, set(match.values())),
    )


def _shown(
    of: Ground,
    each: Arranged,
    words: tuple[str, ...],
    by_others: Which,
    by_staff: Which,
    name: str,
) -> TopicShown:
    rows = each.rows
    steady = of.found.header["steady"][each.found] if each.found is not None else None
    x, y = of.found.space[rows, :2].astype(np.float32).mean(axis=0).tolist()
    return TopicShown(
        ref_of(each, of.found.key),
        each.name or name,
        words,
        len(rows),
        int(of.coded[rows].sum()),
        int(by_others[rows].sum()),
        int(by_staff[rows].sum()),
        steady,
        round(float(x), 4),
        round(float(y), 4),
        1 + len(each.holds) if each.holds else 0,
        each.part_of is not None,
    )


def _points(of: Ground) -> tuple[tuple[float, float, int], ...]:
    label = np.full(len(of.found.version), -1, dtype=np.int64)
    for number, each in enumerate(of.topics):
        label[each.rows] = number
    rows = np.flatnonzero(label >= 0)
    rows = rows[:: max(1, -(-len(rows) // MOST_POINTS))]
    flat = of.found.space[rows, :2].astype(np.float64).round(4)
    return tuple(
        (x, y, number) for (x, y), number in zip(flat.tolist(), label[rows].tolist(), strict=True)
    )


def _missed(of: Ground, lengths: Mapping[int, int], named: set[int]) -> tuple[Missed, ...]:
    """Topics of the team without a like in the other view, or most of whose passages are gone."""
    by_id = {each.id: each for each in of.kept}
    missed = []
    for top, held in standing(of.kept).items():
        whole = sum(lengths.get(each, 0) for each in (top, *held))
        left = len(set().union(*(by_id[each].rows.tolist() for each in (top, *held))))
        gone = left < LOST * whole or not whole
        if gone or (of.found.by_words and top not in named):
            name = by_id[top].name
            missed.append(Missed(f"kept{top}", name, left, whole))
    return tuple(missed)


def page_of(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    ref: str,
    *,
    first: int = 0,
    most: int = 10,
    uncoded: bool = False,
) -> tuple[list[TopicPassage], int]:
    """Passages of a topic, the most typical first, and how many there are in all.

    `uncoded`: those alone that meet no coding.
    """
    with look(workbench, actor, study_id) as connection:
        of = ground(connection, workbench, study_id)
        if of is None:
            raise Conflict("Topics are being found again: wait a moment and look again.")
        rows = in_order(of, ref, uncoded=uncoded)
        return passages(connection, study_id, of, rows[first : first + most]), len(rows)


def in_order(of: Ground, ref: str, *, uncoded: bool = False) -> Rows:
    """The rows of a topic, the most typical first."""
    rows = of.of(ref).rows
    near = nearest_middle(of.found.space[rows].astype(np.float32), len(rows))
    ordered = rows[near]
    return np.asarray(ordered[~of.coded[ordered]] if uncoded else ordered, dtype=np.int64)


def passages(connection: Connection, study_id: int, of: Ground, rows: Rows) -> list[TopicPassage]:
    """These passages with their words."""
    persons = people.participants(connection, study_id) if len(rows) else {}
    places = [of.found.place(row) for row in rows.tolist()]
    words = store.words(connection, study_id, [(at[1], Span(at[2], at[3])) for at in places])
    return [
        TopicPassage(
            at,
            of.sources[at[0]].title,
            persons[who].pseudonym if who in persons else "",
            said,
            coded,
        )
        for at, said, who, coded in zip(
            places, words, of.found.who[rows].tolist(), of.coded[rows].tolist(), strict=True
        )
    ]
