"""Side by side: what people who coded a transcript apart have, in figures and turn by turn."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise

import streamlit as st

from ebcd.acts import reconciling as acts
from ebcd.acts.reconciling import Compared
from ebcd.codebook import Kind
from ebcd.findings.agreement import ACCEPTABLE, TENTATIVE, Agreement
from ebcd.findings.disagreements import Differs, Place
from ebcd.findings.side_by_side import Measured
from ebcd.store.blind_coding import BlindCoder
from ebcd.study import AnalyticApproach
from ebcd.text import Span
from ebcd.times import clock
from ebcd.ui import settling
from ebcd.ui.findings_coders import kinds_chosen, number, percent
from ebcd.ui.here import Here
from ebcd.ui.plain import plain, soft
from ebcd.ui.tables import table
from ebcd.words import _, counted

AT_ONCE = 30
STYLE = """<style>
.ebcd-side{list-style:none;margin:0;padding:0}
.ebcd-side>li,.ebcd-side ul li{margin-inline-start:0}
.ebcd-side>li{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,2fr) minmax(0,1fr);
gap:.3rem 1rem;padding:.7rem 0;border-top:1px solid color-mix(in srgb,currentColor 25%,transparent)}
.ebcd-side p{margin:0;overflow-wrap:anywhere}
.ebcd-side ul{list-style:none;margin:0;padding:0;display:grid;gap:.35rem;align-content:start}
.ebcd-side ul li{border-inline-start:3px solid currentColor;padding-inline-start:.5rem;
overflow-wrap:anywhere}
.ebcd-side .other li{border-inline-start-style:dashed}
.ebcd-side mark{background:none;color:inherit;text-decoration:underline;
text-decoration-thickness:2px;text-underline-offset:3px}
.ebcd-side mark.other{text-decoration-style:dashed}
.ebcd-side mark.both{text-decoration-style:double}
@media (max-width:640px){.ebcd-side>li{grid-template-columns:minmax(0,1fr)}
.ebcd-side>li>p{order:-1}}
</style>"""


def show(here: Here, blind_id: int) -> None:
    """The comparison of one blind coding."""
    of = acts.compared(*here.asking, blind_id)
    names = _(" and ").join(plain(each.name) for each in of.blind.coders)
    st.header(_("{title}: {names}").format(title=plain(of.blind.title), names=names))
    if here.study.analytic_approach is AnalyticApproach.REFLEXIVE:
        st.info(
            _(
                "In reflexive analysis a difference between two coders is no error: it is "
                "material to reflect on. The figures are here for whoever is asked for them."
            )
        )
    if of.lost:
        soft(
            counted(
                of.lost,
                "{n} passage stood on words that were cut out of the transcript since: it is left "
                "out here.",
                "{n} passages stood on words that were cut out of the transcript since: they are "
                "left out here.",
            )
        )
    if not of.marks:
        st.info(_("Nobody coded anything here that may be used: there is nothing to compare."))
        return
    parts = {
        "places": _("Talk through"),
        "side": _("Side by side"),
        "figures": _("Figures"),
    }
    named = st.query_params.get("part", "places")
    chosen = st.segmented_control(
        _("Show"),
        list(parts),
        default=named if named in parts else "places",
        format_func=parts.__getitem__,
        required=True,
        key="blind_part",
        label_visibility="collapsed",
    )
    if chosen != named:
        st.query_params["part"] = str(chosen)
    if chosen == "places":
        settling.show(here, of)
    elif chosen == "side":
        _columns(of)
    else:
        _figures(of)


# --- Figures ------------------------------------------------------------------------------------


def _figures(of: Compared) -> None:
    kinds = kinds_chosen("blind_kinds", list(Kind))
    if not kinds:
        return
    found = acts.figures(of, kinds)
    heads = [
        _("Code"),
        _("Alpha, characters"),
        _("Kappa, characters"),
        _("Agreement, characters"),
        _("Alpha, turns"),
        _("Kappa, turns"),
        _("Agreement, turns"),
    ]
    rows = [_row(_("All codes"), found.characters.overall, found.turns.overall)]
    for code in _by_alpha(found.characters):
        rows.append(
            _row(of.codes[code].name, found.characters.by_code[code], found.turns.by_code[code])
        )
    table(_("Agreement by code"), heads, rows)
    soft(
        _(
            "Krippendorff's alpha and Cohen's kappa over {characters} characters and {turns} "
            "turns of speakers: all that may be used, whether coded or not. From {good} on alpha "
            "is acceptable, from {fair} on tentative. A turn bears a code where a passage under "
            "it meets the turn. “All codes” asks for the very same set of codes."
        ).format(
            characters=f"{found.characters.units:,}",
            turns=f"{found.turns.units:,}",
            good=ACCEPTABLE,
            fair=TENTATIVE,
        )
    )
    if any(_("not defined") in row for row in rows):
        soft(
            _(
                "Not defined: alpha and kappa judge chance by how much varies; where every "
                "coder gave the same everywhere, nothing varies. Kappa compares two coders only."
            )
        )


def _by_alpha(found: Measured) -> list[int]:
    """The codes, the least agreed on first."""
    alphas = {code: each.alpha for code, each in found.by_code.items()}
    return sorted(alphas, key=lambda code: (-2 if alphas[code] is None else alphas[code], code))


def _row(name: str, characters: Agreement, turns: Agreement) -> tuple[str, ...]:
    return (
        name,
        number(characters.alpha),
        number(characters.kappa),
        percent(characters.percent),
        number(turns.alpha),
        number(turns.kappa),
        percent(turns.percent),
    )


# --- Columns ------------------------------------------------------------------------------------


def _columns(of: Compared) -> None:
    """The transcript with one coder's codes to its left and another's to its right."""
    one, other = _two(of.blind.coders)
    coded = st.toggle(_("Only turns that somebody coded"), True, key="blind_coded")
    by_turn = [
        (at, [place for place in of.places if place.span.meets(span)])
        for at, span in enumerate(of.spans)
        if len(span)
    ]
    wanted = [(at, there) for at, there in by_turn if there or not coded]
    shown = st.session_state.get("blind_shown", AT_ONCE)
    soft(
        _(
            "Left: {one}, underlined. Right: {other}, underlined with dashes. Both: a double line."
        ).format(one=one.name, other=other.name)
    )
    rows = "".join(_turn(of, at, there, one, other) for at, there in wanted[:shown])
    st.html(STYLE + f'<ol class="ebcd-side">{rows}</ol>')
    left = len(wanted) - shown
    if left > 0 and st.button(counted(left, "{n} more turn", "{n} more turns"), key="blind_more"):
        st.session_state["blind_shown"] = shown + 2 * AT_ONCE
        st.rerun()


def _two(coders: Sequence[BlindCoder]) -> tuple[BlindCoder, BlindCoder]:
    """The two that are laid side by side; where there are more, they are chosen."""
    if len(coders) == 2:
        return coders[0], coders[1]
    left, right = st.columns(2)
    one = left.selectbox(_("Left"), coders, 0, format_func=lambda each: each.name, key="blind_one")
    others = [each for each in coders if each.id != one.id]
    other = right.selectbox(
        _("Right"), others, 0, format_func=lambda each: each.name, key="blind_other"
    )
    return one, other


def _turn(of: Compared, at: int, there: Sequence[Place], one: BlindCoder, other: BlindCoder) -> str:
    turn, span = of.turns[at], of.spans[at]
    time = "" if turn.start_ms is None else f" {clock(turn.start_ms)}"
    speaker = f"<strong>{escape(turn.speaker)}{time}</strong> "
    return (
        f"<li>{_chips(of, there, span, one, 'one')}"
        f"<p>{speaker}{_marked(of, span, there, one, other)}</p>"
        f"{_chips(of, there, span, other, 'other')}</li>"
    )


def _chips(of: Compared, there: Sequence[Place], span: Span, coder: BlindCoder, side: str) -> str:
    """A coder's codes in a turn, each with its words and whether the others have it too."""
    items = [
        f"<li><strong>{escape(of.codes[mark.code].name)}</strong> "
        f"“{escape(short(of.words(mark.span)))}” "
        f'<span class="ebcd-soft">{_stands(place)}</span></li>'
        for place in there
        for mark in place.of(coder.id)
        if mark.span.meets(span)
    ]
    nothing = f'<li class="ebcd-soft">{_("nothing")}</li>'
    label = escape(_("Codes by {name}").format(name=coder.name), quote=True)
    return f'<ul class="{side}" aria-label="{label}">{"".join(items) or nothing}</ul>'


