"""Correcting what a transcript says: find a turn, change the text, see what becomes of it, save.

A few turns, or all of them, are one plain text with a turn on each line, so that words are
corrected, turns divided, joined, put in, left out and given to another speaker in the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from ebcd.acts import transcripts as transcript_acts
from ebcd.acts import versions as acts
from ebcd.acts.transcripts import Looked
from ebcd.acts.versions import LONGEST_REASON, Preview, Text
from ebcd.errors import WorkbenchError
from ebcd.store.foresight import Foreseen, Touched
from ebcd.store.transcripts import Transcript
from ebcd.store.versions import NewVersion
from ebcd.text import shorten
from ebcd.transcripts.correcting import NOBODY, Said, as_plain, from_plain, said
from ebcd.ui import differing, steps
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.words import _, counted

_MOST_HITS = 20
_SEEN = "correction_seen"


def asked_turn() -> int | None:
    """The turn that the address names (`turn`, a position from 0), or None."""
    named = st.query_params.get("turn", "")
    return int(named) if named.isdigit() and len(named) < 7 else None


def show(here: Here, transcript: Transcript) -> None:
    """The part of the page where the words are corrected."""
    with st.expander(
        _("Correct the words"), key=f"correct_{transcript.id}", on_change="rerun"
    ) as opened:
        if opened.open:
            _ways(here, transcript, None)


def alone(here: Here, transcript: Transcript, asked: int) -> None:
    """The words of one transcript from the turn `asked` on, with nothing else on the page."""
    st.header(_("Correct “{title}”").format(title=plain(transcript.title)))
    left, right = st.columns(2)
    with left:
        steps.link(
            "coding", here.study_id, label=_("Back to the coding desk"), transcript=transcript.id
        )
    with right:
        steps.link(
            "transcripts", here.study_id, label=_("All transcripts"), transcript=transcript.id
        )
    _ways(here, transcript, asked)


def _ways(here: Here, transcript: Transcript, asked: int | None) -> None:
    text = acts.text(*here.asking, transcript.id)
    ways = [_("Some turns, or all"), _("A corrected file")]
    way = st.segmented_control(
        _("What do you correct with?"), ways, default=ways[0], key=f"way_{transcript.id}"
    )
    if way == ways[1]:
        _file(here, transcript, text)
    else:
        _some_turns(here, transcript, text, asked)


def _some_turns(here: Here, transcript: Transcript, text: Text, asked: int | None) -> None:
    key = f"{transcript.id}_{text.version}"
    first, last = _range(text, asked, key)
    seen = said(text.turns[first : last + 1])
    labels = [speaker.label for speaker in transcript.speakers]
    with st.form(f"words_{key}_{first}_{last}", border=False):
        new = st.text_area(
            _("What is said"),
            as_plain(text.turns[first : last + 1]) if seen else "",
            height="content" if last - first < 3 else 420,
            key=f"area_{key}_{first}_{last}",
            help=_plain_help(bool(labels)),
        )
        if labels:
            soft(
                _(
                    "One turn a line, beginning with who says it. A new line with a name divides a "
                    "turn; a line without a name goes on with the one above; an emptied line goes."
                )
            )
        else:
            soft(_("One turn a line. A new line divides a turn; an emptied line goes."))
        name = st.text_input(
            _("A speaker who has no line in it yet (if you need one)"),
            max_chars=120,
            key=f"new_name_{key}",
        )
        pressed = st.form_submit_button(_("See what changes"), icon=":material/difference:")
    if pressed:
        known = [*labels, name.strip()] if name.strip() else labels
        st.session_state[_SEEN] = (key, first, seen, from_plain(new, known))
    kept = st.session_state.get(_SEEN)
    if kept and kept[0] == key and kept[1:3] == (first, seen):
        _preview_turns(here, transcript, text, first, seen, kept[3])


def _plain_help(named: bool) -> str | None:
    if not named:
        return None
    return _("Before a line that nobody is named for stands “{sign}:”.").format(sign=NOBODY)


def _range(text: Text, asked: int | None, key: str) -> tuple[int, int]:
    """The first and last turn to correct, as positions from 0."""
    most = len(text.turns)
    find = st.text_input(
        _("Find a turn by words in it"),
        key=f"find_{key}",
        placeholder=_("Words as they stand in the text"),
    )
    start = min(asked or 0, most - 1)
    if find.strip():
        hits = _hits(text, find)
        if not hits:
            st.info(_("These words stand in no turn: try fewer of them."))
        else:
            start = st.selectbox(
                counted(len(hits), "{n} turn has them", "{n} turns have them"),
                hits[:_MOST_HITS],
                format_func=lambda at: f"{at + 1}: {_start_of(text, at)}",
                key=f"hit_{key}_{find}",
            )
    left, right = st.columns(2)
    first = left.number_input(_("From turn"), 1, most, start + 1, key=f"from_{key}_{start}_{find}")
    last = right.number_input(
        _("To turn"), first, most, max(first, start + 1), key=f"to_{key}_{first}_{find}"
    )
    return first - 1, last - 1


def _hits(text: Text, find: str) -> list[int]:
    wanted = " ".join(find.split()).casefold()
    return [at for at, turn in enumerate(text.turns) if wanted in turn.text.casefold()]


def _start_of(text: Text, at: int) -> str:
    turn = text.turns[at]
    return f"{turn.speaker or ''} {turn.text[:70]}".strip()


def _preview_turns(
    here: Here,
    transcript: Transcript,
    text: Text,
    first: int,
    seen: Sequence[Said],
    becomes: Sequence[Said],
) -> None:
    with told():
        whole = acts.with_turns(text, first, seen, becomes)
        preview = acts.preview(*here.asking, transcript.id, text.version, whole)
        why = _shown(preview, f"{transcript.id}_{text.version}")
        if why is not None:
            new = acts.correct_turns(*here.asking, transcript.id, first, seen, becomes, why)
            _saved(new)


def _shown(preview: Preview, key: str) -> str | None:
    """What would change; the reason where the person saves it, else None."""
    with st.container(border=True):
        st.markdown(f"**{_('What changes')}**")
        if not preview.differences:
            st.info(_("Nothing is changed yet."))
            return None
        differing.show(preview.differences, key)
        _foreseen(preview.foreseen)
        why = st.text_input(
            _("Why (for the history; may be left empty)"),
            max_chars=LONGEST_REASON,
            placeholder=_("Misheard words, checked with the recording"),
            key=f"why_{key}",
        )
        pressed = st.button(
            _("Save as a new version"), type="primary", icon=":material/save:", key=f"save_{key}"
        )
    return why if pressed else None


def _foreseen(foreseen: Foreseen) -> None:
    """What becomes of all that hangs on the text."""
    st.markdown(f"**{_('What hangs on the text')}**")
    said_ = [counted(foreseen.same, "{n} keeps its words.", "{n} keep their words.")]
    if foreseen.reworded:
        said_.append(
            counted(
                len(foreseen.reworded),
                "{n} goes to the corrected words.",
                "{n} go to the corrected words.",
            )
        )
    if foreseen.lost:
        said_.append(
            counted(
                len(foreseen.lost),
                "{n} cannot be carried and will wait to be placed anew.",
                "{n} cannot be carried and will wait to be placed anew.",
            )
        )
    st.write(" ".join(said_))
    _touched(_("To the corrected words"), foreseen.reworded)
    _touched(_("Cannot be carried"), foreseen.lost)


def _touched(title: str, rows: Sequence[Touched]) -> None:
    if not rows:
        return
    items = "".join(
        f"<li>{escape(kind_of(each.kind, each.code))}: “{escape(shorten(each.was, 200))}”"
        + (f" → “{escape(shorten(each.now, 200))}”" if each.now else "")
        + "</li>"
        for each in rows
    )
    st.html(f"<p><strong>{escape(title)}</strong></p><ul>{items}</ul>")


def kind_of(kind: str, code: str) -> str:
    """What something that hangs on a text is called; a coding by its code."""
    names = {"withheld": _("“Do not use” mark"), "clip": _("Clip"), "memo": _("Memo")}
    return names.get(kind, code or _("Coding"))


def _saved(new: NewVersion) -> None:
    st.session_state.pop(_SEEN, None)
    said_ = _("Version {n} is saved.").format(n=new.number)
    if new.waiting:
        said_ += " " + counted(
            len(new.waiting), "{n} coding waits to be placed.", "{n} codings wait to be placed."
        )
    done(said_)


def _file(here: Here, transcript: Transcript, text: Text) -> None:
    """A corrected file that takes the place of the text."""
    key = f"{transcript.id}_{text.version}"
    file = st.file_uploader(_("The corrected file"), key=f"corrected_{key}")
    if file is None:
        soft(_("The same interview, corrected elsewhere: its words take the place of these."))
        return
    looked = transcript_acts.look_at(*here.asking, file.name, file.getvalue())
    if looked.reading is None:
        st.error(plain(looked.error or ""))
        return
    labels = _labels(transcript, looked, key)
    with told():
        try:
            preview = acts.preview_file(*here.asking, transcript.id, looked, labels)
        except WorkbenchError as problem:
            st.error(plain(str(problem)))
            return
        why = _shown(preview, f"file_{key}")
        if why is not None:
            new = acts.replace_with_file(
                *here.asking, transcript.id, text.version, looked, labels, why
            )
            _saved(new)


def _labels(transcript: Transcript, looked: Looked, key: str) -> dict[str, str]:
    """Who the speakers of the file are here: by name where it is the same, else as chosen."""
    assert looked.reading is not None
    known = [speaker.label for speaker in transcript.speakers]
    labels: dict[str, str] = {}
    strange = [label for label in looked.reading.speakers if label not in known]
    for at, label in enumerate(strange):
        labels[label] = st.selectbox(
            _("Who is “{name}” in the file?").format(name=plain(label)),
            [*known, label] if known else [label],
            min(at, len(known) - 1) if known else 0,
            key=f"who_{key}_{at}",
        )
    return labels
