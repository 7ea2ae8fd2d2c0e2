"""One topic: its passages, a page at a time, and what a team can do with it."""

from __future__ import annotations

from html import escape

import streamlit as st

from ebcd.acts import assistant_topic_work as work
from ebcd.acts import assistant_topics as acts
from ebcd.acts.access import May
from ebcd.acts.assistant_topic_work import Worked
from ebcd.acts.assistant_topics import TopicPassage, TopicShown, TopicsShown
from ebcd.errors import WorkbenchError
from ebcd.ui import assistant_topic_coding, similar, steps
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.words import _, counted

CHOSEN = "topic_chosen"
_LAST = "topic_last"
A_PAGE = 10


def title(number: int, topic: TopicShown) -> str:
    """The topic's number with its name, or with its first words."""
    return f"{number}. {topic.name or ', '.join(topic.words[:3]) or '…'}"


def show(here: Here, shown: TopicsShown, number: int, topic: TopicShown) -> None:
    """The topic that was chosen."""
    st.html(
        f'<h2 tabindex="-1" data-pressed="{escape(topic.ref, quote=True)}" '
        f'style="font-size:1.4rem;margin:0;padding:0">{escape(title(number, topic))}</h2>'
        f"{_numbers(topic)}"
    )
    if here.may(May.CODE):
        if not shown.by_words:
            _tools(here, shown, topic)
        assistant_topic_coding.show(here, topic)
    _passages(here, topic)


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
    if topic.merged:
        lines.append(_("{n} topics that you put together").format(n=topic.merged))
    if topic.part:
        lines.append(_("A part of a topic that you split"))
    return "".join(f'<p style="margin:0 0 .25rem">{line}</p>' for line in lines)


# --- Working with it ------------------------------------------------------------------------------


def _tools(here: Here, shown: TopicsShown, topic: TopicShown) -> None:
    with st.expander(_("Name, merge or split this topic"), key="topic_tools"):
        _rename(here, topic)
        _merge(here, shown, topic)
        _split(here, topic)
        if topic.arranged:
            _put_back(here, topic)


def _rename(here: Here, topic: TopicShown) -> None:
    form = st.form(f"topic_name_{topic.ref}", border=False)
    with form.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(
            _("Name of the topic"),
            topic.name,
            max_chars=work.LONGEST_NAME,
            placeholder=_("by its words"),
            key=f"topic_named_{topic.ref}_{topic.name}",
        )
        asked = st.form_submit_button(_("Save the name"))
    if asked:
        with told():
            said = _("The topic has a name.") if name.strip() else _("The name was taken away.")
            worked(work.rename(*here.asking, topic.ref, name), said)


def _merge(here: Here, shown: TopicsShown, topic: TopicShown) -> None:
    titles = {each.ref: title(at, each) for at, each in enumerate(shown.topics, 1)}
    others = [ref for ref in titles if ref != topic.ref]
    if not others:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.multiselect(
            _("Merge with"),
            others,
            format_func=lambda ref: titles[ref],
            placeholder=_("choose topics"),
            key=f"topic_merge_{topic.ref}",
        )
        asked = st.button(_("Merge"), disabled=not chosen, key=f"topic_merge_do_{topic.ref}")
    if asked:
        with told():
            worked(work.merge(*here.asking, topic.ref, chosen), _("The topics are one now."))


def _split(here: Here, topic: TopicShown) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.number_input(
            _("Split in so many parts"), 2, work.MOST_PARTS, 2, key=f"topic_split_{topic.ref}"
        )
        asked = st.button(
            _("Split"), disabled=topic.passages < 2, key=f"topic_split_do_{topic.ref}"
        )
    if asked:
        with told():
            did = work.split(*here.asking, topic.ref, int(number))
            worked(did, _("The topic was split: its parts are in the list."))


def _put_back(here: Here, topic: TopicShown) -> None:
    """Back by one step: apart again, together again, or as it was found."""
    label = _("Let it be as it was found")
    if topic.merged:
        label = _("Take apart what was merged")
    elif topic.part:
        label = _("Join the parts again")
    if st.button(label, icon=":material/restart_alt:", key=f"topic_back_{topic.ref}"):
        with told():
            worked(work.put_back(*here.asking, topic.ref), _("Put back."))


def worked(did: Worked, message: str) -> None:
    """Remember what was done for its undo, and show the topic it was done to."""
    st.session_state[_LAST] = (did.undo_id, message)
    if did.ref:
        st.session_state[CHOSEN] = did.ref
    done(message)


def undo(here: Here) -> None:
    """What was done last, and the way back."""
    undo_id, message = st.session_state.get(_LAST) or (None, "")
    if undo_id is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        soft(message)
        if st.button(_("Undo"), icon=":material/undo:", key="topics_undo"):
            st.session_state.pop(_LAST)
            try:
                work.undo(*here.asking, undo_id)
            except WorkbenchError as problem:
                st.error(plain(str(problem)))
            else:
                done(_("Taken back."))


# --- Its passages ---------------------------------------------------------------------------------


def _passages(here: Here, topic: TopicShown) -> None:
    st.markdown(f"**{_('Passages, the most typical first')}**")
    uncoded = False
    if topic.coded:
        uncoded = st.toggle(_("Only what nobody has coded yet"), key=f"topic_bare_{topic.ref}")
    sheet = f"topic_sheet_{topic.ref}_{uncoded}"
    first = (int(st.session_state.get(sheet, 1)) - 1) * A_PAGE
    with told():
        found, count = acts.page_of(
            *here.asking, topic.ref, first=first, most=A_PAGE, uncoded=uncoded
        )
        if not found:
            soft(_("Everything in this topic is coded."))
        for each in found:
            _passage(here, each)
        if count > A_PAGE:
            st.pagination(-(-count // A_PAGE), key=sheet)


def _passage(here: Here, each: TopicPassage) -> None:
    words = "<br>".join(escape(line) for line in each.text.split("\n"))
    parts = [escape(each.title)]
    if each.who:
        parts.insert(0, f"<strong>{escape(each.who)}</strong>")
    if each.coded:
        parts.append(escape(_("coded")))
    parts.append(similar.link(here.study_id, each.place[0], each.span, each.title))
    st.html(
        f'<blockquote class="ebcd">{words}</blockquote>'
        f'<p class="ebcd-soft" style="margin:0 0 0 1.15rem">{" · ".join(parts)}</p>'
    )
    steps.link(
        "coding",
        here.study_id,
        label=_("Open in “{title}”").format(title=plain(each.title)),
        icon=":material/open_in_new:",
        transcript=each.place[0],
        at=f"{each.span.start}-{each.span.end}",
    )
