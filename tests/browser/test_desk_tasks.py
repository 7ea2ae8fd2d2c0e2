"""What a coder does at the desk besides putting a code on words: each test is a whole task."""

from __future__ import annotations

import random
import re
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from ebcd.store import coding, desk
from ebcd.text import join_turns, normalise
from ebcd.transcripts.turns import Turn
from tests.browser import test_coding_desk as at_the_desk
from tests.browser.conftest import Served, settled, violations
from tests.browser.test_coding_desk import SAID, Desk, Opened
from tests.coding_desk import made

pytestmark = pytest.mark.browser
served = at_the_desk.served
open_desk = at_the_desk.open_desk


def _centre(found: Locator) -> tuple[int, int]:
    box = found.bounding_box()
    assert box
    return round(box["x"] + box["width"] / 2), round(box["y"] + box["height"] / 2)


def _caret(desk_: Opened, words: str) -> tuple[int, int]:
    """Where the last letter of these words ends, in the window."""
    x, y = desk_.page.evaluate(
        "(at) => { const box = ebcdDesk.paper.caret(at, true);"
        " return [box.left, (box.top + box.bottom) / 2]; }",
        desk_.span(words).end,
    )
    return round(x), round(y)


def _coded(desk_: Opened, words: str, code: str = "Angry") -> None:
    desk_.select(words)
    desk_.use(code)
    desk_.page.keyboard.press("Escape")


def _stored_is(desk_: Opened, *wanted: tuple[str, str]) -> None:
    desk_.saved()
    assert desk_.stored() == list(wanted)


def test_the_ends_of_a_coding_are_pulled_with_the_mouse_and_moved_by_keys(open_desk: Desk) -> None:
    desk_ = open_desk()
    page = desk_.page
    _coded(desk_, "hours in the corridor")
    expect(page.locator(".edge.end")).to_be_hidden()
    page.locator(".label").click()
    start, end = page.locator(".edge.start"), page.locator(".edge.end")
    expect(end).to_have_attribute("aria-valuetext", "hours in the corridor")
    for handle in (start, end):
        box = handle.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24
    grip, from_, to = _centre(end), _caret(desk_, "corridor"), _caret(desk_, "nobody cam")
    page.mouse.move(*grip)
    page.mouse.down()
    page.mouse.move(grip[0] + 20, grip[1])
    page.mouse.move(grip[0] + to[0] - from_[0], grip[1] + to[1] - from_[1])
    page.mouse.up()
    expect(end).to_have_attribute("aria-valuetext", "hours in the corridor, and nobody came")
    _stored_is(desk_, ("Angry", "hours in the corridor, and nobody came"))
    expect(page.locator(".label.on")).to_have_count(1)
    page.locator(".scroller").focus()
    for key in ("[", "{", "Alt+Shift+ArrowLeft"):
        page.keyboard.press(key)
    expect(page.locator(".said")).to_have_text(
        "Angry: “waited three hours in the corridor, and nobody”"
    )
    start.focus()
    page.keyboard.press("ArrowLeft")
    expect(start).to_have_attribute(
        "aria-valuetext", "I waited three hours in the corridor, and nobody"
    )
    page.keyboard.press("Escape")
    _stored_is(desk_, ("Angry", "I waited three hours in the corridor, and nobody"))
    page.keyboard.press("Control+z")
    desk_.saved()
    assert len(desk_.stored()[0][1]) < len("I waited three hours in the corridor, and nobody")


def test_a_finger_pulls_an_end(open_desk: Desk) -> None:
    desk_ = open_desk(width=390, has_touch=True, is_mobile=True)
    page = desk_.page
    _coded(desk_, "hours in the corridor, and nobody")
    page.locator(".label").tap()
    expect(page.locator(".edge.end")).to_be_visible()
    x, y = _centre(page.locator(".edge.end"))
    from_, to = _caret(desk_, "nobody"), _caret(desk_, "in the corridor")
    touch = page.context.new_cdp_session(page)
    steps = [(x, y), (x - 8, y), (x + to[0] - from_[0], y + to[1] - from_[1])]
    for kind, at in zip(("touchStart", "touchMove", "touchMove"), steps, strict=True):
        points = [{"x": at[0], "y": at[1]}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator(".edge.end")).to_have_attribute("aria-valuetext", "hours in the corridor")
    _stored_is(desk_, ("Angry", "hours in the corridor"))


