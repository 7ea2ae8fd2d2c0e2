"""Codes that people type are easy to read and never look like somebody's address."""

from __future__ import annotations

from ebcd.assistant.leaving import doubts
from ebcd.assistant.name_places import Names
from ebcd.priorities.codes import ALPHABET, JOIN_LENGTH, card_code, could_be, join_code, spaced


def test_a_code_of_the_room_is_never_taken_for_a_postcode() -> None:
    printed = [f"Type the code {spaced(join_code())}." for _ in range(3000)]
    assert doubts(printed, Names([])) == []
    assert doubts(["Type the code M39 3BG."], Names([])) != []


def test_codes_hold_no_signs_that_look_alike() -> None:
    assert not set("ILO01") & set(ALPHABET)
    assert could_be(join_code(), JOIN_LENGTH)
    assert len({card_code() for _ in range(1000)}) == 1000
