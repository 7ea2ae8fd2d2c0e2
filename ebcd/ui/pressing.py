"""Our own HTML whose links answer at once.

A table or list drawn here holds ordinary links, so that a screen reader reads it as what it is and
a link can be opened in a new tab. A plain press does not load the page again: the link's
`data-press` value is handed to Python, and where the page then shows something with
`data-pressed` of the same value, that gets the focus.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st

_JS = """
const kept = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".ebcd-pressing");
  if (!root) return;
  let state = kept.get(root);
  if (!state) {
    state = { html: "" };
    kept.set(root, state);
    root.addEventListener("click", (event) => {
      const link = event.target.closest("[data-press]");
      if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      state.press("pressed", link.dataset.press);
      follow(link.dataset.press);
    });
  }
  state.press = setTriggerValue;
  if (state.html === data.html) return;
  const focused = root.contains(document.activeElement)
    ? document.activeElement.dataset.press
    : null;
  const before = root.querySelector("[data-keep-scroll]");
  const scroll = before ? [before.scrollLeft, before.scrollTop] : null;
  root.innerHTML = data.html;
  state.html = data.html;
  const after = root.querySelector("[data-keep-scroll]");
  if (after && scroll) [after.scrollLeft, after.scrollTop] = scroll;
  if (focused) {
    const again = root.querySelector(`[data-press="${CSS.escape(focused)}"]`);
    if (again) again.focus({ preventScroll: true });
  }
}

function follow(value) {
  const ends = Date.now() + 3000;
  const look = () => {
    const shown = document.querySelector(`[data-pressed="${CSS.escape(value)}"]`);
    if (shown) {
      shown.focus({ preventScroll: true });
      const smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
      const box = shown.getBoundingClientRect();
      if (box.top < 60 || box.bottom > innerHeight - 120)
        shown.scrollIntoView({ block: "start", behavior: smooth ? "smooth" : "auto" });
    } else if (Date.now() < ends) setTimeout(look, 50);
  };
  setTimeout(look, 50);
}
"""


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "ebcd_pressing", html='<div class="ebcd-pressing"></div>', js=_JS, isolate_styles=False
    )


def pressing(html: str, *, key: str, on_press: Callable[[str], None]) -> None:
    """Draw `html`, whose every word from elsewhere has been escaped.

    `on_press`: called with a link's `data-press` before the page runs again.
    """

    def pressed() -> None:
        value = st.session_state[key].get("pressed")
        if value is not None:
            on_press(str(value))

    _component()(key=key, data={"html": html}, on_pressed_change=pressed)
