import { generateKeyBetween } from 'fractional-indexing';

/** Two who choose at the same moment choose the same key once in so many times: 2 to the power of this. */
const choices = 16;

/**
 * A fractional index at a place between two others that nobody can foresee.
 *
 * The middle is what everybody would take who does not know of the others: keys would be equal then. At the ends of a
 * column it is a key between the next two whole numbers, so that keys do not grow where cards are always put on top.
 *
 * @param low null: below everything. @param high null: above everything. Both are keys, the first is the lower one.
 */
export function somewhereBetween(low: string | null, high: string | null): string {
  let [from, to] = between(low, high);
  for (let choice = 0; choice < choices; choice += 1) {
    const middle = generateKeyBetween(from, to);
    if (Math.random() < 0.5) from = middle;
    else to = middle;
  }
  return generateKeyBetween(from, to);
}

function between(low: string | null, high: string | null): [string, string] {
  if (low !== null && high !== null) return [low, high];
  if (high === null) {
    const next = generateKeyBetween(low, null);
    return [next, generateKeyBetween(next, null)];
  }
  const before = generateKeyBetween(null, high);
  return [generateKeyBetween(null, before), before];
}
