// @ts-check
/**
 * The acts that are not saved yet, kept in the browser over a reload or a crash, without words.
 */

import { withoutWords } from "./queue.js";

/** @typedef {import("./queue.js").Entry} Entry */

const NAME = "ebcd-coding-desk";
const STORE = "pending";

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "uuid" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export class IndexedVault {
  /** @param {string} owner whose acts these are: person and study */
  constructor(owner) {
    this.owner = owner;
    /** @type {Promise<IDBDatabase | null>} */
    this.database = open().catch(() => null);
  }

  /** @param {(store: IDBObjectStore) => void} work */
  async write(work) {
    const database = await this.database;
    if (database) work(database.transaction(STORE, "readwrite").objectStore(STORE));
  }

  /** @param {Entry} entry */
  keep(entry) {
    const act = withoutWords(entry.act);
    if (act) this.write((store) => store.put({ ...entry, act, owner: this.owner }));
  }

  /** @param {string} uuid */
  drop(uuid) {
    this.write((store) => store.delete(uuid));
  }

  /** What an earlier visit left unsaved, in order. @returns {Promise<Entry[]>} */
  async left() {
    const database = await this.database;
    if (!database) return [];
    const request = database.transaction(STORE).objectStore(STORE).getAll();
    const all = await new Promise((resolve) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve([]);
    });
    return all
      .filter((/** @type {any} */ one) => one.owner === this.owner)
      .sort((/** @type {Entry} */ a, /** @type {Entry} */ b) => a.seq - b.seq)
      .map((/** @type {any} */ { owner, ...entry }) => entry);
  }
}
