// @ts-check
/**
 * The coding desk: one transcript, what is coded in it, and what the coder does to it.
 *
 * An act is drawn at once and saved behind the coder's back; the history takes each one back.
 */

import { apply, History, inverse } from "./acts.js";
import { useQuick } from "./codes.js";
import { lines, quote } from "./core.js";
import { shorten, uuid } from "./page.js";
import { Frame } from "./frame.js";
import { Paper } from "./paper.js";
import { Queue } from "./queue.js";
import { clicked, hold, same, select, selected } from "./selection.js";
import { changes, read, send } from "./sync.js";
import { IndexedVault } from "./vault.js";

/** @typedef {import("./acts.js").Act} Act */
/** @typedef {import("./acts.js").Coding} Coding */
/** @typedef {import("./acts.js").Withheld} Withheld */
/** @typedef {import("./acts.js").Code} Code */
/** @typedef {import("./acts.js").State} State */
/** @typedef {import("./core.js").Span} Span */
/** @typedef {import("./paper.js").Drawn} Drawn */
/** @typedef {import("./queue.js").Entry} Entry */
/** @typedef {{base: string, transcript: number, owner: string, coder: string, initials: string,
 *    may_code: boolean, at: number[] | null, words: Record<string, string>,
 *    kinds: {key: string, label: string}[], reasons: {key: string, label: string}[]}} Settings */

const POLL = 2000;
const QUIET = 1000;

/** What was done in this visit, transcript by transcript: it outlives leaving and coming back. */
/** @type {Map<string, History>} */
const histories = new Map();

export class Desk {
  /** @param {HTMLElement} root @param {Settings} settings
   *  @param {(revision: number) => void} synced told a little after the last act was saved
   *  @param {Promise<Response>} [first] the transcript, where it was asked for already */
  constructor(root, settings, synced, first) {
    this.root = root;
    this.settings = settings;
    this.synced = synced;
    this.url = `${settings.base}/${settings.transcript}`;
    this.kinds = settings.kinds;
    this.reasons = settings.reasons;
    this.mayCode = settings.may_code;
    this.history = histories.get(this.url) ?? new History();
    histories.set(this.url, this.history);
    /** @type {State} */
    this.state = { codings: new Map(), withheld: new Map(), suggestions: new Map(), codes: new Map() };
    /** @type {import("./core.js").Line[]} */
    this.lines = [];
    this.sha256 = "";
    this.revision = 0;
    /** @type {Span | null} */
    this.selection = null;
    /** @type {string[]} */
    this.looked = [];
    /** @type {Coding | null} */
    this.recoding = null;
    /** @type {{slots: (number | string)[], order: (number | string)[]}} */
    this.quick = { slots: [], order: [] };
    /** @type {WeakMap<Coding, {code: Code, drawn: Drawn}>} what was worked out once */
    this.kept = new WeakMap();
    this.pointerDown = false;
    this.changesMade = 0;
    /** @type {{anchor: Span, focus: Span, span: Span} | null} of the keyboard's selection */
    this.cursor = null;
    this.closed = false;
    this.w = this.w.bind(this);
    this.vault = new IndexedVault(settings.owner);
    this.queue = new Queue({
      send: (entries) => send(settings.base, entries, (entry) => this.quoteOf(entry)),
      vault: this.vault,
      answered: (entry, answer) => this.answered(entry, answer),
      changed: () => this.frame.showSaving(),
    });
    this.frame = new Frame(this);
    this.ready = this.open(first);
  }

