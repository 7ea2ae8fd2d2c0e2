"""The assistant page: suggestions to decide about, topics to explore, and how good it is here."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from ebcd.acts import assistant as acts
from ebcd.acts.access import May
from ebcd.acts.assistant import State
from ebcd.assistant.learning import EARLY
from ebcd.errors import WorkbenchError
from ebcd.ui import steps
from ebcd.ui.assistant_card import LAST, SKIPPED, card
from ebcd.ui.assistant_goodness import how_good
from ebcd.ui.assistant_learning import learning
from ebcd.ui.assistant_questions import asked
from ebcd.ui.assistant_topics import topics
from ebcd.ui.here import Here, done
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
    learning(here, found)
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
    skipped: list[int] = st.session_state.setdefault(SKIPPED, [])
    left = acts.queue(
        *here.asking, code_id=code_id, transcript_id=transcript_id, skipped=skipped, most=1
    )
    if not left:
        st.info(_("You have seen every suggestion in this queue."))
        if skipped and st.button(_("Show those I left for later"), key="assistant_unskip"):
            st.session_state[SKIPPED] = []
            st.rerun()
        return
    card(here, left[0], names)


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


def _decided(here: Here) -> None:
    """What was decided last, and the way back."""
    last = st.session_state.get(LAST)
    if last is None or not here.may(May.CODE):
        return
    undo_id, message = last
    with st.container(horizontal=True, vertical_alignment="center"):
        soft(message)
        if st.button(
            _("Undo"), icon=":material/undo:", key="assistant_undo", shortcut="Alt+Shift+Z"
        ):
            st.session_state.pop(LAST)
            try:
                acts.undo(*here.asking, undo_id)
            except WorkbenchError as problem:
                st.error(plain(str(problem)))
            else:
                done(_("Taken back."))
