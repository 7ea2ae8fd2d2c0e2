// @ts-check
/**
 * The keyboard: a word cursor in the text, single keys only while the text has the focus.
 */

import { around, lineAt, neighbour } from "./core.js";
import { button, el } from "./page.js";
import { firstSeen, same, select } from "./selection.js";

/** @typedef {import("./desk.js").Desk} Desk */
/** @typedef {import("./core.js").Span} Span */

/** What moves the cursor: by what, and which way. @type {Record<string, ["word" | "sentence" | "turn", -1 | 1]>} */
const MOVES = {
  ArrowRight: ["word", 1], ArrowLeft: ["word", -1],
  ArrowDown: ["turn", 1], ArrowUp: ["turn", -1],
  ".": ["sentence", 1], ",": ["sentence", -1],
  ">": ["sentence", 1], "<": ["sentence", -1],
};

/** @type {[string, string][]} */
const LIST = [
  ["← →", "Select the previous or next word"],
  ["↑ ↓", "Select the previous or next turn"],
  [", .", "Select the previous or next sentence"],
  ["Shift + these", "Widen the selection"],
  ["t", "Select the whole turn"],
  ["q", "Select the whole answer to a question"],
  ["1 – 9", "Apply a favourite or recent code"],
  ["/", "Search codes or make a new one"],
  ["Shift + Enter in the box", "Pick several codes, then Enter applies them together"],
  ["f", "Find in this transcript"],
  ["v", "Make the selected words a code of their own (in vivo)"],
  ["x", "Mark the selection “do not use”"],
  ["Enter", "Show what is coded at the selection"],
  ["m", "Write the memo of what is shown"],
  ["r", "Change the code of what is shown"],
  ["w", "Set what is shown to the selection"],
  ["[ ]", "Move the start of what is shown by a word"],
  ["{ }", "Move the end of what is shown by a word"],
  ["Alt + ← →", "Move the end of what is shown by a word, with Shift the start"],
  ["Delete", "Remove what is shown"],
  ["s", "Show or hide the assistant's suggestions"],
  ["n, p", "Go to the next or previous suggestion"],
  ["a, d, r", "Accept, dismiss or change the suggestion that is shown"],
  ["b", "Go to the labels in the margin, then ↑ ↓ and Enter"],
  ["Ctrl + Z, Ctrl + Y", "Undo, redo"],
  ["Esc", "Back to the text; there, let go of the selection"],
];

/** @param {(text: string) => string} w @returns {HTMLDialogElement} */
export function help(w) {
  const rows = LIST.map(([key, what]) => el("tr", {}, el("th", { scope: "row" }, el("kbd", {}, key)),
    el("td", {}, w(what))));
  const dialog = el("dialog", { class: "help", "aria-label": w("Keys and help") },
    el("h2", {}, w("Keys while the text has the focus")),
    el("table", {}, el("tbody", {}, ...rows)),
    button({}, () => dialog.close(), w("Close")));
  return dialog;
}

/** @param {Desk} desk @param {KeyboardEvent} event */
export function onKey(desk, event) {
  event.stopPropagation();
  const target = /** @type {HTMLElement} */ (event.target);
  if (target.closest("input, textarea, dialog")) return;
  const graph = event.getModifierState("AltGraph");
  const done = !graph && (event.ctrlKey || event.metaKey) ? command(desk, event)
    : !graph && event.altKey ? stretchByAlt(desk, event)
      : target.closest(".label") ? onLabel(desk, event, target)
        : target === desk.frame.scroller ? onText(desk, event)
          : event.key === "Escape" ? backToText(desk) : false;
  if (done) event.preventDefault();
}

/** From anywhere on the desk. @param {Desk} desk */
function backToText(desk) {
  desk.frame.withholdMenu.open = false;
  desk.focusText();
  return true;
}

/** Which end of a coding a key moves, and which way.
 *  @type {Record<string, ["start" | "end", -1 | 1]>} */
const ENDS = { "[": ["start", -1], "]": ["start", 1], "{": ["end", -1], "}": ["end", 1] };

