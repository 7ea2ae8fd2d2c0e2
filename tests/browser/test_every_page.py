"""Every page on the sample study: it opens, says something, is accessible and calls nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from ebcd.ui.steps import STEPS
from tests.browser.conftest import Browse, Served, settled, violations

NAMES = [step.name for step in STEPS]
Window = Callable[..., Page]


@pytest.fixture(scope="module")
def window(browser: Browser, shared_sample: Served) -> Iterator[Window]:
    """One window a kind for all of these tests: a page of the study opens in one that is warm."""
    opened: dict[tuple[int, bool, bool], Page] = {}

    def at(width: int = 1400, dark: bool = False, signed_in: bool = True) -> Page:
        kind = (width, dark, signed_in)
        if kind not in opened:
            scheme = "dark" if dark else "light"
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme=scheme,
                base_url=shared_sample.url,
            )
            if signed_in:
                context.add_cookies([shared_sample.cookie()])
            opened[kind] = context.new_page()
        return opened[kind]

    yield at
    for page in opened.values():
        page.context.close()


def _no_error(page: Page) -> None:
    expect(page.locator('[data-testid="stException"]')).to_have_count(0)
    expect(page.locator('[data-testid="stAlertContentError"]')).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_opens_is_accessible_and_calls_nobody(
    shared_sample: Served, window: Window, name: str
) -> None:
    page = window()
    called: set[str] = set()
    page.on("request", lambda request: called.add(request.url))
    page.goto(f"/{name}?study={shared_sample.study_id}")
    settled(page)
    _no_error(page)
    assert violations(page) == []
    elsewhere = {
        url
        for url in called
        if not url.startswith(("data:", "blob:"))
        and urlsplit(url).netloc != urlsplit(shared_sample.url).netloc
    }
    assert elsewhere == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_page_fits_a_phone_in_the_dark(shared_sample: Served, window: Window, name: str) -> None:
    page = window(390, True)
    page.goto(f"/{name}?study={shared_sample.study_id}")
    settled(page)
    _no_error(page)
    assert violations(page) == []
    overflow = page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow <= 0


@pytest.mark.parametrize("name", ["", *NAMES])
def test_a_stranger_sees_the_sign_in_alone(window: Window, name: str) -> None:
    page = window(signed_in=False)
    page.goto(f"/{name}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in to EBCD Workbench")


def test_the_sign_in_is_accessible(shared_sample: Served, browse: Browse) -> None:
    for width, dark in ((1400, False), (390, True)):
        page = browse(shared_sample, "/sign-in", signed_in=False, width=width, dark=dark)
        assert violations(page) == []
