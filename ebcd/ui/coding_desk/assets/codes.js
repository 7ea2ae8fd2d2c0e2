// @ts-check
/**
 * Finding a code by typing, and the nine codes that stand behind the digits.
 */

/** @typedef {import("./acts.js").Code} Code */

/** @param {string} text */
export function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase().trim();
}

/** The codes that fit what was typed, best first: name from its start, a word of the name from
 *  its start, anywhere in the path; all of them where nothing was typed.
 *  @param {Iterable<Code>} codes @param {string} typed @returns {Code[]} */
export function search(codes, typed) {
  const wanted = fold(typed);
  const all = [...codes];
  if (!wanted) return all;
  const parts = wanted.split(/\s+/);
  const ranked = [];
  for (const code of all) {
    const name = fold(code.name);
    const path = fold(code.path);
    let rank = 9;
    if (name === wanted) rank = 0;
    else if (name.startsWith(wanted)) rank = 1;
    else if (name.split(/\s+/).some((word) => word.startsWith(wanted))) rank = 2;
    else if (name.includes(wanted)) rank = 3;
    else if (parts.every((part) => path.includes(part))) rank = 4;
    if (rank < 9) ranked.push({ code, rank });
  }
  return ranked.sort((a, b) => a.rank - b.rank).map(({ code }) => code);
}

/** Whether a code of this name and kind is there. @param {Iterable<Code>} codes
 *  @param {string} name @param {string} kind */
export function known(codes, name, kind) {
  return [...codes].some((code) => code.kind === kind && fold(code.name) === fold(name));
}

export const MOST_QUICK = 9;

/** The recent codes after `used` was used: it keeps its place, or takes a free one, or that of the
 *  code not used for longest. `order` runs from the latest used to the oldest. The favourites have
 *  their places before these.
 *  @template T @param {readonly T[]} slots @param {readonly T[]} order @param {T} used
 *  @param {readonly T[]} [favourites] @returns {{slots: T[], order: T[]}} */
export function useQuick(slots, order, used, favourites = []) {
  const newOrder = [used, ...order.filter((one) => one !== used)];
  const most = Math.max(MOST_QUICK - favourites.length, 0);
  const there = slots.filter((one) => !favourites.includes(one)).slice(0, most);
  if (there.includes(used) || favourites.includes(used)) return { slots: there, order: newOrder };
  if (there.length < most) return { slots: [...there, used], order: newOrder };
  const oldest = [...newOrder].reverse().find((one) => there.includes(one)) ?? there[0];
  return { slots: there.map((one) => (one === oldest ? used : one)), order: newOrder };
}

/** The codes behind the digits: favourites first, then those used lately.
 *  @template T @param {readonly T[]} favourites @param {readonly T[]} slots @returns {T[]} */
export function behindDigits(favourites, slots) {
  const recent = slots.filter((one) => !favourites.includes(one));
  return [...favourites, ...recent].slice(0, MOST_QUICK);
}
