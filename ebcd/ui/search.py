"""The search page: words in all transcripts, coded passages by their codes, and by meaning.

What is asked stands in the address, so that a search can be kept as a bookmark or sent to a
colleague.
"""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from ebcd.acts import search as acts
from ebcd.acts.access import May
from ebcd.acts.search import Choices, Result
from ebcd.codebook import path
from ebcd.errors import BadInput
from ebcd.people import Group
from ebcd.store.found_turns import Where
from ebcd.ui import retrieval, search_coding, search_hits, similar, steps, traits
from ebcd.ui.here import Here
from ebcd.ui.plain import soft
from ebcd.ui.tables import Drawn, Looks, table
from ebcd.words import _

_IN_ADDRESS: Final = "query-params"
"""A field with it has its key in the address; no other page may be given a value of that name."""
_TAB = "search_tab"
INSIDE, OUTSIDE = "inside", "outside"


def show(here: Here) -> None:
    """The page."""
    st.title(_("Search"))
    meaning = _("By meaning")
    if similar.LIKE in st.query_params and not {_TAB} & {*st.query_params, *st.session_state}:
        st.session_state[_TAB] = meaning
    words, passages, near = st.tabs(
        [_("Words"), _("Passages by code"), meaning],
        key=_TAB,
        on_change="rerun",
        bind=_IN_ADDRESS,
    )
    if words.open:
        with words:
            _words(here)
    if passages.open:
        with passages:
            retrieval.show(here)
    if near.open:
        with near:
            similar.show(here)


def _words(here: Here) -> None:
    choices = acts.choices(*here.asking)
    if not choices.titles:
        st.info(_("There are no transcripts yet. Import some, and search them here."))
        steps.link("transcripts", here.study_id, label=_("To the transcripts"))
        return
    st.html(search_hits.STYLE)
    typed = st.text_input(
        _("Find in all transcripts"),
        key="words",
        type="search",
        max_chars=400,
        placeholder=_("pain nurse, or “waiting list”, or pain*"),
        bind=_IN_ADDRESS,
    )
    _help()
    where = _narrowed(choices)
    _said(choices, where)
    search_coding.undo(here)
    if not (typed or "").strip():
        soft(_("Type what somebody may have said."))
        return
    _answered(here, str(typed), where)


def _answered(here: Here, typed: str, where: Where) -> None:
    """What was found, or why the search cannot be read."""
    page = int(st.session_state.get("sheet", 1)) - 1
    try:
        result = acts.find(*here.asking, typed, where, page)
    except BadInput as problem:
        st.warning(str(problem))
        return
    search_hits.summary(result)
    if not result.found.turns:
        _nothing(where)
        return
    if here.may(May.CODE) and st.toggle(_("Code what was found"), key="search_coding"):
        search_coding.show(here, typed, where)
        return
    search_hits.listed(here, result)
    _pages(result)


def _pages(result: Result) -> None:
    """The numbers of the pages, where there is more than one."""
    pages = -(-result.found.turns // acts.PAGE)
    if pages > 1:
        st.pagination(pages, key="sheet", bind=_IN_ADDRESS)


def _nothing(where: Where) -> None:
    narrowed = where != Where()
    st.info(
        _("Nothing was found within what the search is narrowed to. Widen it below “Narrow down”.")
        if narrowed
        else _(
            "Nothing was found. Try the beginning of a word with a star, like pain*, or fewer "
            "words. The interviewer's turns are searched only if you ask for that."
        )
    )


def _narrowed(of: Choices) -> Where:
    """What the search is narrowed to."""
    by_id = {code.id: code for code in of.codes}
    with st.expander(_("Narrow down"), icon=":material/filter_alt:", key="search_narrow"):
        left, right = st.columns(2)
        with left:
            groups = st.multiselect(
                _("Groups"),
                list(Group),
                format_func=lambda group: _(group.label),
                key="group",
                bind=_IN_ADDRESS,
            )
            who = st.multiselect(
                _("Participants"),
                list(of.people),
                format_func=lambda each: of.people[each],
                key="who",
                bind=_IN_ADDRESS,
            )
            known = traits.chosen(of.traits, "known", _IN_ADDRESS)
            within = st.multiselect(
                _("Transcripts"),
                list(of.titles),
                format_func=lambda each: of.titles[each],
                key="within",
                bind=_IN_ADDRESS,
            )
        with right:
            code = st.selectbox(
                _("Code"),
                list(by_id),
                index=None,
                format_func=lambda each: path(by_id[each], by_id),
                placeholder=_("Any passage, coded or not"),
                key="with_code",
                bind=_IN_ADDRESS,
            )
            sides = {INSIDE: _("Within its passages"), OUTSIDE: _("Outside its passages")}
            side: str | None = INSIDE
            if code is not None:
                side = st.segmented_control(
                    _("Where the code is chosen"),
                    list(sides),
                    default=INSIDE,
                    required=True,
                    format_func=lambda each: sides[each],
                    key="side",
                    bind=_IN_ADDRESS,
                )
            interviewer = st.toggle(
                _("Search the interviewer's turns too"), key="interviewer", bind=_IN_ADDRESS
            )
            best = st.toggle(
                _("Best match first, not in reading order"), key="best", bind=_IN_ADDRESS
            )
    return Where(
        transcripts=tuple(within),
        people=tuple(who),
        groups=tuple(groups),
        code=code,
        inside=side != OUTSIDE,
        interviewer=interviewer,
        best_first=best,
        traits=known,
    )


def _said(of: Choices, where: Where) -> None:
    """What the search is narrowed to, where the fields that say so are folded away."""
    parts = [_(group.label) for group in where.groups]
    parts += [of.people[each] for each in where.people if each in of.people]
    parts += traits.said(where.traits)
    parts += [of.titles[each] for each in where.transcripts if each in of.titles]
    name = next((code.name for code in of.codes if code.id == where.code), None)
    if name is not None:
        side = _("within “{code}”") if where.inside else _("outside “{code}”")
        parts.append(side.format(code=name))
    if where.interviewer:
        parts.append(_("the interviewer's turns too"))
    if parts:
        soft(_("The search is narrowed: {what}").format(what=", ".join(parts)))


def _help() -> None:
    """What can be typed."""
    rows = (
        ("pain nurse", _("Both words, anywhere in one turn.")),
        ("“waiting list”", _("These words one after the other.")),
        ("pain*", _("Words that begin so: pain, painful, painkillers.")),
        ("pain OR ache", _("Either of the two.")),
        ("pain NEAR nurse", _("At most ten words between them. NEAR/3: at most three.")),
        ("pain -hospital", _("The first word, in turns without the second.")),
        ("(pain OR ache) nurse", _("Brackets hold together.")),
    )
    with st.expander(_("How to ask"), icon=":material/help:"):
        items = [(Drawn(f"<code>{escape(said)}</code>"), means) for said, means in rows]
        table(_("What you can type"), (), items, Looks(caption=True))
        soft(
            _(
                "Capitals and accents make no difference: cafe finds Café. What is marked “do not "
                "use” is never found, nor what somebody said who has withdrawn."
            )
        )
