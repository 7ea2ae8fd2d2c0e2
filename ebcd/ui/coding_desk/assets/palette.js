// @ts-check
/**
 * The box in which codes are searched, applied and made: a combobox with its list. Several codes
 * are picked by Shift+Enter or their tick, and applied together.
 */

import { known, search } from "./codes.js";
import { button, el } from "./page.js";

/** @typedef {import("./acts.js").Code} Code */
/** @typedef {{code?: Code, kind?: string, name?: string}} Choice */

const MOST_SHOWN = 60;
const ORDER = ["theme", "touchpoint", "emotion", "stage"];

export class Palette {
  /** @param {{
   *    codes: () => Code[],
   *    digits: () => Code[],
   *    favourites: () => (number | string)[],
   *    kinds: () => {key: string, label: string}[],
   *    choose: (choices: Choice[]) => boolean,
   *    leave: () => void,
   *    abandon: () => void,
   *    say: (words: string) => void,
   *    w: (text: string, values?: Record<string, any>) => string,
   *    id: string,
   *  }} doors */
  constructor(doors) {
    const { w, id } = doors;
    this.doors = doors;
    this.w = w;
    this.id = id;
    /** @type {Choice[]} */
    this.choices = [];
    /** @type {Map<string, Choice>} what will be applied together */
    this.picked = new Map();
    this.at = 0;
    this.purpose = "";
    this.list = el("div", { class: "choices", role: "listbox", id: `${id}-list`, hidden: true,
      "aria-multiselectable": "true", "aria-label": w("Codes") });
    this.together = button({ class: "together", hidden: true, tabindex: -1 }, () => this.apply());
    this.input = /** @type {HTMLInputElement} */ (el("input", {
      type: "text", role: "combobox", autocomplete: "off", spellcheck: "false",
      "aria-expanded": "false", "aria-controls": `${id}-list`, "aria-autocomplete": "list",
      "aria-label": w("Search codes or type a new one"),
      "aria-description": w("Shift and Enter picks several codes, Enter applies them."),
      placeholder: w("Search codes or type a new one  ( / )"),
      oninput: () => this.fill(), onfocus: () => this.fill(), onblur: () => this.close(),
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.key(event),
    }));
    this.root = el("div", { class: "palette" }, this.input,
      el("div", { class: "drop" }, this.together, this.list));
  }

  /** Open for `purpose`, shown as the box's hint. @param {string} [purpose] */
  open(purpose) {
    this.picked.clear();
    this.purpose = purpose ?? "";
    this.input.placeholder = purpose ?? this.w("Search codes or type a new one  ( / )");
    this.input.value = "";
    this.input.focus();
    this.fill();
  }

  /** All codes, those behind the digits first. @returns {Code[]} */
  inOrder() {
    const first = this.doors.digits();
    return [...first, ...this.doors.codes().filter((code) => !first.includes(code))];
  }

