// @ts-check
/**
 * Widening and narrowing a coding: a handle at each end of the one that is looked at, for the
 * mouse, a finger and the arrow keys.
 */

import { reach, reachTo } from "./core.js";
import { el, shorten } from "./page.js";
import { positionAt } from "./selection.js";

/** @typedef {import("./desk.js").Desk} Desk */
/** @typedef {import("./acts.js").Coding} Coding */
/** @typedef {import("./core.js").Span} Span */
/** @typedef {"start" | "end"} Side */

/** @type {Side[]} */
const SIDES = ["start", "end"];
const SHOWN = "ebcd-edge";

export class Edges {
  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.handles = { start: this.handle("start"), end: this.handle("end") };
    this.root = el("div", { class: "edges", hidden: true }, this.handles.start, this.handles.end);
    /** @type {Coding | null} */
    this.coding = null;
    /** @type {{side: Side, span: Span, stop: AbortController, dx: number, dy: number} | null} */
    this.pulled = null;
    /** Whether a handle was let go just now: the click that follows means nothing else. */
    this.busy = false;
  }

  /** @param {Side} side @returns {HTMLElement} */
  handle(side) {
    return el("div", { class: `edge ${side}`, role: "slider", tabindex: 0,
      onpointerdown: (/** @type {PointerEvent} */ event) => this.grip(side, event),
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.key(side, event) });
  }

  /** Show the handles of the one coding that is looked at, or none. */
  show() {
    const { looked, state, mayCode } = this.desk;
    const found = looked.length === 1 ? state.codings.get(looked[0]) : undefined;
    this.coding = mayCode && found ? found : null;
    if (this.pulled && !this.coding) this.drop(false);
    if (this.root.hidden !== !this.coding) this.root.hidden = !this.coding;
    if (this.coding) this.place(this.coding);
  }

  /** Put the handles under the ends of `span`: read both places, then write them.
   *  @param {Span} span */
  place(span) {
    const { desk } = this;
    const { paper } = desk;
    if (!paper || !this.coding) return;
    const { name } = desk.codeOf(this.coding.code);
    const box = this.root.getBoundingClientRect();
    const carets = SIDES.map((side) => paper.caret(span[side], side === "end"));
    this.root.hidden = carets.some((caret) => !caret);
    SIDES.forEach((side, i) => {
      const handle = this.handles[side];
      const caret = carets[i];
      if (!caret) return;
      handle.style.left = `${caret.left - box.left}px`;
      handle.style.top = `${caret.bottom - box.top}px`;
      handle.setAttribute("aria-label", side === "start" ? desk.w("Start of {name}", { name })
        : desk.w("End of {name}", { name }));
      handle.setAttribute("aria-valuemin", "0");
      handle.setAttribute("aria-valuemax", String(desk.lines[desk.lines.length - 1].end));
      handle.setAttribute("aria-valuenow", String(span[side]));
      handle.setAttribute("aria-valuetext", shorten(desk.quote(span), 80));
    });
  }

  /** Move an end by a word. @param {Coding} coding @param {Side} side @param {-1 | 1} step */
  move(coding, side, step) {
    const { desk } = this;
    const span = reach(desk.lines, { start: coding.start, end: coding.end }, side, step);
    if (!span) return desk.refuse(desk.w("This end cannot be moved further."));
    desk.stretch(coding, span);
    desk.paper?.show({ start: span[side] - (side === "end" ? 1 : 0), end: span[side] + (side === "end" ? 0 : 1) });
    return true;
  }

  /** @param {Side} side @param {KeyboardEvent} event */
  key(side, event) {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || !this.coding || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.move(this.coding, side, /** @type {-1 | 1} */ (step));
  }

  /** @param {Side} side @param {PointerEvent} event */
  grip(side, event) {
    const { coding, desk } = this;
    if (!coding || !event.isPrimary || event.button !== 0) return;
    event.preventDefault();
    this.handles[side].focus({ preventScroll: true });
    const stop = new AbortController();
    const { signal } = stop;
    const caret = desk.paper?.caret(coding[side], side === "end");
    const dx = caret ? event.clientX - caret.left : 0;
    const dy = caret ? event.clientY - (caret.top + caret.bottom) / 2 : 0;
    this.pulled = { side, span: { start: coding.start, end: coding.end }, stop, dx, dy };
    this.busy = true;
    this.root.classList.add("pulled");
    desk.pointerDown = true;
    document.addEventListener("pointermove", (one) => this.pull(one), { signal });
    document.addEventListener("pointerup", () => this.drop(true), { signal });
    document.addEventListener("pointercancel", () => this.drop(false), { signal });
    document.addEventListener("keydown", (one) => {
      if (one.key !== "Escape") return;
      one.stopPropagation();
      this.drop(false);
    }, { signal, capture: true });
  }

  /** @param {PointerEvent} event */
  pull(event) {
    const { coding, desk, pulled } = this;
    if (!pulled || !coding || !desk.paper) return;
    const view = desk.frame.scroller.getBoundingClientRect();
    if (event.clientY > view.bottom - 24) desk.frame.scroller.scrollBy(0, 16);
    if (event.clientY < view.top + 24) desk.frame.scroller.scrollBy(0, -16);
    const at = positionAt(desk.paper, event.clientX - pulled.dx, event.clientY - pulled.dy);
    if (at === null) return;
    pulled.span = reachTo(desk.lines, { start: coding.start, end: coding.end }, pulled.side, at);
    this.place(pulled.span);
    this.paint(pulled.span);
  }

  /** @param {boolean} keep whether what was pulled to is kept */
  drop(keep) {
    const { coding, desk, pulled } = this;
    pulled?.stop.abort();
    this.pulled = null;
    this.root.classList.remove("pulled");
    if (pulled) desk.pointerDown = false;
    if (pulled) this.paint(null);
    setTimeout(() => { this.busy = false; });
    if (!coding || !pulled) return;
    const { span } = pulled;
    if (keep && (span.start !== coding.start || span.end !== coding.end)) desk.stretch(coding, span);
    else this.place(coding);
  }

  /** Show how far the words reach while an end is pulled. @param {Span | null} span */
  paint(span) {
    const highlights = /** @type {any} */ (CSS).highlights;
    const range = span && this.desk.paper?.range(span);
    if (!highlights) return;
    if (range) highlights.set(SHOWN, new (/** @type {any} */ (window).Highlight)(range));
    else highlights.delete(SHOWN);
  }
}