def test_several_codes_are_applied_together_and_taken_back_in_one_step(open_desk: Desk) -> None:
    desk_ = open_desk()
    page = desk_.page
    desk_.select("nobody came")
    page.keyboard.press("/")
    for typed in ("angry", "not being", "somebody new"):
        page.keyboard.type(typed)
        page.keyboard.press("Shift+Enter")
    expect(page.locator(".together")).to_have_text(
        "Apply together: Angry, Not being told, somebody new"
    )
    page.get_by_role("option", name="Relieved").locator(".tick").click()
    page.keyboard.press("Enter")
    expect(page.locator(".label")).to_have_count(4)
    desk_.saved()
    assert {words for _code, words in desk_.stored()} == {"nobody came"}
    assert {code for code, _words in desk_.stored()} == {"Angry", "Not being told", "Relieved", "?"}
    page.keyboard.press("Control+z")
    expect(page.locator(".label")).to_have_count(0)
    page.keyboard.press("Control+Shift+z")
    desk_.saved()
    assert len(desk_.stored()) == 4


def test_favourites_stand_behind_the_first_digits_on_every_machine(
    served: Served, open_desk: Desk
) -> None:
    desk_ = open_desk()
    page = desk_.page
    for name in ("Relieved", "Ringing the ward"):
        star = page.get_by_role("button", name=f"Favourite: {name}")
        star.click()
        expect(star).to_have_attribute("aria-pressed", "true")
    elsewhere = open_desk(desk_.transcript)
    quick = elsewhere.page.locator(".quick .name")
    expect(quick.nth(0)).to_have_text("Relieved")
    expect(quick.nth(1)).to_have_text("Ringing the ward")
    elsewhere.select("nobody came")
    elsewhere.page.keyboard.press("2")
    _stored_is(elsewhere, ("Ringing the ward", "nobody came"))
    for name in ("Relieved", "Ringing the ward"):
        page.get_by_role("button", name=f"Favourite: {name}").click()
    expect(page.locator(".quick .star")).to_have_count(0)


def _memos(desk_: Opened) -> list[str]:
    with desk_.served.workbench.database.reading() as connection:
        version = coding.place(connection, desk_.served.study_id, desk_.transcript).version_id
        return [one.memo for one in desk.codings(connection, desk_.served.study_id, version)]


def test_everything_done_in_a_visit_is_listed_and_undone_even_after_a_reload(
    open_desk: Desk,
) -> None:
    desk_ = open_desk()
    page = desk_.page
    _coded(desk_, "nobody came")
    page.locator(".label").click()
    for memo in ("Said twice.", "Said three times."):
        page.locator(".card textarea").fill(memo)
        page.locator(".scroller").focus()
    page.get_by_role("button", name="Remove Angry").click()
    desk_.select("my daughter")
    page.keyboard.press("x")
    page.keyboard.press("Enter")
    desk_.saved()
    page.get_by_role("tab", name="Visit").click()
    steps = page.locator("li .step > span")
    said = ["Do not use: It distressed the person", "Removed Angry", "Wrote the memo on Angry"]
    expect(steps).to_have_text([*said, said[2], "Coded Angry"])
    expect(page.locator("li .step").nth(1)).to_contain_text("nobody came")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.wait_for_selector(".ebcd-desk .say")
    stored = page.evaluate("() => Object.values(sessionStorage).join()")
    assert "Said" not in stored
    assert "nobody" not in stored
    page.get_by_role("tab", name="Visit").click()
    page.locator("li .step").nth(3).click()
    desk_.saved()
    assert (desk_.stored(), _memos(desk_)) == ([("Angry", "nobody came")], ["Said twice."])
    expect(page.locator("mark.withheld")).to_have_count(0)
    page.locator("li .step").nth(2).click()
    desk_.saved()
    assert _memos(desk_) == ["Said three times."]
    page.locator(".label").click()
    expect(page.locator(".card textarea")).to_have_value("Said three times.")
    page.get_by_role("button", name="Undo everything of this visit").click()
    desk_.saved()
    assert desk_.stored() == []
    page.locator(".scroller").focus()
    for _ in range(5):
        page.keyboard.press("Control+y")
    desk_.saved()
    assert desk_.stored() == []
    expect(page.locator("mark.withheld")).to_have_text("my daughter")


