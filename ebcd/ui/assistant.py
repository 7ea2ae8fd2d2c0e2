"""The assistant page: suggestions to decide about, topics to explore, and how good it is here."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from ebcd.acts import assistant as acts
from ebcd.acts.access import May
from ebcd.acts.assistant import State
from ebcd.assistant.learning import EARLY
from ebcd.errors import WorkbenchError
from ebcd.store.assistant import CONTEXT, Suggested
from ebcd.text import Span
from ebcd.times import shown
from ebcd.ui import similar, steps
from ebcd.ui.assistant_goodness import how_good
from ebcd.ui.assistant_questions import asked
from ebcd.ui.assistant_topics import topics
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.words import _, counted

_STYLE = """
<style>
mark.ebcd-why {background: none; color: inherit; font-weight: 700; text-decoration: underline;
  text-decoration-thickness: .15em; text-underline-offset: .15em;}
.ebcd-around {opacity: .8;}
.stButton kbd {color: inherit; opacity: 1;}
</style>
"""
_SKIPPED = "assistant_skipped"
_LAST = "assistant_last"


def show(here: Here) -> None:
    """The page."""
    st.title(_("Assistant"))
    st.html(_STYLE)
    soft(
        _(
            "Learnt from your own coding, on this machine; nothing leaves it. A suggestion is not "
            "a coding until you accept it."
        )
    )
    found = acts.state(*here.asking)
    _learning(here, found)
    parts = {
        _("Suggestions"): _suggestions,
        _("Questions"): _questions,
        _("Topics"): _topics,
        _("How good is it here?"): _how_good,
    }
    tabs = st.tabs(list(parts), key="assistant_tab", on_change="rerun")
    for tab, part in zip(tabs, parts.values(), strict=True):
        if tab.open:
            with tab:
                part(here, found)


def _topics(here: Here, found: State) -> None:
    topics(here, found)


def _questions(here: Here, found: State) -> None:
    asked(here, found)


def _how_good(here: Here, found: State) -> None:
    how_good(here, found)


def _learning(here: Here, found: State) -> None:
    """How far it has come; watched while it learns, so that the page never waits."""
    if found.running is not None:
        _watched(here)
    elif found.failure:
        st.warning(plain(found.failure))
        if here.may(May.CODE) and st.button(_("Try again"), key="assistant_again"):
            acts.learn_again(*here.asking)
            st.rerun()
    if found.missing:
        st.info(found.missing)
    if found.coded is not None and found.at is not None:
        at = shown(found.at, here.study.zone)
        learnt = counted(
            found.coded, "Learnt from {n} coded passage", "Learnt from {n} coded passages"
        )
        changed = " · " + _("the study has changed since") if found.changed else ""
        soft(f"{learnt} · {at}{changed}")


@st.fragment(run_every=2)
def _watched(here: Here) -> None:
    """The fit under way. When it ends the whole page is drawn again."""
    now = acts.state(*here.asking)
    if now.running is None:
        st.rerun()
    stages = {
        "reading": _("Reading the transcripts"),
        "vectors": _("Reading what each sentence means"),
        "learning": _("Learning from your coding"),
        "suggestions": _("Looking for passages to suggest codes for"),
        "goodness": _("Working out how good it is here"),
        "questions": _("Looking for questions about the coding"),
        "topics": _("Looking for topics"),
    }
    said = stages.get(now.running.message, _("Starting"))
    st.progress(now.running.progress, text=_("{what} … you can go on working").format(what=said))


def _suggestions(here: Here, found: State) -> None:
    names = acts.code_names(*here.asking)
    if not _ready(here, found, names):
        return
    by_code, by_transcript = acts.counts(*here.asking)
    total = sum(by_code.values())
    _decided(here)
    if not total:
        st.success(
            _(
                "Nothing is left to decide. More will be suggested as you code, where it is "
                "likely enough to be right."
            )
        )
        steps.link("coding", here.study_id, label=_("To the coding desk"))
        return
    code_id, transcript_id = _chosen_queue(here, names, by_code, by_transcript)
    soft(counted(total, "{n} suggestion to decide", "{n} suggestions to decide"))
    skipped: list[int] = st.session_state.setdefault(_SKIPPED, [])
    left = acts.queue(
        *here.asking, code_id=code_id, transcript_id=transcript_id, skipped=skipped, most=1
    )
    if not left:
        st.info(_("You have seen every suggestion in this queue."))
        if skipped and st.button(_("Show those I left for later"), key="assistant_unskip"):
            st.session_state[_SKIPPED] = []
            st.rerun()
        return
    _card(here, left[0], names)


def _ready(here: Here, found: State, names: Mapping[int, str]) -> bool:
    """Whether there is enough to suggest from; if not, what to do first."""
    if not names:
        st.info(_("There are no codes yet. Add some to the codebook, with a definition each."))
        steps.link("codebook", here.study_id, label=_("To the codebook"))
        return False
    if found.coded is None:
        st.info(_("The assistant is learning from this study for the first time."))
        return False
    if found.early:
        _too_few(acts.coded_now(*here.asking))
        steps.link("coding", here.study_id, label=_("To the coding desk"))
        return False
    return True


def _too_few(coded: int) -> None:
    """What to do while too few passages were coded when the assistant last learnt."""
    if coded >= EARLY:
        st.info(
            _(
                "{coded} passages are coded, which is enough: the assistant learns from them "
                "within a minute."
            ).format(coded=coded)
        )
        return
    said = counted(coded, "{n} passage is coded.", "{n} passages are coded.")
    more = _(
        "From {needed} on, codes are suggested for others. A definition for each code helps most "
        "while there are few."
    ).format(needed=EARLY)
    st.info(f"{said} {more}")


def _chosen_queue(
    here: Here,
    names: Mapping[int, str],
    by_code: Mapping[int, int],
    by_transcript: Mapping[int, int],
) -> tuple[int | None, int | None]:
    """Which queue: the likeliest of all, of one code, or in one transcript's order."""
    ways = {"all": _("Likeliest first"), "code": _("By code"), "transcript": _("By transcript")}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        way = st.radio(
            _("Queue"), list(ways), format_func=ways.get, horizontal=True, key="assistant_way"
        )
        if way == "code":
            codes = [code for code in names if by_code.get(code)]
            code = st.selectbox(
                _("Code"),
                codes,
                format_func=lambda each: f"{names[each]} ({by_code.get(each, 0)})",
                key="assistant_code",
            )
            return code, None
        if way == "transcript":
            titles = acts.titles(*here.asking)
            transcripts = [each for each in titles if by_transcript.get(each)]
            transcript = st.selectbox(
                _("Transcript"),
                transcripts,
                format_func=lambda each: f"{titles[each]} ({by_transcript.get(each, 0)})",
                key="assistant_transcript",
            )
            return None, transcript
    return None, None


