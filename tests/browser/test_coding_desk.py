"""The coding desk as a coder uses it: mouse, keyboard, undo, a server that goes and comes back."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from ebcd.acts.access import command_line
from ebcd.acts.accounts import add_account
from ebcd.acts.study import create_study
from ebcd.store import coding, desk
from ebcd.store.workbench import open_workbench
from ebcd.text import Span, join_turns
from ebcd.transcripts.turns import Turn
from tests.browser.conftest import Browse, Served, serving, settled, violations
from tests.coding_desk import made

pytestmark = pytest.mark.browser

SAID = (
    ("Q", "How did it start?"),
    ("A", "I waited three hours in the corridor, and nobody came. Then my daughter rang."),
    ("Q", "And after that?"),
    ("A", "The physio was lovely 👩‍⚕️. She drew the nerve, und alles hatte Sinn — café, naïve."),
    ("A", "It is the not knowing that wears you down."),
)
TURNS = [Turn(who, n * 5000, None, text) for n, (who, text) in enumerate(SAID)]
TEXT = join_turns(turn.text for turn in TURNS)


@dataclass(frozen=True)
class Opened:
    """A page with the desk open on a transcript of its own."""

    page: Page
    served: Served
    transcript: int
    codes: Mapping[str, int]

    def span(self, words: str) -> Span:
        """Where these words stand."""
        start = TEXT.index(words)
        return Span(start, start + len(words))

    def stored(self) -> list[tuple[str, str]]:
        """Code and words of each coding in the database, in order of place."""
        names = {number: name for name, number in self.codes.items()}
        with self.served.workbench.database.reading() as connection:
            found = coding.codings(connection, self.served.study_id, transcript_id=self.transcript)
        return [(names.get(one.code, "?"), one.quote) for one in found]

    def saved(self) -> None:
        """Wait until nothing is unsaved."""
        saving = self.page.locator(".ebcd-desk .saving")
        expect(saving).to_have_attribute("data-unsaved", "0", timeout=45_000)

    def drag(self, words: str, *, backwards: bool = False) -> None:
        """Select words with the mouse, from the middle of the first letter's line on."""
        span = self.span(words)
        box = self.page.evaluate(
            """([start, end]) => {
              const range = ebcdDesk.paper.range({start, end});
              ebcdDesk.frame.scroller.scrollTop = 0;
              const all = [...range.getClientRects()].filter((one) => one.width > 0);
              const [a, b] = [all[0], all[all.length - 1]];
              return [a.left + 1, a.top + a.height / 2, b.right - 1, b.top + b.height / 2];
            }""",
            [span.start, span.end],
        )
        ends = [(round(box[0]), round(box[1])), (round(box[2]), round(box[3]))]
        (x1, y1), (x2, y2) = reversed(ends) if backwards else ends
        self.page.mouse.move(x1, y1)
        self.page.mouse.down()
        self.page.mouse.move((x1 + x2) // 2, (y1 + y2) // 2)
        self.page.mouse.move(x2, y2)
        self.page.mouse.up()
        self.selected(words)

    def selected(self, words: str) -> None:
        """Wait until just these words are selected."""
        span = self.span(words)
        self.page.wait_for_function(
            "([start, end]) => { const now = ebcdDesk.selection;"
            " return now && now.start === start && now.end === end; }",
            arg=[span.start, span.end],
            timeout=5000,
        )

    def select(self, words: str) -> None:
        """Select words as the keyboard does."""
        span = self.span(words)
        self.page.locator(".scroller").focus()
        self.page.evaluate(
            "(span) => ebcdDesk.setSelection(span)", {"start": span.start, "end": span.end}
        )

    def use(self, code: str) -> None:
        """Apply a code by the box above the text."""
        box = self.page.locator(".palette input")
        box.focus()
        box.fill(code)
        box.press("Enter")


Desk = Callable[..., Opened]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("desk") / "data"
    opened = open_workbench(folder)
    add_account(opened, command_line(), "lead", "Lee Addams", is_admin=True)
    study_id = create_study(opened, command_line(), "Persistent pain")
    made.add_codes(opened, command_line(), study_id)
    opened.close()
    with serving(folder) as running:
        yield running


@pytest.fixture
def open_desk(served: Served, browse: Browse, request: pytest.FixtureRequest) -> Desk:
    """Open the desk on a fresh transcript (or on `transcript`)."""

    def open_one(transcript: int | None = None, query: str = "", **settings: Any) -> Opened:
        if transcript is None:
            transcript = made.add_transcript(
                served.workbench, served.study_id, TURNS, request.node.name
            )
        address = f"/coding?study={served.study_id}&transcript={transcript}{query}"
        page = browse(served, address, **settings)
        page.wait_for_selector(".ebcd-desk .say")
        with served.workbench.database.reading() as connection:
            from ebcd.store.codebook import codes

            known = {code.name: code.id for code in codes(connection, served.study_id)}
        return Opened(page, served, transcript, known)

    return open_one


def test_words_selected_with_the_mouse_take_a_code_and_keep_it(open_desk: Desk) -> None:
    desk = open_desk()
    desk.drag("three hours in the corridor")
    desk.use("Waiting for the scan")
    expect(desk.page.locator(".label")).to_have_text("Waiting for the scan")
    desk.saved()
    assert desk.stored() == [("Waiting for the scan", "three hours in the corridor")]
    desk.page.reload()
    expect(desk.page.locator("mark")).to_have_text("three hours in the corridor")


def test_a_backward_drag_means_the_same_words(open_desk: Desk) -> None:
    desk = open_desk()
    desk.drag("nobody came", backwards=True)


def test_a_drag_over_turns_takes_all_between(open_desk: Desk) -> None:
    desk = open_desk()
    words = "rang.\nAnd after that?\nThe physio"
    desk.drag(words)
    desk.use("Being believed")
    desk.saved()
    assert desk.stored() == [("Being believed", words)]
    expect(desk.page.locator("mark")).to_have_text(["rang.", "And after that?", "The physio"])
    expect(desk.page.locator(".label")).to_have_count(1)


def test_a_double_click_takes_a_word_and_a_triple_click_a_turn(open_desk: Desk) -> None:
    desk = open_desk()
    say = desk.page.locator(".say").nth(4)
    say.dblclick(position={"x": 3, "y": 14})
    desk.selected("It")
    say.click(position={"x": 3, "y": 14}, click_count=3)
    desk.selected(SAID[4][1])


def test_select_all_on_the_page_means_the_whole_text(open_desk: Desk) -> None:
    desk = open_desk()
    desk.page.locator(".say").first.click()
    desk.page.keyboard.press("Control+a")
    desk.selected(TEXT)


def test_the_keyboard_alone_selects_codes_and_takes_back(open_desk: Desk) -> None:
    desk = open_desk()
    page = desk.page
    page.locator(".scroller").focus()
    page.keyboard.press("ArrowRight")
    desk.selected("How")
    page.keyboard.press(".")
    desk.selected("How did it start?")
    page.keyboard.press("ArrowDown")
    desk.selected(SAID[1][1])
    for key in ("ArrowUp", ".", "."):
        page.keyboard.press(key)
    desk.selected("Then my daughter rang.")
    page.keyboard.press("ArrowRight")
    desk.selected("And")
    for key in ("ArrowLeft", "ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowRight"):
        page.keyboard.press(key)
    desk.selected("my daughter")
    page.keyboard.press("/")
    page.keyboard.type("carries")
    page.keyboard.press("Enter")
    desk.saved()
    assert desk.stored() == [("Family carries the load", "my daughter")]
    page.keyboard.press("Control+z")
    desk.saved()
    assert desk.stored() == []
    page.keyboard.press("Control+y")
    desk.saved()
    assert desk.stored() == [("Family carries the load", "my daughter")]


def test_a_digit_applies_a_recent_code_only_while_the_text_has_the_focus(open_desk: Desk) -> None:
    desk = open_desk()
    desk.select("not knowing")
    first = desk.page.locator(".quick .name").first.inner_text()
    desk.page.keyboard.press("1")
    desk.saved()
    assert desk.stored() == [(first, "not knowing")]
    desk.page.locator(".panel input[type=search]").focus()
    desk.page.keyboard.press("2")
    desk.saved()
    assert len(desk.stored()) == 1


def test_several_codes_on_the_same_words_are_all_drawn(open_desk: Desk) -> None:
    desk = open_desk()
    desk.select("three hours in the corridor")
    for code in ("Anxious", "Angry", "Not being told"):
        desk.use(code)
    desk.select("hours in the corridor, and nobody")
    desk.use("Waiting for the scan")
    desk.saved()
    assert len(desk.stored()) == 4
    boxes = [label.bounding_box() for label in desk.page.locator(".label").all()]
    tops = sorted(box["y"] for box in boxes if box)
    assert len(tops) == 4
    assert all(b - a >= 24 for a, b in pairwise(tops)), tops
    overlap = desk.page.locator("mark", has_text=re.compile("^hours in the corridor$"))
    assert len(str(overlap.get_attribute("data-ids")).split()) == 4
    depths = overlap.locator(".u").evaluate_all(
        "all => all.map((one) => one.className.split(' ')[1])"
    )
    assert sorted(depths) == ["d0", "d1", "d2", "d3"]


def test_a_new_code_is_made_by_typing_its_name(open_desk: Desk) -> None:
    desk = open_desk()
    desk.select("my daughter rang")
    box = desk.page.locator(".palette input")
    box.focus()
    name = f"Somebody rings {desk.transcript}"
    box.fill(name)
    desk.page.get_by_role("option", name="Touchpoint").click()
    desk.saved()
    with desk.served.workbench.database.reading() as connection:
        from ebcd.store.codebook import codes

        made_code = next(c for c in codes(connection, desk.served.study_id) if c.name == name)
    assert made_code.kind == "touchpoint"
    assert desk.stored() == [("?", "my daughter rang")]
    expect(desk.page.locator(".label")).to_have_text(name)


def test_selected_words_become_a_code_of_their_own(open_desk: Desk) -> None:
    desk = open_desk()
    desk.select("wears you down")
    desk.page.keyboard.press("v")
    desk.saved()
    expect(desk.page.locator(".label")).to_have_text("wears you down")
    assert [words for _, words in desk.stored()] == ["wears you down"]


def test_a_memo_is_written_and_taken_back(open_desk: Desk) -> None:
    desk = open_desk()
    desk.select("nobody came")
    desk.use("Angry")
    desk.page.keyboard.press("Enter")
    memo = desk.page.locator(".card textarea")
    memo.fill("Said twice.")
    memo.blur()
    desk.saved()
    assert _memos(desk) == ["Said twice."]
    desk.page.get_by_role("button", name="Undo", exact=True).click()
    desk.saved()
    assert _memos(desk) == [""]
    expect(memo).to_have_value("")
    desk.page.get_by_role("button", name="Redo", exact=True).click()
    desk.saved()
    assert _memos(desk) == ["Said twice."]


def _memos(desk_: Opened) -> list[str]:
    with desk_.served.workbench.database.reading() as connection:
        version = coding.place(connection, desk_.served.study_id, desk_.transcript).version_id
        return [one.memo for one in desk.codings(connection, desk_.served.study_id, version)]


def test_removing_brings_back_code_and_memo_by_undo(open_desk: Desk) -> None:
    desk = open_desk()
    desk.select("nobody came")
    desk.use("Angry")
    desk.page.locator(".label").click()
    desk.page.locator(".card textarea").fill("Keep me.")
    desk.page.get_by_role("button", name="Remove Angry").click()
    desk.saved()
    assert desk.stored() == []
    desk.page.locator(".scroller").focus()
    desk.page.keyboard.press("Control+z")
    desk.saved()
    assert desk.stored() == [("Angry", "nobody came")]
    assert _memos(desk) == ["Keep me."]


def test_the_code_of_a_coding_is_changed_and_its_passage_moved(open_desk: Desk) -> None:
    desk = open_desk()
    desk.select("nobody came")
    desk.use("Angry")
    desk.page.locator(".label").click()
    desk.page.get_by_role("button", name="Change the code of Angry").click()
    desk.page.keyboard.type("anxious")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator(".label")).to_have_text("Anxious")
    desk.select("nobody came. Then my daughter rang")
    desk.page.get_by_role("button", name="Set Anxious to the selection").click()
    desk.saved()
    assert desk.stored() == [("Anxious", "nobody came. Then my daughter rang")]


