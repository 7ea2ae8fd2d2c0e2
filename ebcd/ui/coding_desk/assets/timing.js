// @ts-check
/**
 * When each turn is said, with no page in sight: milliseconds of the transcript's own time, which
 * the recording lags by an offset.
 */

/** @typedef {{start: number | null, end: number | null, estimated: boolean,
 *    cues: [number, number][]}} Time
 *  `cues`: code points into the turn and when they are said. */
/** @typedef {[number | null, number | null, number, [number, number][]]} Row */

export class Times {
  /** @param {Row[]} rows one a turn, as the server tells them */
  constructor(rows) {
    /** @type {Time[]} */
    this.turns = rows.map(read);
    /** @type {{at: number, start: number}[] | null} */
    this.ordered = null;
  }

  /** @param {[number, ...Row][]} changed turns whose times are others now */
  take(changed) {
    for (const [at, ...row] of changed) this.turns[at] = read(row);
    this.ordered = null;
  }

  /** The timed turns as they are said. */
  inOrder() {
    if (!this.ordered) {
      this.ordered = this.turns.flatMap(({ start }, at) => (start === null ? [] : [{ at, start }]))
        .sort((a, b) => a.start - b.start || a.at - b.at);
    }
    return this.ordered;
  }

  /** The turn that is said at `ms`, or was said last; -1 before the first. @param {number} ms */
  turnAt(ms) {
    const all = this.inOrder();
    let low = -1;
    let high = all.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (all[middle].start <= ms) low = middle;
      else high = middle - 1;
    }
    return low < 0 ? -1 : all[low].at;
  }

  /** The words that are said at `ms`, as code points into the turn; null where no cue tells.
   *  @param {number} at @param {number} ms @param {number} length of the turn
   *  @returns {{from: number, to: number} | null} */
  wordsAt(at, ms, length) {
    const { cues } = this.turns[at];
    if (cues.length < 2) return null;
    const next = cues.findIndex((cue) => cue[1] > ms);
    if (next === 0) return null;
    const to = next < 0 ? length : cues[next][0];
    const from = cues[(next < 0 ? cues.length : next) - 1][0];
    return to > from ? { from, to } : null;
  }

  /** What is known of a turn: (code points, milliseconds) from its start to its end.
   *  @param {number} at @param {number} length @returns {[number, number][]} */
  known(at, length) {
    const { start, end, cues } = this.turns[at];
    if (start === null) return [];
    /** @type {[number, number][]} */
    const points = [[0, start], ...cues.filter((cue) => cue[0] > 0)];
    const last = points[points.length - 1][1];
    points.push([length, end !== null && end > last ? end : last + (length - points[points.length - 1][0]) * 70]);
    return points;
  }

  /** When the code point `point` of a turn is said; null without times.
   *  @param {number} at @param {number} point @param {number} length @returns {number | null} */
  momentOf(at, point, length) {
    return between(this.known(at, length), point, 0, 1);
  }

  /** Which code point of a turn is said at `ms`. @param {number} at @param {number} ms
   *  @param {number} length @returns {number} */
  pointAt(at, ms, length) {
    return Math.round(between(this.known(at, length), ms, 1, 0) ?? 0);
  }

  /** How many turns somebody marked. */
  get marked() {
    return this.turns.filter(({ start, estimated }) => start !== null && !estimated).length;
  }
}

/** @param {Row} row @returns {Time} */
function read([start, end, estimated, cues]) {
  return { start, end, estimated: estimated === 1, cues };
}

/** On the line through `points`: their value `y` where their value `x` is `wanted`.
 *  @param {[number, number][]} points @param {number} wanted @param {0 | 1} x @param {0 | 1} y */
function between(points, wanted, x, y) {
  if (!points.length) return null;
  const after = points.findIndex((point) => point[x] > wanted);
  if (after === 0) return points[0][y];
  if (after < 0) return points[points.length - 1][y];
  const [left, right] = [points[after - 1], points[after]];
  return left[y] + ((right[y] - left[y]) * (wanted - left[x])) / (right[x] - left[x] || 1);
}
