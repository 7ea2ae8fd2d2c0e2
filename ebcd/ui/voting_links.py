"""Links to send by email, and personal cards that vote in every round of an event."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ebcd.acts import event_cards, rounds
from ebcd.acts.rounds import Card, Watched
from ebcd.exchange.ballot_links import BallotLink, addresses, links_csv
from ebcd.priorities.groups import group_label
from ebcd.reports.ballot_cards import PrintedCard, cards_document
from ebcd.text import safe_name
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.words import _, counted

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MADE = "links_{round}"


def show(here: Here, watched: Watched, entrance: str) -> None:
    """Make links or event cards, and hand them out once. `entrance`: the address of phones."""
    found = watched.round
    made: tuple[bytes, bytes, str] | None = st.session_state.get(_MADE.format(round=found.id))
    with st.expander(
        _("Links by email, and cards for every vote of the event"),
        icon=":material/forward_to_inbox:",
        expanded=made is not None,
        key=f"linking_{found.id}",
    ):
        if made is not None:
            _hand_out(made, found.id)
        for_event = found.event_id is not None and _for_event(here, found.id, found.event_id)
        with st.form(f"links_for_{found.id}_{for_event}", border=False):
            st.write(
                _(
                    "Say how many for each group, or paste addresses, one a line: they are written "
                    "beside the links in the file and kept nowhere. Names are not needed."
                )
            )
            wanted, pasted = {}, {}
            for group in event_cards.GROUPS if for_event else found.plan.groups:
                label = group_label(group)
                wanted[group] = int(
                    st.number_input(
                        _("How many: {group}").format(group=label),
                        0,
                        rounds.MOST_CARDS,
                        0,
                        key=f"links_{found.id}_{for_event}_{group}",
                    )
                )
                pasted[group] = st.text_area(
                    _("Or addresses: {group}").format(group=label),
                    key=f"pasted_{found.id}_{for_event}_{group}",
                    height=68,
                )
            if st.form_submit_button(_("Make the links and cards")):
                with told():
                    _make(here, watched, entrance, wanted, pasted, for_event)


def _for_event(here: Here, round_id: int, event_id: int) -> bool:
    """Whether the cards are for every round of the event; and how many of those there are."""
    there = event_cards.cards(*here.asking, event_id)
    if there:
        heads = ", ".join(f"{group_label(group)} {n}" for group, n in there.items())
        st.write(_("Cards for every vote of this event: {heads}.").format(heads=plain(heads)))
        if st.button(_("End these cards"), key=f"end_cards_{round_id}"):
            _ask_end(here, event_id)
    return bool(
        st.radio(
            _("They vote in"),
            (False, True),
            format_func=lambda every: (
                _("every vote of this event, once in each") if every else _("this vote only")
            ),
            horizontal=True,
            key=f"links_reach_{round_id}",
        )
    )


@st.dialog("End the cards of this event")
def _ask_end(here: Here, event_id: int) -> None:
    st.write(_("Nobody can open a ballot with them any more. Votes that are in stay in."))
    if st.button(_("End them"), type="primary"):
        with told():
            many = event_cards.forget_cards(*here.asking, event_id)
            done(counted(many, "{n} card ended.", "{n} cards ended."))


def _make(
    here: Here,
    watched: Watched,
    entrance: str,
    wanted: dict[str, int],
    pasted: dict[str, str],
    for_event: bool,
) -> None:
    found = watched.round
    beside = addresses(pasted)
    numbers = {group: max(wanted[group], len(beside[group])) for group in wanted}
    if for_event and found.event_id is not None:
        fresh = event_cards.make_cards(*here.asking, found.event_id, numbers)
    else:
        fresh = rounds.make_cards(*here.asking, found.id, numbers)
    links = [
        BallotLink(card.group, group_label(card.group), f"{entrance}/vote/{card.code}", card.code)
        for card in fresh
    ]
    sheet = _sheet(found.plan.title, entrance, fresh, every=for_event)
    st.session_state[_MADE.format(round=found.id)] = (
        links_csv(links, beside),
        sheet,
        found.plan.title,
    )
    done(counted(len(fresh), "{n} link made.", "{n} links made."))


def _sheet(title: str, entrance: str, fresh: Sequence[Card], *, every: bool) -> bytes:
    address = f"{entrance}/vote"
    return cards_document(
        title,
        address,
        [PrintedCard(c.code, group_label(c.group), f"{address}/{c.code}") for c in fresh],
        every=every,
    )


def _hand_out(made: tuple[bytes, bytes, str], round_id: int) -> None:
    table, sheet, title = made
    st.warning(_("Save these now: the codes are kept nowhere and cannot be shown again."))
    with st.container(horizontal=True):
        st.download_button(
            _("Save the links (CSV)"),
            table,
            file_name=safe_name(f"ballot links {title}") + ".csv",
            mime="text/csv",
            type="primary",
            key=f"save_links_{round_id}",
        )
        st.download_button(
            _("Save the same as cards (Word)"),
            sheet,
            file_name=safe_name(f"ballot cards {title}") + ".docx",
            mime=_WORD,
            key=f"save_cards_{round_id}",
        )
    soft(
        _(
            "Each link is one vote. While the vote is open, whoever holds this file could open a "
            "ballot with it: send the links, then delete the file."
        )
    )
