// @ts-check
/**
 * The road to the server: reading the desk, sending acts, and asking what others changed.
 */

import { Refused, SignedOut, Stuck } from "./queue.js";

/** @typedef {import("./queue.js").Entry} Entry */
/** @typedef {import("./queue.js").Answer} Answer */

const PATIENCE = 20_000;
const HEADERS = { "Content-Type": "application/json", "X-EBCD": "coding desk" };

/** What an answer of the server holds. @param {Response} reply @returns {Promise<any>} */
async function opened(reply) {
  if (reply.status === 401) throw new SignedOut();
  const body = await reply.json();
  if (reply.ok) return body;
  if (body.problem) throw reply.status < 500 ? new Refused(body.problem) : new Stuck(body.problem);
  throw new Error(`${reply.status}`);
}

/** @param {string} url @param {RequestInit} [options] @returns {Promise<any>} */
async function ask(url, options = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    return await opened(
      await fetch(url, { credentials: "same-origin", signal: stop.signal, ...options }),
    );
  } finally {
    clearTimeout(timer);
  }
}

/** Everything that the desk shows. @param {string} url
 *  @param {Promise<Response>} [asked] where it was asked for already */
export async function read(url, asked) {
  return asked ? opened(await asked) : ask(url);
}

/** What changed since `revision`. @param {string} url @param {number} revision */
export function changes(url, revision) {
  return ask(`${url}/changes?since=${revision}`);
}

/** What the assistant suggests here. @param {string} url
 *  @returns {Promise<import("./acts.js").Suggestion[]>} */
export async function suggestions(url) {
  return (await ask(`${url}/suggestions`)).suggestions;
}

/** @param {string} url @param {any} body @param {RequestInit} [options] @returns {Promise<any>} */
export function post(url, body, options = {}) {
  return ask(url, { method: "POST", headers: HEADERS, body: JSON.stringify(body), ...options });
}

/** Make a code a favourite of whoever is signed in, or not any more; all of theirs now.
 *  @param {string} base the study's address @param {number} code @param {boolean} on
 *  @returns {Promise<number[]>} */
export async function favour(base, code, on) {
  return (await post(`${base}/favourites`, { code, on })).favourites;
}

/** @param {string} base the study's address @param {Entry[]} entries
 *  @param {(entry: Entry) => string | undefined} quote
 *  @returns {Promise<Answer[]>} */
export async function send(base, entries, quote) {
  const { transcript, sha256 } = entries[0];
  const acts = entries.map((entry) => {
    const { was, hint, ...act } = entry.act;
    return { ...act, uuid: entry.uuid, quote: quote(entry) };
  });
  const keepalive = entries.length < 20;
  return (await post(`${base}/${transcript}/acts`, { sha256, acts }, { keepalive })).answers;
}
