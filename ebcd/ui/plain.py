"""Plain words: shown as they are, loud or soft."""

from __future__ import annotations

import re
from html import escape

import streamlit as st

_SIGNS = frozenset("\\`*_[]<>#$:~&|")
_LINK = re.compile(r"(?i)(https?:)(?=//)|(www)(?=\.)|(?=@)")
_JOINER = "\u2060"
"""Joins words without a sign: an address with it inside is not made a link of."""


def plain(text: str) -> str:
    """`text` without meaning as Markdown, addresses in it included.

    >>> plain("*a* [b]")
    '\\\\*a\\\\* \\\\[b\\\\]'
    >>> len(plain("www.example.org")) - len("www.example.org")
    1
    """
    broken = _LINK.sub(lambda found: found[0] + _JOINER, text)
    return "".join("\\" + sign if sign in _SIGNS else sign for sign in broken)


def soft(text: str) -> None:
    """A quiet line that still has the contrast a reader needs, which `st.caption` has not."""
    st.html(f'<p class="ebcd-soft" style="margin:0">{escape(text)}</p>')
