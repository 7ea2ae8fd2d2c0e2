"""Retrieval: coded passages by any mix of codes, people and groups."""

from __future__ import annotations

from ebcd.ui.here import Here


def show(here: Here) -> None:
    """The passages that fit, as a list to read and to work with."""
