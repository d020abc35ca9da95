import { describe, expect, it } from '@jest/globals';
import { isMissed, measure, median, percentile, sorted } from './harness.ts';

describe('percentile', () => {
  const hundred = sorted(Array.from({ length: 100 }, (_, index) => 100 - index));

  it.each([
    [0.5, 50],
    [0.99, 99],
    [1, 100],
    [0, 1],
  ])('of share %d of 1 … 100 is %d', (share, expected) => {
    expect(percentile(hundred, share)).toBe(expected);
  });

  it('needs samples', () => {
    expect(() => percentile([], 0.5)).toThrow('no samples');
  });
});

describe('measure', () => {
  it('calls each index once and never more than the given number in parallel', async () => {
    const seen: number[] = [];
    let running = 0;
    let most = 0;
    const samples = await measure(20, 4, async (index) => {
      most = Math.max(most, ++running);
      await new Promise(setImmediate);
      seen.push(index);
      running -= 1;
    });
    expect(sorted(seen)).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(most).toBe(4);
    expect(samples).toHaveLength(20);
  });
});

describe('isMissed', () => {
  it('is true only beyond what was promised', () => {
    expect(isMissed({ name: 'a', value: 6, unit: 'ms', atMost: 6 })).toBe(false);
    expect(isMissed({ name: 'a', value: 6.1, unit: 'ms', atMost: 6 })).toBe(true);
    expect(isMissed({ name: 'a', value: 6, unit: 'ms' })).toBe(false);
    expect(isMissed({ name: 'a', value: 0.5, unit: '×', atLeast: 0.5 })).toBe(false);
    expect(isMissed({ name: 'a', value: 0.49, unit: '×', atLeast: 0.5 })).toBe(true);
    expect(isMissed({ name: 'a', value: Number.NaN, unit: '×', atLeast: 0.5 })).toBe(true);
  });
});

describe('median', () => {
  it('is the middle of the rounds, which stay', () => {
    expect(median({ name: 'a', unit: 'ms', rounds: [9, 1, 5] })).toEqual({
      name: 'a',
      unit: 'ms',
      rounds: [9, 1, 5],
      value: 5,
    });
  });
});
