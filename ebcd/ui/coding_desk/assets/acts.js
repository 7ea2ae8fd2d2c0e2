// @ts-check
/**
 * What a coder does, as data: each act changes what is shown at once, can be sent again without
 * being done twice, and has an inverse.
 */

/** @typedef {{id: string, code: number | string, start: number, end: number, coder: string,
 *    initials: string, memo: string, origin?: string}} Coding */
/** @typedef {{id: string, start: number, end: number, reason: string}} Withheld */
/** @typedef {{id: number, code: number, start: number, end: number, score: number,
 *    why: string[]}} Suggestion */
/** @typedef {{id: number | string, kind: string, name: string, path: string, colour: string,
 *    pattern: string, definition?: string}} Code */
/** @typedef {{codings: Map<string, Coding>, withheld: Map<string, Withheld>,
 *    suggestions: Map<number, Suggestion>, codes: Map<number | string, Code>}} State */
/** @typedef {"apply" | "remove" | "restore" | "recode" | "move" | "memo" | "withhold" | "release"
 *    | "new_code" | "accept" | "dismiss" | "reopen"} Kind */
/** @typedef {{kind: Kind, coding?: string, mark?: string, suggestion?: number,
 *    code?: number | string, start?: number, end?: number, reason?: string, text?: string,
 *    name?: string, code_kind?: string, quote?: string, was?: Coding, hint?: Suggestion}} Act
 *  `was`, `hint`: the coding or suggestion that comes back; drawn from here and never sent. */
/** @typedef {{initials: string, coder: string}} Me */

/** Does `act` to `state`; returns the stretches of text that look different now, or null where
 *  the act no longer fits (what it is about is gone).
 *  @param {State} state @param {Act} act @param {Me} me
 *  @returns {{start: number, end: number}[] | null} */
export function apply(state, act, me) {
  const before = act.coding ? state.codings.get(act.coding) : undefined;
  switch (act.kind) {
    case "apply":
      return put(state, /** @type {Coding} */ ({ ...spanOf(act), id: act.coding, code: act.code,
        coder: me.coder, initials: me.initials, memo: "" }));
    case "restore":
      return act.was ? put(state, { ...act.was }) : null;
    case "remove":
      if (!before) return null;
      state.codings.delete(before.id);
      return [before];
    case "recode":
      return before ? put(state, { ...before, code: /** @type {number} */ (act.code) }) : null;
    case "move":
      return before ? [before, ...put(state, { ...before, ...spanOf(act) })] : null;
    case "memo":
      return before ? put(state, { ...before, memo: act.text ?? "" }) : null;
    case "withhold": {
      const mark = { ...spanOf(act), id: act.mark ?? "", reason: act.reason ?? "other" };
      state.withheld.set(mark.id, mark);
      return [mark];
    }
    case "release": {
      const mark = state.withheld.get(act.mark ?? "");
      if (!mark) return null;
      state.withheld.delete(mark.id);
      return [mark];
    }
    case "accept":
    case "dismiss": {
      const hint = state.suggestions.get(act.suggestion ?? -1);
      if (!hint) return null;
      state.suggestions.delete(hint.id);
      if (act.kind === "dismiss") return [hint];
      return put(state, { start: hint.start, end: hint.end, code: act.code ?? hint.code,
        id: act.coding ?? "", coder: me.coder, initials: me.initials, memo: "",
        origin: "suggestion" });
    }
    case "reopen":
      if (before) state.codings.delete(before.id);
      if (act.hint) state.suggestions.set(act.hint.id, act.hint);
      return [before ?? act.hint].filter((one) => !!one);
    default:
      return [];
  }
}

/** @param {State} state @param {Coding} coding */
function put(state, coding) {
  state.codings.set(coding.id, coding);
  return [coding];
}

/** @param {Act} act */
function spanOf(act) {
  return { start: act.start ?? 0, end: act.end ?? 0 };
}

/** The act that takes `act` back, asked before it is done; null where there is none.
 *  @param {State} state @param {Act} act @returns {Act | null} */
export function inverse(state, act) {
  const before = act.coding ? state.codings.get(act.coding) : undefined;
  switch (act.kind) {
    case "apply":
    case "restore":
      return { kind: "remove", coding: act.coding };
    case "remove":
      return before ? { kind: "restore", coding: act.coding, was: { ...before } } : null;
    case "recode":
      return before ? { kind: "recode", coding: act.coding, code: before.code } : null;
    case "move":
      return before
        ? { kind: "move", coding: act.coding, start: before.start, end: before.end }
        : null;
    case "memo":
      return before ? { kind: "memo", coding: act.coding, text: before.memo } : null;
    case "withhold":
      return { kind: "release", mark: act.mark };
    case "release": {
      const mark = state.withheld.get(act.mark ?? "");
      return mark
        ? { kind: "withhold", mark: mark.id, start: mark.start, end: mark.end, reason: mark.reason }
        : null;
    }
    case "accept":
    case "dismiss":
      return { kind: "reopen", suggestion: act.suggestion, coding: act.coding,
        hint: state.suggestions.get(act.suggestion ?? -1) };
    default:
      return null;
  }
}

/** @typedef {{undo: Act[], redo: Act[], label: string}} Step
 *  One thing the coder did: what takes it back, what does it again, and its name in the list. */

/** What was done in this visit, with undo and redo. */
export class History {
  constructor() {
    /** @type {Step[]} */
    this.done = [];
    /** @type {Step[]} */
    this.undone = [];
  }

  /** @param {Step} step */
  add(step) {
    this.done.push(step);
    this.undone = [];
  }

  /** The step to take back now. @returns {Step | undefined} */
  back() {
    const step = this.done.pop();
    if (step) this.undone.push(step);
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
    for (const step of [...this.done, ...this.undone]) {
      for (const act of [...step.undo, ...step.redo]) {
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
}
