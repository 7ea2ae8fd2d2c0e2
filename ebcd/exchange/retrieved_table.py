"""Retrieved passages as a table: one row a coding, one column a level of the codebook.

The rows of one passage carry its number. What is recorded of the people who speak stands in
columns of its own, one an attribute.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ebcd.exchange.long_form import Quotation
from ebcd.times import clock


@dataclass(frozen=True)
class Retrieved:
    """One coding of a retrieved passage.

    `number`: the passage's, from 1. `quotation`: the passage's words with everything that tells
    where they come from. `traits`: attributes of whoever speaks, by name. `levels`: the code's
    names from the top of the codebook down.
    """

    number: int
    quotation: Quotation
    traits: Mapping[str, str]
    levels: Sequence[str]


_BEFORE = ("passage", "study", "transcript", "participant", "group", "role")
_AMID = ("speaker", "start", "end", "time", "quotation", "kind")
_AFTER = ("coder", "memo")


def columns(rows: Sequence[Retrieved]) -> list[str]:
    """The headers that these rows need."""
    levels = max((len(row.levels) for row in rows), default=1)
    return [*_BEFORE, *_traits(rows), *_AMID, *(f"code {n}" for n in range(1, levels + 1)), *_AFTER]


def cells(rows: Sequence[Retrieved]) -> list[list[object]]:
    """The rows under `columns`."""
    traits = _traits(rows)
    levels = max((len(row.levels) for row in rows), default=1)
    return [
        [
            row.number,
            row.quotation.study,
            row.quotation.transcript,
            "; ".join(row.quotation.participants),
            "; ".join(row.quotation.groups),
            "; ".join(row.quotation.roles),
            *(row.traits.get(name, "") for name in traits),
            "; ".join(row.quotation.speakers),
            row.quotation.span.start,
            row.quotation.span.end,
            "" if row.quotation.time_ms is None else clock(row.quotation.time_ms),
            row.quotation.text,
            row.quotation.kind,
            *row.levels,
            *[""] * (levels - len(row.levels)),
            row.quotation.coder,
            row.quotation.memo,
        ]
        for row in rows
    ]


def _traits(rows: Sequence[Retrieved]) -> list[str]:
    return sorted({name for row in rows for name in row.traits}, key=str.casefold)
