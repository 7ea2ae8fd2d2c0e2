"""Coding: one passage, one code, one coder.

A passage is a stretch of one version of a transcript. It belongs to each participant who speaks
in it, never to the interviewer. Two codings meet where their spans overlap.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ebcd.text import Span


class Origin(StrEnum):
    """How a coding came about."""

    HAND = "hand"
    SUGGESTION = "suggestion"
    AUTOCODE = "autocode"
    IMPORT = "import"
    RECONCILED = "reconciled"


@dataclass(frozen=True)
class Coding:
    """One passage under one code by one coder.

    `span`: code points of the transcript version's text. `quote`: the words at that place.
    """

    id: int
    transcript: int
    code: int
    coder: int
    span: Span
    quote: str = ""
    origin: Origin = Origin.HAND


@dataclass(frozen=True)
class SpokenTurn:
    """Where one turn lies in the text, and whose it is.

    `participant`: the speaker's participant id; None for the interviewer or an unlinked speaker.
    """

    span: Span
    participant: int | None


def people_in(span: Span, turns: Iterable[SpokenTurn]) -> set[int]:
    """The ids of the participants who speak within `span`."""
    return {
        turn.participant for turn in turns if turn.participant is not None and turn.span.meets(span)
    }


def usable(span: Span, withheld: Iterable[Span]) -> bool:
    """Whether no part of `span` is marked “do not use”."""
    return not any(span.meets(mark) for mark in withheld)


def counts(codings: Iterable[Coding]) -> Mapping[int, int]:
    """How many codings each code has."""
    tally: dict[int, int] = {}
    for coding in codings:
        tally[coding.code] = tally.get(coding.code, 0) + 1
    return tally
