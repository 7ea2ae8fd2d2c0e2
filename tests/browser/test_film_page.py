"""The film page in a real browser: order, trim, approve, take out and put back, add, play."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from ebcd.acts import film as acts
from ebcd.acts.access import command_line
from tests.browser.conftest import Browse, Served, choose, settled, violations

pytestmark = pytest.mark.browser


def order(served: Served) -> list[int]:
    found = acts.film(served.workbench, command_line(), served.study_id)
    assert found is not None
    return [clip.id for _chapter, clip in found.board.clips()]


def clip_of(served: Served, words: str) -> tuple[int, int]:
    """Number in the film and id of the clip that begins with `words`."""
    found = acts.film(served.workbench, command_line(), served.study_id)
    assert found is not None
    for number, (_chapter, clip) in enumerate(found.board.clips(), start=1):
        if clip.words.startswith(words):
            return number, clip.id
    raise AssertionError(words)


def open_clip(page: Page, number: int):  # type: ignore[no-untyped-def]
    page.get_by_role("button", name=f"Open clip {number}", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    settled(page)
    return dialog


def test_an_empty_study_begins_its_film_on_the_page(empty: Served, browse: Browse) -> None:
    page = browse(empty, "/film")
    expect(page.get_by_text("There is no storyboard yet", exact=False)).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Begin the storyboard").click()
    expect(page.get_by_text("There are no chapters yet", exact=False)).to_be_visible()


def test_a_clip_plays_from_its_in_with_captions(shared_sample: Served, browse: Browse) -> None:
    number, _id = clip_of(shared_sample, "And he says, good news")
    dialog = open_clip(browse(shared_sample, "/film"), number)
    film = dialog.locator("video")
    expect(film).to_have_attribute("src", re.compile(r"/media-file/\d+/\d+#t=72\.\d+,83\.\d+"))
    film.evaluate("v => v.readyState >= 1 || new Promise(r => v.onloadedmetadata = r)")
    assert 72 < film.evaluate("v => v.currentTime") < 74
    assert film.evaluate("v => v.textTracks[0].kind") == "captions"


def test_an_answer_is_recorded_and_the_row_says_so(sample: Served, browse: Browse) -> None:
    page = browse(sample, "/film")
    number, clip_id = clip_of(sample, "And I swim")
    row = page.locator(".ebcd-film li").nth(number - 1)
    expect(row).to_contain_text("has not been asked yet")
    dialog = open_clip(page, number)
    assert violations(page) == []
    expect(dialog.get_by_role("radio", name="Approved", exact=True)).not_to_be_checked()
    dialog.get_by_text("Approved", exact=True).click()
    how = dialog.get_by_role("combobox", name="How it was given")
    how.fill("by telephone")
    how.press("Enter")
    dialog.get_by_role("button", name="Record the answer").click()
    expect(row).to_contain_text("has approved this clip")
    found = acts.film(sample.workbench, command_line(), sample.study_id)
    assert found is not None
    assert found.clip(clip_id)[1].people[0].approval.how == "by telephone"


def test_a_trim_changes_words_and_times(sample: Served, browse: Browse) -> None:
    page = browse(sample, "/film")
    number, _id = clip_of(sample, "And he says, good news")
    dialog = open_clip(page, number)
    dialog.get_by_label("Out", exact=True).fill("1:16")
    dialog.get_by_role("button", name="Trim").click()
    row = page.locator(".ebcd-film li").nth(number - 1)
    expect(row).to_contain_text("1:12–1:16")
    expect(row).not_to_contain_text("most people are pleased")
    expect(row).to_contain_text("has approved this clip")


def test_a_passage_is_added_and_one_without_consent_cannot_be(
    sample: Served, browse: Browse
) -> None:
    page = browse(sample, "/film")
    before = len(order(sample))
    page.get_by_role("tab", name="Add clips").click()
    adding = page.get_by_role("button", name=re.compile("^Add to “")).first
    expect(adding).to_be_visible()
    settled(page)
    adding.click()
    expect(page.get_by_text("Added. Now ask the people in it.").first).to_be_visible()
    assert len(order(sample)) == before + 1
    settled(page)
    choose(page, re.compile("Spoken by"), "P06")
    choose(page, re.compile("Passages coded with"), "Any code")
    expect(page.get_by_text("P06 does not consent to the film.").first).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Add "))).to_have_count(0)


@pytest.mark.parametrize(("width", "dark"), [(1400, False), (390, True)])
def test_every_part_is_accessible_and_fits(
    shared_sample: Served, browse: Browse, width: int, dark: bool
) -> None:
    page = browse(shared_sample, "/film", width=width, dark=dark)
    for part in ("Storyboard", "Balance", "Approval", "Versions", "Files"):
        page.get_by_role("tab", name=part, exact=True).click()
        page.wait_for_timeout(300)
        settled(page)
        assert violations(page) == [], part
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) <= 0, part


def test_files_hold_approved_clips_and_the_final_waits(
    shared_sample: Served, browse: Browse
) -> None:
    page = browse(shared_sample, "/film")
    page.get_by_role("tab", name="Files").click()
    expect(page.get_by_role("button", name="Final storyboard")).to_have_count(0)
    with page.expect_download() as coming:
        page.get_by_role("button", name="Captions (SRT)", exact=True).click()
    text = coming.value.path().read_text("utf-8")
    assert "good news" in text
    assert "swim. Twice" not in text
