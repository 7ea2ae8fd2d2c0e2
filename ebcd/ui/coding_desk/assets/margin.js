// @ts-check
/**
 * The margin beside a turn: a bar and a label for each coding. What lies too deep for a lane of
 * its own, or has no room, stands behind one bar and one label that open the list of it.
 */

import { labelTops } from "./marks.js";
import { el } from "./page.js";

/** @typedef {import("./paper.js").Drawn} Drawn */
/** @typedef {import("./paper.js").Sheet} Sheet */

const LABEL = 26;
const LANES_SHOWN = 5;
const LANE = 7;

/** @param {Sheet} sheet @param {Drawn[]} on @param {{lane: Map<string, number>,
 *    active: Set<string>, after: number, most: number,
 *    w: (text: string, values?: Record<string, any>) => string}} how
 *  `after`: where the turn before ends; `most`: the labels that it has room for. */
export function drawBars({ bars, turn }, on, { lane, active, after, most, w }) {
  const starts = on.filter((one) => one.start >= after);
  const labelled = new Set(starts.filter((one) => (lane.get(one.id) ?? 0) < LANES_SHOWN)
    .slice(0, starts.length > most ? most - 1 : most).map((one) => one.id));
  const children = [];
  /** @type {Drawn[]} */
  const deep = [];
  for (const one of on) {
    const classes = `${one.sort} p-${one.pattern}${active.has(one.id) ? " on" : ""}`;
    const at = lane.get(one.id) ?? 0;
    const begins = one.start >= after;
    if (at >= LANES_SHOWN || (begins && !labelled.has(one.id))) deep.push(one);
    if (at < LANES_SHOWN) {
      const bar = el("i", { class: `bar ${classes}`, ink: one.colour, "data-id": one.id });
      bar.style.insetInlineStart = `${at * LANE}px`;
      children.push(bar);
    }
    if (!labelled.has(one.id)) continue;
    children.push(el("button", { type: "button", class: `label ${classes}`, ink: one.colour,
      "data-id": one.id, tabindex: -1, "aria-label": one.said, title: one.said },
      el("span", {}, one.name)));
  }
  const fresh = deep.filter((one) => one.start >= after);
  if (deep.length) {
    const ids = deep.map((one) => one.id).join(" ");
    const bar = el("i", { class: "bar rest", "data-ids": ids });
    bar.style.insetInlineStart = `${LANES_SHOWN * LANE}px`;
    children.push(bar);
  }
  if (fresh.length) {
    const names = fresh.map((one) => one.name).join(", ");
    children.push(el("button", { type: "button", class: "label rest", tabindex: -1,
      "data-ids": fresh.map((one) => one.id).join(" "), title: names,
      "aria-label": w("{n} more here: {names}", { n: fresh.length, names }) },
      el("span", {}, w("+{n} more", { n: fresh.length }))));
  }
  bars.replaceChildren(...children);
  const labels = labelled.size + (fresh.length ? 1 : 0);
  turn.style.setProperty("--labels", String(labels));
  turn.classList.toggle("coded", labels > 0);
  bars.classList.remove("placed");
}

/** Put bars and labels where their words stand. @param {HTMLElement} bars
 *  @param {Map<string, number[]>} tops of each coding: where its words begin and end, in pixels
 *  @param {number} room */
export function place(bars, tops, room) {
  const labels = [];
  for (const child of /** @type {Iterable<HTMLElement>} */ (/** @type {any} */ (bars.children))) {
    const ids = (child.dataset.id ?? child.dataset.ids ?? "").split(" ");
    const found = ids.map((id) => tops.get(id)).filter((one) => !!one);
    const top = Math.min(...found.map(([from]) => from));
    if (!found.length) continue;
    if (child.classList.contains("bar")) {
      child.style.top = `${top}px`;
      child.style.height = `${Math.max(Math.max(...found.map(([, to]) => to)) - top, 4)}px`;
    } else labels.push({ child, top });
  }
  labels.sort((a, b) => a.top - b.top
    || Number(a.child.classList.contains("rest")) - Number(b.child.classList.contains("rest")));
  const placed = labelTops(labels.map((label) => label.top), LABEL, room);
  labels.forEach(({ child }, i) => {
    child.style.top = `${placed[i]}px`;
  });
  bars.classList.add("placed");
}
