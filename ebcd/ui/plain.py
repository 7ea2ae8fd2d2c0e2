"""Plain words: shown as they are, loud or soft."""

from __future__ import annotations

import re
from html import escape

import streamlit as st

_SIGNS = frozenset("\\`*_[]<>#$:~&|@")
_ADDRESS = re.compile(r"(www)\.", re.IGNORECASE)
"""What would be taken for an address without any sign that can be escaped before it."""


def plain(text: str) -> str:
    """`text` without meaning as Markdown.

    >>> plain("*a* [b]")
    '\\\\*a\\\\* \\\\[b\\\\]'
    >>> plain("www.example.org")
    'www\\\\.example.org'
    """
    escaped = "".join("\\" + sign if sign in _SIGNS else sign for sign in text)
    return _ADDRESS.sub(r"\1\.", escaped)


def soft(text: str) -> None:
    """A quiet line that still has the contrast a reader needs, which `st.caption` has not."""
    st.html(f'<p class="ebcd-soft" style="margin:0">{escape(text)}</p>')
