// @ts-check
/**
 * The text follows the recording: the turn that is spoken is marked and kept in view, until the
 * reader scrolls away or selects something.
 */

import { clock, el } from "./page.js";
import { firstSeen } from "./selection.js";

/** @typedef {import("./player.js").Player} Player */

const SPOKEN = "ebcd-spoken";
const LOOK_AGAIN = 1000;
const PIECE = 80;
const AWAY = ["PageUp", "PageDown", "Home", "End"];

export class Following {
  /** @param {Player} player */
  constructor(player) {
    this.player = player;
    this.desk = player.desk;
    this.on = true;
    this.at = -1;
    this.words = "";
    this.held = this.desk.selection;
    this.looked = 0;
    this.listen();
  }

  listen() {
    const { scroller, stop } = this.desk.frame;
    const { signal } = stop;
    const away = () => this.away();
    scroller.addEventListener("wheel", away, { signal, passive: true });
    scroller.addEventListener("touchmove", away, { signal, passive: true });
    scroller.addEventListener("pointerdown", (event) => {
      if (event.target === scroller) away();
    }, { signal });
    scroller.addEventListener("keydown", (event) => {
      if (AWAY.includes(event.key)) away();
    }, { signal });
  }

  /** The reader went elsewhere. */
  away() {
    if (this.on && !this.player.media.paused) this.set(false);
  }

  /** @param {boolean} on @param {boolean} [say] */
  set(on, say = true) {
    const { w, frame } = this.desk;
    this.held = this.desk.selection;
    if (on) this.looked = 0;
    if (on === this.on) return;
    this.on = on;
    this.player.followButton?.setAttribute("aria-pressed", String(on));
    if (say) {
      frame.announce(on ? w("The text follows the recording")
        : w("The text stays where it is: press K to follow again"), true);
    }
    if (on) this.to(this.player.now(), true);
  }

  firstSeen() {
    return this.desk.paper ? firstSeen(this.desk.paper) : 0;
  }

  /** Mark what is said at `ms` of the transcript's time. @param {number} ms @param {boolean} sought */
  to(ms, sought) {
    const { paper, lines } = this.desk;
    if (!paper) return;
    const { times } = this.player;
    const at = times.turnAt(ms);
    const moved = at !== this.at;
    if (moved) this.mark(at);
    if (at < 0) return;
    const line = lines[at];
    const said = times.wordsAt(at, ms, line.end - line.start);
    this.light(at, said);
    if (this.desk.selection !== this.held) {
      if (this.desk.selection) this.away();
      this.held = this.desk.selection;
    }
    if (!this.on || this.player.marking?.on) return;
    const now = performance.now();
    if (!moved && !sought && now - this.looked < LOOK_AGAIN) return;
    this.looked = now;
    if (!moved && !sought && this.player.media.paused) return;
    const point = said ? said.from : times.pointAt(at, ms, line.end - line.start);
    this.show(at, Math.min(line.start + point, Math.max(line.end - 1, line.start)));
  }

  /** @param {number} at the turn that is spoken, or -1 */
  mark(at) {
    const sheets = this.desk.paper?.sheets ?? [];
    const old = sheets[this.at]?.turn;
    old?.classList.remove("spoken");
    old?.removeAttribute("aria-current");
    this.at = at;
    const turn = sheets[at]?.turn;
    turn?.classList.add("spoken");
    turn?.setAttribute("aria-current", "true");
  }

  /** Light up the words that are said. @param {number} at
   *  @param {{from: number, to: number} | null} said */
  light(at, said) {
    const { paper, lines } = this.desk;
    const highlights = /** @type {any} */ (CSS).highlights;
    const words = said ? `${at} ${said.from} ${said.to}` : "";
    if (!highlights || !paper || words === this.words) return;
    this.words = words;
    const { start } = lines[at];
    const range = said && at < paper.done
      ? paper.range({ start: start + said.from, end: start + said.to }) : null;
    if (range) highlights.set(SPOKEN, new (/** @type {any} */ (window).Highlight)(range));
    else highlights.delete(SPOKEN);
  }

  /** Bring a turn's words into view. @param {number} at @param {number} position */
  show(at, position) {
    const { paper, lines } = this.desk;
    if (!paper) return;
    paper.drawTo(at + 1);
    const range = lines[at].end > lines[at].start ? paper.range({ start: position, end: position + 1 }) : null;
    const box = (range ?? paper.sheets[at].turn).getBoundingClientRect();
    const view = paper.root.getBoundingClientRect();
    if (box.top >= view.top + 30 && box.bottom <= view.bottom - 60) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const far = Math.abs(box.top - view.top) > 3 * view.height;
    paper.root.scrollBy({ top: box.top - view.top - view.height / 4, behavior: calm || far ? "auto" : "smooth" });
  }

  /** Write every turn's time, a piece at a time, so that no frame waits. @param {number} [from] */
  drawAll(from = 0) {
    if (this.desk.closed) return;
    const to = Math.min(from + PIECE, this.desk.lines.length);
    for (let at = from; at < to; at += 1) this.drawTime(at);
    if (to < this.desk.lines.length) setTimeout(() => this.drawAll(to));
  }

  /** Write a turn's time and make it a button. @param {number} at */
  drawTime(at) {
    const { paper, w } = this.desk;
    const who = paper?.sheets[at].turn.querySelector(".who");
    const { start, estimated } = this.player.times.turns[at];
    const old = who?.querySelector(".time");
    if (start === null) return old?.remove();
    const time = clock(start);
    const words = estimated ? w("about {time}", { time }) : time;
    const made = old?.matches("button") ? old
      : el("button", { type: "button", class: "time", tabindex: -1 });
    made.textContent = words;
    made.setAttribute("aria-label", w("Play from {time}", { time: words }));
    if (old && old !== made) old.replaceWith(made);
    else if (!old) who?.querySelector(".speaker")?.after(made);
  }

  close() {
    /** @type {any} */ (CSS).highlights?.delete(SPOKEN);
  }
}
