"""The codebook as a table: one row a code, the code above it by name or by path.

Columns: kind, name, parent, definition, include, exclude, example, colour, pattern. Only the name
is needed. A parent that is in the table or in the study already is found by its name or by its
path (`Diagnosis / Waiting`); a path as the name itself makes the codes above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ebcd.codebook import LONGEST_NAME, Code, Kind, Pattern, path, tree
from ebcd.errors import BadInput
from ebcd.exchange.tables import SheetRow, read_sheet

COLUMNS = (
    "kind", "name", "parent", "definition", "include", "exclude", "example", "colour", "pattern",
)  # fmt: skip
_KNOWN: Mapping[str, Sequence[str]] = {
    "kind": ("type", "code type", "code kind", "category"),
    "name": ("code", "code name", "label", "title", "theme"),
    "parent": ("parent code", "under", "parent name", "above", "code above"),
    "definition": ("description", "meaning", "desc", "notes"),
    "include": ("inclusion", "inclusion criteria", "includes", "when to use", "what to include"),
    "exclude": ("exclusion", "exclusion criteria", "excludes", "when not to use", "not"),
    "example": ("examples", "typical passage", "quote", "quotation"),
    "colour": ("color", "hex"),
    "pattern": ("line pattern", "line", "underline"),
}
_KINDS = {
    "stage": Kind.STAGE, "journeystage": Kind.STAGE, "journey": Kind.STAGE, "step": Kind.STAGE,
    "touchpoint": Kind.TOUCHPOINT, "moment": Kind.TOUCHPOINT,
    "theme": Kind.THEME, "subtheme": Kind.THEME, "code": Kind.THEME, "": Kind.THEME,
    "emotion": Kind.EMOTION, "emotionword": Kind.EMOTION, "feeling": Kind.EMOTION,
}  # fmt: skip
_HEX = re.compile(r"#?([0-9a-fA-F]{6})")


@dataclass(frozen=True)
class DraftCode:
    """A code as a file describes it; it has no id yet.

    `parent`: the name or path of the code above, or "". `colour`, `pattern`: None lets the
    codebook choose. `row`: its line in the file.
    """

    kind: Kind
    name: str
    parent: str = ""
    definition: str = ""
    include: str = ""
    exclude: str = ""
    example: str = ""
    colour: str | None = None
    pattern: Pattern | None = None
    row: int | None = None


@dataclass(frozen=True)
class CodebookFile:
    """A codebook as read: what can be taken, and what is wrong with which row."""

    codes: tuple[DraftCode, ...]
    problems: tuple[str, ...] = field(default=())


def read_codebook(data: bytes, name: str) -> CodebookFile:
    """The codes in a CSV or Excel file. Raises BadInput where there is no column of names."""
    sheet = read_sheet(data, name, _KNOWN)
    if "name" not in sheet.columns:
        raise BadInput(
            f"“{name}” has no column “name”: a codebook needs one with the names of the codes; "
            f"the others may be {', '.join(column for column in COLUMNS if column != 'name')}."
        )
    codes: list[DraftCode] = []
    problems: list[str] = []
    seen: set[tuple[Kind, str]] = set()
    for row in sheet.rows:
        draft, wrong = _draft(row)
        problems += wrong
        if draft is None:
            continue
        key = draft.kind, draft.name.casefold()
        if key in seen:
            problems.append(
                f"Row {row.number}: “{draft.name}” stands in the file twice as "
                f"{draft.kind.label.lower()}; only the first is taken."
            )
            continue
        seen.add(key)
        codes.append(draft)
    return CodebookFile(tuple(codes), tuple(problems))


def kind_named(text: str) -> Kind | None:
    """The kind that people call this; a theme where they say nothing; None where nobody knows."""
    said = re.sub(r"[^a-z]", "", text.lower())
    return _KINDS.get(said) or _KINDS.get(said.removesuffix("s"))


def _draft(row: SheetRow) -> tuple[DraftCode | None, list[str]]:
    """One row's code, and what is wrong with the row."""
    problems: list[str] = []
    name = " ".join(row.get("name").split())
    if not name:
        return None, [f"Row {row.number}: there is no name, so the row was left out."]
    if len(name) > LONGEST_NAME:
        return None, [
            f"Row {row.number}: the name has {len(name)} characters, so the row was left out: "
            f"shorten it to {LONGEST_NAME}."
        ]
    kind = kind_named(row.get("kind"))
    if kind is None:
        kind = Kind.THEME
        problems.append(
            f"Row {row.number}: “{row.get('kind')}” is no kind of code (stage, touchpoint, theme, "
            f"emotion), so “{name}” is taken as a theme."
        )
    colour = _HEX.fullmatch(row.get("colour"))
    if row.get("colour") and not colour:
        problems.append(
            f"Row {row.number}: “{row.get('colour')}” is no colour like #1f77b4, so one is chosen."
        )
    pattern = next((p for p in Pattern if p.value == row.get("pattern").lower()), None)
    if row.get("pattern") and pattern is None:
        problems.append(
            f"Row {row.number}: “{row.get('pattern')}” is no line pattern "
            f"({', '.join(p.value for p in Pattern)}), so one is chosen."
        )
    draft = DraftCode(
        kind,
        name,
        " ".join(row.get("parent").split()),
        row.get("definition"),
        row.get("include"),
        row.get("exclude"),
        row.get("example"),
        f"#{colour[1].lower()}" if colour else None,
        pattern,
        row.number,
    )
    return draft, problems


def codebook_rows(codes: Iterable[Code]) -> list[list[object]]:
    """One row a code under `COLUMNS`, a parent before its children."""
    listed = tree(codes)
    by_id = {code.id: code for _depth, code in listed}
    return [
        [
            code.kind.value,
            code.name,
            path(by_id[code.parent], by_id) if code.parent in by_id else "",
            code.definition,
            code.include,
            code.exclude,
            code.example,
            code.colour,
            code.pattern.value,
        ]
        for _depth, code in listed
    ]
