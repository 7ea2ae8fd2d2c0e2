"""The paper pack of a round: it carries the whole vote if the network never comes.

Instructions, what is read aloud, the options in full, ballots for each group, the large print
edition and the tally sheets stand in one Word file, which is printed once. Options bear the same
numbers as on phones and on the projector.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import docx
from docx.document import Document
from docx.shared import Cm, Pt

from ebcd.priorities.groups import LEAST, group_label, group_name
from ebcd.priorities.wording import ties_announced
from ebcd.reports.document import Front, within_quotes
from ebcd.reports.paper_ballots import (
    ballots,
    fill,
    header_row,
    large_print,
    new_section,
    ruled_table,
    whole_row,
)
from ebcd.reports.paper_marking import PaperRound, marking
from ebcd.reports.styles import header_and_footer, set_up
from ebcd.words import _, counted

_OPTIONS_PT = 14
_SPOKEN_PT = 13


@dataclass(frozen=True)
class Copies:
    """How many ballots are printed for one group."""

    ordinary: int
    large: int


@dataclass(frozen=True)
class PackTold:
    """Everything that the pack tells.

    `copies`: by group. `address`: where phones vote, and `code`: what they type there; both empty
    where nobody votes by phone.
    """

    front: Front
    vote: PaperRound
    copies: Mapping[str, Copies]
    address: str = ""
    code: str = ""


def paper_pack(told: PackTold) -> bytes:
    """The pack as a .docx."""
    document = docx.Document()
    width = set_up(document, landscape=False, language=told.front.language)
    title = _("Paper pack: {title}").format(title=told.vote.plan.title)
    about = document.core_properties
    about.title, about.subject, about.author = title, told.front.study, told.front.study
    about.comments = about.keywords = ""
    on = told.front.on
    about.created = about.modified = datetime(on.year, on.month, on.day, tzinfo=UTC)
    header_and_footer(
        document,
        left=title,
        draft=False,
        width_cm=width,
        page_words=(_("Page"), _("of")),
    )
    document.add_paragraph(title, style="Title")
    document.add_paragraph(told.front.study, style="Subtitle")
    _instructions(document, told)
    _script(document, told)
    _options(document, told.vote)
    for group in told.vote.plan.groups:
        wanted = told.copies.get(group, Copies(0, 0))
        if wanted.ordinary:
            ballots(document, told.vote, group, wanted.ordinary)
        if wanted.large:
            large_print(document, told.vote, group, wanted.large)
    for group in told.vote.plan.groups:
        _tally(document, told.vote, group)
    _together(document, told.vote)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _heading(document: Document, text: str, level: int = 1, *, on_new_page: bool = False) -> None:
    paragraph = document.add_paragraph(text, style=f"Heading {level}")
    paragraph.paragraph_format.page_break_before = on_new_page or None


def _steps(document: Document, steps: Iterable[str]) -> None:
    """Numbered by hand, so that the numbers begin anew in each list and stay when copied."""
    for place, step in enumerate(steps, start=1):
        paragraph = document.add_paragraph(f"{place}.\t{step}")
        form = paragraph.paragraph_format
        form.left_indent, form.first_line_indent = Cm(0.8), Cm(-0.8)
        form.tab_stops.add_tab_stop(Cm(0.8))


def _instructions(document: Document, told: PackTold) -> None:
    document.add_paragraph(
        _(
            "With this pack the vote goes ahead without phones, without a network and without a "
            "computer. Print it once, on one side of the paper."
        )
    )
    _heading(document, _("What is in it"), 2)
    width = 16.4
    table = ruled_table(document, (7.0, width - 7.0))
    for cell, text in zip(table.rows[0].cells, (_("What"), _("How many")), strict=True):
        fill(cell, text, 11, bold=True)
    header_row(table.rows[0]._tr)
    for what, many in _contents(told):
        row = table.add_row()
        whole_row(row._tr)
        fill(row.cells[0], what, 11)
        fill(row.cells[1], many, 11)
    _heading(document, _("Before the event"), 2)
    _steps(document, _before(told))
    _heading(document, _("On the day"), 2)
    _steps(document, _on_the_day(told))
    _heading(document, _("Afterwards"), 2)
    _steps(
        document,
        (
            _(
                "Type each ballot in on the page of the vote, under “Paper ballots”, while the "
                "vote is open: a ballot on paper counts as much as one from a phone."
            ),
            _("Close the vote once every ballot is in, and compare the heads by group."),
            _("Keep the ballots until the result has been checked. Then destroy them."),
        ),
    )


def _contents(told: PackTold) -> list[tuple[str, str]]:
    groups = [(group, told.copies.get(group, Copies(0, 0))) for group in told.vote.plan.groups]
    plain = [f"{group_name(group)}: {many.ordinary}" for group, many in groups if many.ordinary]
    large = [f"{group_name(group)}: {many.large}" for group, many in groups if many.large]
    tables = max(1, -(-sum(many.ordinary + many.large for _g, many in groups) // 8))
    return [
        (_("What is read aloud"), _("one, for the facilitator")),
        (_("The options in full"), counted(tables, "{n}, one a table", "{n}, one a table")),
        (_("Ballots"), "; ".join(plain) or _("none")),
        (_("Ballots in large print"), "; ".join(large) or _("none")),
        (_("Tally sheets"), _("one a group, and one for all groups together")),
    ]


def _before(told: PackTold) -> list[str]:
    steps = [
        _("Print the ballots of each group on paper of its own colour, if you can."),
        _("Cut the sheets that hold two ballots along the line."),
        _(
            "Bring pens that write broadly, a closed box, and an envelope for ballots that were "
            "spoilt."
        ),
        _("Copy the options in full: one for each table."),
    ]
    if told.address:
        steps.append(
            _(
                "Phones vote at {address} with the code {code}. Whoever votes on paper does not "
                "vote by phone as well: hand out a ballot only to who asks for one."
            ).format(address=told.address, code=told.code)
        )
    return steps


def _on_the_day(told: PackTold) -> list[str]:
    names = ", ".join(group_name(group) for group in told.vote.plan.groups)
    return [
        _("Talk first. A vote is for what the group does not agree on."),
        _("Read aloud what stands on the next pages, word for word."),
        _(
            "Hand each person one ballot of their own group ({groups}). Count how many you hand "
            "out."
        ).format(groups=names),
        _(
            "Let everybody take the time they need. Somebody who helps writes what they are told, "
            "and nothing else."
        ),
        _("When the last ballot is in the box, two people count, group by group, before the room."),
        _(
            "A group with fewer than {n} ballots is added to another before any figure is written "
            "up: carers and family to patients first."
        ).format(n=LEAST),
    ]


def _say(document: Document, words: str) -> None:
    paragraph = document.add_paragraph(style="Quote")
    paragraph.paragraph_format.keep_together = True
    run = paragraph.add_run(words)
    run.font.size = Pt(_SPOKEN_PT)


def _script(document: Document, told: PackTold) -> None:
    vote = told.vote
    _heading(document, _("To be read aloud"), on_new_page=True)
    document.add_paragraph(
        _("What has a line beside it is said as it stands. The rest is for you.")
    )
    _heading(document, _("Before the vote"), 2)
    _say(document, _opening(vote))
    _say(
        document,
        _(
            "Nobody will know how you voted. Results are shown by group only where at least {n} "
            "people voted; smaller groups are added to another, patients with carers and families "
            "first. Nobody sees how the vote stands before it is closed."
        ).format(n=LEAST),
    )
    _say(document, ties_announced())
    _heading(document, _("The options, in the order of the ballot"), 2)
    document.add_paragraph(_("Read each one slowly, with its number, and pause."))
    for option in vote.options:
        words = f"{option.number}. {option.title}."
        _say(document, f"{words} {option.description}".strip())
    _heading(document, _("How to mark the ballot"), 2)
    _say(document, marking(vote).how)
    _say(
        document,
        _(
            "Take your time: we close the vote only when everybody is ready. If you would like "
            "help to read or to write, ask anybody you trust, or ask us. Whoever helps you writes "
            "what you say and tells nobody. There is a ballot in large print."
        ),
    )
    _heading(document, _("When everybody is ready"), 2)
    _say(
        document, _("Has everybody who wants to vote put a ballot into the box? Then it is closed.")
    )
    _heading(document, _("How it is counted"), 2)
    _steps(document, marking(vote).counting)
    _say(
        document,
        _("Two of us count aloud. Then we talk about what we see, and decide together."),
    )


def _opening(vote: PaperRound) -> str:
    many = counted(len(vote.options), "There is {n} option.", "There are {n} options.")
    return f"{_('We vote now on this question: {question}').format(question=vote.question)} {many}"


def _options(document: Document, vote: PaperRound) -> None:
    _heading(document, _("The options in full"), on_new_page=True)
    document.add_paragraph(vote.question)
    for option in vote.options:
        title = document.add_paragraph()
        run = title.add_run(f"{option.number}. {option.title}")
        run.bold, run.font.size = True, Pt(_OPTIONS_PT + 2)
        form = title.paragraph_format
        form.space_before, form.keep_with_next = Pt(10), bool(option.description)
        if option.description:
            said = document.add_paragraph().add_run(option.description)
            said.font.size = Pt(_OPTIONS_PT)
        if option.quotation:
            title.paragraph_format.keep_with_next = True
            quoted = document.add_paragraph(style="Quote")
            words = quoted.add_run(f"“{within_quotes(option.quotation)}”")
            words.font.size = Pt(_OPTIONS_PT)


def _tally(document: Document, vote: PaperRound, group: str) -> None:
    new_section(document, landscape=False, bare=False)
    _heading(document, _("Tally sheet: {group}").format(group=group_label(group)))
    document.add_paragraph(vote.question)
    _sheet(document, vote, marking(vote).columns)
    for line in (
        (_("Ballots handed out"), _("Ballots in the box")),
        (_("Left blank"), _("Not valid, with the reason")),
        (_("Counted by"), _("and")),
    ):
        _lines_to_fill(document, line)


def _sheet(document: Document, vote: PaperRound, columns: tuple[str, ...]) -> None:
    few = len(columns) - 1
    width, number, option, small = 17.0, 1.0, 5.2, 2.2
    table = ruled_table(
        document, (number, option, width - number - option - few * small, *([small] * few))
    )
    heads = (_("No."), _("Option"), *columns)
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        fill(cell, text, 10, bold=True)
    header_row(table.rows[0]._tr)
    for each in vote.options:
        row = table.add_row()
        whole_row(row._tr, 1.15)
        fill(row.cells[0], str(each.number), 13, bold=True)
        fill(row.cells[1], each.title, 11)


def _lines_to_fill(document: Document, labels: tuple[str, str]) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(12)
    stops: Any = paragraph.paragraph_format.tab_stops
    for at in (8.0, 8.6, 17.0):
        stops.add_tab_stop(Cm(at), leader=3 if at != 8.6 else 0)
    paragraph.add_run(f"{labels[0]} \t\t{labels[1]} \t")


def _together(document: Document, vote: PaperRound) -> None:
    new_section(document, landscape=True, bare=False)
    _heading(document, _("All groups together"))
    document.add_paragraph(
        _(
            "First join groups with fewer than {n} ballots, carers and family with patients first, "
            "and write the joined groups into one column. Only then is this sheet shown."
        ).format(n=LEAST)
    )
    groups = list(vote.plan.groups)
    width, number, small = 25.7, 1.0, 2.6
    option = width - number - small * (len(groups) + 2)
    table = ruled_table(document, (number, option, *([small] * (len(groups) + 2))))
    heads = (_("No."), _("Option"), *map(group_label, groups), _("Together"), _("Place"))
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        fill(cell, text, 10, bold=True)
    header_row(table.rows[0]._tr)
    for each in vote.options:
        row = table.add_row()
        whole_row(row._tr, 1.0)
        fill(row.cells[0], str(each.number), 13, bold=True)
        fill(row.cells[1], each.title, 11)
    row = table.add_row()
    whole_row(row._tr, 1.0)
    fill(row.cells[1], _("Ballots counted"), 11, bold=True)
    document.add_paragraph(
        _("Options with the same figure share their place: write “3=” for both.")
    ).paragraph_format.space_before = Pt(10)