def _card(here: Here, each: Suggested, names: Mapping[int, str]) -> None:
    """One suggestion: code, passage in its context, the words that weighed, what to do."""
    name = names.get(each.code, "")
    with st.container(border=True, key="assistant_card"):
        st.subheader(plain(name), anchor=False)
        who = escape(each.speaker or _("Field note"))
        st.html(
            f'<p class="ebcd-soft" style="margin:0"><strong>{who}</strong> · '
            f"{escape(each.title)} · {likelihood(each.score)} · "
            f"{similar.link(here.study_id, each.transcript, each.span, each.title)}</p>"
            f"{passage(each)}"
        )
        st.html(f'<p class="ebcd-soft" style="margin:0">{_reason(each)}</p>')
        if here.may(May.CODE):
            _buttons(here, each, names)
        steps.link(
            "coding",
            here.study_id,
            label=_("Open in the transcript"),
            icon=":material/open_in_new:",
            transcript=each.transcript,
            at=f"{each.span.start}-{each.span.end}",
        )
        with st.expander(_("Coded passages most like this one"), key=f"like_{each.id}"):
            _like(here, each)


def likelihood(score: float) -> str:
    """How likely, in words: scores are no promise."""
    if score >= 0.85:
        return _("very likely")
    return _("likely") if score >= 0.7 else _("more likely than not")


def passage(each: Suggested) -> str:
    """The passage in its context as HTML, the words that weighed marked by weight and line."""
    places = sorted({place for _word, _weight, spans in each.words for place in spans})
    before, after = _around(each)
    return (
        f'<blockquote class="ebcd"><span class="ebcd-around">{before}</span>'
        f"{_marked(each.text, places)}"
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


def _reason(each: Suggested) -> str:
    words = ", ".join(escape(word) for word, _weight, _spans in each.words)
    if words:
        return _("Words that weighed (underlined above): {words}").format(words=words)
    return _("By its meaning as a whole, beside the code's definition and coded passages.")


def _buttons(here: Here, each: Suggested, names: Mapping[int, str]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        accepted = st.button(
            _("Accept"),
            type="primary",
            icon=":material/check:",
            key=f"accept_{each.id}",
            shortcut="Alt+Shift+A",
        )
        dismissed = st.button(
            _("Dismiss"), icon=":material/close:", key=f"dismiss_{each.id}", shortcut="Alt+Shift+X"
        )
        later = st.button(
            _("Later"),
            icon=":material/skip_next:",
            key=f"later_{each.id}",
            shortcut="Alt+Shift+L",
        )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        others = [code for code in names if code != each.code]
        other = st.selectbox(
            _("Another code fits better"),
            others,
            index=None,
            format_func=lambda code: names[code],
            placeholder=_("choose a code"),
            key=f"other_{each.id}",
        )
        changed = st.button(
            _("Accept with this code"), disabled=other is None, key=f"change_{each.id}"
        )
    with told():
        if accepted:
            _made(acts.accept(*here.asking, each.id).undo_id, _("Coded."))
        elif changed and other is not None:
            _made(acts.accept(*here.asking, each.id, other).undo_id, _("Coded with another code."))
        elif dismissed:
            _made(acts.dismiss(*here.asking, each.id).undo_id, _("Dismissed."))
        elif later:
            st.session_state[_SKIPPED] = [*st.session_state.get(_SKIPPED, []), each.id]
            st.rerun()


def _made(undo_id: int | None, message: str) -> None:
    st.session_state[_LAST] = (undo_id, message)
    done(message)


def _decided(here: Here) -> None:
    """What was decided last, and the way back."""
    last = st.session_state.get(_LAST)
    if last is None or not here.may(May.CODE):
        return
    undo_id, message = last
    with st.container(horizontal=True, vertical_alignment="center"):
        soft(message)
        if st.button(
            _("Undo"), icon=":material/undo:", key="assistant_undo", shortcut="Alt+Shift+Z"
        ):
            st.session_state.pop(_LAST)
            try:
                acts.undo(*here.asking, undo_id)
            except WorkbenchError as problem:
                st.error(plain(str(problem)))
            else:
                done(_("Taken back."))


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