/** Move an end of the coding that is looked at. @param {Desk} desk
 *  @param {"start" | "end"} side @param {-1 | 1} step */
function stretch(desk, side, step) {
  const [coding] = desk.looked.map((id) => desk.state.codings.get(id)).filter((one) => !!one);
  if (!desk.mayCode) return false;
  if (!coding) return desk.refuse(desk.w("Show a coding first: press Enter on its words."));
  if (desk.looked.length > 1) desk.look([coding.id]);
  return desk.frame.edges.move(coding, side, step);
}

/** @param {Desk} desk @param {KeyboardEvent} event */
function stretchByAlt(desk, event) {
  const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (!step) return false;
  stretch(desk, event.shiftKey ? "start" : "end", step);
  return true;
}

/** @param {Desk} desk @param {KeyboardEvent} event */
function command(desk, event) {
  const key = event.key.toLowerCase();
  if (!desk.mayCode) return false;
  if (key === "z" && !event.shiftKey) desk.undo();
  else if (key === "y" || (key === "z" && event.shiftKey)) desk.redo();
  else return false;
  return true;
}

/** @param {Desk} desk @param {KeyboardEvent} event */
function onText(desk, event) {
  const { key } = event;
  const looked = desk.looked.map((id) => desk.state.codings.get(id)).filter((one) => !!one);
  const [hint] = desk.lookedHints();
  if (MOVES[key]) return move(desk, ...MOVES[key], event.shiftKey);
  if (ENDS[key]) return stretch(desk, ...ENDS[key]), true;
  if (key === "?") desk.frame.help.showModal();
  else if (key === "Escape") letGo(desk);
  else if (key === "Enter") lookHere(desk);
  else if (key === "b") return toLabels(desk);
  else if (key === "f") desk.frame.find.open();
  else if (key === "t") desk.pickTurn();
  else if (key === "q") desk.pickAnswer();
  else if (!desk.mayCode) return false;
  else if (/^[1-9]$/.test(key)) digit(desk, Number(key));
  else if (key === "/") desk.frame.palette.open();
  else if (key === "v") desk.inVivo();
  else if (key === "x") openWithhold(desk);
  else if (key === "m") return focusIn(desk, "textarea");
  else if (key === "s") desk.hints();
  else if (key === "n" && desk.hinting) desk.nextHint();
  else if (key === "p" && desk.hinting) desk.nextHint(undefined, -1);
  else if (key === "a" && hint) desk.accept(hint);
  else if (key === "d" && hint) desk.dismiss(hint);
  else if (key === "r" && hint) desk.startChange(hint);
  else if (key === "r" && looked[0]) desk.startRecode(looked[0]);
  else if (key === "w" && looked[0]) desk.moveToSelection(looked[0]);
  else if ((key === "Delete" || key === "Backspace") && looked.length) desk.remove(looked.slice(0, 1));
  else return false;
  return true;
}

/** Move the cursor; `widen` keeps where it started and selects all between.
 *  @param {Desk} desk @param {"word" | "sentence" | "turn"} what @param {-1 | 1} step
 *  @param {boolean} widen */
function move(desk, what, step, widen) {
  const { paper, lines, selection } = desk;
  if (!paper) return false;
  if (!selection) {
    const { start } = lines[firstSeen(paper)];
    const first = neighbour(lines, { start, end: start }, what, 0);
    return first ? set(desk, first, first, first) : true;
  }
  const cursor = desk.cursor && same(desk.cursor.span, selection) ? desk.cursor : ends(desk, selection);
  const whole = what === "sentence" && !widen ? around(lines, selection, what) : null;
  const next = whole ?? neighbour(lines, widen ? cursor.focus : selection, what, step);
  if (!next) return true;
  if (!widen) return set(desk, next, next, next);
  const { anchor } = cursor;
  const span = { start: Math.min(anchor.start, next.start), end: Math.max(anchor.end, next.end) };
  return set(desk, span, anchor, next);
}

/** Where a selection made otherwise would have started and stopped. @param {Desk} desk
 *  @param {Span} span */
