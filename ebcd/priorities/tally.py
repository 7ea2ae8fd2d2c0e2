"""The tally: from rows to a result that can be shown, sent and counted again.

`tally_document` is what `ebcd tally --json` prints and what a round's result page reads. Groups
under five are joined before anything is counted by group.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ebcd.errors import BadInput
from ebcd.priorities.agreement import agreement
from ebcd.priorities.ballots import Ballot, Method, Problem, Sheet, parse_method, read_rows
from ebcd.priorities.budget import checked_costs, equal_shares
from ebcd.priorities.firmness import rank_intervals
from ebcd.priorities.groups import LEAST, group_name, join_small
from ebcd.priorities.pairings import condorcet_winner, connected, preferences, schulze_ranks
from ebcd.priorities.scores import (
    Floats,
    Ints,
    Votes,
    borda_points,
    merit,
    positions,
    quadrant,
    score,
    votes,
)
from ebcd.priorities.ties import RULE, break_order, shown_rank


def tally_document(
    rows: Iterable[Mapping[str, object]],
    method: Method | str,
    *,
    options: Sequence[str] = (),
    costs: Mapping[str, object] | None = None,
    budget: object = None,
    equal_groups: bool = False,
    seed: int = 0,
) -> dict[str, Any]:
    """The whole result of the ballots in `rows`, as plain values that JSON can hold.

    Keys: method, ballots, seed, lowest_is_best, groups (ballots by shown group), results (in
    order), checks, agreement, tie_break, problems. What is undefined is None, and a problem says
    why. Raises BadInput where nothing can be counted.
    """
    method = parse_method(method)
    if equal_groups and method is not Method.RANKED:
        raise BadInput("Only the method ranked can count groups equally: leave that setting out.")
    listed = [*options, *(o for o in costs or {} if o not in options)]
    sheet = read_rows(rows, method, listed)
    if not sheet.options:
        raise BadInput("No ballot names an option: there is nothing to rank.")
    shown = join_small(Counter(b.group for b in sheet.ballots))
    sheet = _in_order(sheet, shown)
    cast = votes(sheet, shown, equal_groups)
    problems = [*sheet.problems, *_notes(cast)]
    funded = _funded(sheet, cast, costs, budget, seed)
    everyone = np.arange(len(sheet.ballots))
    scores = score(cast, everyone[None])[0]
    ranks = positions(merit(cast, scores[None]))[0]
    by_group = _by_group(cast)
    intervals = rank_intervals(cast, ranks, seed)
    order = _order(ranks, break_order(cast, seed))
    return {
        "method": str(method),
        "ballots": len(sheet.ballots),
        "seed": seed,
        "lowest_is_best": cast.lowest_is_best,
        "groups": _shown_groups(cast),
        "results": [
            {
                **_line(cast, index, scores, ranks),
                "rank_interval": list(intervals[index]) if intervals else None,
                "funded": None if funded is None else cast.options[index] in funded,
                "groups": {
                    name: _group_line(cast, name, index, *by_group[name])
                    for name in _shown_groups(cast)
                },
            }
            for index in order
        ],
        "checks": _checks(sheet, cast),
        "agreement": agreement(
            cast, ranks, {name: group_ranks for name, (_, group_ranks) in by_group.items()}
        ),
        "tie_break": RULE,
        "problems": [{"row": problem.row, "message": problem.message} for problem in problems],
    }


def _in_order(sheet: Sheet, shown: Mapping[str, str]) -> Sheet:
    """The ballots in an order of their own, whoever voted first: the draws behind the rank
    intervals go by place, and whoever counts a results file again must come to the same.
    """

    def key(ballot: Ballot) -> tuple[object, ...]:
        marks = tuple(sorted(ballot.marks.items()))
        return shown[ballot.group], marks, tuple(sorted(ballot.efforts.items())), ballot.pairs

    return replace(sheet, ballots=tuple(sorted(sheet.ballots, key=key)))


def _number(value: float) -> float | int | None:
    """A figure for JSON: whole where it is whole, None where it is undefined."""
    if np.isnan(value):
        return None
    rounded = round(float(value), 9)
    return int(rounded) if rounded == int(rounded) else rounded


def _order(ranks: Ints, tie_break: Sequence[int]) -> list[int]:
    place = {option: at for at, option in enumerate(tie_break)}
    return sorted(range(len(ranks)), key=lambda option: (int(ranks[option]), place[option]))


def _shown_groups(cast: Votes) -> dict[str, int]:
    """Ballots by group; none where even everybody together is under five."""
    counts = {name: int((cast.group == g).sum()) for g, name in enumerate(cast.groups)}
    return counts if len(cast.group) >= LEAST and set(counts) != {"no group"} else {}


def _by_group(cast: Votes) -> dict[str, tuple[Floats, Ints]]:
    """Scores and ranks within each group. With groups counted equally: its points."""
    found = {}
    for index, name in enumerate(cast.groups):
        members = np.flatnonzero(cast.group == index)
        if cast.by_group:
            scores = cast.points[members].sum(axis=0)
            ranks = positions(np.round(scores[None], 9))[0]
        else:
            scores = score(cast, members[None])[0]
            ranks = positions(merit(cast, scores[None]))[0]
        found[name] = (scores, ranks)
    return found


def _line(cast: Votes, index: int, scores: Floats, ranks: Ints) -> dict[str, Any]:
    rank, tied = int(ranks[index]), bool((ranks == ranks[index]).sum() > 1)
    line: dict[str, Any] = {
        "option": cast.options[index],
        "rank": rank,
        "tied": tied,
        "shown_rank": shown_rank(rank, tied),
        "score": _number(scores[index]),
        "voters": int(cast.marked[:, index].sum()),
    }
    everyone = np.ones(len(cast.group), dtype=bool)
    return line | _feasibility(cast, index, everyone)


def _group_line(cast: Votes, name: str, index: int, scores: Floats, ranks: Ints) -> dict[str, Any]:
    inside = cast.group == cast.groups.index(name)
    line: dict[str, Any] = {
        "score": _number(scores[index]),
        "rank": int(ranks[index]),
        "tied": bool((ranks == ranks[index]).sum() > 1),
        "voters": int(cast.marked[inside, index].sum()),
        "of": int(inside.sum()),
    }
    return line | _feasibility(cast, index, inside)


def _feasibility(cast: Votes, index: int, inside: Any) -> dict[str, Any]:
    """Medians and quartiles of impact and effort, and the quadrant; empty for other methods."""
    if cast.efforts is None:
        return {}
    figures: dict[str, Any] = {}
    for name, marks in (("impact", cast.points), ("effort", cast.efforts)):
        answers = marks[inside, index]
        answers = answers[~np.isnan(answers)]
        low, middle, high = np.percentile(answers, [25, 50, 75]) if len(answers) else [np.nan] * 3
        figures[name] = {"median": _number(middle), "quartiles": [_number(low), _number(high)]}
    medians = [figures[name]["median"] for name in ("impact", "effort")]
    figures["quadrant"] = None if None in medians else quadrant(*medians)
    return figures


def _checks(sheet: Sheet, cast: Votes) -> dict[str, Any]:
    """Borda, Schulze and Condorcet beside the method's own count; None where undefined."""
    if cast.method is Method.IMPACT_EFFORT:
        return {"borda": None, "schulze": None, "schulze_ranks": None, "condorcet_winner": None}
    if cast.wins is not None:
        pairs, borda = cast.wins.sum(axis=0), None
    else:
        ranked = cast.method is Method.RANKED
        orders = [
            {o: mark if ranked else -mark for o, mark in ballot.marks.items() if ranked or mark > 0}
            for ballot in sheet.ballots
        ]
        points = [borda_points(order, cast.options) for order in orders]
        borda = {o: _number(sum(one[o] for one in points)) for o in cast.options}
        pairs = preferences(np.array([[one[o] for o in cast.options] for one in points]))
    ranks = schulze_ranks(pairs)
    winner = condorcet_winner(pairs)
    order = sorted(range(len(ranks)), key=lambda index: (ranks[index], index))
    return {
        "borda": borda,
        "schulze": [cast.options[index] for index in order],
        "schulze_ranks": dict(zip(cast.options, ranks, strict=True)),
        "condorcet_winner": None if winner is None else cast.options[winner],
    }


