"""OpenDocument texts (LibreOffice, Google Docs): paragraphs and tables out of `content.xml`."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ebcd.errors import BadInput
from ebcd.transcripts.archive import Archive, local_name
from ebcd.transcripts.paragraphs import Table

_SKIPPED_NAMES = (
    "tracked-changes annotation annotation-end note forms sequence-decls variable-decls ruby-text "
    "table-of-content automatic-styles font-face-decls scripts"
)
_SKIPPED = frozenset(_SKIPPED_NAMES.split())


def is_open_document(archive: Archive) -> bool:
    """Whether the archive is an OpenDocument file of any kind."""
    return "content.xml" in archive.names


def read_open_document(archive: Archive) -> Iterator[str | Table]:
    """The paragraphs (a newline is a line break) and tables of a document, in order.

    Raises BadInput where the document is protected by a password or is no text document.
    """
    manifest = "META-INF/manifest.xml"
    if manifest in archive.names and b"encryption-data" in archive.read(manifest):
        raise BadInput(
            "The document is protected by a password: open it in LibreOffice, take the password "
            "off and save it again."
        )
    body = next(
        (child for child in archive.tree("content.xml") if local_name(child) == "body"), None
    )
    text = next((c for c in body if local_name(c) == "text"), None) if body is not None else None
    if text is None:
        raise BadInput(
            "This is an OpenDocument spreadsheet, drawing or presentation, not a text: save the "
            "transcript as .odt, .docx or .csv."
        )
    yield from _blocks(text)


def _blocks(element: etree._Element) -> Iterator[str | Table]:
    for child in element:
        name = local_name(child)
        if name in ("p", "h"):
            parts: list[str] = []
            _words(child, parts)
            yield "".join(parts)
        elif name == "table":
            yield Table(tuple(_rows(child)))
        elif name and name not in _SKIPPED:
            yield from _blocks(child)


def _rows(table: etree._Element) -> Iterator[tuple[str, ...]]:
    for child in table:
        name = local_name(child)
        if name == "table-row":
            yield tuple(_cell(cell) for cell in child if local_name(cell) == "table-cell")
        elif name in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(child)


def _cell(cell: etree._Element) -> str:
    lines: list[str] = []
    for block in _blocks(cell):
        if isinstance(block, Table):
            lines.extend("\t".join(row) for row in block.rows)
        else:
            lines.append(block)
    return "\n".join(line for line in lines if line.strip())


def _words(element: etree._Element, parts: list[str]) -> None:
    parts.append(_squeezed(element.text))
    for child in element:
        name = local_name(child)
        if name == "s":
            parts.append(" " * _repeat(child))
        elif name == "tab":
            parts.append("\t")
        elif name == "line-break":
            parts.append("\n")
        elif name and name not in _SKIPPED:
            _words(child, parts)
        parts.append(_squeezed(child.tail))


def _repeat(space: etree._Element) -> int:
    for name, value in space.attrib.items():
        if str(name).endswith("}c") and str(value).isdecimal() and len(value) < 4:
            return int(value)
    return 1


def _squeezed(text: str | None) -> str:
    """Line ends of the XML are spaces."""
    return (text or "").replace("\n", " ").replace("\t", " ")
