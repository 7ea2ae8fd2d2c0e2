"""Recordings: films and sound files, and which transcript each is of."""

from __future__ import annotations

from html import escape

import streamlit as st

from ebcd.acts import recordings as acts
from ebcd.acts import transcripts
from ebcd.acts.film import Film
from ebcd.store.recordings import ENDINGS, Recording
from ebcd.store.transcripts import Transcript
from ebcd.times import clock, duration, parse_clock
from ebcd.ui import film_clip, steps
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import soft
from ebcd.words import _, counted


def show(here: Here, found: Film) -> None:
    """The recordings of the study."""
    _upload(here)
    if not found.recordings:
        st.info(_("There is no recording yet. Clips can be planned without one, by their times."))
        return
    _list(found)
    _link(here, found)
    _one(here, found)


def _upload(here: Here) -> None:
    with st.form("film_upload", border=False, clear_on_submit=True):
        files = st.file_uploader(
            _("Add films or sound files"),
            type=list(ENDINGS),
            accept_multiple_files=True,
            help=_("They stay on this server, in the study's folder, and are never changed."),
        )
        if st.form_submit_button(_("Add")) and files:
            with told():
                for at, file in enumerate(files):
                    with st.spinner(_("Reading {n} of {all}…").format(n=at + 1, all=len(files))):
                        acts.add_recording(*here.asking, file, file.name)
                done(counted(len(files), "{n} recording added.", "{n} recordings added."))


def _size(recording: Recording) -> str:
    return f"{max(recording.bytes / 1e6, 0.1):,.1f} MB"


def _picture(recording: Recording) -> str:
    if recording.width is None:
        return _("sound")
    rate, _slash, below = recording.rate.partition("/")
    frames = float(rate) / float(below or 1)
    return f"{recording.width} × {recording.height}, " + _("{n} frames a second").format(
        n=f"{frames:.4g}"
    )


def _list(found: Film) -> None:
    heads = (_("Recording"), _("Length"), _("Picture"), _("Size"), _("Transcripts"))
    rows = "".join(
        f'<tr><th scope="row">{escape(each.name)}</th><td>{duration(each.duration_ms)}</td>'
        f"<td>{_picture(each)}</td><td>{_size(each)}</td>"
        f"<td>{escape(', '.join(each.transcripts.values())) or _('not linked')}</td></tr>"
        for each in found.recordings.values()
    )
    label = escape(_("Recordings"), quote=True)
    st.html(
        f'<div class="ebcd-scroll" role="region" tabindex="0" aria-label="{label}">'
        '<table class="ebcd"><thead><tr>'
        + "".join(f'<th scope="col">{head}</th>' for head in heads)
        + f"</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _link(here: Here, found: Film) -> None:
    st.subheader(_("Link a recording to a transcript"))
    listed = {
        each.id: each
        for each in transcripts.transcripts(*here.asking)
        if not each.is_field_note and not each.is_comments
    }
    if not listed:
        soft(_("There is no interview yet."))
        return
    left, right = st.columns(2)
    transcript = left.selectbox(
        _("Transcript"), list(listed), format_func=lambda each: listed[each].title
    )
    chosen = listed[transcript]
    ids = [0, *found.recordings]
    with st.form(f"link_{transcript}_{here.study.revision}", border=False):
        recording = right.selectbox(
            _("Recording"),
            ids,
            ids.index(chosen.recording_id) if chosen.recording_id in ids else 0,
            format_func=lambda each: found.recordings[each].name if each else _("None"),
            key=f"recording_of_{transcript}_{here.study.revision}",
        )
        offset = st.text_input(
            _("The transcript's 0:00 is heard in the recording at"),
            _signed(chosen.recording_offset_ms),
            help=_("Minutes and seconds, like 0:12.5; with a minus where it is before the film."),
        )
        if st.form_submit_button(_("Save the link")):
            with told():
                acts.link_recording(*here.asking, transcript, recording or None, signed_ms(offset))
                done(_("Saved."))
    _check(here, found, chosen)


def _signed(ms: int) -> str:
    tenths = f".{abs(ms) % 1000 // 100}" if ms % 1000 else ""
    return f"{'-' if ms < 0 else ''}{clock(abs(ms))}{tenths}"


def signed_ms(typed: str) -> int:
    """The milliseconds of a time that may have a minus before it. Raises BadInput otherwise."""
    typed = typed.strip().replace("−", "-")
    return -parse_clock(typed[1:]) if typed.startswith("-") else parse_clock(typed or "0")


def _check(here: Here, found: Film, chosen: Transcript) -> None:
    """Play where the transcript begins, so that a wrong offset is heard."""
    recording = found.recordings.get(chosen.recording_id or 0)
    if recording is None:
        return
    soft(_("Play it: the first words of the transcript should be heard at once."))
    film_clip.player(here.study_id, recording, at_ms=max(chosen.recording_offset_ms, 0))
    if chosen.length_ms is None:
        soft(_("This transcript has no times yet: mark at the coding desk when its turns begin."))
    label = _("Play along at the coding desk")
    steps.link("coding", here.study_id, label=label, transcript=chosen.id)


def _one(here: Here, found: Film) -> None:
    with st.expander(_("Delete a recording"), icon=":material/delete:"):
        recording = st.selectbox(
            _("Which one"),
            list(found.recordings),
            format_func=lambda each: found.recordings[each].name,
        )
        sure = st.checkbox(
            _(
                "Delete the file for good. Clips keep their words and times; approvals of what was "
                "shown from it count again once the same file is back."
            ),
            key=f"sure_recording_{recording}",
        )
        if st.button(_("Delete the recording"), disabled=not sure):
            with told():
                acts.delete_recording(*here.asking, recording)
                done(_("The recording is deleted."))
