import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';
import { somewhereBetween } from './somewhere-between.ts';

/** A card of a column. */
export interface RankedCard {
  readonly id: string;
  readonly rank: string;
}

/** Where a card goes, and the cards that have to make room for it. */
export interface Place {
  readonly rank: string;
  readonly others: readonly RankedCard[];
}

/** Where several cards go, one behind the other. */
export interface Places {
  readonly ranks: readonly string[];
  readonly others: readonly RankedCard[];
}

/** Longer keys are what many insertions at one place lead to; then its neighbours get shorter ones. */
const maxRankLength = 64;

/**
 * A place for a card at an index of a column.
 *
 * Mostly that is some key between two others, and two people who put cards at one place at the same moment get different
 * ones. Where keys are equal all the same, or a place was used so often that they have grown long, the cards around it get
 * new keys, as few as possible, in the order that they have.
 *
 * @param cards the other cards of the column by rank (byte by byte), then by id.
 * @param index from 0; the end where it is beyond it.
 */
export function placeAt(cards: readonly RankedCard[], index: number): Place {
  const { ranks, others } = placesAt(cards, index, 1);
  const [rank] = ranks;
  if (rank === undefined) throw new RangeError(`There is no key for place ${index}`);
  return { rank, others };
}

/** The same for several cards that stay together. */
export function placesAt(cards: readonly RankedCard[], index: number, count: number): Places {
  const at = Math.min(index, cards.length);
  for (let width = 0; ; width = width === 0 ? 4 : width * 2) {
    const from = Math.max(0, at - width);
    const to = Math.min(cards.length, at + width);
    const isWhole = from === 0 && to === cards.length;
    const keys = keysBetween(cards[from - 1]?.rank ?? null, cards[to]?.rank ?? null, to - from + count);
    if (!keys || (!isWhole && keys.some((key) => key.length > maxRankLength))) continue;
    const ranks = keys.slice(at - from, at - from + count);
    const rest = keys.toSpliced(at - from, count);
    const others = cards.slice(from, to).map(({ id, rank }, offset) => ({ id, rank: rest[offset] ?? rank }));
    return { ranks, others: others.filter((card, offset) => card.rank !== cards[from + offset]?.rank) };
  }
}

/**
 * Whether a text can be a place in a column. Keys at the very ends, of 27 characters, are none: only who writes them by hand
 * gets there, and nothing could be put below the lowest ones any more.
 */
export function isRank(text: string): boolean {
  try {
    return /^[B-Za-y][0-9A-Za-z]{1,255}$/.test(text) && generateKeyBetween(text, null) > text;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

/** Undefined where there is no room between the two, or one of them is no key. */
function keysBetween(low: string | null, high: string | null, count: number): string[] | undefined {
  const isUsable = (rank: string | null): boolean => rank === null || isRank(rank);
  if (!isUsable(low) || !isUsable(high) || (low !== null && high !== null && low >= high)) return undefined;
  const first = somewhereBetween(low, high);
  if (count === 1) return [first];
  // Those that are put there together are rarely mixed with those of somebody else.
  const last = somewhereBetween(first, high);
  return [first, ...generateNKeysBetween(first, last, count - 2), last];
}
