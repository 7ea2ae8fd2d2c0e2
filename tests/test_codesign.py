"""A large group is split fairly, and nobody moves who need not."""

from __future__ import annotations

from collections import Counter
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from ebcd.codesign import Member, fair_split

SIDES = ("patient", "carer", "staff")


def members(most: int, groups: int) -> st.SearchStrategy[list[Member]]:
    each = st.tuples(st.sampled_from(SIDES), st.integers(0, groups))
    return st.lists(each, max_size=most).map(
        lambda drawn: [Member(n, side, group) for n, (side, group) in enumerate(drawn)]
    )


def moves(people: list[Member], goes: dict[int, int]) -> int:
    return sum(goes[each.id] != each.group for each in people)


def is_fair(people: list[Member], goes: dict[int, int], groups: list[int]) -> bool:
    def even(chosen: list[Member]) -> bool:
        sizes = Counter(dict.fromkeys(groups, 0))
        sizes.update(goes[each.id] for each in chosen)
        return max(sizes.values()) - min(sizes.values()) <= 1

    return even(people) and all(even([m for m in people if m.side == side]) for side in SIDES)


@given(members(60, 5), st.integers(1, 5))
def test_every_side_and_all_together_differ_by_one_at_most(people: list[Member], n: int) -> None:
    groups = list(range(1, n + 1))
    goes = fair_split(people, groups)
    assert set(goes) == {each.id for each in people}
    assert is_fair(people, goes, groups)


@given(members(6, 3), st.integers(2, 3))
def test_no_fair_way_moves_fewer(people: list[Member], n: int) -> None:
    groups = list(range(1, n + 1))
    ways = (
        dict(zip((each.id for each in people), way, strict=True))
        for way in product(groups, repeat=len(people))
    )
    least = min(moves(people, way) for way in ways if is_fair(people, way, groups))
    assert moves(people, fair_split(people, groups)) == least


def test_whoever_signed_up_first_stays() -> None:
    people = [Member(number, "patient", 1) for number in range(6)]
    assert fair_split(people, [1, 2]) == {0: 1, 1: 1, 2: 1, 3: 2, 4: 2, 5: 2}


def test_groups_that_are_fair_already_stay_as_they_are() -> None:
    people = [
        Member(n, side, 1 + n % 2) for n, side in enumerate(("patient",) * 4 + ("staff",) * 2)
    ]
    assert moves(people, fair_split(people, [1, 2])) == 0
