"""How quick the coding desk is, in a real browser on a real server, beside other ways to do it.

    python -m bench.coding_desk [--browser PATH] [--alone]

For an interview of 10,000 words with 400 codings, and one of 300,000 characters with 2,000: from
the page being there (its title painted) until the text is; from a key to the mark, and to the
server's answer for it; whether 20 acts 40 ms apart are all in the database; the longest frame while
scrolling. Beside it, unless `--alone`, the same in a plain Streamlit page that runs again at each
act (`bench.naive_desk`), and in Taguette (`bench.taguette`).
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, TimeoutError, sync_playwright

from bench import taguette
from ebcd.acts.access import command_line
from ebcd.acts.accounts import add_account
from ebcd.acts.study import create_study
from ebcd.store import coding
from ebcd.store.workbench import Workbench, open_workbench
from ebcd.transcripts.turns import Turn
from tests.browser.conftest import QUIET, Served, found_browser, free_port, serving
from tests.coding_desk import made

SIZES = ((10_000, 400), (60_500, 2_000))
RAPID, APART_MS = 20, 40
PEER_ACTS = 10
BARS = {"painted": 1000, "shown": 50, "saved": 100, "saved p95": 200, "frame": 50}
"""What is aimed at for 300,000 characters with 2,000 codings, in milliseconds."""

_WATCH = """
performance.setResourceTimingBufferSize(2000);
addEventListener('DOMContentLoaded', () => new MutationObserver(() => {
  if (!window.titleAt && document.querySelector('h1')) {
    requestAnimationFrame(() => { window.titleAt ??= performance.now(); });
  }
  if (!window.deskAt && document.querySelector('.ebcd-desk')) window.deskAt = performance.now();
  if (!window.textAt && document.querySelector('.ebcd-desk .say')) {
    requestAnimationFrame(() => setTimeout(() => { window.textAt ??= performance.now(); }));
  }
}).observe(document, {subtree: true, childList: true}));
"""

_ACT = """
async (n) => {
  const desk = ebcdDesk;
  const line = desk.lines.findIndex((one, i) => i > n && one.end - one.start > 80);
  const start = desk.lines[line].start;
  desk.setSelection({start, end: start + 40 + n % 7});
  const codes = [...desk.state.codes.values()];
  const count = desk.state.codings.size;
  const from = performance.now();
  const shown = new Promise((then) => requestAnimationFrame(() => setTimeout(() =>
    then(performance.now() - from))));
  desk.applyCode(codes[n % codes.length]);
  if (desk.state.codings.size !== count + 1) throw new Error('nothing was coded');
  const saved = (async () => {
    while (desk.queue.pending.length) await new Promise((then) => setTimeout(then, 1));
    return performance.now() - from;
  })();
  return [await shown, await saved];
}
"""

_RAPID = """
async ([number, apart]) => {
  const desk = ebcdDesk;
  const codes = [...desk.state.codes.values()];
  for (let n = 0; n < number; n += 1) {
    const line = desk.lines[2 * n + 1];
    desk.setSelection({start: line.start, end: Math.min(line.start + 9, line.end)});
    desk.applyCode(codes[n % codes.length]);
    await new Promise((then) => setTimeout(then, apart));
  }
  while (desk.queue.pending.length) await new Promise((then) => setTimeout(then, 5));
}
"""

_FRAMES = """
async (which) => {
  let scroller = document.querySelector(which);
  while (scroller && !(scroller.scrollHeight > scroller.clientHeight + 400
    && /auto|scroll/.test(getComputedStyle(scroller).overflowY))) scroller = scroller.parentElement;
  scroller ??= document.scrollingElement;
  const first = scroller.scrollTop;
  const frames = [];
  let last = performance.now();
  for (let n = 0; n < 60; n += 1) {
    scroller.scrollBy(0, 400);
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    frames.push(now - last);
    last = now;
  }
  if (scroller.scrollTop === first) throw new Error('nothing was scrolled');
  return frames.slice(1);
}
"""

_NAIVE_ACT = """
async (n) => {
  const count = () => document.querySelector('#count')?.textContent;
  const before = count();
  const buttons = document.querySelectorAll('[data-testid=stSidebar] .stButton button');
  const from = performance.now();
  buttons[n % buttons.length].click();
  while (count() === before) await new Promise((then) => setTimeout(then, 1));
  await new Promise((then) => requestAnimationFrame(() => setTimeout(then)));
  return performance.now() - from;
}
"""


@dataclass(frozen=True)
class Figures:
    """What was measured, in milliseconds.

    `painted`: from the page being there until the text is. `shown`, `saved`: of each act. `frame`:
    the longest while scrolling, and `work`: how much of a processor the page's own work took in
    the longest task of it, whatever else the machine was doing.
    """

    name: str
    painted: Sequence[float]
    shown: Sequence[float]
    saved: Sequence[float]
    frame: float
    work: float


def _interviews() -> dict[int, list[Turn]]:
    """The interviews of `SIZES` by their words: the same at every call."""
    dice = random.Random(3)
    return {words: made.turns(words, dice) for words, _ in SIZES}


def _study(workbench: Workbench) -> list[tuple[int, int]]:
    """The transcripts of `SIZES`: id and length in characters."""
    actor = command_line()
    lead = add_account(workbench, actor, "lead", "Lee Addams", is_admin=True)
    study_id = create_study(workbench, actor, "Bench")
    codes = made.add_codes(workbench, actor, study_id)
    transcripts, interviews = [], _interviews()
    for words, codings in SIZES:
        said = interviews[words]
        added = made.add_transcript(workbench, study_id, said, f"{words} words")
        made.add_codings(workbench, study_id, added, said, codes, codings, lead)
        transcripts.append((added, sum(len(turn.text) + 1 for turn in said)))
    return transcripts


def _stored(served: Served, transcript: int) -> int:
    with served.workbench.database.reading() as connection:
        return len(coding.codings(connection, served.study_id, transcript_id=transcript))


def _p95(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return ordered[max(0, round(len(ordered) * 0.95) - 1)]


def _milliseconds(values: Sequence[float]) -> str:
    return f"median {statistics.median(values):,.0f} ms, p95 {_p95(values):,.0f} ms"


def _scrolled(page: Page, scroller: str) -> tuple[float, float]:
    """The longest frame of 60 while scrolling, and the processor's time of the longest task."""
    session = page.context.new_cdp_session(page)
    events: list[dict[str, Any]] = []
    ended: list[Any] = []
    session.on("Tracing.dataCollected", lambda said: events.extend(said["value"]))
    session.on("Tracing.tracingComplete", lambda said: ended.append(said))
    categories = "devtools.timeline,disabled-by-default-devtools.timeline"
    session.send("Tracing.start", {"categories": categories, "transferMode": "ReportEvents"})
    frames: list[float] = page.evaluate(_FRAMES, scroller)
    session.send("Tracing.end")
    while not ended:
        page.wait_for_timeout(50)
    drew = {(each["pid"], each["tid"]) for each in events if each.get("name") == "PrePaint"}
    work = [
        each.get("tdur", 0) / 1000
        for each in events
        if each.get("name") == "RunTask" and (each["pid"], each["tid"]) in drew
    ]
    return max(frames), max(work, default=0.0)


