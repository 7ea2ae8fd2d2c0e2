"""Asking the codings a question, and working with the passages that fit."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from ebcd.acts import findings
from ebcd.acts import retrieval as acts
from ebcd.acts.access import command_line
from ebcd.findings.question import How, Question, Row, written
from ebcd.store.findings import Material
from ebcd.ui.steps import address
from tests.browser.conftest import Browse, Served, settled, violations

pytestmark = pytest.mark.browser
TAB = "Passages by code"


def material(served: Served) -> Material:
    return findings.material(served.workbench, command_line(), served.study_id)


def code(of: Material, name: str) -> int:
    return next(each.id for each in of.codes if each.name == name)


def place(served: Served, question: Question | None = None) -> str:
    asked = {} if question is None else {"q": written(question)}
    return address("search", served.study_id, search_tab=TAB, **asked)


def passages(served: Served, question: Question) -> int:
    asking = served.workbench, command_line(), served.study_id
    return len(acts.retrieve(*asking, question, material(served)).found)


def choose(page: Page, label: str, option: str) -> None:
    """Take an option of a list that can be typed into; a redraw may close the list once."""
    box = page.get_by_role("combobox", name=label, exact=True)
    wanted = page.get_by_role("option", name=option, exact=True)
    for _ in range(5):
        box.fill("")
        box.fill(option)
        try:
            wanted.click(timeout=4_000)
            break
        except TimeoutError:
            settled(page)
    box.press("Tab")
    settled(page)


def way(page: Page, label: str) -> None:
    """Choose what is done with the passages."""
    settled(page)
    page.get_by_text(label, exact=True).first.click()


def answer(page: Page) -> Callable[[str | re.Pattern[str]], None]:
    return lambda words: expect(page.locator("[role=status]:has(strong)")).to_contain_text(words)


def test_a_question_is_asked_worked_with_undone_and_kept(sample: Served, browse: Browse) -> None:
    of = material(sample)
    waiting, angry = code(of, "Time and waiting"), code(of, "Angry")
    page = browse(sample, place(sample))
    says = answer(page)
    says("All coded passages.")
    choose(page, "Passages coded with", "Time and waiting")
    page.get_by_role("button", name="Add a row").click()
    choose(page, "With the codes", "Angry")
    says("Passages coded Time and waiting that meet Angry.")
    question = Question((Row((waiting,)), Row((angry,), How.AND)))
    fit = passages(sample, question)
    assert fit
    says(re.compile(rf"{fit} passages? · \d+ (person|people): "))
    expect(page.locator("blockquote.ebcd")).to_have_count(fit)

    page.get_by_text("Passage 1", exact=True).click()
    expect(page.get_by_text("With this 1 passage")).to_be_visible()
    way(page, "Recode…")
    page.get_by_text("Add a code", exact=True).click()
    choose(page, "Code to add", "Being discharged")
    page.get_by_role("button", name="Code 1 passage").click()
    expect(page.get_by_text("1 passage coded.")).to_be_visible()
    assert len(material(sample).passages) == len(of.passages) + 1
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back.")).to_be_visible()
    assert len(material(sample).passages) == len(of.passages)

    page.get_by_text("Keep a query").click()
    page.get_by_label("Keep what is asked now as").fill("Cross about waiting")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_text("The query is kept.")).to_be_visible()
    page.get_by_role("button", name="Ask anew").click()
    says("All coded passages.")
    page.get_by_text("1 kept query").click()
    page.get_by_role("button", name="Cross about waiting", exact=True).click()
    says("Passages coded Time and waiting that meet Angry.")

    way(page, "Download…")
    with page.expect_download() as download:
        page.get_by_role("button", name="Word").click()
    assert download.value.suggested_filename.endswith("passages.docx")


def test_an_address_asks_and_passages_go_to_the_film_and_to_a_priority(
    sample: Served, browse: Browse
) -> None:
    of = material(sample)
    question = Question((Row((code(of, "Being discharged"),)),))
    page = browse(sample, place(sample, question))
    answer(page)("Passages coded Being discharged")
    way(page, "To the film…")
    page.get_by_role("button", name=re.compile(r"Add \d+ clips?")).click()
    expect(page.get_by_text(re.compile(r"left out: .*|\d+ clips? added\.")).first).to_be_visible()
    way(page, "Keep as evidence…")
    page.get_by_role("button", name=re.compile(r"Keep \d+ passages?")).click()
    expect(page.get_by_text(re.compile(r"\d+ passages? kept\.")).first).to_be_visible()
    page.get_by_role("link", name=re.compile("^Open in")).first.click()
    page.wait_for_url(re.compile(r"/coding\?.*at=\d+-\d+"))


@pytest.mark.parametrize(("width", "dark"), [(1400, False), (390, True)])
def test_the_question_is_accessible_and_fits(
    shared_sample: Served, browse: Browse, width: int, dark: bool
) -> None:
    of = material(shared_sample)
    near = Row((code(of, "Angry"),), How.NEAR, within=3)
    page = browse(
        shared_sample, place(shared_sample, Question((Row(), near))), width=width, dark=dark
    )
    answer(page)("within 3 sentences of Angry")
    way(page, "Recode…")
    expect(page.get_by_text("Replace a code by another")).to_be_visible()
    settled(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
