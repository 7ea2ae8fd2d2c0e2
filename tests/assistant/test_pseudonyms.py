"""Pseudonyms: nothing that names somebody stays, and one name has one pseudonym."""

from __future__ import annotations

import pytest

from ebcd.assistant import names
from ebcd.assistant.pseudonyms import Key, candidates, decisions, pseudonymise, replaced

TALK = (
    "Well, I went to see Dr. Okafor with Margaret, that's my wife, and Priya Rao, the physio in "
    "Lewisham. Margaret's brother John drove. MARGARET was cross. My NHS number is 943 476 5919 "
    "and I was born on 12 May 1956. They put me on Ward 7 at St Thomas' Hospital."
)


def test_every_name_and_number_is_replaced() -> None:
    new, _made = pseudonymise(TALK)
    for said in (
        "Okafor",
        "argaret",
        "MARGARET",
        "Priya",
        "Rao",
        "Lewisham",
        "John",
        "943",
        "1956",
    ):
        assert said not in new
    assert "Thomas" not in new
    assert "Ward 7" not in new


def test_one_name_has_one_pseudonym_with_its_capitals_and_possessive() -> None:
    new, made = pseudonymise(TALK)
    became = {each.original: each.pseudonym for each in made}
    assert f"{became['Margaret']}'s brother" in new
    assert became["MARGARET"] == became["Margaret"].upper()
    assert became["John"] != became["Margaret"]
    assert names.given_names()[became["Margaret"].lower()] == "f"
    assert names.given_names()[became["John"].lower()] == "m"


def test_positions_are_those_of_the_text_as_given() -> None:
    new, made = pseudonymise(TALK)
    assert all(TALK[each.span.start : each.span.end] == each.original for each in made)
    assert replaced(TALK, made) == new


def test_a_full_name_and_its_given_name_alone_agree() -> None:
    new, made = pseudonymise("Priya Rao was kind. I asked Priya again, and Dr Rao said yes.")
    became = {each.original: each.pseudonym for each in made}
    given, family = became["Priya Rao"].split()
    assert became["Priya"] == given
    assert became["Rao"] == family
    assert new.endswith(f"and Dr {family} said yes.")


def test_a_key_carries_names_from_one_transcript_to_the_next() -> None:
    key = Key()
    first, _ = pseudonymise("Margaret came.", key)
    second, _ = pseudonymise("John knew Margaret.", key)
    assert first.split()[0] in second


def test_a_name_that_was_decided_to_be_kept_is_left() -> None:
    new, _ = pseudonymise("Margaret came to Leeds.", kept={"leeds"})
    assert "Leeds" in new
    assert "Margaret" not in new


def test_a_pseudonym_is_never_a_name_that_the_text_already_has() -> None:
    new, made = pseudonymise("Margaret and Helen and Joanna met.")
    became = [each.pseudonym for each in made]
    assert len(set(became)) == len(became)
    assert not {"Helen", "Joanna", "Margaret"} & set(became)
    assert "Helen" not in new


def test_names_are_found_without_capitals_and_in_capitals() -> None:
    for text in (TALK.lower(), TALK.upper()):
        new, _ = pseudonymise(text)
        for said in ("margaret", "priya", "okafor", "lewisham", "943"):
            assert said not in new.lower(), said


@pytest.mark.parametrize("text", ["", " ", "…", "um, yeah, it hurt", "ΩΩ 🙂 \u202e", "A" * 5000])
def test_odd_texts_come_back_whole(text: str) -> None:
    new, made = pseudonymise(text)
    assert replaced(text, made) == new
    if not made:
        assert new == text


def test_everyday_words_are_not_candidates() -> None:
    text = "On Monday the GP sent me for an MRI. I take Gabapentin and it was fine by March."
    assert candidates(text) == []


def test_one_decision_a_name_with_all_its_places() -> None:
    listed = decisions({1: "Margaret came. Margaret's bag.", 2: "I saw Margaret in Leeds."})
    name, _clue, often, places = listed[0]
    assert (name, often) == ("Margaret", 3)
    assert [number for number, _ in places] == [1, 1, 2]


def test_without_the_pipeline_lists_and_rules_still_find_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(names, "why_missing", lambda: "There is no pipeline.")
    new, _ = pseudonymise(TALK)
    for said in ("Okafor", "Margaret", "Priya", "John", "943 476"):
        assert said not in new