def _open(page: Page, served: Served, transcript: int) -> dict[str, Any]:
    page.goto(f"/coding?study={served.study_id}&transcript={transcript}")
    page.wait_for_function("() => window.textAt", timeout=60_000)
    found: dict[str, Any] = page.evaluate(
        "() => ({title: window.titleAt, desk: window.deskAt, text: window.textAt})"
    )
    page.wait_for_function(
        "() => window.ebcdDesk?.paper?.done === ebcdDesk.lines.length", timeout=60_000
    )
    found["whole"] = page.evaluate("() => performance.now()")
    page.wait_for_timeout(1500)
    return found


def measure(page: Page, served: Served, transcript: int, length: int) -> Figures:
    """Print one transcript's figures at our desk."""
    opened = [_open(page, served, transcript) for _ in range(5)]
    after = [one["text"] - max(one["title"] or 0, 0) for one in opened]
    frame, work = _scrolled(page, ".ebcd-desk .text")
    acts = [page.evaluate(_ACT, n) for n in range(40)]
    before = _stored(served, transcript)
    page.evaluate(_RAPID, [RAPID, APART_MS])
    kept = _stored(served, transcript) - before
    print(f"coding desk, {length:,} characters, {before - len(acts):,} codings")
    print(f"  text painted after the page is there: {_milliseconds(after)}")
    whole = [one["whole"] - max(one["title"] or 0, 0) for one in opened]
    print(f"  the whole text in the page: {_milliseconds(whole)}")
    shown, saved = [one for one, _ in acts], [one for _, one in acts]
    print(f"  act shown: {_milliseconds(shown)}")
    print(f"  act saved: {_milliseconds(saved)}")
    print(f"  {RAPID} acts {APART_MS} ms apart: {kept} saved")
    print(f"  scrolling: longest frame {frame:.0f} ms, its own work {work:.0f} ms")
    print(f"  work takes {crowding():.1f} times as long as on a machine that does nothing else")
    return Figures("our desk", after, shown, saved, frame, work)


