"""An event's day, in the order in which it comes: the check of the phones, ideas, the sign-up."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from ebcd.acts import codesign, events, ideas, priorities, sign_ups
from ebcd.acts.access import command_line
from ebcd.events import Event, EventKind
from ebcd.priorities.lists import ListName
from tests.browser.conftest import Browse, Served, settled, violations

pytestmark = pytest.mark.browser


def test_the_day_of_an_event(empty: Served, browse: Browse) -> None:
    asking = (empty.workbench, command_line(), empty.study_id)
    events.add_event(*asking, Event(0, EventKind.JOINT, "Joint event"))
    group = codesign.add_group(*asking, "Clocks")
    phone = browse(empty, "/vote", width=390, signed_in=False, java_script_enabled=False)

    page = browse(empty, "/events")
    page.get_by_text("Check the phones").click()
    page.get_by_role("button", name="Check this address").click()
    expect(page.get_by_text("No phone has come through yet.")).to_be_visible()
    link = re.search(r"/vote/check/\w+", page.content())
    assert link
    phone.goto(empty.url + link[0])
    phone.get_by_role("button", name="Answer").click()
    expect(phone.get_by_role("heading")).to_have_text("This phone came through")
    expect(page.get_by_text("1 phone reached us at")).to_be_visible(timeout=10_000)
    expect(page.get_by_text("The team's sign-in answers at this door too")).to_be_visible()
    assert violations(page) == []

    page = browse(empty, "/priorities?view=ideas")
    page.get_by_role("button", name="Open ideas to the room").click()
    form = page.get_by_role("link", name="Open the form as people see it")
    address = form.get_attribute("href") or ""
    for text in ("A clock", "Clocks <b>please</b>"):
        phone.goto(empty.url + address)
        phone.get_by_label("Your idea").fill(text)
        phone.get_by_role("button", name="Send it").click()
    expect(page.get_by_text("2 ideas wait now.")).to_be_visible(timeout=10_000)
    page.get_by_role("button", name="Show them").click()
    expect(page.get_by_text("Clocks <b>please</b>")).to_be_visible()
    first, second = (idea.id for idea in ideas.ideas(*asking))
    ideas.approve(*asking, [first, second], ListName.JOINT, "Clocks to be seen")
    assert violations(page) == []
    page = browse(empty, "/priorities?view=joint")
    expect(page.get_by_text("from the room: A clock; Clocks <b>please</b>")).to_be_visible()
    assert len(priorities.items(*asking)) == 1

    page = browse(empty, "/codesign")
    page.get_by_text("Sign-up", exact=True).click()
    page.get_by_role("button", name="Open sign-up to the room").click()
    form = page.get_by_role("link", name="Open the form as people see it")
    phone.goto(empty.url + (form.get_attribute("href") or ""))
    phone.get_by_label("Carer").check()
    phone.get_by_label("Your name").fill("Ann Lee")
    phone.get_by_role("button", name="Sign up").click()
    expect(phone.get_by_role("heading")).to_have_text("You are signed up")
    assert sign_ups.heads(*asking) == {group: {"carer": 1}}
    settled(page)
    assert violations(page) == []
