"""Numbers and places of the United Kingdom, found by rule."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebcd.assistant.identifiers import Clue, identifiers, is_nhs_number


def _found(text: str) -> list[tuple[str, str]]:
    return [(each.clue.value, text[each.span.start : each.span.end]) for each in identifiers(text)]


@pytest.mark.parametrize(
    ("text", "clue", "what"),
    [
        ("my number is 943 476 5919.", Clue.NHS_NUMBER, "943 476 5919"),
        ("NHS number: 943 476 5918", Clue.NHS_NUMBER, "943 476 5918"),
        ("I live at SE13 6LH now", Clue.POSTCODE, "SE13 6LH"),
        ("postcode cf10 3at", Clue.POSTCODE, "cf10 3at"),
        ("ring 07700 900123 or", Clue.PHONE, "07700 900123"),
        ("ring (020) 7946 0123", Clue.PHONE, "(020) 7946 0123"),
        ("ring +44 20 7946 0123", Clue.PHONE, "+44 20 7946 0123"),
        ("born on the 12th of May 1956", Clue.BIRTH, "12th of May 1956"),
        ("DOB 12/05/1956", Clue.BIRTH, "12/05/1956"),
        ("write to m.jones@example.org.", Clue.EMAIL, "m.jones@example.org"),
        ("see www.example.org/pain", Clue.WEB, "www.example.org/pain"),
        ("NI number QQ 12 34 56 C is no real one, AB 12 34 56 C", Clue.NATIONAL_INSURANCE, "AB"),
        ("at St Thomas' Hospital", Clue.HOSPITAL, "St Thomas' Hospital"),
        ("at Royal Gwent Hospital", Clue.HOSPITAL, "Royal Gwent Hospital"),
        ("at st thomas' hospital", Clue.HOSPITAL, "st thomas' hospital"),
        ("on Ward 7B then", Clue.WARD, "Ward 7B"),
        ("on Nightingale Ward", Clue.WARD, "Nightingale Ward"),
        ("at 14 Albion Road", Clue.ADDRESS, "14 Albion Road"),
    ],
)
def test_each_kind_is_found_where_it_stands(text: str, clue: Clue, what: str) -> None:
    found = _found(text)
    assert any(kind == clue.value and stretch.startswith(what) for kind, stretch in found), found


@pytest.mark.parametrize(
    "text",
    [
        "I waited 11 months and 3 weeks",
        "about 50 or 60 of us on the ward",
        "it cost 8 pounds 50",
        "The hospital was full",
        "at ten past 4",
        "Every ward has one",
    ],
)
def test_everyday_numbers_and_words_are_left_alone(text: str) -> None:
    assert _found(text) == []


def test_an_nhs_number_is_checked_modulo_eleven() -> None:
    assert is_nhs_number("9434765919")
    assert not is_nhs_number("9434765918")
    assert not is_nhs_number("943476591")
    assert not is_nhs_number("٩٤٣٤٧٦٥٩١٩")


@given(st.integers(0, 10**10 - 1))
def test_changing_one_digit_of_a_good_number_makes_it_bad(number: int) -> None:
    digits = f"{number:010d}"
    if is_nhs_number(digits):
        changed = str((int(digits[0]) + 1) % 10) + digits[1:]
        assert not is_nhs_number(changed)


@given(st.text(max_size=200))
def test_no_two_finds_overlap(text: str) -> None:
    found = identifiers(text)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
