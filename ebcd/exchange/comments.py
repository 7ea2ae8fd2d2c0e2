"""Free-text comments as a spreadsheet holds them: one a row, beside what else is known of it.

A person says which column is the text, which are worth keeping beside it (the ward, the month, the
rating), and which numbers the comments. Thousands of comments become parts of a thousand, each as
long as a person's working day and no longer than the coding desk is comfortable with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from ebcd.errors import BadInput
from ebcd.exchange.tables import lines_of
from ebcd.text import normalise, shorten

A_PART = 1_000
"""Comments of one part."""
LONGEST_PART = 200_000
"""Code points of one part."""
MOST_COMMENTS = 100_000
LONGEST_COMMENT = 20_000
MOST_KEPT = 12
"""Columns kept beside the text."""
LONGEST_VALUE = 120
LONGEST_LABEL = 110
_FEW_VALUES = 40
"""A column with more different values is no attribute to compare by."""
_LOOKED_AT = 500
"""Rows that a suggestion goes by."""
_LONGEST_NAME = 80
"""Code points of what may be the name of a column."""


@dataclass(frozen=True)
class Table:
    """A table as read. `rows`: line number in the file from 1, and cells; the first included."""

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    width: int

    def names(self, headed: bool) -> list[str]:
        """What the columns are called, each name once; `headed`: whether the first row says it."""
        first = self.rows[0][1] if headed else ()
        given = [normalise(first[at])[:60] if at < len(first) else "" for at in range(self.width)]
        names: list[str] = []
        for at, name in enumerate(given):
            name = name or f"Column {_letter(at)}"
            names.append(name if name not in names else f"{name} ({_letter(at)})")
        return names

    def column(self, at: int, headed: bool) -> Iterator[str]:
        """The cells of one column, without its name."""
        for _number, cells in self.rows[1 if headed else 0 :]:
            yield cells[at] if at < len(cells) else ""


@dataclass(frozen=True)
class Choice:
    """How a table is to be read: suggested, then corrected by a person. Columns by position.

    `number`: the column that numbers the comments, or None. `kept`: kept beside each comment.
    `headed`: whether the first row names the columns.
    """

    text: int
    number: int | None
    kept: tuple[int, ...]
    headed: bool


@dataclass(frozen=True)
class Comment:
    """One comment. `row`: its line in the file. `label`: what it is called, with what is kept."""

    row: int
    label: str
    text: str
    attributes: dict[str, str]


@dataclass(frozen=True)
class Comments:
    """The comments of a table. `empty`: rows without a text, which are left out."""

    comments: tuple[Comment, ...]
    empty: int
    column: str


def read_table(data: bytes, name: str) -> Table:
    """The table in a CSV or Excel file. Raises BadInput where it is none or too long."""
    rows = tuple(
        (number, tuple(cells))
        for number, cells in lines_of(data, name)
        if any(cell.strip() for cell in cells)
    )
    if not rows:
        raise BadInput(f"“{name}” is empty: export the comments again and choose that file.")
    if len(rows) > MOST_COMMENTS + 1:
        raise BadInput(
            f"“{name}” has {len(rows):,} rows, more than {MOST_COMMENTS:,} comments: split it by "
            "year or by site and import the parts one after the other."
        )
    return Table(name, rows, max(len(cells) for _number, cells in rows))


def suggested(table: Table) -> Choice:
    """How the table is probably to be read: the longest texts are the comments."""
    looked = table.rows[1 : _LOOKED_AT + 1] or table.rows
    columns = [
        [cells[at].strip() if at < len(cells) else "" for _number, cells in looked]
        for at in range(table.width)
    ]
    lengths = [fmean(len(cell) for cell in column) for column in columns]
    text = max(range(table.width), key=lambda at: lengths[at])
    headed = _is_headed(table, text)
    names = [name.lower() for name in table.names(headed)]
    number = next(
        (
            at
            for at, column in enumerate(columns)
            if at != text
            and names[at].split()[-1] in ("id", "number", "no", "ref", "reference", "respondent")
            and len(set(column)) == len(column)
        ),
        None,
    )
    kept = [
        at
        for at, column in enumerate(columns)
        if at not in (text, number) and 1 < len(set(column)) <= min(_FEW_VALUES, len(column) - 1)
    ]
    return Choice(text, number, tuple(kept[:MOST_KEPT]), headed)


def _is_headed(table: Table, text: int) -> bool:
    """Whether the first row names the columns: it is short, and none of its cells is a number."""
    if len(table.rows) == 1:
        return False
    first = [cell.strip() for cell in table.rows[0][1]]
    if any(cell.replace(".", "").replace("-", "").isdigit() for cell in first):
        return False
    name = first[text] if text < len(first) else ""
    ends_like_speech = name.endswith((".", "!")) or len(name.split()) > 12
    return len(name) <= _LONGEST_NAME and not ends_like_speech


def comments(table: Table, choice: Choice) -> Comments:
    """The comments of the table as chosen. Raises BadInput where there are none or one too long."""
    names = table.names(choice.headed)
    found: list[Comment] = []
    empty = 0
    for row, cells in table.rows[1 if choice.headed else 0 :]:
        text = normalise(_cell(cells, choice.text))
        if not any(sign.isalnum() for sign in text):
            empty += 1
            continue
        if len(text) > LONGEST_COMMENT:
            raise BadInput(
                f"Row {row} of “{table.name}” holds {len(text):,} characters in “"
                f"{names[choice.text]}”, which is no comment: choose another column, or import it "
                "as a transcript."
            )
        kept = {
            names[at]: normalise(_cell(cells, at))[:LONGEST_VALUE]
            for at in choice.kept[:MOST_KEPT]
            if at != choice.text
        }
        number = "" if choice.number is None else normalise(_cell(cells, choice.number))
        label = _label(number or f"Row {row}", [value for value in kept.values() if value])
        found.append(Comment(row, label, text, kept))
    if not found:
        raise BadInput(
            f"The column “{names[choice.text]}” of “{table.name}” holds no comments: choose "
            "another column."
        )
    return Comments(tuple(found), empty, names[choice.text])


def parts(of: Sequence[Comment]) -> list[list[Comment]]:
    """The comments in parts, in order; within a part no two have the same label."""
    found: list[list[Comment]] = []
    length = 0
    seen: Counter[str] = Counter()
    for comment in of:
        longer = length + len(comment.text) + 1
        if not found or len(found[-1]) == A_PART or longer > LONGEST_PART:
            found.append([])
            longer = len(comment.text) + 1
            seen.clear()
        length = longer
        key = comment.label.casefold()
        seen[key] += 1
        if seen[key] > 1:
            label = f"{comment.label} · row {comment.row}"
            comment = Comment(comment.row, label, comment.text, comment.attributes)
        found[-1].append(comment)
    return found


def _label(number: str, values: Sequence[str]) -> str:
    """What a comment is called wherever it is shown: its number, and what is known of it."""
    return shorten(" · ".join([shorten(number, 40), *values]), LONGEST_LABEL - 12)


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at].strip() if at < len(cells) else ""


def _letter(at: int) -> str:
    """The letter of a column as a spreadsheet has it.

    >>> _letter(0), _letter(27)
    ('A', 'AB')
    """
    return (_letter(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)
