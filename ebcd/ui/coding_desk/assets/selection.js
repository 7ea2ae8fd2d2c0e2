// @ts-check
/**
 * Between the browser's selection and positions in the text.
 */

import { meant, positionOf } from "./core.js";

/** @typedef {import("./core.js").Span} Span */
/** @typedef {import("./paper.js").Paper} Paper */

/** Where a point of the page lies in the text: a turn's index and a UTF-16 unit in it; a point
 *  outside the words counts as the nearest edge of them.
 *  @param {Paper} paper @param {Node} node @param {number} offset */
export function pointAt(paper, node, offset) {
  const last = paper.sheets.length - 1;
  const element = node instanceof Element ? node : node.parentElement;
  const turn = /** @type {HTMLElement | null} */ (element?.closest("[data-turn]") ?? null);
  if (!turn || !paper.text.contains(turn)) {
    if (paper.text.contains(node)) return betweenTurns(paper, node, offset);
    const after = paper.text.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING;
    return after ? { line: last, unit: paper.lines[last].text.length } : { line: 0, unit: 0 };
  }
  const line = Number(turn.dataset.turn);
  const { say } = paper.sheets[line];
  const range = document.createRange();
  range.selectNodeContents(say);
  if (range.comparePoint(node, offset) < 0) return { line, unit: 0 };
  if (range.comparePoint(node, offset) > 0) return { line, unit: paper.lines[line].text.length };
  range.setEnd(node, offset);
  return { line, unit: range.toString().length };
}

/** @param {Paper} paper @param {Node} node what holds turns @param {number} offset */
function betweenTurns(paper, node, offset) {
  const turns = [.../** @type {Element} */ (node).querySelectorAll("[data-turn]")];
  const child = node.childNodes[offset];
  const first = turns.find((turn) => child?.contains(turn));
  const { turn } = /** @type {HTMLElement} */ (first ?? turns[turns.length - 1]).dataset;
  const line = Number(turn);
  return { line, unit: first ? 0 : paper.lines[line].text.length };
}

/** What is selected in the text now. @param {Paper} paper
 *  @returns {{span: Span | null, inside: boolean, collapsed: boolean}}
 *  `inside`: whether the selection touches the text at all. */
export function selected(paper) {
  const selection = document.getSelection();
  const range = selection?.rangeCount ? selection.getRangeAt(0) : null;
  if (!range || !range.intersectsNode(paper.text)) {
    return { span: null, inside: false, collapsed: true };
  }
  if (range.collapsed) {
    return { span: null, inside: paper.text.contains(range.startContainer), collapsed: true };
  }
  const from = pointAt(paper, range.startContainer, range.startOffset);
  const to = pointAt(paper, range.endContainer, range.endOffset);
  return { span: meant(paper.lines, from, to), inside: true, collapsed: false };
}

/** Make the browser's selection `span`. @param {Paper} paper @param {Span | null} span */
export function select(paper, span) {
  const selection = document.getSelection();
  const range = span ? paper.range(span) : null;
  if (!selection) return;
  if (!range) {
    if (selection.rangeCount && selection.getRangeAt(0).intersectsNode(paper.text)) {
      selection.removeAllRanges();
    }
    return;
  }
  selection.setBaseAndExtent(
    range.startContainer,
    range.startOffset,
    range.endContainer,
    range.endOffset,
  );
}

const HELD = "ebcd-held";
const WEIGHED = "ebcd-weighed";

/** Show which words are held while the focus is elsewhere. @param {Paper} paper
 *  @param {Span | null} span */
export function hold(paper, span) {
  const highlights = /** @type {any} */ (CSS).highlights;
  if (!highlights) return;
  const range = span ? paper.range(span) : null;
  if (range) highlights.set(HELD, new (/** @type {any} */ (window).Highlight)(range));
  else highlights.delete(HELD);
}

/** Mark the words that weighed in the suggestion that is looked at. @param {Paper} paper
 *  @param {Span[]} spans */
export function weigh(paper, spans) {
  const highlights = /** @type {any} */ (CSS).highlights;
  if (!highlights) return;
  const ranges = spans.map((span) => paper.range(span)).filter((range) => !!range);
  if (ranges.length) highlights.set(WEIGHED, new (/** @type {any} */ (window).Highlight)(...ranges));
  else highlights.delete(WEIGHED);
}

/** The first turn that can be seen. @param {Paper} paper @returns {number} its index */
export function firstSeen(paper) {
  const top = paper.root.getBoundingClientRect().top;
  const index = paper.sheets.findIndex(
    (sheet) => sheet.turn.getBoundingClientRect().bottom > top + 12,
  );
  return Math.max(index, 0);
}

/** The position under the pointer, or null beside the words. @param {Paper} paper
 *  @param {Event} event @returns {number | null} */
export function clicked(paper, event) {
  const target = /** @type {Element} */ (event.target);
  const selection = document.getSelection();
  if (!target.closest?.(".say") || !selection?.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const { line, unit } = pointAt(paper, range.startContainer, range.startOffset);
  const found = paper.lines[line];
  const text = found.text.slice(0, unit);
  return found.start + (found.plain ? unit : [...text].length);
}

/** Whether two stretches lie in the same place. @param {Span | null} a @param {Span | null} b */
export function same(a, b) {
  return a === b || (!!a && !!b && a.start === b.start && a.end === b.end);
}


/** The position under a point of the window, or null where no words are near. @param {Paper} paper
 *  @param {number} x @param {number} y @returns {number | null} */
export function positionAt(paper, x, y) {
  const page = /** @type {any} */ (document);
  const found = page.caretPositionFromPoint?.(x, y);
  const range = found ? null : page.caretRangeFromPoint?.(x, y);
  const node = found ? found.offsetNode : range?.startContainer;
  if (!node || !paper.text.contains(node)) return null;
  const { line, unit } = pointAt(paper, node, found ? found.offset : range.startOffset);
  return positionOf(paper.lines[line], unit);
}
