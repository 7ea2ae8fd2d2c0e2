"""The grid as HTML."""

from __future__ import annotations

from lxml import etree

from ebcd.acts.findings import Across
from ebcd.codebook import Code, Kind
from ebcd.coding import Coding, SpokenTurn
from ebcd.findings.feelings import Standing
from ebcd.findings.grid import make_grid
from ebcd.people import Group
from ebcd.text import Span
from ebcd.ui.findings_table import Shown, table_html

NASTY = '"><script>alert(1)</script>'
CODES = [
    Code(1, Kind.STAGE, "Diagnosis"),
    Code(2, Kind.TOUCHPOINT, NASTY, parent=1),
    Code(3, Kind.TOUCHPOINT, "Nobody was here", parent=1),
    Code(4, Kind.THEME, "Trust"),
    Code(5, Kind.THEME, "Unused"),
]


def drawn(everything: bool = False) -> etree._Element:
    turns = {1: [SpokenTurn(Span(0, 9), 7)], 2: [SpokenTurn(Span(0, 9), None)]}
    codings = [Coding(0, at, code, 1, Span(0, 5)) for at in (1, 2) for code in (2, 4)]
    grid = make_grid(codings, [2, 3], [4, 5], turns, {7: Group.STAFF})
    standings = {2: Standing.STAFF_ONLY, 3: Standing.NOBODY}
    shown = Shown(CODES, grid, standings, 1, Across.THEME, everything, (2, 4))
    return etree.fromstring(f"<div>{table_html(shown)}</div>")


def test_empty_rows_and_columns_are_hidden_until_asked_for() -> None:
    for everything, rows, columns in ((False, 1, 4), (True, 2, 5)):
        root = drawn(everything)
        assert len(list(root.iter("tr"))) == rows + 1
        assert len([th for th in root.iter("th") if th.get("scope") == "col"]) == columns


def test_a_cell_says_in_words_what_it_counts() -> None:
    total, cell = drawn().iter("a")
    assert cell.get("data-press") == "2-4"
    assert cell.get("aria-label") == (
        f"{NASTY} × Trust: 0 patients, carers, family, 1 staff, 2 passages, of which 1 from a "
        "field note or an unlinked speaker"
    )
    assert (total.get("aria-current"), cell.get("aria-current")) == (None, "true")
    assert "cell=2-4" in str(cell.get("href"))


def test_a_name_is_never_read_as_html() -> None:
    assert not list(drawn().iter("script"))
