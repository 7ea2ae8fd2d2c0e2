"""Tallies against published results, brute force and what any fair method must keep."""

from __future__ import annotations

import itertools
import random
import time
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ebcd.errors import BadInput
from ebcd.priorities.ballots import Method
from ebcd.priorities.budget import _Line, _price, _Run, _Voters, equal_shares
from ebcd.priorities.pairings import (
    bradley_terry,
    condorcet_winner,
    preferences,
    schulze_ranks,
)
from ebcd.priorities.tally import tally_document

TENNESSEE = (
    (42, "Memphis Nashville Chattanooga Knoxville"),
    (26, "Nashville Chattanooga Knoxville Memphis"),
    (15, "Chattanooga Knoxville Nashville Memphis"),
    (17, "Knoxville Chattanooga Nashville Memphis"),
)


def ranked_rows(blocs, group=lambda voter: "patient"):
    rows, voter = [], 0
    for many, order in blocs:
        for _ in range(many):
            voter += 1
            rows += [
                {"voter": str(voter), "group": group(voter), "option": o, "value": str(rank)}
                for rank, o in enumerate(order.split(), start=1)
            ]
    return rows


def by_option(document, key):
    return {line["option"]: line[key] for line in document["results"]}


def vote(voter, group, **marks):
    return [
        {"voter": str(voter), "group": group, "option": o, "value": str(v)}
        for o, v in marks.items()
    ]


def test_tennessee_borda_is_as_published():
    document = tally_document(ranked_rows(TENNESSEE), "ranked")
    assert by_option(document, "score") == {
        "Nashville": 194,
        "Chattanooga": 173,
        "Memphis": 126,
        "Knoxville": 107,
    }
    assert document["ballots"] == 100
    assert document["checks"]["borda"]["Nashville"] == 194


def test_tennessee_condorcet_and_schulze_choose_nashville():
    checks = tally_document(ranked_rows(TENNESSEE), "ranked")["checks"]
    assert checks["condorcet_winner"] == "Nashville"
    assert checks["schulze"] == ["Nashville", "Chattanooga", "Knoxville", "Memphis"]


def test_tennessee_plurality_is_memphis():
    rows = [
        {"voter": str(i), "group": "", "option": order.split()[0], "value": "1"}
        for i, order in enumerate(o for many, o in TENNESSEE for _ in range(many))
    ]
    assert tally_document(rows, "approval")["results"][0]["option"] == "Memphis"


def test_schulze_follows_the_example_of_his_paper():
    # Schulze 2011, example 1: 45 voters, five candidates, E > A > C > B > D.
    blocs = (
        (5, "A C B E D"),
        (5, "A D E C B"),
        (8, "B E D A C"),
        (3, "C A B E D"),
        (7, "C A E B D"),
        (2, "C B A D E"),
        (7, "D C E B A"),
        (8, "E B A D C"),
    )
    assert tally_document(ranked_rows(blocs), "ranked")["checks"]["schulze"] == list("EACBD")


def test_bradley_terry_follows_agresti_baseball():
    # Agresti, Categorical Data Analysis, table 10.10: American League 1987; log strengths against
    # Baltimore: Milwaukee 1.58, Detroit 1.44, Toronto 1.29, New York 1.25, Boston 1.11,
    # Cleveland 0.68.
    teams = ["Milwaukee", "Detroit", "Toronto", "NewYork", "Boston", "Cleveland", "Baltimore"]
    wins = np.array(
        [
            [0, 7, 9, 7, 7, 9, 11],
            [6, 0, 7, 5, 11, 9, 9],
            [4, 6, 0, 7, 7, 8, 12],
            [6, 8, 6, 0, 6, 7, 10],
            [6, 2, 6, 7, 0, 7, 12],
            [4, 4, 5, 6, 6, 0, 6],
            [2, 4, 1, 3, 1, 7, 0],
        ],
        dtype=float,
    )
    logs = np.log(bradley_terry(wins[None])[0])
    found = dict(zip(teams, np.round(logs - logs[-1], 2), strict=True))
    assert found == pytest.approx(
        {
            "Milwaukee": 1.58,
            "Detroit": 1.44,
            "Toronto": 1.29,
            "NewYork": 1.25,
            "Boston": 1.11,
            "Cleveland": 0.68,
            "Baltimore": 0.0,
        },
        abs=0.011,
    )


