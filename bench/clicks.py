"""Any page of a study with 60 transcripts and 5,000 codings, from a click to its last change.

Bar: 300 ms, median of 20. A click is one on the navigation (the whole page is drawn anew) and, on
each page, one on a widget of it. The naive way beside it is loading the address anew.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench import made
from bench.serving import QUIET, Served, context_for, found_browser, new_data, serving, settled
from ebcd.acts import assistant
from ebcd.acts.access import command_line
from ebcd.ui.steps import STEPS

TIMES = 20
_WATCH = """() => {
  window.__last = 0; window.__began = 0;
  window.__observer?.disconnect();
  window.__observer = new MutationObserver(() => { window.__last = performance.now(); });
  window.__observer.observe(document.body,
    {subtree: true, childList: true, characterData: true, attributes: true});
  document.addEventListener('click', () => { window.__began = performance.now(); },
    {capture: true, once: true});
}"""
_QUIET = """() => window.__began && window.__last > window.__began
  && performance.now() - window.__last > 350
  && document.querySelector('[data-testid="stApp"]').dataset.testScriptState === 'notRunning'"""


def measured(page: Page, click: Callable[[], None]) -> float:
    """Milliseconds from the click to the last change of the page."""
    page.evaluate(_WATCH)
    click()
    page.wait_for_function(_QUIET, timeout=20_000, polling=50)
    return float(page.evaluate("() => window.__last - window.__began"))


def main() -> None:
    """Print a line a page."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        workbench = new_data(Path(folder))
        began = time.perf_counter()
        made.study(workbench, transcripts=60, words=5000, codings=5000)
        workbench.close()
        print(f"(study made in {time.perf_counter() - began:.0f} s)")
        browser = playwright.chromium.launch(executable_path=found_browser(), args=list(QUIET))
        with serving(Path(folder) / "data") as served:
            page = context_for(browser, served).new_page()
            page.goto(served.url)
            settled(page)
            _learnt(page, served)
            _navigation(page)
            _widgets(page, served.url, served.study_id)
        browser.close()


def _learnt(page: Page, served: Served) -> None:
    """Let the assistant learn from the study first, so that clicks are measured without it."""
    began = time.perf_counter()
    page.goto(f"{served.url}/assistant?study={served.study_id}")
    settled(page)
    asking = (served.workbench, command_line(), served.study_id)
    while assistant.state(*asking).running and time.perf_counter() - began < 600:
        time.sleep(2)
    print(f"(learnt in {time.perf_counter() - began:.0f} s)")


def _navigation(page: Page) -> None:
    taken: dict[str, list[float]] = {step.name: [] for step in STEPS}
    for turn in range(TIMES + 1):
        for step in STEPS:
            link = page.locator('[data-testid="stSidebar"]').get_by_role(
                "link", name=step.label, exact=True
            )
            ms = measured(page, link.click)
            if turn:
                taken[step.name].append(ms)
    print(f"click on the navigation to the page's last change, median of {TIMES} (bar 300 ms):")
    for name, values in taken.items():
        print(f"  {name:12} {statistics.median(values):6.0f} ms   p95 {_p95(values):6.0f} ms")


def _widgets(page: Page, url: str, study_id: int) -> None:
    print(f"click on a widget of the page, median of {TIMES} (bar 300 ms):")
    for step in STEPS:
        page.goto(f"{url}/{step.name}?study={study_id}")
        settled(page)
        tabs = page.locator('[data-testid="stMain"] [role="tab"]')
        if tabs.count() < 2:
            continue
        values = []
        for turn in range(TIMES + 2):
            ms = measured(page, tabs.nth(turn % 2).click)
            if turn > 1:
                values.append(ms)
        print(
            f"  {step.name:12} tabs {statistics.median(values):6.0f} ms"
            f"   p95 {_p95(values):6.0f} ms"
        )


def _p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95) - 1]
