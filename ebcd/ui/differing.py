"""Turns that differ between two versions, with what was left out and put in marked.

The marks are `<del>` and `<ins>` with a line through or under the words, and say so to a screen
reader: never colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from ebcd.transcripts.comparing import (
    JOINT,
    LEFT_OUT,
    PUT_IN,
    SAME,
    Difference,
    Piece,
    excerpt,
)
from ebcd.words import _, counted

AT_ONCE = 20

_STYLE = """
<style>
ol.ebcd-differing {list-style: none; margin: 0; padding: 0; max-width: 46rem;}
ol.ebcd-differing li {margin: 0 0 .8rem; line-height: 1.5; overflow-wrap: anywhere;}
ol.ebcd-differing .head {display: block; font-size: .85rem;}
ol.ebcd-differing del {text-decoration: line-through 2px; padding: 0 .1em;
  background: color-mix(in srgb, #c0392b 14%, transparent);}
ol.ebcd-differing ins {text-decoration: underline 2px; font-weight: 600; padding: 0 .1em;
  background: color-mix(in srgb, #1e7a46 14%, transparent);}
ol.ebcd-differing .said {position: absolute; clip-path: inset(50%); height: 1px; width: 1px;
  overflow: hidden; white-space: nowrap;}
</style>
"""


def show(found: Sequence[Difference], key: str) -> None:
    """The turns that differ, twenty at a time."""
    st.write(counted(len(found), "{n} turn differs.", "{n} turns differ."))
    shown = st.session_state.get(f"more_{key}", AT_ONCE)
    items = "".join(_item(each) for each in found[:shown])
    label = escape(_("Turns that differ"))
    st.html(f'{_STYLE}<ol class="ebcd-differing" aria-label="{label}">{items}</ol>')
    left = len(found) - shown
    if left > 0 and st.button(
        counted(left, "Show {n} more turn", "Show {n} more turns"), key=f"more_differing_{key}"
    ):
        st.session_state[f"more_{key}"] = shown + 5 * AT_ONCE
        st.rerun()


def _item(found: Difference) -> str:
    words = "".join(_piece(piece) for piece in excerpt(found.pieces))
    return f'<li><span class="head">{escape(_head(found))}</span>{words}</li>'


def _head(found: Difference) -> str:
    if found.number is None:
        number = _("Turn {was}, left out").format(was=found.was)
    elif found.was is None:
        number = _("Turn {n}, put in").format(n=found.number)
    elif found.was != found.number:
        number = _("Turn {n} (was {was})").format(n=found.number, was=found.was)
    else:
        number = _("Turn {n}").format(n=found.number)
    nobody = _("nobody named")
    if found.said_by is not None:
        before, after = (name or nobody for name in found.said_by)
        who = _("said by {now}, before by {was}").format(now=after, was=before)
    else:
        who = found.speaker or nobody
    return f"{number} · {who}"


def _piece(piece: Piece) -> str:
    if piece.kind == SAME:
        return escape(piece.text)
    if piece.text == JOINT:
        said = _("turn divided here") if piece.kind == PUT_IN else _("turns joined here")
    else:
        said = _("put in:") if piece.kind == PUT_IN else _("left out:")
    tag = "del" if piece.kind == LEFT_OUT else "ins"
    return f'<{tag}><span class="said"> {escape(said)} </span>{escape(piece.text)}</{tag}>'
