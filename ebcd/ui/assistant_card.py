"""One suggested passage: what is suggested for it, why, and what to do.

All codes that are suggested for a passage are decided in one go, so that nobody is shown it twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from ebcd.acts import assistant as acts
from ebcd.acts.access import May
from ebcd.store.assistant import CONTEXT, Suggested
from ebcd.text import Span
from ebcd.ui import similar, steps
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain
from ebcd.words import _

SKIPPED = "assistant_skipped"
LAST = "assistant_last"


def card(here: Here, first: Suggested, names: Mapping[int, str]) -> None:
    """The passage of `first` in its context, the words that weighed, and what to do."""
    others = [one for one in acts.together(*here.asking, first) if one.id != first.id]
    those = [first, *others]
    with st.container(border=True, key="assistant_card"):
        st.header(plain(" · ".join(names.get(one.code, "") for one in those)), anchor=False)
        who = escape(first.speaker or _("Field note"))
        st.html(
            f'<p class="ebcd-soft" style="margin:0"><strong>{who}</strong> · '
            f"{escape(first.title)} · {likelihood(first.score)} · "
            f"{similar.link(here.study_id, first.transcript, first.span, first.title)}</p>"
            f"{_passage(those)}{''.join(_reason(one, names, those) for one in those)}"
        )
        if here.may(May.CODE):
            _buttons(here, those, names)
        steps.link(
            "coding",
            here.study_id,
            label=_("Open in the transcript"),
            icon=":material/open_in_new:",
            transcript=first.transcript,
            at=f"{first.span.start}-{first.span.end}",
        )
        for one in those:
            label = _("Coded passages most like this one")
            if others:
                label = _("Coded “{code}”, most like this one").format(
                    code=plain(names.get(one.code, ""))
                )
            with st.expander(label, key=f"like_{one.id}"):
                _like(here, one)


def likelihood(score: float) -> str:
    """How likely, in words: scores are no promise."""
    if score >= 0.85:
        return _("very likely")
    return _("likely") if score >= 0.7 else _("more likely than not")


def _passage(those: Sequence[Suggested]) -> str:
    """The passage in its context as HTML, the words that weighed marked by weight and line."""
    words = (places for one in those for _word, _weight, places in one.words)
    before, after = _around(those[0])
    return (
        f'<blockquote class="ebcd"><span class="ebcd-around">{before}</span>'
        f"{_marked(those[0].text, sorted({place for places in words for place in places}))}"
        f'<span class="ebcd-around">{after}</span></blockquote>'
    )


def _around(each: Suggested) -> tuple[str, str]:
    """What stands before and after, cut at words, as HTML."""
    before, after = each.before, each.after
    if len(before) >= CONTEXT:
        before = "… " + before.partition(" ")[2]
    if len(after) >= CONTEXT:
        after = after.rpartition(" ")[0] + " …"
    return _lines(before), _lines(after)


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.split("\n"))


def _marked(text: str, places: list[Span]) -> str:
    parts = []
    at = 0
    for place in places:
        if at <= place.start < place.end <= len(text):
            word = escape(text[place.start : place.end])
            parts += [_lines(text[at : place.start]), f'<mark class="ebcd-why">{word}</mark>']
            at = place.end
    return "".join([*parts, _lines(text[at:])])


def _reason(one: Suggested, names: Mapping[int, str], those: Sequence[Suggested]) -> str:
    """Why, in a line; where several codes are suggested, for each of them."""
    words = ", ".join(escape(word) for word, _weight, _spans in one.words)
    said = _("By its meaning as a whole, beside the code's definition and coded passages.")
    if words:
        said = _("Words that weighed (underlined above): {words}").format(words=words)
    if len(those) > 1:
        named = escape(names.get(one.code, ""))
        said = f"<strong>{named}</strong> ({likelihood(one.score)}). {said}"
    return f'<p class="ebcd-soft" style="margin:0 0 .25rem">{said}</p>'


def _buttons(here: Here, those: Sequence[Suggested], names: Mapping[int, str]) -> None:
    first = those[0]
    taken = [one.id for one in those]
    if len(those) > 1:
        taken = _ticked(those, names)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        accepted = st.button(
            _("Accept"),
            type="primary",
            icon=":material/check:",
            key=f"accept_{first.id}",
            shortcut="Alt+Shift+A",
            disabled=not taken,
        )
        dismissed = st.button(
            _("Dismiss"), icon=":material/close:", key=f"dismiss_{first.id}", shortcut="Alt+Shift+X"
        )
        later = st.button(
            _("Later"),
            icon=":material/skip_next:",
            key=f"later_{first.id}",
            shortcut="Alt+Shift+L",
        )
    other = _another(those, names)
    every = [one.id for one in those]
    with told():
        if accepted:
            left = [each for each in every if each not in taken]
            _made(acts.decide(*here.asking, taken, left).undo_id, _("Coded."))
        elif other is not None:
            did = acts.decide(*here.asking, every[:1], every[1:], code_id=other)
            _made(did.undo_id, _("Coded with another code."))
        elif dismissed:
            _made(acts.decide(*here.asking, (), every).undo_id, _("Dismissed."))
        elif later:
            st.session_state[SKIPPED] = [*st.session_state.get(SKIPPED, []), *every]
            st.rerun()


def _ticked(those: Sequence[Suggested], names: Mapping[int, str]) -> list[int]:
    """Which of the codes fit; the others are dismissed when one is accepted."""
    with st.container(horizontal=True):
        return [
            one.id
            for one in those
            if st.checkbox(plain(names.get(one.code, "")), value=True, key=f"fits_{one.id}")
        ]


def _another(those: Sequence[Suggested], names: Mapping[int, str]) -> int | None:
    """A code that fits better, once the button beside it is pressed."""
    suggested = {one.code for one in those}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        others = [code for code in names if code not in suggested]
        other = st.selectbox(
            _("Another code fits better"),
            others,
            index=None,
            format_func=lambda code: names[code],
            placeholder=_("choose a code"),
            key=f"other_{those[0].id}",
        )
        pressed = st.button(
            _("Accept with this code"), disabled=other is None, key=f"change_{those[0].id}"
        )
    return other if pressed else None


def _made(undo_id: int | None, message: str) -> None:
    st.session_state[LAST] = (undo_id, message)
    done(message)


def _like(here: Here, each: Suggested) -> None:
    found = acts.like(*here.asking, each)
    if not found:
        st.write(_("No passage under this code is much like it: the definition spoke for it."))
    for one in found:
        st.html(f'<blockquote class="ebcd">{_lines(one.text)}</blockquote>')
        steps.link(
            "coding",
            here.study_id,
            label=_("Open in “{title}”").format(title=plain(one.title)),
            icon=":material/open_in_new:",
            transcript=one.transcript,
            at=f"{one.span.start}-{one.span.end}",
        )
