import { describe, expect, it } from '@jest/globals';
import { Sleeps } from './sleeps.ts';

describe('sleeps', () => {
  it('are times without a tick, for whoever asks first', () => {
    const sleeps = new Sleeps();
    for (const second of [0, 1, 2, 3, 12, 40]) expect(sleeps.until(second * 1_000)).toEqual([]);
    expect(sleeps.until(3_640_000)).toEqual([{ fromMs: 40_000, untilMs: 3_640_000 }]);
    expect(sleeps.until(3_641_000)).toHaveLength(1);
    expect(sleeps.until(7_000_000)).toHaveLength(2);
  });

  it('are none where the clock is put back', () => {
    const sleeps = new Sleeps();
    for (const second of [1_000, 10, 11, 12]) expect(sleeps.until(second * 1_000)).toEqual([]);
  });
});
