// @ts-check
/** Small tools for making and finding things on the page. */

/** @param {string} tag @param {Record<string, any>} [attributes]
 *  @param {...(Node | string | null | undefined | false)} children @returns {any} */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "ink") made.style.setProperty("--c", value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) if (child) made.append(child);
  return made;
}

/** A button that keeps the text selection where it is: pressing it takes no focus by pointer.
 *  @param {Record<string, any>} attributes @param {() => void} act
 *  @param {...(Node | string | null | false)} children @returns {HTMLButtonElement} */
export function button(attributes, act, ...children) {
  const made = el("button", { type: "button", ...attributes }, ...children);
  made.addEventListener("pointerdown", (/** @type {Event} */ event) => event.preventDefault());
  made.addEventListener("mousedown", (/** @type {Event} */ event) => event.preventDefault());
  made.addEventListener("click", act);
  return made;
}

/** `m:ss`, from an hour on `h:mm:ss`. @param {number} ms */
export function clock(ms) {
  const seconds = Math.floor(ms / 1000);
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** `text` on one line and not longer than `most`. @param {string} text @param {number} most */
export function shorten(text, most) {
  const flat = text.replace(/\s+/g, " ").trim();
  const points = [...flat];
  return points.length <= most ? flat : `${points.slice(0, most - 1).join("").trimEnd()}…`;
}

/** A new random UUID, also where the page is not served over https. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