def test_equal_shares_gives_the_49_percent_their_half():
    # The example that motivates the method: 51 % like ten red projects, 49 % ten blue ones, and
    # the money pays for ten. Greedy buys ten red; equal shares five and five.
    red, blue = [f"red {i}" for i in range(10)], [f"blue {i}" for i in range(10)]
    ballots = [dict.fromkeys(red, 1.0)] * 51 + [dict.fromkeys(blue, 1.0)] * 49
    costs = {option: Fraction(100_000) for option in red + blue}
    bought = equal_shares(ballots, costs, Fraction(1_000_000), red + blue).bought
    assert Counter(option.split()[0] for option in bought) == {"red": 5, "blue": 5}


def test_equal_shares_by_hand():
    # Budget 12, three voters, 4 each. A costs 6, liked by 1 and 2 (3 each); B costs 4, liked by
    # all (4/3 each, bought first); then 1 and 2 hold 8/3 each, 16/3 < 6. Raising shares by 1:
    # B, then 2 * (5 - 4/3) = 22/3 >= 6, so A too; together 10 of 12.
    ballots = [{"A": 1, "B": 1}, {"A": 1, "B": 1}, {"B": 1}]
    costs = {"A": Fraction(6), "B": Fraction(4)}
    found = equal_shares(ballots, costs, Fraction(12), ["A", "B"])
    assert found.bought == ("B", "A")
    assert found.spent == 10


def test_equal_shares_reads_costs_and_says_what_is_funded():
    rows = [row for v in range(6) for row in vote(v, "patient", bench=1, lift=int(v < 2) or 0)]
    document = tally_document(
        rows, "equal-shares", costs={"bench": "1,000", "lift": "90000"}, budget="6000"
    )
    assert by_option(document, "funded") == {"bench": True, "lift": False}


def test_jla_counts_groups_equally_whatever_their_size():
    rows = ranked_rows(((10, "a b c"), (5, "c b a")), lambda v: "patient" if v <= 10 else "staff")
    equal = tally_document(rows, "ranked", equal_groups=True)
    assert by_option(equal, "score") == {"a": 4, "b": 4, "c": 4}
    assert equal["lowest_is_best"]
    assert equal["results"][0]["groups"]["patient"]["score"] in (100, 90, 80)
    assert by_option(tally_document(rows, "ranked"), "score") == {"a": 20, "b": 15, "c": 10}


def test_jla_points_stop_after_the_tenth_place_and_equals_share():
    order = " ".join(f"o{i:02}" for i in range(1, 13))
    document = tally_document(ranked_rows(((6, order),)), "ranked", equal_groups=True)
    points = {li["option"]: li["groups"]["patient"]["score"] / 6 for li in document["results"]}
    assert [points[f"o{i:02}"] for i in (1, 10, 11, 12)] == [10, 1, 0, 0]
    rows = [row for v in range(6) for row in vote(v, "patient", a=1, b=1, c=3)]
    tied = tally_document(rows, "ranked", equal_groups=True)
    assert {li["option"]: li["groups"]["patient"]["score"] / 6 for li in tied["results"]} == {
        "a": 9.5,
        "b": 9.5,
        "c": 8,
    }


def test_unranked_options_share_what_is_left_of_borda():
    document = tally_document(vote(1, "", a=1), "ranked", options=["a", "b", "c", "d"])
    assert by_option(document, "score") == {"a": 3, "b": 1, "c": 1, "d": 1}


def test_impact_and_effort_gives_medians_quadrants_and_no_answer_as_null():
    rows = [
        {"voter": str(v), "group": "staff", "option": "Call back", "impact": i, "effort": e}
        for v, (i, e) in enumerate([(5, 1), (4, 2), (5, 2), (3, 1), (4, 4)])
    ]
    line = tally_document(rows, "impact-effort", options=["Call back", "New wing"])
    first, last = line["results"]
    assert first["impact"] == {"median": 4, "quartiles": [4, 5]}
    assert first["effort"]["median"] == 2
    assert first["quadrant"] == "do first"
    assert first["score"] == 2
    assert last["score"] is None
    assert last["quadrant"] is None


def test_pairs_that_do_not_connect_are_said_so():
    rows = [{"voter": str(v), "group": "", "option": "a", "value": "b"} for v in range(5)]
    document = tally_document(rows, "pairwise")
    assert document["results"][0]["option"] == "a"
    assert 0.5 < document["results"][0]["score"] < 1
    assert any("do not connect" in problem["message"] for problem in document["problems"])


