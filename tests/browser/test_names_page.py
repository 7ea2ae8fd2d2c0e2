"""The names page in a browser: looked for, decided by keyboard, replaced, erased."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from ebcd.acts.access import command_line
from ebcd.acts.codebook import add_code
from ebcd.acts.transcripts import transcript
from ebcd.codebook import Kind
from ebcd.transcripts.turns import Turn
from tests.browser.conftest import Browse, Served, settled, violations
from tests.coding_desk import made

SAID = [
    Turn("Q", None, None, "How was it?"),
    Turn("A", None, None, "I am Ngozi Okafor. Mrs Okafor, they said, come to Leeds."),
    Turn("A", None, None, "Ngozi, they said again. Ring 07700 900123."),
]


@pytest.fixture
def added(empty: Served) -> int:
    return made.add_transcript(empty.workbench, empty.study_id, SAID)


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=2).first).to_contain_text(text)


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()
    expect(page.get_by_role("tab", name=name, exact=True)).to_have_attribute(
        "aria-selected", "true"
    )
    settled(page)


def test_names_are_looked_for_decided_replaced_and_erased(
    empty: Served, browse: Browse, added: int
) -> None:
    page = browse(empty, "/names")
    page.get_by_role("button", name="Look for names").click()
    first = page.get_by_role("heading", name="“Ngozi Okafor”")
    expect(first).to_be_visible(timeout=90_000)
    settled(page)
    assert violations(page) == []
    expect(page.get_by_label("Replace with")).to_have_value(re.compile(r"^\w+ \w+$"))
    page.get_by_label("Replace with").fill("Helen Carter")
    page.get_by_label("Replace with").press("Enter")
    settled(page)
    page.keyboard.press("Alt+Shift+A")
    expect(page.get_by_text("“Ngozi Okafor” will be replaced.")).to_be_visible()
    settled(page)
    page.keyboard.press("Alt+Shift+Z")
    heading(page, "Ngozi Okafor")
    settled(page)
    page.get_by_label("Replace with").fill("Helen Carter")
    page.locator('[class*="st-key-replace_"] button').click()
    expect(page.get_by_text("“Ngozi Okafor” will be replaced.")).to_be_visible()
    for _each in range(2):
        before = page.get_by_text(re.compile(r"decisions? left$")).inner_text()
        page.keyboard.press("Alt+Shift+X")
        expect(page.get_by_text(before, exact=True)).to_have_count(0)
        settled(page)
    expect(page.get_by_text("Nothing is left to decide.")).to_be_visible()
    tab(page, "Replace")
    page.get_by_role("button", name="Show what would be replaced").click()
    page.get_by_role("button", name="Replace 3 names in 1 transcript").click()
    expect(page.get_by_text("3 names were replaced.")).to_be_visible()
    text = transcript(empty.workbench, command_line(), empty.study_id, added)[1].text
    assert "I am Helen Carter. Mrs Carter, they said, come to Leeds." in text
    tab(page, "Key")
    page.get_by_role("button", name="Show the key").click()
    expect(page.get_by_role("row", name="Ngozi Okafor Helen Carter")).to_be_visible()
    settled(page)
    assert violations(page) == []
    page.get_by_label("Type ERASE to go on").fill("ERASE")
    page.get_by_role("button", name="Erase the original names").click()
    expect(page.get_by_text("3 names were erased.")).to_be_visible()


def test_a_document_with_a_telephone_number_waits_for_a_second_press(
    empty: Served, browse: Browse
) -> None:
    asking = empty.workbench, command_line(), empty.study_id
    add_code(*asking, Kind.THEME, "Reach", definition="Ring 07700 900123")
    page = browse(empty, "/reports")
    page.get_by_role("button", name="Make the codebook").click()
    expect(page.get_by_text("1 passage may still hold a name")).to_be_visible()
    page.get_by_text("Look at them", exact=True).click()
    expect(page.get_by_text("07700 900123")).to_be_visible()
    page.get_by_role("button", name="Make it all the same").click()
    expect(page.get_by_text("codebook.docx is ready")).to_be_visible()
