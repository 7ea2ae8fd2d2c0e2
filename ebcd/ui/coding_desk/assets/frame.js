// @ts-check
/**
 * What stands around the text: the bar above it, the panel beside it, and what is said aloud.
 */

import { Edges } from "./edges.js";
import { Find } from "./find.js";
import { help, onKey } from "./keys.js";
import { button, el, shorten } from "./page.js";
import { drawQuick, Palette } from "./palette.js";
import { Panel } from "./panel.js";
import { unsaved } from "./queue.js";

/** @typedef {import("./desk.js").Desk} Desk */

let made = 0;

export class Frame {
  /** @param {Desk} desk */
  constructor(desk) {
    made += 1;
    this.desk = desk;
    const { w } = desk;
    const id = `ebcd-desk-${made}`;
    this.palette = new Palette({
      codes: () => [...desk.state.codes.values()],
      digits: () => desk.digits(),
      favourites: () => desk.favourites,
      kinds: () => desk.kinds,
      choose: (choices) => desk.take(choices),
      say: (words) => this.announce(words),
      leave: () => desk.focusText(),
      abandon: () => {
        desk.recoding = null;
        desk.changing = null;
      },
      w,
      id,
    });
    this.panel = new Panel(desk, id);
    this.edges = new Edges(desk);
    this.find = new Find(desk);
    this.quick = el("div", { class: "quicks", role: "group", "aria-label": w("Favourite and recent codes") });
    this.saving = el("span", { class: "saving" });
    this.status = el("div", { class: "said", role: "status" });
    this.alert = el("div", { class: "alert", role: "alert", hidden: true });
    this.chosen = el("div", { class: "chosen" });
    this.help = help(w);
    this.scroller = /** @type {HTMLElement} */ (el("div", {
      class: "scroller", tabindex: 0, role: "group",
      "aria-label": w("Transcript. Press question mark for the keys."),
    }));
    this.stop = new AbortController();
    /** @type {import("./queue.js").Trouble} */
    this.told = null;
  }

  wait() {
    this.desk.root.replaceChildren(
      el("p", { class: "wait", role: "status" }, this.desk.w("Opening the transcript…")));
  }

  /** @param {Error} error */
  failed(error) {
    const { w } = this.desk;
    const known = error.constructor.name === "Refused" ? error.message
      : w("The transcript could not be opened: check the connection and try again.");
    this.desk.root.replaceChildren(el("p", { class: "wait", role: "alert" }, known, " ",
      button({}, () => this.desk.open(), w("Try again"))));
  }

  empty() {
    this.desk.root.replaceChildren(
      el("p", { class: "wait" }, this.desk.w("This transcript has no words to code.")));
  }

  /** @param {any} data */
  build(data) {
    const { desk } = this;
    const { w } = desk;
    this.undoButton = button({ "aria-keyshortcuts": "Control+Z" }, () => desk.undo(), w("Undo"));
    this.redoButton = button({ "aria-keyshortcuts": "Control+Y" }, () => desk.redo(), w("Redo"));
    const withhold = el("details", { class: "menu" },
      el("summary", { onmousedown: hold, onpointerdown: hold }, w("Do not use…")),
      el("div", {}, ...desk.reasons.map(({ key, label }) =>
        button({}, () => {
          withhold.open = false;
          desk.withhold(key);
        }, label))));
    this.withholdMenu = withhold;
    this.hintButton = button({ "aria-pressed": "false" }, () => desk.hints(), w("Suggestions"));
    const tools = el("div", { class: "tools" },
      desk.mayCode && button({ title: w("Make the selected words a code of their own") },
        () => desk.inVivo(), w("In vivo")),
      desk.mayCode && withhold,
      desk.settings.film && button({ title: w("Make a clip of the selected words") },
        () => desk.toFilm(), w("To the film")),
      desk.mayCode && this.hintButton,
      desk.mayCode && this.undoButton, desk.mayCode && this.redoButton,
      button({}, () => this.find.open(), w("Find")),
      button({ "aria-label": w("Keys and help"), class: "ask" }, () => this.help.showModal(), "?"),
      this.saving);
    const bar = el("div", { class: "bar-top" },
      desk.mayCode ? this.palette.root
        : el("p", { class: "more" }, w("You can read this transcript; your role does not code.")),
      tools, desk.mayCode && this.quick, this.chosen);
    desk.root.replaceChildren(bar, this.find.root, this.alert,
      el("div", { class: "body" }, this.scroller, this.panel.root), this.status, this.help);
    desk.root.setAttribute("lang", document.documentElement.lang || "en");
    this.scroller.setAttribute("lang", data.transcript.language || "");
    this.listen();
  }

