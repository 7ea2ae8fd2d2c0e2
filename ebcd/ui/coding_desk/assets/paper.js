// @ts-check
/**
 * The transcript as drawn: turns, marked runs, and the bars and labels in the margin.
 */

import { lineAt, unitOf } from "./core.js";
import { drawBars, place } from "./margin.js";
import { inReadingOrder, lanes, runs } from "./marks.js";
import { clock, el } from "./page.js";

/** @typedef {import("./core.js").Line} Line */
/** @typedef {import("./core.js").Span} Span */
/** @typedef {{speaker: string, interviewer: boolean, start_ms: number | null, text: string}} Turn */
/** @typedef {{id: string, start: number, end: number, sort: "coding" | "withheld" | "hint",
 *    name: string, said: string, colour: string, pattern: string}} Drawn
 *  Anything drawn on the text. `said`: its label for a screen reader. */
/** @typedef {{turn: HTMLElement, say: HTMLElement, bars: HTMLElement,
 *    nodes: {node: Text, unit: number}[], marks: Map<string, HTMLElement[]>}} Sheet */

const LINES_UNDER = 4;
/** Characters drawn before anything else happens, and then at a time; a text no longer than
 *  `AT_ONCE` follows whole, before anything is painted. */
const FIRST = 8_000;
const THEN = 25_000;
const AT_ONCE = 30_000;
/** Turns that are laid out together: a change in one leaves the other sheaves alone. */
const SHEAF = 40;

export class Paper {
  /** @param {HTMLElement} root what scrolls @param {Line[]} all @param {Turn[]} turns
   *  @param {{mayCode: boolean, w: (text: string, values?: Record<string, any>) => string,
   *    settings: {correct: string | null}, frame: {edges: {show: () => void}}}} [desk] */
  constructor(root, all, turns, desk) {
    this.root = root;
    this.w = desk?.w ?? ((/** @type {string} */ text) => text);
    this.desk = desk;
    this.lines = all;
    /** @type {Drawn[]} */
    this.drawn = [];
    /** @type {Set<string>} */
    this.active = new Set();
    /** @type {Set<number>} */
    this.near = new Set();
    this.unplaced = new Set();
    /** The turns whose bars and labels stand where they belong, in a text of this `width`. */
    this.placed = new Set();
    this.width = 0;
    this.closed = false;
    this.sheets = turns.map((turn, index) => this.sheet(turn, index));
    this.text = el("div", { class: "text" });
    this.done = 0;
    root.replaceChildren(this.text);
    this.watcher = new IntersectionObserver((seen) => this.saw(seen), {
      root,
      rootMargin: "600px 0px",
    });
    // Turns are watched in the sheaves near by alone: watching thousands costs every frame.
    this.sheaves = new IntersectionObserver((seen) => this.watch(seen), {
      root,
      rootMargin: "1500px 0px",
    });
    this.resized = new ResizeObserver(() => {
      if (root.clientWidth !== this.width) this.placeAnew();
      desk?.frame.edges.show();
    });
    this.resized.observe(root);
    if (document.fonts.status === "loading") document.fonts.ready.then(() => this.placeAnew());
  }

  /** @param {Turn} turn @param {number} index @returns {Sheet} */
  sheet(turn, index) {
    const said = /** @type {HTMLElement} */ (el("p", { class: "say", dir: "auto" }));
    const bars = /** @type {HTMLElement} */ (el("div", { class: "bars" }));
    const who = el("div", { class: "who" }, el("span", { class: "speaker" }, turn.speaker));
    if (turn.start_ms !== null && turn.start_ms !== undefined) {
      who.append(el("span", { class: "time" }, clock(turn.start_ms)));
    }
    const element = el(
      "div",
      { class: turn.interviewer ? "turn interviewer" : "turn", "data-turn": index },
      who,
      said,
      bars,
    );
    return { turn: element, say: said, bars, nodes: [], marks: new Map() };
  }

