"""The study page's parts: choosing a study, describing it, its activities and deviations."""

from __future__ import annotations

import streamlit as st

from ebcd.acts import study as acts
from ebcd.acts.access import May
from ebcd.acts.accounts import actor_for
from ebcd.store.study import ActivityDone, Deviation, Study
from ebcd.store.workbench import served_workbench
from ebcd.study import ActivityState, AnalyticApproach, Approach
from ebcd.times import long_date, shown
from ebcd.ui import steps
from ebcd.ui.here import Here, done, signed_in, told
from ebcd.ui.plain import plain
from ebcd.ui.tables import Looks, table
from ebcd.words import _

_STATES = tuple(ActivityState)


def choose() -> None:
    """The list of the person's studies, and starting one."""
    workbench, actor = served_workbench(), actor_for(signed_in())
    st.title(_("Studies"))
    mine = acts.my_studies(workbench, actor)
    if not mine:
        st.info(_("There is no study yet. Start one below: a name is enough to begin."))
    for study in mine:
        with st.container(border=True):
            steps.link("study", study.id, label=f"**{plain(study.name)}**")
            st.caption(f"{plain(study.pathway) or _('No pathway yet')} · {study.approach.label}")
    with st.form("start", border=True, clear_on_submit=False):
        st.header(_("Start a study"))
        name = st.text_input(_("Name"), max_chars=200, placeholder=_("Living with …"))
        pathway = st.text_input(_("Service or pathway"), max_chars=300)
        if st.form_submit_button(_("Start the study"), type="primary"):
            with told():
                started = acts.create_study(workbench, actor, name, pathway=pathway)
                steps.go("study", started)


def show(here: Here) -> None:
    """The study as it stands, in tabs."""
    st.title(plain(here.study.name))
    if here.study.is_sample:
        st.info(_("This is the sample study: its people and places are made up. Try anything."))
    tabs = st.tabs(
        [_("About"), _("Activities"), _("Deviations"), _("Log")], key="study_tab", on_change="rerun"
    )
    for tab, part in zip(tabs, (_about, _activities, _deviations, _log), strict=True):
        if tab.open:
            with tab:
                part(here)


def _about(here: Here) -> None:
    study = here.study
    if here.may(May.STUDY):
        _describe(here, study)
    else:
        _as_text(study)
    st.caption(
        _("Started on {day}. The journey's stages and touchpoints are codes:").format(
            day=long_date(study.created_at.date())
        )
    )
    steps.link("codebook", study.id, label=_("Journey stages in the codebook"))
    if here.may(May.STUDY):
        _delete(here)


def _as_text(study: Study) -> None:
    """The description, for those who may not change it."""
    for heading, text in (
        (_("Service or pathway"), study.pathway),
        (_("Approach"), study.approach.label),
        (
            _("Analytic approach"),
            f"{study.analytic_approach.label}. {study.analytic_approach.explains}",
        ),
        (_("Scope"), study.summary),
    ):
        st.markdown(f"**{heading}**: {plain(text) or '–'}")


def _describe(here: Here, study: Study) -> None:
    with st.form("about", border=False):
        name = st.text_input(_("Name"), study.name, max_chars=200)
        pathway = st.text_input(_("Service or pathway"), study.pathway, max_chars=300)
        approach = st.radio(
            _("Approach"),
            list(Approach),
            list(Approach).index(study.approach),
            format_func=lambda each: each.label,
        )
        analytic = st.radio(
            _("Analytic approach"),
            list(AnalyticApproach),
            list(AnalyticApproach).index(study.analytic_approach),
            format_func=lambda each: each.label,
            captions=[each.explains for each in AnalyticApproach],
        )
        summary = st.text_area(_("Scope, in a few sentences"), study.summary)
        saved = st.form_submit_button(_("Save"), type="primary")
    if saved:
        with told():
            acts.describe(
                *here.asking,
                name=name,
                pathway=pathway,
                approach=approach,
                analytic_approach=analytic,
                summary=summary,
            )
            done(_("Saved."))


