"""Rounds on the priorities page: prepared, joined, watched, closed and revealed."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import urlsplit

import streamlit as st

from ebcd.acts import events, timers
from ebcd.acts import rounds as acts
from ebcd.acts.access import May
from ebcd.acts.rounds import Watched
from ebcd.priorities.ballots import Method
from ebcd.priorities.codes import qr_address, spaced
from ebcd.priorities.groups import group_label
from ebcd.priorities.rounds import Plan, State
from ebcd.priorities.wording import announced, method_name, money, ties_announced
from ebcd.store.rounds import Round
from ebcd.ui import (
    ballots_by_file,
    ballots_by_hand,
    hands_by_group,
    paper_pack,
    phone_check,
    round_plan,
    round_result,
    voting_links,
)
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.ui.tables import table
from ebcd.web.ballot_words import time_said
from ebcd.words import _, counted

_NEVER = {"localhost", "127.0.0.1", "::1", "0.0.0.0"}


def show(here: Here) -> None:
    """The rounds of the study, and the chosen one."""
    phone_check.remember(here)
    found = acts.rounds(*here.asking)
    if here.may(May.EVENTS):
        with st.expander(
            _("Prepare a vote"),
            icon=":material/how_to_vote:",
            expanded=not found,
            key=f"preparing_{len(found)}",
        ):
            round_plan.prepare(here)
    if not found:
        st.info(
            _("There is no vote yet. Talk first: a vote is for what the group does not agree on.")
        )
        return
    by_id = {one.id: one for one in found}
    named = st.query_params.get("round", "")
    at = int(named) if named.isdigit() and int(named) in by_id else found[0].id
    labels = {each.id: f"{each.plan.title} · {_(each.state.label)}" for each in found}
    chosen = st.selectbox(
        _("Vote"),
        list(by_id),
        list(by_id).index(at),
        format_func=lambda each: labels[each],
        key=f"round_{at}_{'|'.join(labels.values())}",
    )
    st.query_params["round"] = str(chosen)
    _also_decides(by_id[chosen], found)
    _one(here, acts.watch(*here.asking, chosen))


def _also_decides(one: Round, every: Sequence[Round]) -> None:
    """Say where two votes of one event are both to decide: one decides, the others inform."""
    others = [
        each.plan.title
        for each in every
        if each.id != one.id and each.event_id == one.event_id and each.plan.decides
    ]
    if one.plan.decides and others:
        soft(
            _(
                "“{other}” is to decide as well. Say to the room which of the two decides; the "
                "others inform."
            ).format(other="”, “".join(others))
        )


def _one(here: Here, watched: Watched) -> None:
    found = watched.round
    st.header(plain(found.plan.title))
    st.write(f"**{_(found.state.label)}.** {_about(found)}")
    runs = here.may(May.EVENTS)
    if found.state in (State.DRAFT, State.OPEN, State.PAUSED):
        if runs:
            _controls(here, found)
        _join(found)
        if found.state is not State.DRAFT:
            _turnout(here, found.id)
        _options(watched)
        if runs and found.state is State.DRAFT:
            round_plan.change(here, watched)
        if runs:
            phone_check.show(here)
            ballots_by_hand.cards(here, watched)
            voting_links.show(here, watched, entrance())
            paper_pack.show(here, watched, entrance())
            if found.state is not State.DRAFT:
                ballots_by_hand.paper(here, watched)
                ballots_by_file.show(here, watched)
                hands_by_group.show(here, watched)
    elif found.state is State.CLOSED:
        _closed(here, found, runs)
    else:
        round_result.show(here, watched)


def _about(found: Round) -> str:
    plan = found.plan
    said = [
        _by_method(plan),
        _("groups: {groups}").format(groups=", ".join(group_label(g) for g in plan.groups)),
        _("personal cards only") if plan.by_card_only else _("everybody with the code"),
        _("this vote decides") if plan.decides else _("this vote informs"),
    ]
    return "; ".join(said) + "."


def _by_method(plan: Plan) -> str:
    if plan.method is Method.DOTS:
        return counted(plan.dots, "{n} dot for each voter", "{n} dots for each voter")
    if plan.method is Method.RANKED:
        return _("each voter ranks {n}, and groups count the same").format(n=plan.top)
    if plan.method is Method.PAIRWISE:
        return _("each voter compares up to {n} pairs").format(n=plan.pairs)
    if plan.method is Method.EQUAL_SHARES:
        return _("equal shares of a budget of {budget}").format(budget=money(plan.budget))
    return method_name(plan.method).lower()


def _controls(here: Here, found: Round) -> None:
    with st.container(horizontal=True):
        if found.state is State.DRAFT:
            if st.button(_("Open for votes"), type="primary"):
                _ask_open(here, found)
            if st.button(_("Discard this draft")):
                _ask_discard(here, found)
        elif found.state is State.OPEN:
            if st.button(_("Pause")):
                with told():
                    acts.pause_round(*here.asking, found.id)
                    done(_("Paused. What is in stays in."))
        elif st.button(_("Go on"), type="primary"):
            with told():
                acts.open_round(*here.asking, found.id)
                done(_("Voting goes on."))
        if found.state is not State.DRAFT and st.button(_("Close for good")):
            _ask_close(here, found)
    if found.state is not State.DRAFT:
        _timer(here, found)


def _timer(here: Here, found: Round) -> None:
    """The timer that ballot and projector show."""
    left = timers.seconds_left(found)
    with st.container(horizontal=True, vertical_alignment="center"):
        soft(_("No timer runs.") if left is None else time_said(left))
        for minutes in (1, 5):
            label = counted(minutes, "{n} more minute", "{n} more minutes")
            if st.button(label, key=f"more_{minutes}", icon=":material/timer:"):
                with told():
                    timers.add_minutes(*here.asking, found.id, minutes)
                    done(_("The timer is set. It never closes the vote."))
        if left is not None and st.button(_("Take the timer away")):
            with told():
                timers.take_away(*here.asking, found.id)
                done(_("No time is shown any more."))


@st.dialog("Open for votes")
def _ask_open(here: Here, found: Round) -> None:
    st.write(f"{announced()} {ties_announced()}")
    if st.button(_("Open now"), type="primary"):
        with told():
            acts.open_round(*here.asking, found.id)
            done(_("Open. Show the code to the room."))


@st.dialog("Discard the draft")
def _ask_discard(here: Here, found: Round) -> None:
    title = plain(found.plan.title)
    st.write(_("“{title}” and its printed cards are deleted.").format(title=title))
    if st.button(_("Discard"), type="primary"):
        with told():
            acts.discard_round(*here.asking, found.id)
            done(_("Discarded."))


@st.dialog("Close for good")
def _ask_close(here: Here, found: Round) -> None:
    st.write(
        _(
            "Nobody can vote after this, and every link between a person and a vote is cut for "
            "good. Have all paper ballots been typed in?"
        )
    )
    if st.button(_("Close now"), type="primary"):
        with told():
            wiped = acts.close_round(*here.asking, found.id)
            said = _("Closed. Reveal the result when the room is ready.")
            if not wiped:
                said += " " + _(
                    "The links between people and votes are cut; the database was busy and wipes "
                    "them from the disk when you reveal the result."
                )
            done(said)


def entrance() -> str:
    """The address that phones use: what was typed or checked, else this page's own."""
    here = urlsplit(st.context.url or "http://localhost:8501")
    typed = st.session_state.get("entrance") or phone_check.known()
    return str(typed or f"{here.scheme}://{here.netloc}").rstrip("/")