def _stands(place: Place) -> str:
    return {
        Differs.AGREE: _("= alike"),
        Differs.ONLY_SOME: _("≠ not all"),
        Differs.BOUNDARIES: _("≈ other boundaries"),
        Differs.OTHER_CODE: _("≠ other code"),
    }[place.differs]


def short(words: str, most: int = 60) -> str:
    """The first and last of many words."""
    words = " ".join(words.split())
    if len(words) <= most:
        return words
    return f"{words[: most // 2].rsplit(' ', 1)[0]} … {words[-most // 2 :].split(' ', 1)[-1]}"


def _marked(
    of: Compared, turn: Span, there: Sequence[Place], one: BlindCoder, other: BlindCoder
) -> str:
    """The words of a turn, underlined by whoever coded them."""
    marks = [mark for place in there for mark in place.marks if mark.span.meets(turn)]
    cuts = {turn.start, turn.end}
    for mark in marks:
        cuts |= {max(mark.span.start, turn.start), min(mark.span.end, turn.end)}
    ordered = sorted(cuts)
    found = []
    for start, end in pairwise(ordered):
        span = Span(start, end)
        by = {mark.coder for mark in marks if mark.span.meets(span)} & {one.id, other.id}
        words = escape(of.words(span))
        name = "both" if len(by) == 2 else "one" if one.id in by else "other"
        found.append(f'<mark class="{name}">{words}</mark>' if by else words)
    return "".join(found)
