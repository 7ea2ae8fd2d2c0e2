"""Agreement: whether two coders would have coded the same passages alike.

For the codebook and coding-reliability schools; it does not belong to reflexive analysis. A unit
is a stretch that every coder looked at (here a speaker's turn); a coder who looked and applied no
code says so with an empty code, and a coder who says nothing about a unit did not look.

Krippendorff's alpha for nominal data (Krippendorff 2011, “Computing Krippendorff's
Alpha-Reliability”): 1 − Do / De over the coincidences of all pairable values. Cohen's kappa (1960)
for exactly two coders: (po − pe) / (1 − pe). A number that is not defined is None, and a sentence
says why.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

ACCEPTABLE = 0.80
TENTATIVE = 0.667
"""Krippendorff's own limits: rely on 0.80 and more, draw tentative conclusions from 0.667."""

Ratings = Mapping[str, Mapping[str, Hashable]]
"""unit → coder → what that coder said of it."""


@dataclass(frozen=True)
class Row:
    """One code by one coder on one unit; an empty `code` says that the coder applied none."""

    unit: str
    coder: str
    code: str


@dataclass(frozen=True)
class Agreement:
    """The three numbers for one question.

    `percent`: 0 to 100. `units`: how many units at least two coders saw.
    """

    alpha: float | None
    kappa: float | None
    percent: float | None
    units: int

    def document(self) -> dict[str, object]:
        return {
            "krippendorff_alpha": self.alpha,
            "cohen_kappa": self.kappa,
            "percent": self.percent,
            "units": self.units,
        }


Patterns = Iterable[tuple[int, Mapping[str, Hashable]]]
"""How many units there are of which the coders said this: the units themselves, counted."""


def _each(ratings: Ratings) -> Patterns:
    return ((1, said) for said in ratings.values())


def krippendorff_alpha(ratings: Ratings) -> float | None:
    """Nominal alpha, from −1 to 1; None where nothing can be paired or no value ever varies."""
    return _alpha(_each(ratings))


def _alpha(patterns: Patterns) -> float | None:
    unlike: Counter[int] = Counter()
    totals: Counter[Hashable] = Counter()
    for units, said in patterns:
        values = list(said.values())
        if len(values) < 2:
            continue
        counts = Counter(values)
        for value, count in counts.items():
            totals[value] += units * count
        pairs = len(values) * (len(values) - 1) - sum(n * (n - 1) for n in counts.values())
        unlike[len(values)] += units * pairs
    observed = sum(unlike[coders] / (coders - 1) for coders in sorted(unlike))
    n = sum(totals.values())
    expected = n * n - sum(count * count for count in totals.values())
    if expected == 0:
        return None
    return 1 - (n - 1) * observed / expected


def cohen_kappa(ratings: Ratings, coders: Sequence[str]) -> float | None:
    """Kappa of exactly two coders over the units both saw; None where it is not defined."""
    return _kappa(_each(ratings), coders)


def _kappa(patterns: Patterns, coders: Sequence[str]) -> float | None:
    if len(coders) != 2:
        return None
    one, other = coders
    both: Counter[tuple[Hashable, Hashable]] = Counter()
    for units, said in patterns:
        if one in said and other in said:
            both[said[one], said[other]] += units
    n = sum(both.values())
    if not n:
        return None
    ones: Counter[Hashable] = Counter()
    others: Counter[Hashable] = Counter()
    for (a, b), count in both.items():
        ones[a] += count
        others[b] += count
    chance = sum(count * others[value] for value, count in ones.items()) / (n * n)
    if chance == 1:
        return None
    alike = sum(count for (a, b), count in both.items() if a == b)
    return (alike / n - chance) / (1 - chance)


def percent_agreement(ratings: Ratings) -> float | None:
    """The share, from 0 to 100, of all pairs of coders on a unit that say the same."""
    return _percent(_each(ratings))


