"""The grid as a table that a screen reader reads as a table, each filled cell a link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from ebcd.acts.findings import Across
from ebcd.codebook import Code
from ebcd.findings.feelings import Standing
from ebcd.findings.grid import Cell, Grid
from ebcd.findings.journey import stage_of
from ebcd.ui.steps import address
from ebcd.words import _, counted

STYLE = """
<style>
.ebcd-grid-box {overflow: auto; max-height: 75vh; border-radius: .5rem;
  border: 1px solid color-mix(in srgb, currentColor 22%, transparent);}
table.ebcd-grid {border-collapse: separate; border-spacing: 0; font-variant-numeric: tabular-nums;}
table.ebcd-grid caption {text-align: left; padding: .5rem .6rem; opacity: .85; font-size: .9rem;}
table.ebcd-grid th, table.ebcd-grid td {padding: .3rem .5rem; vertical-align: middle;
  border-bottom: 1px solid color-mix(in srgb, currentColor 14%, transparent);
  border-right: 1px solid color-mix(in srgb, currentColor 8%, transparent);}
table.ebcd-grid thead th {position: sticky; top: 0; z-index: 2; min-width: 5.2rem;
  max-width: 9rem; vertical-align: bottom; text-align: left; font-size: .85rem; line-height: 1.25;
  background: var(--st-background-color);}
table.ebcd-grid tbody th {position: sticky; left: 0; z-index: 1; text-align: left;
  min-width: 11rem; max-width: 18rem; background: var(--st-background-color);}
table.ebcd-grid thead th:first-child {left: 0; z-index: 3;}
table.ebcd-grid tbody th small {display: block; font-weight: 400; opacity: .85;}
table.ebcd-grid td {padding: .15rem; text-align: center;}
table.ebcd-grid td.ebcd-standing {padding: .3rem .5rem; text-align: left; font-size: .85rem;
  min-width: 6.5rem;}
table.ebcd-grid td a {display: flex; flex-wrap: wrap; justify-content: center; gap: .2rem;
  min-width: 4rem; min-height: 2rem; padding: .2rem; align-items: center; color: inherit;
  text-decoration: none; border-radius: .35rem;}
table.ebcd-grid td a:hover {background: color-mix(in srgb, currentColor 10%, transparent);}
table.ebcd-grid td a[aria-current] {outline: 2px solid currentColor; outline-offset: -2px;}
.ebcd-p, .ebcd-s {min-width: 1.6rem; padding: .05rem .3rem; text-align: center;
  border: 1px solid transparent;}
.ebcd-p {border-radius: 1rem;
  background: color-mix(in srgb, var(--st-primary-color) var(--w), transparent);
  border-color: var(--st-primary-color);}
.ebcd-s {border-radius: 0; border: 1px dashed currentColor;
  background: color-mix(in srgb, currentColor var(--w), transparent);}
.ebcd-none {opacity: .65; border-color: transparent; background: none;}
.ebcd-n {flex-basis: 100%; font-size: .75rem;}
.ebcd-key {display: flex; flex-wrap: wrap; gap: .35rem 1rem; align-items: center;
  font-size: .9rem; margin: 0 0 .5rem;}
@media (max-width: 640px) {
  table.ebcd-grid tbody th {min-width: 7.5rem; max-width: 8.5rem; font-size: .85rem;}
  table.ebcd-grid td.ebcd-standing, table.ebcd-grid th.ebcd-standing {display: none;}}
