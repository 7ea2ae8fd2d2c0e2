"""Small groups are joined so that nobody's vote can be worked out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ebcd.priorities.groups import LEAST, join_small


def test_patients_are_joined_with_carers_and_family_before_staff():
    assert join_small({"patient": 3, "carer": 9, "family": 7, "staff": 2 + LEAST - 2}) == {
        "patient": "patient + family",
        "family": "patient + family",
        "carer": "carer",
        "staff": "staff",
    }


def test_a_small_staff_group_is_joined_with_the_next_smallest():
    assert set(join_small({"patient": 20, "carer": 6, "staff": 2}).values()) == {
        "patient",
        "carer + staff",
    }


def test_groups_without_voters_are_not_mentioned():
    assert join_small({"patient": 8, "carer": 0, "staff": 5}) == {
        "patient": "patient",
        "staff": "staff",
    }


@given(
    st.dictionaries(
        st.sampled_from(["patient", "carer", "family", "staff", "x"]), st.integers(0, 12)
    )
)
def test_every_shown_group_has_five_or_all_are_one(counts):
    shown = join_small(counts)
    totals: dict[str, int] = {}
    for name, group in shown.items():
        totals[group] = totals.get(group, 0) + counts[name]
    assert len(totals) <= 1 or min(totals.values()) >= LEAST
    assert sum(totals.values()) == sum(counts.values())


counts = st.dictionaries(
    st.sampled_from(["patient", "carer", "family", "staff"]), st.integers(0, 9), max_size=4
)


@given(counts, counts)
def test_a_second_count_of_the_same_room_tells_nothing_that_the_first_one_hid(ballots, hands):
    """Groups joined once stay together, and still no group under five is shown."""
    first = join_small(ballots)
    second = join_small(hands, already=first)
    for one in set(first) & set(second):
        for other in set(first) & set(second):
            if first[one] == first[other]:
                assert second[one] == second[other]
    totals: dict[str, int] = {}
    for name, group in second.items():
        totals[group] = totals.get(group, 0) + hands[name]
    assert len(totals) <= 1 or min(totals.values()) >= LEAST
    assert sum(totals.values()) == sum(hands.values())
