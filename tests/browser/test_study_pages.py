"""Starting a study, recording people and their consent, and letting a colleague in."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from ebcd.acts import people, study
from ebcd.acts.access import command_line
from ebcd.people import Use, allows
from tests.browser.conftest import Browse, Served, choose, settled


def _toast(page: Page, text: str) -> None:
    """Wait for the toast that says this, in this case: an earlier one may still be seen."""
    toasts = page.locator('[data-testid="stToast"]')
    expect(toasts.filter(has_text=re.compile(re.escape(text))).first).to_be_visible()


def test_a_study_is_started_described_and_departs_from_the_method(
    empty: Served, browse: Browse
) -> None:
    page = browse(empty, "/?all=1")
    page.get_by_label("Name", exact=True).fill("Living with asthma")
    page.get_by_label("Service or pathway").fill("Asthma clinic")
    page.get_by_role("button", name="Start the study").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Living with asthma")
    page.get_by_text("Reflexive thematic analysis").click()
    page.get_by_role("button", name="Save", exact=True).click()
    _toast(page, "Saved")
    page.get_by_role("tab", name="Deviations").click()
    page.get_by_label("What is done otherwise").fill("No observation")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("A deviation needs both")).to_be_visible()
    expect(page.get_by_label("What is done otherwise")).to_have_value("No observation")
    page.get_by_label("Why").fill("Consultations vary too much")
    page.get_by_role("button", name="Add", exact=True).click()
    _toast(page, "Added")
    expect(page.get_by_text("Consultations vary too much").first).to_be_visible()
    started = study.study_named(empty.workbench, command_line(), "Living with asthma")
    assert started.analytic_approach.value == "reflexive"
    [deviation] = study.deviations(empty.workbench, command_line(), started.id)
    assert deviation.reason == "Consultations vary too much"


def test_a_participant_is_added_and_says_what_they_agree_to(empty: Served, browse: Browse) -> None:
    page = browse(empty, f"/people?study={empty.study_id}")
    page.get_by_text("Add a participant").click()
    page.get_by_label("Role (for staff)").fill("")
    settled(page)
    page.get_by_role("button", name="Add", exact=True).click()
    _toast(page, "Added")
    consent = page.get_by_role("radiogroup", name="Be quoted in reports by pseudonym")
    consent.get_by_text("agreed").click()
    page.get_by_role("button", name="Record consent").click()
    _toast(page, "1 statement recorded")
    row = page.get_by_role("row", name=re.compile("P01"))
    expect(row).to_contain_text("agreed")
    [who] = people.participants(empty.workbench, command_line(), empty.study_id).values()
    assert allows(who, Use.QUOTE)
    assert not allows(who, Use.FILM)
    page.locator("summary").filter(has_text="Withdrawal").click()
    page.get_by_text("P01 withdraws from the study").click()
    page.get_by_role("button", name="Record the withdrawal").click()
    _toast(page, "Recorded. Their passages")
    [who] = people.participants(empty.workbench, command_line(), empty.study_id).values()
    assert who.withdrawn_on is not None


def test_a_colleague_gets_a_link_a_role_and_no_more(empty: Served, browse: Browse) -> None:
    page = browse(empty, f"/team?study={empty.study_id}")
    page.get_by_label("Name", exact=True).fill("Sam Okafor")
    page.get_by_label("Signs in as").last.fill("sam.okafor")
    page.get_by_role("button", name="Add", exact=True).click()
    link = page.locator('[data-testid="stCode"]').inner_text().strip()
    page.get_by_label("Signs in as").first.fill("sam.okafor")
    choose(page, "Role", "Reader")
    page.get_by_role("button", name="Save", exact=True).click()
    _toast(page, "Saved")
    other = browse(empty, link.removeprefix(empty.url), signed_in=False)
    other.get_by_role("button", name="Sign in").click()
    settled(other)
    expect(other.get_by_role("heading", level=1)).to_have_text("A study")
    other.goto(f"/people?study={empty.study_id}")
    settled(other)
    expect(other.get_by_text("Add a participant")).to_have_count(0)
    other.goto(link)
    expect(other.get_by_text("has been used")).to_be_visible()
