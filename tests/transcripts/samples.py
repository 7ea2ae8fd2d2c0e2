"""Small files as programs write them, made on the spot."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str) -> bytes:
    """A Word file whose body is this OOXML."""
    document = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    )
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": document})


def archive(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return buffer.getvalue()


def paragraph(text: str) -> str:
    """A paragraph; newlines become line breaks and tabs tabs."""
    runs = escape(text).replace("\n", "</w:t><w:br/><w:t>").replace("\t", "</w:t><w:tab/><w:t>")
    return f'<w:p><w:r><w:t xml:space="preserve">{runs}</w:t></w:r></w:p>'


def docx_of(paragraphs: Sequence[str]) -> bytes:
    return docx("".join(paragraph(text) for text in paragraphs))


def docx_table(rows: Sequence[Sequence[str]]) -> bytes:
    cells = (
        "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>"
        for row in rows
    )
    return docx(f"<w:tbl>{''.join(cells)}</w:tbl>")


def odt_of(paragraphs: Sequence[str]) -> bytes:
    spaces = '<text:s text:c="2"/>'
    body = "".join(
        "<text:p>"
        + escape(text).replace("  ", " " + spaces).replace("\n", "<text:line-break/>")
        + "</text:p>"
        for text in paragraphs
    )
    content = (
        '<?xml version="1.0"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        "<office:automatic-styles/><office:body><office:text>"
        f"{body}</office:text></office:body></office:document-content>"
    )
    return archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def rtf_of(paragraphs: Sequence[str]) -> bytes:
    lines = []
    for text in paragraphs:
        lines.append(
            "".join(
                character if ord(character) < 128 else rf"\u{ord(character)}?" for character in text
            ).replace("\t", r"\tab ")
        )
    return (r"{\rtf1\ansi\deff0 {\fonttbl{\f0 Arial;}}" + r"\par ".join(lines) + r"\par }").encode()


def pdf_of(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF with a text line each; written by hand, so that no printer is needed."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for lines in pages:
        steps = "".join(
            f"({line.replace(chr(92), '').replace('(', chr(92) + '(').replace(')', chr(92) + ')')})"
            " Tj 0 -14 Td "
            for line in lines
        )
        stream = f"BT /F1 11 Tf 50 780 Td {steps} ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents "
            f"{len(objects)} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    at = len(out)
    rows = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    return (
        out
        + (
            f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}"
            f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF"
        ).encode()
    )
