"""From a pack's answers to a copy for staff, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Browse, Served, choose, settled, violations

pytestmark = pytest.mark.browser


def test_answers_then_the_patients_then_a_copy_for_staff(sample: Served, browse: Browse) -> None:
    page = browse(sample, "/film")
    expect(page.get_by_text("The patients agreed to this film", exact=False)).to_be_visible()
    page.get_by_role("tab", name="Approval", exact=True).click()
    answers = page.get_by_role("radiogroup", name=re.compile("^Clip 11"))
    answers.get_by_text("Approved", exact=True).click()
    choose(page, re.compile("How it was given"), "By telephone")
    page.get_by_role("button", name="Record the answers").click()
    changed = page.get_by_text("The film has changed since the patients agreed", exact=False)
    expect(changed.first).to_be_visible()
    settled(page)
    assert violations(page) == []
    page.get_by_role("tab", name="Files", exact=True).click()
    expect(page.get_by_role("heading", name="To go with the film")).to_be_visible()
    settled(page)
    choose(page, re.compile("Who is shown the film"), "The staff event")
    expect(page.get_by_text("and none for anybody else", exact=False)).to_be_visible()
    page.get_by_role("tab", name="Approval", exact=True).click()
    page.get_by_text("They agreed to it", exact=True).click()
    page.get_by_role("button", name="Record what they said").click()
    expect(changed).to_have_count(0)
    settled(page)
    page.get_by_role("tab", name="Files", exact=True).click()
    expect(page.get_by_role("heading", name="To go with the film")).to_be_visible()
    settled(page)
    choose(page, re.compile("Who is shown the film"), "The staff event")
    shown = page.get_by_role("button", name="Its captions (SRT)")
    expect(shown).to_be_visible()
    settled(page)
    with page.expect_download() as coming:
        shown.click()
    said = coming.value.path().read_text("utf-8")
    assert "Esther: And he says, good news" in said
    assert "three in the morning" in said
    assert not re.search(r"\bP0\d", said)
