"""The list of codes as HTML."""

from __future__ import annotations

from lxml import etree

from ebcd.codebook import Code, Kind, Pattern
from ebcd.ui.codebook_list import list_html, matching

NASTY = '<img src=x onerror="alert(1)"> & “Ann’s”'
CODES = [
    Code(1, Kind.STAGE, "Diagnosis", definition="Being told"),
    Code(2, Kind.TOUCHPOINT, NASTY, parent=1, pattern=Pattern.WAVY),
    Code(3, Kind.TOUCHPOINT, "Below that", parent=2),
    Code(4, Kind.STAGE, "Home", position=1),
    Code(5, Kind.TOUCHPOINT, "Without a stage"),
    Code(6, Kind.EMOTION, "Angry"),
]


def tree_of(codes: list[Code]) -> etree._Element:
    return etree.fromstring(list_html(1, codes, {1: 2}, {1: 1}, 3))


def test_the_list_is_nested_as_the_codebook_is() -> None:
    root = tree_of(CODES)
    depths = [
        (
            len([up for up in link.iterancestors() if up.tag == "ul"]),
            "".join(link.itertext()).split("not used")[0].split("2 codings")[0],
        )
        for link in root.iter("a")
    ]
    assert depths == [
        (1, "Diagnosis"), (2, NASTY), (3, "Below that"), (1, "Home"), (1, "Without a stage"),
        (1, "Angry"),
    ]  # fmt: skip
    assert [h.text for h in root.iter("h2")] == [
        "Journey stages, with their touchpoints", "Touchpoints without a stage", "Emotion words",
    ]  # fmt: skip


def test_a_name_is_never_read_as_html() -> None:
    root = tree_of(CODES)
    assert not list(root.iter("img"))
    assert "text-decoration-style:wavy" in str(list(root.iter("a"))[1][0][0].get("style"))


def test_the_chosen_code_is_marked_and_the_unused_say_so() -> None:
    links = list(tree_of(CODES).iter("a"))
    assert [link.get("aria-current") for link in links] == [None, None, "true", None, None, None]
    assert "2 codings, 1 person" in "".join(links[0].itertext())
    assert "not used yet" in "".join(links[3].itertext())


def test_a_search_keeps_what_stands_above_its_finds() -> None:
    assert [code.id for code in matching(CODES, "BELOW that")] == [1, 2, 3]
    assert [code.id for code in matching(CODES, "told")] == [1]
    assert matching(CODES, "told angry") == []
    assert matching(CODES, " ") == CODES
