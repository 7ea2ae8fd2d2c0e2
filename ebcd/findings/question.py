"""A question to the codings, row by row, as somebody who does not program asks it.

The rows are read from top to bottom. The first says which codings are looked for; each further row
lets others meet them, come near them, join them or rule them out. Rows of “and also” that follow
one another must all meet in one stretch. Beside the rows stand the people who speak and the
codings that count. A question can be told in one sentence, kept, and written into an address.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from ebcd.coding import Origin
from ebcd.errors import BadInput
from ebcd.findings.retrieval import All, Coded, Either, Near, Only, Query, Shown, Unit, Without
from ebcd.people import Group, Participant, traits_asked, traits_fit
from ebcd.words import _, counted

FURTHEST = {Unit.SENTENCES: 50, Unit.TURNS: 50, Unit.CHARACTERS: 20_000}
MOST_ROWS = 8


class How(StrEnum):
    """What a further row does with the passages found so far."""

    AND = "and"
    NEAR = "near"
    NOT = "not"
    OR = "or"


@dataclass(frozen=True)
class Row:
    """One row. `codes`: none means any code in the first row, and nothing yet in a further one.

    `every`: passages where all of the codes meet, not any one of them. `below`: the codes below
    them count too. `how`, `within` and `unit` do not matter in the first row, the last two only
    where `how` is near.
    """

    codes: tuple[int, ...] = ()
    how: How = How.AND
    every: bool = False
    below: bool = True
    within: int = 2
    unit: Unit = Unit.SENTENCES


@dataclass(frozen=True)
class Question:
    """What is asked. An empty choice leaves it open.

    `groups`, `people`, `traits`: somebody who fits all three speaks in the passage; `traits` are
    attributes of the participants, or of comments, and their values. `coders`: accounts, 0 for
    files.
    """

    rows: tuple[Row, ...] = (Row(),)
    shown: Shown = Shown.TOGETHER
    groups: tuple[Group, ...] = ()
    people: tuple[int, ...] = ()
    traits: tuple[tuple[str, str], ...] = ()
    transcripts: tuple[int, ...] = ()
    coders: tuple[int, ...] = ()
    origins: tuple[Origin, ...] = ()

    @property
    def asked(self) -> tuple[Row, ...]:
        """The rows that say something: the first, and those further ones with codes."""
        return self.rows[:1] + tuple(row for row in self.rows[1:] if row.codes)

    @property
    def names_people(self) -> bool:
        return bool(self.groups or self.people or self.traits)


def query(question: Question) -> Query:
    """The tree that a question stands for."""
    first, *further = question.asked or (Row(),)
    parts = _parts(first)
    for row in further:
        if row.how is How.AND:
            parts += _parts(row)
            continue
        so_far, other = _all(parts, question.shown), _all(_parts(row), Shown.TOGETHER)
        match row.how:
            case How.NOT:
                parts = [Without(so_far, other)]
            case How.OR:
                parts = [Either((so_far, other))]
            case How.NEAR:
                shown = Shown.TOGETHER if question.shown is Shown.TOGETHER else Shown.FIRST
                parts = [Near(so_far, other, row.within, row.unit, shown)]
    return _all(parts, question.shown)


def _parts(row: Row) -> list[Query]:
    if row.every and len(row.codes) > 1:
        return [Coded(frozenset((code,)), row.below) for code in row.codes]
    return [Coded(frozenset(row.codes) if row.codes else None, row.below)]


def _all(parts: Sequence[Query], shown: Shown) -> Query:
    return parts[0] if len(parts) == 1 else All(tuple(parts), shown)


def only(question: Question) -> Only:
    """Which codings the question lets count."""
    return Only(
        frozenset(question.transcripts) or None,
        frozenset(question.coders) or None,
        frozenset(question.origins) or None,
    )


def who_fit(
    question: Question,
    participants: Mapping[int, Participant],
    traits: Mapping[int, Mapping[str, str]],
) -> frozenset[int] | None:
    """The participants who are asked for; None where anybody is, and field notes too."""
    if not question.names_people:
        return None
    asked = traits_asked(question.traits)
    return frozenset(
        who
        for who, person in participants.items()
        if (not question.groups or person.group in question.groups)
        and (not question.people or who in question.people)
        and traits_fit(traits.get(who, {}), asked)
    )


def comments_fit(question: Question) -> Mapping[str, frozenset[str]]:
    """What comments must be described by to fit; nothing where none can, or all do.

    Nobody knows who wrote a comment, so none fits where groups or people are asked for.
    """
    return {} if question.groups or question.people else traits_asked(question.traits)


# --- As JSON ------------------------------------------------------------------------------------


def written(question: Question) -> str:
    """The question in one line of JSON, for an address or a table."""
    rows: list[list[Any]] = []
    for row in question.rows[:1] + tuple(row for row in question.rows[1:] if row.codes):
        cells: list[Any] = [row.how.value, list(row.codes), int(row.every), int(row.below)]
        rows.append([*cells, row.within, row.unit.value] if row.how is How.NEAR else cells)
    choices = {
        "show": "" if question.shown is Shown.TOGETHER else question.shown.value,
        "groups": [group.value for group in question.groups],
        "people": list(question.people),
        "traits": [list(trait) for trait in question.traits],
        "in": list(question.transcripts),
        "by": list(question.coders),
        "from": [origin.value for origin in question.origins],
    }
    kept = {name: value for name, value in choices.items() if value}
    return json.dumps({"rows": rows} | kept, separators=(",", ":"), ensure_ascii=False)


def read(text: str) -> Question:
    """The question in one line of JSON. Raises BadInput where it is none."""
    try:
        found = json.loads(text)
        rows = tuple(_row(cells) for cells in found.get("rows", ()))[:MOST_ROWS]
        return Question(
            rows or (Row(),),
            Shown(found.get("show", Shown.TOGETHER.value)),
            tuple(Group(each) for each in found.get("groups", ())),
            tuple(int(each) for each in found.get("people", ())),
            tuple((str(name), str(value)) for name, value in found.get("traits", ())),
            tuple(int(each) for each in found.get("in", ())),
            tuple(int(each) for each in found.get("by", ())),
            tuple(Origin(each) for each in found.get("from", ())),
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise BadInput("This address asks nothing that can be answered: ask anew.") from None


def _row(cells: Any) -> Row:
    how, codes, every, below, *near = cells
    unit = Unit(near[1]) if near else Unit.SENTENCES
    within = min(max(int(near[0]), 0), FURTHEST[unit]) if near else 2
    return Row(tuple(int(code) for code in codes), How(how), bool(every), bool(below), within, unit)


def followed(question: Question, code: int, into: int) -> Question:
    """The question once `code` was merged into `into`, or numbered anew."""

    def after(row: Row) -> Row:
        codes = dict.fromkeys(into if each == code else each for each in row.codes)
        return replace(row, codes=tuple(codes))

    return replace(question, rows=tuple(after(row) for row in question.rows))


# --- In a sentence ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Names:
    """What the ids in a question are called. `parents`: the codes that have others below them."""

    codes: Mapping[int, str]
    parents: frozenset[int]
    people: Mapping[int, str]
    transcripts: Mapping[int, str]
    coders: Mapping[int, str]


def sentence(question: Question, names: Names) -> str:
    """What is asked, in one sentence."""
    first, *further = question.asked or (Row(),)
    parts = [
        _("Passages coded {codes}").format(codes=_codes(first, names))
        if first.codes
        else _("All coded passages")
    ]
    parts += [_further(row, names) for row in further]
    said = [" ".join(parts)]
    if question.groups:
        groups = _or(group.label for group in question.groups)
        said.append(_("spoken by: {groups}").format(groups=groups))
    if question.people:
        said.append(_("by {people}").format(people=_named(question.people, names.people)))
    for name in dict.fromkeys(name for name, _value in question.traits):
        values = _or(value for of, value in question.traits if of == name)
        said.append(f"{name}: {values}")
    if question.transcripts:
        titles = _named(question.transcripts, names.transcripts)
        said.append(_("in {transcripts}").format(transcripts=titles))
    if question.coders:
        said.append(_("coded by {coders}").format(coders=_named(question.coders, names.coders)))
    if question.origins:
        origins = _or(origin_labels()[origin] for origin in question.origins)
        said.append(_("made {how}").format(how=origins))
    return "; ".join(said) + "."


def _further(row: Row, names: Names) -> str:
    said: Mapping[How, Callable[[], str]] = {
        How.AND: lambda: _("that meet {codes}"),
        How.NOT: lambda: _("and do not meet {codes}"),
        How.OR: lambda: _("or passages coded {codes}"),
        How.NEAR: lambda: distance(row.within, row.unit),
    }
    return said[row.how]().format(codes=_codes(row, names))


def distance(within: int, unit: Unit) -> str:
    """`that are within 2 sentences of {codes}`."""
    if unit is Unit.CHARACTERS:
        return counted(
            within,
            "that are within {n} character of {{codes}}",
            "that are within {n} characters of {{codes}}",
        )
    if not within:
        if unit is Unit.TURNS:
            return _("that are in the same turn as {codes}")
        return _("that are in the same sentence as {codes}")
    if unit is Unit.TURNS:
        return counted(
            within,
            "that are within {n} turn of {{codes}}",
            "that are within {n} turns of {{codes}}",
        )
    return counted(
        within,
        "that are within {n} sentence of {{codes}}",
        "that are within {n} sentences of {{codes}}",
    )


def _codes(row: Row, names: Names) -> str:
    listed = [names.codes.get(code, _("a code that was deleted")) for code in row.codes]
    joined = _and(listed) if row.every and len(listed) > 1 else _or(listed)
    if row.below and names.parents.intersection(row.codes):
        return joined + " " + _("(with the codes below)")
    return joined


def _named(ids: Iterable[int], names: Mapping[int, str]) -> str:
    return _or(names.get(each, _("somebody or something that is gone")) for each in ids)


def _or(words: Iterable[str]) -> str:
    return _joined(list(words), _("{some} or {last}"))


def _and(words: Iterable[str]) -> str:
    return _joined(list(words), _("{some} and {last}"))


def _joined(words: Sequence[str], last: str) -> str:
    if len(words) < 2:
        return "".join(words)
    return last.format(some=", ".join(words[:-1]), last=words[-1])


def origin_labels() -> dict[Origin, str]:
    """How a coding came about, as it is shown."""
    return {
        Origin.HAND: _("by hand"),
        Origin.SUGGESTION: _("from a suggestion"),
        Origin.AUTOCODE: _("from a search"),
        Origin.IMPORT: _("by an import"),
        Origin.RECONCILED: _("by agreeing between coders"),
    }
