"""Talking it through: the places where coders differ, one by one, and what is settled there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

import streamlit as st

from ebcd.acts import reconciling as acts
from ebcd.acts.access import May
from ebcd.acts.blind_coding import LONGEST_NOTE
from ebcd.acts.reconciling import Compared
from ebcd.findings.disagreements import Choice, Differs, Place
from ebcd.store.blind_coding import BlindCoder, Decision
from ebcd.text import Span
from ebcd.times import long_date
from ebcd.ui import steps
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.words import _, counted

AT_ONCE = 10
STYLE = """<style>
.ebcd-had{margin:.3rem 0;overflow-wrap:anywhere}
.ebcd-had mark{background:light-dark(#e3efed,#1f4541);color:inherit;text-decoration:underline;
text-decoration-thickness:2px;text-underline-offset:3px}
</style>"""
CONTEXT = 140
"""Code points shown before and after a passage."""
_MOST_WORDS = 300


def show(here: Here, of: Compared) -> None:
    """The places that are talked through, with what is settled at each."""
    differing = [each for each in of.places if each.differs is not Differs.AGREE]
    agreeing = [each for each in of.places if each.differs is Differs.AGREE]
    _agreed(here, of, agreeing)
    open_ones = [each for each in differing if each.key not in of.decisions]
    st.markdown(
        f"**{counted(len(differing), '{n} place differs', '{n} places differ')}**, "
        + _("{n} of them still to settle").format(n=len(open_ones))
    )
    if not differing:
        return
    wanted = _filtered(of, differing)
    key = f"settle_{of.blind.id}"
    shown = st.session_state.get(key, AT_ONCE)
    if not wanted:
        st.write(_("No place like that."))
    st.html(STYLE)
    for place in wanted[:shown]:
        _place(here, of, place)
    left = len(wanted) - shown
    if left > 0 and st.button(
        counted(left, "{n} more place", "{n} more places"), key=f"{key}_more"
    ):
        st.session_state[key] = shown + 2 * AT_ONCE
        st.rerun()


def _agreed(here: Here, of: Compared, agreeing: Sequence[Place]) -> None:
    """Accepting in one go what all coders have alike."""
    if not agreeing:
        return
    waiting = [each for each in agreeing if each.key not in of.decisions]
    acts_done = {of.decisions[each.key].act for each in agreeing if each.key in of.decisions}
    with st.container(horizontal=True, vertical_alignment="center"):
        soft(counted(len(agreeing), "{n} place is coded alike.", "{n} places are coded alike."))
        if not here.may(May.CODE):
            return
        if waiting and st.button(_("Accept all that agree"), key="settle_agreed", type="primary"):
            with told():
                many = acts.accept_agreed(*here.asking, of.blind.id)
                done(counted(many, "{n} place now counts once.", "{n} places now count once each."))
        for name in sorted(acts_done):
            if st.button(_("Take back what was accepted"), key=f"settle_back_{name}"):
                _take_back(here, of, name)


def _filtered(of: Compared, differing: Sequence[Place]) -> list[Place]:
    """The places that the filters leave."""
    codes = list(dict.fromkeys(code for each in differing for code in each.codes))
    codes.sort(key=lambda code: of.codes[code].name)
    states = {"open": _("To settle"), "settled": _("Settled"), "all": _("All")}
    kinds = list(dict.fromkeys(_kind(of, each) for each in differing))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state = st.segmented_control(
            _("Places"), list(states), default="open", format_func=states.__getitem__,
            required=True, key="settle_state",
        )  # fmt: skip
        code = st.selectbox(
            _("Code"), [0, *codes], key="settle_code",
            format_func=lambda each: of.codes[each].name if each else _("All codes"),
        )  # fmt: skip
        kind = st.selectbox(
            _("How they differ"), ["", *kinds], key="settle_kind",
            format_func=lambda each: each or _("In any way"),
        )  # fmt: skip
    return [
        each
        for each in differing
        if (state == "all" or (each.key in of.decisions) is (state == "settled"))
        and (not code or code in each.codes)
        and (not kind or _kind(of, each) == kind)
    ]


def _kind(of: Compared, place: Place) -> str:
    """How coders differ at a place, in words."""
    if place.differs is Differs.BOUNDARIES:
        return _("Different boundaries")
    if place.differs is Differs.OTHER_CODE:
        return _("Different codes")
    names = [each.name for each in of.blind.coders if place.of(each.id)]
    return _("Only {names}").format(names=", ".join(names))


def _place(here: Here, of: Compared, place: Place) -> None:
    with st.container(border=True, key=f"place_{place.key}"):
        st.html(_head(of, place) + "".join(_had(of, place, each) for each in of.blind.coders))
        steps.link(
            "coding",
            here.study_id,
            label=_("Open at the desk"),
            icon=":material/open_in_new:",
            transcript=of.blind.transcript_id,
            at=f"{place.span.start}-{place.span.end}",
        )
        decision = of.decisions.get(place.key)
        if decision is not None:
            _settled(here, of, decision)
        elif here.may(May.CODE):
            _choose(here, of, place)


def _head(of: Compared, place: Place) -> str:
    names = ", ".join(escape(of.codes[code].name) for code in place.codes)
    return f'<p style="margin:0"><strong>{names}</strong> · {escape(_kind(of, place))}</p>'


def _had(of: Compared, place: Place, coder: BlindCoder) -> str:
    """What one coder has at a place, in its context."""
    who = f"<strong>{escape(coder.initials or coder.name)}</strong>"
    marks = place.of(coder.id)
    if not marks:
        return f'<p class="ebcd-had">{who}: {escape(_("nothing here"))}</p>'
    said = []
    for mark in marks:
        before = of.words(Span(max(0, mark.span.start - CONTEXT), mark.span.start))
        after = of.words(Span(mark.span.end, min(len(of.text), mark.span.end + CONTEXT)))
        name = f"{escape(of.codes[mark.code].name)}: " if len(place.codes) > 1 else ""
        said.append(
            f'{name}<span class="ebcd-soft">…{escape(before)}</span>'
            f"<mark>{escape(of.words(mark.span))}</mark>"
            f'<span class="ebcd-soft">{escape(after)}…</span>'
        )
    return f'<p class="ebcd-had">{who}: {" / ".join(said)}</p>'


def _settled(here: Here, of: Compared, decision: Decision) -> None:
    names = {each.id: each.name for each in of.blind.coders}
    kept = ", ".join(names[each] for each in decision.kept if each in names)
    what = {
        Choice.KEPT.value: _("Settled: kept what {names} had").format(names=kept),
        Choice.NEITHER.value: _("Settled: left out"),
        Choice.ADJUSTED.value: _("Settled: other boundaries"),
    }.get(decision.choice, _("Settled"))
    day = long_date(decision.at.date())
    soft(f"{what} · {decision.by} · {day}" + (f" · {decision.note}" if decision.note else ""))
    if here.may(May.CODE) and st.button(_("Take back"), key=f"back_{decision.place}"):
        _take_back(here, of, decision.act)


def _take_back(here: Here, of: Compared, name: str) -> None:
    with told():
        acts.take_back(*here.asking, of.blind.id, name)
        done(_("Taken back: the coders' codings are there again."), ":material/undo:")


def _choose(here: Here, of: Compared, place: Place) -> None:
    """The ways to settle a place; each is one press."""
    key = f"settle_{place.key}"
    note = st.text_input(
        _("What you decided and why (optional)"), key=f"{key}_note", max_chars=LONGEST_NOTE
    )
    having = [each for each in of.blind.coders if place.of(each.id)]
    with st.container(horizontal=True, vertical_alignment="center"):
        for coder in having:
            label = _("Keep {name}'s").format(name=plain(coder.name))
            if st.button(label, key=f"{key}_{coder.id}"):
                _decide(here, of, place, Choice.KEPT, note, [coder.id])
        if len(having) > 1:
            both = _("Keep both") if len(place.codes) > 1 else _("Join them")
            if st.button(both, key=f"{key}_both"):
                _decide(here, of, place, Choice.KEPT, note, [each.id for each in having])
        if st.button(_("Leave it out") if len(having) == 1 else _("Neither"), key=f"{key}_none"):
            _decide(here, of, place, Choice.NEITHER, note)
        drawing = st.popover(_("Other boundaries"), key=f"{key}_draw", on_change="rerun")
    if drawing.open:
        with drawing:
            _draw(here, of, place, note, key)


def _decide(
    here: Here,
    of: Compared,
    place: Place,
    choice: Choice,
    note: str,
    kept: Sequence[int] = (),
    span: Span | None = None,
) -> None:
    with told():
        acts.decide(*here.asking, of.blind.id, place.key, choice, kept=kept, span=span, note=note)
        done(_("Settled."))


def _draw(here: Here, of: Compared, place: Place, note: str, key: str) -> None:
    """Choosing the first and the last word of the passage."""
    around = Span(max(0, place.span.start - CONTEXT), min(len(of.text), place.span.end + CONTEXT))
    words = [
        Span(around.start + met.start(), around.start + met.end())
        for met in re.finditer(r"\S+", of.text[around.start : around.end])
    ]
    if len(words) > _MOST_WORDS:
        words = [*words[: _MOST_WORDS // 2], *words[-_MOST_WORDS // 2 :]]
    names = {
        at: _("{n}. {words}").format(
            n=at + 1, words=" ".join(of.words(word) for word in words[at : at + 4])
        )
        for at in range(len(words))
    }
    starts = [at for at, word in enumerate(words) if word.end > place.span.start]
    ends = [at for at, word in enumerate(words) if word.start < place.span.end]
    first = st.selectbox(
        _("Begins with"), list(names), starts[0] if starts else 0,
        format_func=names.__getitem__, key=f"{key}_first",
    )  # fmt: skip
    last = st.selectbox(
        _("Ends with"), list(names), ends[-1] if ends else len(words) - 1,
        format_func=lambda at: f"{at + 1}. {of.words(words[at])}", key=f"{key}_last",
    )  # fmt: skip
    if last < first:
        st.write(_("The last word stands before the first: choose again."))
        return
    span = Span(words[first].start, words[last].end)
    st.html(f'<p class="ebcd-had"><mark>{escape(of.words(span))}</mark></p>')
    if st.button(_("Keep these words"), key=f"{key}_drawn", type="primary"):
        _decide(here, of, place, Choice.ADJUSTED, note, span=span)
