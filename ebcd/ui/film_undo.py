"""Undo on the film page: everything that this person did to the film on this visit."""

from __future__ import annotations

import streamlit as st

from ebcd.acts import film_undo as acts
from ebcd.times import now
from ebcd.ui.here import Here, done, told
from ebcd.words import _

_VISIT = "film_visit"


def _labels() -> dict[str, str]:
    """What an act of the log is called on its button."""
    return {
        "add a clip": _("Undo: a clip was added"),
        "add a card": _("Undo: a card was added"),
        "order the clips": _("Undo: a clip was moved"),
        "trim a clip": _("Undo: a clip was trimmed"),
        "note on a clip": _("Undo: a note was saved"),
        "delete a clip": _("Undo: a clip was taken out"),
        "record an approval": _("Undo: an answer was recorded"),
        "speak a title card": _("Undo: a title card was spoken"),
        "speak a card": _("Undo: a card was spoken"),
        "add an archive film": _("Undo: an archive film was added"),
        "choose the clips of a version": _("Undo: a version's clips were chosen"),
        "order the clips of a version": _("Undo: a version's clips were moved"),
        "delete a version of the film": _("Undo: a version was deleted"),
        "correct captions": _("Undo: captions were corrected"),
        "link a recording": _("Undo: a recording was linked"),
        "disguise a clip": _("Undo: a disguise was saved"),
        "describe the film": _("Undo: title or length changed"),
        "add a chapter": _("Undo: a chapter was added"),
        "make chapters of touchpoints": _("Undo: chapters were added"),
        "name a chapter": _("Undo: a chapter was named"),
        "order the chapters": _("Undo: a chapter was moved"),
        "delete a chapter": _("Undo: a chapter was deleted"),
    }


def offer(here: Here) -> None:
    """The button that takes the last change back; one press more takes back the one before."""
    since = st.session_state.setdefault(_VISIT, now())
    last = acts.undoable(*here.asking, since)
    words = _labels().get(last.what, _("Undo the last change")) if last else _("Nothing to undo")
    if st.button(words, icon=":material/undo:", disabled=last is None, key="film_undo") and last:
        with told():
            acts.undo(*here.asking, last.id)
            done(_("Taken back."))
