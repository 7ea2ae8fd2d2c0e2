"""Paper ballots: two to a sheet to be cut, or a page each, and the large print edition.

A ballot bears no number of its own and no page number, so that none can be told from another.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from ebcd.priorities.ballots import Method
from ebcd.priorities.groups import group_label
from ebcd.priorities.rounds import Option
from ebcd.priorities.wording import money
from ebcd.reports.fields import element
from ebcd.reports.pages import line_count
from ebcd.reports.paper_marking import BOX, Marking, PaperRound, hands, marking
from ebcd.words import _

LARGE_PT = 20
"""The size of the large print edition; 18 is the least that counts as large print."""

_PLAIN_PT = 12.5
_MARGIN = 1.2
_HALF_WIDE, _HALF_HIGH = (29.7 - 4 * _MARGIN) / 2, 21 - 2 * _MARGIN
_POINTS_A_CM = 28.35
_NUMBER_CM = 1.2
Pairs = Sequence[tuple[Option, Option]]


def new_section(document: Document, *, landscape: bool, columns: int = 1, bare: bool) -> float:
    """Begin a section on a new page; the width of its text in cm. `bare`: without a footer."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    wide, high = (29.7, 21.0) if landscape else (21.0, 29.7)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(wide), Cm(high)
    margin = _MARGIN if bare else 2.0
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(margin))
    for old in section._sectPr.findall(qn("w:cols")):
        section._sectPr.remove(old)
    made = element("cols", num=str(columns), space=str(int(2 * _MARGIN * 567)))
    if columns > 1:
        made.set(qn("w:sep"), "1")
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        section._sectPr.append(made)
    else:
        grid.addprevious(made)
    section.footer.is_linked_to_previous = section.header.is_linked_to_previous = False
    return wide - 2 * margin if columns == 1 else _HALF_WIDE


def ballots(document: Document, vote: PaperRound, group: str, copies: int) -> None:
    """So many ballots for one group: two to a sheet where one fits on half of it."""
    halves = _fits_on_half(vote)
    wide = new_section(document, landscape=halves, columns=2 if halves else 1, bare=True)
    _repeated(document, vote, group, copies, _Size(_PLAIN_PT, wide), halves)


def large_print(document: Document, vote: PaperRound, group: str, copies: int) -> None:
    """So many ballots in large print for one group, each from the top of a page."""
    wide = new_section(document, landscape=False, bare=True)
    _repeated(document, vote, group, copies, _Size(LARGE_PT, wide), False)


class _Size:
    """How large a ballot is: `words` in points, `wide` in cm."""

    def __init__(self, words: float, wide: float) -> None:
        self.words, self.wide = words, wide

    @property
    def large(self) -> bool:
        return self.words >= 18

    @property
    def small(self) -> float:
        """The size of what stands below: never under 18 points in large print."""
        return max(18.0, self.words - 2) if self.large else self.words - 2


def _repeated(
    document: Document, vote: PaperRound, group: str, copies: int, size: _Size, halves: bool
) -> None:
    body = document.element.body
    made = []
    for pairs in hands(vote) if vote.plan.method is Method.PAIRWISE else [None]:
        before = len(body) - 1
        _ballot(document, vote, group, size, pairs)
        made.append(list(body[before:-1]))
        for part in made[-1]:
            body.remove(part)
    end: Any = body[-1]
    for place in range(copies):
        again = [copy.deepcopy(part) for part in made[place % len(made)]]
        if place:
            _break_before(again[0], "column" if halves else "page")
        for part in again:
            end.addprevious(part)


def _break_before(paragraph: Any, kind: str) -> None:
    """Let a paragraph begin a new column or page."""
    if kind == "page":
        Paragraph(paragraph, None).paragraph_format.page_break_before = True  # type: ignore[arg-type]
        return
    run = element("r")
    element("br", run, type="column")
    first = paragraph.find(qn("w:r"))
    first.addprevious(run)


def _fits_on_half(vote: PaperRound) -> bool:
    """Whether a ballot finds room on half a sheet of A4."""
    if vote.plan.method is Method.IMPACT_EFFORT:
        return len(vote.options) <= 6
    marks = marking(vote)
    wide = _HALF_WIDE * _POINTS_A_CM
    room = wide * (1 - marks.wide) - _NUMBER_CM * _POINTS_A_CM - 12
    if vote.plan.method is Method.PAIRWISE:
        room = wide / 2 - 24
    size = _PLAIN_PT
    head = [vote.plan.title, vote.plan.question, marks.how, _foot()]
    tall = sum(line_count(each, size + 1, wide) for each in head if each) * size * 1.3 + 60
    for title, text in _lines(vote):
        mine = line_count(title, size, room, bold=True) * size * 1.15
        mine += line_count(text, size - 2, room) * (size - 2) * 1.15 + 4 if text else 0
        tall += max(mine, size * 1.7 * 1.2) + 6
    return tall < _HALF_HIGH * _POINTS_A_CM


