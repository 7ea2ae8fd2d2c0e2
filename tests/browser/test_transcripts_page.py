"""Files dropped on the transcripts page are looked at, corrected, saved, listed and deleted."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ebcd.acts import transcripts as acts
from ebcd.acts.access import command_line
from tests.browser.conftest import Browse, Served, settled, violations
from tests.transcripts import samples

pytestmark = pytest.mark.browser

FILES = {
    "P01_teams.docx": samples.docx_of(
        [
            "Pain study",
            "Sam Lee   0:03\nCan you tell me how it started?",
            "Margaret   0:09\nWell it was, erm, my back. About ten years ago, it must have been.",
        ]
    ),
    "carer.txt": "Int: How’s it at home?\nTony: It costs £40 – café prices.\nInt: And at night?\n"
    "Tony: She doesn’t sleep.\n".encode("cp1252"),
    "observation.md": b"The waiting room is full.\n\nNobody at the desk answers him.\n",
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
}


def drop(page: Page, folder: Path) -> None:
    paths = []
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
        paths.append(str(folder / name))
    page.set_input_files('[data-testid="stFileUploaderDropzoneInput"]', paths)
    expect(page.get_by_role("button", name="Save all 3 files")).to_be_visible(timeout=20_000)
    page.wait_for_timeout(1_000)  # the uploader reruns the page once more for its last file
    settled(page)


def test_a_folder_of_files_is_looked_at_corrected_and_saved(
    empty: Served, browse: Browse, tmp_path: Path
) -> None:
    page = browse(empty, "/transcripts")
    expect(page.get_by_text("There is no transcript yet.")).to_be_visible()
    drop(page, tmp_path)
    expect(page.get_by_role("cell", name="Not read. old.doc is in an old Office")).to_be_visible()
    expect(page.get_by_text("Sam Lee (interviews), Margaret")).to_be_visible()
    name = page.get_by_label("Name of “Margaret”")
    name.fill("Maggie")
    name.press("Enter")
    settled(page)
    who = page.get_by_role("combobox", name="Who “Margaret” is")
    who.focus()
    who.press_sequentially("patient")
    expect(page.get_by_role("option").filter(has_text="patient")).to_be_visible()
    who.press("Enter")
    page.wait_for_timeout(1_000)
    assert violations(page) == []
    page.get_by_role("button", name="Save all 3 files").click()
    expect(page.get_by_role("link", name="P01 teams")).to_be_visible(timeout=20_000)
    found = {t.title: t for t in acts.transcripts(empty.workbench, command_line(), empty.study_id)}
    assert sorted(found) == ["P01 teams", "carer", "observation"]
    assert [(s.label, s.interviews, s.group) for s in found["P01 teams"].speakers] == [
        ("Sam Lee", True, None),
        ("Maggie", False, "patient"),
    ]
    assert found["observation"].is_field_note
    drop_again = page.locator('[data-testid="stFileUploaderDropzoneInput"]')
    drop_again.set_input_files([str(tmp_path / "carer.txt")])
    expect(page.get_by_role("cell", name="Already here, as “carer”")).to_be_visible(timeout=20_000)


def test_a_transcript_is_deleted_after_it_was_confirmed(empty: Served, browse: Browse) -> None:
    asking = (empty.workbench, command_line(), empty.study_id)
    acts.import_reading(*asking, acts.look_at(*asking, "carer.txt", FILES["carer.txt"]))
    page = browse(empty, "/transcripts", width=390)
    page.locator("summary", has_text="Delete").click()
    expect(page.get_by_text("No work has been done on “carer” yet.")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    button = page.get_by_role("button", name="Delete the transcript")
    expect(button).to_be_disabled()
    page.get_by_text("Delete it. This cannot be undone.").click()
    expect(button).to_be_enabled()
    button.click()
    expect(page.get_by_text("There is no transcript yet.")).to_be_visible(timeout=20_000)
    assert acts.transcripts(*asking) == []
