"""Choosing by what is known of who speaks, or of comments: the ward, the year, the role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import streamlit as st

from ebcd.words import _

Traits = tuple[tuple[str, str], ...]


def chosen(
    of: Mapping[str, Sequence[str]], key: str, bind: Literal["query-params"] | None = None
) -> Traits:
    """The attributes and values that are chosen; nothing is drawn where none are known.

    `bind`: whether the choice stands in the address.
    """
    named = {
        f"{_('Role') if name == 'role' else name}: {value}": (name, value)
        for name, values in of.items()
        for value in values
    }
    if not named:
        return ()
    picked = st.multiselect(
        _("What is known of people or comments"),
        list(named),
        placeholder=_("Anything"),
        help=_("Of one attribute any of the values fits; of several each must."),
        key=key,
        bind=bind,
    )
    return tuple(named[each] for each in picked if each in named)


def said(traits: Traits) -> list[str]:
    """The choice in words."""
    return [f"{name}: {value}" for name, value in traits]
