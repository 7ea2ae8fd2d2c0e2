"""Topics on the page: a map to look at, the same as a list to read."""

from __future__ import annotations

from html import escape

import altair
import pandas
import streamlit as st

from ebcd.acts import assistant as learning
from ebcd.acts import assistant_topics as acts
from ebcd.acts.access import May
from ebcd.acts.assistant import State
from ebcd.acts.assistant_topics import TopicShown, TopicsShown
from ebcd.ui import steps
from ebcd.ui.evidence import hidden_from
from ebcd.ui.here import Here, told
from ebcd.ui.plain import plain, soft
from ebcd.words import _, counted


@st.cache_resource(max_entries=4, show_spinner=False)
def _kept(
    _here: Here, address: str, study_id: int, stamp: str, made: int, hidden: str
) -> TopicsShown | None:
    """The topics, worked out again only when they or the study changed."""
    return acts.topics(*_here.asking)


def topics(here: Here, found: State) -> None:
    """The tab."""
    made = acts.made_at(here.workbench, here.study_id)
    address, hidden = here.workbench.database.url, hidden_from(here)
    shown = _kept(here, address, here.study_id, found.stamp, made, hidden)
    if shown is None or not shown.topics:
        st.info(
            _("Topics are being looked for.")
            if found.running is not None or shown is None
            else _("There are no transcripts to find topics in yet: import some first.")
        )
        steps.link("transcripts", here.study_id, label=_("To the transcripts"))
        return
    st.write(
        _(
            "A map of what people talk about, made by the machine from words and meaning. It helps "
            "to find what nobody has coded yet. Topics are not themes."
        )
    )
    if here.may(May.CODE):
        _ask(here, found, shown)
    if shown.steadiness is not None:
        soft(_steadiness(shown.steadiness))
    _map(shown)
    _list(here, shown)


def _ask(here: Here, found: State, shown: TopicsShown) -> None:
    """How many topics, and by which view."""
    form = st.form("assistant_topics", border=False)
    with form.container(horizontal=True, vertical_alignment="bottom"):
        number = st.number_input(
            _("How many topics ({n} suggested)").format(n=shown.suggested),
            2,
            learning.MOST_TOPICS,
            max(2, shown.asked or len(shown.topics)),
            key=f"topics_number_{shown.asked}_{len(shown.topics)}",
        )
        by_words = st.checkbox(
            _("The other view: by words alone"), shown.by_words, key="topics_by_words"
        )
        asked = st.form_submit_button(_("Look again"), disabled=found.running is not None)
    if asked:
        with told():
            wanted = None if number == shown.suggested else int(number)
            learning.learn_again(*here.asking, topics=wanted, by_words=by_words)
            st.rerun()


def _steadiness(share: float) -> str:
    if share >= 0.6:
        return _("These topics are steady: another start finds nearly the same ones.")
    if share >= 0.35:
        return _("These topics are fairly steady: another start moves some passages.")
    return _(
        "These topics are loose: another start groups many passages otherwise. Read them as hints."
    )


def _title(number: int, topic: TopicShown) -> str:
    return f"{number}. {', '.join(topic.words[:3]) or '…'}"


def _map(shown: TopicsShown) -> None:
    """Each passage a dot, each topic its number at the middle of its dots."""
    titles = [_title(number, topic) for number, topic in enumerate(shown.topics, 1)]
    dots = pandas.DataFrame(
        [(x, y, titles[topic]) for x, y, topic in shown.points], columns=["x", "y", "topic"]
    )
    middles = pandas.DataFrame(
        [
            (topic.x, topic.y, str(number), titles[number - 1], topic.passages, topic.coded)
            for number, topic in enumerate(shown.topics, 1)
        ],
        columns=["x", "y", "number", "topic", "passages", "coded"],
    )
    bare = altair.Axis(labels=False, ticks=False, grid=False, domain=False, title=None)
    x, y = altair.X("x:Q", axis=bare), altair.Y("y:Q", axis=bare)
    points = (
        altair.Chart(dots)
        .mark_circle(size=26, opacity=0.6)
        .encode(x=x, y=y, color=altair.Color("topic:N", legend=None), tooltip=["topic:N"])
    )
    rings = (
        altair.Chart(middles)
        .mark_circle(size=620, color="white", stroke="#333")
        .encode(x=x, y=y, tooltip=["topic:N", "passages:Q", "coded:Q"])
    )
    numbers = (
        altair.Chart(middles)
        .mark_text(fontSize=15, fontWeight="bold", color="#111")
        .encode(x=x, y=y, text="number:N")
    )
    st.altair_chart(
        (points + rings + numbers).properties(height=380),
        alt=_(
            "A map of {n} topics. Passages that say like things lie close together. The list below "
            "says the same in words."
        ).format(n=len(titles)),
    )


def _list(here: Here, shown: TopicsShown) -> None:
    """Each topic in words: how large, who speaks of it, how much of it is coded."""
    for number, topic in enumerate(shown.topics, 1):
        uncoded = topic.passages - topic.coded
        gap = f" · {_('little of it is coded')}" if uncoded > 2 * topic.coded else ""
        with st.expander(plain(f"{_title(number, topic)} ({topic.passages}){gap}")):
            st.html(_numbers(topic))
            st.markdown(f"**{_('Typical passages')}**")
            for transcript, title, span, words in topic.typical:
                st.html(f'<blockquote class="ebcd">{escape(words)}</blockquote>')
                steps.link(
                    "coding",
                    here.study_id,
                    label=_("Open in “{title}”").format(title=plain(title)),
                    icon=":material/open_in_new:",
                    transcript=transcript,
                    at=f"{span.start}-{span.end}",
                )


def _numbers(topic: TopicShown) -> str:
    lines = [
        escape(_("Words: {words}").format(words=", ".join(topic.words))),
        counted(topic.passages, "{n} passage", "{n} passages")
        + ": "
        + _("{patients} by patients, carers and family, {staff} by staff").format(
            patients=topic.patients, staff=topic.staff
        ),
        _("{coded} of them coded so far").format(coded=topic.coded),
    ]
    return "".join(f'<p style="margin:0 0 .25rem">{line}</p>' for line in lines)