def _delete(here: Here) -> None:
    with st.expander(_("Delete this study")):
        st.write(
            _(
                "This deletes every transcript, coding, list, vote and document of the study. "
                "It cannot be undone. Type its name to confirm:"
            )
        )
        st.code(here.study.name, language=None)
        again = st.text_input(_("The study's name"), key="delete_name")
        if st.button(_("Delete the study for good"), icon=":material/delete:"):
            with told():
                acts.delete_study(*here.asking, again)
                steps.go("study", None, all=1)


def _activities(here: Here) -> None:
    recorded = acts.activities(*here.asking)
    finished = sum(done_.state is ActivityState.DONE for done_ in recorded)
    st.write(_("Fidelity: {n} of the ten activities of the method are done.").format(n=finished))
    st.progress(finished / len(recorded))
    for each in recorded:
        _activity(here, each)


def _activity(here: Here, recorded: ActivityDone) -> None:
    day = f" · {long_date(recorded.done_on)}" if recorded.done_on else ""
    part = st.expander(
        f"{recorded.kind.label}: {recorded.state.label}{day}",
        key=f"open_{recorded.kind}",
        on_change="rerun",
    )
    if not part.open:  # ten forms at once are slow to draw
        return
    with part:
        if not here.may(May.STUDY):
            st.write(plain(recorded.note) or _("Nothing is noted."))
            return
        with st.form(f"activity_{recorded.kind}", border=False):
            state = st.radio(
                _("State"),
                _STATES,
                _STATES.index(recorded.state),
                format_func=lambda each: each.label,
                horizontal=True,
            )
            day_done = st.date_input(_("Date"), recorded.done_on, format="DD/MM/YYYY")
            site = st.text_input(_("Site"), recorded.site)
            hours = st.number_input(_("Hours"), 0.0, 10_000.0, recorded.hours, step=0.5)
            note = st.text_area(_("Notes, or the reason it was left out"), recorded.note)
            if st.form_submit_button(_("Save")):
                with told():
                    acts.set_activity(
                        *here.asking,
                        ActivityDone(recorded.kind, state, day_done, site, hours, note),
                    )
                    done(_("Saved."))


def _deviations(here: Here) -> None:
    st.write(_("A departure from the method, with the reason. The reports list them."))
    recorded = acts.deviations(*here.asking)
    if not recorded:
        st.info(_("None is recorded. Add one when the study does something otherwise."))
    for deviation in recorded:
        with st.container(border=True):
            st.markdown(f"**{plain(deviation.what)}**")
            st.write(plain(deviation.reason))
            if deviation.decided_on:
                st.caption(_("Decided on {day}").format(day=long_date(deviation.decided_on)))
            if here.may(May.STUDY):
                with st.expander(_("Change or delete")):
                    _deviation_form(here, deviation)
    if here.may(May.STUDY):
        st.header(_("Add a deviation"))
        _deviation_form(here, None)


def _deviation_form(here: Here, deviation: Deviation | None) -> None:
    key = f"deviation_{deviation.id if deviation else 'new'}_{len(acts.deviations(*here.asking))}"
    with st.form(key, border=deviation is None):
        what = st.text_input(
            _("What is done otherwise"), deviation.what if deviation else "", key=f"{key}_what"
        )
        reason = st.text_area(_("Why"), deviation.reason if deviation else "", key=f"{key}_reason")
        decided = st.date_input(
            _("Decided on"),
            deviation.decided_on if deviation else None,
            format="DD/MM/YYYY",
            key=f"{key}_day",
        )
        saved = st.form_submit_button(_("Save") if deviation else _("Add"))
        gone = deviation is not None and st.form_submit_button(_("Delete"))
    with told():
        if saved and deviation:
            acts.change_deviation(*here.asking, deviation.id, what, reason, decided)
            done(_("Saved."))
        elif saved:
            acts.add_deviation(*here.asking, what, reason, decided)
            done(_("Added."))
        elif gone and deviation:
            acts.delete_deviation(*here.asking, deviation.id)
            done(_("Deleted."))


def _log(here: Here) -> None:
    st.write(_("Who did what and when: ids and counts, never words, never votes."))
    rows = [
        (
            shown(entry.at, here.study.zone),
            entry.who,
            entry.what,
            ", ".join(f"{name} {value}" for name, value in entry.about.items()),
        )
        for entry in acts.recent_acts(*here.asking, 100)
    ]
    table(_("Log"), (_("When"), _("Who"), _("What"), _("About")), rows, Looks(cards=True))
