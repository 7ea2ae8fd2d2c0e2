"""The matrix: touchpoints by themes or emotion words, in people, and what they said.

Wide for reading (a row a touchpoint, two columns a theme: patients' side and staff), long for
calculating, and the quotations behind it that may be quoted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LONG_COLUMNS = (
    "touchpoint", "code", "patients, carers and family", "staff", "passages", "field notes",
)  # fmt: skip
QUOTED_COLUMNS = ("touchpoint", "code", "participant", "group", "transcript", "quotation")


@dataclass(frozen=True)
class MatrixCell:
    """How many people of each side, and how many passages, of which `notes` bear no person."""

    patients: int = 0
    staff: int = 0
    passages: int = 0
    notes: int = 0


@dataclass(frozen=True)
class Quoted:
    """One quotation in a cell that may leave; pseudonyms and groups joined with “; ”.

    `people`: ids of the participants who speak in it.
    """

    row: str
    column: str
    participants: str
    groups: str
    transcript: str
    text: str
    people: tuple[int, ...] = ()


@dataclass(frozen=True)
class Matrix:
    """A grid with names instead of ids. `totals`: everyone coded with the row's code at all.

    `withheld`: how many quotations were left out because somebody in them has not agreed.
    """

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[MatrixCell, ...], ...]
    totals: tuple[MatrixCell, ...]
    standings: tuple[str, ...]
    quotations: tuple[Quoted, ...] = ()
    withheld: int = 0


def wide_headers(matrix: Matrix) -> list[str]:
    sides = [f"{column} ({side})" for column in matrix.columns for side in ("patients", "staff")]
    return ["touchpoint", "patients, carers and family", "staff", "patients and staff", *sides]


def wide_rows(matrix: Matrix) -> list[list[object]]:
    """One row a touchpoint: totals, how the sides stand to it, then two numbers a column."""
    return [
        [
            name,
            total.patients,
            total.staff,
            standing,
            *(count for cell in cells for count in (cell.patients, cell.staff)),
        ]
        for name, total, standing, cells in zip(
            matrix.rows, matrix.totals, matrix.standings, matrix.cells, strict=True
        )
    ]


def long_rows(matrix: Matrix) -> list[list[object]]:
    """One row a cell that holds anything, under `LONG_COLUMNS`."""
    return [
        [row, column, cell.patients, cell.staff, cell.passages, cell.notes]
        for row, cells in zip(matrix.rows, matrix.cells, strict=True)
        for column, cell in zip(matrix.columns, cells, strict=True)
        if cell.passages
    ]


def quoted_rows(quotations: Iterable[Quoted]) -> list[Sequence[object]]:
    """One row a quotation under `QUOTED_COLUMNS`."""
    return [(q.row, q.column, q.participants, q.groups, q.transcript, q.text) for q in quotations]


def counted_cell(cell: MatrixCell) -> str:
    """A cell as Word shows it: `3 / 1` is three of the patients' side and one of staff."""
    return f"{cell.patients} / {cell.staff}" if cell.patients or cell.staff else "–"
