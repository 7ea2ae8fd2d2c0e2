"""A list to tick, drawn here: native boxes in one go, however long the list.

Ticking stays in the browser and draws nothing else anew; Python is told what is not ticked.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from html import escape
from typing import Any

import streamlit as st

from ebcd.words import _

_JS = """
const kept = new WeakMap();

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".ebcd-ticking");
  if (!root) return;
  let state = kept.get(root);
  if (!state) {
    state = { html: null };
    kept.set(root, state);
    const boxes = () => [...root.querySelectorAll("input[data-tick]")];
    const tell = () =>
      state.set("off", boxes().filter((box) => !box.checked).map((box) => box.dataset.tick));
    root.addEventListener("change", tell);
    root.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-all]");
      if (!button) return;
      for (const box of boxes()) box.checked = button.dataset.all === "1";
      tell();
    });
  }
  state.set = setStateValue;
  if (state.html === data.html) return;
  root.innerHTML = data.html;
  state.html = data.html;
}
"""
_CSS = """
.ebcd-ticking ul {list-style: none; margin: .5rem 0; padding: 0 .3rem; max-height: 32rem;
  overflow-y: auto;}
.ebcd-ticking li {margin: 0; padding: .4rem 0;
  border-bottom: 1px solid color-mix(in srgb, currentColor 18%, transparent);}
.ebcd-ticking label, .ebcd-ticking .unticked {display: grid; gap: .15rem .6rem; line-height: 1.45;
  grid-template-columns: 1.5rem 1fr;}
.ebcd-ticking label {cursor: pointer;}
.ebcd-ticking input {width: 1.25rem; height: 1.25rem; margin: .1rem 0 0;
  accent-color: light-dark(#0b6b62, #5fc9bb);}
.ebcd-ticking .about {grid-column: 2; font-size: .875rem; opacity: .8;}
.ebcd-ticking button {font: inherit; font-size: .9rem; color: inherit; cursor: pointer;
  background: none; border: 1px solid color-mix(in srgb, currentColor 40%, transparent);
  border-radius: .5rem; padding: .2rem .7rem; min-height: 2rem; margin-right: .5rem;}
"""


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "ebcd_ticking",
        html='<div class="ebcd-ticking"></div>',
        css=_CSS,
        js=_JS,
        isolate_styles=False,
    )


def ticking(label: str, items: str, *, key: str) -> frozenset[str]:
    """Draw a list whose boxes are all ticked at first; the keys of those that are not any more.

    `items`: HTML of `item` and `note`, in order. Another list needs another `key`.
    """
    buttons = "".join(
        f'<button type="button" data-all="{value}">{escape(name)}</button>'
        for value, name in ((1, _("Tick all")), (0, _("Tick none")))
    )
    html = f'<div>{buttons}</div><ul tabindex="0" aria-label="{escape(label)}">{items}</ul>'
    result = _component()(
        key=key, data={"html": html}, default={"off": []}, on_off_change=lambda: None
    )
    return frozenset(result.off or ())


def item(key: str, words: str, about: str) -> str:
    """One line with a box. `words`, `about`: HTML, escaped already."""
    return (
        f'<li><label><input type="checkbox" data-tick="{escape(key)}" checked>'
        f'<span>{words}</span><span class="about">{about}</span></label></li>'
    )


def note(words: str, about: str) -> str:
    """One line that cannot be ticked."""
    return (
        f'<li><div class="unticked"><span aria-hidden="true">✓</span><span>{words}</span>'
        f'<span class="about">{about}</span></div></li>'
    )
