"""Blind coding from its setting-up to what is settled, by three people in three browsers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from ebcd.acts import blind_coding
from ebcd.acts import coding as desk
from ebcd.acts.access import Role, command_line
from ebcd.acts.accounts import add_account, every_account, set_role
from ebcd.acts.study import create_study
from ebcd.acts.transcripts import transcripts
from ebcd.store.workbench import open_workbench
from ebcd.transcripts.turns import Turn
from ebcd.web.signin import COOKIE, cookie_value
from tests.browser.conftest import Browse, Served, serving, settled, violations
from tests.coding_desk import made

SAID = [
    Turn("Q", None, None, "How did it start?"),
    Turn("A", None, None, "Nobody told me anything. I waited three hours in the corridor."),
    Turn("Q", None, None, "And then?"),
    Turn("A", None, None, "Then a nurse sat down with me and explained all of it."),
]
LONG = [*SAID, *(Turn("A", None, None, f"And so it went on, day {n}.") for n in range(200))]


@pytest.fixture
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("blind") / "data"
    opened, actor = open_workbench(folder), command_line()
    add_account(opened, actor, "lead", "Lee Addams", is_admin=True)
    study_id = create_study(opened, actor, "Persistent pain")
    made.add_codes(opened, actor, study_id)
    made.add_transcript(opened, study_id, LONG)
    for name, shown in (("ana", "Ana Novak"), ("ben", "Ben Eze")):
        add_account(opened, actor, name, shown)
        set_role(opened, actor, study_id, name, Role.RESEARCHER)
    opened.close()
    with serving(folder) as running:
        yield running


def come(served: Served, browse: Browse, name: str, path: str, **settings: object) -> Page:
    """A page of somebody who has signed in."""
    accounts = {each.name: each for each in every_account(served.workbench, command_line())}
    page = browse(served, "/health", signed_in=False, **settings)
    value = cookie_value(served.workbench, accounts[name])
    page.context.add_cookies([{"name": COOKIE, "value": value, "url": served.url}])
    page.goto(path)
    settled(page)
    return page


def code(page: Page, start: int, end: int, name: str) -> None:
    """Apply a code at the desk, and wait until it is saved."""
    page.wait_for_selector(".ebcd-desk .say")
    page.evaluate(
        """([start, end, name]) => {
          ebcdDesk.setSelection({start, end});
          ebcdDesk.applyCode([...ebcdDesk.state.codes.values()].find((one) => one.name === name));
        }""",
        [start, end, name],
    )
    expect(page.locator(".ebcd-desk .saving")).to_have_attribute("data-unsaved", "0")


def set_up(served: Served, page: Page) -> None:
    """Ana and Ben are to code the transcript blind."""
    asking = (served.workbench, command_line(), served.study_id)
    who = blind_coding.possible_coders(*asking)
    coders = [each for each, name in who.items() if name.startswith(("Ana", "Ben"))]
    blind_coding.begin(*asking, [transcripts(*asking)[0].id], coders)
    page.reload()
    settled(page)
    page.get_by_role("tab", name="Together").click()
    expect(page.get_by_text("Ana Novak: coding")).to_be_visible()


def marks(page: Page) -> int:
    return int(page.evaluate("ebcdDesk.state.codings.size"))


def test_three_people_code_blind_compare_and_settle(served: Served, browse: Browse) -> None:
    lead = browse(served, f"/coding?study={served.study_id}")
    lead.wait_for_selector(".ebcd-desk .say")
    set_up(served, lead)
    at = f"/coding?study={served.study_id}&transcript=1"
    ana, ben = come(served, browse, "ana", at), come(served, browse, "ben", at)
    for page, other in ((ana, "Ben Eze"), (ben, "Ana Novak")):
        expect(
            page.get_by_text(f"You code this transcript blind, apart from {other}")
        ).to_be_visible()
        code(page, 18, 42, "Not being told")
    code(ana, 43, 80, "Anxious")
    code(ben, 43, 60, "Anxious")
    code(ana, 91, 144, "Relieved")
    expect(lead.locator(".label")).not_to_have_count(0)
    lead.wait_for_function("() => ebcdDesk.state.codings.size === 5")
    ben.reload()
    ben.wait_for_selector(".ebcd-desk .say")
    assert (marks(ana), marks(ben)) == (3, 2)
    for page in (ana, ben):
        page.get_by_role("button", name="I am done").click()
    expect(ben.get_by_text("You code this transcript blind")).to_be_hidden()
    ana.wait_for_function("() => ebcdDesk.state.codings.size === 5")
    settle(ana, served)


def settle(page: Page, served: Served) -> None:
    page.goto(f"/findings?study={served.study_id}&tab=agreement")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_text("2 places differ, 2 of them still to settle")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Accept all that agree").click()
    expect(page.get_by_role("button", name="Take back what was accepted")).to_be_visible()
    note = page.get_by_label("What you decided and why").first
    note.fill("The corridor belongs to it.")
    note.press("Tab")
    page.get_by_role("button", name="Keep Ana Novak's").first.click()
    expect(page.get_by_text("2 places differ, 1 of them still to settle")).to_be_visible()
    stored = desk.opened(served.workbench, command_line(), served.study_id, 1).codings
    assert sorted((each.span.start, each.span.end, each.initials) for each in stored) == [
        (18, 42, "AN"),
        (43, 80, "AN"),
        (91, 144, "AN"),
    ]
    page.get_by_text("Settled", exact=True).first.click()
    expect(page.get_by_text("The corridor belongs to it.")).to_be_visible()
    page.get_by_role("button", name="Take back", exact=True).click()
    expect(page.get_by_text("2 places differ, 2 of them still to settle")).to_be_visible()
    page.get_by_text("Figures", exact=True).click()
    expect(page.get_by_role("row", name="Not being told 1.00 1.00 100 %")).to_be_visible()
    page.get_by_text("Side by side", exact=True).click()
    expect(page.locator(".ebcd-side > li")).to_have_count(2)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_anothers_mark_arrives_while_scroll_and_selection_stay(
    served: Served, browse: Browse
) -> None:
    at = f"/coding?study={served.study_id}&transcript=1"
    ana, ben = come(served, browse, "ana", at), come(served, browse, "ben", at)
    for page in (ana, ben):
        page.wait_for_selector(".ebcd-desk .say")
    ben.wait_for_function("() => ebcdDesk.paper.done === ebcdDesk.lines.length")
    ben.evaluate("ebcdDesk.setSelection({start: 91, end: 97})")
    ben.evaluate("document.querySelector('.ebcd-desk .scroller').scrollTop = 900")
    ben.evaluate(
        """() => { window.came = new Promise((then) => { const look = () =>
          ebcdDesk.state.codings.size ? then(Date.now()) : setTimeout(look, 5); look(); }); }"""
    )
    before = ben.evaluate("document.querySelector('.ebcd-desk .scroller').scrollTop")
    began = ana.evaluate("Date.now()")
    code(ana, 18, 42, "Angry")
    lag = ben.evaluate("window.came") - began
    assert lag < 4000, f"another coder's mark took {lag} ms"
    assert ben.evaluate("document.querySelector('.ebcd-desk .scroller').scrollTop") == before
    assert ben.evaluate("[ebcdDesk.selection.start, ebcdDesk.selection.end]") == [91, 97]
    assert ben.evaluate("[...ebcdDesk.state.codings.values()][0].initials") == "AN"
