"""The storyboard on the page: chapters of clips in order, each row with its buttons."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from ebcd.acts import film as acts
from ebcd.acts import film_chapters, film_names, film_versions
from ebcd.acts.access import May
from ebcd.acts.film import Film
from ebcd.film.approval import reasons_against
from ebcd.film.storyboard import Appearance, Chapter, Clip, ClipKind, Tone
from ebcd.times import clock, duration
from ebcd.ui import film_clip, film_undo
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import soft
from ebcd.ui.pressing import pressing
from ebcd.web.film_playing import page_address
from ebcd.words import _, counted

STYLE = """
<style>
.ebcd-film h2 {margin: 1.4rem 0 .3rem; padding: 0; font-size: 1.25rem;}
.ebcd-film ol {list-style: none; margin: 0; padding: 0;}
.ebcd-film li {display: grid; grid-template-columns: 2.2rem 1fr auto; gap: .2rem .7rem;
  padding: .55rem .2rem;
  border-top: 1px solid color-mix(in srgb, currentColor 18%, transparent);}
.ebcd-film p {margin: 0;}
.ebcd-film .ebcd-number {font-variant-numeric: tabular-nums; font-weight: 600;}
.ebcd-film .ebcd-state {font-size: .9rem;}
.ebcd-film .ebcd-buttons {display: flex; gap: .3rem; align-items: start;}
.ebcd-film button {min-width: 2.25rem; min-height: 2.25rem; padding: 0 .5rem; font: inherit;
  color: inherit; background: none; cursor: pointer; border-radius: .5rem;
  border: 1px solid color-mix(in srgb, currentColor 45%, transparent);}
.ebcd-film button:hover:not(:disabled) {
  background: color-mix(in srgb, currentColor 10%, transparent);}
.ebcd-film button:disabled {opacity: .4; cursor: default;}
.ebcd-film .ebcd-drag {display: block; width: 1.6rem; min-height: 1.6rem; cursor: grab;
  touch-action: none; user-select: none; opacity: .7;}
