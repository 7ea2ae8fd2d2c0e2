"""Approval: one person's clips, what to send them, and what they answered, clip by clip."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import escape

import streamlit as st

from ebcd.acts import film_answers as acts
from ebcd.acts import reports, rough_cut
from ebcd.acts.film import Film
from ebcd.acts.film_answers import WAYS, Asked
from ebcd.acts.leaving import Leaves
from ebcd.acts.rough_cut_plan import Purpose, Wanted
from ebcd.film.approval import reasons_against
from ebcd.film.storyboard import Answer, Clip
from ebcd.text import file_name
from ebcd.times import duration
from ebcd.ui import film_agreement, leaving
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.ui.tables import Drawn, table
from ebcd.words import _, counted

ANSWERS = (Answer.APPROVED, Answer.LEAVE_OUT, Answer.REFUSED, Answer.ASKED)


def show(here: Here, found: Film) -> None:
    """Who has answered, one person's answers, and the patients' agreement to the whole."""
    asked = acts.asked(found)
    if asked:
        _clip_by_clip(here, found, asked)
    else:
        st.info(_("Nobody of this study is in the film yet: add clips first."))
    film_agreement.show(here, found)


def _clip_by_clip(here: Here, found: Film, asked: list[Asked]) -> None:
    st.header(_("Clip by clip"))
    soft(
        _(
            "Each person sees their clips before anybody else does. Silence is never approval: "
            "without an answer a clip reaches no file."
        )
    )
    _overview(asked)
    names = {each.participant: each.pseudonym for each in asked}
    who = st.selectbox(
        _("Person"), list(names), format_func=names.__getitem__, key="film_approval_person"
    )
    person = next(each for each in asked if each.participant == who)
    _packs(here, found, person)
    _answers(here, person)


def _overview(asked: list[Asked]) -> None:
    heads = (
        _("Person"), _("Clips"), _("Approved"), _("Part to be left out"), _("Refused"),
        _("No answer yet"),
    )  # fmt: skip
    rows = [
        (
            each.pseudonym,
            len(each.clips),
            each.approved,
            each.leave_out,
            each.refused,
            _waiting(each),
        )
        for each in asked
    ]
    table(_("Answers, person by person"), heads, rows)


def _waiting(each: Asked) -> Drawn:
    if each.waiting:
        return Drawn(f'<span aria-hidden="true">⊘</span> {each.waiting}')
    return Drawn('<span aria-hidden="true">✓</span> 0')


def _packs(here: Here, found: Film, person: Asked) -> None:
    """What is sent to one person: words and pictures, in usual or in large print, and the film."""
    shown = [clip for _n, _chapter, clip in person.clips if _may_be_sent(clip)]
    if not shown:
        soft(_("None of these clips may be sent: somebody in them does not consent to the film."))
        return
    knowingly = leaving.let_go(here, Leaves.FILM, "film_pack")
    with st.container(horizontal=True):
        for kind, label in (
            ("approval-pack", _("Approval pack of {who}")),
            ("approval-pack-large", _("The same in large print")),
        ):
            st.download_button(
                label.format(who=plain(person.pseudonym)),
                _maker(here, kind, person.participant, knowingly),
                file_name(here.study.name, f"{kind} {person.pseudonym}", "docx"),
                reports.MEDIA_TYPE,
                on_click="ignore",
                icon=":material/download:",
                key=f"film_{kind}_{person.participant}",
            )
        if st.button(
            _("Make the film of these clips"),
            icon=":material/movie:",
            key=f"film_cut_of_{person.participant}",
        ):
            wanted = Wanted(
                Purpose.APPROVAL,
                participant=person.participant,
                version=found.version.id,
                knowingly=knowingly,
            )
            with told():
                rough_cut.begin_cut(*here.asking, wanted)
                done(_("The film is being made: play it and fetch it under “Files”."))


def _may_be_sent(clip: Clip) -> bool:
    return not clip.withheld and all(person.consents for person in clip.people)


def _maker(here: Here, kind: str, who: int, knowingly: bool) -> Callable[[], bytes]:
    return lambda: reports.write(*here.asking, kind, participant_id=who, knowingly=knowingly).data


def _answers(here: Here, person: Asked) -> None:
    """What the person said of each clip; what is left as it is, is not recorded again."""
    st.markdown(f"**{_('What {who} answered').format(who=plain(person.pseudonym))}**")
    mark = hash(tuple(_key(person, clip) for _n, _c, clip in person.clips))
    with st.form(f"film_answers_{person.participant}_{mark}", border=True):
        said: dict[int, tuple[Answer, str]] = {}
        for number, chapter, clip in person.clips:
            chosen = _one(person, number, chapter, clip)
            if chosen is not None:
                said[clip.id] = chosen
        left, right = st.columns(2)
        on = left.date_input(_("On"), date.today(), max_value=date.today(), format="DD/MM/YYYY")
        how = right.selectbox(
            _("How it was given"),
            WAYS,
            index=None,
            accept_new_options=True,
            placeholder=_("Choose, or type another way"),
        )
        if st.form_submit_button(_("Record the answers"), type="primary"):
            with told():
                count = acts.record_answers(
                    *here.asking, person.participant, said, on, str(how or "")
                )
                done(counted(count, "{n} answer is recorded.", "{n} answers are recorded."))


def _key(person: Asked, clip: Clip) -> str:
    return f"{clip.id}{acts.answer_of(clip, person.participant)}"


def _one(person: Asked, number: int, chapter: str, clip: Clip) -> tuple[Answer, str] | None:
    """One clip of the form; None where nothing was chosen, or it is as it was."""
    label = _("Clip {n}, {chapter}, {length}").format(
        n=number, chapter=chapter, length=duration(clip.length_ms)
    )
    words = clip.words or _("Marked “do not use”")
    st.html(
        f'<p style="margin:0"><strong>{escape(label)}</strong></p>'
        f'<p style="margin:0">{escape(words)}</p>'
        f'<p class="ebcd-soft" style="margin:0">{escape(_standing(person, clip))}</p>'
    )
    was = acts.answer_of(clip, person.participant)
    key = f"answer_{person.participant}_{clip.id}_{was}"
    answer = st.radio(
        plain(label),
        ANSWERS,
        index=ANSWERS.index(was) if was in ANSWERS else None,
        format_func=lambda each: _(each.label),
        horizontal=True,
        label_visibility="collapsed",
        key=key,
    )
    note = next(e.approval.note for e in clip.people if e.participant == person.participant)
    leave_out = st.text_input(
        _("What to leave out of clip {n}, in their words").format(n=number),
        note if was is Answer.LEAVE_OUT else "",
        key=f"leave_out_{key}",
    )
    same = answer is was and (answer is not Answer.LEAVE_OUT or leave_out.strip() == note)
    if answer is None or (same and not (answer is Answer.APPROVED and leave_out.strip())):
        return None
    return answer, leave_out


def _standing(person: Asked, clip: Clip) -> str:
    """What keeps the clip from being shown, of this person's making or another's."""
    reasons = reasons_against(clip)
    if not reasons:
        return _("May be shown.")
    return " ".join(_(reason.sentence) for reason in reasons)
