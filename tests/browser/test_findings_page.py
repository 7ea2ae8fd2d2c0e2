"""The findings page in a real browser."""

from __future__ import annotations

import re
import statistics
import time

import pytest
from playwright.sync_api import Page, expect

from ebcd.acts import findings
from ebcd.acts.access import command_line
from ebcd.acts.findings import Across
from tests.browser.conftest import Browse, Served, settled, violations

pytestmark = pytest.mark.browser


def cells(page: Page):  # type: ignore[no-untyped-def]
    return page.locator("table.ebcd-grid td a")


def test_an_empty_study_says_what_to_do_first(empty: Served, browse: Browse) -> None:
    page = browse(empty, "/findings")
    expect(page.get_by_text("There are no touchpoints yet")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="To the codebook")).to_be_visible()


def test_a_cell_opens_its_quotations_and_a_quotation_its_place(
    sample: Served, browse: Browse
) -> None:
    page = browse(sample, "/findings")
    cell = cells(page).nth(4)
    label = cell.get_attribute("aria-label") or ""
    passages = int(re.search(r"(\d+) passage", label)[1])  # type: ignore[index]
    cell.click()
    heading = page.locator("h2[data-pressed]")
    expect(heading).to_have_text(label.split(":")[0])
    expect(heading).to_be_focused()
    expect(page.locator("blockquote.ebcd")).to_have_count(min(passages, 10))
    assert "cell=" in page.url
    page.get_by_role("link", name=re.compile("^Open in")).first.click()
    page.wait_for_url(re.compile(r"/coding\?.*at=\d+-\d+"))
    assert re.search(r"transcript=\d+", page.url)


def test_an_address_opens_its_cell(sample: Served, browse: Browse) -> None:
    asking = sample.workbench, command_line(), sample.study_id
    of = findings.material(*asking)
    made = findings.grid(of, Across.EMOTION)
    row, column = next(iter(made.cells))
    page = browse(sample, f"/findings?study={sample.study_id}&across=emotion&cell={row}-{column}")
    found = findings.opened_cell(*asking, of, made.cell(row, column))
    expect(page.locator("blockquote.ebcd")).to_have_count(min(len(found), 10))
    first = page.locator("blockquote.ebcd").first.inner_text()
    assert first.replace("\n", " ") in {each.text.replace("\n", " ") for each in found}


def test_the_table_reads_as_a_table(sample: Served, browse: Browse) -> None:
    page = browse(sample, "/findings")
    assert page.locator("table.ebcd-grid thead th[scope=col]").count() > 3
    assert page.locator("table.ebcd-grid tbody th[scope=row]").count() > 3
    label = cells(page).first.get_attribute("aria-label") or ""
    assert re.search(r": \d+ patients?, carers?.* \d+ staff, \d+ passages?", label)


def test_the_journey_is_drawn_and_told(sample: Served, browse: Browse) -> None:
    page = browse(sample, "/findings")
    page.get_by_role("tab", name="Journey").click()
    expect(page.get_by_role("columnheader", name="The two sides")).to_be_visible()
    expect(page.locator('[data-testid="stVegaLiteChart"]')).to_have_count(2)


def test_a_cell_answers_quickly(sample: Served, browse: Browse) -> None:
    page = browse(sample, "/findings")
    times = []
    for at in range(2, 12):
        name = (cells(page).nth(at).get_attribute("aria-label") or "").split(":")[0]
        began = time.perf_counter()
        cells(page).nth(at).dispatch_event("click")
        page.wait_for_function(
            "name => document.querySelector('h2[data-pressed]')?.textContent === name", arg=name
        )
        times.append(time.perf_counter() - began)
    assert statistics.median(times) < 1.5


@pytest.mark.parametrize(("width", "dark"), [(1400, False), (390, True)])
def test_every_tab_is_accessible_and_fits(
    sample: Served, browse: Browse, width: int, dark: bool
) -> None:
    page = browse(sample, "/findings", width=width, dark=dark)
    cells(page).nth(3).click()
    expect(page.locator("h2[data-pressed]")).to_be_visible()
    for tab in ("Grid", "Journey", "People", "Saturation", "Agreement"):
        page.get_by_role("tab", name=tab).click()
        page.wait_for_timeout(400)
        settled(page)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
