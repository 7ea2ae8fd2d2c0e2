"""Quotations as the team reads them: whose they are, where they stand, if they may leave."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from ebcd.acts import findings as acts
from ebcd.acts.findings import Finding
from ebcd.codebook import Code
from ebcd.times import clock
from ebcd.ui import evidence, similar, steps
from ebcd.ui.here import Here
from ebcd.ui.plain import plain, soft
from ebcd.words import _, counted

AT_ONCE = 10


def of_code(here: Here, code: Code) -> None:
    """The passages under one code, joined where they overlap."""
    of = evidence.material(here)
    found = acts.under_code(*here.asking, of, code.id)
    if not found:
        st.write(_("Nothing is coded with it yet, or nothing that may be used."))
    listed(here, found, f"code{code.id}")


def listed(here: Here, found: Sequence[Finding], key: str) -> None:
    """Quotations, ten at a time."""
    held = sum(not each.may_quote for each in found)
    if held:
        soft(
            counted(
                held,
                "{n} passage here is not for quotation: somebody in it has not agreed to be "
                "quoted, or is not linked to a participant. It leaves in no document.",
                "{n} passages here are not for quotation: somebody in them has not agreed to be "
                "quoted, or is not linked to a participant. They leave in no document.",
            )
        )
    shown = st.session_state.get(f"more_{key}", AT_ONCE)
    for at, each in enumerate(found[:shown]):
        quotation(here, each, f"{key}_{at}")
    if len(found) > shown:
        left = len(found) - shown
        if st.button(
            counted(left, "Show {n} more passage", "Show {n} more passages"),
            key=f"more_button_{key}",
        ):
            st.session_state[f"more_{key}"] = shown + 5 * AT_ONCE
            st.rerun()


def quotation(here: Here, found: Finding, key: str, *, codes: str = "") -> None:
    """One quotation with its source and a link to its place. `codes`: what is on it, in HTML."""
    with st.container(key=f"quotation_{key}", gap=None):
        words = "<br>".join(escape(line) for line in found.text.split("\n"))
        below = "".join(
            f'<p class="ebcd-soft" style="margin:0 0 0 1.15rem">{line}</p>'
            for line in (source(found), codes, _others(here, found))
            if line
        )
        st.html(f'<blockquote class="ebcd">{words}</blockquote>{below}')
        steps.link(
            "coding",
            here.study_id,
            label=_("Open in “{title}”").format(title=plain(found.title)),
            icon=":material/open_in_new:",
            transcript=found.transcript,
            at=f"{found.span.start}-{found.span.end}",
        )


def _others(here: Here, found: Finding) -> str:
    return similar.link(here.study_id, found.transcript, found.span, found.title)


def source(found: Finding) -> str:
    """Who and where, in HTML."""
    who = ", ".join(f"{escape(name)} ({_(group.label)})" for name, group in found.people)
    if found.is_field_note:
        who = _("Field note")
    elif not who and found.is_comment:
        who = _("Comment")
    elif not who:
        who = _("Speaker not linked to a participant")
    parts = [f"<strong>{who}</strong>", escape(found.title)]
    if found.start_ms is not None:
        parts.append(clock(found.start_ms))
    if not found.may_quote:
        parts.append(f"<strong>⊘ {_('Not for quotation')}</strong>")
    return " · ".join(parts)
