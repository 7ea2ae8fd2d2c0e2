"""Grids: who spoke of what, where two codings meet.

A cell holds a row's code and a column's code. It counts the people in whose words a passage under
the one overlaps a passage under the other, never the mentions: somebody who comes back to a
waiting room ten times is one person. Patients, carers and family stand side by side with staff.
Field notes and speakers nobody has linked to a participant count as no person and are shown
apart.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ebcd.coding import Coding, SpokenTurn
from ebcd.people import Group
from ebcd.text import Span


class Side(StrEnum):
    """The two sides that a joint event brings together."""

    PATIENTS = "patients"
    STAFF = "staff"

    @property
    def label(self) -> str:
        return "Patients, carers and family" if self is Side.PATIENTS else "Staff"


def side_of(group: Group) -> Side:
    """Staff are one side; patients, carers and family the other."""
    return Side.STAFF if group is Group.STAFF else Side.PATIENTS


@dataclass(frozen=True)
class Met:
    """A stretch of a transcript in which two codes meet.

    `span`: everything that the two codings cover together, which is what a reader is shown.
    `overlap`: from the first to the last code point that both cover. `people`: the participants
    who speak where both apply; empty for a field note. `codings`: the ids of the codings that meet.
    """

    transcript: int
    span: Span
    overlap: Span
    people: frozenset[int]
    codings: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Cell:
    """What one row and one column have in common.

    `patients`, `staff`: participant ids. `unlinked`: passages in which no participant speaks.
    """

    passages: tuple[Met, ...] = ()
    patients: frozenset[int] = frozenset()
    staff: frozenset[int] = frozenset()

    @property
    def unlinked(self) -> int:
        return sum(not met.people for met in self.passages)

    @property
    def people(self) -> int:
        """How many people, of both sides."""
        return len(self.patients) + len(self.staff)


@dataclass(frozen=True)
class Grid:
    """A table of cells; a pair that is not in `cells` is empty.

    `row_totals`, `column_totals`: everyone coded with that code at all, whether or not it met
    another, as a cell of that code's own passages.
    """

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    cells: Mapping[tuple[int, int], Cell]
    row_totals: Mapping[int, Cell]
    column_totals: Mapping[int, Cell]

    def cell(self, row: int, column: int) -> Cell:
        return self.cells.get((row, column), Cell())


_Found = list[tuple[int, int, int, int, int, int, int]]
"""Meetings as plain numbers: transcript, start and end of the union, then of the overlap, then
the two codings' ids."""


class Speakers:
    """Finds who speaks in a stretch of a transcript, by bisection over its turns.

    `turns`: each transcript's turns in order, as they stand in its text.
    """

    def __init__(self, turns: Mapping[int, Sequence[SpokenTurn]]) -> None:
        self._turns = turns

    def within(self, transcript: int, start: int, end: int) -> frozenset[int]:
        """The participants who speak within `[start, end)` of `transcript`."""
        turns = self._turns.get(transcript, ())
        found: set[int] = set()
        at = max(0, bisect_right(turns, start, key=_start) - 1)
        while at < len(turns) and turns[at].span.start < end:
            turn = turns[at]
            if turn.participant is not None and turn.span.end > start:
                found.add(turn.participant)
            at += 1
        return frozenset(found)


def _start(turn: SpokenTurn) -> int:
    return turn.span.start


def rolled_up(codings: Iterable[Coding], parents: Mapping[int, int | None]) -> list[Coding]:
    """`codings`, each one also under every code above its own, so that a parent counts its tree.

    `parents`: the code above each code, or None.
    """
    listed: list[Coding] = []
    for coding in codings:
        code: int | None = coding.code
        seen: set[int] = set()
        while code is not None and code not in seen:
            seen.add(code)
            listed.append(
                coding
                if code == coding.code
                else Coding(
                    coding.id,
                    coding.transcript,
                    code,
                    coding.coder,
                    coding.span,
                    coding.quote,
                    coding.origin,
                )
            )
            code = parents.get(code)
    return listed