def test_ties_share_a_rank_and_are_ordered_as_announced():
    # b and c have 4 dots each; c has more support in the group that supports it least.
    rows = [
        *vote(1, "patient", a=5),
        *vote(2, "patient", b=4),
        *vote(3, "patient", c=1),
        *vote(4, "patient", a=1),
        *vote(5, "patient", a=1),
        *vote(6, "staff", c=3),
        *vote(7, "staff", a=1),
        *vote(8, "staff", a=1),
        *vote(9, "staff", a=1),
        *vote(10, "staff", a=1),
    ]
    results = tally_document(rows, "dots")["results"]
    assert [(li["option"], li["shown_rank"]) for li in results] == [
        ("a", "1"),
        ("c", "2="),
        ("b", "2="),
    ]


def test_a_last_tie_is_broken_by_the_recorded_seed():
    rows = [*vote(1, "", a=1), *vote(2, "", b=1)]
    orders = {
        seed: [li["option"] for li in tally_document(rows, "dots", seed=seed)["results"]]
        for seed in range(8)
    }
    assert {tuple(order) for order in orders.values()} == {("a", "b"), ("b", "a")}
    assert [li["option"] for li in tally_document(rows, "dots", seed=3)["results"]] == orders[3]


def test_rank_intervals_are_wide_for_five_and_narrow_for_many():
    def rows(times):
        return [
            row
            for v in range(5 * times)
            for row in vote(v, "patient", **{"abcde"[v % 5]: 1, "a": 2} if v % 5 else {"a": 3})
        ]

    few = by_option(tally_document(rows(1), "dots"), "rank_interval")
    many = by_option(tally_document(rows(60), "dots"), "rank_interval")
    assert few["a"][0] == many["a"][0] == many["a"][1] == 1
    assert few["b"][1] - few["b"][0] >= 2
    assert tally_document(rows(1), "dots", seed=1) == tally_document(rows(1), "dots", seed=1)


def test_one_voter_has_no_interval_and_no_groups():
    document = tally_document(vote(1, "staff", a=2), "dots")
    assert document["results"][0]["rank_interval"] is None
    assert document["groups"] == {}
    assert document["results"][0]["groups"] == {}


def test_a_small_group_is_joined_in_every_figure():
    rows = [r for v in range(6) for r in vote(v, "patient", a=1)]
    rows += [r for v in range(6, 8) for r in vote(v, "carer", b=1)]
    rows += [r for v in range(8, 14) for r in vote(v, "staff", c=1)]
    document = tally_document(rows, "dots")
    assert document["groups"] == {"patient + carer": 8, "staff": 6}
    text = repr(document).replace("patient + carer", "")
    assert "carer" not in text


def test_consensus_is_the_product_over_groups_and_its_root():
    rows = [r for v in range(5) for r in vote(v, "patient", a=1)]
    rows += [r for v in range(5, 10) for r in vote(v, "staff", **({"a": 1} if v < 7 else {"b": 1}))]
    agreement = tally_document(rows, "approval")["agreement"]
    assert agreement["a"]["consensus"] == pytest.approx(6 / 7 * 3 / 7, abs=1e-6)
    assert agreement["a"]["consensus_per_group"] == pytest.approx((18 / 49) ** 0.5, abs=1e-6)
    assert agreement["a"]["divergence"]["patient"] == pytest.approx(2.0)


def test_what_one_group_alone_puts_high_is_kept_in_sight():
    rows = [r for v in range(20) for r in vote(v, "patient", a=5, b=4, c=3)] + [
        r for v in range(20, 25) for r in vote(v, "staff", d=5, a=1)
    ]
    assert tally_document(rows, "dots")["agreement"]["d"]["kept"] == ["staff"]


def test_bad_rows_are_listed_by_number_and_the_rest_is_counted():
    rows = [
        *vote("v1", "patient", a=2),
        *vote("v2", "patient", a="many"),
        *vote("", "patient", a=1),
        *vote("v1", "patient", a=3),
        *vote("v1", "staff", b=1),
        *vote("v3", "patient", b=-1),
        *vote("v4", "patient", b=1.5),
        *vote("v5", "staff", b=3),
    ]
    document = tally_document(rows, "dots")
    assert by_option(document, "score") == {"b": 3, "a": 2}
    assert document["ballots"] == 2
    assert [p["row"] for p in document["problems"] if p["row"] is not None] == [1, 2, 3, 4, 5, 6]


def test_an_empty_ballot_is_a_voter_who_gave_nothing():
    rows = [*vote(1, "", a=1), {"voter": "2", "group": "", "option": "", "value": ""}]
    assert tally_document(rows, "approval")["ballots"] == 2


