"""Pages worked out for the contents list, beside what is known of Arial and of A4."""

from __future__ import annotations

from datetime import date

import pytest
from docx.oxml.ns import qn

from ebcd.reports.document import Front, Paper, start
from ebcd.reports.pages import line_count, width_of
from tests.reports.reader import opened

FRONT = Front("Living with pain", "Pain service", date(2026, 11, 22))


def listed(paper: Paper) -> dict[str, int]:
    """The contents list: heading and page."""
    found = {}
    for paragraph in opened(paper.finish()).paragraphs:
        if paragraph.style is not None and (paragraph.style.name or "").startswith("toc "):
            first, *_, last = [t.text for t in paragraph._p.iter(qn("w:t"))]
            found[first] = int(last)
    return found


def test_words_are_as_wide_as_arial_sets_them() -> None:
    assert width_of("Hello", 10) == pytest.approx(22.78)


def test_a_long_word_takes_a_line_of_its_own() -> None:
    assert line_count("a " + "x" * 100, 10, 60) == 2
    assert line_count("", 10, 60) == 1


def test_headings_on_one_page_are_all_on_page_one() -> None:
    paper = start(FRONT, "Short")
    paper.contents_here()
    paper.heading("First")
    paper.paragraph("Few words.")
    paper.heading("Second", 2)
    assert listed(paper) == {"First": 1, "Second": 1}


def test_a_heading_after_pages_of_words_is_on_a_later_page() -> None:
    paper = start(FRONT, "Long")
    paper.contents_here()
    paper.heading("First")
    for _ in range(100):
        paper.paragraph("One line.")
    paper.heading("Last")
    assert listed(paper) == {"First": 1, "Last": 4}


def test_a_heading_goes_to_the_next_page_with_what_it_heads() -> None:
    pages = set()
    for lines in range(10, 45, 2):
        paper = start(FRONT, "Edge")
        paper.contents_here()
        paper.heading("First")
        for _ in range(lines):
            paper.paragraph("One line.")
        paper.heading("Next")
        paper.table(("A",), [("\n".join("words" for _ in range(9)),)], caption="T", widths=(1,))
        pages.add(listed(paper)["Next"])
    assert pages == {1, 2}


def test_a_page_break_begins_a_page() -> None:
    paper = start(FRONT, "Broken")
    paper.contents_here()
    paper.heading("First")
    paper.page_break()
    paper.heading("Second")
    assert listed(paper) == {"First": 1, "Second": 2}
