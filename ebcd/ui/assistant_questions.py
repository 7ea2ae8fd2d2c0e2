"""Questions about the coding, one at a time, and what to read next."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from ebcd.acts import assistant as learning
from ebcd.acts import assistant_questions as acts
from ebcd.acts.access import May
from ebcd.acts.assistant import Like, State
from ebcd.acts.assistant_questions import Answered, NextRead, Question
from ebcd.assistant.quality import Asked
from ebcd.errors import WorkbenchError
from ebcd.ui import steps
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.words import _, counted

_LATER = "questions_later"
_LAST = "questions_last"


def asked(here: Here, found: State) -> None:
    """The tab."""
    st.write(
        _(
            "Where the assistant, not having seen a passage, would have coded it otherwise, it "
            "asks. You may well be right: nothing changes unless you say so."
        )
    )
    st.header(_("Questions about the coding"), anchor=False)
    _back(here)
    left = acts.questions(*here.asking)
    later: list[str] = st.session_state.setdefault(_LATER, [])
    waiting = [each for each in left if each.key not in later]
    if waiting:
        soft(counted(len(left), "{n} question left", "{n} questions left"))
        _card(here, waiting[0])
    elif left:
        st.info(_("You have seen every question."))
        if st.button(_("Show those I left for later"), key="questions_again"):
            st.session_state[_LATER] = []
            st.rerun()
    else:
        st.info(_none(found))
    st.header(_("What to read next"), anchor=False)
    _next(here)


def _none(found: State) -> str:
    if found.coded is None:
        return _("The assistant is learning from this study for the first time.")
    if found.early or not (found.goodness or {}).get("shown"):
        return _("Too early to ask: the assistant cannot yet tell your codes apart well enough.")
    return _("Nothing to ask: the coding agrees with itself, as far as the assistant can see.")


# --- One question ---------------------------------------------------------------------------------


def _card(here: Here, each: Question) -> None:
    names = learning.code_names(*here.asking)
    name = names.get(each.code, "")
    with st.container(border=True, key="question_card"):
        st.markdown(f"**{plain(_sentence(each, name))}**")
        soft(each.title)
        st.html(f'<blockquote class="ebcd">{_lines(each.text)}</blockquote>')
        soft(_reason(each, name, names))
        if here.may(May.CODE):
            _buttons(here, each)
        _open(here, each.transcript, f"{each.span.start}-{each.span.end}")
        with st.expander(
            _("Passages coded “{code}” to hold it against").format(code=plain(name)),
            key=f"near_{each.key}",
        ):
            _near(here, each)


def _sentence(each: Question, name: str) -> str:
    if each.kind is Asked.MISSING:
        said = _("Not coded “{code}”, yet like {n} passages that are. Is it?")
        return said.format(code=name, n=each.alike)
    return _("Coded “{code}”, unlike the others under it. Still right?").format(code=name)


def _reason(each: Question, name: str, names: Mapping[int, str]) -> str:
    if each.kind is Asked.MISSING:
        said = _("Of the {of} coded passages most like it, {n} bear “{code}”.")
        return said.format(of=each.of, n=each.alike, code=name)
    said = _("None of the {of} coded passages most like it bears “{code}”.").format(
        of=each.of, code=name
    )
    if each.instead is not None and each.instead in names:
        other = _("It reads more like “{code}”.").format(code=names[each.instead])
        said = f"{said} {other}"
    return said


def _buttons(here: Here, each: Question) -> None:
    missing = each.kind is Asked.MISSING
    words = (
        (_("Yes, code it"), _("No, rightly without"))
        if missing
        else (_("Right, keep it"), _("Not right, remove the code"))
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first = st.button(words[0], type="primary", key=f"first_{each.key}")
        second = st.button(words[1], key=f"second_{each.key}")
        later = st.button(_("Later"), icon=":material/skip_next:", key=f"wait_{each.key}")
    with told():
        if first and missing:
            _answered(acts.code_it(*here.asking, each), _("Coded."))
        elif second and missing:
            _answered(acts.leave_it(*here.asking, each), _("Left without the code."))
        elif first:
            _answered(acts.keep_it(*here.asking, each), _("Kept, and not asked again."))
        elif second:
            _answered(acts.remove_it(*here.asking, each), _("The code was removed."))
        elif later:
            st.session_state[_LATER] = [*st.session_state.get(_LATER, []), each.key]
            st.rerun()


def _answered(made: Answered, message: str) -> None:
    st.session_state[_LAST] = (made, message)
    done(message)


def _back(here: Here) -> None:
    """What was answered last, and the way back."""
    last: tuple[Answered, str] | None = st.session_state.get(_LAST)
    if last is None or not here.may(May.CODE):
        return
    made, message = last
    with st.container(horizontal=True, vertical_alignment="center"):
        soft(message)
        if st.button(_("Undo"), icon=":material/undo:", key="questions_undo"):
            st.session_state.pop(_LAST)
            try:
                acts.undo(*here.asking, made)
            except WorkbenchError as problem:
                st.error(plain(str(problem)))
            else:
                done(_("Taken back."))


def _near(here: Here, each: Question) -> None:
    found: list[Like] = learning.passages_like(*here.asking, each.near)
    if not found:
        st.write(_("These passages may not be shown any more."))
    for one in found:
        st.html(f'<blockquote class="ebcd">{_lines(one.text)}</blockquote>')
        _open(here, one.transcript, f"{one.span.start}-{one.span.end}", one.title)


def _open(here: Here, transcript: int, at: str, title: str = "") -> None:
    label = (
        _("Open in “{title}”").format(title=plain(title)) if title else _("Open in the transcript")
    )
    steps.link(
        "coding",
        here.study_id,
        label=label,
        icon=":material/open_in_new:",
        transcript=transcript,
        at=at,
    )


# --- What to read next ----------------------------------------------------------------------------


def _next(here: Here) -> None:
    found = acts.next_to_read(*here.asking)
    if not found:
        st.info(_("Nothing stands out: code what you read, and look again later."))
        return
    st.write(
        _(
            "Passages that nobody has coded, and from which the assistant would learn most about "
            "all the others: like many of them, unlike what is coded, unlike each other. Where it "
            "was tried, it learnt a little more from these than from passages drawn by chance."
        )
    )
    for number, each in enumerate(found, 1):
        _to_read(here, number, each)


def _to_read(here: Here, number: int, each: NextRead) -> None:
    with st.container(border=True, key=f"next_{number}"):
        soft(f"{number}. {each.title}")
        st.html(f'<blockquote class="ebcd">{_lines(each.text)}</blockquote>')
        _open(here, each.transcript, f"{each.span.start}-{each.span.end}")


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.split("\n"))