@pytest.mark.parametrize("width", [1400, 390])
def test_twelve_codings_on_one_phrase_stay_readable(open_desk: Desk, width: int) -> None:
    desk_ = open_desk(width=width)
    page = desk_.page
    span = desk_.span("three hours in the corridor")
    page.evaluate(
        """([start, end]) => {
          const codes = [...ebcdDesk.state.codes.values()];
          for (let n = 0; n < 12; n += 1) {
            ebcdDesk.setSelection({start: start - n % 5, end: end + n});
            ebcdDesk.applyCode(codes[n % codes.length]);
          }
          ebcdDesk.setSelection(null);
        }""",
        [span.start, span.end],
    )
    desk_.saved()
    labels = page.locator(".label")
    expect(labels).to_have_count(6)
    boxes = [box for box in (label.bounding_box() for label in labels.all()) if box]
    for one, other in pairwise(sorted(boxes, key=lambda box: (box["y"], box["x"]))):
        below = other["y"] >= one["y"] + one["height"] - 1
        beside = other["x"] >= one["x"] + one["width"] - 1
        assert below or beside, (one, other)
    if width == 1400:
        lefts = [
            bar.evaluate("one => one.getBoundingClientRect().left")
            for bar in page.locator(".placed .bar").all()
        ]
        assert len(lefts) == 6
        assert all(b - a >= 6 for a, b in pairwise(sorted(lefts))), lefts
    page.get_by_role("button", name=re.compile("7 more here")).click()
    expect(page.locator(".here .card")).to_have_count(7)
    settled(page)
    assert violations(page) == []


def test_a_whole_turn_and_a_whole_answer_are_taken_by_key_and_by_button(open_desk: Desk) -> None:
    desk_ = open_desk()
    page = desk_.page
    answer = f"{SAID[3][1]}\n{SAID[4][1]}"
    desk_.select("lovely")
    page.keyboard.press("t")
    desk_.selected(SAID[3][1])
    page.keyboard.press("q")
    desk_.selected(answer)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Whole turn").first.click()
    desk_.selected(SAID[1][1])
    page.get_by_role("button", name="Whole answer").nth(1).click()
    desk_.selected(answer)
    desk_.use("Being believed")
    _stored_is(desk_, ("Being believed", answer))
    expect(page.get_by_role("link", name="Correct").nth(4)).to_have_attribute(
        "href", f"/transcripts?study={desk_.served.study_id}&transcript={desk_.transcript}&turn=4"
    )


def test_words_are_found_and_escape_leads_back_to_the_text_from_everywhere(
    open_desk: Desk,
) -> None:
    desk_ = open_desk()
    page = desk_.page
    _coded(desk_, "nobody came")
    page.locator(".scroller").focus()
    page.keyboard.press("f")
    page.keyboard.type("NAIVE")
    expect(page.locator(".find .more")).to_have_text("1 of 1")
    page.keyboard.press("Escape")
    desk_.selected("naïve")
    places = ["/", "f", "b", "?", "x"]
    for key in places:
        page.locator(".scroller").focus()
        page.keyboard.press(key)
        page.keyboard.press("Escape")
        expect(page.locator(".scroller")).to_be_focused()
    page.locator(".label").click()
    stops = (
        ".panel input[type=search]",
        '.tabs [tabindex="0"]',
        ".card textarea",
        ".code >> nth=0",
        ".card .remove",
        ".edge.start",
        ".tools button >> nth=0",
        ".quick >> nth=0",
        ".star >> nth=0",
    )
    for stop in stops:
        page.locator(stop).first.focus()
        page.keyboard.press("Escape")
        expect(page.locator(".scroller")).to_be_focused()


PIECES = (
    *("a", "Z", " ", "  ", ".", "é", "e\u0301", "n\u0303\u0323", "ß", "👩‍⚕️", "👍🏽", "🇬🇧", "𝒳"),
    *(
        "한국",
        "\u1112\u1161\u11ab",
        "שלום",
        "مرحبا",
        "न्दी",
        "a\u200d",
        "-",
        "漢字",
        "x\u0332",
        "👨‍👩‍👧",
    ),
)

