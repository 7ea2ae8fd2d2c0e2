// @ts-check
/**
 * What the coder sees and looks at: the state of one transcript, drawn, selected, inspected.
 */

import { apply } from "./acts.js";
import { quote } from "./core.js";
import { Frame } from "./frame.js";
import { shorten } from "./page.js";
import { clicked, hold, same, select, selected, weigh } from "./selection.js";

/** @typedef {import("./acts.js").Act} Act */
/** @typedef {import("./acts.js").Coding} Coding */
/** @typedef {import("./acts.js").Withheld} Withheld */
/** @typedef {import("./acts.js").Code} Code */
/** @typedef {import("./acts.js").State} State */
/** @typedef {import("./acts.js").Suggestion} Suggestion */
/** @typedef {import("./core.js").Span} Span */
/** @typedef {import("./paper.js").Drawn} Drawn */
/** @typedef {{base: string, transcript: number, owner: string, coder: string, initials: string,
 *    may_code: boolean, correct: string | null, film: string | null, at: number[] | null,
 *    words: Record<string, string>,
 *    kinds: {key: string, label: string}[], reasons: {key: string, label: string}[]}} Settings */

export class Sight {
  /** @param {HTMLElement} root @param {Settings} settings */
  constructor(root, settings) {
    this.root = root;
    this.settings = settings;
    this.kinds = settings.kinds;
    this.reasons = settings.reasons;
    this.mayCode = settings.may_code;
    /** @type {State} */
    this.state = { codings: new Map(), withheld: new Map(), suggestions: new Map(), codes: new Map() };
    /** @type {import("./core.js").Line[]} */
    this.lines = [];
    /** @type {boolean[]} of each turn, whether an interviewer speaks */
    this.asks = [];
    /** @type {import("./paper.js").Paper | null} */
    this.paper = null;
    /** @type {Span | null} */
    this.selection = null;
    /** @type {{anchor: Span, focus: Span, span: Span} | null} of the keyboard's selection */
    this.cursor = null;
    /** @type {string[]} */
    this.looked = [];
    /** @type {WeakMap<Coding, {code: Code, drawn: Drawn}>} what was worked out once */
    this.kept = new WeakMap();
    this.pointerDown = false;
    this.hinting = false;
    this.pointerInText = false;
    this.redrawing = false;
    this.changesMade = 0;
    this.w = this.w.bind(this);
    this.frame = new Frame(/** @type {any} */ (this));
  }

