"""Equal shares: choosing what to fund so that every voter's share of the budget counts alike.

The method of equal shares for additive utilities (Peters, Pierczyński and Skowron 2021): every
voter gets the same share; the option that its supporters can buy at the lowest price per unit of
utility, each paying in proportion or all they have left, is bought; and again. Then "add1": each
share is raised by 1 and all is done anew, as long as what is bought stays within the budget and
something more could still be bought.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ebcd.errors import BadInput


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
    best = _bought(voters, costs, share, prefer, budget) or Purchase((), Fraction(0))
    while not _exhaustive(best, costs, budget, voters):
        share += 1
        more = _bought(voters, costs, share, prefer, budget)
        if more is None:
            break
        best = more
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


def _bought(
    voters: Sequence[_Voters],
    costs: Mapping[str, Fraction],
    share: Fraction,
    prefer: Sequence[str],
    limit: Fraction,
) -> Purchase | None:
    """One run with this share each; None as soon as it costs more than `limit`."""
    left = [share] * len(voters)
    waiting = [option for option in prefer if option in costs]
    bought: list[str] = []
    spent = Fraction(0)
    while True:
        best: tuple[Fraction, str] | None = None
        for option in list(waiting):
            price = _price(option, costs[option], voters, left)
            if price is None:
                waiting.remove(option)
            elif best is None or price < best[0]:
                best = (price, option)
        if best is None:
            return Purchase(tuple(bought), spent)
        price, option = best
        for index, voter in enumerate(voters):
            left[index] -= min(left[index], price * voter.likes.get(option, Fraction(0)))
        waiting.remove(option)
        bought.append(option)
        spent += costs[option]
        if spent > limit:
            return None


def _price(
    option: str, cost: Fraction, voters: Sequence[_Voters], left: Sequence[Fraction]
) -> Fraction | None:
    """The price per unit of utility at which supporters can pay `cost`; None if they cannot.

    The least p with sum over supporters of min(what is left, p times utility) = cost.
    """
    paying = sorted(
        (left[index] / voter.likes[option], voter.many * voter.likes[option], index)
        for index, voter in enumerate(voters)
        if option in voter.likes
    )
    weight = sum((entry[1] for entry in paying), Fraction(0))
    owed = cost
    for most, utility, _ in paying:
        if owed <= most * weight:
            return owed / weight
        owed -= most * utility
        weight -= utility
    return None