@pytest.mark.parametrize(
    ("rows", "method", "more", "says"),
    [
        ([], "dots", {}, "no ballots"),
        ([{"voter": "1", "option": "a"}], "dots", {}, "column “value”"),
        (vote(1, "", a="x"), "dots", {}, "None of the 1 rows"),
        (vote(1, "", a=1), "lottery", {}, "no method “lottery”"),
        (vote(1, "", a=1), "dots", {"equal_groups": True}, "Only the method ranked"),
        (vote(1, "", a=1), "equal-shares", {}, "cost of each option"),
        (vote(1, "", a=1), "equal-shares", {"costs": {"b": "3"}, "budget": 4}, "“a” has no cost"),
        (vote(1, "", a=1), "equal-shares", {"costs": {"a": "-3"}, "budget": 4}, "“-3” cannot be"),
        ([{"voter": "1", "group": "", "option": "", "value": ""}], "dots", {}, "names an option"),
    ],
)
def test_what_cannot_be_counted_is_said_in_one_sentence(rows, method, more, says):
    with pytest.raises(BadInput, match=says):
        tally_document(rows, method, **more)


def brute_force_schulze(pairs):
    """Strongest chain by trying every chain."""
    m = len(pairs)

    def strongest(a, b):
        best = 0
        others = [x for x in range(m) if x not in (a, b)]
        for size in range(len(others) + 1):
            for middle in itertools.permutations(others, size):
                chain = [a, *middle, b]
                links = list(itertools.pairwise(chain))
                if all(pairs[x][y] > pairs[y][x] for x, y in links):
                    best = max(best, min(pairs[x][y] for x, y in links))
        return best

    return [
        1 + sum(strongest(b, a) > strongest(a, b) for b in range(m) if b != a) for a in range(m)
    ]


def test_schulze_and_condorcet_agree_with_brute_force_on_small_elections():
    chance = random.Random(7)
    for _ in range(150):
        m, n = chance.randint(2, 4), chance.randint(1, 7)
        merits = np.array([[chance.randint(0, m) for _ in range(m)] for _ in range(n)])
        pairs = preferences(merits)
        assert schulze_ranks(pairs) == brute_force_schulze(pairs.tolist())
        winners = [
            a for a in range(m) if all(pairs[a][b] > pairs[b][a] for b in range(m) if b != a)
        ]
        assert condorcet_winner(pairs) == (winners[0] if winners else None)


def brute_force_price(cost, supporters):
    """The least price by trying who pays all they have, for unit utilities."""
    best = None
    for size in range(len(supporters)):
        for broke in itertools.combinations(range(len(supporters)), size):
            owed = cost - sum(supporters[i] for i in broke)
            each = owed / Fraction(len(supporters) - size)
            fair = all(supporters[i] <= each for i in broke) and all(
                supporters[i] >= each for i in range(len(supporters)) if i not in broke
            )
            if owed >= 0 and fair and (best is None or each < best):
                best = each
    return best


def test_the_price_of_equal_shares_agrees_with_brute_force():
    chance = random.Random(3)
    for _ in range(300):
        left = [Fraction(chance.randint(0, 9)) for _ in range(chance.randint(1, 5))]
        cost = Fraction(chance.randint(1, 25))
        voters = [_Voters(1, {"a": Fraction(1)}) for _ in left]
        lines = [_Line(amount, Fraction(1)) for amount in left]
        price = _price(_Run(Fraction(9)), "a", cost, voters, lines)
        assert (price.now if price else None) == brute_force_price(cost, left)


def plain_equal_shares(ballots, costs, budget, prefer):
    """The method as it is written down: every share tried one by one."""

    def run(share):
        left = [share] * len(ballots)
        waiting, bought = list(prefer), []
        while True:
            best = None
            for option in waiting:
                likes = [i for i, b in enumerate(ballots) if b.get(option)]
                price = (
                    brute_force_price(costs[option], [left[i] for i in likes]) if likes else None
                )
                if price is not None and (best is None or price < best[0]):
                    best = (price, option, likes)
            if best is None:
                return bought
            for i in best[2]:
                left[i] -= min(left[i], best[0])
            waiting.remove(best[1])
            bought.append(best[1])

    share, best = budget / Fraction(len(ballots)), None
    while True:
        found = run(share)
        spent = sum(costs[o] for o in found)
        if best is not None and spent > budget:
            return best
        best = found
        liked = {o for ballot in ballots for o in ballot}
        if not any(o not in best and spent + costs[o] <= budget for o in liked):
            return best
        share += 1


