"""Answers: what one voter put on a ballot, checked, changed by a tap and written as rows.

The marks on the page differ by method (see `Answers`); what they come to is counted by the tally.
While a voter is at it, half of an answer may stand there; what is confirmed has to be whole.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ebcd.errors import BadInput
from ebcd.priorities.ballots import SCALE, Method
from ebcd.priorities.rounds import Answers, Plan
from ebcd.words import _

IMPACT, EFFORT = "i", "e"
"""What stands after an option's number where its impact or its effort is meant."""

_WITH_ZEROS = (Method.DOTS, Method.APPROVAL, Method.EQUAL_SHARES)
"""Methods whose results file says “0” where a voter gave an option nothing."""

Pair = tuple[int, int]


@dataclass(frozen=True)
class Progress:
    """How far a voter has come. `of`: how many there are to give; None where any number may be."""

    done: int
    of: int | None

    @property
    def left(self) -> int:
        """How many are not given yet; 0 where any number may be given."""
        return 0 if self.of is None else self.of - self.done


def pair_key(one: int, other: int) -> str:
    """The mark of a pair of options, whichever is named first.

    >>> pair_key(5, 3)
    '3-5'
    """
    return f"{min(one, other)}-{max(one, other)}"


def every_pair(numbers: Sequence[int]) -> list[Pair]:
    """Every pair of options, in an order in which the options take turns (the circle method).

    >>> every_pair([1, 2, 3, 4])[:2]
    [(1, 4), (2, 3)]
    """
    seats: list[int | None] = [*numbers, *([None] if len(numbers) % 2 else [])]
    half = len(seats) // 2
    pairs = []
    for _turn in range(len(seats) - 1):
        facing = zip(seats[:half], reversed(seats[half:]), strict=True)
        pairs += [(one, other) for one, other in facing if one is not None and other is not None]
        seats = [seats[0], seats[-1], *seats[1:-1]]
    return pairs


