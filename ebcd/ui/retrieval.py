"""Retrieval: coded passages by any mix of codes, people and groups.

The answer is worked out once for a question and a state of the evidence; a click draws one page of
it.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import ceil
from zlib import crc32

import streamlit as st

from ebcd.acts import retrieval as acts
from ebcd.acts.access import Actor
from ebcd.acts.findings import Finding
from ebcd.acts.retrieval import Answer, Choices, Found
from ebcd.findings.question import Question, read, sentence, written
from ebcd.findings.retrieval import Shelf
from ebcd.people import Group
from ebcd.store.findings import Material
from ebcd.store.workbench import Workbench
from ebcd.ui import evidence, passages, retrieval_kept, retrieval_question, retrieval_work, steps
from ebcd.ui.here import Here
from ebcd.ui.plain import soft
from ebcd.words import _, counted

A_PAGE = 20
_TICKED, _WORK, _LIST = "retrieval_ticked", "retrieval_work", "retrieval_list"
_Key = tuple[str, int, str, int, tuple[tuple[int, int | None], ...]]


@st.cache_resource(max_entries=4, show_spinner=False)
def _shelf(_of: Material, key: _Key) -> Shelf:
    return acts.shelf(_of)


@st.cache_resource(max_entries=4, show_spinner=False)
def _choices(
    _workbench: Workbench, _actor: Actor, study_id: int, _of: Material, key: _Key
) -> Choices:
    return acts.choices(_workbench, _actor, study_id, _of)


@st.cache_resource(max_entries=16, show_spinner=False)
def _answer(
    _workbench: Workbench,
    _actor: Actor,
    study_id: int,
    _of: Material,
    _on: Shelf,
    key: _Key,
    question: str,
) -> Answer:
    return acts.retrieve(_workbench, _actor, study_id, read(question), _of, _on)


def _key(here: Here, of: Material) -> _Key:
    """What an answer hangs on beside the question: the state of the evidence that may be seen."""
    tree = tuple((code.id, code.parent) for code in of.codes)
    hidden = evidence.hidden_from(here)
    return here.workbench.database.url, here.study_id, hidden, of.revision, tree


def show(here: Here) -> None:
    """The passages that fit, as a list to read and to work with."""
    of = evidence.material(here)
    if not of.passages:
        st.info(_("Nothing is coded yet: what is coded can be asked for here."))
        steps.link("coding", here.study_id, label=_("To the coding desk"))
        return
    key = _key(here, of)
    choices = _choices(*here.asking, of, key)
    question = retrieval_question.show(here.study_id, of, choices)
    retrieval_kept.show(here, of, question)
    on = _shelf(of, key)
    with st.spinner(_("Looking for the passages…")):
        answer = _answer(*here.asking, of, on, key, written(question))
    _answered(here, of, on, question, answer)


def _answered(here: Here, of: Material, on: Shelf, question: Question, answer: Answer) -> None:
    """The answer: what was asked and how much fits, what to do with it, and the list."""
    asked = sentence(question, acts.names(of))
    st.html(
        '<div role="status"><p style="margin:.5rem 0 0;font-size:1.15rem">'
        f"<strong>{escape(asked)}</strong></p>"
        f'<p style="margin:.2rem 0 0">{escape(_counts(answer))}</p></div>'
    )
    retrieval_work.show_undo(here)
    if not answer.found:
        soft(_("No passage fits. Take a row or a person away, or let the codes below count too."))
        return
    ticked = _ticked(f"{here.study_id} {written(question)}")
    _work(here, of, answer, asked, ticked)
    _listed(here, of, on, answer, asked, ticked)


@st.fragment(key=_WORK)
def _work(here: Here, of: Material, answer: Answer, asked: str, ticked: set[str]) -> None:
    """What to do with the passages; ticking one draws this alone again."""
    chosen = [each for each in answer.found if each.key in ticked] if ticked else []
    if chosen:
        st.button(
            counted(len(chosen), "Untick {n} passage", "Untick {n} passages"),
            key="retrieval_untick",
            on_click=_untick,
            args=(ticked,),
        )
    else:
        soft(_("You work with all that fit. Tick passages to work with those alone."))
    retrieval_work.show(here, of, chosen or answer.found, asked)


def _counts(answer: Answer) -> str:
    """How many passages, and how many people of each group."""
    plural = {
        Group.PATIENT: ("{n} patient", "{n} patients"),
        Group.CARER: ("{n} carer", "{n} carers"),
        Group.FAMILY: ("{n} family member", "{n} family members"),
        Group.STAFF: ("{n} staff", "{n} staff"),
    }
    said = counted(len(answer.found), "{n} passage", "{n} passages")
    people = sum(answer.people.values())
    if people:
        groups = ", ".join(
            counted(answer.people[group], *plural[group])
            for group in Group
            if answer.people.get(group)
        )
        said += " · " + counted(people, "{n} person", "{n} people") + f": {groups}"
    if answer.without_people:
        said += " · " + counted(
            answer.without_people,
            "{n} from a field note or an unlinked speaker",
            "{n} from field notes or unlinked speakers",
        )
    return said


def _ticked(question: str) -> set[str]:
    """The passages that are ticked; none once another question is asked."""
    kept = st.session_state.get(_TICKED)
    if kept is None or kept[0] != question:
        kept = (question, set())
        st.session_state[_TICKED] = kept
    ticked: set[str] = kept[1]
    return ticked


@st.fragment(key=_LIST)
def _listed(
    here: Here, of: Material, on: Shelf, answer: Answer, asked: str, ticked: set[str]
) -> None:
    """One page of the list."""
    pages = ceil(len(answer.found) / A_PAGE)
    at = 1
    if pages > 1:
        at = st.pagination(pages, key=f"retrieval_page_{pages}_{crc32(asked.encode())}")
    first = (at - 1) * A_PAGE
    shown = answer.found[first : first + A_PAGE]
    with st.container(horizontal=True, vertical_alignment="center"):
        soft(
            _("Passages {first} to {last} of {all}").format(
                first=first + 1, last=first + len(shown), all=f"{len(answer.found):,}"
            )
        )
        st.button(
            _("Tick these"), key="retrieval_tick_all", on_click=_tick_all, args=(ticked, shown)
        )
    said = acts.words(*here.asking, of, shown)
    for number, (found, words) in enumerate(zip(shown, said, strict=True), start=first + 1):
        _one(here, of, on, found, words, number, ticked)


def _one(
    here: Here, of: Material, on: Shelf, found: Found, words: str, number: int, ticked: set[str]
) -> None:
    key = f"retrieval_tick_{found.key}"
    st.session_state[key] = found.key in ticked
    st.checkbox(
        _("Passage {n}").format(n=f"{number:,}"), key=key, on_change=_tick, args=(ticked, found.key)
    )
    people = tuple(
        (of.participants[who].pseudonym, of.participants[who].group) for who in found.people
    )
    title = of.sources[found.transcript].title
    passages.quotation(
        here,
        Finding(
            found.transcript,
            title,
            found.is_field_note,
            found.span,
            words,
            people,
            found.may_quote,
            found.start_ms,
            of.sources[found.transcript].is_comments,
        ),
        f"retrieval_{found.key}",
        codes=_codes(of, on, found),
    )


def _codes(of: Material, on: Shelf, found: Found) -> str:
    """The codes on a passage, in HTML; those that the question found stand out."""
    looks = {code.id: code for code in of.codes}
    asked = {of.passages[each].code for each in found.codings}
    met = dict.fromkeys(each.code for each in acts.codes_on(on, found))
    names = [
        f'<span style="text-decoration:underline {looks[code].pattern.value} '
        f'{looks[code].colour} .15em;text-underline-offset:.2em">'
        + (f"<strong>{escape(looks[code].name)}</strong>" if code in asked else "")
        + ("" if code in asked else escape(looks[code].name))
        + "</span>"
        for code in sorted(met, key=lambda each: each not in asked)
        if code in looks
    ]
    return f"{escape(_('Codes'))}: " + ", ".join(names)


def _tick(ticked: set[str], key: str) -> None:
    ticked.symmetric_difference_update({key})
    st.rerun(_WORK)


def _tick_all(ticked: set[str], shown: Sequence[Found]) -> None:
    ticked.update(each.key for each in shown)
    st.rerun([_WORK, _LIST])


def _untick(ticked: set[str]) -> None:
    ticked.clear()
    st.rerun([_WORK, _LIST])