function ends(desk, span) {
  const first = neighbour(desk.lines, { start: span.start, end: span.start }, "word", 0) ?? span;
  const last = neighbour(desk.lines, { start: span.end, end: span.end }, "word", -1) ?? span;
  return { anchor: first, focus: last, span };
}

/** @param {Desk} desk @param {Span} span @param {Span} anchor @param {Span} focus */
function set(desk, span, anchor, focus) {
  if (!desk.paper) return false;
  desk.cursor = { anchor, focus, span };
  select(desk.paper, span);
  desk.setSelection(span);
  desk.paper.show(focus);
  desk.frame.announce(desk.quote(span));
  return true;
}

/** @param {Desk} desk */
function letGo(desk) {
  if (desk.paper) select(desk.paper, null);
  desk.setSelection(null);
  desk.look([]);
}

/** @param {Desk} desk */
function lookHere(desk) {
  const span = desk.selection;
  if (!span) return;
  const here = [...desk.state.codings.values(), ...desk.state.withheld.values()]
    .filter((one) => one.start < span.end && span.start < one.end);
  desk.look(here.map((one) => one.id));
  const names = here.map((one) => ("code" in one ? desk.codeOf(one.code).name : desk.w("Do not use")));
  desk.frame.announce(names.length ? names.join(", ") : desk.w("Nothing is coded here."), true);
}

/** @param {Desk} desk @param {number} n */
function digit(desk, n) {
  const code = desk.digits()[n - 1];
  if (code) desk.applyCode(code);
  else desk.frame.announce(desk.w("No code stands behind {n} yet.", { n }), true);
}

/** @param {Desk} desk */
function openWithhold(desk) {
  if (!desk.selection) return desk.refuse(desk.w("Select some words first."));
  desk.frame.withholdMenu.open = true;
  desk.frame.withholdMenu.querySelector("button").focus();
  return true;
}

/** @param {Desk} desk @param {string} what */
function focusIn(desk, what) {
  const found = /** @type {HTMLElement | null} */ (desk.frame.panel.here.querySelector(what));
  found?.focus();
  return !!found;
}

/** The label nearest to what is read, as the one tab stop of the margin. @param {Desk} desk */
function toLabels(desk) {
  if (!desk.paper) return false;
  const first = desk.selection ? lineAt(desk.lines, desk.selection.start) : firstSeen(desk.paper);
  const label = desk.paper.sheets.slice(first).map((sheet) => sheet.bars.querySelector(".label"))
    .find((found) => !!found) ?? desk.paper.text.querySelector(".label");
  if (!label) return false;
  focusLabel(desk, /** @type {HTMLElement} */ (label));
  return true;
}

/** @param {Desk} desk @param {HTMLElement} label */
function focusLabel(desk, label) {
  for (const old of desk.frame.scroller.querySelectorAll('.label[tabindex="0"]')) {
    old.setAttribute("tabindex", "-1");
  }
  label.tabIndex = 0;
  label.focus();
}

/** @param {Desk} desk @param {KeyboardEvent} event @param {HTMLElement} target */
function onLabel(desk, event, target) {
  const label = /** @type {HTMLElement} */ (target.closest(".label"));
  const all = [.../** @type {NodeListOf<HTMLElement>} */ (desk.frame.scroller.querySelectorAll(".label"))];
  const at = all.indexOf(label);
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (step) {
    const next = all[at + step];
    if (next) focusLabel(desk, next);
  } else if (event.key === "Home") focusLabel(desk, all[0]);
  else if (event.key === "End") focusLabel(desk, all[all.length - 1]);
  else if (event.key === "Escape") desk.focusText();
  else if (event.key === "Delete" && desk.mayCode) {
    const coding = desk.state.codings.get(label.dataset.id ?? "");
    if (coding) desk.remove([coding]);
    const left = desk.frame.scroller.querySelectorAll(".label")[Math.max(at - 1, 0)];
    if (left) focusLabel(desk, /** @type {HTMLElement} */ (left));
    else desk.focusText();
  } else return false;
  return true;
}
