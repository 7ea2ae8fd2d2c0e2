// @ts-check
/**
 * What was done in this visit, with undo and redo; kept over a reload of the page, without words.
 */

/** @typedef {import("./acts.js").Act} Act */
/** @typedef {import("./core.js").Span} Span */
/** @typedef {{text: string, codes?: (number | string)[], reason?: string, span?: Span}} What
 *  What one step was: an English sentence with {name} or {reason}, and what stands in it. */
/** @typedef {{undo: Act[], redo: Act[], what: What, at: number, joins?: string}} Step
 *  One thing the coder did: what takes it back, what does it again, and when it was done.
 *  `joins`: steps that follow one another quickly and join alike are one step. */

const QUICKLY = 2_000;
const MOST_KEPT = 300;

export class History {
  constructor() {
    /** @type {Step[]} */
    this.done = [];
    /** @type {Step[]} */
    this.undone = [];
    /** Whether it comes from an earlier page, and so has no words. */
    this.thin = false;
  }

  /** @param {Step} step */
  add(step) {
    const last = this.done[this.done.length - 1];
    this.undone = [];
    if (last && step.joins && last.joins === step.joins && step.at - last.at < QUICKLY) {
      Object.assign(last, { redo: step.redo, what: step.what, at: step.at });
    } else this.done.push(step);
  }

  /** The step to take back now. @returns {Step | undefined} */
  back() {
    const step = this.done.pop();
    if (step) this.undone.push({ ...step, joins: undefined });
    return step;
  }

  /** The step to do again now. @returns {Step | undefined} */
  again() {
    const step = this.undone.pop();
    if (step) this.done.push(step);
    return step;
  }

  /** The server gave a new code its number: put it wherever the provisional one stands.
   *  @param {string} provisional @param {number} real */
  renumber(provisional, real) {
    for (const { undo, redo, what } of [...this.done, ...this.undone]) {
      what.codes = what.codes?.map((code) => (code === provisional ? real : code));
      for (const act of [...undo, ...redo]) {
        if (act.code === provisional) act.code = real;
        if (act.was && act.was.code === provisional) act.was.code = real;
      }
    }
  }

  /** An act was refused: what hangs on its coding cannot be taken back any more.
   *  @param {string | undefined} about */
  forget(about) {
    if (!about) return;
    const free = (/** @type {Step} */ step) =>
      ![...step.undo, ...step.redo].some((act) => (act.coding ?? act.mark) === about);
    this.done = this.done.filter(free);
    this.undone = this.undone.filter(free);
  }

  /** As it may be kept on this machine: places and codes, never words. */
  kept() {
    const thin = (/** @type {Step} */ { undo, redo, what, at }) =>
      ({ undo: undo.map(thinAct), redo: redo.map(thinAct), what, at });
    const whole = (/** @type {Step} */ { undo, redo }) =>
      [...undo, ...redo].every((act) => typeof act.code !== "string");
    return { done: this.done.filter(whole).slice(-MOST_KEPT).map(thin),
      undone: this.undone.filter(whole).slice(-MOST_KEPT).map(thin) };
  }

  /** @param {{done: Step[], undone: Step[]}} kept @returns {History} */
  static from({ done, undone }) {
    const history = new History();
    Object.assign(history, { done, undone, thin: done.length + undone.length > 0 });
    return history;
  }
}

/** @param {Act} act @returns {Act} */
function thinAct({ text, quote, name, was, hint, ...rest }) {
  return { ...rest, ...(was && { was: { ...was, memo: "" } }),
    ...(hint && { hint: { ...hint, why: [], places: [] } }) };
}

/** Keep the visit's history in the tab, or read it. @param {string} place whose it is, and where */
export function shelf(place) {
  const name = `ebcd-visit ${place}`;
  return {
    /** @param {History} history */
    keep(history) {
      try {
        sessionStorage.setItem(name, JSON.stringify(history.kept()));
      } catch {
        // A full or forbidden shelf: undo works until the page is left.
      }
    },
    /** @returns {History} */
    take() {
      try {
        const kept = JSON.parse(sessionStorage.getItem(name) ?? "null");
        return kept ? History.from(kept) : new History();
      } catch {
        return new History();
      }
    },
  };
}