def test_equal_shares_skips_shares_and_ends_where_trying_each_would():
    chance = random.Random(11)
    for _ in range(40):
        options = "abcde"[: chance.randint(2, 5)]
        costs = {o: Fraction(chance.randint(20, 120)) for o in options}
        ballots = [
            dict.fromkeys(chance.sample(options, chance.randint(1, len(options))), 1)
            for _ in range(chance.randint(1, 5))
        ]
        budget = Fraction(chance.randint(50, 300))
        found = equal_shares(ballots, costs, budget, options)
        assert list(found.bought) == plain_equal_shares(ballots, costs, budget, options)


def test_equal_shares_of_a_million_is_quick():
    chance = random.Random(3)
    options = [f"o{i}" for i in range(8)]
    costs = {o: Fraction(chance.randint(50_000, 500_000)) for o in options}
    ballots = [dict.fromkeys(chance.sample(options, 2), 1) for _ in range(20)]
    began = time.monotonic()
    equal_shares(ballots, costs, Fraction(1_000_000), options)
    assert time.monotonic() - began < 5


small_vote = st.dictionaries(st.sampled_from("abcd"), st.integers(1, 5), max_size=4)
elections = st.lists(
    st.tuples(st.sampled_from(["patient", "carer", "staff"]), small_vote), min_size=2, max_size=14
).filter(lambda votes: any(marks for _, marks in votes))
methods = st.sampled_from([Method.DOTS, Method.RANKED])


def rows_of(election):
    rows = []
    for voter, (group, marks) in enumerate(election):
        rows += vote(voter, group, **marks) or [
            {"voter": str(voter), "group": group, "option": "", "value": ""}
        ]
    return rows


@settings(max_examples=30, deadline=None)
@given(elections, methods, st.randoms())
def test_it_does_not_matter_who_voted_first(election, method, chance):
    """Not even to the rank intervals, so that a shuffled file is counted to the same figures."""
    shuffled = chance.sample(election, len(election))
    one = tally_document(rows_of(election), method, options="abcd")
    two = tally_document(rows_of(shuffled), method, options="abcd")
    assert one == two


judged = st.lists(
    st.tuples(st.sampled_from("abcd"), st.integers(1, 5), st.integers(1, 5)),
    min_size=1, max_size=4, unique_by=lambda each: each[0],
)  # fmt: skip
compared = st.lists(st.permutations("abcd").map(lambda order: order[:2]), min_size=1, max_size=4)


@settings(max_examples=8, deadline=None)
@given(st.lists(judged, min_size=2, max_size=9), st.lists(compared, min_size=2, max_size=9))
def test_nor_does_it_where_two_figures_or_two_options_stand_in_a_row(judgements, comparisons):
    for method, rows in (
        (
            Method.IMPACT_EFFORT,
            [
                {"voter": v, "group": "staff", "option": o, "impact": str(i), "effort": str(e)}
                for v, each in enumerate(judgements)
                for o, i, e in each
            ],
        ),
        (
            Method.PAIRWISE,
            [
                {"voter": v, "group": "staff", "option": one, "value": other}
                for v, each in enumerate(comparisons)
                for one, other in each
            ],
        ),
    ):
        backwards = sorted(rows, key=lambda row: -int(row["voter"]))
        one = tally_document(rows, method, options="abcd")
        assert one == tally_document(backwards, method, options="abcd")


@settings(max_examples=30, deadline=None)
@given(elections, methods, st.permutations("abcd"))
def test_it_does_not_matter_what_an_option_is_called(election, method, names):
    renamed = dict(zip("abcd", names, strict=True))
    other = [(g, {renamed[o]: v for o, v in marks.items()}) for g, marks in election]
    one = tally_document(rows_of(election), method, options="abcd")
    two = tally_document(rows_of(other), method, options="abcd")
    ranks = by_option(two, "rank")
    assert by_option(one, "rank") == {o: ranks[renamed[o]] for o in "abcd"}


@settings(max_examples=30, deadline=None)
@given(elections, st.integers(0, 13), st.sampled_from("abcd"))
def test_more_support_never_lowers_an_option(election, voter, option):
    voter %= len(election)
    group, marks = election[voter]
    for method, better in (
        (Method.DOTS, {**marks, option: marks.get(option, 0) + 1}),
        (Method.RANKED, {**{o: r + 1 for o, r in marks.items()}, option: 1}),
    ):
        raised = [*election[:voter], (group, better), *election[voter + 1 :]]
        before = by_option(tally_document(rows_of(election), method, options="abcd"), "rank")
        after = by_option(tally_document(rows_of(raised), method, options="abcd"), "rank")
        assert after[option] <= before[option]
