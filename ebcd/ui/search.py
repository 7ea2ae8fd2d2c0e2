"""The search page: words in all transcripts, and coded passages by their codes."""

from __future__ import annotations

import streamlit as st

from ebcd.ui import retrieval
from ebcd.ui.here import Here
from ebcd.words import _


def show(here: Here) -> None:
    """The page."""
    st.title(_("Search"))
    retrieval.show(here)
