"""Importing on the transcripts page: drop files, look at what was read, save one or all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from ebcd.acts import imports, people
from ebcd.acts import transcripts as acts
from ebcd.acts.imports import OBSERVATION, Plan
from ebcd.acts.speakers import SpeakerChoice
from ebcd.acts.transcripts import Looked
from ebcd.errors import WorkbenchError
from ebcd.exchange.other_files import Elsewhere
from ebcd.people import Group, Participant
from ebcd.store.transcripts import COMMENTS, FIELD_NOTE, INTERVIEW
from ebcd.text import sha256
from ebcd.times import duration
from ebcd.transcripts.checks import words_by_speaker
from ebcd.transcripts.encoding import ENCODINGS, is_doubtful
from ebcd.transcripts.interviewer import asking
from ebcd.ui import import_comments, speakers, turns
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain
from ebcd.ui.tables import Cell, Looks, table
from ebcd.words import _, counted

_LOOKED = "looked"
_LETTERS = "letters"
_PLANS = "plans"
_ROUND = "import_round"
_EACH = "each"
_OPENED = "opened_file"
_SAID = "import_said"


def kind_words(kind: str) -> str:
    """What a kind of transcript is called on the screen."""
    if kind == COMMENTS:
        return _("Comments")
    return _("Field note") if kind == FIELD_NOTE else _("Interview")


def show(here: Here) -> None:
    """The import part of the page."""
    number = st.session_state.setdefault(_ROUND, 0)
    _show_said()
    st.write(
        _(
            "Word, plain text, captions (VTT, SRT), PDF, ODT, RTF, Whisper and oTranscribe, as "
            "Teams, Zoom, Otter, Rev, f4, MAXQDA or NVivo write them; and tables of free-text "
            "comments (CSV, Excel). Nothing is saved before you have looked at it."
        )
    )
    given = st.file_uploader(
        _("Drop transcripts here"),
        accept_multiple_files=True,
        key=f"files_{number}",
    )
    if not given:
        for kept in (_LOOKED, _LETTERS, _PLANS, _OPENED):
            st.session_state.pop(kept, None)
        return
    files = import_comments.show(
        here, {file.file_id: (file.name, file.getvalue()) for file in given}
    )
    if not files:
        return
    chosen = st.selectbox(
        _("Who is interviewed in these files?"),
        [_EACH, *(group.value for group in Group), OBSERVATION],
        format_func=_group_words,
        help=_("A new participant is made for each file, unless its name says who it is."),
        key=f"group_{number}",
    )
    group = None if chosen == _EACH else chosen
    known = people.participants(*here.asking)
    dropped = _look(here, files)
    looked = [each for each in dropped if each.elsewhere is None]
    plans = {each.sha256: _plan(each, known, group) for each in looked}
    ready = [each for each in looked if each.reading is not None and each.already is None]
    above = st.container()  # filled after the editor, so that it knows of the latest correction
    if ready:
        plans |= _one(here, ready, plans, known, group)
    with above:
        if looked:
            _table(looked, plans)
        _not_transcripts([each for each in dropped if each.elsewhere is not None])
        if ready:
            _save_all(here, ready, plans)
    if not ready and st.button(_("Clear these files"), icon=":material/close:"):
        _clear()
        st.rerun()


def _group_words(group: str) -> str:
    if group == _EACH:
        return _("I say it for each file")
    if group == OBSERVATION:
        return _("Nobody: these are field notes of an observation")
    return _(Group(group).label)


def _look(here: Here, files: Mapping[str, tuple[str, bytes]]) -> list[Looked]:
    """What is in the files; each is read once, and the same file given twice is shown once."""
    seen: dict[str, Looked] = st.session_state.setdefault(_LOOKED, {})
    letters: dict[str, str] = st.session_state.setdefault(_LETTERS, {})
    fresh = [each for each in files if each not in seen]
    slot = st.empty()  # always there, so that nothing below moves when it is filled
    if fresh:
        for number, each in enumerate(fresh):
            name, data = files[each]
            slot.progress(number / len(fresh), _("Reading {file} …").format(file=plain(name)))
            chosen = letters.pop(sha256(data), None)
            seen[each] = acts.look_at(*here.asking, name, data, encoding=chosen)
            if chosen is not None and seen[each].reading is None:
                st.error(plain(seen[each].error or ""))
                seen[each] = acts.look_at(*here.asking, name, data)
        slot.empty()
    looked: dict[str, Looked] = {}
    for each in files:
        first = looked.setdefault(seen[each].sha256, seen[each])
        if first is not seen[each]:
            st.info(
                _("{file} is the same file as {other}: it is shown once.").format(
                    file=plain(seen[each].name), other=plain(first.name)
                )
            )
    here_already = acts.already_imported(*here.asking, list(looked))
    return [
        replace(each, already=here_already[each.sha256][1] if each.sha256 in here_already else None)
        for each in looked.values()
    ]


def _plan(looked: Looked, known: Mapping[int, Participant], group: str | None) -> Plan:
    kept: dict[str, Plan] = st.session_state.setdefault(_PLANS, {})
    return kept.get(looked.sha256) or imports.suggested_plan(looked, known, group)


def _table(looked: Sequence[Looked], plans: Mapping[str, Plan]) -> None:
    heads = [_("File"), _("State"), _("Turns"), _("Words"), _("Times"), _("Speakers")]
    rows = [_row(each, plans[each.sha256]) for each in looked]
    table(_("Files to import"), heads, rows, Looks(cards=True))


def _not_transcripts(aside: Sequence[Looked]) -> None:
    """The files that are certainly something else, and where they go."""
    if not aside:
        return
    said = []
    for elsewhere in Elsewhere:
        names = [plain(each.name) for each in aside if each.elsewhere is elsewhere]
        if names:
            said.append(f"- {', '.join(names)}: {_(elsewhere.value)}")
    st.info("\n".join([f"**{_('Not transcripts')}**", "", *said]))


def _row(looked: Looked, plan: Plan) -> tuple[Cell, ...]:
    reading = looked.reading
    if reading is None:
        return looked.name, _state(looked), "", "", "", ""
    last = max((t.end_ms or t.start_ms or 0 for t in reading.turns), default=0)
    return (
        looked.name,
        _state(looked),
        len(reading.turns),
        sum(len(turn.text.split()) for turn in reading.turns),
        duration(last) if last else _("none"),
        _speakers(plan, reading.speakers),
    )


def _state(looked: Looked) -> str:
    if looked.already is not None:
        return _("Already here, as “{title}”").format(title=looked.already)
    if looked.reading is None:
        return _("Not read.") + " " + (looked.error or "")
    found = looked.reading.problems
    if not found:
        return _("Ready")
    more = counted(len(found) - 1, "and {n} more", "and {n} more") if len(found) > 1 else ""
    return " ".join(filter(None, [_("Ready, but look:"), turns.sentence(found[0]), more]))


def _speakers(plan: Plan, labels: Sequence[str]) -> str:
    interviewers = {choice.was for choice in plan.speakers if choice.interviews}
    named = [
        _("{name} (interviews)").format(name=label) if label in interviewers else label
        for label in labels
    ]
    return ", ".join(named) or (_("none: prose") if not labels else "")


def _save_all(here: Here, ready: Sequence[Looked], plans: Mapping[str, Plan]) -> None:
    label = counted(len(ready), "Save this file", "Save all {n} files")
    if not st.button(label, type="primary", icon=":material/save:"):
        return
    bar = st.progress(0.0)
    saved, failed = 0, []
    for number, each in enumerate(ready):
        bar.progress(number / len(ready), _("Saving {file} …").format(file=plain(each.name)))
        try:
            _save(here, each, plans[each.sha256], ready)
            saved += 1
        except WorkbenchError as error:
            failed.append(f"{each.name}: {error}")
    _clear()
    st.session_state[_SAID] = failed
    done(counted(saved, "{n} transcript saved.", "{n} transcripts saved."))


def _save(here: Here, looked: Looked, plan: Plan, among: Sequence[Looked]) -> int:
    choices = plan.speakers if plan.kind == INTERVIEW else ()
    return acts.import_reading(
        *here.asking,
        looked,
        title=plan.title,
        kind=plan.kind,
        speakers=choices,
        avoid=imports.pseudonyms_in(each.name for each in among),
    )


def _clear() -> None:
    """Forget the files: the uploader starts anew under another key."""
    st.session_state[_ROUND] += 1
    for kept in (_LOOKED, _LETTERS, _PLANS, _OPENED):
        st.session_state.pop(kept, None)


def _show_said() -> None:
    for sentence in st.session_state.pop(_SAID, ()):
        st.error(plain(sentence))


def _one(
    here: Here,
    ready: Sequence[Looked],
    plans: Mapping[str, Plan],
    known: Mapping[int, Participant],
    group: str | None,
) -> dict[str, Plan]:
    """One file: its title, letters, speakers and first turns. Returns its plan as corrected."""
    with st.container(border=True):
        named = {each.sha256: each for each in ready}
        chosen = st.selectbox(
            _("Look at one file"),
            list(named),
            format_func=lambda digest: named[digest].name if digest in named else "",
            key="one_file",
        )
        looked = named[chosen]
        reading = looked.reading
        assert reading is not None
        _letters(looked)
        key = f"{chosen[:12]}_{group}"
        corrected = _corrected(looked, _as_opened(key, plans[chosen]), known, key)
        if corrected != plans[chosen]:
            st.session_state[_PLANS][chosen] = corrected
        turns.problems(reading.problems)
        turns.preview(
            [(turn.speaker, turn.start_ms, turn.text) for turn in reading.turns], chosen[:12]
        )
        if len(ready) > 1 and st.button(_("Save this file only"), icon=":material/save:"):
            with told():
                _save(here, looked, corrected, ready)
                done(_("Saved."))
    return {chosen: corrected}


def _as_opened(key: str, plan: Plan) -> Plan:
    """The plan as it was when this file was opened in the editor.

    The widgets start from it. Starting from the newest plan would make new widgets at each
    keystroke, and close whatever the person has open.
    """
    opened: tuple[str, Plan] | None = st.session_state.get(_OPENED)
    if opened is None or opened[0] != key:
        opened = st.session_state[_OPENED] = (key, plan)
    return opened[1]


def _letters(looked: Looked) -> None:
    """Lets a person choose the encoding of a text file, which is then read again."""
    assert looked.reading is not None
    used = looked.reading.encoding
    if used is None:
        return
    place = st.container() if is_doubtful(used) else st.expander(_("Wrong letters?"))
    chosen = place.selectbox(
        _("Encoding of the letters"),
        list(dict.fromkeys([used, *ENCODINGS])),
        format_func=lambda each: ENCODINGS.get(each, each),
        key=f"encoding_{looked.sha256[:12]}_{used}",
    )
    if chosen != used:
        st.session_state[_LETTERS][looked.sha256] = chosen
        st.session_state[_LOOKED] = {
            each: kept
            for each, kept in st.session_state[_LOOKED].items()
            if kept.sha256 != looked.sha256
        }
        st.rerun()


def _corrected(looked: Looked, plan: Plan, known: Mapping[int, Participant], key: str) -> Plan:
    reading = looked.reading
    assert reading is not None
    title_column, kind_column = st.columns(2)
    title = title_column.text_input(_("Title"), plan.title, max_chars=200, key=f"title_{key}")
    kinds = [INTERVIEW, FIELD_NOTE]
    kind = kind_column.radio(
        _("Kind"),
        kinds,
        kinds.index(plan.kind),
        format_func=kind_words,
        horizontal=True,
        key=f"kind_{key}",
    )
    if kind == FIELD_NOTE:
        return Plan(title, kind, plan.speakers)
    words = words_by_speaker(reading.turns)
    choices = {choice.was: choice for choice in plan.speakers}
    every = [
        choices.get(label, SpeakerChoice(label, label or imports.NOBODY))
        for label in words
        if label is not None or len(words) == 1 or None in choices
    ]
    said = speakers.rows(every, words, known, key, asking(reading.turns))
    return Plan(title, kind, tuple(choice for choice in said if not _says_nothing(choice)))


def _says_nothing(choice: SpeakerChoice) -> bool:
    """Whether a choice leaves the turns that name nobody as they are."""
    return choice == SpeakerChoice(None, imports.NOBODY)
