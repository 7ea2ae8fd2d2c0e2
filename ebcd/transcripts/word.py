"""Word documents: paragraphs and tables out of OOXML.

Our own walk, because a library that skips tracked insertions, content controls or smart tags loses
words without a sound. What was deleted with changes tracked is left out, as Word prints it.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ebcd.transcripts.archive import Archive, local_name
from ebcd.transcripts.paragraphs import Table

_SKIPPED_NAMES = (
    "del moveFrom pPr rPr sectPr tblPr tblGrid trPr tcPr sdtPr sdtEndPr instrText delText "
    "delInstrText Fallback footnoteReference endnoteReference commentReference rt"
)
_SKIPPED = frozenset(_SKIPPED_NAMES.split())
_SPACES = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "-",
    "softHyphen": "",
    "sym": "",
}


def read_word(archive: Archive) -> Iterator[str | Table]:
    """The paragraphs (a newline is a line break) and tables of a document, in order."""
    body = archive.tree(_document(archive))
    yield from _blocks(body)


def is_word(archive: Archive) -> bool:
    """Whether the archive is a Word document."""
    return any(name.startswith("word/") for name in archive.names)


def _document(archive: Archive) -> str:
    """The part that holds the text; not every program calls it `word/document.xml`."""
    if "word/document.xml" in archive.names or "_rels/.rels" not in archive.names:
        return "word/document.xml"
    for relation in archive.tree("_rels/.rels"):
        if str(relation.get("Type", "")).endswith("/officeDocument"):
            return str(relation.get("Target", "")).lstrip("/")
    return "word/document.xml"


def _blocks(element: etree._Element) -> Iterator[str | Table]:
    """Paragraphs and tables below `element`, wherever controls and changes have wrapped them."""
    for child in element:
        name = local_name(child)
        if name == "p":
            yield from _paragraph(child)
        elif name == "tbl":
            yield Table(tuple(_rows(child)))
        elif name and name not in _SKIPPED:
            yield from _blocks(child)


def _rows(table: etree._Element) -> Iterator[tuple[str, ...]]:
    for row in _below(table, "tr"):
        yield tuple(
            "\n".join(text for text in _flat(cell) if text.strip()) for cell in _below(row, "tc")
        )


def _below(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    for child in element:
        name = local_name(child)
        if name == wanted:
            yield child
        elif name in ("sdt", "sdtContent", "ins", "customXml", "moveTo"):
            yield from _below(child, wanted)


def _flat(cell: etree._Element) -> Iterator[str]:
    for block in _blocks(cell):
        if isinstance(block, Table):
            yield from ("\t".join(row) for row in block.rows)
        else:
            yield block


def _paragraph(paragraph: etree._Element) -> Iterator[str | Table]:
    """The paragraph, then whatever text boxes are anchored in it."""
    parts: list[str] = []
    boxes: list[etree._Element] = []
    _words(paragraph, parts, boxes)
    yield "".join(parts)
    for box in boxes:
        yield from _blocks(box)


def _words(element: etree._Element, parts: list[str], boxes: list[etree._Element]) -> None:
    for child in element:
        name = local_name(child)
        if name == "t":
            parts.append(child.text or "")
        elif name in _SPACES:
            parts.append(_SPACES[name])
        elif name == "txbxContent":
            boxes.append(child)
        elif name and name not in _SKIPPED:
            _words(child, parts, boxes)
