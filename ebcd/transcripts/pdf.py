"""Transcripts printed to PDF: lines of pages, without what stands at the head or foot of each."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium_c

from ebcd.errors import BadInput
from ebcd.transcripts.turns import Problem

_PAGE_NUMBER = re.compile(
    r"^(?:page\s*)?[-–—]?\s*\d{1,4}\s*(?:(?:/|of)\s*\d{1,4})?\s*[-–—]?$", re.IGNORECASE
)
_MOST_PAGES = 3_000
_DAMAGED = (
    "The PDF is cut short or damaged and cannot be opened: download it again, or export the "
    "transcript as .docx or .txt."
)


def is_pdf(data: bytes) -> bool:
    """Whether the bytes are a PDF; some programs write a few bytes before its mark."""
    return b"%PDF-" in data[:1024]


def read_pdf(data: bytes) -> tuple[str, list[Problem]]:
    """The text of a PDF, a line each, and the pages that hold none.

    Raises BadInput for a damaged or encrypted file, and for one that holds pictures only.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise BadInput(
                "The PDF is protected by a password: open it, print it to a new PDF without one, "
                "or export the transcript as .docx."
            ) from None
        raise BadInput(_DAMAGED) from None
    try:
        pages = _pages(document)
    except pypdfium2.PdfiumError:
        raise BadInput(_DAMAGED) from None
    finally:
        document.close()
    if not any("".join(page).strip() for page in pages):
        raise BadInput(
            "The PDF holds pictures of pages but no text, so it was probably scanned: run text "
            "recognition (OCR) on it, or ask for the file it was printed from."
        )
    problems = [
        Problem("This page holds no text: if it is a scan, type its words in by hand.", number)
        for number, page in enumerate(pages, start=1)
        if not "".join(page).strip()
    ]
    return "\n".join(line for page in _without_margins(pages) for line in page), problems


def _pages(document: pypdfium2.PdfDocument) -> list[list[str]]:
    count = len(document)
    if count > _MOST_PAGES:
        raise BadInput(
            f"The PDF has {count:,} pages, more than any interview: split it into one file an "
            "interview."
        )
    pages = []
    for number in range(count):
        page = document[number]
        text = page.get_textpage()
        pages.append(_lines(text.get_text_bounded() if _odd(page) else text.get_text_range()))
        text.close()
        page.close()
    return pages


def _odd(page: pypdfium2.PdfPage) -> bool:
    return int(pdfium_c.FPDFPage_GetRotation(page)) != 0


def _lines(text: str) -> list[str]:
    joined = re.sub(r"[\ufffe\ufffc\x02]\s*\n?", "", text.replace("\r\n", "\n").replace("\r", "\n"))
    return [line.rstrip() for line in joined.split("\n")]


def _without_margins(pages: list[list[str]]) -> list[list[str]]:
    """The pages without page numbers, and without first and last lines that come back."""
    trimmed = [[line for line in page if line.strip()] for page in pages]
    edges = Counter(
        _shape(line) for page in trimmed for line in {*page[:1], *page[-1:]} if len(page) > 1
    )
    running = {
        shape for shape, count in edges.items() if len(pages) > 2 and count >= 0.6 * len(pages)
    }

    def is_margin(line: str) -> bool:
        return bool(_PAGE_NUMBER.match(line.strip())) or _shape(line) in running

    for page in trimmed:
        _drop_margin_numbers(page)
        for _ in range(2):
            if page and is_margin(page[0]):
                del page[0]
            if page and is_margin(page[-1]):
                del page[-1]
    return trimmed


def _drop_margin_numbers(page: list[str]) -> None:
    """Takes a run of numbers off the end of `page`: those that stood beside its paragraphs."""
    at = len(page)
    while at and page[at - 1].strip().isdecimal() and len(page[at - 1].strip()) < 6:
        at -= 1
    numbers = [int(line) for line in page[at:]]
    if len(numbers) >= 2 and all(b - a in (1, 5) for a, b in pairwise(numbers)):
        del page[at:]


def _shape(line: str) -> str:
    """A line with its numbers made alike, so that `Page 3` is `Page 4`."""
    return re.sub(r"\d+", "0", line.strip())
