"""The desk's JavaScript in a browser, without a server: its units, and places over any text.

The places are compared with Python's slices for random turns with emoji, combining marks, Hangul
and right-to-left text, and random selections in the page, across turns too.
"""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, Route

from ebcd.text import join_turns, normalise
from ebcd.ui.coding_desk.sentences import sentences

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
ASSETS = ROOT / "ebcd/ui/coding_desk/assets"
SITE = "http://desk.test"
TYPES = {".js": "text/javascript", ".css": "text/css"}


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page that may load the project's files and nothing else."""

    def serve(route: Route) -> None:
        path = ROOT / route.request.url.removeprefix(f"{SITE}/")
        if path.suffix in TYPES and path.is_file():
            route.fulfill(body=path.read_bytes(), content_type=TYPES[path.suffix])
        elif route.request.url == f"{SITE}/":
            css = "/ebcd/ui/coding_desk/assets/desk.css"
            route.fulfill(
                body=f'<!doctype html><html lang="en"><link rel="stylesheet" href="{css}">'
                '<div class="ebcd-desk"><div class="scroller" style="height:600px"></div></div>',
                content_type="text/html",
            )
        else:
            route.abort()

    context = browser.new_context(viewport={"width": 900, "height": 700})
    opened = context.new_page()
    opened.route("**/*", serve)
    opened.goto(f"{SITE}/")
    yield opened
    context.close()


def test_every_unit_test_of_the_modules_passes(page: Page) -> None:
    failed = page.evaluate("async () => (await import('/tests/coding_desk/units.js')).failures()")
    assert failed == []


PIECES = st.sampled_from(
    [
        "a",
        "Z",
        " ",
        "  ",
        ".",
        "é",
        "e\u0301",
        "n\u0303\u0323",
        "ß",
        "👩‍⚕️",
        "👍🏽",
        "🇬🇧",
        "𝒳",
        "한국",
        "\u1112\u1161\u11ab",
        "שלום",
        "مرحبا",
        "न्दी",
        "a\u200d",
        "-",
        "ffi",
        "ﷺ",
        "漢字",
        "x\u0332",
    ]
)
TURN = st.lists(PIECES, max_size=14).map(lambda parts: normalise("".join(parts)))

_SELECT = """
async ([texts, marks, picks]) => {
  const at = '/ebcd/ui/coding_desk/assets';
  const [core, paper, selection] = await Promise.all(
    ['core', 'paper', 'selection'].map((name) => import(`${at}/${name}.js`)));
  const root = document.querySelector('.scroller');
  const lines = core.lines(texts);
  const page = new paper.Paper(root, lines,
    texts.map((text) => ({speaker: 'A', interviewer: false, start_ms: 1000, text})));
  const last = lines[lines.length - 1].end;
  page.drawAll(marks.map(([a, b], n) => {
    const [start, end] = [a % (last + 1), b % (last + 1)].sort((x, y) => x - y);
    return {id: `m${n}`, start, end, sort: 'coding', name: 'x', said: 'x', colour: '#123456',
      pattern: 'solid'};
  }).filter(({start, end}) => start < end));
  page.drawTo(lines.length);
  const walker = document.createTreeWalker(page.text, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const found = picks.map(([a, x, b, y]) => {
    const [from, to] = [nodes[a % nodes.length], nodes[b % nodes.length]];
    const [i, j] = [x % (from.length + 1), y % (to.length + 1)];
    getSelection().setBaseAndExtent(from, i, to, j);
    const {span} = selection.selected(page);
    const edges = (text) => new Set([...new Intl.Segmenter(undefined, {granularity: 'grapheme'})
      .segment(text)].map((one) => one.index).concat(text.length));
    if (!span) return null;
    const whole = [span.start, span.end].every((place, n) => {
      const line = lines[core.lineAt(lines, place)];
      return edges(line.text).has(core.unitOf(line, place));
    });
    selection.select(page, span);
    const again = selection.selected(page).span;
    const inSay = (node) => node.parentElement.closest('.say');
    const raw = inSay(from) === inSay(to) && inSay(from)
      ? getSelection().toString() : null;
    return {...span, quote: core.quote(lines, span), whole, raw,
      again: again && again.start === span.start && again.end === span.end};
  });
  page.close();
  return found;
}
"""
PICK = st.tuples(*[st.integers(0, 40)] * 4)


@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    turns=st.lists(TURN, min_size=1, max_size=5).filter(any),
    marks=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6),
    picks=st.lists(PICK, min_size=6, max_size=6),
)
def test_what_is_selected_is_what_python_slices(
    page: Page, turns: list[str], marks: list[tuple[int, int]], picks: list[Any]
) -> None:
    text = join_turns(turns)
    for found in page.evaluate(_SELECT, [turns, marks, picks]):
        if found is None:
            continue
        words = text[found["start"] : found["end"]]
        assert words == found["quote"]
        assert words == words.strip()
        assert found["whole"], "half a character is selected"
        assert found["again"], "selecting the span anew means another span"
        if found["raw"] is not None:
            assert unicodedata.normalize("NFC", found["raw"]) == words


def test_every_sentence_of_the_desk_can_be_translated() -> None:
    used = set()
    for file in ASSETS.glob("*.js"):
        source = file.read_text("utf-8")
        used |= {ast.literal_eval(text) for text in re.findall(r"\bw\(\s*(\"[^\"]*\")", source)}
        used |= {ast.literal_eval(text) for text in re.findall(r"\btext: (\"[^\"]*\")", source)}
        if file.stem == "keys":
            used |= set(re.findall(r'^  \["[^"]*", "([^"]*)"\],$', source, re.MULTILINE))
    used |= {"Undo: {label}", "Redo: {label}"}
    assert used == set(sentences())


def test_every_module_is_asked_for_at_once() -> None:
    index = (ASSETS / "index.js").read_text("utf-8")
    listed = re.search(r"of \[(.*?)\]", index, re.DOTALL)
    assert listed
    names = set(re.findall(r'"(\w+)"', listed.group(1)))
    assert names == {file.stem for file in ASSETS.glob("*.js")} - {"index", "desk"}
