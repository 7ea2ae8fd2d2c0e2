// @ts-check
/**
 * What the coder does: each act is drawn at once, saved behind the coder's back, and can be taken
 * back.
 */

import { inverse } from "./acts.js";
import { behindDigits, useQuick } from "./codes.js";
import { answer, quote, wholeTurns } from "./core.js";
import { History } from "./history.js";
import { shorten, uuid } from "./page.js";
import { firstSeen, same, select } from "./selection.js";
import { Sight } from "./sight.js";

/** @typedef {import("./acts.js").Act} Act */
/** @typedef {import("./acts.js").Coding} Coding */
/** @typedef {import("./acts.js").Withheld} Withheld */
/** @typedef {import("./acts.js").Code} Code */
/** @typedef {import("./acts.js").Suggestion} Suggestion */
/** @typedef {import("./core.js").Span} Span */
/** @typedef {import("./history.js").What} What */
/** @typedef {import("./history.js").Step} Step */
/** @typedef {import("./palette.js").Choice} Choice */

export class Hand extends Sight {
  /** @param {HTMLElement} root @param {import("./sight.js").Settings} settings */
  constructor(root, settings) {
    super(root, settings);
    this.history = new History();
    this.readAgain = false;
    /** @type {Coding | null} */
    this.recoding = null;
    /** @type {Suggestion | null} whose code is being changed */
    this.changing = null;
    /** @type {(number | string)[]} the person's own choice for the first digits */
    this.favourites = [];
    /** @type {{slots: (number | string)[], order: (number | string)[]}} */
    this.quick = { slots: [], order: [] };
  }

  /** Send an act on its way. @param {Act} _act @returns {string} the act's uuid */
  save(_act) {
    return "";
  }

  /** A step in words. @param {Step} step */
  label({ what }) {
    return this.w(what.text, { reason: this.reason(what.reason ?? ""),
      name: (what.codes ?? []).map((code) => this.codeOf(code).name).join(", ") });
  }

  /** Do one thing, made of one or more acts: draw, save, remember how to take it back.
   *  @param {What} what @param {Act[]} acts @param {string} [said] what is said aloud, where it
   *  is more than what was done @param {string} [joins] */
  do(what, acts, said, joins) {
    /** @type {Act[]} */
    const undo = [];
    const done = [];
    for (const act of acts) {
      const back = inverse(this.state, act);
      if (!this.show(act)) continue;
      const sent = this.save(act);
      if (act.kind === "memo" && back) {
        Object.assign(back, { of: sent, side: "before" });
        Object.assign(act, { of: sent, side: "after" });
      }
      done.push(act);
      if (back) undo.unshift(back);
    }
    if (!done.length) return;
    const redo = done.filter((act) => act.kind !== "new_code");
    const step = { undo, redo, what, at: Date.now(), joins };
    if (undo.length) this.history.add(step);
    this.frame.announce(said ?? this.label(step));
    this.frame.changed();
  }

  undo() {
    this.frame.panel.commit();
    const step = this.history.back();
    if (!step) return this.frame.announce(this.w("Nothing to undo."), true);
    this.replay(step.undo, this.w("Undone: {label}", { label: this.label(step) }));
  }

  redo() {
    const step = this.history.again();
    if (!step) return this.frame.announce(this.w("Nothing to redo."), true);
    this.replay(step.redo, this.w("Done again: {label}", { label: this.label(step) }));
  }

  /** Undo or redo until the first `count` steps of this visit are done.
   *  @param {number} count */
  goBackTo(count) {
    while (this.history.done.length > count) this.undo();
    while (this.history.done.length < count && this.history.undone.length) this.redo();
  }

  /** @param {Act[]} acts @param {string} said */
  replay(acts, said) {
    let some = false;
    for (const act of acts) {
      if (!this.show(act)) continue;
      some = true;
      this.save(act);
    }
    if (this.history.thin) this.readAgain = true;
    this.refreshHere();
    this.frame.changed();
    if (some) this.frame.announce(said);
    else this.refuse(this.w("Somebody changed this meanwhile: it stays as it is."));
  }

  /** Do as was chosen in the box: apply codes to the selection, or give what is being changed
   *  its code. @param {Choice[]} choices @returns {boolean} */
  take(choices) {
    if (!this.selection && !this.recoding && !this.changing) {
      return this.refuse(this.w("Select some words first."));
    }
    const codes = choices.map(({ code, kind, name }) => code ?? this.makeCode(kind ?? "theme", name ?? ""));
    if (this.recoding) return this.recode(this.recoding, codes[0]);
    if (this.changing) return this.accept(this.changing, codes[0]);
    return this.applyCodes(codes);
  }

