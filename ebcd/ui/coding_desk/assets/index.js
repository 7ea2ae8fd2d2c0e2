// @ts-check
/**
 * The door that Streamlit opens: called again at every change of data or theme, and so does only
 * what is new.
 */

/** @typedef {import("./desk.js").Desk} Desk */
/** @typedef {{root: HTMLElement, key: string, desk: Desk | null, settings: any,
 *    synced: (revision: number) => void}} Place */

/** @type {Promise<any> | null} */
let loading = null;

/** The desk's modules, all asked for at once; the browser keeps what lies under `base`, whose
 *  name changes with every version of them. @param {string} base */
function load(base) {
  if (loading) return loading;
  for (const name of ["acts", "codes", "core", "edges", "find", "following", "frame", "hand",
    "history", "keys", "margin", "marking", "marks", "page", "palette", "panel", "paper",
    "player", "queue", "selection", "sight", "sync", "timing", "vault", "visit"]) {
    const link = document.createElement("link");
    link.rel = "modulepreload";
    link.href = `${base}/${name}.js`;
    document.head.append(link);
  }
  loading = import(`${base}/desk.js`);
  loading.catch(() => { loading = null; });
  return loading;
}

/** @type {WeakMap<HTMLElement, Place>} */
const places = new WeakMap();

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

/** @param {HTMLElement} parent @param {any} data @param {string} key
 *  @param {number | null} [height] how far down an older text was read that this one replaces
 *  @returns {Place} */
function open(parent, data, key, height = null) {
  const root = document.createElement("div");
  root.className = "ebcd-desk";
  parent.append(root);
  const first = fetch(`${data.base}/${data.transcript}`, { credentials: "same-origin" });
  first.catch(() => null);
  /** @type {Place} */
  const place = { root, key, desk: null, settings: data, synced: () => undefined };
  load(data.assets).then(({ Desk }) => {
    if (places.get(parent) !== place) return;
    const settings = height === null ? place.settings : { ...place.settings, at: null };
    /** @type {Desk} */
    const desk = new Desk(root, settings, (/** @type {number} */ revision) => place.synced(revision), first);
    desk.renew = () => renew(parent, place);
    if (height !== null) desk.ready.then(() => corrected(desk, height));
    place.desk = desk;
    /** @type {any} */ (window).ebcdDesk = place.desk;
  }).catch(() => {
    const w = (/** @type {string} */ text) => data.words[text] ?? text;
    root.textContent = w("The coding desk could not be loaded: reload the page.");
  });
  return place;
}

/** The text was corrected: open what it says now. @param {HTMLElement} parent @param {Place} old */
function renew(parent, old) {
  if (places.get(parent) !== old) return;
  const height = old.desk?.frame.scroller.scrollTop ?? 0;
  close(parent);
  const place = open(parent, old.settings, old.key, height);
  place.synced = old.synced;
  places.set(parent, place);
}

/** Go on reading at the same height, and say what happened.
 *  @param {Desk} desk @param {number} height */
function corrected(desk, height) {
  desk.frame.scroller.scrollTop = height;
  desk.frame.complain(desk.w("The transcript was corrected: this is what it says now."));
}

/** @param {HTMLElement} parent */
function close(parent) {
  const place = places.get(parent);
  place?.desk?.close();
  place?.root.remove();
  places.delete(parent);
}

/** @param {{data: any, parentElement: HTMLElement,
 *    setTriggerValue: (name: string, value: unknown) => void}} component */
export default function mount({ data, parentElement, setTriggerValue }) {
  const key = `${data.base}/${data.transcript}/${data.may_code}`;
  if (places.get(parentElement)?.key !== key) {
    close(parentElement);
    places.set(parentElement, open(parentElement, data, key));
  }
  const place = /** @type {Place} */ (places.get(parentElement));
  place.synced = (revision) => setTriggerValue("synced", revision);
  const moved = JSON.stringify(data.at) !== JSON.stringify(place.settings.at);
  if (place.desk && moved && data.at) place.desk.jump(data.at);
  place.settings.at = data.at;
  place.root.classList.toggle("dark", isDark(parentElement));
  return () => {
    setTimeout(() => {
      if (!parentElement.isConnected) close(parentElement);
    }, 0);
  };
}