def _join(found: Round) -> None:
    address = f"{entrance()}/vote/{found.join_code}"
    code = spaced(found.join_code or "")
    left, right = st.columns([1, 2], vertical_alignment="center")
    with left:
        st.html(
            f'<img src="{qr_address(address)}" style="width:100%;max-width:15rem;background:#fff" '
            f'alt="{_("QR code that opens {address}").format(address=escape(address))}">'
        )
    with right:
        st.html(
            f"<p>{_('Go to')} <strong>{escape(entrance())}/vote</strong> {_('and type')}</p>"
            f'<p style="font-size:2.6rem;font-weight:700;letter-spacing:.08em;margin:0">{code}</p>'
        )
        st.text_input(
            _("Address that phones use"),
            entrance(),
            key="entrance",
            help=_("Change it where phones reach this workbench under another name."),
        )
        if (urlsplit(entrance()).hostname or "") in _NEVER:
            st.warning(
                _(
                    "Phones cannot reach “localhost”: start the workbench with --ballots-on "
                    "0.0.0.0:8080, which lets phones vote and nothing else; or type the name "
                    "under which phones reach it."
                )
            )
    with st.container(horizontal=True):
        st.link_button(_("Projector view"), f"/vote/{found.join_code}/screen")
        st.link_button(_("Plain page to run it from"), f"/run/{found.study_id}/{found.id}")
    if not found.plan.by_card_only:
        with st.expander(_("A link and QR code for each group")):
            for group in found.plan.groups:
                link = f"{address}?group={group}"
                st.html(
                    f"<p><strong>{escape(group_label(group))}</strong><br>{escape(link)}<br>"
                    f'<img src="{qr_address(link)}" style="width:9rem;background:#fff" '
                    f'alt="{_("QR code for")} {escape(group_label(group))}"></p>'
                )


