"""The codebook page in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ebcd.acts import codebook
from ebcd.acts.access import command_line
from ebcd.codebook import Kind
from tests.browser.conftest import Browse, Served, settled, violations

pytestmark = pytest.mark.browser


def codes(served: Served) -> dict[str, int]:
    listed = codebook.codes(served.workbench, command_line(), served.study_id)
    return {code.name: code.id for code in listed}


def press(page: Page, name: str) -> None:
    page.locator(".ebcd-codes a", has_text=name).first.click()
    expect(page.locator("h2[data-pressed]")).to_have_text(name)


def test_a_new_team_begins_with_the_starter_set(empty: Served, browse: Browse) -> None:
    page = browse(empty, "/codebook")
    page.get_by_role("button", name="Look at the starter set").click()
    page.get_by_text("First contact", exact=True).click()
    page.get_by_text("Relieved", exact=True).click()
    page.get_by_role("button", name="Take the ticked codes").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    page.get_by_role("tab", name="Codes").click()
    expect(page.locator(".ebcd-codes a")).to_have_count(2)
    assert set(codes(empty)) == {"First contact", "Relieved"}


def test_the_first_code_is_added_by_hand_then_defined_moved_and_deleted(
    empty: Served, browse: Browse
) -> None:
    page = browse(empty, "/codebook")
    for name in ("Waiting", "Trust"):
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_role("button", name="Add the code").click()
        expect(page.locator(".ebcd-codes a", has_text=name)).to_be_visible()
    press(page, "Trust")
    page.get_by_label("Definition", exact=True).fill("Whether they feel believed")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved “Trust”.").first).to_be_visible()
    page.get_by_text("Place in the codebook").click()
    page.get_by_role("button", name="Up").click()
    expect(page.locator(".ebcd-codes a").first).to_contain_text("Trust")
    page.get_by_text("Delete this code").click()
    expect(page.get_by_text("Nothing is coded with it.")).to_be_visible()
    page.get_by_role("button", name="Delete “Trust”").click()
    expect(page.locator(".ebcd-codes a")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".ebcd-codes a")).to_have_count(2)
    found = codebook.codes(empty.workbench, command_line(), empty.study_id)
    assert next((c.name, c.definition) for c in found) == ("Trust", "Whether they feel believed")


def test_a_link_names_its_code_and_the_keyboard_reaches_it(empty: Served, browse: Browse) -> None:
    asking = empty.workbench, command_line(), empty.study_id
    codebook.add_code(*asking, Kind.THEME, "Waiting", definition="In limbo")
    other = codebook.add_code(*asking, Kind.THEME, "Trust")
    page = browse(empty, f"/codebook?study={empty.study_id}&code={other}")
    expect(page.locator("h2[data-pressed]")).to_have_text("Trust")
    page.locator(".ebcd-codes a", has_text="Waiting").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h2[data-pressed]")).to_have_text("Waiting")
    expect(page.locator("h2[data-pressed]")).to_be_focused()
    assert f"code={other}" not in page.url
    expect(page.get_by_label("Definition", exact=True)).to_have_value("In limbo")


def test_a_codebook_file_is_looked_at_and_taken(
    empty: Served, browse: Browse, tmp_path: Path
) -> None:
    file = tmp_path / "codes.csv"
    file.write_text("name,kind,parent\nScan,touchpoint,Tests\nTests,stage,\n,theme,\n", "utf-8")
    page = browse(empty, "/codebook")
    page.get_by_role("button", name="Import a codebook").click()
    page.locator('input[type="file"]').first.set_input_files(file)
    expect(page.get_by_text("Row 4: there is no name")).to_be_visible()
    page.get_by_role("button", name="Take 2 codes").click()
    page.get_by_role("tab", name="Codes").click()
    expect(page.locator(".ebcd-codes ul ul a")).to_contain_text("Scan")


def test_the_list_is_searched(sample: Served, browse: Browse) -> None:
    page = browse(sample, "/codebook")
    every = page.locator(".ebcd-codes a").count()
    page.get_by_label("Search names and definitions").fill("diagnosis")
    page.keyboard.press("Enter")
    expect(page.locator(".ebcd-codes a")).not_to_have_count(every)
    expect(page.get_by_text(re.compile(r"^\d+ codes? · \d+ codings$"))).to_be_visible()


@pytest.mark.parametrize(("width", "dark"), [(1400, False), (390, True)])
def test_the_page_is_accessible_and_fits(
    sample: Served, browse: Browse, width: int, dark: bool
) -> None:
    page = browse(sample, "/codebook", width=width, dark=dark)
    page.locator(".ebcd-codes a").nth(2).click()
    expect(page.locator("h2[data-pressed]")).to_be_visible()
    page.wait_for_timeout(600)
    settled(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
