"""The findings page: grids, journey, who is heard, saturation and agreement."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from ebcd.acts import blind_coding, exchange
from ebcd.acts import findings as acts
from ebcd.acts.access import May
from ebcd.acts.findings import Across
from ebcd.acts.leaving import Leaves
from ebcd.codebook import Kind
from ebcd.findings.feelings import standing
from ebcd.findings.grid import Grid
from ebcd.store.findings import Material
from ebcd.text import file_name
from ebcd.ui import evidence, findings_table, leaving, passages, steps, waiting
from ebcd.ui.agreement import agreement
from ebcd.ui.findings_coders import saturation
from ebcd.ui.findings_journey import journey, people
from ebcd.ui.here import Here
from ebcd.ui.plain import soft
from ebcd.ui.pressing import pressing
from ebcd.words import _

Part = Callable[[Here, Material], None]


def show(here: Here) -> None:
    """The page."""
    st.title(_("Findings"))
    waiting.notice(here)
    of = evidence.material(here)
    compares = here.study.analytic_approach.compares_coders or blind_coding.has_any(*here.asking)
    if not _ready(here, of):
        if compares and blind_coding.has_any(*here.asking):
            agreement(here, of)
        return
    parts: dict[str, Part] = {
        _("Grid"): _grid,
        _("Journey"): journey,
        _("People"): people,
        _("Saturation"): saturation,
    }
    if compares:
        parts[_("Agreement")] = agreement
    named = _("Agreement") if "blind" in st.query_params or _asked("agreement") else None
    tabs = st.tabs(
        list(parts),
        default=named if named in parts else None,
        key="findings_tab",
        on_change="rerun",
    )
    for tab, part in zip(tabs, parts.values(), strict=True):
        if tab.open:
            with tab:
                part(here, of)


def _asked(tab: str) -> bool:
    """Whether the address asks for this tab."""
    return st.query_params.get("tab") == tab


def _ready(here: Here, of: Material) -> bool:
    """Whether there is anything to show; if not, what to do first."""
    touchpoints = any(code.kind is Kind.TOUCHPOINT for code in of.codes)
    if touchpoints and of.passages:
        return True
    if not touchpoints:
        st.info(
            _(
                "Findings show which themes and feelings meet at which touchpoint. There are no "
                "touchpoints yet: add them to the codebook under the stages of the journey."
            )
        )
        steps.link("codebook", here.study_id, label=_("To the codebook"))
    else:
        st.info(
            _(
                "Nothing is coded yet. Code touchpoints, themes and emotion words in the "
                "transcripts; where their passages overlap, they meet here."
            )
        )
        steps.link("coding", here.study_id, label=_("To the coding desk"))
    return False


def _grid(here: Here, of: Material) -> None:
    st.html(findings_table.STYLE)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        across = _across()
        below = st.toggle(_("Count the codes below too"), key="findings_below")
        everything = st.toggle(_("Show empty rows and columns"), key="findings_empty")
    made = evidence.grid(here, of, across, below=below)
    emotions = evidence.grid(here, of, Across.EMOTION, below=below)
    if not made.columns:
        st.info(_("There are no codes of this kind yet: add them to the codebook."))
        return
    marks = acts.signs(of.codes)
    chosen = _chosen(made)
    pressing(
        findings_table.table_html(
            findings_table.Shown(
                of.codes,
                made,
                {row: standing(emotions, row, marks) for row in made.rows},
                here.study_id,
                across,
                everything,
                chosen,
            )
        ),
        key="findings_grid",
        on_press=_press,
    )
    _export(here, across, below)
    if chosen is not None:
        _open_cell(here, of, made, chosen)


def _across() -> Across:
    """What the grid has across, from the address."""
    names = {Across.THEME: _("Touchpoints by themes"), Across.EMOTION: _("By emotion words")}
    named = st.query_params.get("across")
    chosen = st.segmented_control(
        _("Grid"),
        list(names),
        default=Across.EMOTION if named == Across.EMOTION else Across.THEME,
        format_func=lambda each: names[each],
        required=True,
        key="findings_across",
    )
    if str(chosen) != named:
        st.query_params["across"] = str(chosen)
    return Across(chosen)


def _press(value: str) -> None:
    st.query_params["cell"] = value


def _chosen(made: Grid) -> tuple[int, int] | None:
    """The cell that the address names, if it is in this grid."""
    row, _dash, column = st.query_params.get("cell", "").partition("-")
    if not (row.isdecimal() and column.isdecimal()):
        return None
    cell = int(row), int(column)
    return cell if cell in made.cells or (cell[1] == 0 and cell[0] in made.row_totals) else None


def _open_cell(here: Here, of: Material, made: Grid, chosen: tuple[int, int]) -> None:
    """The quotations of one cell."""
    row, column = chosen
    names = {code.id: code.name for code in of.codes}
    cell = made.cell(row, column) if column else made.row_totals[row]
    title = f"{names[row]} × {names[column]}" if column else names[row]
    st.divider()
    st.html(findings_table.heading(title, f"{row}-{column}"))
    soft(findings_table.counts_in_words(cell))
    if st.button(_("Close"), icon=":material/close:", key="close_cell"):
        st.query_params.pop("cell", None)
        st.rerun()
    found = acts.opened_cell(*here.asking, of, cell)
    passages.listed(here, found, f"cell{row}_{column}")


def _export(here: Here, across: Across, below: bool) -> None:
    if not here.may(May.REPORT):
        return
    knowingly = leaving.let_go(here, Leaves.PASSAGES, "matrix")
    with st.container(horizontal=True, vertical_alignment="center"):
        soft(_("This grid as a file:"))
        for ending, label in (("csv", "CSV"), ("xlsx", "Excel"), ("docx", "Word")):
            st.download_button(
                _(label),
                _maker(here, across, below, ending, knowingly),
                file_name(here.study.name, f"touchpoints-by-{across.value}s", ending),
                exchange.MEDIA_TYPES[ending],
                on_click="ignore",
                icon=":material/download:",
                key=f"export_matrix_{ending}",
            )


def _maker(
    here: Here, across: Across, below: bool, ending: str, knowingly: bool
) -> Callable[[], bytes]:
    return lambda: (
        exchange.export_matrix(*here.asking, across, ending, below=below, knowingly=knowingly).data
    )
