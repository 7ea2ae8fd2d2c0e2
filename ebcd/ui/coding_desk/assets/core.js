// @ts-check
/**
 * Positions in a transcript, with no page in sight.
 *
 * A position is a half-open [start, end) in Unicode code points of the turns joined by one
 * newline, as the server counts. The browser counts UTF-16 units, so each turn converts its own.
 */

/** @typedef {{start: number, end: number}} Span */
/** @typedef {{text: string, start: number, end: number, plain: boolean}} Line
 *  One turn's text: where it lies in code points, and whether it is free of surrogate pairs. */

const SURROGATE = /[\ud800-\udfff]/;

/** @param {string} text @returns {number} its length in code points */
export function length(text) {
  if (!SURROGATE.test(text)) return text.length;
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** The code points before UTF-16 unit `unit` of `text`; inside a pair counts as before it.
 *  @param {string} text @param {number} unit @returns {number} */
export function toPoint(text, unit) {
  let points = 0;
  for (let at = 0; at < unit; points += 1) {
    at += /** @type {number} */ (text.codePointAt(at)) > 0xffff ? 2 : 1;
    if (at > unit) break;
  }
  return points;
}

/** The UTF-16 unit at which code point `point` of `text` starts.
 *  @param {string} text @param {number} point @returns {number} */
export function toUnit(text, point) {
  let at = 0;
  for (let points = 0; points < point && at < text.length; points += 1) {
    at += /** @type {number} */ (text.codePointAt(at)) > 0xffff ? 2 : 1;
  }
  return at;
}

/** Where each turn lies in the joined text.
 *  @param {readonly string[]} texts @returns {Line[]} */
export function lines(texts) {
  let start = 0;
  return texts.map((text) => {
    const end = start + length(text);
    const line = { text, start, end, plain: end - start === text.length };
    start = end + 1;
    return line;
  });
}

/** The index of the turn that holds position `at` (its end and the newline after it included).
 *  @param {readonly Line[]} all @param {number} at @returns {number} */
export function lineAt(all, at) {
  let low = 0;
  let high = all.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (all[middle].start <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The position of UTF-16 unit `unit` of a turn. @param {Line} line @param {number} unit */
export function positionOf(line, unit) {
  const inside = Math.max(0, Math.min(unit, line.text.length));
  return line.start + (line.plain ? inside : toPoint(line.text, inside));
}

/** The UTF-16 unit of position `at` in a turn, clamped to it. @param {Line} line @param {number} at */
export function unitOf(line, at) {
  const point = Math.max(line.start, Math.min(at, line.end)) - line.start;
  return line.plain ? point : toUnit(line.text, point);
}

/** The words at `span`, turns joined by newlines.
 *  @param {readonly Line[]} all @param {Span} span @returns {string} */
export function quote(all, span) {
  const parts = [];
  for (let i = lineAt(all, span.start); i < all.length && all[i].start <= span.end; i += 1) {
    parts.push(all[i].text.slice(unitOf(all[i], span.start), unitOf(all[i], span.end)));
  }
  return parts.join("\n");
}

/** @type {Map<string, Intl.Segmenter>} */
const segmenters = new Map();

/** @param {"grapheme" | "word" | "sentence"} granularity */
function segmenter(granularity) {
  let found = segmenters.get(granularity);
  if (!found) {
    found = new Intl.Segmenter(undefined, { granularity });
    segmenters.set(granularity, found);
  }
  return found;
}

/** The unit where the grapheme around `unit` starts, or (`after`) the first start not before it.
 *  @param {string} text @param {number} unit @param {boolean} after */
function graphemeEdge(text, unit, after) {
  if (unit <= 0) return 0;
  if (unit >= text.length) return text.length;
  const around = segmenter("grapheme").segment(text).containing(unit);
  if (!around || around.index === unit) return unit;
  return after ? around.index + around.segment.length : around.index;
}

/** The stretch that a selection means: runs forward, without white space at its ends, no half of
 *  a character; null where nothing is left. Positions are a turn's index and a UTF-16 unit.
 *  @param {readonly Line[]} all
 *  @param {{line: number, unit: number}} from @param {{line: number, unit: number}} to
 *  @returns {Span | null} */
export function meant(all, from, to) {
  let a = { ...from };
  let b = { ...to };
  if (a.line > b.line || (a.line === b.line && a.unit > b.unit)) [a, b] = [b, a];
  for (;;) {
    const text = all[a.line].text;
    while (a.unit < text.length && /\s/.test(text[a.unit])) a.unit += 1;
    if (a.unit < text.length || a.line >= b.line) break;
    a = { line: a.line + 1, unit: 0 };
  }
  for (;;) {
    const text = all[b.line].text;
    while (b.unit > 0 && /\s/.test(text[b.unit - 1])) b.unit -= 1;
    if (b.unit > 0 || b.line <= a.line) break;
    b = { line: b.line - 1, unit: all[b.line - 1].text.length };
  }
  if (a.line > b.line || (a.line === b.line && a.unit >= b.unit)) return null;
  const start = positionOf(all[a.line], graphemeEdge(all[a.line].text, a.unit, false));
  const end = positionOf(all[b.line], graphemeEdge(all[b.line].text, b.unit, true));
  return end > start ? { start, end } : null;
}

/** The pieces of a turn as positions: its words, or its sentences without the space after them.
 *  @param {Line} line @param {"word" | "sentence"} what @returns {Span[]} */
export function pieces(line, what) {
  const found = [];
  for (const part of segmenter(what).segment(line.text)) {
    const trimmed = part.segment.trimEnd();
    if (what === "word" ? !part.isWordLike : !trimmed) continue;
    found.push({
      start: positionOf(line, part.index),
      end: positionOf(line, part.index + trimmed.length),
    });
  }
  if (!found.length && line.end > line.start) found.push({ start: line.start, end: line.end });
  return found;
}

/** The piece that holds all of `at` and more than it, or null. @param {readonly Line[]} all
 *  @param {Span} at @param {"word" | "sentence"} what @returns {Span | null} */
export function around(all, at, what) {
  const holds = (/** @type {Span} */ piece) =>
    piece.start <= at.start && at.end <= piece.end && piece.end - piece.start > at.end - at.start;
  return pieces(all[lineAt(all, at.start)], what).find(holds) ?? null;
}

/** The next (`step` 1) or previous (-1) piece seen from `at`, over the turns' edges; null at the
 *  end of the text. With `step` 0: the piece at or after `at`.
 *  @param {readonly Line[]} all @param {Span} at @param {"word" | "sentence" | "turn"} what
 *  @param {-1 | 0 | 1} step @returns {Span | null} */
export function neighbour(all, at, what, step) {
  const seen = step < 0 ? at.start : at.end;
  for (let i = lineAt(all, step === 0 ? at.start : seen); i >= 0 && i < all.length; i += step || 1) {
    const line = all[i];
    const found =
      what === "turn"
        ? line.end > line.start
          ? [{ start: line.start, end: line.end }]
          : []
        : pieces(line, what);
    if (step < 0) found.reverse();
    const hit = found.find((piece) =>
      step > 0 ? piece.start >= seen : step < 0 ? piece.end <= seen : piece.end > at.start,
    );
    if (hit) return hit;
  }
  return null;
}

/** Where an end of a coding may come to lie in a turn: the edges of its words, and its own.
 *  @param {Line} line @param {"start" | "end"} side @returns {number[]} upwards */
function stops(line, side) {
  const edges = pieces(line, "word").map((piece) => piece[side]);
  return [...new Set([line.start, ...edges, line.end])].sort((a, b) => a - b)
    .filter((at) => at !== (side === "start" ? line.end : line.start));
}

/** `span` with one end moved by a word; null where nothing would be left or the text ends.
 *  @param {readonly Line[]} all @param {Span} span @param {"start" | "end"} side
 *  @param {-1 | 1} step @returns {Span | null} */
export function reach(all, span, side, step) {
  for (let i = lineAt(all, span[side]); i >= 0 && i < all.length; i += step) {
    const found = stops(all[i], side);
    const at = step > 0 ? found.find((one) => one > span[side])
      : found.findLast((one) => one < span[side]);
    if (at === undefined) continue;
    const reached = { ...span, [side]: at };
    return reached.start < reached.end ? reached : null;
  }
  return null;
}

/** `span` with one end at the edge of a word nearest to `at`, and never empty.
 *  @param {readonly Line[]} all @param {Span} span @param {"start" | "end"} side
 *  @param {number} at @returns {Span} */
export function reachTo(all, span, side, at) {
  const fits = stops(all[lineAt(all, at)], side)
    .filter((one) => (side === "start" ? one < span.end : one > span.start));
  if (!fits.length) return span;
  const nearest = fits.reduce((a, b) => (Math.abs(b - at) < Math.abs(a - at) ? b : a));
  return { ...span, [side]: nearest };
}

/** All of the turns that `at` meets. @param {readonly Line[]} all @param {Span} at @returns {Span} */
export function wholeTurns(all, at) {
  return { start: all[lineAt(all, at.start)].start,
    end: all[lineAt(all, Math.max(at.start, at.end - 1))].end };
}

/** The answer that `at` lies in or, on a question, that follows it: from the one question to the
 *  next. `asks` says of each turn whether an interviewer speaks. Null where nobody answers.
 *  @param {readonly Line[]} all @param {readonly boolean[]} asks @param {number} at
 *  @returns {Span | null} */
export function answer(all, asks, at) {
  let from = lineAt(all, at);
  while (from < all.length && asks[from]) from += 1;
  if (from === all.length) return null;
  let to = from;
  while (from > 0 && !asks[from - 1]) from -= 1;
  while (to + 1 < all.length && !asks[to + 1]) to += 1;
  const [start, end] = [all[from].start, all[to].end];
  return end > start ? { start, end } : null;
}

/** @type {WeakMap<Line, {text: string, units: number[] | null}>} */
const folded = new WeakMap();

/** A turn without accents and capitals, and for each unit of it where that stood; no places
 *  where nothing moved. @param {Line} line */
function fold(line) {
  const known = folded.get(line);
  if (known) return known;
  let found;
  if (/^[\0-\x7f]*$/.test(line.text)) found = { text: line.text.toLowerCase(), units: null };
  else {
    const parts = [];
    const units = [];
    let at = 0;
    for (const sign of line.text) {
      const plain = bare(sign);
      parts.push(plain);
      for (let i = 0; i < plain.length; i += 1) units.push(at);
      at += sign.length;
    }
    units.push(at);
    found = { text: parts.join(""), units };
  }
  folded.set(line, found);
  return found;
}

/** @param {string} text */
function bare(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Where a stretch of a folded turn lies in the turn itself, no half of a character.
 *  @param {string} text @param {readonly number[]} units @param {number} from @param {number} to */
function wholeSigns(text, units, from, to) {
  let after = to;
  while (after < units.length - 1 && units[after] === units[after - 1]) after += 1;
  return [graphemeEdge(text, units[from], false), graphemeEdge(text, units[after], true)];
}

/** Every place of `words`, in any accent and case; none of them meet.
 *  @param {readonly Line[]} all @param {string} words @returns {Span[]} */
export function hits(all, words) {
  const wanted = bare(words.trim());
  /** @type {Span[]} */
  const found = [];
  if (!wanted) return found;
  for (const line of all) {
    const { text, units } = fold(line);
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
      const [start, end] = units ? wholeSigns(line.text, units, at, at + wanted.length)
        : [at, at + wanted.length];
      found.push({ start: positionOf(line, start), end: positionOf(line, end) });
    }
  }
  return found;
}
