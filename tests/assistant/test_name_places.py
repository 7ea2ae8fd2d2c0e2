"""Where decided names stand: every way of writing, and never an ordinary word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ebcd.assistant.name_places import (
    Named,
    Names,
    Place,
    checked,
    hits,
    is_everyday,
    moved,
    replaced,
)
from ebcd.text import Span

KNOWN = Names(
    [
        Named("Ngozi Okafor", "Helen Carter"),
        Named("Okafor", "Carter"),
        Named("Ngozi", "Helen"),
        Named("Will", "Martin", everyday=True),
        Named("St Thomas' Hospital", "[hospital 1]"),
        Named("943 476 5919", "[NHS number 1]"),
        Named("n.okafor@example.org", "[e-mail address 1]"),
        Named("Rao", "[Dr A]"),
        Named("Müller", "Weber"),
        Named("Amina", "P03's daughter"),
    ]
)


@pytest.mark.parametrize(
    ("said", "becomes"),
    [
        ("Mrs Okafor's bag", "Mrs Carter's bag"),
        ("Mrs Okafor’s bag", "Mrs Carter’s bag"),
        ("NGOZI OKAFOR", "HELEN CARTER"),
        ("okafor said", "carter said"),
        ("the Okafors too", "the Carters too"),
        ("Ngozi-Okafor", "Helen-Carter"),
        ("Okafor-Jones", "Carter-Jones"),
        ("Okaforian", "Okaforian"),
        ("I saw Will there.", "I saw Martin there."),
        ("Will you? I will. She will.", "Will you? I will. She will."),
        ("at St. Thomas' Hospital.", "at [hospital 1]."),
        ("it is 943-476-5919", "it is [NHS number 1]"),
        ("to N.Okafor@example.org.", "to [e-mail address 1]."),
        ("Dr. Rao's list", "[Dr A]'s list"),
        ("Rao came", "[Dr A] came"),
        ("MÜLLER und Müller", "WEBER und Weber"),
        ("with amina", "with P03's daughter"),
        ("👩‍⚕️ Okafor 🙂", "👩‍⚕️ Carter 🙂"),
        ("Ngozi\nOkafor", "Helen\nCarter"),
        ("", ""),
    ],
)
def test_a_name_is_replaced_however_it_is_written(said: str, becomes: str) -> None:
    assert replaced(said, KNOWN.places(said)) == becomes


def test_an_everyday_name_at_a_sentence_start_is_one_where_the_net_found_it() -> None:
    said = "Will came."
    assert KNOWN.places(said) == []
    assert replaced(said, KNOWN.places(said, [Span(0, 4)])) == "Martin came."


def test_a_name_of_two_words_counts_once_and_moves_word_by_word() -> None:
    places = KNOWN.places("Ngozi Okafor came")
    assert (len(places), hits(places)) == (2, 1)
    assert (moved(6, places), moved(12, places, end=True)) == (6, 12)


@given(
    st.lists(st.sampled_from(["Okafor", "Ngozi", "x", " ", "\n", "’s", "Rao", "🙂"]), max_size=30)
)
@settings(max_examples=60)
def test_every_position_of_what_stays_is_found_again(parts: list[str]) -> None:
    said = "".join(parts)
    places = KNOWN.places(said)
    new = replaced(said, places)
    for at, letter in enumerate(said):
        if not any(place.span.start <= at < place.span.end for place in places):
            assert new[moved(at, places)] == letter
    assert moved(len(said), places, end=True) == len(new)


def test_a_stretch_inside_a_name_goes_to_the_whole_replacement() -> None:
    places = [Place(Span(3, 9), "[Dr A]x", Named("Okafor", "[Dr A]x"))]
    assert (moved(5, places), moved(5, places, end=True)) == (3, 10)
    assert (moved(3, places), moved(9, places, end=True)) == (3, 10)


def test_what_is_kept_is_one_line() -> None:
    assert checked("  Ngozi\n Okafor ") == "Ngozi Okafor"
    assert len(checked("x" * 500)) == 200


@pytest.mark.parametrize(("form", "is_word"), [("Will", True), ("Grace", True), ("Brown", True),
                                               ("Okafor", False), ("Margaret", False),
                                               ("Will Brown", False)])  # fmt: skip
def test_a_name_that_is_a_word_as_well_is_told(form: str, is_word: bool) -> None:
    assert is_everyday(form) is is_word