  /** Put up what can be done with a turn as a whole, once it is near. @param {number} index */
  furnish(index) {
    const { turn } = this.sheets[index];
    const who = turn.querySelector(".who");
    if (!this.desk || !who || turn.dataset.doors) return;
    turn.dataset.doors = "1";
    const { mayCode, settings, w } = this.desk;
    const asks = turn.classList.contains("interviewer");
    if (mayCode) {
      who.append(el("button", { type: "button", class: "door", tabindex: -1,
        "data-pick": asks ? "answer" : "turn",
        title: asks ? w("Select the whole answer to this question") : w("Select the whole turn") },
        asks ? w("Whole answer") : w("Whole turn")));
    }
    if (settings.correct) {
      who.append(el("a", { class: "door", href: `${settings.correct}&turn=${index}`, tabindex: -1,
        target: "_self", title: w("Correct this turn") }, w("Correct")));
    }
  }

  /** Draw everything: what is seen first at once, the rest behind it, a piece at a time.
   *  @param {Drawn[]} drawn */
  drawAll(drawn) {
    this.drawn = [...drawn].sort(inReadingOrder);
    const first = this.after(0, FIRST);
    this.drawTo(first);
    for (let index = 0; index < first; index += 1) {
      this.furnish(index);
      this.unplaced.add(index);
    }
    this.placeNow();
    if ((this.lines.at(-1)?.end ?? 0) <= AT_ONCE) this.drawTo(this.lines.length);
    const goOn = () => {
      if (this.closed) return;
      this.drawTo(this.after(this.done, THEN));
      if (this.done < this.lines.length) setTimeout(goOn);
    };
    requestAnimationFrame(() => setTimeout(goOn));
  }

  /** The turn that lies `characters` after turn `from`. @param {number} from
   *  @param {number} characters */
  after(from, characters) {
    if (from >= this.lines.length) return from;
    return lineAt(this.lines, this.lines[from].start + characters) + 1;
  }

  /** Draw the turns that are not drawn yet, as far as before turn `end`. @param {number} end */
  drawTo(end) {
    const from = this.done;
    if (from >= end) return;
    const stop = Math.min(end, this.lines.length);
    /** @type {Drawn[][]} */
    const on = Array.from({ length: stop - from }, () => []);
    const last = this.lines[stop - 1].end;
    for (const one of this.drawn) {
      if (one.start >= last || one.end <= this.lines[from].start) continue;
      for (let i = Math.max(lineAt(this.lines, one.start), from); i < stop; i += 1) {
        if (this.lines[i].start >= one.end) break;
        if (one.start < this.lines[i].end) on[i - from].push(one);
      }
    }
    on.forEach((list, i) => this.drawTurn(from + i, list));
    const fresh = this.sheets.slice(from, stop).map((sheet) => sheet.turn);
    this.done = stop;
    for (let at = 0; at < fresh.length; at += SHEAF) {
      const sheaf = el("div", { class: "sheaf" }, ...fresh.slice(at, at + SHEAF));
      this.text.append(sheaf);
      this.sheaves.observe(sheaf);
    }
  }

  /** Draw again the turns that `spans` meet. @param {Drawn[]} drawn @param {Span[]} spans */
  redraw(drawn, spans) {
    this.drawn = [...drawn].sort(inReadingOrder);
    const touched = new Set();
    for (const span of spans) {
      for (let i = lineAt(this.lines, span.start); i < this.lines.length; i += 1) {
        if (this.lines[i].start >= span.end) break;
        touched.add(i);
      }
    }
    for (const index of touched) {
      if (index >= this.done) continue;
      const line = this.lines[index];
      const on = this.drawn.filter((one) => one.start < line.end && line.start < one.end);
      this.drawTurn(index, on);
    }
    this.placeSoon(touched);
  }