def test_a_passage_marked_do_not_use_can_be_released(open_desk: Desk) -> None:
    desk = open_desk()
    desk.select("my daughter")
    desk.page.keyboard.press("x")
    desk.page.keyboard.press("Tab")
    desk.page.keyboard.press("Enter")
    desk.saved()
    expect(desk.page.locator("mark.withheld")).to_have_text("my daughter")
    with desk.served.workbench.database.reading() as connection:
        version = coding.place(connection, desk.served.study_id, desk.transcript).version_id
        from ebcd.store.desk import withheld_in

        assert [(m.span, m.reason) for m in withheld_in(connection, version)] == [
            (desk.span("my daughter"), "third_party")
        ]
    desk.page.locator(".label").click()
    desk.page.get_by_role("button", name="Release").click()
    desk.saved()
    expect(desk.page.locator("mark.withheld")).to_have_count(0)


def test_an_emoji_is_never_halved_and_places_count_code_points(open_desk: Desk) -> None:
    desk = open_desk()
    desk.drag("lovely 👩‍⚕️. She drew the nerve")
    desk.use("Being believed")
    desk.saved()
    assert desk.stored() == [("Being believed", "lovely 👩‍⚕️. She drew the nerve")]


_RAPID = """
async (number) => {
  const codes = [...ebcdDesk.state.codes.values()];
  for (let n = 0; n < number; n += 1) {
    ebcdDesk.setSelection({start: n, end: n + 5});
    ebcdDesk.applyCode(codes[n % codes.length]);
    await new Promise((then) => setTimeout(then, 40));
  }
}
"""


