import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isRank, placeAt, placesAt, type RankedCard } from './places.ts';

/** The column after a card was put at its place and the others have made room, in its order. */
function placed(cards: readonly RankedCard[], index: number, id: string): RankedCard[] {
  const { rank, others } = placeAt(cards, index);
  const moved = new Map(others.map((card) => [card.id, card]));
  return [...cards.map((card) => moved.get(card.id) ?? card), { id, rank }].sort(byRank);
}

function byRank(one: RankedCard, other: RankedCard): number {
  if (one.rank !== other.rank) return one.rank < other.rank ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}

const idsOf = (cards: readonly RankedCard[]): string[] => cards.map(({ id }) => id);

describe('placeAt', () => {
  it('puts a card exactly there, whatever was moved before, and also between cards of equal rank', () => {
    const step = fc.record({ from: fc.nat(), to: fc.nat(), isTie: fc.boolean() });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.array(step, { maxLength: 60 }), (count, steps) => {
        let column: RankedCard[] = [];
        for (let number = 0; number < count; number += 1) column = placed(column, number, `card-${number}`);
        for (const { from, to, isTie } of steps) {
          const card = column[from % column.length];
          if (!card) continue;
          const others = column.filter(({ id }) => id !== card.id);
          const index = to % (others.length + 1);
          // Two people at once get the same key for one place.
          const neighbour = others[index];
          if (isTie && neighbour) {
            column = [...others, { id: card.id, rank: neighbour.rank }].sort(byRank);
            continue;
          }
          column = placed(others, index, card.id);
          expect(idsOf(column)).toEqual(idsOf(others).toSpliced(index, 0, card.id));
          expect(column.every(({ rank }) => isRank(rank))).toBe(true);
        }
      }),
    );
  });

  it('keeps cards together that are put there together, also between cards of equal rank', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a0', 'a1', 'a2'), { maxLength: 8 }),
        fc.nat(8),
        fc.nat(5),
        (ranks, to, more) => {
          const cards = ranks.map((rank, index) => ({ id: `card-${index}`, rank })).sort(byRank);
          const index = Math.min(to, cards.length);
          const places = placesAt(cards, index, more + 1);
          const moved = new Map(places.others.map((card) => [card.id, card]));
          const together = places.ranks.map((rank, number) => ({ id: `moved-${number}`, rank }));
          const after = [...cards.map((card) => moved.get(card.id) ?? card), ...together].sort(byRank);
          expect(idsOf(after)).toEqual(idsOf(cards).toSpliced(index, 0, ...idsOf(together)));
        },
      ),
    );
  });

  it('writes one card only, where there is room', () => {
    const cards = ['a0', 'a1', 'a2'].map((rank) => ({ id: rank, rank }));
    for (const index of [0, 1, 2, 3, 99]) {
      expect(placeAt(cards, index).others).toEqual([]);
      expect(placesAt(cards, index, 3).others).toEqual([]);
    }
    expect(placeAt([], 0)).toMatchObject({ others: [] });
  });

  it('gives no two people the same key, who do not know of each other', () => {
    const cards = ['a0', 'a1'].map((rank) => ({ id: rank, rank }));
    for (const index of [0, 1, 2]) {
      const ranks = Array.from({ length: 50 }, () => placeAt(cards, index).rank);
      // Once in 50 times two of so many are equal.
      expect(new Set(ranks).size).toBeGreaterThan(47);
      expect(ranks.filter((rank) => !isRank(rank))).toEqual([]);
    }
  });

  it('does not let keys grow where cards are always put on top or at the end', () => {
    let column: RankedCard[] = [];
    for (let number = 0; number < 500; number += 1) {
      column = placed(column, number % 2 === 0 ? 0 : column.length, `card-${number}`);
    }
    expect(Math.max(...column.map(({ rank }) => rank.length))).toBeLessThan(10);
  });

  it('never runs out of room at one place', () => {
    let column: RankedCard[] = [
      { id: 'first', rank: 'a0' },
      { id: 'last', rank: 'a1' },
    ];
    let rewritten = 0;
    for (let number = 0; number < 1_000; number += 1) {
      rewritten += placeAt(column, 1).others.length;
      column = placed(column, 1, `card-${number}`);
    }
    expect(Math.max(...column.map(({ rank }) => rank.length))).toBeLessThanOrEqual(64);
    expect(idsOf(column).slice(0, 3)).toEqual(['first', 'card-999', 'card-998']);
    expect(column.at(-1)?.id).toBe('last');
    expect(rewritten).toBeLessThan(1_000);
  });

  it('takes no key that leaves no room below it or above it', () => {
    const farthest = [`A${'0'.repeat(25)}1`, `A${'0'.repeat(25)}1V`, `${'z'.repeat(27)}`];
    for (const rank of farthest) {
      expect(isRank(rank)).toBe(false);
      for (const index of [0, 1]) {
        const place = placeAt([{ id: 'farthest', rank }], index);
        expect([place.rank, ...place.others.map((card) => card.rank)].every(isRank)).toBe(true);
      }
    }
  });

  it('gives a column new ranks where one of them is none', () => {
    const cards = ['a0', 'zz', 'b'].map((rank) => ({ id: rank, rank })).sort(byRank);
    expect(placeAt(cards, 2).others.every(({ rank }) => isRank(rank))).toBe(true);
  });
});
