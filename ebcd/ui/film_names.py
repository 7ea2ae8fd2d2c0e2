"""How one person is called in the film, use by use: a first name, another name, or none."""

from __future__ import annotations

from datetime import date

import streamlit as st

from ebcd.acts import film_names as acts
from ebcd.film.names import LONGEST_NAME, ChosenName, NameKind, NameUse
from ebcd.people import Participant
from ebcd.times import long_date
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import soft
from ebcd.words import _

_KINDS = tuple(NameKind)


def show(here: Here, participant: Participant) -> None:
    """What was chosen, and a form to record what the person says now."""
    known = acts.names(*here.asking)
    mine = {use: known.get((participant.id, use)) for use in NameUse}
    soft(
        _(
            "The film never carries the report's pseudonym. Ask each person how they want to be "
            "called; whoever was not asked has no name. A first name is kept like the key: those "
            "who work on the film see it, it is in no report, and it goes when the person "
            "withdraws."
        )
    )
    recorded = max((each.order for each in mine.values() if each), default=0)
    with st.form(f"film_names_{participant.id}_{recorded}", border=False):
        on = st.date_input(_("Said on"), date.today(), max_value=date.today(), format="DD/MM/YYYY")
        typed = {use: _one(participant.id, use, mine[use]) for use in NameUse}
        chosen = {
            use: (kind, name)
            for use, (kind, name) in typed.items()
            if kind is not None and not _same(mine[use], kind, name)
        }
        if st.form_submit_button(_("Record the names"), type="primary"):
            if not chosen:
                st.info(_("Nothing has changed."))
                return
            with told():
                acts.choose_names(*here.asking, participant.id, chosen, on)
                done(_("Recorded."))


def _same(was: ChosenName | None, kind: NameKind, name: str) -> bool:
    """Whether this is what was chosen before."""
    if was is None or was.kind is not kind:
        return False
    return kind is NameKind.NONE or name.strip() == was.name


def _one(who: int, use: NameUse, was: ChosenName | None) -> tuple[NameKind | None, str]:
    """What the person chose for one use; None where they were not asked."""
    key = f"{who}_{use}_{was.order if was else 0}"
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    kind = left.radio(
        use.label,
        _KINDS,
        _KINDS.index(was.kind) if was else None,
        format_func=lambda each: each.label,
        horizontal=True,
        key=f"name_kind_{key}",
    )
    name = right.text_input(
        _("Name: {use}").format(use=use.label[:1].lower() + use.label[1:]),
        was.name if was else "",
        max_chars=LONGEST_NAME,
        key=f"name_{key}",
    )
    if was is not None and was.on is not None:
        left.caption(_("Said on {day}").format(day=long_date(was.on)))
    return kind, name
