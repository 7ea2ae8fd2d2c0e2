"""How far coders agree: those who coded apart, and any two as the codings stand now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from ebcd.acts import findings as acts
from ebcd.codebook import Kind
from ebcd.findings import agreement as measures
from ebcd.store.findings import Material
from ebcd.ui import blind_coding
from ebcd.ui.findings_coders import kinds_chosen, number, percent
from ebcd.ui.here import Here
from ebcd.ui.plain import plain, soft
from ebcd.ui.tables import table
from ebcd.words import _


def agreement(here: Here, of: Material) -> None:
    """Blind codings and their comparison; then any two coders, as the codings stand now."""
    blind_coding.show(here)
    if "blind" in st.query_params or not here.study.analytic_approach.compares_coders:
        return
    st.header(_("Any two coders, as the codings stand now"))
    coders = acts.coders_of(of)
    if len(coders) < 2:
        st.info(
            _(
                "Only one person has coded so far. Let a second person code the same transcripts "
                "without looking at the first one's codings, and compare here."
            )
        )
        return
    ids = list(coders)
    left, right = st.columns(2)
    one = left.selectbox(_("One coder"), ids, 0, format_func=coders.__getitem__, key="coder_one")
    other = right.selectbox(
        _("The other"),
        [each for each in ids if each != one],
        0,
        format_func=coders.__getitem__,
        key="coder_other",
    )
    both = acts.coded_by_both(of, one, other)
    if not both:
        st.info(_("These two have not coded the same transcript yet."))
        return
    chosen = st.pills(
        _("Transcripts that both coded"),
        both,
        selection_mode="multi",
        default=both,
        format_func=lambda each: plain(of.sources[each].title),
        key="agreement_transcripts",
    )
    kinds = kinds_chosen("agreement_kinds", list(Kind))
    if chosen and kinds:
        _measured(acts.agreement(of, one, other, kinds, chosen))


def _measured(document: Mapping[str, Any]) -> None:
    with st.container(horizontal=True):
        st.metric(_("Krippendorff's alpha"), number(document["krippendorff_alpha"]))
        st.metric(_("Cohen's kappa"), number(document["cohen_kappa"]))
        st.metric(_("Agreement, all codes alike"), percent(document["percent"]))
    soft(
        _(
            "The unit is a speaker's turn, all turns of the chosen transcripts: {n}. From "
            "{good} on alpha is acceptable, from {fair} on tentative. A coder applied a code to a "
            "turn where a coding of theirs meets it."
        ).format(n=document["units"], good=measures.ACCEPTABLE, fair=measures.TENTATIVE)
    )
    for problem in document["problems"]:
        soft(problem)
    rows = [
        (
            code,
            number(found["krippendorff_alpha"]),
            number(found["cohen_kappa"]),
            percent(found["percent"]),
        )
        for code, found in sorted(
            document["by_code"].items(), key=lambda item: item[1]["krippendorff_alpha"] or -2
        )
    ]
    heads = [_("Code"), _("Alpha"), _("Kappa"), _("Agreement")]
    table(_("Agreement by code"), heads, rows)
