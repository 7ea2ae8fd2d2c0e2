"""The search page in a real browser: found, read in its place, coded in one go, taken back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from ebcd.acts import codebook
from ebcd.acts.access import command_line
from ebcd.codebook import Kind
from tests.browser.conftest import Browse, Served, settled, violations

pytestmark = pytest.mark.browser


def test_words_are_found_coded_in_one_go_and_taken_back(sample: Served, browse: Browse) -> None:
    asking = sample.workbench, command_line(), sample.study_id
    code = codebook.add_code(*asking, Kind.THEME, "Words for pain")
    page = browse(sample, f"/search?study={sample.study_id}")
    page.get_by_label("Find in all transcripts").fill('"the pain" OR painful')
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="or “painful”")).to_be_visible()
    expect(page.locator(".ebcd-hits mark").first).to_have_text(
        re.compile("^(the pain|painful)$", re.I)
    )
    assert "words=" in page.url
    assert violations(page) == []

    page.get_by_text("Code what was found").click()
    chooser = page.get_by_role("combobox", name="With the code")
    chooser.fill("Words for pain")
    page.keyboard.press("Enter")
    boxes = page.locator(".ebcd-ticking input")
    expect(boxes.nth(2)).to_be_checked()
    many = boxes.count()
    boxes.first.press("Space")
    press = page.get_by_role("button", name=f"Code {many - 1} passages")
    expect(press).to_be_visible()
    assert violations(page) == []
    press.click()
    expect(page.get_by_text(f"Coded with “Words for pain”: {many - 1} passages")).to_be_visible()
    expect(page.get_by_text(f"{many - 1} passages bear the code already")).to_be_visible()
    assert codebook.coding_counts(*asking)[code] == many - 1

    page.get_by_role("button", name="Undo the coding").click()
    expect(page.get_by_text(f"{many - 1} codings were taken back")).to_be_visible()
    assert code not in codebook.coding_counts(*asking)


def test_an_address_opens_its_search_and_a_hit_its_place(
    shared_sample: Served, browse: Browse
) -> None:
    page = browse(shared_sample, f"/search?study={shared_sample.study_id}&words=nurse&group=Staff")
    expect(page.get_by_label("Find in all transcripts")).to_have_value("nurse")
    links = page.locator(".ebcd-hits a")
    expect(links.first).to_be_visible()
    expect(page.locator(".ebcd-hits strong").first).to_contain_text("Staff")
    links.first.click()
    page.wait_for_url(re.compile(r"/coding\?.*at=\d+-\d+"))
    settled(page)


def test_what_cannot_be_read_is_told_in_a_sentence(shared_sample: Served, browse: Browse) -> None:
    page = browse(shared_sample, f"/search?study={shared_sample.study_id}&words=%22the+pain")
    expect(page.get_by_text("A quotation mark is missing")).to_be_visible()
