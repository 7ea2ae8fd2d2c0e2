"""Recordings: films and sound files, and which transcript each is of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from ebcd.acts import recordings as acts
from ebcd.acts import transcripts
from ebcd.acts.film import Film
from ebcd.store.recording_files import Progress, Standing
from ebcd.store.recordings import Recording
from ebcd.store.transcripts import Transcript
from ebcd.times import clock, duration, parse_clock
from ebcd.ui import film_clip, film_undo, steps
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.ui.tables import Drawn, table
from ebcd.web.recording import page_address
from ebcd.words import _, counted

_CHECKED = "film_files_checked"


def show(here: Here, found: Film) -> None:
    """The recordings of the study."""
    _add(here)
    _from_server(here)
    if not found.recordings:
        st.info(_("There is no recording yet. Clips can be planned without one, by their times."))
        return
    _list(here, found)
    _link(here, found)
    _one(here, found)


def _add(here: Here) -> None:
    """The way to the page that takes files of any length."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.link_button(
            _("Add films or sound files"),
            page_address(here.study_id),
            icon=":material/upload:",
        )
        soft(
            _(
                "Of any length; what was broken off goes on. They stay on this server, in the "
                "study's folder, and are never changed."
            )
        )


def _from_server(here: Here) -> None:
    """Files that whoever runs the server has put where this study may take them from."""
    with told():
        server = acts.server_folder(*here.asking)
        if not server.known:
            return
        with st.expander(_("Take from the server's folder"), icon=":material/folder_open:"):
            if not server.files:
                soft(
                    _(
                        "There is no new film in the folder “{number}” of the server's folder for "
                        "recordings. Whoever runs the server can put files there."
                    ).format(number=here.study_id)
                )
                return
            chosen = st.multiselect(
                _("Files"),
                [each.name for each in server.files],
                format_func={
                    each.name: f"{each.name} ({_megabytes(each.bytes)})" for each in server.files
                }.__getitem__,
                help=_("They stay where they are: the study refers to them."),
                placeholder=_("Choose one or several"),
                select_all=False,
            )
            if st.button(_("Take these as recordings"), disabled=not chosen):
                _take(here, chosen)


def _take(here: Here, names: Sequence[str]) -> None:
    for name in names:
        said = _shown_progress(_("Reading {name}…").format(name=plain(name)))
        acts.add_from_server(*here.asking, name, said)
    done(counted(len(names), "{n} recording added.", "{n} recordings added."))


def _shown_progress(words: str) -> Progress:
    """A bar that says how far the reading of a file has come."""
    bar = st.progress(0.0, words)

    def said(at: int, of: int) -> None:
        bar.progress(min(at / of, 1.0), words)

    return said


def _check_files(here: Here) -> None:
    """Read every file and compare it with what it was."""
    if st.button(
        _("Check the files"),
        icon=":material/fact_check:",
        help=_("Reads every file, and finds again what was moved in the server's folder."),
    ):
        standing = acts.standings(*here.asking, said=_shown_progress(_("Reading the files…")))
        st.session_state[_CHECKED] = (here.study_id, standing)
        bad = sum(each is not Standing.HERE for each in standing.values())
        if bad:
            st.warning(
                counted(bad, "{n} file is not as it was.", "{n} files are not as they were.")
            )
        else:
            st.success(_("Every file is there, and unchanged."))


def _standings(here: Here) -> Mapping[int, Standing]:
    """How the files stand at a glance, or were found to stand on this visit."""
    seen = dict(acts.standings(*here.asking))
    study, checked = st.session_state.get(_CHECKED, (None, {}))
    if study == here.study_id:
        changed = {n for n, each in checked.items() if each is Standing.CHANGED}
        seen |= {n: Standing.CHANGED for n in changed if seen.get(n) is Standing.HERE}
    return seen


def _stands(standing: Standing) -> Drawn:
    """By sign and in words."""
    sign, words = {
        Standing.HERE: ("✓", _("there")),
        Standing.MISSING: ("⊘", _("missing: add the same file again, or check the files")),
        Standing.CHANGED: ("⊘", _("changed since it was added: put the old file back")),
    }[standing]
    return Drawn(f'<span aria-hidden="true">{sign}</span> {escape(words)}')


def _megabytes(size: int) -> str:
    return f"{size / 1e9:,.2f} GB" if size >= 1e9 else f"{max(size / 1e6, 0.1):,.1f} MB"


def _picture(recording: Recording) -> str:
    if recording.width is None:
        return _("sound")
    rate, _slash, below = recording.rate.partition("/")
    frames = float(rate) / float(below or 1)
    width, height = recording.upright or (0, 0)
    said = f"{width} × {height}, " + _("{n} frames a second").format(n=f"{frames:.4g}")
    if recording.rotation:
        said += ", " + _("turned by {n}°").format(n=recording.rotation)
    return said


def _list(here: Here, found: Film) -> None:
    standing = _standings(here)
    heads = (_("Recording"), _("Length"), _("Picture"), _("Size"), _("File"), _("Transcripts"))
    rows = [
        (
            each.name,
            duration(each.duration_ms),
            _picture(each),
            _megabytes(each.bytes),
            _stands(standing.get(each.id, Standing.MISSING)),
            ", ".join(each.transcripts.values()) or _("not linked"),
        )
        for each in found.recordings.values()
    ]
    table(_("Recordings"), heads, rows)
    _check_files(here)


def _link(here: Here, found: Film) -> None:
    st.header(_("Link a recording to a transcript"))
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
    film_undo.offer(here)
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
        _what_is_lost(found, recording)
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


def _what_is_lost(found: Film, recording: int) -> None:
    """Which clips and transcripts lose their film or sound; this cannot be taken back."""
    of = found.recordings[recording]
    clips = sum(clip.recording == recording for _chapter, clip in found.board.clips())
    titles = ", ".join(of.transcripts.values())
    lost = counted(clips, "{n} clip has no film any more", "{n} clips have no film any more")
    said = [lost] if clips else []
    if titles:
        said.append(_("these are no longer linked: {titles}").format(titles=plain(titles)))
    spoken = [chapter.spoken for chapter in found.board.chapters]
    spoken += [clip.spoken for _chapter, clip in found.board.clips()]
    if cards := spoken.count(of.sha256):
        said.append(counted(cards, "{n} spoken card is silent", "{n} spoken cards are silent"))
    if said:
        st.warning(
            _("This cannot be undone: {lost}.").format(lost="; ".join(said)),
            icon=":material/warning:",
        )
