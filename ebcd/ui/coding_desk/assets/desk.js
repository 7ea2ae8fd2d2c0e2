// @ts-check
/**
 * The coding desk: one transcript, opened from the server, and kept in step with it.
 */

import { apply } from "./acts.js";
import { lines, quote } from "./core.js";
import { Hand } from "./hand.js";
import { shelf } from "./history.js";
import { uuid } from "./page.js";
import { Paper } from "./paper.js";
import { playAlong } from "./player.js";
import { Queue } from "./queue.js";
import { hold } from "./selection.js";
import { changes, favour, read, send, suggestions } from "./sync.js";
import { IndexedVault } from "./vault.js";

/** @typedef {import("./acts.js").Act} Act */
/** @typedef {import("./acts.js").Code} Code */
/** @typedef {import("./queue.js").Entry} Entry */

/** What was done in this visit, transcript by transcript: it outlives leaving and coming back.
 *  @type {Map<string, import("./history.js").History>} */
const histories = new Map();

const POLL = 1500;
const QUIET = 1000;

export class Desk extends Hand {
  /** @param {HTMLElement} root @param {import("./sight.js").Settings} settings
   *  @param {(revision: number) => void} synced told a little after the last act was saved
   *  @param {Promise<Response>} [first] the transcript, where it was asked for already */
  constructor(root, settings, synced, first) {
    super(root, settings);
    this.url = `${settings.base}/${settings.transcript}`;
    this.synced = synced;
    this.sha256 = "";
    this.revision = 0;
    this.closed = false;
    /** The text was corrected: open the desk anew on what it says now. */
    this.renew = () => {};
    this.vault = new IndexedVault(settings.owner);
    this.queue = new Queue({
      send: (entries) => send(settings.base, entries, (entry) => this.quoteOf(entry)),
      vault: this.vault,
      answered: (entry, answer) => this.answered(entry, answer),
      changed: () => this.frame.showSaving(),
    });
    this.ready = this.open(first);
  }

