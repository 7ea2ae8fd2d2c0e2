// @ts-check
/**
 * The box in which codes are searched, applied and made: a combobox with its list.
 */

import { known, search } from "./codes.js";
import { button, el } from "./page.js";

/** @typedef {import("./acts.js").Code} Code */
/** @typedef {{code?: Code, kind?: string, name?: string}} Choice */

const MOST_SHOWN = 60;

export class Palette {
  /** @param {{
   *    codes: () => Code[],
   *    kinds: () => {key: string, label: string}[],
   *    choose: (choice: Choice) => boolean,
   *    leave: () => void,
   *    abandon: () => void,
   *    w: (text: string, values?: Record<string, any>) => string,
   *    id: string,
   *  }} doors */
  constructor({ codes, kinds, choose, leave, abandon, w, id }) {
    this.codes = codes;
    this.kinds = kinds;
    this.choose = choose;
    this.leave = leave;
    this.abandon = abandon;
    this.w = w;
    this.id = id;
    /** @type {Choice[]} */
    this.choices = [];
    this.at = 0;
    this.purpose = "";
    this.list = el("div", { class: "choices", role: "listbox", id: `${id}-list`, hidden: true,
      "aria-label": w("Codes") });
    this.input = /** @type {HTMLInputElement} */ (el("input", {
      type: "text", role: "combobox", autocomplete: "off", spellcheck: "false",
      "aria-expanded": "false", "aria-controls": `${id}-list`, "aria-autocomplete": "list",
      "aria-label": w("Search codes or type a new one"),
      placeholder: w("Search codes or type a new one  ( / )"),
      oninput: () => this.fill(), onfocus: () => this.fill(), onblur: () => this.close(),
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.key(event),
    }));
    this.root = el("div", { class: "palette" }, this.input, this.list);
  }

  /** Open for `purpose`, shown as the box's hint. @param {string} [purpose] */
  open(purpose) {
    this.purpose = purpose ?? "";
    this.input.placeholder = purpose ?? this.w("Search codes or type a new one  ( / )");
    this.input.value = "";
    this.input.focus();
    this.fill();
  }

  fill() {
    const typed = this.input.value.trim();
    const codes = this.codes();
    /** @type {Choice[]} */
    const found = search(codes, typed).slice(0, MOST_SHOWN).map((code) => ({ code }));
    if (typed && !this.purpose) {
      const order = ["theme", "touchpoint", "emotion", "stage"];
      const kinds = this.kinds().map(({ key }) => key);
      for (const key of kinds.sort((a, b) => order.indexOf(a) - order.indexOf(b))) {
        if (!known(codes, typed, key)) found.push({ kind: key, name: typed });
      }
    }
    this.choices = found;
    this.at = 0;
    this.draw();
  }

  draw() {
    const options = this.choices.map((choice, i) => this.option(choice, i));
    if (!options.length) {
      options.push(el("div", { class: "none" }, this.w("The codebook is empty: type a name to make a code.")));
    }
    this.list.replaceChildren(...options);
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.point();
  }

  /** @param {Choice} choice @param {number} i */
  option({ code, kind, name }, i) {
    const labels = new Map(this.kinds().map((one) => [one.key, one.label]));
    const above = code && code.path !== code.name ? code.path.slice(0, -code.name.length - 3) : "";
    const children = code
      ? [el("span", { class: `name p-${code.pattern}`, ink: code.colour }, code.name),
         el("span", { class: "more" }, [labels.get(code.kind), above].filter(Boolean).join(" · "))]
      : [el("span", { class: "name new" }, this.w("New: “{name}”", { name })),
         el("span", { class: "more" }, labels.get(kind ?? "") ?? "")];
    const option = el("div", { role: "option", id: `${this.id}-${i}`, "aria-selected": "false",
      title: code?.definition }, ...children);
    option.addEventListener("pointerdown", (/** @type {Event} */ event) => event.preventDefault());
    option.addEventListener("mousedown", (/** @type {Event} */ event) => event.preventDefault());
    option.addEventListener("click", () => this.take(i));
    return option;
  }

  point() {
    [...this.list.children].forEach((option, i) => {
      if (option.getAttribute("role") === "option") {
        option.setAttribute("aria-selected", String(i === this.at));
      }
    });
    const now = this.list.children[this.at];
    if (now?.id) this.input.setAttribute("aria-activedescendant", now.id);
    now?.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.choices.length) {
      this.at = (this.at + step + this.choices.length) % this.choices.length;
      this.point();
    } else if (event.key === "Enter") this.take(this.at);
    else if (event.key === "Escape") {
      this.input.value = "";
      this.leave();
    } else return;
    event.preventDefault();
  }

  /** @param {number} i */
  take(i) {
    const choice = this.choices[i];
    if (!choice || !this.choose(choice)) return;
    this.input.value = "";
    this.leave();
  }

  close() {
    this.abandon();
    this.list.hidden = true;
    this.purpose = "";
    this.input.placeholder = this.w("Search codes or type a new one  ( / )");
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

/** The quick codes: one button a digit. @param {HTMLElement} root
 *  @param {readonly Code[]} codes @param {(code: Code) => void} use
 *  @param {(text: string, values?: Record<string, any>) => string} w */
export function drawQuick(root, codes, use, w) {
  root.replaceChildren(
    ...codes.map((code, i) =>
      button(
        { class: "quick", ink: code.colour, "aria-label": w("Apply {name}, key {key}", {
          name: code.name, key: i + 1 }), title: code.path },
        () => use(code),
        el("kbd", {}, String(i + 1)),
        el("span", { class: `name p-${code.pattern}` }, code.name),
      ),
    ),
  );
}
