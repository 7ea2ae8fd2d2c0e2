"""The codebook: what the team looks for, and how each code is told from the next.

A code is of one of four kinds. Codes form a tree; a touchpoint usually lies under the journey
stage it belongs to. A colour never stands alone: a line pattern and the name go with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ebcd.errors import BadInput
from ebcd.words import _


class Kind(StrEnum):
    """The four kinds of code."""

    STAGE = "stage"
    TOUCHPOINT = "touchpoint"
    THEME = "theme"
    EMOTION = "emotion"

    @property
    def label(self) -> str:
        return {
            "stage": _("Journey stage"),
            "touchpoint": _("Touchpoint"),
            "theme": _("Theme"),
            "emotion": _("Emotion word"),
        }[self.value]


class Pattern(StrEnum):
    """How a code's underline is drawn, so that colour is never the only sign."""

    SOLID = "solid"
    DASHED = "dashed"
    DOTTED = "dotted"
    DOUBLE = "double"
    WAVY = "wavy"


HUES = ("#1f77b4", "#b45309", "#15803d", "#be123c", "#7c3aed", "#0f766e", "#a21caf")
"""Seven colours that can be told apart and hold 4.5:1 on white; then the pattern changes."""

LONGEST_NAME = 120


@dataclass(frozen=True)
class Code:
    """A label with its definition.

    `parent`: the id of the code above, or None. `position`: its place among its siblings, from 0.
    `include`, `exclude`: what belongs to it and what does not. `example`: a typical passage.
    `colour`: `#rrggbb`.
    """

    id: int
    kind: Kind
    name: str
    parent: int | None = None
    position: int = 0
    definition: str = ""
    include: str = ""
    exclude: str = ""
    example: str = ""
    colour: str = HUES[0]
    pattern: Pattern = Pattern.SOLID


def next_look(taken: int) -> tuple[str, Pattern]:
    """Colour and pattern for a new code where `taken` codes exist."""
    patterns = tuple(Pattern)
    return HUES[taken % len(HUES)], patterns[taken // len(HUES) % len(patterns)]


def checked_name(name: str) -> str:
    """`name` trimmed. Raises BadInput where it is empty or too long."""
    name = " ".join(name.split())
    if not name:
        raise BadInput("A code needs a name: type one and save again.")
    if len(name) > LONGEST_NAME:
        raise BadInput(
            f"This name has {len(name)} characters: shorten it to {LONGEST_NAME} and put the rest "
            "into the definition."
        )
    return name


def tree(codes: Iterable[Code]) -> list[tuple[int, Code]]:
    """The codes in reading order, each with its depth from 0: a parent before its children."""
    below: dict[int | None, list[Code]] = {}
    known = {code.id: code for code in codes}
    for code in known.values():
        below.setdefault(code.parent if code.parent in known else None, []).append(code)
    order = tuple(Kind)
    listed: list[tuple[int, Code]] = []

    def walk(parent: int | None, depth: int) -> None:
        siblings = below.get(parent, [])
        for code in sorted(siblings, key=lambda c: (order.index(c.kind), c.position, c.name)):
            listed.append((depth, code))
            walk(code.id, depth + 1)

    walk(None, 0)
    return listed


def path(code: Code, by_id: Mapping[int, Code], separator: str = " / ") -> str:
    """The names from the top down to `code`: `Getting a diagnosis / Waiting for the scan`."""
    names = [code.name]
    while code.parent is not None and code.parent in by_id:
        code = by_id[code.parent]
        names.append(code.name)
    return separator.join(reversed(names))


def descendants(code_id: int, codes: Sequence[Code]) -> set[int]:
    """The ids of every code below `code_id`, at any depth."""
    found: set[int] = set()
    edge = {code_id}
    while edge:
        edge = {code.id for code in codes if code.parent in edge} - found
        found |= edge
    return found


def check_move(code_id: int, new_parent: int | None, codes: Sequence[Code]) -> None:
    """Raises BadInput where moving `code_id` under `new_parent` would close a circle."""
    if new_parent is None:
        return
    if new_parent == code_id or new_parent in descendants(code_id, codes):
        raise BadInput("A code cannot be moved below itself: choose another place for it.")
