"""The transcripts page: import, the list of the study's transcripts, and one of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

import streamlit as st

from ebcd.acts import comments, people
from ebcd.acts import transcripts as acts
from ebcd.acts import waiting as waiting_acts
from ebcd.acts.access import May
from ebcd.acts.speakers import SpeakerChoice, correct_speakers, give_turns
from ebcd.errors import BadInput
from ebcd.store.transcripts import FIELD_NOTE, INTERVIEW, Goes, Transcript, Version
from ebcd.times import duration
from ebcd.ui import (
    correcting,
    import_comments,
    importing,
    speakers,
    steps,
    turns,
    versions,
    waiting,
)
from ebcd.ui.here import Here, done, told
from ebcd.ui.importing import kind_words
from ebcd.ui.tables import Cell, Drawn, Looks, table
from ebcd.words import _, counted


def show(here: Here) -> None:
    """The page."""
    st.title(_("Transcripts"))
    turns.style()
    if _correcting(here):
        return
    if here.may(May.TRANSCRIPTS):
        importing.show(here)
    everything = acts.transcripts(*here.asking)
    st.header(_("In this study"))
    if not everything:
        st.info(_("There is no transcript yet. Drop the files of your interviews above."))
        return
    _list(here, everything)
    _one(here, everything)


def _correcting(here: Here) -> bool:
    """Show one turn to be corrected, where the address names it; whether that was so."""
    turn, named = correcting.asked_turn(), st.query_params.get("transcript", "")
    if turn is None or not here.may(May.TRANSCRIPTS):
        return False
    found = next((t for t in acts.transcripts(*here.asking) if str(t.id) == named), None)
    if found is None:
        return False
    correcting.alone(here, found, turn)
    waiting.show(here, found)
    return True


def _list(here: Here, everything: Sequence[Transcript]) -> None:
    heads = [
        _("Title"),
        _("Kind"),
        _("People"),
        _("Words"),
        _("Turns"),
        _("Length"),
        _("Codings"),
    ]
    waits = waiting_acts.waiting_counts(*here.asking)
    rows = [_row(here, each, waits.get(each.id, 0)) for each in everything]
    table(_("In this study"), heads, rows, Looks(cards=True))


def _row(here: Here, each: Transcript, waits: int) -> tuple[Cell, ...]:
    address = steps.address("coding", here.study_id, transcript=each.id)
    link = f'<a href="{escape(address)}" target="_self">{escape(each.title)}</a>'
    return (
        Drawn(link),
        kind_words(each.kind),
        _people(each),
        each.words,
        each.turns,
        duration(each.length_ms) if each.length_ms else _("no times"),
        f"{each.codings:,}" + (counted(waits, ", {n} waits", ", {n} wait") if waits else ""),
    )


def _people(each: Transcript) -> str:
    if each.is_comments:
        return _("People who left a comment")
    known = dict.fromkeys(speaker.pseudonym for speaker in each.speakers if speaker.pseudonym)
    strangers = [s for s in each.speakers if not s.pseudonym and not s.interviews]
    named = [name for name in known if name]
    if strangers:
        named.append(counted(len(strangers), "{n} not linked", "{n} not linked"))
    return ", ".join(named)


def _one(here: Here, everything: Sequence[Transcript]) -> None:
    st.header(_("One transcript"))
    by_id = {each.id: each for each in everything}
    named = st.query_params.get("transcript", "")
    at = list(by_id).index(int(named)) if named.isdigit() and int(named) in by_id else 0
    chosen = st.selectbox(
        _("Transcript"),
        list(by_id),
        at,
        format_func=lambda each: by_id[each].title,
        key=f"transcript_{named}",
    )
    if str(chosen) != named:
        st.query_params["transcript"] = str(chosen)
        if named:
            st.rerun()
    transcript = by_id[chosen]
    steps.link("coding", here.study_id, label=_("Open on the coding desk"), transcript=chosen)
    waiting.show(here, transcript)
    if here.may(May.TRANSCRIPTS):
        correcting.show(here, transcript)
        _details(here, transcript)
        _speakers(here, transcript)
    _turns(here, transcript)
    versions.show(here, transcript)
    if here.may(May.TRANSCRIPTS):
        _delete(here, transcript)


def _details(here: Here, transcript: Transcript) -> None:
    with st.expander(_("Title, kind and where it came from")):
        with st.form(f"details_{transcript.id}", border=False):
            title = st.text_input(_("Title"), transcript.title, max_chars=200)
            if transcript.is_comments:
                _of_comments(here, transcript, title)
            else:
                _kind(here, transcript, title)
        source = _("Read from {file} ({format}).").format(
            file=transcript.source_name, format=transcript.source_format
        )
        st.html(f'<p class="ebcd-soft">{escape(source)}</p>')
        turns.problems(transcript.problems)


def _kind(here: Here, transcript: Transcript, title: str) -> None:
    kinds = [INTERVIEW, FIELD_NOTE]
    kind = st.radio(
        _("Kind"),
        kinds,
        kinds.index(transcript.kind),
        format_func=kind_words,
        horizontal=True,
    )
    if st.form_submit_button(_("Save")):
        with told():
            acts.describe_transcript(*here.asking, transcript.id, title=title, kind=kind)
            done(_("Saved."))


def _of_comments(here: Here, transcript: Transcript, title: str) -> None:
    """Whether the comments may be quoted, and what the table says of them."""
    quote = st.checkbox(_("These people agreed to be quoted without a name"), transcript.may_quote)
    if st.form_submit_button(_("Save")):
        with told():
            comments.describe_comments(*here.asking, transcript.id, title=title, may_quote=quote)
            done(_("Saved."))
    import_comments.attributes(comments.attribute_counts(*here.asking, transcript.id))


def _speakers(here: Here, transcript: Transcript) -> None:
    if transcript.is_field_note or transcript.is_comments:
        return
    with st.expander(
        _("Speakers, and who they are"), key=f"speakers_{transcript.id}", on_change="rerun"
    ) as opened:
        if not opened.open:
            return
        _found, version = acts.transcript(*here.asking, transcript.id)
        words = _words(transcript, version)
        choices = [
            SpeakerChoice(s.label, s.label, s.interviews, s.participant_id)
            for s in transcript.speakers
        ]
        if None in words:
            choices.append(SpeakerChoice(None, _("Speaker")))
        key = f"in_{transcript.id}_{here.study.revision}"
        with st.form(key, border=False):
            corrected = speakers.rows(choices, words, people.participants(*here.asking), key)
            if st.form_submit_button(_("Save the speakers"), type="primary"):
                with told():
                    correct_speakers(*here.asking, transcript.id, corrected)
                    done(_("Saved."))
        if transcript.speakers:
            _give(here, transcript)


def _words(transcript: Transcript, version: Version) -> dict[str | None, int]:
    """How many words each speaker says."""
    labels = {speaker.id: speaker.label for speaker in transcript.speakers}
    words: dict[str | None, int] = {speaker.label: 0 for speaker in transcript.speakers}
    for turn in version.turns:
        label = labels.get(turn.speaker_id) if turn.speaker_id is not None else None
        said = len(version.text[turn.span.start : turn.span.end].split())
        words[label] = words.get(label, 0) + said
    return words


def _give(here: Here, transcript: Transcript) -> None:
    """Correct who says single turns."""
    with st.form(f"give_{transcript.id}", border=False):
        st.markdown(f"**{_('A turn is under the wrong name')}**")
        numbers_column, label_column = st.columns(2)
        numbers = numbers_column.text_input(
            _("Numbers of the turns"), placeholder="4, 7-9", help=_("As they stand below.")
        )
        label = label_column.selectbox(
            _("Was said by"), [speaker.label for speaker in transcript.speakers]
        )
        if st.form_submit_button(_("Correct these turns")):
            with told():
                positions = numbered(numbers, transcript.turns)
                give_turns(*here.asking, transcript.id, positions, label)
                done(_("Corrected."))


def numbered(text: str, most: int) -> list[int]:
    """Positions (from 0) of the turns that a text like `4, 7-9` numbers from 1.

    Raises BadInput for anything else, and for numbers past `most`.
    """
    positions: list[int] = []
    for part in filter(None, (each.strip() for each in text.split(","))):
        match = re.fullmatch(r"(\d{1,6})(?:\s*[-–]\s*(\d{1,6}))?", part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= first <= last <= most:
            raise BadInput(
                f"“{part}” is no number of a turn: write them like 4, 7-9, up to {most}."
            )
        positions += range(first - 1, last)
    if not positions:
        raise BadInput("Say which turns: write their numbers like 4, 7-9.")
    return positions


def _turns(here: Here, transcript: Transcript) -> None:
    with st.expander(_("Read it"), key=f"read_{transcript.id}", on_change="rerun") as opened:
        if not opened.open:
            return
        found, version = acts.transcript(*here.asking, transcript.id)
        labels = {speaker.id: speaker.label for speaker in found.speakers}
        turns.preview(
            [
                (
                    labels.get(turn.speaker_id) if turn.speaker_id is not None else None,
                    turn.start_ms,
                    version.text[turn.span.start : turn.span.end],
                )
                for turn in version.turns
            ],
            f"stored_{transcript.id}",
        )


def _delete(here: Here, transcript: Transcript) -> None:
    with st.expander(_("Delete"), key=f"gone_{transcript.id}", on_change="rerun") as opened:
        if not opened.open:
            return
        goes = acts.what_goes(*here.asking, transcript.id)
        st.write(_goes(goes, transcript.title))
        sure = st.checkbox(
            _("Delete it. This cannot be undone."), key=f"sure_delete_{transcript.id}"
        )
        if st.button(
            _("Delete the transcript"),
            disabled=not sure,
            icon=":material/delete:",
            key=f"delete_{transcript.id}",
        ):
            with told():
                acts.delete_transcript(*here.asking, transcript.id, expecting=goes)
                st.query_params.pop("transcript", None)
                done(_("Deleted."))


def _goes(goes: Goes, title: str) -> str:
    if goes == Goes(0, 0, 0, 0):
        return _("No work has been done on “{title}” yet.").format(title=title)
    return (
        _("With “{title}” go:").format(title=title)
        + " "
        + counted(goes.codings, "{n} coding", "{n} codings")
        + ", "
        + counted(goes.clips, "{n} clip", "{n} clips")
        + ", "
        + counted(goes.memos, "{n} memo", "{n} memos")
        + ", "
        + counted(goes.withheld, "{n} “do not use” mark", "{n} “do not use” marks")
        + "."
    )
