"""A query as the database's engine reads it: FTS5 on SQLite, a tsquery on PostgreSQL.

A folded word has letters, digits and marks alone, so it can be put between quotation marks as it
is; both are handed over as a value and never as part of the SQL.
"""

from __future__ import annotations

from ebcd.search.query import AllOf, AnyOf, Near, Phrase, Query


def fts5(query: Query) -> str:
    """The query for SQLite.

    >>> from ebcd.search.query import parse
    >>> fts5(parse('"waiting list" nurs* -ward'))
    '(("waiting list") AND ("nurs" *)) NOT ("ward")'
    """
    if isinstance(query, Phrase):
        return _quoted(query)
    if isinstance(query, Near):
        return f"NEAR({_quoted(query.one)} {_quoted(query.other)}, {query.between})"
    if isinstance(query, AllOf):
        return " AND ".join(f"({fts5(part)})" for part in query.parts)
    if isinstance(query, AnyOf):
        return " OR ".join(f"({fts5(part)})" for part in query.parts)
    return f"({fts5(query.wanted)}) NOT ({fts5(query.unwanted)})"


def _quoted(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.words)}"{" *" if phrase.begins else ""}'


def tsquery(query: Query) -> str:
    """The query for PostgreSQL.

    >>> from ebcd.search.query import parse
    >>> tsquery(parse('"waiting list" nurs* -ward'))
    "((('waiting' <-> 'list')) & ('nurs':*)) & !('ward')"
    """
    if isinstance(query, Phrase):
        return _in_order(query)
    if isinstance(query, Near):
        one, other = _in_order(query.one), _in_order(query.other)
        return " | ".join(
            f"({first} <{step}> {second})"
            for step in range(1, query.between + 2)
            for first, second in ((one, other), (other, one))
        )
    if isinstance(query, AllOf):
        return " & ".join(f"({tsquery(part)})" for part in query.parts)
    if isinstance(query, AnyOf):
        return " | ".join(f"({tsquery(part)})" for part in query.parts)
    return f"({tsquery(query.wanted)}) & !({tsquery(query.unwanted)})"


def _in_order(phrase: Phrase) -> str:
    words = [f"'{word}'" for word in phrase.words]
    if phrase.begins:
        words[-1] += ":*"
    return words[0] if len(words) == 1 else f"({' <-> '.join(words)})"
