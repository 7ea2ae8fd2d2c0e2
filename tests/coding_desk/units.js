// @ts-check
/**
 * What the desk's modules do without a page. The same tests run in the browser
 * (tests/browser/test_desk_modules.py) and, where it is there, under Node (units.test.mjs).
 */

import { apply, inverse } from "../../ebcd/ui/coding_desk/assets/acts.js";
import { behindDigits, known, search, useQuick } from "../../ebcd/ui/coding_desk/assets/codes.js";
import * as core from "../../ebcd/ui/coding_desk/assets/core.js";
import { History } from "../../ebcd/ui/coding_desk/assets/history.js";
import { labelTops, lanes, runs } from "../../ebcd/ui/coding_desk/assets/marks.js";
import { Queue, Refused, SignedOut, withoutWords } from "../../ebcd/ui/coding_desk/assets/queue.js";
import { Times } from "../../ebcd/ui/coding_desk/assets/timing.js";

/** @param {unknown} got @param {unknown} wanted */
function same(got, wanted) {
  const [a, b] = [JSON.stringify(got), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${a} is not ${b}`);
}

const turns = () => core.lines(["Hi 👩‍⚕️ you.", "", "Noël e\u0301té", "  spaced  "]);
const code = (/** @type {number} */ id, /** @type {string} */ name, kind = "theme") =>
  ({ id, kind, name, path: name, colour: "#000000", pattern: "solid" });

/** @returns {import("../../ebcd/ui/coding_desk/assets/acts.js").State} */
function state() {
  const coding = { id: "a", code: 1, start: 0, end: 4, coder: "1", initials: "LA", memo: "old" };
  return { codings: new Map([["a", coding]]), withheld: new Map(),
    suggestions: new Map([[3, { id: 3, code: 4, start: 1, end: 6, score: 0.5, why: ["pain"] }]]), codes: new Map() };
}
const me = { coder: "1", initials: "LA" };

/** @param {string} text @returns {import("../../ebcd/ui/coding_desk/assets/history.js").Step} */
const step = (text, at = 0) => ({ undo: [], redo: [], what: { text }, at });

/** A queue with a server that answers as `script` says, and time that passes at once. */
function rig(/** @type {((entries: any[]) => any)[]} */ script) {
  /** @type {any[]} */ const sent = [];
  /** @type {any[]} */ const answers = [];
  /** @type {number[]} */ const waits = [];
  const kept = new Set();
  const queue = new Queue({
    send: async (entries) => {
      sent.push(entries.map((one) => one.uuid));
      const step = script.length ? script.shift() : undefined;
      return (step ?? ((all) => all.map((/** @type {any} */ { uuid }) => ({ uuid, revision: 1 }))))(entries);
    },
    vault: { keep: (entry) => kept.add(entry.uuid), drop: (uuid) => kept.delete(uuid) },
    answered: (entry, answer) => answers.push([entry.uuid, answer.refused ?? "saved"]),
    changed: () => undefined,
    later: (then, ms) => { waits.push(ms); queueMicrotask(then); },
  });
  const add = (/** @type {string} */ uuid, /** @type {any} */ act = { kind: "remove", coding: uuid }) =>
    queue.add({ uuid, transcript: 1, sha256: "x", act });
  return { queue, sent, answers, waits, kept, add };
}
const settled = () => new Promise((then) => setTimeout(then, 20));
const lost = () => { throw new Error("no network"); };

/** @type {[string, () => void | Promise<void>][]} */
export const tests = [
  ["turns lie one after the other, counted in code points", () => {
    same(turns().map(({ start, end }) => [start, end]), [[0, 12], [13, 13], [14, 23], [24, 34]]);
  }],
  ["a position and its UTF-16 unit lead to each other", () => {
    const [line] = turns();
    for (const point of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) {
      same(core.positionOf(line, core.unitOf(line, point)), point);
    }
    same(core.unitOf(line, 99), line.text.length);
  }],
  ["the words at a span are those that Python's slice gives", () => {
    same(core.quote(turns(), { start: 3, end: 15 }), "👩‍⚕️ you.\n\nN");
    same(core.quote(turns(), { start: 0, end: 13 }), "Hi 👩‍⚕️ you.\n");
    same(core.quote(turns(), { start: 12, end: 14 }), "\n\n");
  }],
  ["a selection is turned forwards, trimmed, and never halves a character", () => {
    const all = turns();
    same(core.meant(all, { line: 0, unit: 5 }, { line: 0, unit: 2 }), { start: 3, end: 7 });
    same(core.meant(all, { line: 2, unit: 6 }, { line: 2, unit: 9 }), { start: 19, end: 23 });
    same(core.meant(all, { line: 3, unit: 0 }, { line: 3, unit: 2 }), null);
    same(core.meant(all, { line: 0, unit: 13 }, { line: 2, unit: 0 }), null);
    same(core.meant(all, { line: 3, unit: 10 }, { line: 2, unit: 9 }), { start: 26, end: 32 });
  }],
  ["the cursor goes by words over the edges of turns", () => {
    const all = turns();
    const seen = [];
    let at = core.neighbour(all, { start: 0, end: 0 }, "word", 0);
    while (at) {
      seen.push(core.quote(all, at));
      at = core.neighbour(all, at, "word", 1);
    }
    same(seen, ["Hi", "you", "Noël", "e\u0301té", "spaced"]);
    same(core.neighbour(all, { start: 14, end: 18 }, "word", -1), { start: 8, end: 11 });
    same(core.neighbour(all, { start: 0, end: 2 }, "turn", 1), { start: 14, end: 23 });
  }],
  ["a turn is cut at every start and end", () => {
    const placed = [{ id: "a", start: 0, end: 6 }, { id: "b", start: 4, end: 30 }];
    same(runs({ start: 2, end: 10 }, placed), [
      { start: 2, end: 4, ids: ["a"] }, { start: 4, end: 6, ids: ["a", "b"] },
      { start: 6, end: 10, ids: ["b"] }]);
    same(runs({ start: 0, end: 3 }, []), [{ start: 0, end: 3, ids: [] }]);
  }],
  ["no two that meet share a lane", () => {
    const placed = [{ id: "a", start: 0, end: 9 }, { id: "b", start: 1, end: 3 },
      { id: "c", start: 3, end: 5 }, { id: "d", start: 9, end: 11 }];
    same([...lanes(placed)], [["a", 0], ["b", 1], ["c", 1], ["d", 0]]);
  }],
  ["labels do not cover each other and stay within the turn", () => {
    same(labelTops([0, 5, 80], 20, 100), [0, 20, 80]);
    same(labelTops([70, 75, 80], 20, 100), [40, 60, 80]);
    same(labelTops([0, 0, 0], 20, 10), [0, 20, 40]);
  }],
  ["each act is taken back by its inverse", () => {
    const acts = [
      { kind: "apply", coding: "b", code: 2, start: 3, end: 9 }, { kind: "remove", coding: "a" },
      { kind: "recode", coding: "a", code: 5 }, { kind: "move", coding: "a", start: 1, end: 2 },
      { kind: "memo", coding: "a", text: "new" },
      { kind: "withhold", mark: "m", start: 0, end: 2, reason: "distress" },
      { kind: "accept", suggestion: 3, coding: "c" }, { kind: "dismiss", suggestion: 3 },
    ];
    for (const act of /** @type {any[]} */ (acts)) {
      const now = state();
      const before = JSON.stringify([[...now.codings], [...now.withheld], [...now.suggestions]]);
      const back = inverse(now, act);
      if (!apply(now, act, me)) throw new Error(`${act.kind} did nothing`);
      const after = JSON.stringify([[...now.codings], [...now.withheld], [...now.suggestions]]);
      if (before === after) throw new Error(`${act.kind} changed nothing`);
      apply(now, /** @type {any} */ (back), me);
      same(JSON.parse(before), [[...now.codings], [...now.withheld], [...now.suggestions]]);
    }
  }],
  ["an act on what is gone changes nothing", () => {
    for (const kind of ["remove", "recode", "move", "memo"]) {
      same(apply(state(), /** @type {any} */ ({ kind, coding: "gone" }), me), null);
      same(inverse(state(), /** @type {any} */ ({ kind: "remove", coding: "gone" })), null);
    }
  }],
  ["undo and redo walk through what was done", () => {
    const history = new History();
    history.add(step("a"));
    history.add(step("b"));
    same([history.back()?.what.text, history.back()?.what.text, history.back()], ["b", "a", undefined]);
    same(history.again()?.what.text, "a");
    history.add(step("c"));
    same([history.again(), history.back()?.what.text], [undefined, "c"]);
  }],
  ["the ends of one coding moved quickly one after the other are one step", () => {
    const history = new History();
    const move = (/** @type {number} */ end, /** @type {number} */ was, /** @type {number} */ at) => ({
      ...step("moved", at), joins: "ends a", undo: [{ kind: "move", coding: "a", start: 0, end: was }],
      redo: [{ kind: "move", coding: "a", start: 0, end }] });
    for (const one of [move(8, 4, 0), move(12, 8, 900), move(20, 12, 9000)]) {
      history.add(/** @type {any} */ (one));
    }
    same(history.done.map(({ undo, redo }) => [undo[0].end, redo[0].end]), [[4, 12], [12, 20]]);
  }],
  ["the history that is kept over a reload has no words", () => {
    const history = new History();
    const hint = { id: 3, code: 4, start: 0, end: 9, score: 1, why: ["secret"] };
    const was = { id: "a", code: 1, start: 0, end: 9, coder: "1", initials: "LA", memo: "secret" };
    history.add({ ...step("gone"), undo: /** @type {any} */ ([{ kind: "restore", coding: "a", was }]) });
    history.add({ ...step("memo"), redo: /** @type {any} */ ([{ kind: "memo", coding: "a", text: "secret",
      of: "act", side: "after" }]) });
    history.add({ ...step("hint"), undo: /** @type {any} */ ([{ kind: "reopen", hint }]) });
    history.add({ ...step("new"), redo: /** @type {any} */ ([{ kind: "apply", code: "new:1" }]) });
    const kept = JSON.stringify(history.kept());
    if (kept.includes("secret")) throw new Error(kept);
    const again = History.from(JSON.parse(kept));
    same([again.done.map(({ what }) => what.text), again.thin], [["gone", "memo", "hint"], true]);
    same(again.done[1].redo, [{ kind: "memo", coding: "a", of: "act", side: "after" }]);
  }],
  ["an end of a coding goes by words, over the edges of turns, and never past the other", () => {
    const all = core.lines(["One two, three.", "Four five."]);
    const span = { start: 4, end: 7 };
    same(core.reach(all, span, "end", 1), { start: 4, end: 14 });
    same(core.reach(all, { start: 4, end: 14 }, "end", 1), { start: 4, end: 15 });
    same(core.reach(all, { start: 4, end: 15 }, "end", 1), { start: 4, end: 20 });
    same(core.reach(all, { start: 4, end: 20 }, "end", -1), { start: 4, end: 15 });
    same(core.reach(all, span, "end", -1), null);
    same(core.reach(all, span, "start", -1), { start: 0, end: 7 });
    same(core.reach(all, { start: 0, end: 7 }, "start", -1), null);
    same(core.reach(all, { start: 9, end: 20 }, "start", 1), { start: 16, end: 20 });
    same(core.reach(all, { start: 16, end: 26 }, "end", 1), null);
  }],
  ["an end that is pulled stops at the nearest edge of a word, and leaves something", () => {
    const all = core.lines(["One two, three.", "Four five."]);
    same(core.reachTo(all, { start: 4, end: 7 }, "end", 12), { start: 4, end: 14 });
    same(core.reachTo(all, { start: 4, end: 7 }, "end", 1), { start: 4, end: 7 });
    same(core.reachTo(all, { start: 4, end: 7 }, "start", 14), { start: 4, end: 7 });
    same(core.reachTo(all, { start: 4, end: 7 }, "end", 23), { start: 4, end: 25 });
  }],
  ["a whole answer runs from one question to the next", () => {
    const all = core.lines(["Q?", "a", "b", "Q?", "mm?", "c", "Q?"]);
    const asks = [true, false, false, true, true, false, true];
    const words = (/** @type {number} */ turn) => {
      const found = core.answer(all, asks, all[turn].start);
      return found && core.quote(all, found);
    };
    same([0, 1, 2, 3, 4, 5, 6].map(words), ["a\nb", "a\nb", "a\nb", "c", "c", "c", null]);
    same(core.wholeTurns(all, { start: 4, end: 6 }), { start: 3, end: 6 });
  }],
  ["words are found in any case and accent, with whole characters", () => {
    const all = core.lines(["Café CAFE", "e\u0301te\u0301 한국 👍🏽 ok"]);
    same(core.hits(all, "cafe").map((hit) => core.quote(all, hit)), ["Café", "CAFE"]);
    same(core.hits(all, "ÉTÉ").map((hit) => core.quote(all, hit)), ["e\u0301te\u0301"]);
    same(core.hits(all, "한").map((hit) => core.quote(all, hit)), ["한"]);
    same(core.hits(all, "OK").map((hit) => core.quote(all, hit)), ["ok"]);
    same([core.hits(all, " ").length, core.hits(all, "nowhere").length], [0, 0]);
  }],
  ["codes are found from the start of the name first, in any accent", () => {
    const codes = [code(1, "Being told"), code(2, "Told late"), code(3, "Café"), code(4, "Untold")];
    same(search(codes, "told").map(({ id }) => id), [2, 1, 4]);
    same(search(codes, "CAFE").map(({ id }) => id), [3]);
    same(search(codes, "").length, 4);
    same([known(codes, "café", "theme"), known(codes, "café", "emotion")], [true, false]);
  }],
  ["the codes behind the digits keep their places", () => {
    let now = { slots: /** @type {number[]} */ ([]), order: /** @type {number[]} */ ([]) };
    for (const n of [1, 2, 3, 4, 5, 6, 7, 8, 9]) now = useQuick(now.slots, now.order, n);
    now = useQuick(now.slots, now.order, 1);
    now = useQuick(now.slots, now.order, 10);
    same(now.slots, [1, 10, 3, 4, 5, 6, 7, 8, 9]);
  }],
  ["favourites stand behind the first digits, recent codes behind the rest", () => {
    same(behindDigits([7, 3], [1, 2, 3]), [7, 3, 1, 2]);
    let now = { slots: [1, 2, 3, 4, 5, 6, 7, 8, 9], order: [9, 8, 7, 6, 5, 4, 3, 2, 1] };
    now = useQuick(now.slots, now.order, 20, [30, 31, 2]);
    same(now.slots, [20, 3, 4, 5, 6, 7]);
    same(behindDigits([30, 31, 2], now.slots).length, 9);
    same(useQuick(now.slots, now.order, 30, [30, 31, 2]).slots, now.slots);
  }],
  ["acts go one journey at a time, in order, and are kept until answered", async () => {
    const { add, sent, kept, answers } = rig([]);
    add("a");
    add("b");
    add("c");
    same([...kept], ["a", "b", "c"]);
    await settled();
    same(sent, [["a"], ["b", "c"]]);
    same([answers.length, kept.size], [3, 0]);
  }],
  ["a lost journey is made again, later each time", async () => {
    const { add, sent, waits, kept, queue } = rig([lost, lost, lost]);
    add("a");
    await settled();
    same(sent, [["a"], ["a"], ["a"], ["a"]]);
    same(waits, [400, 800, 1600]);
    same([kept.size, queue.trouble, queue.pending.length], [0, null, 0]);
  }],
  ["what the server did not answer for is sent again", async () => {
    const { add, sent, queue } = rig([(all) => all.map(({ uuid }) => ({ uuid })), (all) => [{ uuid: all[0].uuid }]]);
    add("a");
    add("b");
    add("c");
    await settled();
    same(sent, [["a"], ["b", "c"], ["c"]]);
    same(queue.pending.length, 0);
  }],
  ["signed out, the acts wait", async () => {
    const { add, queue } = rig([() => { throw new SignedOut(); }]);
    queue.later = () => undefined;
    add("a");
    await settled();
    same([queue.trouble, queue.pending.length], ["signed_out", 1]);
    queue.now();
    await settled();
    same([queue.trouble, queue.pending.length], [null, 0]);
  }],
  ["a journey refused for good is not made again", async () => {
    const { add, sent, answers } = rig([() => { throw new Refused("No."); }]);
    add("a");
    await settled();
    same([sent.length, answers], [1, [["a", "No."]]]);
  }],
  ["a new code travels last and gives its number to what waits", async () => {
    const { add, sent, queue } = rig([(all) => [{ uuid: all[0].uuid, code: 12 }]]);
    add("n", { kind: "new_code", code: "new:1", name: "Told" });
    add("a", { kind: "apply", coding: "a", code: "new:1" });
    const codes = /** @type {any[]} */ ([]);
    queue.send = async (all) => {
      codes.push(...all.map((one) => one.act.code));
      return all.map(({ uuid }) => ({ uuid }));
    };
    await settled();
    same([sent, codes], [[["n"]], [12]]);
  }],
  ["a new code refused takes along what hangs on it", async () => {
    const { add, answers, queue } = rig([(all) => [{ uuid: all[0].uuid, refused: "No." }]]);
    add("n", { kind: "new_code", code: "new:1", name: "Told" });
    add("a", { kind: "apply", coding: "a", code: "new:1" });
    await settled();
    same(answers, [["a", "No."], ["n", "No."]]);
    same(queue.pending.length, 0);
  }],
  ["no words are kept on the machine", () => {
    const act = /** @type {any} */ ({ kind: "apply", coding: "a", code: 1, start: 0, end: 4, quote: "secret",
      was: { memo: "secret" }, text: "secret", name: "secret" });
    same(withoutWords(act), { kind: "apply", coding: "a", code: 1, start: 0, end: 4 });
    same([withoutWords({ kind: "memo", text: "secret" }), withoutWords({ kind: "new_code", name: "secret" })], [null, null]);
  }],
  ["the turn that is said now, or was said last", () => {
    const times = new Times([[0, 900, 0, []], [null, null, 0, []], [1000, 3000, 1, []], [5000, null, 0, []]]);
    same([-1, 0, 950, 1000, 4000, 9000].map((ms) => times.turnAt(ms)), [-1, 0, 0, 2, 2, 3]);
    same(times.marked, 2);
    times.take([[1, 500, 1000, 0, []], [0, null, null, 0, []]]);
    same([100, 600, 1000].map((ms) => times.turnAt(ms)), [-1, 1, 2]);
    same(new Times([[null, null, 0, []]]).turnAt(5), -1);
  }],
  ["the words that are said now, and when a word is said", () => {
    const times = new Times([[1000, 5000, 0, [[0, 1000], [10, 3000]]], [5000, 6000, 0, []], [null, null, 0, []]]);
    same(times.wordsAt(0, 2999, 30), { from: 0, to: 10 });
    same(times.wordsAt(0, 3000, 30), { from: 10, to: 30 });
    same(times.wordsAt(1, 5500, 10), null);
    same([0, 5, 10, 20, 30].map((point) => times.momentOf(0, point, 30)), [1000, 2000, 3000, 4000, 5000]);
    same(times.pointAt(0, 4000, 30), 20);
    same(times.momentOf(2, 3, 9), null);
  }],
];

/** Run all; the failures as sentences. */
export async function failures() {
  const failed = [];
  for (const [name, test] of tests) {
    try {
      await test();
    } catch (error) {
      failed.push(`${name}: ${error instanceof Error ? error.message : error}`);
    }
  }
  return failed;
}
