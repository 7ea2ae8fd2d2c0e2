"""The film as files: the storyboard in Word, and what editors and players open."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from ebcd.acts.exchange import file_name
from ebcd.acts.film import Film
from ebcd.acts.film_export import MEDIA_TYPES, export_film
from ebcd.acts.leaving import Leaves
from ebcd.ui import leaving
from ebcd.ui.here import Here
from ebcd.ui.plain import plain, soft
from ebcd.words import _


def show(here: Here, found: Film) -> None:
    """The files, and what is not in them."""
    if not any(True for _each in found.board.clips()):
        st.info(_("There is nothing to write yet: add clips first."))
        return
    knowingly = leaving.let_go(here, Leaves.FILM, "film")
    st.subheader(_("Storyboard in Word"))
    if found.gate.final:
        soft(_("Every clip may be shown."))
        _button(here, "docx", _("Final storyboard"), knowingly, final=True)
    else:
        soft(
            _(
                "The final storyboard waits until every clip below is approved or taken out. The "
                "draft says DRAFT on every page and is for the team alone."
            )
        )
        _button(here, "docx", _("Draft storyboard"), knowingly)
        _held(found)
    st.subheader(_("For editors and players"))
    cleared = sum(1 for _each in found.gate.cleared.clips())
    if not cleared:
        soft(_("No clip is approved yet, so nothing can leave."))
        return
    soft(
        _("These hold approved clips only: {n} of {all}. Put them beside the recordings.").format(
            n=cleared, all=sum(1 for _each in found.board.clips())
        )
    )
    labels = {
        "csv": _("Table (CSV)"),
        "srt": _("Captions (SRT)"),
        "vtt": _("Captions (VTT)"),
        "otio": _("Resolve, Kdenlive (OTIO)"),
        "edl": _("Premiere, Avid, Resolve (EDL)"),
        "fcpxml": _("Final Cut (FCPXML)"),
        "mlt": _("Shotcut (MLT)"),
    }
    with st.container(horizontal=True):
        for ending, label in labels.items():
            _button(here, ending, label, knowingly)


def _button(here: Here, ending: str, label: str, knowingly: bool, *, final: bool = False) -> None:
    draft = ending == "docx" and not final
    name = file_name(here.study.name, "storyboard-DRAFT" if draft else "storyboard", ending)
    st.download_button(
        label,
        _maker(here, ending, final, knowingly),
        name,
        MEDIA_TYPES[ending],
        on_click="ignore",
        icon=":material/download:",
        type="primary" if final else "secondary",
        key=f"film_file_{ending}",
    )


def _maker(here: Here, ending: str, final: bool, knowingly: bool) -> Callable[[], bytes]:
    return lambda: export_film(*here.asking, ending, final=final, knowingly=knowingly).data


def _held(found: Film) -> None:
    st.markdown(f"**{_('May not be shown yet')}**")
    for held in found.gate.held:
        st.markdown(
            f"- {_('Clip {n}').format(n=held.number)} ({plain(held.chapter)}): "
            f"{plain(held.sentence)}"
        )
