"""How quick the coding desk is, in a real browser on a real server.

    python -m bench.coding_desk [--browser PATH]

For an interview of 10,000 words with 400 codings, and one of 300,000 characters with 2,000: from
the page being there (its title painted) until the text is; from a key to the mark, and to the
server's answer for it; whether 20 acts 40 ms apart are all in the database.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from ebcd.acts.access import command_line
from ebcd.acts.accounts import add_account
from ebcd.acts.study import create_study
from ebcd.store import coding
from ebcd.store.workbench import Workbench, open_workbench
from tests.browser.conftest import QUIET, Served, found_browser, serving
from tests.coding_desk import made

SIZES = ((10_000, 400), (57_000, 2_000))
RAPID, APART_MS = 20, 40

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
async () => {
  const scroller = document.querySelector('.ebcd-desk .scroller');
  const frames = [];
  let last = performance.now();
  for (let n = 0; n < 60; n += 1) {
    scroller.scrollBy(0, 400);
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    frames.push(now - last);
    last = now;
  }
  return frames.slice(1);
}
"""


def _study(workbench: Workbench) -> list[tuple[int, int]]:
    """The transcripts of `SIZES`: id and length in characters."""
    actor = command_line()
    lead = add_account(workbench, actor, "lead", "Lee Addams", is_admin=True)
    study_id = create_study(workbench, actor, "Bench")
    codes = made.add_codes(workbench, actor, study_id)
    dice = random.Random(3)
    transcripts = []
    for words, codings in SIZES:
        said = made.turns(words, dice)
        added = made.add_transcript(workbench, study_id, said, f"{words} words")
        made.add_codings(workbench, study_id, added, said, codes, codings, lead)
        transcripts.append((added, sum(len(turn.text) + 1 for turn in said)))
    return transcripts


def _stored(served: Served, transcript: int) -> int:
    with served.workbench.database.reading() as connection:
        return len(coding.codings(connection, served.study_id, transcript_id=transcript))


def _milliseconds(values: list[float]) -> str:
    ordered = sorted(values)
    p95 = ordered[max(0, round(len(ordered) * 0.95) - 1)]
    return f"median {statistics.median(ordered):.0f} ms, p95 {p95:.0f} ms"


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


def measure(page: Page, served: Served, transcript: int, length: int) -> None:
    """Print one transcript's figures."""
    opened = [_open(page, served, transcript) for _ in range(5)]
    after = [one["text"] - max(one["title"] or 0, 0) for one in opened]
    acts = [page.evaluate(_ACT, n) for n in range(40)]
    before = _stored(served, transcript)
    page.evaluate(_RAPID, [RAPID, APART_MS])
    kept = _stored(served, transcript) - before
    frames = page.evaluate(_FRAMES)
    print(f"coding desk, {length:,} characters, {before - len(acts):,} codings")
    print(f"  text painted after the page is there: {_milliseconds(after)}")
    whole = [one["whole"] - max(one["title"] or 0, 0) for one in opened]
    print(f"  the whole text in the page: {_milliseconds(whole)}")
    print(f"  act shown: {_milliseconds([shown for shown, _ in acts])}")
    print(f"  act saved: {_milliseconds([saved for _, saved in acts])}")
    print(f"  {RAPID} acts {APART_MS} ms apart: {kept} saved")
    print(f"  scrolling: longest frame {max(frames):.0f} ms")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--browser", default=found_browser())
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        opened = open_workbench(data)
        transcripts = _study(opened)
        opened.close()
        with serving(data) as served, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chosen.browser, args=list(QUIET))
            context = browser.new_context(
                base_url=served.url, viewport={"width": 1400, "height": 900}
            )
            context.add_cookies([served.cookie()])
            context.add_init_script(_WATCH)
            page = context.new_page()
            for transcript, length in transcripts:
                measure(page, served, transcript, length)
            browser.close()


if __name__ == "__main__":
    main()