  /** Apply `code` to the selection. @param {Code} code @returns {boolean} */
  applyCode(code) {
    return this.take([{ code }]);
  }

  /** Apply codes to the selection, as one step; where all of them lie on it already, say so.
   *  @param {Code[]} codes @returns {boolean} */
  applyCodes(codes) {
    const span = this.selection;
    if (!this.mayCode) return this.refuse(this.w("Your role does not allow you to code passages."));
    if (!span) return this.refuse(this.w("Select some words first."));
    const mine = [...this.state.codings.values()].filter((one) =>
      same(one, span) && one.coder === this.settings.coder);
    const fresh = codes.filter(({ id }) => !mine.some((one) => one.code === id));
    const name = (/** @type {Code[]} */ some) => some.map((one) => one.name).join(", ");
    if (!fresh.length) {
      return this.refuse(this.w("You have coded these words with {name} already.", { name: name(codes) }));
    }
    const words = shorten(quote(this.lines, span), 60);
    const acts = fresh.map(({ id }) =>
      /** @type {Act} */ ({ kind: "apply", coding: uuid(), code: id, ...span }));
    this.do({ text: "Coded {name}", codes: fresh.map(({ id }) => id), span }, acts,
      this.w("Coded {name}: “{words}”", { name: name(fresh), words }));
    for (const { id } of fresh) this.used(id);
    return true;
  }

  /** Make a new code. @param {string} kind @param {string} name @returns {Code} */
  makeCode(kind, name) {
    const id = `new:${uuid()}`;
    const looks = ["#1f77b4", "#b45309", "#15803d", "#be123c", "#7c3aed", "#0f766e", "#a21caf"];
    const patterns = ["solid", "dashed", "dotted", "double", "wavy"];
    const n = this.state.codes.size;
    const code = { id, kind, name, path: name, colour: looks[n % 7],
      pattern: patterns[Math.floor(n / 7) % 5] };
    this.state.codes.set(id, code);
    this.save({ kind: "new_code", code: id, code_kind: kind, name });
    return code;
  }

  /** The selected words become a code of their own. */
  inVivo() {
    if (!this.selection) return this.refuse(this.w("Select some words first."));
    const name = shorten(quote(this.lines, this.selection), 60);
    const there = [...this.state.codes.values()].find((one) => one.kind === "theme" && one.name === name);
    return this.take([there ? { code: there } : { kind: "theme", name }]);
  }

  /** The selected words are made a clip of, on the film page in another tab. */
  toFilm() {
    const span = this.selection;
    if (!span) return this.refuse(this.w("Select some words first."));
    const { film, transcript } = this.settings;
    window.open(`${film}&passage=${transcript}-${span.start}-${span.end}`, "_blank", "noopener");
    return true;
  }

  /** Select the turns of the selection, or turn `index`, as a whole. @param {number} [index] */
  pickTurn(index) {
    const at = this.place(index);
    return at ? this.pick(wholeTurns(this.lines, at)) : false;
  }

  /** Select the whole answer at the selection, or the answer to turn `index`.
   *  @param {number} [index] */
  pickAnswer(index) {
    const at = this.place(index);
    const span = at && answer(this.lines, this.asks, at.start);
    return span ? this.pick(span) : this.refuse(this.w("Nobody answers here."));
  }

  /** @param {number} [index] @returns {Span | null} */
  place(index) {
    const looked = this.looked.map((id) => this.state.codings.get(id)).find((one) => !!one);
    if (index === undefined && (this.selection || looked)) return this.selection ?? looked ?? null;
    return this.lines[index ?? (this.paper ? firstSeen(this.paper) : 0)] ?? null;
  }

  /** @param {Span} span */
  pick(span) {
    if (!this.paper || span.end <= span.start) return false;
    this.frame.scroller.focus({ preventScroll: true });
    select(this.paper, span);
    this.setSelection(span);
    this.frame.announce(shorten(this.quote(span), 200));
    return true;
  }

  /** @param {Coding} coding */
  startRecode(coding) {
    this.frame.palette.open(this.w("Change {name} to…", this.codeOf(coding.code)));
    this.recoding = coding;
  }

  /** @param {Coding} coding @param {Code} code */
  recode(coding, code) {
    this.do({ text: "Changed the code to {name}", codes: [code.id], span: spanOf(coding) },
      [{ kind: "recode", coding: coding.id, code: code.id }]);
    this.recoding = null;
    this.used(code.id);
    this.refreshHere();
    return true;
  }