def test_twenty_acts_forty_milliseconds_apart_are_all_saved(open_desk: Desk) -> None:
    desk = open_desk()
    desk.page.evaluate(_RAPID, 20)
    desk.saved()
    assert len(desk.stored()) == 20


def test_acts_wait_while_the_server_is_away_and_are_done_once(open_desk: Desk) -> None:
    desk = open_desk()
    calls: list[str] = []

    def lost_on_the_way_back(route: Route) -> None:
        calls.append(route.request.url)
        if len(calls) == 1:
            route.abort()
        elif len(calls) == 2:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    desk.page.route("**/acts", lost_on_the_way_back)
    desk.select("nobody came")
    desk.use("Angry")
    expect(desk.page.locator(".saving")).to_contain_text("1 unsaved: no connection")
    desk.saved()
    assert len(calls) == 3
    assert desk.stored() == [("Angry", "nobody came")]
    with desk.served.workbench.database.reading() as connection:
        from ebcd.store.desk import opened

        revision = opened(connection, desk.served.study_id, desk.transcript).revision
    assert revision == 1


def test_what_was_not_saved_comes_back_after_the_page_was_closed(open_desk: Desk) -> None:
    desk = open_desk()
    page = desk.page
    page.route("**/acts", lambda route: route.abort())
    desk.select("not knowing")
    desk.use("Anxious")
    expect(page.locator(".saving")).to_contain_text("1 unsaved")
    kept = page.evaluate(_KEPT)
    assert len(kept) == 1
    assert "not knowing" not in str(kept)
    page.on("dialog", lambda dialog: dialog.accept())
    page.unroute("**/acts")
    page.reload()
    page.wait_for_selector(".ebcd-desk .say")
    desk.saved()
    expect(page.locator("mark")).to_have_text("not knowing")
    assert desk.stored() == [("Anxious", "not knowing")]
    assert page.evaluate(_KEPT) == []