_EDGES = """
(texts) => texts.map((text) => [...new Intl.Segmenter(undefined, {granularity: 'grapheme'})
  .segment(text)].map((one) => one.index).concat(text.length))
"""

_SELECT_AND_CODE = """
(picks) => {
  const says = [...document.querySelectorAll('.ebcd-desk .say')];
  const spot = (turn, unit) => {
    const walker = document.createTreeWalker(says[turn], NodeFilter.SHOW_TEXT);
    for (let left = unit; walker.nextNode(); left -= walker.currentNode.length) {
      if (left <= walker.currentNode.length) return [walker.currentNode, left];
    }
    return [says[turn], 0];
  };
  const codes = [...ebcdDesk.state.codes.values()];
  return picks.map(([turn, unit, other, last], n) => {
    ebcdDesk.setSelection(null);
    getSelection().setBaseAndExtent(...spot(turn, unit), ...spot(other, last));
    ebcdDesk.nativeSelection();
    const {selection} = ebcdDesk;
    if (selection) ebcdDesk.applyCode(codes[n % codes.length]);
    return selection && [selection.start, selection.end, ebcdDesk.quote(selection)];
  });
}
"""


def _points(text: str, unit: int) -> int:
    """The code points before a UTF-16 unit that does not halve a pair."""
    return len(text.encode("utf-16-le")[: unit * 2].decode("utf-16-le"))


def _meant(
    turns: list[str], edges: list[list[int]], pick: tuple[int, int, int, int]
) -> tuple[int, int] | None:
    """What a selection means, worked out again: white space off its ends, no half characters."""
    units = [turn.encode("utf-16-le") for turn in turns]
    (i, a), (j, b) = sorted([pick[:2], pick[2:]])
    while (a < len(units[i]) // 2 and units[i][2 * a : 2 * a + 2] == b" \0") or (
        a >= len(units[i]) // 2 and i < j
    ):
        i, a = (i, a + 1) if a < len(units[i]) // 2 else (i + 1, 0)
    while (b > 0 and units[j][2 * b - 2 : 2 * b] == b" \0") or (b == 0 and j > i):
        j, b = (j, b - 1) if b > 0 else (j - 1, len(units[j - 1]) // 2)
    if (i, a) >= (j, b):
        return None
    first = max(edge for edge in edges[i] if edge <= a)
    last = min(edge for edge in edges[j] if edge >= b)
    starts = [sum(len(turn) + 1 for turn in turns[:n]) for n in range(len(turns))]
    return starts[i] + _points(turns[i], first), starts[j] + _points(turns[j], last)


def test_two_hundred_random_selections_are_stored_as_python_slices_them(
    served: Served, open_desk: Desk
) -> None:
    dice = random.Random(11)
    turns = [normalise("".join(dice.choices(PIECES, k=dice.randint(1, 16)))) for _ in range(30)]
    turns = [turn if turn.strip() else "a" for turn in turns]
    said = [Turn("A", None, None, turn) for turn in turns]
    desk_ = open_desk(made.add_transcript(served.workbench, served.study_id, said, "Any script"))
    units = [len(turn.encode("utf-16-le")) // 2 for turn in turns]
    picks = []
    for _ in range(300):
        i = dice.randrange(30)
        j = min(29, max(0, i + dice.choice((-2, -1, 0, 0, 0, 1, 2))))
        picks.append((i, dice.randint(0, units[i]), j, dice.randint(0, units[j])))
    page: Page = desk_.page
    edges = page.evaluate(_EDGES, turns)
    found: list[Any] = page.evaluate(_SELECT_AND_CODE, picks)
    text = join_turns(turns)
    wanted = [_meant(turns, edges, pick) for pick in picks]
    assert [one and tuple(one[:2]) for one in found] == wanted
    spans = [span for span in wanted if span]
    assert len(spans) >= 200
    assert [one[2] for one in found if one] == [text[start:end] for start, end in spans]
    desk_.saved()
    expect(page.locator(".alert")).to_be_hidden()
    with served.workbench.database.reading() as connection:
        stored = coding.codings(connection, served.study_id, transcript_id=desk_.transcript)
    assert {(one.span.start, one.span.end) for one in stored} == set(spans)
    assert all(one.quote == text[one.span.start : one.span.end] for one in stored)