  /** A sentence in the reader's language. @param {string} text @param {Record<string, any>} [values] */
  w(text, values = {}) {
    const found = this.settings.words[text] ?? text;
    return found.replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));
  }

  /** @param {number | string} id @returns {Code} */
  codeOf(id) {
    return this.state.codes.get(id) ?? { id, kind: "", name: this.w("(deleted code)"),
      path: this.w("(deleted code)"), colour: "#6b7280", pattern: "dotted" };
  }

  /** @param {string} kind */
  kindLabel(kind) {
    return this.kinds.find((one) => one.key === kind)?.label ?? "";
  }

  /** @param {string} reason */
  reason(reason) {
    return this.reasons.find((one) => one.key === reason)?.label ?? reason;
  }

  /** @param {Span} span */
  quote(span) {
    return quote(this.lines, span);
  }

  /** @param {Coding} coding @returns {Drawn} */
  drawnCoding(coding) {
    const { w } = this;
    const code = this.codeOf(coding.code);
    const kept = this.kept.get(coding);
    if (kept && kept.code === code) return kept.drawn;
    const others = coding.coder === this.settings.coder ? "" : coding.initials;
    const words = shorten(quote(this.lines, coding), 60);
    /** @type {Drawn} */
    const drawn = { id: coding.id, start: coding.start, end: coding.end, sort: "coding",
      name: [code.name, others, coding.memo ? "✎" : ""].filter(Boolean).join(" "),
      said: w("Code {name}: “{words}”", { name: code.path, words })
        + (others ? `, ${others}` : "") + (coding.memo ? `, ${w("memo")}` : ""),
      colour: code.colour, pattern: code.pattern };
    this.kept.set(coding, { code, drawn });
    return drawn;
  }

  /** Everything that lies on the text, as the paper draws it. @returns {Drawn[]} */
  drawn() {
    const { w } = this;
    /** @type {Drawn[]} */
    const all = [];
    for (const coding of this.state.codings.values()) all.push(this.drawnCoding(coding));
    for (const mark of this.state.withheld.values()) {
      all.push({ id: mark.id, start: mark.start, end: mark.end, sort: "withheld",
        name: w("Do not use"), said: w("Do not use: {reason}", { reason: this.reason(mark.reason) }),
        colour: "#6b7280", pattern: "solid" });
    }
    for (const hint of this.state.suggestions.values()) {
      const code = this.codeOf(hint.code);
      all.push({ id: `hint-${hint.id}`, start: hint.start, end: hint.end, sort: "hint",
        name: `? ${code.name}`, said: this.whySuggested(hint), colour: code.colour,
        pattern: code.pattern });
    }
    return all;
  }

  /** A suggestion and its reason in one sentence. @param {Suggestion} hint */
  whySuggested(hint) {
    const name = this.codeOf(hint.code).path;
    return hint.why.length
      ? this.w("Suggested: {name}, because of {words}", { name,
        words: hint.why.map((word) => `“${word}”`).join(", ") })
      : this.w("Suggested: {name}", { name });
  }

  /** Change the state by `act` and draw what it touches. @param {Act} act @returns {boolean} */
  show(act) {
    const touched = apply(this.state, act, this.settings);
    if (!touched) return false;
    this.changesMade += 1;
    if (this.paper && touched.length) this.redraw(touched);
    return true;
  }

  /** @param {Span[]} spans */
  redraw(spans) {
    if (!this.paper) return;
    this.redrawing = true;
    this.paper.redraw(this.drawn(), spans);
    if (this.selection) this.keepSelection();
    this.redrawing = false;
    this.frame.find.later();
    this.frame.changed();
  }

  keepSelection() {
    if (!this.paper) return;
    if (this.frame.scroller.contains(document.activeElement)) select(this.paper, this.selection);
    hold(this.paper, this.selection);
  }

  /** @param {Span | null} span */
  setSelection(span) {
    if (same(span, this.selection)) return;
    this.selection = span;
    if (this.paper) hold(this.paper, span);
    this.frame.showSelection();
  }

  /** The browser's selection changed. */
  nativeSelection() {
    if (!this.paper || this.redrawing) return;
    const { span, inside, collapsed } = selected(this.paper);
    if (span) this.setSelection(span);
    else if (inside && collapsed && this.pointerInText) {
      this.setSelection(null);
    }
  }

  /** @param {Event} event a click on the text */
  click(event) {
    if (!this.paper || this.selection) return;
    const at = clicked(this.paper, event);
    const ids = (/** @type {HTMLElement} */ (event.target).closest?.("mark"))?.dataset.ids;
    this.look(at === null || !ids ? [] : ids.split(" "));
  }

  /** Show what these codings and marks are. @param {string[]} ids */
  look(ids) {
    this.looked = ids;
    this.paper?.activate(ids);
    if (this.paper) {
      weigh(this.paper, this.lookedHints().flatMap(({ start: at, places }) =>
        (places ?? []).map(([start, end]) => ({ start: at + start, end: at + end }))));
    }
    this.refreshHere();
    this.frame.panel.reveal();
  }

  refreshHere() {
    const codings = this.looked.map((id) => this.state.codings.get(id)).filter((one) => !!one);
    const withheld = this.looked.map((id) => this.state.withheld.get(id)).filter((one) => !!one);
    this.frame.panel.drawHere(/** @type {Coding[]} */ (codings), /** @type {Withheld[]} */ (withheld),
      this.lookedHints());
    this.frame.edges.show();
  }

  /** The suggestions that are looked at. @returns {Suggestion[]} */
  lookedHints() {
    return [...this.state.suggestions.values()].filter(({ id }) => this.looked.includes(`hint-${id}`));
  }

  /** @param {Coding} coding */
  goTo(coding) {
    this.paper?.show(coding);
    this.look([coding.id]);
    this.frame.announce(this.w("Code {name}: “{words}”", {
      name: this.codeOf(coding.code).path, words: shorten(this.quote(coding), 120) }));
  }

  /** Show and select a place given in the address. @param {number[]} at */
  jump([start, end]) {
    const last = this.lines[this.lines.length - 1].end;
    if (!this.paper || !(start >= 0 && start < end && end <= last)) return;
    this.paper.show({ start, end });
    this.setSelection({ start, end });
    const there = [...this.state.codings.values()].filter((one) => one.start < end && start < one.end);
    this.look(there.map((one) => one.id));
  }

  focusText() {
    this.frame.scroller.focus({ preventScroll: true });
    if (this.paper && this.selection) select(this.paper, this.selection);
  }
}