.ebcd-film .ebcd-dragged {opacity: .5;}
.ebcd-film .ebcd-drop {box-shadow: 0 -3px 0 0 currentColor;}
.ebcd-film .ebcd-last {min-height: .5rem;}
@media (max-width: 640px) {
  .ebcd-film li {grid-template-columns: 2rem 1fr;}
  .ebcd-film .ebcd-buttons {grid-column: 2;}
}
</style>
"""
_OPENED = "film_opened"
_TONES = {Tone.GOOD: "☺", Tone.BAD: "☹", Tone.MIXED: "☺☹"}


def show(here: Here, found: Film) -> None:
    """The storyboard."""
    may = here.may(May.FILM)
    _above(here, found, may)
    if not found.board.chapters:
        st.info(_("There are no chapters yet: add them from the touchpoints below."))
    elif not any(True for _each in found.board.clips()):
        st.info(_("There are no clips yet: choose them from coded passages under “Add clips”."))
    st.html(STYLE)
    pressing(
        _board_html(found, may, film_names.called(*here.asking) if may else None),
        key="film_board",
        on_press=lambda value: _press(here, found, value),
        ordered=may and not found.version.id,
    )
    opened = st.session_state.pop(_OPENED, None)
    if opened is not None and may:
        with told():
            film_clip.opened(here, found, *found.clip(opened))
    if may and not found.version.id:
        _chapters(here, found)
        _describe(here, found)


def _press(here: Here, found: Film, value: str) -> None:
    """A button of a row: up, down, or open."""
    what, number, where = (*value.split("-"), "0", "0")[:3]
    if not number.isdecimal() or not where.isdecimal():
        return
    if what == "open":
        st.session_state[_OPENED] = int(number)
    elif what in ("up", "down"):
        by = -1 if what == "up" else 1
        with told():
            if found.version.id:
                film_versions.move_in_version(*here.asking, found.version.id, int(number), by)
            else:
                acts.move_clip(*here.asking, int(number), by)
    elif found.version.id:
        return
    elif what == "last":
        with told():
            acts.put_clip(*here.asking, int(number), int(where))
    elif what == "before":
        with told():
            acts.put_before(*here.asking, int(number), int(where))


def _above(here: Here, found: Film, may: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if any(True for _each in found.gate.draft.clips()):
            st.link_button(
                _("Play the storyboard"),
                page_address(here.study_id, found.version.id),
                icon=":material/play_arrow:",
            )
        if may:
            film_undo.offer(here)
    if may and any(True for _each in found.board.clips()):
        soft(
            _(
                "Order the clips with their buttons, with Alt and the up and down arrow on a "
                "button, or by dragging the dots."
            )
        )


def _board_html(found: Film, may: bool, called: Mapping[int, str] | None) -> str:
    """`called`: by participant, the name in the film; None for who may not see it."""
    number, at_ms = 0, 0
    apart = bool(found.version.id)  # a version orders its clips within their chapters
    parts = []
    for chapter in found.board.chapters:
        rows = []
        for clip in chapter.clips:
            number += 1
            first = clip is chapter.clips[0] and (apart or chapter is found.board.chapters[0])
            last = clip is chapter.clips[-1] and (apart or chapter is found.board.chapters[-1])
            buttons = _buttons(clip, number, first, last) if may else ""
            rows.append(_row(found, clip, number, buttons, called))
        parts.append(
            f"<h2>{escape(chapter.name)}</h2>"
            f'<p class="ebcd-soft">{escape(_chapter_words(chapter, at_ms))}</p>'
            f"<ol>{''.join(rows)}</ol>"
            f'<div class="ebcd-last" data-last="{chapter.id}"></div>'
        )
        at_ms += chapter.length_ms
    return f'<div class="ebcd-film">{"".join(parts)}</div>'


def _chapter_words(chapter: Chapter, at_ms: int) -> str:
    if not chapter.clips:
        return _("No clips yet.")
    return (
        counted(len(chapter.clips), "{n} clip", "{n} clips")
        + f", {duration(chapter.length_ms)} · "
        + _("begins at {time}").format(time=clock(at_ms))
    )


def _row(
    found: Film, clip: Clip, number: int, buttons: str, called: Mapping[int, str] | None
) -> str:
    who = " · ".join(_person(person, called) for person in clip.people)
    if clip.kind is not ClipKind.CLIP:
        who, times = _(clip.kind.label), duration(clip.length_ms)
        times += f" · {escape(clip.taken_from)}" if clip.taken_from else ""
    else:
        who = who or _("Nobody linked")
        times = f"{clock(clip.stretch.in_ms)}–{clock(clip.stretch.out_ms)}"
        times += f" · {duration(clip.length_ms)}"
        times += f" · {_tone(clip.tone)}" if clip.tone else ""
        times += f" · {_(clip.disguise.label)}" if clip.disguise else ""
        if clip.recording is None:
            times += f" · {_('no recording linked')}"
    said = escape(clip.words) if clip.words else f"<em>{_('Marked “do not use”')}</em>"
    note = f'<p class="ebcd-soft">{_("Note")}: {escape(clip.note)}</p>' if clip.note else ""
    handle = _handle(bool(buttons) and not found.version.id)
    return (
        f'<li data-row="{clip.id}"><span class="ebcd-number">{number}{handle}</span><div>'
        f'<p><strong>{who}</strong> <span class="ebcd-soft">{times}</span></p>'
        f"<p>{said}</p>{note}{state_html(clip)}</div>"
        f"{buttons}</li>"
    )


def _person(person: Appearance, called: Mapping[int, str] | None) -> str:
    """A person by pseudonym, with how the film calls them for those who work on it."""
    who = f"{escape(person.pseudonym)} ({_(person.group.label)})"
    if called is None:
        return who
    name = called.get(person.participant, "")
    shown = _("in the film: {name}").format(name=name) if name else _("no name in the film")
    return f"{who}, {escape(shown)}"


def _handle(may: bool) -> str:
    """What a clip is dragged by; whoever does not drag has the buttons and keys."""
    return '<span class="ebcd-drag" data-drag aria-hidden="true">⠿</span>' if may else ""


def _tone(tone: Tone) -> str:
    return f'<span aria-hidden="true">{_TONES[tone]}</span> {_(tone.label)}'


def state_html(clip: Clip) -> str:
    """Consent and approval, or permission, by sign and in words."""
    if clip.kind in (ClipKind.CARD, ClipKind.VOICE):
        return ""
    reasons = reasons_against(clip)
    if not reasons:
        words = _("Consents to the film, and has approved this clip")
        if clip.kind is ClipKind.ARCHIVE:
            words = escape(f"{_('Permission')}: {clip.permission}")
        return f'<p class="ebcd-state"><span aria-hidden="true">✓</span> {words}</p>'
    lines = "<br>".join(
        f'<span aria-hidden="true">⊘</span> {escape(_(reason.sentence))}' for reason in reasons
    )
    return f'<p class="ebcd-state">{lines}</p>'


def _buttons(clip: Clip, number: int, first: bool, last: bool) -> str:
    made = []
    for what, sign, label, off in (
        ("up", "↑", _("Move clip {n} up"), first),
        ("down", "↓", _("Move clip {n} down"), last),
        ("open", _("Open"), _("Open clip {n}"), False),
    ):
        words = escape(label.format(n=number), quote=True)
        disabled = " disabled" if off else ""
        made.append(
            f'<button type="button" data-press="{what}-{clip.id}" aria-label="{words}" '
            f'title="{words}"{disabled}>{sign}</button>'
        )
    return f'<div class="ebcd-buttons">{"".join(made)}</div>'


def _chapters(here: Here, found: Film) -> None:
    with st.expander(_("Chapters"), icon=":material/segment:"):
        if found.without:
            with st.form("film_touchpoints", border=False, clear_on_submit=True):
                taken = {chapter.code for chapter in found.board.chapters}
                free = [code for code in found.without if code not in taken]
                chosen = st.multiselect(
                    _("Add chapters from touchpoints"),
                    free,
                    format_func=found.without.__getitem__,
                    placeholder=_("Choose one or several"),
                    select_all=False,
                )
                if st.form_submit_button(_("Add these chapters")):
                    with told():
                        film_chapters.chapters_from_touchpoints(*here.asking, chosen)
                        done(counted(len(chosen), "{n} chapter added.", "{n} chapters added."))
        with st.form("film_chapter", border=False, clear_on_submit=True):
            title = st.text_input(_("Add a chapter of your own"), max_chars=200)
            if st.form_submit_button(_("Add the chapter")):
                with told():
                    film_chapters.add_chapter(*here.asking, title)
                    done(_("Chapter added."))
        if found.board.chapters:
            _one_chapter(here, found)


def _one_chapter(here: Here, found: Film) -> None:
    by_id = {chapter.id: chapter for chapter in found.board.chapters}
    chosen = st.selectbox(
        _("Change a chapter"), list(by_id), format_func=lambda each: by_id[each].name
    )
    title = st.text_input(
        _("Its title card says"), by_id[chosen].name, max_chars=200, key=f"chapter_{chosen}"
    )
    with st.container(horizontal=True), told():
        if st.button(_("Save the title")):
            film_chapters.rename_chapter(*here.asking, chosen, title)
            done(_("Saved."))
        if st.button(_("Move the chapter up"), icon=":material/arrow_upward:"):
            film_chapters.move_chapter(*here.asking, chosen, -1)
            st.rerun()
        if st.button(_("Move the chapter down"), icon=":material/arrow_downward:"):
            film_chapters.move_chapter(*here.asking, chosen, 1)
            st.rerun()
        if st.button(
            _("Delete the chapter"),
            icon=":material/delete:",
            disabled=bool(by_id[chosen].clips),
            help=_("Only a chapter without clips can be deleted."),
        ):
            film_chapters.delete_chapter(*here.asking, chosen)
            done(_("The empty chapter is deleted."))


def _describe(here: Here, found: Film) -> None:
    with (
        st.expander(_("Title and length of the film"), icon=":material/edit:"),
        st.form("film_describe", border=False),
    ):
        title = st.text_input(_("Title"), found.board.title, max_chars=200)
        minutes = st.number_input(
            _("Length aimed at, in minutes"), 1, 240, max(1, found.board.target_ms // 60_000)
        )
        if st.form_submit_button(_("Save")):
            with told():
                film_chapters.change_storyboard(*here.asking, title, int(minutes) * 60_000)
                done(_("Saved."))