def _turnout(here: Here, round_id: int) -> None:
    st.markdown(f"**{_('Who has voted')}**")

    @st.fragment(run_every=3)
    def counts() -> None:
        watched = acts.watch(*here.asking, round_id)
        by_group = {one.group: one for one in watched.turnout}
        rows = []
        for group in watched.round.plan.groups:
            one = by_group.get(group)
            joined, voted = (one.joined, one.voted) if one else (0, 0)
            paper, file = (one.paper, one.file) if one else (0, 0)
            made = watched.cards.get(group, 0)
            rows.append((group_label(group), joined, voted, paper, file, made))
        heads = (
            _("Group"),
            _("Joined"),
            _("Voted"),
            _("of these on paper"),
            _("of these from a file"),
            _("Cards made"),
        )
        table(_("Who has voted"), heads, rows)
        total = sum(one.voted for one in watched.turnout)
        _too_many(here, watched.round, total)
        soft(
            counted(total, "{n} vote is in.", "{n} votes are in.")
            + " "
            + _("How options stand is hidden from everybody until the close.")
        )

    counts()


def _too_many(here: Here, found: Round, total: int) -> None:
    """Say where more votes are in than people were counted at the event."""
    event = events.events(*here.asking).get(found.event_id or 0)
    heads = sum((event.attended or {}).values()) if event else 0
    if 0 < heads < total:
        st.warning(
            _(
                "{votes} votes are in, and {people} people were counted at the event. With a code "
                "for the whole room somebody can vote twice: count heads, or use personal cards."
            ).format(votes=total, people=heads)
        )


def _options(watched: Watched) -> None:
    with st.expander(_("The options, as on the ballot")):
        for option in watched.options:
            quote = f" — “{option.quotation}”" if option.quotation else ""
            text = f"<br>{escape(option.description)}" if option.description else ""
            if option.cost is not None:
                text += f"<br>{_('Cost')}: {money(option.cost)}"
            st.html(
                f"<p><strong>{option.number}. {escape(option.title)}</strong>{text}"
                f"{escape(quote)}</p>"
            )


def _closed(here: Here, found: Round, runs: bool) -> None:
    total = sum(found.voted.values())
    st.write(counted(total, "{n} vote was counted.", "{n} votes were counted."))
    if runs and st.button(_("Reveal the result"), type="primary"):
        with told():
            acts.reveal_round(*here.asking, found.id)
            done(_("Revealed: everybody with the code sees it too."))