_KEPT = """
() => new Promise((then) => {
  const request = indexedDB.open('ebcd-coding-desk');
  request.onsuccess = () => {
    const all = request.result.transaction('pending').objectStore('pending').getAll();
    all.onsuccess = () => then(all.result);
  };
})
"""


def test_suggestions_are_accepted_and_dismissed_at_reading_speed(open_desk: Desk) -> None:
    from ebcd.store.assistant import Proposal, propose

    desk = open_desk()
    words = ("three hours", "my daughter rang", "not knowing")
    why = {"words": [["hours", 0.9, [[6, 11]]]], "near": []}
    with desk.served.workbench.database.writing() as connection:
        version = coding.place(connection, desk.served.study_id, desk.transcript).version_id
        code = desk.codes["Not being told"]
        proposals = [
            Proposal(desk.transcript, version, code, desk.span(each), 0.8, why) for each in words
        ]
        propose(connection, desk.served.study_id, "test", proposals)
    page = desk.page
    page.locator(".scroller").focus()
    page.keyboard.press("s")
    expect(page.locator(".label.hint")).to_have_count(3)
    card = page.locator(".card.hint")
    expect(card).to_contain_text("because of “hours”")
    expect(card.locator("q")).to_have_text("three hours")
    page.keyboard.press("a")
    expect(card.locator("q")).to_have_text("my daughter rang")
    page.keyboard.press("d")
    expect(card.locator("q")).to_have_text("not knowing")
    page.keyboard.press("r")
    page.keyboard.type("anxious")
    page.keyboard.press("Enter")
    desk.saved()
    assert desk.stored() == [("Not being told", "three hours"), ("Anxious", "not knowing")]
    expect(card).to_have_count(0)
    page.locator(".scroller").focus()
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    desk.saved()
    assert desk.stored() == [("Not being told", "three hours")]
    expect(page.locator(".label.hint")).to_have_count(2)