def offered_pairs(numbers: Sequence[int], most: int, turn: int) -> list[Pair]:
    """The pairs that one voter compares, at most `most`; voters take turns by `turn`.

    All pairs are dealt out in as few hands as there can be. So many voters who come one after
    another see each pair as often as any other, give or take one; and which option stands first
    changes.
    """
    pairs = every_pair(numbers)
    hands = how_many_hands(len(numbers), most)
    hand, times = turn % hands, turn // hands
    mine = pairs[hand * len(pairs) // hands : (hand + 1) * len(pairs) // hands]
    return [
        (one, other) if (place + times) % 2 == 0 else (other, one)
        for place, (one, other) in enumerate(mine)
    ]


def how_many_hands(options: int, most: int) -> int:
    """Into how many hands all pairs of so many options are dealt, at most `most` in each.

    >>> how_many_hands(5, 4)
    3
    """
    return -(-(options * (options - 1) // 2) // most)


def dealt(came: int, hands: int, secret: str) -> int:
    """The turn of whoever came as number `came`: the hands go round in an order that only `secret`
    gives, anew each time.

    The pairs on a counted ballot say which hand it was. Whoever saw in which order people joined
    must not be able to tell from it whose ballot it is.
    """
    times, place = divmod(came, hands)
    order = random.Random(f"{secret}:{times}").sample(range(hands), hands)
    return times * hands + order[place]


def checked_answers(
    answers: Mapping[str, object],
    plan: Plan,
    numbers: Iterable[int],
    pairs: Iterable[Pair] | None = None,
    *,
    whole: bool = True,
) -> Answers:
    """`answers` without what was left empty, and places without gaps.

    `pairs`: those offered to this voter, or None for any. `whole`: whether it is to be confirmed,
    so that halves are refused. Raises BadInput where an option is unknown, a figure is none, too
    much is given or two options are put in one place.
    """
    most = _most_by_mark(plan, list(numbers), pairs)
    kept: Answers = {}
    for mark, value in answers.items():
        if mark not in most:
            raise BadInput(_("One of the options is not on this ballot: reload the page."))
        given = _whole(value)
        if given is None or given not in most[mark]:
            raise BadInput(_out_of_range(plan.method, mark, most[mark]))
        if given:
            kept[mark] = given
    if plan.method is Method.DOTS:
        _check_dots(sum(kept.values()), plan.dots)
    elif plan.method is Method.RANKED:
        kept = _without_gaps(kept)
    elif plan.method is Method.IMPACT_EFFORT and whole:
        _check_halves(kept)
    return kept


def _most_by_mark(
    plan: Plan, numbers: Sequence[int], pairs: Iterable[Pair] | None
) -> dict[str, Sequence[int]]:
    """Every mark that can stand on the ballot, with the values it can have; 0 is left empty."""
    if plan.method is Method.PAIRWISE:
        asked = every_pair(sorted(numbers)) if pairs is None else pairs
        return {pair_key(*pair): (0, *pair) for pair in asked}
    if plan.method is Method.IMPACT_EFFORT:
        scale = (0, *range(SCALE[0], SCALE[1] + 1))
        return {f"{number}{side}": scale for number in numbers for side in (IMPACT, EFFORT)}
    most = {Method.DOTS: plan.dots, Method.RANKED: min(plan.top, len(numbers))}
    return {str(number): range(most.get(plan.method, 1) + 1) for number in numbers}


def _out_of_range(method: Method, mark: str, can_be: Sequence[int]) -> str:
    if method is Method.PAIRWISE:
        one, other = mark.split("-")
        said = _("Options {one} and {other}: choose one of the two, or leave both.")
        return said.format(one=one, other=other)
    if method is Method.IMPACT_EFFORT:
        said = (
            _("Option {number}: give its impact from {least} to {most}.")
            if mark.endswith(IMPACT)
            else _("Option {number}: give its effort from {least} to {most}.")
        )
        return said.format(number=mark[:-1], least=SCALE[0], most=SCALE[1])
    said = _("Option {number}: give a whole number from 0 to {most}.")
    return said.format(number=mark, most=can_be[-1])


def _whole(value: object) -> int | None:
    text = str(value).strip()
    if text == "":
        return 0
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def _check_dots(used: int, dots: int) -> None:
    if used > dots:
        said = _("You have {dots} dots and gave {used}: take {more} back and try again.")
        raise BadInput(said.format(dots=dots, used=used, more=used - dots))


def _without_gaps(places: Answers) -> Answers:
    """Options in their order, numbered from 1. Raises BadInput where two share a place."""
    in_order = sorted(places, key=lambda number: places[number])
    for first, second in itertools.pairwise(in_order):
        if places[first] == places[second]:
            said = _("Options {one} and {other} both stand in place {place}: give each place once.")
            raise BadInput(said.format(one=first, other=second, place=places[first]))
    return {number: place for place, number in enumerate(in_order, start=1)}


def halves(answers: Answers) -> list[int]:
    """The options that have an impact and no effort, or an effort and no impact."""
    rated = {side: {mark[:-1] for mark in answers if mark.endswith(side)} for side in "ie"}
    return sorted(int(number) for number in rated[IMPACT] ^ rated[EFFORT])


def _check_halves(answers: Answers) -> None:
    half = halves(answers)
    if half:
        said = (
            _("Option {number} has no effort yet: give both, or neither.")
            if f"{half[0]}{IMPACT}" in answers
            else _("Option {number} has no impact yet: give both, or neither.")
        )
        raise BadInput(said.format(number=half[0]))


def tapped(answers: Answers, mark: str, value: str, plan: Plan) -> dict[str, object]:
    """`answers` after one tap, still to be checked.

    A tap says what is to stand there, so that a double tap changes nothing. An option put in a
    place changes places with the one that stands there, if it had a place itself.
    """
    after: dict[str, object] = {**answers, mark: value}
    if plan.method is Method.RANKED:
        before = answers.get(mark)
        for other, place in answers.items():
            if other != mark and str(place) == value:
                after[other] = before or 0
    return after


def progress(answers: Answers, plan: Plan, options: int, pairs: int = 0) -> Progress:
    """How far a voter with these answers has come. `pairs`: how many are offered."""
    if plan.method is Method.DOTS:
        return Progress(sum(answers.values()), plan.dots)
    if plan.method is Method.RANKED:
        return Progress(len(answers), min(plan.top, options))
    if plan.method is Method.PAIRWISE:
        return Progress(len(answers), pairs)
    if plan.method is Method.IMPACT_EFFORT:
        both = sum(f"{mark[:-1]}{EFFORT}" in answers for mark in answers if mark.endswith(IMPACT))
        return Progress(both, options)
    return Progress(len(answers), None)


def rows(
    counted: Iterable[tuple[str, Answers]], titles: Mapping[str, str], method: Method
) -> Iterator[dict[str, str]]:
    """The rows of a results file that anybody can count again with `ebcd tally`.

    `counted`: (group as shown, answers) of each ballot, already shuffled. `titles`: by number.
    An empty ballot is a row without an option, so that it is counted as a voter.
    """
    for place, (group, answers) in enumerate(counted, start=1):
        cells = list(_cells(answers, titles, method)) or [_empty(method)]
        for each in cells:
            yield {"voter": str(place), "group": group, **each}


def _empty(method: Method) -> dict[str, str]:
    if method is Method.IMPACT_EFFORT:
        return {"option": "", "impact": "", "effort": ""}
    return {"option": "", "value": ""}


def _cells(answers: Answers, titles: Mapping[str, str], method: Method) -> Iterator[dict[str, str]]:
    """What one ballot says of each option."""
    if method is Method.PAIRWISE:
        for mark, preferred in sorted(answers.items()):
            other = next(number for number in mark.split("-") if number != str(preferred))
            yield {"option": titles[str(preferred)], "value": titles[other]}
    elif method is Method.IMPACT_EFFORT:
        for number, title in titles.items():
            impact, effort = answers.get(number + IMPACT), answers.get(number + EFFORT)
            if impact and effort:
                yield {"option": title, "impact": str(impact), "effort": str(effort)}
    else:
        for number, title in titles.items():
            if number in answers or method in _WITH_ZEROS:
                yield {"option": title, "value": str(answers.get(number, 0))}
