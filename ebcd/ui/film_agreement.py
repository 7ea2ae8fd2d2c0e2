"""The second gate on the page: what the patients said of the whole film at their own event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from ebcd.acts import film_showing as acts
from ebcd.acts.access import May
from ebcd.acts.film import Film
from ebcd.film.showing import Agreement, Standing, shown_cut
from ebcd.times import duration, long_date
from ebcd.ui import steps
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.ui.tables import table
from ebcd.words import _, counted


def notice(stands: Standing) -> None:
    """How the film stands with the patients, plainly, at the top of the page."""
    if stands.agreed:
        st.success(plain(_(stands.sentence)), icon=":material/handshake:")
        return
    st.warning(
        plain(_(stands.sentence))
        + " "
        + _("Until then it may be shown at their event, and to nobody else."),
        icon=":material/pending:",
    )


def show(here: Here, found: Film) -> None:
    """Record what they said, and what was said before."""
    st.header(_("The whole film, at the patients' own event"))
    soft(
        _(
            "The patients see the whole film before staff do, and may change it. What they agree "
            "to is the film as it is now: change its clips or their order, and it is not yet "
            "agreed again."
        )
    )
    if here.may(May.EVENTS):
        _form(here, found)
    _said_before(here, acts.said_of_the_film(*here.asking))


def _form(here: Here, found: Film) -> None:
    events = {each.id: each for each in acts.patients_events(*here.asking)}
    if not events:
        st.info(_("No event of the patients is planned yet: plan one first."))
        steps.link("events", here.study_id, label=_("To the events"))
        return
    shown = shown_cut(found.board).cleared
    clips = sum(1 for _each in shown.clips())
    if not clips:
        st.info(_("No clip may be shown at the patients' event yet, so nothing can be agreed."))
        return
    soft(
        _("What they see: “{version}”, {clips}, {length}.").format(
            version=found.version.name,
            clips=counted(clips, "{n} clip", "{n} clips"),
            length=duration(shown.length_ms),
        )
    )
    key = found.stands.fingerprint[:12]
    with st.form(f"film_agreement_{key}", border=True):
        event = st.selectbox(_("Event"), list(events), format_func=lambda each: events[each].title)
        held = events[event].on
        on = st.date_input(
            _("Said on"),
            held if held is not None and held <= date.today() else date.today(),
            max_value=date.today(),
            format="DD/MM/YYYY",
        )
        agreed = st.radio(
            _("What they said of the film as it is now"),
            (True, False),
            index=None,
            format_func=lambda each: (
                _("They agreed to it") if each else _("They asked for changes")
            ),
            horizontal=True,
        )
        changes = st.text_area(_("What they asked to change"), height=80)
        if st.form_submit_button(_("Record what they said"), type="primary"):
            if agreed is None:
                st.warning(_("Choose what they said of the film first."))
                return
            with told():
                acts.record_agreement(
                    *here.asking, event, agreed, on, changes=changes, version=found.version.id
                )
                done(_("Recorded."))


def _said_before(here: Here, said: Sequence[Agreement]) -> None:
    if not said:
        return
    heads = (_("Day"), _("Event"), _("Film"), _("What they said"), _("To be changed"))
    rows = [
        (
            long_date(each.on),
            each.event,
            _film(each),
            _("Agreed") if each.agreed else _("Asked for changes"),
            each.changes,
        )
        for each in said
    ]
    table(_("What the patients said of the film"), heads, rows)
    if not here.may(May.EVENTS):
        return
    newest = said[0]
    with st.expander(_("Recorded by mistake?"), icon=":material/undo:"):
        st.write(
            _("Take back what was recorded for {day}, “{version}”.").format(
                day=long_date(newest.on), version=plain(newest.version)
            )
        )
        if st.button(_("Take it back"), key=f"agreement_back_{newest.id}"):
            with told():
                acts.take_agreement_back(*here.asking, newest.id)
                done(_("Taken back."))


def _film(each: Agreement) -> str:
    clips = counted(each.clips, "{n} clip", "{n} clips")
    return f"{each.version}: {clips}, {duration(each.length_ms)}"
