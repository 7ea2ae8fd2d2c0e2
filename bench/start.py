"""Start to first page, and memory once every page has been opened on the sample study.

Bars: under 5 s; under 600 MB for the server and its workers together.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

import psutil
from playwright.sync_api import sync_playwright

from bench.serving import QUIET, context_for, found_browser, sample_data, serving, settled
from ebcd.ui.steps import STEPS

RUNS = 3


def main() -> None:
    """Print both figures."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        data = sample_data(Path(folder))
        browser = playwright.chromium.launch(executable_path=found_browser(), args=list(QUIET))
        starts = []
        for _ in range(RUNS):
            began = time.perf_counter()
            with serving(data) as served:
                page = context_for(browser, served).new_page()
                page.goto(served.url)
                settled(page)
                page.get_by_role("heading", level=1).first.wait_for()
                starts.append(time.perf_counter() - began)
                page.context.close()
        print(f"start to first page: {statistics.median(starts):.2f} s (bar 5 s)")
        with serving(data) as served:
            page = context_for(browser, served).new_page()
            for step in STEPS:
                page.goto(f"{served.url}/{step.name}?study={served.study_id}")
                settled(page)
            root = psutil.Process(served.process.pid)
            tree = [root, *root.children(recursive=True)]
            used = sum(process.memory_full_info().pss for process in tree) / 1e6
            print(f"memory of server and workers, every page opened: {used:.0f} MB (bar 600 MB)")
        browser.close()
