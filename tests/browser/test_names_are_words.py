"""What people type as a name is shown as words on every page: no link, no picture, no script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from sqlalchemy import String, Text, update

from ebcd.store.tables import metadata
from ebcd.ui.steps import STEPS
from tests.browser.conftest import Browse, Served, settled

pytestmark = pytest.mark.browser

EVIL = (
    "[x](https://evil.example) ![y](https://evil.example/p.png) "
    '<img src="https://evil.example/q.png" onerror="window.hacked = 1"> www.evil.example $x^2$ '
    ":red[z] **b**"
)
NAMES = {
    "account": ("display_name",),
    "study": ("name", "pathway", "summary"),
    "deviation": ("what", "reason"),
    "participant": ("pseudonym", "role"),
    "speaker": ("label",),
    "transcript": ("title", "source_name"),
    "recording": ("name",),
    "code": ("name", "definition", "example", "include", "exclude"),
    "memo": ("text",),
    "storyboard": ("title",),
    "chapter": ("title",),
    "clip": ("note",),
    "event": ("title", "place", "notes"),
    "map_card": ("title",),
    "map_note": ("word",),
    "priority_item": ("title", "description", "reason"),
    "voting_round": ("title", "question", "decision"),
    "round_option": ("title", "description"),
    "codesign_group": ("name", "aim"),
    "action": ("what", "owner", "measure"),
    "output": ("what", "you_said", "we_did"),
    "saved_query": ("name",),
    "blind_coding": ("note",),
}
_FOUND = """
() => [
  ...[...document.querySelectorAll('a[href*="evil"]:not([href^="#"]), img[src*="evil"]')]
    .map((one) => one.outerHTML.slice(0, 200)),
  ...[...document.querySelectorAll('.katex')].map((one) => 'formula in ' + one.closest(
    '[data-testid]').outerHTML.slice(0, 300)),
  ...[...document.querySelectorAll('.stMarkdownColoredText')].map((one) => one.outerHTML),
  ...(window.hacked ? ['a script ran'] : []),
]
"""


def renamed(served: Served) -> None:
    """Give everything that has a name the same wicked one, and its number."""
    with served.workbench.database.writing() as connection:
        for name, columns in NAMES.items():
            table = metadata.tables[name]
            for column in columns:
                if column in table.c:
                    assert isinstance(table.c[column].type, String | Text)
                    evil = EVIL + " " + table.c.id.cast(String)
                    connection.execute(update(table).values({column: evil}))


def found_on(page: Page) -> set[str]:
    """What was made of the names, on each tab of the page."""
    found = set(page.evaluate(_FOUND))
    for number in range(page.get_by_role("tab").count()):
        tab = page.get_by_role("tab").nth(number)
        if tab.is_visible() and not page.locator(".ebcd-desk").count():
            tab.click()
            page.wait_for_timeout(300)
            settled(page, 60_000)
            found |= set(page.evaluate(_FOUND))
    return found


def test_a_name_is_words_on_every_page(sample: Served, browse: Browse) -> None:
    renamed(sample)
    page = browse(sample, "/health")
    found = {}
    for step in STEPS:
        page.goto(f"/{step.name if step is not STEPS[0] else ''}?study={sample.study_id}")
        settled(page, 60_000)
        page.wait_for_timeout(500)
        found[step.name] = found_on(page)
    assert {where: sorted(what) for where, what in found.items() if what} == {}