def _lines(vote: PaperRound) -> list[tuple[str, str]]:
    """What stands in each line of a ballot: its words, and what they mean."""
    if vote.plan.method is Method.EQUAL_SHARES:
        return [(option.title, f"{option.description}\n–") for option in vote.options]
    if vote.plan.method is not Method.PAIRWISE:
        return [(option.title, option.description) for option in vote.options]
    return [(max(a.title, b.title, key=len), "") for a, b in hands(vote)[0]]


def _foot() -> str:
    return _(
        "Do not write your name. Fold the paper and put it into the box. You may ask anybody to "
        "help you."
    )


def _ballot(
    document: Document, vote: PaperRound, group: str, size: _Size, pairs: Pairs | None
) -> None:
    marks = marking(vote)
    _words(document, vote.plan.title, size.words + 4, bold=True)
    _words(document, _("Ballot for: {group}").format(group=group_label(group)), size.words + 1,
           bold=True)  # fmt: skip
    if vote.plan.question:
        _words(document, vote.plan.question, size.words)
    _words(document, marks.how, size.words, after=6)
    if pairs is not None:
        _pair_table(document, pairs, size)
    else:
        _option_table(document, vote, marks, size)
    _words(document, _foot(), size.small, before=6)


def _words(
    document: Document,
    text: str,
    size: float,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 3,
) -> Paragraph:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    form = paragraph.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.05
    return paragraph


def _option_table(document: Document, vote: PaperRound, marks: Marking, size: _Size) -> None:
    number = _NUMBER_CM * size.words / _PLAIN_PT
    narrow = 0.30 if size.large and vote.plan.method is not Method.IMPACT_EFFORT else marks.wide
    mark = size.wide * (max(narrow, marks.wide) if size.large else marks.wide)
    table = ruled_table(document, (number, size.wide - number - mark, mark))
    heads = table.rows[0].cells
    for cell, text in zip(heads, (_("No."), _("Option"), marks.head), strict=True):
        fill(cell, text, size.words - 1 if not size.large else 18, bold=True)
    header_row(table.rows[0]._tr)
    for option in vote.options:
        row = table.add_row()
        whole_row(row._tr)
        fill(row.cells[0], str(option.number), size.words + 2, bold=True)
        fill(row.cells[1], option.title, size.words, bold=True)
        if option.description:
            fill(row.cells[1], option.description, size.small, again=True)
        if vote.plan.method is Method.EQUAL_SHARES and option.cost is not None:
            cost = _("Costs {cost}").format(cost=money(option.cost))
            fill(row.cells[1], cost, size.small, again=True)
        signs = size.words if vote.plan.method is Method.IMPACT_EFFORT else size.words * 1.7
        for place, line in enumerate(marks.marks.split("\n")):
            fill(row.cells[2], line, signs, again=place > 0)


def _pair_table(document: Document, pairs: Pairs, size: _Size) -> None:
    table = ruled_table(document, (size.wide / 2, size.wide / 2))
    header_row(table.rows[0]._tr)
    for cell, text in zip(table.rows[0].cells, (_("This one …"), _("… or this one")), strict=True):
        fill(cell, text, size.words - 1 if not size.large else 18, bold=True)
    for pair in pairs:
        row = table.add_row()
        whole_row(row._tr)
        for cell, option in zip(row.cells, pair, strict=True):
            fill(cell, f"{BOX}  {option.number}. {option.title}", size.words, bold=True)


def ruled_table(document: Document, widths: Sequence[float], style: str = "Table Grid") -> Any:
    """A table with one row and these widths in cm; more rows are added by whoever fills it."""
    table = document.add_table(rows=1, cols=len(widths), style=style)
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    return table


def header_row(tr: Any) -> None:
    """Let a row come again at the top of each page."""
    whole_row(tr)
    element("tblHeader", tr.get_or_add_trPr())


def whole_row(tr: Any, high_cm: float = 0) -> None:
    """Let a row never break across pages. `high_cm`: how high it is at least."""
    properties = tr.get_or_add_trPr()
    element("cantSplit", properties)
    if high_cm:
        element("trHeight", properties, val=str(int(high_cm * 567)), hRule="atLeast")


def fill(cell: _Cell, text: str, size: float, *, bold: bool = False, again: bool = False) -> None:
    """Words in a cell. `again`: below those that stand there."""
    paragraph = cell.add_paragraph() if again else cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    form = paragraph.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(2), Pt(2), 1.0
