"""Whether more interviews bring more, and how far two coders agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from ebcd.acts import findings as acts
from ebcd.codebook import Kind
from ebcd.findings import agreement as measures
from ebcd.findings.saturation import BASE, RUN, THRESHOLD, Saturation, Shuffled
from ebcd.store.findings import Material
from ebcd.study import AnalyticApproach
from ebcd.ui.here import Here
from ebcd.ui.plain import soft
from ebcd.words import _, counted


def _kinds(key: str, default: Sequence[Kind]) -> list[Kind]:
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
    kinds = _kinds("saturation_kinds", [Kind.THEME])
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
    table(heads, rows, _("Runs"))
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


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], label: str) -> None:
    """A small table of plain words."""
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    st.html(
        f'<div class="ebcd-scroll" role="region" tabindex="0" '
        f'aria-label="{escape(label, quote=True)}"><table class="ebcd"><thead><tr>{top}</tr>'
        f"</thead><tbody>{body}</tbody></table></div>"
    )


def agreement(here: Here, of: Material) -> None:
    """Two coders, the transcripts that both coded, and how alike they coded them."""
    del here
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
        format_func=lambda each: of.sources[each].title,
        key="agreement_transcripts",
    )
    kinds = _kinds("agreement_kinds", list(Kind))
    if chosen and kinds:
        _measured(acts.agreement(of, one, other, kinds, chosen))


def _measured(document: Mapping[str, Any]) -> None:
    with st.container(horizontal=True):
        st.metric(_("Krippendorff's alpha"), _number(document["krippendorff_alpha"]))
        st.metric(_("Cohen's kappa"), _number(document["cohen_kappa"]))
        st.metric(_("Agreement, all codes alike"), _percent(document["percent"]))
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
            _number(found["krippendorff_alpha"]),
            _number(found["cohen_kappa"]),
            _percent(found["percent"]),
        )
        for code, found in sorted(
            document["by_code"].items(), key=lambda item: item[1]["krippendorff_alpha"] or -2
        )
    ]
    heads = [_("Code"), _("Alpha"), _("Kappa"), _("Agreement")]
    table(heads, rows, _("Agreement by code"))


def _number(value: float | None) -> str:
    return _("not defined") if value is None else f"{round(value, 2) + 0:.2f}"


def _percent(value: float | None) -> str:
    return _("not defined") if value is None else f"{value:.0f} %"
