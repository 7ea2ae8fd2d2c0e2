"""The assistant page in a browser: learn, decide, undo, explore."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from ebcd.acts import assistant as acts
from ebcd.acts import assistant_fit, assistant_questions
from ebcd.acts.access import command_line
from tests.browser.conftest import Browse, Served, settled, violations

pytestmark = pytest.mark.browser


def _tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()
    settled(page)


def test_suggestions_are_decided_by_button_and_key_and_taken_back(
    sample: Served, browse: Browse
) -> None:
    assistant_fit.bring_up_to_date(sample.workbench, sample.study_id)
    asking = (sample.workbench, command_line(), sample.study_id)
    first, second = acts.queue(*asking, most=2)
    page = browse(sample, f"/assistant?study={sample.study_id}")
    card = page.locator(".st-key-assistant_card")
    expect(card.locator("mark.ebcd-why").first).to_be_visible()
    expect(card).to_contain_text(first.title)
    assert not violations(page)

    page.get_by_role("button", name="Accept", exact=False).first.click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible(timeout=20_000)
    assert acts.decided(*asking) == {"accepted": 1}
    expect(card).to_contain_text(second.title)

    of_second = len(acts.together(*asking, second))
    page.keyboard.press("Alt+Shift+X")
    expect(page.get_by_text("Dismissed.", exact=True).first).to_be_visible(timeout=20_000)
    assert acts.decided(*asking) == {"accepted": 1, "dismissed": of_second}

    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back.")).to_be_visible(timeout=20_000)
    assert acts.decided(*asking) == {"accepted": 1}


def _topics_are_worked_with_by_keyboard(page: Page) -> None:
    """A topic is chosen, named, split, joined again by undo, and sent to a new code."""
    page.locator("a[data-press]").first.press("Enter")
    expect(page.get_by_text("Passages, the most typical first")).to_be_visible(timeout=30_000)
    page.get_by_text("Name, merge or split this topic").click()
    page.get_by_label("Name of the topic").fill("On the ward")
    page.get_by_role("button", name="Save the name").press("Enter")
    expect(page.get_by_role("heading", name="1. On the ward")).to_be_visible(timeout=30_000)
    settled(page)
    page.get_by_role("button", name="Split", exact=True).press("Enter")
    expect(
        page.get_by_text("The topic was split: its parts are in the list.").first
    ).to_be_visible()
    expect(page.get_by_text("A part of a topic that you split")).to_be_visible(timeout=30_000)
    settled(page)
    page.get_by_role("button", name="Undo", exact=True).press("Enter")
    expect(page.get_by_role("link", name="1. On the ward")).to_be_visible(timeout=30_000)
    page.locator("a[data-press]").first.press("Enter")
    page.get_by_text("Send passages to a code").click()
    chooser = page.get_by_role("combobox", name="With the code")
    expect(chooser).to_be_visible()
    settled(page)
    name = page.get_by_label("Name of the new code")
    for _attempt in range(4):  # a page that is drawn again meanwhile takes the open list away
        chooser.fill("")  # what is typed twice opens no list
        chooser.fill("A new code")
        with suppress(TimeoutError):
            page.get_by_role("option", name="A new code").wait_for(timeout=3_000)
            page.keyboard.press("Enter")
            name.wait_for(timeout=5_000)
            break
    name.fill("Ward life")
    name.press("Enter")
    code = page.get_by_role("button", name=re.compile(r"^Code \d+ passages$"))
    expect(code).to_be_enabled()
    expect(page.locator(".ebcd-ticking input").first).to_be_checked()
    settled(page)
    code.press("Enter")
    expect(page.get_by_text("Coded with “Ward life”", exact=False)).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="Undo the coding").press("Enter")
    expect(page.get_by_text("were taken back", exact=False)).to_be_visible(timeout=20_000)


def test_topics_and_how_good_it_is_can_be_read_without_the_map(
    sample: Served, browse: Browse
) -> None:
    assistant_fit.bring_up_to_date(sample.workbench, sample.study_id)
    page = browse(sample, f"/assistant?study={sample.study_id}", width=390, dark=True)
    _tab(page, "Topics")
    expect(page.get_by_text("Topics are not themes.", exact=False)).to_be_visible()
    _topics_are_worked_with_by_keyboard(page)
    assert not violations(page)
    _tab(page, "How good is it here?")
    expect(
        page.get_by_role("columnheader", name="Among its first three", exact=True)
    ).to_be_attached()
    expect(page.get_by_role("columnheader", name="Passages coded")).to_be_attached()
    assert not violations(page)
    _tab(page, "Questions")
    expect(page.get_by_role("heading", name="What to read next")).to_be_visible()
    assert not violations(page)
    asking = (sample.workbench, command_line(), sample.study_id)
    before = assistant_questions.questions(*asking)
    page.get_by_role("button", name="No, rightly without").click()
    expect(page.get_by_text("Left without the code.").first).to_be_visible(timeout=20_000)
    assert len(assistant_questions.questions(*asking)) == len(before) - 1
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back.")).to_be_visible(timeout=20_000)
    assert assistant_questions.questions(*asking) == before


def test_an_empty_study_says_what_to_do_first(empty: Served, browse: Browse) -> None:
    page = browse(empty, f"/assistant?study={empty.study_id}")
    expect(page.get_by_text("There are no codes yet", exact=False)).to_be_visible(timeout=60_000)
    assert not violations(page)
