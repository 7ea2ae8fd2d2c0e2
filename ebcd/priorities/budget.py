"""Equal shares: choosing what to fund so that every voter's share of the budget counts alike.

The method of equal shares for additive utilities (Peters, Pierczyński and Skowron 2021): every
voter gets the same share; the option that its supporters can buy at the lowest price per unit of
utility, each paying in proportion or all they have left, is bought; and again. Then "add1": each
share is raised by 1 and all is done anew, as long as what is bought stays within the budget and
something more could still be bought.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ebcd.errors import BadInput
from ebcd.priorities.many_shares import Approvals, last_step

_FEW = 12
"""Up to so many kinds of ballots the exact way is quick, since it leaps far."""

_MOST_STEPS = 200_000


@dataclass(frozen=True)
class Purchase:
    """What is funded. `bought`: options in the order they were bought. `spent`: their cost."""

    bought: tuple[str, ...]
    spent: Fraction


@dataclass(frozen=True)
class _Voters:
    """Voters with the same ballot: `many` of them, each with the utilities of `likes`."""

    many: int
    likes: Mapping[str, Fraction]


def checked_costs(
    options: Sequence[str], costs: Mapping[str, object], budget: object
) -> tuple[dict[str, Fraction], Fraction]:
    """Costs and budget as exact numbers.

    Raises BadInput where one is missing, no number, or not above 0.
    """
    exact = {}
    for option in options:
        if option not in costs:
            raise BadInput(f"“{option}” has no cost: add it to the file of costs.")
        exact[option] = _money(costs[option], f"the cost of “{option}”")
    return exact, _money(budget, "the budget")


def _money(value: object, what: str) -> Fraction:
    try:
        amount = Fraction(str(value).strip().replace(",", ""))
    except (ValueError, ZeroDivisionError):
        amount = Fraction(0)
    if amount <= 0:
        raise BadInput(f"“{value}” cannot be {what}: write an amount above 0.")
    return amount


def equal_shares(
    ballots: Sequence[Mapping[str, float]],
    costs: Mapping[str, Fraction],
    budget: Fraction,
    prefer: Sequence[str],
) -> Purchase:
    """What is funded. `ballots`: utility by option. `prefer`: all options, winner of ties first."""
    voters = _alike(ballots, costs)
    share = budget / len(ballots)
    if len(voters) > _FEW and all(set(voter.likes.values()) <= {1} for voter in voters):
        found = _by_many(voters, costs, budget, share, prefer)
        if found is not None:
            return found
    return _one_by_one(voters, costs, budget, share, prefer)


def _by_many(
    voters: Sequence[_Voters],
    costs: Mapping[str, Fraction],
    budget: Fraction,
    share: Fraction,
    prefer: Sequence[str],
) -> Purchase | None:
    """The same for approvals of many kinds, quicker; None where the exact check does not agree."""
    options = [option for option in prefer if option in costs]
    asked = Approvals(
        np.array([[option in voter.likes for option in options] for voter in voters]),
        np.array([voter.many for voter in voters], dtype=np.float64),
        np.array([float(costs[option]) for option in options]),
        float(budget),
    )
    step = last_step(asked, float(share), _MOST_STEPS)
    if step is None:
        return None
    found, _ = _bought(voters, costs, share + step, prefer, budget)
    if found is None:
        return None
    if not _exhaustive(found, costs, budget, voters):
        beyond, _ = _bought(voters, costs, share + step + 1, prefer, budget)
        if beyond is not None:
            return None
    return found


def _one_by_one(
    voters: Sequence[_Voters],
    costs: Mapping[str, Fraction],
    budget: Fraction,
    share: Fraction,
    prefer: Sequence[str],
) -> Purchase:
    """One share after another, leaping over those that change nothing."""
    best, until = Purchase((), Fraction(0)), Fraction(0)
    first = True
    while first or not _exhaustive(best, costs, budget, voters):
        found, until = _bought(voters, costs, share, prefer, budget)
        if found is None:
            break
        best, first = found, False
        share += max(1, math.ceil(until))
    return best


def _alike(ballots: Sequence[Mapping[str, float]], costs: Mapping[str, Fraction]) -> list[_Voters]:
    many: dict[tuple[tuple[str, Fraction], ...], int] = {}
    for ballot in ballots:
        likes = tuple(
            sorted((o, Fraction(str(u))) for o, u in ballot.items() if u > 0 and o in costs)
        )
        many[likes] = many.get(likes, 0) + 1
    return [_Voters(count, dict(likes)) for likes, count in many.items()]


def _exhaustive(
    bought: Purchase, costs: Mapping[str, Fraction], budget: Fraction, voters: Sequence[_Voters]
) -> bool:
    """Whether nothing that anybody likes could be bought with the rest of the budget."""
    liked = {option for voter in voters for option in voter.likes}
    return not any(
        option not in bought.bought and bought.spent + costs[option] <= budget for option in liked
    )


@dataclass(frozen=True)
class _Line:
    """An amount that changes evenly as the share is raised: `now`, plus `slope` for each unit."""

    now: Fraction
    slope: Fraction

    def __sub__(self, other: _Line) -> _Line:
        return _Line(self.now - other.now, self.slope - other.slope)

    def times(self, factor: Fraction) -> _Line:
        return _Line(self.now * factor, self.slope * factor)


class _Run:
    """One run of the method, which notes how far the share can rise before any step changes.

    `until`: the rise at which some comparison may turn out otherwise; the outcome is the same for
    every smaller rise, so that “add1” need not try them one by one.
    """

    def __init__(self, most: Fraction) -> None:
        self.until = most

    def at_most(self, one: _Line, other: _Line) -> bool:
        """Whether `one` is not above `other`."""
        gap = other - one
        holds = gap.now >= 0
        if gap.slope < 0 if holds else gap.slope > 0:
            self.until = min(self.until, -gap.now / gap.slope)
        return holds


def _bought(
    voters: Sequence[_Voters],
    costs: Mapping[str, Fraction],
    share: Fraction,
    prefer: Sequence[str],
    limit: Fraction,
) -> tuple[Purchase | None, Fraction]:
    """One run with this share each, and how far the share can rise without another outcome.

    None as soon as it costs more than `limit`.
    """
    run = _Run(sum(costs.values(), Fraction(1)))
    left = [_Line(share, Fraction(1))] * len(voters)
    waiting = [option for option in prefer if option in costs]
    bought: list[str] = []
    spent = Fraction(0)
    while True:
        best: tuple[_Line, str] | None = None
        for option in list(waiting):
            price = _price(run, option, costs[option], voters, left)
            if price is not None and (best is None or not run.at_most(best[0], price)):
                best = (price, option)
        if best is None:
            return Purchase(tuple(bought), spent), run.until
        price, option = best
        for index, voter in enumerate(voters):
            owed = price.times(voter.likes.get(option, Fraction(0)))
            if owed.now:
                spends_all = run.at_most(left[index], owed)
                left[index] = _NOTHING if spends_all else left[index] - owed
        waiting.remove(option)
        bought.append(option)
        spent += costs[option]
        if spent > limit:
            return None, run.until


_NOTHING = _Line(Fraction(0), Fraction(0))


def _price(
    run: _Run, option: str, cost: Fraction, voters: Sequence[_Voters], left: Sequence[_Line]
) -> _Line | None:
    """The price per unit of utility at which supporters can pay `cost`; None if they cannot.

    The least p with sum over supporters of min(what is left, p times utility) = cost.
    """
    paying = [
        (left[index].times(1 / voter.likes[option]), voter.many * voter.likes[option])
        for index, voter in enumerate(voters)
        if option in voter.likes
    ]
    paying.sort(key=lambda each: (each[0].now, each[0].slope))
    for (one, _), (other, _) in itertools.pairwise(paying):
        run.at_most(one, other)
    weight = sum((utility for _, utility in paying), Fraction(0))
    owed = _Line(cost, Fraction(0))
    for most, utility in paying:
        if run.at_most(owed, most.times(weight)):
            return owed.times(1 / weight)
        owed -= most.times(utility)
        weight -= utility
    return None
