"""A server that is killed, a network that goes, a disk that is full: the coder loses nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from ebcd.acts.access import command_line
from ebcd.acts.accounts import add_account
from ebcd.acts.study import create_study
from ebcd.store.tables import coding
from ebcd.store.workbench import open_workbench
from tests.browser.conftest import ROOT, Browse, Served, _wait, free_port
from tests.browser.test_coding_desk import TURNS
from tests.coding_desk import made

pytestmark = pytest.mark.browser

Row = tuple[str, int, int, int]


class Machine:
    """A server that can be killed and started again, on a disk that can be filled."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.opened = folder, free_port(), 0
        self.workbench = open_workbench(folder)
        add_account(self.workbench, command_line(), "lead", "Lee Addams", is_admin=True)
        self.study_id = create_study(self.workbench, command_line(), "Persistent pain")
        made.add_codes(self.workbench, command_line(), self.study_id)
        self.process = self.start()

    def start(self) -> psutil.Process:
        command = [sys.executable, "-m", "tests.browser.full_disk", "serve"]
        self.process = psutil.Popen(
            [*command, "--data", str(self.folder), "--port", str(self.port)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _wait(self.served.url, self.process)
        return self.process

    def kill(self) -> None:
        """End it as a power cut does: nothing is tidied up."""
        self.process.kill()
        self.process.wait(20)

    @property
    def served(self) -> Served:
        url = f"http://127.0.0.1:{self.port}"
        return Served(url, self.workbench, self.study_id, self.process)

    def desk(self, browse: Browse, title: str) -> tuple[Page, int]:
        """The desk on a transcript of its own, which keeps what the server acknowledges."""
        self.opened += 1
        title = f"{title} {self.opened}"
        transcript = made.add_transcript(self.workbench, self.study_id, TURNS, title)
        page = browse(self.served, f"/coding?study={self.study_id}&transcript={transcript}")
        page.wait_for_selector(".ebcd-desk .say")
        page.evaluate(_WATCH)
        return page, transcript

    def stored(self, transcript: int) -> list[Row]:
        """uuid, code, start and end of every coding in the database, in order of place."""
        columns = coding.c.uuid, coding.c.code_id, coding.c.start, coding.c.end
        query = (
            select(*columns).where(coding.c.transcript_id == transcript).order_by(coding.c.start)
        )
        with self.workbench.database.reading() as connection:
            return [(row[0], row[1], row[2], row[3]) for row in connection.execute(query)]


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    made_here = Machine(tmp_path_factory.mktemp("faults") / "data")
    yield made_here
    made_here.kill()
    made_here.workbench.close()


_WATCH = """
() => {
  window.acknowledged = [];
  const queue = ebcdDesk.queue, answered = queue.answered;
  queue.answered = (entry, answer) => {
    if (answer.refused === undefined) acknowledged.push(entry.act.coding);
    answered(entry, answer);
  };
}
"""
_RAPID = """
([from, to]) => {
  const codes = [...ebcdDesk.state.codes.values()];
  let n = from;
  window.coding = new Promise((then) => {
    const timer = setInterval(() => {
      ebcdDesk.setSelection({start: n, end: n + 5});
      ebcdDesk.applyCode(codes[n % codes.length]);
      n += 1;
      if (n === to) { clearInterval(timer); then(); }
    }, 40);
  });
}
"""
_SHOWN = """
() => [...ebcdDesk.state.codings.values()].map((one) => [one.id, one.code, one.start, one.end])
  .sort((a, b) => a[2] - b[2])
"""


def all_saved(page: Page, timeout: float = 60_000) -> None:
    expect(page.locator(".saving")).to_have_attribute("data-unsaved", "0", timeout=timeout)


def shown(page: Page) -> list[Row]:
    found: list[Any] = page.evaluate(_SHOWN)
    return [(one[0], one[1], one[2], one[3]) for one in found]


def test_a_server_killed_in_the_middle_of_rapid_coding_loses_and_doubles_nothing(
    machine: Machine, browse: Browse
) -> None:
    page, transcript = machine.desk(browse, "killed")
    page.evaluate(_RAPID, [0, 60])
    page.wait_for_function("() => acknowledged.length >= 15")
    machine.kill()
    acknowledged = page.evaluate("() => acknowledged")
    assert set(acknowledged) <= {row[0] for row in machine.stored(transcript)}
    page.evaluate("() => coding")
    assert len(shown(page)) == 60
    expect(page.locator(".saving")).to_contain_text("no connection, trying again")
    machine.start()
    all_saved(page)
    stored = machine.stored(transcript)
    assert [row[2] for row in stored] == list(range(60))
    assert stored == shown(page)


def test_without_a_network_acts_wait_and_a_closed_page_brings_them_back(
    machine: Machine, browse: Browse
) -> None:
    page, transcript = machine.desk(browse, "offline")
    journeys: list[str] = []
    page.on("request", lambda one: journeys.append(one.url) if "/acts" in one.url else None)
    page.context.set_offline(True)
    page.evaluate(_RAPID, [0, 10])
    page.evaluate("() => coding")
    expect(page.locator(".saving")).to_contain_text("10 unsaved: no connection")
    page.wait_for_timeout(4_000)
    assert 3 <= len(journeys) <= 8  # each later than the one before: 0.4 s, 0.8 s, 1.6 s, …
    page.context.set_offline(False)
    all_saved(page)
    assert machine.stored(transcript) == shown(page)
    page.context.set_offline(True)
    page.evaluate(_RAPID, [10, 20])
    page.evaluate("() => coding")
    expect(page.locator(".saving")).to_contain_text("10 unsaved: no connection")
    before, context, address = shown(page), page.context, page.url
    page.close(run_before_unload=False)
    assert len(machine.stored(transcript)) == 10
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    again.wait_for_selector(".ebcd-desk .say")
    expect(again.locator("mark").first).to_be_visible()
    all_saved(again)
    again.wait_for_function("() => ebcdDesk.state.codings.size === 20")
    assert machine.stored(transcript) == shown(again) == before


def test_a_full_disk_is_told_and_what_waited_is_saved_when_there_is_room(
    machine: Machine, browse: Browse
) -> None:
    page, transcript = machine.desk(browse, "full")
    (machine.folder / "full").touch()
    page.evaluate(_RAPID, [0, 80])
    expect(page.locator(".saving")).to_contain_text(
        "Not saved: the disk of the server is full. Ask whoever runs the workbench to make room",
        timeout=30_000,
    )
    page.evaluate("() => coding")
    acknowledged = page.evaluate("() => acknowledged")
    assert set(acknowledged) <= {row[0] for row in machine.stored(transcript)}
    assert len(shown(page)) == 80
    (machine.folder / "full").unlink()
    all_saved(page)
    stored = machine.stored(transcript)
    assert [row[2] for row in stored] == list(range(80))
    assert stored == shown(page)
