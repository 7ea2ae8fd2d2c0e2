"""Personal cards, and paper ballots typed in by the facilitator."""

from __future__ import annotations

import streamlit as st

from ebcd.acts import rounds as acts
from ebcd.acts.rounds import Card, Watched
from ebcd.priorities.answers import EFFORT, IMPACT
from ebcd.priorities.ballots import SCALE, Method
from ebcd.priorities.groups import group_label
from ebcd.priorities.sheets import read_pair
from ebcd.reports.ballot_cards import PrintedCard, cards_document
from ebcd.text import safe_name
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.words import _, counted

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def cards(here: Here, watched: Watched) -> None:
    """Make personal cards and hand out their sheet once."""
    found = watched.round
    sheet = st.session_state.get(f"cards_{found.id}")
    with st.expander(
        _("Personal cards: one vote each"), icon=":material/badge:", expanded=sheet is not None
    ):
        made = sum(watched.cards.values())
        if made:
            st.write(counted(made, "{n} card was made.", "{n} cards were made."))
        if sheet is not None:
            st.warning(
                _("Save this sheet now: the codes are kept nowhere and cannot be shown again.")
            )
            st.download_button(
                _("Save the sheet of cards (Word)"),
                sheet,
                file_name=safe_name(f"ballot cards {found.plan.title}") + ".docx",
                mime=_WORD,
                type="primary",
            )
        with st.form(f"cards_for_{found.id}", border=False):
            wanted = {
                group: int(
                    st.number_input(
                        _("Cards for: {group}").format(group=group_label(group)),
                        0,
                        acts.MOST_CARDS,
                        0,
                        key=f"cards_{found.id}_{group}",
                    )
                )
                for group in found.plan.groups
            }
            if st.form_submit_button(_("Make cards")):
                with told():
                    fresh = acts.make_cards(*here.asking, found.id, wanted)
                    st.session_state[f"cards_{found.id}"] = _sheet(found.plan.title, fresh)
                    done(counted(len(fresh), "{n} card made.", "{n} cards made."))


def _sheet(title: str, fresh: list[Card]) -> bytes:
    from ebcd.ui.rounds import entrance

    address = f"{entrance()}/vote"
    return cards_document(
        title,
        address,
        [PrintedCard(c.code, group_label(c.group), f"{address}/{c.code}") for c in fresh],
    )


def paper(here: Here, watched: Watched) -> None:
    """Type in paper ballots, and leave wrong ones out."""
    found = watched.round
    with st.expander(_("Paper ballots"), icon=":material/edit_note:"):
        with st.form(f"paper_{found.id}", border=False, clear_on_submit=True):
            group = st.radio(
                _("Group on the paper"),
                found.plan.groups,
                format_func=group_label,
                horizontal=True,
                key=f"paper_group_{found.id}",
            )
            marks = _marks(watched)
            if st.form_submit_button(_("Add this ballot"), type="primary"):
                with told():
                    answers = _pairs(str(marks)) if isinstance(marks, str) else marks
                    acts.enter_paper(*here.asking, found.id, group, answers)
                    done(_("The paper ballot is in."))
        _typed(here, watched)


def _marks(watched: Watched) -> dict[str, int] | str:
    """What stands on the paper, as it is typed; pairs are typed as a line."""
    found = watched.round
    if found.plan.method is Method.PAIRWISE:
        soft("; ".join(f"{option.number}. {option.title}" for option in watched.options))
        return st.text_input(
            _("Pairs, the preferred number first, such as 3 > 5, 1 > 2"), key=f"paper_{found.id}"
        )
    if found.plan.method is Method.IMPACT_EFFORT:
        return {
            f"{option.number}{side}": int(
                st.number_input(
                    f"{option.number}. {plain(option.title)}: {name}",
                    0,
                    SCALE[1],
                    0,
                    key=f"paper_{found.id}_{option.number}{side}",
                )
            )
            for option in watched.options
            for side, name in ((IMPACT, _("impact")), (EFFORT, _("effort")))
        }
    most = {Method.DOTS: found.plan.dots, Method.RANKED: found.plan.top}.get(found.plan.method, 1)
    if found.plan.method is Method.RANKED:
        soft(_("The place of each option, 1 for the first; 0 where it has none."))
    return {
        str(option.number): int(
            st.number_input(
                f"{option.number}. {plain(option.title)}",
                0,
                most,
                0,
                key=f"paper_{found.id}_{option.number}",
            )
        )
        for option in watched.options
    }


def _pairs(line: str) -> dict[str, int]:
    """The pairs in a line such as “3 > 5, 1 > 2”."""
    return dict(read_pair(each) for each in line.replace(";", ",").split(",") if each.strip())


def _typed(here: Here, watched: Watched) -> None:
    found = watched.round
    typed = acts.paper_ballots(*here.asking, found.id)
    if not typed:
        return
    labels = {}
    for place, ballot in enumerate(typed, start=1):
        marks = ", ".join(f"{number}: {given}" for number, given in (ballot.answers or {}).items())
        fate = f" · {_('left out')}: {ballot.voided_because}" if ballot.voided_because else ""
        labels[ballot.id] = f"{place}. {group_label(ballot.group)} · {marks or '–'}{fate}"
    st.markdown("\n".join(f"- {plain(label)}" for label in labels.values()))
    standing = [ballot.id for ballot in typed if not ballot.voided_because]
    if standing:
        with st.form(f"void_{found.id}", border=False, clear_on_submit=True):
            wrong = st.selectbox(
                _("Leave out a ballot that was typed wrongly"),
                standing,
                format_func=labels.__getitem__,
            )
            because = st.text_input(_("Why (without names: the audit shows it)"), max_chars=200)
            if st.form_submit_button(_("Leave it out")):
                with told():
                    acts.void_paper(*here.asking, found.id, wrong, because)
                    done(_("Left out, with the reason."))