def test_leaving_with_unsaved_acts_asks_first(open_desk: Desk) -> None:
    desk = open_desk()
    asked: list[str] = []
    desk.page.route("**/acts", lambda route: route.abort())
    desk.select("not knowing")
    desk.page.locator(".quick").first.click()
    desk.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    desk.page.reload()
    assert asked == ["beforeunload"]


def test_another_coders_marks_arrive_without_losing_the_selection(
    open_desk: Desk, browse: Browse
) -> None:
    desk = open_desk()
    other = open_desk(desk.transcript)
    other.drag("wears you down")
    desk.select("nobody came")
    desk.use("Angry")
    desk.saved()
    expect(other.page.locator(".label")).to_have_text("Angry", timeout=4000)
    other.selected("wears you down")
    other.page.keyboard.press("1")
    expect(desk.page.locator(".label")).to_have_count(2, timeout=4000)
    desk.page.locator(".label", has_text="Angry").click()
    desk.page.get_by_role("button", name="Remove Angry").click()
    expect(other.page.locator(".label")).to_have_count(1, timeout=4000)


def test_a_code_deleted_meanwhile_is_refused_in_plain_words(open_desk: Desk) -> None:
    from ebcd.acts.codebook import add_code, delete_code
    from ebcd.codebook import Kind

    asking = (command_line(), 1)
    probe = open_desk()
    workbench = probe.served.workbench
    doomed = add_code(workbench, *asking, Kind.THEME, "Doomed")
    desk = open_desk(probe.transcript)
    delete_code(workbench, *asking, doomed)
    desk.select("nobody came")
    desk.use("Doomed")
    expect(desk.page.locator(".alert")).to_contain_text("deleted by somebody else")
    expect(desk.page.locator(".label")).to_have_count(0)
    desk.saved()


def test_the_address_leads_to_a_place(open_desk: Desk) -> None:
    span = Span(TEXT.index("wears"), TEXT.index("wears") + 5)
    desk = open_desk(query=f"&at={span.start}-{span.end}")
    desk.selected("wears")


def test_the_counts_of_the_page_follow_a_little_after_saving(open_desk: Desk) -> None:
    desk = open_desk()
    caption = desk.page.locator('[data-testid="stMarkdownContainer"]', has_text="of them yours")
    expect(caption.first).to_contain_text("0 codings")
    desk.select("nobody came")
    desk.page.locator(".quick").first.click()
    expect(caption.first).to_contain_text("1 coding", timeout=6000)
    expect(desk.page.locator("mark")).to_have_text("nobody came")


def test_the_margin_is_reached_by_one_tab_stop_and_the_arrows(open_desk: Desk) -> None:
    desk = open_desk()
    desk.select("nobody came")
    desk.use("Angry")
    desk.select("not knowing")
    desk.use("Anxious")
    page = desk.page
    page.locator(".scroller").focus()
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    expect(page.locator(".label:focus")).to_have_attribute(
        "aria-label", re.compile("Code Angry: “nobody")
    )
    page.keyboard.press("ArrowDown")
    expect(page.locator(".label:focus")).to_contain_text("Anxious")
    page.keyboard.press("Enter")
    expect(page.locator(".here .card")).to_contain_text("Anxious")
    assert page.locator('.label[tabindex="0"]').count() == 1


