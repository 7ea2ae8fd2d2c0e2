"""Personal ballot cards as a Word sheet: to be printed, cut and handed out.

Two cards a row, each with its QR code, its code to type and the group it is for. The codes are
printed here and kept nowhere else.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from docx import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt

from ebcd.priorities.codes import qr_png, spaced
from ebcd.words import _

_ACROSS = 2


@dataclass(frozen=True)
class PrintedCard:
    """One card. `address`: what its QR code opens. `group`: as a voter reads it."""

    code: str
    group: str
    address: str


def cards_document(
    title: str, entrance: str, cards: Sequence[PrintedCard], *, every: bool = False
) -> bytes:
    """The sheet as a Word file. `entrance`: the address at which a code can be typed.

    `every`: the cards vote in every round of an event.
    """
    document = Document()
    document.core_properties.title = title
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(1.2)
    table = document.add_table(rows=0, cols=_ACROSS)
    table.style = "Table Grid"
    for start in range(0, len(cards), _ACROSS):
        row = table.add_row()
        row.height, row.height_rule = Cm(6.6), WD_ROW_HEIGHT_RULE.AT_LEAST
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, card in zip(row.cells, cards[start : start + _ACROSS], strict=False):
            _fill(cell, title, entrance, card, every)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _fill(  # type: ignore[no-untyped-def]
    cell, title: str, entrance: str, card: PrintedCard, every: bool
) -> None:
    head = cell.paragraphs[0]
    head.add_run(title).bold = True
    head.add_run(f"\n{card.group}")
    picture = cell.add_paragraph()
    shape = picture.add_run().add_picture(io.BytesIO(qr_png(card.address)), width=Cm(2.9))
    words = _("QR code of the ballot with the code {code}").format(code=spaced(card.code))
    shape._inline.docPr.set("descr", words)
    code = cell.add_paragraph().add_run(spaced(card.code))
    code.bold, code.font.size = True, Pt(18)
    one = _("This card is one vote. Nobody can tell how you voted.")
    again = _("Keep this card: it is one vote in every round. Nobody can tell how you voted.")
    where = _("Point your phone's camera at the square, or type the code at {address}.")
    said = f"{where.format(address=entrance)} {again if every else one}"
    foot = cell.add_paragraph().add_run(said)
    foot.font.size = Pt(8)
    for paragraph in cell.paragraphs:
        paragraph.paragraph_format.space_after = Pt(2)
