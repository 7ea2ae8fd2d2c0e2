"""A quiet line of text that still has enough contrast."""

from __future__ import annotations

from html import escape

import streamlit as st


def soft(text: str) -> None:
    """Show `text` small and quiet."""
    st.html(f'<p class="ebcd-soft" style="margin:0">{escape(text)}</p>')
