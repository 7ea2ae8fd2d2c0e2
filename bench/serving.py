"""What the measurements in a browser share with the tests: a server and a browser."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, BrowserContext

from ebcd.acts.access import command_line
from ebcd.acts.accounts import add_account
from ebcd.acts.sample import load_sample
from ebcd.store.workbench import Workbench, open_workbench
from tests.browser.conftest import QUIET, Served, found_browser, serving, settled

__all__ = [
    "QUIET",
    "Served",
    "context_for",
    "found_browser",
    "new_data",
    "sample_data",
    "serving",
    "settled",
]


def new_data(folder: Path) -> Workbench:
    """An empty data folder with its lead."""
    opened = open_workbench(folder / "data")
    add_account(opened, command_line(), "lead", "Lee Addams", is_admin=True)
    return opened


def sample_data(folder: Path) -> Path:
    """A data folder with the sample study."""
    opened = new_data(folder)
    load_sample(opened, command_line())
    opened.close()
    return folder / "data"


def context_for(browser: Browser, served: Served, width: int = 1400) -> BrowserContext:
    """A signed-in browser context."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.add_cookies([served.cookie()])
    return context
