// @ts-check
/**
 * Saving: acts go to the server in order, few at a time, until each has been acknowledged.
 *
 * Nothing is taken out of the queue before the server has answered for it by name. A failed
 * journey is made again, later each time; the server does an act it knows only once.
 */

/** @typedef {import("./acts.js").Act} Act */
/** @typedef {{uuid: string, seq: number, transcript: number, sha256: string, act: Act}} Entry */
/** @typedef {{uuid: string, revision?: number, code?: number, refused?: string}} Answer */
/** @typedef {"signed_out" | "stuck" | "offline" | null} Trouble */
/** @typedef {{keep(entry: Entry): void, drop(uuid: string): void}} Vault */

/** Raised by `send` where nobody is signed in any more: waiting helps only after signing in. */
export class SignedOut extends Error {}

/** Raised by `send` where the whole journey was refused for good, with a message to show. */
export class Refused extends Error {}

/** Raised by `send` where the server cannot keep anything now (its disk is full), with a message. */
export class Stuck extends Error {}

const FIRST_WAIT = 400;
const LONGEST_WAIT = 8_000;
const MOST_AT_ONCE = 50;

/** Every queue that still holds something: one may outlive the desk that filled it.
 *  @type {Set<Queue>} */
const filled = new Set();

/** How many acts are not saved, over all desks of this page. */
export function unsaved() {
  return [...filled].reduce((sum, queue) => sum + queue.pending.length, 0);
}

export class Queue {
  /** @param {{
   *    send: (entries: Entry[]) => Promise<Answer[]>,
   *    vault: Vault,
   *    answered: (entry: Entry, answer: Answer) => void,
   *    changed: () => void,
   *    later?: (then: () => void, ms: number) => unknown,
   *  }} doors */
  constructor({ send, vault, answered, changed, later }) {
    this.send = send;
    this.vault = vault;
    this.answered = answered;
    this.changed = changed;
    this.later = later ?? ((then, ms) => setTimeout(then, ms));
    /** @type {Entry[]} */
    this.pending = [];
    /** @type {Trouble} */
    this.trouble = null;
    this.why = "";
    this.failures = 0;
    this.travelling = false;
    this.waiting = false;
    this.seq = Date.now() * 1000;
  }

  /** @param {Omit<Entry, "seq">} entry */
  add(entry) {
    this.seq += 1;
    this.take({ ...entry, seq: this.seq });
  }

  /** Take an entry that already has its number (from an earlier visit). @param {Entry} entry */
  take(entry) {
    this.pending.push(entry);
    filled.add(this);
    this.vault.keep(entry);
    this.changed();
    if (!this.waiting) this.go();
  }

  /** Try at once, without waiting out the pause (the network is back, the person asked). */
  now() {
    this.failures = 0;
    this.go();
  }

  /** What travels together: one transcript, in order, nothing after a new code. */
  batch() {
    const first = this.pending[0];
    const found = [];
    for (const entry of this.pending.slice(0, MOST_AT_ONCE)) {
      if (entry.transcript !== first.transcript || entry.sha256 !== first.sha256) break;
      found.push(entry);
      if (entry.act.kind === "new_code") break;
    }
    return found;
  }

  async go() {
    if (this.travelling) return;
    this.travelling = true;
    while (this.pending.length) {
      const batch = this.batch();
      let answers;
      try {
        answers = await this.send(batch);
      } catch (error) {
        if (error instanceof Refused) {
          answers = batch.map(({ uuid }) => ({ uuid, refused: error.message }));
        } else {
          this.travelling = false;
          this.why = error instanceof Stuck ? error.message : "";
          this.pause(error instanceof SignedOut ? "signed_out" : this.why ? "stuck" : "offline");
          return;
        }
      }
      this.settle(batch, answers);
    }
    this.travelling = false;
    filled.delete(this);
  }

  /** @param {Entry[]} batch @param {Answer[]} answers */
  settle(batch, answers) {
    const by = new Map(answers.map((answer) => [answer.uuid, answer]));
    this.failures = 0;
    this.trouble = null;
    for (const entry of batch) {
      const answer = by.get(entry.uuid);
      if (!answer) continue;
      this.pending = this.pending.filter((one) => one !== entry);
      this.vault.drop(entry.uuid);
      if (entry.act.kind === "new_code") this.renumber(entry, answer);
      this.answered(entry, answer);
    }
    this.changed();
  }

  /** A new code has its number, or was refused and takes along what hangs on it.
   *  @param {Entry} entry @param {Answer} answer */
  renumber(entry, answer) {
    const waiting = this.pending.filter((one) => one.act.code === entry.act.code);
    for (const one of waiting) {
      if (answer.code !== undefined) {
        one.act = { ...one.act, code: answer.code };
        this.vault.keep(one);
      } else {
        this.pending = this.pending.filter((other) => other !== one);
        this.vault.drop(one.uuid);
        this.answered(one, { uuid: one.uuid, refused: answer.refused });
      }
    }
  }

  /** @param {Trouble} trouble */
  pause(trouble) {
    this.trouble = trouble;
    this.changed();
    const wait = Math.min(FIRST_WAIT * 2 ** this.failures, LONGEST_WAIT);
    this.failures += 1;
    this.waiting = true;
    this.later(() => {
      this.waiting = false;
      this.go();
    }, wait);
  }
}

/** `act` as it may be kept on this machine: places and codes, never words; null where it cannot
 *  be sent again without words. @param {Act} act @returns {Act | null} */
export function withoutWords(act) {
  if (act.kind === "memo" || act.kind === "new_code") return null;
  if (typeof act.code === "string") return null;
  const { quote, was, hint, text, name, ...rest } = act;
  return rest;
}
