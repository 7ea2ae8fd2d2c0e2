// @ts-check
/**
 * Finding words in this transcript: every hit is highlighted, the one that is read is selected.
 */

import { hits } from "./core.js";
import { button, el } from "./page.js";

/** @typedef {import("./desk.js").Desk} Desk */
/** @typedef {import("./core.js").Span} Span */

const ALL = "ebcd-hits";
const NOW = "ebcd-hit";
const MOST_PAINTED = 1_000;

export class Find {
  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
    const { w } = desk;
    /** @type {Span[]} */
    this.found = [];
    this.at = -1;
    this.input = /** @type {HTMLInputElement} */ (el("input", { type: "search",
      "aria-label": w("Find in this transcript"), placeholder: w("Find in this transcript"),
      autocomplete: "off", spellcheck: "false", oninput: () => this.look(),
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.key(event) }));
    this.count = el("span", { class: "more", "aria-live": "polite" });
    this.root = el("div", { class: "find", role: "search", hidden: true }, this.input,
      button({ "aria-label": w("Previous hit") }, () => this.step(-1), "↑"),
      button({ "aria-label": w("Next hit") }, () => this.step(1), "↓"),
      this.count,
      button({ class: "plain", "aria-label": w("Close") }, () => this.close(), "✕"));
  }

  open() {
    this.root.hidden = false;
    this.input.focus();
    this.input.select();
    if (this.input.value) this.look();
  }

  look() {
    const { desk } = this;
    this.found = hits(desk.lines, this.input.value);
    const from = desk.selection?.start ?? 0;
    this.at = this.found.findIndex((hit) => hit.start >= from);
    if (this.at < 0 && this.found.length) this.at = 0;
    this.show();
  }

  /** @param {-1 | 1} by */
  step(by) {
    if (!this.found.length) return;
    this.at = (this.at + by + this.found.length) % this.found.length;
    this.show();
  }

  show() {
    const { w } = this.desk;
    this.count.textContent = !this.input.value.trim() ? ""
      : this.found.length ? w("{at} of {n}", { at: this.at + 1, n: this.found.length })
        : w("Not found");
    const now = this.found[this.at];
    if (now) this.desk.paper?.show(now);
    this.paint();
  }

  /** The text was drawn anew: paint again when there is time. */
  later() {
    if (this.root.hidden || this.soon) return;
    this.soon = setTimeout(() => {
      this.soon = undefined;
      this.paint();
    }, 60);
  }

  /** Highlight the hits nearest to the one that is read. */
  paint() {
    const { paper } = this.desk;
    const highlights = /** @type {any} */ (CSS).highlights;
    if (!highlights || !paper) return;
    const first = Math.max(0, this.at - MOST_PAINTED / 2);
    const near = this.root.hidden ? [] : this.found.slice(first, first + MOST_PAINTED);
    const ranges = near.map((hit) => paper.range(hit)).filter((range) => !!range);
    const { Highlight } = /** @type {any} */ (window);
    highlights.set(ALL, new Highlight(...ranges));
    const now = this.root.hidden || this.at < 0 ? null : paper.range(this.found[this.at]);
    highlights.set(NOW, now ? new Highlight(now) : new Highlight());
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    event.stopPropagation();
    if (event.key === "Enter") this.step(event.shiftKey ? -1 : 1);
    else if (event.key === "ArrowDown") this.step(1);
    else if (event.key === "ArrowUp") this.step(-1);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  /** Go back to the text, with the hit selected. */
  close() {
    const now = this.found[this.at];
    this.root.hidden = true;
    this.paint();
    if (now) this.desk.pick(now);
    else this.desk.focusText();
  }
}
