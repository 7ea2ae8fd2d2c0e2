"""The reports page: which documents there are, what is in each, and those made before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from html import escape

import streamlit as st

from ebcd.acts import people as participants
from ebcd.acts import reports as acts
from ebcd.acts.leaving import MayNameSomebody
from ebcd.people import Participant, Use, allows
from ebcd.store.documents import Made
from ebcd.times import shown
from ebcd.ui import evidence, leaving, steps, waiting
from ebcd.ui.here import Here, told
from ebcd.ui.plain import plain, soft
from ebcd.ui.tables import table
from ebcd.words import _, counted

_PACKS = ("approval-pack", "approval-pack-large")


def kinds() -> dict[str, tuple[str, str]]:
    """The documents in the order of the method: name and what is in it."""
    return {
        "codebook": (
            _("Codebook"),
            _("Every code with its definition, what to include and exclude, and how often it is "
              "used."),
        ),
        "touchpoints": (
            _("Touchpoint summary"),
            _("Each touchpoint in pathway order: who spoke of it, how it felt, and quotations of "
              "both sides."),
        ),
        "storyboard": (
            _("Film storyboard"),
            _("The film clip by clip: chapter, speaker, in, out, words, consent, approval and "
              "balance. A draft while a clip is not approved."),
        ),
        "approval-pack": (
            _("Clip-approval pack"),
            _("One person's own clips in clear print, with room for their answer."),
        ),
        "approval-pack-large": (
            _("Clip-approval pack in large print"),
            _("The same in letters of 18 points and more, a page for each clip."),
        ),
        "emotional-map": (
            _("Emotional map"),
            _("The map of each event: heights, notes and emotion words, drawn and as a table."),
        ),
        "priorities": (
            _("Priority report"),
            _("Both lists, the joint list with its origins, how the vote was run, its result by "
              "group, reasons, and what was not chosen."),
        ),
        "action-plan": (
            _("Co-design action plan"),
            _("Aims, actions, owners, dates, measures, what came of them; you said, we did."),
        ),
        "final": (
            _("Final report"),
            _("The whole study: fidelity, deviations, what mattered, the film, priorities and "
              "changes."),
        ),
    }  # fmt: skip


def show(here: Here) -> None:
    """The page."""
    st.title(_("Reports"))
    st.write(
        _(
            "Word documents, ready to send. They quote only people who agreed to be quoted, under "
            "their pseudonyms; nothing marked “do not use” is in them."
        )
    )
    waiting.notice(here)
    _left_out(here)
    draft = st.toggle(
        _("Mark as a draft for the team"),
        key="reports_draft",
        help=_("DRAFT stands on every page. A draft quotes nobody more than a final document."),
    )
    made = acts.made(*here.asking)
    persons = participants.participants(*here.asking)
    newest = {each.kind: each for each in reversed(made)}
    for kind in kinds():
        _kind(here, kind, newest.get(kind), draft, persons)
    _earlier(here, made, persons)


def _left_out(here: Here) -> None:
    """How much of what is coded may leave, before anything is made."""
    passages = evidence.material(here).passages.values()
    if not passages:
        st.info(_("Nothing is coded yet, so the documents will be nearly empty."))
        steps.link("coding", here.study_id, label=_("To the coding desk"))
        return
    may = sum(each.may_quote for each in passages)
    kept = len(passages) - may
    said = counted(may, "{n} coded passage may be quoted.", "{n} coded passages may be quoted.")
    if kept:
        said += " " + counted(
            kept,
            "{n} is left out of every document, for want of consent to be quoted.",
            "{n} are left out of every document, for want of consent to be quoted.",
        )
    soft(said)


def _kind(
    here: Here, kind: str, last: Made | None, draft: bool, persons: Mapping[int, Participant]
) -> None:
    """One document: what it is, the button that makes it, and the newest one."""
    name, about = kinds()[kind]
    with st.container(border=True, key=f"report_{kind.replace('-', '_')}"):
        st.header(name)
        st.write(about)
        participant = _whose(persons, kind) if kind in _PACKS else None
        with st.container(horizontal=True, vertical_alignment="center"):
            make = st.button(
                _("Make the {document}").format(document=name[:1].lower() + name[1:]),
                key=f"make_{kind}",
                icon=":material/description:",
            )
            if kind in acts.OF_THE_FILM:
                steps.link("film", here.study_id, label=_("To the film"))
        if make:
            last = _make(here, kind, draft, participant) or last
        elif leaving.offered(here, kind):
            last = _make(here, kind, draft, participant, knowingly=True) or last
        if last is not None:
            _fetch(here, last, f"newest_{kind}", persons)


def _whose(persons: Mapping[int, Participant], kind: str) -> int | None:
    """Whose approval pack: one person, or all in one file that is taken apart."""
    names: dict[int | None, str] = {
        each.id: each.pseudonym for each in persons.values() if allows(each, Use.FILM)
    }
    names[None] = _("Everybody, to be taken apart")
    return st.selectbox(
        _("Whose pack"), list(names), format_func=names.__getitem__, key=f"reports_whose_{kind}"
    )


def _make(
    here: Here, kind: str, draft: bool, participant: int | None, *, knowingly: bool = False
) -> Made | None:
    found: Made | None = None
    with told(), st.spinner(_("Writing the document…")):
        try:
            written = acts.write(
                *here.asking, kind, draft=draft, participant_id=participant, knowingly=knowingly
            )
        except MayNameSomebody as problem:
            leaving.kept_back(problem, kind)
            st.rerun()
        said = [_("{name} is ready.").format(name=plain(written.name))]
        if written.quoted:
            said.append(
                counted(written.quoted, "It quotes {n} passage.", "It quotes {n} passages.")
            )
        if written.left_out:
            said.append(
                counted(
                    written.left_out,
                    "{n} passage is left out for want of consent to be quoted.",
                    "{n} passages are left out for want of consent to be quoted.",
                )
            )
        if written.draft and not draft:
            said.append(_("It is a draft, because a clip in it is not approved yet."))
        st.success(" ".join(said))
        found = acts.made(*here.asking)[0]
    return found


def _fetch(here: Here, of: Made, key: str, persons: Mapping[int, Participant]) -> None:
    """When a document was made, and the button that brings it."""
    st.html(f'<p class="ebcd-soft" style="margin:0">{_line(here, of)}</p>')
    if not acts.may_still_leave(persons, of):
        st.warning(
            _(
                "Somebody in it has taken their consent back since, or a passage was marked “do "
                "not use”, so it can no longer be fetched: make it again, and ask for the copies "
                "that were sent."
            )
        )
        return
    if not acts.is_kept(here.workbench, here.study_id, of):
        soft(_("Its file is not kept any more: make the document again."))
        return
    st.download_button(
        _("Download {name}").format(name=plain(of.name)),
        data=partial(_data, here, of.id),
        file_name=of.name,
        mime=acts.MEDIA_TYPE,
        key=f"{key}_{of.id}",
        icon=":material/download:",
        on_click="ignore",
    )


def _data(here: Here, document_id: int) -> bytes:
    return acts.fetch(*here.asking, document_id)[1]


def _line(here: Here, of: Made) -> str:
    """When, by whom, and how many people it quotes."""
    parts = [_("Made on {when}").format(when=shown(of.at, here.study.zone))]
    if of.by:
        parts.append(_("by {name}").format(name=of.by))
    if of.draft:
        parts.append(_("draft"))
    if of.quotes:
        parts.append(
            counted(len(of.quotes), "with words of {n} person", "with words of {n} people")
        )
    return escape(", ".join(parts))


def _earlier(here: Here, made: Sequence[Made], persons: Mapping[int, Participant]) -> None:
    """Documents made before, as a table that says whom each quotes."""
    st.header(_("Made before"))
    if not made:
        st.info(_("No document has been made yet. Make one above: it is kept here."))
        return
    st.write(
        _(
            "Each document is kept with the people it quotes, so that a withdrawal finds the "
            "documents that somebody is in."
        )
    )
    names = kinds()
    heads = (_("Document"), _("Made"), _("By"), _("Draft"), _("Whose words are in it"))
    older = [each for each in made if each.kind in names]
    rows = [
        (
            names[each.kind][0],
            shown(each.at, here.study.zone),
            each.by or _("command line"),
            _("yes") if each.draft else _("no"),
            _quoted(each, persons),
        )
        for each in older
    ]
    table(_("Documents made before"), heads, rows)
    chosen = st.selectbox(
        _("Fetch one of them again"),
        older,
        format_func=lambda each: f"{names[each.kind][0]}, {shown(each.at, here.study.zone)}",
        key="reports_older",
    )
    if chosen is not None:
        _fetch(here, chosen, "older", persons)


def _quoted(of: Made, persons: Mapping[int, Participant]) -> str:
    named = [
        f"{persons[who].pseudonym} ({passages})"
        for who, passages in of.quotes.items()
        if who in persons
    ]
    return ", ".join(sorted(named)) or _("nobody's")