def test_streamlits_own_single_keys_do_not_fire(open_desk: Desk) -> None:
    desk = open_desk()
    desk.page.locator(".scroller").focus()
    desk.page.keyboard.press("c")
    desk.page.wait_for_timeout(300)
    expect(desk.page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_on_a_desk_with_everything_open(open_desk: Desk, dark: bool) -> None:
    desk = open_desk(dark=dark)
    for code in ("Anxious", "Angry", "Not being told", "Getting a diagnosis"):
        desk.select("three hours in the corridor")
        desk.use(code)
    desk.page.locator(".label").first.click()
    desk.page.get_by_role("tab", name="Codings").click()
    settled(desk.page)
    assert violations(desk.page) == []


def test_at_390_pixels_nothing_hangs_over_the_edge(open_desk: Desk) -> None:
    desk = open_desk(width=390, has_touch=True)
    desk.select("three hours in the corridor")
    desk.use("Anxious")
    desk.saved()
    wide = desk.page.evaluate(
        "() => [...document.querySelectorAll('.ebcd-desk *')].filter((one) => "
        "!one.closest('.quicks') && one.getBoundingClientRect().right > innerWidth + 1)"
        ".map((one) => one.className)"
    )
    assert wide == []
    label = desk.page.locator(".label").bounding_box()
    say = desk.page.locator(".say").nth(1).bounding_box()
    assert label
    assert say
    assert label["y"] >= say["y"] + say["height"] - 1


def test_on_a_touch_screen_a_tap_on_a_code_applies_it_to_what_is_selected(open_desk: Desk) -> None:
    desk = open_desk(width=390, has_touch=True, is_mobile=True)
    span = desk.span("wears you down")
    desk.page.evaluate(
        """([start, end]) => {
          const range = ebcdDesk.paper.range({start, end});
          getSelection().setBaseAndExtent(range.startContainer, range.startOffset,
            range.endContainer, range.endOffset);
        }""",
        [span.start, span.end],
    )
    desk.selected("wears you down")
    desk.page.locator(".quick").first.tap()
    desk.saved()
    assert [words for _, words in desk.stored()] == ["wears you down"]


def test_another_transcript_is_chosen_on_the_page(open_desk: Desk) -> None:
    first = open_desk()
    other = made.add_transcript(
        first.served.workbench,
        first.served.study_id,
        [Turn("A", None, None, "Other words.")],
        "Zed",
    )
    first.page.reload()
    first.page.wait_for_selector(".ebcd-desk .say")
    first.page.get_by_role("combobox", name="Transcript").click()
    first.page.get_by_role("option", name="Zed").click()
    expect(first.page.locator(".say").first).to_have_text("Other words.")
    expect(first.page).to_have_url(re.compile(f"transcript={other}"))
    first.page.go_back()
    expect(first.page.locator(".say").first).to_have_text(SAID[0][1])


def test_a_reader_reads_and_cannot_code(served: Served, open_desk: Desk, browse: Browse) -> None:
    from ebcd.acts.access import Role
    from ebcd.acts.accounts import every_account, set_role
    from ebcd.web.signin import COOKIE, cookie_value

    desk = open_desk()
    reader = add_account(served.workbench, command_line(), "reader", "Rita Read")
    set_role(served.workbench, command_line(), served.study_id, "reader", Role.READER)
    account = next(a for a in every_account(served.workbench, command_line()) if a.id == reader)
    page = desk.page
    page.context.add_cookies(
        [{"name": COOKIE, "value": cookie_value(served.workbench, account), "url": served.url}]
    )
    page.reload()
    page.wait_for_selector(".ebcd-desk .say")
    expect(page.locator(".palette")).to_have_count(0)
    answer = page.evaluate(
        """async ([study, transcript]) => (await fetch(`/coding/${study}/${transcript}/acts`, {
          method: 'POST', headers: {'X-EBCD': 'coding desk', 'Content-Type': 'application/json'},
          body: JSON.stringify({sha256: '', acts: [{uuid: crypto.randomUUID(), kind: 'remove',
            coding: crypto.randomUUID()}]})})).json()""",
        [served.study_id, desk.transcript],
    )
    assert "does not allow" in answer["answers"][0]["refused"]


def test_the_queue_outlives_a_stopped_server(tmp_path: Path, browse: Browse) -> None:
    folder = tmp_path / "data"
    opened = open_workbench(folder)
    add_account(opened, command_line(), "lead", "Lee Addams", is_admin=True)
    study_id = create_study(opened, command_line(), "Persistent pain")
    made.add_codes(opened, command_line(), study_id)
    transcript = made.add_transcript(opened, study_id, TURNS)
    opened.close()
    with serving(folder) as running:
        port = int(running.url.rsplit(":", 1)[1])
        page = browse(running, f"/coding?study={study_id}&transcript={transcript}")
        page.wait_for_selector(".ebcd-desk .say")
        page.evaluate(_RAPID, 5)
        running.process.terminate()
        running.process.wait(20)
        page.evaluate("() => { window.before = ebcdDesk.state.codings.size; }")
        page.evaluate(
            """() => { for (let n = 30; n < 40; n += 1) {
              ebcdDesk.setSelection({start: n, end: n + 7});
              ebcdDesk.applyCode([...ebcdDesk.state.codes.values()][0]); } }"""
        )
        expect(page.locator(".saving")).to_contain_text("no connection")
        with serving(folder, port):
            expect(page.locator(".saving")).to_have_attribute("data-unsaved", "0", timeout=40_000)
    with sqlite3.connect(folder / "ebcd.sqlite") as database:
        assert database.execute("select count(*) from coding").fetchone() == (15,)
