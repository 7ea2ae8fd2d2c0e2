"""Playing along: the text follows the film, and a transcript without times is given them."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ebcd.acts import recordings, transcripts, turn_times
from ebcd.acts.access import command_line
from ebcd.acts.turn_times import TurnTime
from tests.browser.conftest import Browse, Served, violations

pytestmark = pytest.mark.browser

FILMED, UNTIMED = "P02 interview", "P06 interview"


def transcript_of(served: Served, title: str) -> int:
    listed = transcripts.transcripts(served.workbench, command_line(), served.study_id)
    return next(each.id for each in listed if each.title == title)


def opened(browse: Browse, served: Served, title: str, **settings: Any) -> Page:
    """The desk with the recording ready to be played."""
    found = transcript_of(served, title)
    page = browse(served, f"/coding?study={served.study_id}&transcript={found}", **settings)
    expect(page.locator(".ebcd-desk .player")).to_be_visible()
    return page


def film(page: Page) -> Any:
    """What the player is at: seconds, whether it stands still, and its speed."""
    page.wait_for_function("() => document.querySelector('.player video').readyState > 0")
    return page.evaluate(
        "() => { const v = document.querySelector('.player video');"
        " return {at: v.currentTime, still: v.paused, speed: v.playbackRate}; }"
    )


def seek(page: Page, seconds: float) -> None:
    page.evaluate(
        "(to) => new Promise((then) => { const v = document.querySelector('.player video');"
        " v.addEventListener('seeked', then, {once: true}); v.currentTime = to; })",
        seconds,
    )


def test_the_text_follows_the_film_until_the_reader_goes_elsewhere(
    shared_sample: Served, browse: Browse
) -> None:
    page = opened(browse, shared_sample, FILMED)
    text = page.locator(".ebcd-desk .scroller")
    spoken = page.locator(".turn[aria-current=true]")
    film(page)
    text.focus()
    page.keyboard.press("Space")
    expect(spoken).to_contain_text("we're recording")
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    assert not film(page)["still"]
    cues = "() => [...document.querySelector('.player video').textTracks[0].activeCues ?? []]"
    page.wait_for_function(f"{cues}.some((cue) => cue.text.includes('recording'))")
    page.keyboard.press("Space")
    expect(page.locator(".said")).to_contain_text("Paused at 0:0")
    assert film(page)["still"]

    page.get_by_role("button", name="Play from 0:23").click()
    expect(spoken).to_contain_text("Came off a second lift")
    assert not film(page)["still"]
    lit = "() => [...CSS.highlights.get('ebcd-spoken') ?? []].map(String).join()"
    page.wait_for_function(f"{lit}.length > 0")
    seek(page, 240)
    expect(spoken).to_be_in_viewport()
    follow = page.get_by_role("button", name="Follow", exact=True)
    text.hover()
    page.mouse.wheel(0, -3000)
    expect(follow).to_have_attribute("aria-pressed", "false")
    seek(page, 300)
    expect(spoken).not_to_be_in_viewport()
    text.focus()
    page.keyboard.press("k")
    expect(spoken).to_be_in_viewport()
    expect(follow).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("ArrowRight")
    expect(follow).to_have_attribute("aria-pressed", "false")


def test_keys_wind_and_change_the_speed_which_is_remembered(
    shared_sample: Served, browse: Browse
) -> None:
    page = opened(browse, shared_sample, FILMED)
    text = page.locator(".ebcd-desk .scroller")
    film(page)
    seek(page, 20)
    text.focus()
    page.keyboard.press("l")
    page.keyboard.press("l")
    assert film(page)["at"] == pytest.approx(30, abs=0.2)
    page.keyboard.press("j")
    assert film(page)["at"] == pytest.approx(25, abs=0.2)
    page.keyboard.press("+")
    page.keyboard.press("+")
    expect(page.get_by_label("Speed")).to_have_value("1.5")
    page.keyboard.press("c")
    captions = page.get_by_role("button", name="Captions", exact=True)
    expect(captions).to_have_attribute("aria-pressed", "false")
    page.reload()
    expect(page.get_by_label("Speed")).to_have_value("1.5")
    expect(captions).to_have_attribute("aria-pressed", "false")
    assert film(page)["speed"] == 1.5
    page.locator(".ebcd-desk .scroller").focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Play or pause the recording")


def test_a_film_that_the_browser_cannot_play_is_told_in_a_sentence(
    shared_sample: Served, browse: Browse
) -> None:
    page = browse(shared_sample, f"/codebook?study={shared_sample.study_id}")
    page.route("**/media-file/**", lambda route: route.fulfill(body="no film", content_type="a/b"))
    found = transcript_of(shared_sample, FILMED)
    page.goto(f"/coding?study={shared_sample.study_id}&transcript={found}")
    trouble = page.locator(".player .trouble")
    expect(trouble.first).to_contain_text("This browser cannot play “P02.mp4”")
    page.unroute("**/media-file/**")
    page.route(
        "**/media-file/**", lambda route: route.fulfill(status=404, json={"problem": "Gone."})
    )
    page.reload()
    expect(trouble.first).to_have_text("Gone.")


def test_a_transcript_without_times_is_given_them_while_the_film_plays(
    sample: Served, browse: Browse
) -> None:
    asking = sample.workbench, command_line(), sample.study_id
    there = transcript_of(sample, UNTIMED)
    hinted = browse(sample, f"/coding?study={sample.study_id}&transcript={there}")
    link = hinted.get_by_role("link", name="Link one on the Film page")
    expect(link).to_have_attribute("href", f"/film?study={sample.study_id}")
    hinted.close()
    recording = next(iter(recordings.recordings(*asking)))
    recordings.link_recording(*asking, there, recording, 500)

    def stored() -> list[TurnTime]:
        return list(turn_times.playing(*asking, there).turns)

    page = opened(browse, sample, UNTIMED)
    film(page)
    untimed = page.get_by_text("This transcript has no times yet.")
    expect(untimed).to_be_visible()
    page.get_by_role("button", name="Mark times").click()
    marking = page.get_by_role("group", name="Mark times")
    expect(marking).to_contain_text("Turn 1 of 56")
    said = page.locator(".ebcd-desk > .said")
    for number, seconds in enumerate((2.5, 6.5, 9.5), start=1):
        seek(page, seconds)
        page.keyboard.press("Enter")
        expect(said).to_contain_text(f"Turn {number} begins at")
    assert [each.start_ms for each in stored()[:4]] == [2_000, 6_000, 9_000, None]

    expect(untimed).to_be_hidden()
    page.keyboard.press("Backspace")
    expect(said).to_contain_text("Mark of turn 3 taken back")
    expect(marking).to_contain_text("Turn 3 of 56")
    assert stored()[2].start_ms is None

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(marking).to_contain_text("Turn 5 of 56")
    box = marking.get_by_label("Time of this turn")
    box.fill("0:04")
    box.press("Enter")
    expect(marking.get_by_role("alert")).to_contain_text("times cannot run backwards")
    box.fill("0:20.5")
    box.press("Enter")
    expect(marking.get_by_role("alert")).to_be_hidden()
    expect(page.locator("[data-turn='2'] .time")).to_contain_text("about 0:")
    turns = stored()
    assert turns[4].start_ms == 20_500
    assert [each.estimated for each in turns[:6]] == [False, False, True, True, False, False]

    seek(page, 31)
    page.context.set_offline(True)
    page.locator(".ebcd-desk .scroller").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(marking.get_by_role("alert")).to_contain_text("1 times unsaved: no connection")
    page.context.set_offline(False)
    expect(marking.get_by_role("alert")).to_be_hidden()
    assert stored()[5].start_ms == 30_500
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    now = marking.get_by_role("button", name="This turn begins now")
    now.scroll_into_view_if_needed()
    expect(now).to_be_in_viewport(ratio=1)
    wide = "() => document.documentElement.scrollWidth > innerWidth"
    assert not page.evaluate(wide)
    assert violations(page) == []
