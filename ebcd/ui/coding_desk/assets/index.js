// @ts-check
/**
 * The door that Streamlit opens: called again at every change of data or theme, and so does only
 * what is new.
 */

import { Desk } from "./desk.js";

/** @type {WeakMap<HTMLElement, {desk: Desk, root: HTMLElement, key: string}>} */
const desks = new WeakMap();

/** Whether the page's background is dark. @param {HTMLElement} element */
function isDark(element) {
  const colour = getComputedStyle(element).getPropertyValue("--st-background-color").trim();
  const probe = document.createElement("i");
  probe.style.color = colour || "white";
  document.body.append(probe);
  const [r, g, b] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? ["255", "255", "255"]).map(Number);
  probe.remove();
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 110;
}

/** @param {{data: any, parentElement: HTMLElement,
 *    setTriggerValue: (name: string, value: unknown) => void}} component */
export default function mount({ data, parentElement, setTriggerValue }) {
  const key = `${data.base}/${data.transcript}/${data.may_code}`;
  let here = desks.get(parentElement);
  if (here && here.key !== key) {
    here.desk.close();
    here.root.remove();
    here = undefined;
  }
  if (!here) {
    const root = document.createElement("div");
    root.className = "ebcd-desk";
    parentElement.append(root);
    const desk = new Desk(root, data, (revision) => setTriggerValue("synced", revision));
    here = { desk, root, key };
    desks.set(parentElement, here);
  } else {
    here.desk.synced = (revision) => setTriggerValue("synced", revision);
    if (JSON.stringify(data.at) !== JSON.stringify(here.desk.settings.at) && data.at) {
      here.desk.jump(data.at);
    }
    here.desk.settings.at = data.at;
  }
  here.root.classList.toggle("dark", isDark(parentElement));
  /** @type {any} */ (window).ebcdDesk = here.desk;
  return () => {
    setTimeout(() => {
      const gone = desks.get(parentElement);
      if (!gone || parentElement.isConnected) return;
      gone.desk.close();
      desks.delete(parentElement);
    }, 0);
  };
}
