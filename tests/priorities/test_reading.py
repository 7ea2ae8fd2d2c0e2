"""What is said before a decision: what was close, what would be lost, where groups part."""

from __future__ import annotations

import pytest

from ebcd.priorities.ballots import Method
from ebcd.priorities.reading import close_words, group_words, interval_words
from ebcd.priorities.tally import tally_document
from ebcd.words import speaking


def dots(*ballots: tuple[str, int, dict[str, int]]) -> dict:
    """The result of so many ballots each: (group, how many, dots by option)."""
    rows, voter = [], 0
    for group, many, marks in ballots:
        for _ in range(many):
            voter += 1
            rows += [
                {"voter": voter, "group": group, "option": o, "value": v} for o, v in marks.items()
            ]
    return tally_document(rows, Method.DOTS, options="abcde")


def test_a_firm_first_place_is_called_so_and_a_close_one_names_its_rivals() -> None:
    firm = dots(("patient", 9, {"a": 5}), ("staff", 9, {"a": 4, "b": 1}))
    assert close_words(firm) == ["First, whoever of this room had come: a."]
    a, b = {"a": 1}, {"b": 1}
    close = dots(("patient", 4, a), ("patient", 2, b), ("staff", 2, a), ("staff", 3, b))
    assert close_words(close) == ["Close, so talk about them together: a; b."]
    assert interval_words(close["results"][0]) == "1 to 2"
    assert interval_words({"rank_interval": [3, 3]}) == "3"


def test_two_that_share_the_first_place_are_named_together() -> None:
    tied = dots(("patient", 5, {"a": 1, "b": 1}))
    (said,) = close_words(tied)
    assert {"a; b", "b; a"} & {said.removeprefix("Close, so talk about them together: ")[:-1]}


def test_nothing_is_said_of_a_single_voter() -> None:
    assert close_words(dots(("patient", 1, {"a": 1}))) == []


def test_what_one_group_put_high_and_the_room_low_is_not_lost() -> None:
    result = dots(
        ("patient", 20, {"a": 3, "b": 2, "c": 2}),
        ("staff", 5, {"e": 5, "b": 1}),
    )
    said = group_words(Method.DOTS, result)
    assert said[0] == "Most shared by all groups: b."
    assert "Do not lose e: among the first three of Staff, not of the whole room." in said
    assert "Groups differ on e: Staff: place 1; Patients: place 4=." in said
    assert not any(each.startswith(("Do not lose c", "Do not lose d")) for each in said)


def test_no_group_under_five_is_named() -> None:
    result = dots(
        ("patient", 6, {"a": 3, "c": 2, "d": 1}), ("carer", 2, {"e": 5}), ("staff", 5, {"b": 1})
    )
    said = " ".join(group_words(Method.DOTS, result))
    assert "Patients + Carers" in said
    assert "Carers:" not in said.replace("Patients + Carers:", "")


def test_nothing_is_said_of_groups_where_there_is_one() -> None:
    assert group_words(Method.DOTS, dots(("patient", 3, {"a": 1}), ("staff", 3, {"b": 1}))) == []


def test_options_in_different_quadrants_are_named() -> None:
    rows = [
        {"voter": v, "group": g, "option": "a", "impact": 5, "effort": 1 if g == "staff" else 5}
        for v, g in enumerate(["patient"] * 5 + ["staff"] * 5)
    ]
    result = tally_document(rows, Method.IMPACT_EFFORT, options="ab")
    said = group_words(Method.IMPACT_EFFORT, result)
    assert any(
        each.startswith("a is seen differently: ") and "Staff: do first" in each for each in said
    )


@pytest.mark.parametrize("language", ["cy"])
def test_it_is_said_in_the_readers_language(language: str) -> None:
    result = dots(("patient", 9, {"a": 5}), ("staff", 9, {"a": 4, "b": 1}))
    with speaking(language):
        assert close_words(result)[0].startswith("Cyntaf")