  /** @param {number} index @param {Drawn[]} on */
  drawTurn(index, on) {
    this.placed.delete(index);
    const sheet = this.sheets[index];
    const line = this.lines[index];
    sheet.nodes = [];
    sheet.marks = new Map();
    const lane = lanes(on);
    const by = new Map(on.map((one) => [one.id, one]));
    const parts = runs(line, on).map((run) => {
      const [from, to] = [unitOf(line, run.start), unitOf(line, run.end)];
      const node = document.createTextNode(line.text.slice(from, to));
      sheet.nodes.push({ node, unit: from });
      return run.ids.length ? this.mark(sheet, node, run.ids, by, lane) : node;
    });
    sheet.say.replaceChildren(...parts);
    drawBars(sheet, on, { lane, active: this.active, after: index ? this.lines[index - 1].end : 0, w: this.w,
      most: labelsFor(line) });
  }

  /** One run: a mark, and in it one underline a code, each at its own depth.
   *  @param {Sheet} sheet @param {Text} node @param {string[]} ids
   *  @param {Map<string, Drawn>} by @param {Map<string, number>} lane */
  mark(sheet, node, ids, by, lane) {
    /** @type {HTMLElement} */
    const mark = el("mark", { "data-ids": ids.join(" ") });
    let inner = mark;
    for (const id of ids) {
      const one = /** @type {Drawn} */ (by.get(id));
      const list = sheet.marks.get(id);
      if (list) list.push(mark);
      else sheet.marks.set(id, [mark]);
      if (one.sort !== "coding") mark.classList.add(one.sort);
      const depth = lane.get(id) ?? 0;
      if (one.sort !== "coding" || depth >= LINES_UNDER) continue;
      const under = el("span", { class: `u d${depth} p-${one.pattern}`, ink: one.colour });
      inner.append(under);
      inner = under;
    }
    const on = ids.find((id) => this.active.has(id));
    const tint = by.get(on ?? "") ?? [...ids].reverse().map((id) => by.get(id))
      .find((one) => one?.sort === "coding");
    if (tint) mark.style.setProperty("--c", tint.colour);
    mark.classList.toggle("on", on !== undefined);
    inner.append(node);
    return mark;
  }

  /** @param {IntersectionObserverEntry[]} seen sheaves that came near or went away */
  watch(seen) {
    for (const { target, isIntersecting } of seen) {
      for (const turn of target.children) {
        if (isIntersecting) this.watcher.observe(turn);
        else {
          this.watcher.unobserve(turn);
          this.near.delete(Number(/** @type {HTMLElement} */ (turn).dataset.turn));
        }
      }
    }
  }

  /** @param {IntersectionObserverEntry[]} seen */
  saw(seen) {
    const fresh = [];
    for (const { target, isIntersecting } of seen) {
      const index = Number(/** @type {HTMLElement} */ (target).dataset.turn);
      if (!isIntersecting) this.near.delete(index);
      else {
        this.near.add(index);
        this.furnish(index);
        if (!this.placed.has(index)) fresh.push(index);
      }
    }
    this.placeSoon(fresh);
  }

  /** The text runs otherwise than it did: no bar or label can be trusted to stand right. */
  placeAnew() {
    this.placed.clear();
    this.placeSoon(this.near);
  }

  /** @param {Iterable<number>} indices */
  placeSoon(indices) {
    const idle = this.unplaced.size === 0;
    for (const index of indices) this.unplaced.add(index);
    if (idle && this.unplaced.size) requestAnimationFrame(() => this.placeNow());
  }

  /** Put bars and labels beside the words they belong to: read all places, then write them. */
  placeNow() {
    const indices = [...this.unplaced];
    this.unplaced.clear();
    this.width = this.root.clientWidth;
    const narrow = getComputedStyle(this.root).getPropertyValue("--narrow").trim() === "1";
    const plans = [];
    for (const index of indices) {
      this.placed.add(index);
      const { bars, marks } = this.sheets[index];
      if (!bars.firstChild) continue;
      if (narrow) {
        bars.classList.remove("placed");
        continue;
      }
      const box = bars.getBoundingClientRect();
      const tops = new Map();
      for (const [id, list] of marks) {
        const first = list[0].getClientRects();
        const last = list[list.length - 1].getClientRects();
        if (!first.length || !last.length) continue;
        tops.set(id, [first[0].top - box.top, last[last.length - 1].bottom - box.top]);
      }
      plans.push({ bars, tops, room: box.height });
    }
    for (const { bars, tops, room } of plans) place(bars, tops, room);
  }

