"""Topics on the page: a map to look at, the same as a list, and one of them to work with."""

from __future__ import annotations

from html import escape

import altair
import pandas
import streamlit as st

from ebcd.acts import assistant as learning
from ebcd.acts import assistant_topic_work as work
from ebcd.acts import assistant_topics as acts
from ebcd.acts.access import May
from ebcd.acts.assistant import State
from ebcd.acts.assistant_topics import Missed, TopicShown, TopicsShown
from ebcd.ui import assistant_topic, search_coding, steps
from ebcd.ui.assistant_topic import CHOSEN, title, worked
from ebcd.ui.here import Here, told
from ebcd.ui.plain import plain, soft
from ebcd.ui.pressing import pressing
from ebcd.ui.tables import Cell, Drawn, Looks, table_html
from ebcd.words import _

_STYLE = """
<style>
.ebcd-topics th a {display: inline-block; min-height: 1.5rem; color: inherit;}
.ebcd-topics tr:has([aria-current]) {outline: 2px solid currentColor; outline-offset: -2px;}
</style>
"""
LITTLE = 1 / 3
"""The share of a topic's passages that are coded, below which little of it is."""


def topics(here: Here, found: State) -> None:
    """The tab."""
    shown = acts.topics(*here.asking)
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
        assistant_topic.undo(here)
        search_coding.undo(here)
    _notes(here, shown)
    _map(shown)
    _list(shown)
    _chosen(here, shown)


def _ask(here: Here, found: State, shown: TopicsShown) -> None:
    """How many topics, and by which view."""
    form = st.form("assistant_topics", border=False)
    with form.container(horizontal=True, vertical_alignment="bottom"):
        number = st.number_input(
            _("How many topics ({n} suggested)").format(n=shown.suggested),
            2,
            learning.MOST_TOPICS,
            min(learning.MOST_TOPICS, max(2, shown.asked or len(shown.topics))),
            key=f"topics_number_{shown.key}",
        )
        by_words = st.checkbox(
            _("The other view: by words alone"), shown.by_words, key=f"topics_by_words_{shown.key}"
        )
        asked = st.form_submit_button(_("Look again"), disabled=found.running is not None)
    if asked:
        with told():
            wanted = None if number == shown.suggested else int(number)
            learning.learn_again(*here.asking, topics=wanted, by_words=by_words)
            st.rerun()


def _notes(here: Here, shown: TopicsShown) -> None:
    """How far this can be relied on, and what became of the team's own topics."""
    if shown.steadiness is not None:
        soft(_steadiness(shown.steadiness))
    if shown.by_words:
        soft(
            _(
                "In the other view topics are found anew by their words and looked at only. Names "
                "that you gave stand where a topic is mostly the same passages."
            )
        )
        without = [f"“{each.name}”" for each in shown.missed if each.name]
        if without:
            soft(_("No topic here is mostly the same: {names}.").format(names=", ".join(without)))
        return
    for each in shown.missed:
        _gone(here, each)
    if here.may(May.CODE) and any(each.arranged for each in shown.topics):
        soft(
            _(
                "What you named, merged or split stays as it is when topics are found again, and "
                "new passages like it join it."
            )
        )
        if st.button(_("Put all topics back as they were found"), icon=":material/restart_alt:"):
            with told():
                worked(work.put_all_back(*here.asking), _("All topics are as they were found."))


def _gone(here: Here, each: Missed) -> None:
    """A topic of the team most of whose passages are not there any more."""
    name = plain(each.name) or _("without a name")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.warning(
            _(
                "Your topic “{name}” cannot be matched any more: {left} of its {of} passages are "
                "still there."
            ).format(name=name, left=each.left, of=each.of)
        )
        if here.may(May.CODE) and st.button(_("Let it go"), key=f"forget_{each.ref}"):
            with told():
                worked(work.forget(*here.asking, each.ref), _("The topic was let go."))


def _steadiness(share: float) -> str:
    if share >= 0.6:
        return _("These topics are steady: another start finds nearly the same ones.")
    if share >= 0.35:
        return _("These topics are fairly steady: another start moves some passages.")
    return _(
        "These topics are loose: another start groups many passages otherwise. Read them as hints."
    )


def _map(shown: TopicsShown) -> None:
    """Each passage a dot, each topic its number at the middle of its dots."""
    titles = [title(number, topic) for number, topic in enumerate(shown.topics, 1)]
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


def _list(shown: TopicsShown) -> None:
    """Each topic a line: how large, who speaks of it, how much of it is coded."""
    empty = sum(not each.coded for each in shown.topics)
    little = sum(_is_little(each) for each in shown.topics)
    which = {
        "all": _("All {n}").format(n=len(shown.topics)),
        "little": _("Little or nothing coded ({n})").format(n=little),
        "none": _("Nothing coded ({n})").format(n=empty),
    }
    way = st.radio(
        _("Topics"), list(which), format_func=which.get, horizontal=True, key="topics_which"
    )
    rows = [
        _row(number, each)
        for number, each in enumerate(shown.topics, 1)
        if way == "all" or (not each.coded if way == "none" else _is_little(each))
    ]
    if not rows:
        soft(_("There is no such topic."))
        return
    heads = (
        _("Topic"),
        _("Passages"),
        _("Patients, carers, family"),
        _("Staff"),
        _("Coded"),
        _("Steady"),
    )
    st.html(_STYLE)
    pressing(
        table_html(_("Topics"), heads, rows, Looks(css="ebcd-topics")),
        key="topics_list",
        on_press=_press,
    )


def _press(ref: str) -> None:
    st.session_state[CHOSEN] = ref


def _is_little(each: TopicShown) -> bool:
    return each.coded < LITTLE * each.passages


def _row(number: int, each: TopicShown) -> tuple[Cell, ...]:
    chosen = st.session_state.get(CHOSEN) == each.ref
    current = ' aria-current="true"' if chosen else ""
    link = (
        f'<a href="#" data-press="{escape(each.ref, quote=True)}"{current}>'
        f"{escape(title(number, each))}</a>"
    )
    words = f'<div class="ebcd-soft">{escape(", ".join(each.words[:6]))}</div>' if each.name else ""
    coded: Cell = each.coded
    if not each.coded:
        coded = Drawn(f"<strong>{escape(_('nothing yet'))}</strong>")
    elif _is_little(each):
        coded = f"{each.coded} · {_('little')}"
    steady = _("yours") if each.arranged else "–"
    if each.steadiness is not None:
        steady = f"{each.steadiness:.0%}"
    return Drawn(link + words), each.passages, each.patients, each.staff, coded, steady


def _chosen(here: Here, shown: TopicsShown) -> None:
    """The topic that was chosen, to read and to work with."""
    ref = st.session_state.get(CHOSEN)
    for number, each in enumerate(shown.topics, 1):
        if each.ref == ref:
            assistant_topic.show(here, shown, number, each)
            return
    soft(_("Choose a topic in the list to read its passages and to work with it."))
