"""What is done with many passages at once, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Literal

import streamlit as st

from ebcd.acts import exchange, film, priorities
from ebcd.acts import retrieval_work as acts
from ebcd.acts.access import May
from ebcd.acts.leaving import Leaves
from ebcd.acts.retrieval import Found
from ebcd.acts.retrieval_export import ENDINGS, export
from ebcd.acts.retrieval_undo import undo
from ebcd.acts.retrieval_work import Against, Change, Recoded, Sent, codes_behind
from ebcd.store.findings import Material
from ebcd.text import file_name
from ebcd.ui import leaving, steps
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.ui.retrieval_question import code_names
from ebcd.words import _, counted

_UNDO = "retrieval_undo"


def remember_undo(here: Here, undo_id: int, said: str) -> None:
    """Offer to take back what was just done."""
    st.session_state[_UNDO] = (here.study_id, undo_id, said)


def show_undo(here: Here) -> None:
    """What was done last, with the button that takes it back."""
    kept = st.session_state.get(_UNDO)
    if kept is None or kept[0] != here.study_id:
        return
    _study, undo_id, said = kept
    with st.container(horizontal=True, vertical_alignment="center", key="retrieval_undoing"):
        st.success(plain(said))
        if st.button(_("Undo"), key="retrieval_undo_button", icon=":material/undo:"):
            st.session_state.pop(_UNDO)
            with told():
                left = undo(*here.asking, undo_id)
                message = _("Taken back.")
                if left:
                    message += " " + counted(
                        left,
                        "{n} was changed since and stays.",
                        "{n} were changed since and stay.",
                    )
                done(message, ":material/undo:")


def show(here: Here, of: Material, chosen: Sequence[Found], asked: str) -> None:
    """The choice of what to do, and its form."""
    ways = _ways(here)
    if not ways:
        return
    way = st.segmented_control(
        counted(len(chosen), "With this {n} passage", "With these {n} passages"),
        list(ways),
        format_func=lambda each: ways[each][0],
        key="retrieval_way",
    )
    if way is not None:
        with st.container(border=True):
            ways[way][1](here, of, chosen, asked)


_Form = Callable[[Here, Material, Sequence[Found], str], None]


def _ways(here: Here) -> Mapping[str, tuple[str, _Form]]:
    ways: dict[str, tuple[May, str, _Form]] = {
        "recode": (May.CODE, _("Recode…"), _recode),
        "film": (May.FILM, _("To the film…"), _film),
        "evidence": (May.EVENTS, _("Keep as evidence…"), _evidence),
        "download": (May.REPORT, _("Download…"), _download),
    }
    return {name: (label, form) for name, (may, label, form) in ways.items() if here.may(may)}


def _recode(here: Here, of: Material, chosen: Sequence[Found], _asked: str) -> None:
    names = code_names(of)
    behind = codes_behind(of, chosen)
    changes = {
        Change.REPLACE: _("Replace a code by another"),
        Change.ADD: _("Add a code"),
        Change.REMOVE: _("Take a code off"),
    }
    change = Change(
        st.radio(
            _("What to do"),
            list(changes),
            format_func=changes.__getitem__,
            horizontal=True,
            key="recode_change",
        )
    )
    code = to = None
    with st.container(horizontal=True):
        if change is not Change.ADD:
            code = st.selectbox(
                _("The code"),
                [each for each in names if each in behind],
                format_func=lambda each: f"{names[each]} ({behind[each]})",
                key=f"recode_code_{change}",
            )
        if change is not Change.REMOVE:
            to = st.selectbox(
                _("By the code") if change is Change.REPLACE else _("Code to add"),
                [each for each in names if each != code],
                None,
                format_func=names.__getitem__,
                key=f"recode_to_{change}",
                placeholder=_("choose a code"),
            )
    if change is Change.ADD:
        soft(_("Each passage is coded as it is shown here, by you. None is coded twice."))
        ready = to is not None
        label = counted(len(chosen), "Code {n} passage", "Code {n} passages")
    else:
        soft(_("Only the codings behind these passages change. Memos stay with their passages."))
        ready = code is not None and (to is not None or change is Change.REMOVE)
        number = behind[code] if code is not None else 0
        label = counted(number, "Change {n} coding", "Change {n} codings")
        if change is Change.REMOVE:
            label = counted(number, "Take off {n} coding", "Take off {n} codings")
    kind: Literal["primary", "secondary"] = "primary" if ready else "secondary"
    if st.button(label, type=kind, disabled=not ready, key="recode_now"):
        with told():
            found = acts.recode(*here.asking, of, chosen, change, code=code, to=to)
            _finish(here, found.undo_id, _recoded(change, found))


def _recoded(change: Change, found: Recoded) -> str:
    done_with = {
        Change.REPLACE: ("{n} coding changed.", "{n} codings changed."),
        Change.ADD: ("{n} passage coded.", "{n} passages coded."),
        Change.REMOVE: ("{n} coding taken off.", "{n} codings taken off."),
    }
    said = [counted(found.codings, *done_with[change])]
    if found.already:
        said.append(counted(found.already, "{n} was there already.", "{n} were there already."))
    if found.gone:
        said.append(
            counted(
                found.gone,
                "{n} passage was changed by somebody else meanwhile and is left.",
                "{n} passages were changed by somebody else meanwhile and are left.",
            )
        )
    return " ".join(said)


def _finish(here: Here, undo_id: int | None, said: str) -> None:
    """Say what was done, offer to take it back, and begin anew with nothing ticked."""
    st.session_state.pop("retrieval_ticked", None)
    if undo_id is None:
        st.warning(said)
        return
    remember_undo(here, undo_id, said)
    st.rerun()


def _film(here: Here, of: Material, chosen: Sequence[Found], _asked: str) -> None:
    found = film.film(*here.asking)
    chapters = {each.id: each.name for each in found.board.chapters} if found else {}
    if not chapters:
        st.info(_("Begin the film and add a chapter first: a clip belongs to one."))
        steps.link("film", here.study_id, label=_("To the film"))
        return
    chapter = st.selectbox(
        _("Add to the chapter"), list(chapters), format_func=chapters.__getitem__, key="to_chapter"
    )
    soft(_("A clip needs times, and everybody in it must agree to the film."))
    if st.button(
        counted(len(chosen), "Add {n} clip", "Add {n} clips"), type="primary", key="to_film_now"
    ):
        with told(), st.spinner(_("Adding the clips…")):
            sent = acts.to_film(*here.asking, of, chosen, chapter)
            said = counted(sent.sent, "{n} clip added.", "{n} clips added.")
            _finish(here, sent.undo_id, " ".join([said, *_left_out(sent)]))


def _left_out(sent: Sent) -> list[str]:
    """Why some were not sent, each reason in a sentence."""
    sentences: dict[Against, tuple[str, str]] = {
        Against.NO_CONSENT: (
            "{n} left out: somebody in it has not agreed to the film.",
            "{n} left out: somebody in them has not agreed to the film.",
        ),
        Against.NO_TIMES: (
            "{n} left out: it has no times.",
            "{n} left out: they have no times.",
        ),
        Against.UNLINKED: (
            "{n} left out: nobody in it is linked to a participant.",
            "{n} left out: nobody in them is linked to a participant.",
        ),
        Against.FIELD_NOTE: (
            "{n} left out: it comes from a field note.",
            "{n} left out: they come from field notes.",
        ),
        Against.IN_FILM: (
            "{n} left out: a clip has its words already.",
            "{n} left out: clips have their words already.",
        ),
        Against.GONE: (
            "{n} left out: it was changed by somebody else meanwhile.",
            "{n} left out: they were changed by somebody else meanwhile.",
        ),
    }
    return [counted(n, *sentences[against]) for against, n in sent.left_out.items()]


def _evidence(here: Here, of: Material, chosen: Sequence[Found], _asked: str) -> None:
    items = {
        each.id: f"{each.title} ({each.list.label})"
        for each in priorities.items(*here.asking).values()
        if each.stands
    }
    if not items:
        st.info(_("There is no priority yet: add one to a list first."))
        steps.link("priorities", here.study_id, label=_("To the priorities"))
        return
    item = st.selectbox(
        _("Evidence of the priority"),
        list(items),
        format_func=items.__getitem__,
        key="evidence_of",
    )
    soft(_("Reports and ballots quote first what is kept here, where its speakers agree."))
    if st.button(
        counted(len(chosen), "Keep {n} passage", "Keep {n} passages"),
        type="primary",
        key="evidence_now",
    ):
        with told():
            sent = acts.keep_as_evidence(*here.asking, of, chosen, item)
            said = [counted(sent.sent, "{n} passage kept.", "{n} passages kept.")]
            if sent.already:
                said.append(counted(sent.already, "{n} was kept before.", "{n} were kept before."))
            _finish(here, sent.undo_id, " ".join([*said, *_left_out(sent)]))


def _download(here: Here, of: Material, chosen: Sequence[Found], asked: str) -> None:
    may = sum(each.may_quote for each in chosen)
    said = counted(may, "{n} passage may be quoted.", "{n} passages may be quoted.")
    if may < len(chosen):
        said += " " + counted(
            len(chosen) - may,
            "{n} is left out for want of consent to be quoted.",
            "{n} are left out for want of consent to be quoted.",
        )
    soft(said)
    if not may:
        return
    draft = st.toggle(_("Mark the Word document as a draft"), key="retrieval_draft")
    knowingly = leaving.let_go(here, Leaves.PASSAGES, "retrieval")
    with st.container(horizontal=True):
        for ending, label in zip(ENDINGS, (_("CSV"), _("Excel"), _("Word")), strict=True):
            st.download_button(
                label,
                partial(_made, here, of, chosen, asked, ending, draft, knowingly),
                file_name(here.study.name, "passages", ending),
                exchange.MEDIA_TYPES[ending],
                on_click="ignore",
                icon=":material/download:",
                key=f"retrieval_download_{ending}",
            )


def _made(
    here: Here,
    of: Material,
    chosen: Sequence[Found],
    asked: str,
    ending: str,
    draft: bool,
    knowingly: bool,
) -> bytes:
    return export(*here.asking, of, chosen, asked, ending, draft=draft, knowingly=knowingly).data
