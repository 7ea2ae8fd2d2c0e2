"""Which words a document quotes: only those that may be quoted, and a count of the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import zip_longest

from ebcd.acts.priorities import once_each
from ebcd.people import Group, Participant
from ebcd.reports.document import Quotation
from ebcd.store.passages import Passage, TimedTurn, turns_within

COMFORTABLE = range(60, 420)
"""How many characters make a quotation that is easy to read and says something."""
GAP = "[…]"
"""Stands for what the interviewer, or somebody nobody has linked, says inside a quotation."""


class Quoting:
    """The quotations of one document under way.

    `quotes`: passages quoted by participant. `left_out`: passages that would have been quoted and
    may not be, by the coding's uuid.
    """

    def __init__(
        self, persons: Mapping[int, Participant], turns: Mapping[int, Sequence[TimedTurn]]
    ) -> None:
        self._persons = persons
        self._turns = turns
        self._quoted: set[tuple[int, int, int, int]] = set()
        self.quotes: Counter[int] = Counter()
        self.left_out: set[str] = set()

    def choose(
        self, passages: Iterable[Passage], most: int, kept: Collection[str] = ()
    ) -> tuple[Quotation, ...]:
        """Up to `most` quotations: those the team kept first, then one of each person
        in turn, whoever has been quoted least first."""
        known = once_each(passages)
        self.left_out |= {each.uuid for each in known if not each.may_quote}
        chosen = self._in_turn([each for each in known if each.may_quote], kept)[:most]
        return tuple(self.quotation(each) for each in chosen)

    def _in_turn(self, passages: list[Passage], kept: Collection[str]) -> list[Passage]:
        first = [each for each in passages if each.uuid in kept]
        by_person: dict[tuple[int, ...], list[Passage]] = {}
        rest = [each for each in passages if each.uuid not in kept and not each.is_field_note]
        for each in sorted(rest, key=lambda one: len(one.quote) not in COMFORTABLE):
            by_person.setdefault(each.people, []).append(each)
        rarest = sorted(by_person, key=lambda who: sum(self.quotes[each] for each in who))
        rounds = zip_longest(*(by_person[who] for who in rarest))
        return first + [each for turn in rounds for each in turn if each is not None]

    def quotation(self, passage: Passage) -> Quotation:
        """A passage that may be quoted, as it stands in the document; it counts as quoted."""
        for person in passage.people:
            place = (person, passage.version, passage.span.start, passage.span.end)
            if place not in self._quoted:
                self._quoted.add(place)
                self.quotes[person] += 1
        return Quotation(self._words(passage), self.who(passage))

    def _words(self, passage: Passage) -> str:
        """The participants' words; what anybody else says in between is left out, and seen so."""
        if passage.is_field_note or passage.is_comment:
            return passage.quote
        turns = self._turns.get(passage.version, ())
        met = turns_within(passage.span, turns, [turn.spoken.span.start for turn in turns])
        parts: list[str] = []
        for turn in met:
            span = turn.spoken.span
            first, last = max(span.start, passage.span.start), min(span.end, passage.span.end)
            words = passage.quote[first - passage.span.start : last - passage.span.start].strip()
            if turn.spoken.participant is None:
                parts.append(GAP)
            elif len(passage.people) > 1:
                parts.append(f"{self._persons[turn.spoken.participant].pseudonym}: {words}")
            else:
                parts.append(words)
        while parts and parts[0] == GAP:
            parts.pop(0)
        while parts and parts[-1] == GAP:
            parts.pop()
        kept = [part for at, part in enumerate(parts) if part != GAP or parts[at - 1] != GAP]
        return ("\n" if len(passage.people) > 1 else " ").join(kept)

    def who(self, passage: Passage) -> str:
        """Whose words they are, by pseudonym and group."""
        if not passage.people:
            return "Comment" if passage.is_comment else "Field note"
        named = [self._persons[each] for each in passage.people]
        return " and ".join(f"{each.pseudonym}, {each.group.label.lower()}" for each in named)

    def of_side(self, passages: Iterable[Passage], *, staff: bool) -> list[Passage]:
        """The passages in which somebody of this side speaks."""
        return [
            passage
            for passage in passages
            if any((self._persons[who].group is Group.STAFF) is staff for who in passage.people)
        ]
