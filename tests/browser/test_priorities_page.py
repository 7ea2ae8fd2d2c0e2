"""The facilitator's pages: lists, a vote from preparing to the reveal, the map, co-design."""

from __future__ import annotations

import io

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from ebcd.acts import ballots, codesign, events, priorities, rounds
from ebcd.acts.access import command_line
from ebcd.priorities import codes
from ebcd.priorities.lists import ItemState, ListName
from ebcd.priorities.rounds import State
from tests.browser.conftest import Browse, Served, settled, violations

pytestmark = pytest.mark.browser


def press(page: Page, name: str) -> None:
    """Press a button and wait until the page has answered."""
    page.get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_timeout(150)
    settled(page)


def test_a_vote_is_prepared_opened_watched_closed_and_revealed(
    empty: Served, browse: Browse
) -> None:
    asking = (empty.workbench, command_line(), empty.study_id)
    for title in ("Being believed", "A number to call"):
        priorities.add_item(*asking, ListName.JOINT, title)
    page = browse(empty, "/priorities?view=rounds")
    press(page, "Prepare")
    expect(page.get_by_text("Being prepared.")).to_be_visible()
    press(page, "Open for votes")
    page.get_by_role("dialog").get_by_role("button", name="Open now").click()
    expect(page.get_by_text("Open for votes.", exact=False).first).to_be_visible()
    (found,) = rounds.rounds(*asking)
    assert found.state is State.OPEN
    for group in ("patient",) * 5 + ("staff",) * 5:
        token = codes.token()
        ballots.start(empty.workbench, found.join_code or "", group, token)
        ballots.cast(empty.workbench, found.join_code or "", token, {"1": "2", "2": "1"})
    expect(page.get_by_text("10 votes are in.")).to_be_visible(timeout=10_000)
    assert "30" not in page.locator("table").first.inner_text()
    assert violations(page) == []
    press(page, "Close for good")
    page.get_by_role("dialog").get_by_role("button", name="Close now").click()
    page.get_by_role("button", name="Reveal the result").click()
    expect(page.get_by_role("table").first).to_contain_text("Being believed")
    expect(page.get_by_role("table").nth(1)).to_contain_text("Patients (5)")
    expect(
        page.get_by_text("First, whoever of this room had come: Being believed.")
    ).to_be_visible()
    page.get_by_text("Audit of this vote").click()
    expect(page.get_by_text("Ballots counted: on phones 10.")).to_be_visible()
    expect(page.get_by_text("Closed for good, and counted: 10")).to_be_visible()
    assert violations(page) == []


def test_the_sheet_of_cards_is_given_once_and_its_codes_work(empty: Served, browse: Browse) -> None:
    asking = (empty.workbench, command_line(), empty.study_id)
    for title in ("A", "B"):
        priorities.add_item(*asking, ListName.JOINT, title)
    page = browse(empty, "/priorities?view=rounds")
    press(page, "Prepare")
    page.get_by_text("Personal cards: one vote each").click()
    page.get_by_label("Cards for: Staff").fill("3")
    press(page, "Make cards")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the sheet of cards (Word)").click()
    document = Document(io.BytesIO(saved.value.path().read_bytes()))
    text = "\n".join(
        p.text for row in document.tables[0].rows for cell in row.cells for p in cell.paragraphs
    )
    printed = [
        line.replace(" ", "")
        for line in text.splitlines()
        if codes.could_be(line.replace(" ", ""), codes.CARD_LENGTH)
    ]
    assert len(set(printed)) == 3
    (found,) = rounds.rounds(*asking)
    assert all(ballots.door(empty.workbench, code)[0] == found.join_code for code in printed)


def test_an_item_goes_from_the_long_list_to_a_joint_priority(empty: Served, browse: Browse) -> None:
    asking = (empty.workbench, command_line(), empty.study_id)
    page = browse(empty, "/priorities?view=joint")
    page.get_by_text("Add an item that came up at the joint event").click()
    page.get_by_label("In your own words").fill("Being *believed* <b>")
    press(page, "Add")
    expect(page.get_by_text("1. Being *believed* <b>")).to_be_visible()
    press(page, "Open")
    page.get_by_role("dialog").get_by_label("Why the group chose it").fill("Both said so")
    page.get_by_role("dialog").get_by_role("button", name="Confirm as a joint priority").click()
    expect(page.get_by_text("Why: Both said so")).to_be_visible()
    (item,) = priorities.items(*asking).values()
    assert item.state is ItemState.CHOSEN


def test_an_empty_page_says_what_to_do_next(empty: Served, browse: Browse) -> None:
    for path in ("/priorities?view=patient", "/priorities?view=rounds", "/events", "/codesign"):
        page = browse(empty, path)
        expect(page.locator('[data-testid="stAlert"]:visible').first).to_be_visible()
        assert violations(page) == [], path


@pytest.mark.parametrize("width", [1400, 390])
def test_every_page_of_the_sample_is_accessible_and_fits(
    sample: Served, browse: Browse, width: int
) -> None:
    views = [f"/priorities?view={view}" for view in ("patient", "staff", "joint", "rounds")]
    for path in (*views, "/events", "/codesign"):
        page = browse(sample, path, width=width)
        page.wait_for_timeout(500)
        assert page.get_by_test_id("stException").count() == 0, path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert violations(page) == [], path


def test_the_map_is_made_by_buttons_alone(empty: Served, browse: Browse) -> None:
    asking = (empty.workbench, command_line(), empty.study_id)
    page = browse(empty, "/events")
    press(page, "Plan it")
    page.get_by_label("A moment in the group's own words").fill("The first letter")
    press(page, "Put it on the map")
    press(page, "Lower")
    press(page, "Lower")
    page.get_by_label("How it felt").fill("lost")
    press(page, "Add the note")
    (event_id,) = events.events(*asking)
    (card,) = events.cards(*asking, event_id).values()
    assert (card.title, card.height, [note.word for note in card.notes]) == (
        "The first letter",
        -2,
        ["lost"],
    )
    expect(page.get_by_role("table")).to_contain_text("bad (−2)")


def test_an_action_and_its_output_are_recorded(empty: Served, browse: Browse) -> None:
    asking = (empty.workbench, command_line(), empty.study_id)
    codesign.add_group(*asking, "Bringing people together")
    page = browse(empty, "/codesign")
    page.get_by_label("What", exact=True).fill("A monthly drop-in")
    page.get_by_label("Who", exact=True).fill("Sam")
    press(page, "Plan it")
    press(page, "Record an output")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What came of it").fill("First drop-in held")
    dialog.get_by_label("You said (as people would put it)").fill("We never meet")
    dialog.get_by_label("We did").fill("A drop-in")
    dialog.get_by_role("button", name="Record").click()
    expect(page.get_by_role("table")).to_contain_text("We never meet")
    (output,) = codesign.plan(*asking).outputs.values()
    assert output.what == "First drop-in held"
