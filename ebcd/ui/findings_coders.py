"""Whether more interviews bring more; and what tables of such numbers share."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ebcd.acts import findings as acts
from ebcd.codebook import Kind
from ebcd.findings.saturation import BASE, RUN, THRESHOLD, Saturation, Shuffled
from ebcd.store.findings import Material
from ebcd.study import AnalyticApproach
from ebcd.ui.here import Here
from ebcd.ui.plain import soft
from ebcd.ui.tables import table
from ebcd.words import _, counted


def kinds_chosen(key: str, default: Sequence[Kind]) -> list[Kind]:
    """Codes of which kinds are looked at."""
    return st.pills(
        _("Codes of which kind"),
        list(Kind),
        selection_mode="multi",
        default=list(default),
        format_func=lambda each: _(each.label),
        key=key,
    )


def saturation(here: Here, of: Material) -> None:
    """Guest, Namey and Chen (2020): base size, run length, new-information threshold."""
    if here.study.analytic_approach is AnalyticApproach.REFLEXIVE:
        st.info(
            _(
                "Reflexive thematic analysis does not judge its depth by saturation. The numbers "
                "are here for whoever is asked for them."
            )
        )
    kinds = kinds_chosen("saturation_kinds", [Kind.THEME])
    with st.container(horizontal=True):
        base = st.number_input(_("Base: first interviews"), 2, 20, BASE, key="saturation_base")
        run = st.number_input(_("Run: further interviews"), 1, 10, RUN, key="saturation_run")
        limit = st.number_input(
            _("New codes that still count as none, in %"), 0, 50, round(THRESHOLD * 100),
            key="saturation_limit",
        )  # fmt: skip
    found, over = acts.saturated(of, kinds, int(base), int(run), limit / 100)
    if found.problem:
        st.info(found.problem)
        return
    _reached(found, over, int(base), limit)
    heads = [_("Interviews"), _("New codes"), _("Share of the base")]
    rows = [
        (f"{each.first}–{each.last}", str(each.new), f"{100 * each.share:.1f} %")
        for each in found.runs
    ]
    table(_("Runs"), heads, rows)
    titles = [title for title, _codes in acts.found_by_interview(of, kinds)]
    soft(_("In the order of import: {titles}.").format(titles="; ".join(titles)))
    soft(_("After Guest, Namey and Chen (2020), PLoS ONE 15(5): e0232076."))


def _reached(found: Saturation, over: Shuffled, base: int, limit: float) -> None:
    if found.reached is None:
        said = _("Not reached: each run of interviews brought more than {limit} % new codes.")
    else:
        said = _("Reached at interview {n}: from there on, {limit} % new codes or fewer.")
    st.markdown(f"**{said.format(n=found.reached, limit=f'{limit:g}')}**")
    soft(
        _("The first {base} interviews hold {codes}.").format(
            base=base, codes=counted(found.base, "{n} code", "{n} codes")
        )
    )
    if over.median is None:
        soft(_("In none of {n} shuffled orders is it reached.").format(n=over.orders))
    else:
        soft(
            _(
                "The order of the interviews matters: of {n} shuffled orders {reached} reach it, "
                "half of them by interview {median:g}, the earliest at {first}, the latest at "
                "{last}."
            ).format(
                n=over.orders, reached=over.reached, median=over.median,
                first=over.earliest, last=over.latest,
            )
        )  # fmt: skip


def number(value: float | None) -> str:
    """A coefficient, or that it is not defined."""
    return _("not defined") if value is None else f"{round(value, 2) + 0:.2f}"


def percent(value: float | None) -> str:
    """A share of 100, or that it is not defined."""
    return _("not defined") if value is None else f"{value:.0f} %"