  /** @param {Iterable<string>} ids the codings that are looked at */
  activate(ids) {
    const old = this.active;
    this.active = new Set(ids);
    const changed = [...old, ...this.active].filter((id) => old.has(id) !== this.active.has(id));
    if (!changed.length) return;
    const spans = this.drawn.filter((one) => changed.includes(one.id));
    for (const span of spans) {
      for (let i = lineAt(this.lines, span.start); i < this.lines.length; i += 1) {
        if (this.lines[i].start >= span.end) break;
        this.light(this.sheets[i]);
      }
    }
  }

  /** @param {Sheet} sheet */
  light(sheet) {
    for (const mark of /** @type {NodeListOf<HTMLElement>} */ (sheet.say.querySelectorAll("mark"))) {
      this.lightMark(mark, (mark.dataset.ids ?? "").split(" "));
    }
    for (const one of sheet.bars.children) {
      one.classList.toggle("on", this.active.has(/** @type {HTMLElement} */ (one).dataset.id ?? ""));
    }
  }

  /** Tint a mark as the coding that is looked at, else as the last that lies on it.
   *  @param {HTMLElement} mark @param {string[]} ids */
  lightMark(mark, ids) {
    const on = ids.find((id) => this.active.has(id));
    mark.classList.toggle("on", on !== undefined);
    const colours = this.drawn.filter((one) => ids.includes(one.id) && one.sort === "coding");
    const one = colours.find(({ id }) => id === on) ?? colours[colours.length - 1];
    if (one) mark.style.setProperty("--c", one.colour);
  }

  /** The margin's label of a coding. @param {string} id @returns {HTMLElement | null} */
  label(id) {
    return this.text.querySelector(`.label[data-id="${CSS.escape(id)}"]`);
  }

  /** Bring a place into view. @param {Span} span */
  show(span) {
    this.drawTo(lineAt(this.lines, span.end) + 1);
    const range = this.range(span);
    if (!range) return;
    const box = range.getClientRects()[0] ?? range.getBoundingClientRect();
    const view = this.root.getBoundingClientRect();
    if (box.top >= view.top + 8 && box.bottom <= view.bottom - 40) return;
    this.root.scrollBy({ top: box.top - view.top - view.height / 3 });
  }

  /** `span` as a range of the page. @param {Span} span @returns {Range | null} */
  range(span) {
    const from = this.point(span.start, false);
    const to = this.point(span.end, true);
    if (!from || !to) return null;
    const range = document.createRange();
    range.setStart(from.node, from.offset);
    range.setEnd(to.node, to.offset);
    return range;
  }

  /** @param {number} at @param {boolean} ends whether a stretch ends here */
  point(at, ends) {
    const index = lineAt(this.lines, at);
    const nodes = this.sheets[index].nodes;
    const unit = unitOf(this.lines[index], at);
    const found =
      nodes.findLast((part) => (ends ? part.unit < unit : part.unit <= unit)) ?? nodes[0];
    return found ? { node: found.node, offset: unit - found.unit } : null;
  }

  /** The edge of the words at a position, in the window. @param {number} at
   *  @param {boolean} ends whether a stretch ends here @returns {DOMRect | null} */
  caret(at, ends) {
    this.drawTo(lineAt(this.lines, at) + 1);
    const point = this.point(at, ends);
    if (!point) return null;
    const range = document.createRange();
    range.setStart(point.node, point.offset);
    return range.getClientRects()[0] ?? range.getBoundingClientRect();
  }

  close() {
    this.closed = true;
    this.watcher.disconnect();
    this.sheaves.disconnect();
    this.resized.disconnect();
  }
}

/** How many labels a turn has room for before the rest stands behind one. @param {Line} line */
function labelsFor(line) {
  return Math.max(6, Math.ceil((line.end - line.start) / 70) + 3);
}
