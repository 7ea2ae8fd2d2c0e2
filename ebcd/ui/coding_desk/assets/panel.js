// @ts-check
/**
 * Beside the text: what lies at the place looked at, the codebook, and the list of codings.
 */

import { fold, search } from "./codes.js";
import { inReadingOrder } from "./marks.js";
import { button, el, shorten } from "./page.js";
import { drawVisit } from "./visit.js";

/** @typedef {import("./desk.js").Desk} Desk */
/** @typedef {import("./acts.js").Coding} Coding */
/** @typedef {import("./acts.js").Withheld} Withheld */
/** @typedef {import("./acts.js").Suggestion} Suggestion */

const MOST_LISTED = 200;

export class Panel {
  /** @param {Desk} desk @param {string} id */
  constructor(desk, id) {
    this.desk = desk;
    const { w } = desk;
    this.here = el("section", { class: "here", "aria-label": w("At this place"), hidden: true });
    this.codes = el("div", { role: "tabpanel", id: `${id}-codes`, class: "pane" });
    this.codings = el("div", { role: "tabpanel", id: `${id}-codings`, class: "pane", hidden: true });
    this.visit = el("div", { role: "tabpanel", id: `${id}-visit`, class: "pane", hidden: true });
    this.panes = [this.codes, this.codings, this.visit];
    this.tabs = [
      this.tab(w("Codes"), this.codes, true),
      this.tab(w("Codings"), this.codings, false),
      ...(desk.mayCode ? [this.tab(w("Visit"), this.visit, false)] : []),
    ];
    this.filter = el("input", { type: "search", placeholder: w("Filter"),
      "aria-label": w("Filter this list"), oninput: () => this.refresh(),
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        event.stopPropagation();
        if (event.key === "Escape") desk.focusText();
      } });
    this.root = el("aside", { class: "panel", "aria-label": w("Codes and codings") },
      this.here,
      el("div", { role: "tablist", class: "tabs" }, ...this.tabs),
      this.filter, ...this.panes);
    this.soon = false;
    this.all = false;
  }

  /** @param {string} name @param {HTMLElement} pane @param {boolean} on */
  tab(name, pane, on) {
    return el("button", { type: "button", role: "tab", "aria-controls": pane.id,
      "aria-selected": String(on), tabindex: on ? 0 : -1,
      onclick: () => this.turnTo(pane),
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (!step) return;
        const n = this.tabs.length;
        this.turnTo(this.panes[(this.panes.indexOf(pane) + step + n) % n], true);
      } }, name);
  }

  /** @param {HTMLElement} pane @param {boolean} [focus] */
  turnTo(pane, focus) {
    for (const tab of this.tabs) {
      const on = tab.getAttribute("aria-controls") === pane.id;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      if (on && focus) tab.focus();
    }
    for (const one of this.panes) one.hidden = one !== pane;
    this.filter.hidden = pane === this.visit;
    this.refresh();
  }

  /** Draw the lists again when there is time: an act is shown in the text first. */
  later() {
    if (this.soon) return;
    this.soon = true;
    setTimeout(() => {
      this.soon = false;
      this.refresh();
      this.desk.shelf?.keep(this.desk.history);
    }, 120);
  }

  refresh() {
    const { w, state } = this.desk;
    this.tabs[0].textContent = w("Codes ({n})", { n: state.codes.size });
    this.tabs[1].textContent = w("Codings ({n})", { n: state.codings.size });
    if (!this.codes.hidden) this.drawCodes();
    if (!this.codings.hidden) this.drawCodings();
    if (!this.visit.hidden) drawVisit(this.desk, this.visit);
  }

  drawCodes() {
    const { desk } = this;
    const { w } = desk;
    /** @type {Map<number | string, number>} */
    const counts = new Map();
    for (const { code } of desk.state.codings.values()) {
      counts.set(code, (counts.get(code) ?? 0) + 1);
    }
    const groups = desk.kinds.map(({ key, label }) => {
      const found = [...desk.state.codes.values()].filter((code) => code.kind === key);
      const shown = this.filter.value ? search(found, this.filter.value) : found;
      if (!shown.length) return null;
      const items = shown.map((code) => {
        const depth = code.path.split(" / ").length - 1;
        const count = counts.get(code.id) ?? 0;
        const item = button({ class: "code", ink: code.colour, disabled: !desk.mayCode,
          title: code.definition || code.path,
          "aria-label": w("{name}, {n} here", { name: code.path, n: count }) },
          () => desk.applyCode(code),
          el("span", { class: `name p-${code.pattern}` }, code.name),
          count ? el("span", { class: "count" }, String(count)) : null);
        item.style.setProperty("--depth", String(this.filter.value ? 0 : depth));
        const on = desk.favourites.includes(code.id);
        const star = desk.mayCode && button({ class: "plain star", "aria-pressed": String(on),
          "data-star": code.id,
          "aria-label": w("Favourite: {name}", { name: code.path }) },
          () => desk.favour(code), on ? "★" : "☆");
        return el("li", { class: "pair" }, item, star);
      });
      return el("section", {}, el("h2", {}, label), el("ul", {}, ...items));
    });
    const any = groups.some(Boolean);
    const starred = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.star;
    this.codes.replaceChildren(...(any ? groups.filter(Boolean) : [el("p", { class: "none" },
      this.filter.value ? w("No code has this name.")
        : w("No codes yet. Select some words and type a name in the box above the text."))]));
    if (starred) this.codes.querySelector(`[data-star="${CSS.escape(starred)}"]`)?.focus();
  }

  drawCodings() {
    const { desk } = this;
    const { w } = desk;
    const wanted = fold(this.filter.value);
    const all = [...desk.state.codings.values()].sort(inReadingOrder);
    const marks = [...desk.state.withheld.values()];
    const items = [];
    for (const coding of all) {
      const code = desk.codeOf(coding.code);
      const kept = marks.every((mark) => coding.end <= mark.start || mark.end <= coding.start);
      const words = kept ? desk.quote(coding) : w("Do not use");
      if (wanted && !fold(`${code.path} ${words} ${coding.memo} ${coding.initials}`).includes(wanted)) {
        continue;
      }
      items.push(el("li", {}, el("button", { type: "button", class: "listed", ink: code.colour,
        onclick: () => desk.goTo(coding) },
        el("span", { class: `name p-${code.pattern}` }, code.name),
        el("span", { class: "more" }, [coding.initials, coding.memo && w("memo")].filter(Boolean).join(" · ")),
        el("q", {}, shorten(words, 90)))));
    }
    const most = this.all ? items.length : MOST_LISTED;
    const rest = items.length > most && button({}, () => {
      this.all = true;
      this.refresh();
    }, w("Show all {n}", { n: items.length }));
    this.codings.replaceChildren(...(items.length ? [el("ol", {}, ...items.slice(0, most)), rest || ""]
      : [el("p", { class: "none" }, wanted ? w("No coding fits.") : w("Nothing is coded here yet."))]));
  }

  /** Save the memos that were typed and not left yet. */
  commit() {
    const memos = /** @type {NodeListOf<HTMLTextAreaElement>} */ (this.here.querySelectorAll("textarea"));
    for (const memo of memos) {
      if (memo.value === memo.dataset.was) continue;
      memo.dataset.was = memo.value;
      this.desk.setMemo(memo.dataset.coding ?? "", memo.value);
    }
  }

  /** Show what lies at a place. @param {Coding[]} codings @param {Withheld[]} withheld
   *  @param {Suggestion[]} hints */
  drawHere(codings, withheld, hints) {
    const { w } = this.desk;
    this.commit();
    const focused = this.here.contains(document.activeElement);
    this.here.hidden = !codings.length && !withheld.length && !hints.length;
    this.here.replaceChildren(
      el("div", { class: "head" },
        el("h2", {}, w("At this place")),
        button({ class: "plain", "aria-label": w("Close") }, () => this.desk.look([]), "✕")),
      ...hints.map((hint) => this.hintCard(hint)),
      ...codings.map((coding) => this.card(coding, codings.length)),
      ...withheld.map((mark) => this.withheldCard(mark)));
    if (focused) /** @type {HTMLElement | null} */ (this.here.querySelector("button"))?.focus();
  }

  /** Where the panel lies under the text, bring what lies at the place into view. */
  reveal() {
    const narrow = getComputedStyle(this.desk.frame.scroller).getPropertyValue("--narrow").trim();
    if (narrow === "1" && !this.here.hidden) this.here.scrollIntoView({ block: "nearest" });
  }

  /** @param {Coding} coding @param {number} codings how many are shown */
  card(coding, codings) {
    const { desk } = this;
    const { w } = desk;
    const code = desk.codeOf(coding.code);
    const memo = /** @type {HTMLTextAreaElement} */ (el("textarea", { rows: 2,
      "aria-label": w("Memo on {name}", { name: code.name }), placeholder: w("Memo"),
      readonly: !desk.mayCode, maxlength: 20000,
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        event.stopPropagation();
        if (event.key === "Escape") desk.focusText();
      },
      onchange: () => this.commit() }));
    memo.value = coding.memo;
    memo.dataset.was = coding.memo;
    memo.dataset.coding = coding.id;
    const named = el("span", { class: `name p-${code.pattern}` }, code.name);
    return el("article", { class: "card", ink: code.colour, "data-id": coding.id },
      el("div", { class: "head" },
        codings > 1 ? button({ class: "plain only", "aria-label": w("Show {name} alone, to change its ends",
          { name: code.name }) }, () => desk.look([coding.id]), named) : named,
        el("span", { class: "more" }, [desk.kindLabel(code.kind), coding.initials].filter(Boolean).join(" · "))),
      el("q", {}, shorten(desk.quote(coding), 160)),
      memo,
      desk.mayCode && el("div", { class: "row" },
        button({ "aria-label": w("Change the code of {name}", { name: code.name }) },
          () => desk.startRecode(coding), w("Change code")),
        button({ "aria-label": w("Set {name} to the selection", { name: code.name }) },
          () => desk.moveToSelection(coding), w("Set to selection")),
        button({ class: "remove", "aria-label": w("Remove {name}", { name: code.name }) },
          () => desk.remove([coding]), w("Remove"))));
  }

  /** @param {Suggestion} hint */
  hintCard(hint) {
    const { desk } = this;
    const { w } = desk;
    const code = desk.codeOf(hint.code);
    return el("article", { class: "card hint", ink: code.colour },
      el("div", { class: "head" }, el("span", { class: `name p-${code.pattern}` }, code.name),
        el("span", { class: "more" }, desk.kindLabel(code.kind))),
      el("q", {}, ...weighed(desk.quote(hint), hint.places ?? [])),
      el("p", { class: "more" }, desk.whySuggested(hint)),
      el("div", { class: "row" },
        button({ "aria-keyshortcuts": "a" }, () => desk.accept(hint), w("Accept")),
        button({ "aria-keyshortcuts": "r" }, () => desk.startChange(hint), w("Change code")),
        button({ "aria-keyshortcuts": "d" }, () => desk.dismiss(hint), w("Dismiss")),
        button({ "aria-keyshortcuts": "p" }, () => desk.nextHint(hint, -1), w("Previous")),
        button({ "aria-keyshortcuts": "n" }, () => desk.nextHint(hint), w("Next"))));
  }

  /** @param {Withheld} mark */
  withheldCard(mark) {
    const { desk } = this;
    const { w } = desk;
    return el("article", { class: "card withheld" },
      el("div", { class: "head" }, el("span", { class: "name" }, w("Do not use")),
        el("span", { class: "more" }, desk.reason(mark.reason))),
      el("q", {}, shorten(desk.quote(mark), 160)),
      el("p", { class: "more" }, w("This passage appears in no list, suggestion, report or export.")),
      desk.mayCode && el("div", { class: "row" },
        button({}, () => desk.release(mark), w("Release"))));
  }
}

/** A passage with the words that weighed in marked. @param {string} words
 *  @param {[number, number][]} places in code points from the passage's start
 *  @returns {(string | HTMLElement)[]} */
function weighed(words, places) {
  const signs = [...words];
  const parts = [];
  let at = 0;
  for (const [start, end] of [...places].sort((a, b) => a[0] - b[0])) {
    if (start < at) continue;
    parts.push(signs.slice(at, start).join(""), el("b", { class: "weighs" }, signs.slice(start, end).join("")));
    at = end;
  }
  parts.push(signs.slice(at).join(""));
  return parts;
}
