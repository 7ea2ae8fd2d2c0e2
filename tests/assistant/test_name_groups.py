"""One decision a name: groups, what is hardly a name, and consistent suggestions."""

from __future__ import annotations

from ebcd.assistant.identifiers import Clue
from ebcd.assistant.name_groups import (
    AT_ONCE,
    NameGroup,
    batches,
    derived,
    forms,
    grouped,
    key_from,
    proposed,
)
from ebcd.assistant.pseudonyms import Key, candidates

TEXTS = {
    1: "I asked Priya Rao. Dr Rao said no. Then Priya rang 07700 900123 or 020 7946 0018.",
    2: "Mary Smith and John Smith came. Smith was late. We went to Leeds on Ward 7.",
}


def found(
    texts: dict[int, str],
    decided: set[str] = frozenset(),
    made: set[str] = frozenset(),  # type: ignore[assignment]
) -> dict[str, NameGroup]:
    read = forms((number, text, candidates(text)) for number, text in texts.items())
    return {group.shown: group for group in grouped(read, decided, made)}


def keys(group: NameGroup) -> set[str]:
    return {form.key for form in group.forms}


def test_given_and_family_name_go_with_the_full_name() -> None:
    group = found(TEXTS)["Priya Rao"]
    assert keys(group) == {"priya rao", "rao", "priya"}
    assert group.count == 3


def test_all_of_one_family_name_are_one_decision_with_different_given_names() -> None:
    group = next(each for each in found(TEXTS).values() if "smith" in keys(each))
    assert keys(group) == {"mary smith", "john smith", "smith"}
    became = proposed(group, Key(), set())
    assert became["mary smith"].split()[1] == became["john smith"].split()[1] == became["smith"]
    assert became["mary smith"] != became["john smith"]


def test_telephone_numbers_are_one_decision_and_a_label_each() -> None:
    group = next(each for each in found(TEXTS).values() if each.clue is Clue.PHONE)
    assert len(group.forms) == 2
    assert set(proposed(group, Key(), set()).values()) == {
        "[telephone number 1]",
        "[telephone number 2]",
    }


def test_what_was_decided_or_made_is_not_asked_again() -> None:
    left = found(TEXTS, decided={"priya", "rao", "leeds"}, made={"smith", "mary", "john"})
    assert not {"Priya Rao", "Leeds", "Smith", "Mary Smith", "John Smith"} & set(left)
    assert "Ward 7" in left


def test_what_is_hardly_a_name_comes_last_and_many_at_once() -> None:
    words = "Colander Disappointing Embarrassing Evenings Foolish Husband Pain Relief Four Fit"
    text = " ".join(f"It is {word}." for word in words.split()) + " Ngozi Okafor came."
    listed = batches(list(found({1: text}).values()))
    alone = {batch[0].shown for batch in listed if len(batch) == 1}
    assert "Ngozi Okafor" in alone
    assert {"Disappointing", "Relief"} <= {group.shown for group in listed[-1]}
    assert all(len(batch) <= AT_ONCE for batch in listed)
    assert len(listed) < 6


def test_a_replacement_by_hand_reaches_every_form() -> None:
    group = found(TEXTS)["Priya Rao"]
    own = proposed(group, Key(), set())
    assert derived(group, "Anna Weber", own) == {
        "priya rao": "Anna Weber", "rao": "Weber", "priya": "Anna",
    }  # fmt: skip
    assert set(derived(group, "[Dr A]", own).values()) == {"[Dr A]"}
    assert set(derived(group, "P03", own).values()) == {"P03"}
    assert derived(group, own[group.forms[0].key], own) == own


def test_a_key_that_was_kept_gives_the_same_names_again() -> None:
    group = found(TEXTS)["Priya Rao"]
    first = proposed(group, Key(), set())
    kept = [(form.shown, first[form.key], group.clue) for form in group.forms]
    assert proposed(group, key_from(kept), set()) == first


def test_a_plural_goes_with_its_name() -> None:
    group = found({1: "Okafor came. I know the Okafors well, and Mrs Okafor best."})["Okafor"]
    assert keys(group) == {"okafor"}
    assert group.count == 3
