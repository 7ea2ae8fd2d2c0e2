"""The pages, in the order of the method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from ebcd.bundle import bundled
from ebcd.words import _


@dataclass(frozen=True)
class Step:
    """One page. `name`: its file in `pages/` and its address. `part`: the heading it stands under.

    `icon`: a Material symbol.
    """

    name: str
    icon: str
    part: str

    @property
    def label(self) -> str:
        return labels()[self.name]

    @property
    def page(self) -> st.Page:
        """The page as Streamlit's navigation knows it.

        It has no icon there: Streamlit would fetch it from the network for the browser's tab.
        """
        return st.Page(
            bundled("pages") / f"{self.name}.py",
            title=self.label,
            url_path=self.name,
            default=self.name == "study",
        )


def labels() -> dict[str, str]:
    """What each page is called on the screen."""
    return {
        "study": _("Study"),
        "people": _("People"),
        "transcripts": _("Transcripts"),
        "names": _("Names"),
        "codebook": _("Codebook"),
        "coding": _("Coding desk"),
        "assistant": _("Assistant"),
        "search": _("Search"),
        "findings": _("Findings"),
        "film": _("Film"),
        "events": _("Events"),
        "priorities": _("Priorities"),
        "codesign": _("Co-design"),
        "reports": _("Reports"),
        "team": _("Team"),
    }


def parts() -> dict[str, str]:
    """The headings of the navigation."""
    return {
        "gather": _("Gather"),
        "understand": _("Understand"),
        "change": _("Change together"),
        "tell": _("Tell"),
    }


STEPS = (
    Step("study", ":material/home:", "gather"),
    Step("people", ":material/groups:", "gather"),
    Step("transcripts", ":material/description:", "gather"),
    Step("names", ":material/badge:", "gather"),
    Step("codebook", ":material/label:", "understand"),
    Step("coding", ":material/ink_highlighter:", "understand"),
    Step("assistant", ":material/lightbulb:", "understand"),
    Step("search", ":material/search:", "understand"),
    Step("findings", ":material/grid_on:", "understand"),
    Step("film", ":material/movie:", "change"),
    Step("events", ":material/event:", "change"),
    Step("priorities", ":material/how_to_vote:", "change"),
    Step("codesign", ":material/handshake:", "change"),
    Step("reports", ":material/article:", "tell"),
    Step("team", ":material/manage_accounts:", "tell"),
)
_BY_NAME = {step.name: step for step in STEPS}


def step(name: str) -> Step:
    """The step of that name."""
    return _BY_NAME[name]


def link(
    name: str, study_id: int | None, *, label: str = "", icon: str = "", **parameters: Any
) -> None:
    """A link to another page, in this study, without loading everything again.

    `parameters`: what the page is to show, like `transcript=3`.
    """
    st.page_link(
        step(name).page,
        label=label or step(name).label,
        icon=icon or step(name).icon,
        query_params=_query(study_id, parameters),
    )


def go(name: str, study_id: int | None, **parameters: Any) -> None:
    """Leave for another page."""
    st.switch_page(step(name).page, query_params=_query(study_id, parameters))


def address(name: str, study_id: int, **parameters: Any) -> str:
    """The address of a page, for a link in HTML: `<a href="…" target="_self">`."""
    return f"/{name}?{urlencode(_query(study_id, parameters))}"


def _query(study_id: int | None, parameters: Mapping[str, Any]) -> dict[str, str]:
    at = {} if study_id is None else {"study": str(study_id)}
    return at | {name: str(value) for name, value in parameters.items()}
