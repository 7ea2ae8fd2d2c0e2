"""Searching by meaning, and bringing in a table of comments, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Browse, Served, violations

pytestmark = pytest.mark.browser


def test_a_question_leads_to_passages_and_a_passage_to_others_like_it(
    shared_sample: Served, browse: Browse
) -> None:
    study = f"/search?study={shared_sample.study_id}"
    page = browse(shared_sample, f"{study}&search_tab=By+meaning&ask=the+letter+about+tablets")
    found = page.get_by_role("list", name="Found")
    expect(found.get_by_role("listitem").first).to_be_visible(timeout=60_000)
    assert violations(page) == []
    page.get_by_role("link", name=re.compile("^Others like this passage")).first.click()
    expect(page.get_by_text("Passages like this one:")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("tab", name="By meaning")).to_have_attribute("aria-selected", "true")
    page.get_by_role("button", name="Ask a question instead").click()
    expect(page.get_by_label("Ask, or say what you look for")).to_be_visible()


def test_a_table_of_comments_is_told_apart_and_shown_before_it_is_saved(
    shared_sample: Served, browse: Browse
) -> None:
    page = browse(shared_sample, f"/transcripts?study={shared_sample.study_id}")
    table = b"Ward,Comment\nElm,Nobody rang me for weeks.\nOak,The nurse listened.\nElm,\n"
    page.locator("input[type=file]").first.set_input_files(
        {"name": "survey.csv", "mimeType": "text/csv", "buffer": table}
    )
    expect(page.get_by_text("2 comments. 1 row has no text and is left out.")).to_be_visible()
    first = page.get_by_role("list", name="The first comments").get_by_role("listitem").first
    expect(first).to_have_text("Row 2 · Elm Nobody rang me for weeks.")
    expect(page.get_by_role("radio", name=re.compile("^No, or we do not know"))).to_be_checked()
    expect(page.get_by_text("Who is interviewed in these files?")).to_have_count(0)
