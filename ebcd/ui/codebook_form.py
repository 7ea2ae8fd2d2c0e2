"""One code on the codebook page: its definition, look and place; adding, merging and deleting."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ebcd.acts import codebook as acts
from ebcd.acts.access import May
from ebcd.codebook import HUES, Code, Kind, Pattern, descendants, path
from ebcd.store.codebook import Hanging
from ebcd.ui import passages
from ebcd.ui.codebook_list import look_html, undone_later
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain, soft
from ebcd.words import _, counted

_TOP = 0


def add(here: Here, codes: Sequence[Code], under: Code | None = None) -> None:
    """The form for a new code."""
    st.header(_("Add a code"))
    with st.form("add_code", clear_on_submit=True):
        kinds = list(Kind)
        kind = st.radio(
            _("Kind"),
            kinds,
            kinds.index(Kind.THEME),
            format_func=lambda each: _(each.label),
            horizontal=True,
        )
        name = st.text_input(_("Name"), max_chars=120)
        parent = _choose_parent(_("Under"), codes, under.id if under else None, "add_under")
        definition = st.text_area(
            _("Definition"), help=_("The assistant learns from it before anything is coded.")
        )
        saved = st.form_submit_button(_("Add the code"), type="primary", icon=":material/add:")
    if saved:
        with told():
            acts.add_code(*here.asking, kind, name, parent=parent, definition=definition)
            done(plain(_("Added “{name}”.").format(name=" ".join(name.split()))))


def one(here: Here, codes: Sequence[Code], code: Code) -> None:
    """One code, to read and, for whoever may, to change."""
    by_id = {each.id: each for each in codes}
    st.html(
        f'<h2 tabindex="-1" data-pressed="{code.id}" style="padding:0;margin:0;font-size:1.5rem">'
        f"{look_html(code)}</h2>"
    )
    where = path(code, by_id).rsplit(" / ", 1)
    soft(_(code.kind.label) + (f" · {where[0]}" if len(where) > 1 else ""))
    if here.may(May.CODEBOOK):
        _form(here, code)
        _place(here, codes, code)
        _merge(here, codes, code)
        _delete(here, code)
    else:
        _read(code)
    with st.expander(_("Passages under this code"), on_change="rerun", key=f"p{code.id}") as open_:
        if open_.open:
            passages.of_code(here, code)


def _read(code: Code) -> None:
    for label, text in (
        (_("Definition"), code.definition),
        (_("Include"), code.include),
        (_("Exclude"), code.exclude),
        (_("Example"), code.example),
    ):
        st.markdown(f"**{label}**")
        st.text(text or _("Nothing is written here yet."))


def _form(here: Here, code: Code) -> None:
    with st.form(f"code_{code.id}"):
        name = st.text_input(_("Name"), code.name, max_chars=120)
        definition = st.text_area(_("Definition"), code.definition)
        include, exclude = st.columns(2)
        includes = include.text_area(_("Include"), code.include, help=_("What belongs to it."))
        excludes = exclude.text_area(
            _("Exclude"), code.exclude, help=_("What does not, and where that goes.")
        )
        example = st.text_area(_("Example"), code.example, help=_("A typical passage."))
        left, middle, right = st.columns(3)
        kind = left.selectbox(
            _("Kind"), list(Kind), list(Kind).index(code.kind), format_func=lambda k: _(k.label)
        )
        colour = middle.selectbox(
            _("Colour"),
            colours := list(dict.fromkeys((*HUES, code.colour))),
            colours.index(code.colour),
            format_func=lambda hue: hue_names().get(hue, hue),
        )
        pattern = right.selectbox(
            _("Line"),
            list(Pattern),
            list(Pattern).index(code.pattern),
            format_func=lambda each: pattern_names()[each],
        )
        saved = st.form_submit_button(_("Save"), type="primary")
    if saved:
        with told():
            made = acts.define_code(
                *here.asking,
                code.id,
                name=name,
                definition=definition,
                include=includes,
                exclude=excludes,
                example=example,
                kind=kind,
                colour=colour,
                pattern=pattern,
            )
            undone_later(here, made.undo_id, _("Saved “{name}”.").format(name=name.strip()))


def hue_names() -> dict[str, str]:
    """What the seven colours are called."""
    names = (_("Blue"), _("Amber"), _("Green"), _("Red"), _("Violet"), _("Teal"), _("Magenta"))
    return dict(zip(HUES, names, strict=True))


def pattern_names() -> dict[Pattern, str]:
    """What the line patterns are called, each with a drawing of it."""
    return {
        Pattern.SOLID: _("Solid") + " ────",
        Pattern.DASHED: _("Dashed") + " ╌╌╌╌",
        Pattern.DOTTED: _("Dotted") + " ┈┈┈┈",
        Pattern.DOUBLE: _("Double") + " ════",
        Pattern.WAVY: _("Wavy") + " ∿∿∿∿",
    }


def _choose_parent(
    label: str,
    codes: Sequence[Code],
    now: int | None,
    key: str,
    without: frozenset[int] = frozenset(),
) -> int | None:
    by_id = {code.id: code for code in codes}
    ids = [_TOP, *(code.id for code in codes if code.id not in without)]
    chosen = st.selectbox(
        label,
        ids,
        ids.index(now) if now in ids else 0,
        format_func=lambda each: path(by_id[each], by_id) if each else _("the top of the codebook"),
        key=key,
    )
    return chosen or None


def _place(here: Here, codes: Sequence[Code], code: Code) -> None:
    with st.expander(_("Place in the codebook")):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            up = st.button(_("Up"), icon=":material/arrow_upward:", key=f"up{code.id}")
            down = st.button(_("Down"), icon=":material/arrow_downward:", key=f"down{code.id}")
        if up or down:
            with told():
                made = acts.shift_code(*here.asking, code.id, -1 if up else 1)
                undone_later(here, made.undo_id, _("Moved “{name}”.").format(name=code.name))
        below = frozenset(descendants(code.id, codes) | {code.id})
        under = _choose_parent(_("Under"), codes, code.parent, f"under{code.id}", below)
        if st.button(
            _("Move it there"), key=f"move{code.id}", disabled=under == code.parent,
            icon=":material/subdirectory_arrow_right:",
        ):  # fmt: skip
            with told():
                made = acts.move_code(*here.asking, code.id, under)
                undone_later(here, made.undo_id, _("Moved “{name}”.").format(name=code.name))


def _merge(here: Here, codes: Sequence[Code], code: Code) -> None:
    others = [each for each in codes if each.kind is code.kind and each.id != code.id]
    if not others:
        return
    with st.expander(
        _("Merge into another code"), on_change="rerun", key=f"merging{code.id}"
    ) as open_:
        if not open_.open:
            return
        by_id = {each.id: each for each in codes}
        into = st.selectbox(
            _("Merge into"),
            [each.id for each in others],
            None,
            format_func=lambda each: path(by_id[each], by_id),
            key=f"into{code.id}",
        )
        found = acts.hanging(*here.asking, code.id)
        st.write(
            _(
                "{codings} move to the other code; where the same person gave one passage both, "
                "one coding stays. “{name}” is then deleted."
            ).format(
                codings=counted(found.codings, "{n} coding", "{n} codings"),
                name=plain(code.name),
            )
        )
        if st.button(
            _("Merge"), key=f"merge{code.id}", disabled=into is None, icon=":material/merge:"
        ):
            with told():
                made = acts.merge_codes(*here.asking, code.id, into or 0)
                st.query_params["code"] = str(made.code_id)
                undone_later(
                    here,
                    made.undo_id,
                    _("Merged “{name}” into “{other}”.").format(
                        name=code.name, other=by_id[made.code_id].name
                    ),
                )


def what_goes(found: Hanging) -> list[str]:
    """What deleting a code does, in sentences."""
    said = [
        _("{codings} in {transcripts} go with it, and {memos}.").format(
            codings=counted(found.codings, "{n} coding", "{n} codings"),
            transcripts=counted(found.transcripts, "{n} transcript", "{n} transcripts"),
            memos=counted(found.memos, "{n} memo", "{n} memos"),
        )
        if found.codings or found.memos
        else _("Nothing is coded with it.")
    ]
    if found.below:
        said.append(
            counted(
                found.below,
                "{n} code below it moves up.",
                "{n} codes below it move up.",
            )
        )
    linked = [
        counted(count, one_, many)
        for count, one_, many in (
            (found.clips, "{n} clip", "{n} clips"),
            (found.chapters, "{n} film chapter", "{n} film chapters"),
            (found.cards, "{n} card of an emotional map", "{n} cards of an emotional map"),
            (found.items, "{n} priority", "{n} priorities"),
        )
        if count
    ]
    if linked:
        said.append(
            _("These stay but lose their link to it: {what}.").format(what=", ".join(linked))
        )
    return said


def _delete(here: Here, code: Code) -> None:
    with st.expander(_("Delete this code"), on_change="rerun", key=f"deleting{code.id}") as open_:
        if not open_.open:
            return
        for sentence in what_goes(acts.hanging(*here.asking, code.id)):
            st.write(sentence)
        if st.button(
            _("Delete “{name}”").format(name=plain(code.name)),
            icon=":material/delete:",
            key=f"delete{code.id}",
        ):
            with told():
                made = acts.delete_code(*here.asking, code.id)
                st.query_params.pop("code", None)
                undone_later(here, made.undo_id, _("Deleted “{name}”.").format(name=code.name))
