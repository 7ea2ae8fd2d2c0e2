"""Blind coding: who codes which transcript apart, how far they are, and setting it up."""

from __future__ import annotations

import streamlit as st

from ebcd.acts import blind_coding as acts
from ebcd.acts import coding
from ebcd.acts.access import May
from ebcd.store.blind_coding import BlindCoder, BlindCoding
from ebcd.study import AnalyticApproach
from ebcd.times import long_date
from ebcd.ui import side_by_side, steps
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.words import _


def note(here: Here, transcript_id: int) -> None:
    """What a coder is told above a transcript that they code blind."""
    blind = acts.mine(*here.asking, transcript_id)
    if blind is None:
        return
    others = ", ".join(each.name for each in blind.coders if each.id != here.account.id)
    st.info(
        _(
            "You code this transcript blind, apart from {others}. Until all have finished you see "
            "only your own codings here: others' codings, earlier ones too, and suggestions are "
            "hidden."
        ).format(others=plain(others)),
        icon=":material/visibility_off:",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        _say(here, blind, blind.coder(here.account.id))
        steps.link("findings", here.study_id, label=_("How far the others are"), tab="agreement")


def show(here: Here) -> None:
    """The study's blind codings, or the comparison of the one that the address names."""
    listed = acts.blind_codings(*here.asking)
    named = st.query_params.get("blind", "")
    chosen = next((each for each in listed if str(each.id) == named and not each.is_open), None)
    if chosen is not None:
        if st.button(_("All blind codings"), icon=":material/arrow_back:", key="blind_back"):
            st.query_params.pop("blind", None)
            st.query_params["tab"] = "agreement"
            st.rerun()
        with told():
            side_by_side.show(here, chosen.id)
        return
    st.header(_("Blind coding"))
    if here.study.analytic_approach is AnalyticApproach.REFLEXIVE:
        st.info(reflexive())
    if not listed:
        soft(
            _(
                "Two or more people code the same transcript without seeing each other's codings; "
                "then they compare and settle what stays."
            )
        )
    for blind in listed:
        _one(here, blind)
    if here.may(May.CODE):
        _set_up(here, listed)


def reflexive() -> str:
    """What reflexive analysis makes of differences between coders."""
    return _(
        "In reflexive analysis a difference between two coders is no error: it is material to "
        "reflect on. Talk it through, and write down what it shows about each reading."
    )


def _one(here: Here, blind: BlindCoding) -> None:
    with st.container(border=True, key=f"blind_{blind.id}"):
        state = _("open") if blind.is_open else _("to compare")
        st.markdown(f"**{plain(blind.title)}** · {state}")
        soft(" · ".join(_how_far(each, blind) for each in blind.coders))
        if blind.note:
            soft(blind.note)
        soft(_("Set up on {day}.").format(day=long_date(blind.opened_at.date())))
        with st.container(horizontal=True, vertical_alignment="center"):
            if blind.is_open:
                steps.link(
                    "coding", here.study_id, label=_("To the desk"), transcript=blind.transcript_id
                )
                _say(here, blind, blind.coder(here.account.id))
            elif st.button(_("Compare"), key=f"blind_compare_{blind.id}", type="primary"):
                steps.go("findings", here.study_id, tab="agreement", blind=blind.id)
            if acts.may_close(here.actor, here.role, blind):
                _end(here, blind)


def _how_far(coder: BlindCoder, blind: BlindCoding) -> str:
    if coder.done_at is not None:
        return _("{name}: done").format(name=coder.name)
    if blind.is_open:
        return _("{name}: coding").format(name=coder.name)
    return _("{name}: did not say done").format(name=coder.name)


def _say(here: Here, blind: BlindCoding, me: BlindCoder | None) -> None:
    """The button by which a coder says that they are done, or goes on after all."""
    if me is None:
        return
    label = _("I am done") if me.done_at is None else _("Go on coding")
    if st.button(label, key=f"blind_done_{blind.id}", icon=":material/task_alt:"):
        with told():
            over = acts.say_done(*here.asking, blind.id, me.done_at is None)
            done(_("All are done: compare now.") if over else _("Saved."))


def _end(here: Here, blind: BlindCoding) -> None:
    """Ending it for everybody, behind a second button."""
    with st.popover(_("End it"), icon=":material/more_horiz:"):
        if blind.is_open:
            st.write(_("What each coder has by now is kept, and everybody sees everything again."))
            if st.button(_("Open for comparison now"), key=f"blind_close_{blind.id}"):
                with told():
                    acts.close(*here.asking, blind.id)
                    done(_("Opened for comparison."))
        st.write(
            _("Delete this blind coding with its comparison. The codings stay as they are now.")
        )
        if st.button(_("Delete it"), key=f"blind_off_{blind.id}"):
            with told():
                acts.call_off(*here.asking, blind.id)
                done(_("Deleted."))


def _set_up(here: Here, listed: list[BlindCoding]) -> None:
    busy = {each.transcript_id for each in listed if each.is_open}
    with st.expander(_("Set up blind coding"), icon=":material/visibility_off:"):
        titles = {
            each.id: each.title for each in coding.progress(*here.asking) if each.id not in busy
        }
        people = acts.possible_coders(*here.asking)
        if len(people) < 2:
            st.write(_("Blind coding needs two people who may code: add them on the Team page."))
            return
        with st.form("blind_set_up", border=False):
            chosen = st.multiselect(
                _("Transcripts"), list(titles), format_func=lambda each: titles[each]
            )
            coders = st.multiselect(
                _("Coders, two or more"), list(people), format_func=lambda each: people[each]
            )
            why = st.text_input(_("What it is for (optional)"), max_chars=200)
            soft(
                _(
                    "From then on each of them sees in these transcripts only their own codings, "
                    "earlier ones included; earlier codings of others and suggestions are hidden "
                    "from them. What they coded there before counts as theirs. Everybody else "
                    "sees everything as before."
                )
            )
            if st.form_submit_button(_("Begin"), type="primary"):
                with told():
                    begun = acts.begin(*here.asking, chosen, coders, why)
                    done(_("Blind coding has begun in {n}.").format(n=len(begun)))
