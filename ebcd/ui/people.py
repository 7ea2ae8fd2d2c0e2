"""The people page's parts: the overview of consent, one person, adding, withdrawing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from html import escape

import streamlit as st

from ebcd.acts import people as acts
from ebcd.acts.access import May
from ebcd.people import ConsentState, Group, Participant, Use, read_traits, standing
from ebcd.store.people import Person
from ebcd.store.withdrawal import Impact
from ebcd.times import long_date, shown
from ebcd.ui import film_names, steps
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain
from ebcd.ui.tables import Cell, Drawn, table
from ebcd.words import _, counted

_GROUPS = tuple(Group)
_DRAWER = "people_drawer_{}"
_SIGNS = {ConsentState.GRANTED: "✓", ConsentState.REFUSED: "✗", ConsentState.WITHDRAWN: "↩"}
_SHORT = {
    Use.INTERVIEW: "Interview",
    Use.FILM: "Film",
    Use.PATIENT_EVENT: "Patient event",
    Use.STAFF_EVENT: "Staff event",
    Use.JOINT_EVENT: "Joint event",
    Use.QUOTE: "Quote",
    Use.PUBLISH: "Publish",
    Use.ARCHIVE: "Archive",
}


def show(here: Here) -> None:
    """The page."""
    st.title(_("People"))
    st.write(
        _(
            "Everybody is shown by pseudonym. No quotation and no clip leaves in a document "
            "without the consent it needs."
        )
    )
    everybody = acts.people(*here.asking)
    if not everybody:
        st.info(
            _("Nobody is here yet. Add the first participant, or import a transcript and link it.")
        )
    else:
        _overview([person.participant for person in everybody])
    if here.may(May.PEOPLE):
        _add(here)
    if everybody:
        _one(here, {person.participant.id: person for person in everybody})


def _state_words(state: ConsentState | None) -> str:
    if state is None:
        return _("not asked")
    return {"granted": _("agreed"), "refused": _("refused"), "withdrawn": _("withdrawn")}[state]


def _cell(participant: Participant, use: Use) -> Drawn:
    said = standing(participant.consents, use)
    if participant.withdrawn_on:
        sign, state = "↩", ConsentState.WITHDRAWN
    elif said is None:
        return Drawn(f'<span aria-hidden="true">·</span> {escape(_("not asked"))}')
    else:
        sign, state = _SIGNS[said.state], said.state
    words = f'<span aria-hidden="true">{sign}</span> {escape(_state_words(state))}'
    return Drawn(words, title=long_date(said.on) if said else "")


def _overview(everybody: list[Participant]) -> None:
    heads = (_("Person"), _("Group"), *(_(_SHORT[use]) for use in Use))
    rows: list[tuple[Cell, ...]] = [
        (each.pseudonym, _(each.group.label), *(_cell(each, use) for use in Use))
        for each in everybody
    ]
    st.caption(_("Consent by use. A use that nobody asked about is not agreed to."))
    table(_("Consent"), heads, rows)


def _add(here: Here) -> None:
    adding = st.expander(_("Add a participant"), icon=":material/person_add:")
    with adding, st.form("add", border=False, clear_on_submit=True):
        group = st.radio(
            _("Group"),
            _GROUPS,
            format_func=lambda each: _(each.label),
            horizontal=True,
            key="add_group",
        )
        pseudonym = st.text_input(
            _("Pseudonym"), max_chars=40, placeholder=_("left empty: the next free number")
        )
        role = st.text_input(_("Role (for staff)"), max_chars=200)
        if st.form_submit_button(_("Add"), type="primary"):
            with told():
                added = acts.add_participant(*here.asking, group, pseudonym=pseudonym, role=role)
                st.query_params["person"] = str(added)
                st.session_state[_DRAWER.format(0)] = True  # consent comes next
                done(_("Added. Now record their consent."))


def _one(here: Here, everybody: dict[int, Person]) -> None:
    st.header(_("One person"))
    named = st.query_params.get("person", "")
    ids = list(everybody)
    at = ids.index(int(named)) if named.isdigit() and int(named) in everybody else 0
    chosen = st.selectbox(
        _("Person"),
        ids,
        at,
        format_func=lambda each: everybody[each].participant.pseudonym,
        key=f"person_{named}",
    )
    if str(chosen) != named:
        st.query_params["person"] = str(chosen)
        if named:
            st.rerun()
    person = everybody[chosen]
    if person.participant.withdrawn_on:
        st.warning(
            _("Withdrew on {day}. Nothing of theirs is used any more.").format(
                day=long_date(person.participant.withdrawn_on)
            )
        )
        if here.may(May.PEOPLE):
            _called_back(here, acts.impact_of_withdrawal(*here.asking, chosen))
    for transcript_id, title in person.transcripts.items():
        steps.link("coding", here.study_id, label=plain(title), transcript=transcript_id)
    if not here.may(May.PEOPLE):
        return
    stays = not person.participant.withdrawn_on
    parts: dict[str, tuple[bool, Callable[[], None]]] = {
        _("Consent"): (stays, partial(_consent, here, person.participant)),
        _("Name in the film"): (
            stays and here.may(May.FILM),
            partial(film_names.show, here, person.participant),
        ),
        _("Pseudonym, group and what to compare by"): (True, partial(_details, here, person)),
        _("The key: who this is (for the lead)"): (
            here.may(May.IDENTITY),
            partial(_key, here, person.participant),
        ),
        _("Withdrawal"): (stays, partial(_withdraw, here, person.participant)),
    }
    for place, (label, (offered, draw)) in enumerate(parts.items()):
        if offered:
            _drawer(label, _DRAWER.format(place), draw)


def _drawer(label: str, key: str, draw: Callable[[], None]) -> None:
    """A part that is drawn once it is opened, and stays open from one person to the next."""
    with st.expander(label, key=key, on_change="rerun") as drawer:
        if drawer.open:
            draw()


def _consent(here: Here, participant: Participant) -> None:
    choices: list[ConsentState | None] = [None, *ConsentState]
    with st.form(f"consent_{participant.id}_{len(participant.consents)}"):
        on = st.date_input(_("Date"), date.today(), max_value=date.today(), format="DD/MM/YYYY")
        how = st.text_input(_("How it was given"), placeholder=_("form, telephone, in person …"))
        chosen: dict[Use, ConsentState | None] = {}
        for use in Use:
            said = standing(participant.consents, use)
            chosen[use] = st.radio(
                _(use.label),
                choices,
                choices.index(said.state if said else None),
                format_func=_state_words,
                captions=None,
                horizontal=True,
                key=f"use_{participant.id}_{use}_{len(participant.consents)}",
            )
        if st.form_submit_button(_("Record consent"), type="primary"):
            changed = _changed(participant, chosen)
            if not changed:
                st.info(_("Nothing has changed."))
                return
            with told():
                acts.record_consent(*here.asking, participant.id, changed, on, how)
                done(counted(len(changed), "{n} statement recorded.", "{n} statements recorded."))


def _changed(
    participant: Participant, chosen: dict[Use, ConsentState | None]
) -> dict[Use, ConsentState]:
    before = {use: standing(participant.consents, use) for use in Use}
    return {
        use: state
        for use, state in chosen.items()
        if state is not None and (before[use] is None or before[use].state is not state)  # type: ignore[union-attr]
    }


def _details(here: Here, person: Person) -> None:
    participant = person.participant
    with st.form(f"details_{participant.id}", border=False):
        pseudonym = st.text_input(_("Pseudonym"), participant.pseudonym, max_chars=40)
        group = st.radio(
            _("Group"),
            _GROUPS,
            _GROUPS.index(participant.group),
            format_func=lambda each: _(each.label),
            horizontal=True,
        )
        role = st.text_input(_("Role (for staff)"), person.role, max_chars=200)
        traits = st.text_area(
            _("What the team compares by, one a line"),
            "\n".join(f"{name}: {value}" for name, value in person.attributes.items()),
            placeholder=_("age: 40–59"),
            help=_("Passages can be asked for by it. Write nothing that tells who this is."),
        )
        if st.form_submit_button(_("Save")):
            with told():
                acts.change_participant(
                    *here.asking,
                    participant.id,
                    pseudonym=pseudonym,
                    group=group,
                    role=role,
                    attributes=read_traits(traits),
                )
                done(_("Saved."))
    if not person.transcripts and st.button(
        _("Delete this participant"), key=f"delete_{participant.id}", icon=":material/delete:"
    ):
        with told():
            acts.delete_participant(*here.asking, participant.id)
            done(_("Deleted."))


def _key(here: Here, participant: Participant) -> None:
    st.caption(_("Kept apart from everything else. Each look is logged."))
    opened = f"key_{participant.id}"
    if not st.session_state.get(opened):
        if st.button(_("Look into the key"), key=f"look_{participant.id}"):
            st.session_state[opened] = True
            st.rerun()
        return
    with told():
        known = acts.identity(*here.asking, participant.id)
        with st.form(f"identity_{participant.id}", border=False):
            name = st.text_input(_("Name"), known.name)
            contact = st.text_area(_("How to reach them"), known.contact)
            if st.form_submit_button(_("Save")):
                acts.set_identity(*here.asking, participant.id, name, contact)
                st.session_state.pop(opened)
                done(_("Saved."))


def _withdraw(here: Here, participant: Participant) -> None:
    found = acts.impact_of_withdrawal(*here.asking, participant.id)
    _impact(here, found)
    on = st.date_input(
        _("Said on"),
        date.today(),
        max_value=date.today(),
        format="DD/MM/YYYY",
        key=f"withdrawn_{participant.id}",
    )
    sure = st.checkbox(
        _("{who} withdraws from the study. This cannot be undone.").format(
            who=plain(participant.pseudonym)
        ),
        key=f"sure_{participant.id}",
    )
    if st.button(_("Record the withdrawal"), disabled=not sure, key=f"out_{participant.id}"):
        with told():
            acts.withdraw(*here.asking, participant.id, on)
            done(_("Recorded. Their passages and clips are used no more."))


def _impact(here: Here, found: Impact) -> None:
    st.write(
        _("A withdrawal takes out:")
        + " "
        + counted(found.passages, "{n} coded passage", "{n} coded passages")
        + ", "
        + counted(len(found.clips), "{n} clip", "{n} clips")
        + ", "
        + counted(found.evidence, "{n} piece of evidence", "{n} pieces of evidence")
        + "."
    )
    if found.films:
        st.write(_("Films that have them: {films}.").format(films=plain(", ".join(found.films))))
    _called_back(here, found)


def _called_back(here: Here, found: Impact) -> None:
    """Where somebody has been shown or sent already, so that the team can ask for it back."""
    if found.shown:
        st.write(_("Shown with them at:"))
        for each in found.shown:
            st.markdown(
                "- "
                + _("{event}, {day}: {film}").format(
                    event=plain(each.event or _("An event that was deleted")),
                    day=long_date(each.on),
                    film=plain(each.film),
                )
            )
    if found.documents:
        st.write(_("Already in these documents and films, which you may have to ask back:"))
        rows = [
            (sent.name, shown(sent.on, here.study.zone), sent.passages) for sent in found.documents
        ]
        table(_("Documents to ask back"), (_("Document"), _("Made"), _("Passages")), rows)
