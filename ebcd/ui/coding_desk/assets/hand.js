// @ts-check
/**
 * What the coder does: each act is drawn at once, saved behind the coder's back, and can be taken
 * back.
 */

import { History, inverse } from "./acts.js";
import { useQuick } from "./codes.js";
import { quote } from "./core.js";
import { shorten, uuid } from "./page.js";
import { same } from "./selection.js";
import { Sight } from "./sight.js";

/** @typedef {import("./acts.js").Act} Act */
/** @typedef {import("./acts.js").Coding} Coding */
/** @typedef {import("./acts.js").Withheld} Withheld */
/** @typedef {import("./acts.js").Code} Code */
/** @typedef {import("./acts.js").Suggestion} Suggestion */

/** What was done in this visit, transcript by transcript: it outlives leaving and coming back. */
/** @type {Map<string, History>} */
const histories = new Map();

export class Hand extends Sight {
  /** @param {HTMLElement} root @param {import("./sight.js").Settings} settings */
  constructor(root, settings) {
    super(root, settings);
    this.url = `${settings.base}/${settings.transcript}`;
    this.history = histories.get(this.url) ?? new History();
    histories.set(this.url, this.history);
    /** @type {Coding | null} */
    this.recoding = null;
    /** @type {Suggestion | null} whose code is being changed */
    this.changing = null;
    /** @type {{slots: (number | string)[], order: (number | string)[]}} */
    this.quick = { slots: [], order: [] };
  }

  /** Send an act on its way. @param {Act} _act */
  save(_act) {}

  /** Do one thing, made of one or more acts: draw, save, remember how to take it back.
   *  @param {string} label @param {Act[]} acts @param {string} said */
  do(label, acts, said) {
    /** @type {Act[]} */
    const undo = [];
    const done = [];
    for (const act of acts) {
      const back = inverse(this.state, act);
      if (!this.show(act)) continue;
      this.save(act);
      done.push(act);
      if (back) undo.unshift(back);
    }
    if (!done.length) return;
    const redo = done.filter((act) => act.kind !== "new_code");
    if (undo.length) this.history.add({ undo, redo, label });
    this.frame.announce(said);
    this.frame.changed();
  }

  undo() {
    this.frame.panel.commit();
    const step = this.history.back();
    if (!step) return this.frame.announce(this.w("Nothing to undo."));
    this.replay(step.undo);
    this.frame.announce(this.w("Undone: {label}", { label: step.label }));
  }

  redo() {
    const step = this.history.again();
    if (!step) return this.frame.announce(this.w("Nothing to redo."));
    this.replay(step.redo);
    this.frame.announce(this.w("Done again: {label}", { label: step.label }));
  }

  /** @param {Act[]} acts */
  replay(acts) {
    for (const act of acts) if (this.show(act)) this.save(act);
    this.refreshHere();
    this.frame.changed();
  }

  /** Apply `code` to the selection; to what is selected already coded so, say so.
   *  @param {Code} code @returns {boolean} */
  applyCode(code) {
    if (this.recoding) return this.recode(this.recoding, code);
    if (this.changing) return this.accept(this.changing, code);
    const span = this.selection;
    if (!this.mayCode) return this.refuse(this.w("Your role does not allow you to code passages."));
    if (!span) return this.refuse(this.w("Select some words first."));
    const twin = [...this.state.codings.values()].find((one) =>
      one.code === code.id && same(one, span) && one.coder === this.settings.coder);
    if (twin) return this.refuse(this.w("You have coded these words with {name} already.", code));
    const words = shorten(quote(this.lines, span), 60);
    const act = /** @type {Act} */ ({ kind: "apply", coding: uuid(), code: code.id, ...span });
    this.do(this.w("Code {name}", code), [act], this.w("Coded {name}: “{words}”", { ...code, words }));
    this.used(code.id);
    return true;
  }

  /** Make a new code and apply it to the selection. @param {string} kind @param {string} name */
  newCode(kind, name) {
    if (!this.selection && !this.recoding && !this.changing) {
      return this.refuse(this.w("Select some words first."));
    }
    const id = `new:${uuid()}`;
    const looks = ["#1f77b4", "#b45309", "#15803d", "#be123c", "#7c3aed", "#0f766e", "#a21caf"];
    const patterns = ["solid", "dashed", "dotted", "double", "wavy"];
    const n = this.state.codes.size;
    const code = { id, kind, name, path: name, colour: looks[n % 7],
      pattern: patterns[Math.floor(n / 7) % 5] };
    this.state.codes.set(id, code);
    const make = /** @type {Act} */ ({ kind: "new_code", code: id, code_kind: kind, name });
    this.save(make);
    return this.applyCode(code);
  }

