"""Taguette, a coding program for the browser, installed and driven so that it can be measured.

It is installed from PyPI into a virtual environment of its own under build/, started for one user
on this machine alone, and given the same interview with as many highlights.
"""

from __future__ import annotations

import os
import random
import re
import sqlite3
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from ebcd.transcripts.turns import Turn
from tests.browser.conftest import free_port

PIN = "taguette==1.5.2"
HOME = Path(__file__).parents[1] / "build" / "taguette"
OPENS_WITHIN_MS = 120_000
TAGS = 10

_ACT = """
async (n) => {
  const whole = [...document.querySelectorAll('#document-contents p')].slice(5 * n + 3)
    .flatMap((p) => [...p.childNodes])
    .find((node) => node.nodeType === 3 && node.data.length > 60);
  getSelection().setBaseAndExtent(whole, 5, whole, 45);
  await new Promise((then) => setTimeout(then, 50));
  createHighlight(describeSelection());
  document.querySelector('#highlight-add-tags input').checked = true;
  const count = () => Object.keys(highlights).length;
  const before = count();
  const from = performance.now();
  document.querySelector('#highlight-add-form [type=submit]').click();
  while (count() === before) await new Promise((then) => setTimeout(then, 1));
  await new Promise((then) => requestAnimationFrame(() => setTimeout(then)));
  const shown = performance.now() - from;
  let post;
  while (!post) {
    post = performance.getEntriesByType('resource').findLast((one) =>
      one.name.includes('highlight/new') && one.startTime >= from);
    await new Promise((then) => setTimeout(then, 5));
  }
  return [shown, post.duration];
}
"""


def installed() -> Path | None:
    """Taguette's program, installed now if it is not there; None without a network."""
    program = HOME / ("Scripts" if os.name == "nt" else "bin") / "taguette"
    if program.exists():
        return program
    venv.create(HOME, with_pip=True)
    python = program.with_name("python")
    done = subprocess.run([python, "-m", "pip", "install", "-q", PIN], check=False)
    return program if done.returncode == 0 and program.exists() else None


@contextmanager
def serving(program: Path, folder: Path) -> Iterator[str]:
    """Start it on this machine alone; its address with the key to it."""
    port, said = free_port(), folder / "taguette.log"
    command = [program, "--no-browser", "--bind", "127.0.0.1", "--port", str(port)]
    with said.open("wb") as log:
        process = subprocess.Popen(
            [*command, "--database", str(folder / "taguette.sqlite3")], stdout=log, stderr=log
        )
    try:
        yield _address(process, said, port)
    finally:
        process.terminate()
        process.wait(20)


def _address(process: subprocess.Popen[bytes], said: Path, port: int) -> str:
    for _ in range(300):
        found = re.search(r"http://\S+", said.read_text("utf-8", "replace"))
        if found:
            return found.group().replace("localhost", "127.0.0.1")
        if process.poll() is not None:
            break
        time.sleep(0.1)
    sys.exit(f"Taguette did not start on port {port}: see what it says when started by hand.")


def fill(page: Page, address: str, database: Path, said: list[Turn], number: int) -> str:
    """A project with the interview and its highlights; the document's address."""
    page.goto(address, wait_until="domcontentloaded")  # its news wait for a network
    base = re.match(r"https?://[^/]+", page.url)
    assert base
    page.goto(f"{base.group()}/project/new")
    page.fill("input[name=name]", "Bench")
    page.locator("form button[type=submit], form input[type=submit]").first.click()
    page.wait_for_url("**/project/*")
    html = "".join(f"<p>{turn.text}</p>" for turn in said)
    document: int = page.evaluate(
        """async (html) => {
          const form = new FormData();
          form.append('_xsrf', getCookie('_xsrf'));
          form.append('name', 'Interview');
          form.append('description', '');
          form.append('file', new File([`<html><body>${html}</body></html>`], 'a.html',
            {type: 'text/html'}));
          const reply = await fetch(`/api/project/${project_id}/document/new`,
            {method: 'POST', body: form});
          return (await reply.json()).created;
        }""",
        html,
    )
    _highlight(database, document, "".join(turn.text for turn in said), number)
    return f"{page.url.split('?')[0].rstrip('/')}/document/{document}"


def _highlight(database: Path, document: int, text: str, number: int) -> None:
    """Highlights of 4 to 60 words, spread over the text, as ours are."""
    dice = random.Random(7)
    breaks = [at for at, sign in enumerate(text) if sign == " "]
    with sqlite3.connect(database) as connection:
        rows: Any = connection.execute("SELECT project_id FROM documents").fetchone()
        connection.executemany(
            "INSERT INTO tags (project_id, path, description) VALUES (?, ?, '')",
            [(rows[0], f"tag {n}") for n in range(TAGS)],
        )
        tags = [row[0] for row in connection.execute("SELECT id FROM tags")]
        for _ in range(number):
            first = dice.randrange(len(breaks) - 61)
            start, end = breaks[first] + 1, breaks[first + dice.randint(4, 60)]
            made = connection.execute(
                "INSERT INTO highlights (document_id, start_offset, end_offset, snippet) "
                "VALUES (?, ?, ?, ?)",
                (document, start, end, text[start:end]),
            ).lastrowid
            connection.execute(
                "INSERT INTO highlight_tags (highlight_id, tag_id) VALUES (?, ?)",
                (made, dice.choice(tags)),
            )
    connection.close()


def opened(page: Page, document: str, number: int) -> float:
    """Open the document; from the first thing painted until its text and highlights are there.

    Both come in one piece: nothing of the text is painted before the last highlight is.
    """
    page.goto(document, wait_until="commit")
    page.wait_for_function(
        f"() => Object.keys(window.highlights ?? {{}}).length >= {number}",
        timeout=OPENS_WITHIN_MS,
    )
    found: float = page.evaluate(
        "() => new Promise((then) => requestAnimationFrame(() => setTimeout(() => then("
        "performance.now() - performance.getEntriesByName('first-contentful-paint')[0].startTime"
        "))))"
    )
    return found


def act(page: Page, number: int) -> tuple[float, float]:
    """Highlight some words; from “Save” to drawn, and how long the request took."""
    shown, post = page.evaluate(_ACT, number)
    return shown, post
