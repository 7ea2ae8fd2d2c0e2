// @ts-check
/**
 * What is drawn where: flat runs of text, lines under it, bars and labels beside it.
 */

/** @typedef {import("./core.js").Span} Span */
/** @typedef {{id: string, start: number, end: number}} Placed */

/** A turn cut at every start and end of what lies on it: each run with the ids that cover it.
 *  @param {Span} line @param {readonly Placed[]} placed
 *  @returns {{start: number, end: number, ids: string[]}[]} */
export function runs(line, placed) {
  const on = placed.filter((one) => one.start < line.end && line.start < one.end);
  const cuts = new Set([line.start, line.end]);
  for (const one of on) {
    cuts.add(Math.max(one.start, line.start));
    cuts.add(Math.min(one.end, line.end));
  }
  const edges = [...cuts].sort((a, b) => a - b);
  const found = [];
  for (let i = 0; i + 1 < edges.length; i += 1) {
    const [start, end] = [edges[i], edges[i + 1]];
    const ids = on.filter((one) => one.start < end && start < one.end).map((one) => one.id);
    found.push({ start, end, ids });
  }
  return found;
}

/** @param {Placed} a @param {Placed} b */
export function inReadingOrder(a, b) {
  return a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** A lane for each of `placed`, from 0, so that no two that meet share one.
 *  @param {readonly Placed[]} placed @returns {Map<string, number>} */
export function lanes(placed) {
  /** @type {number[]} */
  const free = [];
  const given = new Map();
  for (const one of [...placed].sort(inReadingOrder)) {
    let lane = free.findIndex((end) => end <= one.start);
    if (lane < 0) lane = free.length;
    free[lane] = one.end;
    given.set(one.id, lane);
  }
  return given;
}

/** Tops for labels of `height` that want to stand at `wanted`, none covering another, all within
 *  `room` where they fit into it. `wanted` runs downwards.
 *  @param {readonly number[]} wanted @param {number} height @param {number} room
 *  @returns {number[]} */
export function labelTops(wanted, height, room) {
  const tops = [...wanted];
  for (let i = 1; i < tops.length; i += 1) tops[i] = Math.max(tops[i], tops[i - 1] + height);
  let floor = Math.max(room, tops.length * height);
  for (let i = tops.length - 1; i >= 0; i -= 1) {
    tops[i] = Math.max(0, Math.min(tops[i], floor - height));
    floor = tops[i];
  }
  return tops;
}
