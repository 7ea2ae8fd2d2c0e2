"""Tables that come and go as CSV and Excel files.

Reading forgives what spreadsheets do: any of the usual encodings and separators, headers in any
case with spaces or underscores, empty lines. Writing is safe to open in a spreadsheet: a cell that
would be taken for a formula gets an apostrophe before it, which reading takes away again. What
Excel needs is imported only where a workbook is read or written: the server starts quicker.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zipfile import BadZipFile

from ebcd.errors import BadInput
from ebcd.text import normalise, safe_cell, xml_safe
from ebcd.transcripts.archive import Archive
from ebcd.transcripts.encoding import decode

MOST_ROWS = 200_000
MOST_UNPACKED = 60_000_000
"""The bytes that an Excel file may unpack to: it is held in memory several times over."""
_LONGEST_CELL = 32_767
_WIDEST = 60

csv.field_size_limit(10_000_000)


@dataclass(frozen=True)
class SheetRow:
    """One row. `number`: its line in the spreadsheet, the header being 1. `cells`: by column."""

    number: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Sheet:
    """A table as read. `columns`: the known columns that it has, under their plain names."""

    columns: frozenset[str]
    rows: tuple[SheetRow, ...]


def plain_header(header: str) -> str:
    """A header without case, spaces and signs: `Line pattern` and `line_pattern` are one."""
    return re.sub(r"[^a-z0-9]", "", normalise(header).lower())


def read_sheet(data: bytes, name: str, known: Mapping[str, Sequence[str]]) -> Sheet:
    """The table in a CSV or Excel file, by the columns in `known`.

    `known`: each column's plain name and the other headers it goes by. Columns that nobody knows
    are left aside. Raises BadInput where the file is no table or has none of the columns.
    """
    lines = lines_of(data, name)
    lines = [(number, cells) for number, cells in lines if any(cell.strip() for cell in cells)]
    if not lines:
        raise BadInput(f"“{name}” is empty: export the table again and choose that file.")
    (_, headers), *body = lines
    by_header = {
        plain_header(spelling): column
        for column, others in known.items()
        for spelling in (column, *others)
    }
    places: dict[str, int] = {}
    for place, header in enumerate(headers):
        column = by_header.get(plain_header(header))
        if column is not None:
            places.setdefault(column, place)
    if not places:
        raise BadInput(
            f"The first row of “{name}” names none of the columns {', '.join(known)}: put the "
            "column names into the first row."
        )
    rows = tuple(
        SheetRow(number, {column: _cell(cells, place) for column, place in places.items()})
        for number, cells in body
    )
    return Sheet(frozenset(places), rows)


def lines_of(data: bytes, name: str) -> list[tuple[int, list[str]]]:
    """The rows of a CSV or Excel file as they stand, with their numbers from 1.

    Raises BadInput where the file is no table or has too many rows.
    """
    return _excel_lines(data) if data[:4] == b"PK\x03\x04" else _csv_lines(data, name)


def _cell(cells: Sequence[str], place: int) -> str:
    value = cells[place].strip() if place < len(cells) else ""
    return value[1:] if value[:1] == "'" and safe_cell(value[1:]) == value else value


def _csv_lines(data: bytes, name: str) -> list[tuple[int, list[str]]]:
    text, _encoding = decode(data)
    head = text[:20_000].split("\n", 1)[0]
    separator = max(",;\t|", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    lines: list[tuple[int, list[str]]] = []
    try:
        for number, cells in enumerate(reader, start=1):
            if number > MOST_ROWS:
                raise BadInput(_too_long(name))
            lines.append((number, cells))
    except csv.Error:
        raise BadInput(
            f"“{name}” is not a readable CSV file: open it in a spreadsheet and save it as "
            "“CSV UTF-8”."
        ) from None
    return lines


def _excel_lines(data: bytes) -> list[tuple[int, list[str]]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    Archive(data, MOST_UNPACKED)
    lines: list[tuple[int, list[str]]] = []
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
            if number > MOST_ROWS:
                raise BadInput(_too_long("The Excel file"))
            lines.append((number, ["" if cell is None else _written(cell) for cell in row]))
        book.close()
    except (
        InvalidFileException, LookupError, ValueError, TypeError, AttributeError, OSError,
        BadZipFile, SyntaxError,
    ):  # fmt: skip
        raise BadInput(
            "This Excel file cannot be opened: save it again as .xlsx without a password, or as "
            "“CSV UTF-8”."
        ) from None
    return lines


def _written(cell: object) -> str:
    """What a spreadsheet shows: whole numbers without a point."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _too_long(name: str) -> str:
    return f"{name} has more than {MOST_ROWS:,} rows: split it into smaller files."


def _cell_of(value: object) -> str:
    return "" if value is None else safe_cell(xml_safe(str(value)))


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file in UTF-8 with a byte order mark, which Excel needs to see the accents."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([_cell_of(header) for header in headers])
    writer.writerows([_number_or_safe(value) for value in row] for row in rows)
    return ("\ufeff" + written.getvalue()).encode("utf-8")


def _number_or_safe(value: object) -> object:
    return value if isinstance(value, int | float) else _cell_of(value)


def write_xlsx(sheets: Mapping[str, tuple[Sequence[str], Iterable[Sequence[object]]]]) -> bytes:
    """An Excel file: title of the sheet → (headers, rows). The header row is bold and stays put."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.worksheets[0])
    for title, (headers, rows) in sheets.items():
        sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
        widths = [len(header) for header in headers]
        sheet.append([_cell_of(header) for header in headers])
        for row in rows:
            sheet.append([_excel_value(value) for value in row])
            widths = [
                max(width, min(_WIDEST, len(str(value or ""))))
                for width, value in zip(widths, row, strict=False)
            ]
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for row_cells in sheet.iter_rows(min_row=2):
            for cell in row_cells:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        for place, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(place)].width = width + 2
        sheet.freeze_panes = "A2"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _excel_value(value: object) -> object:
    return value if isinstance(value, int | float) else _cell_of(value)[:_LONGEST_CELL]
