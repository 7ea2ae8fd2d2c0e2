"""Quotations and memos in long form: one row a coding, one row a memo.

What other statistics and qualitative programs read. A quotation whose speakers have not all agreed
to be quoted is not in the table; how many were left out is said beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ebcd.text import Span
from ebcd.times import clock

QUOTATION_COLUMNS = (
    "study", "transcript", "participant", "group", "role", "speaker", "start", "end", "time",
    "quotation", "kind", "code path", "coder", "memo",
)  # fmt: skip
MEMO_COLUMNS = ("about", "transcript", "code", "start", "end", "memo", "author", "date")


@dataclass(frozen=True)
class Quotation:
    """One coding with everything that tells where it comes from.

    `participants`: pseudonyms; `groups`: their groups; `roles`: what staff do; `speakers`: labels
    as they stand in the transcript, interviewer included. `time_ms`: where its first turn begins.
    `code_path`: from the top of the codebook down. `memo`: the coding's memos, joined.
    """

    study: str
    transcript: str
    participants: tuple[str, ...]
    groups: tuple[str, ...]
    roles: tuple[str, ...]
    speakers: tuple[str, ...]
    span: Span
    time_ms: int | None
    text: str
    kind: str
    code_path: str
    coder: str
    memo: str = ""


@dataclass(frozen=True)
class Memo:
    """One memo. `about`: what it is written on; `date`: when it was last changed, in words."""

    about: str
    transcript: str
    code: str
    span: Span | None
    text: str
    author: str
    date: str


def quotation_rows(quotations: Iterable[Quotation]) -> list[list[object]]:
    """One row a coding under `QUOTATION_COLUMNS`."""
    return [
        [
            q.study,
            q.transcript,
            "; ".join(q.participants),
            "; ".join(q.groups),
            "; ".join(q.roles),
            "; ".join(q.speakers),
            q.span.start,
            q.span.end,
            "" if q.time_ms is None else clock(q.time_ms),
            q.text,
            q.kind,
            q.code_path,
            q.coder,
            q.memo,
        ]
        for q in quotations
    ]


def memo_rows(memos: Iterable[Memo]) -> list[list[object]]:
    """One row a memo under `MEMO_COLUMNS`."""
    return [
        [
            memo.about,
            memo.transcript,
            memo.code,
            "" if memo.span is None else memo.span.start,
            "" if memo.span is None else memo.span.end,
            memo.text,
            memo.author,
            memo.date,
        ]
        for memo in memos
    ]
