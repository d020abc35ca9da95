import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rankAt } from './ranks.ts';

describe('rankAt', () => {
  it('puts a card where it was asked to be, whatever the moves before', () => {
    const moves = fc.array(fc.record({ from: fc.nat(30), to: fc.nat(30) }), { maxLength: 200 });
    fc.assert(
      fc.property(moves, (steps) => {
        let column: { id: number; rank: string }[] = [];
        for (let id = 0; id < 12; id += 1) column.push({ id, rank: rankAt(column.map(({ rank }) => rank)) });
        for (const { from, to } of steps) {
          const card = column[from % column.length];
          if (!card) continue;
          const others = column.filter(({ id }) => id !== card.id);
          const index = to % (others.length + 1);
          const moved = {
            id: card.id,
            rank: rankAt(
              others.map(({ rank }) => rank),
              index,
            ),
          };
          const expected = others.toSpliced(index, 0, moved).map(({ id }) => id);
          column = [...others, moved].sort((a, b) => (a.rank < b.rank ? -1 : 1));
          expect(column.map(({ id }) => id)).toEqual(expected);
        }
      }),
    );
  });

  it('goes behind cards of equal rank instead of failing between them', () => {
    const rank = rankAt(['a0', 'a1', 'a1', 'a2'], 2);
    expect(rank > 'a1' && rank < 'a2').toBe(true);
    expect(rankAt(['a1', 'a1'], 1) > 'a1').toBe(true);
  });

  it('takes an index beyond the end as the end, and the start of an empty column as its only place', () => {
    expect(rankAt(['a0'], 99) > 'a0').toBe(true);
    expect(rankAt([], 0)).toBe('a0');
    expect(rankAt(['a0'], 0) < 'a0').toBe(true);
  });
});
