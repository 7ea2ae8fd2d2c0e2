"""Where in a text a query is met: the stretches to mark, to a code point."""

from __future__ import annotations

from collections.abc import Sequence

from ebcd.search.query import AllOf, Near, Phrase, Query, Without
from ebcd.search.words import folded, places
from ebcd.text import Span

_Run = tuple[int, int]
"""First and last word of a stretch, by number."""


def hits(query: Query, text: str) -> list[Span]:
    """Where `query` is met in `text`, in order and apart; nothing where `text` as a whole fails it.

    >>> from ebcd.search.query import parse
    >>> hits(parse("pain near nurse"), "The nurse saw the pain.")
    [Span(start=4, end=22)]
    """
    runs = _runs(query, folded(text))
    if not runs:
        return []
    at = places(text)
    return _apart([Span(at[first][0], at[last][1]) for first, last in runs])


def _apart(spans: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in sorted(set(spans)):
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _runs(query: Query, found: Sequence[str]) -> list[_Run]:
    """The stretches that fulfil `query`; none where it is not fulfilled."""
    if isinstance(query, Phrase):
        return _of_phrase(query, found)
    if isinstance(query, Near):
        ones, others = _of_phrase(query.one, found), _of_phrase(query.other, found)
        return [
            (min(one[0], other[0]), max(one[1], other[1]))
            for one in ones
            for other in others
            if 0 <= _between(one, other) <= query.between
        ]
    if isinstance(query, Without):
        return [] if _runs(query.unwanted, found) else _runs(query.wanted, found)
    parts = [_runs(part, found) for part in query.parts]
    if isinstance(query, AllOf) and not all(parts):
        return []
    return [run for part in parts for run in part]


def _between(one: _Run, other: _Run) -> int:
    """How many words lie between the two; below 0 where they overlap."""
    first, second = sorted((one, other))
    return second[0] - first[1] - 1


def _of_phrase(phrase: Phrase, found: Sequence[str]) -> list[_Run]:
    *firm, last = phrase.words
    behind = len(firm)
    ends = (
        [at for at, word in enumerate(found) if word.startswith(last)]
        if phrase.begins
        else [at for at, word in enumerate(found) if word == last]
    )
    return [
        (at - behind, at) for at in ends if at >= behind and list(found[at - behind : at]) == firm
    ]
