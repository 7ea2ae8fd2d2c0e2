"""Plain words: shown as they are, loud or soft."""

from __future__ import annotations

from html import escape

import streamlit as st

_SIGNS = frozenset("\\`*_[]<>#$:~")


def plain(text: str) -> str:
    """`text` without meaning as Markdown.

    >>> plain("*a* [b]")
    '\\\\*a\\\\* \\\\[b\\\\]'
    """
    return "".join("\\" + sign if sign in _SIGNS else sign for sign in text)


def soft(text: str) -> None:
    """A quiet line that still has the contrast a reader needs, which `st.caption` has not."""
    st.html(f'<p class="ebcd-soft" style="margin:0">{escape(text)}</p>')