def _funded(
    sheet: Sheet,
    cast: Votes,
    costs: Mapping[str, object] | None,
    budget: object,
    seed: int,
) -> frozenset[str] | None:
    """What equal shares buys; None for every other method."""
    if sheet.method is not Method.EQUAL_SHARES:
        return None
    if not costs or budget is None:
        raise BadInput("Equal shares needs the cost of each option and a budget: give both.")
    exact, total = checked_costs(sheet.options, costs, budget)
    prefer = [cast.options[index] for index in break_order(cast, seed)]
    return frozenset(
        equal_shares([ballot.marks for ballot in sheet.ballots], exact, total, prefer).bought
    )


def _notes(cast: Votes) -> list[Problem]:
    """What the reader should know of the figures as a whole."""
    notes = []
    if len(cast.group) < 2:
        notes.append(Problem("With a single voter there is no rank interval."))
    if len(cast.group) < LEAST:
        notes.append(Problem(f"With fewer than {LEAST} ballots no figures by group are shown."))
    joined = [name for name in cast.groups if " + " in name]
    if joined and len(cast.group) >= LEAST:
        notes.append(
            Problem(
                f"Groups under {LEAST} voters were joined, so that nobody's vote can be told: "
                f"{'; '.join(map(group_name, joined))}."
            )
        )
    if cast.wins is not None and not connected(cast.wins.sum(axis=0)):
        notes.append(
            Problem(
                "The pairs compared do not connect all options, so strengths are estimated with "
                "half a win and half a loss lent to each."
            )
        )
    return notes
