"""Findings: what patients and staff spoke of, where the two sides meet and where they differ.

Everything is counted in people. Passages marked “do not use” are not there at all; those whose
speakers have not agreed to be quoted are shown to the team with that said, and leave in no export.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ebcd.acts.access import Actor
from ebcd.acts.act import look
from ebcd.codebook import Code, Kind, tree
from ebcd.exchange.matrix import Matrix, MatrixCell, Quoted
from ebcd.findings.agreement import Row, agreement_document
from ebcd.findings.feelings import sign, standing
from ebcd.findings.grid import Cell, Grid, Met, make_grid, rolled_up
from ebcd.findings.journey import Moment, journey, pathway
from ebcd.findings.saturation import Saturation, Shuffled, saturation, shuffled
from ebcd.people import Group
from ebcd.store import codebook
from ebcd.store import findings as store
from ebcd.store.findings import Material
from ebcd.store.workbench import Workbench
from ebcd.text import Span


class Across(StrEnum):
    """What a grid has across the top; touchpoints go down the side."""

    THEME = "theme"
    EMOTION = "emotion"

    @property
    def kind(self) -> Kind:
        return Kind.THEME if self is Across.THEME else Kind.EMOTION


@dataclass(frozen=True)
class Finding:
    """One passage in a cell, as the team reads it.

    `people`: pseudonym and group of whoever speaks in it. `may_quote`: whether all of them agreed
    to be quoted outside the team. `start_ms`: where it begins in the recording, if that is known.
    """

    transcript: int
    title: str
    is_field_note: bool
    span: Span
    text: str
    people: tuple[tuple[str, Group], ...]
    may_quote: bool
    start_ms: int | None
    is_comment: bool = False


def state(workbench: Workbench, actor: Actor, study_id: int) -> tuple[int, list[Code]]:
    """How far the evidence has come, and the codes as they are now.

    Material of the same number still holds but for its codes.
    """
    with look(workbench, actor, study_id) as connection:
        return store.evidence(connection, study_id), codebook.codes(connection, study_id)


def material(workbench: Workbench, actor: Actor, study_id: int) -> Material:
    """Everything that findings are worked out from, as the study stands."""
    with look(workbench, actor, study_id) as connection:
        return store.material(connection, study_id)


def grid(of: Material, across: Across, *, below: bool = False) -> Grid:
    """Touchpoints down the side, themes or emotion words across, in the codebook's order.

    `below`: count for a code what lies below it in the codebook too.
    """
    rows = [code.id for code in pathway(of.codes)]
    columns = [code.id for _, code in tree(of.codes) if code.kind is across.kind]
    codings = of.codings
    if below:
        codings = rolled_up(codings, {code.id: code.parent for code in of.codes})
    groups = {who.id: who.group for who in of.participants.values()}
    return make_grid(codings, rows, columns, of.turns, groups)


def signs(codes: Iterable[Code]) -> dict[int, int]:
    """Whether each emotion word is good (+1), bad (−1) or neither (0)."""
    return {code.id: sign(code.name) for code in codes if code.kind is Kind.EMOTION}


def moments(of: Material, emotions: Grid) -> list[Moment]:
    """The journey: every touchpoint in pathway order with how people felt at it."""
    return journey(of.codes, emotions, signs(of.codes))


def opened_cell(
    workbench: Workbench, actor: Actor, study_id: int, of: Material, cell: Cell
) -> list[Finding]:
    """The passages of a cell with their words, people first and field notes last."""
    with look(workbench, actor, study_id) as connection:
        words = store.texts(
            connection,
            study_id,
            [(of.sources[met.transcript].version, met.span) for met in cell.passages],
        )
    found = [_finding(of, met, text) for met, text in zip(cell.passages, words, strict=True)]
    return sorted(found, key=lambda each: (each.is_field_note, not each.people, each.title))


def under_code(
    workbench: Workbench, actor: Actor, study_id: int, of: Material, code_id: int
) -> list[Finding]:
    """The passages under one code, joined where they overlap."""
    groups = {who.id: who.group for who in of.participants.values()}
    cell = make_grid(of.codings, [code_id], [], of.turns, groups).row_totals[code_id]
    return opened_cell(workbench, actor, study_id, of, cell)


def _finding(of: Material, met: Met, text: str) -> Finding:
    source = of.sources[met.transcript]
    behind = [of.passages[coding] for coding in met.codings]
    who = dict.fromkeys(person for passage in behind for person in passage.people)
    times = [passage.start_ms for passage in behind if passage.start_ms is not None]
    return Finding(
        met.transcript,
        source.title,
        source.is_field_note,
        met.span,
        text,
        tuple((of.participants[each].pseudonym, of.participants[each].group) for each in who),
        all(passage.may_quote for passage in behind),
        min(times, default=None),
        source.is_comments,
    )


def matrix(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    across: Across,
    *,
    below: bool = False,
    of: Material | None = None,
) -> Matrix:
    """The grid as it leaves the workbench: names, counts and the quotations that may be quoted."""
    of = of or material(workbench, actor, study_id)
    made = grid(of, across, below=below)
    emotions = made if across is Across.EMOTION else grid(of, Across.EMOTION, below=below)
    names = {code.id: code.name for code in of.codes}
    marks = signs(of.codes)
    quoted, withheld = _quoted(workbench, actor, study_id, of, made)
    return Matrix(
        "Touchpoints by themes" if across is Across.THEME else "Touchpoints by emotion words",
        tuple(names[row] for row in made.rows),
        tuple(names[column] for column in made.columns),
        tuple(
            tuple(_counted(of, made.cell(row, column)) for column in made.columns)
            for row in made.rows
        ),
        tuple(_counted(of, made.row_totals[row]) for row in made.rows),
        tuple(standing(emotions, row, marks).label for row in made.rows),
        tuple(quoted),
        withheld,
    )


def _counted(of: Material, cell: Cell) -> MatrixCell:
    notes = sum(of.sources[met.transcript].is_field_note for met in cell.passages)
    return MatrixCell(len(cell.patients), len(cell.staff), len(cell.passages), notes)


def _quoted(
    workbench: Workbench, actor: Actor, study_id: int, of: Material, made: Grid
) -> tuple[list[Quoted], int]:
    """The quotations of every cell that may leave, and how many may not."""
    names = {code.id: code.name for code in of.codes}
    with look(workbench, actor, study_id) as connection:
        whole = store.whole_texts(connection, study_id)
    quoted: list[Quoted] = []
    withheld = 0
    for row in made.rows:
        for column in made.columns:
            for met in made.cell(row, column).passages:
                text = whole[of.sources[met.transcript].version][met.span.start : met.span.end]
                found = _finding(of, met, text)
                if not found.may_quote:
                    withheld += 1
                    continue
                quoted.append(
                    Quoted(
                        names[row],
                        names[column],
                        "; ".join(name for name, _ in found.people),
                        "; ".join(dict.fromkeys(group.value for _, group in found.people)),
                        found.title,
                        found.text,
                        tuple({who for c in met.codings for who in of.passages[c].people}),
                    )
                )
    return quoted, withheld


@dataclass(frozen=True)
class Coverage:
    """How far one participant's words are coded. `codings` by kind; `transcripts`: their titles."""

    pseudonym: str
    group: Group
    transcripts: tuple[str, ...]
    codings: Mapping[Kind, int]