  fill() {
    const typed = this.input.value.trim();
    /** @type {Choice[]} */
    const found = search(this.inOrder(), typed).slice(0, MOST_SHOWN).map((code) => ({ code }));
    if (typed && !this.purpose) {
      const kinds = this.doors.kinds().map(({ key }) => key);
      for (const key of kinds.sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b))) {
        if (!known(this.doors.codes(), typed, key)) found.push({ kind: key, name: typed });
      }
    }
    this.choices = found;
    this.at = 0;
    this.draw();
  }

  draw() {
    const labels = new Map(this.doors.kinds().map((one) => [one.key, one.label]));
    const digits = this.doors.digits();
    const favourites = new Set(this.doors.favourites());
    const options = this.choices.map((choice, i) => this.option(choice, i, { labels, digits, favourites }));
    if (!options.length) {
      options.push(el("div", { class: "none" }, this.w("The codebook is empty: type a name to make a code.")));
    }
    this.list.replaceChildren(...options);
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.point();
  }

  /** @param {Choice} choice @param {number} i @param {{labels: Map<string, string>,
   *  digits: Code[], favourites: Set<number | string>}} known */
  option(choice, i, { labels, digits, favourites }) {
    const { code, kind, name } = choice;
    const above = code && code.path !== code.name ? code.path.slice(0, -code.name.length - 3) : "";
    const digit = code ? digits.indexOf(code) + 1 : 0;
    const star = code && favourites.has(code.id);
    const children = code
      ? [el("span", { class: `name p-${code.pattern}`, ink: code.colour }, code.name),
         el("span", { class: "more" }, [labels.get(code.kind), above].filter(Boolean).join(" · "),
           star && el("span", { class: "star", "aria-label": this.w("favourite") }, " ★"),
           digit ? el("kbd", {}, String(digit)) : null)]
      : [el("span", { class: "name new" }, this.w("New: “{name}”", { name })),
         el("span", { class: "more" }, labels.get(kind ?? "") ?? "")];
    const tick = el("span", { class: "tick", "aria-hidden": "true" });
    const option = el("div", { role: "option", id: `${this.id}-${i}`,
      "aria-selected": String(this.picked.has(nameOf(choice))), title: code?.definition },
      !this.purpose && tick, ...children);
    option.addEventListener("pointerdown", (/** @type {Event} */ event) => event.preventDefault());
    option.addEventListener("mousedown", (/** @type {Event} */ event) => event.preventDefault());
    option.addEventListener("click", (/** @type {MouseEvent} */ event) => {
      if (!this.purpose && (event.target === tick || event.shiftKey)) this.pick(i);
      else this.apply(i);
    });
    return option;
  }

  point() {
    [...this.list.children].forEach((option, i) => option.classList.toggle("at", i === this.at));
    const now = this.list.children[this.at];
    if (now?.id) this.input.setAttribute("aria-activedescendant", now.id);
    now?.scrollIntoView({ block: "nearest" });
    const n = this.picked.size;
    this.together.hidden = !n;
    const names = [...this.picked.values()].map(({ code, name }) => code?.name ?? name).join(", ");
    this.together.textContent = this.w("Apply together: {names}", { names });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.choices.length) {
      this.at = (this.at + step + this.choices.length) % this.choices.length;
      this.point();
    } else if (event.key === "Enter" && event.shiftKey && !this.purpose) this.pick(this.at);
    else if (event.key === "Enter") this.apply(this.picked.size ? undefined : this.at);
    else if (event.key === "Escape") {
      this.input.value = "";
      this.doors.leave();
    } else return;
    event.preventDefault();
  }

  /** Pick a choice to be applied together with others, or put it back. @param {number} i */
  pick(i) {
    const choice = this.choices[i];
    if (!choice) return;
    const key = nameOf(choice);
    if (this.picked.has(key)) this.picked.delete(key);
    else this.picked.set(key, choice);
    this.input.value = "";
    this.fill();
    this.doors.say(this.picked.size ? this.together.textContent : this.w("No code is picked."));
  }

  /** Apply choice `i`, and with it or without it all that are picked. @param {number} [i] */
  apply(i) {
    if (i !== undefined && this.choices[i]) this.picked.set(nameOf(this.choices[i]), this.choices[i]);
    if (!this.picked.size || !this.doors.choose([...this.picked.values()])) {
      if (i !== undefined) this.picked.delete(nameOf(this.choices[i] ?? {}));
      return;
    }
    this.input.value = "";
    this.doors.leave();
  }

  close() {
    this.doors.abandon();
    this.picked.clear();
    this.list.hidden = true;
    this.together.hidden = true;
    this.purpose = "";
    this.input.placeholder = this.w("Search codes or type a new one  ( / )");
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

/** One and the same for the same choice. @param {Choice} choice */
function nameOf({ code, kind, name }) {
  return code ? `code ${code.id}` : `${kind} ${name}`;
}

/** The codes behind the digits: one button each. @param {HTMLElement} root
 *  @param {readonly Code[]} codes @param {readonly (number | string)[]} favourites
 *  @param {(code: Code) => void} use
 *  @param {(text: string, values?: Record<string, any>) => string} w */
export function drawQuick(root, codes, favourites, use, w) {
  root.replaceChildren(
    ...codes.map((code, i) =>
      button(
        { class: "quick", ink: code.colour, "aria-label": w("Apply {name}, key {key}", {
          name: code.name, key: i + 1 }), title: code.path },
        () => use(code),
        el("kbd", {}, String(i + 1)),
        favourites.includes(code.id) && el("span", { class: "star" }, "★ "),
        el("span", { class: `name p-${code.pattern}` }, code.name),
      ),
    ),
  );
}
