"""The tree of codes as a list of links, each underlined as at the coding desk; undoing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from ebcd.acts import codebook as acts
from ebcd.codebook import Code, Kind, tree
from ebcd.ui.here import Here, done, told
from ebcd.ui.plain import plain
from ebcd.ui.steps import address
from ebcd.words import _, counted

_UNDO_KEY = "codebook_undo"

STYLE = """
<style>
.ebcd-codes, .ebcd-codes ul {list-style: none; margin: 0; padding: 0;}
.ebcd-codes ul ul {padding-left: 1.1rem;}
@media (min-width: 800px) {.ebcd-codes {max-height: calc(100vh - 17rem); min-height: 20rem;
  overflow-y: auto;}}
.ebcd-codes a {display: flex; gap: .6rem; justify-content: space-between; align-items: baseline;
  min-height: 1.9rem; padding: .2rem .5rem; border-radius: .4rem; color: inherit;
  text-decoration: none;}
.ebcd-codes a:hover {background: color-mix(in srgb, currentColor 8%, transparent);}
.ebcd-codes a[aria-current] {background: color-mix(in srgb, currentColor 14%, transparent);
  font-weight: 600;}
.ebcd-codes small {opacity: .85; white-space: nowrap; font-variant-numeric: tabular-nums;}
.ebcd-codes h2 {font-size: .9rem; margin: .9rem 0 .2rem; padding: 0 .5rem;}
.ebcd-look {text-decoration-line: underline; text-decoration-thickness: 3px;
  text-underline-offset: 4px; text-decoration-skip-ink: none;}
</style>
"""


def kind_headings() -> dict[Kind, str]:
    """What stands above the codes of one kind in the list."""
    return {
        Kind.STAGE: _("Journey stages, with their touchpoints"),
        Kind.TOUCHPOINT: _("Touchpoints without a stage"),
        Kind.THEME: _("Themes"),
        Kind.EMOTION: _("Emotion words"),
    }


def look_html(code: Code) -> str:
    """The code's name, underlined as the coding desk underlines its passages."""
    style = f"text-decoration-color:{code.colour};text-decoration-style:{code.pattern.value}"
    return f'<span class="ebcd-look" style="{style}">{escape(code.name)}</span>'


def undone_later(here: Here, undo_id: int | None, message: str) -> None:
    """Say `message` and offer to undo what was done, until something else is done."""
    st.session_state[_UNDO_KEY] = (here.study_id, undo_id, message)
    done(plain(message))


def undo_bar(here: Here) -> None:
    """What was done last in this study, and the button that takes it back."""
    study_id, undo_id, message = st.session_state.get(_UNDO_KEY, (None, None, ""))
    if undo_id is None or study_id != here.study_id:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.write(plain(message))
        if st.button(_("Undo"), icon=":material/undo:", key="codebook_undo_button"):
            del st.session_state[_UNDO_KEY]
            with told():
                acts.undo(*here.asking, undo_id)
                done(_("Undone."))


def matching(codes: Sequence[Code], words: str) -> list[Code]:
    """The codes in whose texts all of `words` stand, with the codes above them."""
    wanted = words.casefold().split()
    if not wanted:
        return list(codes)
    by_id = {code.id: code for code in codes}
    keep: set[int] = set()
    for code in codes:
        text = " ".join((code.name, code.definition, code.include, code.example)).casefold()
        if all(word in text for word in wanted):
            at: Code | None = code
            while at is not None and at.id not in keep:
                keep.add(at.id)
                at = by_id.get(at.parent) if at.parent is not None else None
    return [code for code in codes if code.id in keep]


def list_html(
    study_id: int,
    codes: Sequence[Code],
    codings: Mapping[int, int],
    people: Mapping[int, int],
    chosen: int | None,
) -> str:
    """The tree as nested lists of links, a heading for each kind at the top."""
    headings = kind_headings()
    parts = [
        '<nav class="ebcd-codes" data-keep-scroll="" aria-label="',
        escape(_("Codes"), quote=True),
        '">',
    ]
    depth, kind = -1, None
    for level, code in tree(codes):
        if level == 0 and code.kind is not kind:
            parts.append("</li></ul>" * (depth + 1))
            depth, kind = -1, code.kind
            parts.append(f"<h2>{escape(headings[kind])}</h2>")
        if level > depth:
            parts.append("<ul>" * (level - depth))
        else:
            parts.append("</li>" + "</ul></li>" * (depth - level))
        depth = level
        parts.append(f"<li>{_item(study_id, code, codings, people, chosen)}")
    parts.append("</li></ul>" * (depth + 1) + "</nav>")
    return "".join(parts)


def _item(
    study_id: int,
    code: Code,
    codings: Mapping[int, int],
    people: Mapping[int, int],
    chosen: int | None,
) -> str:
    uses, who = codings.get(code.id, 0), people.get(code.id, 0)
    said = (
        counted(uses, "{n} coding", "{n} codings") + ", " + counted(who, "{n} person", "{n} people")
        if uses
        else _("not used yet")
    )
    current = ' aria-current="true"' if code.id == chosen else ""
    href = escape(address("codebook", study_id, code=code.id), quote=True)
    return (
        f'<a href="{href}" target="_self" data-press="{code.id}"{current}>'
        f"<span>{look_html(code)}</span><small>{escape(said)}</small></a>"
    )