def coverage(of: Material) -> list[Coverage]:
    """Every participant, the least coded first: who is missing from the findings?"""
    kinds = {code.id: code.kind for code in of.codes}
    counts: dict[int, dict[Kind, int]] = {who: dict.fromkeys(Kind, 0) for who in of.participants}
    for passage in of.passages.values():
        for who in passage.people:
            counts[who][kinds[passage.code]] += 1
    speaks: dict[int, dict[str, None]] = {who: {} for who in of.participants}
    for transcript, turns in of.turns.items():
        for turn in turns:
            if turn.participant in speaks:
                speaks[turn.participant][of.sources[transcript].title] = None
    listed = [
        Coverage(who.pseudonym, who.group, tuple(speaks[who.id]), counts[who.id])
        for who in of.participants.values()
        if who.withdrawn_on is None
    ]
    return sorted(listed, key=lambda each: (sum(each.codings.values()), each.pseudonym))


def found_by_interview(of: Material, kinds: Sequence[Kind]) -> list[tuple[str, set[int]]]:
    """Each coded interview with the codes of these kinds in it, in the order of its number."""
    wanted = {code.id for code in of.codes if code.kind in kinds}
    found: dict[int, set[int]] = {}
    for coding in of.codings:
        source = of.sources[coding.transcript]
        if not source.is_field_note and not source.is_comments:
            found.setdefault(coding.transcript, set()).update({coding.code} & wanted)
    return [(of.sources[each].title, found[each]) for each in sorted(found)]


def saturated(
    of: Material, kinds: Sequence[Kind], base: int, run: int, threshold: float
) -> tuple[Saturation, Shuffled]:
    """Saturation in the order of the interviews, and over shuffled orders."""
    interviews = [codes for _, codes in found_by_interview(of, kinds)]
    return (
        saturation(interviews, base, run, threshold),
        shuffled(interviews, base, run, threshold),
    )


def coders_of(of: Material) -> dict[int, str]:
    """Everybody who has coded, by account; 0 stands for files and the command line."""
    known = {coding.coder for coding in of.codings}
    return {coder: of.coders.get(coder, "Imported") for coder in sorted(known)}


def agreement(
    of: Material, one: int, other: int, kinds: Sequence[Kind], transcripts: Iterable[int]
) -> dict[str, object]:
    """How two coders agree, speaker's turn by speaker's turn, on transcripts that both coded.

    A coder applied a code to a turn where one of their codings under it meets the turn. A turn
    that neither coded counts as seen by both.
    """
    names = {code.id: code.name for code in of.codes if code.kind in kinds}
    rows: list[Row] = []
    for transcript in transcripts:
        for coder in (one, other):
            mine = [
                coding
                for coding in of.codings
                if coding.transcript == transcript and coding.coder == coder
            ]
            label = coders_of(of)[coder]
            for at, turn in enumerate(of.turns.get(transcript, ())):
                applied = {names.get(c.code, "") for c in mine if c.span.meets(turn.span)} - {""}
                rows += [Row(f"{transcript}:{at}", label, code) for code in applied or {""}]
    return agreement_document(rows)


def coded_by_both(of: Material, one: int, other: int) -> list[int]:
    """The transcripts in which both have coded something, in order of title."""
    by: dict[int, set[int]] = {}
    for coding in of.codings:
        by.setdefault(coding.transcript, set()).add(coding.coder)
    return [each for each in of.sources if {one, other} <= by.get(each, set())]
