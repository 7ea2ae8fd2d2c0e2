"""One priority: its row on a list, and all that can be done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from ebcd.acts import priorities as acts
from ebcd.acts.access import May
from ebcd.priorities.lists import Item, ItemState, ListName, ancestry, sides
from ebcd.ui import joint_list, steps
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.words import _, counted

_MOST_QUOTATIONS = 12


def _side_words(item: Item, items: Mapping[int, Item]) -> str:
    found = sides(item, items)
    if found == {"patient", "staff"}:
        return _("from both lists")
    if found:
        return _("from the patients' list") if "patient" in found else _("from the staff list")
    return _("added at the joint event")


Room = Mapping[int, Sequence[str]]
"""The ideas from the room behind each item."""


def _about(item: Item, items: Mapping[int, Item], room: Room) -> str:
    said = []
    sent = [text for each in (item, *ancestry(item.id, items)) for text in room.get(each.id, ())]
    if sent:
        said.append(_("from the room: {ideas}").format(ideas="; ".join(sent)))
    if item.list is ListName.JOINT:
        said.append(_side_words(item, items))
    merged = [items[i].title for i in item.origins if i in items and items[i].list is item.list]
    if merged:
        said.append(_("merged from: {items}").format(items="; ".join(merged)))
    if item.history:
        said.append(_("was called: {title}").format(title=item.history[-1]["was"]))
    if item.evidence:
        said.append(counted(len(item.evidence), "{n} quotation kept", "{n} quotations kept"))
    return " · ".join(said)


def row(
    here: Here, items: Mapping[int, Item], item: Item, place: int, last: int, room: Room
) -> None:
    """An item on its list, with its buttons."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        chosen = item.state is ItemState.CHOSEN
        sign = f" · ✓ {_('joint priority')}" if chosen else ""
        said = _about(item, items, room)
        st.html(
            f"<div><strong>{place}. {escape(item.title)}</strong>{escape(sign)}"
            + (f"<br>{escape(item.description)}" if item.description else "")
            + (f'<br><span class="ebcd-soft">{escape(said)}</span>' if said else "")
            + (f"<br>{_('Why')}: {escape(item.reason)}" if chosen else "")
            + "</div>"
        )
        with st.container(horizontal=True, width="content"):
            if st.button(_("Open"), key=f"open_{item.id}", help=plain(item.title)):
                _open(here, items, item)
            if here.may(May.EVENTS):
                for label, by, off in (("↑", -1, place == 1), ("↓", 1, place == last)):
                    words = _("Move up: {t}") if by < 0 else _("Move down: {t}")
                    if st.button(
                        label,
                        key=f"move_{item.id}_{by}",
                        disabled=off,
                        help=words.format(t=plain(item.title)),
                    ):
                        with told():
                            acts.move(*here.asking, item.id, by)
                            st.rerun()


def gone_row(here: Here, items: Mapping[int, Item], item: Item) -> None:
    """An item that was merged or set aside, with what became of it."""
    if item.state is ItemState.MERGED:
        into = items.get(item.merged_into or 0)
        fate = _("merged into: {title}").format(title=into.title if into else "…")
    else:
        fate = _("set aside: {reason}").format(reason=item.reason)
    st.html(f"<div><strong>{escape(item.title)}</strong><br>{escape(fate)}</div>")
    if (
        item.state is ItemState.SET_ASIDE
        and here.may(May.EVENTS)
        and st.button(_("Bring back"), key=f"back_{item.id}", help=item.title)
    ):
        with told():
            acts.bring_back(*here.asking, item.id)
            done(_("It is back on its list."))


@st.dialog("Priority", width="large")
def _open(here: Here, items: Mapping[int, Item], item: Item) -> None:
    st.header(plain(item.title))
    origin = ancestry(item.id, items)
    if origin:
        st.write(_("Made of:"))
        for each in origin:
            st.markdown(f"- {plain(each.title)} ({_(each.list.label)})")
    if here.may(May.EVENTS):
        _reword(here, item)
        if item.list is ListName.JOINT:
            _confirm(here, item)
        _leave(here, item)
    _quotations(here, item)
    joint_list.evidence(here, item)


def _reword(here: Here, item: Item) -> None:
    with st.form(f"reword_{item.id}", border=False):
        title = st.text_input(_("Words"), item.title, max_chars=200)
        description = st.text_area(_("What is meant"), item.description)
        if st.form_submit_button(_("Save the words")):
            with told():
                acts.reword(*here.asking, item.id, title, description)
                done(_("Saved. What it was called before is kept."))


def _confirm(here: Here, item: Item) -> None:
    if item.state is ItemState.CHOSEN:
        st.write(_("This is a joint priority. Why: {reason}").format(reason=plain(item.reason)))
        if st.button(_("Take it back to the joint list"), key=f"unchoose_{item.id}"):
            with told():
                acts.unchoose(*here.asking, item.id)
                done(_("It is a plain item of the joint list again."))
        return
    with st.form(f"choose_{item.id}", border=False):
        reason = st.text_area(
            _("Why the group chose it"), placeholder=_("What was said, and what the vote showed")
        )
        if st.form_submit_button(_("Confirm as a joint priority"), type="primary"):
            with told():
                acts.choose(*here.asking, item.id, reason)
                done(_("Confirmed as a joint priority."))


def _leave(here: Here, item: Item) -> None:
    with st.expander(_("Set aside, or delete")):
        with st.form(f"aside_{item.id}", border=False):
            reason = st.text_area(_("Why it is set aside"))
            if st.form_submit_button(_("Set aside")):
                with told():
                    acts.set_aside(*here.asking, item.id, reason)
                    done(_("Set aside, with the reason."))
        soft(_("Only what was added by mistake and has no history can be deleted."))
        if st.button(_("Delete for good"), key=f"delete_{item.id}"):
            with told():
                acts.remove_item(*here.asking, item.id)
                done(_("Deleted."))


def _quotations(here: Here, item: Item) -> None:
    found = acts.quotations(*here.asking, item.id)
    st.markdown(f"**{_('What people said')}**")
    if not found:
        soft(_("No coded passage belongs to this priority's touchpoints and themes."))
    for quotation in found[:_MOST_QUOTATIONS]:
        who = ", ".join(quotation.speakers) or _("field note")
        limit = "" if quotation.may_quote else f" · {_('not to be quoted outside the team')}"
        where = steps.address(
            "coding",
            here.study_id,
            transcript=quotation.transcript,
            at=f"{quotation.start}-{quotation.end}",
        )
        st.html(
            f'<blockquote class="ebcd">{escape(quotation.words)}<br><span class="ebcd-soft">'
            f'{escape(who)}{escape(limit)} · <a href="{where}" target="_self">'
            f"{_('open in the transcript')}</a></span></blockquote>"
        )
        if here.may(May.EVENTS):
            kept = quotation.uuid in item.evidence
            label = _("Keep with this priority")
            if st.checkbox(label, kept, key=f"keep_{item.id}_{quotation.uuid}") is not kept:
                with told():
                    acts.keep_evidence(*here.asking, item.id, quotation.uuid, not kept)
    if len(found) > _MOST_QUOTATIONS:
        soft(_("{n} more on the findings page.").format(n=len(found) - _MOST_QUOTATIONS))
