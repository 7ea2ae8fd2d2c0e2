"""The list on which people sign up for a co-design group with a pen: a page a group."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import docx

from ebcd.codesign import CodesignGroup
from ebcd.reports.document import Front
from ebcd.reports.paper_ballots import fill, header_row, ruled_table, whole_row
from ebcd.reports.styles import header_and_footer, set_up
from ebcd.words import _

_LINES = 12
_WIDTHS = (5.6, 6.2, 4.6)


def sign_up_list(front: Front, groups: Sequence[CodesignGroup]) -> bytes:
    """The list as a .docx. Each page has its heading and says what becomes of the names."""
    document = docx.Document()
    width = set_up(document, landscape=False, language=front.language, scale=1.1)
    title = _("Join a co-design group")
    about = document.core_properties
    about.title, about.subject, about.author = title, front.study, front.study
    about.comments = about.keywords = ""
    on = front.on
    about.created = about.modified = datetime(on.year, on.month, on.day, tzinfo=UTC)
    header_and_footer(
        document, left=title, draft=False, width_cm=width, page_words=(_("Page"), _("of"))
    )
    for place, group in enumerate(groups):
        heading = document.add_paragraph(group.name, style="Heading 1")
        heading.paragraph_format.page_break_before = place > 0 or None
        if group.aim:
            document.add_paragraph(group.aim)
        document.add_paragraph(
            _(
                "Write your name if you would like to take part. Only the lead of the study keeps "
                "it, apart from what was said and voted, and erases it when the groups have done "
                "their work. You can change your mind: tell the facilitator."
            )
        )
        table = ruled_table(document, _WIDTHS)
        heads = (
            _("Your name"),
            _("Email or telephone"),
            _("Here as patient, carer, family or staff"),
        )
        for cell, text in zip(table.rows[0].cells, heads, strict=True):
            fill(cell, text, 11, bold=True)
        header_row(table.rows[0]._tr)
        for _line in range(_LINES):
            whole_row(table.add_row()._tr, 1.2)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
