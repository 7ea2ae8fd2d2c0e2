"""What every Word document has, read back with other people's readers."""

from __future__ import annotations

from datetime import date

import pytest
from docx.oxml.ns import qn

from ebcd.reports.charts import grouped_bars
from ebcd.reports.document import Front, Quotation, start
from tests.reports.reader import faults, headings, opened, part, words

FRONT = Front("Living with pain", "Pain service", date(2026, 11, 22))


def made(*, draft: bool = False, landscape: bool = False) -> bytes:
    front = Front(FRONT.study, FRONT.pathway, FRONT.on, draft)
    paper = start(front, "A report", landscape=landscape)
    paper.contents_here()
    for chapter in ("First", "Second & <third>"):
        paper.heading(chapter)
        paper.heading(f"Below {chapter}", 2)
        paper.paragraph("Words. " * 50)
    paper.quotation(Quotation('She said, "No."', "P01, patient"))
    paper.picture(
        grouped_bars(["a", "b"], {"All": [1, 2]}, across="People"),
        alt="Two bars",
        caption="Bars",
        width_cm=10,
    )
    rows = [(str(n), "x" * 40) for n in range(60)]
    paper.table(("No.", "What"), rows, caption="Many rows", widths=(1, 5))
    paper.bullets(["one", "two"])
    return paper.finish()


@pytest.fixture(scope="module")
def plain() -> bytes:
    return made()


def test_a_validator_of_office_files_finds_no_fault(plain: bytes) -> None:
    assert faults(plain) == []
    assert faults(made(draft=True, landscape=True)) == []


def test_headings_are_styles_and_the_contents_list_names_each(plain: bytes) -> None:
    assert headings(plain) == [
        (1, "First"),
        (2, "Below First"),
        (1, "Second & <third>"),
        (2, "Below Second & <third>"),
    ]
    listed = [p for p in opened(plain).paragraphs if p.style.name.startswith("toc ")]
    assert ["".join(t.text for t in p._p.iter(qn("w:t"))).rstrip("0123456789") for p in listed] == [
        text for _, text in headings(plain)
    ]
    marks = {b.get(qn("w:name")) for b in opened(plain).element.body.iter(qn("w:bookmarkStart"))}
    links = {a.get(qn("w:anchor")) for a in opened(plain).element.body.iter(qn("w:hyperlink"))}
    assert links == marks
    assert len(links) == 4


def test_title_and_language_are_said(plain: bytes) -> None:
    about = opened(plain).core_properties
    assert (about.title, about.language, about.subject) == (
        "A report", "en-GB", "Living with pain"
    )  # fmt: skip
    assert 'w:val="en-US"' not in part(plain, "word/styles.xml")


def test_header_rows_come_again_and_no_row_breaks(plain: bytes) -> None:
    table = opened(plain).tables[0]
    first, *rest = table._tbl.tr_lst
    assert first.trPr.find(qn("w:tblHeader")) is not None
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rest)
    assert all(row.trPr.find(qn("w:tblHeader")) is None for row in rest)


def test_columns_have_the_widths_asked_for(plain: bytes) -> None:
    table = opened(plain).tables[0]
    narrow, wide = (cell.width for cell in table.rows[3].cells)
    assert wide / narrow == pytest.approx(5, rel=0.01)


def test_each_picture_says_what_it_shows_and_captions_are_numbered(plain: bytes) -> None:
    shapes = opened(plain).inline_shapes
    assert [shape._inline.docPr.get("descr") for shape in shapes] == ["Two bars"]
    fields = [i.text.strip() for i in opened(plain).element.body.iter(qn("w:instrText"))]
    assert "SEQ Figure \\* ARABIC" in fields
    assert "SEQ Table \\* ARABIC" in fields
    assert "Figure 1. Bars" in words(plain)


def test_a_quotation_is_in_its_style_with_its_own_marks_single(plain: bytes) -> None:
    quote = next(p for p in opened(plain).paragraphs if p.style.name == "Quote")
    assert quote.text == "“She said, ‘No.’”\n— P01, patient"


def test_a_draft_says_so_on_every_page_and_a_final_document_does_not(plain: bytes) -> None:
    header = part(made(draft=True), "word/header1.xml")
    assert "DRAFT – for the team only" in header
    assert 'string="DRAFT"' in header
    assert "DRAFT" not in "".join(p.text for p in opened(plain).sections[0].header.paragraphs)


def test_the_footer_counts_pages(plain: bytes) -> None:
    footer = part(plain, "word/footer1.xml")
    assert " PAGE " in footer
    assert " NUMPAGES " in footer
