"""Reading a Word file with somebody else's readers: its words, its structure, its faults."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn
from openxml_audit import OpenXmlValidator

_VALIDATOR = OpenXmlValidator()


def opened(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


def words(data: bytes) -> str:
    """Everything that stands in the body, paragraph by paragraph and cell by cell."""
    body = opened(data).element.body
    lines = ("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))
    return "\n".join(lines)


def headings(data: bytes) -> list[tuple[int, str]]:
    return [
        (int(p.style.name[-1]), p.text)
        for p in opened(data).paragraphs
        if p.style is not None and (p.style.name or "").startswith("Heading ")
    ]


def faults(data: bytes) -> list[Any]:
    """What a validator of Office files finds wrong."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "document.docx"
        path.write_bytes(data)
        return list(_VALIDATOR.validate(str(path)).errors)


def part(data: bytes, ending: str) -> str:
    """The text of the first part whose name ends so."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        name = next(each for each in archive.namelist() if each.endswith(ending))
        return archive.read(name).decode()