@contextmanager
def _naive(data: Path, study: int, transcript: int) -> Iterator[str]:
    """Serve the plain Streamlit page on the same data; its address."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "bench/naive_desk.py"]
    command += ["--server.port", str(port), "--server.headless", "true"]
    command += ["--browser.gatherUsageStats", "false", "--server.address", "127.0.0.1", "--"]
    root = Path(__file__).parents[1]
    process = subprocess.Popen(
        [*command, str(data), str(study), str(transcript)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1):
                    break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def measure_naive(context: BrowserContext, address: str) -> Figures:
    """The same at the plain Streamlit page; an act is saved when the page has been drawn again."""
    page, painted = context.new_page(), []
    for _ in range(2):
        page.goto(address)
        page.wait_for_selector("#count", timeout=120_000, state="attached")
        at = page.evaluate("() => [window.titleAt ?? 0, performance.now()]")
        painted.append(at[1] - at[0])
    page.wait_for_timeout(1500)
    frame, work = _scrolled(page, "#text")
    acts = [page.evaluate(_NAIVE_ACT, n) for n in range(PEER_ACTS)]
    page.close()
    return Figures("naive full rerun", painted, acts, acts, frame, work)


def measure_taguette(
    context: BrowserContext, program: Path, codings: int, words: int
) -> Figures | None:
    """The same in Taguette, or None where it did not open the text in time."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "taguette.sqlite3"
        page = context.new_page()
        with taguette.serving(program, Path(folder)) as address:
            document = taguette.fill(page, address, database, _interviews()[words], codings)
            try:
                painted = [taguette.opened(page, document, codings)]
            except TimeoutError:
                page.close()
                return None
            page.wait_for_timeout(1500)
            frame, work = _scrolled(page, "#document-contents")
            acts = [taguette.act(page, n) for n in range(PEER_ACTS)]
            page.close()
    shown, posted = [one for one, _ in acts], [one for _, one in acts]
    return Figures("Taguette 1.5.2", painted, shown, posted, frame, work)


def crowding() -> float:
    """How many times longer work takes here now than on a machine that does nothing else."""
    wall, work = time.perf_counter(), time.process_time()
    while time.process_time() - work < 0.3:
        pass
    return (time.perf_counter() - wall) / (time.process_time() - work)


def compare(ours: Figures, others: Sequence[Figures]) -> None:
    """Print all beside each other, ours against the bars, the others as multiples of ours."""

    def line(name: str, bar: str, values: Sequence[float]) -> None:
        told = f"bar {BARS[bar]:,}, {'met' if values[0] <= BARS[bar] else 'MISSED'}"
        beside = "  ".join(
            f"{one.name} {value:,.0f} ({value / max(values[0], 0.1):.1f} x)"
            for one, value in zip(others, values[1:], strict=True)
        )
        print(f"  {name:<34} {values[0]:6,.0f} ms ({told})  {beside}")

    every = [ours, *others]
    print(f"in one run, {os.cpu_count()} processors, work takes {crowding():.1f} times as long")
    line("text painted, median", "painted", [statistics.median(one.painted) for one in every])
    line("act shown, median", "shown", [statistics.median(one.shown) for one in every])
    line("act shown, p95", "shown", [_p95(one.shown) for one in every])
    line("act saved, median", "saved", [statistics.median(one.saved) for one in every])
    line("act saved, p95", "saved p95", [_p95(one.saved) for one in every])
    line("scrolling, longest frame", "frame", [one.frame for one in every])
    line("scrolling, own work of a frame", "frame", [one.work for one in every])


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--browser", default=found_browser())
    options.add_argument("--alone", action="store_true", help="our desk alone")
    chosen, _rest = options.parse_known_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        data = Path(folder) / "data"
        opened = open_workbench(data)
        transcripts = _study(opened)
        opened.close()
        arguments = [*QUIET, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
        browser = playwright.chromium.launch(executable_path=chosen.browser, args=arguments)
        with serving(data) as served:
            context = _context(browser.new_context, base_url=served.url)
            context.add_cookies([served.cookie()])
            page = context.new_page()
            figures = [measure(page, served, *each) for each in transcripts]
            study_id = served.study_id
            context.close()
        if not chosen.alone:
            beside = _context(browser.new_context)
            program = taguette.installed()
            if program is None:
                print("Taguette: not run, it could not be installed from PyPI")
            for ours, (words, codings), (transcript, length) in zip(
                figures, SIZES, transcripts, strict=True
            ):
                with _naive(data, study_id, transcript) as address:
                    others = [measure_naive(beside, address)]
                found = measure_taguette(beside, program, codings, words) if program else None
                if program and found is None:
                    within = taguette.OPENS_WITHIN_MS // 1000
                    print(f"Taguette: did not open {length:,} characters within {within} seconds")
                print(f"{length:,} characters, {codings:,} codings,", end=" ")
                compare(ours, [*others, *([found] if found else [])])
        browser.close()


def _context(new: Any, **settings: Any) -> BrowserContext:
    """A browser's window of the usual size, which notes when what is painted."""
    context: BrowserContext = new(viewport={"width": 1400, "height": 900}, **settings)
    context.add_init_script(_WATCH)
    return context


if __name__ == "__main__":
    main()
