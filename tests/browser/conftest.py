"""A real server and a real browser for the tests of the pages.

    def test_…(sample: Served, browse: Browse) -> None:
        page = browse(sample, "/codebook")

`empty` serves an empty data folder with one study; `sample` the sample study, a fresh copy each
test. The person is signed in as the lead.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, TimeoutError, expect, sync_playwright

from ebcd.acts.access import command_line
from ebcd.acts.accounts import add_account, every_account
from ebcd.acts.study import create_study, my_studies
from ebcd.store.workbench import Workbench, open_workbench
from ebcd.web.signin import COOKIE, cookie_value
from tests.browser import warm

ROOT = Path(__file__).parents[2]
SHELL = "chromium-headless-shell"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def found_browser() -> str | None:
    """An installed Chromium, Chrome or Edge; None leaves it to Playwright's own.

    Chromium's headless shell comes first: it draws the same pages for a fifth of the work, because
    it opens no window for each.
    """
    names = (
        SHELL,
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "msedge",
    )
    places = (
        os.environ.get("EBCD_BROWSER", ""),
        *(shutil.which(name) or "" for name in names),
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    )
    return next((place for place in places if place and Path(place).exists()), None)


expect.set_options(timeout=15_000)


@dataclass(frozen=True)
class Served:
    """A running server. `workbench`: the same data, opened by the test. `study_id`: its study."""

    url: str
    workbench: Workbench
    study_id: int
    process: psutil.Process

    def cookie(self) -> dict[str, Any]:
        """The sign-in of its lead."""
        everybody = every_account(self.workbench, command_line())
        lead = next(account for account in everybody if account.name == "lead")
        return {"name": COOKIE, "value": cookie_value(self.workbench, lead), "url": self.url}


Browse = Callable[..., Page]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


_warm: list[warm.Warm] = []
"""The process that the tests' servers split from, once a test has asked for it."""


@pytest.fixture(scope="session", autouse=True)
def _warmed() -> Iterator[None]:
    """Let every server of these tests split from one process, where the system can do that."""
    if warm.CAN:
        _warm.append(warm.Warm())
    yield
    while _warm:
        _warm.pop().end()


def _started(arguments: list[str], cwd: Path, environment: dict[str, str]) -> psutil.Process:
    if _warm:
        return _warm[0].start(arguments, cwd, environment)
    return psutil.Popen(
        [sys.executable, "-m", "ebcd", *arguments],
        cwd=cwd,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@contextmanager
def serving(data: Path, port: int | None = None, database: str | None = None) -> Iterator[Served]:
    """Serve the data folder in a process of its own until the block ends.

    `database`: the address of a PostgreSQL database, where it is not the folder's own.
    """
    port = port or free_port()
    arguments = ["serve", "--data", str(data), "--port", str(port)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    if database:
        environment["EBCD_DATABASE_URL"] = database
    process = _started(arguments, data, environment)
    url = f"http://127.0.0.1:{port}"
    opened = open_workbench(data, database)
    try:
        _wait(url, process)
        yield Served(url, opened, my_studies(opened, command_line())[0].id, process)
    finally:
        _end(process)
        opened.close()


def _end(process: psutil.Process) -> None:
    """Stop a server and what it works out in the background, which nobody would look at."""
    with suppress(psutil.NoSuchProcess):
        for child in process.children(recursive=True):
            child.kill()
        process.terminate()
        process.wait(20)


def _wait(url: str, process: psutil.Process) -> None:
    for _ in range(300):
        if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
            raise RuntimeError("the server ended before it answered")
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not answer within 30 seconds")


def _with_lead(folder: Path) -> Workbench:
    opened = open_workbench(folder)
    add_account(opened, command_line(), "lead", "Lee Addams", is_admin=True)
    return opened


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Served]:
    """A server on an empty study."""
    opened = _with_lead(tmp_path / "data")
    create_study(opened, command_line(), "A study")
    opened.close()
    with serving(tmp_path / "data") as served:
        yield served


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample study, loaded once."""
    from ebcd.acts.sample import load_sample

    folder = tmp_path_factory.mktemp("sample") / "data"
    opened = _with_lead(folder)
    load_sample(opened, command_line())
    opened.close()
    return folder


@pytest.fixture(scope="session")
def shared_sample(
    sample_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """One server on the sample study for all tests that only look."""
    folder = tmp_path_factory.mktemp("shared") / "data"
    shutil.copytree(sample_folder, folder)
    with serving(folder) as served:
        yield served


@pytest.fixture
def sample(sample_folder: Path, tmp_path: Path) -> Iterator[Served]:
    """A server on a fresh copy of the sample study."""
    shutil.copytree(sample_folder, tmp_path / "data")
    with serving(tmp_path / "data") as served:
        yield served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found_browser(), args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture
def browse(browser: Browser) -> Iterator[Browse]:
    """Open a page of a server, signed in: `browse(served, "/codebook", width=390, dark=True)`.

    `signed_in=False` comes as a stranger; further values go to the browser's context.
    """
    contexts = []

    def open_page(
        served: Served,
        path: str = "/",
        *,
        width: int = 1400,
        dark: bool = False,
        signed_in: bool = True,
        **settings: Any,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            base_url=served.url,
            **settings,
        )
        contexts.append(context)
        if signed_in:
            context.add_cookies([served.cookie()])
        page = context.new_page()
        page.goto(path)
        if page.locator("#root").count() and settings.get("java_script_enabled", True):
            settled(page)
        return page

    yield open_page
    for context in contexts:
        context.close()


def settled(page: Page, timeout: float = 20_000) -> None:
    """Wait until the Streamlit page has been drawn and its script has ended."""
    page.wait_for_selector(
        '[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=timeout
    )
    page.wait_for_function(
        "() => !document.querySelector('[data-testid=\"stSkeleton\"]')", timeout=timeout
    )


def choose(page: Page, label: str | re.Pattern[str], option: str) -> None:
    """Take an option of a list by the keyboard; again where a redrawn page closes the list."""
    wanted = page.get_by_role("option", name=option, exact=True)
    for _attempt in range(5):
        settled(page)
        page.get_by_role("combobox", name=label).press("ArrowDown")
        with suppress(TimeoutError):
            wanted.click(timeout=4_000)
            return
        page.keyboard.press("Escape")
    raise AssertionError(f"The list “{label}” did not stay open.")


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA, one line a finding."""
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{each['id']}: {each['help']}: {node['html'][:160]}"
        for each in found
        for node in each["nodes"]
    ]