  /** @param {Coding} coding */
  moveToSelection(coding) {
    const span = this.selection;
    if (!span) return this.refuse(this.w("Select some words first."));
    this.do({ text: "Moved {name}", codes: [coding.code], span },
      [{ kind: "move", coding: coding.id, ...span }]);
    this.refreshHere();
    return true;
  }

  /** Widen or narrow a coding. @param {Coding} coding @param {Span} span */
  stretch(coding, span) {
    const { name } = this.codeOf(coding.code);
    const words = shorten(quote(this.lines, span), 120);
    this.do({ text: "Changed the ends of {name}", codes: [coding.code], span },
      [{ kind: "move", coding: coding.id, ...span }], `${name}: “${words}”`, `ends ${coding.id}`);
    this.refreshHere();
  }

  /** @param {Coding[]} codings */
  remove(codings) {
    if (!this.mayCode || !codings.length) return;
    this.frame.panel.commit();
    this.do({ text: "Removed {name}", codes: codings.map((one) => one.code), span: spanOf(codings[0]) },
      codings.map((one) => ({ kind: "remove", coding: one.id })));
    this.refreshHere();
  }

  /** @param {string} id @param {string} text */
  setMemo(id, text) {
    const coding = this.state.codings.get(id);
    if (!coding || coding.memo === text.trim() || !this.mayCode) return;
    this.do({ text: "Wrote the memo on {name}", codes: [coding.code], span: spanOf(coding) },
      [{ kind: "memo", coding: id, text: text.trim() }]);
  }

  /** @param {string} reason */
  withhold(reason) {
    const span = this.selection;
    if (!span) return this.refuse(this.w("Select some words first."));
    this.do({ text: "Do not use: {reason}", reason },
      [{ kind: "withhold", mark: uuid(), reason, ...span }]);
    return true;
  }

  /** @param {Withheld} mark */
  release(mark) {
    this.do({ text: "Released a passage" }, [{ kind: "release", mark: mark.id }]);
    this.refreshHere();
  }

  /** Code the passage as suggested, or with another code.
   *  @param {Suggestion} hint @param {Code} [other] */
  accept(hint, other) {
    this.changing = null;
    const code = other ?? this.codeOf(hint.code);
    this.do({ text: "Accepted: {name}", codes: [code.id], span: spanOf(hint) },
      [{ kind: "accept", suggestion: hint.id, coding: uuid(), code: code.id }]);
    this.used(code.id);
    this.nextHint(hint, 1, `${this.w("Accepted: {name}", code)}. `);
    return true;
  }

  /** @param {Suggestion} hint */
  dismiss(hint) {
    this.do({ text: "Dismissed {name}", codes: [hint.code], span: spanOf(hint) },
      [{ kind: "dismiss", suggestion: hint.id }]);
    this.nextHint(hint, 1, `${this.w("Dismissed {name}", this.codeOf(hint.code))}. `);
  }

  /** @param {Suggestion} hint */
  startChange(hint) {
    this.frame.palette.open(this.w("Change {name} to…", this.codeOf(hint.code)));
    this.changing = hint;
  }

  /** Go to the suggestion after `from`, or after what is looked at; `step` -1: before it.
   *  @param {Suggestion} [from] @param {-1 | 1} [step] @param {string} [said] what is said first */
  nextHint(from = this.lookedHints()[0], step = 1, said = "") {
    const all = [...this.state.suggestions.values()].sort((a, b) => a.start - b.start || a.id - b.id);
    const start = from?.start ?? this.selection?.start ?? -1;
    const id = from?.id ?? -1;
    const next = step > 0
      ? all.find((one) => one.start > start || (one.start === start && one.id > id)) ?? all[0]
      : all.findLast((one) => one.start < start || (one.start === start && one.id < id))
        ?? all[all.length - 1];
    this.frame.showHinting();
    if (!next) {
      this.look([]);
      return this.frame.announce(`${said}${this.w("There are no suggestions in this transcript now.")}`, true);
    }
    this.paper?.show(next);
    this.look([`hint-${next.id}`]);
    this.frame.announce(`${said}${this.whySuggested(next)}: ${this.quote(next)}`);
  }

  /** @param {string} message */
  refuse(message) {
    this.frame.announce(message, true);
    return false;
  }

  /** @param {number | string} id */
  used(id) {
    this.quick = useQuick(this.quick.slots, this.quick.order, id, this.favourites);
    this.frame.showQuick();
  }

  /** The codes behind the digits: the person's own choice, then those used lately.
   *  @returns {Code[]} */
  digits() {
    return behindDigits(this.favourites, this.quick.slots)
      .map((id) => this.state.codes.get(id)).filter((one) => one !== undefined);
  }
}

/** @param {Span} span @returns {Span} */
function spanOf({ start, end }) {
  return { start, end };
}