</style>
"""


@dataclass(frozen=True)
class Shown:
    """What a table is drawn from. `chosen`: the open cell as (row, column), column 0 being the
    row's total. `everything`: whether rows and columns in which nobody met are shown too.
    """

    codes: Sequence[Code]
    grid: Grid
    standings: Mapping[int, Standing]
    study_id: int
    across: Across
    everything: bool
    chosen: tuple[int, int] | None


def counts_in_words(cell: Cell) -> str:
    """`3 patients, carers or family, 1 staff, 5 passages`."""
    said = [
        counted(len(cell.patients), "{n} patient, carer or family", "{n} patients, carers, family"),
        counted(len(cell.staff), "{n} staff", "{n} staff"),
        counted(len(cell.passages), "{n} passage", "{n} passages"),
    ]
    if cell.unlinked:
        said.append(
            counted(
                cell.unlinked,
                "of which {n} from a field note or an unlinked speaker",
                "of which {n} from field notes or unlinked speakers",
            )
        )
    return ", ".join(said)


def heading(title: str, value: str) -> str:
    """The heading of an open cell; it takes the focus when its cell is pressed."""
    return (
        f'<h2 tabindex="-1" data-pressed="{escape(value, quote=True)}" '
        f'style="font-size:1.4rem;margin:0;padding:0">{escape(title)}</h2>'
    )


def table_html(shown: Shown) -> str:
    """The grid as a table in a box of its own that scrolls."""
    grid = shown.grid
    rows = [row for row in grid.rows if shown.everything or grid.row_totals[row].passages]
    met = {column for _row, column in grid.cells}
    columns = [column for column in grid.columns if shown.everything or column in met]
    most = max(
        (max(len(c.patients), len(c.staff)) for c in grid.cells.values()),
        default=1,
    )
    most = max(most, *(max(len(c.patients), len(c.staff)) for c in grid.row_totals.values()), 1)
    body = "".join(_row(shown, row, columns, most) for row in rows)
    label = escape(_("Grid of people"), quote=True)
    return (
        f"{_key()}"
        f'<div class="ebcd-grid-box" data-keep-scroll="" role="region" tabindex="0" '
        f'aria-label="{label}"><table class="ebcd-grid"><caption>{_caption(shown, rows, columns)}'
        f"</caption><thead><tr>{_heads(shown, columns)}</tr></thead><tbody>{body}</tbody></table>"
        "</div>"
    )


def _caption(shown: Shown, rows: Sequence[int], columns: Sequence[int]) -> str:
    said = _("Each cell counts people in whose words the two codes overlap.")
    hidden = len(shown.grid.rows) - len(rows) + len(shown.grid.columns) - len(columns)
    if hidden:
        said += " " + counted(
            hidden, "{n} empty row or column is hidden.", "{n} empty rows and columns are hidden."
        )
    return escape(said)


def _key() -> str:
    """What round and square mean."""
    return (
        '<p class="ebcd-key"><span><span class="ebcd-p" style="--w:20%">3</span> '
        f"{escape(_('Patients, carers and family'))}</span>"
        '<span><span class="ebcd-s" style="--w:14%">1</span> '
        f"{escape(_('Staff'))}</span></p>"
    )


def _heads(shown: Shown, columns: Sequence[int]) -> str:
    names = {code.id: code.name for code in shown.codes}
    heads = [_("Touchpoint"), _("Anyone at all")]
    cells = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    cells += f'<th scope="col" class="ebcd-standing">{escape(_("The two sides"))}</th>'
    return cells + "".join(f'<th scope="col">{escape(names[each])}</th>' for each in columns)


def _row(shown: Shown, row: int, columns: Sequence[int], most: int) -> str:
    by_id = {code.id: code for code in shown.codes}
    name, stage = by_id[row].name, stage_of(by_id[row], by_id)
    soft = f"<small>{escape(stage)}</small>" if stage else ""
    side = shown.standings[row]
    cells = "".join(
        _cell(shown, (row, each), shown.grid.cell(row, each), f"{name} × {by_id[each].name}", most)
        for each in columns
    )
    return (
        f'<tr><th scope="row">{escape(name)}{soft}</th>'
        f"{_cell(shown, (row, 0), shown.grid.row_totals[row], name, most)}"
        f'<td class="ebcd-standing" title="{escape(_(side.meaning), quote=True)}">'
        f"{escape(_(side.label))}</td>{cells}</tr>"
    )


def _cell(shown: Shown, at: tuple[int, int], cell: Cell, name: str, most: int) -> str:
    if not cell.passages:
        return '<td><span aria-hidden="true" style="opacity:.5">·</span></td>'
    value = f"{at[0]}-{at[1]}"
    href = address("findings", shown.study_id, across=shown.across.value, cell=value)
    current = ' aria-current="true"' if at == shown.chosen else ""
    notes = (
        f'<span class="ebcd-n">+{escape(counted(cell.unlinked, "{n} note", "{n} notes"))}</span>'
        if cell.unlinked
        else ""
    )
    label = escape(f"{name}: {counts_in_words(cell)}", quote=True)
    return (
        f'<td><a href="{escape(href, quote=True)}" target="_self" data-press="{value}"{current} '
        f'aria-label="{label}">{_side("ebcd-p", len(cell.patients), most)}'
        f"{_side('ebcd-s', len(cell.staff), most)}{notes}</a></td>"
    )


def _side(kind: str, people: int, most: int) -> str:
    if not people:
        return f'<span class="{kind} ebcd-none">0</span>'
    weight = 8 + round(26 * people / most)
    return f'<span class="{kind}" style="--w:{weight}%">{people}</span>'