  /** The selected words become a code of their own. */
  inVivo() {
    if (!this.selection) return this.refuse(this.w("Select some words first."));
    const name = shorten(quote(this.lines, this.selection), 60);
    const there = [...this.state.codes.values()].find((one) => one.kind === "theme" && one.name === name);
    return there ? this.applyCode(there) : this.newCode("theme", name);
  }

  /** @param {Coding} coding */
  startRecode(coding) {
    this.frame.palette.open(this.w("Change {name} to…", this.codeOf(coding.code)));
    this.recoding = coding;
  }

  /** @param {Coding} coding @param {Code} code */
  recode(coding, code) {
    const label = this.w("Change the code to {name}", code);
    this.do(label, [{ kind: "recode", coding: coding.id, code: code.id }], label);
    this.recoding = null;
    this.used(code.id);
    return true;
  }

  /** @param {Coding} coding */
  moveToSelection(coding) {
    if (!this.selection) return this.refuse(this.w("Select some words first."));
    const label = this.w("Move {name}", this.codeOf(coding.code));
    this.do(label, [{ kind: "move", coding: coding.id, ...this.selection }], label);
    return true;
  }

  /** @param {Coding[]} codings */
  remove(codings) {
    if (!this.mayCode || !codings.length) return;
    this.frame.panel.commit();
    const names = codings.map((one) => this.codeOf(one.code).name).join(", ");
    const label = this.w("Remove {name}", { name: names });
    this.do(label, codings.map((one) => ({ kind: "remove", coding: one.id })), label);
    this.refreshHere();
  }

  /** @param {string} id @param {string} text */
  setMemo(id, text) {
    const coding = this.state.codings.get(id);
    if (!coding || coding.memo === text.trim() || !this.mayCode) return;
    const label = this.w("Memo on {name}", this.codeOf(coding.code));
    this.do(label, [{ kind: "memo", coding: id, text: text.trim() }], label);
  }

  /** @param {string} reason */
  withhold(reason) {
    if (!this.selection) return this.refuse(this.w("Select some words first."));
    const label = this.w("Do not use: {reason}", { reason: this.reason(reason) });
    this.do(label, [{ kind: "withhold", mark: uuid(), reason, ...this.selection }], label);
    return true;
  }

  /** @param {Withheld} mark */
  release(mark) {
    const label = this.w("Release a passage");
    this.do(label, [{ kind: "release", mark: mark.id }], label);
    this.refreshHere();
  }

  /** Code the passage as suggested, or with another code.
   *  @param {Suggestion} hint @param {Code} [other] */
  accept(hint, other) {
    this.changing = null;
    const code = other ?? this.codeOf(hint.code);
    this.do(this.w("Code {name}", code), [{ kind: "accept", suggestion: hint.id, coding: uuid(),
      code: code.id }], this.w("Accepted: {name}", code));
    this.used(code.id);
    this.nextHint(hint);
    return true;
  }

  /** @param {Suggestion} hint */
  dismiss(hint) {
    const label = this.w("Dismiss {name}", this.codeOf(hint.code));
    this.do(label, [{ kind: "dismiss", suggestion: hint.id }], label);
    this.nextHint(hint);
  }

  /** @param {Suggestion} hint */
  startChange(hint) {
    this.frame.palette.open(this.w("Change {name} to…", this.codeOf(hint.code)));
    this.changing = hint;
  }

  /** Go to the suggestion after `from`, or after what is looked at. @param {Suggestion} [from] */
  nextHint(from = this.lookedHints()[0]) {
    const all = [...this.state.suggestions.values()].sort((a, b) => a.start - b.start || a.id - b.id);
    const start = from?.start ?? this.selection?.start ?? -1;
    const next = all.find((one) => one.start > start || (one.start === start && one.id > (from?.id ?? -1)))
      ?? all[0];
    this.frame.showHinting();
    if (!next) return this.look([]);
    this.paper?.show(next);
    this.look([`hint-${next.id}`]);
    this.frame.announce(`${this.whySuggested(next)}: ${this.quote(next)}`);
  }

  /** @param {string} message */
  refuse(message) {
    this.frame.announce(message, true);
    return false;
  }

  /** @param {number | string} id */
  used(id) {
    this.quick = useQuick(this.quick.slots, this.quick.order, id);
    this.frame.showQuick();
  }
}
