// @ts-check
/**
 * What a coder does, as data: each act changes what is shown at once, can be sent again without
 * being done twice, and has an inverse.
 */

/** @typedef {{id: string, code: number | string, start: number, end: number, coder: string,
 *    initials: string, memo: string, origin?: string}} Coding */
/** @typedef {{id: string, start: number, end: number, reason: string}} Withheld */
/** @typedef {{id: number, code: number, start: number, end: number, score: number,
 *    why: string[], places?: [number, number][]}} Suggestion
 *  `places`: the words that weighed, in code points from the passage's start. */
/** @typedef {{id: number | string, kind: string, name: string, path: string, colour: string,
 *    pattern: string, definition?: string}} Code */
/** @typedef {{codings: Map<string, Coding>, withheld: Map<string, Withheld>,
 *    suggestions: Map<number, Suggestion>, codes: Map<number | string, Code>}} State */
/** @typedef {"apply" | "remove" | "restore" | "recode" | "move" | "memo" | "withhold" | "release"
 *    | "new_code" | "accept" | "dismiss" | "reopen"} Kind */
/** @typedef {{kind: Kind, coding?: string, mark?: string, suggestion?: number,
 *    code?: number | string, start?: number, end?: number, reason?: string, text?: string,
 *    name?: string, code_kind?: string, quote?: string, was?: Coding, hint?: Suggestion,
 *    of?: string, side?: "before" | "after"}} Act
 *  `was`, `hint`: the coding or suggestion that comes back; drawn from here and never sent.
 *  `of`, `side`: a memo whose words the server has: those before or after that act. */
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
      return before ? put(state, { ...before, memo: act.text ?? before.memo }) : null;
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
