import { describe, expect, it } from '@jest/globals';
import { everyDay, firstDay, roundedTop } from './days.ts';

const now = Date.parse('2026-03-02T13:00:00.000Z');
const used = { input_tokens: 5, output_tokens: 1, cached_tokens: 0, cost_usd: 0.1, sessions: 1, prompts: 1 };

describe('everyDay', () => {
  it('has a day for each, over the end of a month, whatever was used', () => {
    expect(firstDay(3, now)).toBe('2026-02-28');
    const days = everyDay([{ key: '2026-03-01', label: '2026-03-01', ...used }], '2026-02-28', now);
    expect(days.map(({ key, input_tokens }) => [key, input_tokens])).toEqual([
      ['2026-02-28', 0],
      ['2026-03-01', 5],
      ['2026-03-02', 0],
    ]);
  });
});

describe('roundedTop', () => {
  it('is round and never below the greatest value', () => {
    expect([0, 0.034, 7, 12, 480, 1_000, 1_001].map(roundedTop)).toEqual([1, 0.05, 10, 20, 500, 1_000, 2_000]);
  });
});