def _percent(patterns: Patterns) -> float | None:
    alike = pairs = 0
    for units, said in patterns:
        for a, b in combinations(said.values(), 2):
            pairs += units
            alike += units * (a == b)
    return 100 * alike / pairs if pairs else None


def measure(ratings: Ratings, coders: Sequence[str]) -> Agreement:
    """All three numbers."""
    return measure_patterns(_each(ratings), coders)


def measure_patterns(patterns: Patterns, coders: Sequence[str]) -> Agreement:
    """All three numbers, where many units of which the same was said are counted as one pattern.

    They are exactly those of the units one by one.
    """
    counted = list(patterns)
    return Agreement(
        _alpha(counted),
        _kappa(counted, coders),
        _percent(counted),
        sum(units for units, said in counted if len(said) > 1),
    )


def gather(rows: Iterable[Row]) -> dict[str, dict[str, frozenset[str]]]:
    """unit → coder → the set of codes that the coder applied, empty where they applied none."""
    sets: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        sets[row.unit][row.coder] |= {row.code} - {""}
    return {
        unit: {coder: frozenset(codes) for coder, codes in said.items()}
        for unit, said in sets.items()
    }


def by_code(sets: Mapping[str, Mapping[str, frozenset[str]]]) -> dict[str, Agreement]:
    """For each code: applied or not, unit by unit."""
    coders = sorted({coder for said in sets.values() for coder in said})
    codes = sorted(
        {code for said in sets.values() for applied in said.values() for code in applied}
    )
    return {
        code: measure(
            {
                unit: {coder: code in applied for coder, applied in said.items()}
                for unit, said in sets.items()
            },
            coders,
        )
        for code in codes
    }


def agreement_document(rows: Iterable[Row]) -> dict[str, object]:
    """The agreement of all coders as the command line prints it.

    The overall numbers take a coder's codes on a unit as one value, so two coders who share one of
    two codes disagree there; the numbers by code ask of each code alone whether it was applied.
    """
    sets = gather(rows)
    coders = sorted({coder for said in sets.values() for coder in said})
    overall = measure(sets, coders)
    each = by_code(sets)
    return {
        **overall.document(),
        "coders": coders,
        "by_code": {code: found.document() for code, found in each.items()},
        "problems": _problems(sets, coders, overall, each),
    }


def _problems(
    sets: Mapping[str, Mapping[str, frozenset[str]]],
    coders: Sequence[str],
    overall: Agreement,
    each: Mapping[str, Agreement],
) -> list[str]:
    if not sets:
        return ["There are no rows: give one row for each unit, coder and code."]
    if len(coders) == 1:
        return [f"Only one coder ({coders[0]}) is there: agreement needs two or more."]
    if not overall.units:
        return [
            (
                "No unit was seen by two coders, so nothing can be compared: have two people code "
                "the same transcript, and name the units alike."
            )
        ]
    problems: list[str] = []
    single = len(sets) - overall.units
    if single:
        problems.append(
            f"{single} of {len(sets)} units were seen by one coder only and are left out."
        )
    if overall.alpha is None:
        problems.append(
            "Every coder said the same of every unit, so there is no variation to judge chance by: "
            "alpha is not defined."
        )
    if len(coders) > 2:
        problems.append(f"Cohen's kappa compares two coders and here are {len(coders)}: use alpha.")
    elif overall.kappa is None and overall.alpha is not None:
        problems.append("Cohen's kappa is not defined: both coders gave one and the same value.")
    elif overall.kappa is None:
        problems.append("Cohen's kappa is not defined either, for the same reason.")
    if any(len(codes) > 1 for said in sets.values() for codes in said.values()):
        problems.append(
            "Some units carry several codes: the overall numbers count two sets of codes as equal "
            "only where every code is the same; look at the numbers by code."
        )
    undefined = [code for code, found in each.items() if found.alpha is None]
    if undefined:
        problems.append(
            "Alpha is not defined for codes that both coders applied everywhere or that no two "
            f"coders could be compared on: {', '.join(undefined)}."
        )
    return problems
