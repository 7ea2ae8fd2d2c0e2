// @ts-check
/**
 * Marking times: while the recording plays, a person says “here” at the beginning of each turn.
 * Each mark is saved as it is made and can be taken back.
 */

import { button, clock, el, shorten } from "./page.js";
import { Refused, SignedOut, Stuck } from "./queue.js";
import { post } from "./sync.js";

/** @typedef {import("./player.js").Player} Player */
/** @typedef {{undo: number | null, turns: [number, ...import("./timing.js").Row][],
 *    followed: number, kept: number}} Done */
/** @typedef {{times: [number, number | string | null][], at: number, said: string}} Wish
 *  `at`: the turn it is about. `said`: what is announced once it is saved. */

const AGAIN = 2000;

export class Marking {
  /** @param {Player} player */
  constructor(player) {
    this.player = player;
    this.desk = player.desk;
    this.on = false;
    this.at = 0;
    /** @type {Wish[]} what is not saved yet */
    this.waiting = [];
    /** @type {{undo: number, at: number}[]} what can be taken back */
    this.done = [];
    this.sending = false;
    this.door = button({ "aria-pressed": "false" }, () => this.set(!this.on), this.desk.w("Mark times"));
    this.undoButton = button({ "aria-keyshortcuts": "Backspace" }, () => this.undo(),
      this.desk.w("Undo the last mark"));
    this.sure = button({ class: "plain" }, () => this.clear(), this.desk.w("Take all times away"));
    this.asked = false;
    this.root = this.build();
    addEventListener("beforeunload", (event) => {
      if (this.waiting.length) event.preventDefault();
    }, { signal: this.desk.frame.stop.signal });
  }

  build() {
    const { w } = this.desk;
    this.which = el("p", { class: "which" });
    this.count = el("p", { class: "more" });
    this.told = el("p", { class: "trouble", role: "alert", hidden: true });
    this.typed = el("input", { type: "text", inputmode: "decimal", size: 8, autocomplete: "off",
      "aria-label": w("Time of this turn, like 1:02.5") });
    this.form = el("form", { onsubmit: (/** @type {Event} */ event) => this.submit(event) },
      this.typed, el("button", { type: "submit" }, w("Set the time")));
    return el("div", { class: "marking", role: "group", "aria-label": w("Mark times"), hidden: true },
      this.which,
      button({ class: "now", "aria-keyshortcuts": "Enter" }, () => this.mark(), w("This turn begins now (Enter)")),
      el("div", { class: "row" }, this.undoButton,
        button({ "aria-keyshortcuts": "ArrowUp", "aria-label": w("Go to the turn before") }, () => this.choose(this.at - 1), "↑"),
        button({ "aria-keyshortcuts": "ArrowDown", "aria-label": w("Go to the next turn") }, () => this.choose(this.at + 1), "↓")),
      this.form, this.told, this.count, this.sure);
  }

  /** @param {boolean} on */
  set(on) {
    const { frame, w } = this.desk;
    this.on = on;
    this.root.hidden = !on;
    this.door.setAttribute("aria-pressed", String(on));
    if (on) {
      const { turns } = this.player.times;
      const open = turns.findIndex(({ start, estimated }) => start === null || estimated);
      this.choose(open < 0 ? 0 : open);
      this.desk.focusText();
      frame.announce(w("Play, and press Enter as each turn begins. Backspace takes the last mark back."), true);
    } else {
      this.show(-1);
      this.player.showCaptions(Date.now());
    }
  }

  /** @param {KeyboardEvent} event @returns {boolean} */
  onKey({ key, repeat }) {
    if (!this.on) return false;
    if (key === "Enter") return repeat || (this.mark(), true);
    if (key === "Backspace") this.undo();
    else if (key === "ArrowDown") this.choose(this.at + 1);
    else if (key === "ArrowUp") this.choose(this.at - 1);
    else return false;
    return true;
  }

  /** Make `at` the turn that is marked next. @param {number} at @param {boolean} [scroll] */
  choose(at, scroll = true) {
    if (!this.on || at < 0 || at >= this.desk.lines.length) return;
    this.at = at;
    this.show(at);
    if (scroll) this.player.following.show(at, this.desk.lines[at].start);
    this.draw();
  }

  /** @param {number} at the turn that is shown as the next, -1 for none */
  show(at) {
    const { paper } = this.desk;
    for (const old of this.desk.frame.scroller.querySelectorAll(".to-mark")) old.classList.remove("to-mark");
    if (at >= 0) paper?.sheets[at].turn.classList.add("to-mark");
  }

  draw() {
    const { lines, w } = this.desk;
    const { times } = this.player;
    const { start, estimated } = times.turns[this.at];
    const words = shorten(lines[this.at].text, 60);
    this.which?.replaceChildren(w("Turn {n} of {all}: “{words}”", { n: this.at + 1, all: lines.length, words }));
    this.count?.replaceChildren(w("{n} of {all} turns are marked; those between are estimated.",
      { n: times.marked, all: lines.length }));
    if (this.typed !== document.activeElement) {
      this.typed.value = start === null || estimated ? "" : `${clock(start)}${tenths(start)}`;
    }
    this.undoButton.disabled = !this.done.length && !this.waiting.length;
    this.sure.disabled = !times.marked;
    this.sure.textContent = w("Take all times away");
    this.asked = false;
  }

