"""The film as files: the storyboard in Word, and what editors and players open."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from ebcd.acts import recordings
from ebcd.acts.film import Film
from ebcd.acts.film_export import MEDIA_TYPES, export_film, stem_of
from ebcd.acts.leaving import Leaves
from ebcd.film.approval import gate
from ebcd.film.showing import FOR, SHOWINGS, missing
from ebcd.people import Use
from ebcd.text import file_name
from ebcd.ui import film_cut, leaving
from ebcd.ui.here import Here
from ebcd.ui.plain import plain, soft
from ebcd.web.media import file_address
from ebcd.words import _, counted


def show(here: Here, found: Film) -> None:
    """The files, and what is not in them."""
    if not any(True for _each in found.board.clips()):
        st.info(_("There is nothing to write yet: add clips first."))
        return
    knowingly = leaving.let_go(here, Leaves.FILM, "film")
    st.header(_("Storyboard in Word"))
    if found.gate.final:
        soft(_("Every clip may be shown."))
        _button(here, found, "docx", _("Final storyboard"), knowingly, final=True)
    else:
        soft(
            _(
                "The final storyboard waits until every clip below is approved or taken out. The "
                "draft says DRAFT on every page and is for the team alone."
            )
        )
        _button(here, found, "docx", _("Draft storyboard"), knowingly)
        _held(found)
    film_cut.show(here, found, knowingly)
    _to_be_shown(here, found, knowingly)
    st.header(_("For editors and players"))
    cleared = sum(1 for _each in found.gate.cleared.clips())
    if not cleared:
        soft(_("No clip is approved yet, so nothing can leave."))
        return
    said = _("These hold approved clips only: {n} of {all}. Put them beside the recordings.")
    said = said.format(n=cleared, all=sum(1 for _each in found.board.clips()))
    if not found.stands.agreed:
        said += " " + _("Until the patients have agreed, they say “for the patients' own event”.")
    soft(said)
    _disguised(found)
    _file_names(here, found)
    labels = {
        "csv": _("Table (CSV)"),
        "srt": _("Captions (SRT)"),
        "vtt": _("Captions (VTT)"),
        "otio": _("Resolve, Kdenlive (OTIO)"),
        "edl": _("Premiere, Avid, Resolve (EDL)"),
        "xml": _("Premiere, Resolve (FCP7 XML)"),
        "fcpxml": _("Final Cut (FCPXML)"),
        "mlt": _("Shotcut (MLT)"),
    }
    with st.container(horizontal=True):
        for ending, label in labels.items():
            _button(here, found, ending, label, knowingly)


def _to_be_shown(here: Here, found: Film, knowingly: bool) -> None:
    """What goes with the film when it is shown: to whom, what is missing, and the files."""
    st.header(_("To go with the film"))
    showing = st.selectbox(
        _("Who is shown the film"),
        SHOWINGS,
        format_func=lambda each: _(FOR[each]).capitalize(),
        key="film_showing",
    )
    wanting = missing(found.stands, showing)
    if wanting:
        st.warning(plain(_(wanting)), icon=":material/pending:")
        return
    decided = gate(found.board, showing)
    clips = sum(1 for _each in decided.cleared.clips())
    if not clips:
        soft(_("No clip may be shown there yet."))
        return
    soft(
        counted(clips, "{n} clip may be shown there.", "{n} clips may be shown there.")
        + " "
        + _("People are called as they chose.")
    )
    for held in decided.held:
        soft(_("Clip {n}").format(n=held.number) + f": {_(held.sentence)}")
    labels = {
        "docx": _("The film on paper (Word)"),
        "srt": _("Its captions (SRT)"),
        "vtt": _("Its captions (VTT)"),
    }
    with st.container(horizontal=True):
        for ending, label in labels.items():
            st.download_button(
                label,
                partial(_data, here, found, ending, knowingly, showing),
                file_name(here.study.name, stem_of(found, showing), ending),
                MEDIA_TYPES[ending],
                on_click="ignore",
                icon=":material/download:",
                key=f"film_shown_{showing}_{ending}",
            )


def _data(here: Here, found: Film, ending: str, knowingly: bool, showing: Use) -> bytes:
    return export_film(
        *here.asking, ending, knowingly=knowingly, version=found.version.id, showing=showing
    ).data


def _disguised(found: Film) -> None:
    clips = [clip for _c, clip in found.gate.cleared.clips() if clip.disguise]
    if clips:
        soft(
            counted(
                len(clips),
                "{n} clip is disguised: the files below keep its place and do not name its "
                "recording. Take it from the rough cut.",
                "{n} clips are disguised: the files below keep their places and do not name their "
                "recordings. Take them from the rough cut.",
            )
        )


def _file_names(here: Here, found: Film) -> None:
    """Recordings are found by their files' names, which an editor's program shows."""
    told = recordings.outside_names(*here.asking)
    if not told:
        return
    soft(
        _(
            "The names of these recordings hold a pseudonym, so the files below call them by a "
            "number. Save them under that name, and put them beside the file."
        )
    )
    with st.container(horizontal=True):
        for name, number in told.items():
            st.link_button(
                _("Save {own} as {name}").format(
                    own=plain(found.recordings[number].name), name=plain(name)
                ),
                file_address(here.study_id, number, save=True),
                icon=":material/download:",
            )


def _button(
    here: Here, found: Film, ending: str, label: str, knowingly: bool, *, final: bool = False
) -> None:
    draft = ending == "docx" and not final
    stem = stem_of(found, None, ending) + ("-DRAFT" if draft else "")
    st.download_button(
        label,
        _maker(here, found, ending, final, knowingly),
        file_name(here.study.name, stem, ending),
        MEDIA_TYPES[ending],
        on_click="ignore",
        icon=":material/download:",
        type="primary" if final else "secondary",
        key=f"film_file_{ending}",
    )


def _maker(
    here: Here, found: Film, ending: str, final: bool, knowingly: bool
) -> Callable[[], bytes]:
    version = found.version.id
    return lambda: (
        export_film(*here.asking, ending, final=final, knowingly=knowingly, version=version).data
    )


def _held(found: Film) -> None:
    st.markdown(f"**{_('May not be shown yet')}**")
    for held in found.gate.held:
        st.markdown(
            f"- {_('Clip {n}').format(n=held.number)} ({plain(held.chapter)}): "
            f"{plain(held.sentence)}"
        )
