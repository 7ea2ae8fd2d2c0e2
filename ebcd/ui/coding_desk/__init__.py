"""The coding desk as a Streamlit component: the transcript, its codings, and the codebook.

Python hands over where to read and who reads; everything else goes by `ebcd.web.coding`, so that
a rerun of the page costs the desk nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

from ebcd.codebook import Kind
from ebcd.text import Span, sha256
from ebcd.ui.coding_desk.sentences import sentences
from ebcd.words import _

_PACKAGE, _DESK = "ebcd-workbench", "coding_desk"
NAME = f"{_PACKAGE}.{_DESK}"


def declare(manager: BidiComponentManager) -> None:
    """Tell Streamlit where the desk's files lie.

    Streamlit looks for such a declaration in installed packages only, and not in those that run
    from their source, so it is made here.
    """
    if manager.get_component_path(NAME) is None:
        manifest = ComponentManifest(_PACKAGE, "1", [ComponentConfig(_DESK, "assets")])
        manager.register_from_manifest(manifest, Path(__file__).parent)


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component(NAME, js="index.js", css="desk.css", isolate_styles=False)


@cache
def digest() -> str:
    """A name for this version of the desk's files, so that a browser may keep them."""
    files = sorted((Path(__file__).parent / "assets").iterdir())
    return sha256(b"".join(file.read_bytes() for file in files))[:16]


def reasons() -> list[dict[str, str]]:
    """Why a passage may be withheld, as the desk offers it."""
    return [
        {"key": "distress", "label": _("It distressed the person")},
        {"key": "third_party", "label": _("It names somebody else")},
        {"key": "asked", "label": _("The person asked for it")},
        {"key": "other", "label": _("Another reason")},
    ]


def coding_desk(
    study_id: int,
    transcript_id: int,
    *,
    account_id: int | None,
    initials: str,
    may_code: bool,
    correct: str | None = None,
    film: str | None = None,
    at: Span | None = None,
    on_synced: Callable[[], None] = lambda: None,
    key: str = "coding_desk",
) -> None:
    """Show a transcript at the desk.

    `correct`: the address where the text is corrected, and `film` the one where a clip is made of
    words, for those who may. `at`: the place to show first. `on_synced`: called about a second
    after the last act was saved.
    """
    declare(get_bidi_component_manager())
    _component()(
        key=key,
        data={
            "base": f"/coding/{study_id}",
            "assets": f"/coding/assets/{digest()}",
            "transcript": transcript_id,
            "owner": f"{account_id}/{study_id}",
            "coder": str(account_id or ""),
            "initials": initials,
            "may_code": may_code,
            "correct": correct,
            "film": film,
            "at": [at.start, at.end] if at else None,
            "kinds": [{"key": kind.value, "label": _(kind.label)} for kind in Kind],
            "reasons": reasons(),
            "words": sentences(),
        },
        on_synced_change=on_synced,
    )
