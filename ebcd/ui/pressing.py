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
    prepare(root, state);
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


_ALONE = """
function prepare() {}
"""

_ORDERED = """
function prepare(root, state) {
  root.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    const way = event.key === "ArrowUp" ? "up" : "down";
    const button = row.querySelector(`[data-press="${way}-${row.dataset.row}"]`);
    if (button && !button.disabled) state.press("pressed", button.dataset.press);
  });
  root.addEventListener("pointerdown", (event) => {
    const row = event.target.closest("[data-drag]") && event.target.closest("[data-row]");
    if (row && !event.button) drag(root, state, row, event);
  });
}

function drag(root, state, row, begun) {
  begun.preventDefault();
  const places = [...root.querySelectorAll("[data-row], [data-last]")];
  let over = null;
  row.classList.add("ebcd-dragged");
  const move = (event) => {
    over?.classList.remove("ebcd-drop");
    over = places.find((each) => {
      const box = each.getBoundingClientRect();
      return event.clientY < box.top + box.height / 2;
    }) ?? places.at(-1);
    over.classList.add("ebcd-drop");
    over.scrollIntoView({ block: "nearest" });
  };
  const end = (event) => {
    document.removeEventListener("pointermove", move);
    for (const kind of ["pointerup", "pointercancel", "keydown"])
      document.removeEventListener(kind, stop, true);
    row.classList.remove("ebcd-dragged");
    over?.classList.remove("ebcd-drop");
    if (event.type !== "pointerup" || !over || over === row) return;
    const clip = row.dataset.row;
    const to = over.dataset.row;
    state.press("pressed", to ? `before-${clip}-${to}` : `last-${clip}-${over.dataset.last}`);
  };
  const stop = (event) => {
    if (event.type !== "keydown" || event.key === "Escape") end(event);
  };
  document.addEventListener("pointermove", move);
  for (const kind of ["pointerup", "pointercancel", "keydown"])
    document.addEventListener(kind, stop, true);
}
"""


@cache
def _component(ordered: bool) -> Callable[..., Any]:
    return st.components.v2.component(
        "ebcd_ordering" if ordered else "ebcd_pressing",
        html='<div class="ebcd-pressing"></div>',
        js=_JS + (_ORDERED if ordered else _ALONE),
        isolate_styles=False,
    )


def pressing(
    html: str, *, key: str, on_press: Callable[[str], None], ordered: bool = False
) -> None:
    """Draw `html`, whose every word from elsewhere has been escaped.

    `on_press`: called with a link's `data-press` before the page runs again. `ordered`: rows that
    say `data-row` are put in order as well, by Alt and an arrow, which press the row's own `up-`
    and `down-`, and by what says `data-drag`: `before-<row>-<row>`, or `last-<row>-<place>` for
    a `data-last`.
    """

    def pressed() -> None:
        value = st.session_state[key].get("pressed")
        if value is not None:
            on_press(str(value))

    _component(ordered)(key=key, data={"html": html}, on_pressed_change=pressed)