  /** This turn begins now. */
  mark() {
    const ms = this.player.now();
    const { lines, w } = this.desk;
    if (ms < 0) return this.complain(w("The transcript begins later in the recording: play on."));
    const { at } = this;
    this.wish({ times: [[at, ms]], at,
      said: w("Turn {n} begins at {time}", { n: at + 1, time: clock(ms) }) });
    if (at + 1 < lines.length) this.choose(at + 1);
    else this.desk.frame.announce(w("That was the last turn."), true);
  }

  /** @param {Event} event */
  submit(event) {
    event.preventDefault();
    const typed = this.typed.value.trim();
    const { w } = this.desk;
    this.wish({ times: [[this.at, typed || null]], at: this.at, said: typed
      ? w("Turn {n} begins at {time}", { n: this.at + 1, time: typed })
      : w("Turn {n} has no time now", { n: this.at + 1 }) });
  }

  /** All times away, asked for twice. */
  clear() {
    const { w } = this.desk;
    if (!this.asked) {
      this.asked = true;
      this.sure.textContent = w("Sure? Press again to take {n} times away", { n: this.player.times.marked });
      return;
    }
    const marked = this.player.times.turns.flatMap(({ start, estimated }, at) =>
      (start === null || estimated ? [] : [/** @type {[number, null]} */ ([at, null])]));
    this.wish({ times: marked, at: 0, said: w("All times are taken away") });
    this.choose(0);
  }

  /** @param {Wish} wish */
  wish(wish) {
    this.complain("");
    this.waiting.push(wish);
    this.draw();
    this.send();
  }

  /** Save what waits, one wish after the other; without a connection try again. */
  async send() {
    if (this.sending) return;
    this.sending = true;
    while (this.waiting.length && !this.desk.closed) {
      const [wish] = this.waiting;
      try {
        const done = await post(`${this.desk.url}/times`, { sha256: this.desk.sha256, times: wish.times });
        this.waiting.shift();
        this.saved(done, wish);
      } catch (error) {
        if (!(error instanceof Refused)) {
          this.lost(error);
          break;
        }
        this.waiting.length = 0;
        this.complain(error.message);
        this.choose(wish.at);
      }
    }
    this.sending = false;
  }

  /** @param {unknown} error why they could not be saved now */
  lost(error) {
    const { w } = this.desk;
    const n = this.waiting.length;
    this.complain(error instanceof SignedOut
      ? w("{n} times unsaved: sign in again in another tab, and they are saved.", { n })
      : error instanceof Stuck ? w("{n} times unsaved. {why}", { n, why: error.message })
      : w("{n} times unsaved: no connection, trying again.", { n }));
    clearTimeout(this.again);
    this.again = setTimeout(() => this.send(), AGAIN);
  }

  /** @param {Done} done @param {Wish} wish */
  saved(done, wish) {
    const { w, frame } = this.desk;
    if (done.undo !== null) this.done.push({ undo: done.undo, at: wish.at });
    this.take(done);
    this.complain("");
    if (done.kept) {
      this.complain(w("{n} trimmed or answered clips stay as they are: check them on the Film page.", { n: done.kept }));
    }
    frame.announce(done.followed ? `${wish.said}. ${w("{n} clips of the film followed.", { n: done.followed })}` : wish.said);
  }

  /** @param {Done} done */
  take(done) {
    const { times, following } = this.player;
    times.take(done.turns);
    for (const [at] of done.turns) following.drawTime(at);
    following.to(this.player.now(), false);
    this.player.showUntimed();
    this.draw();
  }

  /** Take the last mark back. */
  async undo() {
    if (this.sending || this.waiting.length) return;
    const last = this.done.pop();
    const { w, frame } = this.desk;
    if (!last) return frame.announce(w("No mark to take back."), true);
    try {
      this.take(await post(`${this.desk.url}/times/undo`, { undo: last.undo }));
      frame.announce(w("Mark of turn {n} taken back", { n: last.at + 1 }), true);
      this.choose(last.at);
    } catch (error) {
      if (error instanceof Refused) return this.complain(error.message);
      this.done.push(last);
      this.complain(w("The mark could not be taken back: check the connection and try again."));
    }
  }

  /** @param {string} words what went wrong; "" for nothing */
  complain(words) {
    if (!this.told) return;
    this.told.hidden = !words;
    if (this.told.textContent !== words) this.told.textContent = words;
  }

  close() {
    clearTimeout(this.again);
  }
}

/** Tenths of a second where there are any. @param {number} ms */
function tenths(ms) {
  const left = Math.floor((ms % 1000) / 100);
  return left ? `.${left}` : "";
}