  listen() {
    const { desk, scroller } = this;
    const { signal } = this.stop;
    let due = false;
    document.addEventListener("selectionchange", () => {
      if (due) return;
      due = true;
      requestAnimationFrame(() => {
        due = false;
        desk.nativeSelection();
      });
    }, { signal });
    document.addEventListener("pointerdown", (event) => {
      desk.pointerInText = scroller.contains(/** @type {Node} */ (event.target));
      desk.pointerDown = desk.pointerInText;
    }, { signal, capture: true });
    for (const end of ["pointerup", "pointercancel"]) {
      document.addEventListener(end, () => { desk.pointerDown = false; }, { signal });
    }
    scroller.addEventListener("click", (event) => this.clicked(event), { signal });
    desk.root.addEventListener("keydown", (event) => onKey(desk, event), { signal });
    this.help.addEventListener("close", () => desk.focusText(), { signal });
    window.addEventListener("beforeunload", (event) => {
      this.panel.commit();
      desk.shelf?.keep(desk.history);
      if (unsaved()) event.preventDefault();
    }, { signal });
    window.addEventListener("online", () => desk.queue.now(), { signal });
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) desk.queue.now();
    }, { signal });
  }

  /** @param {Event} event */
  clicked(event) {
    const { desk } = this;
    const target = /** @type {HTMLElement} */ (event.target);
    if (this.edges.busy || target.closest?.(".edges, a")) return;
    const label = /** @type {HTMLElement | null} */ (target.closest?.(".label, .bar"));
    const door = /** @type {HTMLElement | null} */ (target.closest?.("[data-pick]"));
    if (label?.dataset.id) desk.look([label.dataset.id]);
    else if (label?.dataset.ids) desk.look(label.dataset.ids.split(" "));
    else if (door) {
      const turn = Number(/** @type {HTMLElement} */ (door.closest("[data-turn]")).dataset.turn);
      if (door.dataset.pick === "turn") desk.pickTurn(turn);
      else desk.pickAnswer(turn);
    } else desk.nativeSelection(), desk.click(event);
  }

  ready() {
    this.showQuick();
    this.showSaving();
    this.showSelection();
    this.showSteps();
    this.panel.refresh();
  }

  /** Counts and lists may look different now. */
  changed() {
    this.showSteps();
    this.panel.later();
  }

  /** What can be undone and redone. */
  showSteps() {
    const { history } = this.desk;
    for (const [control, steps, word] of /** @type {[HTMLButtonElement | undefined,
        import("./history.js").Step[], string][]} */ ([[this.undoButton, history.done, "Undo: {label}"],
        [this.redoButton, history.undone, "Redo: {label}"]])) {
      if (!control) continue;
      control.disabled = !steps.length;
      control.title = steps.length
        ? this.desk.w(word, { label: this.desk.label(steps[steps.length - 1]) }) : "";
    }
  }

  showHinting() {
    const { hinting, state, w } = this.desk;
    if (!this.hintButton) return;
    this.hintButton.setAttribute("aria-pressed", String(hinting));
    this.hintButton.textContent = hinting
      ? w("Suggestions ({n})", { n: state.suggestions.size }) : w("Suggestions");
  }

  showQuick() {
    drawQuick(this.quick, this.desk.digits(), this.desk.favourites,
      (code) => this.desk.applyCode(code), this.desk.w);
  }

  showSaving() {
    const { queue, w } = this.desk;
    const n = queue.pending.length;
    const words = queue.trouble === "signed_out"
      ? w("{n} unsaved: sign in again in another tab, and they are saved.", { n })
      : queue.trouble === "stuck" ? w("{n} unsaved. {why}", { n, why: queue.why })
      : queue.trouble ? w("{n} unsaved: no connection, trying again.", { n })
        : n ? w("{n} unsaved", { n }) : w("All saved");
    if (this.saving.textContent !== words) this.saving.textContent = words;
    this.saving.classList.toggle("trouble", !!queue.trouble);
    this.saving.dataset.unsaved = String(n);
    if (queue.trouble && this.told !== queue.trouble) this.announce(words);
    if (!queue.trouble && this.told && !n) this.announce(w("All saved"));
    if (queue.trouble || !n) this.told = queue.trouble;
  }

  showSelection() {
    const { desk } = this;
    const span = desk.selection;
    this.chosen.classList.toggle("on", !!span);
    this.chosen.textContent = span
      ? desk.w("Selected: “{words}”", { words: shorten(desk.quote(span), 90) })
      : desk.w("Select words with the mouse, a finger, or the arrow keys; then choose a code.");
  }

  /** Say something; `seen` shows it as well. @param {string} words @param {boolean} [seen] */
  announce(words, seen) {
    this.status.textContent = words;
    this.status.classList.toggle("seen", !!seen);
    clearTimeout(this.hush);
    this.hush = setTimeout(() => this.status.classList.remove("seen"), 6000);
  }

  /** @param {string} words what went wrong, until it is closed */
  complain(words) {
    this.alert.replaceChildren(el("span", {}, words), button({ class: "plain",
      "aria-label": this.desk.w("Close") }, () => { this.alert.hidden = true; }, "✕"));
    this.alert.hidden = false;
  }

  close() {
    this.stop.abort();
    this.edges.drop(false);
    clearTimeout(this.hush);
  }
}

/** @param {Event} event */
function hold(event) {
  event.preventDefault();
}
