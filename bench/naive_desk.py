"""The coding desk as a plain Streamlit page would do it, to be measured beside ours.

The whole text is one `st.markdown` with marks in it; each code is a button; pressing one codes the
next turn by the same act as at the desk, and the page runs again from the top. `bench.coding_desk`
starts it:

    streamlit run bench/naive_desk.py -- DATA_FOLDER STUDY TRANSCRIPT
"""

from __future__ import annotations

import sys
from html import escape
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import streamlit as st

from ebcd.acts import coding
from ebcd.acts.access import command_line
from ebcd.acts.coding import Opened, Wanted
from ebcd.store.workbench import Workbench, open_workbench
from ebcd.text import Span, join_turns, turn_spans

CODED = 40
"""Characters that one press codes."""


@st.cache_resource
def _workbench(folder: str) -> Workbench:
    return open_workbench(Path(folder))


def marked(opened: Opened) -> str:
    """The transcript as HTML, cut where a coding begins or ends."""
    texts = [turn.text for turn in opened.transcript.turns]
    text, parts = join_turns(texts), []
    names = {code.id: code.name for code, _path in opened.codes}
    for turn, span in zip(opened.transcript.turns, turn_spans(texts), strict=True):
        on = [one for one in opened.codings if one.span.meets(span)]
        edges = {span.start, span.end}
        for one in on:
            edges |= {max(one.span.start, span.start), min(one.span.end, span.end)}
        parts.append(f"<p><b>{escape(turn.speaker)}</b> ")
        for start, end in pairwise(sorted(edges)):
            here = [names[one.code] for one in on if one.span.meets(Span(start, end))]
            words = escape(text[start:end])
            parts.append(f'<mark title="{", ".join(here)}">{words}</mark>' if here else words)
        parts.append("</p>")
    return "".join(parts)


def apply(workbench: Workbench, opened: Opened, study: int, code: int) -> None:
    """Code the beginning of the next turn that is long enough."""
    at = st.session_state.get("turn", 0)
    spans = list(turn_spans([turn.text for turn in opened.transcript.turns]))
    at = next(n for n in range(at, len(spans)) if len(spans[n]) > 2 * CODED)
    st.session_state["turn"] = at + 1
    span = Span(spans[at].start, spans[at].start + CODED + at % 7)
    wanted = Wanted(str(uuid4()), "apply", str(uuid4()), code, span)
    found = opened.transcript
    coding.do(workbench, command_line(), study, found.id, found.sha256, wanted)


def page(folder: str, study: int, transcript: int) -> None:
    """The page."""
    workbench = _workbench(folder)
    opened = coding.opened(workbench, command_line(), study, transcript)
    st.title("Coding desk")
    with st.sidebar:
        for code, path in opened.codes:
            st.button(path, on_click=apply, args=(workbench, opened, study, code.id), key=code.id)
    count = f'<p id="count">{len(opened.codings)}</p>'
    st.markdown(f'<div id="text">{marked(opened)}{count}</div>', unsafe_allow_html=True)


if __name__ == "__main__":
    page(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
