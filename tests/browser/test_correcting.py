"""A coded word is corrected from the desk, looked over, compared and taken back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from ebcd.acts import coding, versions
from ebcd.acts.access import command_line
from ebcd.acts.transcripts import transcripts
from tests.browser.conftest import Browse, Served, settled, violations

pytestmark = pytest.mark.browser


def corrected(page: Page, was: str, now: str) -> None:
    """Correct words of the turn that the page shows, and look at what changes."""
    words = page.get_by_role("textbox", name="What is said")
    expect(words).to_have_value(re.compile(re.escape(was)))
    words.fill(words.input_value().replace(was, now, 1))
    page.get_by_role("button", name="See what changes").click()
    expect(page.get_by_text("What hangs on the text")).to_be_visible()


def test_a_coded_word_is_corrected_compared_and_taken_back(sample: Served, browse: Browse) -> None:
    asking = sample.workbench, command_line(), sample.study_id
    chosen = transcripts(*asking)[0]
    opened = coding.opened(*asking, chosen.id)
    text = "\n".join(turn.text for turn in opened.transcript.turns)
    coded = next(one for one in opened.codings if "\n" not in text[one.span.start : one.span.end])
    quote = text[coded.span.start : coded.span.end]
    turn = text[: coded.span.start].count("\n")
    was, now = quote, f"{quote[: len(quote) // 2]}zebra {quote[len(quote) // 2 :]}"

    desk = browse(sample, f"/coding?transcript={chosen.id}")
    door = desk.locator(".ebcd-desk a.door").nth(turn)
    expect(door).to_have_attribute("href", re.compile(f"transcript={chosen.id}&turn={turn}$"))

    page = desk.context.new_page()
    page.goto(sample.url + (door.get_attribute("href") or ""))
    corrected(page, was, now)
    expect(page.locator("ol.ebcd-differing ins").first).to_contain_text("zebra")
    expect(page.get_by_text(re.compile("to the corrected words"))).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.get_by_text("Version 2 is saved.")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="zebra")).not_to_have_count(0)

    expect(desk.get_by_text("The transcript was corrected: this is what it says")).to_be_visible()
    expect(desk.locator(".ebcd-desk .say").nth(turn)).to_contain_text("zebra")
    carried = coding.opened(*asking, chosen.id)
    spans = {one.uuid: one.span for one in carried.codings}
    after = "\n".join(each.text for each in carried.transcript.turns)
    assert after[spans[coded.uuid].start : spans[coded.uuid].end] == now

    page.get_by_role("link", name="All transcripts").click()
    page.get_by_text("Versions", exact=True).click()
    expect(page.locator("ol.ebcd-differing ins").first).to_contain_text("zebra")
    page.get_by_text("Go back to these words").click()
    settled(page)
    page.get_by_role("button", name="Go back", exact=True).click()
    expect(page.get_by_text("Version 3 is saved.")).to_be_visible()
    past = versions.history(*asking, chosen.id)
    assert [one.number for one in past if one.current] == [3]
    assert coding.opened(*asking, chosen.id).codings == opened.codings