  /** @param {Promise<Response>} [first] */
  async open(first) {
    this.frame.wait();
    let data;
    try {
      data = await read(this.url, first);
    } catch (error) {
      this.frame.failed(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    if (this.closed) return;
    this.taken(data);
    if (!this.lines.length) return this.frame.empty();
    this.remember();
    this.frame.build(data);
    this.paper = new Paper(this.frame.scroller, this.lines, data.turns, this);
    this.frame.scroller.append(this.frame.edges.root);
    this.paper.drawAll(this.drawn());
    this.frame.ready();
    playAlong(this);
    await this.resume();
    if (this.settings.at) this.jump(this.settings.at);
    this.poll();
  }

  /** Take up the history of this visit to this very text. */
  remember() {
    const place = `${this.settings.owner} ${this.settings.transcript} ${this.sha256}`;
    this.shelf = shelf(place);
    this.history = histories.get(place) ?? this.shelf.take();
    histories.set(place, this.history);
  }

  /** @param {any} data what the server said */
  taken(data) {
    this.lines = this.lines.length ? this.lines
      : lines(data.turns.map((/** @type {{text: string}} */ turn) => turn.text));
    this.asks = data.turns.map((/** @type {{interviewer: boolean}} */ turn) => turn.interviewer);
    this.sha256 = data.transcript.sha256;
    this.revision = data.revision;
    const by = (/** @type {any[]} */ list) => new Map(list.map((one) => [one.id, one]));
    this.state = { codings: by(data.codings), withheld: by(data.withheld),
      suggestions: this.state.suggestions, codes: by(data.codes) };
    this.favourites = data.favourites;
    if (!this.quick.slots.length) {
      const recent = data.recent ?? [];
      this.quick = { slots: recent.slice(0, 9), order: recent };
    }
  }

  /** Take up what an earlier visit could not save. */
  async resume() {
    const left = await this.vault.left();
    const mine = left.filter((one) => one.transcript === this.settings.transcript);
    for (const entry of mine) {
      if (entry.sha256 !== this.sha256 || !this.show(entry.act)) this.readAgain = true;
    }
    for (const entry of left) this.queue.take(entry);
  }

  /** @param {Entry} entry */
  quoteOf({ transcript, sha256, act }) {
    if (transcript !== this.settings.transcript || act.start === undefined) return undefined;
    if (sha256 !== this.sha256) return undefined;
    return quote(this.lines, { start: act.start, end: act.end ?? act.start });
  }

  /** @param {Act} act */
  save(act) {
    const name = uuid();
    this.queue.add({ uuid: name, transcript: this.settings.transcript, sha256: this.sha256, act });
    return name;
  }

  /** Make a code one of the person's favourites, or not any more. @param {Code} code */
  async favour({ id, name }) {
    if (typeof id === "string") return this.refuse(this.w("This code is being saved: try again."));
    const on = !this.favourites.includes(id);
    try {
      this.favourites = await favour(this.settings.base, id, on);
    } catch (error) {
      return this.refuse(error instanceof Error && error.constructor.name === "Refused"
        ? error.message : this.w("The favourite could not be kept: try again."));
    }
    this.frame.showQuick();
    this.frame.panel.refresh();
    this.frame.announce(on ? this.w("{name} is a favourite now", { name })
      : this.w("{name} is no favourite any more", { name }));
    return true;
  }

  /** @param {Entry} entry @param {import("./queue.js").Answer} answer */
  answered({ act, transcript }, answer) {
    if (act.kind === "new_code" && typeof act.code === "string") this.numbered(act.code, answer.code);
    if (answer.refused !== undefined) {
      this.history.forget(act.coding ?? act.mark);
      this.frame.complain(answer.refused);
      if (transcript === this.settings.transcript) this.reload();
    }
    if (this.closed) return;
    clearTimeout(this.quiet);
    if (!this.queue.pending.length) {
      if (this.readAgain) this.reload();
      this.readAgain = false;
      this.quiet = setTimeout(() => this.synced(answer.revision ?? 0), QUIET);
    }
  }

  /** @param {string} provisional @param {number | undefined} real */
  numbered(provisional, real) {
    const code = this.state.codes.get(provisional);
    this.state.codes.delete(provisional);
    if (real === undefined || !code) return;
    this.state.codes.set(real, { ...code, id: real });
    for (const coding of this.state.codings.values()) {
      if (coding.code === provisional) this.state.codings.set(coding.id, { ...coding, code: real });
    }
    const other = (/** @type {(number | string)[]} */ list) =>
      list.map((one) => (one === provisional ? real : one));
    this.quick = { slots: other(this.quick.slots), order: other(this.quick.order) };
    this.history.renumber(provisional, real);
    this.frame.changed();
    this.frame.showQuick();
  }

  /** Whether the coder is writing something that opening the desk anew would lose. */
  typing() {
    const place = /** @type {Document | ShadowRoot} */ (this.root.getRootNode()).activeElement;
    return !!place && this.root.contains(place) && place.matches("textarea, input");
  }

  /** Read everything again and put what is not saved yet on top. */
  async reload() {
    const data = await read(this.url).catch(() => null);
    if (!data || this.closed || !this.paper) return;
    if (data.transcript.sha256 !== this.sha256) {
      if (!this.typing()) this.renew();
      return;
    }
    this.taken(data);
    for (const { act, transcript } of this.queue.pending) {
      if (transcript === this.settings.transcript) apply(this.state, act, this.settings);
    }
    this.redraw([{ start: 0, end: this.lines[this.lines.length - 1].end + 1 }]);
    this.refreshHere();
  }

  /** Show what the assistant suggests, or put it away. @param {boolean} [on] */
  async hints(on = !this.hinting) {
    this.hinting = on;
    const old = [...this.state.suggestions.values()];
    /** @type {import("./acts.js").Suggestion[]} */
    let found = [];
    if (on) {
      try {
        found = await suggestions(this.url);
      } catch {
        this.frame.announce(this.w("The suggestions could not be read: try again."), true);
      }
    }
    this.state.suggestions = new Map(found.map((one) => [one.id, one]));
    this.redraw([...old, ...found]);
    this.frame.showHinting();
    if (on && !found.length) {
      this.frame.announce(this.w("There are no suggestions in this transcript now."), true);
    } else if (on) this.nextHint();
    else this.look(this.looked.filter((id) => !id.startsWith("hint-")));
  }

  async poll() {
    if (this.closed) return;
    if (!document.hidden && !this.pointerDown) await this.catchUp();
    if (!this.closed) this.timer = setTimeout(() => this.poll(), POLL);
  }

  /** Take in what others did, unless the coder did something meanwhile. */
  async catchUp() {
    const before = this.changesMade;
    const news = await changes(this.url, this.revision).catch(() => null);
    if (!news || this.closed || this.pointerDown || before !== this.changesMade) return;
    if (this.queue.pending.length || news.revision === this.revision) return;
    const isNew = (/** @type {{code: number}} */ { code }) => !this.state.codes.has(code);
    if (news.reload || news.codings.some(isNew)) return this.reload();
    this.revision = news.revision;
    const touched = [];
    for (const id of news.gone) {
      const was = this.state.codings.get(id) ?? this.state.withheld.get(id);
      if (was) touched.push(was);
      this.state.codings.delete(id);
      this.state.withheld.delete(id);
    }
    for (const [list, map] of [[news.codings, this.state.codings], [news.withheld, this.state.withheld]]) {
      for (const one of list) {
        const was = map.get(one.id);
        if (was && JSON.stringify(was) === JSON.stringify(one)) continue;
        touched.push(one, ...(was ? [was] : []));
        map.set(one.id, one);
      }
    }
    if (!touched.length) return;
    this.redraw(touched);
    this.refreshHere();
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    this.shelf?.keep(this.history);
    if (this.paper) hold(this.paper, null);
    this.paper?.close();
    this.frame.close();
  }
}

