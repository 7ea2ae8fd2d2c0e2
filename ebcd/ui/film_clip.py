"""One clip, opened: play it, trim it, note on it, and record what the people in it said."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from ebcd.acts import film as acts
from ebcd.acts import film_answers
from ebcd.acts.film import Film
from ebcd.acts.film_answers import WAYS
from ebcd.film.approval import covers
from ebcd.film.storyboard import Answer, Appearance, Chapter, Clip, ClipKind, Tone
from ebcd.store.recordings import Recording
from ebcd.times import clock, duration, long_date, parse_clock
from ebcd.ui import film_archive, film_captions, film_trimming, steps
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.web.media import file_address
from ebcd.words import _, counted

_ANSWERS = (Answer.APPROVED, Answer.ASKED, Answer.LEAVE_OUT, Answer.REFUSED)


@st.dialog("Clip", width="large")
def opened(here: Here, found: Film, chapter: Chapter, clip: Clip) -> None:
    """Everything about one clip."""
    st.header(plain(f"{chapter.name}: {clip.speakers or _(clip.kind.label)}"))
    if clip.withheld:
        st.warning(_("A part of it is marked “do not use”: it is shown nowhere. Take it out."))
    else:
        st.html(f'<blockquote class="ebcd">{escape(clip.words)}</blockquote>')
        _play(here, found, clip)
    if clip.kind is ClipKind.CLIP and not clip.withheld:
        _approvals(here, clip)
        if clip.recording not in found.recordings:
            _trim(here, clip)
        film_captions.show(here, clip)
    if clip.kind is ClipKind.ARCHIVE:
        film_archive.opened(here, clip)
    _note(here, clip)
    _elsewhere(here, found, chapter, clip)


def player(study_id: int, recording: Recording, at_ms: int = 0) -> None:
    """A player of our own recordings."""
    address = file_address(study_id, recording.id)
    if at_ms:
        address += f"#t={at_ms / 1000:.3f}"
    label = escape(_("Player: {name}").format(name=recording.name), quote=True)
    tag, size = ("video", "max-width:40rem;background:#000;") if recording.width else ("audio", "")
    st.html(
        f'<{tag} controls preload="metadata" src="{address}" aria-label="{label}" '
        f'style="width:100%;{size}"></{tag}>'
    )


def _play(here: Here, found: Film, clip: Clip) -> None:
    if clip.kind is not ClipKind.CLIP:
        return
    times = _("{start} to {end}, {length}").format(
        start=clock(clip.stretch.in_ms),
        end=clock(clip.stretch.out_ms),
        length=duration(clip.length_ms),
    )
    soft(times)
    recording = found.recordings.get(clip.recording or 0)
    if recording is None:
        soft(_("No recording is linked to its transcript: add it under “Recordings” to play it."))
    else:
        film_trimming.show(here, recording, clip)


def _approvals(here: Here, clip: Clip) -> None:
    st.markdown(f"**{_('Consent and approval')}**")
    if not clip.people:
        soft(
            _("Nobody in it is linked to a participant: link the speaker on the transcripts page.")
        )
    for person in clip.people:
        st.html(f"<p style='margin:0'>{_said(clip, person)}</p>")
    if not clip.people:
        return
    with st.form(f"approve_{clip.id}", border=False):
        names = {person.participant: person.pseudonym for person in clip.people}
        who = next(iter(names))
        if len(names) > 1:
            who = st.selectbox(_("Who answered"), list(names), format_func=names.__getitem__)
        answer = st.radio(
            _("What they said of this clip, as it is now"),
            _ANSWERS,
            index=None,  # nobody's approval is a slip of the mouse
            format_func=lambda each: _(each.label),
            horizontal=True,
        )
        left, right = st.columns(2)
        on = left.date_input(_("On"), date.today(), max_value=date.today(), format="DD/MM/YYYY")
        how = right.selectbox(
            _("How it was given"),
            WAYS,
            index=None,
            accept_new_options=True,
            placeholder=_("Choose, or type another way"),
        )
        leave_out = st.text_input(_("What to leave out, in their words"))
        pressed = st.form_submit_button(_("Record the answer"), type="primary")
        if pressed and answer is None:
            st.warning(_("Choose what they said of the clip first."))
        elif pressed and answer is not None:
            with told():
                film_answers.record_answers(
                    *here.asking, who, {clip.id: (answer, leave_out)}, on, str(how or "")
                )
                done(_("The answer is recorded."))
    _answered(here, clip)


def _answered(here: Here, clip: Clip) -> None:
    """Every answer that was given, the newest first, and who recorded it."""
    said = film_answers.answers_to(*here.asking, clip.id)
    if not said:
        return
    with st.expander(counted(len(said), "{n} answer recorded", "{n} answers recorded")):
        for each in said:
            parts = [_(each.approval.answer.label), each.approval.how, each.approval.note]
            if each.approval.on is not None:
                parts.insert(1, long_date(each.approval.on))
            parts.append(_("recorded by {name}").format(name=each.approval.by or _("command line")))
            words = " · ".join(part for part in parts if part)
            st.markdown(f"- {plain(each.pseudonym)}: {plain(words)}")


def _said(clip: Clip, person: Appearance) -> str:
    """What one person said, by sign and in words."""
    said = person.approval
    parts = [
        _("consents to the film") if person.consents else _("does not consent to the film"),
        _(said.answer.label).lower(),
    ]
    if said.on is not None:
        parts.append(long_date(said.on))
    parts += [escape(each) for each in (said.how, said.note) if each]
    if said.answer is Answer.APPROVED and not covers(person, clip):
        parts.append(_("the clip is now longer or other than what they approved"))
    good = person.consents and said.answer is Answer.APPROVED and covers(person, clip)
    sign = f'<span aria-hidden="true">{"✓" if good else "⊘"}</span>'
    return f"{sign} <strong>{escape(person.pseudonym)}</strong>: {' · '.join(parts)}"


def _fine_clock(ms: int) -> str:
    """A time to the tenth of a second, as it can be typed back."""
    return f"{clock(ms)}.{ms % 1000 // 100}"


def _trim(here: Here, clip: Clip) -> None:
    with st.form(f"trim_{clip.id}", border=False):
        left, right = st.columns(2)
        begins = left.text_input(_("In"), _fine_clock(clip.stretch.in_ms))
        ends = right.text_input(_("Out"), _fine_clock(clip.stretch.out_ms))
        soft(
            _(
                "Minutes and seconds, like 2:05.5. The words follow; a longer clip needs a new "
                "approval."
            )
        )
        if st.form_submit_button(_("Trim")):
            with told():
                acts.trim(
                    *here.asking,
                    clip.id,
                    _kept(begins, clip.stretch.in_ms),
                    _kept(ends, clip.stretch.out_ms),
                )
                done(_("Trimmed."))


def _kept(typed: str, was: int) -> int:
    """The time that was typed; to the millisecond as it was where nobody touched it."""
    return was if typed.strip() == _fine_clock(was) else parse_clock(typed)


def _note(here: Here, clip: Clip) -> None:
    with st.form(f"note_{clip.id}", border=False):
        note = st.text_area(_("Note for whoever edits"), clip.note, height=80)
        tones = list(Tone)
        tone = st.radio(
            _("It tells of something that went"),
            tones,
            tones.index(clip.tone),
            format_func=lambda each: _(each.label),
            horizontal=True,
        )
        if st.form_submit_button(_("Save the note")):
            with told():
                acts.note_clip(*here.asking, clip.id, note, Tone(tone))
                done(_("Saved."))


def _elsewhere(here: Here, found: Film, chapter: Chapter, clip: Clip) -> None:
    others = {each.id: each.name for each in found.board.chapters if each.id != chapter.id}
    if others:
        with st.form(f"put_{clip.id}", border=False):
            target = st.selectbox(
                _("Move to another chapter"), list(others), format_func=others.__getitem__
            )
            if st.form_submit_button(_("Move")):
                with told():
                    acts.put_clip(*here.asking, clip.id, target)
                    done(_("Moved to the end of that chapter."))
    place = found.places.get(clip.id)
    with st.container(horizontal=True, vertical_alignment="center"):
        if place is not None:
            steps.link(
                "coding",
                here.study_id,
                label=_("Open in the transcript"),
                transcript=place.transcript,
                at=f"{place.span.start}-{place.span.end}",
            )
        if st.button(_("Take out of the film"), icon=":material/delete:", key=f"out_{clip.id}"):
            with told():
                acts.delete_clip(*here.asking, clip.id)
                done(_("Taken out. “Undo” above the storyboard puts it back."))
