// @ts-check
/**
 * The visit's history as a list: what was done when, the latest first, and back to any of it.
 */

import { button, el, shorten } from "./page.js";

/** @typedef {import("./desk.js").Desk} Desk */
/** @typedef {import("./history.js").Step} Step */

const MOST_LISTED = 200;

/** @param {Desk} desk @param {HTMLElement} pane */
export function drawVisit(desk, pane) {
  const { w } = desk;
  const { done, undone } = desk.history;
  const items = [
    ...undone.map((step, i) => item(desk, step, done.length + undone.length - i, true)),
    ...[...done].reverse().map((step, i) => item(desk, step, done.length - i, false)),
  ];
  const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.step;
  const first = done.length + undone.length > 0
    && button({ class: "step", "data-step": 0, disabled: !done.length },
      () => desk.goBackTo(0), w("Undo everything of this visit"));
  pane.replaceChildren(
    el("p", { class: "more" }, items.length
      ? w("The latest first. Choose a line to go back, or forward, to that moment.")
      : w("Nothing was done in this visit yet.")),
    el("ol", { reversed: true }, ...items.slice(0, MOST_LISTED)), first || "");
  if (focused !== undefined) {
    const again = /** @type {HTMLElement | null} */ (pane.querySelector(`[data-step="${focused}"]`));
    again?.focus();
  }
}

/** @param {Desk} desk @param {Step} step @param {number} count the steps done after choosing it
 *  @param {boolean} gone */
function item(desk, step, count, gone) {
  const { w } = desk;
  const now = count === desk.history.done.length;
  const marks = [...desk.state.withheld.values()];
  const { span } = step.what;
  const kept = span && marks.every((mark) => span.end <= mark.start || mark.end <= span.start);
  const at = new Date(step.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit",
    hourCycle: "h23" });
  return el("li", {}, button({ class: gone ? "step gone" : "step", "data-step": count,
    "aria-current": now ? "step" : null },
    () => desk.goBackTo(count),
    el("span", {}, gone ? w("Undone: {label}", { label: desk.label(step) }) : desk.label(step)),
    el("time", { class: "more" }, at),
    kept ? el("q", {}, shorten(desk.quote(span), 60)) : null));
}