def make_grid(
    codings: Iterable[Coding],
    rows: Sequence[int],
    columns: Sequence[int],
    turns: Mapping[int, Sequence[SpokenTurn]],
    groups: Mapping[int, Group],
) -> Grid:
    """The grid of `rows` by `columns` (code ids, in the order to be shown).

    `turns`: each transcript's turns, in order. `groups`: each participant's group; a speaker who
    is not in it is nobody. Codings under other codes are left aside. Nothing marked “do not use”
    may be among `codings`: leave it out before.
    """
    wanted = set(rows) | set(columns)
    by_transcript: dict[int, list[Coding]] = defaultdict(list)
    for coding in codings:
        if coding.code in wanted and len(coding.span):
            by_transcript[coding.transcript].append(coding)
    speakers = Speakers(turns)
    row_set, column_set = set(rows), set(columns)
    pairs: dict[tuple[int, int], _Found] = defaultdict(list)
    alone: dict[int, _Found] = defaultdict(list)
    for transcript, of in by_transcript.items():
        of.sort(key=lambda c: (c.span.start, c.span.end))
        for coding in of:
            start, end = coding.span.start, coding.span.end
            alone[coding.code].append((transcript, start, end, start, end, coding.id, coding.id))
        for row, column in _meetings(of, row_set, column_set):
            one, other = row.span, column.span
            pairs[row.code, column.code].append(
                (
                    transcript,
                    min(one.start, other.start),
                    max(one.end, other.end),
                    max(one.start, other.start),
                    min(one.end, other.end),
                    row.id,
                    column.id,
                )
            )
    cells = {key: _cell(found, speakers, groups) for key, found in pairs.items()}
    totals = {code: _cell(found, speakers, groups) for code, found in alone.items()}
    return Grid(
        tuple(rows),
        tuple(columns),
        cells,
        {row: totals.get(row, Cell()) for row in rows},
        {column: totals.get(column, Cell()) for column in columns},
    )


def _meetings(
    ordered: Sequence[Coding], rows: Collection[int], columns: Collection[int]
) -> Iterable[tuple[Coding, Coding]]:
    """Every overlapping pair of a row's and a column's coding: one sweep over one transcript."""
    open_rows: list[Coding] = []
    open_columns: list[Coding] = []
    for coding in ordered:
        at = coding.span.start
        if coding.code in rows:
            open_columns = [c for c in open_columns if c.span.end > at]
            for column in open_columns:
                if column.code != coding.code:
                    yield coding, column
            open_rows.append(coding)
        if coding.code in columns:
            open_rows = [c for c in open_rows if c.span.end > at]
            for row in open_rows:
                if row.code != coding.code:
                    yield row, coding
            open_columns.append(coding)


def _cell(found: _Found, speakers: Speakers, groups: Mapping[int, Group]) -> Cell:
    """One cell: overlapping stretches of one transcript joined, people sorted into sides.

    Where several codings by several coders meet in one stretch, the people of each meeting are
    looked up by themselves, so that a speaker between two meetings is not counted.
    """
    joined: list[tuple[int, int, int, int, int, set[int], set[int]]] = []
    for transcript, start, end, first, last, one, other in sorted(found):
        people = speakers.within(transcript, first, last) & groups.keys()
        if joined and joined[-1][0] == transcript and start < joined[-1][2]:
            _, begun, stop, inner, outer, before, codings = joined[-1]
            before |= people
            codings |= {one, other}
            joined[-1] = (
                transcript,
                begun,
                max(stop, end),
                min(inner, first),
                max(outer, last),
                before,
                codings,
            )
        else:
            joined.append((transcript, start, end, first, last, set(people), {one, other}))
    passages = tuple(
        Met(transcript, Span(start, end), Span(first, last), frozenset(people), frozenset(codings))
        for transcript, start, end, first, last, people, codings in joined
    )
    everyone = frozenset(person for met in passages for person in met.people)
    staff = frozenset(person for person in everyone if side_of(groups[person]) is Side.STAFF)
    return Cell(passages, everyone - staff, staff)
