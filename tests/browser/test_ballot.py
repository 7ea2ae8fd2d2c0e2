"""A whole vote from a phone 390 px wide, without JavaScript, and with what axe says of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from ebcd.acts import rounds
from ebcd.acts.access import command_line
from ebcd.priorities.ballots import Method
from ebcd.priorities.rounds import Plan
from ebcd.store.rounds import RoundOption
from tests.browser.conftest import Browse, Served, violations

pytestmark = pytest.mark.browser

OPTIONS = [
    RoundOption(1, "Being believed", "Somebody listens the first time", "I said it four times."),
    RoundOption(2, "A number to call", "An answer within two days"),
    RoundOption(3, "Bringing people together", "A group that goes on"),
]


class Hall:
    """An open round of a served workbench."""

    def __init__(self, served: Served, method: Method = Method.DOTS) -> None:
        self.served = served
        start = (served.workbench, command_line(), served.study_id)
        plan = Plan("Joint event", method, "What should we work on first?")
        self.asking = (*start, rounds.prepare_round(*start, plan, OPTIONS))
        rounds.open_round(*self.asking)
        self.code = rounds.watch(*self.asking).round.join_code or ""


def join(page: Page, hall: Hall, group: str) -> None:
    page.get_by_label("The code on the screen, or on your card").fill(hall.code.lower())
    page.get_by_role("button", name="Go on").click()
    page.get_by_label(group).check()
    page.get_by_role("button", name="Start my vote").click()


def narrow_enough(page: Page) -> bool:
    """Whether nothing sticks out at the side: the page itself is not wider than the phone."""
    box = page.locator("main").bounding_box()
    assert box
    return box["width"] <= 390


def test_a_whole_vote_from_a_phone_without_javascript(empty: Served, browse: Browse) -> None:
    hall = Hall(empty)
    page = browse(empty, "/vote", width=390, signed_in=False, java_script_enabled=False)
    join(page, hall, "Carer")
    assert narrow_enough(page)
    for _ in range(2):
        page.get_by_role("button", name="Add a dot to Bringing people together").click()
    page.get_by_role("button", name="Add a dot to Being believed").click()
    expect(page.locator("#left")).to_have_text("2 of 5 dots left")
    page.get_by_role("button", name="Take one back from Being believed").click()
    expect(page.locator("#left")).to_have_text("3 of 5 dots left")
    page.reload()
    expect(page.locator("#o3")).to_contain_text("2 dots here")
    page.get_by_role("link", name="Check my vote").click()
    expect(page.get_by_role("listitem")).to_have_text(["3. Bringing people together: 2 dots"])
    page.get_by_role("button", name="Confirm my vote").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your vote is in")
    page.get_by_role("link", name="Change my vote").click()
    page.get_by_role("button", name="Add a dot to A number to call").click()
    page.get_by_role("link", name="Check my vote").click()
    page.get_by_role("button", name="Confirm my vote").click()
    rounds.close_round(*hall.asking)
    page.get_by_role("link", name="Look for the result").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Voting is closed")
    rounds.reveal_round(*hall.asking)
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_role("table")).to_contain_text("Bringing people together")
    result = rounds.watch(*hall.asking).round.result
    assert result
    assert {line["option"]: line["score"] for line in result["results"]} == {
        "Bringing people together": 2,
        "A number to call": 1,
        "Being believed": 0,
    }


def test_a_phone_comes_back_to_its_ballot_with_the_same_code(empty: Served, browse: Browse) -> None:
    hall = Hall(empty)
    page = browse(empty, "/vote", width=390, signed_in=False, java_script_enabled=False)
    join(page, hall, "Staff")
    page.get_by_role("button", name="Add a dot to Being believed").click()
    page.goto("about:blank")
    page.goto(f"/vote/{hall.code}")
    expect(page.locator("#left")).to_have_text("4 of 5 dots left")


def faults(browse: Browse, hall: Hall, dark: bool) -> list[str]:
    """What axe finds on each page of a vote, from the code to the result."""
    page = browse(hall.served, "/vote", width=390, signed_in=False, dark=dark)
    found = violations(page)
    page.get_by_label("The code on the screen, or on your card").fill("WRNGXX")
    page.get_by_role("button", name="Go on").click()
    found += violations(page)
    page.goto(f"/vote/{hall.code}")
    found += violations(page)
    page.get_by_label("Staff").check()
    page.get_by_role("button", name="Start my vote").click()
    found += violations(page)
    page.locator("#o1 button").first.click()
    found += violations(page)
    page.get_by_role("link", name="Check my vote").click()
    found += violations(page)
    page.get_by_role("button", name="Confirm my vote").click()
    found += violations(page)
    rounds.close_round(*hall.asking)
    rounds.reveal_round(*hall.asking)
    for path in (f"/vote/{hall.code}", f"/vote/{hall.code}/screen"):
        page.goto(path)
        found += violations(page)
    return found


def test_every_page_of_the_ballot_is_accessible_in_light_and_dark(
    empty: Served, browse: Browse
) -> None:
    assert faults(browse, Hall(empty, Method.DOTS), dark=False) == []
    assert faults(browse, Hall(empty, Method.APPROVAL), dark=True) == []


def test_the_ballot_works_by_keyboard_with_targets_of_44_pixels(
    empty: Served, browse: Browse
) -> None:
    hall = Hall(empty)
    page = browse(empty, f"/vote/{hall.code}", width=390, signed_in=False)
    page.get_by_label("Carer").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#left")).to_have_text("5 of 5 dots left")
    heights = page.locator("button, a.button").evaluate_all(
        "all => all.map(each => each.getBoundingClientRect().height).filter(each => each)"
    )
    assert min(heights) >= 44
    add = page.get_by_role("button", name="Add a dot to A number to call")
    for left in (4, 3, 2, 1, 0):
        add.press("Enter")
        expect(page.locator("#left")).to_have_text(f"{left} of 5 dots left")
    expect(page.get_by_role("button", name="Take one back from A number to call")).to_be_focused()


def test_with_javascript_a_phone_that_loses_the_network_loses_nothing_and_follows_the_room(
    empty: Served, browse: Browse
) -> None:
    hall, then = Hall(empty), Hall(empty, Method.RANKED)
    rounds.pause_round(*then.asking)
    page = browse(empty, f"/vote/{hall.code}", width=390, signed_in=False)
    page.clock.install()
    page.get_by_label("Carer").check()
    page.get_by_role("button", name="Start my vote").click()
    add = page.get_by_role("button", name="Add a dot to Being believed")
    with page.expect_response(lambda answer: answer.request.method == "POST") as saved:
        add.click()
    assert saved.value.status == 204
    page.context.set_offline(True)
    add.click()
    page.get_by_role("button", name="Add a dot to A number to call").click()
    expect(page.locator("#left")).to_have_text("2 of 5 dots left")
    expect(page.get_by_role("status")).to_contain_text("No network.")
    page.context.set_offline(False)
    expect(page.get_by_role("status")).to_contain_text("The network is back.")
    page.get_by_role("link", name="Check my vote").click()
    page.context.set_offline(True)
    page.get_by_role("button", name="Confirm my vote").click()
    expect(page.get_by_role("status")).to_contain_text("No network.")
    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your vote is in")
    rounds.close_round(*hall.asking)
    rounds.reveal_round(*hall.asking)
    page.clock.run_for(12_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Result: Joint event")
    expect(page.get_by_role("table").first).to_contain_text("Being believed")
    rounds.open_round(*then.asking)
    page.clock.run_for(12_000)
    page.get_by_role("link", name="Go to the next vote").first.click()
    expect(page.get_by_label("Carer")).to_be_checked()
    result = rounds.watch(*hall.asking).round.result
    assert result
    assert {line["option"]: line["score"] for line in result["results"]} == {
        "Being believed": 2,
        "A number to call": 1,
        "Bringing people together": 0,
    }
