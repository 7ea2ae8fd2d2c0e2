"""Small tables of words and figures, each drawn the same way.

A screen reader reads them as tables, the arrow keys scroll them where they are wider than the page,
and figures stand under each other. Every cell is escaped here, except what is `Drawn`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

_FIGURE = re.compile(r"(?:[+−-]?\d[\d.,:]*=?(?:\s?(?:%|h|min|s|MB))?\s?)+")
_NOTHING = frozenset({"", "–"})
_LONG = 30
"""A cell of more letters gets a line of its own on a telephone."""


@dataclass(frozen=True)
class Drawn:
    """A cell of our own HTML, in which every word from elsewhere is escaped already.

    `title`: what it says when pointed at.
    """

    html: str
    title: str = ""


Cell = str | int | Drawn


@dataclass(frozen=True)
class Looks:
    """How a table differs from others.

    `caption`: whether its name stands above it. `row_head`: the column that names its row, if any.
    `over`: heads above the heads, each with the number of columns that it covers; an empty one
    covers columns that have one head alone. `cards`: whether a row becomes a card on a telephone.
    `tall`: it scrolls within 24 rem. `least`: its least width in rem. `css`: a class of its own.
    """

    caption: bool = False
    row_head: int | None = 0
    over: Sequence[tuple[str, int]] = ()
    cards: bool = False
    tall: bool = False
    least: int = 0
    css: str = ""


_USUAL = Looks()


def table(
    name: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]], looks: Looks = _USUAL
) -> None:
    """Draw a table called `name`, as `table_html` says."""
    st.html(table_html(name, heads, rows, looks))


def table_html(
    name: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]], looks: Looks = _USUAL
) -> str:
    """A table called `name`, in a box that scrolls.

    A row that is shorter than `heads` ends in a cell that goes over all that is left; a table
    without `heads` has rows alone.
    """
    figures = [_are_figures(rows, at, looks.row_head) for at in range(len(heads))]
    body = "".join(_row(row, heads, figures, looks) for row in rows)
    css = " ".join(filter(None, ("ebcd", "ebcd-stack" if looks.cards else "", looks.css)))
    width = f' style="min-width:{looks.least}rem"' if looks.least else ""
    height = ' style="max-height:24rem;overflow:auto"' if looks.tall else ""
    caption = f"<caption>{escape(name)}</caption>" if looks.caption else ""
    return (
        f'<div class="ebcd-scroll" tabindex="0" role="region" aria-label="{escape(name)}"{height}>'
        f'<table class="{css}"{_role(looks, "table")}{width}>{caption}'
        f"{_head(heads, figures, looks)}"
        f"<tbody{_role(looks, 'rowgroup')}>{body}</tbody></table></div>"
    )


def _role(looks: Looks, role: str) -> str:
    """What a thing is, said again where a narrow page lays it out as something else."""
    return f' role="{role}"' if looks.cards else ""


def _are_figures(rows: Sequence[Sequence[Cell]], at: int, row_head: int | None) -> bool:
    """Whether a column holds figures alone."""
    if at == row_head:
        return False
    cells = [row[at] for row in rows if at < len(row)]
    told = [cell for cell in cells if cell not in _NOTHING]
    return bool(told) and all(_is_figure(cell) for cell in told)


def _is_figure(cell: Cell) -> bool:
    return isinstance(cell, int) or (isinstance(cell, str) and bool(_FIGURE.fullmatch(cell)))


def _head(heads: Sequence[str], figures: Sequence[bool], looks: Looks) -> str:
    if not heads:
        return ""
    role = _role(looks, "columnheader")
    drawn = [
        f'scope="col"{role}{_css(figure)}>{escape(head)}</th>'
        for head, figure in zip(heads, figures, strict=True)
    ]
    if not looks.over:
        return _lines(looks, "".join(f"<th {cell}" for cell in drawn))
    above, below, at = "", "", 0
    for name, columns in looks.over:
        covered = drawn[at : at + columns]
        at += columns
        if name:
            above += f'<th scope="colgroup" colspan="{columns}">{escape(name)}</th>'
            below += "".join(f"<th {cell}" for cell in covered)
        else:
            above += "".join(f'<th rowspan="2" {cell}' for cell in covered)
    return _lines(looks, above, below)


def _lines(looks: Looks, *lines: str) -> str:
    role = _role(looks, "row")
    rows = "".join(f"<tr{role}>{line}</tr>" for line in lines)
    return f"<thead{_role(looks, 'rowgroup')}>{rows}</thead>"


def _row(row: Sequence[Cell], heads: Sequence[str], figures: Sequence[bool], looks: Looks) -> str:
    drawn = ""
    for at, cell in enumerate(row):
        if at == looks.row_head:
            said = f"{_role(looks, 'rowheader')}>{_words(cell)}"
            drawn += f'<th scope="row"{said}</th>'
            continue
        over = len(heads) - at if at == len(row) - 1 else 1
        marks = f' colspan="{over}"' if over > 1 else ""
        marks += _css(
            over <= 1 and at < len(figures) and figures[at], looks.cards and _is_long(cell)
        )
        if looks.cards:
            marks += f' data-label="{escape(heads[at])}"{_role(looks, "cell")}'
        if isinstance(cell, Drawn) and cell.title:
            marks += f' title="{escape(cell.title)}"'
        drawn += f"<td{marks}>{_words(cell)}</td>"
    return f"<tr{_role(looks, 'row')}>{drawn}</tr>"


def _css(figure: bool, wide: bool = False) -> str:
    named = " ".join(filter(None, ("figure" if figure else "", "wide" if wide else "")))
    return f' class="{named}"' if named else ""


def _is_long(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) > _LONG


def _words(cell: Cell) -> str:
    if isinstance(cell, Drawn):
        return cell.html
    return escape(f"{cell:,}" if isinstance(cell, int) else cell)