  /** A sentence in the reader's language. @param {string} text @param {Record<string, any>} [values] */
  w(text, values = {}) {
    const found = this.settings.words[text] ?? text;
    return found.replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));
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
    this.take(data);
    this.frame.build(data);
    this.paper = new Paper(this.frame.scroller, this.lines, data.turns);
    this.paper.drawAll(this.drawn());
    this.frame.ready();
    await this.resume();
    if (this.settings.at) this.jump(this.settings.at);
    this.poll();
  }

  /** @param {any} data what the server said */
  take(data) {
    this.lines = this.lines.length ? this.lines
      : lines(data.turns.map((/** @type {{text: string}} */ turn) => turn.text));
    this.sha256 = data.transcript.sha256;
    this.revision = data.revision;
    const by = (/** @type {any[]} */ list) => new Map(list.map((one) => [one.id, one]));
    this.state = { codings: by(data.codings), withheld: by(data.withheld),
      suggestions: by(data.suggestions ?? []), codes: by(data.codes) };
    if (!this.quick.slots.length) {
      const recent = data.recent ?? [];
      this.quick = { slots: recent.slice(0, 9), order: recent };
    }
  }

  /** Take up what an earlier visit could not save. */
  async resume() {
    const left = await this.vault.left();
    const mine = left.filter((one) => one.transcript === this.settings.transcript);
    for (const entry of mine) this.show(entry.act);
    for (const entry of left) this.queue.take(entry);
  }

  /** @param {Entry} entry */
  quoteOf({ transcript, act }) {
    if (transcript !== this.settings.transcript || act.start === undefined) return undefined;
    return quote(this.lines, { start: act.start, end: act.end ?? act.start });
  }

  // --- What is shown -------------------------------------------------------------------------

  /** @param {number | string} id @returns {Code} */
  codeOf(id) {
    return this.state.codes.get(id) ?? { id, kind: "", name: this.w("(deleted code)"),
      path: this.w("(deleted code)"), colour: "#6b7280", pattern: "dotted" };
  }

  /** @param {string} kind */
  kindLabel(kind) {
    return this.kinds.find((one) => one.key === kind)?.label ?? "";
  }

  /** @param {string} reason */
  reason(reason) {
    return this.reasons.find((one) => one.key === reason)?.label ?? reason;
  }

  /** @param {Span} span */
  quote(span) {
    return quote(this.lines, span);
  }

  /** @param {Coding} coding @returns {Drawn} */
  drawnCoding(coding) {
    const { w } = this;
    const code = this.codeOf(coding.code);
    const kept = this.kept.get(coding);
    if (kept && kept.code === code) return kept.drawn;
    const others = coding.coder === this.settings.coder ? "" : coding.initials;
    const words = shorten(quote(this.lines, coding), 60);
    /** @type {Drawn} */
    const drawn = { id: coding.id, start: coding.start, end: coding.end, sort: "coding",
      name: [code.name, others, coding.memo ? "✎" : ""].filter(Boolean).join(" "),
      said: w("Code {name}: “{words}”", { name: code.path, words })
        + (others ? `, ${others}` : "") + (coding.memo ? `, ${w("memo")}` : ""),
      colour: code.colour, pattern: code.pattern };
    this.kept.set(coding, { code, drawn });
    return drawn;
  }

  /** Everything that lies on the text, as the paper draws it. @returns {Drawn[]} */
  drawn() {
    const { w } = this;
    /** @type {Drawn[]} */
    const all = [];
    for (const coding of this.state.codings.values()) all.push(this.drawnCoding(coding));
    for (const mark of this.state.withheld.values()) {
      all.push({ id: mark.id, start: mark.start, end: mark.end, sort: "withheld",
        name: w("Do not use"), said: w("Do not use: {reason}", { reason: this.reason(mark.reason) }),
        colour: "#6b7280", pattern: "solid" });
    }
    return all;
  }

  /** Change the state by `act` and draw what it touches. @param {Act} act @returns {boolean} */
  show(act) {
    const touched = apply(this.state, act, this.settings);
    if (!touched) return false;
    this.changesMade += 1;
    if (this.paper && touched.length) this.redraw(touched);
    return true;
  }

  /** @param {Span[]} spans */
  redraw(spans) {
    if (!this.paper) return;
    this.redrawing = true;
    this.paper.redraw(this.drawn(), spans);
    if (this.selection) this.keepSelection();
    this.redrawing = false;
    this.frame.changed();
  }

  keepSelection() {
    if (!this.paper) return;
    if (this.frame.scroller.contains(document.activeElement)) select(this.paper, this.selection);
    hold(this.paper, this.selection);
  }

  // --- Acts ----------------------------------------------------------------------------------

  /** Do one thing, made of one or more acts: draw, save, remember how to take it back.
   *  @param {string} label @param {Act[]} acts @param {string} said */
  do(label, acts, said) {
    /** @type {Act[]} */
    const undo = [];
    const done = [];
    for (const act of acts) {
      const back = inverse(this.state, act);
      if (!this.show(act)) continue;
      this.save(act);
      done.push(act);
      if (back) undo.unshift(back);
    }
    if (!done.length) return;
    const redo = done.filter((act) => act.kind !== "new_code");
    if (undo.length) this.history.add({ undo, redo, label });
    this.frame.announce(said);
    this.frame.changed();
  }

  /** @param {Act} act */
  save(act) {
    this.queue.add({ uuid: uuid(), transcript: this.settings.transcript, sha256: this.sha256, act });
  }

  undo() {
    this.frame.panel.commit();
    const step = this.history.back();
    if (!step) return this.frame.announce(this.w("Nothing to undo."));
    this.replay(step.undo);
    this.frame.announce(this.w("Undone: {label}", { label: step.label }));
  }

  redo() {
    const step = this.history.again();
    if (!step) return this.frame.announce(this.w("Nothing to redo."));
    this.replay(step.redo);
    this.frame.announce(this.w("Done again: {label}", { label: step.label }));
  }

  /** @param {Act[]} acts */
  replay(acts) {
    for (const act of acts) if (this.show(act)) this.save(act);
    this.refreshHere();
    this.frame.changed();
  }

  /** Apply `code` to the selection; to what is selected already coded so, say so.
   *  @param {Code} code @returns {boolean} */
  applyCode(code) {
    if (this.recoding) return this.recode(this.recoding, code);
    const span = this.selection;
    if (!this.mayCode) return this.refuse(this.w("Your role does not allow you to code passages."));
    if (!span) return this.refuse(this.w("Select some words first."));
    const twin = [...this.state.codings.values()].find((one) =>
      one.code === code.id && same(one, span) && one.coder === this.settings.coder);
    if (twin) return this.refuse(this.w("You have coded these words with {name} already.", code));
    const words = shorten(quote(this.lines, span), 60);
    const act = /** @type {Act} */ ({ kind: "apply", coding: uuid(), code: code.id, ...span });
    this.do(this.w("Code {name}", code), [act], this.w("Coded {name}: “{words}”", { ...code, words }));
    this.used(code.id);
    return true;
  }

  /** Make a new code and apply it to the selection. @param {string} kind @param {string} name */
  newCode(kind, name) {
    if (!this.selection) return this.refuse(this.w("Select some words first."));
    const id = `new:${uuid()}`;
    const looks = ["#1f77b4", "#b45309", "#15803d", "#be123c", "#7c3aed", "#0f766e", "#a21caf"];
    const patterns = ["solid", "dashed", "dotted", "double", "wavy"];
    const n = this.state.codes.size;
    const code = { id, kind, name, path: name, colour: looks[n % 7],
      pattern: patterns[Math.floor(n / 7) % 5] };
    this.state.codes.set(id, code);
    const make = /** @type {Act} */ ({ kind: "new_code", code: id, code_kind: kind, name });
    this.save(make);
    return this.applyCode(code);
  }

  /** The selected words become a code of their own. */
  inVivo() {
    if (!this.selection) return this.refuse(this.w("Select some words first."));
    const name = shorten(quote(this.lines, this.selection), 60);
    const there = [...this.state.codes.values()].find((one) => one.kind === "theme" && one.name === name);
    return there ? this.applyCode(there) : this.newCode("theme", name);
  }

  /** @param {Coding} coding */
  startRecode(coding) {
    this.frame.palette.open(this.w("Change {name} to…", this.codeOf(coding.code)));
    this.recoding = coding;
  }

  /** @param {Coding} coding @param {Code} code */
  recode(coding, code) {
    const label = this.w("Change the code to {name}", code);
    this.do(label, [{ kind: "recode", coding: coding.id, code: code.id }], label);
    this.recoding = null;
    this.used(code.id);
    return true;
  }

  /** @param {Coding} coding */
  moveToSelection(coding) {
    if (!this.selection) return this.refuse(this.w("Select some words first."));
    const label = this.w("Move {name}", this.codeOf(coding.code));
    this.do(label, [{ kind: "move", coding: coding.id, ...this.selection }], label);
    return true;
  }

  /** @param {Coding[]} codings */
  remove(codings) {
    if (!this.mayCode || !codings.length) return;
    this.frame.panel.commit();
    const names = codings.map((one) => this.codeOf(one.code).name).join(", ");
    const label = this.w("Remove {name}", { name: names });
    this.do(label, codings.map((one) => ({ kind: "remove", coding: one.id })), label);
    this.refreshHere();
  }

  /** @param {string} id @param {string} text */
  setMemo(id, text) {
    const coding = this.state.codings.get(id);
    if (!coding || coding.memo === text.trim() || !this.mayCode) return;
    const label = this.w("Memo on {name}", this.codeOf(coding.code));
    this.do(label, [{ kind: "memo", coding: id, text: text.trim() }], label);
  }

  /** @param {string} reason */
  withhold(reason) {
    if (!this.selection) return this.refuse(this.w("Select some words first."));
    const label = this.w("Do not use: {reason}", { reason: this.reason(reason) });
    this.do(label, [{ kind: "withhold", mark: uuid(), reason, ...this.selection }], label);
    return true;
  }

  /** @param {Withheld} mark */
  release(mark) {
    const label = this.w("Release a passage");
    this.do(label, [{ kind: "release", mark: mark.id }], label);
    this.refreshHere();
  }

  /** @param {string} message */
  refuse(message) {
    this.frame.announce(message, true);
    return false;
  }

  /** @param {number | string} id */
  used(id) {
    this.quick = useQuick(this.quick.slots, this.quick.order, id);
    this.frame.showQuick();
  }

  // --- The server answers --------------------------------------------------------------------

  /** @param {Entry} entry @param {import("./queue.js").Answer} answer */
  answered({ act, transcript }, answer) {
    if (act.kind === "new_code" && typeof act.code === "string") this.numbered(act.code, answer.code);
    if (answer.refused !== undefined) {
      this.history.forget(act.coding ?? act.mark);
      this.frame.complain(answer.refused);
      if (transcript === this.settings.transcript) this.reload();
    }
    clearTimeout(this.quiet);
    if (!this.queue.pending.length) {
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

  /** Read everything again and put what is not saved yet on top. */
  async reload() {
    const data = await read(this.url).catch(() => null);
    if (!data || this.closed || !this.paper) return;
    if (data.transcript.sha256 !== this.sha256) {
      this.frame.complain(this.w("The transcript was corrected meanwhile: reload the page."));
      return;
    }
    this.take(data);
    for (const { act, transcript } of this.queue.pending) {
      if (transcript === this.settings.transcript) apply(this.state, act, this.settings);
    }
    this.redraw([{ start: 0, end: this.lines[this.lines.length - 1].end + 1 }]);
    this.refreshHere();
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
    if (news.reload) return this.reload();
    this.revision = news.revision;
    const touched = [];
    for (const code of news.codes ?? []) this.state.codes.set(code.id, code);
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

  // --- Looking -------------------------------------------------------------------------------

  /** @param {Span | null} span */
  setSelection(span) {
    if (same(span, this.selection)) return;
    this.selection = span;
    if (this.paper) hold(this.paper, span);
    this.frame.showSelection();
  }

  /** The browser's selection changed. */
  nativeSelection() {
    if (!this.paper || this.redrawing) return;
    const { span, inside, collapsed } = selected(this.paper);
    if (span) this.setSelection(span);
    else if (inside && collapsed && this.frame.scroller.contains(document.activeElement)) {
      this.setSelection(null);
    }
  }

  /** @param {Event} event a click on the text */
  click(event) {
    if (!this.paper || this.selection) return;
    const at = clicked(this.paper, event);
    const ids = (/** @type {HTMLElement} */ (event.target).closest?.("mark"))?.dataset.ids;
    this.look(at === null || !ids ? [] : ids.split(" "));
  }

  /** Show what these codings and marks are. @param {string[]} ids */
  look(ids) {
    this.looked = ids;
    this.paper?.activate(ids);
    this.refreshHere();
  }

  refreshHere() {
    const codings = this.looked.map((id) => this.state.codings.get(id)).filter((one) => !!one);
    const withheld = this.looked.map((id) => this.state.withheld.get(id)).filter((one) => !!one);
    this.frame.panel.drawHere(/** @type {Coding[]} */ (codings), /** @type {Withheld[]} */ (withheld));
  }

  /** @param {Coding} coding */
  goTo(coding) {
    this.paper?.show(coding);
    this.look([coding.id]);
    this.frame.announce(this.w("Code {name}: “{words}”", {
      name: this.codeOf(coding.code).path, words: shorten(this.quote(coding), 120) }));
  }

  /** Show and select a place given in the address. @param {number[]} at */
  jump([start, end]) {
    const last = this.lines[this.lines.length - 1].end;
    if (!this.paper || !(start >= 0 && start < end && end <= last)) return;
    this.paper.show({ start, end });
    this.setSelection({ start, end });
    const there = [...this.state.codings.values()].filter((one) => one.start < end && start < one.end);
    this.look(there.map((one) => one.id));
  }

  focusText() {
    this.frame.scroller.focus({ preventScroll: true });
    if (this.paper && this.selection) select(this.paper, this.selection);
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    if (this.paper) hold(this.paper, null);
    this.paper?.close();
    this.frame.close();
  }
}

