"""The reports page in a real browser: a document is made, fetched, and refused after a no."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from ebcd.acts import reports
from ebcd.acts.access import command_line
from ebcd.acts.people import participants, withdraw
from tests.browser.conftest import Browse, Served, settled, violations
from tests.reports.reader import headings

pytestmark = pytest.mark.browser


def test_an_empty_study_says_that_documents_will_be_nearly_empty(
    empty: Served, browse: Browse
) -> None:
    page = browse(empty, "/reports")
    expect(page.get_by_text("Nothing is coded yet")).to_be_visible()
    expect(page.get_by_text("No document has been made yet")).to_be_visible()
    page.get_by_role("button", name="Make the film storyboard").click()
    expect(page.get_by_text("The film has no clips yet")).to_be_visible()


def test_a_document_is_made_downloaded_and_gone_once_somebody_withdraws(
    sample: Served, browse: Browse, tmp_path: Path
) -> None:
    page = browse(sample, "/reports")
    page.get_by_role("button", name="Make the priority report").click()
    expect(page.get_by_text("priority report.docx is ready. It quotes")).to_be_visible()
    box = page.locator(".st-key-report_priorities")
    with page.expect_download() as download:
        box.get_by_role("button", name="Download").click()
    download.value.save_as(tmp_path / "report.docx")
    chapters = [text for _, text in headings((tmp_path / "report.docx").read_bytes())]
    assert "The joint priorities" in chapters
    assert violations(page) == []
    asking = sample.workbench, command_line(), sample.study_id
    (made,) = [each for each in reports.made(*asking) if each.kind == "priorities"]
    assert set(made.quotes) <= set(participants(*asking))
    withdraw(*asking, next(iter(made.quotes)), date.today())
    page.reload()
    settled(page)
    expect(box.get_by_text("taken their consent back")).to_be_visible()
    expect(box.get_by_role("button", name="Download")).to_have_count(0)
