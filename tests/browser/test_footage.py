"""From a recording that is broken off to a storyboard that plays, in one go."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ebcd.acts import film as acts
from ebcd.acts import recordings
from ebcd.acts.access import command_line
from tests.browser.conftest import Browse, Served, settled, violations
from tests.film.made_film import make_film

pytestmark = pytest.mark.browser


def playing(page: Page) -> dict[str, float]:
    """What the visible video is at, and its captions."""
    return dict(
        page.evaluate(
            "() => { const v = document.querySelector('.stage video.on');"
            " return {at: v ? v.currentTime : -1, still: v ? v.paused : true}; }"
        )
    )


def clips(served: Served) -> list[int]:
    found = acts.film(served.workbench, command_line(), served.study_id)
    assert found is not None
    return [clip.id for _, clip in found.board.clips()]


def add_a_recording(page: Page, film: Path) -> None:
    page.context.set_offline(True)
    page.get_by_label("Choose films or sound files").set_input_files(film)
    row = page.get_by_role("list", name="Recordings under way").get_by_role("listitem")
    expect(row).to_contain_text("No connection: trying again")
    page.get_by_role("button", name="Pause visit.mp4").click()
    expect(page.get_by_role("button", name="Go on with visit.mp4")).to_be_focused()
    page.context.set_offline(False)
    page.keyboard.press("Enter")
    expect(row).to_contain_text("In the study.")
    assert violations(page) == []


def play_the_storyboard(page: Page) -> None:
    page.locator("body").press("Space")
    said = page.get_by_role("status")
    expect(said).to_contain_text("Playing: Title card: Nothing to see")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect(said).to_contain_text("Clip 2")
    expect(page.locator(".captions")).to_contain_text("good news")
    at = playing(page)
    assert 72 < at["at"] < 84
    assert not at["still"]
    page.keyboard.press("Space")
    expect(said).to_contain_text("Paused at")
    assert playing(page)["still"]
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Captions").click()
    expect(page.locator(".captions")).to_be_hidden()
    assert violations(page) == []


def test_a_recording_comes_in_pieces_and_the_film_is_played_trimmed_and_put_in_order(
    sample: Served, browse: Browse, tmp_path: Path
) -> None:
    page = browse(sample, f"/recording/{sample.study_id}")
    add_a_recording(page, make_film(tmp_path / "visit.mp4"))
    kept = recordings.recordings(sample.workbench, command_line(), sample.study_id)
    assert "visit.mp4" in {each.name for each in kept.values()}

    page.goto(f"{sample.url}/film-playing/{sample.study_id}")
    play_the_storyboard(page)

    page.goto(f"{sample.url}/film?study={sample.study_id}")
    before = clips(sample)
    page.get_by_role("button", name="Open clip 2", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="10 frames later (in)").click()
    dialog.get_by_role("button", name="One word earlier (out)").click()
    expect(dialog.get_by_label("Out", exact=True)).to_have_value("1:23.091")
    assert violations(page) == []
    dialog.get_by_role("button", name="Trim", exact=True).click()
    expect(page.get_by_role("button", name="Undo: a clip was trimmed")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Open clip 2", exact=True).press("Escape")
    page.get_by_role("button", name="Open clip 2", exact=True).press("Alt+ArrowUp")
    expect(page.get_by_role("button", name="Open clip 1", exact=True)).to_be_focused()
    settled(page)
    assert clips(sample) == [before[1], before[0], *before[2:]]
    handle = page.locator("[data-drag]").nth(2)
    handle.hover()
    page.mouse.down()
    first = page.locator(".ebcd-film li").first.bounding_box()
    assert first is not None
    page.mouse.move(first["x"] + 9, first["y"] + 9, steps=3)
    page.mouse.move(first["x"] + 9, first["y"] + 5)
    page.mouse.up()
    for _ in range(2):
        settled(page)
        page.get_by_role("button", name="Undo: a clip was moved").click()
    settled(page)
    expect(page.get_by_role("button", name="Undo: a clip was trimmed")).to_be_visible()
    assert clips(sample) == before
