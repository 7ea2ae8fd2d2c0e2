"""Small tables as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from ebcd.ui.tables import Cell, Drawn, Looks, table_html

NASTY = '"><script>alert(1)</script>'
USUAL = Looks()


def drawn(
    heads: Sequence[str], rows: Sequence[Sequence[Cell]], looks: Looks = USUAL, name: str = "Codes"
) -> etree._Element:
    return etree.fromstring(table_html(name, heads, rows, looks))


def said(root: etree._Element, tag: str) -> list[str]:
    return ["".join(map(str, each.itertext())) for each in root.iter(tag)]


def test_words_from_elsewhere_are_never_read_as_html() -> None:
    looks = Looks(caption=True, cards=True, over=[(NASTY, 2)])
    root = drawn([NASTY, NASTY], [(NASTY, NASTY)], looks, name=NASTY)
    assert not list(root.iter("script"))
    assert root.get("aria-label") == NASTY
    assert said(root, "caption") == [NASTY]
    assert said(root, "td") == [NASTY]
    assert next(root.iter("td")).get("data-label") == NASTY


def test_it_can_be_scrolled_by_keyboard_and_has_a_name() -> None:
    root = drawn(["Code"], [])
    named = (root.get("role"), root.get("tabindex"), root.get("aria-label"))
    assert named == ("region", "0", "Codes")


def test_heads_say_what_they_head() -> None:
    root = drawn(["Place", "Option"], [("1", "Trust")], Looks(row_head=1))
    assert [(each.text, each.get("scope")) for each in root.iter("th")] == [
        ("Place", "col"),
        ("Option", "col"),
        ("Trust", "row"),
    ]


def test_figures_stand_under_each_other_and_words_do_not() -> None:
    rows: list[tuple[Cell, ...]] = [
        ("Trust", 1234, "3=", "12 min 34 s", "45 %", "too early to say"),
        ("Fear", 5, "10", "–", "–", "3"),
    ]
    root = drawn(["Code", "Passages", "Place", "Time", "Share", "Right"], rows)
    right = [each.text for each in root.iter("th", "td") if each.get("class") == "figure"]
    assert right == [
        *("Passages", "Place", "Time", "Share"),
        *("1,234", "3=", "12 min 34 s", "45 %"),
        *("5", "10", "–", "–"),
    ]


def test_a_short_row_ends_in_a_cell_that_goes_over_the_rest() -> None:
    root = drawn(["Code", "Passages", "Right"], [("Trust", "too early to say")])
    assert [each.get("colspan") for each in root.iter("td")] == ["2"]


def test_heads_above_the_heads_cover_their_columns() -> None:
    looks = Looks(over=[("", 1), ("Patients", 2)])
    root = drawn(["Option", "place", "points"], [("Trust", 1, 2)], looks)
    above, below = (said(row, "th") for row in list(root.iter("tr"))[:2])
    assert (above, below) == (["Option", "Patients"], ["place", "points"])
    option, patients = list(next(root.iter("tr")))
    assert (option.get("rowspan"), patients.get("colspan")) == ("2", "2")


def test_a_cell_of_our_own_html_stays_what_it_is() -> None:
    root = drawn(["Use", "Film"], [("Anna", Drawn("<span>✓</span> agreed", title="3 May 2026"))])
    assert said(root, "span") == ["✓"]
    assert next(root.iter("td")).get("title") == "3 May 2026"


def test_a_table_that_becomes_cards_stays_a_table() -> None:
    root = drawn(
        ["File", "State"], [("a.docx", "Ready, but look at what it says")], Looks(cards=True)
    )
    roles = [each.get("role") for each in root.iter("table", "thead", "tbody", "tr", "th", "td")]
    assert roles == [
        *("table", "rowgroup", "row", "columnheader", "columnheader"),
        *("rowgroup", "row", "rowheader", "cell"),
    ]
    assert next(root.iter("td")).get("class") == "wide"
