"""The frame around every page: the sidebar, and the little style that Streamlit lacks."""

from __future__ import annotations

from html import escape

import streamlit as st

from ebcd.store.accounts import Account
from ebcd.store.study import Study
from ebcd.ui import steps
from ebcd.ui.plain import plain
from ebcd.words import _

_STYLE = """
<style>
.block-container {padding-top: 3.25rem; padding-bottom: 4rem; max-width: 82rem;}
@media (max-width: 640px) {.block-container {padding-left: 1rem; padding-right: 1rem;}}
[data-testid="stSidebarUserContent"] [data-testid="stPageLink"] a {min-height: 2rem;}
[data-testid="stSidebarUserContent"] hr {margin: .5rem 0;}
.ebcd-part {font-size: .8rem; font-weight: 600; letter-spacing: .02em; margin: .5rem 0 0;}
table.ebcd {border-collapse: collapse; width: 100%;}
table.ebcd th, table.ebcd td {padding: .35rem .6rem; text-align: left; vertical-align: top;
  border-bottom: 1px solid color-mix(in srgb, currentColor 22%, transparent);}
table.ebcd a {color: light-dark(#0f5f57, #7fd6c9);}
table.ebcd caption {text-align: left; font-weight: 600; padding: 0 0 .35rem;}
table.ebcd th.figure, table.ebcd td.figure {text-align: right;
  font-variant-numeric: tabular-nums; white-space: nowrap;}
table.ebcd th.figure {white-space: normal;}
.ebcd-scroll {overflow-x: auto;}
@media (max-width: 640px) {
  table.ebcd-stack thead {position: absolute; clip-path: inset(50%); height: 1px; width: 1px;
    overflow: hidden;}
  table.ebcd-stack, table.ebcd-stack tbody, table.ebcd-stack tr {display: block;}
  table.ebcd-stack th[scope=row], table.ebcd-stack td {display: flex; gap: .75rem;
    justify-content: space-between; border: 0; padding: .1rem 0; text-align: right;}
  table.ebcd-stack th[scope=row] {text-align: left; padding-top: .6rem;}
  table.ebcd-stack td::before {content: attr(data-label); opacity: .8; text-align: left;
    flex: none;}
  table.ebcd-stack td.wide {display: block; text-align: left;}
  table.ebcd-stack td.wide::before {display: block;}
  table.ebcd-stack td:empty {display: none;}
  table.ebcd-stack tr {border-bottom: 1px solid color-mix(in srgb, currentColor 22%, transparent);
    padding-bottom: .5rem;}
}
blockquote.ebcd {margin: .5rem 0; padding: .25rem 0 .25rem .9rem;
  border-left: .25rem solid color-mix(in srgb, currentColor 40%, transparent);}
.ebcd-soft {opacity: .8; font-size: .9rem;}
[data-testid^="stBaseButton-primary"]:enabled, [data-testid^="stBaseButton-primary"]:enabled * {
  color: light-dark(#fff, #06201d);}
[data-testid^="stBaseButton-primary"]:enabled:is(:hover, :active) {
  background-color: light-dark(#0b4a44, #6fd0c2); border-color: light-dark(#0b4a44, #6fd0c2);}
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] * {
  color: light-dark(#4d5b5c, #b9c6c4); opacity: 1;}
[data-testid="stDateInput"] [role="spinbutton"] {display: inline-block; min-width: 24px;
  min-height: 24px; line-height: 24px; text-align: center;}
:focus-visible {outline-offset: 2px;}
@media (prefers-reduced-motion: reduce) {
  * {animation: none !important; transition: none !important;}
}
</style>
"""


def apply() -> None:
    """The style that all pages share."""
    st.html(_STYLE)


def sidebar(account: Account, study: Study | None, current: str) -> None:
    """The navigation: the study, the method's steps, and whoever is signed in."""
    st.markdown(f"**{_('EBCD Workbench')}**")
    if study is not None:
        st.caption(plain(study.name))
        headings = steps.parts()
        shown = ""
        for step in steps.STEPS:
            if step.part != shown:
                shown = step.part
                st.html(f'<p class="ebcd-part">{headings[shown]}</p>')
            steps.link(step.name, study.id)
    st.divider()
    steps.link("study", None, label=_("All studies"), icon=":material/folder_open:", all=1)
    st.html(
        f'<p class="ebcd-soft">{_("Signed in as")} {escape(account.display_name)} · '
        f'<a href="/sign-out" target="_self">{_("Sign out")}</a></p>'
    )
