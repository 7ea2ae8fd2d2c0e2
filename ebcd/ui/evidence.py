"""What codebook and findings are worked out from, kept between reruns while it still holds."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from ebcd.acts import findings as acts
from ebcd.acts.access import Actor
from ebcd.acts.blind_coding import blindfold
from ebcd.acts.findings import Across
from ebcd.findings.grid import Grid
from ebcd.store.findings import Material
from ebcd.store.workbench import Workbench
from ebcd.ui.here import Here


@st.cache_resource(max_entries=4, show_spinner=False)
def _material(
    _workbench: Workbench, _actor: Actor, address: str, study_id: int, evidence: int, hidden: str
) -> Material:
    return acts.material(_workbench, _actor, study_id)


def material(here: Here) -> Material:
    """The study's material: codes as they are now, the rest read again only when it changed."""
    evidence, codes = acts.state(*here.asking)
    address = here.workbench.database.url
    hidden = hidden_from(here)
    found = _material(here.workbench, here.actor, address, here.study_id, evidence, hidden)
    return replace(found, codes=codes)


def hidden_from(here: Here) -> str:
    """What is hidden from a blind coder, so that nothing kept for others is shown to them."""
    worn = blindfold(*here.asking)
    return f"{worn.coder}: {sorted(worn.transcripts)}" if worn else ""


@st.cache_resource(max_entries=12, show_spinner=False)
def _grid(
    _of: Material,
    address: str,
    study_id: int,
    evidence: int,
    hidden: str,
    order: tuple[object, ...],
    across: Across,
    below: bool,
) -> Grid:
    return acts.grid(_of, across, below=below)


def grid(here: Here, of: Material, across: Across, *, below: bool = False) -> Grid:
    """The grid, worked out again only when codings or the codebook's order changed."""
    order = tuple((c.id, c.parent, c.position, c.kind.value, c.name) for c in of.codes)
    address, hidden = here.workbench.database.url, hidden_from(here)
    return _grid(of, address, here.study_id, of.revision, hidden, order, across, below)


@st.cache_resource(max_entries=4, show_spinner=False)
def _people(
    _of: Material, address: str, study_id: int, evidence: int, hidden: str
) -> dict[int, int]:
    people: dict[int, set[int]] = {}
    for passage in _of.passages.values():
        people.setdefault(passage.code, set()).update(passage.people)
    return {code: len(who) for code, who in people.items()}


def people_by_code(here: Here, of: Material) -> dict[int, int]:
    """How many participants speak in passages of each code."""
    return _people(of, here.workbench.database.url, here.study_id, of.revision, hidden_from(here))
